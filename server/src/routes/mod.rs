//! One file per noun: take apart, check, store, answer.

pub mod agencies;
pub mod assistance_requests;
pub mod comments;
pub mod feed;
pub mod health;
pub mod home;
pub mod me;
pub mod places;
pub mod posts;
pub mod session;
pub mod test_clock;
