//! What a random world is made of: instants, cells, areas, drafts that keep every rule.

// Each test file uses another part of it.
#![allow(dead_code)]

use chrono::{DateTime, TimeDelta, Utc};
use h3o::{LatLng, Resolution};
use neighbors_domain::agency::{AgencyKind, AgencyState, TipLine};
use neighbors_domain::area::Area;
use neighbors_domain::assistance_request::{Declarations, Draft, LeadInvestigator};
use neighbors_domain::case_number::CaseNumber;
use neighbors_domain::cells::Cell9;
use neighbors_domain::rules::{Judged, Review};
use neighbors_domain::window::Window;
use proptest::prelude::*;

/// Of every rule.
pub fn ten_thousand() -> ProptestConfig {
    ProptestConfig { cases: 10_000, ..ProptestConfig::default() }
}

/// 2026-10-22, half past midnight UTC.
pub fn now() -> DateTime<Utc> {
    "2026-10-22T00:30:00Z".parse().expect("a time")
}

/// To the millisecond, over all years a reader will see.
pub fn instant() -> impl Strategy<Value = DateTime<Utc>> {
    (0..4_102_444_800_000_i64).prop_map(|millis| DateTime::from_timestamp_millis(millis).expect("in range"))
}

/// Anywhere on the globe; often where grids are odd: at a pentagon, at the antimeridian, near a pole.
pub fn cell() -> impl Strategy<Value = Cell9> {
    let at = |latitude: f64, longitude: f64| Cell9::at(LatLng::new(latitude, longitude).expect("a point"));
    prop_oneof![
        6 => (-89.9..89.9_f64, -180.0..180.0_f64).prop_map(move |(latitude, longitude)| at(latitude, longitude)),
        2 => (-70.0..70.0_f64, -0.01..0.01_f64)
            .prop_map(move |(latitude, off)| at(latitude, if off < 0.0 { -180.0 - off } else { 180.0 - off })),
        1 => (89.0..90.0_f64, -180.0..180.0_f64).prop_map(move |(latitude, longitude)| at(latitude, longitude)),
        2 => near_a_pentagon(),
    ]
}

pub fn pentagons() -> Vec<Cell9> {
    Resolution::Nine.pentagons().filter_map(Cell9::around).collect()
}

fn near_a_pentagon() -> impl Strategy<Value = Cell9> {
    (prop::sample::select(pentagons()), any::<prop::sample::Index>()).prop_map(|(pentagon, which)| {
        let near = pentagon.disk(3);
        near[which.index(near.len())]
    })
}

/// Keeps every rule when published at [`now`].
pub fn good_draft() -> Draft {
    let incident: Cell9 = "89268cda823ffff".parse().expect("a cell");
    Draft {
        case_number: CaseNumber("CF-26-04417".into()),
        incident_type: "Burglary of a detached garage".into(),
        title: "Garage break-ins along the alleys".into(),
        text: "Three detached garages were entered. We are looking for recordings of the alleys.".into(),
        lead: LeadInvestigator {
            name: "Det. Maya Ortega".into(),
            title: "Detective, Property Crimes".into(),
            contact: "m.ortega@cedarflats.example".into(),
        },
        area: Area::around(incident),
        window: Window { from: now() - TimeDelta::hours(22), until: now() - TimeDelta::hours(18) },
        zone: "America/Denver".into(),
        tip_line: TipLine { phone: Some("303-555-0142".into()), web: None },
        declarations: Declarations::ALL,
    }
}

pub fn good_judgement() -> Judged {
    Judged {
        agency_kind: AgencyKind::Police,
        agency_state: AgencyState::Active,
        posts_for_case: 0,
        posts_over_busiest_cell: 0,
        lead_is_there: Some(true),
        review: Some(Review { reviewer: 4, questions_answered: 8, questions: 8, second: None }),
    }
}
