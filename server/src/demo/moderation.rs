//! Two moderators of the demo, one comment they hid, and one that still waits for them.

use std::collections::HashMap;

use chrono::TimeDelta;
use neighbors_domain::comment;
use neighbors_domain::moderation::{Decision, Flag, Reason};
use neighbors_domain::record::Spoken;

use super::accounts::{Account, Accounts};
use super::posts::Posts;
use super::{DemoError, Teller};
use crate::auth::{Moderator, Operator, Resident, Writer};
use crate::store::{self, moderators};

/// A comment, who flags it, and as what; long enough ago that it is no news.
struct Told {
    post: &'static str,
    by: &'static str,
    text: &'static str,
    flagged_by: &'static [&'static str],
    reason: Reason,
    hidden: bool,
}

const TOLD: [Told; 2] = [
    Told {
        post: "A van with its back doors open was parked across the alley for an hour",
        by: "r20",
        text: "That is the tenant on the second floor. I wrote down the name and the plate and will put both here.",
        flagged_by: &["r03", "r11"],
        reason: Reason::PrivateDetails,
        hidden: true,
    },
    Told {
        post: "Window of a parked car broken, only the change was taken",
        by: "r21",
        text: "Anybody who walks down that street after ten is up to something, ask yourself who they are.",
        flagged_by: &["r05"],
        reason: Reason::LawfulActivity,
        hidden: false,
    },
];

/// After everything else, so that the ids of the rest stay what they are.
pub async fn tell(teller: &Teller<'_>, posts: &Posts, accounts: &mut Accounts) -> Result<(), DemoError> {
    let joined = teller.now - TimeDelta::days(200);
    let mut first = None;
    for (email, note) in [
        ("ines.moreau@example.org", "decides about flags; hid a comment of the demo"),
        ("tomas.rivera@example.org", "decides about flags; answers appeals against the other one"),
    ] {
        let resident = accounts.open(teller, Account::new("moderator", email, note), joined).await?;
        let number = moderators::add(teller.store, Operator::at_the_command_line(), email, joined).await;
        let number = number.map_err(DemoError::story)?;
        first.get_or_insert(Moderator { account: resident.account, number });
    }
    let Some(moderator) = first else { return Ok(()) };
    for told in &TOLD {
        let (thread, residents) = (posts.id_of(told.post)?, posts.residents());
        one(teller, told, thread, &residents, &moderator).await?;
    }
    Ok(())
}

async fn one(
    teller: &Teller<'_>,
    told: &Told,
    thread: &str,
    residents: &HashMap<&str, &Resident>,
    moderator: &Moderator,
) -> Result<(), DemoError> {
    let (store, secrets) = (teller.store, teller.secrets);
    let known = |name: &str| {
        residents.get(name).copied().ok_or_else(|| DemoError::Story(format!("nobody is called {name}")))
    };
    let draft = comment::Draft { text: told.text.to_owned() }.check().map_err(DemoError::story)?;
    let draft = Spoken::by_a_resident(draft);
    let written = teller.now - TimeDelta::hours(26);
    let writer = Writer::Resident(known(told.by)?.clone());
    let item = store::comments::add(store, secrets, &writer, thread, &draft, written).await?.id;
    let flag = Flag { item: item.clone(), reason: told.reason };
    for name in told.flagged_by {
        let at = written + TimeDelta::minutes(40);
        store::moderation::flag(store, secrets, known(name)?, &flag, at).await?;
    }
    if told.hidden {
        let decision = Decision::Hide { reason: told.reason };
        let at = written + TimeDelta::hours(3);
        store::moderation::decide(store, secrets, moderator, &item, decision, at).await?;
    }
    Ok(())
}
