//! Every address, once: for the router, the server and the 404 alike.

/// Pages of the residents' app, as the browser's router writes them.
pub mod pages {
    pub const FEED: &str = "/";
    pub const POST: &str = "/posts/:id";
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
    pub const RULES: &str = "/rules";
    pub const PRIVACY: &str = "/privacy";
    pub const CREDITS: &str = "/credits";
    pub const ABOUT: &str = "/about";

    pub const ALL: [&str; 19] = [
        FEED,
        POST,
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
        RULES,
        PRIVACY,
        CREDITS,
        ABOUT,
    ];

    /// Pages of the portal: an app of its own that residents never load.
    pub const PORTAL: &str = "/portal";
    pub const PORTAL_SIGN_IN: &str = "/portal/sign-in";
    pub const PORTAL_SHARE: &str = "/portal/shares/:id";
    pub const PORTAL_ALL: [&str; 3] = [PORTAL, PORTAL_SIGN_IN, PORTAL_SHARE];

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
}

/// What the app calls; `{…}` as axum writes them.
pub mod api {
    pub const ME: &str = "/api/me";
    pub const SESSION: &str = "/api/session";
    pub const SWITCHES: &str = "/api/me/switches";
    pub const HOME: &str = "/api/me/home";
    pub const CONFIRM_HOME: &str = "/api/me/home/confirm";
    pub const ACCOUNTS: &str = "/api/accounts";
    pub const ACCOUNTS_CONFIRM: &str = "/api/accounts/confirm";
    pub const RECOVERY: &str = "/api/recovery";
    pub const RECOVERY_CONFIRM: &str = "/api/recovery/confirm";
    pub const EMAIL_CONFIRM: &str = "/api/email/confirm";
    pub const MY_SESSIONS: &str = "/api/me/sessions";
    pub const MY_SESSION: &str = "/api/me/sessions/{id}";
    pub const MY_PASSWORD: &str = "/api/me/password";
    pub const MY_EMAIL: &str = "/api/me/email";
    /// Stops a recovery that waits for its day to pass.
    pub const MY_RECOVERY: &str = "/api/me/recovery";
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
    pub const ASSISTANCE_REQUEST: &str = "/api/assistance-requests/{id}";
    pub const AGENCIES: &str = "/api/agencies";
    /// All of them at once, for the map ([`crate::agency_map::AgencyMap`]). No agency has this slug.
    pub const AGENCY_MAP: &str = "/api/agencies/map";
    pub const AGENCY: &str = "/api/agencies/{slug}";
    /// Takes a photo or a video for a post.
    pub const MEDIA: &str = "/api/media";
    pub const UPLOADS: &str = "/api/uploads";
    pub const SHARE_WITH: &str = "/api/assistance-requests/{id}/shares";
    pub const SHARES: &str = "/api/shares";
    pub const SHARE: &str = "/api/shares/{id}";

    pub const PORTAL_KEY: &str = "/api/portal/key";
    pub const PORTAL_INBOX: &str = "/api/portal/shares";
    pub const PORTAL_SHARE: &str = "/api/portal/shares/{id}";
    /// File 0 is the manifest; fetching it counts as opening.
    pub const PORTAL_FILE: &str = "/api/portal/shares/{id}/files/{n}";
    pub const PORTAL_DOWNLOADED: &str = "/api/portal/shares/{id}/downloaded";

    pub fn post(id: &str) -> String {
        POST.replace("{id}", id)
    }
    pub fn my_session(id: &str) -> String {
        MY_SESSION.replace("{id}", id)
    }
    pub fn comments(thread: &str) -> String {
        COMMENTS.replace("{id}", thread)
    }
    pub fn assistance_request(id: &str) -> String {
        ASSISTANCE_REQUEST.replace("{id}", id)
    }
    pub fn agency(slug: &str) -> String {
        AGENCY.replace("{slug}", slug)
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
}

/// Open data: outside programs rely on these, so they stay.
pub mod data {
    pub const AGENCIES_CSV: &str = "/data/agencies.csv";
    pub const AGENCIES_JSON: &str = "/data/agencies.json";
    pub const AGENCIES_GEOJSON: &str = "/data/agencies.geojson";
    /// `{file}` is `assistance-requests.csv`, `.json` or `.atom`.
    pub const AGENCY_FILE: &str = "/data/agencies/{slug}/{file}";

    pub fn assistance_requests(slug: &str, ending: &str) -> String {
        format!("/data/agencies/{slug}/assistance-requests.{ending}")
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
