//! Every address, once: for the router, the server and the 404 alike.

/// Pages of the residents' app, as the browser's router writes them.
pub mod pages {
    pub const FEED: &str = "/";
    /// How much happened where, as a table: the twin of the map's layer.
    pub const ACTIVITY: &str = "/activity";
    pub const POST: &str = "/posts/:id";
    /// After the address of a post: `?flag`.
    pub const FLAG: &str = "flag";
    /// "New post".
    pub const COMPOSE: &str = "/compose";
    pub const ASSISTANCE_REQUEST: &str = "/assistance-requests/:id";
    /// *Tap here to help*.
    pub const HELP: &str = "/assistance-requests/:id/help";
    pub const AGENCIES: &str = "/agencies";
    pub const AGENCY: &str = "/agencies/:slug";
    pub const SHARES: &str = "/shares";
    pub const SHARE: &str = "/shares/:id";
    pub const SIGN_IN: &str = "/sign-in";
    pub const JOIN: &str = "/join";
    /// Where the mail of joining leads: `/confirm#TOKEN`.
    pub const CONFIRM: &str = "/confirm";
    /// "I forgot my password", and with `#TOKEN` where its mail leads.
    pub const RECOVER: &str = "/recover";
    /// Where the mails of a changed email address lead.
    pub const CONFIRM_EMAIL: &str = "/confirm-email";
    pub const SETTINGS: &str = "/settings";
    pub const HOME: &str = "/settings/home";
    /// What moderators decided about what one wrote and flagged.
    pub const MY_MODERATION: &str = "/settings/moderation";
    /// The queue, for moderators.
    pub const MODERATION: &str = "/moderation";
    /// What moderators did, for everybody.
    pub const MODERATION_LOG: &str = "/moderation-log";
    pub const NOTICES: &str = "/notices";
    pub const RULES: &str = "/rules";
    pub const PRIVACY: &str = "/privacy";
    pub const CREDITS: &str = "/credits";
    pub const ABOUT: &str = "/about";
    /// The portal of agencies, shown to everybody.
    pub const HOW_IT_WORKS: &str = "/how-it-works";

    pub const ALL: [&str; 26] = [
        FEED,
        ACTIVITY,
        POST,
        COMPOSE,
        ASSISTANCE_REQUEST,
        HELP,
        AGENCIES,
        AGENCY,
        SHARES,
        SHARE,
        SIGN_IN,
        JOIN,
        CONFIRM,
        RECOVER,
        CONFIRM_EMAIL,
        SETTINGS,
        HOME,
        NOTICES,
        MY_MODERATION,
        MODERATION,
        MODERATION_LOG,
        RULES,
        PRIVACY,
        CREDITS,
        ABOUT,
        HOW_IT_WORKS,
    ];

    /// Pages of the portal: an app of its own that residents never load.
    pub const PORTAL: &str = "/portal";
    pub const PORTAL_SIGN_IN: &str = "/portal/sign-in";
    pub const PORTAL_SHARE: &str = "/portal/shares/:id";
    /// Requests of one's agency, from the first word to the outcome.
    pub const PORTAL_REQUESTS: &str = "/portal/requests";
    /// A published one, of any agency, with its thread: the public's page, where an officer answers.
    pub const PORTAL_REQUEST: &str = "/portal/requests/:id";
    /// One draft: `new` begins one.
    pub const PORTAL_DRAFT: &str = "/portal/requests/drafts/:id";
    /// An amendment of what is published.
    pub const PORTAL_AMEND: &str = "/portal/requests/:id/amend";
    /// What waits for review, for reviewers.
    pub const REVIEW: &str = "/review";
    pub const REVIEW_CASE: &str = "/review/:id";
    /// Where an invitation leads.
    pub const PORTAL_JOIN: &str = "/portal/join";
    pub const PORTAL_OFFICERS: &str = "/portal/officers";
    pub const PORTAL_AGENCY: &str = "/portal/agency";
    /// Root key, recovery sheet, certificates.
    pub const PORTAL_KEYS: &str = "/portal/keys";
    /// How an officer signs in.
    pub const PORTAL_ACCOUNT: &str = "/portal/account";
    /// What happens in the agency's jurisdiction.
    pub const PORTAL_FEED: &str = "/portal/feed";
    /// One post, to answer it with the badge.
    pub const PORTAL_POST: &str = "/portal/posts/:id";
    /// A new announcement.
    pub const PORTAL_ANNOUNCE: &str = "/portal/announce";
    pub const PORTAL_ALL: [&str; 17] = [
        PORTAL,
        PORTAL_SIGN_IN,
        PORTAL_FEED,
        PORTAL_POST,
        PORTAL_ANNOUNCE,
        PORTAL_SHARE,
        PORTAL_REQUESTS,
        PORTAL_REQUEST,
        PORTAL_DRAFT,
        PORTAL_AMEND,
        PORTAL_JOIN,
        PORTAL_OFFICERS,
        PORTAL_AGENCY,
        PORTAL_KEYS,
        PORTAL_ACCOUNT,
        REVIEW,
        REVIEW_CASE,
    ];

