//! Files over HTTP: as long as they take, with progress, and given up only when nothing moves any more.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::{TimeoutHandle, set_timeout_with_handle};
use neighbors_domain::api::{ApiError, CUSTOM_HEADER};
use neighbors_domain::media::OFFSET_HEADER;
use serde::de::DeserializeOwned;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, EventTarget, ProgressEvent, XmlHttpRequest, XmlHttpRequestResponseType};

use super::{Error, Result};

/// A connection over which nothing came or went for so long is dead.
const STILL: Duration = Duration::from_secs(30);

pub async fn upload<T: DeserializeOwned>(
    address: &str,
    file: &Blob,
    progress: impl Fn(u64) + 'static,
) -> Result<T> {
    send("POST", address, &[], file, progress).await
}

/// The bytes of a file from `offset` on.
pub async fn part<T: DeserializeOwned>(
    address: &str,
    offset: u64,
    part: &Blob,
    progress: impl Fn(u64) + 'static,
) -> Result<T> {
    send("PATCH", address, &[(OFFSET_HEADER, &offset.to_string())], part, progress).await
}

async fn send<T: DeserializeOwned>(
    method: &str,
    address: &str,
    headers: &[(&str, &str)],
    file: &Blob,
    progress: impl Fn(u64) + 'static,
) -> Result<T> {
    let call = XmlHttpRequest::new().map_err(|_| Error::Unreachable)?;
    let prepare = || {
        call.open(method, address)?;
        call.set_request_header("content-type", "application/octet-stream")?;
        for (name, value) in headers {
            call.set_request_header(name, value)?;
        }
        call.set_request_header(CUSTOM_HEADER.0, CUSTOM_HEADER.1)
    };
    prepare().map_err(|_| Error::Unreachable)?;
    let moving: EventTarget = call.upload().map_err(|_| Error::Unreachable)?.into();
    let status = finish(&call, moving, Some(file), progress).await?;
    let text = call.response_text().ok().flatten().unwrap_or_default();
    if (200..300).contains(&status) {
        return serde_json::from_str(&text).map_err(|_| Error::Strange { status });
    }
    Err(refused(status, &text))
}

pub async fn download(address: &str, progress: impl Fn(u64) + 'static) -> Result<Blob> {
    let call = XmlHttpRequest::new().map_err(|_| Error::Unreachable)?;
    call.open("GET", address).map_err(|_| Error::Unreachable)?;
    call.set_response_type(XmlHttpRequestResponseType::Blob);
    let moving: EventTarget = call.clone().into();
    let status = finish(&call, moving, None, progress).await?;
    let body = call.response().ok().and_then(|body| body.dyn_into::<Blob>().ok());
    let body = body.ok_or(Error::Strange { status })?;
    if (200..300).contains(&status) {
        return Ok(body);
    }
    let text = JsFuture::from(body.text()).await.ok().and_then(|text| text.as_string()).unwrap_or_default();
    Err(refused(status, &text))
}

fn refused(status: u16, text: &str) -> Error {
    serde_json::from_str::<ApiError>(text).map_or(Error::Strange { status }, Error::Api)
}

/// Sends, and waits for the end. The status, once there is one.
async fn finish(
    call: &XmlHttpRequest,
    moving: EventTarget,
    body: Option<&Blob>,
    progress: impl Fn(u64) + 'static,
) -> Result<u16> {
    let patience = Rc::new(Patience::new(call));
    let heard = {
        let patience = patience.clone();
        Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| {
            patience.start();
            progress(event.loaded() as u64);
        })
    };
    let add = moving.add_event_listener_with_callback("progress", heard.as_ref().unchecked_ref());
    add.map_err(|_| Error::Unreachable)?;

    let mut resolve = None;
    let ended = js_sys::Promise::new(&mut |yes, _| resolve = Some(yes));
    // `loadend` comes after success, failure and abort alike.
    call.set_onloadend(resolve.as_ref());
    patience.start();
    call.send_with_opt_blob(body).map_err(|_| Error::Unreachable)?;
    let _: std::result::Result<JsValue, _> = JsFuture::from(ended).await;
    let gave_up = patience.stop();
    match call.status().unwrap_or(0) {
        0 if gave_up => Err(Error::Slow),
        0 => Err(Error::Unreachable),
        status => Ok(status),
    }
}

/// Ends a call when nothing has moved for [`STILL`].
struct Patience {
    call: XmlHttpRequest,
    timer: RefCell<Option<TimeoutHandle>>,
    passed: Rc<std::cell::Cell<bool>>,
}

impl Patience {
    fn new(call: &XmlHttpRequest) -> Self {
        Self { call: call.clone(), timer: RefCell::default(), passed: Rc::default() }
    }

    fn start(&self) {
        self.clear();
        let (call, passed) = (self.call.clone(), self.passed.clone());
        let give_up = move || {
            passed.set(true);
            let _ = call.abort();
        };
        *self.timer.borrow_mut() = set_timeout_with_handle(give_up, STILL).ok();
    }

    fn clear(&self) {
        if let Some(timer) = self.timer.borrow_mut().take() {
            timer.clear();
        }
    }

    /// Whether it had to end the call.
    fn stop(&self) -> bool {
        self.clear();
        self.passed.get()
    }
}

/// A call nobody waits for any more is taken back.
impl Drop for Patience {
    fn drop(&mut self) {
        self.clear();
        if self.call.ready_state() != XmlHttpRequest::DONE {
            let _ = self.call.abort();
        }
    }
}
