//! `/how-it-works` The portal of agencies, shown to everybody: what officers write, what reviewers ask, what nobody sees.

mod course;
mod guidance;
mod review;
mod sample;

use leptos::prelude::*;
use neighbors_domain::addresses::pages;

use self::course::Course;
use self::guidance::{Guidance, NeverSeen};
use self::review::Review;
use self::sample::{AsResidentsSeeIt, Sample};
use crate::components::Heading;
use crate::words::t;

/// Read-only, and with made-up values: nothing here asks the server for anything.
#[component]
pub fn HowItWorks() -> impl IntoView {
    let parts = [
        ("course", t!("From the first word to the outcome")),
        ("writing", t!("What an officer writes, and the rules beside it")),
        ("reading", t!("What residents read")),
        ("reviewing", t!("What a reviewer is asked")),
        ("guidance", t!("What we tell agencies")),
        ("never", t!("What agencies never see")),
    ];
    let jumps = parts
        .iter()
        .map(|(id, name)| view! { <a class="jump" href=["#", id].concat()>{*name}</a> })
        .collect_view();
    let [course, writing, reading, reviewing, guidance, never] = parts;
    view! {
        <main class="page beside beside--rules" id="main" tabindex="-1">
            <article class="stack stack-7">
                <header class="stack stack-2">
                    <Heading text=t!("How agencies work here")/>
                    <p class="lead">{t!("Everything an officer sees in the portal, everything a reviewer is asked, and what neither of them can find out. The request below is made up; the rules beside it are the real ones, run in your browser.")}</p>
                </header>
                <Part name=course><Course/></Part>
                <Part name=writing><Sample/></Part>
                <Part name=reading><AsResidentsSeeIt/></Part>
                <Part name=reviewing><Review/></Part>
                <Part name=guidance><Guidance/></Part>
                <Part name=never><NeverSeen/></Part>
                <p class="row small">
                    <a href=pages::RULES>{t!("The rules, with their numbers")}</a>
                    <a href=pages::AGENCIES>{t!("The agencies, and everything they ever asked for")}</a>
                    <a href=pages::PRIVACY>{t!("What the server knows, and what it cannot know")}</a>
                </p>
            </article>
            <aside class="beside__facts" aria-label=t!("On this page")>
                <nav class="panel stack stack-1" aria-label=t!("On this page")><h2 class="small">{t!("On this page")}</h2>{jumps}</nav>
            </aside>
        </main>
    }
}

#[component]
fn Part(name: (&'static str, &'static str), children: Children) -> impl IntoView {
    let (id, title) = name;
    view! { <section class="stack stack-3" aria-labelledby=id><h2 id=id>{title}</h2>{children()}</section> }
}
