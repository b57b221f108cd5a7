//! Finding agencies: the list with its filters, one profile, all of them as open data.

use chrono::{DateTime, Utc};
use neighbors_domain::agency::{
    AgencyCard, AgencyKind, AgencyList, AgencyProfile, AgencyState, RefusedFor, Source, TipLine,
};
use neighbors_domain::api::ApiError;
use sqlx::Row;
use sqlx::any::AnyRow;

use super::{CHANGES, kind, reference, since, state, state_is};
use crate::Result;
use crate::store::{Store, assistance_requests, maybe_time, posts, review, settings};
use crate::text::patterns;

/// Agencies of one answer.
pub const PAGE: usize = 50;

/// What a reader looks for; nothing: all.
#[derive(Debug, Clone, Default)]
pub struct Sought {
    /// Words of name, city, county and state, as typed.
    pub typed: String,
    pub us_state: Option<String>,
    pub kind: Option<AgencyKind>,
    pub state: Option<AgencyState>,
    pub demo: Option<bool>,
    /// The slug of the last one seen.
    pub after: Option<String>,
}

pub(super) const CARD: &str =
    "slug, name, demo, kind, city, county, us_state, since, active_since, suspended_since, left_since";

/// In the order of their names, [`PAGE`] at a time.
pub async fn list(store: &Store, sought: &Sought) -> Result<AgencyList> {
    let (fits, values) = filters(sought);
    let count = format!("select count(*) from agency where {fits}");
    let count = values.iter().fold(sqlx::query_scalar::<_, i64>(&count), |query, value| query.bind(value));
    let total = count.fetch_one(&**store).await? as usize;
    let sql = page_sql(&fits, values.len());
    // Everything is behind the empty text, where every first page begins.
    let last = match &sought.after {
        Some(slug) => place_in_list(store, slug).await?,
        None => (String::new(), String::new()),
    };
    let query = values.iter().fold(sqlx::query(&sql), |query, value| query.bind(value));
    let mut agencies =
        query.bind(last.0).bind(last.1).try_map(|row: AnyRow| card(&row)).fetch_all(&**store).await?;
    let more = agencies.len() > PAGE;
    agencies.truncate(PAGE);
    let next = more.then(|| agencies.last().map(|card| card.agency.slug.clone())).flatten();
    Ok(AgencyList { agencies, total, next })
}

/// Conditions and their values, `$1` first.
fn filters(sought: &Sought) -> (String, Vec<String>) {
    let (mut fits, mut values) = (vec!["1 = 1".to_owned()], Vec::new());
    let mut equal = |column: &str, comparison: &str, value: String| {
        values.push(value);
        fits.push(format!("{column} {comparison} ${}", values.len()));
    };
    if let Some(us_state) = &sought.us_state {
        equal("us_state", "=", us_state.clone());
    }
    if let Some(kind) = sought.kind {
        equal("kind", "=", kind.key().to_owned());
    }
    for pattern in patterns(&sought.typed) {
        equal("sought", "like", pattern);
    }
    fits.extend(sought.state.map(|state| state_is(state).to_owned()));
    fits.extend(sought.demo.map(|demo| format!("demo = {}", i64::from(demo))));
    (fits.join(" and "), values)
}

fn page_sql(fits: &str, values: usize) -> String {
    format!(
        "select {CARD} from agency where {fits} and (sought, slug) > (${}, ${})
         order by sought, slug limit {}",
        values + 1,
        values + 2,
        PAGE + 1
    )
}

async fn place_in_list(store: &Store, slug: &str) -> Result<(String, String)> {
    let place = sqlx::query("select sought, slug from agency where slug = $1")
        .bind(slug)
        .try_map(|row: AnyRow| Ok((row.try_get("sought")?, row.try_get("slug")?)))
        .fetch_optional(&**store)
        .await?;
    Ok(place.ok_or_else(|| ApiError::Invalid {
        field: "after".to_owned(),
        sentence: "The list does not go on from here. Start at its beginning.".to_owned(),
    })?)
}

pub(super) fn card(row: &AnyRow) -> Result<AgencyCard, sqlx::Error> {
    Ok(AgencyCard {
        agency: reference(row)?,
        kind: kind(row)?,
        state: state(row)?,
        city: row.try_get("city")?,
        county: row.try_get("county")?,
        us_state: row.try_get("us_state")?,
        since: since(row)?,
    })
}

fn source(row: &AnyRow) -> Result<Option<Source>, sqlx::Error> {
    let (credit, license): (Option<String>, Option<String>) =
        (row.try_get("credit")?, row.try_get("license")?);
    let Some((credit, license)) = credit.zip(license) else { return Ok(None) };
    Ok(Some(Source {
        programme: row.try_get("programme")?,
        credit,
        license,
        link: row.try_get("link")?,
        correction: row.try_get("correction")?,
    }))
}

