//! Files people send, on disk: streamed there, durable before anybody is told, gone when asked.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use tokio::io::{AsyncSeekExt, AsyncWriteExt, BufWriter};

/// Written at a time.
const CHUNK: usize = 1 << 20;
/// Files of one person on their way at once.
const AT_ONCE: u32 = 4;

/// `DATA/shares/XX/ID` or `DATA/media/XX/ID`: the name is chance and says nothing about a person. `ID.part` while it arrives.
#[derive(Clone)]
pub struct Files {
    folder: PathBuf,
    arriving: Arc<Mutex<HashMap<String, u32>>>,
}

impl Files {
    /// The bodies of sealed files.
    pub fn new(data: &Path) -> Self {
        Self { folder: data.join("shares"), arriving: Arc::default() }
    }

    /// Photos and videos of posts.
    pub fn of_posts(data: &Path) -> Self {
        Self { folder: data.join("media"), arriving: Arc::default() }
    }

    pub fn path(&self, id: &str) -> PathBuf {
        self.folder.join(id.get(..2).unwrap_or("__")).join(id)
    }

    /// One of the places a person has for files on their way; free again when it is dropped.
    pub fn turn(&self, whose: &str) -> Option<Turn> {
        let mut arriving = self.arriving.lock().unwrap_or_else(PoisonError::into_inner);
        let mine = arriving.entry(whose.to_owned()).or_default();
        if *mine >= AT_ONCE {
            return None;
        }
        *mine += 1;
        Some(Turn { arriving: self.arriving.clone(), whose: whose.to_owned() })
    }

    /// A new file that is not there yet: dropped before [`Part::keep`], it leaves nothing behind.
    pub async fn begin(&self, id: &str) -> io::Result<Part> {
        let path = self.path(id);
        let part = path.with_extension("part");
        let folder = path.parent().expect("a folder of its own").to_owned();
        private_folder(&self.folder).await?;
        private_folder(&folder).await?;
        let file = tokio::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&part).await?;
        let file = Some(BufWriter::with_capacity(CHUNK, file));
        Ok(Part { file, id: id.to_owned(), length: 0, stays: false, part, path, folder })
    }

    /// A file that was left half written, from its first `length` bytes on: what lies behind them was never
    /// acknowledged and goes. `None` where there is none; a lock keeps a second writer out, on other servers too.
    pub async fn resume(&self, id: &str, length: u64) -> io::Result<Option<Part>> {
        let path = self.path(id);
        let part = path.with_extension("part");
        let folder = path.parent().expect("a folder of its own").to_owned();
        let opened = tokio::fs::OpenOptions::new().read(true).write(true).open(&part).await;
        let file = match opened {
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(None),
            opened => opened?.into_std().await,
        };
        file.try_lock().map_err(|held| match held {
            std::fs::TryLockError::WouldBlock => io::ErrorKind::WouldBlock.into(),
            std::fs::TryLockError::Error(cause) => cause,
        })?;
        let mut file = tokio::fs::File::from_std(file);
        if file.metadata().await?.len() < length {
            return Ok(None);
        }
        file.set_len(length).await?;
        file.seek(io::SeekFrom::Start(length)).await?;
        let file = Some(BufWriter::with_capacity(CHUNK, file));
        Ok(Some(Part { file, id: id.to_owned(), length, stays: true, part, path, folder }))
    }

    /// Takes a half-written file away, if it is there.
    pub async fn remove_part(&self, id: &str) -> io::Result<()> {
        gone(tokio::fs::remove_file(self.path(id).with_extension("part")).await)
    }

    pub async fn open(&self, id: &str) -> io::Result<tokio::fs::File> {
        tokio::fs::File::open(self.path(id)).await
    }

    /// How long the body on disk is; `None` where there is none.
    pub async fn length(&self, id: &str) -> io::Result<Option<u64>> {
        match tokio::fs::metadata(self.path(id)).await {
            Ok(found) => Ok(Some(found.len())),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(cause) => Err(cause),
        }
    }

    /// Gone, or never there.
    pub async fn remove(&self, ids: &[String]) -> io::Result<()> {
        for id in ids {
            gone(tokio::fs::remove_file(self.path(id)).await)?;
        }
        Ok(())
    }

    /// Every file there is, whole or on its way.
    pub async fn all(&self) -> io::Result<Vec<Found>> {
        let folder = self.folder.clone();
        tokio::task::spawn_blocking(move || found_in(&folder)).await.map_err(io::Error::other)?
    }

    /// A file nobody finished, or one that is not ours.
    pub async fn discard(&self, found: &Found) -> io::Result<()> {
        gone(tokio::fs::remove_file(&found.path).await)
    }
}

