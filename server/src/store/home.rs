//! Homes: a region, a date, and a tag that says yes or no to a cell. Never the cell.

use chrono::{DateTime, Utc};
use neighbors_domain::account::{HomeKept, WRONG_HOMES_A_DAY};
use neighbors_domain::api::ApiError;
use neighbors_domain::cells::Cell9;
use neighbors_domain::home::may_choose;
use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};
use subtle::ConstantTimeEq;

use super::{Store, maybe_time, parsed, time, undecodable};
use crate::Result;
use crate::auth::Resident;
use crate::secrets::Secrets;

/// What [`kept`] reads.
const KEPT: &str = "home_region, home_set_at, home_first_at";

/// What comes of saying "this cell is my home".
#[derive(Debug, PartialEq)]
pub enum Compared {
    Home(HomeKept),
    /// No home was ever picked.
    NoHome,
    /// Another cell; `left` more may be tried today.
    Wrong {
        left: u32,
    },
    /// Not even looked at: a thief of a session could else walk the region's cells.
    NoTriesLeft {
        tries: u32,
    },
}

/// Compares and forgets. A wrong cell is counted in `tx`: commit it whatever the answer is, or a
/// refused share gives its try back.
pub async fn check(
    tx: &mut Transaction<'_, Any>,
    secrets: &Secrets,
    resident: &Resident,
    cell: Cell9,
    now: DateTime<Utc>,
) -> Result<Compared, sqlx::Error> {
    // Changes nothing, and locks the account: two tries at once are two tries.
    let row = sqlx::query(
        "update account set home_set_at = home_set_at where id = $1
         returning home_region, home_tag, home_set_at, home_first_at",
    )
    .bind(&resident.account)
    .fetch_one(&mut **tx)
    .await?;
    let Some(tag) = row.try_get::<Option<String>, _>("home_tag")? else { return Ok(Compared::NoHome) };
    let day = day(now);
    let tries = sqlx::query_scalar("select tries from wrong_home where account_id = $1 and day = $2")
        .bind(&resident.account)
        .bind(day)
        .fetch_optional(&mut **tx)
        .await?
        .map_or(0, |tries: i64| tries as u32);
    if tries >= WRONG_HOMES_A_DAY {
        return Ok(Compared::NoTriesLeft { tries });
    }
    let same = secrets.home_tag(&resident.account, cell).as_bytes().ct_eq(tag.as_bytes());
    if same.into() {
        return Ok(Compared::Home(kept(&row)?.ok_or_else(|| undecodable("home_region"))?));
    }
    sqlx::query(
        "insert into wrong_home (account_id, day, tries) values ($1, $2, 1)
         on conflict (account_id, day) do update set tries = wrong_home.tries + 1",
    )
    .bind(&resident.account)
    .bind(day)
    .execute(&mut **tx)
    .await?;
    Ok(Compared::Wrong { left: WRONG_HOMES_A_DAY - tries - 1 })
}

/// A home is said: for the first time, to correct it, or after moving, as the rule allows. Saying the one there is
/// changes nothing, not even its date.
pub async fn choose(
    store: &Store,
    secrets: &Secrets,
    resident: &Resident,
    cell: Cell9,
    now: DateTime<Utc>,
) -> Result<HomeKept> {
    let mut tx = store.write().await?;
    let sql = format!("update account set created_at = created_at where id = $1 returning {KEPT}, home_tag");
    let row = sqlx::query(&sql).bind(&resident.account).fetch_one(&mut *tx).await?;
    let before = kept(&row)?;
    // The rule goes first: where nothing may be changed nothing is compared, so that nobody can ask "is it this one?".
    may_choose(before.as_ref(), now).map_err(|reason| ApiError::HomeRefused { reason })?;
    let tag = secrets.home_tag(&resident.account, cell);
    if let (Some(before), Some(known)) = (before, row.try_get::<Option<String>, _>("home_tag")?)
        && bool::from(known.as_bytes().ct_eq(tag.as_bytes()))
    {
        return Ok(before);
    }
    let sql = format!(
        "update account set home_region = $2, home_tag = $3, home_set_at = $4,
                home_first_at = coalesce(home_first_at, $4)
         where id = $1 returning {KEPT}"
    );
    let chosen = sqlx::query(&sql)
        .bind(&resident.account)
        .bind(cell.region().to_string())
        .bind(tag)
        .bind(now.timestamp_millis())
        .fetch_one(&mut *tx)
        .await?;
    let chosen = kept(&chosen)?.ok_or(sqlx::Error::RowNotFound)?;
    tx.commit().await?;
    Ok(chosen)
}

/// The first choice of a home, at any time a demo or a test says; `false` if there already is one.
pub async fn pick(
    store: &Store,
    secrets: &Secrets,
    resident: &Resident,
    cell: Cell9,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let picked = sqlx::query(
        "update account set home_region = $2, home_tag = $3, home_set_at = $4, home_first_at = $4
         where id = $1 and home_tag is null",
    )
    .bind(&resident.account)
    .bind(cell.region().to_string())
    .bind(secrets.home_tag(&resident.account, cell))
    .bind(now.timestamp_millis())
    .execute(&**store)
    .await?;
    Ok(picked.rows_affected() == 1)
}

/// Counts of days that are over say only that somebody tried: they go.
pub async fn sweep_tries(store: &Store, now: DateTime<Utc>) -> Result<u64, sqlx::Error> {
    let swept = sqlx::query("delete from wrong_home where day < $1").bind(day(now)).execute(&**store).await?;
    Ok(swept.rows_affected())
}

/// Days since 1970, in UTC.
pub(super) fn day(now: DateTime<Utc>) -> i64 {
    now.timestamp().div_euclid(24 * 60 * 60)
}

pub(super) fn kept(row: &AnyRow) -> Result<Option<HomeKept>, sqlx::Error> {
    let Some(set_at) = maybe_time(row, "home_set_at")? else { return Ok(None) };
    Ok(Some(HomeKept { region: parsed(row, "home_region")?, set_at, first_at: time(row, "home_first_at")? }))
}
