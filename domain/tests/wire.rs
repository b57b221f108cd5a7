//! What is written as JSON is read back the same: both ends of the wire share these types.

mod common;

use common::{cell, good_draft, good_judgement, instant};
use neighbors_domain::account::*;
use neighbors_domain::admission::{Happened, Step};
use neighbors_domain::agency::*;
use neighbors_domain::api::ApiError;
use neighbors_domain::area::{Area, AreaError};
use neighbors_domain::assistance_request::{
    self, AssistanceRequest, Life, Outcome, ShareBand, State, Summary,
};
use neighbors_domain::case_number::{CaseNumber, CaseNumberError};
use neighbors_domain::cells::{Cell8, Cell9, Region7};
use neighbors_domain::comment::{self, Comment, CommentError};
use neighbors_domain::consent::{Consent, Identity};
use neighbors_domain::feed::{Activity, CellActivity, FeedItem, FeedPage, JurisdictionFeed, KnownPlace};
use neighbors_domain::figures::Counted;
use neighbors_domain::home::HomeError;
use neighbors_domain::incident::{self, IncidentCard};
use neighbors_domain::joining::*;
use neighbors_domain::language::Language;
use neighbors_domain::leaving::*;
use neighbors_domain::media::{Attached, Media, MediaError, MediaKind};
use neighbors_domain::moderation::{Outcome as FlagOutcome, *};
use neighbors_domain::notices::MailWishes;
use neighbors_domain::passkey::{Passkey, PasskeyError};
use neighbors_domain::password::{Password, PasswordError};
use neighbors_domain::post::{self, Author, Category, OfficerBadge, Place, Post, PostCard, PostError};
use neighbors_domain::recording::{OutsideWindow, Taken, TimeSource};
use neighbors_domain::review::Question;
use neighbors_domain::rules::{Judged, Refusal, Review};
use neighbors_domain::share::*;
use neighbors_domain::window::{Window, WindowError};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Through text and through a value: serde takes two ways for flattened and tagged types.
fn comes_back<T: Serialize + DeserializeOwned + PartialEq>(sent: &T) -> Result<(), TestCaseError> {
    let text = serde_json::to_string(sent).expect("JSON");
    let read: T =
        serde_json::from_str(&text).map_err(|error| TestCaseError::fail(format!("{error}: {text}")))?;
    prop_assert!(read == *sent, "{}", text);
    let value = serde_json::to_value(sent).expect("a value");
    let read: T =
        serde_json::from_value(value).map_err(|error| TestCaseError::fail(format!("{error}: {text}")))?;
    prop_assert!(read == *sent, "{}", text);
    Ok(())
}

fn text() -> impl Strategy<Value = String> {
    any::<String>()
}

fn agency() -> impl Strategy<Value = AgencyRef> {
    (text(), text(), any::<bool>()).prop_map(|(slug, name, demo)| AgencyRef { slug, name, demo })
}

fn known_date() -> impl Strategy<Value = KnownDate> {
    (instant(), any::<bool>()).prop_map(|(at, day)| {
        let date = at.date_naive();
        if day {
            KnownDate::Day { date }
        } else {
            KnownDate::from_iso(&date.format("%Y-%m").to_string()).unwrap()
        }
    })
}

fn card() -> impl Strategy<Value = AgencyCard> {
    let kinds = (select(AgencyKind::ALL.to_vec()), select(AgencyState::ALL.to_vec()));
    (agency(), kinds, of(text()), of(text()), text(), known_date()).prop_map(
        |(agency, (kind, state), city, county, us_state, since)| AgencyCard {
            agency,
            kind,
            state,
            city,
            county,
            us_state,
            since,
        },
    )
}

fn tip_line() -> impl Strategy<Value = TipLine> {
    (of(text()), of(text())).prop_map(|(phone, web)| TipLine { phone, web })
}

fn source() -> impl Strategy<Value = Source> {
    (of(text()), text(), text(), of(text()), of(text())).prop_map(
        |(programme, credit, license, link, correction)| Source {
            programme,
            credit,
            license,
            link,
            correction,
        },
    )
}

fn window() -> impl Strategy<Value = Window> {
    (instant(), instant()).prop_map(|(from, until)| Window { from, until })
}

