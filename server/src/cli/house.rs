//! Opening the data folder: made on first use, refused when its keys are gone.

use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use super::Failure;
use crate::config::Located;
use crate::secrets::Secrets;
use crate::store::{self, Store};

/// An open data folder.
pub struct House {
    pub data: PathBuf,
    pub store: Store,
    pub secrets: Secrets,
}

impl House {
    /// Makes folder, database and keys where nothing is yet.
    pub async fn open(place: &Located) -> Result<Self, Failure> {
        make_private(place)?;
        let store = store::open(&place.database).await.map_err(|cause| cannot_open(&cause))?;
        let secrets = keys(&store, &place.secrets).await?;
        let store = store.keeping_record(secrets.record_key());
        Ok(Self { data: place.data.clone(), store, secrets })
    }
}

/// Folder and file for the owner alone; a folder that is there already keeps its permissions.
pub fn make_private(place: &Located) -> Result<(), Failure> {
    let made = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(&place.data);
    made.map_err(|cause| format!("the data folder {} cannot be made: {cause}", place.data.display()))?;
    if let Some(file) = place.database_file() {
        // Before SQLite does, which would let everyone on this machine read it; its other files follow this one.
        let made = std::fs::OpenOptions::new().append(true).create(true).mode(0o600).open(&file);
        made.map_err(|cause| format!("the database cannot be made: {cause}"))?;
    }
    Ok(())
}

/// New keys only for a database in which nobody has anything to lose yet.
async fn keys(store: &Store, folder: &Path) -> Result<Secrets, Failure> {
    let nothing_there = ["pepper", "author-key", "record-key"].iter().all(|name| !folder.join(name).exists());
    if nothing_there && !store::accounts::any(store).await? {
        let secrets = Secrets::random();
        secrets.write(folder).map_err(|cause| format!("the secret keys cannot be written: {cause}"))?;
        tracing::info!(folder = %folder.display(), "new secret keys: keep a copy of this folder, apart from backups");
        return Ok(secrets);
    }
    Ok(Secrets::read(folder)?)
}

/// Which database it is stays out of the sentence: its address may hold a password.
pub fn cannot_open(cause: &sqlx::Error) -> String {
    match cause {
        sqlx::Error::Migrate(cause) => {
            format!("the database is of another version of this program: {cause}")
        }
        cause => format!("the database cannot be opened: {cause}"),
    }
}
