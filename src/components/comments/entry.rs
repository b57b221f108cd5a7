//! One answer in a thread, and what one may do with it: one's own is changed and deleted, another's is flagged or muted.

use chrono::Utc;
use leptos::prelude::*;
use leptos::task::spawn_local;
use neighbors_domain::comment::Comment;
use neighbors_domain::post::Author;

use super::edit::EditForm;
use super::flag::FlagButton;
use super::thread::{ThreadState, Undo, focus};
use crate::components::{AgencyName, Badge, CellNumber, Icon, Paragraphs, hidden_because, neighbor};
use crate::words::{self, t};
use crate::{api, muted};

#[component]
pub fn Entry(comment: Comment, thread: ThreadState) -> impl IntoView {
    let class = match comment.author {
        Author::Officer { .. } => "comment comment--officer",
        Author::Neighbor { .. } => "comment",
    };
    let key = muted::key(&comment.author);
    let is_muted = Memo::new(move |_| thread.muted.with(|muted| muted.contains(&key)));
    let id = ["comment-", &comment.id].concat();
    let about = ["comment/", &comment.id].concat();
    let comment = StoredValue::new(comment);
    let body = move || match is_muted.get() {
        true => view! { <Folded author=comment.read_value().author.clone() thread/> }.into_any(),
        false => view! { <Whole comment=comment.get_value() thread/> }.into_any(),
    };
    view! { <li class=class class:comment--muted=is_muted id=id tabindex="-1" data-about=about>{body}</li> }
}

/// One line: somebody is there, and does not have to be read.
#[component]
fn Folded(author: Author, thread: ThreadState) -> impl IntoView {
    let (key, name) = (muted::key(&author), name(&author));
    view! {
        <p class="row small quiet">
            <span>{t!("{name}, muted in this browser", name = name)}</span>
            <button class="act" type="button" on:click=move |_| thread.mute(&key, false)><Icon name="eye"/>{t!("Unmute")}</button>
        </p>
    }
}

fn name(author: &Author) -> String {
    match author {
        Author::Neighbor { number, .. } => neighbor(*number),
        Author::Officer { badge } => badge.name.clone(),
    }
}

#[component]
fn Whole(comment: Comment, thread: ThreadState) -> impl IntoView {
    let editing = RwSignal::new(false);
    let shown = comment.clone();
    let id = StoredValue::new(comment.id.clone());
    let own = Memo::new(move |_| {
        thread.mine.with(|mine| mine.comments.iter().find(|it| it.id == *id.read_value()).cloned())
    });
    let Comment { author, text, hidden, edited, at, .. } = comment;
    let edited = edited.then(|| [" · ", t!("edited")].concat());
    let time = view! { <span class="tiny quiet"><time data-said="at" datetime=words::iso(at)>{words::ago(at)}</time>{edited}</span> };
    let you = move || own.get().map(|_| view! { <span class="tag">{t!("you")}</span> });
    let by = match author.clone() {
        Author::Neighbor { number, wrote_the_post } => view! {
            <p class="comment__by">
                <b>{neighbor(number)}</b>
                {wrote_the_post.then(|| view! { <span class="tag tag--accent">{t!("author")}</span> })}
                {you}
                {time}
            </p>
        }
        .into_any(),
        Author::Officer { badge } => {
            let role = view! {
                <p class="tiny soft comment__role">{badge.title.clone()}" · "<AgencyName agency=badge.agency.clone()/></p>
            };
            view! { <div class="comment__by"><b>{badge.name.clone()}</b><Badge badge/>{you}{time}</div>{role} }
                .into_any()
        }
    };
    let (cell, there) = (author.clone(), text.is_some());
    let said = move || match (text.clone(), hidden) {
        (Some(_), _) if editing.get() => {
            view! { <EditForm comment=shown.clone() editing thread/> }.into_any()
        }
        (Some(text), _) => view! { <Paragraphs text/> }.into_any(),
        (None, Some(reason)) => view! { <p class="quiet">{hidden_because(reason)}</p> }.into_any(),
        (None, None) => view! { <p class="quiet">{t!("Removed by its author.")}</p> }.into_any(),
    };
    let acts = move || {
        (there && !editing.get()).then(|| match own.get() {
            Some(own) => {
                let young = Utc::now() <= own.editable_until;
                view! { <OwnActs id=own.id young editing thread/> }.into_any()
            }
            None => view! { <OthersActs id=id.get_value() author=author.clone() thread/> }.into_any(),
        })
    };
    view! { <CellNumber author=cell/><div>{by}{said}{acts}</div> }
}

#[component]
fn OwnActs(id: String, young: bool, editing: RwSignal<bool>, thread: ThreadState) -> impl IntoView {
    let delete = move |_| {
        let id = id.clone();
        spawn_local(async move {
            match api::delete_comment(&id).await {
                Ok(comment) => {
                    focus(&["comment-", &id].concat());
                    thread.took(comment);
                    thread.say(t!("Your comment is deleted.").to_owned(), Some(Undo::Deletion(id)));
                }
                Err(why) => thread.failed(&why),
            }
        });
    };
    let edit = young.then(|| {
        view! { <button class="act" type="button" on:click=move |_| editing.set(true)>{t!("Edit")}</button> }
    });
    view! {
        <p class="item__foot">
            {edit}
            <button class="act" type="button" on:click=delete>{t!("Delete")}</button>
        </p>
    }
}

#[component]
fn OthersActs(id: String, author: Author, thread: ThreadState) -> impl IntoView {
    let (key, name) = (muted::key(&author), name(&author));
    let label = t!("Mute {name}", name = name);
    let mute = move |_| {
        thread.mute(&key, true);
        thread.say(
            t!("{name} is muted in this thread, in this browser only.", name = name),
            Some(Undo::Muting(key.clone())),
        );
    };
    view! {
        <p class="item__foot">
            <FlagButton item=id thread/>
            <button class="act" type="button" aria-label=label on:click=mute><Icon name="hide"/>{t!("Mute")}</button>
        </p>
    }
}
