//! Outlines of neighborhoods become places one can type, and the names beside posts.

use std::collections::HashSet;
use std::io::Read;

use geojson::{Feature, GeoJson};
use neighbors_domain::feed::KnownPlace;

use super::outline::{MAX_DEGREES, Outline};
use super::problem::{ImportError, Problem, Wrong};
use super::report::Report;
use super::sheet;
use crate::auth::Operator;
use crate::store::Store;
use crate::store::places::{Ground, add_grounds, by_slug};
use crate::text::slug;

const MAX_NAME: usize = 80;

/// GeoJSON whose features carry `name` and `city`. All of it or nothing; the report counts features.
pub async fn neighborhoods(
    store: &Store,
    operator: Operator,
    reader: impl Read,
) -> Result<Report, ImportError> {
    let grounds = grounds(reader)?;
    let mut report = Report { rows: grounds.len(), ..Report::default() };
    for (feature, ground) in (1..).zip(&grounds) {
        match by_slug(store, &ground.place.slug).await? {
            None => report.taken.push(feature),
            Some(known) if known == ground.place => report.unchanged.push(feature),
            Some(_) => report.changed.push(feature),
        }
    }
    add_grounds(store, operator, &grounds).await?;
    Ok(report)
}

fn grounds(reader: impl Read) -> Result<Vec<Ground>, ImportError> {
    let (bytes, whole) = sheet::unpacked(reader)?;
    let wrong_at = |error: &serde_json::Error, wrong| {
        Problem::new(error.line() as u64, error.column().to_string(), wrong)
    };
    let value: serde_json::Value = serde_json::from_slice(&bytes).map_err(|error| {
        let wrong = if whole { Wrong::NotGeoJson { detail: error.to_string() } } else { Wrong::DamagedGzip };
        wrong_at(&error, wrong)
    })?;
    let not_geojson = |detail: String| Problem::new(1, "1", Wrong::NotGeoJson { detail });
    let features = match GeoJson::from_json_value(value).map_err(|error| not_geojson(error.to_string()))? {
        GeoJson::FeatureCollection(collection) => collection.features,
        _ => return Err(not_geojson("a collection of features is needed".to_owned()).into()),
    };
    let (mut grounds, mut problems, mut slugs) = (Vec::new(), Vec::new(), HashSet::new());
    for (number, feature) in (1..).zip(&features) {
        match ground(number, feature) {
            Ok(ground) if slugs.insert(ground.place.slug.clone()) => grounds.push(ground),
            Ok(_) => problems.push(Problem::in_feature(number, "name", Wrong::NameTwice)),
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() { Ok(grounds) } else { Err(problems.into()) }
}

fn ground(number: u64, feature: &Feature) -> Result<Ground, Problem> {
    let text = |property: &'static str| {
        let found = feature.property(property).and_then(|value| value.as_str()).unwrap_or_default().trim();
        let problem = |wrong| Err(Problem::in_feature(number, property, wrong));
        if slug(found).is_empty() {
            return problem(Wrong::Empty);
        }
        if let Some(c) = found.chars().find(|c| c.is_control()) {
            return problem(Wrong::ControlCharacter { code: c as u32 });
        }
        let chars = found.chars().count();
        if chars > MAX_NAME { problem(Wrong::TooLong { chars, max: MAX_NAME }) } else { Ok(found.to_owned()) }
    };
    let (short_name, city) = (text("name")?, text("city")?);
    let outline = feature.geometry.as_ref().and_then(|geometry| Outline::new(&geometry.value));
    let not_an_outline =
        || Problem::in_feature(number, "geometry", Wrong::NotAnOutline { max_degrees: MAX_DEGREES });
    let outline = outline.ok_or_else(not_an_outline)?;
    let name = format!("{short_name}, {city}");
    let place = KnownPlace { slug: slug(&name), name, region: outline.region().ok_or_else(not_an_outline)? };
    Ok(Ground { place, short_name, cells: outline.cells().into_iter().collect() })
}
