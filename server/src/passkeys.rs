//! Passkeys: what is asked of a device, and whether its answer holds. Nothing else here knows the WebAuthn standard.
//!
//! The relying party is the host of the public address; an answer made for any other address is refused.

use serde::Serialize;
use webauthn_rp::bin::{Decode, Encode};
use webauthn_rp::request::auth::AuthenticationVerificationOptions;
use webauthn_rp::request::register::{
    CredProtect, PublicKeyCredentialUserEntity, RegistrationVerificationOptions, UserHandle, Username,
};
use webauthn_rp::request::{AsciiDomain, PublicKeyCredentialDescriptor, RpId, TimedCeremony};
use webauthn_rp::response::register::{CompressedPubKey, DynamicState, StaticState};
use webauthn_rp::response::{AuthTransports, CredentialId};
use webauthn_rp::{
    AuthenticatedCredential, DiscoverableAuthentication, DiscoverableAuthenticationServerState,
    DiscoverableCredentialRequestOptions, PublicKeyCredentialCreationOptions, Registration,
    RegistrationServerState,
};

/// What a device calls an account: made from the account's id with the pepper, so that the id stays here.
pub const HANDLE: usize = 32;
pub type Handle = [u8; HANDLE];

#[derive(Clone, Debug)]
pub struct RelyingParty {
    id: String,
    origin: String,
}

/// A question on its way to a device.
pub struct Asked {
    /// For the browser, as JSON.
    pub options: String,
    /// Finds the question again when its answer comes; hex.
    pub challenge: String,
    /// What the answer is held against; hex.
    pub state: String,
}

/// A passkey as it is kept: no secret in it. Hex, all three.
#[derive(Clone)]
pub struct Key {
    pub credential: String,
    pub public: String,
    pub counters: String,
}

/// A device's answer to "make a key".
pub struct Made(Registration);

/// A device's answer to "who are you?".
pub struct Shown(DiscoverableAuthentication<HANDLE>);

type PublicKey = CompressedPubKey<[u8; 32], [u8; 32], [u8; 48], Vec<u8>>;

impl RelyingParty {
    /// `None` where people come by a number: browsers make no passkeys for one.
    pub fn at(public_url: &str) -> Option<Self> {
        let url: http::Uri = public_url.parse().ok()?;
        url.scheme()?;
        let host = url.host()?;
        if host.starts_with('[') || host.parse::<std::net::IpAddr>().is_ok() {
            return None;
        }
        AsciiDomain::try_from(host.to_owned()).ok()?;
        Some(Self { id: host.to_owned(), origin: public_url.to_owned() })
    }

    fn id(&self) -> RpId {
        RpId::Domain(AsciiDomain::try_from(self.id.clone()).expect("checked when it was made"))
    }

    /// A key for this person, kept by the device under `name`. A device that holds one of `known` makes no second.
    pub fn ask_for_new(&self, handle: Handle, name: &str, known: &[String]) -> Asked {
        let (id, handle) = (self.id(), user(handle));
        let known = known.iter().filter_map(|credential| {
            let id = CredentialId::<Vec<u8>>::decode(hex::decode(credential).ok()?).ok()?;
            Some(PublicKeyCredentialDescriptor { id, transports: AuthTransports::decode(0).ok()? })
        });
        let name = Username::try_from(name).or_else(|_| Username::try_from("neighbor")).expect("a name");
        let user = PublicKeyCredentialUserEntity { name, id: &handle, display_name: None };
        let mut options = PublicKeyCredentialCreationOptions::passkey(&id, user, known.collect());
        // Not every phone knows this extension, and user verification is asked for each time anyway.
        options.extensions.cred_protect = CredProtect::None;
        let (server, client) = options.start_ceremony().expect("the options are the library's own");
        asked(&server, &client)
    }

    /// Whoever can answer: the device itself knows for whom it holds a key here.
    pub fn ask_who(&self) -> Asked {
        let id = self.id();
        let options = DiscoverableCredentialRequestOptions::passkey(&id);
        let (server, client) = options.start_ceremony().expect("the options are the library's own");
        asked(&server, &client)
    }

