//! Who can open what is shared with a request: its key is wrapped for officers and for the recovery sheet when it is sent,
//! and handed on later by a browser that can open one of the wrappings. The server sees none of them open.

use chrono::{DateTime, TimeDelta, Utc};
use neighbors_domain::api::ApiError;
use neighbors_domain::assistance_request::{
    HandedOn, HeldKey, Holder, Holders, KeysToHandOn, RECOVERY, Waiting,
};
use neighbors_domain::officers::OfficerError;
use neighbors_domain::record::{Event, Roster};
use neighbors_domain::share::MAX_KEPT_DAYS;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::super::{Store, record};
use super::write::lock_agency;
use crate::Result;
use crate::auth::{AgencyAdmin, Officer, Receiver, Requester};

/// Of officers who open what is shared from now on: there, certified, and with the role.
pub(super) const RECEIVES: &str = "officer.ended_at is null and officer.off_since is null
    and officer.certified_at is not null and officer.roles like '%receive%'";

/// Whose wrapping is opened.
#[derive(Debug, Clone, Copy)]
pub enum By<'a> {
    /// An officer's own.
    Holder(&'a Receiver),
    /// The one of the recovery sheet, which an administrator has in hand.
    Sheet(&'a AgencyAdmin),
}

impl By<'_> {
    fn officer(&self) -> &Officer {
        match self {
            Self::Holder(Receiver(officer)) | Self::Sheet(AgencyAdmin(officer)) => officer,
        }
    }

    fn holder(&self) -> &str {
        match self {
            Self::Holder(Receiver(officer)) => &officer.id,
            Self::Sheet(_) => RECOVERY,
        }
    }
}

/// Whom the key of a new request is wrapped for.
pub async fn holders(store: &Store, Requester(officer): &Requester) -> Result<Holders> {
    let mut tx = store.begin().await?;
    let sql = format!(
        "select id, recipient from officer where agency_id = $1 and {RECEIVES} order by enrolled_at, id"
    );
    let mut holders: Vec<Holder> = sqlx::query(&sql)
        .bind(&officer.agency)
        .try_map(|row: AnyRow| {
            Ok(Holder { holder: row.try_get("id")?, recipient: row.try_get("recipient")? })
        })
        .fetch_all(&mut *tx)
        .await?;
    let recovery: Option<String> = sqlx::query_scalar("select recovery_recipient from agency where id = $1")
        .bind(&officer.agency)
        .fetch_one(&mut *tx)
        .await?;
    let Some(recipient) = recovery else {
        let sentence = "Your agency has no recovery key yet. Its administrator makes one.";
        return Err(ApiError::Invalid { field: "keys".to_owned(), sentence: sentence.to_owned() }.into());
    };
    holders.push(Holder { holder: RECOVERY.to_owned(), recipient });
    Ok(Holders { holders, roster: record::roster::roster(&mut tx, officer).await? })
}

/// Keys that open with this wrapping and that some officer lacks. Of the sheet's, only that they are there: whoever
/// fetches them to open them leaves a trace ([`open_with_sheet`]).
pub async fn to_hand_on(store: &Store, by: By<'_>) -> Result<KeysToHandOn> {
    let mut tx = store.begin().await?;
    let mut found = lacking(&mut tx, by).await?;
    if let By::Sheet(_) = by {
        found.keys.iter_mut().for_each(|key| key.wrapped.clear());
    }
    Ok(found)
}

/// The same for whoever has the recovery sheet in hand, with the keys themselves. That they were asked for stands in the
/// record.
pub async fn open_with_sheet(store: &Store, admin: &AgencyAdmin, now: DateTime<Utc>) -> Result<KeysToHandOn> {
    let mut tx = store.write().await?;
    let found = lacking(&mut tx, By::Sheet(admin)).await?;
    if !found.keys.is_empty() {
        let agency = super::write::slug_of(&mut tx, &admin.0.agency).await?;
        record::append(&mut tx, store, &Event::RecoveryOpened { agency }, now).await?;
    }
    tx.commit().await?;
    Ok(found)
}

