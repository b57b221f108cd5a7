//! The cleaning worker: takes out of a photo or film what it says about its owner, beside the page. Loaded when a
//! file is picked; the only place in the browser that knows these formats.

use js_sys::{Array, Uint8Array};
use neighbors_domain::media::{
    LARGE_SIDE, MAX_CHOSEN_PHOTO_BYTES, MAX_PIXELS, MAX_VIDEO_BYTES, MediaError, MediaKind,
};
use neighbors_media::video::{Plan, Planner, Step, What};
use neighbors_media::{Finding, Kind, START, photo};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web::clean::messages::{Answer, Ask, CleanError, Cleaned};
use web::worker::{self, say, scope};
use web_sys::{
    Blob, BlobPropertyBag, FileReaderSync, ImageBitmap, ImageEncodeOptions, OffscreenCanvas,
    OffscreenCanvasRenderingContext2d,
};

/// A photo that is small already is sent as it is, without its notes: drawing it anew would only lose.
const SMALL_ENOUGH: usize = 3 << 20;
/// Of JPEG, as the server writes it.
const QUALITY: f64 = 0.85;
/// Zeros handed to the browser at once.
const ZEROS: usize = 1 << 20;

fn main() {
    worker::hear(|Ask { file }| spawn_local(async move { say(&Answer::Done(clean(&file).await)) }));
    say(&Answer::Ready);
}

async fn clean(file: &Blob) -> Result<Cleaned, CleanError> {
    let size = file.size() as u64;
    let start = read(file, 0, size.min(START as u64))?;
    let kind = Kind::of(&start).ok_or(MediaError::Unknown)?;
    if kind == Kind::Video {
        return film(file, size);
    }
    if size > MAX_CHOSEN_PHOTO_BYTES {
        return Err(CleanError::TooLarge { max_mib: MAX_CHOSEN_PHOTO_BYTES >> 20 });
    }
    let bytes = read(file, 0, size)?;
    if kind == Kind::Heic {
        // The browser knows how to open it, or nobody here does.
        let drawn = draw(file).await.map_err(|why| why.unwrap_or(CleanError::HeicUnknownHere))?;
        return photo_of(&drawn, photo::look(&bytes));
    }
    let clean = photo::clean(&bytes)?;
    if u64::from(clean.width) * u64::from(clean.height) > MAX_PIXELS {
        return Err(MediaError::TooManyDots { max: MAX_PIXELS }.into());
    }
    let picture = blob(&Array::of1(&Uint8Array::from(clean.bytes.as_slice())), clean.kind.mime())?;
    if clean.width.max(clean.height) <= LARGE_SIDE && clean.bytes.len() <= SMALL_ENOUGH {
        return Ok(Cleaned { file: picture, kind: MediaKind::Photo, found: clean.found });
    }
    let drawn = draw(&picture).await.map_err(|why| why.unwrap_or(MediaError::Broken.into()))?;
    photo_of(&drawn, clean.found)
}

/// What a canvas wrote goes through the same hands: a browser may add notes of its own.
fn photo_of(drawn: &Blob, found: Vec<Finding>) -> Result<Cleaned, CleanError> {
    let clean = photo::clean(&read(drawn, 0, drawn.size() as u64)?)?;
    let file = blob(&Array::of1(&Uint8Array::from(clean.bytes.as_slice())), clean.kind.mime())?;
    Ok(Cleaned { file, kind: MediaKind::Photo, found })
}

/// Drawn anew, the right way up, no larger than it is shown. `None`: the browser cannot open it.
async fn draw(picture: &Blob) -> Result<Blob, Option<CleanError>> {
    let none = |_: JsValue| None;
    let bitmap = wait(scope().create_image_bitmap_with_blob(picture)).await.map_err(none)?;
    let bitmap: ImageBitmap = bitmap.unchecked_into();
    let (width, height) = (bitmap.width(), bitmap.height());
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(Some(MediaError::TooManyDots { max: MAX_PIXELS }.into()));
    }
    let scale = f64::from(LARGE_SIDE) / f64::from(width.max(height).max(1));
    let side = |side: u32| (f64::from(side) * scale.min(1.0)).round().max(1.0);
    let (width, height) = (side(width), side(height));
    let canvas = OffscreenCanvas::new(width as u32, height as u32).map_err(none)?;
    let context = canvas.get_context("2d").map_err(none)?.ok_or(None)?;
    let context: OffscreenCanvasRenderingContext2d = context.unchecked_into();
    // JPEG knows no transparency: on white, as the server lays it.
    context.set_fill_style_str("#ffffff");
    context.fill_rect(0.0, 0.0, width, height);
    context.draw_image_with_image_bitmap_and_dw_and_dh(&bitmap, 0.0, 0.0, width, height).map_err(none)?;
    bitmap.close();
    let options = ImageEncodeOptions::new();
    options.set_type("image/jpeg");
    options.set_quality(QUALITY);
    let drawn = wait(canvas.convert_to_blob_with_options(&options)).await.map_err(none)?;
    Ok(drawn.unchecked_into())
}

async fn wait(promise: Result<js_sys::Promise, JsValue>) -> Result<JsValue, JsValue> {
    JsFuture::from(promise?).await
}

/// Only the header is read; the clean film is made of parts of the file, which stays where it is.
fn film(file: &Blob, size: u64) -> Result<Cleaned, CleanError> {
    if size > MAX_VIDEO_BYTES {
        return Err(CleanError::TooLarge { max_mib: MAX_VIDEO_BYTES >> 20 });
    }
    let mut planner = Planner::new(size);
    let mut bytes = Vec::new();
    let plan = loop {
        match planner.step(bytes)? {
            Step::Read { from, until } => bytes = read(file, from, until)?,
            Step::Done(plan) => break plan,
        }
    };
    let Plan { pieces, found } = plan;
    let parts = Array::new();
    let zeros = Uint8Array::new_with_length(ZEROS as u32);
    for piece in pieces {
        match piece.what {
            What::Same => drop(parts.push(slice(file, piece.from, piece.until)?.as_ref())),
            What::Bytes(bytes) => drop(parts.push(&Uint8Array::from(bytes.as_slice()))),
            What::Zeros => {
                let mut left = piece.until - piece.from;
                while left > 0 {
                    let now = left.min(ZEROS as u64);
                    parts.push(&zeros.subarray(0, now as u32));
                    left -= now;
                }
            }
        }
    }
    Ok(Cleaned { file: blob(&parts, Kind::Video.mime())?, kind: MediaKind::Video, found })
}

fn blob(parts: &Array, mime: &str) -> Result<Blob, CleanError> {
    let kind = BlobPropertyBag::new();
    kind.set_type(mime);
    Blob::new_with_u8_array_sequence_and_options(parts, &kind).map_err(|_| CleanError::Unreadable)
}

fn slice(file: &Blob, from: u64, until: u64) -> Result<Blob, CleanError> {
    file.slice_with_f64_and_f64(from as f64, until as f64).map_err(|_| CleanError::Unreadable)
}

fn read(file: &Blob, from: u64, until: u64) -> Result<Vec<u8>, CleanError> {
    let reader = FileReaderSync::new().map_err(|_| CleanError::Unreadable)?;
    let buffer = reader.read_as_array_buffer(&slice(file, from, until)?);
    let bytes = Uint8Array::new(buffer.map_err(|_| CleanError::Unreadable)?.as_ref()).to_vec();
    // A file that was changed since it was chosen may be shorter now.
    if bytes.len() as u64 == until - from { Ok(bytes) } else { Err(CleanError::Unreadable) }
}
