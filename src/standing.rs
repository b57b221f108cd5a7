//! Whether this reader may share with a request: the server's own rule, run here with what only this browser knows.

use chrono::{DateTime, Utc};
use neighbors_domain::account::{Me, ResidentSelf, Who};
use neighbors_domain::addresses::pages;
use neighbors_domain::assistance_request::{AssistanceRequest, State};
use neighbors_domain::cells::Cell9;
use neighbors_domain::share::{self, ShareRefusal};

use crate::home;
use crate::words::{self, t};

#[derive(Debug, Clone, PartialEq)]
pub enum Standing {
    SignedOut,
    /// Officers ask; they do not share.
    Officer,
    /// A home was picked, but this browser does not know which.
    HomeNotHere,
    Refused(ShareRefusal),
    /// Inside, with the cell that is told to the server when sharing, and only then.
    Inside(Cell9),
}

impl Standing {
    pub fn of(me: &Me, request: &AssistanceRequest, now: DateTime<Utc>) -> Self {
        let state = state_at(request, now);
        let closed = ShareRefusal::NotOpen { state };
        match &me.who {
            _ if state != State::Open => Self::Refused(closed),
            Who::Visitor => Self::SignedOut,
            Who::Officer(_) => Self::Officer,
            Who::Resident(resident) => Self::of_resident(resident, home::confirmed(resident), request, state),
        }
    }

    fn of_resident(
        resident: &ResidentSelf,
        home: Option<Cell9>,
        request: &AssistanceRequest,
        state: State,
    ) -> Self {
        let standing = share::Standing {
            opted_out: resident.switches.opt_out,
            opted_in_at: resident.opted_in_at,
            home_set_at: resident.home.as_ref().map(|home| home.set_at),
        };
        match share::may_share(standing, home, &request.draft.area, state, request.life.published_at) {
            Err(ShareRefusal::NoHome) if resident.home.is_some() => Self::HomeNotHere,
            Err(refusal) => Self::Refused(refusal),
            Ok(()) => home.map_or(Self::HomeNotHere, Self::Inside),
        }
    }

    /// What is so, in one sentence; why, or what it means; and the way out.
    pub fn told(&self) -> (String, String, Option<Way>) {
        let way = |href, label| Some(Way { href, label });
        let (told, more, way) = match self {
            Self::SignedOut => (
                t!("Sign in to share."),
                t!("Only people who live inside the area can, and only your browser knows whether you do."),
                way(pages::SIGN_IN, t!("Sign in")),
            ),
            Self::Officer => (
                t!("You are signed in as an officer."),
                t!("Only residents share recordings. What was shared with your agency is in the portal."),
                None,
            ),
            Self::HomeNotHere => (
                t!("Confirm your home on this device."),
                t!(
                    "The server keeps no home, so this browser has to ask once. Then it can tell whether you live inside the area."
                ),
                way(pages::HOME, t!("Confirm my home")),
            ),
            Self::Inside(_) => (
                t!("You live inside this area."),
                t!("Only your browser knows that. Helping is your choice, and nobody is told if you don’t."),
                None,
            ),
            Self::Refused(refusal) => return told_refusal(refusal),
        };
        (told.to_owned(), more.to_owned(), way)
    }
}

/// A link that leads on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Way {
    pub href: &'static str,
    pub label: &'static str,
}

impl Way {
    /// Signing in and saying where one lives lead back to `here`.
    pub fn href(self, here: &str) -> String {
        match self.href {
            href @ (pages::SIGN_IN | pages::HOME) => [href, "?next=", here].concat(),
            href => href.to_owned(),
        }
    }
}

/// The refusal's own words: its first sentence says what is so.
fn told_refusal(refusal: &ShareRefusal) -> (String, String, Option<Way>) {
    let words = words::say(refusal);
    let (told, more) = words.split_once(". ").unwrap_or((words.trim_end_matches('.'), ""));
    let way = match refusal {
        ShareRefusal::OptedOut => Some(Way { href: pages::SETTINGS, label: t!("Open settings") }),
        ShareRefusal::NoHome => Some(Way { href: pages::HOME, label: t!("Pick my home") }),
        _ => None,
    };
    ([told, "."].concat(), more.to_owned(), way)
}

/// A request also ends while its page stands open.
pub fn state_at(request: &AssistanceRequest, now: DateTime<Utc>) -> State {
    match request.life.state {
        State::Open if now >= request.life.open_until => State::Expired,
        state => state,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_told_in_its_own_words_with_a_way_out_where_there_is_one() {
        let (told, more, way) = told_refusal(&ShareRefusal::OutsideArea);
        assert_eq!(told, "You live outside this area.");
        assert_eq!(more, "Only people inside it can share here.");
        assert_eq!(way, None);
        let (_, _, way) = told_refusal(&ShareRefusal::OptedOut);
        assert_eq!(way.unwrap().href, pages::SETTINGS);
        let closed = ShareRefusal::NotOpen { state: State::Resolved };
        assert_eq!(told_refusal(&closed).0, "This request is resolved.");
    }
}
