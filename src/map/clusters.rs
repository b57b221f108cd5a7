//! Many marks gathered into hexagons of one size, anew at each enlargement: a comb over the screen, not over the earth.
//!
//! Which hexagon a mark lies in is worked out once for an enlargement; showing other marks only counts again, so that
//! a slider may do it at every step.

use std::collections::HashMap;

use super::mercator;

/// From the middle of a hexagon to its corner, in pixels: a thumb finds it among its neighbors.
pub const RADIUS: f64 = 14.0;

pub struct Comb {
    /// Pixels of the world at [`mercator::ZOOM`].
    marks: Vec<(f64, f64)>,
    zoom: f64,
    /// The hexagon of each mark.
    cells: Vec<u32>,
    /// The middle of each hexagon, in pixels of the world at `zoom`.
    middles: Vec<(f64, f64)>,
}

/// A hexagon with something in it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bin {
    /// In pixels of the world at the comb's enlargement.
    pub middle: (f64, f64),
    pub count: u32,
    /// The first of its marks; the only one where `count` is 1.
    pub first: usize,
    cell: u32,
}

impl Comb {
    /// Marks by latitude and longitude in degrees.
    pub fn new(marks: impl IntoIterator<Item = (f64, f64)>) -> Self {
        let marks = marks.into_iter().map(|(lat, lng)| mercator::project(lat, lng)).collect();
        let mut comb = Self { marks, zoom: f64::NAN, cells: Vec::new(), middles: Vec::new() };
        comb.enlarge(4.0);
        comb
    }

    pub fn zoom(&self) -> f64 {
        self.zoom
    }

    /// Gathers for another enlargement; nothing happens where it is the same.
    pub fn enlarge(&mut self, zoom: f64) {
        if self.zoom == zoom {
            return;
        }
        self.zoom = zoom;
        let scale = mercator::scale(zoom);
        let mut known: HashMap<(i32, i32), u32> = HashMap::new();
        self.middles.clear();
        self.cells.clear();
        for (x, y) in &self.marks {
            let at = lattice(x * scale, y * scale);
            let next = self.middles.len() as u32;
            let cell = *known.entry(at).or_insert(next);
            if cell == next {
                self.middles.push(middle(at));
            }
            self.cells.push(cell);
        }
    }

    /// The hexagons of the marks that are shown, from north to south and west to east, as one reads.
    pub fn bins(&self, shown: impl Fn(usize) -> bool) -> Vec<Bin> {
        let mut counts = vec![(0_u32, 0_usize); self.middles.len()];
        for (mark, cell) in self.cells.iter().enumerate() {
            if shown(mark) {
                let (count, first) = &mut counts[*cell as usize];
                if *count == 0 {
                    *first = mark;
                }
                *count += 1;
            }
        }
        let bin = |(cell, (count, first)): (usize, (u32, usize))| {
            (count > 0).then(|| Bin { middle: self.middles[cell], count, first, cell: cell as u32 })
        };
        let mut bins: Vec<Bin> = counts.into_iter().enumerate().filter_map(bin).collect();
        bins.sort_by(|a, b| a.middle.1.total_cmp(&b.middle.1).then(a.middle.0.total_cmp(&b.middle.0)));
        bins
    }

    /// All marks of a hexagon that are shown.
    pub fn members(&self, bin: &Bin, shown: impl Fn(usize) -> bool) -> Vec<usize> {
        let inside = |mark: &usize| self.cells[*mark] == bin.cell && shown(*mark);
        (0..self.cells.len()).filter(inside).collect()
    }
}

/// Column and row of the hexagon a point lies in, with corners up and down.
fn lattice(x: f64, y: f64) -> (i32, i32) {
    let (q, r) = ((x * 3.0_f64.sqrt() - y) / 3.0 / RADIUS, y * 2.0 / 3.0 / RADIUS);
    let s = -q - r;
    // Of the three directions the one that was rounded most is the one that follows from the other two.
    let (q0, r0, s0) = (q.round(), r.round(), s.round());
    let (dq, dr, ds) = ((q0 - q).abs(), (r0 - r).abs(), (s0 - s).abs());
    if dq > dr && dq > ds {
        ((-r0 - s0) as i32, r0 as i32)
    } else if dr > ds {
        (q0 as i32, (-q0 - s0) as i32)
    } else {
        (q0 as i32, r0 as i32)
    }
}

fn middle((q, r): (i32, i32)) -> (f64, f64) {
    let (q, r) = (f64::from(q), f64::from(r));
    (RADIUS * 3.0_f64.sqrt() * (q + r / 2.0), RADIUS * 1.5 * r)
}

/// Which of the five steps of the key a count stands on, from 0.
pub fn step(count: u32) -> usize {
    [2, 4, 9, 19].iter().filter(|from| count >= **from).count()
}

