//! Officers of the demo sign what they say, as their browsers would.

use chrono::{DateTime, Utc};
use neighbors_domain::record::{Signed, SigningKey, Statement};
use neighbors_domain::{announcement, assistance_request, post};

/// One officer's hand.
#[derive(Clone)]
pub struct Voice {
    /// The agency's address.
    pub agency: String,
    pub officer: String,
    pub key: SigningKey,
}

impl Voice {
    pub fn comment(&self, thread: &str, text: &str, at: DateTime<Utc>) -> Signed {
        let (agency, officer) = (self.agency.clone(), self.officer.clone());
        let (thread, text) = (thread.to_owned(), text.to_owned());
        self.key.sign(&Statement::Comment { agency, officer, thread, text, at })
    }

    pub fn post(&self, draft: &post::Draft, at: DateTime<Utc>) -> Signed {
        let (title, text, regions) = (draft.title.clone(), draft.text.clone(), vec![draft.cell.region()]);
        let (category, media) = (draft.category, Vec::new());
        self.announcement(&announcement::Draft { category, title, text, regions, media }, at)
    }

    pub fn announcement(&self, draft: &announcement::Draft, at: DateTime<Utc>) -> Signed {
        let (agency, officer) = (self.agency.clone(), self.officer.clone());
        let (title, text) = (draft.title.trim().to_owned(), draft.text.trim().to_owned());
        let mut regions = draft.regions.clone();
        regions.sort_unstable();
        regions.dedup();
        self.key.sign(&Statement::Post {
            agency,
            officer,
            category: draft.category,
            title,
            text,
            regions,
            at,
        })
    }

    pub fn assistance_request(
        &self,
        draft: &assistance_request::Draft,
        recipient: &str,
        at: DateTime<Utc>,
    ) -> Signed {
        let (agency, officer) = (self.agency.clone(), self.officer.clone());
        let (recipient, draft) = (recipient.to_owned(), Box::new(draft.clone()));
        self.key.sign(&Statement::AssistanceRequest { agency, officer, recipient, draft, at })
    }
}
