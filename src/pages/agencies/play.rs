//! The curve plays only when asked, and stops when asked. Who wants no motion goes on a month with each press instead.

use std::time::Duration;

use leptos::prelude::*;

use super::Shared;
use super::question::Question;
use crate::components::Icon;
use crate::words::t;

/// A week on the slider: the whole way takes some twenty seconds.
const BEAT: Duration = Duration::from_millis(120);

#[component]
pub fn Play(shared: Shared) -> impl IntoView {
    let Shared { question, step, time, moving, go, .. } = shared;
    // Whether it plays, and how often it was begun: a beat of an earlier time finds that it is over.
    let playing = RwSignal::new(false);
    let begun = StoredValue::new(0_u32);
    let stop = move || {
        playing.try_set(false);
    };
    // What was played to is kept in the address, as if a hand had moved it there.
    let keep = move || {
        stop();
        let until = time.day(step.get_untracked());
        go.run(Question { until, ..question.get_untracked() });
    };
    let beat = move || {
        let next = step.get_untracked() + 1;
        moving.set(Some(next.min(time.last)));
        if next >= time.last {
            keep();
        }
    };
    let from_the_start = move |step: usize| if step >= time.last { 0 } else { step };
    let press = move |_| {
        if playing.get_untracked() {
            return keep();
        }
        let start = step.get_untracked();
        if still() {
            let next = if start >= time.last { 0 } else { time.month_on(start) };
            return go.run(Question { until: time.day(next), ..question.get_untracked() });
        }
        moving.set(Some(from_the_start(start)));
        playing.set(true);
        begun.update_value(|begun| *begun += 1);
        let this = begun.get_value();
        go_on(move || {
            let on = playing.try_get_untracked() == Some(true) && begun.try_get_value() == Some(this);
            if on {
                beat();
            }
            on
        });
    };
    // Whoever asks for something else while it plays gets that.
    Effect::new(move || {
        if moving.get().is_none() {
            stop();
        }
    });
    let face = move || match playing.get() {
        true => view! { <Icon name="pause"/>{t!("Pause")} }.into_any(),
        false if still() => view! { <Icon name="next"/>{t!("One month on")} }.into_any(),
        false => view! { <Icon name="play"/>{t!("Play")} }.into_any(),
    };
    view! { <button class="button" type="button" on:click=press>{face}</button> }
}

/// A beat, and the next one for as long as it says so.
fn go_on(beat: impl Fn() -> bool + 'static) {
    let next = move || {
        if beat() {
            go_on(beat);
        }
    };
    set_timeout(next, BEAT);
}

/// Whether the reader asked for no motion.
fn still() -> bool {
    let query = window().match_media("(prefers-reduced-motion: reduce)").ok().flatten();
    query.is_some_and(|query| query.matches())
}