fn life() -> impl Strategy<Value = Life> {
    let states = select(vec![State::Open, State::Frozen, State::Resolved, State::Expired, State::Void]);
    let outcomes = select(vec![Outcome::Used, Outcome::NotUsed, Outcome::CaseClosed]);
    let bands = select(vec![ShareBand::FewerThanFive, ShareBand::FiveToNine, ShareBand::TenOrMore]);
    (instant(), instant(), of(instant()), states, of(outcomes), any::<bool>(), of(bands)).prop_map(
        |(published_at, open_until, closed_at, state, outcome, outcome_overdue, shares)| Life {
            published_at,
            open_until,
            closed_at,
            state,
            outcome,
            outcome_overdue,
            shares,
        },
    )
}

fn summary() -> impl Strategy<Value = Summary> {
    (text(), any::<u32>(), agency(), text(), text(), cell(), window(), life()).prop_map(
        |(id, version, agency, title, case_number, incident, window, life)| Summary {
            id,
            version,
            agency,
            title,
            case_number: CaseNumber(case_number),
            incident_type: "Burglary".into(),
            area: Area::around(incident),
            window,
            zone: "America/Denver".into(),
            life,
        },
    )
}

fn badge() -> impl Strategy<Value = OfficerBadge> {
    (text(), text(), agency(), instant(), of(instant())).prop_map(
        |(name, title, agency, certified_at, ended_at)| OfficerBadge {
            proof: String::new(),
            name,
            title,
            agency,
            certified_at,
            ended_at,
        },
    )
}

fn author() -> impl Strategy<Value = Author> {
    prop_oneof![
        (any::<u32>(), any::<bool>())
            .prop_map(|(number, wrote_the_post)| Author::Neighbor { number, wrote_the_post }),
        badge().prop_map(|badge| Author::Officer { badge }),
    ]
}

fn comment() -> impl Strategy<Value = Comment> {
    (text(), author(), of(text()), of(reason()), any::<bool>(), instant())
        .prop_map(|(id, author, text, hidden, edited, at)| Comment { id, author, text, hidden, edited, at })
}

fn reason() -> impl Strategy<Value = Reason> {
    select(Reason::ALL.to_vec())
}

fn place() -> impl Strategy<Value = Place> {
    (cell(), any::<bool>(), of(text())).prop_map(|(cell, exact, name)| Place {
        cell: exact.then(|| cell.cell8()),
        region: cell.region(),
        name,
    })
}

fn incident() -> impl Strategy<Value = IncidentCard> {
    let times = (instant(), of(instant()), instant());
    (text(), select(Category::ALL.to_vec()), text(), place(), times, any::<u32>()).prop_map(
        |(id, category, what, place, (first_at, last_at, reported_at), moved_weeks)| IncidentCard {
            source: incident::Source { name: id.clone(), license: "CC BY 3.0".into(), link: what.clone() },
            id,
            category,
            what,
            place,
            first_at,
            last_at,
            reported_at,
            moved_weeks,
        },
    )
}

fn post_card() -> impl Strategy<Value = PostCard> {
    (
        text(),
        select(Category::ALL.to_vec()),
        of(text()),
        of(text()),
        place(),
        author(),
        of(instant()),
        instant(),
        (vec(media(), 0..3), of(reason())),
    )
        .prop_map(|(id, category, title, text, place, author, happened_at, at, (media, hidden))| {
            PostCard { id, category, title, text, hidden, place, author, happened_at, at, comments: 3, media }
        })
}

fn media() -> impl Strategy<Value = Media> {
    (text(), any::<bool>(), of(text()), of(any::<(u32, u32)>()), text()).prop_map(
        |(id, photo, small, size, alt)| Media {
            id,
            kind: if photo { MediaKind::Photo } else { MediaKind::Video },
            small,
            size,
            alt,
        },
    )
}

fn known_place() -> impl Strategy<Value = KnownPlace> {
    (text(), text(), cell()).prop_map(|(slug, name, cell)| KnownPlace { slug, name, region: cell.region() })
}

fn taken() -> impl Strategy<Value = Taken> {
    (instant(), instant(), any::<bool>()).prop_map(|(from, until, file)| Taken {
        from,
        until,
        source: if file { TimeSource::File } else { TimeSource::LastChanged },
    })
}

