//! The three switches and the home, through the front door.

mod common;

use axum::http::StatusCode;
use chrono::TimeDelta;
use common::{TestServer, now};
use neighbors_domain::account::{
    ChooseHome, ConfirmHome, HomeKept, Me, ResidentSelf, Switches, WRONG_HOMES_A_DAY, Who,
};
use neighbors_domain::addresses::api;
use neighbors_domain::api::ApiError;
use neighbors_domain::cells::Cell9;
use neighbors_domain::home::{CHANGE_EACH, HomeError};
use neighbors_domain::share::ShareRefusal;
use neighbors_server::store::home;

fn capitol() -> Cell9 {
    cell(39.7312, -104.9826)
}

fn cell(latitude: f64, longitude: f64) -> Cell9 {
    Cell9::at(h3o::LatLng::new(latitude, longitude).expect("a place"))
}

/// Ada at home on Capitol Hill.
async fn ada() -> TestServer {
    let server = TestServer::new().await;
    let ada = server.resident("ada@example.org").await;
    assert!(home::pick(server.store(), &server.app.secrets, &ada, capitol(), now()).await.expect("picked"));
    server.signed_in("ada@example.org").await
}

async fn switch(browser: &TestServer, switches: Switches) -> ResidentSelf {
    let (status, kept) = browser.put(api::SWITCHES, &switches).await;
    assert_eq!(status, StatusCode::OK);
    kept
}

#[tokio::test]
async fn each_switch_is_kept_by_itself() {
    let browser = ada().await;
    let all = [
        Switches { hide_requests: true, ..Switches::default() },
        Switches { do_not_notify: true, ..Switches::default() },
        Switches { opt_out: true, ..Switches::default() },
        Switches { hide_requests: true, do_not_notify: true, opt_out: true },
        Switches::default(),
    ];
    for switches in all {
        assert_eq!(switch(&browser, switches).await.switches, switches);
        let (_, me): (_, Me) = browser.get(api::ME).await;
        let Who::Resident(ada) = me.who else { panic!("not signed in") };
        assert_eq!(ada.switches, switches);
    }
}

#[tokio::test]
async fn opting_in_again_dates_from_the_return() {
    let browser = ada().await;
    let clock = &browser.app.clock;
    let out = Switches { opt_out: true, ..Switches::default() };
    assert_eq!(switch(&browser, Switches::default()).await.opted_in_at, None);
    assert_eq!(switch(&browser, out).await.opted_in_at, None);

    clock.set(now() + TimeDelta::days(3));
    assert_eq!(switch(&browser, Switches::default()).await.opted_in_at, Some(now() + TimeDelta::days(3)));
    // Saying yes twice is not a second return.
    clock.set(now() + TimeDelta::days(4));
    assert_eq!(switch(&browser, Switches::default()).await.opted_in_at, Some(now() + TimeDelta::days(3)));
}

#[tokio::test]
async fn opting_out_twice_keeps_the_first_date() {
    let browser = ada().await;
    let out = Switches { opt_out: true, ..Switches::default() };
    switch(&browser, out).await;
    browser.app.clock.set(now() + TimeDelta::days(1));
    switch(&browser, out).await;
    let at: i64 = sqlx::query_scalar("select opted_out_at from account")
        .fetch_one(&**browser.store())
        .await
        .expect("a row");
    assert_eq!(at, now().timestamp_millis());
}

#[tokio::test]
async fn a_visitor_has_no_switches_and_no_home() {
    let server = TestServer::new().await;
    let (status, refused): (_, ApiError) = server.put(api::SWITCHES, &Switches::default()).await;
    assert_eq!((status, refused), (StatusCode::UNAUTHORIZED, ApiError::SignInRequired));
    let asked = ConfirmHome { cell: capitol() };
    let (status, refused): (_, ApiError) = server.post(api::CONFIRM_HOME, &asked).await;
    assert_eq!((status, refused), (StatusCode::UNAUTHORIZED, ApiError::SignInRequired));
}