    /// Does the residents' app have a page here?
    pub fn known(path: &str) -> bool {
        ALL.iter().any(|pattern| matches(pattern, path))
    }

    pub fn known_in_portal(path: &str) -> bool {
        PORTAL_ALL.iter().any(|pattern| matches(pattern, path))
    }

    /// The page at `path` and what stands in place of its `:id` or `:slug` (empty where it has none).
    pub fn find(path: &str) -> Option<(&'static str, &str)> {
        let page = ALL.into_iter().chain(PORTAL_ALL).find(|pattern| matches(pattern, path))?;
        let place = page.split('/').position(|part| part.starts_with(':'));
        Some((page, place.and_then(|place| path.split('/').nth(place)).unwrap_or_default()))
    }

    fn matches(pattern: &str, path: &str) -> bool {
        let path =
            path.strip_suffix('/').filter(|rest| !rest.is_empty() && !rest.ends_with('/')).unwrap_or(path);
        let (mut pattern, mut path) = (pattern.split('/'), path.split('/'));
        loop {
            match (pattern.next(), path.next()) {
                (None, None) => return true,
                (Some(part), Some(text)) if part == text || (part.starts_with(':') && !text.is_empty()) => {}
                _ => return false,
            }
        }
    }

    pub fn post(id: &str) -> String {
        POST.replace(":id", id)
    }
    /// The post, with the question what is wrong with it.
    pub fn flag_post(id: &str) -> String {
        [&*post(id), "?", FLAG].concat()
    }
    pub fn assistance_request(id: &str) -> String {
        ASSISTANCE_REQUEST.replace(":id", id)
    }
    pub fn help(id: &str) -> String {
        HELP.replace(":id", id)
    }
    pub fn agency(slug: &str) -> String {
        AGENCY.replace(":slug", slug)
    }
    pub fn share(id: &str) -> String {
        SHARE.replace(":id", id)
    }
    pub fn portal_share(id: &str) -> String {
        PORTAL_SHARE.replace(":id", id)
    }
    pub fn portal_post(id: &str) -> String {
        PORTAL_POST.replace(":id", id)
    }
    pub fn portal_request(id: &str) -> String {
        PORTAL_REQUEST.replace(":id", id)
    }
    pub fn portal_draft(id: &str) -> String {
        PORTAL_DRAFT.replace(":id", id)
    }
    pub fn portal_amend(id: &str) -> String {
        PORTAL_AMEND.replace(":id", id)
    }
    pub fn review_case(id: &str) -> String {
        REVIEW_CASE.replace(":id", id)
    }
}

