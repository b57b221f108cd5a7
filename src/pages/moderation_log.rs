//! `/moderation-log` Every decision of a moderator, for everybody: number, rule and day, never the words.

use leptos::prelude::*;
use neighbors_domain::addresses::{data, pages};
use neighbors_domain::moderation::{ItemKind, Log, LogEntry};

use crate::api;
use crate::components::{Heading, Icon, Loaded, MoreButton, Shape};
use crate::words::{self, t, view_of};

#[component]
pub fn ModerationLog() -> impl IntoView {
    let log = LocalResource::new(|| api::moderation_log(""));
    let rules =
        view! { <a href=[pages::RULES, "#moderation"].concat()>{t!("The rules, with their numbers")}</a> };
    view! {
        <main class="page stack stack-6" id="main" tabindex="-1">
            <header class="stack stack-2">
                <Heading text=t!("Moderation log")/>
                <p class="lead">{t!("What moderators decided, by the number of the moderator. The words, their author and who flagged them stand nowhere in it.")}</p>
                <p class="small soft">{view_of!("How it works: {rules}.", rules = rules)}</p>
            </header>
            <Loaded resource=log what=t!("the log") shape=Shape::Items view=|log| view! { <Entries log/> }/>
            <p class="row small">
                <a class="button" href=data::MODERATION_LOG_CSV rel="external" download=""><Icon name="download"/>"CSV"</a>
                <a class="button" href=data::MODERATION_LOG_JSON rel="external" download=""><Icon name="download"/>"JSON"</a>
            </p>
        </main>
    }
}

#[component]
fn Entries(log: Log) -> impl IntoView {
    if log.entries.is_empty() {
        return view! { <p class="panel">{t!("No moderator has decided anything yet.")}</p> }.into_any();
    }
    let entries = RwSignal::new(log.entries);
    let next = RwSignal::new(log.next);
    let more = move |after: String| async move {
        let page = api::moderation_log(&after).await?;
        entries.update(|entries| entries.extend(page.entries));
        next.set(page.next);
        Ok(())
    };
    let rows = move || entries.get().into_iter().map(|entry| view! { <Row entry/> }).collect_view();
    view! {
        <div class="card">
            <table class="table table--stack">
                <thead>
                    <tr>
                        <th scope="col">{t!("Day")}</th>
                        <th scope="col">{t!("Decision")}</th>
                        <th scope="col">{t!("What")}</th>
                        <th scope="col">{t!("Rule")}</th>
                        <th scope="col">{t!("By")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <MoreButton next what=t!("the log") more/>
    }
    .into_any()
}

#[component]
fn Row(entry: LogEntry) -> impl IntoView {
    let what = match entry.kind {
        ItemKind::Post => t!("A post"),
        ItemKind::Comment => t!("Comment"),
    };
    let by = match entry.second {
        None => t!("moderator {n}", n = entry.moderator.to_string()),
        Some(second) => {
            t!("moderators {n} and {m}", n = entry.moderator.to_string(), m = second.to_string())
        }
    };
    let why = entry.why.map(|why| view! { <small>{words::tr(why.name())}</small> });
    view! {
        <tr>
            <td>{words::calendar_day(entry.on)}</td>
            <td class="wide"><b>{words::tr(entry.act.name())}</b></td>
            <td>{what}</td>
            <td>{words::tr(entry.reason.name())}{why}</td>
            <td>{by}</td>
        </tr>
    }
}
