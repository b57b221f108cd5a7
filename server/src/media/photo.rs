//! A photo, opened and drawn anew: what is kept was written by us, to the last byte.

use std::io::Cursor;
use std::path::Path;

use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, Rgb, RgbImage};
use neighbors_domain::media::{LARGE_SIDE, MAX_PIXELS, MediaError, SMALL_SIDE};
use neighbors_media::Kind;

/// Of JPEG; above it files grow and nobody sees why.
const QUALITY: u8 = 85;
/// Four bytes a dot, and what the decoder needs besides.
const MOST_MEMORY: u64 = 6 * MAX_PIXELS;

pub struct Photo {
    pub large: Vec<u8>,
    pub small: Vec<u8>,
    /// Of the large one, the right way up.
    pub size: (u32, u32),
}

pub fn drawn_anew(file: &Path) -> std::io::Result<Result<Photo, MediaError>> {
    let bytes = std::fs::read(file)?;
    Ok(open(&bytes).and_then(|picture| photo(&picture)))
}

/// Stripped first, so that no decoder meets notes; refused by its stated size before anything is made room for.
fn open(bytes: &[u8]) -> Result<DynamicImage, MediaError> {
    let clean = neighbors_media::photo::clean(bytes)?;
    if u64::from(clean.width) * u64::from(clean.height) > MAX_PIXELS {
        return Err(MediaError::TooManyDots { max: MAX_PIXELS });
    }
    let format = match clean.kind {
        Kind::Jpeg => ImageFormat::Jpeg,
        Kind::Png => ImageFormat::Png,
        Kind::WebP => ImageFormat::WebP,
        Kind::Heic | Kind::Video => return Err(MediaError::Unknown),
    };
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(&clean.bytes), format);
    reader.limits(limits);
    let decoder = reader.into_decoder().map_err(broken)?;
    // What the decoder will really fill, whatever the headers said to us.
    if decoder.total_bytes() > MOST_MEMORY {
        return Err(MediaError::TooManyDots { max: MAX_PIXELS });
    }
    let mut picture = DynamicImage::from_decoder(decoder).map_err(broken)?;
    picture.apply_orientation(Orientation::from_exif(clean.orientation).unwrap_or(Orientation::NoTransforms));
    Ok(picture)
}

fn broken(_: image::ImageError) -> MediaError {
    MediaError::Broken
}

fn photo(picture: &DynamicImage) -> Result<Photo, MediaError> {
    let large = opaque(&fitting(picture, LARGE_SIDE));
    let size = large.dimensions();
    let large = DynamicImage::from(large);
    let small = fitting(&large, SMALL_SIDE);
    Ok(Photo { large: jpeg(&large)?, small: jpeg(&small)?, size })
}

/// Never larger than it is.
fn fitting(picture: &DynamicImage, side: u32) -> DynamicImage {
    if picture.width().max(picture.height()) <= side {
        picture.clone()
    } else {
        picture.thumbnail(side, side)
    }
}

/// On white: JPEG knows no transparency, and what hides behind it would show.
fn opaque(picture: &DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.to_rgb8();
    }
    let picture = picture.to_rgba8();
    RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let [red, green, blue, alpha] = picture.get_pixel(x, y).0.map(u16::from);
        Rgb([red, green, blue].map(|part| ((part * alpha + 255 * (255 - alpha)) / 255) as u8))
    })
}

fn jpeg(picture: &DynamicImage) -> Result<Vec<u8>, MediaError> {
    let mut bytes = Vec::new();
    picture.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, QUALITY)).map_err(broken)?;
    Ok(bytes)
}
