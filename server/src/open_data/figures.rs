//! The figures of one agency as files: one row for each number. Of one agency only: these are no league table.

use std::collections::BTreeMap;

use neighbors_domain::agency::{AgencyProfile, AgencyRef};
use neighbors_domain::assistance_request::Outcome;
use neighbors_domain::figures::{Month, kind_of_incident};
use serde::Serialize;

use super::table::{Cell, Object, csv};
use super::{Document, Format, atom};

const COLUMNS: [&str; 5] = ["agency", "figure", "month", "kind", "value"];

/// `None`: no such file is kept of figures.
pub fn document(agency: &AgencyProfile, format: Format, public_url: &str) -> Option<Document> {
    let bytes = match format {
        Format::Csv => csv(&COLUMNS, rows(agency)),
        Format::Json => {
            let figures = rows(agency).into_iter().map(|cells| Object { columns: &COLUMNS, cells }).collect();
            serde_json::to_vec(&Whole { agency: &agency.card.agency, figures }).expect("our own types")
        }
        Format::Atom => atom::figures(agency, public_url),
        Format::GeoJson | Format::Map => return None,
    };
    Some(Document::new(format, bytes, None))
}

#[derive(Serialize)]
struct Whole<'a> {
    agency: &'a AgencyRef,
    figures: Vec<Object<'a>>,
}

/// What is known of no month stands first; then month by month, oldest first. A number that is nought is left out, but
/// for those of every month.
fn rows(agency: &AgencyProfile) -> Vec<Vec<Cell>> {
    let slug = &agency.card.agency.slug;
    let row = |figure: &str, month: Option<&str>, kind: Option<&str>, value: i64| {
        vec![
            Cell::Text(slug.clone()),
            Cell::Text(figure.to_owned()),
            Cell::maybe(month),
            Cell::maybe(kind),
            Cell::Count(value),
        ]
    };
    let overdue = agency.assistance_requests.iter().filter(|request| request.life.outcome_overdue).count();
    let mut rows = vec![
        row("officers_active", None, None, agency.officers_active.into()),
        row("outcomes_overdue", None, None, overdue as i64),
    ];
    for of in &agency.refusals {
        rows.push(row("refused_for", None, Some(of.reason.key()), of.times.into()));
    }
    for of in &agency.posts_by_category {
        rows.push(row("posts_in", None, Some(of.category.key()), of.posts.into()));
    }
    let kinds = by_month_and_kind(agency);
    for Month { month, published, refused, comments, posts, outcomes, review, .. } in &agency.months {
        let month = month.format("%Y-%m").to_string();
        let number = |figure, value| row(figure, Some(&month), None, value);
        rows.push(number("requests_published", i64::from(*published)));
        for (kind, n) in kinds.get(&month).into_iter().flatten() {
            rows.push(row("requests_published_about", Some(&month), Some(kind), *n));
        }
        for (figure, n) in [("requests_refused", refused), ("comments", comments), ("posts", posts)] {
            rows.push(number(figure, i64::from(*n)));
        }
        for (outcome, n) in Outcome::ALL.iter().zip(outcomes) {
            let kind = outcome.name().to_lowercase();
            rows.push(row("outcomes", Some(&month), Some(&kind), i64::from(*n)));
        }
        let Some(review) = review else { continue };
        rows.push(number("reviews", i64::from(review.decisions)));
        for (figure, seconds) in [
            ("review_seconds_shortest", review.shortest),
            ("review_seconds_quarter", review.quarter),
            ("review_seconds_median", review.median),
            ("review_seconds_three_quarters", review.three_quarters),
            ("review_seconds_longest", review.longest),
        ] {
            rows.push(number(figure, seconds));
        }
    }
    rows
}

/// "2026-10" to what was asked about in it, in the agency's own words.
fn by_month_and_kind(agency: &AgencyProfile) -> BTreeMap<String, BTreeMap<&str, i64>> {
    let mut kinds: BTreeMap<String, BTreeMap<&str, i64>> = BTreeMap::new();
    for request in &agency.assistance_requests {
        let month = request.life.published_at.format("%Y-%m").to_string();
        *kinds.entry(month).or_default().entry(kind_of_incident(&request.incident_type)).or_default() += 1;
    }
    kinds
}
