//! Badges, judged as a reader's browser judges them: by the record, and by nothing the server says beside it.

mod common;

use axum::http::StatusCode;
use chrono::{DateTime, TimeDelta, Utc};
use common::cedar::{self, Cedar, ORTEGA, RAMAN, SLUG, region};
use common::desk::{self, House};
use common::moderation::{read, say, thread};
use common::world::World;
use common::{TestServer, hand, now};
use neighbors_domain::addresses::api;
use neighbors_domain::announcement;
use neighbors_domain::assistance_request::AssistanceRequest;
use neighbors_domain::comment::{Comment, EDIT_FOR};
use neighbors_domain::post::{Author, Category, OfficerBadge, Post};
use neighbors_domain::record::{
    Asked, Chain, Fault, Link, Officer, Said, Shown, SignError, SigningKey, Statement, judge, may_seal,
};
use neighbors_server::auth::Operator;
use neighbors_server::store::agencies;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

const WORDS: &str = "We will look at the alley on Monday.";

async fn chain(server: &TestServer, badge: &str) -> Chain {
    let (status, chain) = server.get(&api::chain(badge)).await;
    assert_eq!(status, StatusCode::OK, "{badge}");
    chain
}

/// What a reader's browser says of the first link that breaks.
fn broken(chain: &Chain, shown: &Shown) -> Option<(Link, Fault)> {
    judge(chain, shown).into_iter().find_map(|tie| Some((tie.link, tie.judged.err()?)))
}

fn badge(author: &Author) -> &OfficerBadge {
    match author {
        Author::Officer { badge } => badge,
        Author::Neighbor { .. } => panic!("an officer's"),
    }
}

fn by(badge: &OfficerBadge, said: Said) -> Shown {
    Shown {
        agency: badge.agency.slug.clone(),
        name: Some(badge.agency.name.clone()),
        officer: Some(Officer::from(badge)),
        said: Some(said),
    }
}

/// A comment as its page shows it.
fn of_comment(thread: &str, comment: &Comment) -> Shown {
    let text = comment.text.clone().expect("words");
    by(badge(&comment.author), Said::Comment { thread: thread.to_owned(), text, at: comment.at })
}

fn of_post(post: &Post) -> Shown {
    let said = Said::Post {
        category: post.card.category,
        title: post.card.title.clone().expect("a title"),
        text: post.card.text.clone().expect("words"),
        regions: Some(post.regions.clone()),
        at: post.card.at,
    };
    by(badge(&post.card.author), said)
}

fn of_request(request: &AssistanceRequest) -> Shown {
    by(&request.officer, Said::AssistanceRequest(Box::new(Asked::from(request))))
}

fn of_agency() -> Shown {
    Shown { agency: SLUG.into(), name: Some("Cedar Flats Police Department".into()), ..Shown::default() }
}

/// An officer's comment in a thread of a resident: the world, the thread, the comment, and what stands behind it.
async fn said() -> (World, String, Comment, Chain) {
    let world = World::new().await;
    let thread = thread(&world.rosa, "The alley is dark").await;
    let comment = say(&world.ortega, &thread, WORDS).await;
    let chain = chain(&world.server, &badge(&comment.author).proof).await;
    (world, thread, comment, chain)
}

/// The same page with other words of the officer.
fn saying(shown: &Shown, text: &str) -> Shown {
    let mut shown = shown.clone();
    match &mut shown.said {
        Some(Said::Comment { text: said, .. } | Said::Post { text: said, .. }) => text.clone_into(said),
        _ => panic!("a comment or a post"),
    }
    shown
}

fn at(shown: &Shown, moment: DateTime<Utc>) -> Shown {
    let mut shown = shown.clone();
    match &mut shown.said {
        Some(Said::Comment { at, .. } | Said::Post { at, .. }) => *at = moment,
        Some(Said::AssistanceRequest(asked)) => asked.published_at = moment,
        _ => panic!("words"),
    }
    shown
}

