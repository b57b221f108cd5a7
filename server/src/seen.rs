//! What kind of browser somebody signs in with, as coarsely as a person would say it. The rest of what it says is forgotten.

use neighbors_domain::joining::{Browser, System};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    pub browser: Browser,
    pub system: System,
}

impl Default for Seen {
    fn default() -> Self {
        Self { browser: Browser::Other, system: System::Other }
    }
}

impl Seen {
    /// From a `User-Agent`. Everybody claims to be everybody: the rarer names are looked for first.
    pub fn from_user_agent(text: &str) -> Self {
        let has = |name: &str| text.contains(name);
        let browser = if has("Edg") {
            Browser::Edge
        } else if has("Firefox") || has("FxiOS") {
            Browser::Firefox
        } else if has("Chrome") || has("Chromium") || has("CriOS") {
            Browser::Chrome
        } else if has("Safari") {
            Browser::Safari
        } else {
            Browser::Other
        };
        let system = if has("Android") {
            System::Android
        } else if has("iPhone") || has("iPad") {
            System::Apple
        } else if has("Windows") {
            System::Windows
        } else if has("Mac OS X") {
            System::Mac
        } else if has("Linux") || has("CrOS") {
            System::Linux
        } else {
            System::Other
        };
        Self { browser, system }
    }

    pub fn browser_key(self) -> &'static str {
        match self.browser {
            Browser::Firefox => "firefox",
            Browser::Chrome => "chrome",
            Browser::Edge => "edge",
            Browser::Safari => "safari",
            Browser::Other => "other",
        }
    }

    pub fn system_key(self) -> &'static str {
        match self.system {
            System::Android => "android",
            System::Apple => "apple",
            System::Mac => "mac",
            System::Windows => "windows",
            System::Linux => "linux",
            System::Other => "other",
        }
    }

    /// What no list knows any more is another.
    pub fn from_keys(browser: &str, system: &str) -> Self {
        let of = |browser| Self { browser, ..Self::default() };
        let browser = Browser::ALL.into_iter().find(|one| of(*one).browser_key() == browser);
        let of = |system| Self { system, ..Self::default() };
        let system = System::ALL.into_iter().find(|one| of(*one).system_key() == system);
        Self { browser: browser.unwrap_or(Browser::Other), system: system.unwrap_or(System::Other) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_known_by_what_its_people_call_it() {
        let seen = |text| {
            let Seen { browser, system } = Seen::from_user_agent(text);
            (browser, system)
        };
        for (text, expected) in [
            (
                "Mozilla/5.0 (Android 15; Mobile; rv:144.0) Gecko/144.0 Firefox/144.0",
                (Browser::Firefox, System::Android),
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
                (Browser::Safari, System::Apple),
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
                (Browser::Edge, System::Windows),
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
                (Browser::Chrome, System::Linux),
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15",
                (Browser::Safari, System::Mac),
            ),
            ("curl/8", (Browser::Other, System::Other)),
        ] {
            assert_eq!(seen(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_kept_is_read_back() {
        for browser in Browser::ALL {
            for system in System::ALL {
                let seen = Seen { browser, system };
                assert_eq!(Seen::from_keys(seen.browser_key(), seen.system_key()), seen);
            }
        }
        assert_eq!(Seen::from_keys("netscape", "beos"), Seen::default());
    }
}
