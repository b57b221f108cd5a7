//! Asks this device for a passkey: the only place that speaks to `navigator.credentials`.
//!
//! Options and answer are the standard's own JSON; the browser itself reads the one and writes the other.

use js_sys::{Function, JSON, Object, Promise, Reflect};
use neighbors_domain::passkey::{Answer, Question};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::words::t;

/// Why there is no answer, as a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoPasskey {
    Unknown,
    Declined,
    MadeBefore,
}

impl NoPasskey {
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Unknown => t!("This browser does not know passkeys. A newer one does."),
            Self::Declined => {
                t!("The device gave no passkey: none was chosen, or it waited too long. Nothing was changed.")
            }
            Self::MadeBefore => t!("This device holds a passkey of this account already."),
        }
    }
}

/// A new key, kept by the device.
pub async fn make(question: &Question) -> Result<Answer, NoPasskey> {
    ask("parseCreationOptionsFromJSON", "create", question).await
}

/// A key the device holds for this site.
pub async fn show(question: &Question) -> Result<Answer, NoPasskey> {
    ask("parseRequestOptionsFromJSON", "get", question).await
}

async fn ask(read: &str, act: &str, question: &Question) -> Result<Answer, NoPasskey> {
    let promise = begun(read, act, question).map_err(|_| NoPasskey::Unknown)?;
    let credential = JsFuture::from(promise).await.map_err(|error| {
        let name = Reflect::get(&error, &"name".into()).ok().and_then(|name| name.as_string());
        match name.as_deref() {
            Some("InvalidStateError") => NoPasskey::MadeBefore,
            Some("NotSupportedError" | "SecurityError") => NoPasskey::Unknown,
            _ => NoPasskey::Declined,
        }
    })?;
    // Its own `toJSON` says what stands in it.
    let credential = JSON::stringify(&credential).map_err(|_| NoPasskey::Unknown)?;
    Ok(Answer { credential: credential.into() })
}

fn begun(read: &str, act: &str, question: &Question) -> Result<Promise, JsValue> {
    let kind = Reflect::get(&js_sys::global(), &"PublicKeyCredential".into())?;
    let read: Function = Reflect::get(&kind, &read.into())?.dyn_into()?;
    let options = Object::new();
    Reflect::set(&options, &"publicKey".into(), &read.call1(&kind, &JSON::parse(&question.options)?)?)?;
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into())?;
    let credentials = Reflect::get(&navigator, &"credentials".into())?;
    let act: Function = Reflect::get(&credentials, &act.into())?.dyn_into()?;
    act.call1(&credentials, &options)?.dyn_into()
}
