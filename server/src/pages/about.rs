//! What the page at an address is about: its head, and the same in plain markup for readers without JavaScript.
//!
//! Only what everybody may know is looked up. A share that is somebody else's is a page like any other.

use neighbors_domain::addresses::pages;
use neighbors_domain::agency::{AgencyProfile, AgencyState};
use neighbors_domain::assistance_request::AssistanceRequest;
use neighbors_domain::feed::KnownPlace;
use neighbors_domain::language::Language;
use neighbors_domain::post::{Author, Post};

use super::head::Head;
use super::language::Said;
use super::markup::{escaped, first_words, paragraphs};
use crate::{App, Result, store};

/// Characters of a description: about what a search engine or a message shows.
const DESCRIPTION: usize = 160;

pub struct About {
    pub head: Head,
    /// Markup for readers without the program; empty where there is nothing to read without the program.
    pub plain: String,
    pub there: bool,
    /// Regions and ids it shows, as [`crate::live`] names them.
    pub shows: Vec<String>,
}

/// `page` as [`pages::find`] knows it, with what stands in place of its `:id`.
pub async fn of(app: &App, page: Option<(&'static str, &str)>, language: Language) -> Result<About> {
    let Some((page, id)) = page else { return Ok(nothing(language)) };
    let about = match page {
        pages::POST => store::posts::show(&app.store, id).await?.map(|it| post(&it, language)),
        pages::ASSISTANCE_REQUEST | pages::HELP => {
            let found = store::assistance_requests::show(&app.store, id, app.clock.now()).await?;
            found.map(|it| request(&it, page == pages::HELP, language))
        }
        pages::AGENCY => {
            let found = store::agencies::profile(&app.store, id, app.clock.now()).await?;
            found.map(|it| agency(&it, language))
        }
        page => Some(fixed(page, language)),
    };
    Ok(about.unwrap_or_else(|| nothing(language)))
}

/// The feed of a place; without one, of nowhere in particular.
pub fn feed(place: Option<&KnownPlace>, query: &str, language: Language) -> About {
    let title = match place {
        Some(place) if !place.name.is_empty() => {
            language.say("What happened near {place}").replace("{place}", &place.name)
        }
        _ => language.say("What happened nearby").to_owned(),
    };
    let description = language.say("Posts of neighbors and public-safety agencies, and requests for assistance anyone can check, newest first.");
    let address = if query.is_empty() { pages::FEED.to_owned() } else { format!("{}?{query}", pages::FEED) };
    let agencies = format!("<p><a href=\"{}\">{}</a></p>", pages::AGENCIES, language.say("The agencies"));
    let plain = format!("<h1>{}</h1><p>{}</p>{agencies}", escaped(&title), escaped(description));
    let head = Head { title, description: description.to_owned(), address: Some(address), article: false };
    About { head, plain, there: true, shows: Vec::new() }
}

fn post(post: &Post, language: Language) -> About {
    let card = &post.card;
    let removed = match card.hidden {
        Some(_) => language.say("Hidden by a moderator"),
        None => language.say("Removed by its author"),
    };
    let title = card.title.clone().unwrap_or_else(|| removed.to_owned());
    let place = card.place.name.as_deref();
    let facts: Vec<&str> = [Some(language.say(card.category.name())), place].into_iter().flatten().collect();
    let facts = facts.join(" · ");
    let said = match &card.text {
        Some(text) => first_words(&format!("{facts}. {text}"), DESCRIPTION),
        None => facts.clone(),
    };
    let by = match &card.author {
        Author::Officer { badge } => format!("{}, {}", badge.name, badge.agency.name),
        Author::Neighbor { .. } => language.say("A neighbor").to_owned(),
    };
    let mut plain = heading(&title, &[&facts, &by, &language.date(card.at)]);
    plain += &card.text.as_deref().map(paragraphs).unwrap_or_default();
    let address = Some(pages::post(&card.id));
    About {
        head: Head { title, description: said, address, article: true },
        plain,
        there: true,
        shows: vec![card.id.clone(), card.place.region.to_string()],
    }
}

fn request(request: &AssistanceRequest, help: bool, language: Language) -> About {
    let draft = &request.draft;
    let window = language.window(draft.window, &draft.zone);
    let agency = &request.agency.name;
    let facts = format!("{}. {window}", draft.incident_type);
    let asks = language.say("{agency} asks for recordings.");
    let description = first_words(&format!("{} {facts}.", asks.replace("{agency}", agency)), 2 * DESCRIPTION);
    let case = format!("{} {}", language.say("Case"), draft.case_number);
    let kind = language.say("Request for assistance");
    let state = language.say(request.life.state.name());
    let mut plain = heading(&draft.title, &[kind, agency, state, &draft.incident_type, &window, &case]);
    plain += &paragraphs(&draft.text);
    // Its form has an address of its own, which says nothing new.
    let address = Some(pages::assistance_request(&request.id));
    let title = match help {
        true => format!("{}: {}", language.say("Help"), draft.title),
        false => draft.title.clone(),
    };
    About {
        head: Head { title, description, address, article: true },
        plain,
        there: true,
        shows: vec![request.id.clone()],
    }
}

fn agency(profile: &AgencyProfile, language: Language) -> About {
    let card = &profile.card;
    let place = [card.city.as_deref(), Some(card.us_state.as_str())];
    let place = place.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let kind = format!("{} · {place}", language.say(card.kind.name()));
    let since = language.known(card.since);
    let state = match card.state {
        AgencyState::Listed => language.say("Listed since {date}"),
        AgencyState::Active => language.say("Takes part since {date}"),
        AgencyState::Suspended => language.say("Suspended"),
        AgencyState::Left => language.say("Left"),
    };
    let state = state.replace("{date}", &since);
    let asked = profile.assistance_requests.len();
    let count = language.say("Requests for assistance here: {n}").replace("{n}", &asked.to_string());
    let name = card.agency.name.clone();
    let mut plain = heading(&name, &[&kind, &state, &count]);
    for it in &profile.assistance_requests {
        let address = pages::assistance_request(&it.id);
        plain += &format!("<p><a href=\"{}\">{}</a></p>", escaped(&address), escaped(&it.title));
    }
    let address = Some(pages::agency(&card.agency.slug));
    let description = format!("{kind}. {state}. {count}.");
    About {
        head: Head { title: name, description, address, article: false },
        plain,
        there: true,
        shows: vec![card.agency.slug.clone()],
    }
}

fn heading(title: &str, facts: &[&str]) -> String {
    let facts = facts.iter().map(|fact| format!("<li>{}</li>", escaped(fact))).collect::<String>();
    format!("<h1>{}</h1><ul>{facts}</ul>", escaped(title))
}

/// Pages that say the same to everybody, and those that are about oneself: engines leave these out.
fn fixed(page: &'static str, language: Language) -> About {
    // Title, description, and whether everybody may find it.
    let (title, description, public) = match page {
        pages::AGENCIES => (language.say("Agencies"), language.say("Every agency that takes part or ever did, since when, and everything it asked for."), true),
        pages::ACTIVITY => (language.say("How much happened where"), language.say("A place cell by cell, as a table: how many posts, requests and public records, and of which kind."), true),
        pages::ABOUT => (language.say("About"), language.say("Where the idea comes from, with dates and sources, what was criticised, and what this project does about it."), true),
        pages::HOW_IT_WORKS => (language.say("How agencies work here"), language.say("The agencies’ portal, shown to everybody: what officers write, what reviewers ask, and what nobody sees."), true),
        pages::RULES => (language.say("The rules, with their numbers"), language.say("What a request for assistance must carry and may not ask, with every number."), true),
        pages::PRIVACY => (language.say("Privacy"), language.say("What is sealed, what nobody can find out, and what is not protected yet."), true),
        pages::CREDITS => (language.say("Credits"), language.say("Whose data, pictures and programs this stands on, each with its licence."), true),
        pages::MODERATION_LOG => (language.say("Moderation log"), language.say("What moderators decided, by number, rule and day. Never the words or their author."), true),
        pages::JOIN => (language.say("Join Neighbors"), language.say("An email address, and that you are an adult: nothing else is asked."), true),
        pages::SHARES => (language.say("My shares"), language.say("What you shared, with whom, who opened it, and how to withdraw it."), false),
        pages::SHARE => (language.say("A share"), language.say("The receipt of one share: what was sent, who opened it and when it is deleted."), false),
        pages::COMPOSE => (language.say("New post"), language.say("Tell your neighbors what you saw. Photos and videos are cleaned before they leave your device."), false),
        pages::SIGN_IN => (language.say("Sign in"), language.say("With email and password, or with a passkey."), false),
        pages::CONFIRM => (language.say("How do you want to sign in?"), language.say("The last step of joining: a password or a passkey."), false),
        pages::RECOVER => (language.say("A new password"), language.say("By a link in a mail, and a day later, so that you can say no."), false),
        pages::CONFIRM_EMAIL => (language.say("Another email address"), language.say("Where the mail about a changed address leads."), false),
        pages::SETTINGS => (language.say("Settings"), language.say("Your switches, your home, how you sign in, and how to leave."), false),
        pages::HOME => (language.say("Your home"), language.say("One cell of a grid, chosen on the map. Your street address stays with you."), false),
        pages::NOTICES => (language.say("Notices"), language.say("Answers in your threads, and what is new around you."), false),
        pages::MY_MODERATION => (language.say("Notices about what you wrote"), language.say("What moderators decided about it, why, and how to appeal."), false),
        pages::MODERATION => (language.say("Moderation"), language.say("What was flagged and waits for a moderator, without names."), false),
        pages::PORTAL => (language.say("Portal for agencies"), language.say("What residents shared with an agency, opened by its officers alone."), false),
        pages::PORTAL_FEED => (language.say("What happens in your jurisdiction"), language.say("What everybody reads there, for officers who answer it."), false),
        pages::PORTAL_POST => (language.say("A post, read in the portal"), language.say("What a neighbor or an officer wrote, and the answers to it."), false),
        pages::PORTAL_ANNOUNCE => (language.say("New announcement"), language.say("Written by an officer, for regions of the agency's jurisdiction."), false),
        pages::PORTAL_SIGN_IN => (language.say("Sign in to the portal"), language.say("For officers of agencies that take part here."), false),
        pages::PORTAL_SHARE => (language.say("A share, opened in the portal"), language.say("What one resident shared, opened with the key of its case."), false),
        pages::PORTAL_REQUESTS => (language.say("Requests of an agency"), language.say("What an agency drafts, sends to review, and what became of it."), false),
        pages::PORTAL_REQUEST => (language.say("A request, read in the portal"), language.say("Who asks for what, where and when, and the answers to it."), false),
        pages::PORTAL_DRAFT => (language.say("New request for assistance"), language.say("Written with every rule shown as pass or fail."), false),
        pages::PORTAL_AMEND => (language.say("Amend a request"), language.say("A new version of a request: narrower, or corrected, and reviewed again."), false),
        pages::PORTAL_JOIN => (language.say("Become an officer here"), language.say("An invitation to a mailbox of an agency, taken up."), false),
        pages::PORTAL_OFFICERS => (language.say("Officers"), language.say("Who writes, asks and opens shares in the name of an agency."), false),
        pages::PORTAL_KEYS => (language.say("Keys of your agency"), language.say("Root key, recovery sheet, and who is certified with them."), false),
        pages::PORTAL_ACCOUNT => (language.say("How an officer signs in"), language.say("Passkeys, password and authenticator of an officer, and where they are signed in."), false),
        pages::PORTAL_AGENCY => (language.say("What your agency states"), language.say("Contact, tip line, gifts and how long recordings are kept."), false),
        pages::REVIEW => (language.say("What waits for review"), language.say("Requests that trained reviewers read before anybody else does."), false),
        pages::REVIEW_CASE => (language.say("One request in review"), language.say("A request, the rules it keeps, and the questions only a person can answer."), false),
        _ => (language.say("Neighborhood safety, in the open"), language.say("An open, self-hosted network for neighbors and public-safety agencies."), true),
    };
    let address = public.then(|| page.to_owned());
    let head = Head { title: title.to_owned(), description: description.to_owned(), address, article: false };
    let plain = if public { heading(title, &[description]) } else { String::new() };
    About { head, plain, there: true, shows: Vec::new() }
}

fn nothing(language: Language) -> About {
    let title = language.say("There is no page here").to_owned();
    let description = language.say("The address may be mistyped.").to_owned();
    let plain = heading(&title, &[&description]);
    let head = Head { title, description, address: None, article: false };
    About { head, plain, there: false, shows: Vec::new() }
}
