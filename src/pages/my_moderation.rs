//! `/settings/moderation` What moderators decided about what one wrote and flagged, and the one appeal.

mod appeal;

use leptos::prelude::*;
use leptos::task::spawn_local;
use neighbors_domain::account::Who;
use neighbors_domain::addresses::pages;
use neighbors_domain::moderation::{Mine, MyFlag, Notice, NoticeState, Outcome, Where};

use crate::components::{Art, Blank, Heading, Icon, Loaded, Paragraphs, Shape};
use crate::notices::Unread;
use crate::session::Session;
use crate::words::{self, t};
use crate::{api, notices};
use appeal::AppealForm;

#[component]
pub fn MyModeration() -> impl IntoView {
    let session = Session::here();
    let page = |who: Who| {
        match who {
        Who::Visitor => view! {
            <Blank art=Art::Nothing title=t!("Sign in to see your notices").to_owned()>
                <p>{t!("What moderators decided is told to the author alone.")}</p>
                <div class="buttons"><a class="button button--primary" href=[pages::SIGN_IN, "?next=", pages::MY_MODERATION].concat()>{t!("Sign in")}</a></div>
            </Blank>
        }
        .into_any(),
        who => view! { <Decided who/> }.into_any(),
    }
    };
    view! {
        <main class="page page--narrow stack stack-6" id="main" tabindex="-1">
            <p><a class="back" href=pages::SETTINGS><Icon name="back"/>{t!("Settings")}</a></p>
            <Heading text=t!("Notices about what you wrote")/>
            <Loaded resource=session.resource() what=t!("who is signed in") view=move |me| page(me.who)/>
        </main>
    }
}

#[component]
fn Decided(who: Who) -> impl IntoView {
    let bell = Unread::here();
    let mine = LocalResource::new(move || {
        let who = who.clone();
        async move {
            let mine = api::my_moderation().await?;
            // Before the reader's eyes they are read, and the bell is told.
            notices::decided::read(&mine);
            spawn_local(async move {
                let _ = notices::look(&who, bell).await;
            });
            Ok(mine)
        }
    });
    let again = Callback::new(move |()| mine.refetch());
    view! { <Loaded resource=mine what=t!("your notices") shape=Shape::Items view=move |mine| view! { <All mine again/> }/> }
}

#[component]
fn All(mine: Mine, again: Callback<()>) -> impl IntoView {
    let Mine { notices, flags, paused_until } = mine;
    let paused = paused_until.map(|until| {
        view! {
            <div class="banner banner--warn">
                <Icon name="pause"/>
                <p><b>{t!("You can write again on {when}.", when = words::moment(until))}</b>" "{t!("Several things you wrote were hidden. Only you are told; if one is shown again, the pause ends by itself.")}</p>
            </div>
        }
    });
    let none = notices.is_empty().then(|| {
        view! { <p class="panel">{t!("Nothing you wrote was hidden in the last 90 days.")}</p> }
    });
    let notices =
        notices.into_iter().map(|notice| view! { <li><NoticeCard notice again/></li> }).collect_view();
    let no_flags = flags
        .is_empty()
        .then(|| view! { <p class="panel">{t!("You flagged nothing in the last 90 days.")}</p> });
    let flags = flags.into_iter().map(|flag| view! { <FlagRow flag/> }).collect_view();
    view! {
        <div class="stack stack-6">
            {paused}
            {none}
            <ol class="stack" role="list">{notices}</ol>
            <section class="stack stack-3" aria-labelledby="flags">
                <h2 id="flags">{t!("What you flagged")}</h2>
                {no_flags}
                <ul class="stack stack-2" role="list">{flags}</ul>
            </section>
            <p class="small soft"><a href=[pages::RULES, "#moderation"].concat()>{t!("The rules, with their numbers")}</a>" · "<a href=pages::MODERATION_LOG>{t!("Moderation log")}</a></p>
        </div>
    }
}

fn address(place: &Where) -> String {
    let thread = match place.on_request {
        true => pages::assistance_request(&place.thread),
        false => pages::post(&place.thread),
    };
    match place.item == place.thread {
        true => thread,
        false => [&*thread, "#comment-", &*place.item].concat(),
    }
}

#[component]
fn NoticeCard(notice: Notice, again: Callback<()>) -> impl IntoView {
    let Notice { id, place, words: said, at, reason, moderator, state } = notice;
    let by =
        t!("Hidden by moderator {n}: {reason}", n = moderator.to_string(), reason = words::tr(reason.name()));
    let became = match state {
        NoticeState::Hidden { appeal_until } => view! { <AppealForm id until=appeal_until again/> }.into_any(),
        NoticeState::Appealed => view! {
            <p class="small">{t!("Your appeal waits. Another moderator answers it.")}</p>
        }
        .into_any(),
        NoticeState::Upheld { at } => view! {
            <p class="small"><b>{t!("It stays hidden.")}</b>" "{t!("Another moderator answered your appeal on {when}.", when = words::moment(at))}</p>
        }
        .into_any(),
        NoticeState::Restored { why, at } => view! {
            <p class="row small"><Icon name="check"/><span><b>{t!("It is shown again.")}</b>" "{words::tr(why.name())}" · "{words::moment(at)}</span></p>
        }
        .into_any(),
    };
    view! {
        <article class="card stack stack-3">
            <p><b>{by}</b><br/><span class="small soft">{words::moment(at)}" · "<a href=address(&place)>{t!("Go to the thread")}</a></span></p>
            <blockquote class="panel stack stack-2"><Paragraphs text=said/></blockquote>
            {became}
        </article>
    }
}

#[component]
fn FlagRow(flag: MyFlag) -> impl IntoView {
    let MyFlag { place, reason, at, outcome } = flag;
    view! {
        <li class="card stack stack-1">
            <p><b>{became(outcome)}</b></p>
            <p class="small soft">{t!("You flagged it on {when}: {reason}", when = words::moment(at), reason = words::tr(reason.name()))}" · "<a href=address(&place)>{t!("Go to the thread")}</a></p>
        </li>
    }
}

/// Of something that was flagged.
pub(super) fn became(outcome: Outcome) -> String {
    match outcome {
        Outcome::Waiting => t!("Waits for a moderator.").to_owned(),
        Outcome::Hidden { reason } => t!("It was hidden: {reason}", reason = words::tr(reason.name())),
        Outcome::Kept => t!("A moderator looked at it: it breaks no rule and stays.").to_owned(),
        Outcome::Restored => t!("It was hidden, and after another look it is shown again.").to_owned(),
        Outcome::RemovedByAuthor => t!("Its author removed it.").to_owned(),
    }
}
