//! Flag, hide, notice, appeal, answer: who learns what, who may decide, and what everybody can check afterwards.

mod common;

use axum::body::Body;
use axum::http::StatusCode;
use chrono::TimeDelta;
use common::cedar::{Cedar, ORTEGA};
use common::moderation::*;
use common::{TestServer, now};
use neighbors_domain::account::{Me, Who};
use neighbors_domain::addresses::{self, api, data};
use neighbors_domain::api::ApiError;
use neighbors_domain::comment;
use neighbors_domain::feed::{FeedItem, FeedPage};
use neighbors_domain::moderation::*;
use neighbors_domain::post::{Author, Post};
use neighbors_server::auth::Operator;
use neighbors_server::store::moderators;
use neighbors_server::store::offices::OfficeError;
use neighbors_server::{chores, store};

const HIDE: Decision = Decision::Hide { reason: Reason::Harassment };
const RESTORE: Decision = Decision::Restore { why: Why::Context };

/// Ada's post with a comment of Ben's, flagged by Cleo; Mona and Milo decide.
struct Town {
    server: TestServer,
    ada: TestServer,
    ben: TestServer,
    cleo: TestServer,
    mona: TestServer,
    milo: TestServer,
    thread: String,
    comment: String,
}

impl Town {
    async fn new() -> Self {
        let server = TestServer::new().await;
        let ada = resident(&server, "ada").await;
        let ben = resident(&server, "ben").await;
        let cleo = resident(&server, "cleo").await;
        let mona = moderator(&server, "mona").await;
        let milo = moderator(&server, "milo").await;
        let thread = thread(&ada, "The light is out").await;
        let comment = say(&ben, &thread, "You are a fool, all of you.").await.id;
        assert_eq!(flag(&cleo, &comment, Reason::Harassment).await, Ok(()));
        Self { server, ada, ben, cleo, mona, milo, thread, comment }
    }

    async fn shown(&self) -> (Option<String>, Option<Reason>) {
        let comments = read(&self.server, &self.thread).await;
        let comment = comments.into_iter().find(|comment| comment.id == self.comment).expect("it stays");
        assert_eq!(comment.author, Author::Neighbor { number: 2, wrote_the_post: false });
        (comment.text, comment.hidden)
    }

    async fn log(&self) -> Vec<LogEntry> {
        let (status, log): (_, Log) = self.server.get(api::MODERATION_LOG).await;
        assert_eq!(status, StatusCode::OK);
        log.entries
    }
}

#[tokio::test]
async fn a_flag_is_looked_at_hidden_appealed_and_shown_again_by_another_moderator() {
    let town = Town::new().await;
    let waiting = queue(&town.mona).await;
    assert_eq!((waiting.moderator, waiting.cases.len()), (1, 1));
    let case = &waiting.cases[0];
    assert_eq!(case.author, Author::Neighbor { number: 2, wrote_the_post: false });
    assert_eq!((case.text.as_str(), case.stage.clone()), ("You are a fool, all of you.", Stage::Flagged));
    assert_eq!(case.flags, [FlagsOf { reason: Reason::Harassment, flags: 1 }]);

    assert_eq!(decide(&town.mona, &town.comment, HIDE).await, Ok(()));
    assert_eq!(town.shown().await, (None, Some(Reason::Harassment)));
    let notice = mine(&town.ben).await.notices.remove(0);
    assert_eq!((notice.words.as_str(), notice.reason), ("You are a fool, all of you.", Reason::Harassment));
    let until = now() + APPEAL_WITHIN;
    assert_eq!(notice.state, NoticeState::Hidden { appeal_until: until });
    let told = mine(&town.cleo).await;
    assert_eq!(told.flags[0].outcome, Outcome::Hidden { reason: Reason::Harassment });
    assert_eq!((told.notices.len(), mine(&town.ada).await), (0, Mine::default()));

    assert_eq!(appeal(&town.ben, &notice.id, "I quoted the sign at the door.").await, Ok(()));
    assert_eq!(
        appeal(&town.ben, &notice.id, "And once more.").await,
        refused(409, ModerationError::Appealed)
    );
    assert_eq!(mine(&town.ben).await.notices[0].state, NoticeState::Appealed);
    assert!(queue(&town.mona).await.cases.is_empty(), "another answers");
    for answer in [RESTORE, Decision::Uphold] {
        assert_eq!(
            decide(&town.mona, &town.comment, answer).await,
            refused(422, ModerationError::AnotherAnswers)
        );
    }
    let stage = queue(&town.milo).await.cases.remove(0).stage;
    let said = "I quoted the sign at the door.".to_owned();
    assert_eq!(stage, Stage::Appealed { reason: Reason::Harassment, by: 1, appeal: said });
    assert_eq!(decide(&town.milo, &town.comment, RESTORE).await, Ok(()));

    assert_eq!(town.shown().await, (Some("You are a fool, all of you.".into()), None));
    let restored = NoticeState::Restored { why: Why::Context, at: now() };
    assert_eq!(mine(&town.ben).await.notices[0].state, restored);
    assert_eq!(mine(&town.cleo).await.flags[0].outcome, Outcome::Restored);
    let log = town.log().await;
    let acts: Vec<_> = log.iter().map(|it| (it.act, it.reason, it.why, it.moderator)).collect();
    assert!(acts.contains(&(Act::Hide, Reason::Harassment, None, 1)), "{acts:?}");
    assert!(acts.contains(&(Act::Restore, Reason::Harassment, Some(Why::Context), 2)), "{acts:?}");
}

