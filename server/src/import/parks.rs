//! Parks with their names, for drawing.

use std::io::Read;

use neighbors_domain::ground::ShapeKind;

use super::features;
use super::problem::ImportError;
use super::report::{Entry, Report};
use super::shapes::{Made, Parts, fingerprint, keep, rings};
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
    let mut report = Report { rows: features.len(), ..Report::default() };
    let (mut parts, mut taken, mut problems) = (Parts::default(), Vec::new(), Vec::new());
    for feature in &features {
        let park = feature
            .name()
            .and_then(|name| Ok((name, rings(feature, "park", MAX_DEGREES, simple::PARK, &mut report)?)));
        match park {
            Ok((name, Made::Some(rings))) => {
                parts.ground(ShapeKind::Park, name.as_deref(), &rings);
                taken.push((feature.number, fingerprint(&(&name, &rings))));
            }
            Ok((_, Made::Nothing(reason))) => report.refused.push(Entry::new(feature.number, reason)),
            Err(problem) => problems.push(problem),
        }
    }
    if !problems.is_empty() {
        return Err(problems.into());
    }
    keep(store, operator, &format!("parks/{name}"), parts, &taken, &[], &mut report).await?;
    Ok(report)
}
