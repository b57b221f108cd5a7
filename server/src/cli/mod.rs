//! What one can say to the program: `neighbors serve`, `neighbors check`, …

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use tracing_subscriber::EnvFilter;

pub mod agencies;
pub mod check;
pub mod demo;
mod house;
pub mod import;
pub mod moderators;
pub mod reviewers;
pub mod serve;

pub use house::{House, cannot_open};

const EXAMPLES: &str = "\
Examples:
  neighbors serve --data ./house
      Begins with an empty folder and serves it on http://localhost:8080

  neighbors serve --data ./house --listen 0.0.0.0:8080 --public-url https://neighbors.example
      Behind a proxy that speaks https

  neighbors demo --data ./demo && neighbors serve --data ./demo
      A world to look around in; ./demo/demo-accounts.json says who can sign in

  neighbors import agencies ./data/ring_partner_agencies_2020-10.csv --data ./house
      Takes a public list of agencies as listed ones, all of it or nothing

  neighbors import incidents ./incidents.csv --map ./our-city.toml --data ./house
      Takes a city's list of incidents into the feed, as public record

  neighbors agencies admit denver-police-department-co --domain denverpd.example --contact 303-555-0100 \
      --tip-phone 303-555-0199 --gifts None --outline 0820000 --data ./house
      Makes a listed agency active; docs/operating.md says what to check before

  neighbors moderators add ada@example.org --data ./house
      Names a resident a moderator; an appeal needs at least two of them

  neighbors reviewers add ben@example.org --data ./house
  neighbors reviewers record ben@example.org rules --on 2026-09-01 --assessor Ada --data ./house
      Names a resident a reviewer; the queue opens when six modules over six weeks are recorded

  neighbors check --data ./house
      Says what is sound in the folder and what is not

Every flag can be set in the environment too: --data is NEIGHBORS_DATA, and so on.";

/// Neighbors: a community-safety network you host yourself. One program, one folder of data.
#[derive(Parser)]
#[command(name = "neighbors", version, about, after_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// How much to say on stderr: error, warn, info, debug
    #[arg(long, global = true, value_name = "LEVEL", default_value = "info", env = "NEIGHBORS_LOG")]
    log: EnvFilter,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the app and its data until Ctrl-C
    Serve(serve::Args),
    /// Fill a new folder with a demo world: fictional agencies and people on real streets
    Demo(demo::Args),
    /// Take a public list as data: agencies, incidents, or the outlines of neighborhoods
    Import(import::Args),
    /// Say which agencies take part: admit, suspend, resume, leave, list
    Agencies(agencies::Args),
    /// Say who decides about flags: add, list, remove
    Moderators(moderators::Args),
    /// Say who reviews requests before they are published, and keep the record of their training
    Reviewers(reviewers::Args),
    /// Say whether the data folder is sound
    Check(check::Args),
}

/// Anything a command may fail with, as one sentence for a person.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

pub fn run() -> ExitCode {
    let cli = Cli::parse();
    // stdout belongs to the answer of a command; what happens meanwhile goes to stderr.
    tracing_subscriber::fmt().with_env_filter(cli.log).with_writer(std::io::stderr).init();
    // A panic may quote what somebody sent: say where, not what.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "panicked");
    }));
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(cause) => return failed(&cause),
    };
    let done = runtime.block_on(async {
        match cli.command {
            Command::Serve(args) => serve::run(args).await.map(|()| ExitCode::SUCCESS),
            Command::Demo(args) => demo::run(args).await.map(|()| ExitCode::SUCCESS),
            Command::Import(args) => import::run(args).await.map(|()| ExitCode::SUCCESS),
            Command::Agencies(args) => agencies::run(args).await.map(|()| ExitCode::SUCCESS),
            Command::Moderators(args) => moderators::run(args).await.map(|()| ExitCode::SUCCESS),
            Command::Reviewers(args) => reviewers::run(args).await.map(|()| ExitCode::SUCCESS),
            Command::Check(args) => check::run(args).await,
        }
    });
    done.unwrap_or_else(|cause| failed(&*cause))
}

fn failed(cause: &dyn std::error::Error) -> ExitCode {
    eprintln!("neighbors: {cause}");
    ExitCode::FAILURE
}
