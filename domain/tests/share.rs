//! Who may share, what fits a window, what the consent says.

mod common;

use chrono::{DateTime, TimeDelta, Utc};
use common::{cell, now, ten_thousand};
use neighbors_domain::area::Area;
use neighbors_domain::assistance_request::State;
use neighbors_domain::consent::{Consent, Field, Identity};
use neighbors_domain::language::Language;
use neighbors_domain::recording::{OutsideWindow, Taken, TimeSource};
use neighbors_domain::share::{ShareRefusal, Standing, may_share};
use neighbors_domain::window::Window;
use proptest::prelude::*;
use proptest::sample::select;

/// Around the moment of publication, which is [`now`]; often exactly then.
fn around_publication() -> impl Strategy<Value = DateTime<Utc>> {
    prop_oneof![Just(0), -2..=2_i64, -100_000..100_000_i64]
        .prop_map(|seconds| now() + TimeDelta::seconds(seconds))
}

fn standing() -> impl Strategy<Value = Standing> {
    let maybe = || prop::option::weighted(0.8, around_publication());
    (prop::bool::weighted(0.2), maybe(), maybe()).prop_map(|(opted_out, opted_in_at, home_set_at)| Standing {
        opted_out,
        opted_in_at,
        home_set_at,
    })
}

const STATES: [State; 5] = [State::Open, State::Frozen, State::Resolved, State::Expired, State::Void];

