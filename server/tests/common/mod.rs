//! A whole server on a fresh database, with a stopped clock, called over its router.

// Each test file uses another part of it.
#![allow(dead_code)]

pub mod cedar;
pub mod crawler;
pub mod desk;
pub mod device;
pub mod export;
pub mod hand;
pub mod keeper;
pub mod moderation;
pub mod post;
pub mod public_record;
pub mod seeds;
pub mod world;

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use chrono::{DateTime, TimeDelta, Utc};
use http_body_util::BodyExt;
use neighbors_domain::account::SignIn;
use neighbors_domain::addresses::api;
use neighbors_domain::api::{ApiError, CUSTOM_HEADER, IDEMPOTENCY_HEADER};
use neighbors_server::assets::Assets;
use neighbors_server::auth::{Officer, Resident};
use neighbors_server::clock::Clock;
use neighbors_server::password::{self, Cost};
use neighbors_server::secrets::Secrets;
use neighbors_server::store::accounts::{self, NewAccount};
use neighbors_server::store::{self, Store, officers};
use neighbors_server::totp::Codes;
use neighbors_server::{App, Settings, app};
use serde::{Serialize, de::DeserializeOwned};
use tower::ServiceExt;

/// 2026-10-21, 18:30 in Denver: when most tests play.
pub const NOW: &str = "2026-10-22T00:30:00Z";

/// Of every account the tests make.
pub const PASSWORD: &str = "a long walk by the river";

pub fn now() -> DateTime<Utc> {
    NOW.parse().expect("a time")
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("plain"))
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("text")
    }

    pub fn error(&self) -> ApiError {
        assert_eq!(self.header("content-type"), "application/json");
        serde_json::from_slice(&self.body).expect("a typed error")
    }
}

pub struct TestServer {
    pub router: Router,
    pub app: App,
    pub cookie: Option<String>,
    /// Of whoever is signed in.
    pub email: Option<String>,
    // Kept so that the folder lives as long as the server.
    _data: Arc<tempfile::TempDir>,
}

impl TestServer {
    pub async fn new() -> Self {
        Self::at("http://localhost:8080").await
    }

    /// Reached at another address than usual.
    pub async fn at(public_url: &str) -> Self {
        let data = tempfile::tempdir().expect("a folder");
        let store = fresh_store(data.path()).await;
        Self::with(store, data, public_url)
    }

    /// On a database that another server may be on, too.
    pub async fn on(database: &str) -> Self {
        let store = store::open(database).await.expect("a database");
        Self::with(store, tempfile::tempdir().expect("a folder"), "http://localhost:8080")
    }

    fn with(store: Store, data: tempfile::TempDir, public_url: &str) -> Self {
        let settings =
            Settings { data: data.path().to_owned(), public_url: public_url.into(), proxies: Vec::new() };
        let state = App::new(store, Clock::stopped_at(now()), Secrets::random(), settings);
        Self { router: app(state.clone()), app: state, cookie: None, email: None, _data: Arc::new(data) }
    }

    /// A new resident, without a home; [`Self::signed_in`] signs in.
    pub async fn resident(&self, email: &str) -> Resident {
        let account =
            NewAccount { email: email.into(), password_hash: password::hash(PASSWORD, Cost::Quick) };
        accounts::add(self.store(), &account, self.app.clock.now()).await.expect("an account")
    }

    /// The same server, seen from a browser where this account is signed in.
    pub async fn signed_in(&self, email: &str) -> Self {
        self.signed_in_with(email, PASSWORD).await
    }

    pub async fn signed_in_with(&self, email: &str, password: &str) -> Self {
        self.signed_in_by_code(email, password, &codes_of(email)).await
    }

    /// Of an officer whose authenticator is another than that of the tests.
    pub async fn signed_in_by_code(&self, email: &str, password: &str, codes: &Codes) -> Self {
        // In a browser of its own: in the same one, it would end the session that is there.
        let browser = self.signed_out();
        let (mut status, mut headers) = browser.sign_in(email, password, None).await;
        // An officer: the clock stands still, and each code works once, the later ones after the earlier.
        for seconds in [-30, 0, 30] {
            if status != StatusCode::UNAUTHORIZED {
                break;
            }
            let code = codes.at(self.app.clock.now() + TimeDelta::seconds(seconds));
            (status, headers) = browser.sign_in(email, password, Some(code)).await;
        }
        assert_eq!(status, StatusCode::OK, "signing in");
        let cookie =
            headers[header::SET_COOKIE].to_str().expect("plain").split(';').next().map(str::to_owned);
        Self {
            router: self.router.clone(),
            app: self.app.clone(),
            cookie,
            email: Some(email.to_owned()),
            _data: self._data.clone(),
        }
    }

