//! Links that went out by mail: found by the hash of their token, used once, dead after a day.

use chrono::{DateTime, Utc};
use neighbors_domain::joining::LINK_LIVES;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::Store;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    Join,
    Recover,
    /// Of a changed email address: yes from the mailbox that is left, and from the one moved to.
    OldEmail,
    NewEmail,
}

impl Purpose {
    fn key(self) -> &'static str {
        match self {
            Self::Join => "join",
            Self::Recover => "recover",
            Self::OldEmail => "old_email",
            Self::NewEmail => "new_email",
        }
    }
}

/// What a link stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub email: String,
    pub account: Option<String>,
}

pub async fn add(
    connection: &mut AnyConnection,
    purpose: Purpose,
    token_sha256: &str,
    link: &Link,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "insert into mail_link (token_sha256, purpose, email, account_id, expires_at) values ($1, $2, $3, $4, $5)",
    )
    .bind(token_sha256)
    .bind(purpose.key())
    .bind(&link.email)
    .bind(&link.account)
    .bind((now + LINK_LIVES).timestamp_millis())
    .execute(connection)
    .await?;
    Ok(())
}

/// Looks without using it up.
pub async fn find(
    store: &Store,
    purpose: Purpose,
    token_sha256: &str,
    now: DateTime<Utc>,
) -> Result<Option<Link>, sqlx::Error> {
    sqlx::query(
        "select email, account_id from mail_link where token_sha256 = $1 and purpose = $2 and expires_at > $3",
    )
    .bind(token_sha256)
    .bind(purpose.key())
    .bind(now.timestamp_millis())
    .try_map(|row: AnyRow| read(&row))
    .fetch_optional(&**store)
    .await
}

/// Uses it up: of two at one instant, one gets it.
pub(super) async fn take(
    connection: &mut AnyConnection,
    purpose: Purpose,
    token_sha256: &str,
    now: DateTime<Utc>,
) -> Result<Option<Link>, sqlx::Error> {
    sqlx::query(
        "delete from mail_link where token_sha256 = $1 and purpose = $2 and expires_at > $3
         returning email, account_id",
    )
    .bind(token_sha256)
    .bind(purpose.key())
    .bind(now.timestamp_millis())
    .try_map(|row: AnyRow| read(&row))
    .fetch_optional(connection)
    .await
}

/// The same with every other link of this purpose to the mailbox, in one step: two of them opened at one instant wait for
/// each other in one order, and the second finds nothing.
pub(super) async fn take_all(
    connection: &mut AnyConnection,
    purpose: Purpose,
    token_sha256: &str,
    now: DateTime<Utc>,
) -> Result<Option<Link>, sqlx::Error> {
    let taken: Vec<(String, Link)> = sqlx::query(
        "delete from mail_link where purpose = $2 and email =
             (select email from mail_link where token_sha256 = $1 and purpose = $2 and expires_at > $3)
         returning token_sha256, email, account_id",
    )
    .bind(token_sha256)
    .bind(purpose.key())
    .bind(now.timestamp_millis())
    .try_map(|row: AnyRow| Ok((row.try_get("token_sha256")?, read(&row)?)))
    .fetch_all(connection)
    .await?;
    Ok(taken.into_iter().find(|(token, _)| token == token_sha256).map(|(_, link)| link))
}

fn read(row: &AnyRow) -> Result<Link, sqlx::Error> {
    Ok(Link { email: row.try_get("email")?, account: row.try_get("account_id")? })
}

pub async fn sweep(store: &Store, now: DateTime<Utc>) -> Result<u64, sqlx::Error> {
    let swept = sqlx::query("delete from mail_link where expires_at <= $1")
        .bind(now.timestamp_millis())
        .execute(&**store)
        .await?;
    Ok(swept.rows_affected())
}
