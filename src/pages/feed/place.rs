//! The field that says where: one types, the server knows the names, choosing goes there.
//!
//! A combobox by the pattern of the ARIA guide: the focus stays in the field, arrows walk the list, Enter chooses,
//! Escape closes. Accents and typing errors are the server's work.

use leptos::prelude::*;
use neighbors_domain::feed::{KnownPlace, Near, Question};

use super::address::Asked;
use super::position::PositionButton;
use crate::api;
use crate::components::{FieldError, Icon, described_by, live, live_text};
use crate::recent;
use crate::words::{plural, say, t};

#[component]
pub fn PlaceField(place: Signal<Option<KnownPlace>>, asked: Asked, ask: Callback<String>) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let open = RwSignal::new(false);
    let active = RwSignal::new(None::<usize>);
    let wrong = RwSignal::new(None::<String>);
    let known = RwSignal::new(Vec::<KnownPlace>::new());
    // Answers may overtake each other: only that to what stands in the field is shown.
    let ask_for = move |text: String| {
        typed.set(text.clone());
        if text.trim().is_empty() {
            return known.set(recent::places());
        }
        leptos::task::spawn_local(async move {
            let found = api::places(text.trim()).await.unwrap_or_default();
            if typed.try_with_untracked(|typed| *typed == text) == Some(true) {
                known.set(found);
            }
        });
    };
    let shown = Signal::derive(move || if open.get() { known.get() } else { Vec::new() });
    let field = NodeRef::<leptos::html::Input>::new();
    let name = move || place.get().map(|place| place.name).unwrap_or_default();
    let close = move || {
        open.set(false);
        active.set(None);
    };
    let choose = Callback::new(move |chosen: KnownPlace| {
        wrong.set(None);
        close();
        typed.set(String::new());
        recent::keep(&chosen);
        if let Some(field) = field.get_untracked() {
            // The place may be the one shown already: then nothing else would write its name.
            field.set_value(&chosen.name);
        }
        let change = move |question: &mut Question| question.near = Near::Place(chosen.slug.clone());
        asked.go.run(untrack(|| asked.changed(change)));
    });
    let on_input = move |event| {
        wrong.set(None);
        active.set(None);
        ask_for(event_target_value(&event));
        open.set(true);
    };
    let unfold = move || {
        if typed.with_untracked(|typed| typed.is_empty()) {
            known.set(recent::places());
        }
        open.set(true);
    };
    let walk = move |step: isize| {
        unfold();
        let count = shown.with_untracked(Vec::len) as isize;
        if count > 0 {
            let from = active.get_untracked().map_or(if step > 0 { -1 } else { count }, |at| at as isize);
            active.set(Some((from + step).rem_euclid(count) as usize));
        }
    };
    let on_key = move |event: web_sys::KeyboardEvent| match event.key().as_str() {
        "ArrowDown" => {
            event.prevent_default();
            walk(1);
        }
        "ArrowUp" => {
            event.prevent_default();
            walk(-1);
        }
        // The first closes the list, the second brings back what stood there.
        "Escape" if open.get_untracked() => {
            event.prevent_default();
            close();
        }
        "Escape" => {
            wrong.set(None);
            typed.set(String::new());
            if let Some(field) = field.get_untracked() {
                field.set_value(&untrack(name));
            }
        }
        _ => {}
    };
    let on_submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let marked =
            active.get_untracked().and_then(|at| shown.with_untracked(|places| places.get(at).cloned()));
        if let Some(place) = marked {
            return choose.run(place);
        }
        let text = field.get_untracked().map(|field| field.value()).unwrap_or_default();
        close();
        leptos::task::spawn_local(async move {
            match api::places(&text).await.map(|places| places.into_iter().next()) {
                Ok(Some(place)) => choose.run(place),
                Ok(None) => wrong.set(Some(
                    t!("No place of this name is known here. Try the neighborhood or the city.").to_owned(),
                )),
                Err(error) => wrong.set(Some(say(error))),
            }
        });
    };
    // The name of the place is replaced by typing, not edited.
    let on_focus = move |_| {
        if let Some(field) = field.get_untracked() {
            field.select();
        }
    };
    let options = move || {
        let option = |(n, place): (usize, KnownPlace)| {
            let name = place.name.clone();
            let selected =
                Signal::derive(move || Some(if active.get() == Some(n) { "true" } else { "false" }));
            view! {
                <li class="suggestion" role="option" id=option_id(n) aria-selected=selected
                    // The field keeps the focus.
                    on:mousedown=|event| event.prevent_default()
                    on:click=move |_| choose.run(place.clone())>
                    {name}
                </li>
            }
        };
        shown.get().into_iter().enumerate().map(option).collect_view().into_any()
    };
    let some = move || shown.with(|shown| !shown.is_empty());
    let expanded = Signal::derive(move || Some(if some() { "true" } else { "false" }));
    let invalid = Signal::derive(move || wrong.get().is_some().then_some("true"));
    let at = Signal::derive(move || active.get().map(option_id));
    let described = Signal::derive(move || described_by("place", false, wrong.get().is_some()));
    let said = move || {
        let count = shown.with(Vec::len);
        match (open.get(), count, typed.with(|typed| typed.trim().is_empty())) {
            (true, 1.., false) => plural!(count, "{n} place", "{n} places"),
            (true, 1.., true) => plural!(count, "{n} place of before", "{n} places of before"),
            (true, 0, false) => t!("No place of this name so far").to_owned(),
            _ => String::new(),
        }
    };
    view! {
        <div class="place">
            <form class="grow" role="search" on:submit=on_submit>
                <div class="input-group">
                    <Icon name="pin"/>
                    <label class="unseen" for="place">{t!("Place: a neighborhood, a street or a city")}</label>
                    <input class="input" id="place" node_ref=field autocomplete="off" enterkeyhint="search" spellcheck="false"
                        role="combobox" aria-autocomplete="list" aria-controls="places"
                        aria-expanded=expanded
                        aria-activedescendant=at
                        aria-invalid=invalid
                        aria-describedby=described
                        prop:value=name
                        on:input=on_input on:keydown=on_key on:focus=on_focus
                        on:click=move |_| unfold()
                        on:blur=move |_| close()/>
                    <ul class="suggestions" id="places" role="listbox" aria-label=t!("Suggested places") hidden=move || !some()>{live(options)}</ul>
                </div>
                <FieldError id="place" error=wrong/>
                <p class="unseen" role="status">{live_text(said)}</p>
            </form>
            <PositionButton ask/>
        </div>
    }
}

fn option_id(n: usize) -> String {
    ["place-", &n.to_string()].concat()
}
