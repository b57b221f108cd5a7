//! Leaving, and the file of everything before it. Whose a post or comment is, only the keyed tags tell: they are all tried.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use neighbors_domain::account::Switches;
use neighbors_domain::leaving::{Export, OwnComment, OwnMedia, OwnPost, REMOVED_WITHIN};
use neighbors_domain::live::Happened;
use neighbors_domain::media::Media;
use sqlx::Row;
use sqlx::any::AnyRow;

use super::{Store, home, marks, maybe_time, media, moderation, sessions, shares, time};
use crate::auth::{Person, Resident};
use crate::live::Event;
use crate::secrets::Secrets;

/// Tags tried at a time.
const WALK: usize = 2_000;
/// Whoever was still writing when the account went has been answered by then.
const SETTLED: TimeDelta = TimeDelta::minutes(1);

/// By more than this only while the server stood still, or was very busy removing.
const LATE: TimeDelta = TimeDelta::minutes(1);
/// Over so long it then does what it should have done.
const CATCHES_UP: TimeDelta = TimeDelta::hours(1);

/// Every table with a column `account_id`, in the order they can go. A test holds it against the database.
pub const TABLES: [&str; 11] = [
    "moderator",
    "reviewer",
    "reviewer_away",
    "session",
    "mail_link",
    "recovery",
    "email_change",
    "wrong_home",
    "passkey",
    "passkey_question",
    "passkey_proof",
];

/// Ends the account: sessions, unopened shares and everything it says of itself at once, in one transaction. What it
/// wrote goes by [`schedule`]. Answers with the files whose bodies go next.
pub async fn leave(
    store: &Store,
    secrets: &Secrets,
    resident: &Resident,
    now: DateTime<Utc>,
) -> Result<Vec<String>, sqlx::Error> {
    let mut tx = store.write().await?;
    super::uploads::lock_account(&mut tx, &resident.account).await?;
    let owner = secrets.sharer_tag(&resident.account);
    let mut files = shares::withdraw_unopened(&mut tx, store, &owner, now).await?;
    let on_their_way: Vec<String> =
        sqlx::query_scalar("delete from upload where owner_tag = $1 and share_id is null returning id")
            .bind(&owner)
            .fetch_all(&mut *tx)
            .await?;
    files.extend(on_their_way);
    for table in TABLES {
        sqlx::query(&format!("delete from {table} where account_id = $1"))
            .bind(&resident.account)
            .execute(&mut *tx)
            .await?;
    }
    sqlx::query("delete from account where id = $1").bind(&resident.account).execute(&mut *tx).await?;
    sqlx::query("insert into leaving (account_id, left_at) values ($1, $2)")
        .bind(&resident.account)
        .bind(now.timestamp_millis())
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(files)
}

