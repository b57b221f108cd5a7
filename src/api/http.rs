//! One call over HTTP: sent with the header of our own pages, given up after ten seconds, told apart when it fails.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use gloo_net::http::{Method, Request, RequestBuilder, Response};
use leptos::prelude::{Owner, TimeoutHandle, on_cleanup, set_timeout_with_handle};
use neighbors_domain::api::{ApiError, CUSTOM_HEADER, IDEMPOTENCY_HEADER};
use send_wrapper::SendWrapper;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use web_sys::{AbortController, AbortSignal, RequestCredentials};

pub type Result<T> = std::result::Result<T, Error>;

/// Why a call brought nothing back.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Error {
    #[error("The server cannot be reached. Look whether you are online. Nothing you wrote is lost.")]
    Unreachable,
    #[error("The server did not answer in {} seconds. Nothing you wrote is lost.", PATIENCE.as_secs())]
    Slow,
    /// Something answered, but not our server, or another version of it.
    #[error(
        "The answer could not be understood (status {status}). Reload the page; nothing you wrote is lost."
    )]
    Strange { status: u16 },
    #[error("{0}")]
    Api(ApiError),
}

/// How long a person waits for an answer before we say that there is none.
const PATIENCE: Duration = Duration::from_secs(10);

/// Leaving the page takes the question back.
pub async fn get<T: DeserializeOwned>(address: &str) -> Result<T> {
    let limit = Limit::start();
    if Owner::current().is_some() {
        let abort = SendWrapper::new(limit.abort.clone());
        on_cleanup(move || {
            if let Some(abort) = abort.take() {
                abort.abort();
            }
        });
    }
    let request = Request::get(address).abort_signal(limit.signal().as_ref()).build();
    let response = limit.send(request).await?;
    // The limit covers reading the answer too: it is dropped only after.
    if response.ok() { read(response).await } else { Err(plain_error(response).await) }
}

/// Like [`get`], where the refusal is one of the rules' own: read in full, which only the portal needs.
pub async fn get_told<T: DeserializeOwned>(address: &str) -> Result<T> {
    let limit = Limit::start();
    let request = Request::get(address).abort_signal(limit.signal().as_ref()).build();
    let response = limit.send(request).await?;
    if response.ok() {
        return read(response).await;
    }
    let status = response.status();
    Err(response.json().await.map_or(Error::Strange { status }, Error::Api))
}

/// What changes something is never taken back by leaving: the server may have done it already.
pub async fn post<B: Serialize>(address: &str, body: &B) -> Result<()> {
    change(Method::POST, address, Some(body)).await.map(drop)
}

/// Like [`post`], where the answer matters.
pub async fn post_for<B: Serialize, T: DeserializeOwned>(address: &str, body: &B) -> Result<T> {
    read(change(Method::POST, address, Some(body)).await?).await
}

/// Like [`post_for`]; sent twice with the same key, it happens once.
pub async fn post_once<B: Serialize, T: DeserializeOwned>(address: &str, key: &str, body: &B) -> Result<T> {
    let header = Some((IDEMPOTENCY_HEADER, key));
    read(change_with(Method::POST, address, header, Some(body)).await?).await
}

pub async fn put<B: Serialize>(address: &str, body: &B) -> Result<()> {
    change(Method::PUT, address, Some(body)).await.map(drop)
}

pub async fn put_for<B: Serialize, T: DeserializeOwned>(address: &str, body: &B) -> Result<T> {
    read(change(Method::PUT, address, Some(body)).await?).await
}

/// A question that is asked like a visitor: the session stays at home.
pub async fn ask_unnamed<B: Serialize, T: DeserializeOwned>(address: &str, body: &B) -> Result<T> {
    let (header, value) = CUSTOM_HEADER;
    let limit = Limit::start();
    let request = RequestBuilder::new(address)
        .method(Method::POST)
        .header(header, value)
        .credentials(RequestCredentials::Omit)
        .abort_signal(limit.signal().as_ref())
        .json(body);
    let response = limit.send(request).await?;
    if response.ok() { read(response).await } else { Err(plain_error(response).await) }
}

async fn read<T: DeserializeOwned>(response: Response) -> Result<T> {
    let status = response.status();
    response.json().await.map_err(|_| Error::Strange { status })
}

pub async fn delete(address: &str) -> Result<()> {
    change::<()>(Method::DELETE, address, None).await.map(drop)
}

/// Like [`delete`], where the answer matters.
pub async fn delete_for<T: DeserializeOwned>(address: &str) -> Result<T> {
    read(change::<()>(Method::DELETE, address, None).await?).await
}

async fn change<B: Serialize>(method: Method, address: &str, body: Option<&B>) -> Result<Response> {
    change_with(method, address, None, body).await
}

async fn change_with<B: Serialize>(
    method: Method,
    address: &str,
    more: Option<(&str, &str)>,
    body: Option<&B>,
) -> Result<Response> {
    let (header, value) = CUSTOM_HEADER;
    let limit = Limit::start();
    let request = RequestBuilder::new(address)
        .method(method)
        .header(header, value)
        .abort_signal(limit.signal().as_ref());
    let request = match more {
        Some((header, value)) => request.header(header, value),
        None => request,
    };
    let request = match body {
        Some(body) => request.json(body),
        None => request.build(),
    };
    let response = limit.send(request).await?;
    if response.ok() {
        return Ok(response);
    }
    let status = response.status();
    Err(response.json().await.map_or(Error::Strange { status }, Error::Api))
}

/// What a call that only reads can be told. Rules of requests and shares are never among it, and
/// without their many forms the feed's program is a tenth smaller.
async fn plain_error(response: Response) -> Error {
    #[derive(Deserialize)]
    struct Plain {
        error: String,
        #[serde(default)]
        field: String,
        #[serde(default)]
        sentence: String,
        #[serde(default)]
        seconds: u64,
    }
    let status = response.status();
    let Ok(Plain { error, field, sentence, seconds }) = response.json().await else {
        return Error::Strange { status };
    };
    Error::Api(match error.as_str() {
        "not_found" => ApiError::NotFound,
        "sign_in_required" => ApiError::SignInRequired,
        "forbidden" => ApiError::Forbidden,
        "invalid" => ApiError::Invalid { field, sentence },
        "too_many" => ApiError::TooMany { seconds },
        "busy" => ApiError::Busy,
        "internal" => ApiError::Internal,
        _ => return Error::Strange { status },
    })
}

/// The clock of one call.
struct Limit {
    abort: Option<AbortController>,
    timer: Option<TimeoutHandle>,
    passed: Rc<Cell<bool>>,
}

impl Limit {
    fn start() -> Self {
        let abort = AbortController::new().ok();
        let passed = Rc::new(Cell::new(false));
        let timer = {
            let (abort, passed) = (abort.clone(), passed.clone());
            let stop = move || {
                passed.set(true);
                if let Some(abort) = &abort {
                    abort.abort();
                }
            };
            set_timeout_with_handle(stop, PATIENCE).ok()
        };
        Self { abort, timer, passed }
    }

    fn signal(&self) -> Option<AbortSignal> {
        self.abort.as_ref().map(AbortController::signal)
    }

    async fn send(&self, request: std::result::Result<Request, gloo_net::Error>) -> Result<Response> {
        let failed = |_| if self.passed.get() { Error::Slow } else { Error::Unreachable };
        request.map_err(|_| Error::Unreachable)?.send().await.map_err(failed)
    }
}

impl Drop for Limit {
    fn drop(&mut self) {
        if let Some(timer) = &self.timer {
            timer.clear();
        }
    }
}
