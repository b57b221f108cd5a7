//! Maps one can move: real ground, and the honeycomb over it. The only room that knows Leaflet and the canvas.
//!
//! Used directly by the app and the portal. The feed's page keeps this room out of its own program: it loads
//! `src/bin/map.rs`, built from the same files, when a map is to be shown, and speaks to it by [`messages`].

mod activity;
pub mod agencies;
mod area;
mod canvas;
mod card;
pub mod client;
mod clusters;
mod fetch;
mod ground;
pub mod honeycomb;
pub mod leaflet;
mod mercator;
pub mod messages;
mod palette;
pub mod position;
pub mod program;
mod served;
pub mod view;

pub use area::AreaMap;
pub use card::CardMap;
pub use served::ServedMap;
