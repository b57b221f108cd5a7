//! The rules of the house, and the words both sides use to talk about them.
//!
//! No clock, no chance, no network, no database: whatever a rule needs comes in
//! as an argument. That is why the browser can preview exactly what the server
//! will enforce.

pub mod account;
pub mod addresses;
pub mod admission;
pub mod agency;
pub mod agency_map;
pub mod announcement;
pub mod api;
pub mod area;
pub mod assistance_request;
pub mod case_number;
pub mod cells;
pub mod checked;
pub mod comment;
pub mod consent;
pub mod feed;
pub mod figures;
pub mod folded;
pub mod ground;
pub mod home;
pub mod incident;
pub mod instant;
pub mod joining;
pub mod language;
pub mod leaving;
pub mod live;
pub mod local_time;
pub mod media;
pub mod moderation;
pub mod notices;
pub mod officers;
pub mod one_house;
pub mod passkey;
pub mod password;
pub mod post;
pub mod record;
pub mod recording;
pub mod review;
pub mod rules;
pub mod share;
pub mod spoken;
pub mod us_states;
pub mod window;
pub mod wording;

pub use checked::Checked;
