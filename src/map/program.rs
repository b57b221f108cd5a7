//! The maps of the feed, as a program of their own: hears [`Tell`], draws, and says what was pressed.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use neighbors_domain::cells::{Cell8, Region7};
use neighbors_domain::feed::Activity;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{CustomEvent, Document, Element, HtmlElement};

use super::area::draw_area;
use super::client::send;
use super::honeycomb::{self, Mark, Marks, Touch};
use super::messages::{
    AGAIN, CELL, FAILED, LOST, MarkKind, OVER, PLACE, READY, Scene, SceneMark, TELL, Tell,
};
use super::view::{Looks, Manner, View};
use super::{activity, fetch, leaflet, position};
use crate::words::t;

/// A map that is on the page.
struct Stage {
    place: HtmlElement,
    view: Rc<View>,
    /// Only the map of a feed has one.
    scene: Option<Scene>,
    marks: Option<Marks>,
    /// The cell of the entry that is pointed at: it stays filled when the marks are drawn anew.
    meant: Option<Cell8>,
    around: Vec<::leaflet::Layer>,
    /// Counts are shown instead of entries: the answer, and its key.
    counted: Option<(Activity, Element)>,
}

impl Stage {
    fn new(place: HtmlElement, view: Rc<View>) -> Self {
        Self { place, view, scene: None, marks: None, meant: None, around: Vec::new(), counted: None }
    }

    fn fill_meant(&self) {
        if let Some(marks) = &self.marks {
            marks.select(|cell| Some(cell) == self.meant.map(Cell8::index));
        }
    }

    /// What the button of the counts says: whether they are shown, and in words.
    fn layer(&self, on: bool, words: &str) {
        let Ok(Some(button)) = self.place.query_selector(".map__layer") else { return };
        let _ = button.set_attribute("aria-pressed", if on { "true" } else { "false" });
        if let Some(said) = button.first_element_child() {
            said.set_text_content(Some(words));
        }
    }
}

thread_local! {
    static LISTENS: Cell<bool> = const { Cell::new(false) };
    static STAGES: RefCell<Vec<Stage>> = const { RefCell::new(Vec::new()) };
}

/// Begins to listen, and says so. What is listened with lives as long as the page, as the program itself.
pub fn start() {
    spawn_local(begin());
    let again = Closure::<dyn FnMut()>::new(|| spawn_local(begin())).into_js_value();
    if let Some(document) = document() {
        let _ = document.add_event_listener_with_callback(AGAIN, again.unchecked_ref());
    }
}

async fn begin() {
    let Some(document) = document() else { return };
    if leaflet::load().await.is_err() {
        return send(&document, FAILED, "");
    }
    if LISTENS.replace(true) {
        return;
    }
    let heard = Closure::<dyn FnMut(CustomEvent)>::new(|event: CustomEvent| {
        let place = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
        let tell = event.detail().as_string().and_then(|text| serde_json::from_str(&text).ok());
        if let (Some(place), Some(tell)) = (place, tell) {
            hear(place, tell);
        }
    });
    let _ = document.add_event_listener_with_callback(TELL, heard.into_js_value().unchecked_ref());
    send(&document, READY, "");
}

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

fn hear(place: HtmlElement, tell: Tell) {
    match tell {
        Tell::Scene(scene) => drop(show(place, scene)),
        Tell::Area(area) => {
            drop(leave(&place));
            if let Ok(view) = draw_area(&place, &area, Manner::Still) {
                STAGES.with_borrow_mut(|stages| stages.push(Stage::new(place, view)));
            }
        }
        Tell::Marked(cell) => STAGES.with_borrow_mut(|stages| {
            if let Some(stage) = stages.iter_mut().find(|it| it.place == place) {
                stage.meant = cell;
                stage.fill_meant();
            }
        }),
        Tell::Locate => spawn_local(async move {
            match position::here().await {
                Some(at) => send(&place, PLACE, &Region7::at(at).to_string()),
                None => send(&place, LOST, ""),
            }
        }),
        Tell::Gone => drop(leave(&place)),
    }
}

/// Takes a map out of the list; what is dropped tells nobody anything, so it is dropped outside of the borrow.
fn leave(place: &HtmlElement) -> Option<Stage> {
    STAGES.with_borrow_mut(|stages| {
        let n = stages.iter().position(|stage| stage.place == *place)?;
        Some(stages.swap_remove(n))
    })
}

fn show(place: HtmlElement, scene: Scene) -> Result<(), JsValue> {
    let mut stage = match leave(&place) {
        Some(stage) => stage,
        None => open(place)?,
    };
    stage.place.set_attribute("aria-label", &scene.label)?;
    let old = stage.scene.replace(scene.clone());
    if old.as_ref().is_none_or(|old| (old.region, old.rings) != (scene.region, scene.rings)) {
        go(&mut stage, &scene);
    }
    let counts = stage.counted.is_some();
    if counts && old.as_ref().is_some_and(|old| old.activity != scene.activity) {
        count(stage.place.clone(), scene.activity.clone());
    }
    if !counts && old.is_none_or(|old| old.marks != scene.marks) {
        mark(&mut stage)?;
    }
    STAGES.with_borrow_mut(|stages| stages.push(stage));
    Ok(())
}

