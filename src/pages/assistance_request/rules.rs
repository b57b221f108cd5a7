//! The rules a request passed, worked out again in this browser by the functions the server ran.

use std::cmp::Reverse;

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use neighbors_domain::addresses::pages;
use neighbors_domain::assistance_request::Draft;
use neighbors_domain::rules::{Judged, Verdict};

use crate::components::{Icon, RuleItem};
use crate::words::t;

#[component]
pub fn RulesItPassed(draft: Draft, judged: Judged, published_at: DateTime<Utc>) -> impl IntoView {
    let mut lines = draft.rules(published_at, &judged);
    let passed = lines.iter().filter(|line| line.verdict == Verdict::Pass).count();
    let of = lines.len();
    // What failed comes first; the rest keeps its order.
    lines.sort_by_key(|line| Reverse(line.verdict == Verdict::Fail));
    let (title, class, icon) = match passed == of {
        true => (t!("Rules it passed"), "tag tag--good", "check"),
        false => (t!("Rules, not all passed"), "tag tag--danger", "cross"),
    };
    let lines = lines.into_iter().map(|line| view! { <RuleItem line/> }).collect_view();
    view! {
        <section aria-labelledby="rules">
            <div class="row row--apart">
                <h2 id="rules">{title}</h2>
                <span class=class><Icon name=icon/>{t!("{passed} of {of}", passed = passed.to_string(), of = of.to_string())}</span>
            </div>
            <p class="small quiet">
                {t!("Worked out again in your browser just now, by the same rules the server used.")}" "
                <a href=pages::RULES>{t!("All rules")}</a>
            </p>
            <ul class="rules rules--two" role="list">{lines}</ul>
        </section>
    }
}
