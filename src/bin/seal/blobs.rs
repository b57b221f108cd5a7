//! Files of the browser as streams: read and written slice by slice, never whole in memory.

use std::io::{self, Read, Write};

use web::seal::messages::SealError;
use web_sys::{Blob, BlobPropertyBag, FileReaderSync};

use super::SLICE;

/// Reads a file of the browser in slices, and says how far it is.
pub struct BlobReader<P> {
    reader: FileReaderSync,
    blob: Blob,
    at: f64,
    progress: P,
}

impl<P: Fn(u64)> BlobReader<P> {
    pub fn new(blob: Blob, progress: P) -> Result<Self, SealError> {
        let reader = FileReaderSync::new().map_err(|_| SealError::Unreadable)?;
        Ok(Self { reader, blob, at: 0.0, progress })
    }
}

impl<P: Fn(u64)> Read for BlobReader<P> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let until = (self.at + into.len() as f64).min(self.blob.size());
        let bytes = self
            .blob
            .slice_with_f64_and_f64(self.at, until)
            .and_then(|slice| self.reader.read_as_array_buffer(&slice))
            .map(|buffer| js_sys::Uint8Array::new(&buffer))
            .map_err(|_| io::Error::from(io::ErrorKind::Other))?;
        let n = bytes.length() as usize;
        bytes.copy_to(&mut into[..n]);
        self.at = until;
        (self.progress)(until as u64);
        Ok(n)
    }
}

/// Collects what is written as parts of a browser file, which the browser may keep on disk.
#[derive(Default)]
pub struct BlobWriter {
    parts: js_sys::Array,
    buffer: Vec<u8>,
}

impl BlobWriter {
    const PART: usize = 4 * SLICE;

    fn part(&mut self) -> Result<(), SealError> {
        let bytes = js_sys::Array::of1(&js_sys::Uint8Array::from(self.buffer.as_slice()));
        let part = Blob::new_with_u8_array_sequence(&bytes).map_err(|_| SealError::Unreadable)?;
        self.parts.push(&part);
        self.buffer.clear();
        Ok(())
    }

    pub fn finish(mut self) -> Result<Blob, SealError> {
        self.part()?;
        let kind = BlobPropertyBag::new();
        kind.set_type("application/octet-stream");
        Blob::new_with_blob_sequence_and_options(&self.parts, &kind).map_err(|_| SealError::Unreadable)
    }
}

impl Write for BlobWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= Self::PART {
            self.part().map_err(io::Error::other)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
