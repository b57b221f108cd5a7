//! A device that makes and shows passkeys, without the device: the browser's part is played too.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use neighbors_domain::addresses::api;
use neighbors_domain::passkey::{Answer, Question};
use passkey::authenticator::{Authenticator, UiHint, UserCheck, UserValidationMethod};
use passkey::client::{Client, DefaultClientData};
use passkey::crypto::rust_crypto::RustCryptoBackend;
use passkey::types::Passkey;
use passkey::types::ctap2::{Aaguid, Ctap2Error};
use passkey::types::webauthn::{CredentialCreationOptions, CredentialRequestOptions};
use serde_json::Value;
use url::Url;

use super::TestServer;

/// Somebody who looks into the camera each time they are asked.
pub struct Present;

#[async_trait::async_trait]
impl UserValidationMethod for Present {
    type PasskeyItem = Passkey;

    async fn check_user<'a>(
        &self,
        _: UiHint<'a, Self::PasskeyItem>,
        _: bool,
        _: bool,
    ) -> Result<UserCheck, Ctap2Error> {
        Ok(UserCheck { presence: true, verification: true })
    }

    fn is_verification_enabled(&self) -> Option<bool> {
        Some(true)
    }

    fn is_presence_enabled(&self) -> bool {
        true
    }
}

/// Bytes as base64url; the library writes lists of numbers.
fn as_a_browser_writes(credential: &impl serde::Serialize) -> Answer {
    fn text(value: &mut Value) {
        match value {
            Value::Array(list) if !list.is_empty() && list.iter().all(Value::is_u64) => {
                let bytes: Vec<u8> = list.iter().filter_map(Value::as_u64).map(|byte| byte as u8).collect();
                *value = URL_SAFE_NO_PAD.encode(bytes).into();
            }
            Value::Array(list) => list.iter_mut().for_each(text),
            Value::Object(fields) => fields.values_mut().for_each(text),
            _ => {}
        }
    }
    let mut json = serde_json::to_value(credential).expect("JSON");
    text(&mut json);
    Answer { credential: json.to_string() }
}

/// Holds one passkey.
#[derive(Clone)]
pub struct Device {
    key: Option<Passkey>,
    origin: Url,
}

impl Device {
    pub fn new() -> Self {
        Self { key: None, origin: "http://localhost:8080".parse().expect("an address") }
    }

    /// The same device, with its key, in a browser whose page came from `origin`.
    pub fn carried_to(self, origin: &str) -> Self {
        Self { origin: origin.parse().expect("an address"), ..self }
    }

    fn authenticator(&self) -> Authenticator<Option<Passkey>, Present, RustCryptoBackend> {
        let key = self.key.clone();
        let mut it = Authenticator::new(Aaguid::new_empty(), key, Present, RustCryptoBackend);
        it.set_make_credentials_with_signature_counter(true);
        it
    }

    pub async fn make(&mut self, question: &Question) -> Answer {
        let public_key = serde_json::from_str(&question.options).expect("options as browsers read them");
        let mut browser = Client::new(self.authenticator()).allows_insecure_localhost(true);
        let options = CredentialCreationOptions { public_key };
        let made = browser.register(&self.origin, options, DefaultClientData).await.expect("a key");
        self.key = browser.authenticator().store().clone();
        as_a_browser_writes(&made)
    }

    pub async fn show(&mut self, question: &Question) -> Answer {
        let public_key = serde_json::from_str(&question.options).expect("options as browsers read them");
        let mut browser = Client::new(self.authenticator()).allows_insecure_localhost(true);
        let options = CredentialRequestOptions { public_key };
        let shown = browser.authenticate(&self.origin, options, DefaultClientData).await.expect("an answer");
        self.key = browser.authenticator().store().clone();
        as_a_browser_writes(&shown)
    }

    /// Answers the question of signing in.
    pub async fn asked_at_the_door(&mut self, server: &TestServer) -> Answer {
        let (_, question): (_, Question) = server.post(api::SESSION_PASSKEY_BEGIN, &()).await;
        self.show(&question).await
    }
}
