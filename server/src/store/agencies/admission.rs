//! Becoming active, being suspended, leaving: what the operator decides about an agency.

use chrono::{DateTime, Utc};
use neighbors_domain::agency::{AgencyKind, TipLine};
use neighbors_domain::cells::Region7;
use neighbors_domain::share::MAX_KEPT_DAYS;
use sqlx::{Any, Row, Transaction};

use super::from_source::sought_of;
use super::{kind, lock, note_change};
use crate::auth::Operator;
use crate::store::{Store, maybe_time};

/// Who is to become active.
#[derive(Debug, Clone)]
pub enum Whom<'a> {
    /// One that is known here, by its slug: listed, or gone and coming back.
    Known(&'a str),
    New(&'a NewAgency),
}

/// An agency no list brought.
#[derive(Debug, Clone, PartialEq)]
pub struct NewAgency {
    pub slug: String,
    pub name: String,
    pub kind: AgencyKind,
    /// Fictional.
    pub demo: bool,
    pub city: Option<String>,
    pub county: Option<String>,
    pub us_state: String,
    /// Latitude and longitude of the station.
    pub place: Option<(f64, f64)>,
}

/// What an agency states when it joins.
#[derive(Debug, Clone, PartialEq)]
pub struct Terms {
    pub official_domain: String,
    pub contact: Option<String>,
    pub tip_line: TipLine,
    /// "None" is a stated value.
    pub gifts: Option<String>,
    /// Days it keeps what is shared with it.
    pub retention_days: u32,
    /// In words: "City of Denver".
    pub jurisdiction: Option<String>,
    pub regions: Vec<Region7>,
}

#[derive(Debug, thiserror::Error)]
pub enum AdmitError {
    #[error("no agency is known by this address")]
    Unknown,
    #[error("agencies of the kind “{}” are listed only", .kind.name())]
    KindMayNotAsk { kind: AgencyKind },
    #[error("it is active already")]
    AlreadyActive,
    #[error("it may keep recordings for at most {max_days} days, not {days}")]
    KeptTooLong { days: u32, max_days: u32 },
    #[error(transparent)]
    Store(#[from] sqlx::Error),
}

/// Makes an agency active from `now` on; the id of the agency.
pub async fn admit(
    store: &Store,
    _: Operator,
    whom: Whom<'_>,
    terms: &Terms,
    now: DateTime<Utc>,
) -> Result<String, AdmitError> {
    if terms.retention_days > MAX_KEPT_DAYS {
        return Err(AdmitError::KeptTooLong { days: terms.retention_days, max_days: MAX_KEPT_DAYS });
    }
    let mut tx = store.write().await?;
    lock(&mut tx).await?;
    let id = match whom {
        Whom::Known(slug) => known(&mut tx, slug).await?,
        Whom::New(agency) => found(&mut tx, agency, &store.new_id(), now).await?,
    };
    sqlx::query(
        "update agency set active_since = $1, suspended_since = null, left_since = null, official_domain = $2,
                contact = $3, tip_phone = $4, tip_web = $5, gifts = $6, retention_days = $7,
                jurisdiction = coalesce($8, jurisdiction)
         where id = $9",
    )
    .bind(now.timestamp_millis())
    .bind(&terms.official_domain)
    .bind(terms.contact.as_deref())
    .bind(terms.tip_line.phone.as_deref())
    .bind(terms.tip_line.web.as_deref())
    .bind(terms.gifts.as_deref())
    .bind(i64::from(terms.retention_days))
    .bind(terms.jurisdiction.as_deref())
    .bind(&id)
    .execute(&mut *tx)
    .await?;
    serve(&mut tx, &id, &terms.regions).await?;
    note_change(&mut tx).await?;
    tx.commit().await?;
    Ok(id)
}

async fn known(tx: &mut Transaction<'static, Any>, slug: &str) -> Result<String, AdmitError> {
    let row = sqlx::query("select id, kind, active_since, left_since from agency where slug = $1")
        .bind(slug)
        .fetch_optional(&mut **tx)
        .await?
        .ok_or(AdmitError::Unknown)?;
    may_ask(kind(&row)?)?;
    if maybe_time(&row, "active_since")?.is_some() && maybe_time(&row, "left_since")?.is_none() {
        return Err(AdmitError::AlreadyActive);
    }
    Ok(row.try_get("id")?)
}

async fn found(
    tx: &mut Transaction<'static, Any>,
    agency: &NewAgency,
    id: &str,
    now: DateTime<Utc>,
) -> Result<String, AdmitError> {
    may_ask(agency.kind)?;
    let NewAgency { slug, name, us_state, .. } = agency;
    sqlx::query(
        "insert into agency (id, slug, name, sought, kind, demo, city, county, us_state, since, latitude, longitude)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
    )
    .bind(id)
    .bind(slug)
    .bind(name)
    .bind(sought_of(name, agency.city.as_deref(), agency.county.as_deref(), us_state))
    .bind(agency.kind.key())
    .bind(i64::from(agency.demo))
    .bind(agency.city.as_deref())
    .bind(agency.county.as_deref())
    .bind(us_state)
    .bind(now.date_naive().to_string())
    .bind(agency.place.map(|(latitude, _)| latitude))
    .bind(agency.place.map(|(_, longitude)| longitude))
    .execute(&mut **tx)
    .await?;
    Ok(id.to_owned())
}

fn may_ask(kind: AgencyKind) -> Result<(), AdmitError> {
    if kind.may_ask() { Ok(()) } else { Err(AdmitError::KindMayNotAsk { kind }) }
}

async fn serve(tx: &mut Transaction<'static, Any>, id: &str, regions: &[Region7]) -> Result<(), sqlx::Error> {
    sqlx::query("delete from agency_region where agency_id = $1").bind(id).execute(&mut **tx).await?;
    for region in regions {
        sqlx::query("insert into agency_region (agency_id, region) values ($1, $2) on conflict do nothing")
            .bind(id)
            .bind(region.to_string())
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

/// Its open requests freeze, nobody can share; history stays. `false`: it is not active.
pub async fn suspend(
    store: &Store,
    _: Operator,
    slug: &str,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let sql = "update agency set suspended_since = $1
               where slug = $2 and active_since is not null and suspended_since is null and left_since is null";
    change(store, sql, slug, Some(now)).await
}

/// `false`: it is not suspended.
pub async fn resume(store: &Store, _: Operator, slug: &str) -> Result<bool, sqlx::Error> {
    let sql = "update agency set suspended_since = $1
               where slug = $2 and suspended_since is not null and left_since is null";
    change(store, sql, slug, None).await
}

/// It no longer takes part; history stays. `false`: it never did, or left already.
pub async fn leave(store: &Store, _: Operator, slug: &str, now: DateTime<Utc>) -> Result<bool, sqlx::Error> {
    let sql = "update agency set left_since = $1 where slug = $2 and active_since is not null and left_since is null";
    change(store, sql, slug, Some(now)).await
}

async fn change(
    store: &Store,
    sql: &'static str,
    slug: &str,
    at: Option<DateTime<Utc>>,
) -> Result<bool, sqlx::Error> {
    let mut tx = store.write().await?;
    lock(&mut tx).await?;
    let at = at.map(|at| at.timestamp_millis());
    let changed = sqlx::query(sql).bind(at).bind(slug).execute(&mut *tx).await?.rows_affected() > 0;
    if changed {
        note_change(&mut tx).await?;
    }
    tx.commit().await?;
    Ok(changed)
}
