//! What the agencies of the demo asked for, out of `data/demo-assistance-requests.toml` and `demo-incidents.csv`.

use std::collections::HashMap;

use chrono::{DateTime, Datelike, NaiveDateTime, TimeDelta, Utc};
use neighbors_domain::area::Area;
use neighbors_domain::assistance_request::{Declarations, Draft, Outcome};
use neighbors_domain::case_number::CaseNumber;
use neighbors_domain::cells::Cell9;
use neighbors_domain::record::Spoken;
use neighbors_domain::rules::Review;
use serde::Deserialize;

use super::agencies::Cedar;
use super::residents::Asked;
use super::time::{When, ZONE, moved};
use super::{DemoError, Teller, keys};
use crate::store::assistance_requests as requests;

const TEXT: &str = include_str!("../../../data/demo-assistance-requests.toml");
const INCIDENTS: &str = include_str!("../../../data/demo-incidents.csv");

/// How long each waits for its reviewer.
const REVIEWED_AFTER: TimeDelta = TimeDelta::minutes(150);
const REVIEWERS: u32 = 4;
const QUESTIONS: u32 = 8;

/// One real incident of Denver: its cell, and its first and last moment on the clocks there.
#[derive(Deserialize)]
struct Incident {
    incident: String,
    cell: Cell9,
    #[serde(deserialize_with = "minutes")]
    start: NaiveDateTime,
    #[serde(deserialize_with = "minutes")]
    end: NaiveDateTime,
}

fn minutes<'de, D: serde::Deserializer<'de>>(from: D) -> Result<NaiveDateTime, D::Error> {
    let text = String::deserialize(from)?;
    NaiveDateTime::parse_from_str(&text, "%Y-%m-%dT%H:%M").map_err(serde::de::Error::custom)
}

#[derive(Deserialize)]
struct Told {
    assistance_request: Vec<Ask>,
}

#[derive(Deserialize)]
struct Ask {
    agency: String,
    /// Which of the agency's officers.
    lead: usize,
    incident: String,
    /// How many the area has: the incident's cell, its neighbors, then theirs.
    #[serde(default = "usual")]
    cells: usize,
    /// When it was published.
    #[serde(flatten)]
    when: When,
    serial: u32,
    incident_type: String,
    title: String,
    text: String,
    /// Sent, and not reviewed yet.
    #[serde(default)]
    waits: bool,
    /// Days from publication to the end; without one it runs out.
    resolved: Option<f64>,
    void: Option<f64>,
    outcome: Option<Outcome>,
    /// Days from the end.
    outcome_after: Option<f64>,
}

/// The form's own start: the incident's cell and its six neighbors.
fn usual() -> usize {
    7
}

pub struct Asks {
    asks: Vec<Ask>,
    incidents: HashMap<String, Incident>,
    cedars: HashMap<&'static str, Cedar>,
    /// Of those already told.
    ids: HashMap<usize, String>,
}

#[derive(Clone, Copy)]
pub enum Moment {
    Submit(usize),
    Publish(usize),
    Resolve(usize),
    Void(usize),
    Outcome(usize, Outcome),
}

impl Asks {
    pub fn read(cedars: Vec<Cedar>) -> Result<Self, DemoError> {
        let told: Told = toml::from_str(TEXT).map_err(DemoError::story)?;
        let mut incidents = HashMap::new();
        for incident in csv::Reader::from_reader(INCIDENTS.as_bytes()).into_deserialize::<Incident>() {
            let incident = incident.map_err(DemoError::story)?;
            incidents.insert(incident.incident.clone(), incident);
        }
        let cedars = cedars.into_iter().map(|cedar| (cedar.key, cedar)).collect();
        Ok(Self { asks: told.assistance_request, incidents, cedars, ids: HashMap::new() })
    }

    pub fn moments(&self, now: DateTime<Utc>) -> Vec<(DateTime<Utc>, Moment)> {
        let mut moments = Vec::new();
        for (n, ask) in self.asks.iter().enumerate().filter(|(_, ask)| !ask.waits) {
            let published = ask.when.before(now);
            moments.push((published - REVIEWED_AFTER, Moment::Submit(n)));
            moments.push((published, Moment::Publish(n)));
            let resolved = ask.resolved.map(|after| published + days(after));
            moments.extend(resolved.map(|at| (at, Moment::Resolve(n))));
            moments.extend(ask.void.map(|after| (published + days(after), Moment::Void(n))));
            if let (Some(outcome), Some(after)) = (ask.outcome, ask.outcome_after) {
                let closed = resolved.unwrap_or(published + Draft::OPEN_FOR);
                moments.push((closed + days(after), Moment::Outcome(n, outcome)));
            }
        }
        moments.retain(|(at, _)| *at <= now);
        moments
    }

