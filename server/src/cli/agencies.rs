//! `neighbors agencies admit SLUG …`, `suspend`, `resume`, `leave`, `list`: who takes part here.

use std::path::PathBuf;

use chrono::Utc;
use clap::Subcommand;
use neighbors_domain::addresses::pages;
use neighbors_domain::admission::Statement;
use neighbors_domain::agency::{AgencyKind, TipLine};
use neighbors_domain::cells::Region7;
use neighbors_domain::officers::{Invite, Roles};
use neighbors_domain::share::KEPT_DAYS;
use neighbors_domain::us_states;

use super::{Failure, House};
use crate::auth::{Operator, new_token, token_sha256};
use crate::config::{self, Place};
use crate::import::{regions_of_file, regions_of_outline};
use crate::mail::{self, PostOffice, letters};
use crate::store::Store;
use crate::store::agencies::{self, NewAgency, Terms, Whom};
use crate::store::officers::invitations::{self, By};
use crate::text::slug;

#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Make an agency active: a listed one by its address, or a new one
    Admit(Box<Admit>),
    /// Freeze its open requests; nobody can share, its history stays public
    Suspend(One),
    /// End a suspension
    Resume(One),
    /// It takes part no more: its officers are signed out for good, its history stays public
    Leave(One),
    /// Send its first administrator an invitation; everybody else is invited in the portal
    Invite {
        /// As in the address of its page: /agencies/SLUG
        slug: String,
        /// A mailbox of the official domain
        email: String,
        /// Where people reach this server: the link leads there
        #[arg(
            long,
            value_name = "URL",
            env = "NEIGHBORS_PUBLIC_URL",
            default_value = "http://localhost:8080"
        )]
        public_url: String,
        #[command(flatten)]
        place: Place,
    },
    /// All that were ever admitted, with their state and since when
    List {
        #[command(flatten)]
        place: Place,
    },
}

#[derive(clap::Args)]
struct One {
    /// As in the address of its page: /agencies/SLUG
    slug: String,
    #[command(flatten)]
    place: Place,
}

#[derive(clap::Args)]
struct Admit {
    /// Of a listed agency, as in the address of its page: /agencies/SLUG
    #[arg(required_unless_present = "new", conflicts_with = "new")]
    slug: Option<String>,
    /// The name of an agency that no list brought
    #[arg(long, value_name = "NAME", requires_all = ["kind", "state"])]
    new: Option<String>,
    /// Of a new one: police, sheriff, fire, emergency_management or local_government
    #[arg(long = "type", value_name = "TYPE", value_parser = kind, requires = "new")]
    kind: Option<AgencyKind>,
    /// Of a new one: the two letters of its state
    #[arg(long, value_name = "CO", value_parser = us_state, requires = "new")]
    state: Option<String>,
    #[arg(long, requires = "new")]
    city: Option<String>,
    #[arg(long, requires = "new")]
    county: Option<String>,
    /// Where its officers have their mailboxes: what stands after the @. Officers are invited there only
    #[arg(long, value_name = "DOMAIN")]
    domain: String,
    /// How the public reaches it: an email address or a phone number
    #[arg(long)]
    contact: String,
    /// A phone number for those who give no name
    #[arg(long, value_name = "PHONE")]
    tip_phone: Option<String>,
    /// A page for those who give no name
    #[arg(long, value_name = "https://…")]
    tip_web: Option<String>,
    /// Gifts and incentives received from vendors; “None” is an answer
    #[arg(long)]
    gifts: String,
    /// How long it promises to keep what is shared with it
    #[arg(long, value_name = "DAYS", default_value_t = KEPT_DAYS)]
    keeps: u32,
    /// Where it serves, in words: “City of Denver”
    #[arg(long, value_name = "WORDS")]
    jurisdiction: Option<String>,
    /// Where it serves: a file with its outline, GeoJSON or TopoJSON
    #[arg(long, value_name = "FILE", conflicts_with = "outline")]
    outline_file: Option<PathBuf>,
    /// Where it serves: the Census number of a city (7 digits), township (10) or county (5) whose outline was imported
    /// [default: the one a listed agency came with]
    #[arg(long, value_name = "NUMBER")]
    outline: Option<String>,
    #[command(flatten)]
    place: Place,
}

