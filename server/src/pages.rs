//! Whatever is no call: pages at the app's addresses, files beside them, and "nothing here" in the asker's form.

use axum::body::Body;
use axum::extract::State;
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use neighbors_domain::addresses::pages;
use neighbors_domain::api::ApiError;

use crate::{App, Error, Result, store};

const NOT_BUILT: &str = "The browser app is not built into this program.\n
To build it in: run script/build-web, then build the server again. script/server does both.
Without it the server still answers calls and open data, such as /data/agencies.csv.\n";

pub async fn fallback(State(app): State<App>, parts: Parts) -> Result<Response> {
    let answer = find(&app, &parts).await?;
    Ok(if parts.method == Method::HEAD { answer.map(|_| Body::empty()) } else { answer })
}

async fn find(app: &App, parts: &Parts) -> Result<Response> {
    let path = parts.uri.path();
    let file = app.assets.file(path);
    let page = pages::known(path) || pages::known_in_portal(path);
    if ![Method::GET, Method::HEAD].contains(&parts.method) {
        let there = page || file.is_some();
        return Err(if there { ApiError::WrongMethod } else { ApiError::NotFound }.into());
    }
    if let Some(file) = file {
        return Ok(file.answer(StatusCode::OK, &parts.headers));
    }
    if ["/api", "/data", "/assets", "/test"].iter().any(|part| lies_in(path, part)) {
        return Err(ApiError::NotFound.into());
    }
    let there = page && store::pages::is_there(&app.store, path).await?;
    let status = if there { StatusCode::OK } else { StatusCode::NOT_FOUND };
    let name = match path {
        pages::FEED => "feed",
        path if pages::known_in_portal(path) => "portal",
        _ => "index",
    };
    Ok(match app.assets.page(name) {
        Some(page) => page.answer(status, &parts.headers),
        None if there => (StatusCode::SERVICE_UNAVAILABLE, NOT_BUILT).into_response(),
        None => (status, NOT_BUILT).into_response(),
    })
}

/// `/api` and `/api/x`, but not `/apiary`.
fn lies_in(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// A route is there, and takes other methods.
pub async fn wrong_method() -> Error {
    ApiError::WrongMethod.into()
}
