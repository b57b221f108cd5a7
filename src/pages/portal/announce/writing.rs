//! The announcement as it is being written: kept in this browser with every change, its files in a database of their own,
//! and judged by the rules of `domain`.

use leptos::prelude::*;
use leptos::task::spawn_local;
use neighbors_domain::account::OfficerSelf;
use neighbors_domain::announcement::{AnnouncementError, Draft, NamedRegion};
use neighbors_domain::cells::Region7;
use neighbors_domain::post::{Category, PostError};
use serde::{Deserialize, Serialize};

use crate::drafts::files::{self, KeptFile};
use crate::pages::attach::{Files, Of};
use crate::pages::portal::own_words::whose;
use crate::pages::portal::requests::new_id;
use crate::words::say;

const KEPT: &str = "neighbors-announcement";

#[derive(Clone, PartialEq, Serialize, Deserialize)]
struct Kept {
    /// Whose it is: no other officer who signs in here finds it.
    by: String,
    /// Chosen once: sent twice, it is one announcement.
    key: String,
    /// Its words; the files are kept beside it.
    draft: Draft,
}

#[derive(Clone, Copy)]
pub struct Writing {
    by: StoredValue<String>,
    pub key: StoredValue<String>,
    pub category: RwSignal<Category>,
    pub title: RwSignal<String>,
    pub text: RwSignal<String>,
    pub regions: RwSignal<Vec<Region7>>,
    pub files: Files,
    pub jurisdiction: StoredValue<Vec<NamedRegion>>,
    /// Once somebody pressed "Announce it", what is missing is said too.
    pub tried: RwSignal<bool>,
    /// Field and sentence of what the server said, until something is changed.
    pub refused: RwSignal<Option<(String, String)>>,
    pub restored: bool,
}

impl Writing {
    pub fn restored(officer: &OfficerSelf, jurisdiction: Vec<NamedRegion>, files: Vec<KeptFile>) -> Self {
        let by = whose(officer);
        let kept = kept().filter(|kept| kept.by == by);
        let restored = kept.is_some() || !files.is_empty();
        let files = Files::restored(Of::Announcement, by.clone(), files);
        let Kept { key, draft, .. } =
            kept.unwrap_or_else(|| Kept { by: by.clone(), key: new_id(), draft: empty() });
        let writing = Self {
            by: StoredValue::new(by),
            key: StoredValue::new(key),
            category: RwSignal::new(draft.category),
            title: RwSignal::new(draft.title),
            text: RwSignal::new(draft.text),
            regions: RwSignal::new(draft.regions),
            files,
            jurisdiction: StoredValue::new(jurisdiction),
            tried: RwSignal::new(false),
            refused: RwSignal::new(None),
            restored,
        };
        Effect::new(move |before: Option<Draft>| {
            let draft = writing.words();
            if before.is_some_and(|before| before != draft) {
                writing.keep();
                writing.refused.set(None);
            }
            draft
        });
        writing
    }

    /// A file that was not sent yet stands in it without an id.
    pub fn draft(self) -> Draft {
        Draft { media: self.files.attached(), ..self.words() }
    }

    fn words(self) -> Draft {
        Draft {
            category: self.category.get(),
            title: self.title.get(),
            text: self.text.get(),
            regions: self.regions.get(),
            media: Vec::new(),
        }
    }

    fn keep(self) {
        let draft = untrack(|| self.words());
        if draft == empty() {
            return forget_words();
        }
        let kept = Kept { by: self.by.get_value(), key: self.key.get_value(), draft };
        if let (Some(storage), Ok(text)) = (storage(), serde_json::to_string(&kept)) {
            // A full or closed storage only means that a reload forgets.
            let _ = storage.set_item(KEPT, &text);
        }
    }

    /// What was sent stays as it was sent; what is written from here on is another one.
    pub fn another(self) {
        self.key.set_value(new_id());
        self.keep();
    }

    pub fn discard(self) {
        let Draft { category, title, text, regions, .. } = empty();
        self.tried.set(false);
        self.key.set_value(new_id());
        self.category.set(category);
        self.title.set(title);
        self.text.set(text);
        self.regions.set(regions);
        self.files.take_all();
        forget();
    }

    pub fn is_empty(self) -> bool {
        self.words() == empty() && self.files.is_empty()
    }

    /// Everything once it was sent, before that only what is wrong whatever comes next.
    fn errors(self) -> Vec<AnnouncementError> {
        let jurisdiction =
            self.jurisdiction.with_value(|all| all.iter().map(|one| one.region).collect::<Vec<_>>());
        let mut errors = self.draft().check(&jurisdiction).err().unwrap_or_default();
        let tried = self.tried.get();
        errors.retain(|error| match error {
            AnnouncementError::Nowhere => tried,
            AnnouncementError::Words { error: PostError::Title { chars, max, .. } } => tried || chars > max,
            AnnouncementError::Words { error: PostError::Text { chars, max } } => tried || chars > max,
            _ => true,
        });
        errors
    }

    /// What stands beside a field.
    pub fn beside(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            let errors = self.errors().into_iter().filter(|error| error.field() == field).map(say);
            let refused = self.refused.get().filter(|(of, _)| *of == field).map(|(_, sentence)| sentence);
            let said = errors.chain(refused).collect::<Vec<_>>().join(" ");
            (!said.is_empty()).then_some(said)
        })
    }

    /// The id of the first field that has to change.
    pub fn wrong(self) -> Option<&'static str> {
        let said = |field: &'static str| self.beside(field).get().is_some();
        if let Some(field) = ["category", "title", "text"].into_iter().find(|field| said(field)) {
            return Some(field);
        }
        if said("files") || !self.files.ready() {
            return Some("photos");
        }
        said("regions").then_some("regions")
    }
}

fn empty() -> Draft {
    Draft {
        category: Category::Announcement,
        title: String::new(),
        text: String::new(),
        regions: Vec::new(),
        media: Vec::new(),
    }
}

fn kept() -> Option<Kept> {
    serde_json::from_str(&storage()?.get_item(KEPT).ok()??).ok()
}

/// Those this officer left here; a colleague's, who wrote at this desk before, go.
pub async fn own_files(officer: &OfficerSelf) -> Vec<KeptFile> {
    let by = whose(officer);
    let mut own = Vec::new();
    for file in files::all::<files::Announcement>().await {
        match file.by == by {
            true => own.push(file),
            false => files::forget::<files::Announcement>(file.id).await,
        }
    }
    own
}

/// After it was sent, and when its officer signs out.
pub fn forget() {
    forget_words();
    files::mark_forgotten::<files::Announcement>();
    spawn_local(files::clear::<files::Announcement>());
}

fn forget_words() {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(KEPT);
    }
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}
