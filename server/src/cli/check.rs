//! `neighbors check`: is the data folder sound? One line for each thing looked at.

use std::process::ExitCode;

use super::Failure;
use crate::check::{self, Finding};
use crate::config::Place;

#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    place: Place,
}

/// Says all it found; the exit code says whether something is wrong.
pub async fn run(args: Args) -> Result<ExitCode, Failure> {
    let place = args.place.locate(&args.place.file()?)?;
    let findings = check::folder(&place).await;
    for finding in &findings {
        println!("{finding}");
    }
    let wrong = findings.iter().filter(|finding| matches!(finding, Finding::Wrong(_))).count();
    Ok(match wrong {
        0 => {
            println!("The folder is sound.");
            ExitCode::SUCCESS
        }
        wrong => {
            println!("{wrong} of {} things are not sound.", findings.len());
            ExitCode::FAILURE
        }
    })
}
