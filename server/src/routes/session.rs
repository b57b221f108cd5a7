//! Signing in and out.

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{HeaderValue, SET_COOKIE};
use axum::http::request::Parts;
use axum::response::{AppendHeaders, IntoResponse};
use neighbors_domain::account::{SIGNED_IN_DAYS, SignIn};
use neighbors_domain::api::ApiError;

use super::me;
use crate::auth::{self, Asker, Peer, token_sha256};
use crate::error::Json;
use crate::store::{accounts, sessions};
use crate::{App, Result, password};

/// The same answer, after the same work, whether the email or the password is wrong.
pub async fn sign_in(
    State(app): State<App>,
    Peer(from): Peer,
    Json(SignIn { email, password }): Json<SignIn>,
) -> Result<impl IntoResponse> {
    app.limits.sign_in(from, &accounts::normal_email(&email))?;
    let (account, hash) = accounts::credentials(&app.store, &email).await?.unzip();
    if !password::fits(password, hash).await {
        return Err(ApiError::WrongPassword.into());
    }
    let account = account.ok_or(ApiError::WrongPassword)?;
    let now = app.clock.now();
    let token = auth::new_token();
    let hashed = token_sha256(&token);
    sessions::add(&app.store, &account, &hashed, now).await?;
    let asker = sessions::asker(&app.store, &hashed, now).await?;
    // An officer whose certificate ended: a visitor to every other call, so say it here.
    if matches!(asker, Asker::Visitor) {
        sessions::remove(&app.store, &hashed).await?;
        return Err(ApiError::Forbidden.into());
    }
    Ok((
        AppendHeaders([(SET_COOKIE, cookie(&app, &token, SIGNED_IN_DAYS))]),
        Json(me::of(&app, &asker).await?),
    ))
}

/// Also without a session: signing out twice is signing out.
pub async fn sign_out(State(app): State<App>, parts: Parts) -> Result<impl IntoResponse> {
    if let Some(token) = auth::token(&parts, &app.settings) {
        sessions::remove(&app.store, &token_sha256(&token)).await?;
    }
    Ok((StatusCode::NO_CONTENT, AppendHeaders([(SET_COOKIE, cookie(&app, "", 0))])))
}

fn cookie(app: &App, token: &str, days: i64) -> HeaderValue {
    let name = auth::cookie_name(&app.settings);
    let secure = if app.settings.https() { "; Secure" } else { "" };
    let seconds = days * 24 * 60 * 60;
    HeaderValue::from_str(&format!(
        "{name}={token}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}"
    ))
    .expect("our own letters")
}
