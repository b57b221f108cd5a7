//! Parts that pages share: values in, callbacks out. None of them calls the server.

mod arrival;
mod author;
mod badge;
mod blank;
mod comb;
mod field;
mod icon;
mod loaded;

pub use arrival::{Arrival, Heading};
pub use author::{CellNumber, Paragraphs, Thread, neighbor};
pub use badge::{AgencyBadge, AgencyName, Badge};
pub use blank::{Art, Blank};
pub use comb::{AreaMap, comb_path};
pub use field::{Field, FieldError, described_by};
pub use icon::{Icon, sprite};
pub use loaded::{Bones, Failed, Loaded, Shape};
