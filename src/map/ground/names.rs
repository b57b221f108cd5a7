//! Where the names of streets and neighborhoods go: along their line, upright, and only where there is room.

/// Pixels on the drawing.
pub type At = (f64, f64);

/// Joins pieces of one street that continue each other, so that a name finds room across crossings.
pub fn join(mut pieces: Vec<Vec<At>>) -> Vec<Vec<At>> {
    let mut lines = Vec::new();
    while let Some(mut line) = pieces.pop() {
        while let Some(n) = pieces.iter().position(|piece| continues(&line, piece)) {
            let mut next = pieces.swap_remove(n);
            let (first, last) = (line[0], line[line.len() - 1]);
            if near(next[next.len() - 1], last) || near(next[next.len() - 1], first) {
                next.reverse();
            }
            // Now `next` begins at one of the two ends.
            if !near(next[0], last) {
                line.reverse();
            }
            line.extend(next.into_iter().skip(1));
        }
        lines.push(line);
    }
    lines
}

fn near(a: At, b: At) -> bool {
    (a.0 - b.0).abs() < 0.5 && (a.1 - b.1).abs() < 0.5
}

fn continues(line: &[At], piece: &[At]) -> bool {
    let ends = [line[0], line[line.len() - 1]];
    [piece[0], piece[piece.len() - 1]].into_iter().any(|end| ends.into_iter().any(|other| near(end, other)))
}

/// A name at its place: its middle, and how far it is turned, in radians between a quarter left and a quarter right.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spot {
    pub at: At,
    pub turned: f64,
}

/// Straight enough stretches of `line` for a text of `width`, one in about `every` pixels, the middle of each first.
pub fn along(line: &[At], width: f64, every: f64) -> Vec<Spot> {
    let walk = Walk::new(line);
    if walk.length() < width {
        return Vec::new();
    }
    let stretches = (walk.length() / every).round().max(1.0);
    let stretch = walk.length() / stretches;
    let spots = (0..stretches as usize).filter_map(|n| {
        let middle = (n as f64 + 0.5) * stretch;
        let steps = ((stretch - width).max(0.0) / 2.0 / STEP) as i32;
        let around = (0..=steps).flat_map(|step| [f64::from(step) * STEP, -f64::from(step) * STEP]);
        around.into_iter().find_map(|shift| spot(&walk, middle + shift, width))
    });
    spots.collect()
}

/// How finely a straight stretch is looked for.
const STEP: f64 = 12.0;

fn spot(walk: &Walk<'_>, middle: f64, width: f64) -> Option<Spot> {
    let (from, to) = (middle - width / 2.0, middle + width / 2.0);
    if from < 0.0 || to > walk.length() {
        return None;
    }
    let (a, b) = (walk.at(from), walk.at(to));
    let bent = (1..4).map(|n| from + width * f64::from(n) / 4.0).any(|along| off(walk.at(along), a, b) > 2.5);
    if bent {
        return None;
    }
    let mut turned = (b.1 - a.1).atan2(b.0 - a.0);
    // Read from left to right; straight up and down is read upwards.
    if turned >= std::f64::consts::FRAC_PI_2 - 1e-6 {
        turned -= std::f64::consts::PI;
    } else if turned < -std::f64::consts::FRAC_PI_2 - 1e-6 {
        turned += std::f64::consts::PI;
    }
    Some(Spot { at: ((a.0 + b.0) / 2.0, (a.1 + b.1) / 2.0), turned })
}

/// How far a point lies beside the straight line from `a` to `b`.
fn off(at: At, a: At, b: At) -> f64 {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    ((at.0 - a.0) * dy - (at.1 - a.1) * dx).abs() / dx.hypot(dy).max(1e-9)
}

/// A line by the distance walked along it.
struct Walk<'a> {
    line: &'a [At],
    /// From the beginning to each point.
    walked: Vec<f64>,
}

impl<'a> Walk<'a> {
    fn new(line: &'a [At]) -> Self {
        let mut walked = vec![0.0];
        for pair in line.windows(2) {
            let step = (pair[1].0 - pair[0].0).hypot(pair[1].1 - pair[0].1);
            walked.push(walked[walked.len() - 1] + step);
        }
        Self { line, walked }
    }

    fn length(&self) -> f64 {
        self.walked[self.walked.len() - 1]
    }

