//! `/rules` The rules with their numbers, written from the constants the server itself uses.

use leptos::prelude::*;
use neighbors_domain::rules::{PublicRule, of_assistance_requests};

use crate::components::Heading;

#[component]
pub fn Rules() -> impl IntoView {
    let parts = [
        ("requests", "Requests for assistance", of_assistance_requests()),
        ("sharing", "Sharing", sharing::rules()),
        ("posts", "Posts and comments", posts::rules()),
    ];
    let jumps = parts
        .iter()
        .map(|(id, name, _)| view! { <a class="jump" href=["#", id].concat()>{*name}</a> })
        .collect_view();
    let parts = parts.into_iter().map(|(id, name, rules)| view! { <Part id name rules/> }).collect_view();
    view! {
        <main class="page beside beside--rules" id="main" tabindex="-1">
            <article class="stack stack-7">
                <header class="stack stack-2">
                    <Heading text="The rules, with their numbers"/>
                    <p class="lead">"The server refuses whatever breaks one of these. This page is written from the same numbers the server uses, so the two cannot differ."</p>
                </header>
                {parts}
            </article>
            <aside class="beside__facts" aria-label="On this page">
                <nav class="panel stack stack-1" aria-label="On this page"><h2 class="small">"On this page"</h2>{jumps}</nav>
            </aside>
        </main>
    }
}

#[component]
fn Part(id: &'static str, name: &'static str, rules: Vec<PublicRule>) -> impl IntoView {
    let cards = rules.into_iter().map(|rule| view! { <Card rule/> }).collect_view();
    view! {
        <section class="stack stack-3" aria-labelledby=id>
            <h2 id=id>{name}</h2>
            <div class="card rule-cards">{cards}</div>
        </section>
    }
}

/// A number stands large beside its rule; what is longer than a number belongs to the sentence.
#[component]
fn Card(rule: PublicRule) -> impl IntoView {
    let PublicRule { name, number, why } = rule;
    let (large, rest) = parted(&number);
    let sentence = (!rest.is_empty()).then(|| view! { <p>{capital(rest)}"."</p> });
    view! {
        <section class="rule-card">
            <p class="rule-card__n">{large.to_owned()}</p>
            <div class="stack stack-1"><h3>{name}</h3>{sentence}<p class="soft">{why}</p></div>
        </section>
    }
}

/// What stands large, and what is said after the name of the rule.
fn parted(number: &str) -> (&str, &str) {
    const LARGE: usize = 36;
    let counts = |text: &str| text.len() <= LARGE && text.contains(|c: char| c.is_ascii_digit());
    match number.split_once(", ") {
        _ if number.len() <= LARGE => (number, ""),
        Some((first, rest)) if counts(first) => (first, rest),
        _ => ("", number),
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

mod sharing {
    //! What limits a share, from the constants of `domain::share`.

    use neighbors_domain::account::WRONG_HOMES_A_DAY;
    use neighbors_domain::rules::PublicRule;
    use neighbors_domain::share::{
        ABANDONED_AFTER, KEPT_DAYS, MAX_BYTES, MAX_KEPT_DAYS, MAX_RECORDINGS, SHARES_A_DAY,
    };

    pub fn rules() -> Vec<PublicRule> {
        let rule = |name, number, why| PublicRule { name, number, why };
        vec![
            rule(
                "Who can share",
                "your home cell".to_owned(),
                "Inside the area now, and when the request was published: nobody hops in. The same holds for a return from opting out.",
            ),
            rule(
                "What can be shared",
                "inside the window".to_owned(),
                "A recording that sticks out of the window is not shared, and is not played when it comes anyway.",
            ),
            rule(
                "At a time",
                format!("{MAX_RECORDINGS} recordings"),
                "Chosen one by one or listed first; nothing else leaves the device.",
            ),
            rule("Size", format!("{} GiB each", MAX_BYTES >> 30), "Of the plain recording."),
            rule("Shares", format!("{SHARES_A_DAY} a day"), "Of one account with one request."),
            rule(
                "Kept",
                format!("{KEPT_DAYS} days"),
                "Unless the agency promises otherwise. Then the key is deleted and nothing can be opened any more.",
            ),
            rule(
                "Longest promise",
                format!("{MAX_KEPT_DAYS} days"),
                "No agency may promise to keep a share longer.",
            ),
            rule(
                "Abandoned uploads",
                format!("{} hours", ABANDONED_AFTER.num_hours()),
                "An upload that nobody finished is deleted, and no agency learns of it.",
            ),
            rule(
                "Wrong homes",
                format!("{WRONG_HOMES_A_DAY} a day"),
                "So that nobody can find out by trying where an account’s home is.",
            ),
            rule(
                "What an agency sees",
                "only shares".to_owned(),
                "No number of people reached, views, declines or opt-outs, for anyone at the agency.",
            ),
        ]
    }
}

mod posts {
    //! What limits posts and comments, from the constants of `domain::post` and `domain::comment`.

    use neighbors_domain::post::{Draft, SHOWN_TO};
    use neighbors_domain::rules::PublicRule;
    use neighbors_domain::{comment, feed};

    use crate::words;

    pub fn rules() -> Vec<PublicRule> {
        let rule = |name, number, why| PublicRule { name, number, why };
        let titles = Draft::TITLE_CHARS;
        vec![
            rule(
                "Title",
                format!("{} to {} characters", titles.start(), titles.end()),
                "Enough to say what happened.",
            ),
            rule(
                "Text of a post",
                format!("{} characters", words::number(Draft::MAX_TEXT)),
                "The most that fits.",
            ),
            rule(
                "A comment",
                format!("{} characters", words::number(comment::Draft::MAX_CHARS)),
                "The most that fits.",
            ),
            rule(
                "Times of residents",
                format!("{} minutes", SHOWN_TO.num_minutes()),
                "Shown no finer: the exact minute would help to tell who wrote what.",
            ),
            rule(
                "Place",
                "one cell".to_owned(),
                "About half a mile wide, chosen by the author; never an address.",
            ),
            rule(
                "Names",
                "a number".to_owned(),
                "Neighbor 1, 2, 3, counted inside one thread, so that nobody can be followed from one to another. Officers appear with name, title and agency.",
            ),
            rule("Announcements", "agencies only".to_owned(), "Nobody else can sound official."),
            rule(
                "A page of the feed",
                format!("{} entries", feed::PAGE),
                "Newest first, and more when asked for.",
            ),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_says_its_whole_limit_once() {
        for PublicRule { number, .. } in of_assistance_requests() {
            let (large, rest) = parted(&number);
            let joined =
                [large, rest].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
            assert_eq!(joined, number);
        }
        assert_eq!(parted("police, sheriff, fire, emergency management, local government").0, "");
    }
}
