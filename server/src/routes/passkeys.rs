//! Passkeys: joining with one, signing in with one, and what their owner does with them.
//!
//! Nobody names an email address to sign in with a passkey, so no answer here can tell whether one has an account.

use axum::extract::State;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use neighbors_domain::api::ApiError;
use neighbors_domain::joining::AccountError;
use neighbors_domain::passkey::{
    AddPasskey, Answer, BeginAdding, BeginJoining, JoinWithPasskey, PasskeyError, Question, RenamePasskey,
    WaysIn, check_name,
};

use super::accounts::send;
use super::recovery;
use super::security::{known_by, this_session};
use super::session::enter;
use crate::auth::{Peer, Person, token_sha256};
use crate::error::{Json, Path};
use crate::mail::letters;
use crate::passkeys::{Key, Made, RelyingParty, Shown};
use crate::store::accounts;
use crate::store::mail_links::{self, Purpose as LinkPurpose};
use crate::store::passkeys::{self, Purpose};
use crate::{App, Result};

/// The same question for everybody.
pub async fn begin_sign_in(State(app): State<App>, Peer(from): Peer) -> Result<Json<Question>> {
    app.limits.question(from)?;
    let asked = party(&app)?.ask_who();
    passkeys::ask(&app.store, Purpose::SignIn, &asked, None, app.clock.now()).await?;
    Ok(Json(Question { options: asked.options }))
}

pub async fn sign_in(
    State(app): State<App>,
    Peer(from): Peer,
    headers: HeaderMap,
    Json(answer): Json<Answer>,
) -> Result<impl IntoResponse> {
    let shown = Shown::read(&answer.credential).ok_or(ApiError::WrongPasskey)?;
    app.limits.sign_in(from, &shown.credential())?;
    // A password chosen by mail ends all sessions: one that begins now must not be among them later.
    recovery::take_effect(&app).await?;
    let account = owner(&app, Purpose::SignIn, &shown).await?.ok_or(ApiError::WrongPasskey)?;
    let (cookie, me) = enter(&app, &account, &headers).await?;
    Ok((cookie, Json(me)))
}

/// Asked by whoever opened the mailbox: only the link of a mail leads here.
pub async fn begin_joining(
    State(app): State<App>,
    Peer(from): Peer,
    Json(BeginJoining { token }): Json<BeginJoining>,
) -> Result<Json<Question>> {
    let token = token_sha256(&token.0);
    app.limits.sign_in(from, &token)?;
    let now = app.clock.now();
    let link = mail_links::find(&app.store, LinkPurpose::Join, &token, now).await?;
    let email = link.ok_or(AccountError::DeadLink)?.email;
    ask_newcomer(&app, Purpose::Join, &email).await
}

/// For the account that will be: its key has to know it before it is there.
pub(super) async fn ask_newcomer(app: &App, purpose: Purpose, email: &str) -> Result<Json<Question>> {
    let account = app.store.new_id();
    let asked = party(app)?.ask_for_new(app.secrets.passkey_handle(&account), email, &[]);
    passkeys::ask(&app.store, purpose, &asked, Some(&account), app.clock.now()).await?;
    Ok(Json(Question { options: asked.options }))
}

pub async fn join(
    State(app): State<App>,
    Peer(from): Peer,
    headers: HeaderMap,
    Json(JoinWithPasskey { token, answer, name }): Json<JoinWithPasskey>,
) -> Result<impl IntoResponse> {
    let token = token_sha256(&token.0);
    app.limits.sign_in(from, &token)?;
    let name = check_name(&name)?;
    let (account, key) = new_key(&app, Purpose::Join, &answer).await?;
    let account = account.ok_or(PasskeyError::StrangeAnswer)?;
    accounts::join_with_passkey(&app.store, &token, account.clone(), &key, &name, app.clock.now()).await?;
    let (cookie, me) = enter(&app, &account, &headers).await?;
    Ok((StatusCode::CREATED, cookie, Json(me)))
}

pub async fn list(State(app): State<App>, person: Person) -> Result<Json<WaysIn>> {
    let mut connection = app.store.acquire().await.map_err(crate::Error::from)?;
    Ok(Json(passkeys::ways_in(&mut connection, &person).await?))
}

pub async fn begin_adding(
    State(app): State<App>,
    person: Person,
    Peer(from): Peer,
    parts: Parts,
    Json(BeginAdding { password }): Json<BeginAdding>,
) -> Result<Json<Question>> {
    let party = party(&app)?;
    let email = known_by(&app, &person, from, &parts, password).await?;
    let known = passkeys::credentials(&app.store, &person).await?;
    let asked = party.ask_for_new(app.secrets.passkey_handle(&person.account), &email, &known);
    passkeys::ask(&app.store, Purpose::Add, &asked, Some(&person.account), app.clock.now()).await?;
    Ok(Json(Question { options: asked.options }))
}

