//! Officers of an agency: invited to a mailbox, enrolled by who opened it, looked after by their administrator.

use axum::extract::State;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use neighbors_domain::addresses::pages;
use neighbors_domain::admission::Statement;
use neighbors_domain::api::ApiError;
use neighbors_domain::officers::{
    AgencyKeys, Authenticator, Certify, ChangeOfficer, Enrol, Invitation, Invite, LookAtInvitation, MakeKeys,
    NewAuthenticator, OfficerError, OfficerList, PortalSelf, WayIn,
};
use neighbors_domain::passkey::{PasskeyError, Question, check_name};

use super::accounts::{new_link, page, send};
use super::passkeys;
use super::security::{known_by, this_session};
use super::session::enter;
use crate::auth::{AgencyAdmin, Officer, Peer, Person, token_sha256};
use crate::error::{Json, Path};
use crate::mail::{self, letters};
use crate::passkeys::Key;
use crate::store::accounts::normal_email;
use crate::store::agencies;
use crate::store::officers::invitations::{By, Enrolled};
use crate::store::officers::{self, code, invitations, list};
use crate::store::passkeys::Purpose;
use crate::store::sessions;
use crate::totp::Codes;
use crate::{App, Result, common_passwords, password};

pub async fn me(State(app): State<App>, officer: Officer) -> Result<Json<PortalSelf>> {
    Ok(Json(officers::portal_self(&app.store, &officer).await?))
}

pub async fn list(State(app): State<App>, admin: AgencyAdmin) -> Result<Json<OfficerList>> {
    Ok(Json(list::list(&app.store, &admin, app.clock.now()).await?))
}

/// The same answer whether or not anybody else's account has the address: only its mailbox learns that.
pub async fn invite(
    State(app): State<App>,
    admin: AgencyAdmin,
    Json(invite): Json<Invite>,
) -> Result<StatusCode> {
    admin.0.may_publish()?;
    let (domain, name) = agencies::official(&app.store, &admin.0.agency).await?;
    invite.check(&domain)?;
    let email = normal_email(&invite.email);
    mail::address(&email).map_err(|_| OfficerError::NotOfficial { domain })?;
    let (link, token) = new_link(&app, pages::PORTAL_JOIN);
    let now = app.clock.now();
    invitations::add(&app.store, By::Administrator(&admin), &invite, &token, now).await?;
    send(&app, &email, &letters::invitation(&name, &link)).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub async fn take_back(
    State(app): State<App>,
    admin: AgencyAdmin,
    Path(id): Path<String>,
) -> Result<StatusCode> {
    let found = invitations::take_back(&app.store, &admin, &id).await?;
    if found { Ok(StatusCode::NO_CONTENT) } else { Err(ApiError::NotFound.into()) }
}

/// Asked by whoever opened the mailbox: only the link of a mail leads here.
pub async fn look(
    State(app): State<App>,
    Peer(from): Peer,
    Json(LookAtInvitation { token }): Json<LookAtInvitation>,
) -> Result<Json<Invitation>> {
    let token = token_sha256(&token.0);
    app.limits.sign_in(from, &token)?;
    let found = invitations::find(&app.store, &token, app.clock.now()).await?;
    Ok(Json(found.ok_or(OfficerError::DeadInvitation)?))
}

/// Everything is checked before the invitation is used up: a slip of the thumb costs no new mail.
pub async fn enrol(
    State(app): State<App>,
    Peer(from): Peer,
    headers: HeaderMap,
    Json(enrol): Json<Enrol>,
) -> Result<impl IntoResponse> {
    let token = token_sha256(&enrol.token.0);
    app.limits.sign_in(from, &token)?;
    let now = app.clock.now();
    let invitation = invitations::find(&app.store, &token, now).await?.ok_or(OfficerError::DeadInvitation)?;
    enrol.check()?;
    if enrol.recipient.parse::<age::x25519::Recipient>().is_err() {
        return Err(OfficerError::StrangeKey.into());
    }
    let way_in = way_in(&app, enrol.way_in, &invitation.email).await?;
    let enrolled = Enrolled {
        name: enrol.name.trim(),
        title: enrol.title.trim(),
        badge_number: enrol.badge_number.trim(),
        way_in: way_in.borrowed(),
        recipient: &enrol.recipient,
        wrapped_identity: &enrol.wrapped_identity,
        signing_key: enrol.signing_key,
    };
    let officer = invitations::accept(&app.store, &token, &enrolled, now).await?;
    let (cookie, _) = enter(&app, &officer.account, &headers).await?;
    let me = officers::portal_self(&app.store, &officer).await?;
    Ok((StatusCode::CREATED, cookie, Json(me)))
}

/// Checked, hashed and sealed.
enum Checked {
    Codes { password_hash: String, totp_sealed: String, totp_step: u64 },
    Passkey { account: String, key: Key, name: String },
}

impl Checked {
    fn borrowed(&self) -> invitations::WayIn<'_> {
        match self {
            Self::Codes { password_hash, totp_sealed, totp_step } => {
                invitations::WayIn::Codes { password_hash, totp_sealed, totp_step: *totp_step }
            }
            Self::Passkey { account, key, name } => {
                invitations::WayIn::Passkey { account: account.clone(), key, name }
            }
        }
    }
}

