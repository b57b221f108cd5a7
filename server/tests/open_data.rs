//! What other programs fetch under `/data`.

mod common;

use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use chrono::TimeDelta;
use common::cedar::{Cedar, SLUG, draft, draft_of_case};
use common::{TestServer, now};
use http_body_util::BodyExt;
use neighbors_domain::api::ApiError;
use neighbors_server::auth::Operator;
use neighbors_server::import::{self, Progress};
use neighbors_server::store;
use serde_json::Value;
use tower::ServiceExt;

const LIST: &[u8] = include_bytes!("../../data/ring_partner_agencies_2020-10.csv");

async fn with_the_list() -> TestServer {
    let server = TestServer::new().await;
    let operator = Operator::at_the_command_line();
    import::agencies(server.store(), operator, LIST, now(), &Progress::silent()).await.expect("taken");
    server
}

async fn fetch(server: &TestServer, path: &str) -> (HeaderMap, String) {
    let (status, headers, bytes) = server.raw("GET", path, "text/plain", Body::empty()).await;
    assert_eq!(status, StatusCode::OK, "{path}");
    assert_eq!(headers[header::ACCESS_CONTROL_ALLOW_ORIGIN], "*", "{path}");
    assert_eq!(headers[header::CACHE_CONTROL], "no-cache", "{path}");
    (headers, String::from_utf8(bytes).expect("UTF-8"))
}

async fn json(server: &TestServer, path: &str) -> Value {
    serde_json::from_str(&fetch(server, path).await.1).expect("JSON")
}

fn rows(file: &str) -> Vec<std::collections::HashMap<String, String>> {
    csv::Reader::from_reader(file.as_bytes()).deserialize().map(|row| row.expect("a row")).collect()
}

