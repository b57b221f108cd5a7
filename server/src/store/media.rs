//! Photos and videos: whose they are until a post carries them, and which post that is.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use neighbors_domain::api::ApiError;
use neighbors_domain::leaving::OwnMedia;
use neighbors_domain::media::{
    Attached, MAX_UNATTACHED, MAX_UNATTACHED_BYTES, Media, MediaKind, Received, UNATTACHED_FOR, fits_together,
};
use neighbors_domain::post::PostError;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::{Store, marks, maybe_time, undecodable};
use crate::Result;
use crate::auth::Writer;
use crate::secrets::Secrets;

/// A photo or video whose files lie on disk already.
pub struct New {
    id: String,
    kind: MediaKind,
    small: Option<String>,
    size: Option<(u32, u32)>,
    bytes: u64,
}

impl New {
    pub fn video(id: &str, bytes: u64) -> Self {
        Self { id: id.to_owned(), kind: MediaKind::Video, small: None, size: None, bytes }
    }

    pub fn photo(id: String, small: String, size: (u32, u32), bytes: u64) -> Self {
        Self { id, kind: MediaKind::Photo, small: Some(small), size: Some(size), bytes }
    }

    pub fn files(&self) -> Vec<String> {
        [&self.id].into_iter().chain(&self.small).cloned().collect()
    }
}

/// Asked before the first byte is read.
pub async fn room(
    store: &Store,
    secrets: &Secrets,
    writer: &Writer,
    bytes: u64,
    now: DateTime<Utc>,
) -> Result<()> {
    let mut connection = store.acquire().await?;
    fits(&mut connection, &secrets.media_tag(writer.account()), bytes, now).await
}

pub async fn add(
    store: &Store,
    secrets: &Secrets,
    writer: &Writer,
    new: &New,
    now: DateTime<Utc>,
) -> Result<Received> {
    let owner = secrets.media_tag(writer.account());
    let mut tx = store.write().await?;
    // The portable lock: whoever updates the row that owns a limit goes first.
    sqlx::query("update account set created_at = created_at where id = $1")
        .bind(writer.account())
        .execute(&mut *tx)
        .await?;
    // Announced before it came in parts: then it has its room already.
    sqlx::query("delete from arriving where id = $1").bind(&new.id).execute(&mut *tx).await?;
    fits(&mut tx, &owner, new.bytes, now).await?;
    sqlx::query(
        "insert into media (id, owner_tag, kind, bytes, width, height, small_id, alt, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, '', $8)",
    )
    .bind(&new.id)
    .bind(&owner)
    .bind(new.kind.key())
    .bind(new.bytes as i64)
    .bind(new.size.map(|(width, _)| i64::from(width)))
    .bind(new.size.map(|(_, height)| i64::from(height)))
    .bind(&new.small)
    .bind(now.timestamp_millis())
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(Received { id: new.id.clone(), kind: new.kind })
}

/// Of what this person sent and put into no post, another file of `bytes` fits.
pub(super) async fn fits(
    connection: &mut AnyConnection,
    owner: &str,
    bytes: u64,
    now: DateTime<Utc>,
) -> Result<()> {
    let open = sqlx::query(
        "select count(*) as files, cast(coalesce(sum(bytes), 0) as bigint) as bytes, min(created_at) as oldest
         from (select bytes, created_at from media where owner_tag = $1
               union all select bytes, created_at from arriving where owner_tag = $1) as open",
    )
    .bind(owner)
    .fetch_one(connection)
    .await?;
    let (files, kept): (i64, i64) = (open.try_get("files")?, open.try_get("bytes")?);
    if (files as usize) < MAX_UNATTACHED && (kept as u64).saturating_add(bytes) <= MAX_UNATTACHED_BYTES {
        return Ok(());
    }
    // Then the oldest of them goes by itself.
    let free_at = maybe_time(&open, "oldest")?.unwrap_or(now) + UNATTACHED_FOR;
    Err(ApiError::TooMany { seconds: (free_at - now).num_seconds().max(1) as u64 }.into())
}

/// Into the post that is being written: each file once, and only the writer's own. From here on nothing says whose
/// it was but the post.
pub(super) async fn attach(
    connection: &mut AnyConnection,
    owner: &str,
    post: &str,
    files: &[Attached],
) -> Result<()> {
    let mut kinds = Vec::new();
    for (position, file) in files.iter().enumerate() {
        let kind: Option<String> = sqlx::query_scalar(
            "update media set owner_tag = null, post_id = $1, position = $2, alt = $3
             where id = $4 and owner_tag = $5 returning kind",
        )
        .bind(post)
        .bind(position as i64)
        .bind(file.alt.trim())
        .bind(&file.id)
        .bind(owner)
        .fetch_optional(&mut *connection)
        .await?;
        let kind = kind.ok_or_else(|| vec![PostError::FileGone])?;
        kinds.push(MediaKind::from_key(&kind).ok_or_else(|| undecodable("kind"))?);
    }
    if !fits_together(kinds) {
        let max_photos = neighbors_domain::media::MAX_PHOTOS;
        return Err(vec![PostError::TooManyFiles { max_photos }].into());
    }
    Ok(())
}

