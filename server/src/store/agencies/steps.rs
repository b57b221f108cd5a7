//! Suspended, active again, gone: what the operator decides about an agency later, and the list of all of it.

use chrono::{DateTime, Utc};
use neighbors_domain::admission::{Happened, Step};
use neighbors_domain::agency::{AgencyCard, AgencyRef, AgencyState};
use neighbors_domain::record::Event;
use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};

use super::read::{CARD, card};
use super::{lock, note_change};
use crate::auth::Operator;
use crate::store::{Store, maybe_time, officers, record, time, undecodable};

/// Its open requests freeze, nobody can share; history stays. `false`: it is not active.
pub async fn suspend(
    store: &Store,
    operator: Operator,
    slug: &str,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let sql = "update agency set suspended_since = $1
               where slug = $2 and active_since is not null and suspended_since is null and left_since is null";
    change(store, operator, sql, slug, Step::Suspended, Some(now), now).await
}

/// `false`: it is not suspended.
pub async fn resume(
    store: &Store,
    operator: Operator,
    slug: &str,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let sql = "update agency set suspended_since = $1
               where slug = $2 and suspended_since is not null and left_since is null";
    change(store, operator, sql, slug, Step::Resumed, None, now).await
}

/// It no longer takes part, and none of its officers is one any more; history stays. `false`: it never did, or left already.
pub async fn leave(
    store: &Store,
    operator: Operator,
    slug: &str,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let sql = "update agency set left_since = $1 where slug = $2 and active_since is not null and left_since is null";
    change(store, operator, sql, slug, Step::Left, Some(now), now).await
}

async fn change(
    store: &Store,
    _: Operator,
    sql: &'static str,
    slug: &str,
    step: Step,
    since: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let mut tx = store.write().await?;
    lock(&mut tx).await?;
    let since = since.map(|at| at.timestamp_millis());
    let changed = sqlx::query(sql).bind(since).bind(slug).execute(&mut *tx).await?.rows_affected() > 0;
    if changed {
        let id: String = sqlx::query_scalar("select id from agency where slug = $1")
            .bind(slug)
            .fetch_one(&mut *tx)
            .await?;
        note_step(&mut tx, store, &id, step, now).await?;
        if step == Step::Left {
            officers::end_all(&mut tx, store, &id, now).await?;
        }
        note_change(&mut tx).await?;
    }
    tx.commit().await?;
    Ok(changed)
}

/// Inside the transaction that decides, after [`lock`]: no two have one number.
pub(super) async fn note_step(
    tx: &mut Transaction<'static, Any>,
    store: &Store,
    agency: &str,
    step: Step,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "insert into agency_step (agency_id, n, what, at)
         values ($1, (select count(*) + 1 from agency_step where agency_id = $2), $3, $4)",
    )
    .bind(agency)
    .bind(agency)
    .bind(step.key())
    .bind(now.timestamp_millis())
    .execute(&mut **tx)
    .await?;
    let sql = format!("select {CARD}, official_domain from agency where id = $1");
    let row = sqlx::query(&sql).bind(agency).fetch_one(&mut **tx).await?;
    let AgencyCard { agency: AgencyRef { slug, name, .. }, kind, .. } = card(&row)?;
    let official_domain: Option<String> = row.try_get("official_domain")?;
    let official_domain = official_domain.unwrap_or_default();
    record::append(tx, store, &Event::Agency { agency: slug, step, name, kind, official_domain }, now)
        .await?;
    Ok(())
}

/// Oldest first.
pub(super) async fn decided(store: &Store, agency: &str) -> Result<Vec<Happened>, sqlx::Error> {
    sqlx::query("select what, at from agency_step where agency_id = $1 order by n")
        .bind(agency)
        .try_map(|row: AnyRow| {
            let what = Step::from_key(row.try_get("what")?).ok_or_else(|| undecodable("what"))?;
            Ok(Happened { what, at: time(&row, "at")? })
        })
        .fetch_all(&**store)
        .await
}

/// One that was admitted at any time, as the operator's list shows it.
pub struct Admitted {
    pub card: AgencyCard,
    /// When it came into this state.
    pub at: DateTime<Utc>,
    pub official_domain: String,
}

/// All that were ever admitted, by name.
pub async fn admitted(store: &Store, _: Operator) -> Result<Vec<Admitted>, sqlx::Error> {
    let sql = format!(
        "select {CARD}, official_domain from agency where active_since is not null order by sought, slug"
    );
    sqlx::query(&sql)
        .try_map(|row: AnyRow| {
            let card = card(&row)?;
            let column = match card.state {
                AgencyState::Left => "left_since",
                AgencyState::Suspended => "suspended_since",
                AgencyState::Active | AgencyState::Listed => "active_since",
            };
            let at = maybe_time(&row, column)?.ok_or_else(|| undecodable(column))?;
            let official_domain: Option<String> = row.try_get("official_domain")?;
            Ok(Admitted { card, at, official_domain: official_domain.unwrap_or_default() })
        })
        .fetch_all(&**store)
        .await
}

/// `None`: nobody has this address.
pub async fn state_of(store: &Store, slug: &str) -> Result<Option<AgencyState>, sqlx::Error> {
    sqlx::query("select active_since, suspended_since, left_since from agency where slug = $1")
        .bind(slug)
        .try_map(|row: AnyRow| super::state(&row))
        .fetch_optional(&**store)
        .await
}

/// The Census number of the city or county it serves, where a list or the operator said one.
pub async fn outline_of(store: &Store, slug: &str) -> Result<Option<String>, sqlx::Error> {
    let found: Option<Option<String>> = sqlx::query_scalar("select outline from agency where slug = $1")
        .bind(slug)
        .fetch_optional(&**store)
        .await?;
    Ok(found.flatten())
}
