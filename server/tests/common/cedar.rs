//! A fictional police department with two officers, and what they ask for.

// Each test file uses another part of it.
#![allow(dead_code)]

use age::secrecy::ExposeSecret;
use age::x25519::Identity;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, TimeDelta, Utc};
use neighbors_domain::Checked;
use neighbors_domain::admission::Statement;
use neighbors_domain::agency::{AgencyKind, TipLine};
use neighbors_domain::area::Area;
use neighbors_domain::assistance_request::{Declarations, Draft, LeadInvestigator, Submission};
use neighbors_domain::case_number::CaseNumber;
use neighbors_domain::cells::{Cell8, Cell9, Region7};
use neighbors_domain::officers::Roles;
use neighbors_domain::record::Spoken;
use neighbors_domain::rules::Review;
use neighbors_domain::window::Window;
use neighbors_server::auth::{Officer, Operator};
use neighbors_server::demo::voices::Voice;
use neighbors_server::store;
use neighbors_server::store::agencies::{NewAgency, Terms, Whom};
use neighbors_server::store::assistance_requests::{Keys, RECOVERY, WrappedKey};
use neighbors_server::store::officers::NewOfficer;

use super::{TestServer, enrol_codes, hand, now};

pub const ORTEGA: &str = "m.ortega@cedarflats.example";
pub const RAMAN: &str = "p.raman@cedarflats.example";
pub const SLUG: &str = "cedar-flats-police-department";

/// Opens every officer's key in the tests.
pub const PASSPHRASE: &str = "qk7d-m2xh-9wzt-4pfa-hh3e-u8rn-b6yc";

/// In Capitol Hill.
pub fn incident() -> Cell9 {
    "89268cda823ffff".parse().expect("a cell")
}

pub fn cell() -> Cell8 {
    incident().cell8()
}

pub fn region() -> Region7 {
    incident().region()
}

pub struct Cedar {
    pub agency: String,
    pub ortega: Officer,
    pub raman: Officer,
    /// Officers' own keys, in the order above.
    pub identities: [Identity; 2],
    pub recovery: Identity,
    /// The agency's address, and the mailbox of who leads its requests.
    pub slug: String,
    pub lead: String,
}

impl Cedar {
    /// Active since half a year.
    pub async fn new(server: &TestServer) -> Self {
        Self::named(server, SLUG, "Cedar Flats Police Department", [ORTEGA, RAMAN]).await
    }

    pub async fn named(server: &TestServer, slug: &str, name: &str, emails: [&str; 2]) -> Self {
        Self::admitted(server, slug, name, emails, now() - TimeDelta::days(180)).await
    }

    /// `at`: by the clock of whoever admits it, which is another than the server's.
    pub async fn admitted(
        server: &TestServer,
        slug: &str,
        name: &str,
        emails: [&str; 2],
        at: DateTime<Utc>,
    ) -> Self {
        let since = now() - TimeDelta::days(180);
        let new = NewAgency {
            slug: slug.into(),
            name: name.into(),
            kind: AgencyKind::Police,
            demo: true,
            city: Some("Cedar Flats".into()),
            county: None,
            us_state: "CO".into(),
            place: None,
        };
        let terms = Terms {
            official_domain: "cedarflats.example".into(),
            statement: Statement {
                contact: "records@cedarflats.example".into(),
                tip_line: tip_line(),
                gifts: "None".into(),
                retention_days: 60,
            },
            jurisdiction: None,
            regions: region().disk(1),
            outline: None,
        };
        let operator = Operator::at_the_command_line();
        let agency = store::agencies::admit(server.store(), operator, Whom::New(&new), &terms, at).await;
        let agency = agency.expect("an agency");
        let identities = [Identity::generate(), Identity::generate()];
        let ortega = officer(server, &agency, emails[0], "Det. Maya Ortega", &identities[0], since).await;
        let recovery = Identity::generate();
        hand::certify(server, &ortega, Some(&recovery.to_public().to_string())).await;
        let raman = officer(server, &agency, emails[1], "Officer Priya Raman", &identities[1], since).await;
        hand::certify(server, &raman, None).await;
        Self { agency, ortega, raman, identities, recovery, slug: slug.into(), lead: emails[0].into() }
    }

