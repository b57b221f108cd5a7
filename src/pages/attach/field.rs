//! Photos and videos: cleaned in this browser as they are picked, with a list of what they had said besides.

use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;
use neighbors_domain::media::{MAX_PHOTOS, MediaKind, fits_together};
use neighbors_domain::post::PostError;
use send_wrapper::SendWrapper;
use web_sys::File;

use super::described::{Described, Typed};
use super::found::FoundList;
use super::{Chosen, FileState, Files};
use crate::clean::messages::{CleanError, Cleaned};
use crate::components::{FieldError, Icon};
use crate::words::{self, plural, t};
use crate::{api, clean};

#[component]
pub fn FilesField(
    files: Files,
    /// What a rule says of them.
    #[prop(into)]
    wrong: Signal<Option<String>>,
) -> impl IntoView {
    let said = RwSignal::new(None::<String>);
    let wrong = move || said.get().or_else(|| wrong.get());
    let pick = move |picked: Vec<File>| {
        said.set(None);
        for file in picked {
            take(files, file, said);
        }
    };
    let cleaning = move || {
        let at_it = |file: &&Chosen| matches!(file.state, FileState::Cleaning);
        let n = files.chosen.with(|files| files.iter().filter(at_it).count());
        if n == 0 { String::new() } else { plural!(n, "Cleaning {n} file.", "Cleaning {n} files.") }
    };
    let ids = move || files.chosen.with(|files| files.iter().map(|file| file.id).collect::<Vec<_>>());
    let hint = t!(
        "Up to {n} photos or 1 video. Position, device and owner are taken out in this browser before anything is sent.",
        n = MAX_PHOTOS.to_string()
    );
    view! {
        <fieldset class="field" aria-describedby="files-hint files-error">
            <legend class="field__label">{t!("Photos or a video")}</legend>
            <p class="field__hint" id="files-hint">{hint}</p>
            <div class="row">
                <Pick id="photos" icon="camera" label=t!("Add photos") accept="image/*,.heic,.heif" many=true picked=Callback::new(pick)/>
                <Pick id="video" icon="video" label=t!("Add a video") accept="video/*" many=false picked=Callback::new(pick)/>
            </div>
            <p class="small" role="status">{cleaning}</p>
            <div role="status"><FieldError id="files" error=Signal::derive(wrong)/></div>
            <ul class="list" role="list">
                <For each=ids key=|id| *id let:id><FileRow files id/></For>
            </ul>
        </fieldset>
    }
}

/// A button over the browser's own field, which says in its own words what was picked and keeps nothing.
#[component]
fn Pick(
    id: &'static str,
    icon: &'static str,
    label: &'static str,
    accept: &'static str,
    many: bool,
    picked: Callback<Vec<File>>,
) -> impl IntoView {
    let input = NodeRef::<Input>::new();
    let pick = move |_: leptos::ev::Event| {
        let Some(input) = input.get_untracked() else { return };
        let Some(files) = input.files() else { return };
        let files: Vec<File> = (0..files.length()).filter_map(|n| files.get(n)).collect();
        // So that the same file can be picked again after it was taken out.
        input.set_value("");
        picked.run(files);
    };
    view! {
        <label class="button pick" for=id>
            <input class="unseen" id=id type="file" multiple=many accept=accept node_ref=input on:change=pick/>
            <Icon name=icon/>
            {label}
        </label>
    }
}

