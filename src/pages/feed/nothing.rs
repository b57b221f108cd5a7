//! No entries: which filters say so, and the filter that is nearest to finding some.

use leptos::prelude::*;
use neighbors_domain::addresses::pages;
use neighbors_domain::feed::{Question, Since, Within};

use super::address::Asked;
use super::filters::{kind_name, miles};
use crate::components::{Art, Blank};
use crate::words::t;

#[component]
pub fn Nothing(asked: Asked, place: String, question: Question) -> impl IntoView {
    let near = match place.is_empty() {
        true => t!("this place").to_owned(),
        false => place,
    };
    let miles = miles(question.within);
    let since = question.since.map(lately);
    let title = if question.kind.is_some() { t!("Nothing of this kind here") } else { t!("Quiet here") };
    let kind = kind_name(question.kind);
    let why = match (question.kind, since) {
        (None, None) => t!("No posts within {miles} of {place}.", miles = miles, place = near),
        (None, Some(since)) => {
            t!("No posts within {miles} of {place} {since}.", miles = miles, place = near, since = since)
        }
        (Some(_), None) => {
            t!("Nothing under “{kind}” within {miles} of {place}.", kind = kind, miles = miles, place = near)
        }
        (Some(_), Some(since)) => t!(
            "Nothing under “{kind}” within {miles} of {place} {since}.",
            kind = kind,
            miles = miles,
            place = near,
            since = since
        ),
    };
    let good =
        question.kind.is_none().then(|| [" ", t!("That is good news, or nobody has joined yet.")].concat());
    let loose = loosened(&question).map(|(words, wider)| {
        view! { <Way asked to=wider>{words}</Way> }
    });
    let all = question.kind.is_some().then(|| {
        view! { <Way asked to=Question { kind: None, ..question.clone() }>{t!("Show all kinds")}</Way> }
    });
    view! {
        <Blank art=Art::Nothing title=title.to_owned()>
            <p>{why}{good}</p>
            <div class="buttons">
                {loose}
                {all}
                <a class="button button--quiet" href=pages::AGENCIES>{t!("See the agencies")}</a>
            </div>
        </Blank>
    }
}

/// A link to another question, in the shape of a button.
#[component]
fn Way(asked: Asked, to: Question, children: Children) -> impl IntoView {
    let change = StoredValue::new(to);
    let change = move |question: &mut Question| *question = change.get_value();
    view! {
        <a class="button" href=untrack(|| asked.link(change)) on:click=move |event| asked.follow(&event, change)>{children()}</a>
    }
}

/// One step wider: longer first, since what was near stays near; then farther.
fn loosened(question: &Question) -> Option<(String, Question)> {
    let longer = match question.since {
        Some(Since::Day) => Some(Some(Since::Week)),
        Some(Since::Week) => Some(Some(Since::Month)),
        Some(Since::Month) => Some(Some(Since::Year)),
        Some(Since::Year) => Some(None),
        None => None,
    };
    if let Some(since) = longer {
        let words = since.map_or(t!("Look at any time"), |since| match since {
            Since::Day | Since::Week => t!("Look at the last 7 days"),
            Since::Month => t!("Look at the last 30 days"),
            Since::Year => t!("Look at the last 365 days"),
        });
        return Some((words.to_owned(), Question { since, ..question.clone() }));
    }
    let within = match question.within {
        Within::One => Within::Two,
        Within::Two => Within::Three,
        Within::Three => return None,
    };
    let words = t!("Look within {miles}", miles = miles(within));
    Some((words, Question { within, ..question.clone() }))
}

/// The end of a sentence.
fn lately(since: Since) -> &'static str {
    match since {
        Since::Day => t!("in the last 24 hours"),
        Since::Week => t!("in the last 7 days"),
        Since::Month => t!("in the last 30 days"),
        Since::Year => t!("in the last 365 days"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_step_is_wider_and_the_last_one_is_the_widest() {
        let mut question = Question { since: Some(Since::Day), ..Question::default() };
        let mut steps = Vec::new();
        while let Some((words, wider)) = loosened(&question) {
            steps.push(words);
            question = wider;
        }
        assert_eq!(question, Question { within: Within::Three, ..Question::default() });
        let said = [
            "Look at the last 7 days",
            "Look at the last 30 days",
            "Look at the last 365 days",
            "Look at any time",
            "Look within 3½ miles",
            "Look within 5 miles",
        ];
        assert_eq!(steps, said);
    }
}
