//! The feed's page: the first answer travels inside it, so that the reader waits for one thing, not for two.

use neighbors_domain::addresses::api;
use neighbors_domain::feed::{FIRST_FEED, FirstFeed, Question};
use neighbors_domain::language::Language;

use super::about::{self, About};
use super::markup;
use crate::routes::feed;
use crate::{App, Error, Result, store};

/// The page, and its data as markup. A question without an answer (a place nobody knows) gets a page without
/// data: the program asks again, and says what is wrong in the reader's language.
pub async fn feed(app: &App, wanted: &Question, query: &str, language: Language) -> Result<(About, String)> {
    let page = match feed::page(app, wanted).await {
        Ok(page) => page,
        Err(Error::Api(_)) => return Ok((about::feed(None, "", language), String::new())),
        Err(error) => return Err(error),
    };
    let mut about = about::feed(Some(&page.place), query, language);
    about.shows = feed::shows(page.place.region, wanted);
    let question = if query.is_empty() { api::FEED.to_owned() } else { format!("{}?{query}", api::FEED) };
    let first = FirstFeed { question, site: store::settings::site(&app.store).await?, page };
    let json = serde_json::to_string(&first).expect("our own types are JSON");
    let json = markup::json(&json);
    Ok((about, format!("<script type=\"application/json\" id=\"{FIRST_FEED}\">{json}</script>")))
}

/// What the feed's page asks for, from the page's own address: what nobody knows is left out, as the program
/// does, and it never begins in the middle.
pub fn asked(query: &str) -> Question {
    let parts: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let part = |name: &str| parts.iter().find(|(part, _)| part == name).map(|(_, text)| text.clone());
    Question { after: None, ..Question::read(part).0 }
}
