//! One recording in the portal: opened in this browser, compared with what was agreed to, shown, saved.

use leptos::prelude::*;
use neighbors_domain::share::{OpenableShare, SharedRecording};
use neighbors_domain::spoken::bytes;
use wasm_bindgen::JsCast;
use web_sys::{Blob, HtmlAnchorElement, Url};

use crate::components::Icon;
use crate::words::{self, t};
use crate::{api, seal};

#[component]
pub fn RecordingCard(
    share: OpenableShare,
    recording: SharedRecording,
    /// Counted from 1.
    n: u32,
    of: usize,
    request_key: String,
) -> impl IntoView {
    let outside = recording.taken.fits(share.window).err();
    let seconds = (recording.taken.until - recording.taken.from).num_seconds();
    let long = if seconds > 0 { [", ", &words::length(seconds)].concat() } else { String::new() };
    let when = [&words::moment_in(&share.zone, recording.taken.from), &*long].concat();
    let name = recording.file_name.clone();
    let place = t!(
        "recording {n} of {of} · {size}",
        n = n.to_string(),
        of = of.to_string(),
        size = bytes(recording.bytes)
    );
    let body = match outside {
        // The resident's browser refuses it too: whatever came here otherwise was not asked for.
        Some(reason) => view! {
            <div class="banner banner--warn"><Icon name="clock"/><p><b>{t!("Outside the window: not played.")}</b>" "{words::say(reason)}</p></div>
        }
        .into_any(),
        None => view! { <Player share=share.share.id recording=recording.clone() n request_key/> }.into_any(),
    };
    view! {
        <article class="stack stack-3" aria-label=name>
            <p><b>{recording.file_name}</b><br/><span class="small quiet">{when}" · "{place}</span></p>
            {body}
        </article>
    }
}

#[component]
fn Player(share: String, recording: SharedRecording, n: u32, request_key: String) -> impl IntoView {
    let read = RwSignal::new(0_u64);
    let total = recording.bytes;
    let name = recording.file_name.clone();
    let media_type = safe_type(&recording.media_type);
    let shown_type = media_type.clone();
    let of = share.clone();
    let open = Action::new_local(move |&(): &()| {
        let (share, recording, request_key, media_type) =
            (of.clone(), recording.clone(), request_key.clone(), media_type.clone());
        async move {
            read.set(0);
            let heard = move |done| {
                read.try_set(done);
            };
            let sealed = api::sealed_file(&share, n, heard).await.map_err(words::say)?;
            let opened = seal::open(request_key, &sealed, |_| ()).await.map_err(words::say)?;
            if opened.sha256 != recording.sha256 {
                return Err(t!(
                    "This is not the recording that was agreed to: its fingerprint differs. It is not shown."
                )
                .to_owned());
            }
            address(&opened.blob, &media_type)
                .ok_or_else(|| t!("This browser could not hold the recording.").to_owned())
        }
    });
    let url = move || open.value().get().and_then(Result::ok);
    on_cleanup(move || {
        if let Some(Some(Ok(url))) = open.value().try_get_untracked() {
            let _ = Url::revoke_object_url(&url);
        }
    });
    let failed = move || open.value().get().and_then(Result::err).filter(|_| !open.pending().get());
    let save_as = name.clone();
    let download = Action::new_local(move |url: &String| {
        let (url, share, name) = (url.clone(), share.clone(), save_as.clone());
        async move {
            // Told first, saved second: no copy leaves this page unreported.
            api::downloaded(&share, n).await.map_err(words::say)?;
            save(&url, &name);
            Ok::<(), String>(())
        }
    });
    let not_saved =
        move || download.value().get().and_then(Result::err).filter(|_| !download.pending().get());
    view! {
        {move || match url() {
            Some(url) => {
                let saved = url.clone();
                view! {
                    <Viewer url media_type=shown_type.clone() name=name.clone()/>
                    <div class="buttons">
                        <button class="button" type="button" aria-disabled=move || download.pending().get().then_some("true")
                            on:click=move |_| if !download.pending().get_untracked() { download.dispatch_local(saved.clone()); }>
                            <Icon name="download"/>{t!("Download")}<span class="unseen">" "{name.clone()}</span>
                        </button>
                    </div>
                }
                .into_any()
            }
            None if open.pending().get() => view! {
                <div class="progress" role="status">
                    <p class="progress__line"><b class="ink">{t!("Opening")}</b><span>{move || t!("{passed} of {of}", passed = bytes(read.get().min(total)), of = bytes(total))}</span></p>
                    <progress max=total value=move || read.get().min(total) aria-label=name.clone()></progress>
                </div>
            }
            .into_any(),
            None => view! {
                <div class="buttons">
                    <button class="button button--primary" type="button" on:click=move |_| drop(open.dispatch_local(()))>
                        <Icon name="play"/>{t!("Open the recording")}<span class="unseen">" "{name.clone()}</span>
                    </button>
                </div>
            }
            .into_any(),
        }}
        {move || failed().or_else(not_saved).map(|error| view! {
            <div class="banner banner--error" role="alert"><Icon name="warn"/><p><b>{t!("That did not work.")}</b>" "{error}</p></div>
        })}
    }
}

/// A picture, a film, or the word that it can only be saved.
#[component]
fn Viewer(url: String, media_type: String, name: String) -> impl IntoView {
    match media_type.split('/').next() {
        Some("image") => view! { <img class="preview" src=url alt=name/> }.into_any(),
        Some("video") => {
            view! { <video class="preview" src=url controls=true aria-label=name></video> }.into_any()
        }
        _ => {
            view! { <p class="small soft">{t!("This kind of file is not shown here. It can be saved.")}</p> }
                .into_any()
        }
    }
}

/// The sharer's browser named the kind; only pictures and films are believed.
fn safe_type(media_type: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/.+-".contains(c);
    match media_type.split_once('/') {
        // A drawing may carry script.
        Some(("image", kind)) if kind.starts_with("svg") => UNKNOWN,
        Some(("image" | "video", _)) if media_type.chars().all(plain) => media_type,
        _ => UNKNOWN,
    }
    .to_owned()
}

const UNKNOWN: &str = "application/octet-stream";

fn address(blob: &Blob, media_type: &str) -> Option<String> {
    let typed = blob.slice_with_f64_and_f64_and_content_type(0.0, blob.size(), media_type).ok()?;
    Url::create_object_url_with_blob(&typed).ok()
}

fn save(url: &str, name: &str) {
    let Ok(link) = document().create_element("a") else { return };
    let link: HtmlAnchorElement = link.unchecked_into();
    link.set_href(url);
    link.set_download(name);
    link.click();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_could_carry_script_is_saved_and_not_shown() {
        assert_eq!(safe_type("video/mp4"), "video/mp4");
        assert_eq!(safe_type("image/jpeg"), "image/jpeg");
        for hostile in ["image/svg+xml", "text/html", "", "video/mp4; x=<script>"] {
            assert_eq!(safe_type(hostile), UNKNOWN, "{hostile}");
        }
    }
}
