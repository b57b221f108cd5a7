//! What a resident has chosen so far. It lives in this page and nowhere else.

use leptos::html::H1;
use leptos::prelude::*;
use neighbors_domain::assistance_request::AssistanceRequest;
use neighbors_domain::cells::Cell9;
use neighbors_domain::consent::Identity;
use neighbors_domain::recording::{OutsideWindow, Taken};
use neighbors_domain::share::{MAX_BYTES, MAX_RECORDINGS};
use neighbors_domain::spoken::bytes;
use send_wrapper::SendWrapper;
use web_sys::File;

use super::outbox::Outbox;
use crate::my_details;
use crate::words::{plural, t};

/// The screens, one after the other; every one but the last leads back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Choices,
    /// Nothing is sent, not even this.
    NotNow,
    OptOut,
    Recordings,
    Details,
    Consent,
    Sending,
}

/// One file, read on this device.
#[derive(Clone)]
pub struct Picked {
    pub id: u32,
    pub file: SendWrapper<File>,
    pub taken: Taken,
    /// Of the browser's own memory, for looking at it here.
    pub preview: String,
    /// Ticked in *Review and select*.
    pub ticked: bool,
}

/// Why a file cannot be shared here.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Unfit {
    #[error("{0}")]
    Outside(OutsideWindow),
    #[error("It has {}. The most is {}.", bytes(*bytes_found), bytes(MAX_BYTES))]
    TooLarge { bytes_found: u64 },
    #[error("It is empty.")]
    Empty,
}

impl Picked {
    pub fn name(&self) -> String {
        self.file.name()
    }

    pub fn bytes(&self) -> u64 {
        self.file.size() as u64
    }

    pub fn fits(&self, request: &AssistanceRequest) -> Result<(), Unfit> {
        match self.bytes() {
            0 => Err(Unfit::Empty),
            bytes_found if bytes_found > MAX_BYTES => Err(Unfit::TooLarge { bytes_found }),
            _ => self.taken.fits(request.draft.window).map_err(Unfit::Outside),
        }
    }
}

#[derive(Clone, Copy)]
pub struct Flow {
    pub step: RwSignal<Step>,
    pub request: RwSignal<AssistanceRequest>,
    pub picked: RwSignal<Vec<Picked>>,
    /// All that fit, or those that are ticked.
    pub all: RwSignal<bool>,
    pub identity: RwSignal<Identity>,
    pub home: StoredValue<Cell9>,
    /// Said above the next screen: why one is back here.
    pub notice: RwSignal<Option<String>>,
    pub outbox: StoredValue<Outbox>,
    /// The first screen leaves the focus where the reader came from.
    moved: StoredValue<bool>,
}

impl Flow {
    pub fn new(request: AssistanceRequest, home: Cell9) -> Self {
        let nothing = Identity { name: String::new(), email: String::new(), home_address: String::new() };
        Self {
            step: RwSignal::new(Step::Choices),
            request: RwSignal::new(request),
            picked: RwSignal::default(),
            all: RwSignal::new(true),
            identity: RwSignal::new(my_details::kept().unwrap_or(nothing)),
            home: StoredValue::new(home),
            notice: RwSignal::new(None),
            outbox: StoredValue::new(Outbox::default()),
            moved: StoredValue::new(false),
        }
    }

    pub fn go(self, step: Step) {
        self.moved.set_value(true);
        self.step.set(step);
    }

    pub fn agency(self) -> String {
        self.request.with(|request| request.agency.name.clone())
    }

    /// What would be shared, in the order it was picked.
    pub fn chosen(self) -> Vec<Picked> {
        let (all, request) = (self.all.get(), self.request.get());
        let chosen = |picked: &&Picked| (all || picked.ticked) && picked.fits(&request).is_ok();
        self.picked.with(|picked| picked.iter().filter(chosen).cloned().collect())
    }

    /// Why one cannot go on from the recordings yet.
    pub fn not_yet(self) -> Option<String> {
        match self.chosen().len() {
            0 => Some(t!("Choose at least one recording.").to_owned()),
            1..=MAX_RECORDINGS => None,
            recordings => Some(t!(
                "These are {recordings}. The most is {max}: take some out.",
                recordings = plural!(recordings, "{n} recording", "{n} recordings"),
                max = MAX_RECORDINGS.to_string()
            )),
        }
    }

    /// Gives the browser back what the previews hold.
    pub fn forget(self) {
        let Some(picked) = self.picked.try_get_untracked() else { return };
        for picked in picked {
            let _ = web_sys::Url::revoke_object_url(&picked.preview);
        }
    }
}

/// The one heading of a step; it takes the focus, so that everyone reads on from there.
#[component]
pub fn StepHeading(flow: Flow, text: &'static str) -> impl IntoView {
    let node = NodeRef::<H1>::new();
    document().set_title(&[text, " · Neighbors"].concat());
    Effect::new(move || {
        let Some(heading) = node.get() else { return };
        if flow.moved.get_value() {
            window().scroll_to_with_x_and_y(0.0, 0.0);
            let _ = heading.focus();
        }
    });
    view! { <h1 tabindex="-1" node_ref=node>{text}</h1> }
}

/// Where in the act one is; `at` counts from 0.
#[component]
pub fn StepMarks(at: usize) -> impl IntoView {
    let marks = [t!("Recordings"), t!("Your details"), t!("Consent"), t!("Sending"), t!("Receipt")]
        .into_iter()
        .enumerate()
        .map(|(n, name)| {
            let class = (n < at).then_some("is-done");
            let current = (n == at).then_some("step");
            view! { <li class=class aria-current=current>{name}</li> }
        });
    view! { <ol class="steps" aria-label=t!("Steps")>{marks.collect_view()}</ol> }
}