fn kind(text: &str) -> Result<AgencyKind, String> {
    let known = AgencyKind::from_key(text).ok_or_else(|| {
        let may = AgencyKind::ALL.iter().filter(|kind| kind.may_ask()).map(|kind| kind.key());
        format!("one of {}", may.collect::<Vec<_>>().join(", "))
    })?;
    if known.may_ask() {
        Ok(known)
    } else {
        Err(format!("agencies of the kind “{}” are listed only", known.name()))
    }
}

fn us_state(text: &str) -> Result<String, String> {
    let known = us_states::ALL.iter().find(|(letters, _)| *letters == text);
    known
        .map(|(letters, _)| (*letters).to_owned())
        .ok_or_else(|| "the two letters of a state, like CO".to_owned())
}

pub async fn run(args: Args) -> Result<(), Failure> {
    let place = match &args.what {
        What::Admit(admit) => &admit.place,
        What::Suspend(one) | What::Resume(one) | What::Leave(one) => &one.place,
        What::Invite { place, .. } | What::List { place } => place,
    };
    let house = House::open(&place.locate(&place.file()?)?).await?;
    let (store, operator, now) = (&house.store, Operator::at_the_command_line(), Utc::now());
    match &args.what {
        What::Admit(admit) => self::admit(store, operator, admit).await?,
        What::Suspend(One { slug, .. }) => match agencies::suspend(store, operator, slug, now).await? {
            true => println!("{slug} is suspended: its open requests are frozen"),
            false => return Err(cannot(store, slug, "only an active agency can be suspended").await?),
        },
        What::Resume(One { slug, .. }) => match agencies::resume(store, operator, slug, now).await? {
            true => println!("{slug} is active again"),
            false => return Err(cannot(store, slug, "only a suspended agency can be resumed").await?),
        },
        What::Leave(One { slug, .. }) => match agencies::leave(store, operator, slug, now).await? {
            true => println!("{slug} has left: its officers are signed out, its history stays public"),
            false => return Err(cannot(store, slug, "only an agency that was admitted can leave").await?),
        },
        What::Invite { slug, email, public_url, .. } => {
            let office = PostOffice::new(&house.data, &config::public_url(public_url)?);
            invite(&house, operator, office, slug, email, &config::public_url(public_url)?).await?;
        }
        What::List { .. } => list(store, operator).await?,
    }
    Ok(())
}

async fn cannot(store: &Store, slug: &str, why: &str) -> Result<Failure, Failure> {
    Ok(match agencies::state_of(store, slug).await? {
        None => agencies::AdmitError::Unknown.into(),
        Some(state) => format!("{slug} is {}: {why}", state.name().to_lowercase()).into(),
    })
}

/// The mail lies in the mail folder; a server that sends mails takes it from there.
async fn invite(
    house: &House,
    operator: Operator,
    office: PostOffice,
    slug: &str,
    email: &str,
    public_url: &str,
) -> Result<(), Failure> {
    let (store, now) = (&house.store, Utc::now());
    let (agency, domain, name) = match agencies::active(store, slug).await? {
        Some(found) => found,
        None => return Err(cannot(store, slug, "only an active agency has officers").await?),
    };
    let invite = Invite { email: email.to_owned(), roles: Roles::all(), administrator: true };
    invite.check(&domain)?;
    let to = mail::address(email)?;
    let token = new_token();
    invitations::add(store, By::Operator(operator, &agency), &invite, &token_sha256(&token), now).await?;
    let link = format!("{public_url}{}#{token}", pages::PORTAL_JOIN);
    office.send(to, &letters::invitation(&name, &link), &store.new_id(), now).await?;
    println!(
        "{email} is invited as administrator of {slug}: the mail is on its way, its link works for 72 hours, once"
    );
    Ok(())
}

