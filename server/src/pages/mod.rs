//! Whatever is no call: pages at the app's addresses, files beside them, and "nothing here" in the asker's form.
//!
//! A page is the app's shell with the head, the plain words and the first data of its address in it. All of that
//! is public: nothing here ever looks at who is asking, so any cache may hand it on.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use neighbors_domain::addresses::pages;
use neighbors_domain::api::ApiError;
use neighbors_domain::language::Language;

use crate::assets::Page;
use crate::ready::Ready;
use crate::routes::feed;
use crate::{App, Error, Result};

mod about;
mod first;
mod head;
mod language;
mod markup;

use about::About;

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
    let name = match path {
        pages::FEED => "feed",
        path if pages::known_in_portal(path) => "portal",
        _ => "index",
    };
    let language = language::asked(&parts.headers);
    let made = match app.assets.page(name) {
        Some(shell) => made(app, parts, name, shell, language).await?,
        None if about::of(app, pages::find(path), language).await?.there => {
            return Ok((StatusCode::SERVICE_UNAVAILABLE, NOT_BUILT).into_response());
        }
        None => return Ok((StatusCode::NOT_FOUND, NOT_BUILT).into_response()),
    };
    Ok(made.answer(&parts.headers))
}

/// From what is kept, else from the database.
async fn made(app: &App, parts: &Parts, name: &str, shell: &Page, language: Language) -> Result<Arc<Ready>> {
    let path = parts.uri.path();
    let question = (path == pages::FEED).then(|| first::asked(parts.uri.query().unwrap_or_default()));
    let query = question.as_ref().map(feed::query).unwrap_or_default();
    let key = format!("{}{name}{path}?{query}", language.tag());
    let live = app.store.live();
    if let Some(ready) = app.kept.get(&key, live) {
        return Ok(ready);
    }
    let since = live.written();
    let (about, data) = match question {
        Some(question) => first::feed(app, &question, &query, language).await?,
        None => (about::of(app, pages::find(path), language).await?, String::new()),
    };
    let About { head, plain, there, shows } = about;
    let html = shell.filled(language.tag(), &head.html(language, &app.settings.public_url), &plain, &data);
    let ready = Ready::page(if there { StatusCode::OK } else { StatusCode::NOT_FOUND }, html);
    // Whoever asks for a thousand pages that are not there pushes nobody's page out.
    Ok(if there { app.kept.keep(key, since, shows, ready) } else { Arc::new(ready) })
}

/// `/api` and `/api/x`, but not `/apiary`.
fn lies_in(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// A route is there, and takes other methods.
pub async fn wrong_method() -> Error {
    ApiError::WrongMethod.into()
}