/// What the app calls; `{…}` as axum writes them.
pub mod api {
    pub const ME: &str = "/api/me";
    pub const SESSION: &str = "/api/session";
    /// Asks a device; the answer goes to the address without `begin`, here and below.
    pub const SESSION_PASSKEY_BEGIN: &str = "/api/session/passkey/begin";
    pub const SESSION_PASSKEY: &str = "/api/session/passkey";
    pub const SWITCHES: &str = "/api/me/switches";
    pub const HOME: &str = "/api/me/home";
    pub const CONFIRM_HOME: &str = "/api/me/home/confirm";
    pub const ACCOUNTS: &str = "/api/accounts";
    pub const ACCOUNTS_CONFIRM: &str = "/api/accounts/confirm";
    pub const ACCOUNTS_PASSKEY_BEGIN: &str = "/api/accounts/passkey/begin";
    pub const ACCOUNTS_PASSKEY: &str = "/api/accounts/passkey";
    pub const RECOVERY: &str = "/api/recovery";
    pub const RECOVERY_CONFIRM: &str = "/api/recovery/confirm";
    pub const EMAIL_CONFIRM: &str = "/api/email/confirm";
    pub const MY_SESSIONS: &str = "/api/me/sessions";
    pub const MY_SESSION: &str = "/api/me/sessions/{id}";
    pub const MY_PASSKEYS: &str = "/api/me/passkeys";
    pub const MY_PASSKEYS_BEGIN: &str = "/api/me/passkeys/begin";
    pub const MY_PASSKEY: &str = "/api/me/passkeys/{id}";
    /// "It is still me": a passkey shown in place of a password.
    pub const MY_PROOF_BEGIN: &str = "/api/me/proof/begin";
    pub const MY_PROOF: &str = "/api/me/proof";
    pub const MY_PASSWORD: &str = "/api/me/password";
    pub const MY_EMAIL: &str = "/api/me/email";
    /// Stops a recovery that waits for its day to pass.
    pub const MY_RECOVERY: &str = "/api/me/recovery";
    /// What is new in some threads ([`crate::notices::ThreadNews`]): public.
    pub const THREAD_NEWS: &str = "/api/threads/news";
    pub const MY_THREADS: &str = "/api/me/threads";
    pub const MY_MAIL: &str = "/api/me/mail";
    pub const MY_EXPORT: &str = "/api/me/export";
    pub const MY_DELETION: &str = "/api/me/deletion";
    pub const PLACES: &str = "/api/places";
    pub const FEED: &str = "/api/feed";
    /// Counts for the map: how much happened where.
    pub const ACTIVITY: &str = "/api/activity";
    /// A stream of events ([`crate::live`]).
    pub const LIVE: &str = "/api/live";
    pub const POSTS: &str = "/api/posts";
    pub const POST: &str = "/api/posts/{id}";
    /// Of a post or of an assistance request: a thread has the id of what it is about.
    pub const COMMENTS: &str = "/api/threads/{id}/comments";
    /// What in a thread is one's own ([`crate::comment::Mine`]).
    pub const MY_COMMENTS: &str = "/api/threads/{id}/comments/mine";
    pub const COMMENT: &str = "/api/comments/{id}";
    /// Takes a deletion back.
    pub const COMMENT_UNDO: &str = "/api/comments/{id}/undo";
    pub const FLAGS: &str = "/api/flags";
    /// What waits for a moderator ([`crate::moderation::Queue`]).
    pub const MODERATION: &str = "/api/moderation";
    /// Takes a [`crate::moderation::Decision`] about a post or comment.
    pub const MODERATION_ITEM: &str = "/api/moderation/{id}";
    pub const MODERATION_LOG: &str = "/api/moderation-log";
    /// [`crate::moderation::Mine`]
    pub const MY_MODERATION: &str = "/api/me/moderation";
    pub const APPEAL: &str = "/api/me/moderation/{id}/appeal";
    pub const ASSISTANCE_REQUEST: &str = "/api/assistance-requests/{id}";
    /// Everything it ever said, newest first ([`crate::assistance_request::Version`]).
    pub const VERSIONS: &str = "/api/assistance-requests/{id}/versions";
    pub const AGENCIES: &str = "/api/agencies";
    /// All of them at once, for the map ([`crate::agency_map::AgencyMap`]). No agency has this slug.
    pub const AGENCY_MAP: &str = "/api/agencies/map";
    pub const AGENCY: &str = "/api/agencies/{slug}";
    /// Takes a photo or a video for a post.
    pub const MEDIA: &str = "/api/media";
    /// The same in parts ([`crate::media::Arriving`]): says what is to come, and how much of it is here.
    pub const ARRIVING: &str = "/api/media/arriving";
    pub const ARRIVING_ONE: &str = "/api/media/arriving/{id}";
    /// The active agencies that serve a region: who else reads what is posted there.
    pub const READERS: &str = "/api/regions/{region}/agencies";
    pub const UPLOADS: &str = "/api/uploads";
    pub const SHARE_WITH: &str = "/api/assistance-requests/{id}/shares";
    pub const SHARES: &str = "/api/shares";
    pub const SHARE: &str = "/api/shares/{id}";

