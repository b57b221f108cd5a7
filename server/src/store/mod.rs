//! The database: SQLite in a file by default, PostgreSQL when the address says so.
//!
//! One set of SQL and one set of migrations serve both. The dialect is what the two
//! share: `$1` marks; `text` ids; times as milliseconds in a `bigint`; no `boolean`
//! columns (a time that something happened says more); `cast(sum(n) as bigint)`.

use chrono::{DateTime, Utc};
use sqlx::any::{AnyPoolOptions, AnyRow, install_default_drivers};
use sqlx::{Any, Row, Transaction};

use crate::ids::Ids;
use crate::live::{self, Event, Live};
use crate::record::RecordKey;

pub mod accounts;
pub mod activity;
pub mod agencies;
pub mod arriving;
pub mod assistance_requests;
pub mod comments;
pub mod digest;
pub mod drafts;
pub mod email_change;
pub mod feed;
pub mod ground;
pub mod home;
pub mod incidents;
pub mod jurisdiction;
pub mod leaving;
pub mod mail_links;
pub mod media;
pub mod moderation;
pub mod moderators;
pub mod notices;
pub mod officers;
pub mod offices;
pub mod passkeys;
pub mod places;
#[cfg(test)]
mod plans;
pub mod posts;
pub mod record;
pub mod recovery;
pub mod review;
pub mod reviewers;
pub mod sessions;
pub mod settings;
pub mod shares;
pub mod soundness;
pub mod threads;
pub mod uploads;

/// The pool, and which of the two it is: only [`Store::write`] asks.
#[derive(Clone, Debug)]
pub struct Store {
    pool: sqlx::AnyPool,
    sqlite: bool,
    ids: Ids,
    /// Signs the record's checkpoints.
    record: RecordKey,
    live: Live,
    /// Where servers on one PostgreSQL tell each other what happened: one channel for each schema.
    channel: Option<String>,
}

impl std::ops::Deref for Store {
    type Target = sqlx::AnyPool;

    fn deref(&self) -> &sqlx::AnyPool {
        &self.pool
    }
}

impl Store {
    /// A transaction that writes. SQLite takes the write lock at its start, so that two writers
    /// wait instead of failing half way.
    pub async fn write(&self) -> Result<Transaction<'static, Any>, sqlx::Error> {
        if self.sqlite { self.pool.begin_with("begin immediate").await } else { self.pool.begin().await }
    }

    /// Commits what publishes something, and tells whoever waits for it.
    pub(crate) async fn commit_and_tell(
        &self,
        mut tx: Transaction<'static, Any>,
        event: Event,
    ) -> Result<(), sqlx::Error> {
        if let Some(channel) = &self.channel {
            self.live.notify(&mut tx, channel, Some(&event)).await?;
        }
        tx.commit().await?;
        self.live.tell(event);
        Ok(())
    }

    /// Commits what changes the moderators' queue, and tells moderators alone; with what everybody may hear, if anything.
    pub(crate) async fn commit_for_queue(
        &self,
        mut tx: Transaction<'static, Any>,
        event: Option<Event>,
    ) -> Result<(), sqlx::Error> {
        if let Some(channel) = &self.channel {
            self.live.notify(&mut tx, channel, None).await?;
        }
        match event {
            Some(event) => self.commit_and_tell(tx, event).await?,
            None => tx.commit().await?,
        }
        self.live.queue_changed();
        Ok(())
    }

    pub fn live(&self) -> &Live {
        &self.live
    }

    /// The same store, with another source of ids.
    pub fn with_ids(self, ids: Ids) -> Self {
        Self { ids, ..self }
    }

    /// The same store, keeping the record with this key. Without it a record can be begun, not continued.
    pub fn keeping_record(self, record: RecordKey) -> Self {
        Self { record, ..self }
    }

    pub(crate) fn new_id(&self) -> String {
        self.ids.next()
    }

    /// Empties SQLite's log of writes, where deleted rows else linger until something is written over
    /// them. While others read it may keep some of it: the next time takes the rest.
    pub async fn forget_for_good(&self) -> Result<(), sqlx::Error> {
        if self.sqlite {
            sqlx::query("pragma wal_checkpoint(truncate)").fetch_all(&self.pool).await?;
        }
        Ok(())
    }

    pub fn is_sqlite(&self) -> bool {
        self.sqlite
    }
}

