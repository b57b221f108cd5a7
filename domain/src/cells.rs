//! Places without coordinates: cells of the H3 grid, in the three sizes the house uses.
//!
//! Free circles give a home away after a few dozen questions; on a fixed grid no
//! number of questions gets below one cell. On the wire a cell is its 15 letters.

use std::fmt;
use std::str::FromStr;

use h3o::{CellIndex, Resolution};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum CellError {
    #[error("this is not the name of a cell")]
    NotACell,
    #[error("this cell has size {found}, and size {wanted} is needed here")]
    WrongSize { found: u8, wanted: u8 },
}

macro_rules! cell {
    ($(#[$doc:meta])* $name:ident, $resolution:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(CellIndex);

        impl $name {
            pub const RESOLUTION: Resolution = Resolution::$resolution;

            /// The cell around `index`, or the cell of this size that `index` lies in.
            pub fn around(index: CellIndex) -> Option<Self> {
                index.parent(Self::RESOLUTION).map(Self)
            }

            /// The cell of a point: for public places and for clicks on a map, never stored as a point.
            pub fn at(place: h3o::LatLng) -> Self {
                Self(place.to_cell(Self::RESOLUTION))
            }

            pub fn index(self) -> CellIndex {
                self.0
            }

            /// This cell and all within `rings` of it.
            pub fn disk(self, rings: u32) -> Vec<Self> {
                self.0.grid_disk_safe(rings).map(Self).collect()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}", self.0)
            }
        }

        /// The name only: a cell in a log could be somebody's home.
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(stringify!($name))
            }
        }

        impl FromStr for $name {
            type Err = CellError;

            fn from_str(text: &str) -> Result<Self, CellError> {
                let index = CellIndex::from_str(text).map_err(|_| CellError::NotACell)?;
                let (found, wanted) = (u8::from(index.resolution()), u8::from(Self::RESOLUTION));
                if found == wanted { Ok(Self(index)) } else { Err(CellError::WrongSize { found, wanted }) }
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = String::deserialize(from)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

cell! {
    /// About 0.1 km² (0.025 to 0.05 square miles): homes and the areas of assistance requests.
    Cell9, Nine
}
cell! {
    /// About 0.7 km²: the place of a post.
    Cell8, Eight
}
cell! {
    /// About 5 km²: feeds and home regions.
    Region7, Seven
}

impl Cell9 {
    pub fn cell8(self) -> Cell8 {
        Cell8(self.0.parent(Resolution::Eight).expect("a coarser cell always exists"))
    }

    pub fn region(self) -> Region7 {
        Region7(self.0.parent(Resolution::Seven).expect("a coarser cell always exists"))
    }

    /// How many steps apart, 0 for the same cell; `None` where it is more than `within`.
    /// Counted by walking the rings, so that pentagons and the antimeridian need no special case.
    pub fn steps_to(self, other: Self, within: u32) -> Option<u32> {
        (0..=within).find(|&rings| self.0.grid_disk_safe(rings).any(|cell| cell == other.0))
    }
}

impl Cell8 {
    pub fn region(self) -> Region7 {
        Region7(self.0.parent(Resolution::Seven).expect("a coarser cell always exists"))
    }
}

impl Region7 {
    /// The cells a home in this region can have: 49, or 41 in one of the twelve pentagons.
    pub fn homes(self) -> Vec<Cell9> {
        self.0.children(Resolution::Nine).map(Cell9).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_of_the_wrong_size_is_refused_with_both_sizes() {
        let capitol = Cell9::at(h3o::LatLng::new(39.7312, -104.9826).unwrap());
        let as_region = capitol.to_string().parse::<Region7>();
        assert_eq!(as_region, Err(CellError::WrongSize { found: 9, wanted: 7 }));
        assert_eq!("nonsense".parse::<Cell9>(), Err(CellError::NotACell));
    }

    #[test]
    fn a_region_holds_the_homes_whose_region_it_is() {
        let capitol = Cell9::at(h3o::LatLng::new(39.7312, -104.9826).unwrap());
        assert!(capitol.region().homes().contains(&capitol));
        assert_eq!(capitol.region().homes().len(), 49);
    }

    #[test]
    fn no_cell_is_ever_printed_for_a_log() {
        let capitol = Cell9::at(h3o::LatLng::new(39.7312, -104.9826).unwrap());
        assert_eq!(format!("{capitol:?}"), "Cell9");
    }
}
