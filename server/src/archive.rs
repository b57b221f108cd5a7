//! One archive of several files, written while it is sent: it never lies on disk, and never whole in memory.

use std::io;

use async_zip::base::write::ZipFileWriter;
use async_zip::{Compression, ZipDateTime, ZipDateTimeBuilder, ZipEntryBuilder};
use axum::body::Body;
use chrono::{DateTime, Datelike, Timelike, Utc};
use futures_util::{StreamExt, future, stream};
use tokio::io::{AsyncRead, DuplexStream};
use tokio_util::compat::{Compat, FuturesAsyncWriteCompatExt, TokioAsyncWriteCompatExt};
use tokio_util::io::ReaderStream;

/// Between the one who writes and the one who sends.
const BUFFER: usize = 64 << 10;
/// Of a file, as a Unix system writes it down: everybody may read it.
const MODE: u16 = 0o100_644;

pub struct Archive {
    zip: ZipFileWriter<Compat<DuplexStream>>,
    at: ZipDateTime,
}

/// What `fill` puts in, as it does. Where that fails the answer breaks off, so that nobody takes half an archive for a
/// whole one.
pub fn stream<F>(now: DateTime<Utc>, fill: impl FnOnce(Archive) -> F) -> Body
where
    F: Future<Output = io::Result<Archive>> + Send + 'static,
{
    let (ours, theirs) = tokio::io::duplex(BUFFER);
    let filled = fill(Archive { zip: ZipFileWriter::new(ours.compat_write()), at: written_at(now) });
    // Ends by itself when nobody reads any more; and with it our end is closed, which is what the reader waits for.
    let written =
        tokio::spawn(async move { filled.await?.zip.close().await.map(drop).map_err(io::Error::other) });
    let end = stream::once(async {
        match written.await {
            Ok(Ok(())) => None,
            Ok(Err(cause)) => Some(Err(cause)),
            Err(cause) => Some(Err(io::Error::other(cause))),
        }
    });
    Body::from_stream(ReaderStream::new(theirs).chain(end.filter_map(future::ready)))
}

impl Archive {
    /// As it is: photos and videos are packed already, and what is said of them is small.
    pub async fn add(&mut self, name: &str, from: &mut (impl AsyncRead + Unpin)) -> io::Result<()> {
        let entry = ZipEntryBuilder::new(name.to_owned().into(), Compression::Stored)
            .last_modification_date(self.at)
            .unix_permissions(MODE);
        let to = self.zip.write_entry_stream(entry).await.map_err(io::Error::other)?;
        let mut to = to.compat_write();
        tokio::io::copy(from, &mut to).await?;
        to.into_inner().close().await.map_err(io::Error::other)
    }
}

/// When the archive was asked for, on all that is in it: the disk's times would say when each was sent.
fn written_at(now: DateTime<Utc>) -> ZipDateTime {
    ZipDateTimeBuilder::new()
        .year(now.year())
        .month(now.month())
        .day(now.day())
        .hour(now.hour())
        .minute(now.minute())
        .second(now.second())
        .build()
}
