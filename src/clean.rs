//! Asks the cleaning worker for a file as it may leave the device. A worker for each file: when it is done, takes too
//! long or is no longer wanted, it goes, and its memory with it.

pub mod messages;

use std::time::Duration;

use js_sys::Promise;
use leptos::prelude::set_timeout_with_handle;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Event, MessageEvent, Worker, WorkerOptions, WorkerType};

use messages::{Answer, Ask, CleanError, Cleaned};

use crate::assets::asset;

/// No photo and no film of a phone takes a tenth of it; what does is made to.
const PATIENCE: Duration = Duration::from_secs(60);

pub async fn clean(file: &Blob) -> Result<Cleaned, CleanError> {
    let worker = Running::start()?;
    let ask = serde_wasm_bindgen::to_value(&Ask { file: file.clone() }).map_err(|_| CleanError::NoWorker)?;
    let mut resolve = None;
    let promise = Promise::new(&mut |yes, _| resolve = Some(yes));
    let resolve = resolve.expect("a promise runs its function at once");
    let on_message = {
        let (worker, resolve) = (worker.0.clone(), resolve.clone());
        Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| match serde_wasm_bindgen::from_value(
            event.data(),
        ) {
            Ok(Answer::Ready) => drop(worker.post_message(&ask)),
            _ => drop(resolve.call1(&JsValue::UNDEFINED, &event.data())),
        })
    };
    worker.0.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    let on_error = {
        let resolve = resolve.clone();
        Closure::<dyn Fn(Event)>::new(move |_| drop(resolve.call0(&JsValue::UNDEFINED)))
    };
    worker.0.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    let late =
        set_timeout_with_handle(move || drop(resolve.call1(&JsValue::UNDEFINED, &LATE.into())), PATIENCE);
    let answer = JsFuture::from(promise).await;
    if let Ok(late) = late {
        late.clear();
    }
    match answer {
        Ok(late) if late.as_string().as_deref() == Some(LATE) => {
            Err(CleanError::TooSlow { seconds: PATIENCE.as_secs() })
        }
        Ok(answer) => match serde_wasm_bindgen::from_value(answer) {
            Ok(Answer::Done(result)) => result,
            _ => Err(CleanError::NoWorker),
        },
        Err(_) => Err(CleanError::NoWorker),
    }
}

const LATE: &str = "late";

/// Ended when it is dropped, whatever it is doing.
struct Running(Worker);

impl Running {
    fn start() -> Result<Self, CleanError> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let url = asset("clean.js").ok_or(CleanError::NoWorker)?;
        Worker::new_with_options(&url, &options).map(Self).map_err(|_| CleanError::NoWorker)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.set_onmessage(None);
        self.0.set_onerror(None);
        self.0.terminate();
    }
}