#[tokio::test]
async fn a_journalist_downloads_all_agencies_as_csv_json_and_geojson_and_they_say_the_same() {
    let server = with_the_list().await;
    let (headers, file) = fetch(&server, "/data/agencies.csv").await;
    assert!(headers[header::CONTENT_TYPE].to_str().unwrap().starts_with("text/csv"));
    assert_eq!(headers[header::LINK], "<https://creativecommons.org/licenses/by/4.0/>; rel=\"license\"");
    assert_eq!(file.matches('\n').count(), file.matches("\r\n").count(), "RFC 4180 ends lines with CRLF");
    let rows = rows(&file);
    assert_eq!(rows.len(), 1_498);
    assert_eq!(rows.iter().filter(|row| row["since"].as_str() <= "2019-08-27").count(), 405);
    assert!(rows.iter().all(|row| row["state"] == "listed" && row["license"] == "CC BY 4.0"));

    let whole = json(&server, "/data/agencies.json").await;
    assert!(whole["credit"].as_str().unwrap().contains("Electronic Frontier Foundation"));
    let map = json(&server, "/data/agencies.geojson").await;
    assert_eq!((&map["type"], &map["license"]), (&"FeatureCollection".into(), &"CC BY 4.0".into()));
    let (agencies, features) = (whole["agencies"].as_array().unwrap(), map["features"].as_array().unwrap());
    assert_eq!((agencies.len(), features.len()), (rows.len(), rows.len()));
    for ((row, agency), feature) in rows.iter().zip(agencies).zip(features) {
        for (column, text) in row {
            let told = match &agency[column] {
                Value::Null => String::new(),
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            assert_eq!(&told, text, "{column} of {}", row["slug"]);
            if !["latitude", "longitude"].contains(&column.as_str()) {
                assert_eq!(agency[column], feature["properties"][column], "{column}");
            }
        }
        let point = &feature["geometry"]["coordinates"];
        assert_eq!((&point[0], &point[1]), (&agency["longitude"], &agency["latitude"]));
    }
    let nowhere: Vec<&str> = features
        .iter()
        .filter(|feature| feature["geometry"].is_null())
        .map(|feature| feature["id"].as_str().unwrap())
        .collect();
    assert_eq!(nowhere, ["wall-township-police-department-nj"], "its place is not known");
    geojson::GeoJson::from_json_value(map).expect("GeoJSON as a library reads it");
}

#[tokio::test]
async fn a_program_that_has_the_file_already_is_told_so_until_an_agency_changes() {
    let server = with_the_list().await;
    let known = fetch(&server, "/data/agencies.csv").await.0[header::ETAG].clone();
    let ask = async || {
        let request = Request::builder()
            .uri("/data/agencies.csv")
            .header(header::HOST, "localhost:8080")
            .header(header::IF_NONE_MATCH, &known);
        let request = request.body(Body::empty()).unwrap();
        let response = server.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        (status, response.into_body().collect().await.unwrap().to_bytes().len())
    };
    assert_eq!(ask().await, (StatusCode::NOT_MODIFIED, 0));
    Cedar::new(&server).await;
    let (status, bytes) = ask().await;
    assert!(status == StatusCode::OK && bytes > 100_000, "{status}, {bytes}");
    let (_, file) = fetch(&server, "/data/agencies.csv").await;
    let cedar = rows(&file).into_iter().find(|row| row["slug"] == SLUG).expect("it is there at once");
    assert_eq!((cedar["state"].as_str(), cedar["demo"].as_str()), ("active", "true"));
    store::agencies::suspend(server.store(), Operator::at_the_command_line(), SLUG, now()).await.unwrap();
    let (_, file) = fetch(&server, "/data/agencies.csv").await;
    assert!(rows(&file).iter().any(|row| row["slug"] == SLUG && row["state"] == "suspended"));
}

#[tokio::test]
async fn the_history_of_an_agency_is_a_csv_a_json_and_an_atom_feed() {
    let server = TestServer::new().await;
    let cedar = Cedar::new(&server).await;
    let first = cedar.published(&server, draft(), now() - TimeDelta::hours(2)).await;
    let mut second = draft_of_case("CF-26-09999");
    second.title = "=HYPERLINK(\"https://example.com\") & <b>Fire</b> \u{c}".into();
    let second = cedar.published(&server, second, now() - TimeDelta::hours(1)).await;
    let path = |ending: &str| format!("/data/agencies/{SLUG}/assistance-requests.{ending}");

    let (_, file) = fetch(&server, &path("csv")).await;
    let rows = rows(&file);
    assert_eq!(rows.iter().map(|row| &row["id"]).collect::<Vec<_>>(), [&second, &first], "newest first");
    assert_eq!(rows[1]["case_number"], "CF-26-04417");
    assert_eq!((rows[1]["state"].as_str(), rows[1]["shares"].as_str()), ("open", ""), "no count while open");
    assert!(rows[1]["cells"].split(' ').count() == 7 && rows[1]["cells"].contains(&rows[1]["incident_cell"]));
    assert!(rows[0]["title"].starts_with("'=HYPERLINK"), "a spreadsheet runs nothing");

    let whole = json(&server, &path("json")).await;
    assert_eq!(whole["agency"]["slug"], SLUG);
    let requests = whole["assistance_requests"].as_array().unwrap();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[0]["page"], format!("http://localhost:8080/assistance-requests/{second}"));
    assert!(requests[0]["title"].as_str().unwrap().starts_with("=HYPERLINK"), "JSON needs no apostrophe");

    let (headers, feed) = fetch(&server, &path("atom")).await;
    assert!(headers[header::CONTENT_TYPE].to_str().unwrap().starts_with("application/atom+xml"));
    let titles = texts(&feed, "title");
    assert_eq!(
        titles[1], "=HYPERLINK(\"https://example.com\") & <b>Fire</b> ",
        "markup is text, and no more"
    );
    assert_eq!(texts(&feed, "id")[1..], [format!("urn:uuid:{second}"), format!("urn:uuid:{first}")]);
    assert_eq!(texts(&feed, "updated")[0], "2026-10-21T23:30:00Z");
}

#[tokio::test]
async fn an_agency_that_asked_for_nothing_has_empty_files_and_one_that_is_not_known_has_none() {
    let server = with_the_list().await;
    let path =
        |ending: &str| format!("/data/agencies/greenfield-police-department-wi/assistance-requests.{ending}");
    let (_, file) = fetch(&server, &path("csv")).await;
    assert!(file.starts_with("id,version,agency,title,") && file.matches("\r\n").count() == 1, "{file}");
    assert_eq!(json(&server, &path("json")).await["assistance_requests"], serde_json::json!([]));
    let (_, feed) = fetch(&server, &path("atom")).await;
    assert!(texts(&feed, "entry").is_empty());
    assert_eq!(
        texts(&feed, "updated"),
        ["2018-03-22T00:00:00Z"],
        "Atom wants a date: since when it is known"
    );
    for unknown in ["/data/agencies/nobody/assistance-requests.csv".to_owned(), path("pdf"), path("geojson")]
    {
        let (status, error): (_, ApiError) = server.get(&unknown).await;
        assert_eq!((status.as_u16(), error), (404, ApiError::NotFound), "{unknown}");
    }
}

