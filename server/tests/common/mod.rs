//! A whole server on a fresh database, with a stopped clock, called over its router.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use chrono::{DateTime, Utc};
use http_body_util::BodyExt;
use neighbors_domain::api::CUSTOM_HEADER;
use neighbors_server::clock::Clock;
use neighbors_server::files::Files;
use neighbors_server::secrets::Secrets;
use neighbors_server::store::{self, Store};
use neighbors_server::{App, Settings, app};
use serde::{Serialize, de::DeserializeOwned};
use tower::ServiceExt;

/// 2026-10-21, 18:30 in Denver: when most tests play.
pub const NOW: &str = "2026-10-22T00:30:00Z";

pub fn now() -> DateTime<Utc> {
    NOW.parse().expect("a time")
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
        let data = tempfile::tempdir().expect("a folder");
        let store = fresh_store(data.path()).await;
        let settings = Settings { data: data.path().to_owned(), public_url: "http://localhost:8080".into() };
        let state = App {
            store,
            files: Files::new(data.path()),
            clock: Clock::stopped_at(now()),
            secrets: Arc::new(Secrets::random()),
            settings: Arc::new(settings),
        };
        Self { router: app(state.clone()), app: state, cookie: None, _data: Arc::new(data) }
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
