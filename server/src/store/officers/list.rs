//! The officers of an agency as its administrator sees them: changed, ended, switched off when nobody comes, looked through
//! every month.

use chrono::{DateTime, TimeDelta, Utc};
use neighbors_domain::api::ApiError;
use neighbors_domain::officers::{
    CONFIRM_DAYS, ChangeOfficer, IDLE_DAYS, Invited, OfficerError, OfficerLine, OfficerList, Roles,
};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use crate::Result;
use crate::auth::AgencyAdmin;
use crate::store::home::day;
use crate::store::{Store, maybe_time, time};

/// Who left last comes last.
pub async fn list(
    store: &Store,
    AgencyAdmin(by): &AgencyAdmin,
    now: DateTime<Utc>,
) -> Result<OfficerList, sqlx::Error> {
    let officers = sqlx::query(
        "select officer.*, account.email from officer join account on account.id = officer.account_id
         where agency_id = $1 order by coalesce(ended_at, 0), name, officer.id",
    )
    .bind(&by.agency)
    .try_map(|row: AnyRow| line(&row))
    .fetch_all(&**store)
    .await?;
    let invited = sqlx::query(
        "select id, email, roles, administrator, expires_at from officer_invitation
         where agency_id = $1 and expires_at > $2 order by expires_at, id",
    )
    .bind(&by.agency)
    .bind(now.timestamp_millis())
    .try_map(|row: AnyRow| {
        Ok(Invited {
            id: row.try_get("id")?,
            email: row.try_get("email")?,
            roles: Roles::from_text(row.try_get("roles")?),
            administrator: row.try_get::<i64, _>("administrator")? != 0,
            until: time(&row, "expires_at")?,
        })
    })
    .fetch_all(&**store)
    .await?;
    let agency = sqlx::query("select official_domain, officers_confirmed_at from agency where id = $1")
        .bind(&by.agency)
        .fetch_one(&**store)
        .await?;
    let official_domain: Option<String> = agency.try_get("official_domain")?;
    Ok(OfficerList {
        official_domain: official_domain.unwrap_or_default(),
        officers,
        invited,
        confirmed_at: maybe_time(&agency, "officers_confirmed_at")?,
    })
}

fn line(row: &AnyRow) -> Result<OfficerLine, sqlx::Error> {
    let ended_at = maybe_time(row, "ended_at")?;
    Ok(OfficerLine {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        title: row.try_get("title")?,
        badge_number: row.try_get("badge_number")?,
        // Whoever left has none here any more.
        email: if ended_at.is_some() { String::new() } else { row.try_get("email")? },
        roles: Roles::from_text(row.try_get("roles")?),
        administrator: maybe_time(row, "admin_since")?.is_some(),
        since: time(row, "enrolled_at")?,
        ended_at,
        off_since: maybe_time(row, "off_since")?,
    })
}

/// One of one's own agency who is still there; two that change the list at one instant wait for each other.
async fn of_own(
    connection: &mut AnyConnection,
    AgencyAdmin(by): &AgencyAdmin,
    id: &str,
) -> Result<OfficerLine> {
    sqlx::query("update agency set officers_confirmed_at = officers_confirmed_at where id = $1")
        .bind(&by.agency)
        .execute(&mut *connection)
        .await?;
    let found = sqlx::query(
        "select officer.*, account.email from officer join account on account.id = officer.account_id
         where officer.id = $1 and agency_id = $2",
    )
    .bind(id)
    .bind(&by.agency)
    .try_map(|row: AnyRow| line(&row))
    .fetch_optional(connection)
    .await?;
    let found = found.ok_or(ApiError::NotFound)?;
    if found.ended_at.is_some() { Err(OfficerError::Ended.into()) } else { Ok(found) }
}

/// Is there another administrator who can sign in?
async fn another(connection: &mut AnyConnection, agency: &str, than: &str) -> Result<()> {
    let others: i64 = sqlx::query_scalar(
        "select count(*) from officer where agency_id = $1 and id <> $2 and admin_since is not null
           and ended_at is null and off_since is null",
    )
    .bind(agency)
    .bind(than)
    .fetch_one(connection)
    .await?;
    if others > 0 { Ok(()) } else { Err(OfficerError::LastAdministrator.into()) }
}

