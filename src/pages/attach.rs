//! Photos and videos of what is being written, by a neighbor or an officer: chosen, cleaned, kept with the draft, sent.

mod described;
mod field;
mod found;
mod moving;
mod upload;

use leptos::prelude::*;
use neighbors_domain::media::{Attached, MediaKind, Received};
use wasm_bindgen::JsValue;

use self::described::Typed;
pub use self::field::FilesField;
pub use self::moving::Moving;
pub use self::upload::{Progress, patiently, upload, why_not_sent};
use crate::clean::messages::{CleanError, Cleaned};
use crate::drafts::files::{self, KeptFile};

/// A file that was picked.
#[derive(Clone)]
pub struct Chosen {
    pub id: u32,
    /// As in [`KeptFile`].
    by: String,
    /// Of the file on the device; it is told to nobody. Empty after a reload.
    name: String,
    state: FileState,
    pub alt: RwSignal<String>,
    arriving: Option<String>,
    received: Option<Received>,
}

#[derive(Clone)]
enum FileState {
    Cleaning,
    Failed(CleanError),
    Clean { cleaned: send_wrapper::SendWrapper<Cleaned>, preview: String },
}

impl Chosen {
    fn cleaned(&self) -> Option<&Cleaned> {
        match &self.state {
            FileState::Clean { cleaned, .. } => Some(cleaned),
            _ => None,
        }
    }

    /// Its kind and the address of what this browser shows of it, once it is clean.
    pub fn preview(&self) -> Option<(MediaKind, String)> {
        match &self.state {
            FileState::Clean { cleaned, preview } => Some((cleaned.kind, preview.clone())),
            _ => None,
        }
    }

    fn bytes(&self) -> u64 {
        self.cleaned().map_or(0, |cleaned| cleaned.file.size() as u64)
    }

    fn kept(&self) -> Option<KeptFile> {
        Some(KeptFile {
            id: self.id,
            by: self.by.clone(),
            cleaned: self.cleaned()?.clone(),
            alt: self.alt.get_untracked(),
            arriving: self.arriving.clone(),
        })
    }

    fn restored(file: KeptFile) -> Self {
        let preview = web_sys::Url::create_object_url_with_blob(&file.cleaned.file).unwrap_or_default();
        let alt = Typed::of(&file.by, file.id).kept().unwrap_or(file.alt);
        Self {
            id: file.id,
            by: file.by,
            name: String::new(),
            alt: RwSignal::new(alt),
            arriving: file.arriving,
            received: None,
            state: FileState::Clean { cleaned: send_wrapper::SendWrapper::new(file.cleaned), preview },
        }
    }

    fn forget_preview(&self) {
        if let FileState::Clean { preview, .. } = &self.state {
            let _ = web_sys::Url::revoke_object_url(preview);
        }
    }
}

/// Whose draft the files belong to.
#[derive(Clone, Copy, PartialEq)]
pub enum Of {
    Post,
    Announcement,
}

impl Of {
    async fn keep(self, file: &KeptFile) -> Result<(), JsValue> {
        match self {
            Self::Post => files::keep::<files::Post>(file).await,
            Self::Announcement => files::keep::<files::Announcement>(file).await,
        }
    }

    async fn forget(self, id: u32) {
        match self {
            Self::Post => files::forget::<files::Post>(id).await,
            Self::Announcement => files::forget::<files::Announcement>(id).await,
        }
    }
}

/// The files of one draft, in the order they are shown.
#[derive(Clone, Copy)]
pub struct Files {
    of: Of,
    by: StoredValue<String>,
    chosen: RwSignal<Vec<Chosen>>,
}

impl Files {
    /// As they were left; `by`: whose they are.
    pub fn restored(of: Of, by: String, kept: Vec<KeptFile>) -> Self {
        let chosen = RwSignal::new(kept.into_iter().map(Chosen::restored).collect::<Vec<_>>());
        on_cleanup(move || {
            chosen.try_get_untracked().unwrap_or_default().iter().for_each(Chosen::forget_preview);
        });
        Self { of, by: StoredValue::new(by), chosen }
    }

    pub fn all(self) -> Vec<Chosen> {
        self.chosen.get()
    }

    pub fn is_empty(self) -> bool {
        self.chosen.with(Vec::is_empty)
    }

    /// Every one is clean: none is still at it, and none could not be cleaned.
    pub fn ready(self) -> bool {
        self.chosen.with(|files| files.iter().all(|file| file.cleaned().is_some()))
    }

    /// As a draft names them. One that was not sent yet has no id.
    pub fn attached(self) -> Vec<Attached> {
        let attached = |file: &Chosen| Attached {
            id: file.received.as_ref().map(|received| received.id.clone()).unwrap_or_default(),
            alt: file.alt.get(),
        };
        self.chosen.with(|files| files.iter().map(attached).collect())
    }

    /// What is kept of them in the browser is the draft's to forget.
    pub fn take_all(self) -> Vec<Chosen> {
        let gone = self.chosen.get_untracked();
        self.chosen.set(Vec::new());
        gone
    }

    /// After [`Self::take_all`]: keeps them again, too.
    pub async fn put_back(self, files: Vec<Chosen>) {
        let kept: Vec<_> = files.iter().filter_map(Chosen::kept).collect();
        self.chosen.set(files);
        for file in kept {
            let _ = self.of.keep(&file).await;
        }
    }

    fn update(self, id: u32, change: impl Fn(&mut Chosen)) {
        self.chosen.try_update(|files| files.iter_mut().filter(|file| file.id == id).for_each(change));
    }

    /// Of one that is clean, while this page is shown.
    fn kept(self, id: u32) -> Option<KeptFile> {
        let kept = |files: &Vec<Chosen>| files.iter().find(|file| file.id == id).and_then(Chosen::kept);
        self.chosen.try_with_untracked(kept).flatten()
    }
}
