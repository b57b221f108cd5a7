//! What the list of agencies is asked for: a name, a state, a type, listed or active.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use leptos_router::params::ParamsMap;
use neighbors_domain::addresses::pages;
use neighbors_domain::agency::{AgencyKind, AgencyState};
use neighbors_domain::us_states;

use crate::api::with;
use crate::components::Icon;
use crate::words::{self, t};

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Question {
    pub typed: String,
    pub us_state: String,
    pub kind: String,
    /// "listed" or "active".
    pub status: String,
}

impl Question {
    pub fn from_address(query: &ParamsMap) -> Self {
        let part = |name| query.get(name).unwrap_or_default();
        Self { typed: part("q"), us_state: part("us_state"), kind: part("kind"), status: part("state") }
    }

    /// What both the page's address and the call to the server carry.
    pub fn query(&self) -> [(&'static str, &str); 4] {
        [("q", &self.typed), ("us_state", &self.us_state), ("kind", &self.kind), ("state", &self.status)]
    }
}

#[component]
pub fn Filters(question: Memo<Question>) -> impl IntoView {
    let navigate = use_navigate();
    let go = Callback::new(move |question: Question| {
        // Typing is one step for "back", not one for each letter.
        let options = NavigateOptions { replace: true, scroll: false, ..Default::default() };
        navigate(&with(pages::AGENCIES, &question.query()), options);
    });
    let on_type =
        move |event| go.run(Question { typed: event_target_value(&event), ..question.get_untracked() });
    let on_place =
        move |event| go.run(Question { us_state: event_target_value(&event), ..question.get_untracked() });
    let on_kind =
        move |event| go.run(Question { kind: event_target_value(&event), ..question.get_untracked() });
    let on_status =
        move |event| go.run(Question { status: event_target_value(&event), ..question.get_untracked() });
    let states = us_states::ALL
        .map(|(code, name)| choice(code, words::tr(name), question, |question| &question.us_state));
    let kinds = AgencyKind::ALL
        .map(|kind| choice(kind.key(), words::tr(kind.name()), question, |question| &question.kind));
    let statuses = [AgencyState::Listed, AgencyState::Active]
        .map(|state| choice(state.key(), words::tr(state.name()), question, |question| &question.status));
    view! {
        <form class="filters" role="search" on:submit=|event| event.prevent_default()>
            <div class="input-group">
                <Icon name="search"/>
                <label class="unseen" for="q">{t!("Agency, city or county")}</label>
                <input class="input" id="q" type="search" autocomplete="off" placeholder=t!("Agency, city or county")
                    prop:value=move || question.get().typed on:input=on_type/>
            </div>
            <label class="unseen" for="us-state">{t!("State")}</label>
            <select class="input" id="us-state" on:change=on_place>
                <option value="">{t!("All states")}</option>
                {states.into_iter().collect_view()}
            </select>
            <label class="unseen" for="kind">{t!("Type")}</label>
            <select class="input" id="kind" on:change=on_kind>
                <option value="">{t!("All types")}</option>
                {kinds.into_iter().collect_view()}
            </select>
            <label class="unseen" for="status">{t!("Status")}</label>
            <select class="input" id="status" on:change=on_status>
                <option value="">{t!("Any status")}</option>
                {statuses.into_iter().collect_view()}
            </select>
        </form>
    }
}

/// One choice of a field, chosen when the address says so.
fn choice(
    key: &'static str,
    name: &'static str,
    question: Memo<Question>,
    part: fn(&Question) -> &String,
) -> impl IntoView {
    let chosen = move || question.with(|question| part(question) == key);
    view! { <option value=key selected=chosen>{name}</option> }
}
