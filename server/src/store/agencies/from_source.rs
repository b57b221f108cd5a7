//! Agencies as a public list names them: kept as *listed*, each with its source.

use std::collections::{BTreeMap, HashMap, HashSet};

use h3o::LatLng;
use neighbors_domain::agency::{AgencyKind, KnownDate};
use neighbors_domain::cells::Region7;
use neighbors_domain::feed::KnownPlace;
use neighbors_domain::us_states;
use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};

use super::{kind, lock, note_change, since};
use crate::auth::Operator;
use crate::store::places::{self, Rank};
use crate::store::{Store, maybe_time};
use crate::text::{slug, sought};

/// One agency of a source.
#[derive(Debug, Clone, PartialEq)]
pub struct FromSource {
    /// The source's own id: how the agency is known again.
    pub source_id: String,
    pub name: String,
    pub kind: AgencyKind,
    pub city: Option<String>,
    pub county: Option<String>,
    pub us_state: String,
    pub since: KnownDate,
    /// Latitude and longitude of the station or city.
    pub place: Option<(f64, f64)>,
    pub jurisdiction: Option<String>,
    /// Census number of the city, township or county it serves.
    pub outline: Option<String>,
    pub programme: String,
    pub credit: String,
    pub license: String,
    pub link: String,
    pub correction: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    New,
    Changed,
    /// Known already; or admitted since, and then the operator's checks stand above the list.
    Unchanged,
}

/// All of them or none; `step` is called after each. An address once given never changes.
pub async fn keep_listed(
    store: &Store,
    _: Operator,
    agencies: &[FromSource],
    step: impl Fn(),
) -> Result<Vec<Kept>, sqlx::Error> {
    let mut tx = store.write().await?;
    lock(&mut tx).await?;
    let known = known(&mut tx).await?;
    let mut slugs = Slugs::new(taken_slugs(&mut tx).await?, agencies);
    let mut kept = Vec::with_capacity(agencies.len());
    for agency in agencies {
        kept.push(match known.get(&agency.source_id) {
            Some(Known { admitted: false, listed }) if listed != agency => {
                write(&mut tx, UPDATE, agency).await?;
                Kept::Changed
            }
            Some(_) => Kept::Unchanged,
            None => {
                insert(&mut tx, agency, &slugs.give(agency), &store.new_id()).await?;
                Kept::New
            }
        });
        step();
    }
    places::keep(&mut tx, &cities(agencies), Rank::Town).await?;
    if kept.iter().any(|kept| *kept != Kept::Unchanged) {
        note_change(&mut tx).await?;
    }
    tx.commit().await?;
    Ok(kept)
}

struct Known {
    listed: FromSource,
    admitted: bool,
}

async fn known(tx: &mut Transaction<'static, Any>) -> Result<HashMap<String, Known>, sqlx::Error> {
    let rows = sqlx::query(
        "select source_id, name, kind, city, county, us_state, since, latitude, longitude, jurisdiction,
                outline, programme, credit, license, link, correction, active_since
         from agency where source_id is not null",
    )
    .fetch_all(&mut **tx)
    .await?;
    rows.iter().map(|row| Ok((row.try_get("source_id")?, decode(row)?))).collect()
}

fn decode(row: &AnyRow) -> Result<Known, sqlx::Error> {
    let text = |column| Ok::<_, sqlx::Error>(row.try_get::<Option<String>, _>(column)?.unwrap_or_default());
    let (latitude, longitude): (Option<f64>, Option<f64>) =
        (row.try_get("latitude")?, row.try_get("longitude")?);
    let listed = FromSource {
        source_id: row.try_get("source_id")?,
        name: row.try_get("name")?,
        kind: kind(row)?,
        city: row.try_get("city")?,
        county: row.try_get("county")?,
        us_state: row.try_get("us_state")?,
        since: since(row)?,
        place: latitude.zip(longitude),
        jurisdiction: row.try_get("jurisdiction")?,
        outline: row.try_get("outline")?,
        programme: text("programme")?,
        credit: text("credit")?,
        license: text("license")?,
        link: text("link")?,
        correction: row.try_get("correction")?,
    };
    Ok(Known { listed, admitted: maybe_time(row, "active_since")?.is_some() })
}

async fn taken_slugs(tx: &mut Transaction<'static, Any>) -> Result<HashSet<String>, sqlx::Error> {
    let rows = sqlx::query("select slug from agency").fetch_all(&mut **tx).await?;
    rows.iter().map(|row| row.try_get("slug")).collect()
}

const INSERT: &str = "insert into agency (name, kind, city, county, us_state, since, latitude, longitude,
        jurisdiction, programme, credit, license, link, correction, sought, outline, source_id, id, slug)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)";