/// Photos and videos of one person, those no post carries yet included: gone from every answer at once. Answers with
/// the files that go next, whole ones and half ones. Nothing is told: news of all their posts in one second would say
/// which belong together.
pub async fn take_media(
    store: &Store,
    secrets: &Secrets,
    resident: &Resident,
) -> Result<(Vec<String>, Vec<String>), sqlx::Error> {
    let own = own(store, secrets, resident).await?;
    let owner = secrets.media_tag(&resident.account);
    let mut tx = store.write().await?;
    let mut files = media::take_unattached(&mut tx, &owner).await?;
    for post in &own.posts {
        files.extend(media::take_out(&mut tx, post).await?);
    }
    let half = sqlx::query_scalar("delete from arriving where owner_tag = $1 returning id")
        .bind(&owner)
        .fetch_all(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok((files, half))
}

/// Everything those who left wrote gets a moment of its own within a day of their leaving, drawn by `chance` for it
/// alone: neither when it was written, nor in which thread, has a part in it.
pub async fn schedule(
    store: &Store,
    secrets: &Secrets,
    chance: &mut (impl rand::Rng + Send),
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let left: Vec<(String, DateTime<Utc>)> = sqlx::query("select * from leaving where left_at <= $1")
        .bind((now - SETTLED).timestamp_millis())
        .try_map(|row: AnyRow| Ok((row.try_get("account_id")?, time(&row, "left_at")?)))
        .fetch_all(&**store)
        .await?;
    for (account, left_at) in left {
        let own = own(store, secrets, &Resident { account: account.clone() }).await?;
        // Of a post that was just being written when they left; what lies on disk without a row is swept.
        take_media(store, secrets, &Resident { account: account.clone() }).await?;
        let mut tx = store.write().await?;
        let posts = own.posts.iter().map(|id| ("post", id));
        for (kind, id) in posts.chain(own.comments.iter().map(|id| ("comment", id))) {
            let due = left_at + moment(chance);
            sqlx::query(
                "insert into removal (item_id, kind, due_at) values ($1, $2, $3) on conflict do nothing",
            )
            .bind(id)
            .bind(kind)
            .bind(due.timestamp_millis())
            .execute(&mut *tx)
            .await?;
        }
        sqlx::query("delete from leaving where account_id = $1").bind(&account).execute(&mut *tx).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// One moment of the day, every one as likely as any other.
pub fn moment(chance: &mut impl rand::Rng) -> TimeDelta {
    TimeDelta::milliseconds(chance.random_range(0..REMOVED_WITHIN.num_milliseconds()))
}

/// The piece that is due goes, at most one with each call: the words from the database, the number in the thread stays.
/// What is overdue since the server stood still gets another moment, so that it does not go in one burst. `false`: there
/// was none.
pub async fn remove_next(
    store: &Store,
    chance: &mut (impl rand::Rng + Send),
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    draw_again(store, chance, now).await?;
    let next =
        sqlx::query("select item_id, kind from removal where due_at <= $1 order by due_at, item_id limit 1")
            .bind(now.timestamp_millis())
            .try_map(|row: AnyRow| Ok((row.try_get("item_id")?, row.try_get("kind")?)))
            .fetch_optional(&**store)
            .await?;
    let Some((id, kind)): Option<(String, String)> = next else { return Ok(false) };
    let mut tx = store.write().await?;
    let sql = match kind.as_str() {
        "post" => {
            "update post set title = '', text = '', author_sealed = '', removed_at = coalesce(removed_at, $2)
             where id = $1 returning id"
        }
        _ => {
            "update comment set text = '', author_sealed = '', removed_at = coalesce(removed_at, $2)
             where id = $1 returning thread_id"
        }
    };
    let thread: Option<String> =
        sqlx::query_scalar(sql).bind(&id).bind(now.timestamp_millis()).fetch_optional(&mut *tx).await?;
    sqlx::query("delete from removal where item_id = $1").bind(&id).execute(&mut *tx).await?;
    let Some(thread) = thread else {
        tx.commit().await?;
        return Ok(true);
    };
    let regions = super::threads::regions(&mut tx, &thread).await?;
    // As a comment is told: whoever shows the thread reads it anew, and answers kept ready are made again.
    store.commit_and_tell(tx, Event::new(Happened::Comment, &thread, regions)).await?;
    Ok(true)
}

async fn draw_again(
    store: &Store,
    chance: &mut (impl rand::Rng + Send),
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let late: Vec<String> = sqlx::query_scalar("select item_id from removal where due_at <= $1")
        .bind((now - LATE).timestamp_millis())
        .fetch_all(&**store)
        .await?;
    for id in late {
        let due = now + TimeDelta::milliseconds(chance.random_range(0..CATCHES_UP.num_milliseconds()));
        sqlx::query("update removal set due_at = $2 where item_id = $1")
            .bind(id)
            .bind(due.timestamp_millis())
            .execute(&**store)
            .await?;
    }
    Ok(())
}

/// All the server has of this account, to take along.
pub async fn export(
    store: &Store,
    secrets: &Secrets,
    resident: &Resident,
    this_session: &str,
    now: DateTime<Utc>,
) -> Result<Export, sqlx::Error> {
    let account = sqlx::query("select * from account where id = $1")
        .bind(&resident.account)
        .fetch_one(&**store)
        .await?;
    let on = |column| maybe_time(&account, column).map(|since| since.is_some());
    let own = own(store, secrets, resident).await?;
    Ok(Export {
        exported_at: now,
        email: account.try_get("email")?,
        joined_at: time(&account, "created_at")?,
        switches: Switches {
            hide_requests: on("hides_requests_since")?,
            do_not_notify: on("not_notified_since")?,
            opt_out: on("opted_out_at")?,
        },
        opted_out_at: maybe_time(&account, "opted_out_at")?,
        opted_in_at: maybe_time(&account, "opted_in_at")?,
        home: home::kept(&account)?,
        mail: super::notices::wishes(store, resident).await?,
        passkeys: super::passkeys::list(&mut *store.acquire().await?, &resident.account).await?,
        signed_in: sessions::list(store, &Person::from(resident), this_session, now).await?,
        posts: posts(store, &own.posts).await?,
        not_posted: media::unattached(store, &secrets.media_tag(&resident.account)).await?,
        comments: comments(store, &own.comments).await?,
        shares: shares::list(store, secrets, resident, now).await?,
        moderation: moderation::of_account(store, secrets, &resident.account, now).await?,
    })
}

/// Ids of what one person wrote.
pub(super) struct Own {
    pub posts: Vec<String>,
    pub comments: Vec<String>,
}

/// Tries the tag of every thread: the database alone cannot answer this, and that is the point of the tags.
pub(super) async fn own(store: &Store, secrets: &Secrets, resident: &Resident) -> Result<Own, sqlx::Error> {
    let mut own = Own { posts: Vec::new(), comments: Vec::new() };
    let mut after = (String::new(), String::new());
    loop {
        let sql = format!(
            "select thread_id, author_tag from thread_author where (thread_id, author_tag) > ($1, $2)
             order by thread_id, author_tag limit {WALK}"
        );
        let some: Vec<(String, String)> = sqlx::query(&sql)
            .bind(&after.0)
            .bind(&after.1)
            .try_map(|row: AnyRow| Ok((row.try_get("thread_id")?, row.try_get("author_tag")?)))
            .fetch_all(&**store)
            .await?;
        let Some(last) = some.last() else { return Ok(own) };
        after = last.clone();
        for (thread, tag) in &some {
            if secrets.author_tag(thread, &resident.account) == *tag {
                own.posts.extend(
                    ids(store, "select id from post where id = $1 and author_tag = $2", thread, tag).await?,
                );
                let sql = "select id from comment where thread_id = $1 and author_tag = $2";
                own.comments.extend(ids(store, sql, thread, tag).await?);
            }
        }
    }
}

async fn ids(store: &Store, sql: &str, thread: &str, tag: &str) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar(sql).bind(thread).bind(tag).fetch_all(&**store).await
}

async fn posts(store: &Store, ids: &[String]) -> Result<Vec<OwnPost>, sqlx::Error> {
    let mut carried = HashMap::new();
    for some in ids.chunks(500) {
        carried.extend(media::of_posts(store, some).await?);
    }
    let own = |file: Media| OwnMedia::new(file.id, file.kind, file.alt);
    let mut posts: Vec<OwnPost> = rows(store, "post", "published_at", ids, |row| {
        Ok(OwnPost {
            id: row.try_get("id")?,
            category: row.try_get("category")?,
            title: row.try_get("title")?,
            text: row.try_get("text")?,
            cell: row.try_get("cell")?,
            region: row.try_get("region")?,
            happened_at: maybe_time(row, "happened_at")?,
            published_at: time(row, "published_at")?,
            removed_at: maybe_time(row, "removed_at")?,
            media: Vec::new(),
        })
    })
    .await?;
    for post in &mut posts {
        post.media = carried.remove(&post.id).unwrap_or_default().into_iter().map(own).collect();
    }
    Ok(posts)
}

async fn comments(store: &Store, ids: &[String]) -> Result<Vec<OwnComment>, sqlx::Error> {
    rows(store, "comment", "at", ids, |row| {
        Ok(OwnComment {
            id: row.try_get("id")?,
            thread: row.try_get("thread_id")?,
            text: row.try_get("text")?,
            at: time(row, "at")?,
            removed_at: maybe_time(row, "removed_at")?,
        })
    })
    .await
}

async fn rows<T>(
    store: &Store,
    table: &str,
    order: &str,
    ids: &[String],
    read: impl Fn(&AnyRow) -> Result<T, sqlx::Error>,
) -> Result<Vec<T>, sqlx::Error> {
    let mut found = Vec::new();
    for some in ids.chunks(500) {
        let sql =
            format!("select * from {table} where id in ({}) order by {order}, id", marks(1, some.len()));
        let query = some.iter().fold(sqlx::query(&sql), |query, id| query.bind(id));
        for row in query.fetch_all(&**store).await? {
            found.push(read(&row)?);
        }
    }
    Ok(found)
}
