//! `/rules` The rules with their numbers, written from the constants the server itself uses.

mod moderation;
mod queue;

use leptos::prelude::*;
use neighbors_domain::addresses::pages;
use neighbors_domain::rules::{PublicRule, of_assistance_requests};

use crate::components::Heading;
use crate::words::{self, t};

#[component]
pub fn Rules() -> impl IntoView {
    let parts = [
        ("requests", t!("Requests for assistance"), of_assistance_requests()),
        ("sharing", t!("Sharing"), sharing::rules()),
        ("posts", t!("Posts and comments"), posts::rules()),
        ("moderation", t!("Moderation"), moderation::rules()),
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
                    <Heading text=t!("The rules, with their numbers")/>
                    <p class="lead">{t!("The server refuses whatever breaks one of these. This page is written from the same numbers the server uses, so the two cannot differ.")}</p>
                    <p><a href=pages::HOW_IT_WORKS>{t!("How agencies work here: their portal, shown to everybody")}</a></p>
                    <queue::Waiting/>
                </header>
                {parts}
            </article>
            <aside class="beside__facts" aria-label=t!("On this page")>
                <nav class="panel stack stack-1" aria-label=t!("On this page")><h2 class="small">{t!("On this page")}</h2>{jumps}</nav>
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
    let number = words::say(number);
    let (large, rest) = parted(&number);
    let sentence = (!rest.is_empty()).then(|| view! { <p>{capital(rest)}"."</p> });
    view! {
        <section class="rule-card">
            <p class="rule-card__n">{large.to_owned()}</p>
            <div class="stack stack-1"><h3>{words::tr(name)}</h3>{sentence}<p class="soft">{words::tr(why)}</p></div>
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

    use crate::words::{plural, t};

    pub fn rules() -> Vec<PublicRule> {
        let rule = |name, number, why| PublicRule { name, number, why };
        vec![
            rule(
                t!("Who can share"),
                t!("your home cell").to_owned(),
                t!(
                    "Inside the area now, and when the request was published: nobody hops in. The same holds for a return from opting out."
                ),
            ),
            rule(
                t!("What can be shared"),
                t!("inside the window").to_owned(),
                t!(
                    "A recording that sticks out of the window is not shared, and is not played when it comes anyway."
                ),
            ),
            rule(
                t!("At a time"),
                plural!(MAX_RECORDINGS, "{n} recording", "{n} recordings"),
                t!("Chosen one by one or listed first; nothing else leaves the device."),
            ),
            rule(
                t!("Size"),
                t!("{n} GiB each", n = (MAX_BYTES >> 30).to_string()),
                t!("Of the plain recording."),
            ),
            rule(
                t!("Shares"),
                t!("{n} a day", n = SHARES_A_DAY.to_string()),
                t!("Of one account with one request."),
            ),
            rule(
                t!("Kept"),
                plural!(KEPT_DAYS, "{n} day", "{n} days"),
                t!(
                    "Unless the agency promises otherwise. Then the key is deleted and nothing can be opened any more."
                ),
            ),
            rule(
                t!("Longest promise"),
                plural!(MAX_KEPT_DAYS, "{n} day", "{n} days"),
                t!("No agency may promise to keep a share longer."),
            ),
            rule(
                t!("Abandoned uploads"),
                t!("{n} hours", n = ABANDONED_AFTER.num_hours().to_string()),
                t!("An upload that nobody finished is deleted, and no agency learns of it."),
            ),
            rule(
                t!("Wrong homes"),
                t!("{n} a day", n = WRONG_HOMES_A_DAY.to_string()),
                t!("So that nobody can find out by trying where an account’s home is."),
            ),
            rule(
                t!("What an agency sees"),
                t!("only shares").to_owned(),
                t!("No number of people reached, views, declines or opt-outs, for anyone at the agency."),
            ),
        ]
    }
}

mod posts {
    //! What limits posts and comments, from the constants of `domain::post` and `domain::comment`.

    use neighbors_domain::comment::COMMENTS_A_WRITER;
    use neighbors_domain::one_house::{PARTS, PARTS_WITH_STREETS};
    use neighbors_domain::post::{Draft, MEGABYTES_A_WRITER, POSTS_A_WRITER, SHOWN_TO};
    use neighbors_domain::rules::PublicRule;
    use neighbors_domain::{comment, feed};

    use crate::words::{self, t};

    pub fn rules() -> Vec<PublicRule> {
        let rule = |name, number, why| PublicRule { name, number, why };
        let titles = Draft::TITLE_CHARS;
        vec![
            rule(
                t!("Title"),
                t!(
                    "{min} to {max} characters",
                    min = titles.start().to_string(),
                    max = titles.end().to_string()
                ),
                t!("Enough to say what happened."),
            ),
            rule(
                t!("Text of a post"),
                t!("{n} characters", n = words::number(Draft::MAX_TEXT)),
                t!("The most that fits."),
            ),
            rule(
                t!("A comment"),
                t!("{n} characters", n = words::number(comment::Draft::MAX_CHARS)),
                t!("The most that fits."),
            ),
            rule(
                t!("How often"),
                t!(
                    "{posts} posts at once, then one every {minutes} minutes; {comments} comments, then one every {seconds} seconds; {megabytes} megabytes of photos and videos a day",
                    posts = POSTS_A_WRITER.at_once.to_string(),
                    minutes = (POSTS_A_WRITER.one_more_each_seconds / 60).to_string(),
                    comments = COMMENTS_A_WRITER.at_once.to_string(),
                    seconds = COMMENTS_A_WRITER.one_more_each_seconds.to_string(),
                    megabytes = words::number(MEGABYTES_A_WRITER.at_once as usize)
                ),
                t!("More than anybody types. Nobody drowns a neighborhood, and no program fills the disk."),
            ),
            rule(
                t!("Times of residents"),
                t!("{n} minutes", n = SHOWN_TO.num_minutes().to_string()),
                t!("Shown no finer: the exact minute would help to tell who wrote what."),
            ),
            rule(
                t!("Place"),
                t!("one cell").to_owned(),
                t!("About half a mile wide, chosen by the author; never an address."),
            ),
            rule(
                t!("Lonely places"),
                t!(
                    "fewer than {n} of {parts} parts",
                    n = PARTS_WITH_STREETS.to_string(),
                    parts = PARTS.to_string()
                ),
                t!(
                    "Where streets pass so little of a cell, it could point at one house: the region stands in its place."
                ),
            ),
            rule(
                t!("Names"),
                t!("a number").to_owned(),
                t!(
                    "Neighbor 1, 2, 3, counted inside one thread, so that nobody can be followed from one to another. Officers appear with name, title and agency."
                ),
            ),
            rule(t!("Announcements"), t!("agencies only").to_owned(), t!("Nobody else can sound official.")),
            rule(
                t!("A page of the feed"),
                t!("{n} entries", n = feed::PAGE.to_string()),
                t!("Newest first, and more when asked for."),
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
