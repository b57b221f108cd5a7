//! A whole server on a fresh database, with a stopped clock, called over its router.

// Each test file uses another part of it.
#![allow(dead_code)]

pub mod cedar;
pub mod crawler;
pub mod post;
pub mod world;

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use chrono::{DateTime, Utc};
use http_body_util::BodyExt;
use neighbors_domain::account::SignIn;
use neighbors_domain::addresses::api;
use neighbors_domain::api::{ApiError, CUSTOM_HEADER};
use neighbors_server::assets::Assets;
use neighbors_server::auth::Resident;
use neighbors_server::clock::Clock;
use neighbors_server::password::{self, Cost};
use neighbors_server::secrets::Secrets;
use neighbors_server::store::accounts::{self, NewAccount};
use neighbors_server::store::{self, Store};
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
        Self { router: app(state.clone()), app: state, cookie: None, _data: Arc::new(data) }
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
        let body = json(&SignIn { email: email.into(), password: password.into() });
        let (status, headers, _) = self.raw("POST", api::SESSION, "application/json", body).await;
        assert_eq!(status, StatusCode::OK, "signing in");
        let cookie =
            headers[header::SET_COOKIE].to_str().expect("plain").split(';').next().map(str::to_owned);
        Self { router: self.router.clone(), app: self.app.clone(), cookie, _data: self._data.clone() }
    }

    /// The same server, seen from a browser where nobody is signed in.
    pub fn signed_out(&self) -> Self {
        Self { router: self.router.clone(), app: self.app.clone(), cookie: None, _data: self._data.clone() }
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
        body: Body,
    ) -> (StatusCode, HeaderMap, Vec<u8>) {
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

fn json(body: &impl Serialize) -> Body {
    Body::from(serde_json::to_vec(body).expect("JSON"))
}

/// A SQLite file (`:memory:` hides locking), or a schema of its own in `TEST_DATABASE_URL`.
pub async fn fresh_store(folder: &std::path::Path) -> Store {
    match std::env::var("TEST_DATABASE_URL") {
        Err(_) => store::open(&format!("sqlite://{}/neighbors.db?mode=rwc", folder.display())).await,
        Ok(url) => {
            let schema = format!("test_{}", uuid::Uuid::new_v4().simple());
            sqlx::any::install_default_drivers();
            let admin = sqlx::AnyPool::connect(&url).await.expect("TEST_DATABASE_URL answers");
            sqlx::query(&format!("create schema {schema}")).execute(&admin).await.expect("a schema");
            admin.close().await;
            let mark = if url.contains('?') { '&' } else { '?' };
            store::open(&format!("{url}{mark}options=-c%20search_path%3D{schema}")).await
        }
    }
    .expect("a fresh database")
}
