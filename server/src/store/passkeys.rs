//! Passkeys, the questions that wait for an answer, and the proof that stands in for a password.

use chrono::{DateTime, Utc};
use neighbors_domain::passkey::{
    CHALLENGE_LIVES, MAX_PASSKEYS, PROOF_LIVES, Passkey, PasskeyError, WaysIn, may_remove,
};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::home::day;
use super::{Store, time, undecodable};
use crate::Result;
use crate::auth::Person;
use crate::passkeys::{Asked, Key};

/// What a question was asked for: an answer to one is none to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    Join,
    Enrol,
    Add,
    Prove,
    SignIn,
}

impl Purpose {
    fn key(self) -> &'static str {
        match self {
            Self::Join => "join",
            Self::Enrol => "enrol",
            Self::Add => "add",
            Self::Prove => "prove",
            Self::SignIn => "sign_in",
        }
    }
}

pub async fn ask(
    store: &Store,
    purpose: Purpose,
    asked: &Asked,
    account: Option<&str>,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "insert into passkey_question (challenge, purpose, account_id, state, expires_at) values ($1, $2, $3, $4, $5)",
    )
    .bind(&asked.challenge)
    .bind(purpose.key())
    .bind(account)
    .bind(&asked.state)
    .bind((now + CHALLENGE_LIVES).timestamp_millis())
    .execute(&**store)
    .await?;
    Ok(())
}

/// A question, taken by its answer: a second answer finds none.
pub struct Taken {
    pub account: Option<String>,
    pub state: String,
}

pub async fn take(
    store: &Store,
    purpose: Purpose,
    challenge: &str,
    now: DateTime<Utc>,
) -> Result<Option<Taken>, sqlx::Error> {
    sqlx::query(
        "delete from passkey_question where challenge = $1 and purpose = $2 and expires_at > $3
         returning account_id, state",
    )
    .bind(challenge)
    .bind(purpose.key())
    .bind(now.timestamp_millis())
    .try_map(|row: AnyRow| Ok(Taken { account: row.try_get("account_id")?, state: row.try_get("state")? }))
    .fetch_optional(&**store)
    .await
}

/// The account behind a key, and the key as it was last seen.
pub async fn find(store: &Store, credential: &str) -> Result<Option<(String, Key)>, sqlx::Error> {
    sqlx::query("select * from passkey where credential_id = $1")
        .bind(credential)
        .try_map(|row: AnyRow| {
            let key = Key {
                credential: row.try_get("credential_id")?,
                public: row.try_get("public_key")?,
                counters: row.try_get("counters")?,
            };
            Ok((row.try_get("account_id")?, key))
        })
        .fetch_optional(&**store)
        .await
}

/// Seen again: the device counts on, and the day of use moves.
pub async fn used(store: &Store, key: &Key, counters: &str, now: DateTime<Utc>) -> Result<(), sqlx::Error> {
    sqlx::query("update passkey set counters = $2, used_on = $3 where credential_id = $1")
        .bind(&key.credential)
        .bind(counters)
        .bind(day(now))
        .execute(&**store)
        .await?;
    Ok(())
}

/// What a device must not make a second key beside.
pub async fn credentials(store: &Store, person: &Person) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar("select credential_id from passkey where account_id = $1 order by created_at, id")
        .bind(&person.account)
        .fetch_all(&**store)
        .await
}

/// One more for somebody signed in.
pub async fn add(store: &Store, person: &Person, key: &Key, name: &str, now: DateTime<Utc>) -> Result<()> {
    let mut tx = store.write().await?;
    super::uploads::lock_account(&mut tx, &person.account).await?;
    let ways = ways_in(&mut tx, person).await?;
    if ways.passkeys.len() >= MAX_PASSKEYS {
        return Err(PasskeyError::TooMany { max: MAX_PASSKEYS }.into());
    }
    insert(&mut tx, store.new_id(), &person.account, key, name, now).await?;
    tx.commit().await?;
    Ok(())
}

