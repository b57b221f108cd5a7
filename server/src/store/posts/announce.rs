//! Announcements: posts of officers that stand in several regions of their jurisdiction.

use chrono::{DateTime, Utc};
use neighbors_domain::Checked;
use neighbors_domain::announcement::Draft;
use neighbors_domain::api::ApiError;
use neighbors_domain::cells::Region7;
use neighbors_domain::feed::Kind;
use neighbors_domain::live::Happened;
use neighbors_domain::record::{Spoken, Statement};
use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};

use super::{NewRow, insert};
use crate::Result;
use crate::auth::{Officer, Writer};
use crate::live::Event;
use crate::secrets::Secrets;
use crate::store::{Store, agencies, feed, media, parsed, rows_of_marks};

/// One that has this id already is the same one, sent again: nothing more is written.
pub async fn announce(
    store: &Store,
    secrets: &Secrets,
    officer: &Officer,
    Spoken { draft, signed }: &Spoken<Checked<Draft>>,
    id: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    let first = *draft.regions.first().ok_or(ApiError::Internal)?;
    let mut tx = store.write().await?;
    let same = |_: &str, said: &Statement| same_words(said, draft);
    let signed = agencies::signed_by(&mut tx, &officer.id, signed.as_ref(), now, same).await?;
    let row = NewRow {
        id,
        category: draft.category,
        title: &draft.title,
        text: &draft.text,
        cell: None,
        region: first,
        happened_at: None,
        signed: Some(signed),
    };
    if !insert(&mut tx, secrets, &Writer::Officer(officer.clone()), &row, now).await? {
        return sent_before(&mut tx, id, draft).await;
    }
    for regions in draft.regions.chunks(crate::store::ROWS) {
        let sql = format!(
            "insert into announcement_region (post_id, region) values {}",
            rows_of_marks(regions.len(), 2)
        );
        let mut query = sqlx::query(&sql);
        for region in regions {
            query = query.bind(id).bind(region.to_string());
        }
        query.execute(&mut *tx).await?;
    }
    media::attach(&mut tx, &secrets.media_tag(&officer.account), id, &draft.media).await?;
    let entry = |region: &Region7| feed::Entry {
        region: *region,
        at: now,
        id,
        item: feed::Item::Post,
        kind: Kind::of(draft.category),
        // It happened nowhere: on the map it counts in no cell.
        counted: None,
    };
    let entries: Vec<_> = draft.regions.iter().map(entry).collect();
    feed::enter(&mut tx, &entries).await?;
    store.commit_and_tell(tx, Event::new(Happened::Post, id, draft.regions.clone())).await?;
    Ok(())
}

/// Regions of a checked draft are in order, as they are signed. Photos and videos are not in it (docs/record.md).
fn same_words(said: &Statement, draft: &Draft) -> bool {
    matches!(said, Statement::Post { category, title, text, regions, .. }
        if (*category, title.as_str(), text.as_str(), regions)
            == (draft.category, draft.title.trim(), draft.text.trim(), &draft.regions))
}

/// As of a post: mended words after a lost answer are told, and neither is lost.
async fn sent_before(tx: &mut Transaction<'_, Any>, id: &str, draft: &Draft) -> Result<()> {
    let kept: [String; 3] = sqlx::query("select category, title, text from post where id = $1")
        .bind(id)
        .try_map(|row: AnyRow| Ok([row.try_get("category")?, row.try_get("title")?, row.try_get("text")?]))
        .fetch_one(&mut **tx)
        .await?;
    let same_words = kept == [draft.category.key(), draft.title.trim(), draft.text.trim()];
    if same_words && regions_in(tx, id).await? == draft.regions {
        return Ok(());
    }
    Err(ApiError::SentBefore { id: id.to_owned() }.into())
}

const REGIONS: &str = "select region from announcement_region where post_id = $1 order by region";

/// Of an announcement for several; none for any other post.
pub async fn regions(store: &Store, id: &str) -> Result<Vec<Region7>, sqlx::Error> {
    sqlx::query(REGIONS).bind(id).try_map(|row: AnyRow| parsed(&row, "region")).fetch_all(&**store).await
}

pub async fn regions_in(tx: &mut Transaction<'_, Any>, id: &str) -> Result<Vec<Region7>, sqlx::Error> {
    sqlx::query(REGIONS).bind(id).try_map(|row: AnyRow| parsed(&row, "region")).fetch_all(&mut **tx).await
}
