//! The head of a page: what a tab, a search engine and a message with the link show of it.

use neighbors_domain::language::Language;

use super::language::{Said, locale};
use super::markup::escaped;

/// Drawn once by script/card.mjs and kept in public/: no text of anybody's in it.
pub const IMAGE: &str = "/card.png";
const IMAGE_SIZE: (u32, u32) = (1200, 630);

pub const SITE: &str = "Neighbors";

/// All public: whoever asks gets the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Head {
    pub title: String,
    pub description: String,
    /// Path and query this page is known by; `None` for what is private or not there: engines leave it out.
    pub address: Option<String>,
    /// Something with an author and a time, not a list or a tool.
    pub article: bool,
}

impl Head {
    pub fn html(&self, language: Language, public_url: &str) -> String {
        let title = format!("{} · {SITE}", self.title);
        let mut html = format!("<title>{}</title>", escaped(&title));
        let mut meta = |key: &str, name: &str, content: &str| {
            html += &format!("\n    <meta {key}=\"{name}\" content=\"{}\">", escaped(content));
        };
        meta("name", "description", &self.description);
        meta("property", "og:site_name", SITE);
        meta("property", "og:title", &self.title);
        meta("property", "og:description", &self.description);
        meta("property", "og:type", if self.article { "article" } else { "website" });
        meta("property", "og:locale", locale(language));
        meta("property", "og:image", &format!("{public_url}{IMAGE}"));
        meta("property", "og:image:width", &IMAGE_SIZE.0.to_string());
        meta("property", "og:image:height", &IMAGE_SIZE.1.to_string());
        let alt = language.say("A honeycomb with one cell marked");
        meta("property", "og:image:alt", alt);
        meta("name", "twitter:card", "summary_large_image");
        match &self.address {
            Some(address) => {
                let address = format!("{public_url}{address}");
                meta("property", "og:url", &address);
                html += &format!("\n    <link rel=\"canonical\" href=\"{}\">", escaped(&address));
            }
            None => meta("name", "robots", "noindex"),
        }
        html
    }
}
