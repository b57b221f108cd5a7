//! What the page at an address is about: its head, and the same in plain markup for readers without JavaScript.
//!
//! Only what everybody may know is looked up. A share that is somebody else's is a page like any other.

use neighbors_domain::addresses::pages;
use neighbors_domain::agency::{AgencyProfile, AgencyState};
use neighbors_domain::assistance_request::AssistanceRequest;
use neighbors_domain::feed::KnownPlace;
use neighbors_domain::post::{Author, Post};

use super::head::Head;
use super::language::Language;
use super::markup::{escaped, first_words, paragraphs};
use crate::{App, Result, store};

/// Characters of a description: about what a search engine or a message shows.
const DESCRIPTION: usize = 160;

pub struct About {
    pub head: Head,
    /// Markup for `<noscript>`; empty where there is nothing to read without the program.
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
        Some(place) if !place.name.is_empty() => language
            .say("What happened near {place}", "Qué pasó cerca de {place}")
            .replace("{place}", &place.name),
        _ => language.say("What happened nearby", "Qué pasó cerca").to_owned(),
    };
    let description = language.say(
        "Posts of neighbors and public-safety agencies, and requests for assistance anyone can check, newest first.",
        "Publicaciones de vecinos y de agencias, y solicitudes de colaboración que cualquiera puede comprobar.",
    );
    let address = if query.is_empty() { pages::FEED.to_owned() } else { format!("{}?{query}", pages::FEED) };
    let agencies = format!(
        "<p><a href=\"{}\">{}</a></p>",
        pages::AGENCIES,
        language.say("The agencies", "Las agencias")
    );
    let plain = format!("<h1>{}</h1><p>{}</p>{agencies}", escaped(&title), escaped(description));
    let head = Head { title, description: description.to_owned(), address: Some(address), article: false };
    About { head, plain, there: true, shows: Vec::new() }
}

fn post(post: &Post, language: Language) -> About {
    let card = &post.card;
    let removed = language.say("Removed by its author", "Eliminada por su autor");
    let title = card.title.clone().unwrap_or_else(|| removed.to_owned());
    let place = card.place.name.as_deref();
    let facts: Vec<&str> = [Some(language.category(card.category)), place].into_iter().flatten().collect();
    let facts = facts.join(" · ");
    let said = match &card.text {
        Some(text) => first_words(&format!("{facts}. {text}"), DESCRIPTION),
        None => facts.clone(),
    };
    let by = match &card.author {
        Author::Officer { badge } => format!("{}, {}", badge.name, badge.agency.name),
        Author::Neighbor { .. } => language.say("A neighbor", "Un vecino").to_owned(),
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
    let asks = language.say("{agency} asks for recordings.", "{agency} pide grabaciones.");
    let description = first_words(&format!("{} {facts}.", asks.replace("{agency}", agency)), 2 * DESCRIPTION);
    let case = format!("{} {}", language.say("Case", "Caso"), draft.case_number);
    let kind = language.say("Request for assistance", "Solicitud de colaboración");
    let state = language.state(request.life.state);
    let mut plain = heading(&draft.title, &[kind, agency, state, &draft.incident_type, &window, &case]);
    plain += &paragraphs(&draft.text);
    // Its form has an address of its own, which says nothing new.
    let address = Some(pages::assistance_request(&request.id));
    let title = match help {
        true => format!("{}: {}", language.say("Help", "Ayudar"), draft.title),
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
    let kind = format!("{} · {place}", language.kind(card.kind));
    let since = language.known(card.since);
    let state = match card.state {
        AgencyState::Listed => language.say("Listed since {date}", "En la lista desde {date}"),
        AgencyState::Active => language.say("Takes part since {date}", "Participa desde {date}"),
        AgencyState::Suspended => language.say("Suspended", "Suspendida"),
        AgencyState::Left => language.say("Left", "Se retiró"),
    };
    let state = state.replace("{date}", &since);
    let asked = profile.assistance_requests.len();
    let count = language
        .say("Requests for assistance here: {n}", "Solicitudes de colaboración aquí: {n}")
        .replace("{n}", &asked.to_string());
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
    let (title, public) = match page {
        pages::AGENCIES => (language.say("Agencies", "Agencias"), true),
        pages::ABOUT => (language.say("About", "Acerca de"), true),
        pages::RULES => (language.say("The rules, with their numbers", "Las reglas, con sus números"), true),
        pages::PRIVACY => (language.say("Privacy", "Privacidad"), true),
        pages::CREDITS => (language.say("Credits", "Créditos"), true),
        pages::SHARES => (language.say("My shares", "Lo que he compartido"), false),
        pages::SHARE => (language.say("A share", "Un envío"), false),
        pages::SIGN_IN => (language.say("Sign in", "Iniciar sesión"), false),
        pages::SETTINGS => (language.say("Settings", "Ajustes"), false),
        pages::HOME => (language.say("Your home", "Su casa"), false),
        pages::JOIN => (language.say("Join Neighbors", "Unirse a Neighbors"), true),
        pages::CONFIRM => (language.say("Choose a password", "Elija una contraseña"), false),
        pages::RECOVER => (language.say("A new password", "Una contraseña nueva"), false),
        pages::CONFIRM_EMAIL => (language.say("Another email address", "Otra dirección de correo"), false),
        page if pages::PORTAL_ALL.contains(&page) => {
            (language.say("Portal for agencies", "Portal para agencias"), false)
        }
        // A page that came later and has no words of its own here yet.
        _ => (language.say("Neighborhood safety, in the open", "Seguridad vecinal, a la vista"), true),
    };
    let description = match page {
        pages::AGENCIES => language.say(
            "Every agency that takes part or ever did, since when, and everything it asked for.",
            "Todas las agencias que participan o participaron, desde cuándo y todo lo que han pedido.",
        ),
        pages::RULES => language.say(
            "What a request for assistance must carry and may not ask, with every number.",
            "Qué debe llevar una solicitud de colaboración y qué no puede pedir, con cada número.",
        ),
        pages::ABOUT => language.say(
            "Where the idea comes from, with dates and sources, what was criticised, and what this project does about it.",
            "De dónde viene la idea, con fechas y fuentes, qué se criticó y qué hace este proyecto al respecto.",
        ),
        pages::JOIN => language.say(
            "An email address, and that you are an adult: nothing else is asked.",
            "Una dirección de correo y ser mayor de edad: no se pide nada más.",
        ),
        pages::PRIVACY => language.say(
            "What is sealed, what nobody can find out, and what is not protected yet.",
            "Qué va sellado, qué nadie puede averiguar y qué no está protegido todavía.",
        ),
        _ => language.say(
            "An open, self-hosted network for neighbors and public-safety agencies.",
            "Una red abierta y propia para vecinos y agencias de seguridad pública.",
        ),
    };
    let address = public.then(|| page.to_owned());
    let head = Head { title: title.to_owned(), description: description.to_owned(), address, article: false };
    let plain = if public { heading(title, &[description]) } else { String::new() };
    About { head, plain, there: true, shows: Vec::new() }
}

fn nothing(language: Language) -> About {
    let title = language.say("There is no page here", "Aquí no hay ninguna página").to_owned();
    let description =
        language.say("The address may be mistyped.", "Puede que la dirección esté mal escrita.").to_owned();
    let plain = heading(&title, &[&description]);
    let head = Head { title, description, address: None, article: false };
    About { head, plain, there: false, shows: Vec::new() }
}
