//! What imports of lines and outlines share: shapes by the address they are served at, and what became of each feature.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use neighbors_domain::cells::Region7;
use neighbors_domain::feed::KnownPlace;
use neighbors_domain::ground::{Shape, ShapeKind};
use sha2::{Digest, Sha256};

use super::features::{Feature, Geometry};
use super::problem::{ImportError, Problem, Wrong};
use super::report::{Entry, Report};
use crate::auth::Operator;
use crate::drawing::cut::{Frame, region_of, regions_along, regions_of};
use crate::drawing::pack::{self, Lines};
use crate::drawing::{Point, inside, mend, simple};
use crate::store::Store;
use crate::store::ground::{Key, known, replace};

/// What one file brings.
#[derive(Default)]
pub struct Parts {
    whole: BTreeMap<Key, Vec<Shape>>,
    regions: BTreeMap<Region7, (Vec<Shape>, Lines)>,
    /// Regions are met by many lines, and their borders take a while to work out.
    frames: HashMap<Region7, Rc<Frame>>,
}

impl Parts {
    /// Drawn all at once: closed rings, for filling and for the border.
    pub fn outline(&mut self, key: Key, kind: ShapeKind, name: Option<&str>, rings: &[Vec<Point>]) {
        let origin = key.origin();
        let lines = rings.iter().map(|ring| pack::ring(origin, ring)).collect();
        self.whole.entry(key).or_default().push(Shape { kind, name: name.map(str::to_owned), lines });
    }

    /// Lines into each region they pass through.
    pub fn lines(&mut self, kind: ShapeKind, name: Option<&str>, lines: &[Vec<Point>]) {
        let regions: BTreeSet<Region7> = lines.iter().flat_map(|line| regions_along(line)).collect();
        for region in regions {
            let frame = self.frame(region);
            let inside: Vec<_> = lines.iter().flat_map(|line| frame.line(line)).collect();
            if !inside.is_empty() {
                self.regions.entry(region).or_default().1.add(kind, name, inside);
            }
        }
    }

    /// A border into the regions it passes through, and its name into the one where it stands.
    pub fn border(&mut self, kind: ShapeKind, name: &str, rings: &[Vec<Point>]) {
        let closed: Vec<Vec<Point>> = rings.iter().map(|ring| [ring, &ring[..1]].concat()).collect();
        self.lines(kind, None, &closed);
        self.name(kind, name, rings);
    }

    /// Ground into each region it touches, and its name into the one where it stands.
    pub fn ground(&mut self, kind: ShapeKind, name: Option<&str>, rings: &[Vec<Point>]) {
        for region in regions_of(rings) {
            let frame = self.frame(region);
            let origin = frame.origin();
            let cut = rings.iter().filter_map(|ring| frame.ring(ring));
            let lines: Vec<Vec<i32>> = cut.map(|ring| pack::ring(origin, &ring)).collect();
            if !lines.is_empty() {
                self.regions.entry(region).or_default().0.push(Shape { kind, name: None, lines });
            }
        }
        if let Some(name) = name {
            self.name(kind, name, rings);
        }
    }

    fn name(&mut self, kind: ShapeKind, name: &str, rings: &[Vec<Point>]) {
        let Some((point, region)) = inside::well_inside(rings).and_then(|at| Some((at, region_of(at)?)))
        else {
            return;
        };
        let line = pack::line(self.frame(region).origin(), &[point]);
        let shape = Shape { kind, name: Some(name.to_owned()), lines: vec![line] };
        self.regions.entry(region).or_default().0.push(shape);
    }

    fn frame(&mut self, region: Region7) -> Rc<Frame> {
        self.frames.entry(region).or_insert_with(|| Rc::new(Frame::of(region))).clone()
    }

    fn by_key(self) -> BTreeMap<Key, Vec<Shape>> {
        let mut all = self.whole;
        for (region, (mut shapes, lines)) in self.regions {
            shapes.extend(lines.shapes(self.frames[&region].origin()));
            all.insert(Key::Region(region), shapes);
        }
        all
    }
}

/// One feature mended and simplified, or why not.
pub enum Made<T> {
    Some(T),
    /// Of a kind or size that has no place here, or nothing that can be drawn: refused alone. Published files hold
    /// such: in us-atlas, two towns of Virginia are lines without an inside.
    Nothing(String),
}