fn take(files: Files, file: File, said: RwSignal<Option<String>>) {
    let id = files.chosen.with_untracked(|files| files.iter().map(|file| file.id).max().unwrap_or(0) + 1);
    let by = files.by.get_value();
    // What was typed for another file that had this number.
    Typed::of(&by, id).forget();
    let chosen = Chosen {
        id,
        by,
        name: file.name(),
        state: FileState::Cleaning,
        alt: RwSignal::new(String::new()),
        arriving: None,
        received: None,
    };
    files.chosen.update(|files| files.push(chosen));
    spawn_local(async move {
        let cleaned = clean::clean(&file).await;
        let state = match cleaned {
            Err(why) => FileState::Failed(why),
            Ok(cleaned) => {
                if !fits(files, id, cleaned.kind) {
                    said.try_set(Some(words::say(PostError::TooManyFiles { max_photos: MAX_PHOTOS })));
                    files.chosen.try_update(|files| files.retain(|file| file.id != id));
                    return;
                }
                let preview = web_sys::Url::create_object_url_with_blob(&cleaned.file).unwrap_or_default();
                FileState::Clean { cleaned: SendWrapper::new(cleaned), preview }
            }
        };
        let kept = files.chosen.try_update(|files| {
            let file = files.iter_mut().find(|file| file.id == id)?;
            file.state = state;
            file.kept()
        });
        if let Some(Some(kept)) = kept
            && files.of.keep(&kept).await.is_err()
        {
            said.try_set(Some(
                t!("This browser has no room to keep the file. It stays chosen until you close or reload this page.").to_owned(),
            ));
        }
    });
}

/// With what is ready already, by the rule of `domain`.
fn fits(files: Files, id: u32, kind: MediaKind) -> bool {
    files
        .chosen
        .try_with_untracked(|files| {
            let others = files.iter().filter(|file| file.id != id).filter_map(Chosen::cleaned);
            fits_together(others.map(|cleaned| cleaned.kind).chain([kind]))
        })
        .unwrap_or(false)
}

#[component]
fn FileRow(files: Files, id: u32) -> impl IntoView {
    let file = Memo::new_with_compare(
        move |_| files.chosen.with(|files| files.iter().find(|file| file.id == id).cloned()),
        |before, now| {
            let stage = |file: &Option<Option<Chosen>>| {
                file.as_ref().and_then(Option::as_ref).map(|file| std::mem::discriminant(&file.state))
            };
            stage(&before.cloned()) != stage(&now.cloned())
        },
    );
    let take_out = move |_| {
        files.chosen.update(|chosen| {
            let gone = chosen.iter().position(|file| file.id == id).map(|n| chosen.remove(n));
            let Some(gone) = gone else { return };
            gone.forget_preview();
            spawn_local(async move {
                files.of.forget(id).await;
                if let Some(arriving) = gone.arriving {
                    // What cannot be cancelled now goes by itself within a day.
                    let _ = api::cancel_file(&arriving).await;
                }
            });
        });
    };
    move || {
        file.get().map(|file| {
            let name = file.name.clone();
            let (picture, body) = match &file.state {
                FileState::Cleaning => (
                    view! { <span class="bone bone--block"></span> }.into_any(),
                    view! { <p class="small">{t!("Cleaning")}</p> }.into_any(),
                ),
                FileState::Failed(why) => (
                    view! { <Icon name="warn"/> }.into_any(),
                    view! { <p class="field__error" role="alert"><Icon name="warn"/><span>{why_not(why)}</span></p> }.into_any(),
                ),
                FileState::Clean { cleaned, preview } => (
                    picture(cleaned, preview.clone()).into_any(),
                    view! { <Described files file=file.clone()/><FoundList cleaned=SendWrapper::new((**cleaned).clone())/> }.into_any(),
                ),
            };
            view! {
                <li class="recording recording--plain">
                    <div class="thumb">{picture}</div>
                    <div class="stack stack-2">
                        {(!name.is_empty()).then(|| view! { <b>{name.clone()}</b> })}
                        {body}
                        <div class="row">
                            <button class="act" type="button" on:click=take_out>
                                <Icon name="minus"/>{t!("Take out")}<span class="unseen">" "{name.clone()}</span>
                            </button>
                        </div>
                    </div>
                </li>
            }
        })
    }
}

fn why_not(why: &CleanError) -> String {
    match why {
        CleanError::Refused { reason } => words::say(reason),
        other => words::say(other),
    }
}

fn picture(cleaned: &Cleaned, preview: String) -> impl IntoView + use<> {
    match cleaned.kind {
        MediaKind::Photo => view! { <img src=preview alt=""/> }.into_any(),
        MediaKind::Video => view! { <video src=preview preload="metadata" muted=true aria-hidden="true" tabindex="-1"></video> }.into_any(),
    }
}
