//! What a page shows around a badge, compared with what the officer signed: nothing more, nothing less.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::CLOCKS_DIFFER;
use super::asked::Asked;
use super::chain::{Chain, Fault, entry, same_time};
use super::event::Event;
use super::leaf::Seen;
use super::statement::Statement;
use crate::cells::Region7;
use crate::comment::EDIT_FOR;
use crate::post::{Category, OfficerBadge};

/// What the page shows, and so what the chain has to bear out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Shown {
    /// The agency's address.
    pub agency: String,
    /// What the page calls it; `None` where it does not.
    pub name: Option<String>,
    /// `None` for the badge of an agency.
    pub officer: Option<Officer>,
    pub said: Option<Said>,
}

/// What the badge says of the officer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Officer {
    pub name: String,
    pub title: String,
    pub certified_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
}

impl From<&OfficerBadge> for Officer {
    fn from(badge: &OfficerBadge) -> Self {
        let OfficerBadge { name, title, certified_at, ended_at, .. } = badge.clone();
        Self { name, title, certified_at, ended_at }
    }
}

/// Words as they stand on the page, white space aside.
#[derive(Debug, Clone, PartialEq)]
pub enum Said {
    Comment {
        /// The post or request it stands under.
        thread: String,
        text: String,
        at: DateTime<Utc>,
    },
    Post {
        category: Category,
        title: String,
        text: String,
        /// Where it is announced, in order; `None` where the page does not say.
        regions: Option<Vec<Region7>>,
        at: DateTime<Utc>,
    },
    AssistanceRequest(Box<Asked>),
    /// Something else than these.
    Strange,
}

impl Said {
    pub(super) fn is(&self, signed: &Statement, chain: &Chain, tree: &Seen) -> Result<(), Fault> {
        match (self, signed) {
            (Self::Comment { thread, text, at }, Statement::Comment { thread: on, text: said, .. }) => {
                same(thread == on && plain(text) == plain(said))?;
                // Other words within the minutes for changing them are signed anew.
                let late = signed.at() - *at;
                in_time(late >= -CLOCKS_DIFFER && late <= EDIT_FOR + CLOCKS_DIFFER)
            }
            (
                Self::Post { category, title, text, regions, at },
                Statement::Post { category: kind, title: head, text: said, regions: everywhere, .. },
            ) => {
                same((category, plain(title), plain(text)) == (kind, plain(head), plain(said)))?;
                same(regions.as_ref().is_none_or(|regions| regions == everywhere))?;
                in_time((signed.at() - *at).abs() <= CLOCKS_DIFFER)
            }
            (Self::AssistanceRequest(asked), signed @ Statement::AssistanceRequest { agency, .. }) => {
                if *agency != asked.agency {
                    return Err(Fault::OtherAgency);
                }
                asked_so(asked, signed, chain, tree)
            }
            _ => Err(Fault::OtherWords),
        }
    }
}

/// Everything of a request: the record says that exactly this was published, and the officer signed exactly that.
fn asked_so(asked: &Asked, by_the_officer: &Statement, chain: &Chain, tree: &Seen) -> Result<(), Fault> {
    let (leaf, published) = entry(chain.published.as_ref(), tree)?;
    let Event::Published { agency, id, version, recipient, draft, signed, .. } = published else {
        return Err(Fault::Missing);
    };
    if (&agency, &id) != (&asked.agency, &asked.id) {
        return Err(Fault::OtherAgency);
    }
    if version != asked.version {
        return Err(Fault::OtherVersion);
    }
    same(signed.is_some() && signed == chain.words)?;
    same(recipient == asked.recipient && *draft == asked.draft)?;
    same(matches!(by_the_officer, Statement::AssistanceRequest { recipient, draft, .. }
        if *recipient == asked.recipient && **draft == asked.draft))?;
    // The key stays what it was when the request was first published, and so does the day it began.
    let Event::Published { agency, id, version: 1, recipient, .. } =
        entry(chain.first_published.as_ref(), tree)?.1
    else {
        return Err(Fault::Missing);
    };
    same((agency, id, recipient) == (asked.agency.clone(), asked.id.clone(), asked.recipient.clone()))?;
    let began = entry(chain.first_published.as_ref(), tree)?.0.at;
    in_time(same_time(began, asked.published_at) && began <= leaf.at)
}

fn same(words: bool) -> Result<(), Fault> {
    if words { Ok(()) } else { Err(Fault::OtherWords) }
}

fn in_time(so: bool) -> Result<(), Fault> {
    if so { Ok(()) } else { Err(Fault::OtherTime) }
}

/// Without what a page does to white space.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
