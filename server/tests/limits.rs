//! How much one person may do: the last of a day is taken, the next is refused, and two at one instant are two.

mod common;

use axum::body::Body;
use axum::http::StatusCode;
use chrono::TimeDelta;
use common::moderation::{flag, refused, resident, say, thread};
use common::{TestServer, now};
use neighbors_domain::account::Tries;
use neighbors_domain::addresses::api;
use neighbors_domain::api::ApiError;
use neighbors_domain::comment::{self, COMMENTS_A_WRITER};
use neighbors_domain::moderation::{ASKS_A_WRITER, FLAGS_A_DAY, Mine, ModerationError, Reason};
use neighbors_domain::post::POSTS_A_WRITER;
use neighbors_server::clock::Clock;
use neighbors_server::limits::Limits;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// Ada, and more comments by others than she may flag in a day.
async fn much_to_flag() -> (TestServer, Vec<String>) {
    let server = TestServer::new().await;
    let (ada, ben) = (resident(&server, "ada").await, resident(&server, "ben").await);
    let thread = thread(&ben, "The light is out").await;
    let mut comments = Vec::new();
    for n in 0..FLAGS_A_DAY + 2 {
        comments.push(say(&ben, &thread, &format!("You fools, {n}.")).await.id);
    }
    (ada, comments)
}

#[tokio::test]
async fn the_thirtieth_flag_of_a_day_is_taken_and_the_next_waits_for_tomorrow() {
    let (ada, comments) = much_to_flag().await;
    let no_more = refused(429, ModerationError::TooManyFlags { max: FLAGS_A_DAY });
    for (n, comment) in comments[..FLAGS_A_DAY].iter().enumerate() {
        assert_eq!(flag(&ada, comment, Reason::Spam).await, Ok(()), "{n}");
    }
    assert_eq!(flag(&ada, &comments[FLAGS_A_DAY], Reason::Spam).await, no_more);
    // It is about one account, and about a day.
    let cleo = resident(&ada, "cleo").await;
    assert_eq!(flag(&cleo, &comments[FLAGS_A_DAY], Reason::Spam).await, Ok(()));
    ada.app.clock.set(now() + TimeDelta::days(1) - TimeDelta::milliseconds(1));
    assert_eq!(flag(&ada, &comments[FLAGS_A_DAY], Reason::Spam).await, no_more);
    ada.app.clock.set(now() + TimeDelta::days(1));
    assert_eq!(flag(&ada, &comments[FLAGS_A_DAY], Reason::Spam).await, Ok(()));
}

#[tokio::test]
async fn two_flags_at_one_instant_do_not_both_pass_the_last_place() {
    let (ada, comments) = much_to_flag().await;
    for comment in &comments[..FLAGS_A_DAY - 1] {
        assert_eq!(flag(&ada, comment, Reason::Spam).await, Ok(()));
    }
    let last = &comments[FLAGS_A_DAY - 1..];
    let (one, two, three) = tokio::join!(
        flag(&ada, &last[0], Reason::Spam),
        flag(&ada, &last[1], Reason::Spam),
        flag(&ada, &last[2], Reason::Spam)
    );
    let taken = [one, two, three].iter().filter(|answer| answer.is_ok()).count();
    assert_eq!(taken, 1);
    let rows: i64 =
        sqlx::query_scalar("select count(*) from flag").fetch_one(&**ada.store()).await.expect("a count");
    assert_eq!(rows, FLAGS_A_DAY as i64);
}

#[tokio::test]
async fn comments_sent_at_one_instant_are_counted_one_by_one() {
    let server = TestServer::new().await;
    let ada = resident(&server, "ada").await;
    let thread = thread(&resident(&server, "ben").await, "The light is out").await;
    let (path, draft) = (api::comments(&thread), comment::Draft { text: "So it is.".into() });
    let body = serde_json::to_vec(&draft).expect("JSON");
    let sent = (0..COMMENTS_A_WRITER.at_once + 5)
        .map(|_| ada.raw("POST", &path, "application/json", Body::from(body.clone())));
    let mut taken = 0;
    for (status, _, _) in futures_util::future::join_all(sent).await {
        match status {
            StatusCode::CREATED => taken += 1,
            status => assert_eq!(status, StatusCode::TOO_MANY_REQUESTS),
        }
    }
    assert_eq!(taken, COMMENTS_A_WRITER.at_once);
}

#[tokio::test]
async fn what_was_decided_is_asked_for_often_and_not_without_end() {
    let server = TestServer::new().await;
    let (ada, ben) = (resident(&server, "ada").await, resident(&server, "ben").await);
    for n in 0..ASKS_A_WRITER.at_once {
        let (status, _): (_, Mine) = ada.get(api::MY_MODERATION).await;
        assert_eq!(status, StatusCode::OK, "{n}");
    }
    let (status, error): (_, ApiError) = ada.get(api::MY_MODERATION).await;
    let seconds = ASKS_A_WRITER.one_more_each_seconds.into();
    assert_eq!((status, error), (StatusCode::TOO_MANY_REQUESTS, ApiError::TooMany { seconds }));
    let (status, _): (_, Mine) = ben.get(api::MY_MODERATION).await;
    assert_eq!(status, StatusCode::OK);
}

/// Whatever one does and however one waits: in no stretch of time more than were there at its start and came since; and
/// what the answer says to wait is enough, and not a second more than needed.
fn holds(
    limit: Tries,
    try_it: impl Fn(&Limits) -> Result<(), ApiError>,
    waits: &[u32],
) -> Result<(), TestCaseError> {
    let clock = Clock::stopped_at(now());
    let limits = Limits::new(clock.clone());
    let (mut at, mut taken) = (0_i64, Vec::new());
    let (each, most) = (i64::from(limit.one_more_each_seconds), limit.at_once as usize);
    for wait in waits {
        at += i64::from(*wait);
        clock.set(now() + TimeDelta::seconds(at));
        match try_it(&limits) {
            Ok(()) => taken.push(at),
            Err(ApiError::TooMany { seconds }) => {
                let seconds = seconds as i64;
                prop_assert!((1..=each).contains(&seconds), "{} s", seconds);
                clock.set(now() + TimeDelta::seconds(at + seconds - 1));
                prop_assert!(try_it(&limits).is_err(), "a second before");
                at += seconds;
                clock.set(now() + TimeDelta::seconds(at));
                prop_assert!(try_it(&limits).is_ok(), "after {} s", seconds);
                taken.push(at);
            }
            Err(other) => prop_assert!(false, "{:?}", other),
        }
    }
    for (n, from) in taken.iter().enumerate() {
        for (m, until) in taken.iter().enumerate().skip(n) {
            let earned = most + ((until - from) / each) as usize;
            prop_assert!(m - n < earned, "{} between {} s and {} s", m - n + 1, from, until);
        }
    }
    Ok(())
}

#[test]
fn no_way_of_waiting_beats_a_limit_and_the_answer_tells_the_right_wait() {
    let mut runner =
        TestRunner::new(Config { cases: 10_000, failure_persistence: None, ..Config::default() });
    let waits = prop::collection::vec(prop_oneof![3 => Just(0_u32), 2 => 0..20_u32, 1 => 0..700_u32], 1..120);
    runner
        .run(&(waits, any::<bool>()), |(waits, posts)| match posts {
            true => holds(POSTS_A_WRITER, |limits| limits.post("ada"), &waits),
            false => holds(COMMENTS_A_WRITER, |limits| limits.comment("ada"), &waits),
        })
        .unwrap_or_else(|failed| panic!("{failed}"));
}
