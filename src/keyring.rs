//! The officer's key, open in this page's memory and nowhere else: a reload locks it again.

use chrono::Utc;
use leptos::prelude::*;
use neighbors_domain::assistance_request::{HandedOn, Holder, KeysToHandOn, Waiting};
use neighbors_domain::officers::{AgencyKeys, CertifiableOfficer, Certify};
use neighbors_domain::record::{Fault, PublicKey, Roster, Signed, Statement};
use neighbors_domain::{announcement, assistance_request};

use crate::words::{self, t};
use crate::{api, record_seen, seal};

/// In context from [`Keyring::provide`] on.
#[derive(Clone, Copy)]
pub struct Keyring {
    open: RwSignal<Option<Open>>,
}

#[derive(Clone)]
struct Open {
    identity: String,
    officer: String,
    /// The agency's address.
    agency: String,
}

impl Keyring {
    pub fn provide() {
        provide_context(Self { open: RwSignal::new(None) });
    }

    pub fn here() -> Self {
        expect_context()
    }

    pub fn unlocked(self) -> bool {
        self.open.with(Option::is_some)
    }

    pub fn identity(self) -> Option<String> {
        self.open.with_untracked(|open| open.as_ref().map(|open| open.identity.clone()))
    }

    pub fn lock(self) {
        self.open.set(None);
    }

    pub async fn unlock(self, passphrase: String) -> Result<(), String> {
        let key = api::officer_key().await.map_err(words::say)?;
        let wrapped =
            from_base64(&key.wrapped_identity).ok_or(t!("Your key did not arrive whole. Try again."))?;
        let identity = seal::unlock(wrapped, passphrase).await.map_err(words::say)?;
        self.open.set(Some(Open { identity, officer: key.officer, agency: key.agency }));
        Ok(())
    }

    pub async fn comment(self, thread: &str, text: &str) -> Result<Signed, Unsigned> {
        let (thread, text) = (thread.to_owned(), text.trim().to_owned());
        self.sign(|agency, officer| Statement::Comment { agency, officer, thread, text, at: Utc::now() })
            .await
    }

    pub async fn announcement(self, draft: &announcement::Draft) -> Result<Signed, Unsigned> {
        let announcement::Draft { category, title, text, mut regions, .. } = draft.clone();
        let (title, text, at) = (title.trim().to_owned(), text.trim().to_owned(), Utc::now());
        regions.sort_unstable();
        regions.dedup();
        self.sign(|agency, officer| Statement::Post { agency, officer, category, title, text, regions, at })
            .await
    }

    /// `recipient`: the age public key of the request.
    pub async fn assistance_request(
        self,
        draft: &assistance_request::Draft,
        recipient: &str,
    ) -> Result<Signed, Unsigned> {
        let (recipient, draft, at) = (recipient.to_owned(), Box::new(draft.clone()), Utc::now());
        self.sign(|agency, officer| Statement::AssistanceRequest { agency, officer, recipient, draft, at })
            .await
    }

    /// Root key and recovery key of an agency, and one's own certificate under them. The agency and oneself as in `keys`.
    pub async fn found_agency(
        self,
        keys: &AgencyKeys,
    ) -> Result<(seal::messages::AgencyKeys, Signed), Unsigned> {
        let open = self.open.get_untracked().ok_or(Unsigned::Locked)?;
        let me = keys.officers.iter().find(|officer| officer.id == keys.me).ok_or(Unsigned::Locked)?;
        let made = seal::new_agency_keys(me.recipient.clone()).await?;
        let certificate = certificate(keys, me);
        let signed = seal::sign_as_agency(open.identity, made.wrapped.clone(), certificate).await?;
        Ok((made, signed))
    }

    /// `wrapped`: the root key, sealed to oneself. An administrator gets it along.
    pub async fn certify(
        self,
        keys: &AgencyKeys,
        wrapped: Vec<u8>,
        officer: &CertifiableOfficer,
    ) -> Result<Certify, Unsigned> {
        let open = self.open.get_untracked().ok_or(Unsigned::Locked)?;
        let text = certificate(keys, officer);
        let certificate = seal::sign_as_agency(open.identity.clone(), wrapped.clone(), text).await?;
        let handed = match officer.administrator {
            true => Some(seal::hand_on(open.identity, wrapped, officer.recipient.clone()).await?),
            false => None,
        };
        Ok(Certify { certificate, wrapped: handed.as_deref().map(to_base64) })
    }