fn uploaded() -> impl Strategy<Value = Uploaded> {
    (text(), any::<u64>(), text()).prop_map(|(id, bytes, sha256)| Uploaded { id, bytes, sha256 })
}

fn share_event() -> impl Strategy<Value = ShareEvent> {
    let what = prop_oneof![
        Just(ShareEventKind::Delivered),
        Just(ShareEventKind::Withdrawn),
        Just(ShareEventKind::Expired),
        (text(), text()).prop_map(|(title, badge_number)| ShareEventKind::Opened { title, badge_number }),
        (text(), text(), any::<u32>()).prop_map(|(title, badge_number, file)| {
            ShareEventKind::Downloaded { title, badge_number, file }
        }),
    ];
    (instant(), what).prop_map(|(at, what)| ShareEvent { at, what })
}

fn share_state() -> impl Strategy<Value = ShareState> {
    select(vec![ShareState::Delivered, ShareState::Opened, ShareState::Withdrawn, ShareState::Expired])
}

fn inbox_share() -> impl Strategy<Value = InboxShare> {
    (text(), any::<u32>(), instant(), instant(), any::<u32>(), any::<u64>(), share_state()).prop_map(
        |(id, number, shared_at, kept_until, recordings, bytes, state)| InboxShare {
            id,
            number,
            shared_at,
            kept_until,
            recordings,
            bytes,
            state,
        },
    )
}

/// One of each, with numbers that a JavaScript number could not hold.
fn refusals() -> Vec<Refusal> {
    let (seconds, min_seconds, max_seconds) = (i64::MAX, 900, 43_200);
    vec![
        Refusal::Window { error: WindowError::EndsBeforeItBegins },
        Refusal::Window { error: WindowError::TooShort { seconds: 1, min_seconds } },
        Refusal::Window { error: WindowError::TooLong { seconds, max_seconds } },
        Refusal::Window { error: WindowError::InTheFuture { seconds } },
        Refusal::Window { error: WindowError::TooLongAgo { seconds, max_days: 45 } },
        Refusal::Area { error: AreaError::Empty },
        Refusal::Area { error: AreaError::TooMany { cells: 11, max: 10 } },
        Refusal::Area { error: AreaError::Repeated },
        Refusal::Area { error: AreaError::WithoutIncident },
        Refusal::Area { error: AreaError::TooFar { cells: 1, max_steps: 2 } },
        Refusal::Area { error: AreaError::Apart { parts: 2 } },
        Refusal::CaseNumber { error: CaseNumberError::Missing },
        Refusal::CaseNumber { error: CaseNumberError::TooLong { chars: 41, max: 40 } },
        Refusal::CaseNumber { error: CaseNumberError::OtherLetters { found: 'С' } },
        Refusal::CaseUsedUp { posts: 2, max: 2 },
        Refusal::PlaceUsedUp { posts: 4, max: 4 },
        Refusal::KindMayNotAsk { kind: AgencyKind::Constable },
        Refusal::AgencyNotActive { state: AgencyState::Suspended },
        Refusal::NoIncidentType,
        Refusal::NoLeadInvestigator,
        Refusal::Title { chars: 7, min: 8, max: 120 },
        Refusal::Text { chars: 19, min: 20, max: 2_000 },
        Refusal::NoAnonymousRoute,
        Refusal::NotDeclared,
        Refusal::ReviewUnfinished { answered: 7, of: 8 },
    ]
}

fn account_errors() -> Vec<AccountError> {
    vec![
        AccountError::NoEmail,
        AccountError::StrangeEmail,
        AccountError::NotAdult,
        AccountError::Password { error: PasswordError::TooShort { chars: 11, min: 12 } },
        AccountError::Password { error: PasswordError::TooLong { chars: 201, max: 200 } },
        AccountError::Password { error: PasswordError::Common },
        AccountError::Password { error: PasswordError::IsEmail },
        AccountError::OldPassword,
        AccountError::OtherEmail,
        AccountError::DeadLink,
    ]
}