    /// What stands behind a badge ([`crate::record::Chain`]): of an agency, or of who wrote a post, a comment, a request.
    pub const CHAIN: &str = "/api/badges/{badge}/{id}";
    /// Of one entry of the record ([`crate::record::ProvedEntry`]).
    pub const RECORD_PROOF: &str = "/api/record/entries/{n}/proof";
    /// From a tree of so many entries to a larger one ([`crate::record::Growth`]).
    pub const RECORD_GROWTH: &str = "/api/record/growth/{from}/{to}";

    pub const PORTAL_ME: &str = "/api/portal/me";
    pub const PORTAL_JOIN_LOOK: &str = "/api/portal/join/look";
    pub const PORTAL_JOIN: &str = "/api/portal/join";
    /// Asks a device of somebody who becomes an officer.
    pub const PORTAL_JOIN_PASSKEY_BEGIN: &str = "/api/portal/join/passkey/begin";
    pub const PORTAL_AUTHENTICATOR: &str = "/api/portal/authenticator";
    pub const PORTAL_OFFICERS: &str = "/api/portal/officers";
    pub const PORTAL_OFFICER: &str = "/api/portal/officers/{id}";
    pub const PORTAL_OFFICERS_CONFIRM: &str = "/api/portal/officers-confirmed";
    pub const PORTAL_CERTIFICATE: &str = "/api/portal/officers/{id}/certificate";
    pub const PORTAL_KEYS: &str = "/api/portal/keys";
    pub const PORTAL_INVITATIONS: &str = "/api/portal/invitations";
    pub const PORTAL_INVITATION: &str = "/api/portal/invitations/{id}";
    pub const PORTAL_AGENCY: &str = "/api/portal/agency";
    /// What happens in the agency's jurisdiction ([`crate::feed::JurisdictionFeed`]).
    pub const PORTAL_FEED: &str = "/api/portal/feed";
    /// Where the agency serves ([`crate::announcement::Jurisdiction`]).
    pub const PORTAL_JURISDICTION: &str = "/api/portal/jurisdiction";
    /// Takes a [`crate::announcement::Draft`].
    pub const PORTAL_ANNOUNCEMENTS: &str = "/api/portal/announcements";
    pub const PORTAL_KEY: &str = "/api/portal/key";
    pub const PORTAL_INBOX: &str = "/api/portal/shares";
    pub const PORTAL_SHARE: &str = "/api/portal/shares/{id}";
    /// File 0 is the manifest; fetching it counts as opening.
    pub const PORTAL_FILE: &str = "/api/portal/shares/{id}/files/{n}";
    pub const PORTAL_DOWNLOADED: &str = "/api/portal/shares/{id}/downloaded";

    /// Everything of the agency's requests ([`crate::assistance_request::Work`]); takes a
    /// [`crate::assistance_request::Submission`].
    pub const PORTAL_REQUESTS: &str = "/api/portal/assistance-requests";
    /// What a draft is judged against ([`crate::assistance_request::History`]).
    pub const PORTAL_HISTORY: &str = "/api/portal/history";
    /// Whom a new request's key is wrapped for.
    pub const PORTAL_HOLDERS: &str = "/api/portal/holders";
    /// Keys of requests that one can open and colleagues cannot ([`crate::assistance_request::KeysToHandOn`]); takes them
    /// wrapped for these ([`crate::assistance_request::HandedOn`]).
    pub const PORTAL_HAND_ON: &str = "/api/portal/keys-of-requests";
    /// The same with the recovery sheet, for the administrator.
    pub const PORTAL_RECOVER: &str = "/api/portal/keys-of-requests/recovery";
    /// The wrappings the sheet opens: asking for them stands in the record.
    pub const PORTAL_RECOVER_BEGIN: &str = "/api/portal/keys-of-requests/recovery/begin";
    pub const PORTAL_DRAFT: &str = "/api/portal/drafts/{id}";
    /// Takes a [`crate::assistance_request::Draft`] as the next version.
    pub const PORTAL_AMENDMENTS: &str = "/api/portal/assistance-requests/{id}/amendments";
    pub const PORTAL_RESOLVE: &str = "/api/portal/assistance-requests/{id}/resolve";
    pub const PORTAL_VOID: &str = "/api/portal/assistance-requests/{id}/void";
    pub const PORTAL_OUTCOME: &str = "/api/portal/assistance-requests/{id}/outcome";
    /// What waits, for trained reviewers ([`crate::review::Queue`]).
    pub const REVIEW: &str = "/api/review";
    /// For everybody: how many wait, and since when.
    pub const REVIEW_AGE: &str = "/api/review/age";
    /// Takes a [`crate::review::Decision`].
    pub const REVIEW_CASE: &str = "/api/review/{id}";
    /// "I should not decide this."
    pub const REVIEW_HAND_ON: &str = "/api/review/{id}/hand-on";

