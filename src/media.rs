//! Reads when a recording was made, out of the file itself and slice by slice: nothing is uploaded, nothing is kept.

mod jpeg;
mod mp4;

use chrono::{DateTime, TimeDelta, Utc};
use neighbors_domain::recording::{Taken, TimeSource};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File};

/// The time a camera wrote into a file. A photo has no length.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Written {
    /// `None`: it wrote how long, but not when.
    from: Option<DateTime<Utc>>,
    length: TimeDelta,
}

/// The file's own time where it has one, else its date on this device, which is the end of the recording.
pub async fn taken(file: &File) -> Taken {
    let changed = DateTime::from_timestamp_millis(file.last_modified() as i64).unwrap_or_default();
    let written = match mp4::read(file).await {
        Some(written) => Some(written),
        None => jpeg::read(file).await,
    };
    decide(written, changed)
}

fn decide(written: Option<Written>, changed: DateTime<Utc>) -> Taken {
    match written {
        Some(Written { from: Some(from), length }) => {
            Taken { from, until: from + length, source: TimeSource::File }
        }
        unknown => {
            let length = unknown.map_or(TimeDelta::zero(), |written| written.length);
            // A file may claim to be longer than there has been time.
            let from = changed.checked_sub_signed(length).unwrap_or(changed);
            Taken { from, until: changed, source: TimeSource::LastChanged }
        }
    }
}

/// Bytes `from..until` of a file, fewer where it ends before.
async fn slice(file: &Blob, from: u64, until: u64) -> Option<Vec<u8>> {
    let slice = file.slice_with_f64_and_f64(from as f64, until as f64).ok()?;
    let buffer = JsFuture::from(slice.array_buffer()).await.ok()?;
    Some(js_sys::Uint8Array::new(&buffer).to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recording_without_a_time_ends_when_its_file_was_last_changed() {
        let changed = DateTime::from_timestamp(1_000, 0).unwrap();
        let taken = decide(Some(Written { from: None, length: TimeDelta::seconds(42) }), changed);
        assert_eq!((taken.from.timestamp(), taken.until.timestamp()), (958, 1_000));
        assert_eq!(taken.source, TimeSource::LastChanged);
        assert_eq!(decide(None, changed).from, changed);
    }

    #[test]
    fn a_file_that_claims_to_be_longer_than_time_is_taken_as_a_moment() {
        let (changed, length) = (DateTime::<Utc>::MIN_UTC, TimeDelta::MAX);
        let taken = decide(Some(Written { from: None, length }), changed);
        assert_eq!((taken.from, taken.until), (changed, changed));
    }

    #[test]
    fn the_cameras_own_time_is_believed_before_the_date_of_the_file() {
        let from = DateTime::from_timestamp(500, 0);
        let taken = decide(Some(Written { from, length: TimeDelta::seconds(10) }), DateTime::default());
        assert_eq!((taken.from.timestamp(), taken.until.timestamp()), (500, 510));
        assert_eq!(taken.source, TimeSource::File);
    }
}
