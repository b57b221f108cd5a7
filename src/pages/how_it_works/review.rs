//! The reviewers' checklist, from the constants they work with.

use leptos::prelude::*;
use neighbors_domain::review::{Module, Question, Sensitive};

use crate::components::Icon;
use crate::words::{self, plural, t};

#[component]
pub fn Review() -> impl IntoView {
    let question = |question: Question| {
        let otherwise = [t!("If not: "), words::tr(question.reason())].concat();
        view! {
            <li><Icon name="rules"/><p>
                <b>{words::tr(question.asks())}</b>
                <span>{words::tr(question.hint())}</span>
                <span class="small">{otherwise}</span>
            </p></li>
        }
    };
    let sensitive = |one: Sensitive| view! { <li>{words::tr(one.name())}</li> };
    let module = |one: Module| view! { <li>{words::tr(one.name())}</li> };
    let trained = plural!(
        Module::ALL.len(),
        "Before the queue opens to them, a reviewer passes {n} module over six weeks, each on a day and before an assessor:",
        "Before the queue opens to them, a reviewer passes {n} modules over six weeks, each on a day and before an assessor:"
    );
    view! {
        <p class="measure">{t!("A program counts cells and minutes. Whether a text frightens, or names a victim, only a person can say. Each of these is answered with yes, no or unsure; one that is not yes publishes nothing.")}</p>
        <ol class="card points" role="list">{Question::ALL.map(question).collect_view()}</ol>
        <div class="grid-2">
            <section class="card stack stack-2" aria-labelledby="two">
                <h3 id="two">{t!("A second reviewer looks where")}</h3>
                <ul class="small">{Sensitive::ALL.map(sensitive).collect_view()}</ul>
            </section>
            <section class="card stack stack-2" aria-labelledby="trained">
                <h3 id="trained">{t!("Who reviews")}</h3>
                <p class="small">{trained}</p>
                <ul class="small">{Module::ALL.map(module).collect_view()}</ul>
                <p class="small soft">{t!("They never decide about an agency they work for or worked for. If there are too few of them, requests wait, in public; nothing publishes itself.")}</p>
            </section>
        </div>
    }
}
