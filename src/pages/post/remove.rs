//! Taking one's own post back: what goes and what stays, then one press. There is no way back, so it asks first.

use leptos::html::Dialog;
use leptos::prelude::*;
use neighbors_domain::api::ApiError;

use crate::api;
use crate::components::{Icon, focus};
use crate::words::{self, t};

#[component]
pub fn DeletePost(
    id: String,
    /// Shows what is left of it.
    again: Callback<()>,
) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    let delete = Action::new_local(move |&(): &()| {
        let id = id.clone();
        async move {
            match api::remove_post(&id).await {
                // Deleted already, in another tab or by a press whose answer was lost.
                Ok(()) | Err(api::Error::Api(ApiError::NotFound)) => {}
                Err(why) => return Err(why),
            }
            if let Some(dialog) = dialog.try_get_untracked().flatten() {
                dialog.close();
            }
            again.try_run(());
            // The button is gone: reading goes on with what is left.
            focus("main");
            api::Result::Ok(())
        }
    });
    let open = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            let _ = dialog.show_modal();
        }
    };
    let close = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let press = move |_| {
        if !delete.pending().get_untracked() {
            delete.dispatch_local(());
        }
    };
    let failed = move || {
        delete.value().with(|done| done.as_ref().and_then(|done| done.as_ref().err().map(words::say)))
    };
    view! {
        <button class="act" type="button" aria-haspopup="dialog" on:click=open>{t!("Delete this post")}</button>
        <dialog class="dialog" aria-labelledby="delete-title" node_ref=dialog>
            <div class="stack stack-3">
                <h2 class="h3" id="delete-title">{t!("Delete your post?")}</h2>
                <p class="small soft">{t!("Its words go now, and its photos or video with them. Its place among the answers stays and reads “Removed by its author”. This cannot be taken back.")}</p>
                {move || failed().map(|error| view! {
                    <div class="banner banner--error" role="alert"><Icon name="warn"/><p><b>{t!("It is not deleted yet.")}</b>" "{error}</p></div>
                })}
                <div class="buttons">
                    <button class="button button--danger" type="button" aria-disabled=move || delete.pending().get().then_some("true") on:click=press>
                        {move || if delete.pending().get() { t!("Deleting …") } else { t!("Delete the post") }}
                    </button>
                    <button class="button" type="button" on:click=close>{t!("Keep the post")}</button>
                </div>
            </div>
        </dialog>
    }
}