const UPDATE: &str =
    // One that was admitted is called as the record calls it.
    "update agency set name = case when active_since is null then $1 else name end,
        kind = case when active_since is null then $2 else kind end, city = $3, county = $4, us_state = $5, since = $6,
        latitude = $7, longitude = $8, jurisdiction = $9, programme = $10, credit = $11, license = $12,
        link = $13, correction = $14, sought = $15, outline = $16
    where source_id = $17";

async fn insert(
    tx: &mut Transaction<'static, Any>,
    agency: &FromSource,
    slug: &str,
    id: &str,
) -> Result<(), sqlx::Error> {
    bound(INSERT, agency).bind(id).bind(slug).execute(&mut **tx).await?;
    Ok(())
}

async fn write(
    tx: &mut Transaction<'static, Any>,
    sql: &'static str,
    agency: &FromSource,
) -> Result<(), sqlx::Error> {
    bound(sql, agency).execute(&mut **tx).await?;
    Ok(())
}

/// `$1` to `$17`, the same for both statements.
fn bound<'a>(
    sql: &'static str,
    agency: &'a FromSource,
) -> sqlx::query::Query<'a, Any, sqlx::any::AnyArguments<'a>> {
    sqlx::query(sql)
        .bind(&agency.name)
        .bind(agency.kind.key())
        .bind(agency.city.as_deref())
        .bind(agency.county.as_deref())
        .bind(&agency.us_state)
        .bind(agency.since.iso())
        .bind(agency.place.map(|(latitude, _)| latitude))
        .bind(agency.place.map(|(_, longitude)| longitude))
        .bind(agency.jurisdiction.as_deref())
        .bind(&agency.programme)
        .bind(&agency.credit)
        .bind(&agency.license)
        .bind(&agency.link)
        .bind(agency.correction.as_deref())
        .bind(sought_of(&agency.name, agency.city.as_deref(), agency.county.as_deref(), &agency.us_state))
        .bind(agency.outline.as_deref())
        .bind(&agency.source_id)
}

/// Their cities, as places one can type. The list says where a station or city hall stands, which is public,
/// and only the region of it is kept; a sheriff's point is the seat of a county, so it counts last.
fn cities(agencies: &[FromSource]) -> Vec<KnownPlace> {
    let mut cities: BTreeMap<String, (bool, &str, KnownPlace)> = BTreeMap::new();
    for agency in agencies {
        let (Some(city), Some((latitude, longitude))) = (&agency.city, agency.place) else { continue };
        let (Some(state), Ok(point)) = (us_states::name(&agency.us_state), LatLng::new(latitude, longitude))
        else {
            continue;
        };
        let name = format!("{city}, {state}");
        let slug = slug(&name);
        let place = KnownPlace { slug: slug.clone(), name, region: Region7::at(point) };
        let found = (agency.kind != AgencyKind::Police, agency.source_id.as_str(), place);
        // The order of the file decides nothing.
        match cities.get(&slug) {
            Some((other, id, _)) if (*other, *id) <= (found.0, found.1) => {}
            _ => drop(cities.insert(slug, found)),
        }
    }
    cities.into_values().map(|(_, _, place)| place).collect()
}

/// What a search finds it by; the state by its letters and its name.
pub(super) fn sought_of(name: &str, city: Option<&str>, county: Option<&str>, us_state: &str) -> String {
    let state = us_states::name(us_state).unwrap_or_default();
    sought([name, city.unwrap_or_default(), county.unwrap_or_default(), us_state, state])
}

/// Gives each new agency an address of its own: name and state; with the city where two would be the
/// same; with the source's id as the last resort. Whoever comes first in the file has no advantage,
/// so that the order of a file decides nothing.
struct Slugs {
    taken: HashSet<String>,
    wanted: HashMap<String, usize>,
}

impl Slugs {
    fn new(taken: HashSet<String>, agencies: &[FromSource]) -> Self {
        let mut wanted = HashMap::new();
        for agency in agencies {
            for candidate in candidates(agency) {
                *wanted.entry(candidate).or_default() += 1;
            }
        }
        Self { taken, wanted }
    }

    fn give(&mut self, agency: &FromSource) -> String {
        let mut candidates = candidates(agency);
        let last = candidates.pop().expect("there are three");
        let free = |slug: &String| self.wanted.get(slug) == Some(&1) && !self.taken.contains(slug);
        let slug = candidates.into_iter().find(free).unwrap_or(last);
        self.taken.insert(slug.clone());
        slug
    }
}

fn candidates(agency: &FromSource) -> Vec<String> {
    let FromSource { name, us_state, source_id, .. } = agency;
    let short = slug(&format!("{name} {us_state}"));
    let with_city = slug(&format!("{name} {} {us_state}", agency.city.as_deref().unwrap_or_default()));
    vec![short, with_city.clone(), format!("{with_city}-{}", slug(source_id))]
}
