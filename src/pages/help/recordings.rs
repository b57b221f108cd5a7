//! Picking files: from any camera, read on this device, each with its time and whether that fits.

use leptos::ev;
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;
use neighbors_domain::addresses::pages;
use neighbors_domain::spoken::bytes;
use send_wrapper::SendWrapper;
use web_sys::File;

use super::flow::{Flow, Picked, Step, StepHeading, StepMarks};
use super::recording_row::RecordingRow;
use crate::components::Icon;
use crate::media;
use crate::words::{self, plural, t};

#[component]
pub fn Recordings(flow: Flow) -> impl IntoView {
    let reading = RwSignal::new(0);
    let input = NodeRef::<Input>::new();
    let pick = move |_: ev::Event| {
        let Some(input) = input.get_untracked() else { return };
        let Some(files) = input.files() else { return };
        let files: Vec<File> = (0..files.length()).filter_map(|n| files.get(n)).collect();
        // So that the same file can be picked again after it was taken out.
        input.set_value("");
        read(flow, files, reading);
    };
    let ids = move |fit: bool| {
        let request = flow.request.get();
        flow.picked.with(|picked| {
            picked
                .iter()
                .filter(|picked| picked.fits(&request).is_ok() == fit)
                .map(|picked| picked.id)
                .collect::<Vec<_>>()
        })
    };
    let list = move |fit| {
        view! {
            <ul class="card list" role="list">
                <For each=move || ids(fit) key=|id| *id children=move |id| view! { <RecordingRow flow id/> }/>
            </ul>
        }
    };
    view! {
        <StepMarks at=0/>
        <header class="stack stack-2">
            <StepHeading flow text=t!("Choose recordings")/>
            <Strip flow/>
        </header>
        <Notice flow/>
        <div class="drop">
            <div class="field">
                <label class="field__label" for="files">{t!("Add files")}</label>
                <p class="field__hint" id="files-hint">{t!("From any camera, several at once. They are read on this device and not sent.")}</p>
            </div>
            <input class="files" id="files" type="file" multiple=true accept="video/*,image/*" aria-describedby="files-hint" node_ref=input on:change=pick/>
        </div>
        <p class="small" role="status">
            {move || match reading.get() { 0 => String::new(), n => plural!(n, "Reading {n} file.", "Reading {n} files.") }}
        </p>
        <Show when=move || !ids(true).is_empty()>
            <section class="stack stack-3" aria-labelledby="in">
                <div class="row row--apart">
                    <h2 id="in">{t!("Inside the window")}</h2>
                    <span class="small quiet">{move || t!(
                        "{n} of {of} chosen",
                        n = flow.chosen().len().to_string(),
                        of = ids(true).len().to_string()
                    )}</span>
                </div>
                <Show when=move || flow.all.get()>
                    <p class="small soft">{t!("All of these would be shared. Take out what you do not want to share.")}</p>
                </Show>
                {list(true)}
            </section>
        </Show>
        <Show when=move || !ids(false).is_empty()>
            <section class="stack stack-3" aria-labelledby="out">
                <h2 id="out">{t!("Cannot be shared here")}</h2>
                {list(false)}
            </section>
        </Show>
        <GoOn flow/>
    }
}

/// Which request this is about.
#[component]
fn Strip(flow: Flow) -> impl IntoView {
    let (title, address, window) = flow.request.with_untracked(|request| {
        let draft = &request.draft;
        let window = t!(
            "version {version} · {from} to {until}",
            version = request.version.to_string(),
            from = words::moment_in(&draft.zone, draft.window.from),
            until = words::moment_in(&draft.zone, draft.window.until)
        );
        (draft.title.clone(), pages::assistance_request(&request.id), [" · ", &*window].concat())
    });
    view! {
        <p class="strip small"><Icon name="help"/><span><a href=address>{title}</a><span class="quiet">{window}</span></span></p>
    }
}

/// Why one is back here, where there is a reason.
#[component]
pub fn Notice(flow: Flow) -> impl IntoView {
    move || {
        flow.notice.get().map(|notice| {
            view! {
                <div class="banner banner--error" role="alert"><Icon name="warn"/><p>{notice}</p></div>
            }
        })
    }
}

#[component]
fn GoOn(flow: Flow) -> impl IntoView {
    let sum = move || {
        let chosen = flow.chosen();
        let size = chosen.iter().map(Picked::bytes).sum::<u64>();
        (plural!(chosen.len(), "{n} recording", "{n} recordings"), [" · ", &bytes(size)].concat())
    };
    let go_on = move |_| {
        if flow.not_yet().is_none() {
            flow.notice.set(None);
            flow.go(Step::Details);
        }
    };
    view! {
        <div class="reach">
            <p class="small grow" role="status">
                <b>{move || sum().0}</b>
                <span class="quiet">{move || sum().1}</span>
                {move || flow.not_yet().map(|reason| view! { <span id="not-yet">". "{reason}</span> })}
            </p>
            <button class="button" type="button" on:click=move |_| flow.go(Step::Choices)>{t!("Back")}</button>
            <button class="button button--primary" type="button" on:click=go_on
                aria-disabled=move || flow.not_yet().map(|_| "true") aria-describedby=move || flow.not_yet().map(|_| "not-yet")>
                {t!("Go on to your details")}
            </button>
        </div>
    }
}

/// Reads one file after the other, so that a folder of hundreds does not freeze a phone.
fn read(flow: Flow, files: Vec<File>, reading: RwSignal<usize>) {
    reading.update(|n| *n += files.len());
    spawn_local(async move {
        for file in files {
            let known = |picked: &Picked| {
                let other: &File = &picked.file;
                (other.name(), other.size(), other.last_modified())
                    == (file.name(), file.size(), file.last_modified())
            };
            if flow.picked.try_with_untracked(|picked| picked.iter().any(known)) == Some(false) {
                let taken = media::taken(&file).await;
                let preview = web_sys::Url::create_object_url_with_blob(&file).unwrap_or_default();
                // Gone when the resident left meanwhile.
                flow.picked.try_update(|picked| {
                    let id = picked.iter().map(|picked| picked.id).max().unwrap_or_default() + 1;
                    picked.push(Picked { id, file: SendWrapper::new(file), taken, preview, ticked: false });
                });
            }
            reading.try_update(|n| *n -= 1);
        }
    });
}
