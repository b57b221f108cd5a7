//! Posts: writing one, showing one, and the cards of the feed.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use neighbors_domain::Checked;
use neighbors_domain::agency::{AgencyRef, PostsOf};
use neighbors_domain::api::ApiError;
use neighbors_domain::cells::Region7;
use neighbors_domain::feed::Kind;
use neighbors_domain::live::Happened;
use neighbors_domain::post::{Author, Category, Draft, Place, Post, PostCard, shown};
use sqlx::Row;
use sqlx::any::AnyRow;

use super::officers::{BADGE, agency, badge};
use super::{Store, comments, feed, marks, maybe_time, media, parsed, threads, time, undecodable};
use crate::auth::Writer;
use crate::live::Event;
use crate::secrets::Secrets;

/// Answers with the new id.
pub async fn publish(
    store: &Store,
    secrets: &Secrets,
    writer: &Writer,
    draft: &Checked<Draft>,
    now: DateTime<Utc>,
) -> crate::Result<String> {
    let id = store.new_id();
    let author_tag = secrets.author_tag(&id, writer.account());
    let place = draft.cell.region();
    let region = place.to_string();
    let mut tx = store.write().await?;
    sqlx::query(
        "insert into post (id, category, title, text, cell, region, happened_at, published_at, author_tag,
                           author_sealed, officer_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(&id)
    .bind(draft.category.key())
    .bind(draft.title.trim())
    .bind(draft.text.trim())
    .bind(draft.cell.to_string())
    .bind(&region)
    .bind(draft.happened_at.map(|at| at.timestamp_millis()))
    .bind(now.timestamp_millis())
    .bind(&author_tag)
    .bind(secrets.seal_author(writer.account()))
    .bind(writer.officer().map(|officer| officer.id.clone()))
    .execute(&mut *tx)
    .await?;
    if writer.officer().is_none() {
        // The first in a thread of one's own: Neighbor 1.
        threads::number(&mut tx, &id, &author_tag).await?;
    }
    media::attach(&mut tx, &secrets.media_tag(writer.account()), &id, &draft.media).await?;
    let entry = feed::Entry {
        region: place,
        at: now,
        id: &id,
        item: feed::Item::Post,
        kind: Kind::of(draft.category),
        counted: Some((draft.cell, Some(draft.category))),
    };
    feed::enter(&mut tx, &[entry]).await?;
    store.commit_and_tell(tx, Event::new(Happened::Post, &id, vec![place])).await?;
    Ok(id)
}

/// Answers with the files it carried. Somebody else's post is as little there as none.
pub async fn remove(
    store: &Store,
    secrets: &Secrets,
    writer: &Writer,
    id: &str,
    now: DateTime<Utc>,
) -> crate::Result<Vec<String>> {
    let mut tx = store.write().await?;
    let removed = sqlx::query(
        "update post set removed_at = $1, title = '', text = ''
         where id = $2 and author_tag = $3 and removed_at is null",
    )
    .bind(now.timestamp_millis())
    .bind(id)
    .bind(secrets.author_tag(id, writer.account()))
    .execute(&mut *tx)
    .await?;
    if removed.rows_affected() == 0 {
        return Err(ApiError::NotFound.into());
    }
    let files = media::take_out(&mut tx, id).await?;
    tx.commit().await?;
    Ok(files)
}

pub async fn show(store: &Store, id: &str) -> Result<Option<Post>, sqlx::Error> {
    let Some(card) = cards(store, &[id.to_owned()]).await?.remove(id) else { return Ok(None) };
    let read_by_agencies = agencies_of(store, card.place.region).await?;
    let thread = comments::of_thread(store, id).await?;
    Ok(Some(Post { card, read_by_agencies, thread }))
}

/// Two queries for all cards of a page, whatever their number.
pub(crate) async fn cards(store: &Store, ids: &[String]) -> Result<HashMap<String, PostCard>, sqlx::Error> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = select(ids.len());
    let query = ids.iter().fold(sqlx::query(&sql), |query, id| query.bind(id));
    let mut cards = query.try_map(|row: AnyRow| card(&row)).fetch_all(&**store).await?;
    let mut carried = media::of_posts(store, ids).await?;
    for card in cards.iter_mut().filter(|card| card.text.is_some()) {
        card.media = carried.remove(&card.id).unwrap_or_default();
    }
    Ok(cards.into_iter().map(|card| (card.id.clone(), card)).collect())
}

