//! Parks with their names, for drawing.

use std::io::Read;

use neighbors_domain::ground::ShapeKind;

use super::features;
use super::problem::ImportError;
use super::report::Report;
use super::shapes::{Made, fingerprint, gather, rings};
use crate::auth::Operator;
use crate::drawing::simple;
use crate::store::Store;

/// The widest park of the lower states is narrower.
const MAX_DEGREES: f64 = 3.0;

/// Outlines that may carry `name`.
pub async fn parks(
    store: &Store,
    operator: Operator,
    name: &str,
    reader: impl Read,
) -> Result<Report, ImportError> {
    let features = features::read(reader, |_| 0.0)?;
    let gathered = gather(&features, |feature, parts, report| {
        let name = feature.name()?;
        Ok(match rings(feature, "park", MAX_DEGREES, simple::PARK, report)? {
            Made::Some(rings) => {
                parts.ground(ShapeKind::Park, name.as_deref(), &rings);
                Made::Some(fingerprint(&(&name, &rings)))
            }
            Made::Nothing(reason) => Made::Nothing(reason),
        })
    })?;
    gathered.keep(store, operator, &format!("parks/{name}"), &[]).await
}