/// The texts of every element of this name, as an XML reader sees them.
fn texts(feed: &str, name: &str) -> Vec<String> {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(feed);
    let (mut texts, mut inside) = (Vec::new(), false);
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Start(start) if start.name().as_ref() == name.as_bytes() => {
                inside = true;
                texts.push(String::new());
            }
            Event::End(end) if end.name().as_ref() == name.as_bytes() => inside = false,
            Event::Text(text) if inside => texts.last_mut().unwrap().push_str(&text.decode().unwrap()),
            Event::GeneralRef(reference) if inside => {
                let name = reference.decode().unwrap();
                let said = quick_xml::escape::resolve_predefined_entity(&name).expect("a known entity");
                texts.last_mut().unwrap().push_str(said);
            }
            Event::Eof => return texts,
            _ => {}
        }
    }
}

/// The same agency as CSV, JSON and Atom: what it did by month and kind, and how long review took.
#[tokio::test]
async fn a_journalist_reads_the_figures_of_one_agency_by_month_as_csv_json_and_atom() {
    let server = TestServer::new().await;
    let cedar = Cedar::new(&server).await;
    // Three at once, decided after one, two and five hours; one more in the month before.
    let before = now() - TimeDelta::days(30);
    let mut earlier = draft_of_case("CF-0");
    earlier.window.from -= TimeDelta::days(30);
    earlier.window.until -= TimeDelta::days(30);
    earlier.incident_type = "Arson".into();
    cedar.published(&server, earlier, before).await;
    for (n, hours) in [1, 2, 5].into_iter().enumerate() {
        let sent = now() - TimeDelta::hours(hours);
        let id = cedar.submitted(&server, draft_of_case(&format!("CF-{}", n + 1)), sent).await;
        let review = common::cedar::review();
        store::assistance_requests::publish(server.store(), &review, &id, now()).await.expect("published");
    }
    // Switched off after sixty idle days: no active officer.
    sqlx::query("update officer set off_since = 1 where id = $1")
        .bind(&cedar.raman.id)
        .execute(&**server.store())
        .await
        .expect("switched off");
    let file = fetch(&server, &format!("/data/agencies/{SLUG}/figures.csv")).await.1;
    let rows = rows(&file);
    let value = |figure: &str, month: &str, kind: &str| {
        let row =
            rows.iter().find(|row| row["figure"] == figure && row["month"] == month && row["kind"] == kind);
        row.map(|row| row["value"].parse::<i64>().expect("a number"))
    };
    let (month, last) = (now().format("%Y-%m").to_string(), before.format("%Y-%m").to_string());
    assert_eq!(value("officers_active", "", ""), Some(1));
    assert_eq!(
        (value("requests_published", &month, ""), value("requests_published", &last, "")),
        (Some(3), Some(1))
    );
    assert_eq!(value("requests_published_about", &month, "Burglary"), Some(3));
    assert_eq!(value("requests_published_about", &last, "Arson"), Some(1));
    assert_eq!((value("reviews", &month, ""), value("comments", &month, "")), (Some(3), Some(0)));
    let hour = 3_600;
    let spread = ["shortest", "quarter", "median", "three_quarters", "longest"]
        .map(|part| value(&format!("review_seconds_{part}"), &month, "").expect("a time") / hour);
    assert_eq!(spread, [1, 1, 2, 5, 5]);

    let whole = json(&server, &format!("/data/agencies/{SLUG}/figures.json")).await;
    let objects = whole["figures"].as_array().expect("rows");
    assert_eq!(objects.len(), rows.len());
    for (object, row) in objects.iter().zip(&rows) {
        assert_eq!(object["figure"], row["figure"]);
        assert_eq!(object["value"].to_string(), row["value"]);
    }
    let feed = fetch(&server, &format!("/data/agencies/{SLUG}/figures.atom")).await.1;
    assert_eq!(feed.matches("<entry>").count(), 2);
    assert!(
        feed.contains("Requests published: 3, refused: 0.") && feed.contains("median 2 h, longest 5 h"),
        "{feed}"
    );
    // Of an agency that did nothing: a header and what stands without a month.
    Cedar::named(&server, "pine", "Pine Police Department", ["x@pine.example", "y@pine.example"]).await;
    assert_eq!(self::rows(&fetch(&server, "/data/agencies/pine/figures.csv").await.1).len(), 2);
    let (status, _) = server.get::<ApiError>("/data/agencies/nobody/figures.csv").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}