fn share_refusals() -> Vec<ShareRefusal> {
    vec![
        ShareRefusal::OptedOut,
        ShareRefusal::NotOpen { state: State::Frozen },
        ShareRefusal::NewVersion { version: 2 },
        ShareRefusal::NoHome,
        ShareRefusal::OutsideArea,
        ShareRefusal::TooNew,
        ShareRefusal::TooManyTries { tries: 5 },
        ShareRefusal::NoRecording,
        ShareRefusal::TooManyRecordings { recordings: 11, max: 10 },
        ShareRefusal::UploadMissing,
        ShareRefusal::QuotaUsedUp { shares: 5 },
    ]
}

#[test]
fn every_error_comes_back_as_itself_and_says_something_to_a_person() -> Result<(), TestCaseError> {
    let mut errors = vec![
        ApiError::Unreadable { detail: "line 1".into() },
        ApiError::Invalid { field: "kind".into(), sentence: "Choose one.".into() },
        ApiError::SignInRequired,
        ApiError::WrongPassword,
        ApiError::WrongPasskey,
        ApiError::PasskeyRefused { reason: PasskeyError::LongName { chars: 61, max: 60 } },
        ApiError::PasskeyRefused { reason: PasskeyError::TooMany { max: 10 } },
        ApiError::PasskeyRefused { reason: PasskeyError::StrangeAnswer },
        ApiError::Forbidden,
        ApiError::CrossSite,
        ApiError::NotFound,
        ApiError::WrongMethod,
        ApiError::Refused { refusals: refusals() },
        ApiError::AccountRefused { errors: account_errors() },
        ApiError::HomeRefused { reason: HomeError::TooSoon { from: common::now() } },
        ApiError::NotYourHome { left: 4 },
        ApiError::SentBefore { id: "0f".into() },
        ApiError::TooMany { seconds: u64::MAX },
        ApiError::TooLarge { max_bytes: u64::MAX },
        ApiError::NotSealed,
        ApiError::NoSpace,
        ApiError::Busy,
        ApiError::Internal,
        ApiError::CommentRefused { reason: CommentError::Empty },
        ApiError::CommentRefused { reason: CommentError::TooLong { chars: 2_001, max: 2_000 } },
        ApiError::MediaRefused { reason: MediaError::DataTrack { track: "GoPro MET".into() } },
        ApiError::MediaRefused { reason: MediaError::TooManyDots { max: 50_000_000 } },
        ApiError::MediaRefused { reason: MediaError::NotClean },
        ApiError::PostRefused {
            errors: vec![
                PostError::Title { chars: 3, min: 4, max: 120 },
                PostError::Text { chars: 0, max: 2_000 },
                PostError::OnlyAgenciesAnnounce,
                PostError::InTheFuture,
                PostError::ByRaceAlone,
                PostError::TooManyFiles { max_photos: 5 },
                PostError::Alt { chars: 501, max: 500 },
                PostError::FileGone,
            ],
        },
    ];
    errors.extend(share_refusals().into_iter().map(ApiError::from));
    for error in &errors {
        comes_back(error)?;
        assert!(error.to_string().len() > 10, "{error:?}");
    }
    for refusal in refusals() {
        comes_back(&refusal)?;
        assert!(refusal.to_string().len() > 10, "{refusal:?}");
    }
    for outside in [
        OutsideWindow::Before { seconds: 1 },
        OutsideWindow::After { seconds: 1 },
        OutsideWindow::StartsTooEarly { seconds: 1 },
        OutsideWindow::EndsTooLate { seconds: 1 },
        OutsideWindow::Both { first: 1, last: 2 },
    ] {
        comes_back(&outside)?;
    }
    Ok(())
}

#[test]
fn an_error_of_a_newer_server_is_understood_as_such() {
    let newer = r#"{"error":"moon_phase","phase":7}"#;
    assert_eq!(serde_json::from_str::<ApiError>(newer).expect("understood"), ApiError::Unknown);
}

