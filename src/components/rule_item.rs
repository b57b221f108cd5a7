//! One rule of a request: what is so, whether it passes, the limit.

use leptos::prelude::*;
use neighbors_domain::rules::{RuleLine, Verdict};

use super::Icon;
use crate::words::{self, t};

#[component]
pub fn RuleItem(line: RuleLine) -> impl IntoView {
    let (class, icon, word) = match line.verdict {
        Verdict::Pass => ("rule--pass", "check", t!("Passed: ")),
        Verdict::Fail => ("rule--fail", "cross", t!("Failed: ")),
        Verdict::Open => ("rule--open", "clock", t!("Still open: ")),
    };
    let refusal = line.refusal.map(|refusal| view! { <b>" "{words::say(refusal)}</b> });
    view! {
        <li class=class>
            <Icon name=icon/>
            <span><span class="unseen">{word}</span>{words::say(line.finding)}{refusal}<small>{words::say(line.limit)}</small></span>
        </li>
    }
}
