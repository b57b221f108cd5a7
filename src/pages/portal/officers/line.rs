//! One officer of the list: what they may do, and the one action that ends it.

use leptos::html::Dialog;
use leptos::prelude::*;
use neighbors_domain::officers::{ChangeOfficer, OfficerLine};

use super::Changed;
use crate::api;
use crate::components::Icon;
use crate::pages::portal::form::{Failed, RoleTicks};
use crate::words::{self, t};

#[component]
pub fn Line(officer: OfficerLine) -> impl IntoView {
    let OfficerLine { name, title, badge_number, email, ended_at, off_since, since, .. } = officer.clone();
    let state = match (ended_at, off_since) {
        (Some(at), _) => t!("No longer with the agency since {day}", day = words::day(at)),
        (None, Some(at)) => t!("Switched off since {day}: nobody came for 60 days", day = words::day(at)),
        (None, None) => t!("Officer here since {day}", day = words::day(since)),
    };
    let administrator =
        officer.administrator.then(|| view! { <span class="tag">{t!("Administrator")}</span> });
    let roles: Vec<_> = officer.roles.iter().map(|role| words::tr(role.name())).collect();
    let may = if roles.is_empty() { t!("No roles").to_owned() } else { roles.join(" · ") };
    let acts = ended_at.is_none().then(|| view! { <Change officer=officer.clone()/><End officer/> });
    view! {
        <article class="card stack stack-3">
            <div class="stack stack-1">
                <h3 class="row row--tight">{name}" "{administrator}</h3>
                <p class="small soft">{title}" · "{t!("badge {number}", number = badge_number)}</p>
                {(!email.is_empty()).then(|| view! { <p class="small soft">{email}</p> })}
                <p class="small">{state}</p>
                {ended_at.is_none().then(|| view! { <p class="small soft">{may}</p> })}
            </div>
            {acts}
        </article>
    }
}

#[component]
fn Change(officer: OfficerLine) -> impl IntoView {
    let Changed(changed) = expect_context();
    let roles = RwSignal::new(officer.roles);
    let administrator = RwSignal::new(officer.administrator);
    let off = officer.off_since.is_some();
    let id = officer.id;
    let save = Action::new_local(move |&(): &()| {
        let id = id.clone();
        // Whoever changes somebody who was switched off wants them back.
        let to = ChangeOfficer {
            roles: roles.get_untracked(),
            administrator: administrator.get_untracked(),
            on: true,
        };
        async move {
            api::change_officer(&id, &to).await?;
            changed.run(());
            api::Result::Ok(())
        }
    });
    let label = if off { t!("Save and switch on again") } else { t!("Save") };
    view! {
        <details class="fold">
            <summary>{t!("Change what they may do")}<Icon name="down"/></summary>
            <div class="stack stack-3">
                <RoleTicks roles administrator/>
                <Failed why=Signal::derive(move || failure(save))/>
                <div class="buttons">
                    <button class="button" type="button" aria-disabled=move || save.pending().get().then_some("true")
                        on:click=move |_| if !save.pending().get_untracked() { save.dispatch_local(()); }>{label}</button>
                </div>
            </div>
        </details>
    }
}

#[component]
fn End(officer: OfficerLine) -> impl IntoView {
    let Changed(changed) = expect_context();
    let dialog = NodeRef::<Dialog>::new();
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let open = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            let _ = dialog.show_modal();
        }
    };
    let heading = ["end-", &*officer.id].concat();
    let labelled = heading.clone();
    let id = officer.id;
    let end = Action::new_local(move |&(): &()| {
        let id = id.clone();
        async move {
            api::end_officer(&id).await?;
            close();
            changed.run(());
            api::Result::Ok(())
        }
    });
    view! {
        <div class="buttons"><button class="button button--danger" type="button" aria-haspopup="dialog" on:click=open>{t!("End")}</button></div>
        <dialog class="dialog" aria-labelledby=labelled node_ref=dialog>
            <div class="stack stack-3">
                <h2 class="h3" id=heading>{t!("{name} leaves the agency?", name = officer.name)}</h2>
                <p class="small soft">{t!("Every session ends at once and what opened shares for this officer is deleted. What they wrote stays, and the badge says since when they are gone. Coming back takes a new invitation.")}</p>
                <Failed why=Signal::derive(move || failure(end))/>
                <div class="buttons">
                    <button class="button button--danger" type="button" aria-disabled=move || end.pending().get().then_some("true")
                        on:click=move |_| if !end.pending().get_untracked() { end.dispatch_local(()); }>{t!("End now")}</button>
                    <button class="button" type="button" on:click=move |_| close()>{t!("Keep")}</button>
                </div>
            </div>
        </dialog>
    }
}

fn failure(action: Action<(), api::Result<()>>) -> Option<String> {
    action.value().with(|done| done.as_ref().and_then(|done| done.as_ref().err().map(words::say)))
}
