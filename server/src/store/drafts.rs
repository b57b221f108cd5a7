//! Drafts of requests for assistance that were not sent yet: each read by the officer who writes it and nobody else.

use chrono::{DateTime, TimeDelta, Utc};
use neighbors_domain::api::ApiError;
use neighbors_domain::assistance_request::{Form, KeptForm};
use sqlx::Row;
use sqlx::any::AnyRow;

use super::{Store, json, time};
use crate::Result;
use crate::auth::Officer;

/// Longer than any window may look back: by then a draft is about nothing that could still be asked.
const KEPT: TimeDelta = TimeDelta::days(60);

/// Newest first.
pub async fn list(store: &Store, officer: &Officer) -> Result<Vec<KeptForm>, sqlx::Error> {
    sqlx::query("select * from assistance_request_draft where officer_id = $1 order by saved_at desc, id")
        .bind(&officer.id)
        .try_map(|row: AnyRow| kept(&row))
        .fetch_all(&**store)
        .await
}

pub async fn show(store: &Store, officer: &Officer, id: &str) -> Result<KeptForm> {
    let draft = sqlx::query("select * from assistance_request_draft where officer_id = $1 and id = $2")
        .bind(&officer.id)
        .bind(id)
        .try_map(|row: AnyRow| kept(&row))
        .fetch_optional(&**store)
        .await?;
    Ok(draft.ok_or(ApiError::NotFound)?)
}

/// The newest words win: a draft has one writer. One that was sent meanwhile, as the request `sent_as`, is not kept again:
/// what was on its way when the button was pressed may arrive after it.
pub async fn save(
    store: &Store,
    officer: &Officer,
    id: &str,
    sent_as: &str,
    form: &Form,
    now: DateTime<Utc>,
) -> Result<KeptForm> {
    let text = serde_json::to_string(form).expect("a form is JSON");
    if text.len() > Form::MAX_BYTES || !(8..=64).contains(&id.len()) {
        return Err(ApiError::TooLarge { max_bytes: Form::MAX_BYTES as u64 }.into());
    }
    let mut tx = store.write().await?;
    // Held until the end: an officer who was ended at this instant leaves no draft behind.
    let there = sqlx::query("update officer set name = name where id = $1 and ended_at is null")
        .bind(&officer.id)
        .execute(&mut *tx)
        .await?;
    if there.rows_affected() == 0 {
        return Err(ApiError::SignInRequired.into());
    }
    let sent: i64 = sqlx::query_scalar("select count(*) from assistance_request where id = $1")
        .bind(sent_as)
        .fetch_one(&mut *tx)
        .await?;
    if sent > 0 {
        return Ok(KeptForm { id: id.to_owned(), form: form.clone(), saved_at: now });
    }
    let others: i64 = sqlx::query_scalar(
        "select count(*) from assistance_request_draft where officer_id = $1 and id <> $2",
    )
    .bind(&officer.id)
    .bind(id)
    .fetch_one(&mut *tx)
    .await?;
    if others as usize >= Form::MAX_KEPT {
        let sentence = format!("You keep {} drafts already. Send or delete one first.", Form::MAX_KEPT);
        return Err(ApiError::Invalid { field: "drafts".to_owned(), sentence }.into());
    }
    sqlx::query(
        "insert into assistance_request_draft (officer_id, id, form, saved_at) values ($1, $2, $3, $4)
         on conflict (officer_id, id) do update set form = excluded.form, saved_at = excluded.saved_at",
    )
    .bind(&officer.id)
    .bind(id)
    .bind(text)
    .bind(now.timestamp_millis())
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(KeptForm { id: id.to_owned(), form: form.clone(), saved_at: now })
}

/// Gone, whether it was there or not; after a save of it that is under way.
pub async fn remove(store: &Store, officer: &Officer, id: &str) -> Result<(), sqlx::Error> {
    let mut tx = store.write().await?;
    sqlx::query("update officer set name = name where id = $1").bind(&officer.id).execute(&mut *tx).await?;
    sqlx::query("delete from assistance_request_draft where officer_id = $1 and id = $2")
        .bind(&officer.id)
        .bind(id)
        .execute(&mut *tx)
        .await?;
    tx.commit().await
}

pub async fn sweep(store: &Store, now: DateTime<Utc>) -> Result<(), sqlx::Error> {
    sqlx::query("delete from assistance_request_draft where saved_at < $1")
        .bind((now - KEPT).timestamp_millis())
        .execute(&**store)
        .await?;
    Ok(())
}

fn kept(row: &AnyRow) -> Result<KeptForm, sqlx::Error> {
    Ok(KeptForm { id: row.try_get("id")?, form: json(row, "form")?, saved_at: time(row, "saved_at")? })
}
