//! All agencies: listed and active ones, with their sources.

use serde_json::json;

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
        Format::Csv | Format::Atom => {
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

fn json(agencies: Vec<OpenAgency>, public_url: &str) -> Vec<u8> {
    let agencies: Vec<Object> = agencies
        .into_iter()
        .map(|agency| Object { columns: &COLUMNS, cells: cells(agency, public_url) })
        .collect();
    let whole = json!({
        "credit": CREDIT, "license": LICENSE, "license_link": LICENSE_LINK, "agencies": agencies,
    });
    serde_json::to_vec(&whole).expect("our own types")
}

/// A place of `null` means that none is known (RFC 7946).
fn geojson(agencies: Vec<OpenAgency>, public_url: &str) -> Vec<u8> {
    let columns: Vec<&str> = without_place(COLUMNS.to_vec());
    let features: Vec<_> = agencies
        .into_iter()
        .map(|agency| {
            let point = agency.place.map(
                |(latitude, longitude)| json!({ "type": "Point", "coordinates": [longitude, latitude] }),
            );
            let id = agency.card.agency.slug.clone();
            let properties = Object { columns: &columns, cells: without_place(cells(agency, public_url)) };
            json!({ "type": "Feature", "id": id, "geometry": point, "properties": properties })
        })
        .collect();
    let whole = json!({
        "type": "FeatureCollection", "credit": CREDIT, "license": LICENSE, "license_link": LICENSE_LINK,
        "features": features,
    });
    serde_json::to_vec(&whole).expect("our own types")
}

fn without_place<T>(mut row: Vec<T>) -> Vec<T> {
    row.drain(PLACE);
    row
}