pub(super) fn select(ids: usize) -> String {
    format!(
        "select post.id, post.category, post.title, post.text, post.cell, post.region, post.happened_at,
                post.published_at, post.removed_at, place_cell.name as place_name,
                (select count(*) from comment where comment.thread_id = post.id) as comments, {BADGE}
         from post
         left join place_cell on place_cell.cell = post.cell
         left join officer on officer.id = post.officer_id
         left join agency on agency.id = officer.agency_id
         where post.id in ({})",
        marks(1, ids)
    )
}

fn card(row: &AnyRow) -> Result<PostCard, sqlx::Error> {
    let category: String = row.try_get("category")?;
    let (happened_at, at) = (maybe_time(row, "happened_at")?, time(row, "published_at")?);
    let (author, happened_at, at) = match badge(row)? {
        Some(badge) => (Author::Officer { badge }, happened_at, at),
        None => {
            // Who writes a post is the first in its thread.
            let author = Author::Neighbor { number: 1, wrote_the_post: true };
            (author, happened_at.map(shown), shown(at))
        }
    };
    let removed = maybe_time(row, "removed_at")?.is_some();
    let words = |column| if removed { Ok(None) } else { row.try_get(column).map(Some) };
    Ok(PostCard {
        id: row.try_get("id")?,
        category: Category::from_key(&category).ok_or_else(|| undecodable("category"))?,
        title: words("title")?,
        text: words("text")?,
        place: Place {
            cell: Some(parsed(row, "cell")?),
            region: parsed(row, "region")?,
            name: row.try_get("place_name")?,
        },
        author,
        happened_at,
        at,
        comments: row.try_get::<i64, _>("comments")? as u32,
        media: Vec::new(),
    })
}

/// How many of each category the officers of an agency wrote, those who left included.
pub(super) async fn of_agency_by_category(store: &Store, agency: &str) -> Result<Vec<PostsOf>, sqlx::Error> {
    let mut counts: HashMap<String, i64> = sqlx::query(
        "select post.category, count(*) as posts from officer join post on post.officer_id = officer.id
         where officer.agency_id = $1 and post.removed_at is null group by post.category",
    )
    .bind(agency)
    .try_map(|row: AnyRow| Ok((row.try_get("category")?, row.try_get("posts")?)))
    .fetch_all(&**store)
    .await?
    .into_iter()
    .collect();
    let of = |category: Category| {
        counts.remove(category.key()).map(|posts| PostsOf { category, posts: posts as u32 })
    };
    Ok(Category::ALL.into_iter().filter_map(of).collect())
}

/// The last `most` its officers wrote, newest first.
pub(super) async fn latest_of_agency(
    store: &Store,
    agency: &str,
    most: usize,
) -> Result<Vec<PostCard>, sqlx::Error> {
    let sql = format!(
        "select post.id from officer join post on post.officer_id = officer.id
         where officer.agency_id = $1 and post.removed_at is null
         order by post.published_at desc, post.id desc limit {most}"
    );
    let ids: Vec<String> = sqlx::query_scalar(&sql).bind(agency).fetch_all(&**store).await?;
    let mut cards = cards(store, &ids).await?;
    Ok(ids.iter().filter_map(|id| cards.remove(id)).collect())
}

/// The active agencies that serve a region.
async fn agencies_of(store: &Store, region: Region7) -> Result<Vec<AgencyRef>, sqlx::Error> {
    sqlx::query(
        "select agency.slug as agency_slug, agency.name as agency_name, agency.demo as agency_demo
         from agency_region join agency on agency.id = agency_region.agency_id
         where agency_region.region = $1 and agency.active_since is not null
           and agency.suspended_since is null and agency.left_since is null
         order by agency.name",
    )
    .bind(region.to_string())
    .try_map(|row: AnyRow| agency(&row))
    .fetch_all(&**store)
    .await
}
