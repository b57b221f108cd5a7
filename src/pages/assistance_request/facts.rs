//! The facts beside the text of a request, and the way to help without a name.

use leptos::html::Section;
use leptos::prelude::*;
use neighbors_domain::agency::TipLine;
use neighbors_domain::assistance_request::{Draft, Life, State};

use crate::words::{self, plural, t};

#[component]
pub fn Facts(draft: Draft, life: Life, retention_days: u32) -> impl IntoView {
    let shared =
        life.shares.map(|band| view! { <div><dt>{t!("Shares")}</dt><dd>{words::tr(band.name())}</dd></div> });
    view! {
        <dl class="card facts">
            <div><dt>{t!("Case number")}</dt><dd class="mono">{draft.case_number.to_string()}</dd></div>
            <div><dt>{t!("Incident")}</dt><dd>{draft.incident_type}</dd></div>
            <div>
                <dt>{t!("Lead investigator")}</dt>
                <dd>{draft.lead.name}<small>{draft.lead.title}</small><Contact text=draft.lead.contact/></dd>
            </div>
            <div>
                <dt>{t!("Agency keeps recordings")}</dt>
                <dd>{plural!(retention_days, "{n} day, then the key is deleted", "{n} days, then the key is deleted")}</dd>
            </div>
            <Outcome life zone=draft.zone/>
            {shared}
        </dl>
    }
}

#[component]
fn Outcome(life: Life, zone: String) -> impl IntoView {
    let value = match (life.outcome, life.closed_at) {
        (Some(outcome), _) => words::tr(outcome.name()).into_any(),
        (None, Some(_)) if life.outcome_overdue => {
            view! { <span class="tag tag--warn">{t!("Outcome overdue")}</span> }.into_any()
        }
        (None, Some(closed)) => {
            let due = words::day_in(&zone, closed + Draft::OUTCOME_DUE);
            view! { {t!("None yet")}<small>{t!("Due {day}", day = due)}</small> }.into_any()
        }
        (None, None) if life.state == State::Void => t!("None: it was void").into_any(),
        (None, None) => view! { {t!("None yet")}<small>{t!("Owed when this closes")}</small> }.into_any(),
    };
    view! { <div><dt>{t!("Outcome")}</dt><dd>{value}</dd></div> }
}

/// An address or a phone number of the agency, ready to use.
#[component]
fn Contact(text: String) -> impl IntoView {
    match text.split_once('@') {
        Some((user, domain)) => {
            let (user, domain) = ([user, "@"].concat(), domain.to_owned());
            view! { <a href=["mailto:", &text].concat()>{user}<wbr/>{domain}</a> }.into_any()
        }
        None => view! { <a href=tel(&text)>{text.clone()}</a> }.into_any(),
    }
}

#[component]
pub fn HelpWithoutYourName(tip_line: TipLine) -> impl IntoView {
    let phone = tip_line.phone.map(|phone| {
        view! { <p><a class="button button--wide" href=tel(&phone)>{phone.clone()}</a></p> }
    });
    let web = tip_line.web.map(|web| {
        view! { <p class="small"><a href=secure(&web) rel="noopener noreferrer">{shown(&web)}</a></p> }
    });
    // Whoever comes by a link to here, from another page too, comes to here: the browser itself gives
    // up looking for the place before the request has arrived.
    let node = NodeRef::<Section>::new();
    Effect::new(move || {
        if let Some(section) = node.get()
            && window().location().hash().is_ok_and(|hash| hash == "#anonymous")
        {
            section.scroll_into_view();
            let _ = section.focus();
        }
    });
    view! {
        <section class="card stack stack-2" id="anonymous" tabindex="-1" node_ref=node aria-labelledby="anonymous-title">
            <h2 class="h3" id="anonymous-title">{t!("Help without your name")}</h2>
            <p class="small soft">{t!("The agency’s own tip line asks for no name. Neighbors does not record that you used it.")}</p>
            {phone}
            {web}
        </section>
    }
}

/// Dialled as in the United States unless it says otherwise.
fn tel(phone: &str) -> String {
    let digits: String = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    let country = if digits.len() == 10 && !digits.starts_with('+') { "+1" } else { "" };
    ["tel:", country, &digits].concat()
}

/// Text of an agency becomes a link to the web and to nothing else.
fn secure(web: &str) -> String {
    match web.split_once("://") {
        Some(("https" | "http", _)) => web.to_owned(),
        Some((_, rest)) => ["https://", rest].concat(),
        None => ["https://", web].concat(),
    }
}

fn shown(web: &str) -> String {
    web.split_once("://").map_or(web, |(_, rest)| rest).trim_end_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tip_line_becomes_a_link_that_runs_nothing() {
        assert_eq!(secure("tips.cedarflats.example"), "https://tips.cedarflats.example");
        assert_eq!(secure("javascript:alert(1)"), "https://javascript:alert(1)");
        assert_eq!(secure("javascript://x%0aalert(1)"), "https://x%0aalert(1)");
        assert_eq!(tel("303-555-0142"), "tel:+13035550142");
        assert_eq!(tel("+44 20 7946 0000"), "tel:+442079460000");
    }
}
