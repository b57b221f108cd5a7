//! Sealing and sending, with the time left in words; what failed, and trying again.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use neighbors_domain::addresses::pages;
use neighbors_domain::share::Receipt;
use neighbors_domain::spoken::bytes;

use super::flow::{Flow, Picked, Step, StepHeading, StepMarks};
use super::outbox::{Failure, Outbox, Stage, send};
use super::recording_row::{Thumb, breakable};
use crate::api;
use crate::components::Icon;
use crate::words::{self, t};

#[component]
pub fn Sending(flow: Flow) -> impl IntoView {
    let recordings = untrack(|| flow.chosen());
    let stages =
        RwSignal::new(recordings.iter().map(|picked| (picked.id, Stage::Waiting)).collect::<Vec<_>>());
    let stage = move |id, now| {
        stages.try_update(|stages| {
            stages.iter_mut().filter(|(of, _)| *of == id).for_each(|(_, stage)| *stage = now)
        });
    };
    let failure = RwSignal::new(None::<Failure>);
    let navigate = use_navigate();
    let sending = Action::new_local(move |&(): &()| {
        let navigate = navigate.clone();
        async move {
            failure.set(None);
            match send(flow, stage).await {
                Ok(receipt) => arrived(flow, &receipt, &navigate),
                Err(failed) => told(flow, failed, failure).await,
            }
        }
    });
    let running = StoredValue::new_local(Some(sending.dispatch_local(())));
    let stop = move || {
        if let Some(running) = running.try_update_value(Option::take).flatten() {
            running.abort();
        }
    };
    // Leaving the page is stopping: what is half sent belongs to no share.
    on_cleanup(stop);
    let again = move |()| running.set_value(Some(sending.dispatch_local(())));
    let stop_and_delete = move |_| {
        stop();
        flow.outbox.set_value(Outbox::default());
        flow.notice.set(Some(t!("You stopped. Nothing was shared, and what had arrived is deleted within 24 hours without anyone having been able to open it.").to_owned()));
        flow.go(Step::Recordings);
    };
    let rows = recordings.iter().map(|picked| view! { <Row picked=picked.clone() stages/> }).collect_view();
    // Nothing is on its way any more, and trying again changes nothing.
    let over = move || failure.with(|failure| failure.as_ref().is_some_and(Failure::is_final));
    view! {
        <StepMarks at=3/>
        <header class="stack stack-2">
            <StepHeading flow text=t!("Sealing and sending")/>
            <p class="soft" hidden=over>{t!("Keep this page open until everything has arrived. Nothing is delivered before that.")}</p>
        </header>
        {move || failure.get().map(|failure| view! { <Failed flow failure again=Callback::new(again)/> })}
        <section class="card stack" aria-labelledby="all" hidden=over>
            <Overall recordings=recordings.clone() stages/>
            <div class="buttons">
                <button class="button button--danger" type="button" on:click=stop_and_delete><Icon name="cross"/>{t!("Stop and delete")}</button>
            </div>
        </section>
        <ul class="card list" role="list" hidden=over>{rows}</ul>
    }
}

/// The receipt takes the place of this page: going back must not lead into a share that is done.
fn arrived(flow: Flow, receipt: &Receipt, navigate: &impl Fn(&str, NavigateOptions)) {
    flow.outbox.set_value(Outbox::default());
    navigate(&pages::share(&receipt.id), NavigateOptions { replace: true, ..Default::default() });
}

/// A new version is read and agreed to again; everything else is said here.
async fn told(flow: Flow, failed: Failure, failure: RwSignal<Option<Failure>>) {
    if !failed.is_new_version() {
        failure.set(Some(failed));
        return;
    }
    let id = flow.request.with_untracked(|request| request.id.clone());
    match api::assistance_request(&id).await {
        Ok(request) => {
            let before = untrack(|| flow.chosen()).len();
            flow.request.set(request);
            flow.notice.set(Some(words::say(&failed)));
            // A narrower window may leave some of them out.
            let after = untrack(|| flow.chosen()).len();
            flow.go(if after == before { Step::Consent } else { Step::Recordings });
        }
        Err(error) => failure.set(Some(Failure::Call(error))),
    }
}

#[component]
fn Failed(flow: Flow, failure: Failure, again: Callback<()>) -> impl IntoView {
    let back = flow.request.with_untracked(|request| pages::assistance_request(&request.id));
    let final_word = failure.is_final();
    let way = match final_word {
        true => view! {
            <p class="row">
                <a href=back.clone()>{t!("Back to the request")}</a>
                <a href=[&back, "#anonymous"].concat() rel="external">{t!("Help without your name")}</a>
            </p>
        }
        .into_any(),
        false => view! {
            <div class="buttons">
                <button class="button" type="button" on:click=move |_| again.run(())><Icon name="retry"/>{t!("Try again")}</button>
            </div>
        }
        .into_any(),
    };
    let head = match (&failure, final_word) {
        (Failure::Unproved(_), _) => t!("This request is not proved: nothing was sealed to it."),
        (_, true) => t!("This share was not taken."),
        (_, false) => t!("Sending stopped."),
    };
    let kept = if final_word {
        t!("Nothing was delivered.")
    } else {
        t!("What has arrived stays arrived; nothing is delivered yet.")
    };
    view! {
        <div class="banner banner--error" role="alert">
            <Icon name="warn"/>
            <div class="stack stack-2"><p><b>{head}</b>" "{words::say(failure)}" "{kept}</p>{way}</div>
        </div>
    }
}