/// Told by mail: an owner who did not do it can remove the key.
pub async fn add(
    State(app): State<App>,
    person: Person,
    Json(AddPasskey { answer, name }): Json<AddPasskey>,
) -> Result<StatusCode> {
    let name = check_name(&name)?;
    let (asked, key) = new_key(&app, Purpose::Add, &answer).await?;
    if asked.as_ref() != Some(&person.account) {
        return Err(PasskeyError::StrangeAnswer.into());
    }
    passkeys::add(&app.store, &person, &key, &name, app.clock.now()).await?;
    let (email, _) = accounts::own_credentials(&app.store, &person).await?;
    send(&app, &email, &letters::passkey_added()).await?;
    Ok(StatusCode::CREATED)
}

pub async fn rename(
    State(app): State<App>,
    person: Person,
    Path(id): Path<String>,
    Json(RenamePasskey { name }): Json<RenamePasskey>,
) -> Result<StatusCode> {
    let name = check_name(&name)?;
    let found = passkeys::rename(&app.store, &person, &id, &name).await?;
    if found { Ok(StatusCode::NO_CONTENT) } else { Err(ApiError::NotFound.into()) }
}

/// No password is asked for: whoever lost a device wants its key gone at once. Told by mail, and never the last way in.
pub async fn remove(State(app): State<App>, person: Person, Path(id): Path<String>) -> Result<StatusCode> {
    if !passkeys::remove(&app.store, &person, &id).await? {
        return Err(ApiError::NotFound.into());
    }
    let (email, _) = accounts::own_credentials(&app.store, &person).await?;
    send(&app, &email, &letters::passkey_removed()).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub async fn begin_proof(
    State(app): State<App>,
    _person: Person,
    Peer(from): Peer,
) -> Result<Json<Question>> {
    app.limits.question(from)?;
    let asked = party(&app)?.ask_who();
    passkeys::ask(&app.store, Purpose::Prove, &asked, None, app.clock.now()).await?;
    Ok(Json(Question { options: asked.options }))
}

/// Stands for the next change in this session.
pub async fn prove(
    State(app): State<App>,
    person: Person,
    Peer(from): Peer,
    parts: Parts,
    Json(answer): Json<Answer>,
) -> Result<StatusCode> {
    app.limits.sign_in(from, &person.account)?;
    let shown = Shown::read(&answer.credential).ok_or(PasskeyError::StrangeAnswer)?;
    let owner = owner(&app, Purpose::Prove, &shown).await?;
    if owner.as_ref() != Some(&person.account) {
        return Err(PasskeyError::StrangeAnswer.into());
    }
    passkeys::prove(&app.store, &person, &this_session(&app, &parts), app.clock.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn party(app: &App) -> Result<&RelyingParty> {
    Ok(app.passkeys.as_ref().as_ref().ok_or(PasskeyError::NoDomain)?)
}

/// Whose key this is, once the question was ours, was not answered before, and the answer holds.
async fn owner(app: &App, purpose: Purpose, shown: &Shown) -> Result<Option<String>> {
    let now = app.clock.now();
    let Some(challenge) = shown.challenge() else { return Ok(None) };
    let Some(asked) = passkeys::take(&app.store, purpose, &challenge, now).await? else { return Ok(None) };
    let Some((account, key)) = passkeys::find(&app.store, &shown.credential()).await? else {
        return Ok(None);
    };
    let handle = app.secrets.passkey_handle(&account);
    let Some(counters) = party(app)?.shown(&asked.state, shown, handle, &key) else { return Ok(None) };
    passkeys::used(&app.store, &key, &counters, now).await?;
    Ok(Some(account))
}

pub(super) async fn new_key(app: &App, purpose: Purpose, answer: &Answer) -> Result<(Option<String>, Key)> {
    let made = Made::read(&answer.credential).ok_or(PasskeyError::StrangeAnswer)?;
    let challenge = made.challenge().ok_or(PasskeyError::StrangeAnswer)?;
    let asked = passkeys::take(&app.store, purpose, &challenge, app.clock.now()).await?;
    let asked = asked.ok_or(PasskeyError::StrangeAnswer)?;
    let key = party(app)?.made(&asked.state, &made).ok_or(PasskeyError::StrangeAnswer)?;
    Ok((asked.account, key))
}
