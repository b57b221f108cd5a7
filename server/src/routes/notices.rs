//! Notices: news of threads for whoever asks, one's own threads for a new browser, and the digest by mail.

use axum::extract::State;
use axum::http::StatusCode;
use neighbors_domain::addresses::pages;
use neighbors_domain::notices::{AboutThreads, DigestDay, MailWishes, MyThreads, ThreadNews};

use super::accounts::{page, send};
use crate::auth::{Peer, Resident};
use crate::error::Json;
use crate::mail::letters;
use crate::store::{digest, notices};
use crate::{App, Result};

/// The same for everybody, and nothing is kept of who asked about which.
pub async fn news(
    State(app): State<App>,
    Json(AboutThreads { threads }): Json<AboutThreads>,
) -> Result<Json<Vec<ThreadNews>>> {
    Ok(Json(notices::news(&app.store, &threads).await?))
}

pub async fn my_threads(
    State(app): State<App>,
    resident: Resident,
    Peer(from): Peer,
) -> Result<Json<MyThreads>> {
    // Every tag of every thread is tried for it.
    app.limits.sign_in(from, &resident.account)?;
    let threads = notices::my_threads(&app.store, &app.secrets, &resident).await?;
    Ok(Json(MyThreads { threads }))
}

pub async fn wishes(State(app): State<App>, resident: Resident) -> Result<Json<MailWishes>> {
    Ok(Json(notices::wishes(&app.store, &resident).await?))
}

pub async fn set_wishes(
    State(app): State<App>,
    resident: Resident,
    Json(wishes): Json<MailWishes>,
) -> Result<StatusCode> {
    notices::set_wishes(&app.store, &resident, wishes).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// One mail for a whole region, whoever reads it. Marked as sent before the first leaves: rather none than two.
pub async fn send_digests(app: &App) -> Result<()> {
    let Some(day) = DigestDay::due(app.clock.now()) else { return Ok(()) };
    for region in digest::due(&app.store, day).await? {
        if !digest::take(&app.store, region, day).await? {
            continue;
        }
        let posts = digest::posts(&app.store, region, day).await?;
        if posts.is_empty() {
            continue;
        }
        let posts: Vec<(String, String)> =
            posts.into_iter().map(|(id, title)| (title, page(app, &pages::post(&id)))).collect();
        for (email, language) in digest::readers(&app.store, region).await? {
            let letter = letters::digest(language, &posts, &page(app, pages::NOTICES));
            // One mailbox that takes nothing keeps it from none of the others.
            if send(app, &email, &letter).await.is_err() {
                tracing::warn!("a digest did not leave");
            }
        }
    }
    Ok(())
}
