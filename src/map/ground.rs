//! The ground under a map: one canvas that draws streets, parks and borders, fetched piece by piece as the view moves.

mod draw;
mod names;
mod tile;

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use h3o::CellIndex;
use leaflet::Map;
use neighbors_domain::addresses::ground;
use neighbors_domain::cells::Region7;
use neighbors_domain::ground::Ground as Wire;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::canvas::Canvas;
use super::fetch;
use super::palette::Palette;
use tile::Tile;

/// What is fetched for a view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Streets, parks and borders of the regions in view.
    Regions,
    /// The states; their counties as one comes nearer.
    Nation,
    Nothing,
}

/// Below this, a town is a dot and its streets are a blot.
const STREETS_FROM: f64 = 10.5;
/// A wide screen at [`STREETS_FROM`] sees about fifty regions.
const MOST_REGIONS: usize = 64;
pub struct Ground {
    map: Map,
    canvas: Canvas,
    source: Source,
    palette: RefCell<Palette>,
    tiles: RefCell<HashMap<String, Asked>>,
    widths: RefCell<HashMap<String, f64>>,
    /// A drawing is on its way.
    due: Cell<bool>,
    /// Told after each fetch: is there any ground, did any fail?
    told: Box<dyn Fn(bool, bool)>,
}

enum Asked {
    OnItsWay,
    /// Asked again when the view moves next.
    Failed,
    Here(Rc<Tile>),
}

impl Ground {
    pub fn new(map: &Map, source: Source, told: impl Fn(bool, bool) + 'static) -> Result<Rc<Self>, JsValue> {
        Ok(Rc::new(Self {
            palette: RefCell::new(Palette::read(&map.get_container()).unwrap_or_default()),
            map: map.clone(),
            canvas: Canvas::add(map, "ground")?,
            source,
            tiles: RefCell::default(),
            widths: RefCell::default(),
            due: Cell::new(false),
            told: Box::new(told),
        }))
    }

    /// The view came to rest somewhere: what is missing is asked for, and all is drawn with its names.
    pub fn rest(self: &Rc<Self>) {
        for address in self.wanted() {
            let known = matches!(self.tiles.borrow().get(&address), Some(Asked::OnItsWay | Asked::Here(_)));
            if !known {
                self.fetch(address);
            }
        }
        self.redraw();
    }

    /// The view is moving: draws only when the margin is used up or the enlargement changed.
    pub fn moving(self: &Rc<Self>) {
        if self.canvas.used_up() {
            self.redraw();
        }
    }

    /// The scheme changed.
    pub fn repaint(self: &Rc<Self>) {
        self.palette.replace(Palette::read(&self.map.get_container()).unwrap_or_default());
        self.redraw();
    }

    /// In the browser's next frame, however often it is asked for until then.
    pub fn redraw(self: &Rc<Self>) {
        if self.due.replace(true) {
            return;
        }
        let weak = Rc::downgrade(self);
        let frame = Closure::once_into_js(move || {
            if let Some(ground) = weak.upgrade() {
                ground.due.set(false);
                let _ = ground.draw();
            }
        });
        let asked = web_sys::window().map(|window| window.request_animation_frame(frame.unchecked_ref()));
        if !matches!(asked, Some(Ok(_))) {
            self.due.set(false);
        }
    }

    fn wanted(&self) -> Vec<String> {
        match self.source {
            Source::Nothing => Vec::new(),
            Source::Nation => vec![ground::STATES.to_owned()],
            Source::Regions if self.map.get_zoom() < STREETS_FROM => Vec::new(),
            Source::Regions => self.regions().into_iter().map(ground::region).collect(),
        }
    }

    /// Asks for more ground than the view needs by itself: the counties of one state.
    pub fn also(self: &Rc<Self>, address: String) {
        if !self.tiles.borrow().contains_key(&address) {
            self.fetch(address);
        }
    }

    /// Those in view, the middle first.
    fn regions(&self) -> Vec<Region7> {
        let (middle, bounds) = (self.map.get_center(), self.map.get_bounds());
        let (from, to) = (bounds.get_south_west(), bounds.get_north_east());
        let Ok(middle) = h3o::LatLng::new(middle.lat(), middle.lng()) else { return Vec::new() };
        // A region is about 2.4 km across: its middle may lie outside while its edge is in view.
        let (high, wide) = (0.016, 0.016 / middle.lat_radians().cos().max(0.05));
        let seen = |cell: &CellIndex| {
            let at = h3o::LatLng::from(*cell);
            (from.lat() - high..to.lat() + high).contains(&at.lat())
                && (from.lng() - wide..to.lng() + wide).contains(&at.lng())
        };
        let start = Region7::at(middle).index();
        let mut regions = Vec::new();
        for ring in 0..8 {
            let cells = start.grid_ring::<Vec<_>>(ring);
            let before = regions.len();
            regions.extend(cells.into_iter().filter(seen).filter_map(Region7::around));
            if regions.len() == before || regions.len() >= MOST_REGIONS {
                break;
            }
        }
        regions.truncate(MOST_REGIONS);
        regions
    }

    fn fetch(self: &Rc<Self>, address: String) {
        self.tiles.borrow_mut().insert(address.clone(), Asked::OnItsWay);
        let weak = Rc::downgrade(self);
        spawn_local(async move {
            let tile = fetch::json::<Wire>(&address).await.and_then(|ground| Tile::new(&ground).ok());
            // The page may be gone.
            let Some(here) = weak.upgrade() else { return };
            let asked = match tile {
                Some(tile) => Asked::Here(Rc::new(tile)),
                None => Asked::Failed,
            };
            here.tiles.borrow_mut().insert(address, asked);
            here.tell();
            here.redraw();
        });
    }

    fn tell(&self) {
        let tiles = self.tiles.borrow();
        let any = tiles.values().any(|asked| matches!(asked, Asked::Here(tile) if !tile.is_empty()));
        (self.told)(any, tiles.values().any(|asked| matches!(asked, Asked::Failed)));
    }

    fn here(&self) -> Vec<Rc<Tile>> {
        let tiles = self.tiles.borrow();
        tiles
            .values()
            .filter_map(|asked| if let Asked::Here(tile) = asked { Some(tile.clone()) } else { None })
            .collect()
    }
}
