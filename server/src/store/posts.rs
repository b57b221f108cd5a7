//! Posts: writing one, showing one, and the cards of the feed.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use neighbors_domain::Checked;
use neighbors_domain::agency::{AgencyRef, PostsOf};
use neighbors_domain::api::ApiError;
use neighbors_domain::cells::{Cell8, Region7};
use neighbors_domain::feed::Kind;
use neighbors_domain::live::Happened;
use neighbors_domain::one_house::looks_like_one_house;
use neighbors_domain::post::{Author, Category, Draft, Place, Post, PostCard, shown};
use neighbors_domain::record::{Spoken, Statement};
use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};

use super::officers::{BADGE, agency, badge};
use super::{
    Store, agencies, comments, feed, ground, marks, maybe_time, media, moderation, parsed, threads, time,
    undecodable,
};
use crate::auth::Writer;
use crate::live::Event;
use crate::secrets::Secrets;

pub mod announce;

/// Answers with the new id.
pub async fn publish(
    store: &Store,
    secrets: &Secrets,
    writer: &Writer,
    draft: &Spoken<Checked<Draft>>,
    now: DateTime<Utc>,
) -> crate::Result<String> {
    let id = store.new_id();
    publish_as(store, secrets, writer, draft, &id, now).await?;
    Ok(id)
}

/// A post that has this id already is the same one, sent again: nothing more is written.
pub async fn publish_as(
    store: &Store,
    secrets: &Secrets,
    writer: &Writer,
    Spoken { draft, signed }: &Spoken<Checked<Draft>>,
    id: &str,
    now: DateTime<Utc>,
) -> crate::Result<()> {
    let author_tag = secrets.author_tag(id, writer.account());
    let place = draft.cell.region();
    let cell = shown_cell(store, draft).await?;
    let mut tx = store.write().await?;
    let signed = match writer.officer() {
        Some(officer) => {
            let same = |_: &str, said: &Statement| same_words(said, draft);
            Some(agencies::signed_by(&mut tx, &officer.id, signed.as_ref(), now, same).await?)
        }
        None => None,
    };
    let row = NewRow {
        id,
        category: draft.category,
        title: &draft.title,
        text: &draft.text,
        cell,
        region: place,
        happened_at: draft.happened_at,
        signed,
    };
    if !insert(&mut tx, secrets, writer, &row, now).await? {
        return same(&mut tx, id, draft, cell).await;
    }
    if writer.officer().is_none() {
        // The first in a thread of one's own: Neighbor 1.
        threads::number(&mut tx, id, &author_tag).await?;
    }
    media::attach(&mut tx, &secrets.media_tag(writer.account()), id, &draft.media).await?;
    let entry = feed::Entry {
        region: place,
        at: now,
        id,
        item: feed::Item::Post,
        kind: Kind::of(draft.category),
        // Without a cell it counts nowhere on the map.
        counted: cell.map(|cell| (cell, Some(draft.category))),
    };
    feed::enter(&mut tx, &[entry]).await?;
    store.commit_and_tell(tx, Event::new(Happened::Post, id, vec![place])).await?;
    Ok(())
}

fn same_words(said: &Statement, draft: &Draft) -> bool {
    matches!(said, Statement::Post { category, title, text, regions, .. }
        if (*category, title.as_str(), text.as_str()) == (draft.category, draft.title.trim(), draft.text.trim())
            && *regions == [draft.cell.region()])
}

/// A post as it is written down.
struct NewRow<'a> {
    id: &'a str,
    category: Category,
    title: &'a str,
    text: &'a str,
    cell: Option<Cell8>,
    region: Region7,
    happened_at: Option<DateTime<Utc>>,
    /// Of an officer: the signed statement, JSON.
    signed: Option<String>,
}

/// `false`: there is one with this id already.
async fn insert(
    tx: &mut Transaction<'_, Any>,
    secrets: &Secrets,
    writer: &Writer,
    row: &NewRow<'_>,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let written = sqlx::query(
        "insert into post (id, category, title, text, cell, region, happened_at, published_at, author_tag,
                           author_sealed, officer_id, signed)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (id) do nothing",
    )
    .bind(row.id)
    .bind(row.category.key())
    .bind(row.title.trim())
    .bind(row.text.trim())
    .bind(row.cell.map(|cell| cell.to_string()))
    .bind(row.region.to_string())
    .bind(row.happened_at.map(|at| at.timestamp_millis()))
    .bind(now.timestamp_millis())
    .bind(secrets.author_tag(row.id, writer.account()))
    .bind(secrets.seal_author(writer.account()))
    .bind(writer.officer().map(|officer| officer.id.clone()))
    .bind(&row.signed)
    .execute(&mut **tx)
    .await?;
    Ok(written.rows_affected() > 0)
}