#[tokio::test]
async fn the_right_home_is_confirmed_with_its_region_and_date() {
    let browser = ada().await;
    browser.app.clock.set(now() + TimeDelta::days(9));
    let (status, kept): (_, HomeKept) =
        browser.post(api::CONFIRM_HOME, &ConfirmHome { cell: capitol() }).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(kept, HomeKept { region: capitol().region(), set_at: now(), first_at: now() });
}

#[tokio::test]
async fn five_wrong_homes_a_day_and_then_not_even_the_right_one() {
    let browser = ada().await;
    let wrong = ConfirmHome { cell: cell(39.75, -105.0) };
    for left in (0..WRONG_HOMES_A_DAY).rev() {
        let (status, refused): (_, ApiError) = browser.post(api::CONFIRM_HOME, &wrong).await;
        assert_eq!((status, refused), (StatusCode::UNPROCESSABLE_ENTITY, ApiError::NotYourHome { left }));
    }
    let right = ConfirmHome { cell: capitol() };
    let (status, refused): (_, ApiError) = browser.post(api::CONFIRM_HOME, &right).await;
    let too_many = ShareRefusal::TooManyTries { tries: WRONG_HOMES_A_DAY };
    assert_eq!((status, refused), (StatusCode::TOO_MANY_REQUESTS, too_many.into()));

    // 00:30 in UTC: the next day begins in 23 and a half hours.
    browser.app.clock.set(now() + TimeDelta::hours(23));
    let (status, _): (_, ApiError) = browser.post(api::CONFIRM_HOME, &right).await;
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
    browser.app.clock.set(now() + TimeDelta::hours(24));
    let (status, _): (_, HomeKept) = browser.post(api::CONFIRM_HOME, &right).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(home::sweep_tries(browser.store(), browser.app.clock.now()).await.expect("swept"), 1);
}

#[tokio::test]
async fn ten_wrong_homes_at_once_are_still_only_five_tries() {
    let browser = ada().await;
    let wrong = ConfirmHome { cell: cell(39.75, -105.0) };
    let asked = (0..10).map(|_| browser.post::<ApiError>(api::CONFIRM_HOME, &wrong));
    let answers = futures_util::future::join_all(asked).await;
    let compared = answers.iter().filter(|(status, _)| *status == StatusCode::UNPROCESSABLE_ENTITY).count();
    let refused = answers.iter().filter(|(status, _)| *status == StatusCode::TOO_MANY_REQUESTS).count();
    assert_eq!((compared, refused), (WRONG_HOMES_A_DAY as usize, 10 - WRONG_HOMES_A_DAY as usize));
}

#[tokio::test]
async fn one_neighbors_wrong_tries_do_not_lock_out_another() {
    let ada = ada().await;
    let ben = ada.resident("ben@example.org").await;
    assert!(home::pick(ada.store(), &ada.app.secrets, &ben, capitol(), now()).await.expect("picked"));
    let ben = ada.signed_in("ben@example.org").await;
    for _ in 0..=WRONG_HOMES_A_DAY {
        let _: (_, ApiError) = ada.post(api::CONFIRM_HOME, &ConfirmHome { cell: cell(39.75, -105.0) }).await;
    }
    let (status, _): (_, HomeKept) = ben.post(api::CONFIRM_HOME, &ConfirmHome { cell: capitol() }).await;
    assert_eq!(status, StatusCode::OK);
}

#[tokio::test]
async fn two_neighbors_in_one_cell_cannot_be_told_to_be_neighbors() {
    let ada = ada().await;
    let ben = ada.resident("ben@example.org").await;
    home::pick(ada.store(), &ada.app.secrets, &ben, capitol(), now()).await.expect("picked");
    let tags: Vec<String> =
        sqlx::query_scalar("select home_tag from account").fetch_all(&**ada.store()).await.expect("rows");
    assert_eq!(tags.len(), 2);
    assert_ne!(tags[0], tags[1]);
}

