//! The browser app inside this program, each file in the smallest form the browser takes.

use std::collections::HashMap;

use axum::body::{Body, Bytes};
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use sha2::{Digest, Sha256};

/// What script/build-web made; empty where it has not run.
#[derive(rust_embed::RustEmbed)]
#[folder = "../dist"]
#[allow_missing = true]
struct Dist;

/// Files by address. Pages (`.html`) are kept apart: they stand at the addresses of the app.
pub struct Assets {
    files: HashMap<String, Asset>,
    pages: HashMap<String, Page>,
}

impl Assets {
    pub fn embedded() -> Self {
        Self::new(Dist::iter().filter_map(|name| {
            let bytes = match Dist::get(&name)?.data {
                std::borrow::Cow::Borrowed(bytes) => Bytes::from_static(bytes),
                std::borrow::Cow::Owned(bytes) => bytes.into(),
            };
            Some((name.into_owned(), bytes))
        }))
    }

    /// From files by name. `app.js.br` and `app.js.gz` are other forms of `app.js`.
    pub fn new(files: impl IntoIterator<Item = (String, Bytes)>) -> Self {
        let mut forms: HashMap<String, Bytes> = files.into_iter().collect();
        let names: Vec<String> = forms.keys().cloned().collect();
        let mut assets = Self { files: HashMap::new(), pages: HashMap::new() };
        for name in names.iter().filter(|name| !name.ends_with(".br") && !name.ends_with(".gz")) {
            let Some(plain) = forms.remove(name) else { continue };
            if let Some(page) = name.strip_suffix(".html") {
                assets.pages.insert(page.to_owned(), Page::new(&plain));
                continue;
            }
            let [brotli, gzip] = ["br", "gz"].map(|ending| forms.remove(&format!("{name}.{ending}")));
            assets.files.insert(name.clone(), Asset::new(name, plain, brotli, gzip));
        }
        assets
    }

    /// By its address, `/favicon.svg`.
    pub fn file(&self, path: &str) -> Option<&Asset> {
        self.files.get(path.strip_prefix('/')?)
    }

    /// By its name: `feed`, `index` (every other address of the app) or `portal`.
    pub fn page(&self, name: &str) -> Option<&Page> {
        self.pages.get(name)
    }
}

/// The shell of a page, with marks where each address puts its own: `<!--head-->`, `<!--plain-->` where the
/// shell shows it when no program comes, and the data before the body ends.
pub struct Page(String);

impl Page {
    fn new(bytes: &[u8]) -> Self {
        Self(String::from_utf8_lossy(bytes).into_owned())
    }

    /// The parts come as markup. Each mark is filled in the shell, never in what was filled in before.
    pub fn filled(&self, language: &str, head: &str, plain: &str, data: &str) -> String {
        let tag = format!("<html lang=\"{language}\">");
        let data = format!("{data}</body>");
        let marks = [
            ("<html lang=\"en\">", &*tag),
            ("<!--head-->", head),
            ("<!--plain-->", plain),
            ("</body>", &data),
        ];
        let mut html = String::with_capacity(self.0.len() + head.len() + plain.len() + data.len());
        let mut rest = &*self.0;
        for (mark, text) in marks {
            let Some((before, after)) = rest.split_once(mark) else { continue };
            html += before;
            html += text;
            rest = after;
        }
        html + rest
    }
}

/// One file in the forms there are, smallest first; the plain one is always there.
pub struct Asset {
    content_type: HeaderValue,
    cache: HeaderValue,
    forms: Vec<Form>,
}

struct Form {
    encoding: Option<&'static str>,
    bytes: Bytes,
    etag: HeaderValue,
}

/// Its name is made from its content: what is there never changes.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// Kept, and asked about each time.
const REVALIDATED: HeaderValue = HeaderValue::from_static("no-cache");

impl Asset {
    fn new(name: &str, plain: Bytes, brotli: Option<Bytes>, gzip: Option<Bytes>) -> Self {
        let kind = mime_guess::from_path(name).first_or_octet_stream();
        let text = kind.type_() == "text" || kind.subtype() == "javascript";
        let content_type =
            if text { format!("{}; charset=utf-8", kind.essence_str()) } else { kind.to_string() };
        let forms = [(Some("br"), brotli), (Some("gzip"), gzip), (None, Some(plain))];
        Self {
            content_type: content_type.parse().expect("a content type"),
            cache: if name.starts_with("assets/") { FOR_EVER } else { REVALIDATED },
            forms: forms
                .into_iter()
                .filter_map(|(encoding, bytes)| Some(Form::new(encoding, bytes?)))
                .collect(),
        }
    }

    /// The whole answer; without a body if the asker has this form already.
    pub fn answer(&self, status: StatusCode, asked: &HeaderMap) -> Response<Body> {
        let takes = asked.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let form =
            self.forms.iter().find(|form| form.encoding.is_none_or(|encoding| accepts(takes, encoding)));
        let form = form.expect("the plain form");
        let mut response = Response::new(Body::empty());
        let mut put = |name: HeaderName, value: HeaderValue| response.headers_mut().insert(name, value);
        put(CACHE_CONTROL, self.cache.clone());
        put(ETAG, form.etag.clone());
        put(VARY, HeaderValue::from_static("accept-encoding"));
        if status == StatusCode::OK && asked.get(IF_NONE_MATCH).is_some_and(|known| names(known, &form.etag))
        {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return response;
        }
        put(CONTENT_TYPE, self.content_type.clone());
        put(CONTENT_LENGTH, form.bytes.len().into());
        if let Some(encoding) = form.encoding {
            put(CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        *response.status_mut() = status;
        *response.body_mut() = form.bytes.clone().into();
        response
    }
}

impl Form {
    fn new(encoding: Option<&'static str>, bytes: Bytes) -> Self {
        let hash = hex::encode(&Sha256::digest(&bytes)[..16]);
        let etag = HeaderValue::from_str(&format!("\"{hash}\"")).expect("hex and quotes");
        Self { encoding, bytes, etag }
    }
}

/// Is `encoding` among the listed, and not with a weight of nothing?
pub(crate) fn accepts(listed: &str, encoding: &str) -> bool {
    listed.split(',').any(|entry| {
        let mut parts = entry.split(';').map(str::trim);
        let same = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(encoding));
        let weight = parts.find_map(|part| part.strip_prefix("q=")).unwrap_or("1");
        same && weight.trim().parse::<f32>().is_ok_and(|weight| weight > 0.0)
    })
}

/// Does `If-None-Match` name this tag? A cache in between may have made it a weak one.
pub(crate) fn names(known: &HeaderValue, etag: &HeaderValue) -> bool {
    let Ok(known) = known.to_str() else { return false };
    known
        .split(',')
        .map(str::trim)
        .any(|tag| tag == "*" || tag.trim_start_matches("W/").as_bytes() == etag.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encoding_is_taken_where_it_is_listed_with_weight() {
        assert!(accepts("gzip, deflate, br, zstd", "br"));
        assert!(accepts("GZIP;q=0.2", "gzip"));
        for listed in ["", "identity", "br;q=0", "br; q=0.0", "brotli", "br;q=x"] {
            assert!(!accepts(listed, "br"), "{listed}");
        }
    }
}
