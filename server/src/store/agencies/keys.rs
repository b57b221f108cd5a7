//! The keys of an agency: its root key, which signs certificates of officers, and the recovery key on paper.

use chrono::{DateTime, Utc};
use neighbors_domain::api::ApiError;
use neighbors_domain::officers::{AgencyKeys, CertifiableOfficer, Certify, MakeKeys, OfficerError};
use neighbors_domain::record::{CLOCKS_DIFFER, Event, PublicKey, SignError, Signed, Statement};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::super::{Store, maybe_time, record, undecodable};
use crate::Result;
use crate::auth::AgencyAdmin;

/// What an administrator sees of them; the wrapped root key opens with their own.
pub async fn keys(store: &Store, AgencyAdmin(by): &AgencyAdmin) -> Result<AgencyKeys, sqlx::Error> {
    let agency = sqlx::query("select slug, root_key, recovery_recipient from agency where id = $1")
        .bind(&by.agency)
        .fetch_one(&**store)
        .await?;
    let wrapped =
        sqlx::query_scalar("select wrapped from agency_root_key where agency_id = $1 and officer_id = $2")
            .bind(&by.agency)
            .bind(&by.id)
            .fetch_optional(&**store)
            .await?;
    let officers = sqlx::query(
        &format!("{OFFICER} where officer.agency_id = $1 and ended_at is null order by certified_at is not null, name, id"),
    )
    .bind(&by.agency)
    .try_map(|row: AnyRow| officer(&row))
    .fetch_all(&**store)
    .await?;
    Ok(AgencyKeys {
        agency: agency.try_get("slug")?,
        me: by.id.clone(),
        key: public(&agency, "root_key")?,
        recovery: agency.try_get("recovery_recipient")?,
        wrapped,
        officers,
    })
}

const OFFICER: &str = "select id, name, title, signing_key, recipient, certified_at, admin_since, wrapped
    from officer left join agency_root_key on agency_root_key.officer_id = officer.id";

fn officer(row: &AnyRow) -> Result<CertifiableOfficer, sqlx::Error> {
    Ok(CertifiableOfficer {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        title: row.try_get("title")?,
        key: public(row, "signing_key")?.ok_or_else(|| undecodable("signing_key"))?,
        recipient: row.try_get("recipient")?,
        certified_at: maybe_time(row, "certified_at")?,
        administrator: maybe_time(row, "admin_since")?.is_some(),
        holds_root: row.try_get::<Option<String>, _>("wrapped")?.is_some(),
    })
}

fn public(row: &AnyRow, column: &str) -> Result<Option<PublicKey>, sqlx::Error> {
    let text: Option<String> = row.try_get(column)?;
    text.map(|text| PublicKey::try_from(text).map_err(|_| undecodable(column))).transpose()
}

/// Once for each agency: root key and recovery key, made in the administrator's browser, and their own certificate.
pub async fn make(store: &Store, by: &AgencyAdmin, made: &MakeKeys, now: DateTime<Utc>) -> Result<()> {
    let mut tx = store.write().await?;
    let agency = &by.0.agency;
    let set = sqlx::query(
        "update agency set root_key = $2, recovery_recipient = $3 where id = $1 and root_key is null",
    )
    .bind(agency)
    .bind(made.key.to_string())
    .bind(&made.recovery)
    .execute(&mut *tx)
    .await?;
    if set.rows_affected() == 0 {
        return Err(OfficerError::KeysMade.into());
    }
    let slug =
        sqlx::query_scalar("select slug from agency where id = $1").bind(agency).fetch_one(&mut *tx).await?;
    let event = Event::AgencyKey { agency: slug, key: made.key, recovery: made.recovery.clone() };
    record::append(&mut tx, store, &event, now).await?;
    certify_in(&mut tx, store, agency, &by.0.id, &made.certificate, now).await?;
    keep(&mut tx, agency, &by.0.id, &made.wrapped).await?;
    tx.commit().await?;
    Ok(())
}

