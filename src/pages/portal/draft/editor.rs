//! What one writes: kept in this tab at every key, saved on the server when the hands rest, judged all along.

use std::time::Duration;

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use leptos::task::spawn_local;
use neighbors_domain::assistance_request::{AmendmentError, Draft, Form, History};
use neighbors_domain::rules::{Judged, RuleLine, Verdict};
use serde::{Deserialize, Serialize};

use crate::{api, words};

/// Hands at rest.
const PAUSE: Duration = Duration::from_millis(1_200);

/// A published request that is to get other words.
#[derive(Clone, PartialEq)]
pub struct Amended {
    pub id: String,
    pub draft: Draft,
    pub published_at: DateTime<Utc>,
}

#[derive(Clone, PartialEq)]
pub enum Saving {
    NotYet,
    OnItsWay,
    At(DateTime<Utc>),
    Failed(api::Error),
}

#[derive(Clone, Copy)]
pub struct Editor {
    pub form: RwSignal<Form>,
    pub saving: RwSignal<Saving>,
    /// Of the draft; of an amendment, of the request.
    pub id: StoredValue<String>,
    /// Who writes: nobody else who signs in here finds what this tab keeps.
    by: StoredValue<String>,
    history: StoredValue<History>,
    pub amended: StoredValue<Option<Amended>>,
    timer: StoredValue<Option<TimeoutHandle>>,
}

/// How the draft stands with the rules.
#[derive(Clone, PartialEq)]
pub struct Standing {
    pub lines: Vec<RuleLine>,
    pub amendment: Vec<AmendmentError>,
    /// Can be sent.
    pub draft: Option<Draft>,
}

impl Editor {
    /// What this tab still holds comes before what the server has: it is newer.
    pub fn open(
        id: String,
        by: String,
        saved: Option<(Form, DateTime<Utc>)>,
        fresh: Form,
        history: History,
    ) -> Self {
        let kept = kept(&id, &by);
        let saving = match (&kept, &saved) {
            (None, Some((_, at))) => Saving::At(*at),
            _ => Saving::NotYet,
        };
        let kept_here = kept.is_some();
        let form = kept.or(saved.map(|(form, _)| form)).unwrap_or(fresh);
        let newer = saving == Saving::NotYet && kept_here;
        let editor = Self::new(id, by, form, saving, history, None);
        if newer {
            editor.save_later();
        }
        editor
    }

    pub fn amend(amended: Amended, by: String, history: History) -> Self {
        let form = kept(&amended.id, &by).unwrap_or_else(|| words::form_of(&amended.draft));
        Self::new(amended.id.clone(), by, form, Saving::NotYet, history, Some(amended))
    }

    fn new(
        id: String,
        by: String,
        form: Form,
        saving: Saving,
        history: History,
        amended: Option<Amended>,
    ) -> Self {
        let editor = Self {
            by: StoredValue::new(by),
            form: RwSignal::new(form),
            saving: RwSignal::new(saving),
            id: StoredValue::new(id),
            history: StoredValue::new(history),
            amended: StoredValue::new(amended),
            timer: StoredValue::new(None),
        };
        on_cleanup(move || editor.stop());
        editor
    }

    pub fn is_amendment(self) -> bool {
        self.amended.with_value(Option::is_some)
    }

    /// Every change of the form comes this way.
    pub fn change(self, change: impl FnOnce(&mut Form)) {
        self.form.update(change);
        let by = self.by.get_value();
        self.id.with_value(|id| self.form.with_untracked(|form| keep(id, by, form)));
        self.save_later();
    }

    /// An amendment has no draft on the server: until it is sent, it is kept in this tab.
    pub fn save_later(self) {
        self.stop();
        if self.is_amendment() {
            return;
        }
        let later = set_timeout_with_handle(move || self.save(), PAUSE).ok();
        self.timer.set_value(later);
    }

    pub fn save(self) {
        // The page may be gone; what was typed is kept in this tab.
        let (Some(id), Some(form)) = (self.id.try_get_value(), self.form.try_get_untracked()) else { return };
        self.saving.try_set(Saving::OnItsWay);
        spawn_local(async move {
            let saved = api::save_draft(&id, &form).await;
            let same = self.form.try_with_untracked(|now| *now == form).unwrap_or_default();
            match saved {
                // What was typed meanwhile is still only here.
                Ok(kept) if same => {
                    forget(&id);
                    self.saving.try_set(Saving::At(kept.saved_at));
                }
                Ok(_) => {}
                Err(error) => drop(self.saving.try_set(Saving::Failed(error))),
            }
        });
    }

    pub fn stop(self) {
        if let Some(Some(timer)) = self.timer.try_update_value(Option::take) {
            timer.clear();
        }
    }

    /// After it was sent, or thrown away: nothing of it stays in this tab.
    pub fn done(self) {
        self.stop();
        self.id.with_value(|id| forget(id));
    }

    pub fn standing(self) -> Standing {
        let form = self.form.get();
        let offset = |at| words::offset(&form.zone, at);
        let draft = form.draft(offset);
        let (lines, amendment) = match self.amended.get_value() {
            None => {
                let now = words::now();
                let judge = |draft: &Draft| self.history.with_value(|history| history.judged(draft, now));
                (form.rules(now, judge, offset), Vec::new())
            }
            Some(Amended { draft: before, published_at, .. }) => {
                // An amendment is no post of its own, and is as old as the request.
                let judge = |draft: &Draft| Judged {
                    posts_for_case: 0,
                    posts_over_busiest_cell: 0,
                    ..self.history.with_value(|history| history.judged(draft, published_at))
                };
                let refused = draft.as_ref().map(|draft| before.refuses_amendment(draft)).unwrap_or_default();
                (form.rules(published_at, judge, offset), refused)
            }
        };
        let passes = amendment.is_empty() && lines.iter().all(|line| line.verdict != Verdict::Fail);
        Standing { lines, amendment, draft: draft.filter(|_| passes) }
    }

    /// Who can lead a case.
    pub fn officers(self) -> Vec<String> {
        self.history.with_value(|history| history.officers.clone())
    }

    /// Cells of this agency's requests of the last weeks, as the limit per place counts them.
    pub fn earlier(self) -> Vec<neighbors_domain::cells::Cell9> {
        let since = words::now() - Draft::PLACE_PERIOD;
        self.history.with_value(|history| {
            history.past.iter().filter(|past| past.at > since).flat_map(|past| past.cells.clone()).collect()
        })
    }
}

fn storage() -> Option<web_sys::Storage> {
    window().session_storage().ok().flatten()
}

/// In this tab.
#[derive(Serialize, Deserialize)]
struct Kept {
    by: String,
    form: Form,
}

fn key(id: &str) -> String {
    ["neighbors-draft-", id].concat()
}

fn kept(id: &str, by: &str) -> Option<Form> {
    let kept: Kept = serde_json::from_str(&storage()?.get_item(&key(id)).ok()??).ok()?;
    (kept.by == by).then_some(kept.form)
}

fn keep(id: &str, by: String, form: &Form) {
    let kept = Kept { by, form: form.clone() };
    if let (Some(storage), Ok(text)) = (storage(), serde_json::to_string(&kept)) {
        let _ = storage.set_item(&key(id), &text);
    }
}

fn forget(id: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(&key(id));
    }
}
