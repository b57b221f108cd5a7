//! What people change about signing in: where they are signed in, their password; residents, their email address too.

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::http::request::Parts;
use axum::response::{AppendHeaders, IntoResponse};
use neighbors_domain::addresses::pages;
use neighbors_domain::api::ApiError;
use neighbors_domain::joining::{
    AccountError, ChangeEmail, ChangePassword, ConfirmEmail, EmailConfirmed, SignedIn,
};
use neighbors_domain::officers::OfficerError;
use neighbors_domain::passkey::PasskeyError;
use neighbors_domain::password::Password;

use super::accounts::{checked_hash, new_link, send};
use super::session::cookie;
use crate::auth::{self, Peer, Person, Resident, token_sha256};
use crate::error::{Json, Path};
use crate::mail::{self, letters};
use crate::store::accounts::normal_email;
use crate::store::mail_links::{self, Link, Purpose};
use crate::store::officers::code::{self, Second};
use crate::store::{accounts, email_change, passkeys, sessions};
use crate::{App, Result, password};

pub async fn sessions(State(app): State<App>, person: Person, parts: Parts) -> Result<Json<Vec<SignedIn>>> {
    let this = this_session(&app, &parts);
    Ok(Json(sessions::list(&app.store, &person, &this, app.clock.now()).await?))
}

pub async fn end_session(
    State(app): State<App>,
    person: Person,
    Path(id): Path<String>,
) -> Result<StatusCode> {
    let ended = sessions::end(&app.store, &person, &id).await?;
    if ended { Ok(StatusCode::NO_CONTENT) } else { Err(ApiError::NotFound.into()) }
}

/// Here too.
pub async fn sign_out_everywhere(State(app): State<App>, person: Person) -> Result<impl IntoResponse> {
    let mut connection = app.store.acquire().await.map_err(crate::Error::from)?;
    sessions::end_all(&mut connection, &person.account).await?;
    Ok((StatusCode::NO_CONTENT, AppendHeaders([(SET_COOKIE, cookie(&app, "", 0))])))
}

pub async fn change_password(
    State(app): State<App>,
    person: Person,
    Peer(from): Peer,
    parts: Parts,
    Json(ChangePassword { old, new }): Json<ChangePassword>,
) -> Result<StatusCode> {
    // Before anything is used up: a passkey shown for this stands for the authenticator, too.
    if matches!(code::second(&app.store, &person.account).await?, Second::Nothing) {
        return Err(OfficerError::CodesFirst.into());
    }
    let email = known_by(&app, &person, from, &parts, old).await?;
    let hash = checked_hash(new, &email).await?;
    accounts::set_password(&app.store, &person, &hash, &this_session(&app, &parts)).await?;
    send(&app, &email, &letters::password_changed()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Two mails; the address changes when both links were opened. To one that has an account goes a mail that says so.
pub async fn change_email(
    State(app): State<App>,
    resident: Resident,
    Peer(from): Peer,
    parts: Parts,
    Json(change): Json<ChangeEmail>,
) -> Result<StatusCode> {
    let change = change.check()?.into_inner();
    let email = normal_email(&change.email);
    mail::address(&email)?;
    let old = known_by(&app, &Person::from(&resident), from, &parts, change.password).await?;
    app.limits.mail(from, &email)?;
    let (old_link, old_token) = new_link(&app, pages::CONFIRM_EMAIL);
    let (link, token) = new_link(&app, pages::CONFIRM_EMAIL);
    let now = app.clock.now();
    let mut tx = app.store.write().await?;
    let known = accounts::holder(&mut tx, &email).await?.is_some();
    email_change::begin(&mut tx, &resident, &email, now).await?;
    for (purpose, token, email) in [(Purpose::OldEmail, old_token, &old), (Purpose::NewEmail, token, &email)]
    {
        let to = Link { email: email.clone(), account: Some(resident.account.clone()) };
        mail_links::add(&mut tx, purpose, &token, &to, now).await?;
    }
    tx.commit().await?;
    send(&app, &old, &letters::old_email(&old_link)).await?;
    let letter = if known { letters::new_email_known() } else { letters::new_email(&link) };
    send(&app, &email, &letter).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Without a session: the mailbox may be read on another device.
pub async fn confirm_email(
    State(app): State<App>,
    Peer(from): Peer,
    Json(ConfirmEmail { token }): Json<ConfirmEmail>,
) -> Result<Json<EmailConfirmed>> {
    let token = token_sha256(&token.0);
    app.limits.sign_in(from, &token)?;
    let both = email_change::confirm(&app.store, &token, app.clock.now()).await?;
    for email in both.iter().flatten() {
        send(&app, email, &letters::email_changed()).await?;
    }
    Ok(Json(EmailConfirmed { changed: both.is_some() }))
}

/// The address of an account whose password was said right; where it has none, a passkey was shown just now.
pub(super) async fn known_by(
    app: &App,
    person: &Person,
    from: std::net::IpAddr,
    parts: &Parts,
    password: Password,
) -> Result<String> {
    app.limits.sign_in(from, &person.account)?;
    let (email, hash) = accounts::own_credentials(&app.store, person).await?;
    if hash.is_none() {
        let session = this_session(app, parts);
        let shown = passkeys::take_proof(&app.store, person, &session, app.clock.now()).await?;
        return if shown { Ok(email) } else { Err(PasskeyError::ProofNeeded.into()) };
    }
    match password::fits(password.0, hash).await {
        true => Ok(email),
        false => Err(AccountError::OldPassword.into()),
    }
}

pub(super) fn this_session(app: &App, parts: &Parts) -> String {
    auth::token(parts, &app.settings).map(|token| token_sha256(&token)).unwrap_or_default()
}