    pub fn portal_draft(id: &str) -> String {
        PORTAL_DRAFT.replace("{id}", id)
    }
    pub fn portal_amendments(id: &str) -> String {
        PORTAL_AMENDMENTS.replace("{id}", id)
    }
    pub fn portal_resolve(id: &str) -> String {
        PORTAL_RESOLVE.replace("{id}", id)
    }
    pub fn portal_void(id: &str) -> String {
        PORTAL_VOID.replace("{id}", id)
    }
    pub fn portal_outcome(id: &str) -> String {
        PORTAL_OUTCOME.replace("{id}", id)
    }
    pub fn review_case(id: &str) -> String {
        REVIEW_CASE.replace("{id}", id)
    }
    pub fn review_hand_on(id: &str) -> String {
        REVIEW_HAND_ON.replace("{id}", id)
    }
    pub fn post(id: &str) -> String {
        POST.replace("{id}", id)
    }
    pub fn my_session(id: &str) -> String {
        MY_SESSION.replace("{id}", id)
    }
    pub fn my_passkey(id: &str) -> String {
        MY_PASSKEY.replace("{id}", id)
    }
    pub fn comments(thread: &str) -> String {
        COMMENTS.replace("{id}", thread)
    }
    pub fn my_comments(thread: &str) -> String {
        MY_COMMENTS.replace("{id}", thread)
    }
    pub fn one_comment(id: &str) -> String {
        COMMENT.replace("{id}", id)
    }
    pub fn comment_undo(id: &str) -> String {
        COMMENT_UNDO.replace("{id}", id)
    }
    pub fn moderation_item(id: &str) -> String {
        MODERATION_ITEM.replace("{id}", id)
    }
    pub fn appeal(notice: &str) -> String {
        APPEAL.replace("{id}", notice)
    }
    pub fn assistance_request(id: &str) -> String {
        ASSISTANCE_REQUEST.replace("{id}", id)
    }
    pub fn versions(assistance_request: &str) -> String {
        VERSIONS.replace("{id}", assistance_request)
    }
    pub fn agency(slug: &str) -> String {
        AGENCY.replace("{slug}", slug)
    }
    pub fn arriving(id: &str) -> String {
        ARRIVING_ONE.replace("{id}", id)
    }
    pub fn readers(region: crate::cells::Region7) -> String {
        format!("/api/regions/{region}/agencies")
    }
    pub fn share_with(assistance_request: &str) -> String {
        SHARE_WITH.replace("{id}", assistance_request)
    }
    pub fn share(id: &str) -> String {
        SHARE.replace("{id}", id)
    }
    pub fn portal_share(id: &str) -> String {
        PORTAL_SHARE.replace("{id}", id)
    }
    pub fn portal_file(share: &str, n: u32) -> String {
        PORTAL_FILE.replace("{id}", share).replace("{n}", &n.to_string())
    }
    pub fn portal_downloaded(share: &str) -> String {
        PORTAL_DOWNLOADED.replace("{id}", share)
    }

    pub fn portal_certificate(id: &str) -> String {
        PORTAL_CERTIFICATE.replace("{id}", id)
    }

    /// `badge`: `agency/ADDRESS`, `post/ID`, `comment/ID`, `assistance-request/ID`.
    pub fn chain(badge: &str) -> String {
        CHAIN.replace("{badge}/{id}", badge)
    }

    pub fn record_growth(from: u64, to: u64) -> String {
        RECORD_GROWTH.replace("{from}", &from.to_string()).replace("{to}", &to.to_string())
    }

