//! What one version of a request says otherwise than the one before: for residents, and for the reviewer of an amendment.

use leptos::prelude::*;
use neighbors_domain::area::Area;
use neighbors_domain::assistance_request::{Difference, Draft, Piece};
use neighbors_domain::cells::Cell9;
use neighbors_domain::window::Window;

use super::comb::{Sheet, comb_path, outline, view_box};
use crate::pages::assistance_request::where_when::from_incident;
use crate::words::{self, plural, t};

#[component]
pub fn Changes(before: Draft, after: Draft) -> impl IntoView {
    let difference = Difference::between(&before, &after);
    let written = difference
        .written
        .into_iter()
        .map(|(field, pieces)| view! { <div><dt>{words::tr(field.name())}</dt><dd>{words_of(pieces)}</dd></div> })
        .collect_view();
    let window = difference.window.map(|(was, is)| {
        let (was, is) = (window(&before.zone, was), window(&after.zone, is));
        view! { <div><dt>{t!("Window")}</dt><dd><Gone text=was/><br/><New text=is/></dd></div> }
    });
    let moved = difference.incident.map(|_| {
        view! { <div><dt>{t!("Incident’s cell")}</dt><dd><New text=t!("Another cell").to_owned()/></dd></div> }
    });
    let (gone, new) = (difference.cells_gone, difference.cells_new);
    let area = (!gone.is_empty() || !new.is_empty()).then(|| {
        view! { <div><dt>{t!("Area")}</dt><dd><AreaChange before=before.area after=after.area gone new/></dd></div> }
    });
    view! { <dl class="facts diff">{written}{window}{moved}{area}</dl> }
}

fn words_of(pieces: Vec<Piece>) -> Vec<AnyView> {
    let view = |piece| match piece {
        Piece::Same(text) => text.into_any(),
        Piece::Gone(text) => view! { <Gone text/> }.into_any(),
        Piece::New(text) => view! { <New text/> }.into_any(),
    };
    pieces.into_iter().map(view).collect()
}

/// Not by colour and line alone: whoever hears the page hears what happened to these words.
#[component]
fn Gone(text: String) -> impl IntoView {
    view! { <del><span class="unseen">{t!("Removed: ")}</span>{text}</del>" " }
}

#[component]
fn New(text: String) -> impl IntoView {
    view! { <ins><span class="unseen">{t!("Added: ")}</span>{text}</ins>" " }
}

fn window(zone: &str, window: Window) -> String {
    [words::moment_in(zone, window.from), words::moment_in(zone, window.until)].join(" – ")
}

/// Small, and silent: the lists below name each cell.
#[component]
fn AreaChange(before: Area, after: Area, gone: Vec<Cell9>, new: Vec<Cell9>) -> impl IntoView {
    let (width, height) = (280_u32, 150_u32);
    let index = |cells: &[Cell9]| cells.iter().map(|cell| cell.index()).collect::<Vec<_>>();
    let all = [index(&before.cells), index(&after.cells)].concat();
    let sheet = Sheet::around(&all, width.into(), height.into(), 14.0);
    let faint = comb_path(&sheet, after.incident.disk(5).into_iter().map(|cell| cell.index()));
    let (x, y) = sheet.middle(after.incident.index());
    let from = after.incident;
    let named = move |cells: Vec<Cell9>| {
        cells.into_iter().map(|cell| from_incident(from, cell)).collect::<Vec<_>>().join("; ")
    };
    let count = t!(
        "{before}, now {after}",
        before = plural!(before.cells.len(), "{n} cell", "{n} cells"),
        after = words::number(after.cells.len())
    );
    let drawing = view! {
        <svg class="area-change" viewBox=view_box(width, height) aria-hidden="true">
            <path class="map-comb" vector-effect="non-scaling-stroke" d=faint/>
            <path class="area__cell" vector-effect="non-scaling-stroke" d=comb_path(&sheet, index(&after.cells))/>
            <path class="area__gone" vector-effect="non-scaling-stroke" d=comb_path(&sheet, index(&gone))/>
            <path class="area__edge" vector-effect="non-scaling-stroke" d=outline(&sheet, index(&after.cells))/>
            <circle class="area__dot" vector-effect="non-scaling-stroke" cx=x cy=y r="45"/>
        </svg>
    };
    let gone = (!gone.is_empty()).then(|| view! { <p><Gone text=named(gone)/></p> });
    let new = (!new.is_empty()).then(|| view! { <p><New text=named(new)/></p> });
    view! { <p>{count}</p>{drawing}{gone}{new} }
}
