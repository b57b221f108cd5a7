//! Asks the sealing worker to seal and open files, so that the page stays awake meanwhile.

pub mod messages;

use std::cell::RefCell;
use std::collections::HashMap;

use chrono::Utc;
use js_sys::{Function, Promise};
use neighbors_domain::assistance_request::Holder;
use neighbors_domain::record::{Asked, Chain, Fault, Past, PublicKey, Roster, Seen, Signed};
use serde::Serialize;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Event, MessageEvent, Worker, WorkerOptions, WorkerType};

use messages::{
    AgencyKeys, Answer, Ask, NewKey, OfficerKey, Opened, Recovered, SealError, Sealed, Work, Yield,
};

use crate::assets::asset;

/// Seals a file to `recipient`; `progress` hears how many bytes have been read.
pub async fn seal(
    recipient: &str,
    plain: &Blob,
    progress: impl Fn(u64) + 'static,
) -> Result<Sealed, SealError> {
    let work = Work::Seal { recipient: recipient.to_owned(), plain: plain.clone() };
    match ask(work, progress).await? {
        Yield::Sealed(sealed) => Ok(sealed),
        _ => Err(SealError::NoWorker),
    }
}

/// An officer's own key pair, and the passphrase it is wrapped by.
pub async fn new_officer_key() -> Result<OfficerKey, SealError> {
    match ask(Work::NewOfficerKey, |_| ()).await? {
        Yield::OfficerKey(key) => Ok(key),
        _ => Err(SealError::NoWorker),
    }
}

/// An officer's own identity out of its wrapping.
pub async fn unlock(wrapped: Vec<u8>, passphrase: String) -> Result<String, SealError> {
    identity(Work::Unlock { wrapped, passphrase }).await
}

/// The identity of one assistance request, wrapped to an officer's.
pub async fn open_key(identity_of_officer: String, wrapped: Vec<u8>) -> Result<String, SealError> {
    identity(Work::OpenKey { identity: identity_of_officer, wrapped }).await
}

pub async fn open(
    identity: String,
    sealed: &Blob,
    progress: impl Fn(u64) + 'static,
) -> Result<Opened, SealError> {
    match ask(Work::Open { identity, sealed: sealed.clone() }, progress).await? {
        Yield::Opened(opened) => Ok(opened),
        _ => Err(SealError::NoWorker),
    }
}

/// A key for a new assistance request, wrapped to each of `recipients`.
pub async fn new_key(recipients: Vec<String>) -> Result<NewKey, SealError> {
    match ask(Work::NewKey { recipients }, |_| ()).await? {
        Yield::Key(key) => Ok(key),
        _ => Err(SealError::NoWorker),
    }
}

/// Whether the record proves that each holder is of this agency, as whoever has `identity` is: the tree of the record to
/// be kept as seen, or why not.
pub async fn may_hold(
    roster: &Roster,
    past: Option<&Past>,
    agency: String,
    identity: String,
    holders: &[Holder],
) -> Result<Result<Seen, Fault>, SealError> {
    let (roster, past, holders) = (json(roster)?, json(&past)?, json(&holders)?);
    judged(Work::MayHold { roster, past, agency, identity, holders }).await
}

/// The key of the request that has `recipient`, wrapped to others.
pub async fn rewrap(
    identity: String,
    wrapped: Vec<u8>,
    recipient: String,
    to: Vec<String>,
) -> Result<Vec<Vec<u8>>, SealError> {
    match ask(Work::Rewrap { identity, wrapped, recipient, to }, |_| ()).await? {
        Yield::Rewrapped(wrapped) => Ok(wrapped),
        _ => Err(SealError::NoWorker),
    }
}

/// The identity on the recovery sheet, as it was `typed`.
pub async fn read_sheet(typed: String, recipient: String) -> Result<String, SealError> {
    identity(Work::ReadSheet { typed, recipient }).await
}

/// Signs what an officer says, with the key drawn from their identity.
pub async fn sign(identity: String, text: String) -> Result<Signed, SealError> {
    signed(Work::Sign { identity, text }).await
}

/// Signs with an agency's root key, which is wrapped to this identity.
pub async fn sign_as_agency(identity: String, wrapped: Vec<u8>, text: String) -> Result<Signed, SealError> {
    signed(Work::SignAsAgency { identity, wrapped, text }).await
}

async fn signed(work: Work) -> Result<Signed, SealError> {
    match ask(work, |_| ()).await? {
        Yield::Signed(signed) => Ok(signed),
        _ => Err(SealError::NoWorker),
    }
}

/// Root key and recovery key of an agency.
pub async fn new_agency_keys(recipient: String) -> Result<AgencyKeys, SealError> {
    match ask(Work::NewAgencyKeys { recipient }, |_| ()).await? {
        Yield::AgencyKeys(keys) => Ok(keys),
        _ => Err(SealError::NoWorker),
    }
}

/// The root key, wrapped to another administrator.
pub async fn hand_on(identity: String, wrapped: Vec<u8>, recipient: String) -> Result<Vec<u8>, SealError> {
    match ask(Work::HandOn { identity, wrapped, recipient }, |_| ()).await? {
        Yield::Wrapped(wrapped) => Ok(wrapped),
        _ => Err(SealError::NoWorker),
    }
}

