//! The real list of agencies, as an operator imports it.

mod common;

use std::path::Path;

use chrono::NaiveDate;
use common::{fresh_store, now};
use neighbors_domain::agency::KnownDate;
use neighbors_server::auth::Operator;
use neighbors_server::import::{self, Progress, Report};
use neighbors_server::store::Store;
use sqlx::Row;

const LIST: &[u8] = include_bytes!("../../data/ring_partner_agencies_2020-10.csv");

async fn take(store: &Store, bytes: &[u8]) -> Report {
    let operator = Operator::at_the_command_line();
    import::agencies(store, operator, bytes, now(), &Progress::silent()).await.expect("the list is taken")
}

/// Every row of every table an import may touch.
async fn everything(store: &Store) -> Vec<String> {
    let sql = "select id || '|' || slug || '|' || name || '|' || sought || '|' || kind || '|' || coalesce(city, '-')
                || '|' || coalesce(county, '-') || '|' || us_state || '|' || since || '|' || coalesce(correction, '-')
                || '|' || coalesce(cast(latitude as text), '-') || '|' || coalesce(link, '-') as line
               from agency union all select name || '=' || value from setting order by 1";
    sqlx::query_scalar(sql).fetch_all(&**store).await.expect("rows")
}

#[tokio::test]
async fn all_1501_rows_are_taken_as_listed_with_three_repeats_joined_and_each_correction_stated() {
    let folder = tempfile::tempdir().unwrap();
    let store = fresh_store(folder.path()).await;
    let report = take(&store, LIST).await;
    assert_eq!((report.rows, report.taken.len(), report.joined.len()), (1_501, 1_498, 3));
    assert!(report.refused.is_empty() && report.changed.is_empty() && report.unchanged.is_empty());
    let joined: Vec<&str> = report.joined.iter().map(|entry| entry.sentence.as_str()).collect();
    assert!(joined[0].starts_with("AOS4183 is AOS3909 of line "), "{joined:?}");
    // Every number of a line is the number an editor shows.
    let text = std::str::from_utf8(LIST).unwrap();
    let line = |id: &str| 1 + text.lines().position(|line| line.starts_with(id)).unwrap() as u64;
    assert_eq!(report.joined[0].line, line("AOS4183,"));
    let corrected: Vec<(u64, &str)> =
        report.corrected.iter().map(|entry| (entry.line, entry.sentence.as_str())).collect();
    assert_eq!(corrected.len(), 5, "{corrected:?}");
    assert!(corrected.contains(&(line("AOS3776,"), "county: invisible marks removed.")));
    assert!(corrected.contains(&(line("AOS4399,"), "county: “#N/A” read as not known.")));

    let wall =
        sqlx::query("select * from agency where source_id = 'AOS4407'").fetch_one(&*store).await.unwrap();
    assert_eq!(wall.get::<String, _>("us_state"), "NJ");
    assert_eq!(wall.get::<String, _>("slug"), "wall-township-police-department-nj");
    let stated: String = wall.get("correction");
    assert!(stated.contains("“NH” became “NJ”") && stated.contains("is in New Jersey"), "{stated}");
    let active: i64 = sqlx::query_scalar(
        "select count(*) from agency where active_since is not null or demo <> 0 or programme is null
         or credit <> 'Atlas of Surveillance, Electronic Frontier Foundation' or license <> 'CC BY 4.0'",
    )
    .fetch_one(&*store)
    .await
    .unwrap();
    assert_eq!(active, 0, "a real agency is listed, never active, and says where it comes from");
    let kinds = "select count(*) from agency where kind in ('district_attorney', 'constable')";
    assert_eq!(sqlx::query_scalar::<_, i64>(kinds).fetch_one(&*store).await.unwrap(), 2);
}

#[tokio::test]
async fn exactly_405_took_part_on_the_day_the_figure_was_published_for() {
    let folder = tempfile::tempdir().unwrap();
    let store = fresh_store(folder.path()).await;
    take(&store, LIST).await;
    let dates: Vec<String> = sqlx::query_scalar("select since from agency").fetch_all(&*store).await.unwrap();
    let dates: Vec<KnownDate> = dates.iter().map(|text| KnownDate::from_iso(text).expect("a date")).collect();
    let day = NaiveDate::from_ymd_opt(2019, 8, 27).unwrap();
    assert_eq!(dates.iter().filter(|since| since.first_day() <= day).count(), 405);
    let months = dates.iter().filter(|since| matches!(since, KnownDate::Month { .. })).count();
    assert_eq!(months, 170, "what is known to the month stays known to the month");
}

#[tokio::test]
async fn importing_the_same_list_again_changes_nothing_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let store = fresh_store(folder.path()).await;
    take(&store, LIST).await;
    let before = everything(&store).await;
    let report = take(&store, LIST).await;
    assert_eq!((report.taken.len(), report.changed.len(), report.unchanged.len()), (0, 0, 1_498));
    assert_eq!(everything(&store).await, before);
}

#[tokio::test]
async fn a_compressed_list_is_the_same_list() {
    use std::io::Write;
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(LIST).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let store = fresh_store(folder.path()).await;
    let file = folder.path().join("list.csv.gz");
    std::fs::write(&file, packed.finish().unwrap()).unwrap();
    let kind = import::Kind::Agencies;
    let report = import::run(&store, Operator::at_the_command_line(), kind, &file, None, now())
        .await
        .expect("the list is taken");
    assert_eq!(report.taken.len(), 1_498);
}

