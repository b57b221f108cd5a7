//! What the list of agencies is asked for: a name, a state, listed or active.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use leptos_router::params::ParamsMap;
use neighbors_domain::addresses::pages;

use crate::api::with;
use crate::components::Icon;

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Question {
    pub typed: String,
    pub us_state: String,
    /// "listed" or "active".
    pub status: String,
}

impl Question {
    pub fn from_address(query: &ParamsMap) -> Self {
        let part = |name| query.get(name).unwrap_or_default();
        Self { typed: part("q"), us_state: part("us_state"), status: part("state") }
    }

    fn address(&self) -> String {
        with(pages::AGENCIES, &[("q", &self.typed), ("us_state", &self.us_state), ("state", &self.status)])
    }
}

#[component]
pub fn Filters(question: Memo<Question>) -> impl IntoView {
    let navigate = use_navigate();
    let go = Callback::new(move |question: Question| {
        // Typing is one step for "back", not one for each letter.
        let options = NavigateOptions { replace: true, scroll: false, ..Default::default() };
        navigate(&question.address(), options);
    });
    let on_type =
        move |event| go.run(Question { typed: event_target_value(&event), ..question.get_untracked() });
    let on_place =
        move |event| go.run(Question { us_state: event_target_value(&event), ..question.get_untracked() });
    let on_status =
        move |event| go.run(Question { status: event_target_value(&event), ..question.get_untracked() });
    let states = STATES.split(',').map(|state| {
        let (code, name) = state.trim().split_at(2);
        let chosen = move || question.with(|question| question.us_state == code);
        view! { <option value=code selected=chosen>{name.trim()}</option> }
    });
    let status = |key: &'static str, name: &'static str| {
        let chosen = move || question.with(|question| question.status == key);
        view! { <option value=key selected=chosen>{name}</option> }
    };
    view! {
        <form class="filters" role="search" on:submit=|event| event.prevent_default()>
            <div class="input-group">
                <Icon name="search"/>
                <label class="unseen" for="q">"Agency, city or county"</label>
                <input class="input" id="q" type="search" autocomplete="off" placeholder="Agency, city or county"
                    prop:value=move || question.get().typed on:input=on_type/>
            </div>
            <label class="unseen" for="us-state">"State"</label>
            <select class="input" id="us-state" on:change=on_place>
                <option value="">"All states"</option>
                {states.collect_view()}
            </select>
            <label class="unseen" for="status">"Status"</label>
            <select class="input" id="status" on:change=on_status>
                {status("", "Listed and active")}
                {status("listed", "Listed")}
                {status("active", "Active")}
            </select>
        </form>
    }
}

const STATES: &str = "AL Alabama,AK Alaska,AZ Arizona,AR Arkansas,CA California,CO Colorado,CT Connecticut,DE Delaware,\
    DC District of Columbia,FL Florida,GA Georgia,HI Hawaii,ID Idaho,IL Illinois,IN Indiana,IA Iowa,KS Kansas,\
    KY Kentucky,LA Louisiana,ME Maine,MD Maryland,MA Massachusetts,MI Michigan,MN Minnesota,MS Mississippi,\
    MO Missouri,MT Montana,NE Nebraska,NV Nevada,NH New Hampshire,NJ New Jersey,NM New Mexico,NY New York,\
    NC North Carolina,ND North Dakota,OH Ohio,OK Oklahoma,OR Oregon,PA Pennsylvania,RI Rhode Island,\
    SC South Carolina,SD South Dakota,TN Tennessee,TX Texas,UT Utah,VT Vermont,VA Virginia,WA Washington,\
    WV West Virginia,WI Wisconsin,WY Wyoming";

/// "CA" as a person says it.
pub fn state_name(code: &str) -> &str {
    let named = STATES.split(',').find_map(|state| state.trim().strip_prefix(code)?.strip_prefix(' '));
    named.unwrap_or(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_said_in_full_and_an_unknown_one_as_it_came() {
        assert_eq!(
            ["CA", "DC", "WY", "PR"].map(state_name),
            ["California", "District of Columbia", "Wyoming", "PR"]
        );
        assert_eq!(STATES.split(',').count(), 51);
    }
}
