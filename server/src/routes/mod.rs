//! One file per noun: take apart, check, store, answer.

pub mod accounts;
pub mod agencies;
pub mod assistance_requests;
pub mod comments;
pub mod feed;
pub mod ground;
pub mod health;
pub mod home;
pub mod leaving;
pub mod live;
pub mod me;
pub mod media;
pub mod open_data;
pub mod places;
pub mod portal;
pub mod posts;
pub mod recovery;
pub mod security;
pub mod session;
pub mod shares;
pub mod test_clock;
pub mod uploads;