    pub async fn tell(
        &mut self,
        teller: &Teller<'_>,
        moment: Moment,
        at: DateTime<Utc>,
    ) -> Result<(), DemoError> {
        match moment {
            Moment::Submit(n) => {
                let id = self.submit(teller, n, at).await?;
                self.ids.insert(n, id);
            }
            Moment::Publish(n) => {
                let review = self.review(n);
                requests::publish(teller.store, &review, &self.ids[&n], at).await?;
            }
            Moment::Resolve(n) => {
                requests::resolve(teller.store, self.lead(n)?, &self.ids[&n], at).await?;
            }
            Moment::Void(n) => requests::void(teller.store, self.lead(n)?, &self.ids[&n], at).await?,
            Moment::Outcome(n, outcome) => {
                requests::set_outcome(teller.store, self.lead(n)?, &self.ids[&n], outcome, at).await?;
            }
        }
        Ok(())
    }

    /// After everything else, so that the ids of the rest stay what they are.
    pub async fn wait(&self, teller: &Teller<'_>) -> Result<(), DemoError> {
        for (n, ask) in self.asks.iter().enumerate().filter(|(_, ask)| ask.waits) {
            self.submit(teller, n, ask.when.before(teller.now) - REVIEWED_AFTER).await?;
        }
        Ok(())
    }

    async fn submit(&self, teller: &Teller<'_>, n: usize, at: DateTime<Utc>) -> Result<String, DemoError> {
        let (draft, cedar, lead) = (self.draft(n, at)?, self.cedar(n)?, self.lead(n)?);
        let title = draft.title.clone();
        let history = requests::history(teller.store, lead, &draft, at).await?;
        let draft = draft
            .check(at, &history)
            .map_err(|refusals| DemoError::Story(format!("{title}: {refusals:?}")))?;
        let identity = teller.chance.key(&format!("request {n}"));
        let keys = keys::of_request(&identity, &cedar.holders, &cedar.recovery);
        let voice = &cedar.voices[self.asks[n].lead];
        let signed = Some(voice.assistance_request(&draft, &keys.recipient, at));
        Ok(requests::submit(teller.store, lead, &Spoken { draft, signed }, &keys, at).await?)
    }

    fn draft(&self, n: usize, at: DateTime<Utc>) -> Result<Draft, DemoError> {
        let (ask, cedar, incident) = (&self.asks[n], self.cedar(n)?, self.incident(n)?);
        let day = at.ordinal() * 12 + ask.serial;
        Ok(Draft {
            case_number: CaseNumber(format!("{}-{:02}-{day:05}", cedar.case_prefix, at.year() % 100)),
            incident_type: ask.incident_type.clone(),
            title: ask.title.clone(),
            text: ask.text.trim().to_owned(),
            lead: cedar.leads[ask.lead].clone(),
            area: area(incident.cell, ask.cells),
            window: moved(incident.start, incident.end, at),
            zone: ZONE.to_owned(),
            tip_line: cedar.tip_line.clone(),
            declarations: Declarations::ALL,
        })
    }

    fn review(&self, n: usize) -> Review {
        let reviewer = self.asks[n].serial % REVIEWERS + 1;
        Review { reviewer, questions_answered: QUESTIONS, questions: QUESTIONS, second: None }
    }

    /// The newest one: the residents of the demo stand in different relations to it.
    pub fn newest(&self, now: DateTime<Utc>) -> Result<Asked, DemoError> {
        let published = (0..self.asks.len()).filter(|n| !self.asks[*n].waits);
        let newest = published.max_by_key(|n| self.asks[*n].when.before(now));
        let n = newest.ok_or_else(|| DemoError::Story("nothing is asked for".to_owned()))?;
        let incident = self.incident(n)?.cell;
        let area = area(incident, self.asks[n].cells).cells;
        Ok(Asked { area, incident, published_at: self.asks[n].when.before(now) })
    }

    fn cedar(&self, n: usize) -> Result<&Cedar, DemoError> {
        let key = &self.asks[n].agency;
        self.cedars.get(key.as_str()).ok_or_else(|| DemoError::Story(format!("no agency {key}")))
    }

    fn lead(&self, n: usize) -> Result<&crate::auth::Officer, DemoError> {
        Ok(&self.cedar(n)?.officers[self.asks[n].lead])
    }

    fn incident(&self, n: usize) -> Result<&Incident, DemoError> {
        let name = &self.asks[n].incident;
        self.incidents.get(name).ok_or_else(|| DemoError::Story(format!("no incident {name}")))
    }
}

/// Always connected: every cell of a ring touches the ring inside it.
fn area(incident: Cell9, cells: usize) -> Area {
    let mut all = vec![incident];
    for rings in 1..=Area::MAX_STEPS {
        let mut ring: Vec<_> = incident.disk(rings).into_iter().filter(|cell| !all.contains(cell)).collect();
        ring.sort_unstable();
        all.extend(ring);
    }
    all.truncate(cells);
    Area { incident, cells: all }
}

fn days(days: f64) -> TimeDelta {
    TimeDelta::minutes((days * 24.0 * 60.0) as i64)
}
