//! One file in a list: what it shows, when it was made and how we know, whether it fits.

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use neighbors_domain::recording::{Taken, TimeSource};
use neighbors_domain::spoken::bytes;

use super::flow::{Flow, Picked};
use crate::components::Icon;
use crate::words::{self, t};

#[component]
pub fn RecordingRow(flow: Flow, id: u32) -> impl IntoView {
    let found = flow.picked.with_untracked(|picked| picked.iter().find(|picked| picked.id == id).cloned());
    found.map(|picked| {
        let (zone, fits) = flow.request.with_untracked(|request| (request.draft.zone.clone(), picked.fits(request)));
        let name = picked.name();
        let can_tick = fits.is_ok() && !flow.all.get_untracked();
        let class = match (can_tick, fits.is_ok()) {
            (true, _) => "recording",
            (false, true) => "recording recording--plain",
            (false, false) => "recording recording--plain is-out",
        };
        let tick = move |ticked| {
            flow.picked.update(|all| {
                all.iter_mut().filter(|picked| picked.id == id).for_each(|picked| picked.ticked = ticked);
            });
        };
        let take_out = move |_| {
            flow.picked.update(|all| {
                all.retain(|picked| {
                    if picked.id == id {
                        let _ = web_sys::Url::revoke_object_url(&picked.preview);
                    }
                    picked.id != id
                });
            });
        };
        let tick_box = can_tick.then(|| {
            let ticked =
                move || flow.picked.with(|all| all.iter().any(|picked| picked.id == id && picked.ticked));
            view! {
                <label class="tick">
                    <input type="checkbox" prop:checked=ticked on:change:target=move |event| tick(event.target().checked())/>
                    <span class="unseen">{name.clone()}</span>
                </label>
            }
        });
        let verdict = match fits {
            Ok(()) => view! { <span class="tag tag--good"><Icon name="check"/>{t!("Inside")}</span> }.into_any(),
            Err(reason) => view! { <span class="tag"><Icon name="clock"/>{words::say(reason)}</span> }.into_any(),
        };
        let watching = RwSignal::new(false);
        let viewer = picked.clone();
        view! {
            <li class=class>
                {tick_box}
                <Thumb picked=picked.clone()/>
                <div>
                    <b>{breakable(&name)}</b>
                    <p class="tiny quiet">{facts(&picked, &zone)}</p>
                    <p class="tags">{verdict}<Source taken=picked.taken/></p>
                    <div class="row row--tight">
                        <button class="act" type="button" aria-expanded=move || watching.get().to_string() on:click=move |_| watching.update(|on| *on = !*on)>
                            <Icon name="play"/>
                            {move || if watching.get() { t!("Close") } else { t!("Look at it") }}
                            <span class="unseen">" "{name.clone()}</span>
                        </button>
                        <button class="act" type="button" on:click=take_out>
                            <Icon name="minus"/>{t!("Take out")}<span class="unseen">" "{name.clone()}</span>
                        </button>
                    </div>
                </div>
                <Show when=move || watching.get()>
                    <div class="note note--wide"><Viewer picked=viewer.clone()/></div>
                </Show>
            </li>
        }
    })
}

/// "Tue, Oct 20, 10:43 PM MDT · 42 s · 84 MB"
pub fn facts(picked: &Picked, zone: &str) -> String {
    let seconds = (picked.taken.until - picked.taken.from).num_seconds();
    let long = if seconds > 0 { [" · ", &words::length(seconds)].concat() } else { String::new() };
    [&shown(zone, picked.taken.from), &*long, " · ", &bytes(picked.bytes())].concat()
}

fn shown(zone: &str, at: DateTime<Utc>) -> String {
    words::moment_in(zone, at)
}

/// How we know when it was made, said only where it is not the camera who says so.
#[component]
fn Source(taken: Taken) -> impl IntoView {
    match taken.source {
        TimeSource::File => None,
        TimeSource::LastChanged => Some(
            view! { <span class="tag">{t!("The file carries no time: this is its date on your device")}</span> },
        ),
    }
}

/// A first picture of it.
#[component]
pub fn Thumb(picked: Picked) -> impl IntoView {
    let Picked { file, preview, .. } = picked;
    let picture = match file.type_().split('/').next() {
        Some("image") => view! { <img src=preview alt=""/> }.into_any(),
        Some("video") => view! { <video src=preview preload="metadata" muted=true aria-hidden="true" tabindex="-1"></video> }.into_any(),
        _ => view! { <Icon name="video"/> }.into_any(),
    };
    view! { <div class="thumb">{picture}</div> }
}

#[component]
fn Viewer(picked: Picked) -> impl IntoView {
    let name = picked.name();
    match picked.file.type_().starts_with("image/") {
        true => view! { <img class="preview" src=picked.preview alt=name/> }.into_any(),
        false => view! { <video class="preview" src=picked.preview controls=true aria-label=name></video> }
            .into_any(),
    }
}

/// A long file name may break after `_`.
pub fn breakable(name: &str) -> impl IntoView + use<> {
    let parts: Vec<String> = name.split_inclusive('_').map(str::to_owned).collect();
    parts.into_iter().map(|part| view! { {part}<wbr/> }).collect_view()
}
