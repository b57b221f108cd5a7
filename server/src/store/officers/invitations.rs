//! Invitations to the mailboxes of an agency: found by the hash of their token, used once, dead after three days.

use chrono::{DateTime, Utc};
use neighbors_domain::officers::{INVITATION_LIVES, Invitation, Invite, OfficerError, Roles};
use neighbors_domain::record::PublicKey;
use sqlx::Row;
use sqlx::any::AnyRow;

use super::{NewOfficer, code, insert};
use crate::Result;
use crate::auth::{AgencyAdmin, Officer, Operator};
use crate::passkeys::Key;
use crate::store::{Store, accounts, is_unique_violation, passkeys, time};

/// Who invites.
pub enum By<'a> {
    Administrator(&'a AgencyAdmin),
    /// The first administrator of an agency, by its id.
    Operator(Operator, &'a str),
}

/// Takes the place of an older one to the same mailbox. `Err`: an officer of the agency has this address.
pub async fn add(
    store: &Store,
    by: By<'_>,
    invite: &Invite,
    token_sha256: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    let agency = match &by {
        By::Administrator(AgencyAdmin(officer)) => officer.agency.as_str(),
        By::Operator(_, agency) => agency,
    };
    let email = accounts::normal_email(&invite.email);
    let mut tx = store.write().await?;
    // Only one's own officers: whether anybody else has the address is told to its mailbox alone.
    let known: i64 = sqlx::query_scalar(
        "select count(*) from officer join account on account.id = officer.account_id
         where officer.agency_id = $1 and account.email = $2",
    )
    .bind(agency)
    .bind(&email)
    .fetch_one(&mut *tx)
    .await?;
    if known > 0 {
        return Err(OfficerError::OfficerAlready.into());
    }
    sqlx::query("delete from officer_invitation where agency_id = $1 and email = $2")
        .bind(agency)
        .bind(&email)
        .execute(&mut *tx)
        .await?;
    sqlx::query(
        "insert into officer_invitation (token_sha256, id, agency_id, email, roles, administrator, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(token_sha256)
    .bind(store.new_id())
    .bind(agency)
    .bind(&email)
    .bind(invite.roles.text())
    .bind(i64::from(invite.administrator))
    .bind((now + INVITATION_LIVES).timestamp_millis())
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(())
}

/// Looks without using it up. Invitations of an agency that is not active are dead.
pub async fn find(
    store: &Store,
    token_sha256: &str,
    now: DateTime<Utc>,
) -> Result<Option<Invitation>, sqlx::Error> {
    sqlx::query(
        "select email, roles, administrator, expires_at,
                agency.slug as agency_slug, agency.name as agency_name, agency.demo as agency_demo
         from officer_invitation join agency on agency.id = officer_invitation.agency_id
         where token_sha256 = $1 and expires_at > $2 and agency.left_since is null
           and agency.suspended_since is null",
    )
    .bind(token_sha256)
    .bind(now.timestamp_millis())
    .try_map(|row: AnyRow| {
        Ok(Invitation {
            email: row.try_get("email")?,
            agency: super::agency(&row)?,
            roles: Roles::from_text(row.try_get("roles")?),
            administrator: row.try_get::<i64, _>("administrator")? != 0,
            until: time(&row, "expires_at")?,
        })
    })
    .fetch_optional(&**store)
    .await
}

/// What somebody states to become an officer, checked, hashed and sealed.
pub struct Enrolled<'a> {
    pub name: &'a str,
    pub title: &'a str,
    pub badge_number: &'a str,
    pub way_in: WayIn<'a>,
    pub recipient: &'a str,
    pub wrapped_identity: &'a str,
    pub signing_key: PublicKey,
}

/// As [`neighbors_domain::officers::WayIn`].
pub enum WayIn<'a> {
    Codes {
        password_hash: &'a str,
        totp_sealed: &'a str,
        totp_step: u64,
    },
    /// `account`: the id the device was told of.
    Passkey {
        account: String,
        key: &'a Key,
        name: &'a str,
    },
}

/// Uses the invitation up: account and officer, or neither.
pub async fn accept(
    store: &Store,
    token_sha256: &str,
    enrolled: &Enrolled<'_>,
    now: DateTime<Utc>,
) -> Result<Officer> {
    let mut tx = store.write().await?;
    let taken = sqlx::query(
        "delete from officer_invitation where token_sha256 = $1 and expires_at > $2
           and exists (select 1 from agency where agency.id = agency_id
               and left_since is null and suspended_since is null)
         returning agency_id, email, roles, administrator",
    )
    .bind(token_sha256)
    .bind(now.timestamp_millis())
    .fetch_optional(&mut *tx)
    .await?;
    let taken = taken.ok_or(OfficerError::DeadInvitation)?;
    let email: String = taken.try_get("email")?;
    let (id, hash) = match &enrolled.way_in {
        WayIn::Codes { password_hash, .. } => (store.new_id(), Some(*password_hash)),
        WayIn::Passkey { account, .. } => (account.clone(), None),
    };
    let account = match accounts::insert(&mut tx, id, &email, hash, now).await {
        Ok(resident) => resident.account,
        Err(cause) if is_unique_violation(&cause) => return Err(OfficerError::AddressTaken.into()),
        Err(cause) => return Err(cause.into()),
    };
    let new = NewOfficer {
        account,
        agency: taken.try_get("agency_id")?,
        name: enrolled.name.to_owned(),
        title: enrolled.title.to_owned(),
        badge_number: enrolled.badge_number.to_owned(),
        recipient: enrolled.recipient.to_owned(),
        wrapped_identity: enrolled.wrapped_identity.to_owned(),
        signing_key: enrolled.signing_key,
        roles: Roles::from_text(taken.try_get("roles")?),
        administrator: taken.try_get::<i64, _>("administrator")? != 0,
    };
    let officer = insert(&mut tx, store.new_id(), &new, now).await?;
    match &enrolled.way_in {
        WayIn::Codes { totp_sealed, totp_step, .. } => {
            code::enrol(&mut tx, &officer, totp_sealed, Some(*totp_step)).await?;
        }
        WayIn::Passkey { key, name, .. } => {
            passkeys::insert(&mut tx, store.new_id(), &officer.account, key, name, now).await?;
        }
    }
    tx.commit().await?;
    Ok(officer)
}

/// `false` if there is none of that name.
pub async fn take_back(store: &Store, AgencyAdmin(by): &AgencyAdmin, id: &str) -> Result<bool, sqlx::Error> {
    let gone = sqlx::query("delete from officer_invitation where agency_id = $1 and id = $2")
        .bind(&by.agency)
        .bind(id)
        .execute(&**store)
        .await?;
    Ok(gone.rows_affected() == 1)
}

pub async fn sweep(store: &Store, now: DateTime<Utc>) -> Result<(), sqlx::Error> {
    sqlx::query("delete from officer_invitation where expires_at <= $1")
        .bind(now.timestamp_millis())
        .execute(&**store)
        .await?;
    Ok(())
}
