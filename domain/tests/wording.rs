//! What a text may not say about people, what it gives away, and above all: what is none of both.

mod common;

use common::{now, ten_thousand};
use neighbors_domain::post::{Category, Draft, PostError};
use neighbors_domain::wording::{PrivateKind, by_race_alone, private_details};
use proptest::prelude::*;
use proptest::sample::select;

use PrivateKind::{Email, HouseNumber, Phone, Plate};

#[test]
fn somebody_described_by_race_alone_is_found() {
    for (text, who) in [
        ("A Black man was on our street around nine looking at houses.", "Black man"),
        ("Two young hispanic males walking slowly down the alley", "hispanic males"),
        ("Suspicious: an African American guy standing at the corner.", "African American guy"),
        ("there is a dark-skinned woman sitting in her car", "dark-skinned woman"),
        ("MIDDLE EASTERN MAN parked on Race St", "MIDDLE EASTERN MAN"),
        ("Some Mexicans are hanging around the park again", "Mexicans"),
        ("Saw a white female driving by twice.", "white female"),
        ("Un hombre negro estaba en la esquina mirando las casas.", "hombre negro"),
        ("Dos jóvenes latinos caminando por la calle", "jóvenes latinos"),
        ("Hay una mujer de raza negra sentada en la parada", "mujer de raza negra"),
        ("un hombre de color en la calle", "hombre de color"),
        ("Un negro parado frente a la tienda.", "negro"),
        ("Gray Honda. A Black man was looking at houses. Call me at 303-555-0199.", "Black man"),
    ] {
        let found = by_race_alone(text).unwrap_or_else(|| panic!("missed: {text}")).of(text);
        assert!(found.contains(who) || who.contains(found), "{text}: {found}");
    }
}

#[test]
fn what_they_did_or_wore_is_a_description() {
    for text in [
        "A Black man smashed the window of a parked car and took a bag.",
        "White male, red hoodie and a gray backpack, around 30.",
        "Two Hispanic teens tried the handles of every car on our block.",
        "An Asian woman fell on the ice, she is hurt. Does anyone know her?",
        "An elderly Black man with a blue jacket is missing from his home.",
        "Native American girl lost near the library, please help.",
        "Un hombre negro rompió la ventana del coche y se llevó una bolsa.",
        "Un joven latino con gorra roja y mochila",
        "A black man thanked me for shoveling",
    ] {
        assert_eq!(by_race_alone(text).map(|span| span.of(text)), None, "{text}");
    }
}

#[test]
fn colors_of_things_and_animals_are_no_race() {
    for text in [
        "A white van has been parked here for a week.",
        "A black dog without a collar on 12th Avenue.",
        "Found: white female cat, very friendly.",
        "Young black male lab near the creek",
        "Brown male pit bull running loose",
        "Black ice on Pearl Street this morning. People be careful.",
        "Black Friday at the mall: people everywhere.",
        "The new Mexican restaurant on 17th is great, people love it.",
        "The Indian food truck is back.",
        "The lady at the White Rose Cafe is kind.",
        "A black man's bike is what this looks like",
        "White smoke over the rail yard, anyone else see it?",
        "My neighbor is standing at the corner of Race Street.",
        "A man in a black car was driving slowly.",
        "An eastern wind brings the smoke here, say people.",
        "Perro negro encontrado cerca del parque.",
        "Un coche blanco lleva una semana aquí; nadie lo mueve. La gente pregunta.",
        "Vi dos gatos, uno blanco y un negro.",
        "El hombre del tiempo dice que habrá hielo negro.",
        "People in Brown Park: the water is off.",
    ] {
        assert_eq!(by_race_alone(text).map(|span| span.of(text)), None, "{text}");
    }
}

#[test]
fn a_post_is_refused_wherever_in_it_the_description_stands() {
    let draft = |title: &str, text: &str| Draft {
        category: Category::SuspiciousActivity,
        title: title.into(),
        text: text.into(),
        cell: "88268cd959fffff".parse().expect("a cell"),
        happened_at: None,
        media: Vec::new(),
    };
    let refused = Err(vec![PostError::ByRaceAlone]);
    for officer in [false, true] {
        let check = |title, text| draft(title, text).check(now(), officer).map(drop);
        assert_eq!(check("Black man in the alley", "He was there at nine."), refused);
        assert_eq!(check("In the alley", "A Black man was there at nine."), refused);
        assert_eq!(check("Black man in the alley", "He broke two car windows."), Ok(()));
    }
}

fn found(text: &str) -> Vec<(PrivateKind, &str)> {
    private_details(text).iter().map(|detail| (detail.kind, detail.span.of(text))).collect()
}