/// What each of these posts carries, in order; one query whatever their number.
pub(super) async fn of_posts(
    store: &Store,
    posts: &[String],
) -> Result<HashMap<String, Vec<Media>>, sqlx::Error> {
    let sql = format!(
        "select post_id, id, kind, small_id, width, height, alt from media where post_id in ({})
         order by post_id, position",
        marks(1, posts.len())
    );
    let query = posts.iter().fold(sqlx::query(&sql), |query, post| query.bind(post));
    let rows: Vec<(String, Media)> =
        query.try_map(|row: AnyRow| Ok((row.try_get("post_id")?, media(&row)?))).fetch_all(&**store).await?;
    let mut carried: HashMap<String, Vec<Media>> = HashMap::new();
    for (post, media) in rows {
        carried.entry(post).or_default().push(media);
    }
    Ok(carried)
}

fn media(row: &AnyRow) -> Result<Media, sqlx::Error> {
    let kind: String = row.try_get("kind")?;
    let side = |column| row.try_get::<Option<i64>, _>(column).map(|side| side.map(|side| side as u32));
    Ok(Media {
        id: row.try_get("id")?,
        kind: MediaKind::from_key(&kind).ok_or_else(|| undecodable("kind"))?,
        small: row.try_get("small_id")?,
        size: side("width")?.zip(side("height")?),
        alt: row.try_get("alt")?,
    })
}

/// Of one person, what no post carries yet.
pub(super) async fn unattached(store: &Store, owner: &str) -> Result<Vec<OwnMedia>, sqlx::Error> {
    sqlx::query("select * from media where owner_tag = $1 order by created_at, id")
        .bind(owner)
        .try_map(|row: AnyRow| media(&row).map(|file| OwnMedia::new(file.id, file.kind, file.alt)))
        .fetch_all(&**store)
        .await
}

/// What a file is, if anybody may see it: its post is there and was not removed.
pub async fn shown(store: &Store, file: &str) -> Result<Option<MediaKind>, sqlx::Error> {
    let kind: Option<String> = sqlx::query_scalar(
        "select media.kind from media join post on post.id = media.post_id
         where (media.id = $1 or media.small_id = $1) and post.removed_at is null
           and post.hidden_reason is null",
    )
    .bind(file)
    .fetch_optional(&**store)
    .await?;
    kind.map(|kind| MediaKind::from_key(&kind).ok_or_else(|| undecodable("kind"))).transpose()
}

/// Rows of files that no post carries in time, and of posts that were removed; their files go next.
pub async fn forget(store: &Store, now: DateTime<Utc>) -> Result<Vec<String>, sqlx::Error> {
    let rows = sqlx::query(
        "delete from media where (post_id is null and created_at <= $1)
            or post_id in (select id from post where removed_at is not null)
         returning id, small_id",
    )
    .bind((now - UNATTACHED_FOR).timestamp_millis())
    .fetch_all(&**store)
    .await?;
    files(&rows)
}

/// With the post that is being removed: whoever commits this removes these files at once.
pub async fn take_out(connection: &mut AnyConnection, post: &str) -> Result<Vec<String>, sqlx::Error> {
    let rows = sqlx::query("delete from media where post_id = $1 returning id, small_id")
        .bind(post)
        .fetch_all(connection)
        .await?;
    files(&rows)
}

/// Of one person, what no post carries.
pub(super) async fn take_unattached(
    connection: &mut AnyConnection,
    owner: &str,
) -> Result<Vec<String>, sqlx::Error> {
    let rows = sqlx::query("delete from media where owner_tag = $1 returning id, small_id")
        .bind(owner)
        .fetch_all(connection)
        .await?;
    files(&rows)
}

fn files(rows: &[AnyRow]) -> Result<Vec<String>, sqlx::Error> {
    let mut files = Vec::new();
    for row in rows {
        files.push(row.try_get("id")?);
        files.extend(row.try_get::<Option<String>, _>("small_id")?);
    }
    Ok(files)
}

/// Which of these files a row needs.
pub async fn alive(store: &Store, ids: &[String]) -> Result<HashSet<String>, sqlx::Error> {
    let mut alive = HashSet::new();
    for some in ids.chunks(200) {
        let (first, second) = (marks(1, some.len()), marks(1 + some.len(), some.len()));
        let sql = format!(
            "select id from media where id in ({first}) union select small_id from media where small_id in ({second})"
        );
        let query = some.iter().chain(some).fold(sqlx::query_scalar(&sql), |query, id| query.bind(id));
        alive.extend(query.fetch_all(&**store).await?);
    }
    Ok(alive)
}
