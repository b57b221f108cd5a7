//! What every call passes before its handler: ours, small enough, in time; and what catches a handler that falls.

use std::any::Any;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::Method;
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use neighbors_domain::addresses::api;
use neighbors_domain::api::{ApiError, CUSTOM_HEADER, MAX_JSON_BYTES};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::timeout::RequestBodyTimeoutLayer;

use crate::{App, Error, headers, squeeze};

/// How long the server waits for others.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// A handler that takes longer is stuck; uploads take as long as their bytes keep arriving.
    pub answer: Duration,
    /// A sender that says nothing for this long is gone.
    pub silence: Duration,
}

impl Patience {
    pub const USUAL: Self = Self { answer: Duration::from_secs(30), silence: Duration::from_secs(30) };
}

/// Around all routes; the first named here is passed last.
pub fn around(router: Router<App>, app: &App, patience: Patience) -> Router<App> {
    let refused = |_| Error::from(ApiError::CrossSite).into_response();
    let own_pages = CsrfLayer::new();
    // A proxy may rewrite `Host`: then the public address is what a page's origin is compared with.
    let own_pages = own_pages.clone().add_trusted_origin(&app.settings.public_url).unwrap_or(own_pages);
    router
        .layer(DefaultBodyLimit::max(MAX_JSON_BYTES as usize))
        .layer(RequestBodyTimeoutLayer::new(patience.silence))
        .layer(from_fn_with_state(patience, in_time))
        .layer(from_fn(ours))
        .layer(from_fn(squeeze::public))
        .layer(own_pages.with_rejection_response(refused))
        .layer(CatchPanicLayer::custom(fell))
        .layer(from_fn(noted))
        .layer(from_fn_with_state(app.clone(), headers::add))
}

/// A page of another site can send a form here, but not with this header.
async fn ours(request: Request, next: Next) -> Response {
    let changes = ![Method::GET, Method::HEAD, Method::OPTIONS].contains(request.method());
    let (name, value) = CUSTOM_HEADER;
    let marked = request.headers().get(name).is_some_and(|mark| mark == value);
    if changes && !marked && request.uri().path().starts_with("/api/") {
        return Error::from(ApiError::CrossSite).into_response();
    }
    next.run(request).await
}

async fn in_time(State(patience): State<Patience>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let part = request.method() == Method::PATCH && path.starts_with(api::ARRIVING);
    if part || [api::UPLOADS, api::MEDIA].contains(&path) {
        return next.run(request).await;
    }
    match tokio::time::timeout(patience.answer, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Error::from(ApiError::Busy).into_response(),
    }
}

/// The route, never the address: an id in a log is somebody's.
async fn noted(request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let begun = Instant::now();
    let response = next.run(request).await;
    let (status, ms) = (response.status().as_u16(), begun.elapsed().as_millis());
    tracing::debug!(%method, route = route.as_ref().map_or("page", MatchedPath::as_str), status, ms);
    response
}

/// The panic's own words stay in the log of the program: they may quote what was sent.
fn fell(_: Box<dyn Any + Send>) -> Response {
    tracing::error!("a handler panicked");
    Error::from(ApiError::Internal).into_response()
}
