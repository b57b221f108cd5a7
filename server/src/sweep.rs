//! What goes by itself: uploads nobody shared, shares whose time is over, bodies that belong to nothing.

use std::time::{Duration, SystemTime};

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
    let forgotten = store::shares::forget(&app.store, now).await?;
    app.store.forget_for_good().await?;
    Ok(Swept { abandoned: abandoned.len(), expired: expired.len(), forgotten, orphans: orphans(app).await? })
}

/// Bodies without a row that needs them: a server that was killed between the two leaves them behind.
/// Their age is told by the disk and so judged by the computer's clock, never by a stopped one.
async fn orphans(app: &App) -> Result<usize> {
    let settled = SystemTime::now() - SETTLED;
    let mut old = app.files.all().await?;
    old.retain(|file| file.touched <= settled);
    let whole: Vec<String> = old.iter().filter(|file| !file.arriving).map(|file| file.id.clone()).collect();
    let alive = store::uploads::alive(&app.store, &whole).await?;
    old.retain(|file| file.arriving || !alive.contains(&file.id));
    for file in &old {
        app.files.discard(file).await?;
    }
    Ok(old.len())
}