    fn at(&self, distance: f64) -> At {
        let n = self.walked.partition_point(|walked| *walked < distance).clamp(1, self.line.len() - 1);
        let ((a, b), (from, to)) = ((self.line[n - 1], self.line[n]), (self.walked[n - 1], self.walked[n]));
        let share = if to > from { (distance - from) / (to - from) } else { 0.0 };
        (a.0 + (b.0 - a.0) * share, a.1 + (b.1 - a.1) * share)
    }
}

/// What is written already: a text is a row of circles, which turns as easily as it overlaps.
#[derive(Default)]
pub struct Taken {
    circles: Vec<(At, f64)>,
    names: Vec<(String, At)>,
}

impl Taken {
    /// Takes the room for a text, unless something is there, or the same name is written nearer than `apart`.
    pub fn take(&mut self, name: &str, spot: Spot, width: f64, height: f64, apart: f64) -> bool {
        let twice = |(known, at): &(String, At)| known == name && distance(*at, spot.at) < apart;
        if self.names.iter().any(twice) {
            return false;
        }
        let radius = height * 0.6;
        let count = (width / height).ceil().max(1.0);
        let (cos, sin) = (spot.turned.cos(), spot.turned.sin());
        let row: Vec<(At, f64)> = (0..=count as usize)
            .map(|n| {
                let along = width * (n as f64 / count - 0.5);
                ((spot.at.0 + along * cos, spot.at.1 + along * sin), radius)
            })
            .collect();
        let touches = |(at, radius): &(At, f64)| {
            self.circles.iter().any(|(other, theirs)| distance(*at, *other) < radius + theirs)
        };
        if row.iter().any(touches) {
            return false;
        }
        self.circles.extend(row);
        self.names.push((name.to_owned(), spot.at));
        true
    }
}

fn distance(a: At, b: At) -> f64 {
    (a.0 - b.0).hypot(a.1 - b.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FLAT: Spot = Spot { at: (100.0, 100.0), turned: 0.0 };

    #[test]
    fn blocks_of_a_street_become_one_line_whichever_way_each_was_drawn() {
        let pieces = vec![
            vec![(200.0, 0.0), (100.0, 0.0)],
            vec![(0.0, 0.0), (100.0, 0.0)],
            vec![(200.0, 0.0), (300.0, 5.0)],
        ];
        let lines = join(pieces);
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].len(), 4);
        let xs: Vec<f64> = lines[0].iter().map(|at| at.0).collect();
        assert!(xs.is_sorted() || xs.iter().rev().is_sorted(), "{xs:?}");
    }

    #[test]
    fn a_name_stands_in_the_middle_of_a_straight_street() {
        let spots = along(&[(0.0, 10.0), (400.0, 10.0)], 80.0, 450.0);
        assert_eq!(spots, [Spot { at: (200.0, 10.0), turned: 0.0 }]);
    }

    #[test]
    fn no_name_stands_on_its_head() {
        for n in 0..32 {
            let turned = f64::from(n) * std::f64::consts::TAU / 32.0;
            let line = [(0.0, 0.0), (300.0 * turned.cos(), 300.0 * turned.sin())];
            let spot = along(&line, 100.0, 450.0)[0];
            assert!(spot.turned.abs() <= std::f64::consts::FRAC_PI_2 + 1e-5, "{turned}: {}", spot.turned);
        }
    }

    #[test]
    fn a_bend_or_a_short_street_bears_no_name() {
        assert_eq!(along(&[(0.0, 0.0), (40.0, 0.0)], 80.0, 450.0), []);
        let corner = [(0.0, 0.0), (50.0, 0.0), (50.0, 50.0)];
        assert_eq!(along(&corner, 80.0, 450.0), []);
        // Beside the bend there is room.
        let long = [(0.0, 0.0), (200.0, 0.0), (200.0, 50.0)];
        assert_eq!(along(&long, 80.0, 450.0).len(), 1);
    }

    #[test]
    fn names_never_overlap_and_none_is_written_twice_in_one_place() {
        let mut taken = Taken::default();
        assert!(taken.take("Colfax Avenue", FLAT, 90.0, 12.0, 250.0));
        let across = Spot { at: (120.0, 110.0), turned: -1.5 };
        assert!(!taken.take("Broadway", across, 60.0, 12.0, 250.0));
        let below = Spot { at: (100.0, 140.0), turned: 0.0 };
        assert!(!taken.take("Colfax Avenue", below, 90.0, 12.0, 250.0));
        assert!(taken.take("14th Avenue", below, 90.0, 12.0, 250.0));
    }
}
