//! Parts that pages share: values in, callbacks out. Only the form of a thread, the same on two pages, calls the server.

mod arrival;
mod ask;
mod author;
mod badge;
mod blank;
pub mod comb;
mod comments;
mod field;
mod icon;
mod item;
mod loaded;
pub mod media;
mod more;
pub mod plot;
mod record;

pub use arrival::{Arrival, Heading};
pub use ask::AskCard;
pub use author::{CellNumber, Paragraphs, Thread, neighbor};
pub use badge::{AgencyBadge, AgencyName, Badge};
pub use blank::{Art, Blank};
pub use comb::{AreaMap, comb_path};
pub use comments::Comments;
pub use field::{Field, FieldError, described_by};
pub use icon::{Icon, sprite};
pub use item::{ItemCard, item_id};
pub use loaded::{Bones, Failed, Loaded, Shape};
pub use more::MoreButton;
pub use record::RecordCard;
