//! The residents of the demo: twenty-four who write, and five to try sharing with.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use neighbors_domain::account::Switches;
use neighbors_domain::cells::Cell9;

use super::accounts::{self, Account, Accounts};
use super::{DemoError, Teller};
use crate::auth::Resident;
use crate::store;

/// How long before the demo's present the earliest of them joined.
const JOINED: TimeDelta = TimeDelta::days(280);
const WRITERS: usize = 24;

/// `r01` … `r24`, as the posts name them.
pub async fn writers(teller: &Teller<'_>) -> Result<HashMap<String, Resident>, DemoError> {
    let mut writers = HashMap::new();
    for n in 1..=WRITERS {
        let name = format!("r{n:02}");
        let email = format!("{name}@example.org");
        let password = teller.chance.password(&email);
        let at = teller.now - JOINED + TimeDelta::days(3 * n as i64);
        writers.insert(name, accounts::open(teller, &email, &password, at).await?);
    }
    Ok(writers)
}

/// The open request the five stand in different relations to.
pub struct Asked {
    pub area: Vec<Cell9>,
    pub incident: Cell9,
    pub published_at: DateTime<Utc>,
}

/// Of each refusal one who meets it, and one who may share.
pub async fn sharers(teller: &Teller<'_>, asked: &Asked, accounts: &mut Accounts) -> Result<(), DemoError> {
    let mut within = asked.area.iter().copied().filter(|cell| *cell != asked.incident);
    let mut within = || within.next().unwrap_or(asked.incident);
    let joined = teller.now - JOINED;
    let moved_in = joined + TimeDelta::days(60);
    let account = |email, name, address, note| Account::new("resident", email, note).named(name, address);

    let inside = account(
        "rosa.delgado@example.org",
        "Rosa Delgado-Whitfield",
        "418 Larkspur Court, Apt 2B, Cedar Flats, CO",
        "inside: lives in the area of the open request since before it was published, and may share",
    );
    live(teller, accounts, inside, Some(within()), joined, moved_in).await?;

    let outside = account(
        "henry.osei@example.org",
        "Henry Osei",
        "77 Juniper Way, Cedar Flats, CO",
        "outside: lives in the area of no open request",
    );
    live(teller, accounts, outside, Some(far_from(asked)?), joined, moved_in).await?;

    let opted_out = account(
        "wen.li@example.org",
        "Wen Li",
        "9 Aspen Row, Cedar Flats, CO",
        "opted out of all requests long ago; lives in the area of the open one",
    );
    let resident = live(teller, accounts, opted_out, Some(within()), joined, moved_in).await?;
    let switches = Switches { opt_out: true, ..Switches::default() };
    let at = moved_in + TimeDelta::days(40);
    store::accounts::set_switches(teller.store, &resident, switches, at).await?;

    let new = account(
        "samira.haddad@example.org",
        "Samira Haddad",
        "420 Larkspur Court, Cedar Flats, CO",
        "new: picked a home in the area of the open request only after it was published",
    );
    let since = asked.published_at + TimeDelta::minutes(20);
    live(teller, accounts, new, Some(within()), since, since).await?;

    let nowhere = account(
        "jonas.meyer@example.org",
        "Jonas Meyer",
        "15 Cottonwood Lane, Cedar Flats, CO",
        "no home: has never picked one",
    );
    live(teller, accounts, nowhere, None, joined, joined).await?;
    Ok(())
}

async fn live(
    teller: &Teller<'_>,
    accounts: &mut Accounts,
    account: Account,
    home: Option<Cell9>,
    joined: DateTime<Utc>,
    moved_in: DateTime<Utc>,
) -> Result<Resident, DemoError> {
    let resident = accounts.open(teller, account.at_home(home), joined).await?;
    if let Some(home) = home {
        store::home::pick(teller.store, teller.secrets, &resident, home, moved_in).await?;
    }
    Ok(resident)
}

/// In the same feed, some blocks away.
fn far_from(asked: &Asked) -> Result<Cell9, DemoError> {
    const HOME: &str = "89268cda90bffff";
    let home = HOME.parse().map_err(|_| DemoError::Story("the home outside is no cell".to_owned()))?;
    if asked.area.contains(&home) {
        return Err(DemoError::Story("the home outside lies inside".to_owned()));
    }
    Ok(home)
}
