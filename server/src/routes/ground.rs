//! `/ground/…`: streets, parks and outlines under the honeycomb, as ready bytes that browsers keep for a day.

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use neighbors_domain::api::ApiError;
use neighbors_domain::cells::Region7;
use neighbors_domain::us_states;

use crate::assets::{accepts, names};
use crate::drawing::pack::{Packed, packed};
use crate::drawing::regions;
use crate::error::Path;
use crate::store::ground::{Key, Served, of_agency, ready};
use crate::{App, Result};

/// Streets change seldom; a browser that shows an old one asks for the new one behind the reader's back.
const KEPT: HeaderValue = HeaderValue::from_static("public, max-age=86400, stale-while-revalidate=604800");

pub async fn region(
    State(app): State<App>,
    Path(region): Path<String>,
    asked: HeaderMap,
) -> Result<Response> {
    let region: Region7 = region.parse().map_err(|_| ApiError::NotFound)?;
    whole(app, Key::Region(region), asked).await
}

pub async fn states(State(app): State<App>, asked: HeaderMap) -> Result<Response> {
    whole(app, Key::States, asked).await
}

pub async fn counties(
    State(app): State<App>,
    Path(us_state): Path<String>,
    asked: HeaderMap,
) -> Result<Response> {
    let known = us_states::ALL.iter().find(|(letters, _)| *letters == us_state);
    let (letters, _) = known.ok_or(ApiError::NotFound)?;
    whole(app, Key::Counties(letters), asked).await
}

/// Its city or county; where it has none, the border of the regions it was admitted for.
pub async fn agency(State(app): State<App>, Path(slug): Path<String>, asked: HeaderMap) -> Result<Response> {
    let served = of_agency(&app.store, &slug).await?.ok_or(ApiError::NotFound)?;
    Ok(match served {
        Served::Outline(packed) => answer(packed, &asked),
        Served::Regions(served) => answer(packed([0, 0], regions::outline(&served)), &asked),
    })
}

/// Where nothing was imported there is nothing to draw, which is no error.
async fn whole(app: App, key: Key, asked: HeaderMap) -> Result<Response> {
    let ready = ready(&app.store, &key).await?;
    Ok(answer(ready.unwrap_or_else(|| packed(key.origin(), Vec::new())), &asked))
}

fn answer(packed: Packed, asked: &HeaderMap) -> Response {
    let takes = asked.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let forms = [("br", packed.brotli), ("gzip", packed.gzip)];
    let form = forms.into_iter().find_map(|(encoding, text)| {
        let bytes = STANDARD.decode(text.filter(|_| accepts(takes, encoding))?).ok()?;
        Some((encoding, bytes))
    });
    // A form of its own has a tag of its own.
    let tag = format!("\"{}{}\"", packed.etag, form.as_ref().map_or("", |(encoding, _)| encoding));
    let etag = HeaderValue::from_str(&tag).expect("hex and letters");
    let known = asked.get(IF_NONE_MATCH).is_some_and(|known| names(known, &etag));
    let mut response = Response::new(Body::empty());
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, KEPT);
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(ETAG, etag);
    if known {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return response;
    }
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    *response.body_mut() = match form {
        Some((encoding, bytes)) => {
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
            bytes.into()
        }
        None => packed.plain.into(),
    };
    response
}