/// Whoever mended the words after an answer was lost is told of the first ones, and loses neither.
async fn same(
    tx: &mut Transaction<'_, Any>,
    id: &str,
    draft: &Draft,
    cell: Option<Cell8>,
) -> crate::Result<()> {
    let kept = sqlx::query("select category, title, text, cell from post where id = $1")
        .bind(id)
        .try_map(|row: AnyRow| {
            let column = |name| row.try_get::<String, _>(name);
            let cell: Option<String> = row.try_get("cell")?;
            Ok(([column("category")?, column("title")?, column("text")?], cell))
        })
        .fetch_one(&mut **tx)
        .await?;
    let (words, kept_cell) = kept;
    let same_words = words == [draft.category.key(), draft.title.trim(), draft.text.trim()];
    if same_words && kept_cell == cell.map(|cell| cell.to_string()) {
        return Ok(());
    }
    Err(ApiError::SentBefore { id: id.to_owned() }.into())
}

/// `None` where the cell could point at one house: it is forgotten here, before anything is written.
async fn shown_cell(store: &Store, draft: &Draft) -> Result<Option<Cell8>, sqlx::Error> {
    let ground = ground::of_region(store, draft.cell.region()).await?;
    let lonely = ground.is_some_and(|ground| looks_like_one_house(&ground, draft.cell));
    Ok((!lonely).then_some(draft.cell))
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
        "update post set removed_at = $1, title = '', text = '', signed = null
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
    let regions = threads::regions(&mut tx, id).await?;
    // As a comment is told: whoever shows the thread reads it anew, and answers kept ready are made again.
    store.commit_and_tell(tx, Event::new(Happened::Comment, id, regions)).await?;
    Ok(files)
}

pub async fn show(store: &Store, id: &str) -> Result<Option<Post>, sqlx::Error> {
    let Some(card) = cards(store, &[id.to_owned()]).await?.remove(id) else { return Ok(None) };
    let regions = announce::regions(store, id).await?;
    let places = if regions.is_empty() { &[card.place.region][..] } else { &regions };
    let read_by_agencies = agencies_of(store, places).await?;
    let thread = comments::of_thread(store, id).await?;
    Ok(Some(Post { card, regions, read_by_agencies, thread }))
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

/// A region's name is not told where an announcement is for several: one would mislead.
pub(super) fn select(ids: usize) -> String {
    format!(
        "select post.id, post.category, post.title, post.text, post.cell, post.region, post.happened_at,
                post.published_at, post.removed_at, post.hidden_reason, coalesce(place_cell.name, (
                    select min(place.name) from place
                    where post.cell is null and place.region = post.region and place.rank = 0
                      and not exists (select 1 from announcement_region as other
                                      where other.post_id = post.id and other.region <> post.region)
                    )) as place_name,
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
    let (author, happened_at, at) = match badge(row, format!("post/{}", row.try_get::<String, _>("id")?))? {
        Some(badge) => (Author::Officer { badge }, happened_at, at),
        None => {
            // Who writes a post is the first in its thread.
            let author = Author::Neighbor { number: 1, wrote_the_post: true };
            (author, happened_at.map(shown), shown(at))
        }
    };
    let removed = maybe_time(row, "removed_at")?.is_some();
    let hidden = moderation::hidden(row)?.filter(|_| !removed);
    let words = |column| if removed || hidden.is_some() { Ok(None) } else { row.try_get(column).map(Some) };
    Ok(PostCard {
        id: row.try_get("id")?,
        category: Category::from_key(&category).ok_or_else(|| undecodable("category"))?,
        title: words("title")?,
        text: words("text")?,
        hidden,
        place: Place {
            cell: row
                .try_get::<Option<String>, _>("cell")?
                .map(|cell| cell.parse().map_err(|_| undecodable("cell")))
                .transpose()?,
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

/// The active agencies that serve one of these regions.
pub async fn agencies_of(store: &Store, regions: &[Region7]) -> Result<Vec<AgencyRef>, sqlx::Error> {
    let sql = format!(
        "select distinct agency.slug as agency_slug, agency.name as agency_name, agency.demo as agency_demo
         from agency_region join agency on agency.id = agency_region.agency_id
         where agency_region.region in ({}) and agency.active_since is not null
           and agency.suspended_since is null and agency.left_since is null
         order by agency_name, agency_slug",
        marks(1, regions.len())
    );
    let query = regions.iter().fold(sqlx::query(&sql), |query, region| query.bind(region.to_string()));
    query.try_map(|row: AnyRow| agency(&row)).fetch_all(&**store).await
}
