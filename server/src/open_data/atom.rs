//! The requests of one agency as an Atom feed (RFC 4287): for readers that tell when a new one appears.

use chrono::{DateTime, NaiveTime, SecondsFormat, Utc};
use neighbors_domain::addresses::{data, pages};
use neighbors_domain::agency::AgencyProfile;
use neighbors_domain::assistance_request::Summary;
use neighbors_domain::figures::Month;
use neighbors_domain::spoken::length;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesStart, BytesText, Event};

/// Newest first, as the profile has them. An agency that asked for nothing has a feed without entries.
pub fn feed(agency: &AgencyProfile, public_url: &str) -> Vec<u8> {
    let reference = &agency.card.agency;
    let own = format!("{public_url}{}", data::assistance_requests(&reference.slug, "atom"));
    let mut xml = Xml(Writer::new(Vec::new()));
    xml.event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)));
    xml.inside(BytesStart::new("feed").with_attributes([("xmlns", "http://www.w3.org/2005/Atom")]), |xml| {
        xml.text("id", &own);
        xml.text("title", &format!("Requests for assistance of {}", reference.name));
        xml.text("updated", &said(updated(agency)));
        xml.link("self", "application/atom+xml", &own);
        xml.link("alternate", "text/html", &format!("{public_url}{}", pages::agency(&reference.slug)));
        xml.author(&reference.name);
        for request in &agency.assistance_requests {
            entry(xml, request, public_url);
        }
    });
    xml.0.into_inner()
}

fn entry(xml: &mut Xml, request: &Summary, public_url: &str) {
    let page = format!("{public_url}{}", pages::assistance_request(&request.id));
    xml.inside(BytesStart::new("entry"), |xml| {
        xml.text("id", &format!("urn:uuid:{}", request.id));
        xml.text("title", &request.title);
        xml.text("published", &said(request.life.published_at));
        xml.text("updated", &said(changed(request)));
        xml.link("alternate", "text/html", &page);
        xml.author(&request.agency.name);
        let summary = format!(
            "{}. Case {}, version {}. Window {} to {}. {}.",
            request.incident_type,
            request.case_number,
            request.version,
            said(request.window.from),
            said(request.window.until),
            request.life.state.name()
        );
        xml.text("summary", &summary);
    });
}

/// One entry for each month in which something happened, newest first: it changes while the month goes on.
pub fn figures(agency: &AgencyProfile, public_url: &str) -> Vec<u8> {
    let reference = &agency.card.agency;
    let own = format!("{public_url}{}", data::figures(&reference.slug, "atom"));
    let page = format!("{public_url}{}", pages::agency(&reference.slug));
    let last = agency.months.iter().filter_map(|month| month.last_at).max();
    let mut xml = Xml(Writer::new(Vec::new()));
    xml.event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)));
    xml.inside(BytesStart::new("feed").with_attributes([("xmlns", "http://www.w3.org/2005/Atom")]), |xml| {
        xml.text("id", &own);
        xml.text("title", &format!("Figures of {}", reference.name));
        xml.text("updated", &said(last.unwrap_or_else(|| updated(agency))));
        xml.link("self", "application/atom+xml", &own);
        xml.link("alternate", "text/html", &page);
        xml.author(&reference.name);
        let told = agency.months.iter().rev().filter_map(|month| Some((month, month.last_at?)));
        for (month, last_at) in told {
            xml.inside(BytesStart::new("entry"), |xml| {
                xml.text("id", &format!("{own}#{}", month.month.format("%Y-%m")));
                xml.text("title", &month.month.format("%B %Y").to_string());
                xml.text("updated", &said(last_at));
                xml.link("alternate", "text/html", &page);
                xml.author(&reference.name);
                xml.text("summary", &in_words(month));
            });
        }
    });
    xml.0.into_inner()
}

fn in_words(month: &Month) -> String {
    let Month { published, refused, comments, posts, outcomes, review, .. } = month;
    let review = review.map_or_else(
        || "Nothing was reviewed".to_owned(),
        |review| {
            let (median, longest) = (length(review.median), length(review.longest));
            format!("Reviewed: {}, median {median}, longest {longest}", review.decisions)
        },
    );
    let outcomes: u32 = outcomes.iter().sum();
    format!(
        "Requests published: {published}, refused: {refused}. Outcomes stated: {outcomes}. Comments: {comments}. \
         Posts: {posts}. {review}."
    )
}

fn changed(request: &Summary) -> DateTime<Utc> {
    request.life.closed_at.unwrap_or(request.life.published_at)
}

/// The last thing that happened; where nothing did, since when the agency is known.
fn updated(agency: &AgencyProfile) -> DateTime<Utc> {
    let known = agency.card.since.first_day().and_time(NaiveTime::MIN).and_utc();
    let happened = [agency.active_since, agency.suspended_since, agency.left_since].into_iter().flatten();
    happened.chain(agency.assistance_requests.iter().map(changed)).max().unwrap_or(known)
}

fn said(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// A writer into memory, where nothing fails.
struct Xml(Writer<Vec<u8>>);

impl Xml {
    fn event(&mut self, event: Event<'_>) {
        self.0.write_event(event).expect("memory takes everything");
    }

    fn inside(&mut self, start: BytesStart<'_>, content: impl FnOnce(&mut Self)) {
        let end = start.to_end().into_owned();
        self.event(Event::Start(start.borrow()));
        content(self);
        self.event(Event::End(end));
    }

    fn text(&mut self, name: &str, text: &str) {
        // What XML has no way to say at all, not even escaped.
        let sayable: String =
            text.chars().filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}')).collect();
        self.inside(BytesStart::new(name), |xml| xml.event(Event::Text(BytesText::new(&sayable))));
    }

    fn link(&mut self, rel: &str, media_type: &str, href: &str) {
        let link =
            BytesStart::new("link").with_attributes([("rel", rel), ("type", media_type), ("href", href)]);
        self.event(Event::Empty(link));
    }

    fn author(&mut self, name: &str) {
        self.inside(BytesStart::new("author"), |xml| xml.text("name", name));
    }
}