/// Moves to another place: the comb of its neighborhood, and how far the list reaches.
fn go(stage: &mut Stage, scene: &Scene) {
    for layer in stage.around.drain(..) {
        layer.remove();
    }
    let reach: Vec<_> = scene.region.disk(scene.rings).into_iter().map(Region7::index).collect();
    stage.view.fit(reach.iter().flat_map(|region| region.boundary().iter().copied().collect::<Vec<_>>()));
    let comb = reach.iter().flat_map(|region| region.children(Cell8::RESOLUTION));
    stage.around = vec![honeycomb::cells("map-comb", comb), honeycomb::edge("map-region", &reach)];
    for layer in &stage.around {
        layer.add_to(&stage.view.map);
    }
}

/// The cells one can press: those of the entries listed, or, where counts are wanted, of all that happened.
fn mark(stage: &mut Stage) -> Result<(), JsValue> {
    let marks = match (&stage.counted, &stage.scene) {
        (Some((activity, _)), _) => activity::marks(activity),
        (None, Some(scene)) => scene.marks.iter().map(listed).collect(),
        (None, None) => Vec::new(),
    };
    let place = stage.place.clone();
    // Those of before go first: two of the same cell would stand on each other.
    stage.marks = None;
    stage.marks = Some(Marks::show(&stage.view, &marks, move |cell, touch| {
        let Some(cell) = Cell8::around(cell) else { return };
        match touch {
            Touch::Pressed => send(&place, CELL, &cell.to_string()),
            Touch::Over => send(&place, OVER, &cell.to_string()),
            Touch::Left => send(&place, OVER, ""),
        }
    })?);
    stage.fill_meant();
    Ok(())
}

/// Asks how much happened where, and shows it.
fn count(place: HtmlElement, address: String) {
    spawn_local(async move {
        let activity = fetch::json::<Activity>(&address).await;
        let Some(mut stage) = leave(&place) else { return };
        let current = stage.scene.as_ref().is_some_and(|scene| scene.activity == address);
        match activity {
            Some(activity) if current => drop(counted(&mut stage, activity)),
            // Counts of other filters would be wrong ones: the entries come back, and the button can be pressed again.
            None if current => {
                put_away(&mut stage);
                stage.layer(false, t!("The counts did not arrive. Try again"));
            }
            // Another place was asked for meanwhile, or the layer put away.
            _ => {}
        }
        STAGES.with_borrow_mut(|stages| stages.push(stage));
    });
}

fn counted(stage: &mut Stage, activity: Activity) -> Result<(), JsValue> {
    let document = stage.place.owner_document().ok_or(JsValue::NULL)?;
    let key = activity::key(&document, &activity)?;
    stage.place.append_child(&key)?;
    if let Some((_, old)) = stage.counted.replace((activity, key)) {
        old.remove();
    }
    mark(stage)
}

/// Shows the entries again instead of counts; `false` where these were shown already.
fn put_away(stage: &mut Stage) -> bool {
    let Some((_, key)) = stage.counted.take() else { return false };
    key.remove();
    let _ = mark(stage);
    true
}

/// Somebody pressed "How much happened where".
fn toggle(place: &HtmlElement) {
    let Some(mut stage) = leave(place) else { return };
    let address = stage.scene.as_ref().map(|scene| scene.activity.clone());
    let on = !put_away(&mut stage);
    if let (true, Some(address)) = (on, address) {
        count(place.clone(), address);
    }
    stage.layer(on, t!("How much happened where"));
    STAGES.with_borrow_mut(|stages| stages.push(stage));
}

fn open(place: HtmlElement) -> Result<Stage, JsValue> {
    let view = View::open(&place, &Looks::town(Manner::Free))?;
    let element = place.clone();
    view.on("click", move |event| {
        let at = event.unchecked_into::<::leaflet::MouseEvent>().lat_lng();
        if let Ok(at) = h3o::LatLng::new(at.lat(), at.lng()) {
            send(&element, PLACE, &Region7::at(at).to_string());
        }
    });
    let document = place.owner_document().ok_or(JsValue::NULL)?;
    let button = document.create_element("button")?;
    button.set_class_name("button map__layer");
    button.set_attribute("type", "button")?;
    button.set_attribute("aria-pressed", "false")?;
    let said = document.create_element("span")?;
    said.set_attribute("aria-live", "polite")?;
    said.set_text_content(Some(t!("How much happened where")));
    button.append_child(&said)?;
    leaflet::keep_clicks(button.unchecked_ref());
    place.append_child(&button)?;
    let stage = place.clone();
    view.listen(&button, "click", move |_| toggle(&stage));
    Ok(Stage::new(place, view))
}

fn listed(mark: &SceneMark) -> Mark {
    let class = match mark.kind {
        MarkKind::Post => "hex hex--post",
        MarkKind::AssistanceRequest => "hex hex--rfa",
        MarkKind::Record => "hex hex--record",
    };
    let (text, label) = (mark.text.clone(), mark.label.clone());
    Mark { cell: mark.cell.index(), class, text, label, selected: false }
}
