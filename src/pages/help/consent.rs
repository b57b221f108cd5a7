//! The consent screen, in full: what will be disclosed with its values, and one unticked box for each.

use chrono::{TimeDelta, Utc};
use leptos::prelude::*;
use neighbors_domain::addresses::pages;
use neighbors_domain::consent::{Consent, Identity, Part, disclosed};
use neighbors_domain::spoken::bytes;

use super::flow::{Flow, Picked, Step, StepHeading, StepMarks};
use super::outbox::Outbox;
use super::recording_row::{Thumb, breakable, facts};
use super::recordings::Notice;
use crate::components::Icon;
use crate::words::{self, plural, t, view_of};

/// The ticks live in this screen alone: whoever goes back to change something finds them cleared.
#[component]
pub fn ConsentStep(flow: Flow) -> impl IntoView {
    let request = flow.request.get_untracked();
    let recordings = flow.chosen();
    let identity = flow.identity.get_untracked();
    let n = recordings.len();
    let kept_until = Utc::now() + TimeDelta::days(request.retention_days.into());
    let kept_until = words::day_in(&request.draft.zone, kept_until);
    let agency = request.agency.name.clone();
    let consent = Consent::new(
        words::language(),
        &agency,
        n,
        &identity,
        request.retention_days,
        &kept_until,
        request.version,
    );

    let ticks = RwSignal::new([false; 4]);
    let all = move || ticks.get() == [true; 4];
    let agreed = consent.clone();
    let share = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if all() {
            flow.outbox.update_value(|outbox| outbox.agree(agreed.clone(), Utc::now()));
            flow.notice.set(None);
            flow.go(Step::Sending);
        }
    };
    let what = [
        (plural!(n, "My {n} recording", "My {n} recordings"), sum(&recordings)),
        (t!("My name").to_owned(), identity.name.clone()),
        (t!("My email address").to_owned(), identity.email.clone()),
        (t!("My home address").to_owned(), identity.home_address.clone()),
    ];
    let items = what
        .into_iter()
        .enumerate()
        .map(|(at, (what, value))| view! { <Item ticks at what value/> })
        .collect_view();
    let status = move || match all() {
        true => t!("All four are ticked. Nothing has been sent yet."),
        false => t!("Tick all four to share, or choose “Not now”."),
    };
    view! {
        <StepMarks at=2/>
        <StepHeading flow text=t!("Read this before you share")/>
        <Notice flow/>
        <Sentence agency=agency.clone() demo=request.agency.demo n identity/>
        <form class="stack stack-7" on:submit=share>
            <fieldset class="stack stack-3" aria-describedby="nothing-ticked">
                <legend><h2>{t!("Tick each thing you agree to disclose")}</h2></legend>
                <p class="small soft" id="nothing-ticked">{t!("Nothing is ticked for you. All four are needed: a recording cannot be shared here without saying who it comes from.")}</p>
                <div class="consent">{items}</div>
            </fieldset>
            <List recordings zone=request.draft.zone.clone()/>
            <Terms consent=consent.clone() anonymous=[&pages::assistance_request(&request.id), "#anonymous"].concat()/>
            <p class="small soft" id="consent-status" role="status">{status}</p>
            <div class="buttons buttons--pair">
                <button class="button button--primary" type="submit" aria-disabled=move || (!all()).then_some("true") aria-describedby="consent-status">
                    {t!("Share with {agency}", agency = agency)}
                </button>
                <button class="button" type="button" on:click=move |_| flow.go(Step::NotNow)>{t!("Not now")}</button>
            </div>
            <p><button class="button button--quiet" type="button" on:click=move |_| flow.go(Step::Details)><Icon name="back"/>{t!("Change something")}</button></p>
            <Version consent/>
        </form>
    }
}

#[component]
fn Item(ticks: RwSignal<[bool; 4]>, at: usize, what: String, value: String) -> impl IntoView {
    view! {
        <label class="consent__item tick">
            <input type="checkbox" prop:checked=move || ticks.get()[at]
                on:change:target=move |event| ticks.update(|ticks| ticks[at] = event.target().checked())/>
            <span class="consent__what">{what}</span>
            <span class="consent__value">{value}</span>
        </label>
    }
}

