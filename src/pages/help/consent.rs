//! The consent screen, in full: what will be disclosed with its values, and one unticked box for each.

use chrono::{TimeDelta, Utc};
use leptos::prelude::*;
use neighbors_domain::addresses::pages;
use neighbors_domain::consent::{Consent, Identity};
use neighbors_domain::spoken::{bytes, count, length};

use super::flow::{Flow, Picked, Step, StepHeading, StepMarks};
use super::outbox::Outbox;
use super::recording_row::{Thumb, breakable, facts};
use super::recordings::Notice;
use crate::components::Icon;
use crate::words;

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
    let consent = Consent::new(&agency, n, &identity, request.retention_days, &kept_until, request.version);

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
        (["My ", &count(n, "recording", "recordings")].concat(), sum(&recordings)),
        ("My name".to_owned(), identity.name.clone()),
        ("My email address".to_owned(), identity.email.clone()),
        ("My home address".to_owned(), identity.home_address.clone()),
    ];
    let items = what
        .into_iter()
        .enumerate()
        .map(|(at, (what, value))| view! { <Item ticks at what value/> })
        .collect_view();
    let status = move || match all() {
        true => "All four are ticked. Nothing has been sent yet.",
        false => "Tick all four to share, or choose “Not now”.",
    };
    view! {
        <StepMarks at=2/>
        <StepHeading flow text="Read this before you share"/>
        <Notice flow/>
        <Sentence agency=agency.clone() demo=request.agency.demo n identity/>
        <form class="stack stack-7" on:submit=share>
            <fieldset class="stack stack-3" aria-describedby="nothing-ticked">
                <legend><h2>"Tick each thing you agree to disclose"</h2></legend>
                <p class="small soft" id="nothing-ticked">"Nothing is ticked for you. All four are needed: a recording cannot be shared here without saying who it comes from."</p>
                <div class="consent">{items}</div>
            </fieldset>
            <List recordings zone=request.draft.zone.clone()/>
            <Terms consent=consent.clone() anonymous=[&pages::assistance_request(&request.id), "#anonymous"].concat()/>
            <p class="small soft" id="consent-status" role="status">{status}</p>
            <div class="buttons buttons--pair">
                <button class="button button--primary" type="submit" aria-disabled=move || (!all()).then_some("true") aria-describedby="consent-status">
                    "Share with "{agency}
                </button>
                <button class="button" type="button" on:click=move |_| flow.go(Step::NotNow)>"Not now"</button>
            </div>
            <p><button class="button button--quiet" type="button" on:click=move |_| flow.go(Step::Details)><Icon name="back"/>"Change something"</button></p>
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
    let files = count(recordings.len(), "file", "files");
    if seconds > 0 { format!("{files}, {}, {size}", length(seconds)) } else { format!("{files}, {size}") }
}

/// A part of the sentence, and how it stands out.
#[derive(Debug, Clone, PartialEq)]
enum Part {
    Plain(&'static str),
    Strong(String),
    Value(String),
}

/// The very sentence of [`Consent::disclosed`], cut where the eye should rest.
fn parts(agency: &str, n: usize, identity: &Identity) -> Vec<Part> {
    use Part::{Plain, Strong, Value};
    vec![
        Strong(agency.to_owned()),
        Plain(if n == 1 { " will receive this " } else { " will receive these " }),
        Strong(count(n, "recording", "recordings")),
        Plain(", along with your "),
        Strong("name".to_owned()),
        Plain(" ("),
        Value(identity.name.clone()),
        Plain("), "),
        Strong("email address".to_owned()),
        Plain(" ("),
        Value(identity.email.clone()),
        Plain(") and "),
        Strong("home address".to_owned()),
        Plain(" ("),
        Value(identity.home_address.clone()),
        Plain(")."),
    ]
}

#[component]
fn Sentence(agency: String, demo: bool, n: usize, identity: Identity) -> impl IntoView {
    let parts = parts(&agency, n, &identity).into_iter().enumerate().map(|(at, part)| match part {
        Part::Plain(text) => text.into_any(),
        Part::Strong(text) => {
            let demo = (at == 0 && demo).then(|| view! { " "<span class="demo">"demo"</span> });
            view! { <b>{text}</b>{demo} }.into_any()
        }
        Part::Value(text) => view! { <mark>{text}</mark> }.into_any(),
    });
    view! { <p class="sentence">{parts.collect_view()}</p> }
}

#[component]
fn List(recordings: Vec<Picked>, zone: String) -> impl IntoView {
    let title = match recordings.len() {
        1 => "The recording".to_owned(),
        n => format!("The {n} recordings"),
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
            <h2 id="means">"What this means"</h2>
            <ul class="points" role="list">
                {point("lock", "Who can open it", term(0))}
                {point("clock", "How long it is kept", term(1))}
                {point("withdraw", "If you change your mind", change)}
                {point("agency", "Court orders", term(4))}
                {point("hide", "Without your name", term(5))}
            </ul>
            <p class="small"><a href=anonymous rel="external">"Open the tip line"</a></p>
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
            {version}" The text of this page is sealed with the share, "
            <span class="mono" title=hash.clone()>"sha256 "{short}</span>"."
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
    use super::*;

    #[test]
    fn the_sentence_on_the_screen_is_the_sentence_that_is_sealed() {
        let identity = Identity {
            name: "Rosa Delgado-Whitfield".into(),
            email: "rosa.delgado@example.org".into(),
            home_address: "418 W 3rd Avenue, Apt 2B, Denver, CO 80223".into(),
        };
        for n in [1, 3] {
            let said: String = parts("Cedar Flats Police Department", n, &identity)
                .into_iter()
                .map(|part| match part {
                    Part::Plain(text) => text.to_owned(),
                    Part::Strong(text) | Part::Value(text) => text,
                })
                .collect();
            let consent =
                Consent::new("Cedar Flats Police Department", n, &identity, 60, "Sun, Dec 20, 2026", 2);
            assert_eq!(said, consent.disclosed);
            assert_eq!(consent.terms.len(), 7, "each has its place on the screen");
        }
    }
}
