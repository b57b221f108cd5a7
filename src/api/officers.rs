//! Calls about officers: an invitation taken up, the list of an agency's administrator, what the agency says of itself.

use neighbors_domain::addresses::api;
use neighbors_domain::admission::Statement;
use neighbors_domain::joining::LinkToken;
use neighbors_domain::officers::{
    AgencyKeys, Certify, ChangeOfficer, Enrol, Invitation, Invite, LookAtInvitation, MakeKeys,
    NewAuthenticator, OfficerList, PortalSelf,
};
use neighbors_domain::passkey::Question;

use super::http::put;
use super::{Result, delete, get, path_part, post, post_for};

pub async fn portal_me() -> Result<PortalSelf> {
    get(api::PORTAL_ME).await
}

pub async fn invitation(token: LinkToken) -> Result<Invitation> {
    post_for(api::PORTAL_JOIN_LOOK, &LookAtInvitation { token }).await
}

/// Asks this device for a key to sign in with.
pub async fn begin_enrolling(token: LinkToken) -> Result<Question> {
    post_for(api::PORTAL_JOIN_PASSKEY_BEGIN, &LookAtInvitation { token }).await
}

pub async fn change_authenticator(new: &NewAuthenticator) -> Result<()> {
    put(api::PORTAL_AUTHENTICATOR, new).await
}

/// Signs in at the same time.
pub async fn enrol(enrol: &Enrol) -> Result<PortalSelf> {
    post_for(api::PORTAL_JOIN, enrol).await
}

pub async fn officers() -> Result<OfficerList> {
    get(api::PORTAL_OFFICERS).await
}

pub async fn confirm_officers() -> Result<()> {
    post(api::PORTAL_OFFICERS_CONFIRM, &()).await
}

pub async fn invite(invite: &Invite) -> Result<()> {
    post(api::PORTAL_INVITATIONS, invite).await
}

pub async fn take_back_invitation(id: &str) -> Result<()> {
    delete(&api::portal_invitation(&path_part(id))).await
}

pub async fn change_officer(id: &str, to: &ChangeOfficer) -> Result<()> {
    put(&api::portal_officer(&path_part(id)), to).await
}

pub async fn end_officer(id: &str) -> Result<()> {
    delete(&api::portal_officer(&path_part(id))).await
}

pub async fn agency_keys() -> Result<AgencyKeys> {
    get(api::PORTAL_KEYS).await
}

pub async fn make_agency_keys(made: &MakeKeys) -> Result<()> {
    post(api::PORTAL_KEYS, made).await
}

pub async fn certify(id: &str, certify: &Certify) -> Result<()> {
    put(&api::portal_certificate(&path_part(id)), certify).await
}

pub async fn statement() -> Result<Statement> {
    get(api::PORTAL_AGENCY).await
}

pub async fn state_anew(statement: &Statement) -> Result<()> {
    put(api::PORTAL_AGENCY, statement).await
}
