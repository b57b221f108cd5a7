//! How much happened where: the cells of a place in five calm steps of one colour, with the numbers of each step.

use neighbors_domain::feed::{Activity, CellActivity};
use wasm_bindgen::JsValue;
use web_sys::{Document, Element};

use super::honeycomb::Mark;
use crate::words::{number, plural, t, tr};

/// The least count of the second to fifth step. Few cells have much, so the steps grow: by squares, in whole numbers.
pub fn bounds(most: u32) -> [u32; 4] {
    let mut least = 2;
    [1, 2, 3, 4].map(|n: u32| {
        let bound = (u64::from(most) * u64::from(n * n) / 25) as u32;
        let bound = bound.max(least);
        least = bound + 1;
        bound
    })
}

pub fn step(bounds: &[u32; 4], count: u32) -> usize {
    bounds.iter().filter(|bound| count >= **bound).count()
}

const CLASSES: [&str; 5] =
    ["hex bin bin--1", "hex bin bin--2", "hex bin bin--3", "hex bin bin--4", "hex bin bin--5"];

/// A cell one can press for each in which something happened.
pub fn marks(activity: &Activity) -> Vec<Mark> {
    let bounds = bounds_of(activity);
    let mark = |here: &CellActivity| {
        let count = all(here);
        let class = CLASSES[step(&bounds, count)];
        let name = activity.name(here.cell).unwrap_or(t!("One cell"));
        let total = plural!(count, "{n} entry in all", "{n} entries in all");
        let label = [name, ": ", &total, ". ", &parts(here)].concat();
        Mark { cell: here.cell.index(), class, text: number(count as usize), label, selected: false }
    };
    activity.cells.iter().filter(|here| all(here) > 0).map(mark).collect()
}

fn all(here: &CellActivity) -> u32 {
    here.total() + here.assistance_requests
}

/// "Crime 7, Lost pet 2, Request for assistance 1".
fn parts(here: &CellActivity) -> String {
    let requests = (t!("Request for assistance"), here.assistance_requests);
    let posts = here.counts.iter().map(|(category, count)| (tr(category.name()), *count));
    let parts = posts.chain([requests]).filter(|(_, count)| *count > 0);
    parts.map(|(kind, count)| [kind, " ", &number(count as usize)].concat()).collect::<Vec<_>>().join(", ")
}

fn counts(activity: &Activity) -> impl Iterator<Item = u32> {
    activity.cells.iter().map(all).filter(|count| *count > 0)
}

fn bounds_of(activity: &Activity) -> [u32; 4] {
    bounds(counts(activity).max().unwrap_or(0))
}

/// The key of the steps: a hexagon of its colour, and from where to where it goes.
pub fn key(document: &Document, activity: &Activity) -> Result<Element, JsValue> {
    let key = document.create_element("ul")?;
    key.set_class_name("map__key map__key--steps");
    key.set_attribute("aria-label", t!("Entries in one cell"))?;
    let bounds = bounds_of(activity);
    let most = counts(activity).max().unwrap_or(0);
    for n in 0..CLASSES.len() {
        let from = if n == 0 { 1 } else { bounds[n - 1] };
        if from > most {
            break;
        }
        let until = bounds.get(n).filter(|next| **next <= most).map_or(most, |next| next - 1);
        let [first, last] = [from, until].map(|count| number(count as usize));
        let range = if from == until { first } else { [&first, "–", &last].concat() };
        let line = document.create_element("li")?;
        let swatch = document.create_element("span")?;
        swatch.set_class_name(
            [
                "swatch swatch--1",
                "swatch swatch--2",
                "swatch swatch--3",
                "swatch swatch--4",
                "swatch swatch--5",
            ][n],
        );
        swatch.set_attribute("aria-hidden", "true")?;
        line.append_child(&swatch)?;
        line.append_with_str_1(&range)?;
        key.append_child(&line)?;
    }
    Ok(key)
}

#[cfg(test)]
mod tests {
    use neighbors_domain::cells::Cell8;
    use neighbors_domain::post::Category;

    use super::*;

    #[test]
    fn every_step_begins_later_than_the_one_before() {
        for most in [0, 1, 2, 5, 19, 49, 812, 40_000, u32::MAX - 10] {
            let bounds = bounds(most);
            assert!(bounds.is_sorted_by(|a, b| a < b), "{most}: {bounds:?}");
            assert_eq!(step(&bounds, 1), 0, "{most}");
        }
        assert_eq!(bounds(100), [4, 16, 36, 64]);
        assert_eq!([1, 3, 4, 16, 40, 100].map(|count| step(&bounds(100), count)), [0, 0, 1, 2, 3, 4]);
    }

    #[test]
    fn a_cell_says_where_it_is_and_how_much_of_what_happened_in_it() {
        let cells = Cell8::at(h3o::LatLng::new(39.73, -104.98).unwrap()).disk(1);
        let here = CellActivity {
            cell: cells[0],
            counts: vec![(Category::Crime, 7), (Category::LostPet, 2)],
            assistance_requests: 1,
        };
        let unnamed = CellActivity { cell: cells[1], counts: vec![(Category::Safety, 1)], ..here.clone() };
        let unnamed = CellActivity { assistance_requests: 0, ..unnamed };
        let quiet = CellActivity { cell: cells[2], counts: vec![], assistance_requests: 0 };
        let names = vec![(cells[0], "Capitol Hill".to_owned())];
        let marks = marks(&Activity { cells: vec![here, unnamed, quiet], names, ..Activity::default() });
        let said: Vec<_> = marks.iter().map(|mark| (mark.text.as_str(), mark.label.as_str())).collect();
        let whole = "Capitol Hill: 10 entries in all. Crime 7, Lost pet 2, Request for assistance 1";
        assert_eq!(said, [("10", whole), ("1", "One cell: 1 entry in all. Safety 1")]);
    }
}
