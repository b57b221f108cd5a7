//! The program `neighbors`: see `neighbors --help`.

fn main() -> std::process::ExitCode {
    neighbors_server::cli::run()
}
