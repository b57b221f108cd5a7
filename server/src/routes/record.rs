//! The public record, for anybody: checkpoint, tiles and entries in the forms of C2SP's tlog-tiles, proofs for browsers.

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use neighbors_domain::api::ApiError;
use neighbors_domain::record::{Chain, Entry, Growth, ProvedEntry};

use crate::error::{Json, Path};
use crate::store::record::{self, chain::Badge};
use crate::{App, Result};

/// Hashes of a full tile: 2⁸.
const WIDTH: u64 = 256;
/// What is in a full tile never changes.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
const NOT_KEPT: &str = "no-cache";

/// The newest signed note.
pub async fn checkpoint(State(app): State<App>) -> Result<impl IntoResponse> {
    let head = record::head(&mut *app.store.acquire().await?).await?.ok_or(ApiError::NotFound)?;
    Ok(([(CONTENT_TYPE, "text/plain; charset=utf-8"), (CACHE_CONTROL, NOT_KEPT)], head.checkpoint))
}

/// What its signature is checked with.
pub async fn key(State(app): State<App>) -> impl IntoResponse {
    let headers = [(CONTENT_TYPE, "text/plain; charset=utf-8"), (CACHE_CONTROL, NOT_KEPT)];
    (headers, app.secrets.record_key().verifier().to_owned() + "\n")
}

/// `tile/LEVEL/N` in binary, or `tile/entries/N`: leaves, each behind its length in two bytes.
pub async fn tile(
    State(app): State<App>,
    Path((level, address)): Path<(String, String)>,
) -> Result<impl IntoResponse> {
    let (n, width) = tile_at(&address).ok_or(ApiError::NotFound)?;
    let first = n.checked_mul(WIDTH).ok_or(ApiError::NotFound)?;
    let of_hashes = match level.as_str() {
        "entries" => None,
        level => Some(level.parse::<u8>().ok().filter(|level| *level < 8).ok_or(ApiError::NotFound)?),
    };
    let head = record::head(&mut *app.store.acquire().await?).await?.ok_or(ApiError::NotFound)?;
    // A hash of level L stands for 256^L leaves.
    let there = head.size >> (8 * u32::from(of_hashes.unwrap_or(0)));
    if first.checked_add(width).is_none_or(|end| end > there) {
        return Err(ApiError::NotFound.into());
    }
    let bytes = match of_hashes {
        Some(level) => record::tile(&app.store, 8 * level, first, width).await?,
        None => bundle(&record::entries(&app.store, first, width).await?),
    };
    Ok(([(CONTENT_TYPE, "application/octet-stream"), (CACHE_CONTROL, FOR_EVER)], bytes))
}

/// `x001/x234/067` is 1,234,067; behind it `.p/W` where the tile is not full yet.
fn tile_at(address: &str) -> Option<(u64, u64)> {
    let (n, width) = match address.split_once(".p/") {
        Some((n, width)) => (n, width.parse().ok().filter(|width| (1..WIDTH).contains(width))?),
        None => (address, WIDTH),
    };
    let groups: Vec<&str> = n.split('/').collect();
    let (last, before) = groups.split_last()?;
    let digits = |group: &str| -> Option<u64> {
        (group.len() == 3 && group.bytes().all(|byte| byte.is_ascii_digit())).then(|| group.parse().ok())?
    };
    let high = before
        .iter()
        .try_fold(0_u64, |n, group| n.checked_mul(1000)?.checked_add(digits(group.strip_prefix('x')?)?))?;
    Some((high.checked_mul(1000)?.checked_add(digits(last)?)?, width))
}

fn bundle(entries: &[Entry]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for Entry { leaf, .. } in entries {
        // A leaf is a time, a word and a hash.
        bytes.extend(u16::try_from(leaf.len()).expect("a leaf is short").to_be_bytes());
        bytes.extend(leaf.as_bytes());
    }
    bytes
}

/// One entry with its words.
pub async fn entry(State(app): State<App>, Path(n): Path<u64>) -> Result<Json<Entry>> {
    let found = record::entries(&app.store, n, 1).await?;
    Ok(Json(found.into_iter().next().ok_or(ApiError::NotFound)?))
}

/// One entry, proved in the newest tree, with the note that signs it.
pub async fn proof(State(app): State<App>, Path(n): Path<u64>) -> Result<Json<ProvedEntry>> {
    let (head, proof) = record::proof(&app.store, n).await?.ok_or(ApiError::NotFound)?;
    Ok(Json(ProvedEntry { key: head.key, checkpoint: head.checkpoint, proof }))
}

/// That nothing was changed between a tree of so many entries and a larger one.
pub async fn growth(State(app): State<App>, Path((from, to)): Path<(u64, u64)>) -> Result<Json<Growth>> {
    let path = record::growth(&app.store, from, to).await?.ok_or(ApiError::NotFound)?;
    Ok(Json(Growth { path }))
}

/// What stands behind a badge.
pub async fn chain(State(app): State<App>, Path((badge, id)): Path<(String, String)>) -> Result<Json<Chain>> {
    let badge = Badge::from_key(&badge).ok_or(ApiError::NotFound)?;
    Ok(Json(record::chain::chain(&app.store, badge, &id).await?.ok_or(ApiError::NotFound)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tile_is_found_by_its_address_and_nothing_else_is() {
        assert_eq!(tile_at("000"), Some((0, 256)));
        assert_eq!(tile_at("067.p/5"), Some((67, 5)));
        assert_eq!(tile_at("x001/x234/067"), Some((1_234_067, 256)));
        for strange in [
            "",
            "67",
            "0067",
            "x067",
            "001/067",
            "067.p/0",
            "067.p/256",
            "06a",
            "-67",
            "067.p/",
            "x999/".repeat(30).as_str(),
        ] {
            assert_eq!(tile_at(strange), None, "{strange}");
        }
    }
}