/// Sealing and sending count alike: a file is done when both are.
fn done(stage: Stage, bytes: u64) -> u64 {
    match stage {
        Stage::Waiting => 0,
        Stage::Sealing(done) => done.min(bytes),
        Stage::Sealed => bytes,
        Stage::Sending(done) => bytes + done.min(bytes),
        Stage::Arrived => 2 * bytes,
    }
}

#[component]
fn Overall(recordings: Vec<Picked>, stages: RwSignal<Vec<(u32, Stage)>>) -> impl IntoView {
    let started = js_sys::Date::now();
    let sizes: Vec<u64> = recordings.iter().map(Picked::bytes).collect();
    let total: u64 = sizes.iter().sum();
    let sum = Memo::new(move |_| {
        stages.with(|stages| {
            stages.iter().zip(&sizes).map(|((_, stage), size)| done(*stage, *size)).sum::<u64>()
        })
    });
    let of = recordings.len();
    let part = move || {
        let arrived =
            stages.with(|stages| stages.iter().filter(|(_, stage)| *stage == Stage::Arrived).count());
        match arrived == of {
            true => t!("Your details, sealed").to_owned(),
            false => t!("Recording {n} of {of}", n = (arrived + 1).to_string(), of = of.to_string()),
        }
    };
    let left = move || time_left(sum.get(), 2 * total, js_sys::Date::now() - started);
    view! {
        <div class="progress">
            <p class="progress__line"><b class="ink" id="all">{part}</b><span>{left}</span></p>
            <progress max=2 * total value=sum aria-labelledby="all"></progress>
            <p class="progress__line"><span>{move || part_of(sum.get() / 2, total)}</span></p>
        </div>
    }
}

/// "about 2 min left"; nothing while it is too early to tell.
fn time_left(done: u64, total: u64, milliseconds: f64) -> String {
    if milliseconds < 1_000.0 || done == 0 || done >= total {
        return String::new();
    }
    let seconds = milliseconds / 1_000.0 * (total - done) as f64 / done as f64;
    let rounded = if seconds < 60.0 { seconds.ceil() } else { (seconds / 60.0).ceil() * 60.0 };
    t!("about {length} left", length = words::length(rounded as i64))
}

#[component]
fn Row(picked: Picked, stages: RwSignal<Vec<(u32, Stage)>>) -> impl IntoView {
    let (id, size, name) = (picked.id, picked.bytes(), picked.name());
    let stage = Memo::new(move |_| {
        stages.with(|stages| {
            stages.iter().find(|(of, _)| *of == id).map_or(Stage::Waiting, |(_, stage)| *stage)
        })
    });
    let label = name.clone();
    let said = move || {
        match stage.get() {
        Stage::Waiting => view! { <p class="tags"><span class="tag">{t!("Waiting")}</span></p> }.into_any(),
        Stage::Sealed => view! { <p class="tags"><span class="tag"><Icon name="lock"/>{t!("Sealed")}</span></p> }.into_any(),
        Stage::Arrived => view! {
            <p class="tags"><span class="tag tag--good"><Icon name="check"/>{t!("Arrived, {size}", size = bytes(size))}</span></p>
        }
        .into_any(),
        Stage::Sealing(done) => bar(t!("Sealing on this device"), done, size, &label).into_any(),
        Stage::Sending(done) => bar(t!("Sending"), done, size, &label).into_any(),
    }
    };
    view! {
        <li class="recording recording--plain">
            <Thumb picked/>
            <div class="stack stack-1"><b>{breakable(&name)}</b>{said}</div>
        </li>
    }
}

/// "3 MB of 84 MB"
fn part_of(done: u64, of: u64) -> String {
    t!("{passed} of {of}", passed = bytes(done), of = bytes(of))
}

fn bar(act: &'static str, done: u64, size: u64, name: &str) -> impl IntoView + use<> {
    let done = done.min(size);
    view! {
        <div class="progress">
            <progress max=size value=done aria-label=name.to_owned()></progress>
            <p class="progress__line tiny"><span>{act}</span><span>{part_of(done, size)}</span></p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_left_is_said_when_it_can_be_known() {
        assert_eq!(time_left(10, 100, 500.0), "");
        assert_eq!(time_left(50, 100, 30_000.0), "about 30 s left");
        assert_eq!(time_left(20, 100, 30_000.0), "about 2 min left");
        assert_eq!(time_left(100, 100, 30_000.0), "");
    }
}
