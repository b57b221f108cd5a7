//! What an officer types stays in this tab for that officer alone: a lost session takes none of it, the next officer finds none.

use leptos::prelude::*;
use neighbors_domain::account::{OfficerSelf, Who};
use neighbors_domain::addresses::pages;
use neighbors_domain::api::ApiError;
use sha2::{Digest, Sha256};
use web_sys::Storage;

use crate::here::Here;
use crate::words::t;
use crate::{api, typed};

/// Whose words this tab holds.
const BY: &str = "neighbors-officer";

/// How the names begin under which words are kept: of drafts, of forms, of comments, of changes to them, of appeals.
const KEPT: [&str; 5] = ["neighbors-draft-", "neighbors-typed-", "draft-", "edit-", "appeal-"];

/// Tells two officers of one browser apart, and says neither.
pub fn whose(officer: &OfficerSelf) -> String {
    let who = ["neighbors-officer ", &officer.agency.slug, " ", &officer.name].concat();
    hex::encode(&Sha256::digest(who)[..8])
}

/// Before a page of the portal shows itself to somebody. Without a session nobody is known: its officer may come back.
pub fn only_of(who: &Who) {
    let Some(storage) = storage() else { return };
    let by = match who {
        Who::Visitor => return,
        Who::Officer(officer) => Some(whose(officer)),
        Who::Resident(_) => None,
    };
    let before = storage.get_item(BY).ok().flatten();
    if before.is_some() && before != by {
        let names = (0..storage.length().unwrap_or(0)).filter_map(|n| storage.key(n).ok().flatten());
        for name in names.filter(|name| KEPT.iter().any(|kind| name.starts_with(kind))).collect::<Vec<_>>() {
            let _ = storage.remove_item(&name);
        }
    }
    match by {
        // The second mark is read by the pages of residents: one who signs in there finds nothing of an officer's.
        Some(by) => drop((storage.set_item(BY, &by), storage.set_item(typed::BY, &by))),
        None => {
            before_signing_in();
            let _ = storage.remove_item(BY);
        }
    }
}

/// Before somebody signs in at the portal's door: who it is decides what stays ([`only_of`]), not that it is no resident.
pub fn before_signing_in() {
    let Some(storage) = storage() else { return };
    let mark = |name| storage.get_item(name).ok().flatten();
    if mark(BY).is_some() && mark(BY) == mark(typed::BY) {
        let _ = storage.remove_item(typed::BY);
    }
}

/// In place of the error of a call that no session made: what is so, and the way in. An officer who was ended meanwhile
/// is told no more than whose session ran out; their administrator is who knows.
#[component]
pub fn SignedOut() -> impl IntoView {
    let back = Here::path();
    view! {
        {t!("You are signed out. What you type is kept in this tab alone until you sign in again. If that does not work, ask your administrator.")}" "
        <a href=move || door(&back.get())>{t!("Sign in")}</a>
    }
}

pub fn is_signed_out(error: &api::Error) -> bool {
    *error == api::Error::Api(ApiError::SignInRequired)
}

/// The door, and afterwards the way back to this page.
pub fn door(back: &str) -> String {
    api::with(pages::PORTAL_SIGN_IN, &[("next", back)])
}

fn storage() -> Option<Storage> {
    window().session_storage().ok().flatten()
}