pub(in crate::store) async fn insert(
    connection: &mut AnyConnection,
    id: String,
    account: &str,
    key: &Key,
    name: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    let inserted = sqlx::query(
        "insert into passkey (id, credential_id, account_id, name, public_key, counters, created_at, used_on)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(id)
    .bind(&key.credential)
    .bind(account)
    .bind(name)
    .bind(&key.public)
    .bind(&key.counters)
    .bind(now.timestamp_millis())
    .bind(day(now))
    .execute(connection)
    .await;
    match inserted {
        Ok(_) => Ok(()),
        // A device that makes the same key twice, or one that copies another's name for it.
        Err(cause) if super::is_unique_violation(&cause) => Err(PasskeyError::StrangeAnswer.into()),
        Err(cause) => Err(cause.into()),
    }
}

pub async fn ways_in(connection: &mut AnyConnection, person: &Person) -> Result<WaysIn, sqlx::Error> {
    let hash: Option<String> = sqlx::query_scalar("select password_hash from account where id = $1")
        .bind(&person.account)
        .fetch_one(&mut *connection)
        .await?;
    Ok(WaysIn { has_password: hash.is_some(), passkeys: list(connection, &person.account).await? })
}

pub(super) async fn list(connection: &mut AnyConnection, account: &str) -> Result<Vec<Passkey>, sqlx::Error> {
    sqlx::query("select * from passkey where account_id = $1 order by created_at, id")
        .bind(account)
        .try_map(|row: AnyRow| {
            let used_on = DateTime::from_timestamp(row.try_get::<i64, _>("used_on")? * 24 * 60 * 60, 0);
            Ok(Passkey {
                id: row.try_get("id")?,
                name: row.try_get("name")?,
                since: time(&row, "created_at")?,
                last_used: used_on.ok_or_else(|| undecodable("used_on"))?.date_naive(),
            })
        })
        .fetch_all(connection)
        .await
}

/// `false` if there is none of that name of theirs.
pub async fn rename(store: &Store, person: &Person, id: &str, name: &str) -> Result<bool, sqlx::Error> {
    let renamed = sqlx::query("update passkey set name = $3 where account_id = $1 and id = $2")
        .bind(&person.account)
        .bind(id)
        .bind(name)
        .execute(&**store)
        .await?;
    Ok(renamed.rows_affected() == 1)
}

/// `false` if there is none of that name of theirs.
pub async fn remove(store: &Store, person: &Person, id: &str) -> Result<bool> {
    let mut tx = store.write().await?;
    // Two that remove at one instant wait for each other: one way in stays, whatever happens.
    super::uploads::lock_account(&mut tx, &person.account).await?;
    let ways = ways_in(&mut tx, person).await?;
    if !ways.passkeys.iter().any(|key| key.id == id) {
        return Ok(false);
    }
    may_remove(&ways)?;
    sqlx::query("delete from passkey where account_id = $1 and id = $2")
        .bind(&person.account)
        .bind(id)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(true)
}

/// A passkey was shown in this session; the next change takes it.
pub async fn prove(
    store: &Store,
    person: &Person,
    session_sha256: &str,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "insert into passkey_proof (session_sha256, account_id, expires_at) values ($1, $2, $3)
         on conflict (session_sha256) do update set expires_at = excluded.expires_at",
    )
    .bind(session_sha256)
    .bind(&person.account)
    .bind((now + PROOF_LIVES).timestamp_millis())
    .execute(&**store)
    .await?;
    Ok(())
}

/// Uses a proof up; `false` if there is none.
pub async fn take_proof(
    store: &Store,
    person: &Person,
    session_sha256: &str,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let taken = sqlx::query(
        "delete from passkey_proof where session_sha256 = $1 and account_id = $2 and expires_at > $3",
    )
    .bind(session_sha256)
    .bind(&person.account)
    .bind(now.timestamp_millis())
    .execute(&**store)
    .await?;
    Ok(taken.rows_affected() == 1)
}

pub async fn sweep(store: &Store, now: DateTime<Utc>) -> Result<(), sqlx::Error> {
    for table in ["passkey_question", "passkey_proof"] {
        sqlx::query(&format!("delete from {table} where expires_at <= $1"))
            .bind(now.timestamp_millis())
            .execute(&**store)
            .await?;
    }
    Ok(())
}
