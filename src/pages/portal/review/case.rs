//! `/review/:id` One request as it waits: what it says, what the rules say, what only a person can say.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use neighbors_domain::review::Case;
use neighbors_domain::rules::Verdict;

use super::Reviewers;
use super::decision::Decide;
use super::hand_on::HandOn;
use crate::api;
use crate::components::{AgencyName, Changes, Heading, Icon, Loaded, Paragraphs, RuleItem};
use crate::pages::assistance_request::where_when::WhereAndWhen;
use crate::words::{self, plural, t};

#[component]
pub fn CasePage() -> impl IntoView {
    view! { <Reviewers><Asked/></Reviewers> }
}

#[component]
fn Asked() -> impl IntoView {
    let params = use_params_map();
    let case = LocalResource::new(move || {
        let id = params.with(|params| params.get("id").unwrap_or_default());
        async move { api::review_case(&id).await }
    });
    view! {
        <main class="page" id="main" tabindex="-1">
            <Loaded resource=case what=t!("the request") page=true view=|case| view! { <Whole case/> }/>
        </main>
    }
}

#[component]
fn Whole(case: Case) -> impl IntoView {
    let Case { version, agency, draft, before, judged, judged_at, submitted_at, first, others, .. } =
        case.clone();
    let waits = words::length((words::now() - submitted_at).num_seconds().max(60) / 60 * 60);
    let first = first.map(|first| {
        let reasons = first.sensitive.iter().map(|one| words::tr(one.name())).collect::<Vec<_>>().join("; ");
        let words = t!(
            "Reviewer {n} approved it and noted: {reasons}. It is published when you approve it too.",
            n = first.reviewer.to_string(),
            reasons = reasons
        );
        view! { <div class="banner"><Icon name="info"/><p>{words}</p></div> }
    });
    let lines = draft.rules(judged_at, &judged);
    let failed = lines.iter().filter(|line| line.verdict == Verdict::Fail).count();
    let (class, icon) = if failed == 0 { ("tag tag--good", "check") } else { ("tag tag--danger", "cross") };
    let passed = t!(
        "{passed} of {of}",
        passed = lines.iter().filter(|line| line.verdict == Verdict::Pass).count().to_string(),
        of = lines.len().to_string()
    );
    let lines = lines.into_iter().map(|line| view! { <RuleItem line/> }).collect_view();
    let changes = before.map(|before| {
        view! {
            <section class="card stack stack-2" aria-labelledby="changes">
                <h2 class="h3" id="changes">{t!("What the amendment changes")}</h2>
                <Changes before after=draft.clone()/>
            </section>
        }
    });
    let ways = [draft.tip_line.phone.clone(), draft.tip_line.web.clone()]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ");
    let lead = [&*draft.lead.name, &*draft.lead.title, &*draft.lead.contact].join(" · ");
    view! {
        <div class="work work--review">
            <div class="stack stack-6">
                <header class="stack stack-2">
                    <p class="meta"><span>{t!("Waiting {time}", time = waits)}</span><span>{plural!(others as usize, "{n} more in the queue", "{n} more in the queue")}</span></p>
                    <Heading text=draft.title.clone()/>
                    <p class="small soft"><AgencyName agency/>" · "<span class="mono">{draft.case_number.to_string()}</span>" · "{t!("version {n}", n = version.to_string())}</p>
                </header>
                <HandOn id=case.id.clone()/>
                {first}
                {changes}
                <Decide case/>
            </div>
            <aside class="work__rules stack" aria-label=t!("The request")>
                <section class="card stack stack-2"><h2 class="h3">{t!("Text")}</h2><Paragraphs text=draft.text/></section>
                <WhereAndWhen area=draft.area window=draft.window zone=draft.zone/>
                <dl class="facts card">
                    <div><dt>{t!("Incident")}</dt><dd>{draft.incident_type}</dd></div>
                    <div><dt>{t!("Lead investigator")}</dt><dd>{lead}</dd></div>
                    <div><dt>{t!("Help without your name")}</dt><dd>{ways}</dd></div>
                </dl>
                <section class="card">
                    <div class="row row--apart"><h2 class="h3">{t!("Rules")}</h2><span class=class><Icon name=icon/>{passed}</span></div>
                    <p class="small quiet">{t!("Checked by the server and again here. You judge what a rule cannot.")}</p>
                    <ul class="rules" role="list">{lines}</ul>
                </section>
            </aside>
        </div>
    }
}