#[tokio::test]
async fn a_comment_s_badge_holds_by_itself_and_breaks_where_anything_is_altered() {
    let (_world, thread, comment, chain) = said().await;
    let shown = of_comment(&thread, &comment);
    assert_eq!(broken(&chain, &shown), None);
    assert_eq!(
        broken(&chain, &saying(&shown, "We will look at the  alley\non Monday. ")),
        None,
        "white space"
    );
    let links: Vec<_> = judge(&chain, &shown).iter().map(|tie| tie.link).collect();
    assert_eq!(links, [Link::Record, Link::Agency, Link::AgencyKey, Link::Officer, Link::Words]);

    let words = Some((Link::Words, Fault::OtherWords));
    for other in [
        "We will look at it on Tuesday.",
        "We will look at the alley on Monday. Stay inside until then.",
        "Officers: We will look at the alley on Monday.",
        "We will look at the alley",
        "",
    ] {
        assert_eq!(broken(&chain, &saying(&shown, other)), words, "{other}");
    }
    assert_eq!(broken(&chain, &of_comment("elsewhere", &comment)), words);
    assert_eq!(broken(&chain, &Shown { said: Some(Said::Strange), ..shown.clone() }), words);
    let elm = Shown { agency: "elm-county-sheriff".into(), ..shown.clone() };
    assert_eq!(broken(&chain, &elm), Some((Link::Agency, Fault::OtherAgency)));
    let called = Shown { name: Some("Federal Bureau of Investigation".into()), ..shown.clone() };
    assert_eq!(broken(&chain, &called), Some((Link::Agency, Fault::OtherAgency)));
    let who = |change: fn(&mut Officer)| {
        let mut shown = shown.clone();
        change(shown.officer.as_mut().expect("an officer"));
        broken(&chain, &shown)
    };
    assert_eq!(who(|it| it.title = "Chief".into()), Some((Link::Officer, Fault::OtherOfficer)));
    assert_eq!(who(|it| it.certified_at -= TimeDelta::days(400)), Some((Link::Officer, Fault::OtherTime)));
    assert_eq!(who(|it| it.ended_at = Some(now())), Some((Link::Officer, Fault::NotLeft)));

    let late = Some((Link::Words, Fault::OtherTime));
    assert_eq!(broken(&chain, &at(&shown, comment.at - TimeDelta::days(2))), late, "moved back");
    assert_eq!(broken(&chain, &at(&shown, comment.at + TimeDelta::minutes(11))), late, "moved on");
}

#[tokio::test]
async fn no_word_is_added_or_taken_away() {
    let (_world, thread, comment, chain) = said().await;
    let shown = of_comment(&thread, &comment);
    let places = WORDS.chars().count();
    let mut runner = TestRunner::default();
    let case = (0..=places, "\\PC{0,12}", 0..6_usize);
    let judged = runner.run(&case, |(place, added, taken)| {
        let before: String = WORDS.chars().take(place).collect();
        let after: String = WORDS.chars().skip(place + taken).collect();
        let text = [before, added, after].concat();
        let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let holds = broken(&chain, &saying(&shown, &text)).is_none();
        prop_assert_eq!(holds, plain(&text) == plain(WORDS), "{}", text);
        Ok(())
    });
    judged.unwrap();
}

#[tokio::test]
async fn a_server_that_swaps_a_part_for_one_of_its_own_making_is_caught() {
    let (_world, thread, comment, chain) = said().await;
    let shown = of_comment(&thread, &comment);
    let own = SigningKey::from_seed([7; 32]);
    let statement = chain.words.as_ref().expect("signed").unchecked().expect("a statement");
    let forged = Chain { words: Some(own.sign(&statement)), ..chain.clone() };
    let wrong = Fault::Signature(SignError::WrongSignature);
    assert_eq!(broken(&forged, &shown), Some((Link::Words, wrong)));
    let unsigned = Chain { words: None, ..chain.clone() };
    assert_eq!(broken(&unsigned, &shown), Some((Link::Words, Fault::Missing)));
    let mut rekeyed = chain.clone();
    let key = rekeyed.agency_key.as_mut().expect("a key");
    let body = key.entry.body.as_mut().expect("its words");
    *body = body.replace(&hand::root_key(SLUG).public().to_string(), &own.public().to_string());
    assert!(matches!(broken(&rekeyed, &shown), Some((Link::AgencyKey, Fault::Proof(_)))));
    let moved = Chain { certificate: chain.agency_key.clone(), ..chain.clone() };
    assert_eq!(broken(&moved, &shown), Some((Link::Officer, Fault::Missing)));
    let never = Chain { agency: Vec::new(), ..chain.clone() };
    assert_eq!(broken(&never, &shown), Some((Link::Agency, Fault::Missing)));
    let elsewhere =
        Chain { key: neighbors_server::record::RecordKey::random().verifier().to_owned(), ..chain.clone() };
    assert!(matches!(broken(&elsewhere, &shown), Some((Link::Record, Fault::Proof(_)))));
}

