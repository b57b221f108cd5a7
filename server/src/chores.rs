//! What has to be done now and then, whoever calls: forgetting what is over.

use std::time::Duration;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use crate::{App, routes, store, sweep};

const EACH: Duration = Duration::from_secs(3 * 60);
/// Between two looks at what is to be removed, in milliseconds.
const PAUSE: std::ops::Range<u64> = 1_000..3_000;

/// Until the server stops. A chore that fails is tried again next time.
pub async fn forever(app: App) {
    tokio::join!(now_and_then(&app), one_by_one(&app));
}

/// What those who left wrote goes one piece at a time, and never two in one step: pieces that went together would
/// belong together.
async fn one_by_one(app: &App) {
    loop {
        let mut chance = StdRng::from_os_rng();
        let done = store::leaving::remove_next(&app.store, &mut chance, app.clock.now()).await;
        if let Err(cause) = done {
            tracing::warn!(%cause, "a removal failed");
        }
        tokio::time::sleep(Duration::from_millis(chance.random_range(PAUSE))).await;
    }
}

async fn now_and_then(app: &App) {
    loop {
        if let Err(cause) = once(app).await {
            tracing::warn!(%cause, "a chore failed");
        }
        tokio::time::sleep(EACH).await;
    }
}

/// Every chore, by the server's clock.
pub async fn once(app: &App) -> crate::Result<()> {
    let now = app.clock.now();
    app.limits.sweep();
    store::sessions::sweep(&app.store, now).await?;
    store::home::sweep_tries(&app.store, now).await?;
    store::mail_links::sweep(&app.store, now).await?;
    store::email_change::sweep(&app.store, now).await?;
    store::passkeys::sweep(&app.store, now).await?;
    store::officers::invitations::sweep(&app.store, now).await?;
    store::officers::list::switch_off_idle(&app.store, now).await?;
    routes::officers::remind(app).await?;
    routes::recovery::take_effect(app).await?;
    store::comments::forget_removed(&app.store, now).await?;
    store::drafts::sweep(&app.store, now).await?;
    store::moderation::sweep(&app.store, now).await?;
    routes::notices::send_digests(app).await?;
    store::leaving::schedule(&app.store, &app.secrets, &mut StdRng::from_os_rng(), now).await?;
    app.mail.sweep().await?;
    sweep::sweep(app).await?;
    Ok(())
}