    pub fn portal_officer(id: &str) -> String {
        PORTAL_OFFICER.replace("{id}", id)
    }

    pub fn portal_invitation(id: &str) -> String {
        PORTAL_INVITATION.replace("{id}", id)
    }
}

/// Open data: outside programs rely on these, so they stay.
pub mod data {
    pub const AGENCIES_CSV: &str = "/data/agencies.csv";
    pub const AGENCIES_JSON: &str = "/data/agencies.json";
    pub const AGENCIES_GEOJSON: &str = "/data/agencies.geojson";
    pub const MODERATION_LOG_CSV: &str = "/data/moderation-log.csv";
    pub const MODERATION_LOG_JSON: &str = "/data/moderation-log.json";
    /// `{file}` is `assistance-requests.csv`, `.json` or `.atom`, or `figures` with the same endings.
    pub const AGENCY_FILE: &str = "/data/agencies/{slug}/{file}";

    /// `{file}` is `versions.csv` or `versions.json`.
    pub const REQUEST_FILE: &str = "/data/assistance-requests/{id}/{file}";

    pub fn assistance_requests(slug: &str, ending: &str) -> String {
        format!("/data/agencies/{slug}/assistance-requests.{ending}")
    }
    pub fn figures(slug: &str, ending: &str) -> String {
        format!("/data/agencies/{slug}/figures.{ending}")
    }
    pub fn versions(assistance_request: &str, ending: &str) -> String {
        format!("/data/assistance-requests/{assistance_request}/versions.{ending}")
    }
}

/// What maps draw under the honeycomb ([`crate::ground::Ground`] as JSON): public, kept by browsers.
pub mod ground {
    /// Of one region: streets, parks, borders.
    pub const REGION: &str = "/ground/regions/{region}";
    /// The outlines of all states.
    pub const STATES: &str = "/ground/states";
    /// The outlines of the counties of one state, `CO`.
    pub const COUNTIES: &str = "/ground/counties/{us_state}";
    /// Where an agency serves: its city or county.
    pub const AGENCY: &str = "/ground/agencies/{slug}";

    pub fn region(region: crate::cells::Region7) -> String {
        format!("/ground/regions/{region}")
    }
    pub fn counties(us_state: &str) -> String {
        COUNTIES.replace("{us_state}", us_state)
    }
    pub fn agency(slug: &str) -> String {
        AGENCY.replace("{slug}", slug)
    }
}

/// A photo or video of a post, for as long as the post is there.
pub const MEDIA: &str = "/media/{id}";

pub fn media(id: &str) -> String {
    MEDIA.replace("{id}", id)
}

/// The public record, as static files would lie there (C2SP's tlog-tiles).
pub mod record {
    pub const CHECKPOINT: &str = "/record/checkpoint";
    pub const KEY: &str = "/record/key";
    pub const TILE: &str = "/record/tile/{level}/{*n}";
    /// One entry with its words ([`crate::record::Entry`]).
    pub const ENTRY: &str = "/record/entries/{n}";
}

pub const HEALTH: &str = "/healthz";

/// Sets a stopped clock; only there where the clock was stopped at the start, on a demo folder.
pub const TEST_CLOCK: &str = "/test/clock";

#[cfg(test)]
mod tests {
    use super::pages::*;

    #[test]
    fn a_page_is_known_with_and_without_its_last_slash_and_nothing_else_is() {
        for path in ["/", "/agencies", "/agencies/", "/agencies/x", "/assistance-requests/1/help"] {
            assert!(known(path), "{path}");
        }
        for path in ["/agency", "/agencies/x/y", "/posts/", "//", "/portal"] {
            assert!(!known(path), "{path}");
        }
        assert!(known_in_portal("/portal/shares/1") && !known_in_portal("/agencies"));
    }

    #[test]
    fn a_page_is_found_with_the_id_in_its_address() {
        assert_eq!(find("/assistance-requests/7/help/"), Some((HELP, "7")));
        assert_eq!(find("/portal/shares/9"), Some((PORTAL_SHARE, "9")));
        assert_eq!(find("/agencies"), Some((AGENCIES, "")));
        assert_eq!(find("/agency"), None);
    }
}
