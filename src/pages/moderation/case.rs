//! One item that waits: its words, who wrote it as the thread says it, why it was flagged, and what can be decided.

use leptos::prelude::*;
use leptos::task::spawn_local;
use neighbors_domain::addresses::pages;
use neighbors_domain::moderation::{Case, Decision, ItemKind, Reason, Stage, Why};
use neighbors_domain::post::Author;

use super::Decided;
use crate::api;
use crate::components::{CellNumber, Icon, Paragraphs, neighbor};
use crate::words::{self, plural, t};

#[component]
pub fn CaseCard(case: Case, moderator: u32, took: Callback<Decided>) -> impl IntoView {
    let Case { place, thread_title, author, title, text, flags, since, stage } = case;
    let address = match place.on_request {
        true => pages::assistance_request(&place.thread),
        false => pages::post(&place.thread),
    };
    let (kind, icon) = match place.kind {
        ItemKind::Post => (t!("A post"), "news"),
        ItemKind::Comment => (t!("Comment"), "comment"),
    };
    let by_officer = matches!(author, Author::Officer { .. });
    let name = match &author {
        Author::Neighbor { number, .. } => neighbor(*number),
        Author::Officer { badge } => [&*badge.name, ", ", &*badge.agency.name].concat(),
    };
    let flags = flags
        .into_iter()
        .map(|it| {
            let times = plural!(it.flags, "flagged once", "flagged {n} times");
            view! { <li><b>{words::tr(it.reason.name())}</b>" · "{times}</li> }
        })
        .collect_view();
    let title = title.map(|title| view! { <p><b>{title}</b></p> });
    view! {
        <article class="card stack stack-3">
            <p class="meta">
                <span class="tag"><Icon name=icon/>{kind}</span>
                <a href=address>{thread_title}</a>
                <time datetime=words::iso(since)>{words::ago(since)}</time>
            </p>
            <p class="row"><CellNumber author/><b>{name}</b></p>
            <blockquote class="panel stack stack-2">{title}<Paragraphs text/></blockquote>
            <ul class="small stack stack-1">{flags}</ul>
            <Decide item=place.item by_officer stage moderator took/>
        </article>
    }
}

#[component]
fn Decide(
    item: String,
    by_officer: bool,
    stage: Stage,
    moderator: u32,
    took: Callback<Decided>,
) -> impl IntoView {
    let desk = Desk {
        item: StoredValue::new(item),
        error: RwSignal::new(None),
        sending: RwSignal::new(false),
        took,
    };
    let body = match stage {
        Stage::Flagged => view! { <HideOrKeep desk by_officer/> }.into_any(),
        Stage::Proposed { reason, by } => view! { <SecondPerson desk reason by mine=by == moderator/> }.into_any(),
        Stage::Appealed { reason, by, appeal } => view! {
            <p class="small">{t!("Hidden by moderator {n}: {reason}", n = by.to_string(), reason = words::tr(reason.name()))}</p>
            <div class="stack stack-1"><p class="small"><b>{t!("The author says")}</b></p><Paragraphs text=appeal/></div>
            <ShowAgain desk appealed=true/>
        }
        .into_any(),
        Stage::Hidden { reason, by } => view! {
            <p class="small">{t!("Hidden by moderator {n}: {reason}", n = by.to_string(), reason = words::tr(reason.name()))}</p>
            <ShowAgain desk appealed=false/>
        }
        .into_any(),
    };
    let error = move || {
        desk.error.get().map(|why| {
            view! { <div class="banner banner--error"><Icon name="warn"/><p><b>{t!("Nothing was decided.")}</b>" "{why}</p></div> }
        })
    };
    view! { <div class="stack stack-2">{body}<div role="alert">{error}</div></div> }
}

#[derive(Clone, Copy)]
struct Desk {
    item: StoredValue<String>,
    error: RwSignal<Option<String>>,
    sending: RwSignal<bool>,
    took: Callback<Decided>,
}

impl Desk {
    fn decide(self, decision: Decision, words: &'static str, can_undo: bool) {
        if self.sending.get_untracked() {
            return;
        }
        self.sending.set(true);
        self.error.set(None);
        let item = self.item.get_value();
        spawn_local(async move {
            let answer = api::decide(&item, decision).await;
            self.sending.try_set(false);
            match answer {
                Ok(()) => said(self.took, words.to_owned(), can_undo.then_some(item)),
                Err(why) => {
                    self.error.try_set(Some(words::say(&why)));
                }
            }
        });
    }
}

/// The card is gone by then: reading goes on at what was said.
fn said(took: Callback<Decided>, words: String, undo: Option<String>) {
    use wasm_bindgen::JsCast;
    took.run(Decided { words, undo });
    request_animation_frame(|| {
        let said = document().get_element_by_id("decided");
        if let Some(said) = said.and_then(|said| said.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = said.focus();
        }
    });
}