    /// A fresh key for one request, wrapped as an officer's browser would.
    pub fn keys(&self) -> Keys {
        let identity = Identity::generate();
        let wrap = |holder: &str, to: &Identity| WrappedKey {
            holder: holder.into(),
            wrapped: STANDARD.encode(
                age::encrypt(&to.to_public(), identity.to_string().expose_secret().as_bytes())
                    .expect("sealed"),
            ),
        };
        let wrapped = vec![
            wrap(&self.ortega.id, &self.identities[0]),
            wrap(&self.raman.id, &self.identities[1]),
            wrap(RECOVERY, &self.recovery),
        ];
        Keys { recipient: identity.to_public().to_string(), wrapped }
    }

    /// What the browser of an officer sends.
    pub fn submission(&self, draft: Draft) -> Submission {
        let Keys { recipient, wrapped } = self.keys();
        Submission { draft, recipient, wrapped, signed: None }
    }

    /// Signed by who leads its requests.
    pub fn spoken(
        &self,
        draft: Checked<Draft>,
        recipient: &str,
        at: DateTime<Utc>,
    ) -> Spoken<Checked<Draft>> {
        let key = hand::signing_key(&self.lead);
        let voice = Voice { agency: self.slug.clone(), officer: self.ortega.id.clone(), key };
        let signed = Some(voice.assistance_request(&draft, recipient, at));
        Spoken { draft, signed }
    }

    /// Submitted, but not published.
    pub async fn submitted(&self, server: &TestServer, draft: Draft, at: DateTime<Utc>) -> String {
        let history = store::assistance_requests::history(server.store(), &self.ortega, &draft, at).await;
        let draft = draft.check(at, &history.expect("a history")).expect("a draft within the rules");
        let keys = self.keys();
        let spoken = self.spoken(draft, &keys.recipient, at);
        let id = store::assistance_requests::submit(server.store(), &self.ortega, &spoken, &keys, at).await;
        id.expect("submitted")
    }

    pub async fn published(&self, server: &TestServer, draft: Draft, at: DateTime<Utc>) -> String {
        let id = self.submitted(server, draft, at).await;
        store::assistance_requests::publish(server.store(), &review(), &id, at).await.expect("published");
        id
    }
}

async fn officer(
    server: &TestServer,
    agency: &str,
    email: &str,
    name: &str,
    identity: &Identity,
    since: DateTime<Utc>,
) -> Officer {
    let mut lock = age::scrypt::Recipient::new(PASSPHRASE.to_owned().into());
    lock.set_work_factor(2);
    let sealed = age::encrypt(&lock, identity.to_string().expose_secret().as_bytes()).expect("sealed");
    let new = NewOfficer {
        account: server.resident(email).await.account,
        agency: agency.into(),
        name: name.into(),
        title: "Detective, Property Crimes".into(),
        badge_number: "2217".into(),
        recipient: identity.to_public().to_string(),
        wrapped_identity: STANDARD.encode(sealed),
        signing_key: hand::signing_key(email).public(),
        roles: Roles::all(),
        administrator: false,
    };
    let officer = store::officers::admit(server.store(), &new, since).await.expect("an officer");
    enrol_codes(server, &officer, email).await;
    officer
}

fn tip_line() -> TipLine {
    TipLine { phone: Some("303-555-0142".into()), web: None }
}

pub fn review() -> Review {
    Review { reviewer: 4, questions_answered: 8, questions: 8, second: None }
}

/// Within every rule, if published at [`now`].
pub fn draft() -> Draft {
    Draft {
        case_number: CaseNumber("CF-26-04417".into()),
        incident_type: "Burglary of a detached garage".into(),
        title: "Garage break-ins along the alleys".into(),
        text: "Three detached garages were entered. We are looking for recordings of the alleys.".into(),
        lead: LeadInvestigator {
            name: "Det. Maya Ortega".into(),
            title: "Detective, Property Crimes".into(),
            contact: ORTEGA.into(),
        },
        area: Area::around(incident()),
        window: Window { from: now() - TimeDelta::hours(22), until: now() - TimeDelta::hours(18) },
        zone: "America/Denver".into(),
        tip_line: tip_line(),
        declarations: Declarations::ALL,
    }
}

pub fn draft_of_case(number: &str) -> Draft {
    Draft { case_number: CaseNumber(number.into()), ..draft() }
}