#[tokio::test]
async fn other_words_within_the_minutes_for_them_hold_again_and_the_words_before_do_not() {
    let (world, thread, comment, _) = said().await;
    world.server.app.clock.set(now() + EDIT_FOR - TimeDelta::seconds(1));
    let draft = neighbors_domain::comment::Draft { text: "We will look at it on Tuesday.".into() };
    let (status, changed): (_, Comment) = world.ortega.put(&api::one_comment(&comment.id), &draft).await;
    assert_eq!((status, changed.edited), (StatusCode::OK, true));
    let chain = chain(&world.server, &badge(&changed.author).proof).await;
    assert_eq!(broken(&chain, &of_comment(&thread, &changed)), None);
    let before = of_comment(&thread, &comment);
    assert_eq!(broken(&chain, &before), Some((Link::Words, Fault::OtherWords)));
}

#[tokio::test]
async fn of_an_announcement_kind_title_words_regions_and_time_are_proved() {
    let server = TestServer::new().await;
    Cedar::new(&server).await;
    let ortega = server.signed_in(ORTEGA).await;
    let mut regions: Vec<_> = region().disk(1).into_iter().take(3).collect();
    regions.sort_unstable();
    let draft = announcement::Draft {
        category: Category::Safety,
        title: "Broadway closed on Sunday".into(),
        text: "From 6 to 11 AM, for the run.\n\nBuses stop one block east.".into(),
        regions: regions.clone(),
        media: Vec::new(),
    };
    let (status, post): (_, Post) = ortega.post(api::PORTAL_ANNOUNCEMENTS, &draft).await;
    assert_eq!(status, StatusCode::CREATED);
    let chain = chain(&server, &badge(&post.card.author).proof).await;
    let shown = of_post(&post);
    assert_eq!(broken(&chain, &shown), None);
    let in_a_list = Post { regions: Vec::new(), ..post.clone() };
    let mut in_a_list = of_post(&in_a_list);
    if let Some(Said::Post { regions, .. }) = &mut in_a_list.said {
        *regions = None;
    }
    assert_eq!(broken(&chain, &in_a_list), None);

    let words = Some((Link::Words, Fault::OtherWords));
    let with = |change: &dyn Fn(&mut Post)| {
        let mut post = post.clone();
        change(&mut post);
        broken(&chain, &of_post(&post))
    };
    assert_eq!(with(&|post| post.card.category = Category::Crime), words);
    assert_eq!(with(&|post| post.card.title = Some("Broadway closed on Sunday and Monday".into())), words);
    assert_eq!(with(&|post| post.card.text.as_mut().expect("words").push_str(" Bring an ID.")), words);
    assert_eq!(with(&|post| post.regions.truncate(2)), words);
    assert_eq!(
        with(&|post| post.card.at -= TimeDelta::days(7)),
        Some((Link::Words, Fault::OtherTime)),
        "an old one as if it were new"
    );
}

#[tokio::test]
async fn of_a_request_everything_that_is_shown_is_proved() {
    let world = World::new().await;
    let (_, request): (_, AssistanceRequest) = world.rosa.get(&api::assistance_request(&world.request)).await;
    let chain = chain(&world.server, &request.officer.proof).await;
    assert_eq!(broken(&chain, &of_request(&request)), None);
    let with = |change: &dyn Fn(&mut AssistanceRequest)| {
        let mut request = request.clone();
        change(&mut request);
        broken(&chain, &of_request(&request))
    };
    let words = Some((Link::Words, Fault::OtherWords));
    assert_eq!(with(&|it| it.draft.title.push_str(", again")), words);
    assert_eq!(with(&|it| it.draft.text.push_str(" And all of yesterday.")), words);
    assert_eq!(with(&|it| it.draft.incident_type = "A missing person".into()), words);
    assert_eq!(with(&|it| it.draft.lead.contact = "somebody@elsewhere.example".into()), words);
    assert_eq!(with(&|it| it.draft.window.until += TimeDelta::hours(1)), words);
    assert_eq!(with(&|it| it.draft.area.cells = it.draft.area.incident.disk(2).into_iter().collect()), words);
    assert_eq!(with(&|it| it.recipient = "age1elsewhere".into()), words);
    assert_eq!(with(&|it| it.version = 2), Some((Link::Words, Fault::OtherVersion)));
    let mut elsewhere = of_request(&request);
    if let Some(Said::AssistanceRequest(asked)) = &mut elsewhere.said {
        asked.agency = "elm-county-sheriff".into();
    }
    assert_eq!(broken(&chain, &elsewhere), Some((Link::Words, Fault::OtherAgency)));
    let time = Some((Link::Words, Fault::OtherTime));
    assert_eq!(broken(&chain, &at(&of_request(&request), now() - TimeDelta::days(60))), time);
}