    pub async fn sign_in(
        &self,
        email: &str,
        password: &str,
        code: Option<String>,
    ) -> (StatusCode, HeaderMap) {
        let body = json(&SignIn { email: email.into(), password: password.into(), code });
        let (status, headers, _) = self.raw("POST", api::SESSION, "application/json", body).await;
        (status, headers)
    }

    /// The same server, seen from a browser where nobody is signed in.
    pub fn signed_out(&self) -> Self {
        Self {
            router: self.router.clone(),
            app: self.app.clone(),
            cookie: None,
            email: None,
            _data: self._data.clone(),
        }
    }

    /// The same server with another browser app inside.
    pub fn with_assets(mut self, files: &[(&str, &'static [u8])]) -> Self {
        let files = files.iter().map(|(name, bytes)| ((*name).to_owned(), Bytes::from_static(bytes)));
        self.app.assets = Arc::new(Assets::new(files));
        self.router = app(self.app.clone());
        self
    }

    /// Any call at all, with the headers given and no others.
    pub async fn call(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Body) -> Answer {
        let request = Request::builder().method(method).uri(path);
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        let response =
            self.router.clone().oneshot(request.body(body).expect("a request")).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.expect("a body").to_bytes().to_vec();
        Answer { status: parts.status, headers: parts.headers, body: bytes }
    }

    /// As a browser sends what it may have to send again: under a key of its own.
    pub async fn once(&self, path: &str, key: &str, body: &impl Serialize) -> Answer {
        let cookie = self.cookie.clone().unwrap_or_default();
        let headers = [
            CUSTOM_HEADER,
            ("cookie", cookie.as_str()),
            ("content-type", "application/json"),
            (IDEMPOTENCY_HEADER, key),
        ];
        let body = serde_json::to_vec(body).expect("JSON").into();
        let body = hand::sign(self, "POST", path, body).await;
        self.call("POST", path, &headers, Body::from(body)).await
    }

    /// Another server that knows all this one knows, secrets and clock included, and from here on goes its own way.
    pub async fn twin(&self) -> Self {
        let data = tempfile::tempdir().expect("a folder");
        let store = match std::env::var("TEST_DATABASE_URL") {
            Ok(_) => {
                let store = fresh_store(data.path()).await;
                copy_schema(self.store(), &store).await.expect("a copy");
                store
            }
            Err(_) => {
                let file = data.path().join("neighbors.db");
                let copied = format!("vacuum into '{}'", file.display());
                sqlx::query(&copied).execute(&**self.store()).await.expect("a copy");
                store::open(&format!("sqlite://{}", file.display())).await.expect("the copy")
            }
        };
        copy_folder(&self.app.settings.data.join("shares"), &data.path().join("shares"));
        let mut twin = Self::with(store, data, &self.app.settings.public_url);
        twin.app.secrets = self.app.secrets.clone();
        twin.app.store = twin.app.store.keeping_record(self.app.secrets.record_key());
        twin.router = app(twin.app.clone());
        twin
    }

    /// This server, seen from the browser somebody is signed in with.
    pub fn seen_by(&self, browser: &Self) -> Self {
        Self { cookie: browser.cookie.clone(), email: browser.email.clone(), ..self.signed_out() }
    }

    pub fn store(&self) -> &Store {
        &self.app.store
    }

    pub async fn get<T: DeserializeOwned>(&self, path: &str) -> (StatusCode, T) {
        self.send("GET", path, Body::empty()).await
    }

    pub async fn post<T: DeserializeOwned>(&self, path: &str, body: &impl Serialize) -> (StatusCode, T) {
        self.send("POST", path, json(body)).await
    }

    pub async fn put<T: DeserializeOwned>(&self, path: &str, body: &impl Serialize) -> (StatusCode, T) {
        self.send("PUT", path, json(body)).await
    }

    pub async fn send<T: DeserializeOwned>(&self, method: &str, path: &str, body: Body) -> (StatusCode, T) {
        let (status, _, bytes) = self.raw(method, path, "application/json", body).await;
        let read = serde_json::from_slice(&bytes);
        (
            status,
            read.unwrap_or_else(|cause| {
                panic!("{method} {path}: {status}, {cause}: {}", String::from_utf8_lossy(&bytes))
            }),
        )
    }

    /// Status, headers and bytes as they come.
    pub async fn raw(
        &self,
        method: &str,
        path: &str,
        content_type: &str,
        mut body: Body,
    ) -> (StatusCode, HeaderMap, Vec<u8>) {
        if content_type == "application/json" && self.email.is_some() {
            let bytes = body.collect().await.expect("a body").to_bytes();
            body = Body::from(hand::sign(self, method, path, bytes).await);
        }
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::CONTENT_TYPE, content_type)
            .header(CUSTOM_HEADER.0, CUSTOM_HEADER.1)
            .header(header::HOST, "localhost:8080");
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        let response =
            self.router.clone().oneshot(request.body(body).expect("a request")).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.expect("a body").to_bytes().to_vec();
        (parts.status, parts.headers, bytes)
    }
}

/// Status and bytes of a call with a body as JSON.
pub async fn send(
    browser: &TestServer,
    method: &str,
    path: &str,
    body: &impl Serialize,
) -> (StatusCode, Vec<u8>) {
    let body = Body::from(serde_json::to_vec(body).expect("JSON"));
    let (status, _, bytes) = browser.raw(method, path, "application/json", body).await;
    (status, bytes)
}

/// A resident who is a reviewer and passed so many of the six modules; signed in.
#[allow(dead_code)]
pub async fn reviewer(server: &TestServer, email: &str, modules: usize) -> TestServer {
    use neighbors_domain::review::{Done, Module};
    use neighbors_server::auth::Operator;
    use neighbors_server::store::reviewers;

    server.resident(email).await;
    let operator = Operator::at_the_command_line;
    reviewers::add(server.store(), operator(), email, now()).await.expect("a reviewer");
    for (n, module) in Module::ALL.into_iter().take(modules).enumerate() {
        let on = (now() - TimeDelta::days(90 - 9 * n as i64)).date_naive();
        let done = Done { module, on, assessor: "A. Assessor".into() };
        reviewers::record(server.store(), operator(), email, &done).await.expect("recorded");
    }
    server.signed_in(email).await
}

/// The authenticator of every officer the tests make.
pub fn totp_secret(email: &str) -> String {
    let mut secret =
        email.bytes().map(|byte| b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[usize::from(byte % 32)] as char);
    let mut text: String = secret.by_ref().take(32).collect();
    text.extend(std::iter::repeat_n('A', 32 - text.len()));
    text
}

pub fn codes_of(email: &str) -> Codes {
    Codes::new(&totp_secret(email)).expect("a secret")
}

/// Enrols the authenticator, as the officer did when joining.
pub async fn enrol_codes(server: &TestServer, officer: &Officer, email: &str) {
    let sealed = server.app.secrets.seal(&totp_secret(email));
    let mut connection = server.store().acquire().await.expect("a connection");
    officers::code::enrol(&mut connection, officer, &sealed, None).await.expect("enrolled");
}

/// Every row of one schema into the same tables of another, which the same migrations made.
async fn copy_schema(from: &Store, to: &Store) -> sqlx::Result<()> {
    let name = "select cast(current_schema() as text)";
    let from: String = sqlx::query_scalar(name).fetch_one(&**from).await?;
    let tables = "select cast(tablename as text) from pg_tables
                  where schemaname = current_schema() and tablename <> '_sqlx_migrations'";
    let tables: Vec<String> = sqlx::query_scalar(tables).fetch_all(&**to).await?;
    let mut tx = to.begin().await?;
    // What refers to what held there and holds here: so the order is all one.
    sqlx::query("set local session_replication_role = replica").execute(&mut *tx).await?;
    for table in tables {
        sqlx::query(&format!("delete from {table}")).execute(&mut *tx).await?;
        let rows = format!("insert into {table} select * from {from}.{table}");
        sqlx::query(&rows).execute(&mut *tx).await?;
    }
    tx.commit().await
}

fn copy_folder(from: &std::path::Path, to: &std::path::Path) {
    let Ok(entries) = std::fs::read_dir(from) else { return };
    std::fs::create_dir_all(to).expect("a folder");
    for entry in entries.map(|entry| entry.expect("an entry")) {
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy_folder(&from, &to);
        } else {
            std::fs::copy(from, to).expect("copied");
        }
    }
}

fn json(body: &impl Serialize) -> Body {
    Body::from(serde_json::to_vec(body).expect("JSON"))
}

pub async fn fresh_store(folder: &std::path::Path) -> Store {
    store::open(&fresh_database(folder).await).await.expect("a fresh database")
}

/// A SQLite file (`:memory:` hides locking), or a schema of its own in `TEST_DATABASE_URL`.
pub async fn fresh_database(folder: &std::path::Path) -> String {
    match std::env::var("TEST_DATABASE_URL") {
        Err(_) => format!("sqlite://{}/neighbors.db?mode=rwc", folder.display()),
        Ok(url) => {
            let schema = format!("test_{}", uuid::Uuid::new_v4().simple());
            sqlx::any::install_default_drivers();
            let admin = sqlx::AnyPool::connect(&url).await.expect("TEST_DATABASE_URL answers");
            sqlx::query(&format!("create schema {schema}")).execute(&admin).await.expect("a schema");
            admin.close().await;
            let mark = if url.contains('?') { '&' } else { '?' };
            format!("{url}{mark}options=-c%20search_path%3D{schema}")
        }
    }
}
