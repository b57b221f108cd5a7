//! Public data as files for other programs: CSV, JSON, GeoJSON and Atom. The columns stand in docs/open-data.md.

use std::collections::HashMap;
use std::sync::Mutex;

use axum::body::{Body, Bytes};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, CACHE_CONTROL, CONTENT_TYPE, ETAG,
    IF_NONE_MATCH, LINK,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use sha2::{Digest, Sha256};

use crate::assets::names;

pub mod agencies;
pub mod agency_map;
pub mod assistance_requests;
pub mod atom;
pub mod figures;
pub mod moderation_log;
mod table;
pub mod versions;

/// How a file is written; its ending in the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    Csv,
    Json,
    GeoJson,
    Atom,
    /// Of the app alone: columns, for drawing.
    Map,
}

impl Format {
    fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Json | Self::Map => "application/json",
            Self::GeoJson => "application/geo+json",
            Self::Atom => "application/atom+xml; charset=utf-8",
        }
    }
}

/// A whole file, ready to be sent.
#[derive(Clone)]
pub struct Document {
    bytes: Bytes,
    etag: HeaderValue,
    format: Format,
    /// `Link`: a CSV has no room for a licence.
    license: Option<&'static str>,
}

impl Document {
    fn new(format: Format, bytes: Vec<u8>, license: Option<&'static str>) -> Self {
        let hash = hex::encode(&Sha256::digest(&bytes)[..16]);
        let etag = HeaderValue::from_str(&format!("\"{hash}\"")).expect("hex and quotes");
        Self { bytes: bytes.into(), etag, format, license }
    }

    /// Any page of any site may read it; whoever has it already is told so.
    pub fn answer(&self, asked: &HeaderMap) -> Response {
        let known = asked.get(IF_NONE_MATCH).is_some_and(|known| names(known, &self.etag));
        let mut response = Response::new(if known { Body::empty() } else { self.bytes.clone().into() });
        if known {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        }
        let headers = response.headers_mut();
        headers.insert(ETAG, self.etag.clone());
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.format.media_type()));
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("etag, link"));
        if let Some(license) = self.license {
            let link = HeaderValue::from_str(&format!("<{license}>; rel=\"license\""));
            headers.insert(LINK, link.expect("an address of ours"));
        }
        response
    }
}

/// Files kept until what they show changes. Each stands beside the mark of the data it was made from.
#[derive(Default)]
pub struct Ready(Mutex<HashMap<Format, (String, Document)>>);

impl Ready {
    pub fn get(&self, format: Format, mark: &str) -> Option<Document> {
        let kept = self.0.lock().expect("nobody panics while looking");
        kept.get(&format).filter(|(of, _)| of == mark).map(|(_, document)| document.clone())
    }

    pub fn keep(&self, format: Format, mark: String, document: Document) {
        self.0.lock().expect("nobody panics while looking").insert(format, (mark, document));
    }
}
