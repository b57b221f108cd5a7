//! `neighbors demo`: a new folder full of people who do not exist.

use chrono::{DateTime, Utc};

use super::house::make_private;
use super::{Failure, cannot_open};
use crate::config::Place;
use crate::demo::{self, ACCOUNTS_FILE, Options};
use crate::password::Cost;
use crate::store;

#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    place: Place,
    /// The same seed and present make the same world
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// The present of the world, like 2026-10-21T18:30:00-06:00 [default: now]
    #[arg(long, value_name = "TIME")]
    now: Option<DateTime<Utc>>,
    /// So many real incidents in the feed, the newest around the place shown first [default: all]
    #[arg(long, value_name = "N")]
    incidents: Option<usize>,
}

pub async fn run(args: Args) -> Result<(), Failure> {
    let place = args.place.locate(&args.place.file()?)?;
    demo::empty(&place.data)?;
    demo::empty(&place.secrets)?;
    make_private(&place)?;
    let secrets = demo::secrets(args.seed);
    secrets.write(&place.secrets).map_err(|cause| format!("the secret keys cannot be written: {cause}"))?;
    let store = store::open(&place.database).await.map_err(|cause| cannot_open(&cause))?;
    let options = Options {
        seed: args.seed,
        now: args.now.unwrap_or_else(Utc::now),
        cost: Cost::Full,
        incidents: args.incidents,
        ground: true,
    };
    demo::fill(&store, &secrets, &place.data, options).await?;
    store.close().await;
    println!("A demo world is in {}.", place.data.display());
    println!("Who can sign in: {}", place.data.join(ACCOUNTS_FILE).display());
    println!("Serve it: neighbors serve --data {}", place.data.display());
    Ok(())
}
