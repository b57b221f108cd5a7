//! All agencies: listed and active ones, with their sources.

use serde::Serialize;

use super::table::{Cell, Object, csv};
use super::{Document, Format};
use crate::store::agencies::OpenAgency;

const CREDIT: &str = "Listed agencies: Atlas of Surveillance, Electronic Frontier Foundation (CC BY 4.0). \
                      The others: this server.";
const LICENSE: &str = "CC BY 4.0";
const LICENSE_LINK: &str = "https://creativecommons.org/licenses/by/4.0/";

/// Where the place stands, for the GeoJSON to leave it out of the properties.
const PLACE: std::ops::Range<usize> = 12..14;
const COLUMNS: [&str; 22] = [
    "slug",
    "name",
    "kind",
    "state",
    "demo",
    "city",
    "county",
    "us_state",
    "since",
    "active_since",
    "suspended_since",
    "left_since",
    "latitude",
    "longitude",
    "jurisdiction",
    "programme",
    "correction",
    "source_id",
    "link",
    "credit",
    "license",
    "profile",
];

/// `public_url`: so that every row leads back to its profile.
pub fn document(agencies: Vec<OpenAgency>, format: Format, public_url: &str) -> Document {
    let bytes = match format {
        // Feeds and the map are made elsewhere.
        Format::Csv | Format::Atom | Format::Map => {
            csv(&COLUMNS, agencies.into_iter().map(|agency| cells(agency, public_url)))
        }
        Format::Json => json(agencies, public_url),
        Format::GeoJson => geojson(agencies, public_url),
    };
    Document::new(format, bytes, Some(LICENSE_LINK))
}

fn cells(agency: OpenAgency, public_url: &str) -> Vec<Cell> {
    let OpenAgency {
        card,
        active_since,
        suspended_since,
        left_since,
        jurisdiction,
        place,
        source,
        source_id,
        outline: _,
    } = agency;
    let (latitude, longitude) = match place {
        Some((latitude, longitude)) => (Cell::Number(latitude), Cell::Number(longitude)),
        None => (Cell::Nothing, Cell::Nothing),
    };
    let profile = format!("{public_url}{}", neighbors_domain::addresses::pages::agency(&card.agency.slug));
    let (programme, correction, link, credit, license) = match source {
        Some(source) => {
            (source.programme, source.correction, source.link, Some(source.credit), Some(source.license))
        }
        None => Default::default(),
    };
    vec![
        Cell::Text(card.agency.slug),
        Cell::Text(card.agency.name),
        Cell::Text(card.kind.key().into()),
        Cell::Text(card.state.key().into()),
        Cell::Yes(card.agency.demo),
        Cell::maybe(card.city),
        Cell::maybe(card.county),
        Cell::Text(card.us_state),
        Cell::Text(card.since.iso()),
        Cell::maybe_time(active_since),
        Cell::maybe_time(suspended_since),
        Cell::maybe_time(left_since),
        latitude,
        longitude,
        Cell::maybe(jurisdiction),
        Cell::maybe(programme),
        Cell::maybe(correction),
        Cell::maybe(source_id),
        Cell::maybe(link),
        Cell::maybe(credit),
        Cell::maybe(license),
        Cell::Text(profile),
    ]
}

/// The names of `Object` and these stay in the order written here, as a value of serde_json would not.
#[derive(Serialize)]
struct Whole<'a> {
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<&'a str>,
    credit: &'a str,
    license: &'a str,
    license_link: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    agencies: Option<Vec<Object<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    features: Option<Vec<Feature<'a>>>,
}

#[derive(Serialize)]
struct Feature<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    id: String,
    /// `null` where no place is known (RFC 7946).
    geometry: Option<Point<'a>>,
    properties: Object<'a>,
}

#[derive(Serialize)]
struct Point<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    /// Longitude first.
    coordinates: [f64; 2],
}

const WHOLE: Whole = Whole {
    kind: None,
    credit: CREDIT,
    license: LICENSE,
    license_link: LICENSE_LINK,
    agencies: None,
    features: None,
};

fn json(agencies: Vec<OpenAgency>, public_url: &str) -> Vec<u8> {
    let agencies =
        agencies.into_iter().map(|agency| Object { columns: &COLUMNS, cells: cells(agency, public_url) });
    let whole = Whole { agencies: Some(agencies.collect()), ..WHOLE };
    serde_json::to_vec(&whole).expect("our own types")
}

fn geojson(agencies: Vec<OpenAgency>, public_url: &str) -> Vec<u8> {
    let columns = without_place(COLUMNS.to_vec());
    let feature = |agency: OpenAgency| Feature {
        kind: "Feature",
        id: agency.card.agency.slug.clone(),
        geometry: agency
            .place
            .map(|(latitude, longitude)| Point { kind: "Point", coordinates: [longitude, latitude] }),
        properties: Object { columns: &columns, cells: without_place(cells(agency, public_url)) },
    };
    let features = agencies.into_iter().map(feature).collect();
    let whole = Whole { kind: Some("FeatureCollection"), features: Some(features), ..WHOLE };
    serde_json::to_vec(&whole).expect("our own types")
}

fn without_place<T>(mut row: Vec<T>) -> Vec<T> {
    row.drain(PLACE);
    row
}