    /// The root key of `keys` from the recovery sheet as it was `typed`, for oneself: sealed, and with a certificate that
    /// proves to the server who has the sheet.
    pub async fn recover(
        self,
        keys: &AgencyKeys,
        root: PublicKey,
        typed: String,
    ) -> Result<Certify, Unsigned> {
        let me = keys.officers.iter().find(|officer| officer.id == keys.me).ok_or(Unsigned::Locked)?;
        let recovered = seal::recover(typed, root, me.recipient.clone(), certificate(keys, me)).await?;
        Ok(Certify { certificate: recovered.certificate, wrapped: Some(to_base64(&recovered.wrapped)) })
    }

    /// Whether each of these is of one's own agency, by the public record: whatever is sealed to them, they can open.
    pub async fn proves(self, roster: &Roster, holders: &[Holder]) -> Result<(), Unsigned> {
        let open = self.open.get_untracked().ok_or(Unsigned::Locked)?;
        let past = record_seen::past(roster.note()).await.map_err(|_| Unsigned::NoRecord)?;
        match seal::may_hold(roster, past.as_ref(), open.agency, open.identity, holders).await? {
            Ok(seen) => {
                record_seen::remember(&roster.key, &seen);
                Ok(())
            }
            Err(fault) => Err(Unsigned::Unproved(fault)),
        }
    }

    /// Keys of requests, wrapped for each colleague who lacks them: by one's own key, or by the one of the `sheet`.
    pub async fn hand_on(
        self,
        keys: &KeysToHandOn,
        sheet: Option<String>,
    ) -> Result<Vec<HandedOn>, Unsigned> {
        let open = self.open.get_untracked().ok_or(Unsigned::Locked)?;
        let holder = |it: &Waiting| Holder { holder: it.id.clone(), recipient: it.recipient.clone() };
        self.proves(&keys.roster, &keys.waiting.iter().map(holder).collect::<Vec<_>>()).await?;
        let identity = sheet.unwrap_or(open.identity);
        let (mut handed, mut failed) = (Vec::new(), None);
        for key in &keys.keys {
            let to: Vec<&Waiting> =
                keys.waiting.iter().filter(|waiting| key.lacking.contains(&waiting.id)).collect();
            let wrapped = from_base64(&key.wrapped).ok_or(seal::messages::SealError::Damaged)?;
            let recipients = to.iter().map(|waiting| waiting.recipient.clone()).collect();
            // A wrapping that does not open stops no other; where none does, it is said why.
            let rewrapped = seal::rewrap(identity.clone(), wrapped, key.recipient.clone(), recipients).await;
            let wrapped = match rewrapped {
                Ok(wrapped) => wrapped,
                Err(why) => {
                    failed = Some(why);
                    continue;
                }
            };
            handed.extend(to.iter().zip(wrapped).map(|(waiting, wrapped)| HandedOn {
                assistance_request: key.assistance_request.clone(),
                holder: waiting.id.clone(),
                wrapped: to_base64(&wrapped),
            }));
        }
        match failed {
            Some(why) if handed.is_empty() => Err(why.into()),
            _ => Ok(handed),
        }
    }

    async fn sign(self, say: impl FnOnce(String, String) -> Statement) -> Result<Signed, Unsigned> {
        let open = self.open.get_untracked().ok_or(Unsigned::Locked)?;
        let statement = say(open.agency, open.officer);
        let text = serde_json::to_string(&statement).expect("a statement is JSON");
        Ok(seal::sign(open.identity, text).await?)
    }
}

fn certificate(keys: &AgencyKeys, officer: &CertifiableOfficer) -> String {
    let CertifiableOfficer { id, name, title, key, recipient, .. } = officer.clone();
    let agency = keys.agency.clone();
    let said = Statement::Officer { agency, officer: id, name, title, key, recipient, at: Utc::now() };
    serde_json::to_string(&said).expect("a statement is JSON")
}

/// Why there is no signature.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum Unsigned {
    #[error("What an officer says is signed. Unlock your key first.")]
    Locked,
    #[error("The public record did not arrive, and without it nothing is sealed. Try again.")]
    NoRecord,
    #[error(
        "The public record does not prove that everybody this would be sealed to is of your agency. Nothing was sealed, and nothing sent."
    )]
    Unproved(Fault),
    #[error(transparent)]
    Seal(#[from] seal::messages::SealError),
}

/// By the browser itself; `None` for what is no base64.
pub fn from_base64(text: &str) -> Option<Vec<u8>> {
    let binary = window().atob(text).ok()?;
    binary.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect()
}

pub fn to_base64(bytes: &[u8]) -> String {
    let binary: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    window().btoa(&binary).unwrap_or_default()
}
