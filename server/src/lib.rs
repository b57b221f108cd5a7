//! The API on one page: read [`app`] first.

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};
use neighbors_domain::addresses::{self, api};

pub mod auth;
pub mod clock;
pub mod error;
pub mod files;
pub mod ids;
pub mod secrets;
pub mod store;
pub mod text;

mod routes;

pub use error::{Error, Result};

/// What every handler may need; cheap to clone.
#[derive(Clone)]
pub struct App {
    pub store: store::Store,
    pub files: files::Files,
    /// Handed in, so that a test can stop it.
    pub clock: clock::Clock,
    pub secrets: Arc<secrets::Secrets>,
    pub settings: Arc<Settings>,
}

/// What the operator decided.
#[derive(Debug, Clone)]
pub struct Settings {
    pub data: std::path::PathBuf,
    /// Scheme, host and port people reach it at: cookies are `Secure` when it is https.
    pub public_url: String,
}

pub fn app(app: App) -> Router {
    Router::new()
        .route(addresses::HEALTH, get(routes::health::show))
        .route(api::FEED, get(routes::feed::list))
        .route(api::POSTS, post(routes::posts::create))
        .route(api::POST, get(routes::posts::show))
        .route(api::COMMENTS, post(routes::comments::create))
        .route(api::ASSISTANCE_REQUEST, get(routes::assistance_requests::show))
        .with_state(app)
}