pub(crate) static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!();

/// Opens, tunes and migrates. `url`: `sqlite://PATH?mode=rwc` or `postgres://…`.
pub async fn open(url: &str) -> Result<Store, sqlx::Error> {
    let mut store = connect(url).await?;
    MIGRATIONS.run(&*store).await.map_err(|cause| sqlx::Error::Migrate(Box::new(cause)))?;
    if !store.sqlite {
        let schema: String =
            sqlx::query_scalar("select cast(current_schema() as text)").fetch_one(&*store).await?;
        let channel = format!("neighbors_{schema}");
        live::follow(&store.live, url, &channel).await?;
        store.channel = Some(channel);
    }
    Ok(store)
}

/// For looking only: makes no file and changes no table. `url` as in [`open`].
pub async fn look(url: &str) -> Result<Store, sqlx::Error> {
    connect(&url.replace("?mode=rwc", "?mode=rw")).await
}

async fn connect(url: &str) -> Result<Store, sqlx::Error> {
    install_default_drivers();
    let sqlite = url.starts_with("sqlite:");
    let pool = AnyPoolOptions::new()
        .max_connections(10)
        .after_connect(move |connection, _| {
            Box::pin(async move {
                if sqlite {
                    // Readers do not wait for the writer; what was acknowledged survives a power cut;
                    // what was deleted is overwritten.
                    for pragma in [
                        "journal_mode = wal",
                        "synchronous = full",
                        "busy_timeout = 5000",
                        "foreign_keys = on",
                        "secure_delete = on",
                    ] {
                        sqlx::query(&format!("pragma {pragma}")).execute(&mut *connection).await?;
                    }
                }
                Ok(())
            })
        })
        .connect(url)
        .await?;
    Ok(Store {
        pool,
        sqlite,
        ids: Ids::random(),
        record: RecordKey::random(),
        live: Live::default(),
        channel: None,
    })
}

pub(crate) fn time(row: &AnyRow, column: &str) -> Result<DateTime<Utc>, sqlx::Error> {
    let millis: i64 = row.try_get(column)?;
    DateTime::from_timestamp_millis(millis).ok_or_else(|| undecodable(column))
}

pub(crate) fn maybe_time(row: &AnyRow, column: &str) -> Result<Option<DateTime<Utc>>, sqlx::Error> {
    let millis: Option<i64> = row.try_get(column)?;
    millis
        .map(|millis| DateTime::from_timestamp_millis(millis).ok_or_else(|| undecodable(column)))
        .transpose()
}

/// A column that holds text of one of our types: a cell, a key.
pub(crate) fn parsed<T: std::str::FromStr>(row: &AnyRow, column: &str) -> Result<T, sqlx::Error> {
    let text: String = row.try_get(column)?;
    text.parse().map_err(|_| undecodable(column))
}

pub(crate) fn json<T: serde::de::DeserializeOwned>(row: &AnyRow, column: &str) -> Result<T, sqlx::Error> {
    let text: String = row.try_get(column)?;
    serde_json::from_str(&text).map_err(|cause| sqlx::Error::Decode(Box::new(cause)))
}

/// Somebody else has it already.
pub(crate) fn is_unique_violation(cause: &sqlx::Error) -> bool {
    cause.as_database_error().is_some_and(|error| error.is_unique_violation())
}

/// Never the value: it could be somebody's.
pub(crate) fn undecodable(column: &str) -> sqlx::Error {
    sqlx::Error::Decode(format!("column {column} holds something else than it should").into())
}

/// `$3, $4, $5` for an IN list of `count` values that starts at `first`.
pub(crate) fn marks(first: usize, count: usize) -> String {
    (first..first + count).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ")
}

/// Rows of one `insert`: more save little, and each distinct length is a statement of its own.
pub(crate) const ROWS: usize = 100;

/// `($1, $2), ($3, $4)` for an `insert` of several rows.
pub(crate) fn rows_of_marks(rows: usize, columns: usize) -> String {
    let row = |n: usize| format!("({})", marks(1 + n * columns, columns));
    (0..rows).map(row).collect::<Vec<_>>().join(", ")
}