/// Who is no administrator any more holds no root key; somebody has to.
async fn give_root_up(connection: &mut AnyConnection, agency: &str, id: &str) -> Result<()> {
    let holders: Vec<String> =
        sqlx::query_scalar("select officer_id from agency_root_key where agency_id = $1")
            .bind(agency)
            .fetch_all(&mut *connection)
            .await?;
    if holders == [id] {
        return Err(OfficerError::LastHolder.into());
    }
    sqlx::query("delete from agency_root_key where officer_id = $1").bind(id).execute(connection).await?;
    Ok(())
}

pub async fn change(
    store: &Store,
    by: &AgencyAdmin,
    id: &str,
    to: &ChangeOfficer,
    now: DateTime<Utc>,
) -> Result<()> {
    let mut tx = store.write().await?;
    let officer = of_own(&mut tx, by, id).await?;
    if officer.administrator && !to.administrator {
        another(&mut tx, &by.0.agency, id).await?;
        give_root_up(&mut tx, &by.0.agency, id).await?;
    }
    sqlx::query(
        "update officer set roles = $2, admin_since = case when $3 = 1 then coalesce(admin_since, $4) end,
                off_since = case when $5 = 1 then null else off_since end,
                seen_on = case when $5 = 1 and off_since is not null then $6 else seen_on end
         where id = $1",
    )
    .bind(id)
    .bind(to.roles.text())
    .bind(i64::from(to.administrator))
    .bind(now.timestamp_millis())
    .bind(i64::from(to.on))
    .bind(day(now))
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(())
}

/// "No longer with the agency", from this moment on.
pub async fn end(store: &Store, by: &AgencyAdmin, id: &str, now: DateTime<Utc>) -> Result<()> {
    let mut tx = store.write().await?;
    if of_own(&mut tx, by, id).await?.administrator {
        another(&mut tx, &by.0.agency, id).await?;
    }
    super::end(&mut tx, store, id, now).await?;
    tx.commit().await?;
    Ok(())
}

/// "The list is right."
pub async fn confirm(
    store: &Store,
    AgencyAdmin(by): &AgencyAdmin,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query("update agency set officers_confirmed_at = $2 where id = $1")
        .bind(&by.agency)
        .bind(now.timestamp_millis())
        .execute(&**store)
        .await?;
    Ok(())
}

/// Switches off whom nobody saw for [`IDLE_DAYS`], and signs them out.
pub async fn switch_off_idle(store: &Store, now: DateTime<Utc>) -> Result<(), sqlx::Error> {
    let mut tx = store.write().await?;
    let idle: Vec<String> = sqlx::query_scalar(
        "update officer set off_since = $1 where ended_at is null and off_since is null and seen_on < $2
         returning account_id",
    )
    .bind(now.timestamp_millis())
    .bind(day(now) - IDLE_DAYS)
    .fetch_all(&mut *tx)
    .await?;
    for account in idle {
        crate::store::sessions::end_all(&mut tx, &account).await?;
    }
    tx.commit().await
}

/// Mailboxes of administrators whose list nobody looked through for [`CONFIRM_DAYS`]. Noted before the first mail leaves:
/// a killed server rather sends none than two.
pub async fn to_remind(store: &Store, now: DateTime<Utc>) -> Result<Vec<String>, sqlx::Error> {
    let month_ago = (now - TimeDelta::days(CONFIRM_DAYS)).timestamp_millis();
    let mut tx = store.write().await?;
    let agencies: Vec<String> = sqlx::query_scalar(
        "update agency set officers_reminded_at = $1
         where active_since is not null and left_since is null
           and coalesce(officers_confirmed_at, active_since) <= $2
           and coalesce(officers_reminded_at, 0) <= $2
           and exists (select 1 from officer where officer.agency_id = agency.id and admin_since is not null
                       and ended_at is null and off_since is null)
         returning id",
    )
    .bind(now.timestamp_millis())
    .bind(month_ago)
    .fetch_all(&mut *tx)
    .await?;
    let mut mailboxes = Vec::new();
    for agency in agencies {
        let of_agency: Vec<String> = sqlx::query_scalar(
            "select account.email from officer join account on account.id = officer.account_id
             where agency_id = $1 and admin_since is not null and ended_at is null and off_since is null
             order by account.email",
        )
        .bind(agency)
        .fetch_all(&mut *tx)
        .await?;
        mailboxes.extend(of_agency);
    }
    tx.commit().await?;
    Ok(mailboxes)
}
