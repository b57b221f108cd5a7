//! The post as it is being written: kept with every change, and judged by the rules of `domain`.

use chrono::{DateTime, Local, NaiveDate, NaiveTime, Utc};
use leptos::prelude::*;
use neighbors_domain::account::ResidentSelf;
use neighbors_domain::cells::{Cell8, Region7};
use neighbors_domain::post::{Category, Draft, PostError};

use crate::drafts::files::KeptFile;
use crate::drafts::{self, Words};
use crate::pages::attach::{Files, Of};
use crate::words;

#[derive(Clone, Copy)]
pub struct Writing {
    pub by: StoredValue<String>,
    pub key: StoredValue<String>,
    pub category: RwSignal<Option<Category>>,
    pub title: RwSignal<String>,
    pub text: RwSignal<String>,
    pub region: RwSignal<Region7>,
    pub cell: RwSignal<Option<Cell8>>,
    pub day: RwSignal<String>,
    pub time: RwSignal<String>,
    pub files: Files,
    /// Once somebody pressed "Post", what is missing is said too.
    pub tried: RwSignal<bool>,
    /// What the server said, until something is changed.
    pub refused: RwSignal<Vec<PostError>>,
    pub restored: bool,
}

impl Writing {
    pub fn restored(resident: ResidentSelf, region: Region7, files: Vec<KeptFile>) -> Self {
        let by = drafts::whose(&resident);
        let kept = drafts::kept().filter(|words| words.by == by);
        let restored = kept.is_some() || !files.is_empty();
        let words = kept.unwrap_or_else(|| empty(by.clone(), None));
        let files = Files::restored(Of::Post, by.clone(), files);
        let writing = Self {
            by: StoredValue::new(by),
            key: StoredValue::new(words.key),
            category: RwSignal::new(words.category),
            title: RwSignal::new(words.title),
            text: RwSignal::new(words.text),
            region: RwSignal::new(words.region.unwrap_or(region)),
            cell: RwSignal::new(words.cell),
            day: RwSignal::new(words.day),
            time: RwSignal::new(words.time),
            files,
            tried: RwSignal::new(false),
            refused: RwSignal::new(Vec::new()),
            restored,
        };
        let before = StoredValue::new(None::<Words>);
        Effect::new(move || {
            let words = writing.words();
            let changed = before.with_value(|before| before.as_ref().is_some_and(|before| *before != words));
            if changed {
                if writing.is_empty() {
                    drafts::forget_words()
                } else {
                    drafts::keep(&words)
                }
                writing.refused.set(Vec::new());
            }
            before.set_value(Some(words));
        });
        writing
    }

    pub fn words(&self) -> Words {
        Words {
            by: self.by.get_value(),
            key: self.key.get_value(),
            category: self.category.get(),
            title: self.title.get(),
            text: self.text.get(),
            region: Some(self.region.get()),
            cell: self.cell.get(),
            day: self.day.get(),
            time: self.time.get(),
        }
    }

    pub fn set_words(&self, words: Words) {
        self.key.set_value(words.key);
        self.category.set(words.category);
        self.title.set(words.title);
        self.text.set(words.text);
        self.cell.set(words.cell);
        self.day.set(words.day);
        self.time.set(words.time);
    }

    /// An empty sheet, where the map stays.
    pub fn empty(&self) -> Words {
        empty(self.by.get_value(), Some(self.region.get_untracked()))
    }

    pub fn is_empty(&self) -> bool {
        self.title.with(String::is_empty)
            && self.text.with(String::is_empty)
            && self.category.get().is_none()
            && self.cell.get().is_none()
            && self.files.is_empty()
    }

    /// Of the reader's own clock; `None` where one does not say.
    pub fn happened_at(&self) -> Option<DateTime<Utc>> {
        instant(&self.day.get(), &self.time.get())
    }

    /// `None` while kind or cell are missing, or a file is not ready.
    pub fn draft(&self) -> Option<Draft> {
        let (category, cell) = (self.category.get()?, self.cell.get()?);
        self.files.ready().then(|| self.draft_with(category, cell))
    }

    fn draft_with(&self, category: Category, cell: Cell8) -> Draft {
        Draft {
            category,
            title: self.title.get(),
            text: self.text.get(),
            cell,
            happened_at: self.happened_at(),
            media: self.files.attached(),
        }
    }

    /// What the rules say: everything once "Post" was pressed, before that only what is wrong whatever comes next.
    pub fn errors(&self) -> Vec<PostError> {
        let tried = self.tried.get();
        let category = self.category.get().unwrap_or(Category::Safety);
        let cell = self
            .cell
            .get()
            .or_else(|| Cell8::around(self.region.get().index().center_child(Cell8::RESOLUTION)?));
        let Some(cell) = cell else { return Vec::new() };
        let mut errors = self.draft_with(category, cell).check(Utc::now(), false).err().unwrap_or_default();
        errors.retain(|error| match error {
            PostError::Title { chars, max, .. } => tried || chars > max,
            PostError::Text { chars, max } => tried || chars > max,
            _ => true,
        });
        let refused = self.refused.get();
        errors.retain(|error| !refused.contains(error));
        [errors, refused].concat()
    }

    /// What stands beside the files.
    pub fn wrong_files(self) -> Signal<Option<String>> {
        let of_files = |error: &PostError| {
            matches!(error, PostError::TooManyFiles { .. } | PostError::Alt { .. } | PostError::FileGone)
        };
        Signal::derive(move || self.errors().into_iter().find(of_files).map(words::say))
    }
}

fn empty(by: String, region: Option<Region7>) -> Words {
    let mut key = [0; 16];
    getrandom::getrandom(&mut key).expect("every browser has a source of chance");
    Words {
        by,
        key: hex::encode(key),
        category: None,
        title: String::new(),
        text: String::new(),
        region,
        cell: None,
        day: Utc::now().with_timezone(&Local).format("%Y-%m-%d").to_string(),
        time: String::new(),
    }
}

impl Writing {
    /// What was sent stays as it was sent; what is written from here on is another post.
    pub fn another(&self) {
        self.key.set_value(empty(String::new(), None).key);
        drafts::keep(&untrack(|| self.words()));
    }
}

/// A day and a time of this device's zone; where the clock is turned back, the first of the two.
fn instant(day: &str, time: &str) -> Option<DateTime<Utc>> {
    let day = NaiveDate::parse_from_str(day, "%Y-%m-%d").ok()?;
    let time = NaiveTime::parse_from_str(time, "%H:%M").ok()?;
    Some(day.and_time(time).and_local_timezone(Local).earliest()?.to_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_said_only_where_both_parts_are() {
        assert!(instant("2026-10-21", "21:15").is_some());
        for (day, time) in [("2026-10-21", ""), ("", "21:15"), ("2026-02-30", "21:15"), ("soon", "late")] {
            assert_eq!(instant(day, time), None, "{day} {time}");
        }
    }
}
