//! What agencies are told before they ask, and what they cannot find out.

use leptos::prelude::*;

use crate::components::Icon;
use crate::words::t;

#[component]
pub fn Guidance() -> impl IntoView {
    let points = [
        (
            t!("Ask about one incident."),
            t!("One place, a few hours, one case number. A street’s whole day is nobody’s evidence."),
        ),
        (
            t!("Say what somebody did, never only who they seem to be."),
            t!("“Tried the doors of five parked cars” helps. A description by race alone is refused."),
        ),
        (
            t!("Do not ask about what is lawful."),
            t!("Not a protest, not worship, not a meeting, whoever complains about it."),
        ),
        (t!("Name no victim."), t!("Missing and abducted people are the exception, and the reviewer asks.")),
        (
            t!("Leave people free."),
            t!(
                "No deadline that frightens, no thanks in advance, no hint at what silence might mean. Saying no is as easy as saying yes."
            ),
        ),
        (
            t!("Put your name to it."),
            t!(
                "An active officer leads each case, with a contact residents can use. Whoever leaves is replaced, or the request is closed."
            ),
        ),
        (
            t!("Say what came of it."),
            t!("Also when it was of no use: residents who shared have a right to know."),
        ),
    ];
    points_of(points, "check")
}

#[component]
pub fn NeverSeen() -> impl IntoView {
    let points = [
        (
            t!("How many people a request reached."),
            t!("Nor how many live in the area, have a camera, or use this at all."),
        ),
        (
            t!("Who read it, who declined, who opted out."),
            t!(
                "Opting out is a switch no officer can read. That somebody read or declined is written down nowhere."
            ),
        ),
        (
            t!("Who began to share and stopped."),
            t!("A share exists for the agency once it is sent, and vanishes if it is withdrawn unopened."),
        ),
        (
            t!("Where anybody lives."),
            t!("Only whoever shares gives an address, inside a sealed file, after a screen that says so."),
        ),
        (
            t!("Who wrote a post."),
            t!(
                "Officers read “Neighbor 2”, like everybody else, and the numbers differ from thread to thread."
            ),
        ),
        (
            t!("How many shared, before the end."),
            t!("After it, only “fewer than 5”, “5 to 9” or “10 or more”, and the public reads the same."),
        ),
    ];
    points_of(points, "lock")
}

fn points_of<const N: usize>(points: [(&'static str, &'static str); N], icon: &'static str) -> impl IntoView {
    let point = move |(what, why): (&'static str, &'static str)| {
        view! { <li><Icon name=icon/><p><b>{what}</b><span>{why}</span></p></li> }
    };
    view! { <ul class="card points" role="list">{points.map(point).collect_view()}</ul> }
}
