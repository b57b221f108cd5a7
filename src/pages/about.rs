//! `/about` Where the idea comes from, what was criticised about it, and what is done about each here. Every date has a source.

use leptos::prelude::*;
use neighbors_domain::addresses::pages;
use neighbors_domain::agency::KnownDate;

use crate::components::Heading;
use crate::words::{self, t};

#[component]
pub fn About() -> impl IntoView {
    view! {
        <main class="page page--narrow stack stack-7" id="main" tabindex="-1">
            <header class="stack stack-2">
                <Heading text=t!("About")/>
                <p class="lead">{t!("Neighbors is an open community-safety network that anyone can host. Residents read and write under a pseudonym; public-safety agencies take part in the open; who shares a recording decides it freely, and sees first what will be disclosed.")}</p>
                <p class="small quiet">{t!("Neighbors is not connected with Ring or Amazon. Their names stand here only to say what public sources say.")}</p>
            </header>
            <History/>
            <Criticism/>
            <section class="stack stack-3" aria-labelledby="open">
                <h2 id="open">{t!("Look for yourself")}</h2>
                <ul class="stack stack-2">
                    <li><a href=pages::AGENCIES>{t!("The agencies on a map, since when each took part")}</a></li>
                    <li><a href=pages::HOW_IT_WORKS>{t!("How agencies work here: their portal, shown to everybody")}</a></li>
                    <li><a href=pages::RULES>{t!("The rules, with their numbers")}</a></li>
                    <li><a href=pages::PRIVACY>{t!("What the server knows, and what it cannot know")}</a></li>
                    <li><a href=pages::CREDITS>{t!("Whose data and work this stands on")}</a></li>
                </ul>
            </section>
        </main>
    }
}

struct Event {
    /// As exactly as the source knows it; empty for today.
    when: &'static str,
    what: &'static str,
    /// Who says so, and where; none where our own data shows it.
    source: Option<(&'static str, &'static str)>,
}

#[component]
fn History() -> impl IntoView {
    let events = [
        Event {
            when: "2018-03",
            what: t!("The first agency known by name joins: the Greenfield police in Wisconsin."),
            source: Some(("Atlas of Surveillance, EFF", "https://atlasofsurveillance.org/")),
        },
        Event {
            when: "2018-05",
            what: t!(
                "Ring launches Neighbors, an app in which residents tell each other what happens nearby. It needs no camera."
            ),
            source: Some((
                "Android Police",
                "https://www.androidpolice.com/2019/12/10/ring-camera-neighbors-location/",
            )),
        },
        Event {
            when: "2019-08-28",
            what: t!(
                "Ring publishes a map of its partners: 405 agencies. Our own list counts the same 405 on the day before."
            ),
            source: Some((
                "WXYZ Detroit",
                "https://www.fox47news.com/news/several-communities-in-southeast-michigan-partnering-with-ring-surveillance",
            )),
        },
        Event {
            when: "2019-12",
            what: t!(
                "Reporters find hidden coordinates in 65,800 posts, precise to six decimals. Posts had promised a rough place."
            ),
            source: Some((
                "Android Police",
                "https://www.androidpolice.com/2019/12/10/ring-camera-neighbors-location/",
            )),
        },
        Event {
            when: "2021-02",
            what: t!("Emails show that the police of Los Angeles asked for footage of protests."),
            source: Some((
                "EFF",
                "https://www.eff.org/press/releases/new-eff-report-shows-cops-used-ring-cameras-monitor-black-lives-matter-protests",
            )),
        },
        Event {
            when: "2021-06",
            what: t!(
                "Requests, until then private emails, become public posts: Requests for Assistance. 1,771 agencies take part; the names of those that joined after September 2020 are not known to us."
            ),
            source: Some(("Digital Trends", "https://digitaltrends.com/?p=2709189")),
        },
        Event {
            when: "2022-07",
            what: t!(
                "Amazon tells a senator that footage was given to the police without the owner’s permission or a warrant."
            ),
            source: Some((
                "Politico",
                "https://www.politico.com/news/2022/07/13/amazon-gave-ring-videos-to-police-without-owners-permission-00045513",
            )),
        },
        Event {
            when: "2023-05",
            what: t!(
                "The Federal Trade Commission says that staff could open the videos of customers, and that strangers did too."
            ),
            source: Some((
                "Federal Trade Commission",
                "https://www.ftc.gov/news-events/news/press-releases/2024/04/ftc-sends-refunds-ring-customers-stemming-2023-settlement-over-charges-company-failed-block",
            )),
        },
        Event {
            when: "2024-01-24",
            what: t!("Ring ends Requests for Assistance. Their public history ends with them."),
            source: Some((
                "NBC Connecticut",
                "https://nbcconnecticut.com/news/local/ring-to-stop-allowing-police-fire-departments-to-use-app-to-request-videos/3202570",
            )),
        },
        Event {
            when: "",
            what: t!("This project keeps what was good about the idea, and builds in what was missing."),
            source: None,
        },
    ];
    view! {
        <section class="stack stack-3" aria-labelledby="history">
            <h2 id="history">{t!("The idea, from 2018 to today")}</h2>
            <ol class="timeline" role="list">
                {events.map(|event| view! { <Entry event/> }).into_iter().collect_view()}
            </ol>
        </section>
    }
}

