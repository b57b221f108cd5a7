//! Streets one can type as a place: “East Colfax Avenue, Denver”, and a long one also where it passes a neighborhood.

use std::collections::BTreeMap;

use h3o::LatLng;
use neighbors_domain::cells::Cell8;
use neighbors_domain::feed::KnownPlace;
use neighbors_domain::ground::PER_DEGREE;

use super::streets::Street;
use crate::drawing::cut::{region_of, walk};
use crate::drawing::{Point, Span};
use crate::store::Store;
use crate::store::places::names_of;
use crate::text::slug;

/// In units, some 3 km: a feed around the middle of a longer street shows nothing of its ends.
const LONG: f64 = 3_000.0;
/// In units, some 100 m: no neighborhood is narrower.
const STEP: f64 = 100.0;

/// One place for each name and city, around the middle of the street; and for each neighborhood of a long one.
pub async fn places(store: &Store, streets: &[Street]) -> Result<Vec<KnownPlace>, sqlx::Error> {
    let mut named: BTreeMap<(&str, &str), Vec<Point>> = BTreeMap::new();
    for street in streets {
        let (Some(name), Some(city)) = (&street.name, &street.city) else { continue };
        let points = named.entry((name, city)).or_default();
        street.lines.iter().for_each(|line| walk(line, STEP, &mut |point| points.push(point)));
    }
    let mut cells: Vec<Cell8> = named.values().flatten().filter_map(cell).collect();
    cells.sort_unstable();
    cells.dedup();
    let neighborhoods = names_of(store, &cells).await?;
    let mut places = Vec::new();
    for ((name, city), points) in &named {
        places.extend(place(format!("{name}, {city}"), points));
        if Span::of(points).longest() < LONG {
            continue;
        }
        let mut passed: BTreeMap<&str, Vec<Point>> = BTreeMap::new();
        for point in points {
            if let Some(neighborhood) = cell(point).and_then(|cell| neighborhoods.get(&cell)) {
                passed.entry(neighborhood).or_default().push(*point);
            }
        }
        for (neighborhood, points) in &passed {
            places.extend(place(format!("{name}, {neighborhood}, {city}"), points));
        }
    }
    Ok(places)
}

/// On the street itself: where it is nearest to the middle of all of it.
fn place(name: String, points: &[Point]) -> Option<KnownPlace> {
    let count = points.len() as f64;
    let sum = points.iter().fold(Point { x: 0.0, y: 0.0 }, |sum, point| sum + *point);
    let middle = Point { x: sum.x / count, y: sum.y / count };
    let far = |point: &Point| (point.x - middle.x).hypot(point.y - middle.y);
    let nearest = points.iter().min_by(|a, b| far(a).total_cmp(&far(b)))?;
    Some(KnownPlace { slug: slug(&name), region: region_of(*nearest)?, name })
}

fn cell(point: &Point) -> Option<Cell8> {
    LatLng::new(point.y / PER_DEGREE, point.x / PER_DEGREE).ok().map(Cell8::at)
}
