//! An opened share: who it comes from, what they agreed to, and the recordings.

use leptos::prelude::*;
use neighbors_domain::share::OpenableShare;

use super::open_share::Open;
use super::recording::RecordingCard;
use crate::components::Icon;
use crate::words::{self, t};

#[component]
pub fn Opened(share: OpenableShare, open: Open) -> impl IntoView {
    let Open { manifest, request_key } = open;
    let of = manifest.recordings.len();
    let recordings = manifest.recordings.iter().enumerate().map(|(n, recording)| view! {
        <RecordingCard share=share.clone() recording=recording.clone() n=n as u32 + 1 of request_key=request_key.clone()/>
    }).collect_view();
    let identity = manifest.identity;
    let (user, domain) = identity.email.split_once('@').unwrap_or((&identity.email, ""));
    let (user, domain) = ([user, "@"].concat(), domain.to_owned());
    let mailto = ["mailto:", &identity.email].concat();
    let consent = manifest.consent_text.lines().map(|line| view! { <p>{line.to_owned()}</p> }).collect_view();
    view! {
        <div class="split">
            <div class="stack stack-6">
                {recordings}
                <p class="tiny quiet">{t!("The sharer sees each opening and download with your title and badge number.")}</p>
            </div>
            <aside class="stack stack-3" aria-label=t!("The sharer")>
                <dl class="card facts facts--tight">
                    <div><dt>{t!("Name")}</dt><dd>{identity.name}</dd></div>
                    <div><dt>{t!("Email")}</dt><dd><a href=mailto>{user}<wbr/>{domain}</a></dd></div>
                    <div><dt>{t!("Home")}</dt><dd>{identity.home_address}</dd></div>
                    <div>
                        <dt>{t!("Consent")}</dt>
                        <dd>{words::moment_in(&share.zone, manifest.consented_at)}<small>{t!("To version {n}", n = manifest.version.to_string())}</small></dd>
                    </div>
                    <div><dt>{t!("Key deleted")}</dt><dd>{words::day_in(&share.zone, share.share.kept_until)}</dd></div>
                </dl>
                <p class="tiny quiet">{t!("Name, email and address are the resident’s own statement. Nobody has checked them.")}</p>
                <details class="card fold">
                    <summary><h3>{t!("What they agreed to")}</h3><Icon name="down"/></summary>
                    <div class="stack stack-2 small" lang=manifest.consent_language.tag()>{consent}</div>
                </details>
            </aside>
        </div>
    }
}