#[test]
fn a_cell_of_the_wrong_size_does_not_come_in() {
    let cell: Cell9 = "89268cda823ffff".parse().unwrap();
    let (post, region) = (format!("\"{}\"", cell.cell8()), format!("\"{}\"", cell.region()));
    assert!(serde_json::from_str::<Cell8>(&post).is_ok() && serde_json::from_str::<Region7>(&region).is_ok());
    for wrong in [post.as_str(), region.as_str(), "\"\"", "1", "\"39.73,-104.98\""] {
        assert!(serde_json::from_str::<Cell9>(wrong).is_err(), "{wrong}");
    }
    assert!(serde_json::from_str::<Region7>(&post).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn agencies_come_back(
        cards in vec(card(), 0..3), next in of(text()), source in of(source()), tip_line in tip_line(),
        active_since in of(instant()), words in (of(text()), of(text()), of(text())), days in of(any::<u32>()),
        requests in vec(summary(), 0..2), posts in vec(post_card(), 0..2),
    ) {
        comes_back(&AgencyList { agencies: cards.clone(), total: usize::MAX, next })?;
        if let Some(card) = cards.into_iter().next() {
            comes_back(&AgencyProfile {
                card,
                active_since,
                suspended_since: None,
                left_since: active_since,
                decided: active_since.iter().map(|at| Happened { what: Step::Left, at: *at }).collect(),
                contact: words.0,
                tip_line,
                gifts: words.1,
                retention_days: days,
                jurisdiction: words.2,
                source,
                officers_active: 3,
                posts: u32::MAX,
                posts_by_category: vec![PostsOf { category: Category::Announcement, posts: 2 }],
                latest_posts: posts.clone(),
                comments: 0,
                refused: 1,
                refusals: vec![RefusedFor { reason: Question::AreaFits, times: 1 }],
                months: neighbors_domain::figures::months(active_since.iter().flat_map(|at| {
                    [(*at, Counted::Post), (*at, Counted::Reviewed { seconds: 90 })]
                })),
                assistance_requests: requests,
            })?;
        }
    }

    #[test]
    fn the_feed_and_posts_come_back(
        place in known_place(), posts in vec(post_card(), 0..3), requests in vec(summary(), 0..2),
        thread in vec(comment(), 0..3), next in of(text()), agencies in vec(agency(), 0..2),
        incidents in vec(incident(), 0..2), counts in vec((select(Category::ALL.to_vec()), any::<u32>()), 0..3),
    ) {
        let cells = incidents.iter().filter_map(|card| card.place.cell);
        let cells = cells.map(|cell| CellActivity { cell, counts: counts.clone(), assistance_requests: 1 });
        let names = incidents.iter().filter_map(|card| Some((card.place.cell?, "Baker".to_owned()))).collect();
        comes_back(&Activity { place: "Denver".into(), cells: cells.collect(), names })?;
        for card in &posts {
            comes_back(&Post { card: card.clone(), regions: Vec::new(), read_by_agencies: agencies.clone(), thread: thread.clone() })?;
            comes_back(&JurisdictionFeed { items: vec![FeedItem::Post(card.clone())], next: Some(card.id.clone()) })?;
        }
        let posts = posts.into_iter().map(FeedItem::Post);
        let requests = requests.into_iter().map(FeedItem::AssistanceRequest);
        let items = posts.chain(requests).chain(incidents.into_iter().map(FeedItem::Incident)).collect();
        comes_back(&FeedPage { place, items, next })?;
    }

    #[test]
    fn drafts_come_back(title in text(), words in text(), at in cell(), happened_at in of(instant()), window in window()) {
        let post = post::Draft {
            category: Category::LostPet,
            title: title.clone(),
            text: words.clone(),
            cell: at.cell8(),
            happened_at,
            media: vec![Attached { id: "a".into(), alt: "A gray car".into() }],
        };
        comes_back(&post)?;
        comes_back(&comment::Draft { text: words.clone() })?;
        comes_back(&assistance_request::Draft { title, text: words, area: Area::around(at), window, ..good_draft() })?;
    }

    #[test]
    fn a_request_in_full_comes_back(
        id in text(), agency in agency(), officer in badge(), life in life(), comments in vec(comment(), 0..2),
        reviewed: bool,
    ) {
        let review = reviewed.then_some(Review { reviewer: 4, questions_answered: 8, questions: 8, second: None });
        comes_back(&AssistanceRequest {
            id,
            version: 2,
            agency,
            officer,
            draft: good_draft(),
            judged: Judged { review, ..good_judgement() },
            life,
            retention_days: 60,
            recipient: "age1".into(),
            comments,
        })?;
    }

    #[test]
    fn people_come_back(
        place in known_place(), email in text(), agency in agency(), home in of((cell(), instant())),
        opted_in_at in of(instant()), switches in any::<(bool, bool, bool)>(), demo: bool,
    ) {
        let (hide_requests, do_not_notify, opt_out) = switches;
        let resident = ResidentSelf {
            email: email.clone(),
            switches: Switches { hide_requests, do_not_notify, opt_out },
            opted_in_at,
            home: home.map(|(cell, set_at)| HomeKept { region: cell.region(), set_at, first_at: set_at }),
            recovery_at: opted_in_at,
            moderator: demo.then_some(3),
        };
        let officer = OfficerSelf { name: email.clone(), title: "Detective".into(), agency };
        for who in [Who::Visitor, Who::Resident(resident), Who::Officer(officer)] {
            comes_back(&Me { site: Site { demo, place: place.clone() }, who })?;
        }
        comes_back(&SignIn { email: email.clone(), password: email.clone(), code: Some(email) })?;
        if let Some((cell, _)) = home {
            comes_back(&ConfirmHome { cell })?;
        }
    }

    #[test]
    fn what_an_account_says_of_itself_comes_back(
        email in text(), adult: bool, at in instant(), home in cell(), switches in any::<(bool, bool)>(),
        browser in select(Browser::ALL.to_vec()), system in select(System::ALL.to_vec()),
    ) {
        let (token, password) = (LinkToken(email.clone()), Password(email.clone()));
        comes_back(&Join { email: email.clone(), adult })?;
        comes_back(&ChoosePassword { token: token.clone(), password: password.clone() })?;
        comes_back(&Recover { email: email.clone() })?;
        comes_back(&Recovering { takes_effect_at: at })?;
        comes_back(&ChangePassword { old: password.clone(), new: password.clone() })?;
        comes_back(&ChangeEmail { email: email.clone(), password: password.clone() })?;
        comes_back(&ConfirmEmail { token })?;
        comes_back(&EmailConfirmed { changed: adult })?;
        comes_back(&ChooseHome { cell: home })?;
        comes_back(&Leave { email: email.clone(), password })?;
        let signed_in =
            SignedIn { id: email.clone(), since: at, last_used: at.date_naive(), browser, system, this: adult };
        comes_back(&Export {
            exported_at: at,
            email: email.clone(),
            joined_at: at,
            switches: Switches { hide_requests: switches.0, do_not_notify: switches.1, opt_out: adult },
            opted_out_at: adult.then_some(at),
            opted_in_at: None,
            home: Some(HomeKept { region: home.region(), set_at: at, first_at: at }),
            mail: MailWishes { digest: Some(Language::Spanish) },
        passkeys: vec![Passkey {
            id: "p".into(),
            name: "My phone".into(),
            since: common::now(),
            last_used: common::now().date_naive(),
        }],
        signed_in: vec![signed_in],
            posts: vec![OwnPost {
                id: email.clone(),
                category: "pets".into(),
                title: email.clone(),
                text: email.clone(),
                cell: Some(home.cell8().to_string()),
                region: home.region().to_string(),
                happened_at: None,
                published_at: at,
                removed_at: Some(at),
                media: vec![OwnMedia {
                    file: Some(email.clone()),
                    ..OwnMedia::new(email.clone(), MediaKind::Photo, email.clone())
                }],
            }],
            not_posted: vec![OwnMedia::new(email.clone(), MediaKind::Video, String::new())],
            comments: vec![OwnComment {
                id: email.clone(),
                thread: email.clone(),
                text: email,
                at,
                removed_at: None,
            }],
            shares: Vec::new(),
            moderation: Mine::default(),
        })?;
    }

    #[test]
    fn moderation_comes_back(
        id in text(), author in author(), reason in reason(), title in of(text()), at in instant(),
        why in select(Why::ALL.to_vec()), act in select(Act::ALL.to_vec()), by: u32, on_request: bool,
    ) {
        let place = Where { item: id.clone(), kind: ItemKind::Comment, thread: id.clone(), on_request };
        let stages = [
            Stage::Appealed { reason, by, appeal: id.clone() },
            Stage::Proposed { reason, by },
            Stage::Flagged,
            Stage::Hidden { reason, by },
        ];
        let case = |stage| Case {
            place: place.clone(),
            thread_title: id.clone(),
            author: author.clone(),
            title: title.clone(),
            text: id.clone(),
            flags: vec![FlagsOf { reason, flags: by }],
            since: at,
            stage,
        };
        comes_back(&Queue { moderator: by, cases: stages.map(case).to_vec() })?;
        for decision in
            [Decision::Hide { reason }, Decision::Keep, Decision::Restore { why }, Decision::Uphold]
        {
            comes_back(&decision)?;
        }
        let entry = LogEntry {
            on: at.date_naive(),
            kind: ItemKind::Post,
            act,
            reason,
            why: on_request.then_some(why),
            moderator: by,
            second: None,
        };
        comes_back(&Log { entries: vec![entry], next: title.clone() })?;
        let states = [
            NoticeState::Hidden { appeal_until: at },
            NoticeState::Appealed,
            NoticeState::Upheld { at },
            NoticeState::Restored { why, at },
        ];
        let notice = |state| Notice {
            id: id.clone(),
            place: place.clone(),
            words: id.clone(),
            at,
            reason,
            moderator: by,
            state,
        };
        let outcomes = [
            FlagOutcome::Waiting,
            FlagOutcome::Hidden { reason },
            FlagOutcome::Kept,
            FlagOutcome::Restored,
            FlagOutcome::RemovedByAuthor,
        ];
        let flag = |outcome| MyFlag { place: place.clone(), reason, at, outcome };
        comes_back(&Mine {
            notices: states.map(notice).to_vec(),
            flags: outcomes.map(flag).to_vec(),
            paused_until: on_request.then_some(at),
        })?;
        comes_back(&Appeal { text: id.clone() })?;
        comes_back(&Flag { item: id.clone(), reason })?;
        comes_back(&comment::Mine {
            number: Some(by),
            post: on_request,
            comments: vec![comment::MyComment { id, editable_until: at }],
        })?;
    }

    #[test]
    fn shares_come_back(
        id in text(), agency in agency(), at in instant(), home in cell(), files in vec(uploaded(), 0..3),
        events in vec(share_event(), 0..4), state in share_state(), taken in taken(), bytes: u64,
    ) {
        comes_back(&ShareDraft {
            idempotency_key: id.clone(),
            version: 1,
            kept_days: 60,
            home,
            manifest: id.clone(),
            recordings: files.iter().map(|file| file.id.clone()).collect(),
        })?;
        let identity = Identity { name: id.clone(), email: id.clone(), home_address: id.clone() };
        let consent = Consent::new(Language::Spanish, &agency.name, 1, &identity, 60, "Sun, Dec 20, 2026", 1);
        comes_back(&consent)?;
        let recording = SharedRecording {
            file_name: id.clone(),
            media_type: "video/mp4".into(),
            bytes,
            sha256: "00".into(),
            taken,
        };
        comes_back(&Manifest {
            format: Manifest::FORMAT,
            assistance_request: id.clone(),
            version: 1,
            agency: agency.clone(),
            identity,
            consent_language: consent.language,
            consent_text: consent.text(),
            consent_sha256: consent.sha256(),
            consented_at: at,
            recordings: vec![recording],
        })?;
        comes_back(&Receipt {
            id: id.clone(),
            number: "NR-7QK4-88D2".into(),
            agency,
            assistance_request: id.clone(),
            title: id.clone(),
            case_number: CaseNumber(id),
            version: 1,
            shared_at: at,
            kept_until: at,
            state,
            files,
            events,
        })?;
    }

    #[test]
    fn the_portal_comes_back(
        share in inbox_share(), id in text(), window in window(), wrapped_key in of(text()), file: u32,
    ) {
        let case_number = CaseNumber(id.clone());
        comes_back(&Inbox {
            requests: vec![InboxRequest {
                id: id.clone(),
                title: id.clone(),
                case_number: case_number.clone(),
                version: 1,
                shares: vec![share.clone()],
            }],
        })?;
        comes_back(&OpenableShare {
            share,
            assistance_request: id.clone(),
            title: id.clone(),
            case_number,
            version: 1,
            window,
            zone: "America/Denver".into(),
            wrapped_key,
        })?;
        let (officer, agency) = (id.clone(), id.clone());
        comes_back(&OfficerKey { officer, agency, recipient: id.clone(), wrapped_identity: id })?;
        comes_back(&Downloaded { file })?;
    }
}
