//! Signing in and out.

use axum::extract::State;
use axum::http::header::{HeaderName, HeaderValue, SET_COOKIE, USER_AGENT};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse};
use neighbors_domain::account::{Me, SIGNED_IN_DAYS, SignIn};
use neighbors_domain::api::ApiError;

use super::{me, recovery};
use crate::auth::{self, Asker, Peer, token_sha256};
use crate::error::Json;
use crate::seen::Seen;
use crate::store::officers::code::{self, Second};
use crate::store::{accounts, sessions};
use crate::totp::Codes;
use crate::{App, Result, password};

/// The same answer, after the same work, whether the email or the password is wrong.
pub async fn sign_in(
    State(app): State<App>,
    Peer(from): Peer,
    headers: HeaderMap,
    Json(SignIn { email, password, code }): Json<SignIn>,
) -> Result<impl IntoResponse> {
    app.limits.sign_in(from, &accounts::normal_email(&email))?;
    // A password chosen by mail counts from its moment on, not from the next round of chores.
    recovery::take_effect(&app).await?;
    let (account, hash) = accounts::credentials(&app.store, &email).await?.unzip();
    if !password::fits(password, hash.flatten()).await {
        return Err(ApiError::WrongPassword.into());
    }
    let account = account.ok_or(ApiError::WrongPassword)?;
    second(&app, &account, code.as_deref()).await?;
    let (cookie, me) = enter(&app, &account, &headers).await?;
    Ok((cookie, Json(me)))
}

/// Of an officer, what their authenticator shows besides. Asked only after the right password: nobody else learns from
/// the answer that an address is an officer's.
async fn second(app: &App, account: &str, code: Option<&str>) -> Result<()> {
    let sealed = match code::second(&app.store, account).await? {
        Second::NotAsked => return Ok(()),
        Second::Nothing => return Err(ApiError::Forbidden.into()),
        Second::Code(sealed) => sealed,
    };
    let code = code.filter(|code| !code.trim().is_empty()).ok_or(ApiError::CodeRequired)?;
    app.limits.code(account)?;
    let codes = app.secrets.open(&sealed).and_then(|secret| Codes::new(&secret)).ok_or(ApiError::Internal)?;
    let step = codes.step(code, app.clock.now()).ok_or(ApiError::WrongCode)?;
    if code::take(&app.store, account, step).await? { Ok(()) } else { Err(ApiError::WrongCode.into()) }
}

/// What sets the cookie of a session.
pub(super) type SetCookie = AppendHeaders<[(HeaderName, HeaderValue); 1]>;

/// A new session for whoever has shown that the account is theirs.
pub(super) async fn enter(app: &App, account: &str, headers: &HeaderMap) -> Result<(SetCookie, Me)> {
    let now = app.clock.now();
    let token = auth::new_token();
    let hashed = token_sha256(&token);
    let agent = headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    sessions::add(&app.store, account, &hashed, Seen::from_user_agent(agent), now).await?;
    let asker = sessions::asker(&app.store, &hashed, now).await?;
    // An officer whose certificate ended: a visitor to every other call, so say it here.
    if matches!(asker, Asker::Visitor) {
        sessions::remove(&app.store, &hashed).await?;
        return Err(ApiError::Forbidden.into());
    }
    // The browser forgets its token of before now: a session that nobody can use would stay for a month, and for a thief.
    if let Some(before) = auth::token_in(headers, &app.settings) {
        sessions::remove(&app.store, &token_sha256(&before)).await?;
    }
    Ok((AppendHeaders([(SET_COOKIE, cookie(app, &token, SIGNED_IN_DAYS))]), me::of(app, &asker).await?))
}

/// Also without a session: signing out twice is signing out.
pub async fn sign_out(State(app): State<App>, parts: Parts) -> Result<impl IntoResponse> {
    if let Some(token) = auth::token(&parts, &app.settings) {
        sessions::remove(&app.store, &token_sha256(&token)).await?;
    }
    Ok((StatusCode::NO_CONTENT, AppendHeaders([(SET_COOKIE, cookie(&app, "", 0))])))
}

pub(super) fn cookie(app: &App, token: &str, days: i64) -> HeaderValue {
    let name = auth::cookie_name(&app.settings);
    let secure = if app.settings.https() { "; Secure" } else { "" };
    let seconds = days * 24 * 60 * 60;
    HeaderValue::from_str(&format!(
        "{name}={token}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}"
    ))
    .expect("our own letters")
}
