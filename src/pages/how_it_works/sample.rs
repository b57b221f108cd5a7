//! A made-up request: whole, or breaking a rule of the reader's choice, judged by the functions the server runs.

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use leptos::prelude::*;
use neighbors_domain::agency::{AgencyKind, AgencyState, TipLine};
use neighbors_domain::area::Area;
use neighbors_domain::assistance_request::{Declarations, Draft, LeadInvestigator};
use neighbors_domain::case_number::CaseNumber;
use neighbors_domain::cells::Cell9;
use neighbors_domain::rules::{Judged, RuleLine, Verdict};
use neighbors_domain::window::Window;

use crate::components::{AreaMap, Icon, Paragraphs, RuleItem};
use crate::pages::assistance_request::where_when::WindowEnds;
use crate::words::{self, t};

/// What the reader may break.
#[derive(Clone, Copy, PartialEq)]
enum Break {
    Nothing,
    Window,
    Area,
    Case,
    TipLine,
    Lead,
}

impl Break {
    const ALL: [Self; 6] = [Self::Nothing, Self::Window, Self::Area, Self::Case, Self::TipLine, Self::Lead];

    fn label(self) -> &'static str {
        match self {
            Self::Nothing => t!("Keeps every rule"),
            Self::Window => t!("A window of 14 hours"),
            Self::Area => t!("An area of 19 cells"),
            Self::Case => t!("A third post for the case"),
            Self::TipLine => t!("No tip line"),
            Self::Lead => t!("A lead who left the agency"),
        }
    }
}

/// A cell in a park of Denver, as good as any.
fn incident() -> Cell9 {
    "89268cda823ffff".parse().expect("a cell")
}

fn hour(at: DateTime<Utc>) -> DateTime<Utc> {
    at.duration_trunc(TimeDelta::hours(1)).unwrap_or(at)
}

fn draft(now: DateTime<Utc>, broken: Break) -> Draft {
    let until = hour(now) - TimeDelta::hours(20);
    let hours = if broken == Break::Window { 14 } else { 4 };
    let rings = if broken == Break::Area { 2 } else { 1 };
    Draft {
        case_number: CaseNumber("EX-26-00417".into()),
        incident_type: t!("Burglary of a detached garage").to_owned(),
        title: t!("Garage break-ins along the alley").to_owned(),
        text: t!("Two detached garages were entered from the alley, and tools were taken. We are looking for recordings of the alley in these hours that show somebody carrying tools or loading a van. If your camera saw nothing, there is nothing you need to do.").to_owned(),
        lead: LeadInvestigator {
            name: "Det. Alex Example".into(),
            title: t!("Detective, Property Crimes").to_owned(),
            contact: "a.example@police.example".into(),
        },
        area: Area { incident: incident(), cells: incident().disk(rings) },
        window: Window { from: until - TimeDelta::hours(hours), until },
        zone: "America/Denver".into(),
        tip_line: TipLine {
            phone: (broken != Break::TipLine).then(|| "303-555-0100".to_owned()),
            web: None,
        },
        declarations: Declarations::ALL,
    }
}

fn lines(now: DateTime<Utc>, broken: Break) -> Vec<RuleLine> {
    let judged = Judged {
        agency_kind: AgencyKind::Police,
        agency_state: AgencyState::Active,
        posts_for_case: if broken == Break::Case { 2 } else { 0 },
        posts_over_busiest_cell: 1,
        lead_is_there: Some(broken != Break::Lead),
        review: None,
    };
    draft(now, broken).rules(now, &judged)
}

#[component]
pub fn Sample() -> impl IntoView {
    let broken = RwSignal::new(Break::Nothing);
    let now = words::now();
    let choice = move |one: Break| {
        let pressed = move || if broken.get() == one { "true" } else { "false" };
        view! { <button class="chip" type="button" aria-pressed=pressed on:click=move |_| broken.set(one)>{one.label()}</button> }
    };
    let verdict = move || {
        let failed = lines(now, broken.get()).iter().filter(|line| line.verdict == Verdict::Fail).count();
        match failed {
            0 => {
                view! { <span class="tag tag--good"><Icon name="check"/>{t!("Can be sent to review")}</span> }
                    .into_any()
            }
            _ => view! { <span class="tag tag--danger"><Icon name="cross"/>{t!("Cannot be sent")}</span> }
                .into_any(),
        }
    };
    let shown = move || {
        let mut lines = lines(now, broken.get());
        // What failed comes first, as in the portal.
        lines.sort_by_key(|line| line.verdict != Verdict::Fail);
        lines.into_iter().map(|line| view! { <RuleItem line/> }).collect_view()
    };
    view! {
        <p class="measure">{t!("In the portal the form stands on the left and this list on the right. Choose what the made-up request should get wrong, and watch the list.")}</p>
        <div class="chips" role="group" aria-label=t!("What the sample gets wrong")>{Break::ALL.map(choice).collect_view()}</div>
        <section class="card" aria-labelledby="sample-rules">
            <div class="row row--apart"><h3 id="sample-rules">{t!("Rules, checked as you type")}</h3><span role="status">{verdict}</span></div>
            <ul class="rules rules--two" role="list">{shown}</ul>
        </section>
    }
}

#[component]
pub fn AsResidentsSeeIt() -> impl IntoView {
    let Draft { case_number, incident_type, title, text, lead, area, window, zone, tip_line, .. } =
        draft(words::now(), Break::Nothing);
    let lead = [&*lead.name, &*lead.title, &*lead.contact].join(" · ");
    view! {
        <p class="measure">{t!("Who asks, why, where, when, and how to help without a name. Made up, like everything in this frame.")}</p>
        <article class="card stack stack-3" aria-label=t!("A sample request")>
            <p class="ask__label"><Icon name="help"/>{t!("Request for assistance")}" "<span class="tag">{t!("Made up")}</span></p>
            <h3>{title}</h3>
            <Paragraphs text/>
            <div class="card card--flush">
                <div class="map map--mini"><AreaMap area width=700 height=300/></div>
                <WindowEnds window zone/>
            </div>
            <dl class="facts">
                <div><dt>{t!("Incident")}</dt><dd>{incident_type}</dd></div>
                <div><dt>{t!("Case number")}</dt><dd class="mono">{case_number.to_string()}</dd></div>
                <div><dt>{t!("Lead investigator")}</dt><dd>{lead}</dd></div>
                <div><dt>{t!("Help without your name")}</dt><dd>{tip_line.phone}</dd></div>
            </dl>
            <p class="small quiet">{t!("Somebody inside the area would find four choices here, of equal weight and none chosen for them: share all, choose, not now, or never ask me again. Of the last two nothing is sent to the agency.")}</p>
        </article>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_keeps_every_rule_and_each_way_to_break_one_breaks_exactly_one() {
        let now: DateTime<Utc> = "2026-10-22T00:30:00Z".parse().expect("a time");
        for broken in Break::ALL {
            let failed: Vec<_> =
                lines(now, broken).into_iter().filter(|line| line.verdict == Verdict::Fail).collect();
            let expected = usize::from(broken != Break::Nothing);
            assert_eq!(failed.len(), expected, "{}: {failed:?}", broken.label());
        }
    }
}
