//! The API on one page: read [`app`] first.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{delete, get, post, put};
use neighbors_domain::addresses::{self, api, data, ground};

pub mod assets;
pub mod auth;
pub mod check;
pub mod chores;
pub mod cli;
pub mod clock;
pub mod common_passwords;
pub mod config;
pub mod demo;
pub mod drawing;
pub mod error;
pub mod files;
pub mod guard;
pub mod headers;
pub mod ids;
pub mod import;
pub mod limits;
pub mod live;
pub mod mail;
pub mod media;
pub mod open_data;
pub mod password;
pub mod ready;
pub mod sealed;
pub mod secrets;
pub mod seen;
pub mod squeeze;
pub mod store;
pub mod streams;
pub mod sweep;
pub mod text;

mod pages;
mod routes;

pub use error::{Error, Result};

/// What every handler may need; cheap to clone.
#[derive(Clone)]
pub struct App {
    pub store: store::Store,
    pub files: files::Files,
    /// Photos and videos of posts.
    pub media: files::Files,
    pub bench: media::Bench,
    /// Handed in, so that a test can stop it.
    pub clock: clock::Clock,
    pub secrets: Arc<secrets::Secrets>,
    pub settings: Arc<Settings>,
    pub limits: Arc<limits::Limits>,
    pub mail: mail::PostOffice,
    pub assets: Arc<assets::Assets>,
    /// Public files, made once per change.
    pub ready: Arc<open_data::Ready>,
    /// Pages and feeds, for as long as nothing in them changes.
    pub kept: Arc<ready::Kept>,
    pub streams: streams::Streams,
}

impl App {
    pub fn new(
        store: store::Store,
        clock: clock::Clock,
        secrets: secrets::Secrets,
        settings: Settings,
    ) -> Self {
        let limits = limits::Limits::new(clock.clone());
        Self {
            store,
            files: files::Files::new(&settings.data),
            mail: mail::PostOffice::new(&settings.data, &settings.public_url),
            media: files::Files::of_posts(&settings.data),
            bench: media::Bench::default(),
            clock,
            secrets: Arc::new(secrets),
            settings: Arc::new(settings),
            limits: Arc::new(limits),
            assets: Arc::new(assets::Assets::embedded()),
            ready: Arc::default(),
            kept: Arc::default(),
            streams: streams::Streams::default(),
        }
    }
}

/// What the operator decided.
#[derive(Debug, Clone)]
pub struct Settings {
    pub data: std::path::PathBuf,
    /// Scheme, host and port people reach it at: cookies are `Secure` when it is https.
    pub public_url: String,
    /// Machines in front of this one whose `X-Forwarded-For` is believed.
    pub proxies: Vec<std::net::IpAddr>,
}

impl Settings {
    pub fn https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

pub fn app(app: App) -> Router {
    let routes = Router::new()
        .route(addresses::HEALTH, get(routes::health::show))
        .route(api::SESSION, post(routes::session::sign_in).delete(routes::session::sign_out))
        .route(api::ME, get(routes::me::show))
        .route(api::SWITCHES, put(routes::me::set_switches))
        .route(api::HOME, put(routes::home::choose))
        .route(api::CONFIRM_HOME, post(routes::home::confirm))
        .route(api::ACCOUNTS, post(routes::accounts::join))
        .route(api::ACCOUNTS_CONFIRM, post(routes::accounts::confirm))
        .route(api::RECOVERY, post(routes::recovery::ask))
        .route(api::RECOVERY_CONFIRM, post(routes::recovery::confirm))
        .route(api::EMAIL_CONFIRM, post(routes::security::confirm_email))
        .route(api::MY_PASSWORD, put(routes::security::change_password))
        .route(api::MY_EMAIL, post(routes::security::change_email))
        .route(api::MY_RECOVERY, delete(routes::recovery::stop))
        .route(api::MY_SESSION, delete(routes::security::end_session))
        .route(api::MY_EXPORT, get(routes::leaving::export))
        .route(api::MY_DELETION, post(routes::leaving::leave))
        // Last of them: whoever asks is signed out.
        .route(
            api::MY_SESSIONS,
            get(routes::security::sessions).delete(routes::security::sign_out_everywhere),
        )
        .route(api::FEED, get(routes::feed::list))
        .route(api::ACTIVITY, get(routes::feed::activity))
        .route(api::LIVE, get(routes::live::listen))
        .route(api::POSTS, post(routes::posts::create))
        .route(api::POST, get(routes::posts::show).delete(routes::posts::remove))
        .route(api::COMMENTS, post(routes::comments::create))
        .route(api::PLACES, get(routes::places::find))
        .route(api::AGENCIES, get(routes::agencies::list))
        .route(api::AGENCY_MAP, get(routes::agencies::map))
        .route(api::AGENCY, get(routes::agencies::show))
        .route(api::ASSISTANCE_REQUEST, get(routes::assistance_requests::show))
        .route(api::MEDIA, post(routes::media::create).layer(DefaultBodyLimit::disable()))
        .route(addresses::MEDIA, get(routes::media::show))
        .route(api::UPLOADS, post(routes::uploads::create).layer(DefaultBodyLimit::disable()))
        .route(api::SHARE_WITH, post(routes::shares::create))
        .route(api::SHARES, get(routes::shares::list))
        .route(api::SHARE, get(routes::shares::show).delete(routes::shares::withdraw))
        .route(api::PORTAL_KEY, get(routes::portal::key))
        .route(api::PORTAL_INBOX, get(routes::portal::inbox))
        .route(api::PORTAL_SHARE, get(routes::portal::show))
        .route(api::PORTAL_FILE, get(routes::portal::file))
        .route(api::PORTAL_DOWNLOADED, post(routes::portal::downloaded))
        .route(data::AGENCIES_CSV, get(routes::open_data::agencies_csv))
        .route(data::AGENCIES_JSON, get(routes::open_data::agencies_json))
        .route(data::AGENCIES_GEOJSON, get(routes::open_data::agencies_geojson))
        .route(data::AGENCY_FILE, get(routes::open_data::of_agency))
        .route(ground::REGION, get(routes::ground::region))
        .route(ground::STATES, get(routes::ground::states))
        .route(ground::COUNTIES, get(routes::ground::counties))
        .route(ground::AGENCY, get(routes::ground::agency))
        .method_not_allowed_fallback(pages::wrong_method)
        .fallback(pages::fallback);
    let routes = match app.clock.stopped() {
        Some(_) => routes.route(addresses::TEST_CLOCK, post(routes::test_clock::set)),
        None => routes,
    };
    guard::around(routes, &app, guard::Patience::USUAL).with_state(app)
}
