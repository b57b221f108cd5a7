//! Takes mails from the folder to a mail server. The folder is the queue: a mail goes from it when the mail server has
//! said that it has it, so a restart in between loses none (and may, in the one moment between the two, send one twice).

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use lettre::address::Envelope;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use tokio::time::Instant;

use super::{PostOffice, Way};
use crate::config::ConfigError;

/// After a failure a mail waits a minute, then twice as long each time, up to this.
const LONGEST_WAIT: Duration = Duration::from_secs(30 * 60);
const FIRST_WAIT: Duration = Duration::from_secs(60);

pub struct Courier {
    office: PostOffice,
    smtp: AsyncSmtpTransport<Tokio1Executor>,
    /// How often a mail failed, and when it is its turn again. In memory: after a restart everything is tried at once.
    waiting: HashMap<PathBuf, (u32, Instant)>,
}

/// What became of the mails of one round.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Round {
    pub sent: usize,
    /// For a later round.
    pub failed: usize,
    /// The mail server will never take them.
    pub refused: usize,
}

impl Courier {
    pub fn new(office: PostOffice, way: &Way) -> Result<Self, ConfigError> {
        Ok(Self { office, smtp: way.transport()?, waiting: HashMap::new() })
    }

    /// Until the server stops.
    pub async fn forever(mut self) {
        loop {
            match self.once().await {
                Ok(Round { failed: 0, refused: 0, .. }) => {}
                Ok(Round { failed, refused, .. }) => tracing::warn!(failed, refused, "mails did not leave"),
                Err(cause) => tracing::warn!(%cause, "the mail folder"),
            }
            tokio::select! {
                () = self.office.posted() => {}
                () = tokio::time::sleep(FIRST_WAIT) => {}
            }
        }
    }

    /// Every mail whose turn it is, oldest first.
    pub async fn once(&mut self) -> io::Result<Round> {
        let mut round = Round::default();
        let mails = self.office.waiting().await?;
        self.waiting.retain(|path, _| mails.contains(path));
        for path in mails {
            if self.waiting.get(&path).is_some_and(|(_, turn)| *turn > Instant::now()) {
                continue;
            }
            match self.take(&path).await? {
                Taken::Sent => {
                    tokio::fs::remove_file(&path).await?;
                    round.sent += 1;
                }
                Taken::Refused => {
                    // Out of the queue, and swept with everything else: it holds an address.
                    tokio::fs::rename(&path, path.with_extension("refused")).await?;
                    round.refused += 1;
                }
                Taken::Later => {
                    let times = self.waiting.get(&path).map_or(0, |(times, _)| *times);
                    let wait = FIRST_WAIT.saturating_mul(1 << times.min(10)).min(LONGEST_WAIT);
                    self.waiting.insert(path, (times + 1, Instant::now() + wait));
                    round.failed += 1;
                }
            }
        }
        Ok(round)
    }

    async fn take(&self, path: &Path) -> io::Result<Taken> {
        let mail = tokio::fs::read(path).await?;
        let Some(envelope) = self.envelope(&mail) else { return Ok(Taken::Refused) };
        Ok(match self.smtp.send_raw(&envelope, &mail).await {
            Ok(_) => Taken::Sent,
            Err(cause) if cause.is_permanent() => Taken::Refused,
            Err(_) => Taken::Later,
        })
    }

    /// We wrote the head ourselves: one reader, on one line.
    fn envelope(&self, mail: &[u8]) -> Option<Envelope> {
        let head = mail.windows(4).position(|end| end == b"\r\n\r\n").map(|end| &mail[..end])?;
        let to = std::str::from_utf8(head).ok()?.lines().find_map(|line| line.strip_prefix("To: "))?;
        Envelope::new(Some(self.office.from.email.clone()), vec![to.parse().ok()?]).ok()
    }
}

enum Taken {
    Sent,
    Refused,
    Later,
}
