//! What all parts of a thread share: its answers as they change, what is one's own, who is muted, what was just done.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use neighbors_domain::comment::{Comment, Mine, UNDO_FOR};

use crate::components::Icon;
use crate::words::{self, t};
use crate::{api, live, muted};

/// Everybody hears of an answer at the same moment: they do not all ask at the same moment.
const SPREAD: f64 = 800.0; // ms

#[derive(Clone, Copy)]
pub struct ThreadState {
    /// Of the post or assistance request.
    pub id: StoredValue<String>,
    pub comments: RwSignal<Vec<Comment>>,
    pub mine: RwSignal<Mine>,
    /// The server has said what is one's own.
    pub known: RwSignal<bool>,
    /// As [`muted::key`] calls them.
    pub muted: RwSignal<Vec<String>>,
    /// The post or comment somebody wants to flag.
    pub flagging: RwSignal<Option<String>>,
    pub said: RwSignal<Option<Done>>,
}

/// What was just done, and how to take it back.
#[derive(Clone, PartialEq)]
pub struct Done {
    pub words: String,
    pub undo: Option<Undo>,
}

#[derive(Clone, PartialEq)]
pub enum Undo {
    /// Of the comment with this id.
    Deletion(String),
    Muting(String),
}

impl ThreadState {
    /// Follows the thread until the page is left. `regions`: where it is shown.
    pub fn new(id: String, comments: Vec<Comment>, regions: &[String]) -> Self {
        let thread = Self {
            muted: RwSignal::new(muted::in_thread(&id)),
            id: StoredValue::new(id),
            comments: RwSignal::new(comments),
            mine: RwSignal::new(Mine::default()),
            known: RwSignal::new(false),
            flagging: RwSignal::new(None),
            said: RwSignal::new(None),
        };
        let asking = StoredValue::new(false);
        live::follow(regions, move |kind, id| {
            let here = kind == "missed"
                || (kind == "comment" && thread.id.try_with_value(|it| it == id) == Some(true));
            if here && asking.try_get_value() == Some(false) {
                asking.set_value(true);
                let wait = Duration::from_millis((js_sys::Math::random() * SPREAD) as u64);
                set_timeout(
                    move || {
                        asking.try_set_value(false);
                        thread.read_again();
                    },
                    wait,
                );
            }
        });
        thread
    }

    pub fn read_again(self) {
        let Some(id) = self.id.try_get_value() else { return };
        spawn_local(async move {
            // What fails now is asked for at the next event; what is read stays as it is.
            let Ok(now) = api::comments(&id).await else { return };
            if self.comments.try_with_untracked(|shown| *shown != now) == Some(true) {
                self.comments.try_set(now);
            }
        });
    }

    pub fn ask_whats_mine(self) {
        let id = self.id.get_value();
        spawn_local(async move {
            if let Ok(mine) = api::my_comments(&id).await {
                self.mine.try_set(mine);
                self.known.try_set(true);
            }
        });
    }

    /// The answer of the server, in its place or at the end.
    pub fn took(self, comment: Comment) {
        self.comments.try_update(|comments| match comments.iter_mut().find(|it| it.id == comment.id) {
            Some(known) => *known = comment,
            None => comments.push(comment),
        });
    }

    pub fn mute(self, author: &str, on: bool) {
        self.muted.set(muted::set(&self.id.read_value(), author, on));
    }

    pub fn say(self, words: String, undo: Option<Undo>) {
        let done = Done { words, undo };
        self.said.try_set(Some(done.clone()));
        // As long as it can be taken back; by then something else may have been said.
        let over = move || {
            if self.said.try_with_untracked(|said| said.as_ref() == Some(&done)) == Some(true) {
                self.said.try_set(None);
            }
        };
        set_timeout(over, UNDO_FOR.to_std().unwrap_or_default());
    }

    pub fn failed(self, why: &api::Error) {
        self.say(words::say(why), None);
    }
}

/// Over the foot of the page: what was done, in passing.
#[component]
pub fn Said(thread: ThreadState) -> impl IntoView {
    let undo = move |undo: Undo| {
        thread.said.set(None);
        match undo {
            Undo::Muting(author) => thread.mute(&author, false),
            Undo::Deletion(id) => spawn_local(async move {
                match api::undo_deletion(&id).await {
                    Ok(comment) => {
                        thread.took(comment);
                        focus(&["comment-", &id].concat());
                    }
                    Err(why) => thread.failed(&why),
                }
            }),
        }
    };
    let shown = move || {
        thread.said.get().map(|Done { words, undo: back }| {
            let back = back.map(|back| {
                view! { <button class="button" type="button" on:click=move |_| undo(back.clone())>{t!("Undo")}</button> }
            });
            view! {
                <div class="toast">
                    <p>{words}</p>
                    {back}
                    <button class="button" type="button" aria-label=t!("Close") on:click=move |_| thread.said.set(None)><Icon name="cross"/></button>
                </div>
            }
        })
    };
    view! { <div role="status">{shown}</div> }
}

/// When the page has drawn it.
pub fn focus(id: &str) {
    use wasm_bindgen::JsCast;
    let id = id.to_owned();
    request_animation_frame(move || {
        let element = document().get_element_by_id(&id);
        if let Some(element) = element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = element.focus();
        }
    });
}
