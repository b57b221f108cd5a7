//! The fields above the list: words, a state, a type, a status. What they say goes into the address, and comes from there.

use leptos::prelude::*;
use neighbors_domain::agency::{AgencyKind, AgencyState};
use neighbors_domain::us_states;

use super::question::Question;
use crate::components::Icon;
use crate::words::{self, t};

#[component]
pub fn Filters(question: Memo<Question>, go: Callback<Question>) -> impl IntoView {
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
    let statuses = AgencyState::ALL
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
                <option value="" prop:selected=move || question.with(|question| question.us_state.is_empty())>{t!("All states")}</option>
                {states.into_iter().collect_view()}
            </select>
            <label class="unseen" for="kind">{t!("Type")}</label>
            <select class="input" id="kind" on:change=on_kind>
                <option value="" prop:selected=move || question.with(|question| question.kind.is_empty())>{t!("All types")}</option>
                {kinds.into_iter().collect_view()}
            </select>
            <label class="unseen" for="status">{t!("Status")}</label>
            <select class="input" id="status" on:change=on_status>
                <option value="" prop:selected=move || question.with(|question| question.status.is_empty())>{t!("Any status")}</option>
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
    view! { <option value=key prop:selected=chosen>{name}</option> }
}
