//! Old versions in public: what was published once stays readable, what was returned or refused never shows.

mod common;

use axum::body::Body;
use axum::http::StatusCode;
use chrono::TimeDelta;
use common::cedar::{SLUG, draft, incident};
use common::desk::{House, NOTE, approve, decide, not_approved, refuse};
use common::now;
use neighbors_domain::addresses::{api, data};
use neighbors_domain::api::ApiError;
use neighbors_domain::assistance_request::{Difference, Draft, Version};
use neighbors_domain::review::{Decision, Question, Sensitive, Verdict};
use serde_json::Value;

async fn versions(house: &House, id: &str) -> Vec<Version> {
    let (status, versions) = house.server.get(&api::versions(id)).await;
    assert_eq!(status, StatusCode::OK);
    versions
}

fn narrower() -> Draft {
    let mut narrower = draft();
    narrower.area.cells.retain(|cell| *cell == incident());
    narrower.text = "Only the alley behind the market matters by now. Two bicycles were found.".into();
    narrower
}

#[tokio::test]
async fn every_version_stays_readable_with_its_day_its_officer_and_its_reviewers() {
    let house = House::new().await;
    let id = house.published().await;
    house.server.app.clock.set(now() + TimeDelta::hours(5));
    house.amend(&id, &narrower()).await.expect("sent");
    assert_eq!(versions(&house, &id).await.len(), 1, "what waits is not public");
    house.server.app.clock.set(now() + TimeDelta::hours(6));
    let near_a_school = Decision { sensitive: vec![Sensitive::School], ..approve() };
    decide(&house.sam, &id, near_a_school).await.expect("noted");
    assert_eq!(versions(&house, &id).await.len(), 1, "one of two reviewers is not enough");
    decide(&house.rita, &id, approve()).await.expect("published");

    let all = versions(&house, &id).await;
    let [second, first] = &all[..] else { panic!("{all:?}") };
    assert_eq!((first.version, &first.draft, first.published_at), (1, &draft(), now()));
    assert_eq!((first.reviewer, first.second_reviewer), (1, None));
    assert_eq!((second.version, &second.draft), (2, &narrower()));
    assert_eq!(second.submitted_at, now() + TimeDelta::hours(5));
    assert_eq!(second.published_at, now() + TimeDelta::hours(6));
    assert_eq!((second.reviewer, second.second_reviewer), (2, Some(1)));
    assert_eq!(second.officer.name, "Det. Maya Ortega");
    // The newest is what everybody reads, and the difference is what the amendment did.
    assert_eq!(house.shown(&id).await.draft, second.draft);
    let difference = Difference::between(&first.draft, &second.draft);
    assert_eq!(
        (difference.cells_gone.len(), difference.cells_new.len(), difference.written.len()),
        (6, 0, 1)
    );
}

#[tokio::test]
async fn what_was_returned_or_refused_shows_nothing_of_its_text_anywhere() {
    let house = House::new().await;
    let id = house.published().await;
    for (word, decision) in [
        ("Wyrmwood", not_approved(Verdict::Return { reason: Question::WindowFits, note: NOTE.into() })),
        ("Quillfeather", refuse()),
    ] {
        let text = format!("{word} was seen near the alley. We look for recordings of the alley.");
        house.amend(&id, &Draft { text, ..draft() }).await.expect("sent");
        decide(&house.rita, &id, decision).await.expect("decided");
    }
    house.amend(&id, &narrower()).await.expect("sent");
    decide(&house.rita, &id, approve()).await.expect("published");
    let all = versions(&house, &id).await;
    assert_eq!(all.iter().map(|version| version.version).collect::<Vec<_>>(), [4, 1]);
    for path in [
        api::versions(&id),
        data::versions(&id, "csv"),
        data::versions(&id, "json"),
        api::assistance_request(&id),
        api::agency(SLUG),
    ] {
        let (status, _, bytes) = house.server.raw("GET", &path, "", Body::empty()).await;
        let said = String::from_utf8(bytes).expect("text");
        assert_eq!(status, StatusCode::OK, "{path}");
        for word in ["Wyrmwood", "Quillfeather", NOTE] {
            assert!(!said.contains(word), "{path}: {word}");
        }
    }
}

#[tokio::test]
async fn what_is_not_published_has_no_versions() {
    let house = House::new().await;
    let waiting = house.send(draft()).await;
    let refused = house.send(draft()).await;
    decide(&house.rita, &refused, refuse()).await.expect("refused");
    for id in [&*waiting, &*refused, "nothing"] {
        for path in [api::versions(id), data::versions(id, "json"), data::versions(id, "csv")] {
            let (status, error) = house.server.get::<ApiError>(&path).await;
            assert_eq!((status, error), (StatusCode::NOT_FOUND, ApiError::NotFound), "{path}");
        }
    }
    let published = house.published().await;
    let (status, _) = house.server.get::<ApiError>(&data::versions(&published, "atom")).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn other_programs_read_the_versions_as_csv_and_json_and_both_say_the_same() {
    let house = House::new().await;
    let id = house.published().await;
    house.amend(&id, &narrower()).await.expect("sent");
    decide(&house.rita, &id, approve()).await.expect("published");
    let fetch = async |ending| {
        let path = data::versions(&id, ending);
        let (status, headers, bytes) = house.server.raw("GET", &path, "", Body::empty()).await;
        assert_eq!(
            (status, &headers["access-control-allow-origin"]),
            (StatusCode::OK, &"*".parse().unwrap())
        );
        String::from_utf8(bytes).expect("UTF-8")
    };
    let objects: Vec<Value> = serde_json::from_str(&fetch("json").await).expect("JSON");
    let file = fetch("csv").await;
    let mut reader = csv::Reader::from_reader(file.as_bytes());
    let columns = reader.headers().expect("a header").clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    assert_eq!((objects.len(), rows.len()), (2, 2));
    for (object, row) in objects.iter().zip(&rows) {
        for (column, text) in columns.iter().zip(row) {
            let told = match &object[column] {
                Value::Null => String::new(),
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            assert_eq!(told, text, "{column}");
        }
    }
    assert_eq!(objects[0]["version"], 2);
    assert_eq!(objects[0]["cells"], incident().to_string());
    assert_eq!(objects[1]["text"], draft().text);
}
