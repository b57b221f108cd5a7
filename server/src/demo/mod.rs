//! The demo world: stories told through the same functions as the API, with a moving clock.
//!
//! The same seed and present give the same addresses, words, times, passwords and keys. What is sealed
//! (wrapped keys, authors) differs in its bytes, since age draws fresh ones each time, not in what it opens to.

use std::path::Path;

use chrono::{DateTime, Utc};
use neighbors_domain::feed::KnownPlace;

use crate::auth::Operator;
use crate::ids::Ids;
use crate::import::{self, ImportError, Progress};
use crate::password::Cost;
use crate::secrets::Secrets;
use crate::store::agencies::AdmitError;
use crate::store::{self, Store};

mod accounts;
mod agencies;
mod assistance_requests;
mod chance;
mod ground;
mod incidents;
mod keys;
mod moderation;
mod posts;
mod residents;
mod review;
mod time;
pub mod voices;

use accounts::Accounts;
use assistance_requests::Asks;
use chance::Chance;
use posts::Posts;

const AGENCIES: &[u8] = include_bytes!("../../../data/ring_partner_agencies_2020-10.csv");
const NEIGHBORHOODS: &[u8] = include_bytes!("../../../data/denver_neighborhoods.geojson");
/// The place of somebody who has chosen none.
const PLACE: &str = "capitol-hill-denver";
pub const ACCOUNTS_FILE: &str = "demo-accounts.json";

#[derive(Debug, Clone, Copy)]
pub struct Options {
    pub seed: u64,
    /// The demo's present: every story lies before it.
    pub now: DateTime<Utc>,
    /// Of the accounts' passwords: full as on any server, quick where a test makes many worlds.
    pub cost: Cost,
    /// How many real incidents stand in its feed: all, or so many of the newest around the place shown first.
    pub incidents: Option<usize>,
    /// Streets, parks and outlines for the maps: some seconds' work that tests of many worlds leave out.
    pub ground: bool,
}

/// The one who tells: what every story needs.
struct Teller<'a> {
    store: &'a Store,
    secrets: &'a Secrets,
    chance: Chance,
    now: DateTime<Utc>,
    cost: Cost,
}

#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    #[error("a demo needs a new or empty folder, and this one holds something")]
    NotEmpty,
    #[error("this database already holds accounts: a demo needs an empty one")]
    NotNew,
    #[error("a story of the demo does not fit the rules: {0}")]
    Story(String),
    #[error(transparent)]
    Refused(#[from] crate::Error),
    #[error(transparent)]
    Admit(#[from] AdmitError),
    #[error(transparent)]
    Import(#[from] ImportError),
    #[error(transparent)]
    Store(#[from] sqlx::Error),
    #[error("the folder cannot be written: {0}")]
    Disk(#[from] std::io::Error),
}

impl DemoError {
    fn story(cause: impl std::fmt::Display) -> Self {
        Self::Story(cause.to_string())
    }
}

/// The secrets of a demo come from its seed: they protect nobody, since nobody is in it.
pub fn secrets(seed: u64) -> Secrets {
    let chance = Chance::new(seed);
    Secrets::new(chance.bytes("pepper"), chance.key("authors"), chance.bytes("record"))
}

/// A new or empty folder only: a demo never mixes with people.
pub fn empty(folder: &Path) -> Result<(), DemoError> {
    match std::fs::read_dir(folder) {
        Ok(mut entries) => entries.next().map_or(Ok(()), |_| Err(DemoError::NotEmpty)),
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(cause) => Err(cause.into()),
    }
}

/// Tells all stories into an empty database and writes `demo-accounts.json` into the folder.
pub async fn fill(
    store: &Store,
    secrets: &Secrets,
    folder: &Path,
    options: Options,
) -> Result<(), DemoError> {
    let accounts = tell(store, secrets, options).await?;
    accounts.write(&folder.join(ACCOUNTS_FILE))?;
    Ok(())
}

async fn tell(store: &Store, secrets: &Secrets, options: Options) -> Result<Accounts, DemoError> {
    if store::accounts::any(store).await? {
        return Err(DemoError::NotNew);
    }
    let chance = Chance::new(options.seed);
    let store =
        &store.clone().with_ids(Ids::seeded(chance.bytes("ids"))).keeping_record(secrets.record_key());
    let teller = Teller { store, secrets, chance, now: options.now, cost: options.cost };
    let place = public_facts(&teller).await?;
    incidents::record(&teller, &place, options.incidents).await?;
    if options.ground {
        ground::import(store).await?;
    }
    let mut accounts = Accounts::default();
    let cedars = agencies::join(&teller, &place, &mut accounts).await?;
    let mut posts = Posts::read(residents::writers(&teller).await?, &cedars)?;
    let mut asks = Asks::read(cedars)?;
    residents::sharers(&teller, &asks.newest(options.now)?, &mut accounts).await?;

    enum Moment {
        Post(posts::Moment),
        Ask(assistance_requests::Moment),
    }
    let mut moments: Vec<(DateTime<Utc>, Moment)> = Vec::new();
    moments.extend(posts.moments(options.now).into_iter().map(|(at, moment)| (at, Moment::Post(moment))));
    moments.extend(asks.moments(options.now).into_iter().map(|(at, moment)| (at, Moment::Ask(moment))));
    moments.sort_by_key(|(at, _)| *at);
    for (at, moment) in moments {
        match moment {
            Moment::Post(moment) => posts.tell(&teller, moment, at).await?,
            Moment::Ask(moment) => asks.tell(&teller, moment, at).await?,
        }
    }
    moderation::tell(&teller, &posts, &mut accounts).await?;
    review::tell(&teller, &asks, &mut accounts).await?;
    Ok(accounts)
}

/// What is real: the agencies that took part, the neighborhoods of Denver, its public record. Never a request, an officer or
/// a post for a real agency.
async fn public_facts(teller: &Teller<'_>) -> Result<KnownPlace, DemoError> {
    let (store, operator) = (teller.store, Operator::at_the_command_line);
    store::settings::set(store, "demo", "1").await?;
    import::agencies(store, operator(), AGENCIES, teller.now, &Progress::silent()).await?;
    import::neighborhoods(store, operator(), NEIGHBORHOODS).await?;
    store::settings::set(store, "place", PLACE).await?;
    let place = store::places::by_slug(store, PLACE).await?;
    place.ok_or_else(|| DemoError::Story("the place shown first is not known".to_owned()))
}