/// "3 files, 10 min 10 s, 493 MB"
fn sum(recordings: &[Picked]) -> String {
    let seconds: i64 =
        recordings.iter().map(|picked| (picked.taken.until - picked.taken.from).num_seconds()).sum();
    let size = bytes(recordings.iter().map(Picked::bytes).sum());
    let files = plural!(recordings.len(), "{n} file", "{n} files");
    if seconds > 0 {
        format!("{files}, {}, {size}", words::length(seconds))
    } else {
        format!("{files}, {size}")
    }
}

#[component]
fn Sentence(agency: String, demo: bool, n: usize, identity: Identity) -> impl IntoView {
    let parts =
        disclosed(words::language(), &agency, n, &identity).into_iter().enumerate().map(|(at, part)| {
            match part {
                Part::Plain(text) => text.into_any(),
                Part::Strong(text) => {
                    let demo = (at == 0 && demo).then(|| view! { " "<span class="demo">"demo"</span> });
                    view! { <b>{text}</b>{demo} }.into_any()
                }
                Part::Value(text) => view! { <mark>{text}</mark> }.into_any(),
            }
        });
    view! { <p class="sentence">{parts.collect_view()}</p> }
}

#[component]
fn List(recordings: Vec<Picked>, zone: String) -> impl IntoView {
    let title = match recordings.len() {
        1 => t!("The recording").to_owned(),
        n => t!("The {n} recordings", n = words::number(n)),
    };
    let rows = recordings.into_iter().map(|picked| view! {
        <li class="recording recording--plain">
            <Thumb picked=picked.clone()/>
            <div><b>{breakable(&picked.name())}</b><p class="tiny quiet">{facts(&picked, &zone)}</p></div>
        </li>
    }).collect_view();
    view! {
        <details class="card fold" open=true>
            <summary><h2>{title}</h2><Icon name="down"/></summary>
            <ul class="list" role="list">{rows}</ul>
        </details>
    }
}

/// Every sentence of the consent, under the question it answers.
#[component]
fn Terms(consent: Consent, anonymous: String) -> impl IntoView {
    let term = |n: usize| consent.terms.get(n).cloned().unwrap_or_default();
    let change = [&term(2), " ", &term(3)].concat();
    let point = |icon, title, text: String| {
        view! {
            <li><Icon name=icon/><p><b>{title}</b><span>{text}</span></p></li>
        }
    };
    view! {
        <section class="stack stack-3" aria-labelledby="means">
            <h2 id="means">{t!("What this means")}</h2>
            <ul class="points" role="list">
                {point("lock", t!("Who can open it"), term(0))}
                {point("clock", t!("How long it is kept"), term(1))}
                {point("withdraw", t!("If you change your mind"), change)}
                {point("agency", t!("Court orders"), term(4))}
                {point("hide", t!("Without your name"), term(5))}
            </ul>
            <p class="small"><a href=anonymous rel="external">{t!("Open the tip line")}</a></p>
        </section>
    }
}

#[component]
fn Version(consent: Consent) -> impl IntoView {
    let hash = consent.sha256();
    let short = [&hash[..4], "…", &hash[60..]].concat();
    let version = consent.terms.last().cloned();
    view! {
        <p class="tiny quiet">
            {version}" "
            {view_of!(
                "The text of this page is sealed with the share, {sha256}.",
                sha256 = view! { <span class="mono" title=hash.clone()>"sha256 "{short}</span> }
            )}
        </p>
    }
}

impl Outbox {
    /// From here on something may leave the browser.
    fn agree(&mut self, consent: Consent, at: chrono::DateTime<Utc>) {
        self.consented(consent, at);
    }
}

#[cfg(test)]
mod tests {
    use neighbors_domain::language::Language;

    use super::*;

    #[test]
    fn every_term_has_its_place_on_the_screen() {
        let identity = Identity { name: String::new(), email: String::new(), home_address: String::new() };
        for language in [Language::English, Language::Spanish] {
            let consent = Consent::new(language, "", 1, &identity, 60, "", 2);
            assert_eq!(consent.terms.len(), 7, "six are listed, the last stands at the foot");
        }
    }
}
