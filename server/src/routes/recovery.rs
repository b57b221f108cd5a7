//! Coming back after a lost password: asked for, chosen by mail, warned about, in force a day later.

use axum::extract::State;
use axum::http::StatusCode;
use neighbors_domain::addresses::pages;
use neighbors_domain::joining::{AccountError, ChoosePassword, Recover, Recovering};

use super::accounts::{checked_hash, new_link, page, send};
use crate::auth::{Peer, Resident, token_sha256};
use crate::error::Json;
use crate::mail::{self, letters};
use crate::store::accounts::{self, Holder, normal_email};
use crate::store::mail_links::{self, Link, Purpose};
use crate::store::recovery;
use crate::{App, Result};

/// The same row and the same mail's worth of work for every address.
pub async fn ask(
    State(app): State<App>,
    Peer(from): Peer,
    Json(recover): Json<Recover>,
) -> Result<StatusCode> {
    let email = normal_email(&recover.check()?.email);
    mail::address(&email)?;
    app.limits.mail(from, &email)?;
    let (link, token) = new_link(&app, pages::RECOVER);
    let mut tx = app.store.write().await?;
    let account = match accounts::holder(&mut tx, &email).await? {
        Some(Holder::Resident(account)) => Some(account),
        // Officers come back through their agency, and with a second factor.
        Some(Holder::Officer) | None => None,
    };
    let known = account.is_some();
    let to = Link { email: email.clone(), account };
    mail_links::add(&mut tx, Purpose::Recover, &token, &to, app.clock.now()).await?;
    tx.commit().await?;
    let letter =
        if known { letters::recover(&link) } else { letters::recover_unknown(&page(&app, pages::JOIN)) };
    send(&app, &email, &letter).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub async fn confirm(
    State(app): State<App>,
    Peer(from): Peer,
    Json(ChoosePassword { token, password }): Json<ChoosePassword>,
) -> Result<Json<Recovering>> {
    let token = token_sha256(&token.0);
    app.limits.sign_in(from, &token)?;
    let now = app.clock.now();
    let link = mail_links::find(&app.store, Purpose::Recover, &token, now).await?;
    let link = link.filter(|link| link.account.is_some()).ok_or(AccountError::DeadLink)?;
    let hash = checked_hash(password, &link.email).await?;
    let takes_effect_at = recovery::begin(&app.store, &token, &hash, now).await?;
    send(&app, &link.email, &letters::recovery_begun(takes_effect_at, &page(&app, pages::SETTINGS))).await?;
    Ok(Json(Recovering { takes_effect_at }))
}

/// Also where none is waiting: saying no twice is saying no.
pub async fn stop(State(app): State<App>, resident: Resident) -> Result<StatusCode> {
    recovery::stop(&app.store, &resident).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What is due takes effect, and its owners are told.
pub async fn take_effect(app: &App) -> Result<()> {
    for email in recovery::take_effect(&app.store, app.clock.now()).await? {
        send(app, &email, &letters::password_changed()).await?;
    }
    Ok(())
}
