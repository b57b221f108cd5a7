//! Shapes become the bytes that are sent: one JSON text in the three forms a browser may take.

use std::collections::BTreeMap;
use std::io::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use neighbors_domain::ground::{Ground, Shape, ShapeKind, steps};
use sha2::{Digest, Sha256};

use super::{Point, whole};

/// Below this, a compressed form saves no packet.
const WORTH_PACKING: usize = 900;
/// A twentieth larger than Brotli's best, in a tenth of its time: a demo packs thousands.
const QUALITY: u32 = 9;

/// A line as it travels.
pub fn line(origin: [i32; 2], points: &[Point]) -> Vec<i32> {
    steps(origin, points.iter().map(whole))
}

/// A ring without its closing point, closed.
pub fn ring(origin: [i32; 2], points: &[Point]) -> Vec<i32> {
    steps(origin, points.iter().chain(points.first()).map(whole))
}

/// Lines of one kind and name travel as one shape.
#[derive(Default)]
pub struct Lines(BTreeMap<(ShapeKind, Option<String>), Vec<Vec<Point>>>);

impl Lines {
    pub fn add(&mut self, kind: ShapeKind, name: Option<&str>, lines: impl IntoIterator<Item = Vec<Point>>) {
        let lines: Vec<_> = lines.into_iter().collect();
        if !lines.is_empty() {
            self.0.entry((kind, name.map(str::to_owned))).or_default().extend(lines);
        }
    }

    pub fn shapes(self, origin: [i32; 2]) -> Vec<Shape> {
        let shape = |((kind, name), lines): (_, Vec<Vec<Point>>)| {
            let lines = joined(lines);
            Shape { kind, name, lines: lines.iter().map(|points| line(origin, points)).collect() }
        };
        self.0.into_iter().map(shape).collect()
    }
}

/// Lines that begin where another ends become one: files cut streets at every crossing.
fn joined(mut lines: Vec<Vec<Point>>) -> Vec<Vec<Point>> {
    let mut done: Vec<Vec<Point>> = Vec::new();
    while let Some(mut line) = lines.pop() {
        loop {
            let (first, last) = (line[0], line[line.len() - 1]);
            let next = lines.iter().position(|other| {
                let ends = [other[0], other[other.len() - 1]];
                ends.contains(&first) || ends.contains(&last)
            });
            let Some(at) = next else { break };
            let mut other = lines.swap_remove(at);
            // Turned so that `other` goes on where `line` ends.
            if other[0] != last && other[other.len() - 1] != last {
                line.reverse();
            }
            if other[0] != line[line.len() - 1] {
                other.reverse();
            }
            line.extend(other.drain(1..));
        }
        done.push(line);
    }
    done.sort_by(|a, b| whole(&a[0]).cmp(&whole(&b[0])));
    done
}

/// What is sent, and the tag by which a browser asks whether it is still so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed {
    pub etag: String,
    pub plain: String,
    /// In base64, since both databases keep text alike; nothing where it would not be smaller.
    pub brotli: Option<String>,
    pub gzip: Option<String>,
}

/// In the order of drawing; the same shapes are the same bytes.
pub fn packed(origin: [i32; 2], mut shapes: Vec<Shape>) -> Packed {
    shapes.sort_by(|a, b| (a.kind, &a.name, &a.lines).cmp(&(b.kind, &b.name, &b.lines)));
    let plain = serde_json::to_string(&Ground { origin, shapes }).expect("whole numbers and text");
    let etag = hex::encode(&Sha256::digest(&plain)[..12]);
    let worth = plain.len() >= WORTH_PACKING;
    Packed {
        brotli: worth.then(|| STANDARD.encode(brotli(plain.as_bytes(), QUALITY))),
        gzip: worth.then(|| STANDARD.encode(gzip(plain.as_bytes()))),
        etag,
        plain,
    }
}

pub fn brotli(bytes: &[u8], quality: u32) -> Vec<u8> {
    let mut packer = brotli::CompressorWriter::new(Vec::new(), 16 * 1024, quality, 22);
    packer.write_all(bytes).expect("memory takes every byte");
    packer.into_inner()
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(bytes).expect("memory takes every byte");
    packer.finish().expect("memory takes every byte")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(xs: &[i32]) -> Vec<Point> {
        xs.iter().map(|x| Point { x: f64::from(*x), y: 0.0 }).collect()
    }

    #[test]
    fn pieces_of_a_street_become_one_line_whichever_way_they_were_drawn() {
        let street = joined(vec![
            points(&[3, 2]),
            points(&[0, 1]),
            points(&[3, 4, 5]),
            points(&[1, 2]),
            points(&[8, 9]),
        ]);
        let mut lengths: Vec<usize> = street.iter().map(Vec::len).collect();
        lengths.sort_unstable();
        assert_eq!(lengths, [2, 6], "{street:?}");
    }

    #[test]
    fn the_same_shapes_are_the_same_bytes_and_small_ones_are_not_packed() {
        let shape = |kind, name: &str| Shape { kind, name: Some(name.into()), lines: vec![vec![1, 2, 3, 4]] };
        let (street, park) = (shape(ShapeKind::Street, "A"), shape(ShapeKind::Park, "B"));
        let one = packed([0, 0], vec![street.clone(), park.clone()]);
        assert_eq!(one, packed([0, 0], vec![park, street]));
        assert!(one.brotli.is_none() && one.plain.find("\"p\"") < one.plain.find("\"r\""), "{}", one.plain);
        let many = (0..100).map(|n| shape(ShapeKind::Street, &format!("Street {n}"))).collect();
        let many = packed([0, 0], many);
        assert!(many.brotli.is_some_and(|text| text.len() < many.plain.len() / 4) && many.gzip.is_some());
    }
}
