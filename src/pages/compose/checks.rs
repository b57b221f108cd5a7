//! What gives somebody away in a text: pointed out, taken out with one tap, brought back with another.

use leptos::prelude::*;
use neighbors_domain::wording::{PrivateKind, Span, private_details};

use crate::components::Icon;
use crate::words::t;

/// Where the focus goes when the button one pressed is gone.
fn focus(id: &str) {
    let id = id.to_owned();
    request_animation_frame(move || {
        let element = document().get_element_by_id(&id);
        if let Some(element) = element.and_then(|element| wasm_bindgen::JsCast::dyn_into(element).ok()) {
            let element: web_sys::HtmlElement = element;
            let _ = element.focus();
        }
    });
}

/// `name`: of the field, for the ids.
#[component]
pub fn Checks(of: RwSignal<String>, name: &'static str) -> impl IntoView {
    let found = Memo::new(move |_| {
        of.with(|text| {
            let part = |span: Span| span.of(text).to_owned();
            private_details(text).iter().map(|it| (it.kind, it.span, part(it.span))).collect::<Vec<_>>()
        })
    });
    // What was taken out last, and the text before.
    let taken = RwSignal::new(None::<(String, String)>);
    let undo_id = ["undo-", name].concat();
    let back = undo_id.clone();
    let take_out = move |span: Span, what: String| {
        let before = of.get_untracked();
        of.set(span.taken_out(&before));
        taken.set(Some((what, before)));
        focus(&back);
    };
    let undo = move |_| {
        if let Some((_, before)) = taken.get_untracked() {
            of.set(before);
            taken.set(None);
            focus(name);
        }
    };
    // Whoever goes on writing has decided: bringing back an older text would lose what came after.
    Effect::new(move || {
        let now = of.get();
        let stale = taken.with_untracked(|taken| {
            taken.as_ref().is_some_and(|(what, before)| !follows(before, &now, what))
        });
        if stale {
            taken.set(None);
        }
    });
    let rows = move || {
        let row = |(kind, span, what): (PrivateKind, Span, String)| {
            let take_out = take_out.clone();
            let (said, pressed) = (what.clone(), what.clone());
            view! {
                <p class="row row--apart small">
                    <span class="row row--tight"><Icon name="lock"/><span>{called(kind)}": "<b>{said}</b></span></span>
                    <button class="button" type="button" on:click=move |_| take_out(span, pressed.clone())>
                        {t!("Take it out")}
                        <span class="unseen">" "{what}</span>
                    </button>
                </p>
            }
        };
        found.get().into_iter().map(row).collect_view()
    };
    let undone = move || {
        taken.get().map(|(what, _)| {
            view! {
                <p class="row row--apart small">
                    <span role="status">{t!("Taken out: {what}", what = what)}</span>
                    <button class="button button--quiet" type="button" id=undo_id.clone() on:click=undo>{t!("Undo")}</button>
                </p>
            }
        })
    };
    let any = move || found.with(|found| !found.is_empty()) || taken.with(Option::is_some);
    view! {
        <div class="checks" hidden=move || !any() role="group" aria-label=t!("What would tell who or where somebody is")>
            {rows}
            {undone}
        </div>
    }
}

/// Is `now` what taking `what` out of `before` made?
fn follows(before: &str, now: &str, what: &str) -> bool {
    before
        .match_indices(what)
        .any(|(from, what)| Span { from, until: from + what.len() }.taken_out(before) == now)
}

fn called(kind: PrivateKind) -> &'static str {
    match kind {
        PrivateKind::Phone => t!("A phone number"),
        PrivateKind::Email => t!("An email address"),
        PrivateKind::Plate => t!("A license plate"),
        PrivateKind::HouseNumber => t!("A house number"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn undo_is_offered_until_something_else_is_written() {
        let before = "Gray Honda, plate 7KX204. It left.";
        let now = Span { from: 18, until: 24 }.taken_out(before);
        assert!(follows(before, &now, "7KX204"));
        assert!(!follows(before, &[&now, " Then it came back."].concat(), "7KX204"));
    }
}
