//! Who a token belongs to.

use chrono::{DateTime, TimeDelta, Utc};
use neighbors_domain::account::SIGNED_IN_DAYS;
use neighbors_domain::joining::SignedIn;
use neighbors_domain::officers::Roles;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::home::day;
use super::{Store, maybe_time, officers, time, undecodable};
use crate::auth::{Asker, Officer, Person, Resident};
use crate::seen::Seen;

/// The owner of a live token; anyone else is a visitor. An officer whose certificate ended is one too.
pub async fn asker(store: &Store, token_sha256: &str, now: DateTime<Utc>) -> Result<Asker, sqlx::Error> {
    let row = sqlx::query(
        "select session.account_id, session.used_on, officer.id as officer_id, officer.agency_id, officer.ended_at,
                officer.off_since, officer.roles, officer.admin_since, agency.suspended_since
         from session left join officer on officer.account_id = session.account_id
         left join agency on agency.id = officer.agency_id
         where session.token_sha256 = $1 and session.expires_at > $2",
    )
    .bind(token_sha256)
    .bind(now.timestamp_millis())
    .fetch_optional(&**store)
    .await?;
    let Some(row) = row else { return Ok(Asker::Visitor) };
    if row.try_get::<i64, _>("used_on")? < day(now) {
        // Once a day, so that reading stays reading.
        sqlx::query("update session set used_on = $2 where token_sha256 = $1")
            .bind(token_sha256)
            .bind(day(now))
            .execute(&**store)
            .await?;
        officers::came(store, row.try_get("account_id")?, now).await?;
    }
    let account: String = row.try_get("account_id")?;
    let Some(id) = row.try_get::<Option<String>, _>("officer_id")? else {
        return Ok(Asker::Resident(Resident { account }));
    };
    let over = |at: Option<DateTime<Utc>>| at.is_some_and(|at| at <= now);
    if over(maybe_time(&row, "ended_at")?) || over(maybe_time(&row, "off_since")?) {
        return Ok(Asker::Visitor);
    }
    Ok(Asker::Officer(Officer {
        id,
        account,
        agency: row.try_get("agency_id")?,
        roles: Roles::from_text(row.try_get("roles")?),
        administrator: maybe_time(&row, "admin_since")?.is_some(),
        suspended: maybe_time(&row, "suspended_since")?.is_some(),
    }))
}

/// Signs in: from now on the token stands for the account.
pub async fn add(
    store: &Store,
    account: &str,
    token_sha256: &str,
    seen: Seen,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let until = now + TimeDelta::days(SIGNED_IN_DAYS);
    sqlx::query(
        "insert into session (token_sha256, id, account_id, created_at, expires_at, used_on, browser, system)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(token_sha256)
    .bind(store.new_id())
    .bind(account)
    .bind(now.timestamp_millis())
    .bind(until.timestamp_millis())
    .bind(day(now))
    .bind(seen.browser_key())
    .bind(seen.system_key())
    .execute(&**store)
    .await?;
    officers::came(store, account, now).await
}

/// Where the account is signed in, newest first.
pub async fn list(
    store: &Store,
    person: &Person,
    this: &str,
    now: DateTime<Utc>,
) -> Result<Vec<SignedIn>, sqlx::Error> {
    sqlx::query(
        "select * from session where account_id = $1 and expires_at > $2 order by created_at desc, id",
    )
    .bind(&person.account)
    .bind(now.timestamp_millis())
    .try_map(|row: AnyRow| {
        let seen = Seen::from_keys(row.try_get("browser")?, row.try_get("system")?);
        let used_on = DateTime::from_timestamp(row.try_get::<i64, _>("used_on")? * 24 * 60 * 60, 0);
        Ok(SignedIn {
            id: row.try_get("id")?,
            since: time(&row, "created_at")?,
            last_used: used_on.ok_or_else(|| undecodable("used_on"))?.date_naive(),
            browser: seen.browser,
            system: seen.system,
            this: row.try_get::<String, _>("token_sha256")? == this,
        })
    })
    .fetch_all(&**store)
    .await
}

/// Ends one of one's own; `false` if there is none of that name.
pub async fn end(store: &Store, person: &Person, id: &str) -> Result<bool, sqlx::Error> {
    let ended = sqlx::query("delete from session where account_id = $1 and id = $2")
        .bind(&person.account)
        .bind(id)
        .execute(&**store)
        .await?;
    Ok(ended.rows_affected() == 1)
}

/// Signs out everywhere.
pub async fn end_all(connection: &mut AnyConnection, account: &str) -> Result<(), sqlx::Error> {
    sqlx::query("delete from session where account_id = $1").bind(account).execute(connection).await?;
    Ok(())
}

/// Signs out everywhere but in one browser.
pub async fn end_others(connection: &mut AnyConnection, account: &str, but: &str) -> Result<(), sqlx::Error> {
    sqlx::query("delete from session where account_id = $1 and token_sha256 <> $2")
        .bind(account)
        .bind(but)
        .execute(connection)
        .await?;
    Ok(())
}

/// Signs out. Whoever holds the token may give it up.
pub async fn remove(store: &Store, token_sha256: &str) -> Result<(), sqlx::Error> {
    sqlx::query("delete from session where token_sha256 = $1").bind(token_sha256).execute(&**store).await?;
    Ok(())
}

pub async fn sweep(store: &Store, now: DateTime<Utc>) -> Result<u64, sqlx::Error> {
    let swept = sqlx::query("delete from session where expires_at <= $1")
        .bind(now.timestamp_millis())
        .execute(&**store)
        .await?;
    Ok(swept.rows_affected())
}
