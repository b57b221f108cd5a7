//! What is on its way: each file is sealed, then sent; what has arrived stays arrived when something fails.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use neighbors_domain::api::ApiError;
use neighbors_domain::assistance_request::AssistanceRequest;
use neighbors_domain::consent::Consent;
use neighbors_domain::record::Fault;
use neighbors_domain::share::{Manifest, Receipt, ShareDraft, ShareRefusal, SharedRecording, Uploaded};
use send_wrapper::SendWrapper;
use web_sys::Blob;

use super::flow::{Flow, Picked};
use crate::record_seen::Unproved;
use crate::seal::messages::{SealError, Sealed};
use crate::words::{self, t};
use crate::{api, record_seen, seal};

/// Kept by the flow, so that trying again goes on where it stopped.
#[derive(Default, Clone)]
pub struct Outbox {
    consented: Option<Consented>,
    /// The key the files below are sealed to.
    recipient: String,
    files: HashMap<u32, Sent>,
}

#[derive(Clone)]
struct Consented {
    consent: Consent,
    at: DateTime<Utc>,
    /// Sending twice makes one share.
    idempotency_key: String,
    manifest: Option<Uploaded>,
}

#[derive(Clone)]
struct Sent {
    plain_sha256: String,
    /// Until it has arrived.
    sealed: Option<SendWrapper<Blob>>,
    uploaded: Option<Uploaded>,
}

/// How far one file is, in bytes of the plain file.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Stage {
    Waiting,
    Sealing(u64),
    Sealed,
    Sending(u64),
    Arrived,
}

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Failure {
    #[error("{name}: {}", words::say(error))]
    Seal { name: String, error: SealError },
    #[error("{}", words::say(.0))]
    Call(api::Error),
    /// The public record does not bear this request out: nothing is sealed to its key.
    #[error("{}", words::say(.0))]
    Unproved(Fault),
}

impl Failure {
    /// Trying again cannot change it.
    pub fn is_final(&self) -> bool {
        match self {
            Self::Unproved(_) => true,
            _ => self.refusal().is_some_and(|refusal| *refusal != ShareRefusal::UploadMissing),
        }
    }

    /// Somebody amended the request meanwhile.
    pub fn is_new_version(&self) -> bool {
        matches!(self, Self::Unproved(Fault::OtherVersion))
            || matches!(self.refusal(), Some(ShareRefusal::NewVersion { .. }))
    }

    /// What the server decided; trying again cannot change it.
    pub fn refusal(&self) -> Option<&ShareRefusal> {
        match self {
            Self::Call(api::Error::Api(ApiError::ShareRefused { refusal })) => Some(refusal),
            _ => None,
        }
    }
}

impl Outbox {
    /// A new consent is a new share; files that have arrived for the one before still count.
    pub fn consented(&mut self, consent: Consent, at: DateTime<Utc>) {
        self.consented = Some(Consented { consent, at, idempotency_key: random_key(), manifest: None });
    }

    /// The server no longer has what it once had: all is sent again.
    fn lost(&mut self) {
        self.files.clear();
        if let Some(consented) = &mut self.consented {
            consented.manifest = None;
        }
    }
}

/// The whole of it; `stage` hears how far each file is.
pub async fn send(flow: Flow, stage: impl Fn(u32, Stage) + Copy + 'static) -> Result<Receipt, Failure> {
    let request = flow.request.get_untracked();
    let recordings = untrack(|| flow.chosen());
    flow.outbox.update_value(|outbox| {
        if outbox.recipient != request.recipient {
            outbox.files.clear();
            outbox.recipient.clone_from(&request.recipient);
        }
    });
    prove(&request).await?;
    for picked in &recordings {
        send_recording(flow, &request.recipient, picked, stage).await?;
    }
    let sent = send_manifest(flow, &request, &recordings).await;
    let receipt = match sent {
        Ok(draft) => api::share_with(&request.id, &draft).await.map_err(Failure::Call),
        Err(failure) => Err(failure),
    };
    if let Err(failure) = &receipt
        && failure.refusal() == Some(&ShareRefusal::UploadMissing)
    {
        flow.outbox.update_value(Outbox::lost);
    }
    receipt
}

/// Before anything is sealed: the whole chain from the record to this key has to hold, in the browser's own judgment.
async fn prove(request: &AssistanceRequest) -> Result<(), Failure> {
    record_seen::proves(request).await.map_err(|why| match why {
        Unproved::Call(error) => Failure::Call(error),
        Unproved::Seal(error) => Failure::Seal { name: request.draft.title.clone(), error },
        Unproved::Fault(fault) => Failure::Unproved(fault),
    })
}

