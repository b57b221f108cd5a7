//! The field that says where: one types, the server knows the names, choosing goes there.

use leptos::prelude::*;
use neighbors_domain::feed::KnownPlace;

use super::address;
use crate::api;
use crate::components::{FieldError, Icon, described_by};
use crate::words::{self, t};

#[component]
pub fn PlaceField(
    place: Signal<Option<KnownPlace>>,
    kind: Signal<String>,
    go: Callback<String>,
) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let wrong = RwSignal::new(None::<String>);
    let known = LocalResource::new(move || {
        let typed = typed.get();
        async move { if typed.trim().is_empty() { Ok(Vec::new()) } else { api::places(&typed).await } }
    });
    let places = move || known.get().and_then(Result::ok).unwrap_or_default();
    let choose = Callback::new(move |place: KnownPlace| {
        wrong.set(None);
        go.run(kind.with_untracked(|kind| address(&place.slug, kind)));
    });
    let on_input = move |event| {
        let text = event_target_value(&event);
        // A suggestion was chosen: its name stands in the field, letter by letter.
        let chosen = places().into_iter().find(|place| place.name == text);
        wrong.set(None);
        match chosen {
            Some(place) => choose.run(place),
            None => typed.set(text),
        }
    };
    let on_submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let text = typed.get_untracked();
        leptos::task::spawn_local(async move {
            match api::places(&text).await.map(|places| places.into_iter().next()) {
                Ok(Some(place)) => choose.run(place),
                Ok(None) => wrong.set(Some(
                    t!("No place of this name is known here. Try the neighborhood or the city.").to_owned(),
                )),
                Err(error) => wrong.set(Some(words::say(error))),
            }
        });
    };
    let name = move || place.get().map(|place| place.name).unwrap_or_default();
    // The name of the place is replaced by typing, not edited.
    let select = |event: web_sys::FocusEvent| event_target::<web_sys::HtmlInputElement>(&event).select();
    let invalid = move || wrong.get().is_some().then_some("true");
    let described = move || described_by("place", false, wrong.get().is_some());
    let options =
        move || places().into_iter().map(|place| view! { <option value=place.name></option> }).collect_view();
    view! {
        <div class="place">
            <form class="grow" role="search" on:submit=on_submit>
                <div class="input-group">
                    <Icon name="pin"/>
                    <label class="unseen" for="place">{t!("Place: a neighborhood or a city")}</label>
                    <input class="input" id="place" list="places" autocomplete="off" enterkeyhint="search"
                        prop:value=name on:input=on_input
                        on:focus=select
                        aria-invalid=invalid
                        aria-describedby=described/>
                    <datalist id="places">{options}</datalist>
                </div>
                <FieldError id="place" error=wrong/>
            </form>
        </div>
    }
}