/// Rings of an outline, as they are drawn.
pub fn rings(
    feature: &Feature,
    what: &'static str,
    max_degrees: f64,
    tolerance: f64,
    report: &mut Report,
) -> Result<Made<Vec<Vec<Point>>>, Problem> {
    let wrong = |wrong: Wrong| Problem::in_feature(feature.number, "geometry", wrong);
    let found = match &feature.geometry {
        Geometry::Rings(rings) => rings,
        Geometry::Lines(_) => return Err(other(feature, "an outline", "a line")),
        Geometry::Other(found) => return Err(other(feature, "an outline", found)),
    };
    if mend::widest(found) > max_degrees * neighbors_domain::ground::PER_DEGREE {
        return Err(wrong(Wrong::TooWide { what, max_degrees }));
    }
    let mended = match mend::rings(found.iter().cloned()) {
        Ok(mended) => mended,
        Err(broken) => return Ok(Made::Nothing(broken.to_string())),
    };
    let mut said = Vec::new();
    if found.iter().any(|ring| ring.len() > 2 && ring.first() != ring.last()) {
        said.push("a ring was not closed");
    }
    if mended.untangled && !feature.simplified {
        said.push("it crossed itself, and was taken apart where it did");
    }
    if !said.is_empty() {
        report.corrected.push(Entry::new(feature.number, said.join("; ")));
    }
    let simple = if feature.simplified { mended.rings } else { simple::rings(mended.rings, tolerance) };
    if simple.is_empty() {
        return Ok(Made::Nothing(format!("this {what} is too small to be seen")));
    }
    Ok(Made::Some(simple))
}

pub fn other(feature: &Feature, wanted: &'static str, found: &str) -> Problem {
    let wrong = Wrong::OtherGeometry { wanted, found: found.to_owned() };
    Problem::in_feature(feature.number, "geometry", wrong)
}

/// A feature by what it draws: the same one in a later file is known again.
pub fn fingerprint(parts: &(impl std::fmt::Debug + ?Sized)) -> String {
    hex::encode(&Sha256::digest(format!("{parts:?}"))[..6])
}

/// A file gone through: what it brings, and what became of each feature.
pub struct Gathered {
    parts: Parts,
    /// Number and fingerprint.
    taken: Vec<(u64, String)>,
    report: Report,
}

/// Each feature by `one`, which says what it draws by a fingerprint; every problem at once, where there is any.
pub fn gather(
    features: &[Feature],
    mut one: impl FnMut(&Feature, &mut Parts, &mut Report) -> Result<Made<String>, Problem>,
) -> Result<Gathered, ImportError> {
    let mut report = Report { rows: features.len(), ..Report::default() };
    let (mut parts, mut taken, mut problems) = (Parts::default(), Vec::new(), Vec::new());
    for feature in features {
        match one(feature, &mut parts, &mut report) {
            Ok(Made::Some(drawn)) => taken.push((feature.number, drawn)),
            Ok(Made::Nothing(reason)) => report.refused.push(Entry::new(feature.number, reason)),
            Err(problem) => problems.push(problem),
        }
    }
    if !problems.is_empty() {
        return Err(problems.into());
    }
    Ok(Gathered { parts, taken, report })
}

impl Gathered {
    /// All of it or nothing, `places` one can type among it; a file that says what is known already changes nothing.
    pub async fn keep(
        self,
        store: &Store,
        operator: Operator,
        source: &str,
        places: &[KnownPlace],
    ) -> Result<Report, ImportError> {
        let Self { parts, taken, mut report } = self;
        let before = known(store, source).await?;
        let known: HashSet<&String> = before.iter().flatten().collect();
        for (number, fingerprint) in &taken {
            match (known.contains(fingerprint), before.is_some()) {
                (true, _) => report.unchanged.push(*number),
                (false, true) => report.changed.push(*number),
                (false, false) => report.taken.push(*number),
            }
        }
        let now: Vec<String> = taken.into_iter().map(|(_, fingerprint)| fingerprint).collect();
        if before.as_ref() != Some(&now) {
            replace(store, operator, source, &now, parts.by_key(), places).await?;
        }
        Ok(report)
    }
}
