//! All agencies of one answer, searched, filtered and sorted here: no call for a letter typed or a step of the slider.

use neighbors_domain::agency::{AgencyKind, AgencyState};
use neighbors_domain::agency_map::{AgencyMap, days};
use neighbors_domain::folded;
use neighbors_domain::us_states;

use super::question::{Question, Sort};
use super::table::place_of;
use crate::words;

pub struct Country {
    pub map: AgencyMap,
    /// What a search looks into, as the server's column holds it.
    sought: Vec<String>,
}

impl Country {
    pub fn new(map: AgencyMap) -> Self {
        let sought = |n: usize| {
            let letters = map.us_states[n].as_str();
            let state = us_states::name(letters).unwrap_or_default();
            folded::sought([&map.names[n], &map.cities[n], &map.counties[n], letters, state], folded)
        };
        Self { sought: (0..map.len()).map(sought).collect(), map }
    }

    pub fn kind(&self, n: usize) -> AgencyKind {
        AgencyKind::ALL.get(usize::from(self.map.kinds[n])).copied().unwrap_or(AgencyKind::Other)
    }

    pub fn state(&self, n: usize) -> AgencyState {
        AgencyState::ALL.get(usize::from(self.map.states[n])).copied().unwrap_or(AgencyState::Listed)
    }

    /// "Santa Barbara, California"
    pub fn place(&self, n: usize) -> String {
        place_of(&self.map.cities[n], &self.map.counties[n], &self.map.us_states[n])
    }

    /// "Aug 27, 2019"
    pub fn since(&self, n: usize) -> String {
        self.map.since(n).map(words::known).unwrap_or_default()
    }

    /// Those that fit on whatever day, as the server would answer for the same words.
    pub fn fitting(&self, question: &Question) -> Vec<usize> {
        let typed = folded(&question.typed);
        let words: Vec<String> = folded::words(&typed).map(|word| [" ", word].concat()).collect();
        let is = |asked: &str, key: &str| asked.is_empty() || asked == key;
        let fits = |n: &usize| {
            is(&question.us_state, &self.map.us_states[*n])
                && is(&question.kind, self.kind(*n).key())
                && is(&question.status, self.state(*n).key())
                && words.iter().all(|word| self.sought[*n].contains(word.as_str()))
        };
        (0..self.map.len()).filter(fits).collect()
    }

    /// Of these, whoever had joined on the day.
    pub fn joined(&self, fitting: &[usize], until: Option<chrono::NaiveDate>) -> Vec<usize> {
        let until = until.map_or(i32::MAX, days);
        fitting.iter().copied().filter(|n| self.map.since[*n] <= until).collect()
    }

    /// Their days of joining, oldest first.
    pub fn days(&self, fitting: &[usize]) -> Vec<i32> {
        let mut days: Vec<i32> = fitting.iter().map(|n| self.map.since[*n]).collect();
        days.sort_unstable();
        days
    }

    pub fn sorted(&self, mut shown: Vec<usize>, sort: Sort) -> Vec<usize> {
        // As the server sorts them: without case and punctuation.
        let name = |n: &usize| (self.sought[*n].as_str(), self.map.slugs[*n].as_str());
        let state = |n: &usize| us_states::name(&self.map.us_states[*n]).unwrap_or_default();
        shown.sort_unstable_by(|a, b| {
            let first = match sort {
                Sort::Newest => self.map.since[*b].cmp(&self.map.since[*a]),
                Sort::Name => std::cmp::Ordering::Equal,
                Sort::State => state(a).cmp(state(b)),
            };
            first.then_with(|| name(a).cmp(&name(b)))
        });
        shown
    }
}

/// The browser takes letters and their marks apart; most names are plain and need none of it.
fn folded(text: &str) -> String {
    let plain = if text.is_ascii() || cfg!(not(target_arch = "wasm32")) {
        text.to_owned()
    } else {
        js_sys::JsString::from(text).normalize("NFKD").into()
    };
    folded::fold(plain.chars().flat_map(char::to_lowercase).filter(|c| !is_mark(*c)))
}

/// The blocks of combining marks that NFKD leaves behind a letter of Europe.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}')
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// Three agencies: a police department of 2019, a sheriff of 2018, one of this server.
    pub fn three() -> Country {
        let text = |text: [&str; 3]| text.map(str::to_owned).to_vec();
        Country::new(AgencyMap {
            slugs: text(["b-ca", "a-ca", "c-co"]),
            names: text(["St. John’s Police", "Amador Sheriff’s Office", "Cedar Flats Police"]),
            cities: text(["Santa Barbara", "", "Cedar Flats"]),
            counties: text(["", "Amador County", ""]),
            us_states: text(["CA", "CA", "CO"]),
            kinds: vec![0, 1, 0],
            states: vec![0, 0, 1],
            demo: vec![0, 0, 1],
            since: vec![18_135, 17_700, 20_000],
            by_month: vec![0; 3],
            places: vec![344_000, -1_197_000, neighbors_domain::agency_map::NOWHERE, 0, 397_000, -1_050_000],
            county_fips: vec![0, 6_005, 0],
        })
    }

    fn asked(typed: &str, us_state: &str, kind: &str, status: &str) -> Question {
        let [typed, us_state, kind, status] = [typed, us_state, kind, status].map(str::to_owned);
        Question { typed, us_state, kind, status, ..Question::default() }
    }

    #[test]
    fn words_are_found_by_their_beginning_without_case_and_punctuation() {
        let country = three();
        let found = |typed| country.fitting(&asked(typed, "", "", ""));
        assert_eq!(found("st johns"), [0]);
        assert_eq!(found("SHERIFFS calif"), [1]);
        assert_eq!(found("co"), [1, 2], "a county and a state");
        assert_eq!(found("arbara"), Vec::<usize>::new());
        assert_eq!(found("  "), [0, 1, 2]);
    }

    #[test]
    fn filters_narrow_and_a_day_leaves_out_whoever_joined_later() {
        let country = three();
        assert_eq!(country.fitting(&asked("", "CA", "", "")), [0, 1]);
        assert_eq!(country.fitting(&asked("", "", "police", "active")), [2]);
        let day = chrono::NaiveDate::from_ymd_opt(2019, 8, 27);
        assert_eq!(country.joined(&[0, 1, 2], day), [0, 1]);
        assert_eq!(country.joined(&[0, 1, 2], day.and_then(|day| day.pred_opt())), [1]);
        assert_eq!(country.joined(&[0, 1, 2], None), [0, 1, 2]);
        assert_eq!(country.days(&[0, 1, 2]), [17_700, 18_135, 20_000]);
    }

    #[test]
    fn the_list_has_three_orders() {
        let country = three();
        assert_eq!(country.sorted(vec![0, 1, 2], Sort::Newest), [2, 0, 1]);
        assert_eq!(country.sorted(vec![0, 1, 2], Sort::Name), [1, 2, 0]);
        assert_eq!(country.sorted(vec![2, 0, 1], Sort::State), [1, 0, 2]);
    }
}
