//! The API on one page: read [`app`] first.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{delete, get, post, put};
use neighbors_domain::addresses::{self, api, data, ground, record as record_at};

mod archive;
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
pub mod passkeys;
pub mod password;
pub mod ready;
pub mod record;
pub mod sealed;
pub mod secrets;
pub mod seen;
pub mod squeeze;
pub mod store;
pub mod streams;
pub mod sweep;
pub mod text;
pub mod totp;
pub mod words;

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
    /// `None` inside where the server is reached by a number.
    pub passkeys: Arc<Option<passkeys::RelyingParty>>,
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
            store: store.keeping_record(secrets.record_key()),
            files: files::Files::new(&settings.data),
            mail: mail::PostOffice::new(&settings.data, &settings.public_url),
            passkeys: Arc::new(passkeys::RelyingParty::at(&settings.public_url)),
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
        .route(api::SESSION_PASSKEY_BEGIN, post(routes::passkeys::begin_sign_in))
        .route(api::SESSION_PASSKEY, post(routes::passkeys::sign_in))
        .route(api::ME, get(routes::me::show))
        .route(api::SWITCHES, put(routes::me::set_switches))
        .route(api::HOME, put(routes::home::choose))
        .route(api::CONFIRM_HOME, post(routes::home::confirm))
        .route(api::ACCOUNTS, post(routes::accounts::join))
        .route(api::ACCOUNTS_CONFIRM, post(routes::accounts::confirm))
        .route(api::ACCOUNTS_PASSKEY_BEGIN, post(routes::passkeys::begin_joining))
        .route(api::ACCOUNTS_PASSKEY, post(routes::passkeys::join))
        .route(api::RECOVERY, post(routes::recovery::ask))
        .route(api::RECOVERY_CONFIRM, post(routes::recovery::confirm))
        .route(api::EMAIL_CONFIRM, post(routes::security::confirm_email))
        .route(api::MY_PASSWORD, put(routes::security::change_password))
        .route(api::MY_EMAIL, post(routes::security::change_email))
        .route(api::MY_RECOVERY, delete(routes::recovery::stop))
        .route(api::MY_SESSION, delete(routes::security::end_session))
        .route(api::MY_PASSKEYS, get(routes::passkeys::list).post(routes::passkeys::add))
        .route(api::MY_PASSKEYS_BEGIN, post(routes::passkeys::begin_adding))
        .route(api::MY_PASSKEY, put(routes::passkeys::rename).delete(routes::passkeys::remove))
        .route(api::MY_PROOF_BEGIN, post(routes::passkeys::begin_proof))
        .route(api::MY_PROOF, post(routes::passkeys::prove))
        .route(api::THREAD_NEWS, post(routes::notices::news))
        .route(api::MY_THREADS, get(routes::notices::my_threads))
        .route(api::MY_MAIL, get(routes::notices::wishes).put(routes::notices::set_wishes))
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
        .route(api::COMMENTS, get(routes::comments::list).post(routes::comments::create))
        .route(api::MY_COMMENTS, get(routes::comments::mine))
        .route(api::COMMENT, put(routes::comments::change).delete(routes::comments::remove))
        .route(api::COMMENT_UNDO, post(routes::comments::take_back))
        .route(api::FLAGS, post(routes::moderation::flag))
        .route(api::MODERATION, get(routes::moderation::queue))
        .route(api::MODERATION_ITEM, post(routes::moderation::decide))
        .route(api::MODERATION_LOG, get(routes::moderation::log))
        .route(api::MY_MODERATION, get(routes::moderation::mine))
        .route(api::APPEAL, post(routes::moderation::appeal))
        .route(api::PLACES, get(routes::places::find))
        .route(api::READERS, get(routes::places::readers))
        .route(api::AGENCIES, get(routes::agencies::list))
        .route(api::AGENCY_MAP, get(routes::agencies::map))
        .route(api::AGENCY, get(routes::agencies::show))
        .route(api::ASSISTANCE_REQUEST, get(routes::assistance_requests::show))
        .route(api::VERSIONS, get(routes::assistance_requests::versions))
        .route(api::MEDIA, post(routes::media::create).layer(DefaultBodyLimit::disable()))
        .route(api::ARRIVING, post(routes::arriving::announce))
        .route(
            api::ARRIVING_ONE,
            get(routes::arriving::show)
                .patch(routes::arriving::part)
                .delete(routes::arriving::cancel)
                .layer(DefaultBodyLimit::disable()),
        )
        .route(addresses::MEDIA, get(routes::media::show))
        .route(api::UPLOADS, post(routes::uploads::create).layer(DefaultBodyLimit::disable()))
        .route(api::SHARE_WITH, post(routes::shares::create))
        .route(api::SHARES, get(routes::shares::list))
        .route(api::SHARE, get(routes::shares::show).delete(routes::shares::withdraw))
        .route(api::CHAIN, get(routes::record::chain))
        .route(api::RECORD_PROOF, get(routes::record::proof))
        .route(api::RECORD_GROWTH, get(routes::record::growth))
        .route(record_at::CHECKPOINT, get(routes::record::checkpoint))
        .route(record_at::KEY, get(routes::record::key))
        .route(record_at::TILE, get(routes::record::tile))
        .route(record_at::ENTRY, get(routes::record::entry))
        .route(api::PORTAL_ME, get(routes::officers::me))
        .route(api::PORTAL_JOIN_LOOK, post(routes::officers::look))
        .route(api::PORTAL_JOIN, post(routes::officers::enrol))
        .route(api::PORTAL_JOIN_PASSKEY_BEGIN, post(routes::officers::begin_enrolling))
        .route(api::PORTAL_AUTHENTICATOR, put(routes::officers::change_authenticator))
        .route(api::PORTAL_OFFICERS, get(routes::officers::list))
        .route(api::PORTAL_OFFICERS_CONFIRM, post(routes::officers::confirm))
        .route(api::PORTAL_OFFICER, put(routes::officers::change).delete(routes::officers::end))
        .route(api::PORTAL_CERTIFICATE, put(routes::officers::certify))
        .route(api::PORTAL_KEYS, get(routes::officers::keys).post(routes::officers::make_keys))
        .route(api::PORTAL_INVITATIONS, post(routes::officers::invite))
        .route(api::PORTAL_INVITATION, delete(routes::officers::take_back))
        .route(api::PORTAL_AGENCY, get(routes::officers::statement).put(routes::officers::state))
        .route(api::PORTAL_FEED, get(routes::announcements::feed))
        .route(api::PORTAL_JURISDICTION, get(routes::announcements::jurisdiction))
        .route(api::PORTAL_ANNOUNCEMENTS, post(routes::announcements::create))
        .route(api::PORTAL_KEY, get(routes::portal::key))
        .route(api::PORTAL_INBOX, get(routes::portal::inbox))
        .route(api::PORTAL_SHARE, get(routes::portal::show))
        .route(api::PORTAL_FILE, get(routes::portal::file))
        .route(api::PORTAL_DOWNLOADED, post(routes::portal::downloaded))
        .route(api::PORTAL_REQUESTS, get(routes::asking::work).post(routes::asking::submit))
        .route(api::PORTAL_HISTORY, get(routes::asking::history))
        .route(api::PORTAL_HOLDERS, get(routes::asking::holders))
        .route(api::PORTAL_HAND_ON, get(routes::asking::keys_to_hand_on).post(routes::asking::hand_keys_on))
        .route(api::PORTAL_RECOVER_BEGIN, post(routes::asking::open_with_sheet))
        .route(api::PORTAL_RECOVER, get(routes::asking::keys_to_recover).post(routes::asking::recover_keys))
        .route(
            api::PORTAL_DRAFT,
            get(routes::asking::draft).put(routes::asking::save).delete(routes::asking::discard),
        )
        .route(api::PORTAL_AMENDMENTS, post(routes::asking::amend))
        .route(api::PORTAL_RESOLVE, post(routes::asking::resolve))
        .route(api::PORTAL_VOID, post(routes::asking::void))
        .route(api::PORTAL_OUTCOME, put(routes::asking::outcome))
        .route(api::REVIEW, get(routes::review::queue))
        .route(api::REVIEW_AGE, get(routes::review::age))
        .route(api::REVIEW_CASE, get(routes::review::show).post(routes::review::decide))
        .route(api::REVIEW_HAND_ON, post(routes::review::hand_on))
        .route(data::AGENCIES_CSV, get(routes::open_data::agencies_csv))
        .route(data::AGENCIES_JSON, get(routes::open_data::agencies_json))
        .route(data::AGENCIES_GEOJSON, get(routes::open_data::agencies_geojson))
        .route(data::MODERATION_LOG_CSV, get(routes::moderation::log_csv))
        .route(data::MODERATION_LOG_JSON, get(routes::moderation::log_json))
        .route(data::AGENCY_FILE, get(routes::open_data::of_agency))
        .route(data::REQUEST_FILE, get(routes::open_data::of_request))
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
