//! Two trained reviewers of the demo, one who is still learning, and a request that waits for them.

use chrono::TimeDelta;
use neighbors_domain::review::{Done, Module};

use super::accounts::{Account, Accounts};
use super::assistance_requests::Asks;
use super::{DemoError, Teller};
use crate::auth::Operator;
use crate::store::reviewers;

/// Email, modules passed, note.
const REVIEWERS: [(&str, usize, &str); 3] = [
    ("nora.lindqvist@example.org", 6, "reviews requests before they are published, at /review"),
    ("david.okafor@example.org", 6, "reviews requests too: the second one where two are needed"),
    ("lena.park@example.org", 4, "is still in training, so the queue is closed to her"),
];
const ASSESSOR: &str = "Trainer of the demo";

/// After everything else, so that the ids of the rest stay what they are.
pub async fn tell(teller: &Teller<'_>, asks: &Asks, accounts: &mut Accounts) -> Result<(), DemoError> {
    let joined = teller.now - TimeDelta::days(200);
    let operator = Operator::at_the_command_line;
    for (email, modules, note) in REVIEWERS {
        accounts.open(teller, Account::new("reviewer", email, note), joined).await?;
        reviewers::add(teller.store, operator(), email, joined).await.map_err(DemoError::story)?;
        for (n, module) in Module::ALL.into_iter().take(modules).enumerate() {
            // A module each ten days: six of them take fifty.
            let on = (joined + TimeDelta::days(10 * n as i64)).date_naive();
            let done = Done { module, on, assessor: ASSESSOR.to_owned() };
            reviewers::record(teller.store, operator(), email, &done).await.map_err(DemoError::story)?;
        }
    }
    asks.wait(teller).await
}
