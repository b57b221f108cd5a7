//! Comments under a post or an assistance request.

use chrono::{DateTime, Utc};
use neighbors_domain::Checked;
use neighbors_domain::api::ApiError;
use neighbors_domain::comment::{Comment, Draft};
use neighbors_domain::live::Happened;
use neighbors_domain::post::{Author, shown};
use neighbors_domain::record::{Signed, Spoken, Statement};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

pub use own::{change, forget_removed, mine, remove, take_back};

use super::officers::{BADGE, badge};
use super::{Store, agencies, maybe_time, moderation, threads, time};
use crate::Result;
use crate::auth::Writer;
use crate::live::Event;
use crate::secrets::Secrets;

mod own;

/// A resident gets the thread's next number at their first appearance; an officer appears by name.
pub async fn add(
    store: &Store,
    secrets: &Secrets,
    writer: &Writer,
    thread: &str,
    draft: &Spoken<Checked<Draft>>,
    now: DateTime<Utc>,
) -> Result<Comment> {
    add_as(store, secrets, writer, thread, draft, &store.new_id(), now).await
}

/// A comment that has this id already is the same one, sent again: nothing more is written.
pub async fn add_as(
    store: &Store,
    secrets: &Secrets,
    writer: &Writer,
    thread: &str,
    Spoken { draft, signed }: &Spoken<Checked<Draft>>,
    id: &str,
    now: DateTime<Utc>,
) -> Result<Comment> {
    let author_tag = secrets.author_tag(thread, writer.account());
    let author_sealed = secrets.seal_author(writer.account());
    let mut tx = store.write().await?;
    if !threads::lock(&mut tx, thread).await? {
        return Err(ApiError::NotFound.into());
    }
    if writer.officer().is_none() {
        threads::number(&mut tx, thread, &author_tag).await?;
    }
    let signed = signed_words(&mut tx, writer, thread, draft, signed.as_ref(), now).await?;
    let written = sqlx::query(
        "insert into comment (id, thread_id, text, at, author_tag, author_sealed, officer_id, signed)
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (id) do nothing",
    )
    .bind(id)
    .bind(thread)
    .bind(&draft.text)
    .bind(now.timestamp_millis())
    .bind(&author_tag)
    .bind(author_sealed)
    .bind(writer.officer().map(|officer| officer.id.clone()))
    .bind(signed)
    .execute(&mut *tx)
    .await?;
    let sql = select("comment.id = $1");
    let comment = sqlx::query(&sql).bind(id).try_map(|row: AnyRow| read(&row)).fetch_one(&mut *tx).await?;
    if written.rows_affected() == 0 {
        return match comment.text.as_deref() == Some(&draft.text) {
            true => Ok(comment),
            false => Err(ApiError::SentBefore { id: id.to_owned() }.into()),
        };
    }
    let regions = threads::regions(&mut tx, thread).await?;
    store.commit_and_tell(tx, Event::new(Happened::Comment, thread, regions)).await?;
    Ok(comment)
}

/// An officer's words are kept as they were signed; a resident's have no signature.
async fn signed_words(
    connection: &mut AnyConnection,
    writer: &Writer,
    thread: &str,
    draft: &Draft,
    signed: Option<&Signed>,
    now: DateTime<Utc>,
) -> Result<Option<String>> {
    let Some(officer) = writer.officer() else { return Ok(None) };
    let (thread_, said) = (thread, &draft.text);
    let same = |_: &str, statement: &Statement| matches!(statement, Statement::Comment { thread, text, .. } if thread == thread_ && text == said);
    Ok(Some(agencies::signed_by(connection, &officer.id, signed, now, same).await?))
}

/// Oldest first.
pub(crate) async fn of_thread(store: &Store, thread: &str) -> Result<Vec<Comment>, sqlx::Error> {
    let sql = select("comment.thread_id = $1") + " order by comment.at, comment.id";
    sqlx::query(&sql).bind(thread).try_map(|row: AnyRow| read(&row)).fetch_all(&**store).await
}

/// The number, and whether the author wrote the post, are compared here and leave without the tag.
pub(super) fn select(which: &str) -> String {
    format!(
        "select comment.id, comment.thread_id, comment.author_tag, comment.text, comment.at, comment.edited_at,
                comment.removed_at, comment.hidden_reason, thread_author.number,
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

pub(super) fn read(row: &AnyRow) -> Result<Comment, sqlx::Error> {
    let (author, at) = by(row)?;
    let removed = maybe_time(row, "removed_at")?.is_some();
    let hidden = moderation::hidden(row)?.filter(|_| !removed);
    let text = if removed || hidden.is_some() { None } else { Some(row.try_get("text")?) };
    let edited = text.is_some() && maybe_time(row, "edited_at")?.is_some();
    Ok(Comment { id: row.try_get("id")?, author, text, hidden, edited, at })
}

/// The author as everybody reads it, and when, as exactly as anybody may know.
pub(super) fn by(row: &AnyRow) -> Result<(Author, DateTime<Utc>), sqlx::Error> {
    let at = time(row, "at")?;
    Ok(match badge(row, format!("comment/{}", row.try_get::<String, _>("id")?))? {
        Some(badge) => (Author::Officer { badge }, at),
        None => {
            let number = row.try_get::<i64, _>("number")? as u32;
            let wrote_the_post = row.try_get::<i64, _>("wrote_the_post")? != 0;
            (Author::Neighbor { number, wrote_the_post }, shown(at))
        }
    })
}