/// What was hidden a moment ago is shown again, as a mistake; the log keeps both.
pub fn undo(item: String, took: Callback<Decided>) {
    spawn_local(async move {
        let words = match api::decide(&item, Decision::Restore { why: Why::Mistake }).await {
            Ok(()) => t!("It is shown again.").to_owned(),
            Err(why) => words::say(&why),
        };
        said(took, words, None);
    });
}

#[component]
fn HideOrKeep(desk: Desk, by_officer: bool) -> impl IntoView {
    let chosen = RwSignal::new(None::<Reason>);
    let missing = RwSignal::new(None::<String>);
    let hide = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let Some(reason) = chosen.get_untracked() else {
            return missing.set(Some(t!("Choose the rule it breaks.").to_owned()));
        };
        let words = match by_officer {
            true => t!("Another moderator has to agree before it is hidden: an officer wrote it."),
            false => t!("It is hidden. Its author is told the reason."),
        };
        desk.decide(Decision::Hide { reason }, words, !by_officer);
    };
    let keep = move |_| desk.decide(Decision::Keep, t!("It stays. Whoever flagged it is told."), false);
    let choices = Reason::ALL.map(|reason| (reason.key(), words::tr(reason.name()))).to_vec();
    let choose = move |key: String| {
        chosen.set(Reason::from_key(&key));
        missing.set(None);
    };
    view! {
        <form class="stack stack-2" novalidate on:submit=hide>
            <Choice desk label=t!("The rule it breaks") first=t!("Choose a rule") choices choose missing/>
            <div class="buttons">
                <button class="button button--danger" type="submit"><Icon name="hide"/>{t!("Hide")}</button>
                <button class="button" type="button" on:click=keep><Icon name="check"/>{t!("It breaks no rule")}</button>
            </div>
        </form>
    }
}

#[component]
fn SecondPerson(desk: Desk, reason: Reason, by: u32, mine: bool) -> impl IntoView {
    let says =
        t!("Moderator {n} would hide it: {reason}", n = by.to_string(), reason = words::tr(reason.name()));
    let why = t!("An officer wrote it, so it takes two.");
    let hide = move |_| {
        desk.decide(Decision::Hide { reason }, t!("It is hidden. Its author is told the reason."), true)
    };
    let keep = move |_| desk.decide(Decision::Keep, t!("It stays. Whoever flagged it is told."), false);
    let agree = (!mine).then(|| {
        view! { <button class="button button--danger" type="button" on:click=hide><Icon name="hide"/>{t!("Agree and hide")}</button> }
    });
    let back = if mine { t!("Take it back: it stays") } else { t!("It breaks no rule") };
    view! {
        <p class="small">{says}". "{why}</p>
        <div class="buttons">{agree}<button class="button" type="button" on:click=keep>{back}</button></div>
    }
}

#[component]
fn ShowAgain(desk: Desk, appealed: bool) -> impl IntoView {
    let chosen = RwSignal::new(None::<Why>);
    let missing = RwSignal::new(None::<String>);
    let restore = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        match chosen.get_untracked() {
            None => missing.set(Some(t!("Choose why it is shown again.").to_owned())),
            Some(why) => desk.decide(Decision::Restore { why }, t!("It is shown again."), false),
        }
    };
    let uphold = move |_| desk.decide(Decision::Uphold, t!("It stays hidden. Its author is told."), false);
    let choices = Why::ALL.map(|why| (why.key(), words::tr(why.name()))).to_vec();
    let choose = move |key: String| {
        chosen.set(Why::from_key(&key));
        missing.set(None);
    };
    let stays = appealed.then(|| {
        view! { <button class="button" type="button" on:click=uphold>{t!("It stays hidden")}</button> }
    });
    view! {
        <form class="stack stack-2" novalidate on:submit=restore>
            <Choice desk label=t!("Why it is shown again") first=t!("Choose a reason") choices choose missing/>
            <div class="buttons">
                <button class="button" type="submit"><Icon name="eye"/>{t!("Show it again")}</button>
                {stays}
            </div>
        </form>
    }
}

/// One of a closed list; nothing is chosen for the moderator.
#[component]
fn Choice(
    desk: Desk,
    label: &'static str,
    first: &'static str,
    choices: Vec<(&'static str, &'static str)>,
    choose: impl Fn(String) + 'static,
    missing: RwSignal<Option<String>>,
) -> impl IntoView {
    let id = ["choice-", &desk.item.get_value()].concat();
    let error = [&*id, "-missing"].concat();
    let options =
        choices.into_iter().map(|(key, name)| view! { <option value=key>{name}</option> }).collect_view();
    let described = {
        let error = error.clone();
        move || missing.with(Option::is_some).then(|| error.clone())
    };
    let said = move || {
        missing.get().map(|why| {
            view! { <p class="field__error" id=error.clone()><Icon name="warn"/><span>{why}</span></p> }
        })
    };
    view! {
        <div class="field">
            <label class="field__label" for=id.clone()>{label}</label>
            <select class="input" id=id on:change=move |event| choose(event_target_value(&event))
                aria-invalid=move || missing.with(Option::is_some).then_some("true") aria-describedby=described>
                <option value="">{first}</option>
                {options}
            </select>
            {said}
        </div>
    }
}
