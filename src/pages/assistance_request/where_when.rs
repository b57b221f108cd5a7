//! Where and when: the area as a honeycomb and as a list, the window with both its ends.

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use neighbors_domain::area::Area;
use neighbors_domain::cells::Cell9;
use neighbors_domain::window::Window;

use crate::components::Icon;
use crate::map::AreaMap;
use crate::words::{self, english, plural, t};

#[component]
pub fn WhereAndWhen(area: Area, window: Window, zone: String) -> impl IntoView {
    let n = area.cells.len();
    let cells = plural!(n, "{n} cell", "{n} cells");
    let size =
        t!("{cells} · {miles} square miles", cells = cells, miles = format!("{:.2}", area.square_miles()));
    let label = t!("Map: {cells} around the incident. The list below names each of them.", cells = cells);
    let names = names(&area).into_iter().map(|name| view! { <li>{name}</li> }).collect_view();
    view! {
        <section class="card card--flush" aria-label=t!("Where and when")>
            <div class="map map--area">
                <AreaMap area label/>
                <p class="map__note">{size}</p>
            </div>
            <WindowEnds window zone/>
            <details class="fold pad cell-list">
                <summary><h2 class="h3">{plural!(n, "The {n} cell as a list", "The {n} cells as a list")}</h2><Icon name="down"/></summary>
                <ul class="plainlist small">{names}</ul>
            </details>
        </section>
    }
}

/// Both ends with weekday, date, time and zone, and how long it is.
#[component]
pub fn WindowEnds(window: Window, zone: String) -> impl IntoView {
    view! {
        <div class="when">
            <End name=t!("From") at=window.from zone=zone.clone()/>
            <p class="when__len">
                <span class="tag tag--accent"><Icon name="clock"/>{words::length(window.length().num_seconds())}</span>
            </p>
            <End name=t!("To") at=window.until zone/>
        </div>
    }
}

#[component]
fn End(name: &'static str, at: DateTime<Utc>, zone: String) -> impl IntoView {
    let (short, full) = words::zone_names(&zone, at);
    view! {
        <p class="when__end">
            <span>{name}</span>
            <b>{words::day_in(&zone, at)}</b>
            <b><time datetime=words::iso(at)>{words::clock_in(&zone, at)}</time>" "<abbr title=full>{short}</abbr></b>
        </p>
    }
}

/// Each cell by its direction and distance from the incident, nearest first.
pub(super) fn names(area: &Area) -> Vec<String> {
    let mut cells: Vec<(u32, &Cell9)> = area
        .cells
        .iter()
        .map(|cell| (area.incident.steps_to(*cell, Area::MAX_STEPS + 1).unwrap_or(Area::MAX_STEPS + 1), cell))
        .collect();
    cells.sort_by_key(|(steps, _)| *steps);
    cells.into_iter().map(|(_, cell)| from_incident(area.incident, *cell)).collect()
}

/// "North-east, 2 cells away"
pub fn from_incident(incident: Cell9, cell: Cell9) -> String {
    match incident.steps_to(cell, 9).unwrap_or(9) {
        0 => t!("The incident’s own cell").to_owned(),
        steps => plural!(
            steps,
            "{direction}, {n} cell away",
            "{direction}, {n} cells away",
            direction = words::tr(direction(incident, cell))
        ),
    }
}

fn direction(from: Cell9, to: Cell9) -> &'static str {
    const NAMES: [&str; 8] = [
        english!("North"),
        english!("North-east"),
        english!("East"),
        english!("South-east"),
        english!("South"),
        english!("South-west"),
        english!("West"),
        english!("North-west"),
    ];
    let (from, to) = (h3o::LatLng::from(from.index()), h3o::LatLng::from(to.index()));
    let east = (to.lng() - from.lng()) * from.lat_radians().cos();
    let north = to.lat() - from.lat();
    let eighths = east.atan2(north).to_degrees() / 45.0;
    NAMES[(eighths.round() as i32).rem_euclid(8) as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_names_every_cell_of_the_map_by_direction_and_distance() {
        let incident = Cell9::at(h3o::LatLng::new(39.7183, -104.9942).unwrap());
        let names = names(&Area::around(incident));
        assert_eq!(names.len(), 7);
        assert_eq!(names[0], "The incident’s own cell");
        let mut others = names[1..].to_vec();
        others.sort();
        others.dedup();
        assert_eq!(others.len(), 6, "six neighbors in six directions: {names:?}");
        assert!(others.iter().all(|name| name.ends_with(", 1 cell away")), "{names:?}");
    }

    #[test]
    fn a_cell_due_north_is_north() {
        let at = |lat, lng| Cell9::at(h3o::LatLng::new(lat, lng).unwrap());
        assert_eq!(direction(at(39.7, -105.0), at(39.8, -105.0)), "North");
        assert_eq!(direction(at(39.7, -105.0), at(39.7, -105.2)), "West");
        assert_eq!(direction(at(39.7, -105.0), at(39.6, -104.87)), "South-east");
    }
}
