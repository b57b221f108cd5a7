//! `/shares/:id` The receipt: what happened to a share, until when it is kept, and the way to withdraw it.

mod withdraw;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use neighbors_domain::account::Who;
use neighbors_domain::addresses::pages;
use neighbors_domain::share::{Receipt, ShareEvent, ShareEventKind, ShareState};
use neighbors_domain::spoken::bytes;

use self::withdraw::Withdraw;
use crate::api;
use crate::api::path_part;
use crate::components::{AgencyName, Art, Blank, Heading, Icon, Loaded};
use crate::session::Session;
use crate::words::{self, plural, t};

#[component]
pub fn SharePage() -> impl IntoView {
    let session = Session::here();
    // Who follows the address of a receipt without being signed in is told so, not that it failed.
    let page = move |who: Who| match who {
        Who::Resident(_) => view! { <Own/> }.into_any(),
        _ => view! { <SignInFirst/> }.into_any(),
    };
    view! {
        <main class="page" id="main" tabindex="-1">
            <Loaded resource=session.resource() what=t!("who is signed in") page=true view=move |me| page(me.who)/>
        </main>
    }
}

fn id() -> impl Fn() -> String + Clone {
    let params = use_params_map();
    move || params.with(|params| params.get("id").unwrap_or_default())
}

#[component]
fn Own() -> impl IntoView {
    let id = id();
    let receipt = LocalResource::new(move || {
        let id = id();
        async move { api::receipt(&id).await }
    });
    let changed = Callback::new(move |()| receipt.refetch());
    view! { <Loaded resource=receipt what=t!("the receipt") page=true view=move |receipt| view! { <Whole receipt changed/> }/> }
}

#[component]
fn SignInFirst() -> impl IntoView {
    let id = id();
    let to = move || [pages::SIGN_IN, "?next=", &path_part(&pages::share(&id()))].concat();
    view! {
        <Blank art=Art::Nothing title=t!("Sign in to see this receipt").to_owned() page=true>
            <p>{t!("A receipt belongs to the resident who shared. Nobody else can read it, agencies included.")}</p>
            <div class="buttons"><a class="button button--primary" href=to>{t!("Sign in")}</a></div>
        </Blank>
    }
}

#[component]
fn Whole(receipt: Receipt, changed: Callback<()>) -> impl IntoView {
    let count = receipt.files.len().saturating_sub(1);
    let recordings = plural!(count, "{n} recording", "{n} recordings");
    let agency = &receipt.agency.name;
    let there = matches!(receipt.state, ShareState::Delivered | ShareState::Opened);
    let (title, lead) = match receipt.state {
        ShareState::Delivered | ShareState::Opened => (
            plural!(
                count,
                "{agency} has your {n} recording",
                "{agency} has your {n} recordings",
                agency = agency
            ),
            t!("This is your receipt. You will see here who opens them, and you can withdraw at any time."),
        ),
        ShareState::Withdrawn => (
            t!("You withdrew this share").to_owned(),
            t!(
                "The sealed files and their keys are deleted here. A copy that was downloaded before cannot be called back."
            ),
        ),
        ShareState::Expired => (
            t!("This share has expired").to_owned(),
            t!("It was kept as long as promised. The sealed files and their keys are deleted."),
        ),
    };
    let delivered = t!("Delivered {when}", when = words::moment(receipt.shared_at));
    view! {
        <div class="beside">
            <article class="stack stack-6">
                <p><a class="back" href=pages::SHARES><Icon name="back"/>{t!("My shares")}</a></p>
                <header class="stack stack-3">
                    <p class="tag tag--good tag--wrap"><Icon name="check"/>{delivered}</p>
                    <Heading text=title/>
                    <p class="lead">{lead}</p>
                    <div class="buttons">
                        <Download receipt=receipt.clone()/>
                        {there.then(|| view! { <Withdraw receipt=receipt.clone() changed/> })}
                    </div>
                </header>
                <section class="stack stack-3" aria-labelledby="happened">
                    <h2 id="happened">{t!("What happened to it")}</h2>
                    <Timeline receipt=receipt.clone()/>
                </section>
            </article>
            <Facts receipt recordings/>
        </div>
    }
}

/// The receipt as a file, made here from what stands on the page.
#[component]
fn Download(receipt: Receipt) -> impl IntoView {
    let name = ["receipt-", &receipt.number, ".json"].concat();
    let text = serde_json::to_string_pretty(&receipt).unwrap_or_default();
    let file = web_sys::Blob::new_with_str_sequence(&js_sys::Array::of1(&text.into()));
    let address = file.and_then(|file| web_sys::Url::create_object_url_with_blob(&file)).unwrap_or_default();
    let held = address.clone();
    on_cleanup(move || drop(web_sys::Url::revoke_object_url(&held)));
    view! { <a class="button" href=address download=name rel="external"><Icon name="download"/>{t!("Download the receipt")}</a> }
}

