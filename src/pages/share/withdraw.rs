//! Taking a share back: what that does and what it cannot do, then one press.

use leptos::html::Dialog;
use leptos::prelude::*;
use neighbors_domain::share::{Receipt, ShareEventKind};

use crate::api;
use crate::components::Icon;
use crate::words::{self, plural, t};

#[component]
pub fn Withdraw(receipt: Receipt, changed: Callback<()>) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    let means = means(&receipt);
    let id = receipt.id;
    let withdraw = Action::new_local(move |&(): &()| {
        let id = id.clone();
        async move {
            api::withdraw(&id).await?;
            if let Some(dialog) = dialog.get_untracked() {
                dialog.close();
            }
            changed.run(());
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
    let failed = move || {
        withdraw.value().with(|done| done.as_ref().and_then(|done| done.as_ref().err().map(words::say)))
    };
    view! {
        <button class="button button--danger" type="button" aria-haspopup="dialog" on:click=open><Icon name="withdraw"/>{t!("Withdraw")}</button>
        <dialog class="dialog" aria-labelledby="withdraw-title" node_ref=dialog>
            <div class="stack stack-3">
                <h2 class="h3" id="withdraw-title">{t!("Withdraw this share?")}</h2>
                <p class="small soft">{means}</p>
                {move || failed().map(|error| view! {
                    <div class="banner banner--error" role="alert"><Icon name="warn"/><p><b>{t!("It is not withdrawn yet.")}</b>" "{error}</p></div>
                })}
                <div class="buttons">
                    <button class="button button--danger" type="button" aria-disabled=move || withdraw.pending().get().then_some("true")
                        on:click=move |_| if !withdraw.pending().get_untracked() { withdraw.dispatch_local(()); }>
                        <Icon name="withdraw"/>
                        {move || if withdraw.pending().get() { t!("Withdrawing …") } else { t!("Withdraw") }}
                    </button>
                    <button class="button" type="button" on:click=close>{t!("Keep sharing")}</button>
                </div>
            </div>
        </dialog>
    }
}

/// What withdrawing does depends on what has happened already.
fn means(receipt: &Receipt) -> String {
    let opened = receipt.events.iter().find_map(|event| match &event.what {
        ShareEventKind::Opened { title, badge_number } => Some((title, badge_number)),
        _ => None,
    });
    let downloads =
        receipt.events.iter().filter(|event| matches!(event.what, ShareEventKind::Downloaded { .. })).count();
    let Some((title, badge_number)) = opened else {
        return t!(
            "Nobody has opened it. Everything is deleted now, and it vanishes from the agency’s inbox."
        )
        .to_owned();
    };
    match downloads {
        0 => t!(
            "It was opened by an officer ({title}, badge {badge}). Access closes now. The agency must delete its copy or state its legal reason; a downloaded copy cannot be called back.",
            title = title,
            badge = badge_number
        ),
        n => plural!(
            n,
            "It was opened by an officer ({title}, badge {badge}), and {n} file was downloaded. Access closes now. The agency must delete its copy or state its legal reason; a downloaded copy cannot be called back.",
            "It was opened by an officer ({title}, badge {badge}), and {n} files were downloaded. Access closes now. The agency must delete its copy or state its legal reason; a downloaded copy cannot be called back.",
            title = title,
            badge = badge_number
        ),
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use neighbors_domain::share::{ShareEvent, ShareState};

    use super::*;

    fn receipt(events: Vec<ShareEventKind>) -> Receipt {
        let at = DateTime::from_timestamp(0, 0).unwrap();
        Receipt {
            id: "1".into(),
            number: "NR-7QK4-88D2".into(),
            agency: neighbors_domain::agency::AgencyRef { slug: "x".into(), name: "X".into(), demo: true },
            assistance_request: "2".into(),
            title: "T".into(),
            case_number: neighbors_domain::case_number::CaseNumber("1".into()),
            version: 1,
            shared_at: at,
            kept_until: at,
            state: ShareState::Delivered,
            files: Vec::new(),
            events: events.into_iter().map(|what| ShareEvent { at, what }).collect(),
        }
    }

    #[test]
    fn the_dialog_promises_no_more_than_withdrawing_does() {
        let opened = || ShareEventKind::Opened { title: "Detective".into(), badge_number: "2217".into() };
        let downloaded =
            || ShareEventKind::Downloaded { title: "Detective".into(), badge_number: "2217".into(), file: 1 };
        assert!(means(&receipt(vec![ShareEventKind::Delivered])).starts_with("Nobody has opened it."));
        let once = means(&receipt(vec![opened()]));
        assert!(once.contains("badge 2217)") && once.contains("cannot be called back"), "{once}");
        let twice = means(&receipt(vec![opened(), downloaded(), downloaded()]));
        assert!(twice.contains("2 files were downloaded"), "{twice}");
    }
}
