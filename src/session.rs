//! Who is signed in here, for every page that wants to know.

use leptos::prelude::*;
use neighbors_domain::account::{Me, OfficerSelf, ResidentSelf, Site, Switches, Who};

use crate::{api, drafts, home, muted, my_details, notices, recent};

/// In context from [`Session::provide`] on. Loaded once, and again after signing in or out.
#[derive(Clone, Copy)]
pub struct Session {
    me: LocalResource<api::Result<Me>>,
}

impl Session {
    pub fn provide() -> Self {
        let session = Self { me: LocalResource::new(api::me) };
        provide_context(session);
        session
    }

    pub fn here() -> Self {
        expect_context()
    }

    /// For a page that cannot be shown before it knows who is asking.
    pub fn resource(self) -> LocalResource<api::Result<Me>> {
        self.me
    }

    /// `None` while it is not known yet, or could not be loaded.
    pub fn me(self) -> Option<Me> {
        self.me.get().and_then(Result::ok)
    }

    pub fn who(self) -> Option<Who> {
        self.me().map(|me| me.who)
    }

    pub fn site(self) -> Option<Site> {
        self.me().map(|me| me.site).or_else(api::site)
    }

    pub fn resident(self) -> Option<ResidentSelf> {
        match self.who() {
            Some(Who::Resident(resident)) => Some(resident),
            _ => None,
        }
    }

    pub fn officer(self) -> Option<OfficerSelf> {
        match self.who() {
            Some(Who::Officer(officer)) => Some(officer),
            _ => None,
        }
    }

    pub fn signed_in(self) -> bool {
        matches!(self.who(), Some(Who::Resident(_) | Who::Officer(_)))
    }

    pub fn demo(self) -> bool {
        self.site().is_some_and(|site| site.demo)
    }

    /// Whether this reader wants to see requests for assistance in the feed. Decided here, in the
    /// browser: the server answers everybody alike and never learns whose feed leaves them out.
    pub fn hides_requests(self) -> bool {
        self.resident().is_some_and(|resident| {
            let Switches { hide_requests, opt_out, .. } = resident.switches;
            hide_requests || opt_out
        })
    }

    /// Asks the server again who is signed in.
    pub fn reload(self) {
        self.me.refetch();
    }

    /// What the server just took, without asking it again. Quietly: the page that set it shows it
    /// already, and must not be built anew under the reader's finger; others read it when they open.
    pub fn set_resident(self, resident: ResidentSelf) {
        self.me.maybe_update(|me| {
            if let Some(Ok(me)) = me {
                me.who = Who::Resident(resident);
            }
            false
        });
    }

    /// Ends this session by `end`, which answers when the server has done it.
    pub async fn leave(self, end: impl Future<Output = api::Result<()>>) -> api::Result<()> {
        let _hush = notices::Hush::now();
        end.await?;
        self.changed().await;
        Ok(())
    }

    /// After signing in or out. Nothing of the person before may stay on this device, and no page
    /// shows itself for them once this is done.
    pub async fn changed(self) {
        home::forget();
        my_details::forget();
        notices::forget();
        muted::forget();
        recent::forget();
        let me = api::me().await;
        let resident = match &me {
            Ok(Me { who: Who::Resident(resident), .. }) => Some(resident),
            _ => None,
        };
        // A session that was lost comes back here: its own writer finds the draft again.
        if me.is_ok() {
            drafts::only_of(resident).await;
        }
        self.me.set(Some(me));
    }
}
