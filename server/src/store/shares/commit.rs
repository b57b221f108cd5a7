//! The one moment that counts: everything is judged and the share is made, in one transaction.

use chrono::{DateTime, TimeDelta, Utc};
use neighbors_domain::api::ApiError;
use neighbors_domain::area::Area;
use neighbors_domain::assistance_request::{Draft, State};
use neighbors_domain::cells::Cell9;
use neighbors_domain::share::{
    KEPT_DAYS, MAX_KEPT_DAYS, MAX_MANIFEST_BYTES, MAX_RECORDINGS, Receipt, SHARES_A_DAY, ShareDraft,
    ShareEventKind, ShareRefusal, Standing, may_share,
};
use rand::Rng;
use sqlx::{Any, AnyConnection, Row, Transaction};

use super::super::assistance_requests::{LIFE, life};
use super::super::home::{Compared, check};
use super::super::uploads::lock_account;
use super::super::{Store, json, maybe_time};
use super::{receipts, tell};
use crate::Result;
use crate::auth::Resident;
use crate::secrets::Secrets;

/// Sent twice, or by two tabs at once, one draft makes one share. A wrong home is counted even
/// though nothing else of a refused share stays.
pub async fn commit(
    store: &Store,
    secrets: &Secrets,
    resident: &Resident,
    request: &str,
    draft: &ShareDraft,
    now: DateTime<Utc>,
) -> Result<Receipt> {
    check_key(&draft.idempotency_key)?;
    let owner = secrets.sharer_tag(&resident.account);
    let mut tx = store.write().await?;
    lock_account(&mut tx, &resident.account).await?;
    if let Some(share) = already(&mut tx, &owner, request, &draft.idempotency_key).await? {
        return Ok(receipts::read(&mut tx, &owner, &share, now).await?);
    }
    let asked = asked(&mut tx, request, now).await?.ok_or(ApiError::NotFound)?;
    let standing = standing(&mut tx, resident).await?;
    // First what needs no home: it may not cost a try.
    if standing.opted_out || asked.state != State::Open {
        may_share(standing, None, &asked.area, asked.state, asked.published_at)?;
    }
    if draft.version != asked.version {
        return Err(ShareRefusal::NewVersion { version: asked.version }.into());
    }
    match check(&mut tx, secrets, resident, draft.home, now).await? {
        Compared::Home(_) => {}
        Compared::NoHome => return Err(ShareRefusal::NoHome.into()),
        Compared::Wrong { .. } => {
            tx.commit().await?;
            return Err(ShareRefusal::OutsideArea.into());
        }
        Compared::NoTriesLeft { tries } => return Err(ShareRefusal::TooManyTries { tries }.into()),
    }
    inside(standing, draft.home, &asked)?;
    quota(&mut tx, &owner, request, now).await?;
    let share = insert(&mut tx, store, &owner, request, draft, &asked, now).await?;
    take_uploads(&mut tx, &owner, &share, draft).await?;
    tell(&mut tx, store, &share, &ShareEventKind::Delivered, now).await?;
    let receipt = receipts::read(&mut tx, &owner, &share, now).await?;
    tx.commit().await?;
    Ok(receipt)
}

/// Long enough that nobody's key is another's by chance, short enough for a row.
fn check_key(key: &str) -> Result<(), ApiError> {
    if (16..=100).contains(&key.len()) {
        return Ok(());
    }
    let sentence = "The key of a share has 16 to 100 characters.".to_owned();
    Err(ApiError::Invalid { field: "idempotency_key".to_owned(), sentence })
}

/// The share this draft made before. A key that was used for another request fits nothing.
async fn already(
    connection: &mut AnyConnection,
    owner: &str,
    request: &str,
    key: &str,
) -> Result<Option<String>> {
    let found = sqlx::query(
        "select id, assistance_request_id from share where owner_tag = $1 and idempotency_key = $2",
    )
    .bind(owner)
    .bind(key)
    .fetch_optional(connection)
    .await?;
    let Some(found) = found else { return Ok(None) };
    if found.try_get::<String, _>("assistance_request_id")? != request {
        let sentence = "This key already made a share with another request.".to_owned();
        return Err(ApiError::Invalid { field: "idempotency_key".to_owned(), sentence }.into());
    }
    Ok(Some(found.try_get("id")?))
}

/// What is asked, as it stands at this moment.
struct Asked {
    version: u32,
    area: Area,
    state: State,
    published_at: DateTime<Utc>,
    kept_days: u32,
}

