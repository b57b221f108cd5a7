//! Files from outside become data: all of a file, or none of it.

use std::path::Path;

use chrono::{DateTime, Utc};

use crate::auth::Operator;
use crate::store::Store;

mod agencies;
mod codes;
mod corrections;
mod features;
mod incidents;
mod mapping;
mod neighborhoods;
mod outline;
mod outlines;
mod parks;
mod problem;
mod progress;
mod report;
mod row;
mod served;
mod shapes;
mod sheet;
mod street_places;
mod streets;
mod times;
mod topology;

pub use agencies::agencies;
pub use incidents::{Dates, incidents};
pub use mapping::Mapping;
pub use neighborhoods::neighborhoods;
pub use outlines::outlines;
pub use parks::parks;
pub use problem::{At, ImportError, Problem, Wrong};
pub use progress::Progress;
pub use report::{Entry, Report};
pub use served::{regions_of_file, regions_of_outline};
pub use streets::streets;

/// What `neighbors import` takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Kind {
    /// Agencies that took part in Ring's programme, as CSV (plain or gzip).
    Agencies,
    /// A city's reported incidents as CSV (plain or gzip); Denver's, or with --map another's.
    Incidents,
    /// Outlines of neighborhoods as GeoJSON (plain or gzip): the places one can type.
    Neighborhoods,
    /// Outlines of states, counties, cities, townships and neighborhoods, for drawing, as GeoJSON or TopoJSON.
    Outlines,
    /// Streets and paths with `class` and `name`, for drawing, as GeoJSON or TopoJSON.
    Streets,
    /// Outlines of parks with `name`, for drawing, as GeoJSON or TopoJSON.
    Parks,
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
        Kind::Outlines => outlines(store, operator, &source(path), file).await,
        Kind::Streets => streets(store, operator, &source(path), file).await,
        Kind::Parks => parks(store, operator, &source(path), file).await,
    }
}

/// `denver-streets` for `…/denver-streets.geojson.gz`: a newer file of the same name takes the place of the older.
fn source(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.split('.').next().unwrap_or_default().to_lowercase()
}
