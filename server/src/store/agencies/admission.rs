//! Becoming active: the operator admits an agency that keeps the rules of admission.

use chrono::{DateTime, Utc};
use neighbors_domain::admission::{AdmissionError, Statement, Step, check_domain};
use neighbors_domain::agency::AgencyKind;
use neighbors_domain::cells::Region7;
use sqlx::{Any, Row, Transaction};

use super::from_source::sought_of;
use super::steps::note_step;
use super::{kind, lock, note_change};
use crate::auth::Operator;
use crate::store::{ROWS, Store, is_unique_violation, maybe_time, rows_of_marks};

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
    pub statement: Statement,
    /// In words: "City of Denver".
    pub jurisdiction: Option<String>,
    pub regions: Vec<Region7>,
    /// Census number of the outline they were taken from; `None` where a file said them.
    pub outline: Option<String>,
}

#[derive(Debug, thiserror::Error)]
pub enum AdmitError {
    #[error("no agency is known by this address")]
    Unknown,
    #[error("agencies of the kind “{}” are listed only", .kind.name())]
    KindMayNotAsk { kind: AgencyKind },
    #[error("it is active already")]
    AlreadyActive,
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Terms(Vec<AdmissionError>),
    #[error("it serves no ground: say its jurisdiction")]
    NoGround,
    #[error("an agency with the address {slug} is known already: admit it by that address")]
    KnownAlready { slug: String },
    #[error(transparent)]
    Store(#[from] sqlx::Error),
}

impl Terms {
    fn check(&self) -> Result<(), AdmitError> {
        let mut errors: Vec<_> = check_domain(&self.official_domain).err().into_iter().collect();
        errors.extend(self.statement.check().err().into_iter().flatten());
        match errors.is_empty() {
            false => Err(AdmitError::Terms(errors)),
            true if self.regions.is_empty() => Err(AdmitError::NoGround),
            true => Ok(()),
        }
    }
}

/// Makes an agency active from `now` on; the id of the agency.
pub async fn admit(
    store: &Store,
    _: Operator,
    whom: Whom<'_>,
    terms: &Terms,
    now: DateTime<Utc>,
) -> Result<String, AdmitError> {
    terms.check()?;
    let Terms { official_domain, statement, .. } = terms;
    let mut tx = store.write().await?;
    lock(&mut tx).await?;
    let id = match whom {
        Whom::Known(slug) => known(&mut tx, slug).await?,
        Whom::New(agency) => found(&mut tx, agency, &store.new_id(), now).await?,
    };
    sqlx::query(
        "update agency set active_since = $1, suspended_since = null, left_since = null, official_domain = $2,
                contact = $3, tip_phone = $4, tip_web = $5, gifts = $6, retention_days = $7,
                jurisdiction = coalesce($8, jurisdiction), outline = $9
         where id = $10",
    )
    .bind(now.timestamp_millis())
    .bind(official_domain)
    .bind(&statement.contact)
    .bind(statement.tip_line.phone.as_deref())
    .bind(statement.tip_line.web.as_deref())
    .bind(&statement.gifts)
    .bind(i64::from(statement.retention_days))
    .bind(terms.jurisdiction.as_deref())
    .bind(terms.outline.as_deref())
    .bind(&id)
    .execute(&mut *tx)
    .await?;
    serve(&mut tx, &id, &terms.regions).await?;
    note_step(&mut tx, store, &id, Step::Admitted, now).await?;
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
    .await
    .map_err(|cause| match is_unique_violation(&cause) {
        true => AdmitError::KnownAlready { slug: slug.clone() },
        false => cause.into(),
    })?;
    Ok(id.to_owned())
}

fn may_ask(kind: AgencyKind) -> Result<(), AdmitError> {
    if kind.may_ask() { Ok(()) } else { Err(AdmitError::KindMayNotAsk { kind }) }
}

async fn serve(tx: &mut Transaction<'static, Any>, id: &str, regions: &[Region7]) -> Result<(), sqlx::Error> {
    sqlx::query("delete from agency_region where agency_id = $1").bind(id).execute(&mut **tx).await?;
    for regions in regions.chunks(ROWS) {
        let rows = rows_of_marks(regions.len(), 2);
        let sql =
            format!("insert into agency_region (agency_id, region) values {rows} on conflict do nothing");
        let insert =
            regions.iter().fold(sqlx::query(&sql), |query, region| query.bind(id).bind(region.to_string()));
        insert.execute(&mut **tx).await?;
    }
    Ok(())
}
