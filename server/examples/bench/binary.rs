//! The program itself, as an operator starts it: how soon it answers, how much memory it holds while nothing happens.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use neighbors_domain::addresses;

use super::load;

type Failure = load::Failure;

/// Built beside this example: `target/release/neighbors`.
fn neighbors() -> Result<PathBuf, Failure> {
    let here = std::env::current_exe()?;
    let folder = here.parent().and_then(Path::parent).ok_or("an example lies in a folder")?;
    let binary = folder.join("neighbors");
    if binary.exists() { Ok(binary) } else { Err("build the server too: script/bench server does".into()) }
}

/// Fills the folder with the demo world, without the public record: the figures say how many items there are.
pub fn demo(data: &Path) -> Result<(), Failure> {
    let made = Command::new(neighbors()?)
        .args(["demo", "--incidents", "0", "--data"])
        .arg(data)
        .stdout(Stdio::null())
        .status()?;
    if made.success() { Ok(()) } else { Err("no demo world".into()) }
}

/// Ten starts; memory a second after the last.
pub async fn starts(data: &Path) -> Result<(), Failure> {
    let mut times = Vec::new();
    let mut memory = 0;
    for n in 0..10 {
        let begun = Instant::now();
        let mut server = Command::new(neighbors()?)
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        BufReader::new(server.stdout.take().ok_or("it says where")?).read_line(&mut line)?;
        let port =
            line.trim().rsplit(':').next().and_then(|port| port.parse().ok()).ok_or("it says where")?;
        load::get(SocketAddr::from(([127, 0, 0, 1], port)), addresses::HEALTH)
            .await
            .map_err(|error| error.to_string())?;
        times.push(begun.elapsed());
        if n == 9 {
            tokio::time::sleep(Duration::from_secs(1)).await;
            memory = resident(server.id())?;
        }
        server.kill()?;
        server.wait()?;
    }
    times.sort_unstable();
    println!("start to first answer, existing data: {} ms (median of ten)", times[5].as_millis());
    println!("memory when idle: {:.1} MiB", memory as f64 / 1024.0);
    Ok(())
}

/// KiB of the process that lie in memory.
fn resident(pid: u32) -> Result<u64, Failure> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("a line of memory")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}