/// From now on what this officer signs is proved. An administrator gets the root key along, sealed to theirs.
pub async fn certify(
    store: &Store,
    AgencyAdmin(by): &AgencyAdmin,
    officer: &str,
    certify: &Certify,
    now: DateTime<Utc>,
) -> Result<()> {
    let mut tx = store.write().await?;
    certify_in(&mut tx, store, &by.agency, officer, &certify.certificate, now).await?;
    if let Some(wrapped) = &certify.wrapped {
        keep(&mut tx, &by.agency, officer, wrapped).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// A certificate says of the officer what the badge says, and is signed with the agency's key; one is enough, but
/// each is looked at: it shows that whoever hands the root key on holds it.
async fn certify_in(
    connection: &mut AnyConnection,
    store: &Store,
    agency: &str,
    officer: &str,
    certificate: &Signed,
    now: DateTime<Utc>,
) -> Result<()> {
    // Held until the end: of two administrators at one instant, the second finds it done.
    let row = sqlx::query("update agency set slug = slug where id = $1 returning slug, root_key")
        .bind(agency)
        .fetch_one(&mut *connection)
        .await?;
    let slug: String = row.try_get("slug")?;
    let root = public(&row, "root_key")?.ok_or(OfficerError::Signed { error: SignError::NotCertified })?;
    let known =
        sqlx::query(&format!("{OFFICER} where id = $1 and officer.agency_id = $2 and ended_at is null"))
            .bind(officer)
            .bind(agency)
            .try_map(|row: AnyRow| self::officer(&row))
            .fetch_optional(&mut *connection)
            .await?
            .ok_or(OfficerError::Ended)?;
    let at = match certificate.read(&root).map_err(|error| OfficerError::Signed { error })? {
        Statement::Officer { agency, officer, name, title, key, recipient, at }
            if (&agency, &officer, &name, &title, key, &recipient)
                == (&slug, &known.id, &known.name, &known.title, known.key, &known.recipient) =>
        {
            at
        }
        _ => return Err(OfficerError::Signed { error: SignError::OtherWords }.into()),
    };
    if (at - now).abs() > CLOCKS_DIFFER {
        return Err(OfficerError::Signed { error: SignError::Clock }.into());
    }
    if known.certified_at.is_some() {
        return Ok(());
    }
    sqlx::query("update officer set certified_at = $2 where id = $1")
        .bind(officer)
        .bind(now.timestamp_millis())
        .execute(&mut *connection)
        .await?;
    record::append(connection, store, &Event::OfficerCertified { certificate: certificate.clone() }, now)
        .await?;
    Ok(())
}

async fn keep(
    connection: &mut AnyConnection,
    agency: &str,
    officer: &str,
    wrapped: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "insert into agency_root_key (agency_id, officer_id, wrapped) values ($1, $2, $3)
         on conflict (agency_id, officer_id) do nothing",
    )
    .bind(agency)
    .bind(officer)
    .bind(wrapped)
    .execute(connection)
    .await?;
    Ok(())
}

/// What an officer signed, ready to be kept, if it says what was sent: `same` compares.
pub(in crate::store) async fn signed_by(
    connection: &mut AnyConnection,
    officer: &str,
    signed: Option<&Signed>,
    now: DateTime<Utc>,
    same: impl FnOnce(&str, &Statement) -> bool,
) -> Result<String> {
    let refused = |error| OfficerError::Signed { error };
    // Held until the end: an officer who was ended, or an agency that was suspended, at this instant says nothing more.
    let there = sqlx::query(
        "update officer set name = name where id = $1 and ended_at is null and off_since is null",
    )
    .bind(officer)
    .execute(&mut *connection)
    .await?;
    if there.rows_affected() == 0 {
        return Err(ApiError::SignInRequired.into());
    }
    let row = sqlx::query(
        "select signing_key, certified_at, agency.slug, agency.suspended_since
         from officer join agency on agency.id = officer.agency_id where officer.id = $1",
    )
    .bind(officer)
    .fetch_one(connection)
    .await?;
    if maybe_time(&row, "suspended_since")?.is_some() {
        return Err(OfficerError::Suspended.into());
    }
    let certified = maybe_time(&row, "certified_at")?.is_some();
    let key = public(&row, "signing_key")?.filter(|_| certified).ok_or(refused(SignError::NotCertified))?;
    let signed = signed.ok_or(refused(SignError::WrongSignature))?;
    let statement = signed.read(&key).map_err(refused)?;
    let slug: String = row.try_get("slug")?;
    if statement.who() != (slug.as_str(), officer) || !same(&slug, &statement) {
        return Err(refused(SignError::OtherWords).into());
    }
    if (statement.at() - now).abs() > CLOCKS_DIFFER {
        return Err(refused(SignError::Clock).into());
    }
    Ok(serde_json::to_string(signed).expect("text is JSON"))
}
