//! The links of a badge's chain, each with what was found.

use leptos::prelude::*;
use neighbors_domain::record::{Fault, Link, ProofError, Shown, Tie, judge};

use crate::components::Icon;
use crate::words::{self, t};
use crate::{api, record_seen};

/// What was found, or why nothing was.
#[derive(Clone)]
enum Found {
    Ties(Vec<Tie>),
    /// The record is another than this browser saw before.
    Rewritten(ProofError),
    Failed(String),
}

#[component]
pub fn Checked(proof: String, shown: Shown) -> impl IntoView {
    let found = LocalResource::new(move || look(proof.clone(), shown.clone()));
    let body = move || match found.get() {
        None => view! { <p class="small quiet">{t!("Checking in this browser")}</p> }.into_any(),
        Some(Found::Ties(ties)) => view! { <Ties ties/> }.into_any(),
        Some(Found::Rewritten(why)) => view! {
            <p class="tag tag--danger tag--wrap"><Icon name="cross"/>{t!("Does not hold")}</p>
            <p class="small">{words::say(why)}</p>
        }
        .into_any(),
        Some(Found::Failed(why)) => view! {
            <p class="small">{why}</p>
            <button class="button" type="button" on:click=move |_| found.refetch()>{t!("Try again")}</button>
        }
        .into_any(),
    };
    view! { {body} }
}

async fn look(proof: String, shown: Shown) -> Found {
    let asked = async {
        let chain = api::chain(&proof).await?;
        let past = record_seen::past(chain.note()).await?;
        Ok::<_, api::Error>((chain, past))
    };
    let (chain, past) = match asked.await {
        Ok(both) => both,
        Err(why) => return Found::Failed(words::say(why)),
    };
    match chain.note().continues(past.as_ref()) {
        Ok(newest) => record_seen::remember(&chain.key, &newest),
        Err(why @ ProofError::Rewritten) => return Found::Rewritten(why),
        // The first of the links says so.
        Err(_) => {}
    }
    Found::Ties(judge(&chain, &shown))
}

#[component]
fn Ties(ties: Vec<Tie>) -> impl IntoView {
    let holds = ties.iter().all(|tie| tie.judged.is_ok());
    let sum = match holds {
        true => view! { <p class="tag tag--good tag--wrap"><Icon name="check"/>{t!("Proved in this browser")}</p> }.into_any(),
        false => view! { <p class="tag tag--danger tag--wrap"><Icon name="cross"/>{t!("Does not hold")}</p> }.into_any(),
    };
    view! {
        {sum}
        <ol class="chain__links" role="list">{ties.into_iter().map(|tie| view! { <Line tie/> }).collect_view()}</ol>
    }
}

#[component]
fn Line(tie: Tie) -> impl IntoView {
    let (icon, class) = if tie.judged.is_ok() {
        ("check", "chain__link")
    } else {
        ("cross", "chain__link chain__link--broken")
    };
    let name = match tie.link {
        Link::Record => t!("The public record, signed"),
        Link::Agency => t!("The agency, admitted in it"),
        Link::AgencyKey => t!("The agency's root key"),
        Link::Officer => t!("The officer, certified with it"),
        Link::Words => t!("These words, signed by the officer"),
    };
    let entry = tie.entry.map(|(n, at)| t!("Entry {n}, {day}", n = n.to_string(), day = words::day(at)));
    let fault = tie.judged.err().map(|fault: Fault| words::say(fault));
    let key = tie.key.map(|key| view! { <span class="mono tiny">{key}</span> });
    view! {
        <li class=class><Icon name=icon/><span>
            <b>{name}</b>
            {entry.map(|entry| view! { <span class="tiny quiet">{entry}</span> })}
            {key}
            {fault.map(|fault| view! { <span class="small">{fault}</span> })}
        </span></li>
    }
}