proptest! {
    #![proptest_config(ten_thousand())]

    #[test]
    fn only_who_lived_inside_before_it_was_published_may_share(
        standing in standing(), state in select(STATES.to_vec()), incident in cell(),
        home in 0..12_usize, knows_home in prop::bool::weighted(0.9),
    ) {
        let area = Area::around(incident);
        let near = incident.disk(2);
        let home = knows_home.then(|| near[home]);
        let before = |at: DateTime<Utc>| at.timestamp() < now().timestamp();
        let may = !standing.opted_out
            && state == State::Open
            && standing.home_set_at.is_some_and(before)
            && standing.opted_in_at.is_none_or(before)
            && home.is_some_and(|home| incident.steps_to(home, 1).is_some());
        let answer = may_share(standing, home, &area, state, now());
        prop_assert_eq!(answer.is_ok(), may, "{:?} {:?} {:?}", answer, standing, state);
        // Who opted out is told nothing about the request, not even whether they live inside.
        if standing.opted_out {
            prop_assert_eq!(answer, Err(ShareRefusal::OptedOut));
        }
    }

    #[test]
    fn a_recording_fits_when_no_second_of_it_lies_outside(
        starts in -400..400_i64, lasts in 0..400_i64, window_lasts in 1..300_i64,
    ) {
        let at = |second: i64| now() + TimeDelta::seconds(second);
        let window = Window { from: at(0), until: at(window_lasts) };
        let taken = Taken { from: at(starts), until: at(starts + lasts), source: TimeSource::File };
        let instants = starts..=starts + lasts;
        let outside = instants.clone().filter(|second| !(0..=window_lasts).contains(second)).count() as i64;
        let all = lasts + 1;
        match taken.fits(window) {
            Ok(()) => prop_assert_eq!(outside, 0),
            Err(OutsideWindow::Before { seconds }) => {
                prop_assert_eq!(outside, all);
                prop_assert_eq!(seconds, -(starts + lasts));
            }
            Err(OutsideWindow::After { seconds }) => {
                prop_assert_eq!(outside, all);
                prop_assert_eq!(seconds, starts - window_lasts);
            }
            Err(OutsideWindow::StartsTooEarly { seconds }) => {
                prop_assert!(starts < 0 && outside < all);
                prop_assert_eq!(seconds, outside);
            }
            Err(OutsideWindow::EndsTooLate { seconds }) => {
                prop_assert!(starts >= 0 && outside < all);
                prop_assert_eq!(seconds, outside);
            }
            Err(OutsideWindow::Both { first, last }) => {
                prop_assert_eq!(first + last, outside);
                prop_assert_eq!(first, -starts);
            }
        }
    }

    #[test]
    fn the_consent_holds_every_value_and_changes_with_each_of_them(
        name in "\\PC{1,40}", email in "\\PC{1,40}", home_address in "\\PC{1,40}", agency in "\\PC{1,40}",
        recordings in 1..=10_usize, days in 1..=180_u32, version in 1..50_u32,
    ) {
        let identity = Identity { name: name.clone(), email: email.clone(), home_address: home_address.clone() };
        let until = "Sun, Dec 20, 2026";
        let consent = Consent::new(Language::English, &agency, recordings, &identity, days, until, version);
        let word = if recordings == 1 { "1 recording,".to_owned() } else { format!("{recordings} recordings,") };
        for value in [&name, &email, &home_address, &agency, &word] {
            prop_assert!(consent.disclosed.contains(value.as_str()), "{} lacks {}", consent.disclosed, value);
        }
        let text = consent.text();
        for said in [
            &*format!("{days} days, until {until}"), &*format!("version {version} "), "Withdraw at any time.",
            "A copy already downloaded cannot be called back.", "court order", "tip line",
            "Nobody who holds this server’s disks can.",
        ] {
            prop_assert!(text.contains(said), "{} lacks {}", text, said);
        }
        let other = |identity: &Identity, version| Consent::new(Language::English, &agency, recordings, identity, days, until, version);
        let moved = Identity { home_address: format!("{home_address}x"), ..identity.clone() };
        prop_assert_ne!(other(&moved, version).sha256(), consent.sha256());
        prop_assert_ne!(other(&identity, version + 1).sha256(), consent.sha256());
        prop_assert_eq!(other(&identity, version).sha256(), consent.sha256());
    }

    #[test]
    fn the_spanish_consent_is_as_long_holds_the_same_values_and_is_sealed_as_itself(
        name in "\\PC{1,40}", email in "\\PC{1,40}", home_address in "\\PC{1,40}", agency in "\\PC{1,40}",
        recordings in 1..=10_usize, days in 1..=180_u32, version in 1..50_u32,
    ) {
        let identity = Identity { name: name.clone(), email: email.clone(), home_address: home_address.clone() };
        let until = "dom, 20 dic 2026";
        let of = |language| Consent::new(language, &agency, recordings, &identity, days, until, version);
        let (english, spanish) = (of(Language::English), of(Language::Spanish));
        prop_assert_eq!(spanish.terms.len(), english.terms.len());
        let these = if recordings == 1 { "esta 1 grabación,".to_owned() } else { format!("estas {recordings} grabaciones,") };
        for value in [&name, &email, &home_address, &agency, &these] {
            prop_assert!(spanish.disclosed.contains(value.as_str()), "{} lacks {}", spanish.disclosed, value);
        }
        let text = spanish.text();
        for said in [
            &*format!("{days} días, hasta el {until}"), &*format!("la versión {version} "), "Puede retirarlo en cualquier momento.",
            "Una copia ya descargada no puede recuperarse.", "orden judicial", "línea de avisos",
            "Nadie que tenga los discos de este servidor puede.",
        ] {
            prop_assert!(text.contains(said), "{} lacks {}", text, said);
        }
        prop_assert_ne!(spanish.sha256(), english.sha256());
    }

    #[test]
    fn an_identity_is_good_when_every_field_has_something_an_agency_can_use(
        name in "\\PC{0,3}| {0,3}", user in "[a-z ]{0,3}", host in "[a-z. ]{0,5}", home in "\\PC{0,3}",
    ) {
        let identity = Identity { name: name.clone(), email: format!("{user}@{host}"), home_address: home.clone() };
        let fields: Vec<Field> = identity.check().err().unwrap_or_default().iter().map(|error| error.field()).collect();
        prop_assert_eq!(fields.contains(&Field::Name), name.trim().is_empty());
        prop_assert_eq!(fields.contains(&Field::HomeAddress), home.trim().is_empty());
        let host = host.trim_end();
        let email = !user.trim_start().is_empty() && host.contains('.') && !host.contains(' ');
        prop_assert_eq!(!fields.contains(&Field::Email), email, "{}", identity.email);
    }
}