#[tokio::test]
async fn a_newer_list_changes_what_it_says_otherwise_and_no_address_moves() {
    let folder = tempfile::tempdir().unwrap();
    let store = fresh_store(folder.path()).await;
    take(&store, LIST).await;
    let newer = String::from_utf8(LIST.to_vec()).unwrap().replace(
        "AOS3711,Greenfield Police Department,Greenfield,",
        "AOS3711,Greenfield Department of Police,Greenfield,",
    );
    let report = take(&store, newer.as_bytes()).await;
    assert_eq!((report.taken.len(), report.changed, report.unchanged.len()), (0, vec![2], 1_497));
    let name: String =
        sqlx::query_scalar("select name from agency where slug = 'greenfield-police-department-wi'")
            .fetch_one(&*store)
            .await
            .expect("the address is the old one");
    assert_eq!(name, "Greenfield Department of Police");
}

#[tokio::test]
async fn a_kind_that_has_no_place_here_is_refused_with_its_line_and_the_rest_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let store = fresh_store(folder.path()).await;
    let list = "aos_id,agency,city,county,state,lea_type,jurisdiction,active_date,date_precision,lat,lon,duplicate_of,foia_source\n\
                A1,Immigration Office,Denver,,CO,Federal,Federal,2019-08-27,day,,,,\n\
                \n\
                A2,Denver Fire Department,Denver,,CO,Fire,Municipal,2019-08,month,39.7,-104.9,,\n";
    let report = take(&store, list.as_bytes()).await;
    assert_eq!(report.taken, [4], "an empty line counts as a line");
    let refused: Vec<(u64, &str)> =
        report.refused.iter().map(|entry| (entry.line, entry.sentence.as_str())).collect();
    assert_eq!(refused, [(2, "“Federal” is no kind of agency that has a place here")]);
}

#[tokio::test]
async fn two_agencies_of_one_name_get_addresses_that_tell_them_apart() {
    let folder = tempfile::tempdir().unwrap();
    let store = fresh_store(folder.path()).await;
    let row = |id: &str, city: &str| {
        format!("{id},Union Police Department,{city},,NJ,Police,Municipal,2019-08-27,day,,,,\n")
    };
    let header = "aos_id,agency,city,county,state,lea_type,jurisdiction,active_date,date_precision,lat,lon,duplicate_of,foia_source\n";
    let list = [header.to_owned(), row("A1", "Union"), row("A2", "Union City"), row("A3", "Union")].concat();
    take(&store, list.as_bytes()).await;
    let slugs: Vec<String> =
        sqlx::query_scalar("select slug from agency order by source_id").fetch_all(&*store).await.unwrap();
    assert_eq!(
        slugs,
        [
            "union-police-department-union-nj-a1",
            "union-police-department-union-city-nj",
            "union-police-department-union-nj-a3"
        ]
    );
}

#[tokio::test]
async fn the_78_neighborhoods_of_denver_become_places_and_name_their_cells() {
    let folder = tempfile::tempdir().unwrap();
    let store = fresh_store(folder.path()).await;
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/denver_neighborhoods.geojson");
    let operator = Operator::at_the_command_line();
    let run = || import::run(&store, operator, import::Kind::Neighborhoods, &file, None, now());
    assert_eq!(run().await.expect("taken").taken.len(), 78);
    assert_eq!(run().await.expect("taken").unchanged.len(), 78);
    let capitol_hill = neighbors_server::store::places::by_slug(&store, "capitol-hill-denver").await.unwrap();
    let capitol_hill = capitol_hill.expect("it is there");
    assert_eq!(capitol_hill.name, "Capitol Hill, Denver");
    // The middle of it.
    let inside = h3o::LatLng::new(39.7335, -104.9790).unwrap();
    let cell = neighbors_domain::cells::Cell8::at(inside);
    let near = capitol_hill.region.disk(1);
    assert!(near.contains(&cell.region()), "the feed of the place reaches all of it");
    let name = neighbors_server::store::places::name_of(&store, cell).await.unwrap();
    assert_eq!(name.as_deref(), Some("Capitol Hill"));
    let sea = neighbors_domain::cells::Cell8::at(h3o::LatLng::new(0.0, 0.0).unwrap());
    assert_eq!(neighbors_server::store::places::name_of(&store, sea).await.unwrap(), None);
}

#[test]
fn an_operator_imports_from_the_command_line_and_reads_what_became_of_every_row() {
    let folder = tempfile::tempdir().unwrap();
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/ring_partner_agencies_2020-10.csv");
    let import = |file: &Path| {
        let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_neighbors"));
        let program = program.args(["import", "agencies"]).arg(file).arg("--data").arg(folder.path());
        let output = program.env_remove("NEIGHBORS_DATABASE").output().expect("the program starts");
        (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned(), output.stderr)
    };
    let (done, table, progress) = import(&list);
    assert!(done, "{}", String::from_utf8_lossy(&progress));
    assert!(
        table.contains("1501  rows")
            && table.contains("1498  taken  lines 2-470, 472-1158, 1160-1249, 1251-1502"),
        "{table}"
    );
    assert!(table.contains("3  joined") && table.contains("0  refused"), "{table}");
    assert!(String::from_utf8_lossy(&progress).contains("1498 of 1498"), "lines of progress in a log");
    assert!(import(&list).1.contains("1498  unchanged"), "a second time nothing changes");
    let broken = folder.path().join("broken.csv");
    std::fs::write(&broken, &LIST[..LIST.len() - 20]).unwrap();
    let (done, table, sentence) = import(&broken);
    let sentence = String::from_utf8_lossy(&sentence);
    assert!(!done && table.is_empty());
    assert!(
        sentence.contains("the data is as it was") && sentence.contains("line 1502, column source"),
        "{sentence}"
    );
}
