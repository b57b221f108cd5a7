//! `neighbors moderators add EMAIL`, `list`, `remove EMAIL`: who decides about flags.

use clap::Subcommand;

use super::{Failure, House};
use crate::auth::Operator;
use crate::config::Place;
use crate::store::moderators;

#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Name a resident a moderator; takes effect at once, also while the server runs
    Add {
        /// Of an account that is there already
        email: String,
        #[command(flatten)]
        place: Place,
    },
    /// Numbers and email addresses of all moderators
    List {
        #[command(flatten)]
        place: Place,
    },
    /// End it; the number stays in the public log and is not given again
    Remove {
        email: String,
        #[command(flatten)]
        place: Place,
    },
}

pub async fn run(args: Args) -> Result<(), Failure> {
    let (What::Add { place, .. } | What::List { place } | What::Remove { place, .. }) = &args.what;
    let house = House::open(&place.locate(&place.file()?)?).await?;
    let operator = Operator::at_the_command_line();
    match &args.what {
        What::Add { email, .. } => {
            let number = moderators::add(&house.store, operator, email, chrono::Utc::now()).await?;
            println!("{email} is moderator {number}");
        }
        What::List { .. } => {
            let all = moderators::list(&house.store, operator).await?;
            for one in &all {
                println!("{}\t{}\tsince {}", one.number, one.email, one.since.date_naive());
            }
            if all.len() < 2 {
                println!("An appeal is answered by another moderator: name at least two.");
            }
        }
        What::Remove { email, .. } => {
            let number = moderators::remove(&house.store, operator, email).await?;
            println!("{email} was moderator {number} and is no longer one");
        }
    }
    Ok(())
}