#[tokio::test]
async fn an_appeal_that_is_turned_down_leaves_it_hidden_and_says_so() {
    let town = Town::new().await;
    decide(&town.mona, &town.comment, HIDE).await.expect("hidden");
    assert_eq!(
        decide(&town.milo, &town.comment, Decision::Uphold).await,
        refused(409, ModerationError::Decided)
    );
    let notice = mine(&town.ben).await.notices.remove(0);
    appeal(&town.ben, &notice.id, "It was a joke.").await.expect("appealed");
    assert_eq!(decide(&town.milo, &town.comment, Decision::Uphold).await, Ok(()));
    assert_eq!(town.shown().await, (None, Some(Reason::Harassment)));
    assert_eq!(mine(&town.ben).await.notices[0].state, NoticeState::Upheld { at: now() });
    assert_eq!(mine(&town.cleo).await.flags[0].outcome, Outcome::Hidden { reason: Reason::Harassment });
    // The words of the appeal go after a while; the decision stays.
    town.server.app.clock.set(now() + APPEALS_KEPT + TimeDelta::minutes(1));
    chores::once(&town.server.app).await.expect("done");
    let left: Option<String> = sqlx::query_scalar("select appeal from moderation_act where act = 'hide'")
        .fetch_one(&**town.server.store())
        .await
        .expect("the act");
    assert_eq!(left, None);
    assert_eq!(town.log().await.len(), 2);
}

#[tokio::test]
async fn what_breaks_no_rule_stays_and_the_flagger_learns_it() {
    let town = Town::new().await;
    assert_eq!(decide(&town.mona, &town.comment, Decision::Keep).await, Ok(()));
    assert_eq!(town.shown().await.1, None);
    assert_eq!(mine(&town.cleo).await.flags[0].outcome, Outcome::Kept);
    assert_eq!(mine(&town.ben).await, Mine::default(), "nothing happened to them");
    assert!(queue(&town.mona).await.cases.is_empty());
    assert_eq!(
        decide(&town.milo, &town.comment, Decision::Keep).await,
        refused(409, ModerationError::Decided)
    );
    assert_eq!(town.log().await[0].act, Act::Keep);
    // The same person's second flag opens nothing; another's does.
    assert_eq!(flag(&town.cleo, &town.comment, Reason::Spam).await, Ok(()));
    assert!(queue(&town.mona).await.cases.is_empty());
    assert_eq!(flag(&town.ada, &town.comment, Reason::Spam).await, Ok(()));
    assert_eq!(queue(&town.mona).await.cases.len(), 1);
}

#[tokio::test]
async fn a_flag_gets_the_same_answer_whatever_became_of_the_item() {
    let town = Town::new().await;
    let answer = async |browser: &TestServer| {
        let body =
            serde_json::to_vec(&Flag { item: town.comment.clone(), reason: Reason::Spam }).expect("JSON");
        let (status, mut headers, bytes) =
            browser.raw("POST", api::FLAGS, "application/json", Body::from(body)).await;
        headers.remove("date");
        (status, format!("{headers:?}"), bytes)
    };
    let first = answer(&town.ada).await;
    assert_eq!(first, answer(&town.ada).await, "a second time");
    assert_eq!(queue(&town.mona).await.cases[0].flags.iter().map(|it| it.flags).sum::<u32>(), 2);
    decide(&town.mona, &town.comment, HIDE).await.expect("hidden");
    assert_eq!(first, answer(&town.mona).await, "hidden");
    assert_eq!(flag(&town.ada, "nothing", Reason::Spam).await, Err((404, ApiError::NotFound)));
}