/// The root key from the recovery sheet as it was `typed`, wrapped to `recipient`, and `text` signed with it.
pub async fn recover(
    typed: String,
    root: PublicKey,
    recipient: String,
    text: String,
) -> Result<Recovered, SealError> {
    match ask(Work::Recover { typed, root, recipient, text }, |_| ()).await? {
        Yield::Recovered(recovered) => Ok(recovered),
        _ => Err(SealError::NoWorker),
    }
}

/// Whether anything may be sealed to the key of this request: the tree of the record to be kept as seen, or why not.
pub async fn judge(
    chain: &Chain,
    past: Option<&Past>,
    asked: &Asked,
) -> Result<Result<Seen, Fault>, SealError> {
    let (chain, past, asked) = (json(chain)?, json(&past)?, json(asked)?);
    let now = json(&Utc::now())?;
    judged(Work::Judge { chain, past, asked, now }).await
}

async fn judged(work: Work) -> Result<Result<Seen, Fault>, SealError> {
    match ask(work, |_| ()).await? {
        Yield::Judged(judged) => Ok(judged),
        _ => Err(SealError::NoWorker),
    }
}

fn json(value: &impl Serialize) -> Result<String, SealError> {
    serde_json::to_string(value).map_err(|_| SealError::NoWorker)
}

async fn identity(work: Work) -> Result<String, SealError> {
    match ask(work, |_| ()).await? {
        Yield::Identity(identity) => Ok(identity),
        _ => Err(SealError::NoWorker),
    }
}

/// Who waits for an answer: called with the finished [`Answer`], or with nothing when the worker died.
struct Waiting {
    resolve: Function,
    progress: Box<dyn Fn(u64)>,
}

#[derive(Default)]
struct Line {
    worker: Option<Worker>,
    /// What was asked before the worker listened.
    queue: Option<Vec<JsValue>>,
    waiting: HashMap<u32, Waiting>,
    last_id: u32,
}

thread_local! {
    static LINE: RefCell<Line> = RefCell::default();
}

async fn ask(work: Work, progress: impl Fn(u64) + 'static) -> Result<Yield, SealError> {
    let mut resolve = None;
    let promise = Promise::new(&mut |yes, _| resolve = Some(yes));
    let resolve = resolve.expect("a promise runs its function at once");
    LINE.with_borrow_mut(|line| {
        line.last_id += 1;
        let id = line.last_id;
        let ask = serde_wasm_bindgen::to_value(&Ask { id, work }).map_err(|_| SealError::NoWorker)?;
        line.waiting.insert(id, Waiting { resolve, progress: Box::new(progress) });
        if line.worker.is_none() {
            line.worker = Some(start()?);
            line.queue = Some(Vec::new());
        }
        match (&mut line.queue, &line.worker) {
            (Some(queue), _) => queue.push(ask),
            (None, Some(worker)) => worker.post_message(&ask).map_err(|_| SealError::NoWorker)?,
            (None, None) => return Err(SealError::NoWorker),
        }
        Ok(())
    })?;
    let answer = JsFuture::from(promise).await.map_err(|_| SealError::NoWorker)?;
    match serde_wasm_bindgen::from_value(answer) {
        Ok(Answer::Done { result, .. }) => result,
        _ => Err(SealError::NoWorker),
    }
}

fn start() -> Result<Worker, SealError> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let url = asset("seal.js").ok_or(SealError::NoWorker)?;
    let worker = Worker::new_with_options(&url, &options).map_err(|_| SealError::NoWorker)?;
    // One worker for the life of the page, so these two live as long.
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(|event: MessageEvent| heard(event.data()));
    worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    let on_error = Closure::<dyn Fn(Event)>::new(|_| died());
    worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    on_error.forget();
    Ok(worker)
}

fn heard(data: JsValue) {
    match serde_wasm_bindgen::from_value(data.clone()) {
        Ok(Answer::Ready) => LINE.with_borrow_mut(|line| {
            let Some(worker) = &line.worker else { return };
            for ask in line.queue.take().into_iter().flatten() {
                let _ = worker.post_message(&ask);
            }
        }),
        Ok(Answer::Progress { id, done }) => LINE.with_borrow(|line| {
            if let Some(waiting) = line.waiting.get(&id) {
                (waiting.progress)(done);
            }
        }),
        Ok(Answer::Done { id, .. }) => {
            let waiting = LINE.with_borrow_mut(|line| line.waiting.remove(&id));
            if let Some(waiting) = waiting {
                let _ = waiting.resolve.call1(&JsValue::UNDEFINED, &data);
            }
        }
        Err(_) => died(),
    }
}

/// Everyone who waits is told; the next question starts a new worker.
fn died() {
    let line = LINE.take();
    if let Some(worker) = line.worker {
        worker.terminate();
    }
    for waiting in line.waiting.into_values() {
        let _ = waiting.resolve.call0(&JsValue::UNDEFINED);
    }
}
