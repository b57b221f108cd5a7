//! Files from outside become data: all of a file, or none of it.

use std::path::Path;

use chrono::{DateTime, Utc};

use crate::auth::Operator;
use crate::store::Store;

mod agencies;
mod codes;
mod corrections;
mod incidents;
mod mapping;
mod neighborhoods;
mod outline;
mod problem;
mod progress;
mod report;
mod row;
mod sheet;
mod times;

pub use agencies::agencies;
pub use incidents::{Dates, incidents};
pub use mapping::Mapping;
pub use neighborhoods::neighborhoods;
pub use problem::{At, ImportError, Problem, Wrong};
pub use progress::Progress;
pub use report::{Entry, Report};

/// What `neighbors import` takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Kind {
    /// Agencies that took part in Ring's programme, as CSV (plain or gzip).
    Agencies,
    /// A city's reported incidents as CSV (plain or gzip); Denver's, or with --map another's.
    Incidents,
    /// Outlines of neighborhoods as GeoJSON (plain or gzip): the places one can type.
    Neighborhoods,
}

/// `neighbors import KIND FILE`; `map` is for incidents.
pub async fn run(
    store: &Store,
    operator: Operator,
    kind: Kind,
    path: &Path,
    map: Option<&Path>,
    now: DateTime<Utc>,
) -> Result<Report, ImportError> {
    let file = std::fs::File::open(path).map_err(|cause| ImportError::Read { cause })?;
    match kind {
        Kind::Agencies => agencies(store, operator, file, now, &Progress::for_people()).await,
        Kind::Incidents => {
            let mapping = match map {
                Some(path) => {
                    let text = std::fs::read_to_string(path).map_err(|cause| ImportError::Read { cause })?;
                    Mapping::read(&text)?
                }
                None => Mapping::denver(),
            };
            let progress = Progress::for_people();
            incidents(store, operator, file, &mapping, Dates::AsRecorded, now, &progress).await
        }
        Kind::Neighborhoods => neighborhoods(store, operator, file).await,
    }
}
