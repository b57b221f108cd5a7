//! The post office: every mail becomes a file in `DATA/mail/`, as it would go over the wire. Where the operator named a
//! mail server, a courier takes them there; else whoever runs the server hands them to a mail program.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use chrono::{DateTime, Utc};
use lettre::Message;
use lettre::message::header::{ContentTransferEncoding, ContentType};
use lettre::message::{Body, Mailbox, header};
use neighbors_domain::joining::AccountError;
use tokio::io::AsyncWriteExt;
use tokio::sync::Notify;

pub mod courier;
pub mod letters;
mod way;

pub use letters::Letter;
pub use way::{Way, sender};

/// A mail is in other hands after a week, or nobody fetches it: what stays would be a list of addresses.
const KEPT: Duration = Duration::from_secs(7 * 24 * 60 * 60);

#[derive(Clone, Debug)]
pub struct PostOffice {
    folder: PathBuf,
    from: Mailbox,
    posted: Arc<Notify>,
}

/// An address that a mail can be written to.
pub fn address(email: &str) -> Result<Mailbox, AccountError> {
    email.parse().map_err(|_| AccountError::StrangeEmail)
}

/// As it is, not folded: somebody may read the file itself, and a link has to stay whole. Our lines are short enough
/// (998 bytes) for mail to carry them so.
fn plain(text: &str) -> Body {
    let lines = text.replace('\n', "\r\n").into_bytes();
    Body::dangerous_pre_encoded(lines, ContentTransferEncoding::EightBit)
}

impl PostOffice {
    /// `public_url`: whose mails these are.
    pub fn new(data: &Path, public_url: &str) -> Self {
        let host = public_url.parse::<http::Uri>().ok().and_then(|url| url.host().map(str::to_owned));
        let from = format!("Neighbors <no-reply@{}>", host.unwrap_or_default());
        let from = from.parse().or_else(|_| "Neighbors <no-reply@localhost>".parse());
        Self { folder: data.join("mail"), from: from.expect("a mailbox"), posted: Arc::default() }
    }

    /// In another name: some mail servers take only their own.
    pub fn from(self, from: Mailbox) -> Self {
        Self { from, ..self }
    }

    /// When the next mail was written.
    pub(crate) async fn posted(&self) {
        self.posted.notified().await;
    }

    /// Mails that are whole, oldest first.
    pub(crate) async fn waiting(&self) -> io::Result<Vec<PathBuf>> {
        let mut mails = Vec::new();
        let mut folder = match tokio::fs::read_dir(&self.folder).await {
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(mails),
            opened => opened?,
        };
        while let Some(entry) = folder.next_entry().await? {
            mails.extend(Some(entry.path()).filter(|path| path.extension().is_some_and(|end| end == "eml")));
        }
        // Their names begin with the time.
        mails.sort();
        Ok(mails)
    }

    /// On disk before it answers: who was told "look into your mailbox" will find something there. `id` makes the
    /// name of the file and of the message.
    pub async fn send(&self, to: Mailbox, letter: &Letter, id: &str, now: DateTime<Utc>) -> io::Result<()> {
        let message = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(letter.subject)
            .date(SystemTime::from(now))
            .message_id(Some(format!("<{id}@{}>", self.from.email.domain())))
            // So that no autoresponder answers a machine.
            .raw_header(header::HeaderValue::new(
                header::HeaderName::new_from_ascii_str("Auto-Submitted"),
                "auto-generated".to_owned(),
            ))
            .header(ContentType::TEXT_PLAIN)
            .body(plain(&letter.text))
            .map_err(io::Error::other)?;
        tokio::fs::DirBuilder::new().recursive(true).mode(0o700).create(&self.folder).await?;
        let path = self.folder.join(format!("{}-{id}.eml", now.timestamp_millis()));
        let part = path.with_extension("part");
        let mut file =
            tokio::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&part).await?;
        file.write_all(&message.formatted()).await?;
        file.sync_all().await?;
        tokio::fs::rename(&part, &path).await?;
        self.posted.notify_one();
        Ok(())
    }

    /// Mails nobody fetched for a week. Their age is told by the disk, and so judged by the computer's clock.
    pub async fn sweep(&self) -> io::Result<usize> {
        let mut swept = 0;
        let mut folder = match tokio::fs::read_dir(&self.folder).await {
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(0),
            opened => opened?,
        };
        while let Some(entry) = folder.next_entry().await? {
            let touched = entry.metadata().await?.modified()?;
            if SystemTime::now().duration_since(touched).is_ok_and(|age| age > KEPT) {
                tokio::fs::remove_file(entry.path()).await?;
                swept += 1;
            }
        }
        Ok(swept)
    }
}
