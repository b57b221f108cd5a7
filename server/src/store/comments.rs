//! Comments under a post or an assistance request.

use chrono::{DateTime, Utc};
use neighbors_domain::Checked;
use neighbors_domain::api::ApiError;
use neighbors_domain::comment::{Comment, Draft};
use neighbors_domain::live::Happened;
use neighbors_domain::post::{Author, shown};
use sqlx::Row;
use sqlx::any::AnyRow;

use super::officers::{BADGE, badge};
use super::{Store, maybe_time, threads, time};
use crate::Result;
use crate::auth::Writer;
use crate::live::Event;
use crate::secrets::Secrets;

/// A resident gets the thread's next number at their first appearance; an officer appears by name.
pub async fn add(
    store: &Store,
    secrets: &Secrets,
    writer: &Writer,
    thread: &str,
    draft: &Checked<Draft>,
    now: DateTime<Utc>,
) -> Result<Comment> {
    let id = store.new_id();
    let author_tag = secrets.author_tag(thread, writer.account());
    let author_sealed = secrets.seal_author(writer.account());
    let mut tx = store.write().await?;
    if !threads::lock(&mut tx, thread).await? {
        return Err(ApiError::NotFound.into());
    }
    if writer.officer().is_none() {
        threads::number(&mut tx, thread, &author_tag).await?;
    }
    sqlx::query(
        "insert into comment (id, thread_id, text, at, author_tag, author_sealed, officer_id)
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(&id)
    .bind(thread)
    .bind(&draft.text)
    .bind(now.timestamp_millis())
    .bind(&author_tag)
    .bind(author_sealed)
    .bind(writer.officer().map(|officer| officer.id.clone()))
    .execute(&mut *tx)
    .await?;
    let sql = select("comment.id = $1");
    let comment = sqlx::query(&sql).bind(&id).try_map(|row: AnyRow| read(&row)).fetch_one(&mut *tx).await?;
    let regions = threads::regions(&mut tx, thread).await?;
    store.commit_and_tell(tx, Event::new(Happened::Comment, thread, regions)).await?;
    Ok(comment)
}

/// Oldest first.
pub(crate) async fn of_thread(store: &Store, thread: &str) -> Result<Vec<Comment>, sqlx::Error> {
    let sql = select("comment.thread_id = $1") + " order by comment.at, comment.id";
    sqlx::query(&sql).bind(thread).try_map(|row: AnyRow| read(&row)).fetch_all(&**store).await
}

/// The number, and whether the author wrote the post, are compared here and leave without the tag.
pub(super) fn select(which: &str) -> String {
    format!(
        "select comment.id, comment.text, comment.at, comment.removed_at, thread_author.number,
                cast(case when post.author_tag = comment.author_tag then 1 else 0 end as bigint)
                    as wrote_the_post,
                {BADGE}
         from comment
         left join thread_author on thread_author.thread_id = comment.thread_id
                                and thread_author.author_tag = comment.author_tag
         left join post on post.id = comment.thread_id
         left join officer on officer.id = comment.officer_id
         left join agency on agency.id = officer.agency_id
         where {which}"
    )
}

fn read(row: &AnyRow) -> Result<Comment, sqlx::Error> {
    let at = time(row, "at")?;
    let (author, at) = match badge(row)? {
        Some(badge) => (Author::Officer { badge }, at),
        None => {
            let number = row.try_get::<i64, _>("number")? as u32;
            let wrote_the_post = row.try_get::<i64, _>("wrote_the_post")? != 0;
            (Author::Neighbor { number, wrote_the_post }, shown(at))
        }
    };
    let removed = maybe_time(row, "removed_at")?.is_some();
    let text = if removed { None } else { Some(row.try_get("text")?) };
    Ok(Comment { id: row.try_get("id")?, author, text, at })
}