    /// The new key, if the answer fits the question.
    pub fn made(&self, state: &str, Made(answer): &Made) -> Option<Key> {
        let state = RegistrationServerState::<HANDLE>::decode(&hex::decode(state).ok()?).ok()?;
        let origins = [self.origin.as_str()];
        let options = RegistrationVerificationOptions::<&str, &str> {
            allowed_origins: &origins,
            error_on_unsolicited_extensions: false,
            ..RegistrationVerificationOptions::default()
        };
        let made = state.verify(&self.id(), answer, &options).ok()?;
        Some(Key {
            credential: hex::encode(made.id().as_ref()),
            public: hex::encode(made.static_state().encode().ok()?),
            counters: counters(made.dynamic_state()),
        })
    }

    /// The key's new counters, if its owner answered this very question.
    pub fn shown(&self, state: &str, Shown(answer): &Shown, handle: Handle, key: &Key) -> Option<String> {
        let state = DiscoverableAuthenticationServerState::decode(&hex::decode(state).ok()?).ok()?;
        let credential = hex::decode(&key.credential).ok()?;
        let counted: [u8; 7] = hex::decode(&key.counters).ok()?.try_into().ok()?;
        let handle = user(handle);
        let mut known = AuthenticatedCredential::new(
            CredentialId::<&[u8]>::decode(&credential).ok()?,
            &handle,
            StaticState::<PublicKey>::decode(&hex::decode(&key.public).ok()?).ok()?,
            DynamicState::decode(counted).ok()?,
        )
        .ok()?;
        let origins = [self.origin.as_str()];
        let options = AuthenticationVerificationOptions::<&str, &str> {
            allowed_origins: &origins,
            error_on_unsolicited_extensions: false,
            ..AuthenticationVerificationOptions::default()
        };
        state.verify(&self.id(), answer, &mut known, &options).ok()?;
        Some(counters(known.dynamic_state()))
    }
}

impl Made {
    /// As browsers write it; fields nobody needs are left alone.
    pub fn read(json: &str) -> Option<Self> {
        Registration::from_json_relaxed(json.as_bytes()).ok().map(Self)
    }

    /// Which question it answers.
    pub fn challenge(&self) -> Option<String> {
        self.0.challenge_relaxed().ok().map(|challenge| hex::encode(challenge.0.to_be_bytes()))
    }
}

impl Shown {
    pub fn read(json: &str) -> Option<Self> {
        DiscoverableAuthentication::from_json_relaxed(json.as_bytes()).ok().map(Self)
    }

    pub fn challenge(&self) -> Option<String> {
        self.0.challenge_relaxed().ok().map(|challenge| hex::encode(challenge.0.to_be_bytes()))
    }

    /// Which key answers; hex.
    pub fn credential(&self) -> String {
        hex::encode(self.0.raw_id().as_ref())
    }
}

fn asked<S>(server: &S, client: &impl Serialize) -> Asked
where
    S: TimedCeremony + Encode,
    for<'a> S::Output<'a>: AsRef<[u8]>,
{
    let state = server.encode().ok().expect("a time after 1970");
    Asked {
        options: serde_json::to_string(client).expect("JSON"),
        challenge: hex::encode(server.sent_challenge().0.to_be_bytes()),
        state: hex::encode(state),
    }
}

fn user(handle: Handle) -> UserHandle<HANDLE> {
    let Ok(handle) = UserHandle::decode(handle);
    handle
}

fn counters(state: DynamicState) -> String {
    let Ok(bytes) = state.encode();
    hex::encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passkeys_belong_to_a_name_and_never_to_a_number() {
        let id = |url| RelyingParty::at(url).map(|party| party.id);
        assert_eq!(id("http://localhost:8080").as_deref(), Some("localhost"));
        assert_eq!(id("https://neighbors.example").as_deref(), Some("neighbors.example"));
        for number in ["http://127.0.0.1:8080", "http://[::1]:8080", "https://192.0.2.7", "nothing"] {
            assert_eq!(id(number), None, "{number}");
        }
    }

    #[test]
    fn what_is_no_answer_is_none() {
        for text in ["", "{}", "[]", "{\"id\":\"AAAA\",\"rawId\":7}", "null"] {
            assert!(Made::read(text).is_none() && Shown::read(text).is_none(), "{text}");
        }
    }
}
