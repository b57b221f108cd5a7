//! On their way: the files, part by part from where the server says each is. What has arrived stays arrived.

use std::time::Duration;

use leptos::prelude::*;
use neighbors_domain::api::ApiError;
use neighbors_domain::media::{Announced, Arriving, Received};
use wasm_bindgen_futures::JsFuture;

use super::{Chosen, Files};
use crate::api::{self, Error};
use crate::words;

/// Sent at once: small enough that little is sent twice, large enough that little is asked.
const PART: u64 = 4 << 20;
/// How long to wait before each new try, once a connection was lost.
const PAUSES: [u64; 5] = [1, 2, 4, 8, 15];

/// How far all files are, in bytes; and whether the connection was lost and is tried again.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Progress {
    pub done: u64,
    pub total: u64,
    pub lost: bool,
}

/// Each file once; those that have come already are not sent again.
pub async fn upload(files: Files, progress: RwSignal<Progress>) -> api::Result<()> {
    let chosen = files.chosen.get_untracked();
    let total = chosen.iter().map(Chosen::bytes).sum();
    progress.set(Progress { total, ..Progress::default() });
    let mut before = 0;
    for file in &chosen {
        let received = match file.received.clone() {
            Some(received) => received,
            None => send_file(files, file, before, progress).await?,
        };
        files.update(file.id, |file| file.received = Some(received.clone()));
        before += file.bytes();
        progress.update(|progress| progress.done = before);
    }
    Ok(())
}

impl Files {
    /// They waited too long for their post: the next try sends all of them again.
    pub fn are_gone(self) {
        for file in self.chosen.get_untracked() {
            self.update(file.id, |file| (file.received, file.arriving) = (None, None));
        }
    }
}

/// Why something was not sent: of a file, the file's own reason.
pub fn why_not_sent(error: &Error) -> String {
    match error {
        Error::Api(ApiError::MediaRefused { reason }) => words::say(reason),
        error => words::say(error),
    }
}

async fn send_file(
    files: Files,
    file: &Chosen,
    before: u64,
    progress: RwSignal<Progress>,
) -> api::Result<Received> {
    let cleaned = file.cleaned().ok_or(Error::Unreachable)?.clone();
    let announced = Announced { kind: cleaned.kind, bytes: file.bytes() };
    let known = match &file.arriving {
        None => None,
        Some(id) => match patiently(progress, async || api::arriving(id).await).await {
            Err(Error::Api(ApiError::NotFound)) => None,
            known => Some(known?),
        },
    };
    let mut arriving = match known {
        Some(arriving) => arriving,
        None => {
            let begun = patiently(progress, async || api::announce(&announced).await).await?;
            files.update(file.id, |file| file.arriving = Some(begun.id.clone()));
            begun
        }
    };
    if let Some(kept) = files.kept(file.id) {
        // So that a reload goes on with it too.
        let _ = files.of.keep(&kept).await;
    }
    loop {
        let Arriving { id, arrived, received } = arriving;
        if let Some(received) = received {
            return Ok(received);
        }
        progress.update(|progress| progress.done = before + arrived);
        let until = (arrived + PART).min(announced.bytes);
        let part = cleaned.file.slice_with_f64_and_f64(arrived as f64, until as f64);
        let part = part.map_err(|_| Error::Unreachable)?;
        let told = move |sent| {
            progress.try_update(|progress| progress.done = before + arrived + sent);
        };
        let sent = api::send_part(&id, arrived, &part, told).await;
        arriving = match sent {
            Ok(arriving) => arriving,
            // What of it has come, the server knows.
            Err(error) if passing(&error) => {
                progress.update(|progress| progress.lost = true);
                patiently(progress, async || api::arriving(&id).await).await?
            }
            Err(error) => {
                files.update(file.id, |file| file.arriving = None);
                return Err(error);
            }
        };
    }
}

/// Tries again while it may be the connection; the last answer counts.
pub async fn patiently<T>(
    progress: RwSignal<Progress>,
    mut call: impl AsyncFnMut() -> api::Result<T>,
) -> api::Result<T> {
    for seconds in PAUSES {
        match call().await {
            Err(error) if passing(&error) => {
                progress.try_update(|progress| progress.lost = true);
                pause(Duration::from_secs(seconds)).await;
            }
            answer => {
                progress.try_update(|progress| progress.lost = false);
                return answer;
            }
        }
    }
    let answer = call().await;
    progress.try_update(|progress| progress.lost = false);
    answer
}

/// May be over in a moment.
fn passing(error: &Error) -> bool {
    match error {
        Error::Unreachable | Error::Slow | Error::Api(ApiError::Busy | ApiError::Unreadable { .. }) => true,
        // The part before is still being written.
        Error::Api(ApiError::TooMany { seconds }) => *seconds <= 10,
        _ => false,
    }
}

async fn pause(length: Duration) {
    let passed = js_sys::Promise::new(&mut |done, _| {
        set_timeout(move || drop(done.call0(&wasm_bindgen::JsValue::UNDEFINED)), length);
    });
    let _ = JsFuture::from(passed).await;
}