#[test]
fn what_gives_somebody_away_is_pointed_out() {
    for (text, expected) in [
        (
            "Gray Honda, plate 7KX-204. Call me at 303-555-0199.",
            &[(Plate, "7KX-204"), (Phone, "303-555-0199")][..],
        ),
        ("(303) 555-0199", &[(Phone, "(303) 555-0199")]),
        ("+1 303 555 0199 or 303.555.0198", &[(Phone, "+1 303 555 0199"), (Phone, "303.555.0198")]),
        ("text 3035550199 please", &[(Phone, "3035550199")]),
        ("Llámame al +52 55 1234 5678", &[(Phone, "+52 55 1234 5678")]),
        ("my number: 555-0199", &[(Phone, "555-0199")]),
        ("write to ada.b+dog@mail.example.org.", &[(Email, "ada.b+dog@mail.example.org")]),
        ("license plate ABC 1234 on the truck", &[(Plate, "ABC 1234")]),
        ("Placa número 8XYZ123", &[(Plate, "8XYZ123")]),
        ("I live at 1437 N Pearl St, come by", &[(HouseNumber, "1437")]),
        ("The house at 920 16th Street Apt 4B", &[(HouseNumber, "920"), (HouseNumber, "Apt 4B")]),
        ("Vivo en la calle de las Flores 12", &[(HouseNumber, "12")]),
        ("Avenida Juárez No. 120", &[(HouseNumber, "120")]),
    ] {
        assert_eq!(found(text), expected, "{text}");
    }
}

#[test]
fn numbers_of_other_things_are_left_alone() {
    for text in [
        "On 2026-10-21 at 22:43 I heard three bangs.",
        "Call 911 or 311.",
        "10/21/2026, about 9:30 PM",
        "Case 26-104512, see the officer.",
        "16th Street is closed; so is 17th Avenue.",
        "The 1400 block of Pearl Street has no light.",
        "Two blocks from Pearl Street, 3 houses down.",
        "It cost $1,200,000 and 35 people came.",
        "80203-1234 is our zip code",
        "Bus 15 and US285 were late, I25 too.",
        "Between 2014-2019 this was a park.",
        "la calle 16 está cerrada a las 9",
        "An @ alone, me@home, and @handle are no addresses.",
        "The plate was too dirty to read.",
        "WE SAW 3 DOGS",
    ] {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn what_is_taken_out_leaves_no_gap() {
    for (text, rest) in [
        ("Call me at 303-555-0199.", "Call me at ."),
        ("at 1437 Pearl Street now", "at Pearl Street now"),
        ("1437 Pearl Street", "Pearl Street"),
    ] {
        assert_eq!(private_details(text)[0].span.taken_out(text), rest);
    }
}

proptest! {
    #![proptest_config(ten_thousand())]

    #[test]
    fn any_text_can_be_judged_and_spans_fit_into_it(text in any::<String>()) {
        judge(&text)?;
    }

    #[test]
    fn so_can_any_text_made_of_suspicious_pieces(
        pieces in prop::collection::vec(select(vec![
            "303", "555", "0199", "-", ".", " ", "(", ")", "+", "@", "a", "ABC", "7KX", "1437", "Pearl", "St", "calle",
            "Black", "man", "hombre", "negro", "plate", "\u{301}", "ñ", "’", "’s", "\n", "Apt", "#", "🐕", "16th",
        ]), 0..14)
    ) {
        judge(&pieces.concat())?;
    }

    #[test]
    fn a_phone_number_is_found_wherever_it_stands(
        area in 201..989_u32, middle in 200..999_u32, last in 0..9999_u32,
        form in 0..4_usize, before in "([a-z]{1,8} ){0,4}", after in "( [a-z]{1,8}){0,4}",
    ) {
        let number = match form {
            0 => format!("{area}-{middle}-{last:04}"),
            1 => format!("({area}) {middle}-{last:04}"),
            2 => format!("{area}.{middle}.{last:04}"),
            _ => format!("{area}{middle}{last:04}"),
        };
        let text = format!("{before}{number}{after}");
        prop_assert_eq!(found(&text), [(Phone, number.as_str())]);
    }

    #[test]
    fn a_deed_anywhere_makes_it_a_description(
        filler in "([a-z]{1,3} ){0,5}", deed in select(vec!["broke a window", "stole a parcel", "rompió la puerta"]),
    ) {
        let text = format!("{filler}. A Black man was here. Later they {deed}.");
        prop_assert_eq!(by_race_alone(&text), None);
    }
}

fn judge(text: &str) -> Result<(), TestCaseError> {
    if let Some(span) = by_race_alone(text) {
        prop_assert!(text.get(span.from..span.until).is_some_and(|part| !part.is_empty()));
    }
    let details = private_details(text);
    for pair in details.windows(2) {
        prop_assert!(pair[0].span.until <= pair[1].span.from);
    }
    for detail in &details {
        prop_assert!(text.get(detail.span.from..detail.span.until).is_some_and(|part| !part.is_empty()));
        prop_assert!(detail.span.taken_out(text).len() < text.len());
    }
    Ok(())
}