impl std::fmt::Debug for Files {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Files")
    }
}

/// Held while a file arrives.
pub struct Turn {
    arriving: Arc<Mutex<HashMap<String, u32>>>,
    whose: String,
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut arriving = self.arriving.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(mine) = arriving.get_mut(&self.whose) {
            *mine -= 1;
            if *mine == 0 {
                arriving.remove(&self.whose);
            }
        }
    }
}

/// A file on its way.
pub struct Part {
    /// `None` once it was kept.
    file: Option<BufWriter<tokio::fs::File>>,
    id: String,
    length: u64,
    /// More of it may come later.
    stays: bool,
    part: PathBuf,
    path: PathBuf,
    folder: PathBuf,
}

impl Part {
    pub async fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.as_mut().expect("a part is written before it is kept").write_all(bytes).await?;
        self.length += bytes.len() as u64;
        Ok(())
    }

    pub fn id(&self) -> &str {
        &self.id
    }

    pub fn length(&self) -> u64 {
        self.length
    }

    /// Nothing more is to come: dropped from here on, it leaves nothing behind.
    pub fn whole(mut self) -> Self {
        self.stays = false;
        self
    }

    /// Where all that was written so far can be read.
    pub async fn written(&mut self) -> io::Result<&Path> {
        self.file.as_mut().expect("a part is read before it is kept").flush().await?;
        Ok(&self.part)
    }

    /// Synced, and left as it is for [`Files::resume`]: how many bytes are safe now.
    pub async fn pause(mut self) -> io::Result<u64> {
        let mut file = self.file.take().expect("a part is paused once");
        let synced = async {
            file.flush().await?;
            file.get_ref().sync_all().await?;
            sync_folder(&self.folder).await
        };
        synced.await.map(|()| self.length)
    }

    /// Synced, named, and its name synced: a power cut after this loses nothing.
    pub async fn keep(mut self) -> io::Result<()> {
        let mut file = self.file.take().expect("a part is kept once");
        let kept = async {
            file.flush().await?;
            file.get_ref().sync_all().await?;
            tokio::fs::rename(&self.part, &self.path).await?;
            sync_folder(&self.folder).await
        };
        let kept = kept.await;
        if kept.is_err() {
            self.file = Some(file);
        }
        kept
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if self.file.is_some() && !self.stays {
            // One unlink; the file may be there under either name.
            let _ = std::fs::remove_file(&self.part);
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

/// A file in the folder of bodies, whoever it belongs to.
#[derive(Debug)]
pub struct Found {
    /// Of the upload; a file that arrives has one too.
    pub id: String,
    pub arriving: bool,
    /// By the clock of the disk.
    pub touched: SystemTime,
    path: PathBuf,
}

fn found_in(folder: &Path) -> io::Result<Vec<Found>> {
    let mut all = Vec::new();
    let folders = match std::fs::read_dir(folder) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(all),
        folders => folders?,
    };
    for inner in folders {
        let inner = inner?;
        if !inner.file_type()?.is_dir() {
            continue;
        }
        for file in std::fs::read_dir(inner.path())? {
            let path = file?.path();
            // It may have been renamed or removed since the folder was read.
            let Ok(touched) = std::fs::metadata(&path).and_then(|found| found.modified()) else { continue };
            let id = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let arriving = path.extension().is_some();
            all.push(Found { id, arriving, touched, path });
        }
    }
    Ok(all)
}

/// Only the owner of the server reads it; its own name is durable before anything is put in.
async fn private_folder(folder: &Path) -> io::Result<()> {
    match tokio::fs::DirBuilder::new().mode(0o700).create(folder).await {
        Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(cause) => Err(cause),
        Ok(()) => match folder.parent() {
            Some(parent) => sync_folder(parent).await,
            None => Ok(()),
        },
    }
}

async fn sync_folder(folder: &Path) -> io::Result<()> {
    tokio::fs::File::open(folder).await?.sync_all().await
}

fn gone(removed: io::Result<()>) -> io::Result<()> {
    match removed {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}
