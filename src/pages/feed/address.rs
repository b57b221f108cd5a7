//! The question in the page's address, and the links that change a part of it.

use leptos::prelude::*;
use neighbors_domain::addresses::pages;
use neighbors_domain::feed::Question;
use web_sys::{MouseEvent, UrlSearchParams};

use crate::api;

/// The feed's address for a question; what is usual is left out.
pub fn address(question: &Question) -> String {
    let parts = question.parts();
    let parts: Vec<_> = parts.iter().map(|(name, value)| (*name, value.as_str())).collect();
    api::with(pages::FEED, &parts)
}

/// What the address asks. What nobody knows in it shows everything, as an old link should.
pub fn asked_for() -> Question {
    let query = window().location().search().and_then(|search| UrlSearchParams::new_with_str(&search)).ok();
    Question::read(|name| query.as_ref()?.get(name)).0
}

/// What is asked, and the way to ask something else.
#[derive(Clone, Copy)]
pub struct Asked {
    pub question: RwSignal<Question>,
    pub go: Callback<Question>,
}

impl Asked {
    pub fn get(self) -> Question {
        self.question.get()
    }

    /// Where a link leads that changes a part of what is asked.
    pub fn link(self, change: impl Fn(&mut Question)) -> String {
        address(&self.changed(change))
    }

    pub fn changed(self, change: impl Fn(&mut Question)) -> Question {
        let mut question = self.get();
        question.after = None;
        change(&mut question);
        question
    }

    /// A click on such a link stays on this page, unless it asks the browser for a new tab or window.
    pub fn follow(self, event: &MouseEvent, change: impl Fn(&mut Question)) {
        if event.button() == 0
            && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key())
        {
            event.prevent_default();
            self.go.run(untrack(|| self.changed(change)));
        }
    }
}
