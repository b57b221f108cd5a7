//! Who is asking. A handler that names one of these has asked for permission, and hands it on to the store.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use axum::http::request::Parts;
use neighbors_domain::api::ApiError;
use neighbors_domain::officers::{OfficerError, Role, Roles};
use rand::RngCore;
use sha2::{Digest, Sha256};

use crate::{App, Error, Settings, store};

/// Anyone, signed in or not.
#[derive(Debug, Clone)]
pub enum Asker {
    Visitor,
    Resident(Resident),
    Officer(Officer),
}

/// A signed-in resident.
#[derive(Debug, Clone)]
pub struct Resident {
    pub account: String,
}

/// A signed-in officer whose certificate is alive.
#[derive(Debug, Clone)]
pub struct Officer {
    pub id: String,
    pub account: String,
    pub agency: String,
    pub roles: Roles,
    pub administrator: bool,
    /// The agency's: until that ends, nothing is posted or asked in its name.
    pub suspended: bool,
}

/// Whoever runs the server. No call over the network makes one: they stand at its command line.
#[derive(Debug, Clone, Copy)]
pub struct Operator(());

impl Operator {
    /// For `main` and what it starts, and for tests that play the operator.
    pub fn at_the_command_line() -> Self {
        Self(())
    }
}

pub const COOKIE_PLAIN: &str = "neighbors-session";
pub const COOKIE_HTTPS: &str = "__Host-neighbors-session";

/// On https the `__Host-` name, and only that: no other site of the domain can plant one.
pub fn cookie_name(settings: &Settings) -> &'static str {
    if settings.https() { COOKIE_HTTPS } else { COOKIE_PLAIN }
}

/// 256 bits of chance, in hex.
pub fn new_token() -> String {
    let mut bytes = [0; 32];
    rand::rng().fill_bytes(&mut bytes);
    hex::encode(bytes)
}

/// The session token a request carries, if any.
pub fn token(parts: &Parts, settings: &Settings) -> Option<String> {
    token_in(&parts.headers, settings)
}

pub fn token_in(headers: &HeaderMap, settings: &Settings) -> Option<String> {
    let wanted = cookie_name(settings);
    let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies.flat_map(|line| line.split(';')).find_map(|cookie| {
        let (name, value) = cookie.trim().split_once('=')?;
        (name == wanted).then(|| value.to_owned())
    })
}

/// All the database ever sees of a token.
pub fn token_sha256(token: &str) -> String {
    hex::encode(Sha256::digest(token))
}

impl FromRequestParts<App> for Asker {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        match token(parts, &app.settings) {
            None => Ok(Self::Visitor),
            Some(token) => {
                Ok(store::sessions::asker(&app.store, &token_sha256(&token), app.clock.now()).await?)
            }
        }
    }
}

/// Anybody signed in: how they sign in is theirs to change, whoever they are.
#[derive(Debug, Clone)]
pub struct Person {
    pub account: String,
}

impl From<&Resident> for Person {
    fn from(resident: &Resident) -> Self {
        Self { account: resident.account.clone() }
    }
}

impl From<&Officer> for Person {
    fn from(officer: &Officer) -> Self {
        Self { account: officer.account.clone() }
    }
}

impl FromRequestParts<App> for Person {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        match Asker::from_request_parts(parts, app).await? {
            Asker::Resident(resident) => Ok(Self::from(&resident)),
            Asker::Officer(officer) => Ok(Self::from(&officer)),
            Asker::Visitor => Err(ApiError::SignInRequired.into()),
        }
    }
}

impl FromRequestParts<App> for Resident {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        match Asker::from_request_parts(parts, app).await? {
            Asker::Resident(resident) => Ok(resident),
            Asker::Officer(_) => Err(ApiError::Forbidden.into()),
            Asker::Visitor => Err(ApiError::SignInRequired.into()),
        }
    }
}

impl FromRequestParts<App> for Officer {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        match Asker::from_request_parts(parts, app).await? {
            Asker::Officer(officer) => Ok(officer),
            Asker::Resident(_) => Err(ApiError::Forbidden.into()),
            Asker::Visitor => Err(ApiError::SignInRequired.into()),
        }
    }
}

impl Officer {
    fn with(self, role: Role) -> Result<Self, Error> {
        if self.roles.has(role) { Ok(self) } else { Err(ApiError::Forbidden.into()) }
    }

    /// Nothing new comes from a suspended agency; what stands there can still be taken back.
    pub fn may_publish(&self) -> Result<(), OfficerError> {
        if self.suspended { Err(OfficerError::Suspended) } else { Ok(()) }
    }
}

