//! Is a data folder sound? Looks, and changes nothing.

use std::fmt;

use crate::cli::cannot_open;
use crate::config::Located;
use crate::files::Files;
use crate::secrets::Secrets;
use crate::store::{self, Store};

/// One thing that was looked at, in a sentence.
#[derive(Debug, PartialEq)]
pub enum Finding {
    Sound(String),
    /// Does no harm, and should not be there.
    Odd(String),
    Wrong(String),
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sound(sentence) => write!(f, "ok     {sentence}"),
            Self::Odd(sentence) => write!(f, "odd    {sentence}"),
            Self::Wrong(sentence) => write!(f, "wrong  {sentence}"),
        }
    }
}

use Finding::{Odd, Sound, Wrong};

pub async fn folder(place: &Located) -> Vec<Finding> {
    if !place.data.is_dir() {
        return vec![Wrong(format!("there is no folder {}", place.data.display()))];
    }
    let mut findings = Vec::new();
    findings.push(match Secrets::read(&place.secrets) {
        Ok(_) => Sound("the secret keys are there and readable".into()),
        Err(cause) => Wrong(cause.to_string()),
    });
    match store::look(&place.database).await {
        Ok(store) => {
            findings.extend(database(&store).await.unwrap_or_else(|cause| vec![unreadable(&cause)]));
            findings.extend(bodies(&store, &Files::new(&place.data)).await);
        }
        Err(cause) => findings.push(Wrong(cannot_open(&cause))),
    }
    findings
}

fn unreadable(cause: &sqlx::Error) -> Finding {
    Wrong(format!("the database cannot be read: {cause}"))
}

async fn database(store: &Store) -> Result<Vec<Finding>, sqlx::Error> {
    let mut findings = Vec::new();
    for complaint in store::soundness::complaints(store).await? {
        findings.push(Wrong(format!("the database: {complaint}")));
    }
    if findings.is_empty() {
        findings.push(Sound("the database holds together".into()));
    }
    let (done, known) = store::soundness::migrations(store).await?;
    findings.push(match done == known {
        true => Sound(format!("it is of this version of the program ({known} migrations)")),
        false => Wrong(format!(
            "it has {done} migrations, this program has {known}: `neighbors serve` brings it up"
        )),
    });
    Ok(findings)
}

/// Each sealed file lies in two places: its header in the database, its body on disk.
async fn bodies(store: &Store, files: &Files) -> Vec<Finding> {
    match compare(store, files).await {
        Ok(findings) => findings,
        Err(crate::Error::Store(cause)) => vec![unreadable(&cause)],
        Err(cause) => vec![Wrong(format!("the sealed files cannot be looked through: {cause}"))],
    }
}

async fn compare(store: &Store, files: &Files) -> crate::Result<Vec<Finding>> {
    let expected = store::soundness::bodies(store).await?;
    let mut findings = Vec::new();
    for (id, bytes) in &expected {
        match files.length(id).await? {
            Some(length) if length == *bytes => {}
            Some(length) => findings.push(Wrong(format!("sealed file {id} has {length} bytes, not {bytes}"))),
            None => findings.push(Wrong(format!("sealed file {id} is missing"))),
        }
    }
    let whole = expected.len() - findings.len();
    findings.insert(0, Sound(format!("{whole} sealed files are whole")));
    let (arriving, whole): (Vec<_>, Vec<_>) =
        files.all().await?.into_iter().partition(|found| found.arriving);
    let orphans = whole.iter().filter(|found| !expected.contains_key(&found.id)).count();
    if orphans > 0 {
        findings.push(Odd(format!(
            "{orphans} files on disk belong to nothing: a running server clears them away"
        )));
    }
    if !arriving.is_empty() {
        findings
            .push(Odd(format!("{} files are on their way, or were when the server stopped", arriving.len())));
    }
    Ok(findings)
}
