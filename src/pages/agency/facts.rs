//! Beside the history: what an agency stated about itself, and where public facts come from.

use leptos::prelude::*;
use neighbors_domain::admission::Happened;
use neighbors_domain::agency::{AgencyProfile, AgencyState, Source, TipLine};

use crate::map::ServedMap;
use crate::pages::agencies::place;
use crate::words::{self, plural, t};

#[component]
pub fn Facts(agency: AgencyProfile) -> impl IntoView {
    let listed = agency.card.state == AgencyState::Listed;
    let place = place(&agency.card);
    let AgencyProfile {
        card, contact, tip_line, gifts, retention_days, jurisdiction, source, decided, ..
    } = agency;
    let stated = (!listed).then(|| {
        let keeps = retention_days.map(|days| plural!(days, "{n} day", "{n} days"));
        view! {
            <div><dt>{t!("Jurisdiction")}</dt><dd>{or_not_stated(jurisdiction)}</dd></div>
            <div><dt>{t!("Contact")}</dt><dd>{or_not_stated(contact)}</dd></div>
            <div><dt>{t!("Tip line")}</dt><dd><Tip tip_line/></dd></div>
            <div><dt>{t!("Keeps recordings")}</dt><dd>{or_not_stated(keeps)}</dd></div>
            <div><dt>{t!("Gifts from vendors")}</dt><dd>{or_not_stated(gifts)}</dd></div>
        }
    });
    let label = t!("Map of where {agency} serves", agency = card.agency.name);
    let (slug, us_state) = (card.agency.slug.clone(), card.us_state.clone());
    let served = view! { <ServedMap slug us_state label/> };
    view! {
        <aside class="beside__facts stack" aria-label=t!("About this agency")>
            <div class="card card--flush">
                {served}
                <dl class="facts pad">
                    <div><dt>{t!("Type")}</dt><dd>{words::tr(card.kind.name())}</dd></div>
                    <div><dt>{t!("Place")}</dt><dd>{place}</dd></div>
                    {stated}
                </dl>
            </div>
            {(!decided.is_empty()).then(|| view! { <Decided decided/> })}
            {source.map(|source| view! { <SourceCard source/> })}
        </aside>
    }
}

fn or_not_stated(fact: Option<String>) -> AnyView {
    match fact {
        Some(fact) => fact.into_any(),
        None => view! { <span class="quiet">{t!("Not stated")}</span> }.into_any(),
    }
}

#[component]
fn Tip(tip_line: TipLine) -> impl IntoView {
    let TipLine { phone, web } = tip_line;
    if phone.is_none() && web.is_none() {
        return or_not_stated(None);
    }
    let web = web.map(|address| {
        // Only an address a browser may follow safely becomes a link.
        match address.strip_prefix("https://") {
            Some(shown) => {
                let shown = shown.trim_end_matches('/').to_owned();
                view! { <span><a href=address rel="external noreferrer">{shown}</a></span> }.into_any()
            }
            None => view! { <span>{address}</span> }.into_any(),
        }
    });
    view! { {phone}" "{web}<small>{t!("No name asked")}</small> }.into_any()
}

/// Admitted, suspended, gone: every decision with its day, none left out.
#[component]
fn Decided(decided: Vec<Happened>) -> impl IntoView {
    let step = |Happened { what, at }| {
        view! { <div><dt>{words::date(at)}</dt><dd>{words::tr(what.name())}</dd></div> }
    };
    view! {
        <section class="card stack stack-2" aria-labelledby="decided">
            <h2 class="h3" id="decided">{t!("What the operator decided")}</h2>
            <dl class="facts facts--tight">{decided.into_iter().map(step).collect_view()}</dl>
        </section>
    }
}

#[component]
fn SourceCard(source: Source) -> impl IntoView {
    let Source { credit, license, link, correction, .. } = source;
    let link = link.filter(|link| link.starts_with("https://")).map(
        |link| view! { <p class="small"><a href=link rel="external noreferrer">{t!("Go to the source")}</a></p> },
    );
    let correction = correction
        .map(|correction| view! { <p class="small"><b>{t!("Corrected here:")}</b>" "<span lang="en">{correction}</span></p> });
    view! {
        <section class="card stack stack-2" aria-labelledby="source">
            <h2 class="h3" id="source">{t!("Where this comes from")}</h2>
            <p class="small soft">{credit}", "{license}"."</p>
            {correction}
            {link}
        </section>
    }
}
