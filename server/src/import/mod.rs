//! Files from outside become data: all of a file, or none of it.

use std::path::Path;

use chrono::{DateTime, Utc};

use crate::auth::Operator;
use crate::store::Store;

mod agencies;
mod corrections;
mod neighborhoods;
mod outline;
mod problem;
mod progress;
mod report;
mod row;
mod sheet;

pub use agencies::agencies;
pub use neighborhoods::neighborhoods;
pub use problem::{At, ImportError, Problem, Wrong};
pub use progress::Progress;
pub use report::{Entry, Report};

/// What `neighbors import` takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Kind {
    /// Agencies that took part in Ring's programme, as CSV (plain or gzip).
    Agencies,
    /// Outlines of neighborhoods as GeoJSON (plain or gzip): the places one can type.
    Neighborhoods,
}

/// `neighbors import KIND FILE`
pub async fn run(
    store: &Store,
    operator: Operator,
    kind: Kind,
    path: &Path,
    now: DateTime<Utc>,
) -> Result<Report, ImportError> {
    let file = std::fs::File::open(path).map_err(|cause| ImportError::Read { cause })?;
    match kind {
        Kind::Agencies => agencies(store, operator, file, now, &Progress::for_people()).await,
        Kind::Neighborhoods => neighborhoods(store, operator, file).await,
    }
}
