//! What an author does to their own comments: changes one within minutes, deletes it, takes that back within a minute.

use chrono::{DateTime, Utc};
use neighbors_domain::Checked;
use neighbors_domain::api::ApiError;
use neighbors_domain::comment::{Comment, CommentError, Draft, EDIT_FOR, Mine, MyComment, UNDO_FOR};
use neighbors_domain::live::Happened;
use neighbors_domain::record::Spoken;
use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};

use super::super::{Store, maybe_time, threads, time};
use super::{read, select, signed_words};
use crate::Result;
use crate::auth::Writer;
use crate::live::Event;
use crate::secrets::Secrets;

/// Compared under the lock of its thread. Somebody else's comment is as little there as none.
struct Own {
    thread: String,
    at: DateTime<Utc>,
    removed_at: Option<DateTime<Utc>>,
    hidden: bool,
    words_gone: bool,
}

async fn own(tx: &mut Transaction<'_, Any>, secrets: &Secrets, writer: &Writer, id: &str) -> Result<Own> {
    let thread: Option<String> = sqlx::query_scalar("select thread_id from comment where id = $1")
        .bind(id)
        .fetch_optional(&mut **tx)
        .await?;
    let thread = thread.ok_or(ApiError::NotFound)?;
    threads::lock(tx, &thread).await?;
    sqlx::query(
        "select thread_id, at, removed_at, text, hidden_reason from comment where id = $1 and author_tag = $2",
    )
    .bind(id)
    .bind(secrets.author_tag(&thread, writer.account()))
    .try_map(|row: AnyRow| {
        Ok(Own {
            thread: row.try_get("thread_id")?,
            at: time(&row, "at")?,
            removed_at: maybe_time(&row, "removed_at")?,
            hidden: row.try_get::<Option<String>, _>("hidden_reason")?.is_some(),
            words_gone: row.try_get::<String, _>("text")?.is_empty(),
        })
    })
    .fetch_optional(&mut **tx)
    .await?
    .ok_or_else(|| ApiError::NotFound.into())
}

/// Other words, as long as it is young. What is hidden stays as it was judged.
pub async fn change(
    store: &Store,
    secrets: &Secrets,
    writer: &Writer,
    id: &str,
    Spoken { draft, signed }: &Spoken<Checked<Draft>>,
    now: DateTime<Utc>,
) -> Result<Comment> {
    let mut tx = store.write().await?;
    let own = own(&mut tx, secrets, writer, id).await?;
    if own.removed_at.is_some() || own.hidden {
        return Err(ApiError::NotFound.into());
    }
    if now > own.at + EDIT_FOR {
        return Err(CommentError::TooLateToEdit { minutes: EDIT_FOR.num_minutes() }.into());
    }
    // Saving the same words again is no change.
    let signed = signed_words(&mut tx, writer, &own.thread, draft, signed.as_ref(), now).await?;
    sqlx::query("update comment set text = $2, edited_at = $3, signed = $4 where id = $1 and text <> $2")
        .bind(id)
        .bind(&draft.text)
        .bind(now.timestamp_millis())
        .bind(signed)
        .execute(&mut *tx)
        .await?;
    tell(store, tx, &own.thread, id).await
}

/// At once for everybody else; the words themselves go with [`forget_removed`].
pub async fn remove(
    store: &Store,
    secrets: &Secrets,
    writer: &Writer,
    id: &str,
    now: DateTime<Utc>,
) -> Result<Comment> {
    let mut tx = store.write().await?;
    let own = own(&mut tx, secrets, writer, id).await?;
    if own.removed_at.is_some() {
        return Err(ApiError::NotFound.into());
    }
    sqlx::query("update comment set removed_at = $2 where id = $1")
        .bind(id)
        .bind(now.timestamp_millis())
        .execute(&mut *tx)
        .await?;
    tell(store, tx, &own.thread, id).await
}

pub async fn take_back(
    store: &Store,
    secrets: &Secrets,
    writer: &Writer,
    id: &str,
    now: DateTime<Utc>,
) -> Result<Comment> {
    let mut tx = store.write().await?;
    let own = own(&mut tx, secrets, writer, id).await?;
    let removed_at = own.removed_at.ok_or(ApiError::NotFound)?;
    if own.words_gone || now > removed_at + UNDO_FOR {
        return Err(CommentError::TooLateToUndo.into());
    }
    sqlx::query("update comment set removed_at = null where id = $1").bind(id).execute(&mut *tx).await?;
    tell(store, tx, &own.thread, id).await
}

async fn tell(store: &Store, mut tx: Transaction<'static, Any>, thread: &str, id: &str) -> Result<Comment> {
    let sql = select("comment.id = $1");
    let comment = sqlx::query(&sql).bind(id).try_map(|row: AnyRow| read(&row)).fetch_one(&mut *tx).await?;
    let regions = threads::regions(&mut tx, thread).await?;
    store.commit_and_tell(tx, Event::new(Happened::Comment, thread, regions)).await?;
    Ok(comment)
}

/// Those that can no longer be taken back lose their words.
pub async fn forget_removed(store: &Store, now: DateTime<Utc>) -> Result<u64, sqlx::Error> {
    let gone =
        sqlx::query("update comment set text = '', signed = null where removed_at < $1 and text <> ''")
            .bind((now - UNDO_FOR).timestamp_millis())
            .execute(&**store)
            .await?;
    Ok(gone.rows_affected())
}

/// What in this thread is one's own.
pub async fn mine(store: &Store, secrets: &Secrets, writer: &Writer, thread: &str) -> Result<Mine> {
    if !threads::exists(store, thread).await? {
        return Err(ApiError::NotFound.into());
    }
    let tag = secrets.author_tag(thread, writer.account());
    let number: Option<i64> =
        sqlx::query_scalar("select number from thread_author where thread_id = $1 and author_tag = $2")
            .bind(thread)
            .bind(&tag)
            .fetch_optional(&**store)
            .await?;
    let post: Option<String> = sqlx::query_scalar("select id from post where id = $1 and author_tag = $2")
        .bind(thread)
        .bind(&tag)
        .fetch_optional(&**store)
        .await?;
    let comments =
        sqlx::query("select id, at from comment where thread_id = $1 and author_tag = $2 order by at, id")
            .bind(thread)
            .bind(&tag)
            .try_map(|row: AnyRow| {
                Ok(MyComment { id: row.try_get("id")?, editable_until: time(&row, "at")? + EDIT_FOR })
            })
            .fetch_all(&**store)
            .await?;
    Ok(Mine { number: number.map(|number| number as u32), post: post.is_some(), comments })
}