#[component]
fn Entry(event: Event) -> impl IntoView {
    let Event { when, what, source } = event;
    let when = KnownDate::from_iso(when).map_or_else(|| t!("Today").to_owned(), words::known);
    let source = source.map(|source| view! { <SourceLine source/> });
    view! { <li><div><b>{when}</b><p>{what}</p>{source}</div></li> }
}

#[component]
fn SourceLine(source: (&'static str, &'static str)) -> impl IntoView {
    let (name, address) = source;
    view! { <small>{t!("Source: ")}<a href=address rel="external noreferrer">{name}</a></small> }
}

#[component]
fn Criticism() -> impl IntoView {
    let rows = [
        (
            t!("Posts carried hidden coordinates, and whole cities could be mapped from them."),
            t!(
                "There are none to leak: a place is a cell of a fixed grid, half a mile wide for posts. Of a home only its region and a keyed hash of its cell are kept."
            ),
            ("Android Police", "https://www.androidpolice.com/2019/12/10/ring-camera-neighbors-location/"),
        ),
        (
            t!("Staff could open customers’ videos."),
            t!(
                "What is shared is sealed in the browser to a key of the agency’s officers. Who holds the server’s disks holds noise."
            ),
            (
                "Federal Trade Commission",
                "https://www.ftc.gov/news-events/news/press-releases/2024/04/ftc-sends-refunds-ring-customers-stemming-2023-settlement-over-charges-company-failed-block",
            ),
        ),
        (
            t!("Requests went out by private email, and their history vanished."),
            t!(
                "Every request is public, with its case number, its area and its officer, and stays so after it has closed. No page lets anybody edit or delete it."
            ),
            ("Digital Trends", "https://digitaltrends.com/?p=2709189"),
        ),
        (
            t!("Footage of protests was asked for."),
            t!(
                "A request is about one crime or emergency, never about lawful activity such as a protest. Each reader’s browser works the rules out again."
            ),
            (
                "EFF",
                "https://www.eff.org/press/releases/new-eff-report-shows-cops-used-ring-cameras-monitor-black-lives-matter-protests",
            ),
        ),
        (
            t!("Half a mile and twelve hours could cover a whole quarter."),
            t!(
                "The limits are counted in cells and minutes, at most ten connected cells around the incident, and stand with their numbers on the page of rules."
            ),
            (
                "CNET",
                "https://www.cnet.com/home/security/rings-police-problem-didnt-go-away-it-just-got-more-transparent/",
            ),
        ),
        (
            t!("Agencies could see on a map where cameras were."),
            t!(
                "There is no such map and no list of devices. No agency learns how many people saw a request, or who said no."
            ),
            (
                "Motherboard",
                "https://www.vice.com/en/article/bjwmem/ring-has-given-active-camera-maps-of-its-customers-to-police",
            ),
        ),
        (
            t!("Agencies promoted products and received free ones."),
            t!(
                "The profile of each agency states what it received from vendors; “none” has to be stated too."
            ),
            (
                "Motherboard",
                "https://www.vice.com/en/article/mb88za/amazon-requires-police-to-shill-surveillance-cameras-in-secret-agreement",
            ),
        ),
        (
            t!("Neighbors reported people for how they looked."),
            t!(
                "A post that describes anybody by race alone is refused, with the reason; of a request its reviewer makes sure."
            ),
            (
                "CBS News",
                "https://www.cbsnews.com/news/neighborhood-watch-apps-ring-doorbells-racial-profiling-2-0-cbsn-originals-documentary/",
            ),
        ),
        (
            t!("Requests were switched on for everybody; the switch that refuses all of them came in 2020."),
            t!(
                "Four choices of the same size. “Not now” sends nothing at all; opting out of all requests takes one step and is never reported."
            ),
            (
                "CNBC",
                "https://www.cnbc.com/2020/02/03/how-to-stop-police-from-asking-for-videos-from-ring-doorbells.html",
            ),
        ),
    ];
    let rows = rows.map(|(what, answer, source)| {
        view! { <div class="card stack stack-2"><h3>{what}</h3><p>{answer}</p><SourceLine source/></div> }
    });
    view! {
        <section class="stack stack-4" aria-labelledby="criticised">
            <h2 id="criticised">{t!("What was criticised, and what is done about it here")}</h2>
            {rows.into_iter().collect_view()}
        </section>
    }
}
