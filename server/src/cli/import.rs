//! `neighbors import agencies FILE`, `incidents`, …: public lists become data, all of a file or nothing of it.

use std::path::PathBuf;

use super::{Failure, House};
use crate::auth::Operator;
use crate::config::Place;
use crate::import::{self, Kind};

#[derive(clap::Args)]
pub struct Args {
    /// What the file holds
    kind: Kind,
    /// The file, plain or compressed with gzip
    #[arg(value_name = "FILE")]
    path: PathBuf,
    /// Of incidents: how the city writes its list, as TOML (docs/importing.md) [default: Denver's]
    #[arg(long, value_name = "MAPFILE")]
    map: Option<PathBuf>,
    #[command(flatten)]
    place: Place,
}

/// Ends with a table of what became of every row.
pub async fn run(args: Args) -> Result<(), Failure> {
    let place = args.place.locate(&args.place.file()?)?;
    let house = House::open(&place).await?;
    let operator = Operator::at_the_command_line();
    let done =
        import::run(&house.store, operator, args.kind, &args.path, args.map.as_deref(), chrono::Utc::now())
            .await;
    let report = done
        .map_err(|error| format!("{} was not taken, the data is as it was:\n{error}", args.path.display()))?;
    print!("{report}");
    Ok(())
}