#[tokio::test]
async fn two_flags_at_the_same_instant_are_one_for_each_person() {
    let town = Town::new().await;
    for _ in 0..4 {
        let (one, other) = tokio::join!(
            flag(&town.ada, &town.comment, Reason::Spam),
            flag(&town.ada, &town.comment, Reason::Threat)
        );
        assert_eq!((one, other), (Ok(()), Ok(())));
    }
    let rows: i64 =
        sqlx::query_scalar("select count(*) from flag").fetch_one(&**town.server.store()).await.unwrap();
    assert_eq!(rows, 2);
}

#[tokio::test]
async fn flags_of_what_was_deleted_hold_up_nothing_and_go() {
    let town = Town::new().await;
    let store = town.server.store();
    let said = say(&town.ben, &town.thread, "Never mind.").await.id;
    assert_eq!(flag(&town.cleo, &said, Reason::Spam).await, Ok(()));
    let (status, _, _) =
        town.ben.raw("DELETE", &api::one_comment(&said), "application/json", Body::empty()).await;
    assert_eq!(status, StatusCode::OK);
    // As many more of the same as an answer has room for.
    for n in 0..100 {
        for sql in [
            "insert into comment (id, thread_id, text, at, author_tag, author_sealed, removed_at)
             select $1, thread_id, text, at, author_tag, author_sealed, removed_at from comment where id = $2",
            "insert into flag (item_id, flagger_tag, reason, at) select $1, flagger_tag, reason, at - 1
             from flag where item_id = $2",
        ] {
            sqlx::query(sql).bind(format!("gone-{n}")).bind(&said).execute(&**store).await.expect("copied");
        }
    }
    let waits: Vec<String> = queue(&town.mona).await.cases.into_iter().map(|it| it.place.item).collect();
    assert_eq!(waits, std::slice::from_ref(&town.comment));
    let flags = async || -> i64 {
        sqlx::query_scalar("select count(*) from flag").fetch_one(&**store).await.expect("a count")
    };
    assert_eq!(flags().await, 102);
    neighbors_server::store::moderation::sweep(store, now() + TimeDelta::days(91)).await.expect("swept");
    assert_eq!(flags().await, 1, "what waits to be decided waits on");
}

#[tokio::test]
async fn a_moderator_neither_sees_nor_decides_about_what_they_wrote() {
    let town = Town::new().await;
    let own = say(&town.mona, &town.thread, "Calm down, please.").await.id;
    flag(&town.cleo, &own, Reason::Spam).await.expect("flagged");
    assert_eq!(decide(&town.mona, &own, Decision::Keep).await, refused(422, ModerationError::Own));
    let items = |queue: Queue| queue.cases.into_iter().map(|case| case.place.item).collect::<Vec<_>>();
    assert!(!items(queue(&town.mona).await).contains(&own));
    assert!(items(queue(&town.milo).await).contains(&own));
}

