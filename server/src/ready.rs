//! Public answers kept as ready bytes: read from the database once, sent to many.
//!
//! A kept answer goes when something it shows is written ([`crate::live::Live::changed_since`]), and after
//! [`MAX_AGE`] in any case: time passes too, and an import or an operator's change is not told one by one.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use sha2::{Digest, Sha256};

use crate::assets::names;
use crate::live::Live;
use crate::squeeze::Coding;

/// Nobody reads anything older.
pub const MAX_AGE: Duration = Duration::from_secs(2);
/// Answers of one kind; the oldest makes room.
const MOST: usize = 512;

/// One answer in every form, each made when it is first asked for.
pub struct Ready {
    pub status: StatusCode,
    content_type: &'static str,
    cache: &'static str,
    /// Request headers the answer depends on.
    vary: &'static str,
    plain: Bytes,
    gzip: OnceLock<Bytes>,
    brotli: OnceLock<Bytes>,
    hash: OnceLock<String>,
}

impl Ready {
    pub fn page(status: StatusCode, html: String) -> Self {
        let vary = "accept-encoding, accept-language";
        Self::new(status, "text/html; charset=utf-8", "no-cache", vary, html.into())
    }

    /// The answer of a call: kept by us, by nobody on the way.
    pub fn json(value: &impl serde::Serialize) -> Self {
        let bytes = serde_json::to_vec(value).expect("our own types are JSON");
        Self::new(StatusCode::OK, "application/json", "no-store", "accept-encoding", bytes.into())
    }

    fn new(
        status: StatusCode,
        content_type: &'static str,
        cache: &'static str,
        vary: &'static str,
        plain: Bytes,
    ) -> Self {
        let (gzip, brotli, hash) = Default::default();
        Self { status, content_type, cache, vary, plain, gzip, brotli, hash }
    }

    pub fn plain(&self) -> &Bytes {
        &self.plain
    }

    fn form(&self, coding: Coding) -> Bytes {
        match coding {
            Coding::Plain => self.plain.clone(),
            Coding::Gzip => self.gzip.get_or_init(|| coding.squeezed(&self.plain)).clone(),
            Coding::Brotli => self.brotli.get_or_init(|| coding.squeezed(&self.plain)).clone(),
        }
    }

    /// In the smallest form the asker takes; without a body if they have it already.
    pub fn answer(&self, asked: &HeaderMap) -> Response {
        let coding = Coding::taken(asked);
        let mut response = Response::new(Body::empty());
        let headers = response.headers_mut();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static(self.cache));
        headers.insert(VARY, HeaderValue::from_static(self.vary));
        if self.cache != "no-store" {
            let hash = self.hash.get_or_init(|| hex::encode(&Sha256::digest(&self.plain)[..16]));
            let form = coding.name().unwrap_or("plain");
            let etag = HeaderValue::from_str(&format!("\"{hash}-{form}\"")).expect("hex and quotes");
            let known = asked.get(IF_NONE_MATCH).is_some_and(|known| names(known, &etag));
            headers.insert(ETAG, etag);
            if known && self.status == StatusCode::OK {
                *response.status_mut() = StatusCode::NOT_MODIFIED;
                return response;
            }
        }
        let bytes = self.form(coding);
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.content_type));
        headers.insert(CONTENT_LENGTH, bytes.len().into());
        if let Some(name) = coding.name() {
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static(name));
        }
        *response.status_mut() = self.status;
        *response.body_mut() = bytes.into();
        response
    }
}

/// Answers by what was asked.
#[derive(Default)]
pub struct Kept(Mutex<HashMap<String, Entry>>);

struct Entry {
    made: Instant,
    /// How much had been written when its making began.
    since: u64,
    /// Regions and ids it shows.
    about: Vec<String>,
    ready: Arc<Ready>,
}

impl Kept {
    /// `None` where there is none, or one that shows what is no longer so.
    pub fn get(&self, key: &str, live: &Live) -> Option<Arc<Ready>> {
        let kept = self.0.lock().expect("nobody panics while looking");
        let entry = kept.get(key).filter(|entry| entry.made.elapsed() < MAX_AGE)?;
        (!live.changed_since(entry.since, &entry.about)).then(|| entry.ready.clone())
    }

    /// `since` is [`Live::written`], read before the database was.
    pub fn keep(&self, key: String, since: u64, about: Vec<String>, ready: Ready) -> Arc<Ready> {
        let ready = Arc::new(ready);
        let mut kept = self.0.lock().expect("nobody panics while keeping");
        if kept.len() >= MOST && !kept.contains_key(&key) {
            kept.retain(|_, entry| entry.made.elapsed() < MAX_AGE);
            let oldest = kept.iter().min_by_key(|(_, entry)| entry.made).map(|(key, _)| key.clone());
            if let Some(oldest) = oldest.filter(|_| kept.len() >= MOST) {
                kept.remove(&oldest);
            }
        }
        kept.insert(key, Entry { made: Instant::now(), since, about, ready: ready.clone() });
        ready
    }

    /// When a stopped clock moves, everything may look different.
    pub fn forget(&self) {
        self.0.lock().expect("nobody panics while forgetting").clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ready() -> Ready {
        Ready::json(&"ready")
    }

    #[test]
    fn a_kept_answer_goes_when_what_it_shows_is_written_and_not_before() {
        let (kept, live) = (Kept::default(), Live::default());
        kept.keep("here".into(), live.written(), vec!["a".into()], ready());
        live.changed(&["b".into()]);
        assert!(kept.get("here", &live).is_some());
        live.changed(&["a".into()]);
        assert!(kept.get("here", &live).is_none());
    }

    #[test]
    fn what_was_written_while_an_answer_was_made_counts_as_after_it() {
        let (kept, live) = (Kept::default(), Live::default());
        let since = live.written();
        live.changed(&["a".into()]);
        kept.keep("here".into(), since, vec!["a".into()], ready());
        assert!(kept.get("here", &live).is_none());
    }

    #[test]
    fn never_more_are_kept_than_there_is_room_for() {
        let (kept, live) = (Kept::default(), Live::default());
        for n in 0..MOST + 10 {
            kept.keep(n.to_string(), live.written(), Vec::new(), ready());
        }
        assert_eq!(kept.0.lock().expect("kept").len(), MOST);
        assert!(kept.get(&(MOST + 9).to_string(), &live).is_some());
    }
}