async fn way_in(app: &App, chosen: WayIn, email: &str) -> Result<Checked> {
    match chosen {
        WayIn::Codes { password, authenticator } => {
            let (totp_sealed, totp_step) = set_up(app, &authenticator)?;
            if let Err(error) = password.check(email, common_passwords::contains) {
                return Err(OfficerError::Password { error }.into());
            }
            let password_hash = password::hash_in_turn(password.0).await;
            Ok(Checked::Codes { password_hash, totp_sealed, totp_step })
        }
        WayIn::Passkey { answer, name } => {
            let name = check_name(&name)?;
            let (account, key) = passkeys::new_key(app, Purpose::Enrol, &answer).await?;
            let account = account.ok_or(PasskeyError::StrangeAnswer)?;
            Ok(Checked::Passkey { account, key, name })
        }
    }
}

/// The sealed secret, and the step of the code that proves it.
fn set_up(app: &App, Authenticator { totp_secret, code }: &Authenticator) -> Result<(String, u64)> {
    let codes = Codes::new(totp_secret).ok_or(OfficerError::StrangeKey)?;
    let step = codes.step(code, app.clock.now()).ok_or(OfficerError::WrongCode)?;
    Ok((app.secrets.seal(totp_secret), step))
}

/// A device is asked for a key to sign in with. Only the link of a mail leads here.
pub async fn begin_enrolling(
    State(app): State<App>,
    Peer(from): Peer,
    Json(LookAtInvitation { token }): Json<LookAtInvitation>,
) -> Result<Json<Question>> {
    let token = token_sha256(&token.0);
    app.limits.sign_in(from, &token)?;
    let invitation = invitations::find(&app.store, &token, app.clock.now()).await?;
    let email = invitation.ok_or(OfficerError::DeadInvitation)?.email;
    passkeys::ask_newcomer(&app, Purpose::Enrol, &email).await
}

/// From now on the codes of another authenticator. Told by mail.
pub async fn change_authenticator(
    State(app): State<App>,
    officer: Officer,
    Peer(from): Peer,
    parts: Parts,
    Json(NewAuthenticator { password, authenticator }): Json<NewAuthenticator>,
) -> Result<StatusCode> {
    let (sealed, step) = set_up(&app, &authenticator)?;
    let email = known_by(&app, &Person::from(&officer), from, &parts, password).await?;
    let mut connection = app.store.acquire().await.map_err(crate::Error::from)?;
    code::enrol(&mut connection, &officer, &sealed, Some(step)).await.map_err(crate::Error::from)?;
    sessions::end_others(&mut connection, &officer.account, &this_session(&app, &parts)).await?;
    send(&app, &email, &letters::authenticator_changed()).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub async fn change(
    State(app): State<App>,
    admin: AgencyAdmin,
    Path(id): Path<String>,
    Json(to): Json<ChangeOfficer>,
) -> Result<StatusCode> {
    list::change(&app.store, &admin, &id, &to, app.clock.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// "No longer with the agency": one action, at once.
pub async fn end(State(app): State<App>, admin: AgencyAdmin, Path(id): Path<String>) -> Result<StatusCode> {
    list::end(&app.store, &admin, &id, app.clock.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub async fn confirm(State(app): State<App>, admin: AgencyAdmin) -> Result<StatusCode> {
    list::confirm(&app.store, &admin, app.clock.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub async fn keys(State(app): State<App>, admin: AgencyAdmin) -> Result<Json<AgencyKeys>> {
    Ok(Json(agencies::keys(&app.store, &admin).await?))
}

/// Once for each agency.
pub async fn make_keys(
    State(app): State<App>,
    admin: AgencyAdmin,
    Json(made): Json<MakeKeys>,
) -> Result<StatusCode> {
    made.check()?;
    if made.recovery.parse::<age::x25519::Recipient>().is_err() {
        return Err(OfficerError::StrangeKey.into());
    }
    agencies::make_keys(&app.store, &admin, &made, app.clock.now()).await?;
    Ok(StatusCode::CREATED)
}

pub async fn certify(
    State(app): State<App>,
    admin: AgencyAdmin,
    Path(id): Path<String>,
    Json(certify): Json<Certify>,
) -> Result<StatusCode> {
    certify.check()?;
    agencies::certify(&app.store, &admin, &id, &certify, app.clock.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What the agency says of itself.
pub async fn statement(State(app): State<App>, admin: AgencyAdmin) -> Result<Json<Statement>> {
    Ok(Json(agencies::statement(&app.store, &admin).await?))
}

pub async fn state(
    State(app): State<App>,
    admin: AgencyAdmin,
    Json(statement): Json<Statement>,
) -> Result<StatusCode> {
    statement.check()?;
    agencies::state_anew(&app.store, &admin, &statement).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Once a month to whoever looks after the list: a colleague who left and still has a badge is seen by nobody else.
pub async fn remind(app: &App) -> Result<()> {
    for mailbox in list::to_remind(&app.store, app.clock.now()).await? {
        send(app, &mailbox, &letters::look_through_officers(&page(app, pages::PORTAL_OFFICERS))).await?;
    }
    Ok(())
}