async fn lacking(connection: &mut AnyConnection, by: By<'_>) -> Result<KeysToHandOn> {
    let officer = by.officer();
    let sql = format!(
        "select request.id, request.title, request.recipient, own.wrapped,
                officer.id as officer_id, officer.name as officer_name, officer.recipient as officer_recipient
         from assistance_request_key as own
         join assistance_request as request on request.id = own.assistance_request_id
         join officer on officer.agency_id = request.agency_id and {RECEIVES}
         where own.holder = $1 and request.agency_id = $2 and request.published_at is not null
           and not exists (select 1 from assistance_request_key as theirs
               where theirs.assistance_request_id = request.id and theirs.holder = officer.id)
         order by request.submitted_at desc, request.id, officer.name, officer.id"
    );
    let lacks = sqlx::query(&sql)
        .bind(by.holder())
        .bind(&officer.agency)
        .try_map(|row: AnyRow| {
            let key = HeldKey {
                assistance_request: row.try_get("id")?,
                title: row.try_get("title")?,
                recipient: row.try_get("recipient")?,
                wrapped: row.try_get("wrapped")?,
                lacking: Vec::new(),
            };
            let who = Waiting {
                id: row.try_get("officer_id")?,
                name: row.try_get("officer_name")?,
                recipient: row.try_get("officer_recipient")?,
            };
            Ok((key, who))
        })
        .fetch_all(&mut *connection)
        .await?;
    let (mut keys, mut waiting): (Vec<HeldKey>, Vec<Waiting>) = (Vec::new(), Vec::new());
    for (key, who) in lacks {
        if keys.last().is_none_or(|last| last.assistance_request != key.assistance_request) {
            keys.push(key);
        }
        keys.last_mut().expect("just pushed").lacking.push(who.id.clone());
        if !waiting.contains(&who) {
            waiting.push(who);
        }
    }
    // Proving everybody is work, and mostly nobody waits.
    let roster = match keys.is_empty() {
        true => Roster::default(),
        false => record::roster::roster(connection, officer).await?,
    };
    Ok(KeysToHandOn { waiting, keys, roster })
}

/// Keeps what was wrapped for others. Whoever has a key from a colleague keeps it: nobody takes one away by sending
/// noise. The sheet has the last word.
pub async fn hand_on(store: &Store, by: By<'_>, handed: &[HandedOn]) -> Result<()> {
    let agency = &by.officer().agency;
    let mut tx = store.write().await?;
    lock_agency(&mut tx, agency).await?;
    let known = match by {
        By::Holder(_) => "do nothing",
        By::Sheet(_) => "do update set wrapped = excluded.wrapped",
    };
    let insert = format!(
        "insert into assistance_request_key (assistance_request_id, holder, wrapped) values ($1, $2, $3)
         on conflict (assistance_request_id, holder) {known}"
    );
    for HandedOn { assistance_request, holder, wrapped } in handed {
        held(&mut tx, by, assistance_request).await?;
        let sql = format!("select count(*) from officer where id = $1 and agency_id = $2 and {RECEIVES}");
        let receives: i64 = sqlx::query_scalar(&sql).bind(holder).bind(agency).fetch_one(&mut *tx).await?;
        if receives == 0 {
            return Err(OfficerError::ReceivesNothing.into());
        }
        sqlx::query(&insert).bind(assistance_request).bind(holder).bind(wrapped).execute(&mut *tx).await?;
    }
    Ok(tx.commit().await?)
}

/// Nobody hands on what they cannot open; another agency's request does not exist.
async fn held(connection: &mut AnyConnection, by: By<'_>, request: &str) -> Result<()> {
    let held: i64 = sqlx::query_scalar(
        "select count(*) from assistance_request_key as own
         join assistance_request as request on request.id = own.assistance_request_id
         where request.id = $1 and request.agency_id = $2 and own.holder = $3",
    )
    .bind(request)
    .bind(&by.officer().agency)
    .bind(by.holder())
    .fetch_one(connection)
    .await?;
    if held == 0 { Err(ApiError::NotFound.into()) } else { Ok(()) }
}

/// Keys go when nothing can be sealed to them any more and everything that was has expired: at a time that says nothing
/// of whether anybody shared.
pub async fn forget(store: &Store, now: DateTime<Utc>) -> Result<u64, sqlx::Error> {
    let gone = sqlx::query(
        "delete from assistance_request_key where assistance_request_id in
             (select id from assistance_request where open_until < $1 or resolved_at < $1 or voided_at < $1)",
    )
    .bind((now - TimeDelta::days(i64::from(MAX_KEPT_DAYS) + 1)).timestamp_millis())
    .execute(&**store)
    .await?;
    Ok(gone.rows_affected())
}
