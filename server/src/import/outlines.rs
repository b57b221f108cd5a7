//! Outlines of states, counties, cities, townships and neighborhoods, for drawing; told apart by their Census number.

use std::io::Read;

use neighbors_domain::ground::ShapeKind;
use neighbors_domain::us_states;

use super::features::{self, Feature};
use super::problem::{ImportError, Problem};
use super::report::Report;
use super::shapes::{Made, Parts, fingerprint, gather, rings};
use crate::auth::Operator;
use crate::drawing::simple;
use crate::store::Store;
use crate::store::ground::Key;
use crate::text::folded;

/// How wide one ring may be: Alaska, the county of North Slope, Anchorage, a neighborhood.
const WIDEST: [(ShapeKind, &str, f64, f64); 4] = [
    (ShapeKind::State, "state", 60.0, simple::STATE),
    (ShapeKind::County, "county", 40.0, simple::COUNTY),
    (ShapeKind::City, "city", 8.0, simple::CITY),
    (ShapeKind::Neighborhood, "neighborhood", 2.0, simple::NEIGHBORHOOD),
];

/// GeoJSON or TopoJSON. A number (`GEOID`, or the feature's id) of 2 digits is a state's, of 5 a county's, of 7 a
/// city's, of 10 a township's; without one, a `name` with its `city` is a neighborhood.
pub async fn outlines(
    store: &Store,
    operator: Operator,
    name: &str,
    reader: impl Read,
) -> Result<Report, ImportError> {
    let features = features::read(reader, |object| match object {
        "states" => simple::STATE,
        "counties" => simple::COUNTY,
        _ => 0.0,
    })?;
    let gathered = gather(&features, outline)?;
    gathered.keep(store, operator, &format!("outlines/{name}"), &[]).await
}

fn outline(feature: &Feature, parts: &mut Parts, report: &mut Report) -> Result<Made<String>, Problem> {
    let number = match feature.text("GEOID")? {
        text if text.is_empty() => feature.id.clone().unwrap_or_default(),
        text => text,
    };
    let digits = number.bytes().all(|byte| byte.is_ascii_digit());
    let kind = match (number.len(), digits) {
        (2, true) => ShapeKind::State,
        (5, true) => ShapeKind::County,
        (7 | 10, true) => ShapeKind::City,
        _ if !folded(&feature.text("city")?).is_empty() => ShapeKind::Neighborhood,
        _ => {
            let reason = "nothing says what this is: it has neither a Census number nor a city".to_owned();
            return Ok(Made::Nothing(reason));
        }
    };
    let Some(name) = feature.name()? else {
        return Ok(Made::Nothing("it has no name".to_owned()));
    };
    let us_state = number.get(..2).filter(|_| digits).and_then(us_states::from_census);
    if kind != ShapeKind::Neighborhood && us_state.is_none() {
        return Ok(Made::Nothing(format!("“{number}” is the number of no state, nor of anything in one")));
    }
    let (_, what, max_degrees, tolerance) = WIDEST.into_iter().find(|row| row.0 == kind).expect("all four");
    let rings = match rings(feature, what, max_degrees, tolerance, report)? {
        Made::Some(rings) => rings,
        Made::Nothing(reason) => return Ok(Made::Nothing(reason)),
    };
    match (kind, us_state) {
        (ShapeKind::State, _) => parts.outline(Key::States, kind, Some(&name), &rings),
        (ShapeKind::County, Some(us_state)) => {
            parts.outline(Key::Counties(us_state), kind, Some(&name), &rings);
            parts.outline(Key::Outline(number.clone()), kind, Some(&name), &rings);
        }
        (ShapeKind::City, _) => {
            parts.outline(Key::Outline(number.clone()), kind, Some(&name), &rings);
            parts.border(kind, &name, &rings);
        }
        _ => parts.border(kind, &name, &rings),
    }
    Ok(Made::Some(fingerprint(&(&number, &name, &rings))))
}