#[tokio::test]
async fn what_an_officer_wrote_is_hidden_only_when_two_agree() {
    let town = Town::new().await;
    Cedar::new(&town.server).await;
    let ortega = town.server.signed_in(ORTEGA).await;
    let comment = say(&ortega, &town.thread, "We know who you are.").await.id;
    flag(&town.ben, &comment, Reason::Threat).await.expect("flagged");
    let hide = Decision::Hide { reason: Reason::Threat };
    assert_eq!(decide(&town.mona, &comment, hide).await, Ok(()));
    let shown = |comments: Vec<comment::Comment>| comments.into_iter().find(|it| it.id == comment).unwrap();
    assert!(shown(read(&town.server, &town.thread).await).text.is_some(), "one is not enough");
    assert!(!town.log().await.iter().any(|it| it.reason == Reason::Threat), "and nothing is in force");
    assert_eq!(decide(&town.mona, &comment, hide).await, refused(422, ModerationError::SecondPerson));
    let stage = queue(&town.milo).await.cases.into_iter().find(|it| it.place.item == comment).unwrap().stage;
    assert_eq!(stage, Stage::Proposed { reason: Reason::Threat, by: 1 });
    assert_eq!(decide(&town.milo, &comment, hide).await, Ok(()));
    assert_eq!(shown(read(&town.server, &town.thread).await).hidden, Some(Reason::Threat));
    let log = town.log().await;
    let entry = log.iter().find(|it| it.reason == Reason::Threat).expect("a line");
    assert_eq!((entry.act, entry.moderator, entry.second), (Act::Hide, 1, Some(2)));
    // Neither of the two answers the appeal.
    let notice = mine(&ortega).await.notices.remove(0);
    appeal(&ortega, &notice.id, "It was about a dog.").await.expect("appealed");
    for one in [&town.mona, &town.milo] {
        assert_eq!(decide(one, &comment, RESTORE).await, refused(422, ModerationError::AnotherAnswers));
    }
    let third = moderator(&town.server, "mira").await;
    assert_eq!(decide(&third, &comment, RESTORE).await, Ok(()));
}

#[tokio::test]
async fn a_hidden_post_keeps_its_place_and_loses_words_and_photos_everywhere() {
    let town = Town::new().await;
    decide(&town.mona, &town.thread, Decision::Hide { reason: Reason::Spam }).await.expect("hidden");
    let (_, post): (_, Post) = town.server.get(&api::post(&town.thread)).await;
    assert_eq!((post.card.title, post.card.text, post.card.hidden), (None, None, Some(Reason::Spam)));
    assert_eq!(post.thread.len(), 1, "the answers stay");
    let (_, page): (_, FeedPage) =
        town.server.get(&format!("{}?region={}", api::FEED, common::cedar::cell().region())).await;
    let hidden = page
        .items
        .iter()
        .any(|item| matches!(item, FeedItem::Post(card) if card.hidden == Some(Reason::Spam)));
    assert!(hidden, "the feed says so too");
    for path in [addresses::pages::post(&town.thread), api::post(&town.thread), api::MODERATION_LOG.into()] {
        let (_, _, bytes) = town.server.raw("GET", &path, "text/plain", Body::empty()).await;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        assert!(!text.contains("since August") && !text.contains("The light is out"), "{path}");
    }
    decide(&town.mona, &town.thread, Decision::Restore { why: Why::Mistake }).await.expect("back");
    let (_, post): (_, Post) = town.server.get(&api::post(&town.thread)).await;
    assert_eq!(post.card.title.as_deref(), Some("The light is out"));
}

#[tokio::test]
async fn the_third_hidden_item_pauses_its_author_for_a_week_and_nobody_can_read_it_anywhere() {
    let town = Town::new().await;
    let mut hidden = vec![town.comment.clone()];
    for n in 0..2 {
        let thread = thread(&town.ada, &format!("Another one {n}")).await;
        hidden.push(say(&town.ben, &thread, "Fools here too.").await.id);
    }
    for item in &hidden {
        decide(&town.mona, item, HIDE).await.expect("hidden");
    }
    let draft = comment::Draft { text: "And another thing.".into() };
    let (status, error): (_, ApiError) = town.ben.post(&api::comments(&town.thread), &draft).await;
    let reason = ModerationError::paused(now() + PAUSE, now());
    assert_eq!((status.as_u16(), error.to_string()), (422, reason.to_string()));
    assert!(error.to_string().ends_with("You can write again in 7 days."), "{error}");
    assert_eq!(mine(&town.ben).await.paused_until, Some(now() + PAUSE));
    assert_eq!(mine(&town.ada).await.paused_until, None);
    // What moderators are told of the three holds the same author number and nothing that adds them up.
    let told = serde_json::to_string(&queue(&town.milo).await).expect("JSON");
    assert!(!told.contains("paused") && !told.contains("account") && !told.contains("_tag"), "{told}");

    // One comes back: there are only two, and the pause is over at once.
    decide(&town.milo, &hidden[2], RESTORE).await.expect("restored");
    say(&town.ben, &town.thread, "Thank you.").await;
    decide(&town.milo, &hidden[2], HIDE).await.expect("hidden again");
    town.server.app.clock.set(now() + PAUSE + TimeDelta::minutes(1));
    say(&town.ben, &town.thread, "I am back.").await;
}

