//! `GET /api/feed`: what happened near a place. `GET /api/activity`: how much of it happened where.

use std::collections::HashMap;

use axum::extract::State;
use neighbors_domain::api::ApiError;
use neighbors_domain::feed::{Activity, FeedPage, Kind, Question, Since, Unknown, Within};

use super::places::{meant, no_region};
use crate::error::{Json, Query};
use crate::{App, Result, store};

type Parts = Query<HashMap<String, String>>;

pub async fn list(State(app): State<App>, parts: Parts) -> Result<Json<FeedPage>> {
    let question = asked(parts)?;
    let place = meant(&app, &question.near).await?;
    Ok(Json(store::feed::page(&app.store, place, &question, app.clock.now()).await?))
}

pub async fn activity(State(app): State<App>, parts: Parts) -> Result<Json<Activity>> {
    let question = asked(parts)?;
    let place = meant(&app, &question.near).await?;
    Ok(Json(store::activity::around(&app.store, place.region, &question, app.clock.now()).await?))
}

/// A call says what it wants exactly, or is told what is wrong: only a page may guess.
fn asked(Query(parts): Parts) -> Result<Question> {
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
