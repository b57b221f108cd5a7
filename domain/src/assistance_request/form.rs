//! A draft while it is written: everything as typed, some of it not there yet.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{Declarations, Draft, LeadInvestigator};
use crate::agency::TipLine;
use crate::area::Area;
use crate::case_number::CaseNumber;
use crate::cells::Cell9;
use crate::local_time::{self, LocalTime};
use crate::rules::{Judged, Rule, RuleLine, Verdict};
use crate::window::Window;

/// One end of the window, as typed on the clock of the form's zone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct End {
    /// "2026-10-20T18:30", or what there is of it.
    pub local: String,
    /// In the night the clock is put back this time comes twice; the second one is meant.
    pub second: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form {
    pub case_number: String,
    pub incident_type: String,
    pub title: String,
    pub text: String,
    pub lead: LeadInvestigator,
    pub incident: Option<Cell9>,
    pub cells: Vec<Cell9>,
    pub from: End,
    pub until: End,
    /// IANA name.
    pub zone: String,
    pub tip_line: TipLine,
    pub declarations: Declarations,
}

impl Form {
    /// More than any rule lets through, and less than would fill a disk.
    pub const MAX_BYTES: usize = 20_000;
    /// That an officer keeps at once.
    pub const MAX_KEPT: usize = 20;

    /// A draft again as one would have typed it: to mend what was returned, or to amend what is published.
    /// `local` writes an instant on the clock of a zone.
    pub fn of(draft: &Draft, local: impl Fn(DateTime<Utc>, &str) -> End) -> Self {
        Self {
            case_number: draft.case_number.0.clone(),
            incident_type: draft.incident_type.clone(),
            title: draft.title.clone(),
            text: draft.text.clone(),
            lead: draft.lead.clone(),
            incident: Some(draft.area.incident),
            cells: draft.area.cells.clone(),
            from: local(draft.window.from, &draft.zone),
            until: local(draft.window.until, &draft.zone),
            zone: draft.zone.clone(),
            tip_line: draft.tip_line.clone(),
            declarations: draft.declarations,
        }
    }

    /// What an end means; `None` while it is no time. `offset_at`: seconds the zone is ahead of UTC.
    pub fn end(&self, end: &End, offset_at: impl Fn(DateTime<Utc>) -> i64) -> Option<LocalTime> {
        let local = NaiveDateTime::parse_from_str(&end.local, "%Y-%m-%dT%H:%M")
            .or_else(|_| NaiveDateTime::parse_from_str(&end.local, "%Y-%m-%dT%H:%M:%S"));
        local.ok().map(|local| local_time::instants(local, offset_at))
    }

    pub fn window(&self, offset_at: impl Fn(DateTime<Utc>) -> i64) -> Option<Window> {
        let from = self.end(&self.from, &offset_at)?.pick(self.from.second)?;
        let until = self.end(&self.until, &offset_at)?.pick(self.until.second)?;
        Some(Window { from, until })
    }

    /// `None` while where or when is missing: what cannot be judged cannot be sent.
    pub fn draft(&self, offset_at: impl Fn(DateTime<Utc>) -> i64) -> Option<Draft> {
        let area = Area { incident: self.incident?, cells: self.cells.clone() };
        Some(self.with(area, self.window(offset_at)?))
    }

    /// Every rule as a line, also while something is missing: then those about it are still open.
    pub fn rules(
        &self,
        now: DateTime<Utc>,
        judge: impl Fn(&Draft) -> Judged,
        offset_at: impl Fn(DateTime<Utc>) -> i64,
    ) -> Vec<RuleLine> {
        let window = self.window(offset_at);
        let area = self.incident.map(|incident| Area { incident, cells: self.cells.clone() });
        // Stand-ins that keep the rules; what is said about them is taken out below.
        let some_window = Window { from: now - TimeDelta::hours(1), until: now };
        let draft = self.with(area.clone().unwrap_or_else(nowhere), window.unwrap_or(some_window));
        let mut lines = draft.rules(now, &judge(&draft));
        for line in &mut lines {
            let missing = match line.rule {
                Rule::WindowLength if window.is_none() => "Say when it began and ended",
                Rule::LookBack if window.is_none() => "Say when it was",
                Rule::AreaSize if area.is_none() => "Say in which cell it happened",
                Rule::AreaReach if area.is_none() => "The area begins around the incident",
                Rule::PerPlace if area.is_none() => "Counted when the area is there",
                _ => continue,
            };
            line.verdict = Verdict::Open;
            line.finding = missing.to_owned();
            line.refusal = None;
        }
        lines
    }

    fn with(&self, area: Area, window: Window) -> Draft {
        let given = |way: &Option<String>| way.clone().filter(|way| !way.trim().is_empty());
        Draft {
            case_number: CaseNumber(self.case_number.trim().to_owned()),
            incident_type: self.incident_type.trim().to_owned(),
            title: self.title.trim().to_owned(),
            text: self.text.trim().to_owned(),
            lead: self.lead.clone(),
            area,
            window,
            zone: self.zone.clone(),
            tip_line: TipLine { phone: given(&self.tip_line.phone), web: given(&self.tip_line.web) },
            declarations: self.declarations,
        }
    }
}

/// A cell in the middle of an ocean.
fn nowhere() -> Area {
    let incident = Cell9::at(h3o::LatLng::new(0.0, -140.0).expect("point"));
    Area { incident, cells: vec![incident] }
}
