//! A photo, cleaned: the picture, which way up it is, and nothing else.

use crate::finding::{Finding, Found};
use crate::{Kind, MediaError, heic, jpeg, png, webp};

/// Bytes as they may leave the device.
pub struct Cleaned {
    pub kind: Kind,
    pub bytes: Vec<u8>,
    /// As stored, before it is turned the right way up.
    pub width: u32,
    pub height: u32,
    /// 1 to 8, as EXIF counts; kept in the bytes.
    pub orientation: u8,
    pub found: Vec<Finding>,
}

/// What each format's reader hands over.
pub(crate) struct Stripped {
    pub bytes: Vec<u8>,
    pub width: u32,
    pub height: u32,
    pub orientation: Option<u8>,
}

/// Never decodes the picture: that is for programs whose work it is.
pub fn clean(bytes: &[u8]) -> Result<Cleaned, MediaError> {
    let kind = Kind::of(bytes).ok_or(MediaError::Unknown)?;
    let mut found = Found::default();
    let stripped = match kind {
        Kind::Jpeg => jpeg::strip(bytes, &mut found)?,
        Kind::Png => png::strip(bytes, &mut found)?,
        Kind::WebP => webp::strip(bytes, &mut found)?,
        Kind::Heic => return Err(MediaError::OnlyInTheBrowser),
        Kind::Video => return Err(MediaError::Unknown),
    };
    let Stripped { bytes, width, height, orientation } = stripped;
    if width == 0 || height == 0 {
        return Err(MediaError::Broken);
    }
    Ok(Cleaned {
        kind,
        bytes,
        width,
        height,
        orientation: orientation.unwrap_or(1),
        found: found.into_list(),
    })
}

/// Only looks: for a photo that a browser will draw anew, whatever state it is in.
pub fn look(bytes: &[u8]) -> Vec<Finding> {
    let mut found = Found::default();
    // What was found before the trouble is worth knowing.
    let _ = match Kind::of(bytes) {
        Some(Kind::Jpeg) => jpeg::strip(bytes, &mut found).map(drop),
        Some(Kind::Png) => png::strip(bytes, &mut found).map(drop),
        Some(Kind::WebP) => webp::strip(bytes, &mut found).map(drop),
        Some(Kind::Heic) => {
            heic::look(bytes, &mut found);
            Ok(())
        }
        Some(Kind::Video) | None => Ok(()),
    };
    found.into_list()
}
