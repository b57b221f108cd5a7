//! What has to be done now and then, whoever calls: forgetting what is over.

use std::time::Duration;

use rand::SeedableRng;
use rand::rngs::StdRng;

use crate::{App, routes, store, sweep};

const EACH: Duration = Duration::from_secs(3 * 60);

/// Until the server stops. A chore that fails is tried again next time.
pub async fn forever(app: App) {
    loop {
        if let Err(cause) = once(&app).await {
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
    routes::recovery::take_effect(app).await?;
    store::leaving::schedule(&app.store, &app.secrets, &mut StdRng::from_os_rng(), now).await?;
    store::leaving::remove_due(&app.store, now).await?;
    app.mail.sweep().await?;
    sweep::sweep(app).await?;
    Ok(())
}
