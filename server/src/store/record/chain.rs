//! What stands behind a badge, gathered for a reader's browser: proofs in one tree, and the words as they were signed.

use neighbors_domain::record::{Chain, Signed};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::{Head, about_agency, about_end, about_key, about_officer, about_publication, all, head, newest};
use crate::store::{Store, undecodable};

/// Whose badge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Badge {
    /// By its address.
    Agency,
    /// The officer who wrote it, by the id of what is written.
    Post,
    Comment,
    AssistanceRequest,
}

impl Badge {
    pub fn from_key(key: &str) -> Option<Self> {
        Some(match key {
            "agency" => Self::Agency,
            "post" => Self::Post,
            "comment" => Self::Comment,
            "assistance-request" => Self::AssistanceRequest,
            _ => return None,
        })
    }
}

/// `None`: there is no such badge, or nothing was written into the record yet.
pub async fn chain(store: &Store, badge: Badge, id: &str) -> Result<Option<Chain>, sqlx::Error> {
    let mut tx = store.begin().await?;
    let Some(said) = said(&mut tx, badge, id).await? else { return Ok(None) };
    let Some(head) = head(&mut tx).await? else { return Ok(None) };
    let (certificate, ended) = match &said.officer {
        Some(officer) => (
            newest(&mut tx, &head, &about_officer(officer)).await?,
            newest(&mut tx, &head, &about_end(officer)).await?,
        ),
        None => (None, None),
    };
    let agency = all(&mut tx, &head, &about_agency(&said.agency)).await?;
    let agency_key = newest(&mut tx, &head, &about_key(&said.agency)).await?;
    let (published, first_published) = match badge {
        Badge::AssistanceRequest => {
            let published = all(&mut tx, &head, &about_publication(id)).await?;
            (published.last().cloned(), published.into_iter().next())
        }
        _ => (None, None),
    };
    let Head { checkpoint, key, .. } = head;
    let words = said.words;
    Ok(Some(Chain {
        key,
        checkpoint,
        agency,
        agency_key,
        certificate,
        ended,
        words,
        published,
        first_published,
    }))
}

struct Said {
    /// The agency's address.
    agency: String,
    officer: Option<String>,
    words: Option<Signed>,
}

/// What its author removed or a moderator hid is proved no more: its words are gone.
async fn said(connection: &mut AnyConnection, badge: Badge, id: &str) -> Result<Option<Said>, sqlx::Error> {
    let sql = match badge {
        Badge::Agency => {
            "select slug, cast(null as text) as officer_id, cast(null as text) as signed from agency
             where slug = $1 and active_since is not null"
        }
        Badge::Post => {
            "select slug, officer_id, signed from post join officer on officer.id = post.officer_id
             join agency on agency.id = officer.agency_id
             where post.id = $1 and removed_at is null and hidden_reason is null"
        }
        Badge::Comment => {
            "select slug, officer_id, signed from comment join officer on officer.id = comment.officer_id
             join agency on agency.id = officer.agency_id
             where comment.id = $1 and removed_at is null and hidden_reason is null"
        }
        Badge::AssistanceRequest => {
            "select agency.slug, version.officer_id, version.signed
             from assistance_request join agency on agency.id = assistance_request.agency_id
             join assistance_request_version as version on version.assistance_request_id = assistance_request.id
                                                       and version.version = assistance_request.version
             where assistance_request.id = $1 and assistance_request.published_at is not null"
        }
    };
    sqlx::query(sql)
        .bind(id)
        .try_map(|row: AnyRow| {
            Ok(Said {
                agency: row.try_get("slug")?,
                officer: row.try_get("officer_id")?,
                words: signed(&row)?,
            })
        })
        .fetch_optional(connection)
        .await
}

/// Signed words as they are kept; `None` where nobody signed.
fn signed(row: &AnyRow) -> Result<Option<Signed>, sqlx::Error> {
    let text: Option<String> = row.try_get("signed")?;
    text.map(|text| serde_json::from_str(&text).map_err(|_| undecodable("signed"))).transpose()
}
