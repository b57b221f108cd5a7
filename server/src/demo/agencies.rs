//! The two agencies of the demo: fictional, active, and marked so wherever they are named.

use age::secrecy::ExposeSecret;
use age::x25519::Recipient;
use chrono::{DateTime, TimeDelta, Utc};
use neighbors_domain::agency::{AgencyKind, TipLine};
use neighbors_domain::assistance_request::LeadInvestigator;
use neighbors_domain::feed::{KnownPlace, RINGS};
use neighbors_domain::share::KEPT_DAYS;

use super::accounts::{Account, Accounts};
use super::{DemoError, Teller, keys};
use crate::auth::{Officer, Operator};
use crate::store;
use crate::store::agencies::{NewAgency, Terms, Whom};
use crate::store::officers::NewOfficer;

/// How long before the demo's present they joined.
const JOINED: TimeDelta = TimeDelta::days(262);
const DOMAIN: &str = "cedarflats.example";

/// Words and numbers of one agency; phone numbers are of the range kept free for fiction.
struct Cast {
    key: &'static str,
    slug: &'static str,
    name: &'static str,
    kind: AgencyKind,
    case_prefix: &'static str,
    contact: &'static str,
    tip_phone: &'static str,
    tip_web: &'static str,
    /// Name, title, badge number, email.
    officers: [[&'static str; 4]; 3],
}

const CAST: [Cast; 2] = [
    Cast {
        key: "police",
        slug: "cedar-flats-police-department",
        name: "Cedar Flats Police Department",
        kind: AgencyKind::Police,
        case_prefix: "CF",
        contact: "records@cedarflats.example",
        tip_phone: "303-555-0142",
        tip_web: "https://tips.cedarflats.example",
        officers: [
            ["Det. Maya Ortega", "Detective, Property Crimes", "2217", "m.ortega"],
            ["Officer Priya Raman", "Patrol, District 3", "3108", "p.raman"],
            ["Sgt. Thomas Keller", "Sergeant, Traffic Investigation", "1940", "t.keller"],
        ],
    },
    Cast {
        key: "fire",
        slug: "cedar-flats-fire-department",
        name: "Cedar Flats Fire Department",
        kind: AgencyKind::Fire,
        case_prefix: "FF",
        contact: "prevention@cedarflats.example",
        tip_phone: "303-555-0177",
        tip_web: "https://tips.cedarflats.example/fire",
        officers: [
            ["Lt. Owen Baptiste", "Lieutenant, Prevention", "F-118", "o.baptiste"],
            ["Inv. Lucia Fuentes", "Fire Investigator", "F-204", "l.fuentes"],
            ["Capt. Hannah Brandt", "Captain, Station 4", "F-031", "h.brandt"],
        ],
    },
];

/// An agency that has joined, as its stories need it.
pub struct Cedar {
    pub key: &'static str,
    pub case_prefix: &'static str,
    pub tip_line: TipLine,
    pub officers: Vec<Officer>,
    pub leads: Vec<LeadInvestigator>,
    /// Whom the keys of requests are wrapped for.
    pub holders: Vec<(String, Recipient)>,
    pub recovery: Recipient,
}

pub async fn join(
    teller: &Teller<'_>,
    place: &KnownPlace,
    accounts: &mut Accounts,
) -> Result<Vec<Cedar>, DemoError> {
    let joined = teller.now - JOINED;
    let mut all = Vec::new();
    for cast in &CAST {
        let terms = terms(cast, place);
        let operator = Operator::at_the_command_line();
        let agency =
            store::agencies::admit(teller.store, operator, Whom::New(&new(cast)), &terms, joined).await?;
        let mut cedar = Cedar {
            key: cast.key,
            case_prefix: cast.case_prefix,
            tip_line: terms.tip_line,
            officers: Vec::new(),
            leads: Vec::new(),
            holders: Vec::new(),
            recovery: teller.chance.key(&format!("{} recovery", cast.key)).to_public(),
        };
        for (n, officer) in cast.officers.iter().enumerate() {
            let since = joined + TimeDelta::days(2 + 9 * n as i64);
            add_officer(teller, cast, &agency, officer, &mut cedar, accounts, since).await?;
        }
        all.push(cedar);
    }
    Ok(all)
}

async fn add_officer(
    teller: &Teller<'_>,
    cast: &Cast,
    agency: &str,
    [name, title, badge_number, mailbox]: &[&str; 4],
    cedar: &mut Cedar,
    accounts: &mut Accounts,
    since: DateTime<Utc>,
) -> Result<(), DemoError> {
    let email = format!("{mailbox}@{DOMAIN}");
    let identity = teller.chance.key(&email);
    let passphrase = teller.chance.passphrase(&email);
    let note = format!("{name}, {title}");
    let account =
        Account::new("officer", &email, &note).of_agency(cast.name).with_key(passphrase.expose_secret());
    let account = accounts.open(teller, account, since).await?;
    let new = NewOfficer {
        account: account.account,
        agency: agency.to_owned(),
        name: (*name).to_owned(),
        title: (*title).to_owned(),
        badge_number: (*badge_number).to_owned(),
        recipient: identity.to_public().to_string(),
        wrapped_identity: keys::lock(&identity, &passphrase),
    };
    let officer = store::officers::admit(teller.store, &new, since).await?;
    cedar.holders.push((officer.id.clone(), identity.to_public()));
    cedar.leads.push(LeadInvestigator { name: new.name, title: new.title, contact: email });
    cedar.officers.push(officer);
    Ok(())
}

fn new(cast: &Cast) -> NewAgency {
    NewAgency {
        slug: cast.slug.to_owned(),
        name: cast.name.to_owned(),
        kind: cast.kind,
        demo: true,
        city: Some("Cedar Flats".to_owned()),
        county: None,
        us_state: "CO".to_owned(),
        // A town that does not exist has no place on the map.
        place: None,
    }
}

fn terms(cast: &Cast, place: &KnownPlace) -> Terms {
    Terms {
        official_domain: DOMAIN.to_owned(),
        contact: Some(cast.contact.to_owned()),
        tip_line: TipLine { phone: Some(cast.tip_phone.to_owned()), web: Some(cast.tip_web.to_owned()) },
        gifts: Some("None".to_owned()),
        retention_days: KEPT_DAYS,
        jurisdiction: Some("Central Denver, in this demo only".to_owned()),
        // One ring more than a feed shows: all their stories play there.
        regions: place.region.disk(RINGS + 1),
    }
}
