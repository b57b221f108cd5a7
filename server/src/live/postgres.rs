//! Events between servers on one PostgreSQL: told inside the transaction, heard on a connection of its own.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use sqlx::postgres::PgListener;
use sqlx::{Any, Transaction};

use super::{Event, Live};

/// Between two tries to reach the database again.
const PAUSE: Duration = Duration::from_secs(5);

#[derive(Serialize, Deserialize)]
struct Note {
    /// A server hears its own notes too, and has told them already.
    origin: String,
    /// `None`: the moderators' queue changed.
    event: Option<Event>,
}

impl Live {
    /// Sent with the commit, or not at all.
    pub(crate) async fn notify(
        &self,
        tx: &mut Transaction<'_, Any>,
        channel: &str,
        event: Option<&Event>,
    ) -> Result<(), sqlx::Error> {
        let note = Note { origin: self.0.origin.clone(), event: event.cloned() };
        let note = serde_json::to_string(&note).expect("an event is JSON");
        sqlx::query("select pg_notify($1, $2)").bind(channel).bind(note).execute(&mut **tx).await?;
        Ok(())
    }

    fn hear(&self, payload: &str) {
        match serde_json::from_str::<Note>(payload) {
            Ok(note) if note.origin == self.0.origin => {}
            Ok(Note { event: Some(event), .. }) => self.tell(event),
            Ok(_) => self.queue_changed(),
            // A server of another version: whatever it wrote, it wrote something.
            Err(_) => self.missed(),
        }
    }
}

/// Hears the other servers until the program ends. The first connection stands when this returns, so that
/// nothing written from then on is missed.
pub async fn follow(live: &Live, url: &str, channel: &str) -> Result<(), sqlx::Error> {
    let (live, url, channel) = (live.clone(), url.to_owned(), channel.to_owned());
    let mut listener = connect(&url, &channel).await?;
    tokio::spawn(async move {
        loop {
            match listener.try_recv().await {
                Ok(Some(note)) => live.hear(note.payload()),
                // Broken; the next call connects again by itself.
                Ok(None) => live.missed(),
                Err(cause) => {
                    tracing::warn!(%cause, "cannot hear the other servers");
                    live.missed();
                    tokio::time::sleep(PAUSE).await;
                    if let Ok(again) = connect(&url, &channel).await {
                        listener = again;
                    }
                }
            }
        }
    });
    Ok(())
}

async fn connect(url: &str, channel: &str) -> Result<PgListener, sqlx::Error> {
    let mut listener = PgListener::connect(url).await?;
    listener.listen(channel).await?;
    Ok(listener)
}