#[component]
fn Timeline(receipt: Receipt) -> impl IntoView {
    let there = matches!(receipt.state, ShareState::Delivered | ShareState::Opened);
    let last = receipt.events.len().saturating_sub(1);
    let version = receipt.version;
    let mut events = receipt.events;
    events.sort_by_key(|event| (event.at, rank(&event.what)));
    let events = events.into_iter().enumerate().map(|(n, ShareEvent { at, what })| {
        let (what, more) = told(what, version);
        let class = (n == last).then_some("is-now");
        view! { <li class=class><p>{what}<small>{words::moment(at)}{more}</small></p></li> }
    });
    let next = there.then(|| view! {
        <li class="is-next"><p>{t!("Key is deleted")}<small>{t!("{day}, unless you withdraw before", day = words::day(receipt.kept_until))}</small></p></li>
    });
    view! { <ol class="card timeline" role="list">{events.collect_view()}{next}</ol> }
}

/// Within one second this is the order in which things can have happened.
fn rank(what: &ShareEventKind) -> u8 {
    match what {
        ShareEventKind::Delivered => 0,
        ShareEventKind::Opened { .. } => 1,
        ShareEventKind::Downloaded { .. } => 2,
        ShareEventKind::Withdrawn | ShareEventKind::Expired => 3,
    }
}

/// What happened, and what that means.
fn told(what: ShareEventKind, version: u32) -> (String, String) {
    match what {
        ShareEventKind::Delivered => (
            t!("You consented, and it was delivered, sealed").to_owned(),
            [" · ", &*t!("version {n} of the request", n = version.to_string())].concat(),
        ),
        ShareEventKind::Opened { title, badge_number } => (
            t!("Opened by an officer: {title}, badge {badge}", title = title, badge = badge_number),
            String::new(),
        ),
        ShareEventKind::Downloaded { title, badge_number, file } => (
            t!(
                "Recording {file} downloaded by an officer: {title}, badge {badge}",
                file = file.to_string(),
                title = title,
                badge = badge_number
            ),
            [". ", t!("A downloaded copy cannot be called back.")].concat(),
        ),
        ShareEventKind::Withdrawn => (t!("You withdrew it").to_owned(), String::new()),
        ShareEventKind::Expired => (t!("Expired: key and files were deleted").to_owned(), String::new()),
    }
}

#[component]
fn Facts(receipt: Receipt, recordings: String) -> impl IntoView {
    let size = bytes(receipt.files.iter().skip(1).map(|file| file.bytes).sum());
    let request = pages::assistance_request(&receipt.assistance_request);
    let prints = receipt.files.iter().enumerate().map(|(n, file)| {
        let name =
            if n == 0 { t!("Your details").to_owned() } else { t!("Recording {n}", n = n.to_string()) };
        view! { <li><span class="quiet">{name}</span><br/>{grouped(&file.sha256)}</li> }
    });
    view! {
        <aside class="beside__facts stack" aria-label=t!("What was shared")>
            <dl class="card facts">
                <div><dt>{t!("Agency")}</dt><dd><AgencyName agency=receipt.agency/></dd></div>
                <div>
                    <dt>{t!("Request")}</dt>
                    <dd>
                        <a href=request>{receipt.title}</a>
                        <small>{t!(
                            "Case {case}, version {version}",
                            case = receipt.case_number.to_string(),
                            version = receipt.version.to_string()
                        )}</small>
                    </dd>
                </div>
                <div><dt>{t!("Recordings")}</dt><dd>{t!("{recordings}, {size} sealed", recordings = recordings, size = size)}</dd></div>
                <div>
                    <dt>{t!("Disclosed")}</dt>
                    <dd>{t!("Name, email address, home address")}<small>{t!("The values are inside the sealed share only")}</small></dd>
                </div>
                <div><dt>{t!("Receipt")}</dt><dd class="mono">{receipt.number}</dd></div>
                <div><dt>{t!("Kept until")}</dt><dd>{words::day(receipt.kept_until)}</dd></div>
            </dl>
            <details class="card fold">
                <summary><h2 class="h3">{t!("Fingerprints of the sealed files")}</h2><Icon name="down"/></summary>
                <p class="tiny quiet">{t!("SHA-256 of what lies on the server. If one byte of it changes, so does its fingerprint.")}</p>
                <ul class="mono tiny hashes" role="list">{prints.collect_view()}</ul>
            </details>
        </aside>
    }
}

/// In groups of four, to compare by eye.
fn grouped(hex: &str) -> String {
    let groups: Vec<&str> =
        (0..hex.len()).step_by(4).filter_map(|at| hex.get(at..(at + 4).min(hex.len()))).collect();
    groups.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_read_in_groups() {
        assert_eq!(grouped("2b7e151628ae"), "2b7e 1516 28ae");
        assert_eq!(grouped("abc"), "abc");
    }

    #[test]
    fn a_download_says_what_cannot_be_undone() {
        let downloaded =
            ShareEventKind::Downloaded { title: "Detective".into(), badge_number: "2217".into(), file: 2 };
        let (what, more) = told(downloaded, 1);
        assert_eq!(what, "Recording 2 downloaded by an officer: Detective, badge 2217");
        assert!(more.contains("cannot be called back"));
    }
}
