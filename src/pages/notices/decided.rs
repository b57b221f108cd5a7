//! What moderators decided since the reader last looked: about what they wrote, their appeals, and what they flagged.

use leptos::prelude::*;
use neighbors_domain::addresses::pages;
use neighbors_domain::moderation::{Mine, Notice, NoticeState};

use crate::pages::my_moderation::became;
use crate::words::{self, t};

#[component]
pub fn Decided(
    /// Only what was not read yet.
    new: Mine,
) -> impl IntoView {
    let Mine { notices, flags, .. } = new;
    let none = notices.is_empty() && flags.is_empty();
    let none = none.then(|| view! { <p>{t!("Nothing new.")}</p> });
    let lines = notices.iter().map(said).chain(flags.iter().map(|flag| {
        let what = became(flag.outcome);
        t!("You flagged something. {what}", what = what)
    }));
    let lines =
        lines.map(|line| view! { <li class="row row--apart"><span>{line}</span><New/></li> }).collect_view();
    view! {
        <section class="stack stack-3" aria-labelledby="decided">
            <div class="stack stack-1">
                <h2 id="decided">{t!("What moderators decided")}</h2>
                <p class="soft">{t!("About what you wrote and what you flagged, told to you alone.")}</p>
            </div>
            <div class="card">{none}<ul class="settings">{lines}</ul></div>
            <p><a class="button" href=pages::MY_MODERATION>{t!("Read the decisions")}</a></p>
        </section>
    }
}

#[component]
fn New() -> impl IntoView {
    view! { <span class="tag tag--accent">{t!("new")}</span> }
}

fn said(notice: &Notice) -> String {
    match notice.state {
        NoticeState::Hidden { .. } | NoticeState::Appealed => {
            t!("A moderator hid what you wrote: {reason}", reason = words::tr(notice.reason.name()))
        }
        NoticeState::Upheld { .. } => {
            t!("Your appeal was answered by another moderator: it stays hidden.").to_owned()
        }
        NoticeState::Restored { why, .. } => {
            t!("What you wrote is shown again: {why}", why = words::tr(why.name()))
        }
    }
}
