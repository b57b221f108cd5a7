//! Making answers smaller while one waits: fast brotli or gzip, and only for what is public.
//!
//! An answer that holds a secret beside words an attacker chose gives the secret away by its length (BREACH).
//! So nothing is compressed that depends on who asks: an answer passes only when its route stands in [`PUBLIC`].

use std::io::Write;

use axum::body::{Body, Bytes};
use axum::extract::{MatchedPath, Request};
use axum::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, VARY};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use http_body_util::BodyExt;
use neighbors_domain::addresses::{api, data};

use crate::assets::accepts;

/// Routes whose answer to a `GET` is the same for everybody, signed in or not. Any other is sent as it is.
pub const PUBLIC: [&str; 16] = [
    api::FEED,
    api::ACTIVITY,
    api::POST,
    api::COMMENTS,
    api::MODERATION_LOG,
    api::ASSISTANCE_REQUEST,
    api::PLACES,
    api::AGENCIES,
    api::AGENCY_MAP,
    api::AGENCY,
    data::AGENCY_FILE,
    data::MODERATION_LOG_CSV,
    data::MODERATION_LOG_JSON,
    data::AGENCIES_CSV,
    data::AGENCIES_JSON,
    data::AGENCIES_GEOJSON,
];

/// Below this the saved bytes are not worth the work: it all fits into one packet anyway.
const WORTH_IT: usize = 1024;

/// How bytes are written on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coding {
    Plain,
    Gzip,
    Brotli,
}

impl Coding {
    /// The smallest the asker takes.
    pub fn taken(asked: &HeaderMap) -> Self {
        let takes = asked.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if accepts(takes, "br") {
            Self::Brotli
        } else if accepts(takes, "gzip") {
            Self::Gzip
        } else {
            Self::Plain
        }
    }

    /// As `Content-Encoding` names it.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::Plain => None,
            Self::Gzip => Some("gzip"),
            Self::Brotli => Some("br"),
        }
    }

    /// Brotli's fifth level: a millisecond for a page with its feed, and within a tenth of the best it can do.
    pub fn squeezed(self, bytes: &Bytes) -> Bytes {
        match self {
            Self::Plain => bytes.clone(),
            Self::Gzip => {
                let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
                writer.write_all(bytes).expect("memory takes everything");
                writer.finish().expect("memory takes everything").into()
            }
            Self::Brotli => {
                let mut out = Vec::with_capacity(bytes.len() / 3);
                let (quality, window) = (5, 22);
                let mut writer = brotli::CompressorWriter::new(&mut out, 4096, quality, window);
                writer.write_all(bytes).expect("memory takes everything");
                drop(writer);
                out.into()
            }
        }
    }
}

/// Around all routes: what is public, large and not written small already leaves smaller.
pub async fn public(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    let public = request.method() == Method::GET && route.is_some_and(|route| PUBLIC.contains(&route));
    let coding = Coding::taken(request.headers());
    let response = next.run(request).await;
    if !public || response.headers().contains_key(CONTENT_ENCODING) || response.status() != StatusCode::OK {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    // Handlers answer with whole bytes: nothing streams here.
    let Ok(bytes) = body.collect().await.map(http_body_util::Collected::to_bytes) else {
        parts.status = StatusCode::INTERNAL_SERVER_ERROR;
        return Response::from_parts(parts, Body::empty());
    };
    parts.headers.append(VARY, HeaderValue::from_static("accept-encoding"));
    let Some(name) = coding.name().filter(|_| bytes.len() > WORTH_IT && is_text(&parts.headers)) else {
        return Response::from_parts(parts, bytes.into());
    };
    let small = coding.squeezed(&bytes);
    parts.headers.insert(CONTENT_ENCODING, HeaderValue::from_static(name));
    parts.headers.insert(CONTENT_LENGTH, small.len().into());
    // Other bytes, same meaning.
    if let Some(weak) = parts.headers.get(ETAG).and_then(weak) {
        parts.headers.insert(ETAG, weak);
    }
    Response::from_parts(parts, small.into())
}

fn weak(etag: &HeaderValue) -> Option<HeaderValue> {
    let etag = etag.to_str().ok().filter(|etag| !etag.starts_with("W/"))?;
    HeaderValue::from_str(&format!("W/{etag}")).ok()
}

fn is_text(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.starts_with("text/") || ["json", "xml"].iter().any(|text| kind.contains(text))
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn what_was_made_small_is_read_back_whole() {
        let text = Bytes::from("A quiet street, and another quiet street. ".repeat(200));
        let brotli = Coding::Brotli.squeezed(&text);
        let mut back = Vec::new();
        brotli::Decompressor::new(&*brotli, 4096).read_to_end(&mut back).expect("brotli");
        assert_eq!(back, text);
        let gzip = Coding::Gzip.squeezed(&text);
        let mut back = Vec::new();
        flate2::read::GzDecoder::new(&*gzip).read_to_end(&mut back).expect("gzip");
        assert_eq!(back, text);
        assert!(brotli.len() < text.len() / 10 && gzip.len() < text.len() / 10);
        assert_eq!(Coding::Plain.squeezed(&text), text);
    }
}
