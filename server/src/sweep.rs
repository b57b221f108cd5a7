//! What goes by itself: uploads nobody shared, photos no post carries, shares whose time is over, bodies that belong
//! to nothing.

use std::collections::HashSet;
use std::time::{Duration, SystemTime};

use crate::files::{Files, Found};
use crate::{App, Result, store};

/// A file that was touched so recently may be one that is just arriving.
const SETTLED: Duration = Duration::from_secs(60 * 60);

/// How many files, shares and bodies went.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Swept {
    pub abandoned: usize,
    pub expired: usize,
    pub forgotten: u64,
    pub orphans: usize,
}

/// Rows first, bodies after: whatever interrupts it, a body without its header stays noise and is found next time.
pub async fn sweep(app: &App) -> Result<Swept> {
    let now = app.clock.now();
    let expired = store::shares::expire(&app.store, now).await?;
    app.files.remove(&expired).await?;
    let abandoned = store::uploads::forget_abandoned(&app.store, now).await?;
    app.files.remove(&abandoned).await?;
    let unseen = store::media::forget(&app.store, now).await?;
    app.media.remove(&unseen).await?;
    let forgotten = store::shares::forget(&app.store, now).await?;
    app.store.forget_for_good().await?;
    let orphans = orphans(app).await?;
    Ok(Swept { abandoned: abandoned.len() + unseen.len(), expired: expired.len(), forgotten, orphans })
}

/// Bodies without a row that needs them: a server that was killed between the two leaves them behind.
/// Their age is told by the disk and so judged by the computer's clock, never by a stopped one.
async fn orphans(app: &App) -> Result<usize> {
    let (sealed, whole) = settled(&app.files).await?;
    let alive = store::uploads::alive(&app.store, &whole).await?;
    let gone = discard(&app.files, sealed, &alive).await?;
    let (media, whole) = settled(&app.media).await?;
    let alive = store::media::alive(&app.store, &whole).await?;
    Ok(gone + discard(&app.media, media, &alive).await?)
}

/// What has lain there for a while, and the ids of those that arrived whole.
async fn settled(files: &Files) -> Result<(Vec<Found>, Vec<String>)> {
    let settled = SystemTime::now() - SETTLED;
    let mut old = files.all().await?;
    old.retain(|file| file.touched <= settled);
    let whole = old.iter().filter(|file| !file.arriving).map(|file| file.id.clone()).collect();
    Ok((old, whole))
}

async fn discard(files: &Files, mut old: Vec<Found>, alive: &HashSet<String>) -> Result<usize> {
    old.retain(|file| file.arriving || !alive.contains(&file.id));
    for file in &old {
        files.discard(file).await?;
    }
    Ok(old.len())
}
