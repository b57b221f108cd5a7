//! `neighbors reviewers add EMAIL`, `record`, `keep-away`, `list`, `remove`: who checks requests, and their training.

use chrono::NaiveDate;
use clap::Subcommand;
use neighbors_domain::review::{Done, Module};

use super::{Failure, House};
use crate::auth::Operator;
use crate::config::Place;
use crate::store::reviewers;

#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Name a resident a reviewer; the queue opens to them when their training is recorded
    Add {
        /// Of an account that is there already
        email: String,
        #[command(flatten)]
        place: Place,
    },
    /// Record a module of the training as passed
    Record {
        email: String,
        /// rules, lawful-activity, descriptions, victims, area-and-window or supervised
        #[arg(value_parser = module)]
        module: Module,
        /// The day it was passed: 2026-09-01
        #[arg(long)]
        on: NaiveDate,
        /// Who says so
        #[arg(long)]
        assessor: String,
        #[command(flatten)]
        place: Place,
    },
    /// Keep the requests of an agency from a reviewer who works there, or did
    KeepAway {
        email: String,
        /// As in its address: cedar-flats-police-department
        agency: String,
        #[command(flatten)]
        place: Place,
    },
    /// Numbers, email addresses and training of all reviewers
    List {
        #[command(flatten)]
        place: Place,
    },
    /// End it; the number stays beside its decisions and is not given again
    Remove {
        email: String,
        #[command(flatten)]
        place: Place,
    },
}

fn module(key: &str) -> Result<Module, String> {
    let keys: Vec<&str> = Module::ALL.into_iter().map(Module::key).collect();
    Module::from_key(key).ok_or_else(|| format!("the modules are {}", keys.join(", ")))
}

pub async fn run(args: Args) -> Result<(), Failure> {
    let (What::Add { place, .. }
    | What::Record { place, .. }
    | What::KeepAway { place, .. }
    | What::List { place }
    | What::Remove { place, .. }) = &args.what;
    let house = House::open(&place.locate(&place.file()?)?).await?;
    let operator = Operator::at_the_command_line();
    let now = chrono::Utc::now();
    match &args.what {
        What::Add { email, .. } => {
            let number = reviewers::add(&house.store, operator, email, now).await?;
            println!("{email} is reviewer {number}; the queue opens when the training is recorded");
        }
        What::Record { email, module, on, assessor, .. } => {
            let done = Done { module: *module, on: *on, assessor: assessor.clone() };
            let number = reviewers::record(&house.store, operator, email, &done).await?;
            println!("reviewer {number} passed “{}” on {on}", module.name());
        }
        What::KeepAway { email, agency, .. } => {
            let number = reviewers::keep_away(&house.store, operator, email, agency).await?;
            println!("reviewer {number} never decides about {agency}");
        }
        What::List { .. } => {
            for (one, record) in reviewers::list(&house.store, operator).await? {
                let training = match record.check(now.date_naive()) {
                    Ok(()) => "trained".to_owned(),
                    Err(lacking) => lacking.to_string(),
                };
                println!("{}\t{}\tsince {}\t{training}", one.number, one.email, one.since.date_naive());
                for done in record.done {
                    println!("\t{}\t{}\t{}", done.on, done.module.key(), done.assessor);
                }
            }
        }
        What::Remove { email, .. } => {
            let number = reviewers::remove(&house.store, operator, email).await?;
            println!("{email} was reviewer {number} and is no longer one");
        }
    }
    Ok(())
}