/// A colleague takes over: the badge is theirs from then on, and the day it began stays.
#[tokio::test]
async fn a_request_that_a_colleague_amended_is_proved_as_theirs() {
    let house = House::new().await;
    let id = house.published().await;
    house.server.app.clock.set(now() + TimeDelta::hours(3));
    sqlx::query("update officer set roles = 'request,supervise' where id = $1")
        .bind(&house.cedar.raman.id)
        .execute(&**house.server.store())
        .await
        .expect("a supervisor");
    let raman = house.server.signed_in(RAMAN).await;
    let shorter = cedar::draft();
    let shorter = neighbors_domain::assistance_request::Draft {
        text: "Only the alley behind the market matters by now.".into(),
        ..shorter
    };
    let sent = desk::outcome_of(&raman, "POST", &api::portal_amendments(&id), &shorter).await;
    sent.expect("sent");
    desk::decide(&house.rita, &id, desk::approve()).await.expect("published");
    let (_, request): (_, AssistanceRequest) = house.server.get(&api::assistance_request(&id)).await;
    assert_eq!((request.version, request.officer.name.as_str()), (2, "Officer Priya Raman"));
    let chain = chain(&house.server, &request.officer.proof).await;
    assert_eq!(broken(&chain, &of_request(&request)), None);
    let asked = Asked::from(&request);
    let at_noon = house.server.app.clock.now();
    may_seal(&chain, None, &asked, at_noon).expect("proved");
    // Moved up to the day of the amendment, it would be open for longer.
    let younger = Asked { published_at: at_noon, ..asked.clone() };
    assert_eq!(may_seal(&chain, None, &younger, at_noon), Err(Fault::OtherTime));
    let unbegun = Chain { first_published: None, ..chain.clone() };
    assert_eq!(may_seal(&unbegun, None, &asked, at_noon), Err(Fault::Missing));
    let second = Chain { first_published: chain.published.clone(), ..chain };
    assert_eq!(may_seal(&second, None, &asked, at_noon), Err(Fault::Missing));
}

#[tokio::test]
async fn what_was_said_before_leaving_still_holds_and_nothing_later_would() {
    let (world, thread, _, _) = said().await;
    let server = &world.server;
    let id = say(&world.raman, &thread, WORDS).await.id;
    sqlx::query("update officer set admin_since = 1 where id = $1")
        .bind(&world.cedar.ortega.id)
        .execute(&**server.store())
        .await
        .expect("an administrator");
    let later = now() + TimeDelta::hours(2);
    server.app.clock.set(later);
    let path = api::portal_officer(&world.cedar.raman.id);
    let none = axum::body::Body::empty();
    let (status, _, _) = world.ortega.raw("DELETE", &path, "application/json", none).await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    let chain = chain(server, &format!("comment/{id}")).await;
    let comments = read(server, &thread).await;
    let shown = of_comment(&thread, comments.iter().find(|comment| comment.id == id).expect("there"));
    assert!(chain.ended.is_some());
    assert_eq!(broken(&chain, &shown), None);

    let late = Statement::Comment {
        agency: SLUG.into(),
        officer: world.cedar.raman.id.clone(),
        thread,
        text: WORDS.into(),
        at: later + TimeDelta::hours(1),
    };
    let late = Chain { words: Some(hand::signing_key(RAMAN).sign(&late)), ..chain.clone() };
    assert_eq!(broken(&late, &shown), Some((Link::Words, Fault::AfterEnded)));
    // A page that shows somebody as still there, or gone since another day.
    let with = |ended_at| {
        let mut shown = shown.clone();
        shown.officer.as_mut().expect("an officer").ended_at = ended_at;
        broken(&chain, &shown)
    };
    assert_eq!(with(None), Some((Link::Officer, Fault::Left)));
    assert_eq!(with(Some(later + TimeDelta::days(30))), Some((Link::Officer, Fault::OtherTime)));
    // Whoever else left is not this one.
    let ortega = self::chain(server, &format!("assistance-request/{}", world.request)).await;
    let mixed = Chain { ended: chain.ended.clone(), ..ortega };
    let (_, request): (_, AssistanceRequest) = world.rosa.get(&api::assistance_request(&world.request)).await;
    assert_eq!(broken(&mixed, &of_request(&request)), Some((Link::Officer, Fault::OtherOfficer)));
}

