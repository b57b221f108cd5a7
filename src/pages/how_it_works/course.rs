//! The steps of a request, with the numbers of the rules.

use leptos::prelude::*;
use neighbors_domain::assistance_request::Draft;

use crate::words::{plural, t};

#[component]
pub fn Course() -> impl IntoView {
    let open = plural!(Draft::OPEN_FOR.num_days(), "{n} day", "{n} days");
    let due = plural!(Draft::OUTCOME_DUE.num_days(), "{n} day", "{n} days");
    let steps = [
        (t!("Drafted"), t!("By a verified officer. Every rule shows pass or fail while they type, and a draft that breaks one cannot be sent. No colleague reads it before.").to_owned()),
        (t!("Reviewed"), t!("By a trained person who works for no agency. Approved, returned or refused, with a reason. Refusals are counted in public, without the text.").to_owned()),
        (t!("Published"), t!("To everybody at once: in the feed, on the agency’s profile, with its rules, its reviewer’s number and its versions. All rules run again at that moment.")
            .to_owned()),
        (t!("Answered, or not"), t!("Only people inside the area can share, and only what they choose. The agency is not told who read it, who declined, or how many there are.").to_owned()),
        (t!("Changed"), t!("Never edited. An amendment is a new version, reviewed again, its difference shown. It may narrow or correct, never ask for more.").to_owned()),
        (t!("Closed"), t!("Resolved by the agency, or expired after {open}. Nothing can be shared from then on.", open = open)),
        (t!("Accounted for"), t!("Within {due} the agency says what came of it: used, not used, or case closed. Else its profile says that the answer is overdue.", due = due)),
    ];
    let step = |(name, words): (&'static str, String)| view! { <li class="is-now"><p><b>{name}</b><small>{words}</small></p></li> };
    view! { <ol class="timeline card" role="list">{steps.map(step).collect_view()}</ol> }
}
