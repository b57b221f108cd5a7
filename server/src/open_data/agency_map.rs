//! All agencies column by column, for the map of the app: a tenth of what the same rows weigh as objects.

use neighbors_domain::agency::{AgencyKind, AgencyState, KnownDate};
use neighbors_domain::agency_map::{AgencyMap, NOWHERE, PER_DEGREE, days};

use super::{Document, Format};
use crate::store::agencies::OpenAgency;

/// In the order given: that of their slugs.
pub fn document(agencies: Vec<OpenAgency>) -> Document {
    let mut map = AgencyMap::default();
    for agency in agencies {
        add(&mut map, agency);
    }
    Document::new(Format::Map, serde_json::to_vec(&map).expect("numbers and text"), None)
}

fn add(map: &mut AgencyMap, agency: OpenAgency) {
    let card = agency.card;
    let at = |place: Option<usize>| place.expect("all are listed there") as u8;
    map.kinds.push(at(AgencyKind::ALL.iter().position(|kind| *kind == card.kind)));
    map.states.push(at(AgencyState::ALL.iter().position(|state| *state == card.state)));
    map.demo.push(card.agency.demo.into());
    map.since.push(days(card.since.first_day()));
    map.by_month.push(matches!(card.since, KnownDate::Month { .. }).into());
    let units = |degrees: f64| (degrees * PER_DEGREE).round() as i32;
    let (latitude, longitude) =
        agency.place.map_or((NOWHERE, NOWHERE), |(latitude, longitude)| (units(latitude), units(longitude)));
    map.places.extend([latitude, longitude]);
    let county = agency.outline.filter(|number| number.len() == 5);
    map.county_fips.push(county.and_then(|number| number.parse().ok()).unwrap_or_default());
    map.slugs.push(card.agency.slug);
    map.names.push(card.agency.name);
    map.cities.push(card.city.unwrap_or_default());
    map.counties.push(card.county.unwrap_or_default());
    map.us_states.push(card.us_state);
}
