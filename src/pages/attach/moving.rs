//! How far the files of a draft are on their way.

use leptos::prelude::*;
use neighbors_domain::spoken::bytes;

use super::Progress;
use crate::words::t;

#[component]
pub fn Moving(progress: RwSignal<Progress>) -> impl IntoView {
    let said = move || {
        let Progress { done, total, lost } = progress.get();
        match (lost, total) {
            (true, _) => t!("The connection was lost. Trying again; what has arrived stays.").to_owned(),
            (false, 0) => t!("Posting").to_owned(),
            (false, total) if done >= total => t!("Everything has arrived. It is being checked.").to_owned(),
            (false, _) => t!("Sending").to_owned(),
        }
    };
    view! {
        <div class="progress">
            <p class="progress__line"><span id="sending" role="status">{said}</span></p>
            <Show when=move || progress.with(|progress| progress.total > 0)>
                <progress max=move || progress.get().total value=move || progress.get().done aria-labelledby="sending"></progress>
                <p class="progress__line">
                    <span>{move || progress.with(|it| t!("{passed} of {of}", passed = bytes(it.done.min(it.total)), of = bytes(it.total)))}</span>
                </p>
            </Show>
        </div>
    }
}
