//! The two agencies of the demo: fictional, active, and marked so wherever they are named.

use age::secrecy::ExposeSecret;
use age::x25519::{Identity, Recipient};
use chrono::{DateTime, TimeDelta, Utc};
use neighbors_domain::admission::Statement;
use neighbors_domain::agency::{AgencyKind, TipLine};
use neighbors_domain::assistance_request::LeadInvestigator;
use neighbors_domain::feed::{KnownPlace, RINGS};
use neighbors_domain::officers::{Certify, MakeKeys, Roles};
use neighbors_domain::record::{self, SigningKey};
use neighbors_domain::share::KEPT_DAYS;

use super::accounts::{Account, Accounts};
use super::voices::Voice;
use super::{DemoError, Teller, keys};
use crate::auth::{AgencyAdmin, Officer, Operator};
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
    /// The hands of its officers, in their order.
    pub voices: Vec<Voice>,
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
        let cedar = Cedar {
            key: cast.key,
            case_prefix: cast.case_prefix,
            tip_line: terms.statement.tip_line,
            officers: Vec::new(),
            leads: Vec::new(),
            holders: Vec::new(),
            voices: Vec::new(),
            recovery: teller.chance.key(&recovery(cast)).to_public(),
        };
        all.push((agency, cedar));
    }
    for n in 0..3 {
        for (cast, (agency, cedar)) in CAST.iter().zip(&mut all) {
            let since = joined + TimeDelta::days(2 + 9 * n as i64);
            add_officer(teller, cast, agency, &cast.officers[n], cedar, accounts, since).await?;
        }
    }
    Ok(all.into_iter().map(|(_, cedar)| cedar).collect())
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
    let totp_secret = teller.chance.totp_secret(&email);
    let account = Account::new("officer", &email, &note)
        .of_agency(cast.name)
        .with_key(passphrase.expose_secret(), &keys::signing(&identity))
        .with_codes(&totp_secret);
    // The first of each agency looks after the others.
    let administrator = cedar.officers.is_empty();
    let account = match administrator {
        true => {
            let recovery = teller.chance.key(&recovery(cast)).to_string();
            account.with_sheet(root_seed(teller, cast), recovery.expose_secret().to_owned())
        }
        false => account,
    };
    let account = accounts.open(teller, account, since).await?;
    let new = NewOfficer {
        account: account.account,
        agency: agency.to_owned(),
        name: (*name).to_owned(),
        title: (*title).to_owned(),
        badge_number: (*badge_number).to_owned(),
        recipient: identity.to_public().to_string(),
        wrapped_identity: keys::lock(&identity, &passphrase),
        signing_key: keys::signing(&identity).public(),
        roles: Roles::all(),
        administrator,
    };
    let officer = store::officers::admit(teller.store, &new, since).await?;
    let sealed = teller.secrets.seal(&totp_secret);
    store::officers::code::enrol(&mut *teller.store.acquire().await?, &officer, &sealed, None).await?;
    certify(teller, cast, &officer, &new, &identity, cedar, since).await?;
    // They come by every day; the last time was just now.
    store::officers::came(teller.store, &officer.account, teller.now).await?;
    cedar.holders.push((officer.id.clone(), identity.to_public()));
    cedar.voices.push(Voice {
        agency: cast.slug.to_owned(),
        officer: officer.id.clone(),
        key: keys::signing(&identity),
    });
    cedar.leads.push(LeadInvestigator { name: new.name, title: new.title, contact: email });
    cedar.officers.push(officer);
    Ok(())
}

/// What chance draws the recovery key and the root key of an agency by.
fn recovery(cast: &Cast) -> String {
    format!("{} recovery", cast.key)
}

fn root(cast: &Cast) -> String {
    format!("{} root key", cast.key)
}

/// As on the sheet: hex.
fn root_seed(teller: &Teller<'_>, cast: &Cast) -> String {
    hex::encode(teller.chance.bytes(&root(cast)))
}

/// The first of each agency makes its keys and certifies the others; the recovery sheet lies in the safe.
async fn certify(
    teller: &Teller<'_>,
    cast: &Cast,
    officer: &Officer,
    new: &NewOfficer,
    identity: &Identity,
    cedar: &Cedar,
    at: DateTime<Utc>,
) -> Result<(), DemoError> {
    let root = SigningKey::from_seed(teller.chance.bytes(&root(cast)));
    let certificate = root.sign(&record::Statement::Officer {
        agency: cast.slug.to_owned(),
        officer: officer.id.clone(),
        name: new.name.clone(),
        title: new.title.clone(),
        key: new.signing_key,
        recipient: new.recipient.clone(),
        at,
    });
    let administrator = |officer: &Officer| AgencyAdmin(officer.clone());
    match cedar.officers.first() {
        None => {
            let seed = root_seed(teller, cast);
            let made = MakeKeys {
                key: root.public(),
                recovery: cedar.recovery.to_string(),
                wrapped: keys::seal_text(&identity.to_public(), &seed),
                certificate,
            };
            store::agencies::make_keys(teller.store, &administrator(officer), &made, at).await?;
        }
        Some(first) => {
            let certify = Certify { certificate, wrapped: None };
            store::agencies::certify(teller.store, &administrator(first), &officer.id, &certify, at).await?;
        }
    }
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
        statement: Statement {
            contact: cast.contact.to_owned(),
            tip_line: TipLine { phone: Some(cast.tip_phone.to_owned()), web: Some(cast.tip_web.to_owned()) },
            gifts: "None".to_owned(),
            retention_days: KEPT_DAYS,
        },
        jurisdiction: Some("Central Denver, in this demo only".to_owned()),
        // One ring more than a feed shows: all their stories play there.
        regions: place.region.disk(RINGS + 1),
        outline: None,
    }
}