/// Held until the end, so that it cannot be closed or changed while a share is made.
async fn asked(
    connection: &mut AnyConnection,
    request: &str,
    now: DateTime<Utc>,
) -> Result<Option<Asked>, sqlx::Error> {
    sqlx::query("update assistance_request set version = version where id = $1")
        .bind(request)
        .execute(&mut *connection)
        .await?;
    let sql = format!(
        "select assistance_request.version, assistance_request.draft, agency.retention_days, {LIFE}
         from assistance_request join agency on agency.id = assistance_request.agency_id
         where assistance_request.id = $1 and assistance_request.published_at is not null"
    );
    let Some(row) = sqlx::query(&sql).bind(request).fetch_optional(connection).await? else {
        return Ok(None);
    };
    let life = life(&row, now)?;
    let promised = row.try_get::<Option<i64>, _>("retention_days")?.map(|days| days.max(1) as u32);
    Ok(Some(Asked {
        version: row.try_get::<i64, _>("version")? as u32,
        area: json::<Draft>(&row, "draft")?.area,
        state: life.state,
        published_at: life.published_at,
        kept_days: promised.unwrap_or(KEPT_DAYS).min(MAX_KEPT_DAYS),
    }))
}

async fn standing(connection: &mut AnyConnection, resident: &Resident) -> Result<Standing, sqlx::Error> {
    let row = sqlx::query("select opted_out_at, opted_in_at, home_set_at from account where id = $1")
        .bind(&resident.account)
        .fetch_one(connection)
        .await?;
    Ok(Standing {
        opted_out: maybe_time(&row, "opted_out_at")?.is_some(),
        opted_in_at: maybe_time(&row, "opted_in_at")?,
        home_set_at: maybe_time(&row, "home_set_at")?,
    })
}

/// The home is known to be theirs; the rule decides the rest. The cell goes no further than here.
fn inside(standing: Standing, home: Cell9, asked: &Asked) -> Result<(), ShareRefusal> {
    may_share(standing, Some(home), &asked.area, asked.state, asked.published_at)
}

async fn quota(connection: &mut AnyConnection, owner: &str, request: &str, now: DateTime<Utc>) -> Result<()> {
    let shares: i64 = sqlx::query_scalar(
        "select count(*) from share where owner_tag = $1 and assistance_request_id = $2 and shared_at > $3",
    )
    .bind(owner)
    .bind(request)
    .bind((now - TimeDelta::days(1)).timestamp_millis())
    .fetch_one(connection)
    .await?;
    let shares = shares as u32;
    if shares >= SHARES_A_DAY { Err(ShareRefusal::QuotaUsedUp { shares }.into()) } else { Ok(()) }
}

async fn insert(
    tx: &mut Transaction<'_, Any>,
    store: &Store,
    owner: &str,
    request: &str,
    draft: &ShareDraft,
    asked: &Asked,
    now: DateTime<Utc>,
) -> Result<String> {
    let id = store.new_id();
    // Never longer than it was agreed to, whatever the agency promises by now.
    let kept_days = asked.kept_days.min(draft.kept_days.max(1));
    sqlx::query(
        "insert into share (id, number, assistance_request_id, version, owner_tag, idempotency_key, shared_at,
                            kept_until)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(&id)
    .bind(receipt_number())
    .bind(request)
    .bind(i64::from(asked.version))
    .bind(owner)
    .bind(&draft.idempotency_key)
    .bind(now.timestamp_millis())
    .bind((now + TimeDelta::days(kept_days.into())).timestamp_millis())
    .execute(&mut **tx)
    .await
    .map_err(|cause| match cause.as_database_error() {
        // The number was drawn before, once in hundreds of thousands: the next try draws another.
        Some(error) if error.is_unique_violation() => ApiError::Busy.into(),
        _ => crate::Error::from(cause),
    })?;
    Ok(id)
}

/// Manifest first, then the recordings; each must be this person's, whole, and in no other share.
/// From here on only the share says whose they are.
async fn take_uploads(
    tx: &mut Transaction<'_, Any>,
    owner: &str,
    share: &str,
    draft: &ShareDraft,
) -> Result<()> {
    match draft.recordings.len() {
        0 => return Err(ShareRefusal::NoRecording.into()),
        recordings if recordings > MAX_RECORDINGS => {
            return Err(ShareRefusal::TooManyRecordings { recordings, max: MAX_RECORDINGS }.into());
        }
        _ => {}
    }
    for (position, upload) in std::iter::once(&draft.manifest).chain(&draft.recordings).enumerate() {
        let taken = sqlx::query(
            "update upload set share_id = $1, position = $2, owner_tag = null
             where id = $3 and owner_tag = $4 and share_id is null returning bytes",
        )
        .bind(share)
        .bind(position as i64)
        .bind(upload)
        .bind(owner)
        .fetch_optional(&mut **tx)
        .await?
        .ok_or(ShareRefusal::UploadMissing)?;
        if position == 0 && taken.try_get::<i64, _>("bytes")? as u64 > MAX_MANIFEST_BYTES {
            return Err(ApiError::TooLarge { max_bytes: MAX_MANIFEST_BYTES }.into());
        }
    }
    Ok(())
}

/// "NR-7QK4-88D2": by chance, so that it counts nothing, and without letters or digits that are read as another.
fn receipt_number() -> String {
    const SAFE: &[u8] = b"23456789ACDEFGHJKMNPQRTVWXY";
    let mut chance = rand::rng();
    let mut four =
        || -> String { (0..4).map(|_| SAFE[chance.random_range(0..SAFE.len())] as char).collect() };
    format!("NR-{}-{}", four(), four())
}
