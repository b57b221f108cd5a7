//! The verified badge, and the names of agencies. The filled cell with a tick is kept for these alone.

use std::sync::atomic::{AtomicU32, Ordering};

use leptos::prelude::*;
use neighbors_domain::addresses::pages;
use neighbors_domain::agency::AgencyRef;
use neighbors_domain::post::OfficerBadge;

use super::Icon;
use crate::words::{self, t};

/// Every popover of a page needs a name of its own.
static POPOVERS: AtomicU32 = AtomicU32::new(0);

fn popover_id() -> String {
    format!("proof-{}", POPOVERS.fetch_add(1, Ordering::Relaxed))
}

/// "Verified officer", which opens what stands behind it. A badge that ended says since when.
#[component]
pub fn Badge(badge: OfficerBadge) -> impl IntoView {
    let ended = badge.ended_at;
    let label = match ended {
        None => t!("Verified officer").to_owned(),
        Some(at) => t!("no longer with the agency since {day}", day = words::day(at)),
    };
    let status = match ended {
        None => valid_now().into_any(),
        Some(at) => view! {
            <time class="tag tag--wrap" data-badge="ended" datetime=words::iso(at)>
                {t!("Ended {day}", day = words::day(at))}
            </time>
        }
        .into_any(),
    };
    let since = view! {
        <time data-badge="certified" datetime=words::iso(badge.certified_at)>{words::day(badge.certified_at)}</time>
    };
    let facts = view! {
        <div><dt>{t!("Agency")}</dt><dd><AgencyName agency=badge.agency/></dd></div>
        <div><dt>{t!("Certified since")}</dt><dd>{since}</dd></div>
        <div><dt>{t!("Status")}</dt><dd>{status}</dd></div>
    };
    let why = t!("The operator checked the agency; the agency certified this officer, who signs each text.");
    view! { <Proof label ended=ended.is_some() head=badge.name under=badge.title why proof=badge.proof facts=facts.into_any()/> }
}

/// "Verified agency".
#[component]
pub fn AgencyBadge(agency: AgencyRef, kind: &'static str, since: Option<String>) -> impl IntoView {
    let since = since.map(|since| view! { <div><dt>{t!("Active since")}</dt><dd>{since}</dd></div> });
    let facts = view! {
        <div><dt>{t!("Type")}</dt><dd>{kind}</dd></div>
        {since}
        <div><dt>{t!("Status")}</dt><dd>{valid_now()}</dd></div>
    };
    let why = t!("The operator of this server admitted it after two checks.");
    let proof = ["agency/", &agency.slug].concat();
    view! {
        <Proof label=t!("Verified agency").to_owned() ended=false head=agency.name under=t!("Agency on this server").to_owned() why proof facts=facts.into_any() of_agency=true/>
    }
}

#[component]
fn Proof(
    label: String,
    ended: bool,
    head: String,
    under: String,
    why: &'static str,
    proof: String,
    facts: AnyView,
    /// The badge of an agency, not of somebody who wrote something.
    #[prop(default = false)]
    of_agency: bool,
) -> impl IntoView {
    let id = popover_id();
    let class = if ended { "badge badge--ended" } else { "badge" };
    view! {
        <button class=class type="button" popovertarget=id.clone()>
            <svg class="seal" aria-hidden="true"><use href="/icons.svg#seal"/></svg>
            {label}
            <span class="unseen">{t!(": show what stands behind it")}</span>
        </button>
        <div class="popover" id=id.clone() popover="auto" data-proof=proof data-of=if of_agency { "agency" } else { "officer" } role="dialog" aria-label=t!("What stands behind the badge")>
            <div class="proof__head">
                <svg class="seal" aria-hidden="true"><use href="/icons.svg#seal"/></svg>
                <p><b>{head}</b><span>{under}</span></p>
            </div>
            <div class="proof">
                <dl class="facts facts--tight">{facts}</dl>
                <p class="tiny quiet">{why}</p>
                // Filled by a program of its own (src/proof.rs), which the page loads when the first badge is opened.
                <div class="chain" role="status"></div>
                <div class="row">
                    <button class="button" type="button" popovertarget=id.clone() popovertargetaction="hide">{t!("Close")}</button>
                </div>
            </div>
        </div>
    }
}

fn valid_now() -> impl IntoView {
    view! { <span class="tag tag--good"><Icon name="check"/>{t!("Valid now")}</span> }
}

/// An agency by name, linked to its history; a fictional one says "demo" wherever it is named.
#[component]
pub fn AgencyName(agency: AgencyRef) -> impl IntoView {
    let demo = agency.demo.then(|| view! { " "<span class="demo">"demo"</span> });
    view! { <a href=pages::agency(&agency.slug)>{agency.name}</a>{demo} }
}