/// Who it is, and everything it ever asked for; `None` where nobody has this address.
pub async fn profile(
    store: &Store,
    slug: &str,
    now: DateTime<Utc>,
) -> Result<Option<AgencyProfile>, sqlx::Error> {
    let sql = format!(
        "select {CARD}, id, contact, tip_phone, tip_web, gifts, retention_days, jurisdiction,
                programme, credit, license, link, correction,
                (select count(*) from officer where officer.agency_id = agency.id
                    and (officer.ended_at is null or officer.ended_at > $2)
                    and officer.off_since is null) as officers_active,
                (select count(*) from officer join comment on comment.officer_id = officer.id
                    where officer.agency_id = agency.id and comment.removed_at is null) as comments
         from agency where slug = $1"
    );
    let row = sqlx::query(&sql).bind(slug).bind(now.timestamp_millis()).fetch_optional(&**store).await?;
    let Some(row) = row else { return Ok(None) };
    let id: &str = row.try_get("id")?;
    let history = assistance_requests::of_agency(store, id, now).await?;
    let posts_by_category = posts::of_agency_by_category(store, id).await?;
    let refusals = review::refused(store, id).await?;
    let refusals: Vec<_> = refusals.into_iter().map(|(reason, times)| RefusedFor { reason, times }).collect();
    let count = |column| Ok::<_, sqlx::Error>(row.try_get::<i64, _>(column)? as u32);
    Ok(Some(AgencyProfile {
        card: card(&row)?,
        active_since: maybe_time(&row, "active_since")?,
        suspended_since: maybe_time(&row, "suspended_since")?,
        left_since: maybe_time(&row, "left_since")?,
        decided: super::steps::decided(store, id).await?,
        contact: row.try_get("contact")?,
        tip_line: TipLine { phone: row.try_get("tip_phone")?, web: row.try_get("tip_web")? },
        gifts: row.try_get("gifts")?,
        retention_days: row.try_get::<Option<i64>, _>("retention_days")?.map(|days| days as u32),
        jurisdiction: row.try_get("jurisdiction")?,
        source: source(&row)?,
        officers_active: count("officers_active")?,
        posts: posts_by_category.iter().map(|of| of.posts).sum(),
        posts_by_category,
        latest_posts: posts::latest_of_agency(store, id, AgencyProfile::LATEST_POSTS).await?,
        comments: count("comments")?,
        refused: refusals.iter().map(|of| of.times).sum(),
        refusals,
        months: super::figures::of_agency(store, id).await?,
        assistance_requests: history,
    }))
}

/// One agency as open data.
pub struct OpenAgency {
    pub card: AgencyCard,
    pub active_since: Option<DateTime<Utc>>,
    pub suspended_since: Option<DateTime<Utc>>,
    pub left_since: Option<DateTime<Utc>>,
    pub jurisdiction: Option<String>,
    /// Latitude and longitude of the station or city.
    pub place: Option<(f64, f64)>,
    pub source: Option<Source>,
    pub source_id: Option<String>,
    /// Census number of the city (7 digits), township (10) or county (5) it serves.
    pub outline: Option<String>,
}

/// Every agency that fits, in the order of their addresses: the same data is the same file. `after` is not asked for.
pub async fn all(store: &Store, sought: &Sought) -> Result<Vec<OpenAgency>, sqlx::Error> {
    let (fits, values) = filters(sought);
    let sql = format!(
        "select {CARD}, jurisdiction, latitude, longitude, programme, credit, license, link, correction,
                source_id, outline
         from agency where {fits} order by slug"
    );
    let query = values.iter().fold(sqlx::query(&sql), |query, value| query.bind(value));
    query
        .try_map(|row: AnyRow| {
            let latitude: Option<f64> = row.try_get("latitude")?;
            Ok(OpenAgency {
                card: card(&row)?,
                active_since: maybe_time(&row, "active_since")?,
                suspended_since: maybe_time(&row, "suspended_since")?,
                left_since: maybe_time(&row, "left_since")?,
                jurisdiction: row.try_get("jurisdiction")?,
                place: latitude.zip(row.try_get("longitude")?),
                source: source(&row)?,
                source_id: row.try_get("source_id")?,
                outline: row.try_get("outline")?,
            })
        })
        .fetch_all(&**store)
        .await
}

/// Moves with every change of any agency: what was made ready before is old then.
pub async fn changes(store: &Store) -> Result<String, sqlx::Error> {
    Ok(settings::get(store, CHANGES).await?.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How SQLite would answer, in its own words.
    async fn plan(store: &Store, sql: &str) -> String {
        let explain = format!("explain query plan {sql}");
        let lines = sqlx::query(&explain)
            .try_map(|row: AnyRow| row.try_get::<String, _>("detail"))
            .fetch_all(&**store)
            .await
            .expect("a plan");
        lines.join("\n")
    }

    #[tokio::test]
    async fn the_list_of_a_state_is_answered_by_an_index_without_sorting() {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite://{}/plan.db?mode=rwc", folder.path().display());
        let store = crate::store::open(&url).await.expect("a database");
        let of_state = Sought { us_state: Some("CO".into()), ..Sought::default() };
        let (fits, values) = filters(&of_state);
        for (sql, index) in [
            (page_sql(&fits, values.len()), "agency_by_state"),
            (format!("select count(*) from agency where {fits}"), "agency_by_state"),
            (page_sql("1 = 1", 0), "agency_by_name"),
        ] {
            let plan = plan(&store, &sql).await;
            assert!(plan.contains(index) && plan.contains("SEARCH"), "{plan}");
            assert!(!plan.contains("SCAN") && !plan.contains("TEMP B-TREE"), "{plan}");
        }
    }
}
