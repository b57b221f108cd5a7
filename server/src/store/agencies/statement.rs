//! What an agency says of itself, read and changed by its administrator.

use neighbors_domain::admission::Statement;
use neighbors_domain::agency::TipLine;
use sqlx::Row;

use super::{lock, note_change};
use crate::auth::AgencyAdmin;
use crate::store::Store;

/// Official domain and name, by id.
pub async fn official(store: &Store, agency: &str) -> Result<(String, String), sqlx::Error> {
    let row = sqlx::query("select official_domain, name from agency where id = $1")
        .bind(agency)
        .fetch_one(&**store)
        .await?;
    let domain: Option<String> = row.try_get("official_domain")?;
    Ok((domain.unwrap_or_default(), row.try_get("name")?))
}

pub async fn statement(store: &Store, AgencyAdmin(by): &AgencyAdmin) -> Result<Statement, sqlx::Error> {
    let row =
        sqlx::query("select contact, tip_phone, tip_web, gifts, retention_days from agency where id = $1")
            .bind(&by.agency)
            .fetch_one(&**store)
            .await?;
    let text = |column| row.try_get::<Option<String>, _>(column);
    Ok(Statement {
        contact: text("contact")?.unwrap_or_default(),
        tip_line: TipLine { phone: text("tip_phone")?, web: text("tip_web")? },
        gifts: text("gifts")?.unwrap_or_default(),
        retention_days: row.try_get::<Option<i64>, _>("retention_days")?.unwrap_or_default() as u32,
    })
}

/// Shares that are there already keep the promise they were given with.
pub async fn state_anew(
    store: &Store,
    AgencyAdmin(by): &AgencyAdmin,
    statement: &Statement,
) -> Result<(), sqlx::Error> {
    let stated = |text: &Option<String>| {
        text.as_ref().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
    };
    let mut tx = store.write().await?;
    lock(&mut tx).await?;
    sqlx::query(
        "update agency set contact = $2, tip_phone = $3, tip_web = $4, gifts = $5, retention_days = $6 where id = $1",
    )
    .bind(&by.agency)
    .bind(statement.contact.trim())
    .bind(stated(&statement.tip_line.phone))
    .bind(stated(&statement.tip_line.web))
    .bind(statement.gifts.trim())
    .bind(i64::from(statement.retention_days))
    .execute(&mut *tx)
    .await?;
    note_change(&mut tx).await?;
    tx.commit().await
}

/// Id, official domain and name of an active agency.
pub async fn active(store: &Store, slug: &str) -> Result<Option<(String, String, String)>, sqlx::Error> {
    let id: Option<String> = sqlx::query_scalar(
        "select id from agency where slug = $1 and active_since is not null and suspended_since is null
           and left_since is null",
    )
    .bind(slug)
    .fetch_optional(&**store)
    .await?;
    let Some(id) = id else { return Ok(None) };
    let (domain, name) = official(store, &id).await?;
    Ok(Some((id, domain, name)))
}