#[tokio::test]
async fn a_home_is_picked_once() {
    let server = TestServer::new().await;
    let ada = server.resident("ada@example.org").await;
    let browser = server.signed_in("ada@example.org").await;
    let (status, refused): (_, ApiError) =
        browser.post(api::CONFIRM_HOME, &ConfirmHome { cell: capitol() }).await;
    assert_eq!((status, refused), (StatusCode::UNPROCESSABLE_ENTITY, ShareRefusal::NoHome.into()));
    let pick = |cell| home::pick(server.store(), &server.app.secrets, &ada, cell, now());
    assert!(pick(capitol()).await.expect("picked"));
    assert!(!pick(cell(39.75, -105.0)).await.expect("refused"));
    let (status, _): (_, HomeKept) = browser.post(api::CONFIRM_HOME, &ConfirmHome { cell: capitol() }).await;
    assert_eq!(status, StatusCode::OK);
}

#[tokio::test]
async fn a_home_is_chosen_corrected_within_a_day_and_then_kept_for_thirty() {
    let server = TestServer::new().await;
    server.resident("ada@example.org").await;
    let browser = server.signed_in("ada@example.org").await;
    let choose = |cell| ChooseHome { cell };
    let (status, kept): (_, HomeKept) = browser.put(api::HOME, &choose(capitol())).await;
    assert_eq!((status, kept.set_at, kept.first_at), (StatusCode::OK, now(), now()));

    let corrected = now() + TimeDelta::hours(23);
    browser.app.clock.set(corrected);
    let other = cell(39.75, -105.0);
    let (_, kept): (_, HomeKept) = browser.put(api::HOME, &choose(other)).await;
    // Dated anew: nobody hops into an area by correcting.
    assert_eq!((kept.region, kept.set_at, kept.first_at), (other.region(), corrected, now()));
    // Said again, it keeps its date.
    browser.app.clock.set(corrected + TimeDelta::minutes(30));
    let (_, again): (_, HomeKept) = browser.put(api::HOME, &choose(other)).await;
    assert_eq!(again, kept);

    browser.app.clock.set(now() + TimeDelta::hours(24));
    let from = corrected + CHANGE_EACH;
    // Not even the one it is: else one could ask "is it this one?" without counting as a try.
    for cell in [capitol(), other] {
        let (status, refused): (_, ApiError) = browser.put(api::HOME, &choose(cell)).await;
        let reason = HomeError::TooSoon { from };
        assert_eq!((status, refused), (StatusCode::UNPROCESSABLE_ENTITY, ApiError::HomeRefused { reason }));
    }
    browser.app.clock.set(from);
    let browser = server.signed_in("ada@example.org").await;
    let (status, kept): (_, HomeKept) = browser.put(api::HOME, &choose(capitol())).await;
    assert_eq!((status, kept.set_at, kept.first_at), (StatusCode::OK, from, now()));
    let (status, _): (_, HomeKept) = browser.post(api::CONFIRM_HOME, &ConfirmHome { cell: capitol() }).await;
    assert_eq!(status, StatusCode::OK);
}

#[tokio::test]
async fn two_first_choices_at_one_instant_are_one_choice_and_one_correction() {
    let server = TestServer::new().await;
    server.resident("ada@example.org").await;
    let browser = server.signed_in("ada@example.org").await;
    let bodies = [capitol(), cell(39.75, -105.0)].map(|cell| ChooseHome { cell });
    let both =
        futures_util::future::join_all(bodies.iter().map(|body| browser.put::<HomeKept>(api::HOME, body)))
            .await;
    assert!(both.iter().all(|(status, kept)| *status == StatusCode::OK && kept.first_at == now()));
    let (_, me): (_, Me) = browser.get(api::ME).await;
    let Who::Resident(ada) = me.who else { panic!("not signed in") };
    assert!(both.iter().any(|(_, kept)| Some(kept) == ada.home.as_ref()));
}
