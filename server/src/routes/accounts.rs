//! Joining: an address, a mail, a link, a password. The answers say nothing about whether an address has an account.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use neighbors_domain::addresses::pages;
use neighbors_domain::joining::{AccountError, ChoosePassword, Join};
use neighbors_domain::password::Password;

use super::session::enter;
use crate::auth::{self, Peer, token_sha256};
use crate::error::Json;
use crate::mail::{self, Letter, letters};
use crate::store::accounts::{self, normal_email};
use crate::store::mail_links::{self, Link, Purpose};
use crate::{App, Result, common_passwords, password};

/// The same row and the same mail's worth of work for every address.
pub async fn join(State(app): State<App>, Peer(from): Peer, Json(join): Json<Join>) -> Result<StatusCode> {
    let join = join.check()?;
    let email = normal_email(&join.email);
    mail::address(&email)?;
    app.limits.mail(from, &email)?;
    let (link, token) = new_link(&app, pages::CONFIRM);
    let mut tx = app.store.write().await?;
    let known = accounts::holder(&mut tx, &email).await?.is_some();
    let to = Link { email: email.clone(), account: None };
    mail_links::add(&mut tx, Purpose::Join, &token, &to, app.clock.now()).await?;
    tx.commit().await?;
    // Where there is an account the link is told to nobody.
    let letter = if known { letters::join_known(&page(&app, pages::SIGN_IN)) } else { letters::join(&link) };
    send(&app, &email, &letter).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The password is chosen by whoever opened the mailbox: nobody can prepare an account for somebody else's address.
pub async fn confirm(
    State(app): State<App>,
    Peer(from): Peer,
    headers: HeaderMap,
    Json(ChoosePassword { token, password }): Json<ChoosePassword>,
) -> Result<impl IntoResponse> {
    let token = token_sha256(&token.0);
    app.limits.sign_in(from, &token)?;
    let now = app.clock.now();
    let link = mail_links::find(&app.store, Purpose::Join, &token, now).await?;
    let link = link.ok_or(AccountError::DeadLink)?;
    let hash = checked_hash(password, &link.email).await?;
    let resident = accounts::join(&app.store, &token, &hash, now).await?;
    let (cookie, me) = enter(&app, &resident.account, &headers).await?;
    Ok((StatusCode::CREATED, cookie, Json(me)))
}

/// What the rule says of it first, then the hash.
pub(super) async fn checked_hash(password: Password, email: &str) -> Result<String> {
    password.check(email, common_passwords::contains).map_err(AccountError::from)?;
    Ok(password::hash_in_turn(password.0).await)
}

/// A link for a mail, and the hash of its token. Behind the `#`: no server and no log on the way sees it.
pub(super) fn new_link(app: &App, to: &str) -> (String, String) {
    let token = auth::new_token();
    (format!("{}#{token}", page(app, to)), token_sha256(&token))
}

pub(super) fn page(app: &App, to: &str) -> String {
    format!("{}{to}", app.settings.public_url)
}

pub(super) async fn send(app: &App, email: &str, letter: &Letter) -> Result<()> {
    let id = app.store.new_id();
    Ok(app.mail.send(mail::address(email)?, letter, &id, app.clock.now()).await?)
}
