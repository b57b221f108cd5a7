//! Every published version of a request, newest first, with what changed from one to the next.

use leptos::prelude::*;
use neighbors_domain::addresses::data;
use neighbors_domain::assistance_request::{AssistanceRequest, Draft, Version};

use super::where_when::{WindowEnds, names};
use crate::api;
use crate::components::{AreaMap, Changes, Icon, Loaded, Paragraphs};
use crate::words::{self, plural, t};

/// The first version alone needs no call: it is what the page shows.
#[component]
pub fn Versions(request: AssistanceRequest) -> impl IntoView {
    let id = request.id.clone();
    let list = match request.version {
        1 => {
            let published = words::moment_in(&request.draft.zone, request.life.published_at);
            let checked = request.judged.review.as_ref();
            let checked = checked.map(|review| checked_by(review.reviewer, review.second));
            view! { <p class="small"><b>{t!("Version {n}", n = "1")}</b><span class="quiet">" · "{published}{checked}</span></p> }.into_any()
        }
        _ => {
            let versions = LocalResource::new(move || {
                let id = id.clone();
                async move { api::versions(&id).await }
            });
            view! { <Loaded resource=versions what=t!("the versions") view=|versions| view! { <List versions/> }/> }
                .into_any()
        }
    };
    let download = |ending: &'static str, name: &'static str| {
        view! { <a href=data::versions(&request.id, ending) rel="external">{name}</a> }
    };
    view! {
        <section class="stack stack-3" aria-labelledby="version">
            <h2 id="version">{if request.version == 1 { t!("Version") } else { t!("Versions") }}</h2>
            <p class="small soft">{t!("A request is never edited. A change is a new version, reviewed again. What somebody shared before stays bound to the version they read.")}</p>
            {list}
            <p class="row small files"><span class="quiet">{t!("All versions as files:")}</span>{download("csv", "CSV")}{download("json", "JSON")}</p>
        </section>
    }
}

/// " · checked by reviewers 1 and 4"
fn checked_by(reviewer: u32, second: Option<u32>) -> String {
    let reviewer = reviewer.to_string();
    let checked = match second {
        None => t!("checked by reviewer {n}", n = reviewer),
        Some(second) => {
            t!("checked by reviewers {n} and {second}", n = reviewer, second = second.to_string())
        }
    };
    [" · ", &*checked].concat()
}

#[component]
fn List(versions: Vec<Version>) -> impl IntoView {
    let newest = versions.first().map(|version| version.version);
    let before = versions.iter().skip(1).cloned().map(Some).chain([None]);
    let entries = versions
        .iter()
        .cloned()
        .zip(before)
        .map(|(version, before)| {
            let newest = newest == Some(version.version);
            view! { <li><Entry version before newest/></li> }
        })
        .collect_view();
    view! { <ol class="stack stack-3" role="list">{entries}</ol> }
}

#[component]
fn Entry(version: Version, before: Option<Version>, newest: bool) -> impl IntoView {
    let Version { version: n, published_at, officer, reviewer, second_reviewer, draft, .. } = version;
    let id = ["version-", &n.to_string()].concat();
    let published = t!("published {when}", when = words::moment_in(&draft.zone, published_at));
    let sent = t!("sent by {name}", name = officer.name);
    let current = newest.then(|| view! { <span class="tag tag--accent">{t!("Current version")}</span> });
    let changed = before.map(|before| {
        let title = t!("What changed from version {n}", n = before.version.to_string());
        view! { <h4>{title}</h4><Changes before=before.draft after=draft.clone()/> }
    });
    // The newest one is the page itself.
    let read = (!newest).then(|| {
        let title = t!("Read version {n} in full", n = n.to_string());
        view! {
            <details class="fold">
                <summary><h4>{title}</h4><Icon name="down"/></summary>
                <InFull draft=draft.clone()/>
            </details>
        }
    });
    view! {
        <article class="card stack stack-3" id=id.clone() aria-labelledby=[&*id, "-title"].concat()>
            <div class="row row--apart"><h3 id=[&*id, "-title"].concat()>{t!("Version {n}", n = n.to_string())}</h3>{current}</div>
            <p class="small quiet">{published}" · "{sent}{checked_by(reviewer, second_reviewer)}</p>
            {changed}
            {read}
        </article>
    }
}

/// As it was published. Its map stands still: the page has one that moves already.
#[component]
fn InFull(draft: Draft) -> impl IntoView {
    let lead = [&*draft.lead.name, &*draft.lead.title, &*draft.lead.contact].join(" · ");
    let ways =
        [draft.tip_line.phone, draft.tip_line.web].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let cells = names(&draft.area).into_iter().map(|name| view! { <li>{name}</li> }).collect_view();
    let n = draft.area.cells.len();
    view! {
        <div class="stack stack-3">
            <p class="h3">{draft.title}</p>
            <Paragraphs text=draft.text/>
            <div class="card card--flush">
                <div class="map map--mini"><AreaMap area=draft.area width=700 height=300/></div>
                <WindowEnds window=draft.window zone=draft.zone/>
            </div>
            <dl class="facts">
                <div><dt>{t!("Incident")}</dt><dd>{draft.incident_type}</dd></div>
                <div><dt>{t!("Case number")}</dt><dd class="mono">{draft.case_number.to_string()}</dd></div>
                <div><dt>{t!("Lead investigator")}</dt><dd>{lead}</dd></div>
                <div><dt>{t!("Help without your name")}</dt><dd>{ways}</dd></div>
                <div><dt>{plural!(n, "{n} cell", "{n} cells")}</dt><dd><ul class="plainlist">{cells}</ul></dd></div>
            </dl>
        </div>
    }
}