#[tokio::test]
async fn nobody_appeals_for_somebody_else_or_too_late() {
    let town = Town::new().await;
    decide(&town.mona, &town.comment, HIDE).await.expect("hidden");
    let notice = mine(&town.ben).await.notices.remove(0).id;
    assert_eq!(appeal(&town.cleo, &notice, "Let them speak.").await, Err((404, ApiError::NotFound)));
    assert_eq!(appeal(&town.ben, &notice, " ").await, refused(422, ModerationError::AppealEmpty));
    town.server.app.clock.set(now() + APPEAL_WITHIN + TimeDelta::seconds(1));
    let ben = town.server.signed_in("ben@example.org").await;
    assert_eq!(
        appeal(&ben, &notice, "I was away.").await,
        refused(422, ModerationError::AppealTooLate { days: 30 })
    );
}

#[tokio::test]
async fn the_log_is_open_data_and_holds_nothing_of_what_was_said() {
    let town = Town::new().await;
    decide(&town.mona, &town.comment, HIDE).await.expect("hidden");
    let (_, _, csv) = town.server.raw("GET", data::MODERATION_LOG_CSV, "text/plain", Body::empty()).await;
    let csv = String::from_utf8(csv).expect("text");
    assert_eq!(
        csv,
        "date,item,decision,rule,why,moderator,second_moderator\r\n2026-10-22,comment,hide,harassment,,1,\r\n"
    );
    let (status, rows): (_, Vec<serde_json::Value>) = town.server.get(data::MODERATION_LOG_JSON).await;
    assert_eq!((status, rows.len(), rows[0]["moderator"].clone()), (StatusCode::OK, 1, 1.into()));
    for n in 0..=LOG_PAGE {
        let decision = if n % 2 == 0 { RESTORE } else { HIDE };
        decide(&town.mona, &town.comment, decision).await.expect("decided");
    }
    let (_, first): (_, Log) = town.server.get(api::MODERATION_LOG).await;
    let after = format!("{}?after={}", api::MODERATION_LOG, first.next.expect("more"));
    let (_, second): (_, Log) = town.server.get(&after).await;
    assert_eq!((first.entries.len(), second.entries.len(), second.next), (LOG_PAGE, 2, None));
    let (status, _): (_, ApiError) = town.server.get(&format!("{}?after=nothing", api::MODERATION_LOG)).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn the_operator_names_moderators_and_a_number_is_used_once() {
    let town = Town::new().await;
    Cedar::new(&town.server).await;
    let store = town.server.store();
    let operator = Operator::at_the_command_line;
    let named = async |email: &str| moderators::add(store, operator(), email, now()).await;
    assert!(matches!(named("nobody@example.org").await, Err(OfficeError::Nobody)));
    assert!(matches!(named(ORTEGA).await, Err(OfficeError::Officer(_))));
    assert_eq!(named(" Mona@Example.org ").await.expect("one already"), 1);
    let who = async |browser: &TestServer| match browser.get::<Me>(api::ME).await.1.who {
        Who::Resident(resident) => resident.moderator,
        _ => panic!("a resident"),
    };
    assert_eq!((who(&town.mona).await, who(&town.ben).await), (Some(1), None));
    decide(&town.milo, &town.comment, HIDE).await.expect("hidden");
    assert_eq!(moderators::remove(store, operator(), "milo@example.org").await.expect("removed"), 2);
    assert!(matches!(
        moderators::remove(store, operator(), "milo@example.org").await,
        Err(OfficeError::NotOne(_))
    ));
    let (status, _): (_, ApiError) = town.milo.get(api::MODERATION).await;
    assert_eq!((status, who(&town.milo).await), (StatusCode::FORBIDDEN, None));
    assert_eq!(named("cleo@example.org").await.expect("named"), 3, "2 stands in the log");
    let listed = moderators::list(store, operator()).await.expect("a list");
    assert_eq!(listed.iter().map(|it| it.number).collect::<Vec<_>>(), [1, 3]);
    assert_eq!(
        store::moderators::number(store, &store_resident(&town).await).await.expect("a number"),
        Some(3)
    );
}

async fn store_resident(town: &Town) -> neighbors_server::auth::Resident {
    let account: String = sqlx::query_scalar("select id from account where email = 'cleo@example.org'")
        .fetch_one(&**town.server.store())
        .await
        .expect("an account");
    neighbors_server::auth::Resident { account }
}
