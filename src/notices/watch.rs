//! Keeps the bell true: asks with each step to another page, when the tab is looked at again, and after any news of the
//! neighborhood. Nothing is sent to one person alone, so nobody who listens can tell whom a moderator's decision concerns.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped_with_cancellation;
use neighbors_domain::account::Who;
use neighbors_domain::addresses::pages;

use super::{Unread, look};
use crate::here::Here;
use crate::live;
use crate::session::Session;

/// Everybody hears of a comment at the same moment: they do not all ask at the same moment.
const SPREAD: f64 = 3_000.0; // ms
/// Then it rests, however much happens.
const REST: Duration = Duration::from_secs(20);

thread_local! {
    /// What is asked right now: taken back with this.
    static ASKED: RefCell<Option<Owner>> = const { RefCell::new(None) };
    static HUSHED: Cell<bool> = const { Cell::new(false) };
}

/// Nothing is asked while this lives: whoever signs out has no question under way that comes too late.
pub struct Hush(());

impl Hush {
    pub fn now() -> Self {
        HUSHED.set(true);
        take_back();
        Self(())
    }
}

impl Drop for Hush {
    fn drop(&mut self) {
        HUSHED.set(false);
    }
}

fn take_back() {
    if let Some(asked) = ASKED.take() {
        asked.cleanup();
    }
}

pub fn watch(session: Session) {
    let (path, bell) = (Here::path(), Unread::here());
    Effect::new(move || {
        let path = path.get();
        // These pages look by themselves.
        if let Some(who) = session.who().filter(|_| ![pages::NOTICES, pages::MY_MODERATION].contains(&&*path))
        {
            ask(who, bell);
        }
    });
    let pace = Pace::new(move || {
        if let Some(who) = session.who() {
            ask(who, bell);
        }
    });
    let home =
        Memo::new(move |_| session.resident().and_then(|resident| resident.home).map(|home| home.region));
    // The same regions as the feed at home, so that both share what is asked of the stream.
    Effect::new(move || {
        if let Some(home) = home.get() {
            live::follow(&[[&*home.to_string(), ":2"].concat()], move |_, _| pace.hear());
        }
    });
    let seen_again = window_event_listener_untyped("visibilitychange", move |_| pace.hear());
    on_cleanup(move || seen_again.remove());
}

/// One question at a time: the newest is the one that counts.
fn ask(who: Who, bell: Option<Unread>) {
    take_back();
    if HUSHED.get() {
        return;
    }
    let owner = Owner::new();
    owner.with(|| {
        spawn_local_scoped_with_cancellation(async move {
            // What cannot be asked now is asked with the next step.
            let _ = look(&who, bell).await;
        });
    });
    ASKED.set(Some(owner));
}

/// Asks a moment after something happened, and not again for a while; a tab that nobody looks at waits.
#[derive(Clone, Copy)]
struct Pace {
    ask: StoredValue<Box<dyn Fn() + Send + Sync>>,
    /// Something happened since it asked last.
    heard: StoredValue<bool>,
    waits: StoredValue<bool>,
}

impl Pace {
    fn new(ask: impl Fn() + Send + Sync + 'static) -> Self {
        let ask: Box<dyn Fn() + Send + Sync> = Box::new(ask);
        Self { ask: StoredValue::new(ask), heard: StoredValue::new(false), waits: StoredValue::new(false) }
    }

    fn hear(self) {
        self.heard.try_set_value(true);
        if document().hidden() || self.waits.try_get_value() != Some(false) {
            return;
        }
        self.waits.set_value(true);
        let soon = Duration::from_millis((js_sys::Math::random() * SPREAD) as u64);
        set_timeout(move || self.now(), soon);
    }

    fn now(self) {
        // The page may be gone by now.
        if self.heard.try_set_value(false).is_some() {
            return;
        }
        self.ask.with_value(|ask| ask());
        let rested = move || {
            self.waits.try_set_value(false);
            if self.heard.try_get_value() == Some(true) {
                self.hear();
            }
        };
        set_timeout(rested, REST);
    }
}
