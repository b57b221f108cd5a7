//! `GET /api/live`: a stream of what is new in some regions, as server-sent events; for moderators, that their queue changed.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{FromRequestParts, State};
use axum::http::header::CACHE_CONTROL;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName};
use axum::response::IntoResponse;
use axum::response::sse::{self, KeepAlive, Sse};
use futures_util::stream;
use neighbors_domain::api::ApiError;
use neighbors_domain::cells::Region7;
use neighbors_domain::live::{self, MISSED, News, QUEUE_CHANGED};
use serde::Deserialize;
use tokio::sync::broadcast::Receiver;
use tokio::sync::watch;
use tokio::time::Instant;

use crate::auth::{Moderator, Peer};
use crate::error::Query;
use crate::live::{Event, Told};
use crate::streams::Place;
use crate::{App, Result, store};

/// A comment now and then, so that neither a proxy nor the reader takes the stream for dead.
const HEARTBEAT: Duration = Duration::from_secs(20);
/// What the browser waits before it comes back by itself.
const RETRY: Duration = Duration::from_secs(5);
/// Then the reader comes back, perhaps to another server.
const LIFE: Duration = Duration::from_secs(60 * 60);

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    regions: String,
    /// Where another tab of the browser stopped: what `Last-Event-ID` says when the same stream comes back.
    after: Option<String>,
    /// For how many seconds the reader has been without a stream: a page is written before its stream is open.
    late: Option<u32>,
}

pub async fn listen(
    State(app): State<App>,
    Peer(from): Peer,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
    mut parts: Parts,
) -> Result<impl IntoResponse> {
    let wanted = live::asked(&asked.regions).ok_or_else(|| ApiError::Invalid {
        field: "regions".to_owned(),
        sentence: format!("Name 1 to {} regions, with a comma between them.", live::MAX_ENTRIES),
    })?;
    let live::Asked { mut regions, agencies, queue } = wanted;
    for agency in agencies {
        regions.extend(store::jurisdiction::regions_of(&app.store, &agency).await?);
    }
    // Asked of the session only for the queue's sake: whoever is no moderator hears nothing of it, and the rest as before.
    let queue = queue && Moderator::from_request_parts(&mut parts, &app).await.is_ok();
    let queue = queue.then(|| Queue { changes: app.store.live().queue(), parts, app: app.clone() });
    let place = app.streams.open(from)?;
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()).map(str::to_owned);
    let late = asked.late.map(|seconds| Duration::from_secs(seconds.into()));
    let (told, missed) =
        app.store.live().listen(last.or(asked.after).as_deref(), late, std::time::Instant::now());
    let mut ready = VecDeque::from([sse::Event::default().retry(RETRY)]);
    match missed {
        Some(missed) => ready.extend(missed.iter().filter_map(|event| said(event, &regions))),
        None => ready.push_back(asks_again()),
    }
    if queue.is_some() {
        // What changed while nobody listened is not kept anywhere.
        ready.push_back(queue_changed());
    }
    let ending = app.store.live().ending();
    let stream = Stream {
        ready,
        told,
        ending,
        queue,
        moved: false,
        regions,
        until: Instant::now() + LIFE,
        _place: place,
    };
    let stream =
        stream::unfold(stream, async |mut stream| Some((Ok::<_, Infallible>(stream.next().await?), stream)));
    let headers = [(CACHE_CONTROL, "no-store"), (HeaderName::from_static("x-accel-buffering"), "no")];
    Ok((headers, Sse::new(stream).keep_alive(KeepAlive::new().interval(HEARTBEAT))))
}

struct Stream {
    ready: VecDeque<sse::Event>,
    told: Receiver<Told>,
    ending: watch::Receiver<bool>,
    queue: Option<Queue>,
    /// The queue changed, and it was not looked at yet whether this reader may hear of it.
    moved: bool,
    regions: Vec<Region7>,
    until: Instant,
    _place: Place,
}

/// For a moderator, as long as they are one and signed in: asked again with each change, since a stream lives an hour.
struct Queue {
    changes: watch::Receiver<u64>,
    parts: Parts,
    app: App,
}

impl Stream {
    /// `None`: it is over. A reader too slow for what happens is not waited for: they come back and ask again.
    async fn next(&mut self) -> Option<sse::Event> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Some(event);
            }
            if std::mem::take(&mut self.moved) {
                match still(&mut self.queue).await {
                    true => self.ready.push_back(queue_changed()),
                    false => self.queue = None,
                }
                continue;
            }
            tokio::select! {
                biased;
                _ = self.ending.wait_for(|ending| *ending) => return None,
                () = tokio::time::sleep_until(self.until) => return None,
                () = changed(&mut self.queue) => self.moved = true,
                told = self.told.recv() => match told.ok()? {
                    Told::Event(event) => self.ready.extend(said(&event, &self.regions)),
                    Told::Missed => self.ready.push_back(asks_again()),
                },
            }
        }
    }
}

async fn still(queue: &mut Option<Queue>) -> bool {
    match queue {
        Some(Queue { parts, app, .. }) => Moderator::from_request_parts(parts, app).await.is_ok(),
        None => false,
    }
}

/// Never, for everybody but moderators.
async fn changed(queue: &mut Option<Queue>) {
    if let Some(queue) = queue
        && queue.changes.changed().await.is_ok()
    {
        return;
    }
    std::future::pending().await
}

/// Without an id: a reader that comes back asks anyway.
fn queue_changed() -> sse::Event {
    sse::Event::default().data(QUEUE_CHANGED)
}

fn said(event: &Arc<Event>, regions: &[Region7]) -> Option<sse::Event> {
    let news = News { kind: event.kind, id: event.id.clone(), region: event.concerns(regions)? };
    let news = serde_json::to_string(&news).expect("news are JSON");
    Some(sse::Event::default().id(&event.mark).data(news))
}

fn asks_again() -> sse::Event {
    sse::Event::default().event(MISSED).data("{}")
}