/// The hexagon nearest to `at`, within a thumb's width. `at` in pixels of the world.
pub fn hit(bins: &[Bin], at: (f64, f64)) -> Option<usize> {
    let distance = |bin: &Bin| (bin.middle.0 - at.0).hypot(bin.middle.1 - at.1);
    let near = (0..bins.len()).filter(|n| distance(&bins[*n]) <= 22.0);
    near.min_by(|a, b| distance(&bins[*a]).total_cmp(&distance(&bins[*b])))
}

/// Which way an arrow key points.
pub fn arrow(key: &str) -> Option<(f64, f64)> {
    match key {
        "ArrowRight" => Some((1.0, 0.0)),
        "ArrowLeft" => Some((-1.0, 0.0)),
        "ArrowDown" => Some((0.0, 1.0)),
        "ArrowUp" => Some((0.0, -1.0)),
        _ => None,
    }
}

/// The next hexagon in a direction, for arrow keys: the nearest of those that lie more that way than beside it.
pub fn toward(middles: &[(f64, f64)], from: usize, (dx, dy): (f64, f64)) -> Option<usize> {
    let at = *middles.get(from)?;
    let way = |middle: &(f64, f64)| {
        let (x, y) = (middle.0 - at.0, middle.1 - at.1);
        let (along, beside) = (x * dx + y * dy, (x * dy - y * dx).abs());
        (along > 1.0 && beside <= along).then_some(along + 2.0 * beside)
    };
    let ways = (0..middles.len()).filter_map(|n| way(&middles[n]).map(|way| (n, way)));
    ways.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(n, _)| n)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A thousand places over the country, made by counting.
    fn country() -> Comb {
        Comb::new(
            (0..1_000)
                .map(|n| (25.0 + f64::from(n * 37 % 240) / 10.0, -124.0 + f64::from(n * 91 % 570) / 10.0)),
        )
    }

    #[test]
    fn no_mark_is_lost_and_none_counts_twice_at_any_enlargement() {
        let mut comb = country();
        for zoom in [3.0, 4.25, 7.0, 12.0] {
            comb.enlarge(zoom);
            let bins = comb.bins(|_| true);
            assert_eq!(bins.iter().map(|bin| bin.count).sum::<u32>(), 1_000, "{zoom}");
            let mut members: Vec<usize> = bins.iter().flat_map(|bin| comb.members(bin, |_| true)).collect();
            members.sort_unstable();
            assert_eq!(members, (0..1_000).collect::<Vec<_>>(), "{zoom}");
        }
    }

    #[test]
    fn a_mark_lies_in_the_hexagon_whose_middle_is_nearest() {
        let comb = country();
        let scale = mercator::scale(comb.zoom());
        for (n, (x, y)) in comb.marks.iter().enumerate() {
            let (x, y) = (x * scale, y * scale);
            let mine = comb.middles[comb.cells[n] as usize];
            let own = (mine.0 - x).hypot(mine.1 - y);
            assert!(own <= RADIUS + 1e-6, "{own}");
            assert!(comb.middles.iter().all(|other| (other.0 - x).hypot(other.1 - y) >= own - 1e-6));
        }
    }

    #[test]
    fn what_is_not_shown_is_not_counted() {
        let comb = country();
        let even = comb.bins(|n| n % 2 == 0);
        assert_eq!(even.iter().map(|bin| bin.count).sum::<u32>(), 500);
        assert!(even.iter().all(|bin| bin.first % 2 == 0));
        assert_eq!(comb.bins(|_| false), []);
    }

    #[test]
    fn every_hexagon_is_reached_by_arrow_keys_and_by_a_thumb() {
        let comb = country();
        let bins = comb.bins(|_| true);
        let middles: Vec<_> = bins.iter().map(|bin| bin.middle).collect();
        let mut reached = vec![false; bins.len()];
        let mut next = vec![0];
        while let Some(n) = next.pop() {
            if !std::mem::replace(&mut reached[n], true) {
                let ways = [(1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)];
                next.extend(ways.into_iter().filter_map(|way| toward(&middles, n, way)));
            }
        }
        assert!(reached.iter().all(|reached| *reached), "{:?}", reached.iter().filter(|it| !**it).count());
        for (n, bin) in bins.iter().enumerate() {
            assert_eq!(hit(&bins, (bin.middle.0 + 5.0, bin.middle.1 - 5.0)), Some(n));
        }
    }

    #[test]
    fn the_steps_are_those_of_the_key() {
        assert_eq!([1, 2, 3, 4, 8, 9, 18, 19, 400].map(step), [0, 1, 1, 2, 2, 3, 3, 4, 4]);
    }
}
