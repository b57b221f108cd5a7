//! Who wrote something, and a thread of what they wrote. No pictures, no profiles: a cell with a number.

use leptos::prelude::*;
use neighbors_domain::comment::Comment;
use neighbors_domain::post::Author;

use super::{AgencyName, Badge, Icon};
use crate::words::{self, t};

/// The cell with the number; a filled one with a tick is an officer.
#[component]
pub fn CellNumber(author: Author) -> impl IntoView {
    match author {
        Author::Neighbor { number, wrote_the_post } => {
            let class = if wrote_the_post { "cell cell--author" } else { "cell" };
            view! { <span class=class aria-hidden="true">{number.to_string()}</span> }.into_any()
        }
        Author::Officer { .. } => {
            view! { <span class="cell cell--seal" aria-hidden="true"><Icon name="check"/></span> }.into_any()
        }
    }
}

pub fn neighbor(number: u32) -> String {
    t!("Neighbor {n}", n = number.to_string())
}

/// The comments of a post or an assistance request, oldest first.
#[component]
pub fn Thread(comments: Vec<Comment>) -> impl IntoView {
    (!comments.is_empty()).then(|| {
        let comments = comments.into_iter().map(|comment| view! { <Entry comment/> }).collect_view();
        view! { <ol class="thread" role="list">{comments}</ol> }
    })
}

#[component]
fn Entry(comment: Comment) -> impl IntoView {
    let Comment { id, author, text, at } = comment;
    let class = match author {
        Author::Officer { .. } => "comment comment--officer",
        Author::Neighbor { .. } => "comment",
    };
    let time = view! { <time class="tiny quiet" datetime=words::iso(at)>{words::ago(at)}</time> };
    let by = match author.clone() {
        Author::Neighbor { number, wrote_the_post } => view! {
            <p class="comment__by">
                <b>{neighbor(number)}</b>
                {wrote_the_post.then(|| view! { <span class="tag tag--accent">{t!("author")}</span> })}
                {time}
            </p>
        }
        .into_any(),
        Author::Officer { badge } => {
            let role = view! {
                <p class="tiny soft comment__role">{badge.title.clone()}" · "<AgencyName agency=badge.agency.clone()/></p>
            };
            view! { <div class="comment__by"><b>{badge.name.clone()}</b><Badge badge/>{time}</div>{role} }
                .into_any()
        }
    };
    let text = match text {
        Some(text) => view! { <Paragraphs text/> }.into_any(),
        None => view! { <p class="quiet">{t!("Removed by its author.")}</p> }.into_any(),
    };
    view! { <li class=class id=["comment-", &id].concat()><CellNumber author/><div>{by}{text}</div></li> }
}

/// Text of a person, in the paragraphs they made.
#[component]
pub fn Paragraphs(text: String) -> impl IntoView {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| view! { <p>{line.to_owned()}</p> })
        .collect_view()
}
