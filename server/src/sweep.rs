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
    let unfinished = store::arriving::forget(&app.store, now).await?;
    for id in &unfinished {
        app.media.remove_part(id).await?;
    }
    let forgotten = store::shares::forget(&app.store, now).await?;
    store::assistance_requests::keys::forget(&app.store, now).await?;
    app.store.forget_for_good().await?;
    let orphans = orphans(app).await?;
    Ok(Swept {
        abandoned: abandoned.len() + unseen.len() + unfinished.len(),
        expired: expired.len(),
        forgotten,
        orphans,
    })
}

/// Bodies without a row that needs them: a server that was killed between the two leaves them behind.
/// Their age is told by the disk and so judged by the computer's clock, never by a stopped one.
async fn orphans(app: &App) -> Result<usize> {
    let sealed = settled(&app.files).await?;
    let alive = store::uploads::alive(&app.store, &whole(&sealed)).await?;
    let gone = discard(&app.files, sealed, &alive, &HashSet::new()).await?;
    let media = settled(&app.media).await?;
    let alive = store::media::alive(&app.store, &whole(&media)).await?;
    let parts: Vec<String> = media.iter().filter(|file| file.arriving).map(|file| file.id.clone()).collect();
    let awaited = store::arriving::alive(&app.store, &parts).await?;
    Ok(gone + discard(&app.media, media, &alive, &awaited).await?)
}

/// What has lain there for a while.
async fn settled(files: &Files) -> Result<Vec<Found>> {
    let settled = SystemTime::now() - SETTLED;
    let mut old = files.all().await?;
    old.retain(|file| file.touched <= settled);
    Ok(old)
}

/// The ids of those that arrived whole.
fn whole(old: &[Found]) -> Vec<String> {
    old.iter().filter(|file| !file.arriving).map(|file| file.id.clone()).collect()
}

/// `awaited`: half-written files whose other half may still come.
async fn discard(
    files: &Files,
    mut old: Vec<Found>,
    alive: &HashSet<String>,
    awaited: &HashSet<String>,
) -> Result<usize> {
    old.retain(|file| if file.arriving { !awaited.contains(&file.id) } else { !alive.contains(&file.id) });
    for file in &old {
        files.discard(file).await?;
    }
    Ok(old.len())
}