/// An officer who may speak in the agency's name.
#[derive(Debug, Clone)]
pub struct Speaker(pub Officer);

impl FromRequestParts<App> for Speaker {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        Officer::from_request_parts(parts, app).await?.with(Role::Post).map(Self)
    }
}

/// An officer who may open what residents share.
#[derive(Debug, Clone)]
pub struct Receiver(pub Officer);

impl FromRequestParts<App> for Receiver {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        Officer::from_request_parts(parts, app).await?.with(Role::Receive).map(Self)
    }
}

/// An officer who may ask for assistance.
#[derive(Debug, Clone)]
pub struct Requester(pub Officer);

impl FromRequestParts<App> for Requester {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        Officer::from_request_parts(parts, app).await?.with(Role::Request).map(Self)
    }
}

/// An officer who may ask, or looks after what colleagues asked for. Which of the agency's requests they may act on is
/// decided with the request at hand (`store::assistance_requests::hands`).
#[derive(Debug, Clone)]
pub struct Asking(pub Officer);

impl FromRequestParts<App> for Asking {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let officer = Officer::from_request_parts(parts, app).await?;
        if officer.roles.has(Role::Supervise) {
            Ok(Self(officer))
        } else {
            officer.with(Role::Request).map(Self)
        }
    }
}

/// An officer who invites, changes and ends the officers of their agency, and states what it says of itself.
#[derive(Debug, Clone)]
pub struct AgencyAdmin(pub Officer);

impl FromRequestParts<App> for AgencyAdmin {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let officer = Officer::from_request_parts(parts, app).await?;
        if officer.administrator { Ok(Self(officer)) } else { Err(ApiError::Forbidden.into()) }
    }
}

/// A resident whom the operator named; decides under this number.
#[derive(Debug, Clone)]
pub struct Moderator {
    pub account: String,
    pub number: u32,
}

impl FromRequestParts<App> for Moderator {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let resident = Resident::from_request_parts(parts, app).await?;
        let number = store::moderators::number(&app.store, &resident).await?.ok_or(ApiError::Forbidden)?;
        Ok(Self { account: resident.account, number })
    }
}

/// A resident whom the operator named and whose training is complete; checks requests before they are published.
#[derive(Debug, Clone)]
pub struct Reviewer {
    pub account: String,
    pub number: u32,
}

impl FromRequestParts<App> for Reviewer {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let resident = Resident::from_request_parts(parts, app).await?;
        let number = store::reviewers::trained(&app.store, &resident, app.clock.now()).await?;
        Ok(Self { account: resident.account, number })
    }
}

/// Someone who may post and comment: a resident, or an officer with the badge and the role.
#[derive(Debug, Clone)]
pub enum Writer {
    Resident(Resident),
    Officer(Officer),
}

impl Writer {
    pub fn account(&self) -> &str {
        match self {
            Self::Resident(resident) => &resident.account,
            Self::Officer(officer) => &officer.account,
        }
    }

    pub fn may_publish(&self) -> Result<(), OfficerError> {
        self.officer().map_or(Ok(()), Officer::may_publish)
    }

    pub fn officer(&self) -> Option<&Officer> {
        match self {
            Self::Resident(_) => None,
            Self::Officer(officer) => Some(officer),
        }
    }
}

impl FromRequestParts<App> for Writer {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        match Asker::from_request_parts(parts, app).await? {
            Asker::Resident(resident) => Ok(Self::Resident(resident)),
            Asker::Officer(officer) => officer.with(Role::Post).map(Self::Officer),
            Asker::Visitor => Err(ApiError::SignInRequired.into()),
        }
    }
}

/// The network address a call comes from: what limits are kept by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peer(pub IpAddr);

impl FromRequestParts<App> for Peer {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let connected = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let mut peer = connected.map_or(Ipv4Addr::LOCALHOST.into(), |peer| peer.0.ip().to_canonical());
        // Each proxy adds whom it heard at the right; further left anyone can write anything.
        let forwarded = parts.headers.get_all("x-forwarded-for").iter();
        let lines: Vec<&str> = forwarded.filter_map(|line| line.to_str().ok()).collect();
        for heard in lines.iter().flat_map(|line| line.split(',')).rev() {
            let Ok(heard) = heard.trim().parse::<IpAddr>() else { break };
            if !app.settings.proxies.contains(&peer) {
                break;
            }
            peer = heard.to_canonical();
        }
        Ok(Self(peer))
    }
}
