//! Real incidents in the feed of the demo: what Denver's public record says, moved by whole weeks so that the
//! last of them lies shortly before the present. Each item says so.

use std::collections::HashSet;
use std::io::{BufRead, BufReader};

use flate2::read::GzDecoder;
use neighbors_domain::cells::Cell8;
use neighbors_domain::feed::KnownPlace;

use super::{DemoError, Teller};
use crate::auth::Operator;
use crate::import::{self, Dates, Mapping, Progress};

/// Newest first, cells instead of coordinates, nothing of a kind that is never shown: data/README.md.
const LIST: &[u8] = include_bytes!("../../../data/denver-incidents.csv.gz");
/// Where only some are taken, they lie this many rings of regions around the place shown first.
const RINGS: u32 = 1;

/// All of them, or so many of the newest around the place.
pub async fn record(teller: &Teller<'_>, place: &KnownPlace, most: Option<usize>) -> Result<(), DemoError> {
    let mapping = Mapping::denver().with_cells("CELL");
    let silent = Progress::silent();
    let operator = Operator::at_the_command_line();
    let (store, now) = (teller.store, teller.now);
    match most {
        None => import::incidents(store, operator, LIST, &mapping, Dates::Moved, now, &silent).await?,
        Some(0) => return Ok(()),
        Some(most) => {
            let some = newest(place, most)?;
            import::incidents(store, operator, &some[..], &mapping, Dates::Moved, now, &silent).await?
        }
    };
    Ok(())
}

/// The header and the first lines that fit. The rest is not read: tests make many worlds.
fn newest(place: &KnownPlace, most: usize) -> Result<Vec<u8>, std::io::Error> {
    let cells: HashSet<String> = place
        .region
        .disk(RINGS)
        .into_iter()
        .flat_map(|region| region.homes())
        .map(|home| home.cell8())
        .collect::<HashSet<Cell8>>()
        .into_iter()
        .map(|cell| cell.to_string())
        .collect();
    let mut lines = BufReader::new(GzDecoder::new(LIST)).lines();
    let mut some = lines.next().transpose()?.unwrap_or_default() + "\n";
    let mut taken = 0;
    for line in lines {
        let line = line?;
        if line.rsplit(',').next().is_some_and(|cell| cells.contains(cell)) {
            some += &line;
            some.push('\n');
            taken += 1;
        }
        if taken == most {
            break;
        }
    }
    Ok(some.into_bytes())
}