async fn send_recording(
    flow: Flow,
    recipient: &str,
    picked: &Picked,
    stage: impl Fn(u32, Stage) + Copy + 'static,
) -> Result<(), Failure> {
    let id = picked.id;
    let known = flow.outbox.with_value(|outbox| outbox.files.get(&id).cloned());
    let mut sent = match known {
        Some(sent) => sent,
        None => {
            stage(id, Stage::Sealing(0));
            let sealed =
                seal::seal(recipient, &picked.file, move |done| stage(id, Stage::Sealing(done))).await;
            let failed = |error| Failure::Seal { name: picked.name(), error };
            let Sealed { blob, plain_sha256 } = sealed.map_err(failed)?;
            Sent { plain_sha256, sealed: Some(SendWrapper::new(blob)), uploaded: None }
        }
    };
    flow.outbox.update_value(|outbox| drop(outbox.files.insert(id, sent.clone())));
    if let Some(sealed) = sent.sealed.take() {
        stage(id, Stage::Sealed);
        let uploaded = api::upload(&sealed, move |done| stage(id, Stage::Sending(done))).await;
        sent.uploaded = Some(uploaded.map_err(Failure::Call)?);
        flow.outbox.update_value(|outbox| drop(outbox.files.insert(id, sent)));
    }
    stage(id, Stage::Arrived);
    Ok(())
}

/// Seals and sends name, address, consent and the list of recordings, once for each consent.
async fn send_manifest(
    flow: Flow,
    request: &AssistanceRequest,
    recordings: &[Picked],
) -> Result<ShareDraft, Failure> {
    let unfinished =
        || Failure::Call(api::Error::Api(ApiError::ShareRefused { refusal: ShareRefusal::UploadMissing }));
    let Outbox { consented, files, .. } = flow.outbox.get_value();
    let consented = consented.ok_or_else(unfinished)?;
    let files: Option<Vec<(&Picked, &Sent)>> =
        recordings.iter().map(|picked| Some((picked, files.get(&picked.id)?))).collect();
    let files = files.ok_or_else(unfinished)?;
    let manifest = match &consented.manifest {
        Some(manifest) => manifest.clone(),
        None => {
            let manifest = manifest(flow, request, &consented, &files);
            let text = serde_json::to_string(&manifest).expect("a manifest is plain data");
            let plain =
                Blob::new_with_str_sequence(&js_sys::Array::of1(&text.into())).expect("text becomes a blob");
            let failed = |error| Failure::Seal { name: t!("Your details").to_owned(), error };
            let sealed = seal::seal(&request.recipient, &plain, |_| ()).await.map_err(failed)?;
            let uploaded = api::upload(&sealed.blob, |_| ()).await.map_err(Failure::Call)?;
            flow.outbox.update_value(|outbox| {
                if let Some(consented) = &mut outbox.consented {
                    consented.manifest = Some(uploaded.clone());
                }
            });
            uploaded
        }
    };
    let uploaded: Option<Vec<String>> =
        files.iter().map(|(_, sent)| Some(sent.uploaded.as_ref()?.id.clone())).collect();
    Ok(ShareDraft {
        idempotency_key: consented.idempotency_key,
        version: request.version,
        kept_days: request.retention_days,
        home: flow.home.get_value(),
        manifest: manifest.id,
        recordings: uploaded.ok_or_else(unfinished)?,
    })
}

fn manifest(
    flow: Flow,
    request: &AssistanceRequest,
    consented: &Consented,
    files: &[(&Picked, &Sent)],
) -> Manifest {
    let recordings = files.iter().map(|(picked, sent)| SharedRecording {
        file_name: picked.name(),
        media_type: picked.file.type_(),
        bytes: picked.bytes(),
        sha256: sent.plain_sha256.clone(),
        taken: picked.taken,
    });
    Manifest {
        format: Manifest::FORMAT,
        assistance_request: request.id.clone(),
        version: request.version,
        agency: request.agency.clone(),
        identity: flow.identity.get_untracked(),
        consent_language: consented.consent.language,
        consent_text: consented.consent.text(),
        consent_sha256: consented.consent.sha256(),
        consented_at: consented.at,
        recordings: recordings.collect(),
    }
}

/// 128 bits of chance.
fn random_key() -> String {
    let mut bytes = [0; 16];
    getrandom::getrandom(&mut bytes).expect("every browser has a source of chance");
    hex::encode(bytes)
}