/// What an agency said while it took part stays true when it no longer does.
#[tokio::test]
async fn words_are_judged_by_what_held_when_they_were_signed() {
    let (world, thread, comment, _) = said().await;
    let (server, operator) = (&world.server, Operator::at_the_command_line);
    let shown = of_comment(&thread, &comment);
    let [suspended, resumed, left] = [1, 5, 9].map(|hours| now() + TimeDelta::hours(hours));
    let proof = badge(&comment.author).proof.clone();
    let seen = async || chain(server, &proof).await;
    let agency = async || broken(&chain(server, &format!("agency/{SLUG}")).await, &of_agency());
    assert_eq!(agency().await, None);

    assert!(agencies::suspend(server.store(), operator(), SLUG, suspended).await.expect("decided"));
    assert_eq!(broken(&seen().await, &shown), None, "said an hour before");
    assert_eq!(agency().await, Some((Link::Agency, Fault::NotActive)));

    let signed_at = |when: DateTime<Utc>, chain: &Chain| {
        let said = Statement::Comment {
            agency: SLUG.into(),
            officer: world.cedar.ortega.id.clone(),
            thread: thread.clone(),
            text: WORDS.into(),
            at: when,
        };
        let forged = Chain { words: Some(hand::signing_key(ORTEGA).sign(&said)), ..chain.clone() };
        broken(&forged, &at(&shown, when))
    };
    let meanwhile = suspended + TimeDelta::hours(2);
    let not_then = Some((Link::Agency, Fault::NotActiveThen));
    assert_eq!(signed_at(meanwhile, &seen().await), not_then);

    assert!(agencies::resume(server.store(), operator(), SLUG, resumed).await.expect("decided"));
    assert_eq!(agency().await, None);
    assert_eq!(signed_at(meanwhile, &seen().await), not_then, "active again makes it no better");
    assert_eq!(signed_at(resumed + TimeDelta::hours(1), &seen().await), None);

    // The agency goes, and its officers with it: their words stay theirs.
    assert!(agencies::leave(server.store(), operator(), SLUG, left).await.expect("decided"));
    let comments = read(server, &thread).await;
    let after = of_comment(&thread, comments.iter().find(|it| it.id == comment.id).expect("there"));
    assert_eq!(after.officer.as_ref().and_then(|officer| officer.ended_at), Some(left));
    let whole = seen().await;
    assert_eq!(broken(&whole, &after), None);
    assert_eq!(broken(&whole, &shown), Some((Link::Officer, Fault::Left)), "a page from before");
    // Steps in another order are no history.
    let mut turned = whole.clone();
    turned.agency.reverse();
    assert_eq!(broken(&turned, &after), Some((Link::Agency, Fault::Missing)));
}

/// The operator's clock ran ahead of the server's when the agency was admitted: its certificates stand later in the record.
#[tokio::test]
async fn an_operator_s_clock_that_runs_ahead_takes_nothing_from_a_badge() {
    let server = TestServer::new().await;
    let (name, ahead) = ("Cedar Flats Police Department", now() + TimeDelta::days(33));
    let cedar = Cedar::admitted(&server, SLUG, name, [ORTEGA, RAMAN], ahead).await;
    let id = cedar.published(&server, cedar::draft(), now()).await;
    let (_, request): (_, AssistanceRequest) = server.get(&api::assistance_request(&id)).await;
    let chain = chain(&server, &request.officer.proof).await;
    assert_eq!(broken(&chain, &of_request(&request)), None);
    may_seal(&chain, None, &Asked::from(&request), now()).expect("proved");
}