async fn list(store: &Store, operator: Operator) -> Result<(), Failure> {
    let all = agencies::admitted(store, operator).await?;
    if all.is_empty() {
        println!("No agency was admitted yet.");
    }
    for one in all {
        let (state, since) = (one.card.state.name().to_lowercase(), one.at.date_naive());
        let (slug, name) = (one.card.agency.slug, one.card.agency.name);
        println!("{slug}\t{state} since {since}\t{}\t{}\t{name}", one.card.kind.key(), one.official_domain);
    }
    Ok(())
}

async fn admit(store: &Store, operator: Operator, admit: &Admit) -> Result<(), Failure> {
    let new = admit.new.as_ref().zip(admit.kind).zip(admit.state.as_ref()).map(|((name, kind), us_state)| {
        NewAgency {
            slug: slug(&format!("{name} {us_state}")),
            name: name.trim().to_owned(),
            kind,
            demo: false,
            city: admit.city.clone(),
            county: admit.county.clone(),
            us_state: us_state.clone(),
            place: None,
        }
    });
    let whom = match (&new, &admit.slug) {
        (Some(new), _) => Whom::New(new),
        (None, Some(slug)) => Whom::Known(slug),
        (None, None) => return Err("name a listed agency, or a new one with --new".into()),
    };
    let (regions, outline) = ground(store, admit).await?;
    let terms = Terms {
        official_domain: admit.domain.trim().to_lowercase(),
        statement: Statement {
            contact: admit.contact.trim().to_owned(),
            tip_line: TipLine { phone: admit.tip_phone.clone(), web: admit.tip_web.clone() },
            gifts: admit.gifts.trim().to_owned(),
            retention_days: admit.keeps,
        },
        jurisdiction: admit.jurisdiction.clone(),
        regions,
        outline,
    };
    agencies::admit(store, operator, whom, &terms, Utc::now()).await?;
    let slug = new.as_ref().map(|new| &new.slug).or(admit.slug.as_ref()).expect("one of the two");
    println!("{slug} is active and serves {} regions", terms.regions.len());
    Ok(())
}

/// The regions, and the Census number they come from.
async fn ground(store: &Store, admit: &Admit) -> Result<(Vec<Region7>, Option<String>), Failure> {
    if let Some(path) = &admit.outline_file {
        let broken =
            |cause: &dyn std::fmt::Display| format!("{} says no jurisdiction:\n{cause}", path.display());
        let file = std::fs::File::open(path).map_err(|cause| broken(&cause))?;
        return Ok((regions_of_file(file).map_err(|cause| broken(&cause))?, None));
    }
    let listed = match &admit.slug {
        Some(slug) if agencies::state_of(store, slug).await?.is_none() => {
            return Err(agencies::AdmitError::Unknown.into());
        }
        Some(slug) => agencies::outline_of(store, slug).await?,
        None => None,
    };
    let Some(number) = admit.outline.clone().or(listed) else {
        return Err("say where it serves: --outline-file FILE, or --outline with a Census number".into());
    };
    let regions = regions_of_outline(store, &number).await?.ok_or_else(|| {
        format!("no outline with the number {number} was imported: `neighbors import outlines FILE` does it, or give --outline-file")
    })?;
    Ok((regions, Some(number)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listed_only_kind_is_refused_by_name_and_a_state_is_two_letters() {
        assert_eq!(kind("constable").unwrap_err(), "agencies of the kind “Constable” are listed only");
        assert!(kind("immigration").unwrap_err().contains("police, sheriff"));
        assert!(us_state("co").is_err() && us_state("CO").is_ok());
    }
}
