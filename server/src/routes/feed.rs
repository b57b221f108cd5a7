//! `GET /api/feed`: what happened near a place. `GET /api/activity`: how much of it happened where.

use std::collections::HashMap;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use neighbors_domain::api::ApiError;
use neighbors_domain::cells::Region7;
use neighbors_domain::feed::{FeedPage, Kind, Question, Since, Unknown, Within};

use super::places::{meant, no_region};
use crate::error::Query;
use crate::ready::Ready;
use crate::{App, Result, store};

pub(super) type Parts = Query<HashMap<String, String>>;

/// The beginning of each feed is kept as ready bytes; those who turn pages are few.
pub async fn list(State(app): State<App>, parts: Parts, headers: HeaderMap) -> Result<Response> {
    let question = asked(parts)?;
    if question.after.is_some() {
        return Ok(Ready::json(&page(&app, &question).await?).answer(&headers));
    }
    let (key, live) = (format!("feed?{}", query(&question)), app.store.live());
    if let Some(ready) = app.kept.get(&key, live) {
        return Ok(ready.answer(&headers));
    }
    let since = live.written();
    let page = page(&app, &question).await?;
    let shows = shows(page.place.region, &question);
    Ok(app.kept.keep(key, since, shows, Ready::json(&page)).answer(&headers))
}

pub async fn activity(State(app): State<App>, parts: Parts, headers: HeaderMap) -> Result<Response> {
    let question = Question { after: None, ..asked(parts)? };
    let (key, live) = (format!("activity?{}", query(&question)), app.store.live());
    if let Some(ready) = app.kept.get(&key, live) {
        return Ok(ready.answer(&headers));
    }
    let since = live.written();
    let place = meant(&app, &question.near).await?;
    let activity = store::activity::around(&app.store, &place, &question, app.clock.now()).await?;
    let shows = shows(place.region, &question);
    Ok(app.kept.keep(key, since, shows, Ready::json(&activity)).answer(&headers))
}

/// What a page of the feed shows at first: [`crate::pages`] sends it along.
pub async fn page(app: &App, question: &Question) -> Result<FeedPage> {
    let place = meant(app, &question.near).await?;
    store::feed::page(&app.store, place, question, app.clock.now()).await
}

/// One question, one text: what follows the `?` of an address.
pub fn query(question: &Question) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(question.parts()).finish()
}

/// The regions whose news change the answer.
pub fn shows(region: Region7, question: &Question) -> Vec<String> {
    region.disk(question.within.rings()).iter().map(ToString::to_string).collect()
}

/// A call says what it wants exactly, or is told what is wrong: only a page may guess.
pub(super) fn asked(Query(parts): Parts) -> Result<Question> {
    let (question, unknown) = Question::read(|name| parts.get(name).cloned());
    unknown.first().map_or(Ok(question), |unknown| Err(not_known(*unknown).into()))
}

fn not_known(part: Unknown) -> ApiError {
    let sentence = match part {
        Unknown::Region => return no_region(),
        Unknown::Kind => choose("kind", &Kind::ALL.map(Kind::key)),
        Unknown::Within => choose("distance", &Within::ALL.map(Within::key)),
        Unknown::Since => choose("time", &Since::ALL.map(Since::key)),
    };
    ApiError::Invalid { field: part.field().to_owned(), sentence }
}

fn choose(what: &str, keys: &[&str]) -> String {
    format!("There is no such {what}. Choose one of {}.", keys.join(", "))
}
