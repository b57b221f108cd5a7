//! Coming back to a list: as long as it was, at the place it was read, with the focus where it was.
//!
//! How it was left is kept in the browser's history, beside the address, so it comes back with "back", with "forward"
//! and with a reload, and goes when the tab goes.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};

use super::list::{Focused, focused};

/// How a list was left.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Left {
    /// Entries that were loaded.
    pub count: usize,
    /// The entry at the upper edge, and where its top was, in pixels from there.
    entry: String,
    offset: i32,
    /// The entry that had the focus, empty where none had, and at which of its links.
    focus_entry: String,
    focus_nth: usize,
}

impl Left {
    /// As it is now.
    fn read(count: usize) -> Self {
        let entries = document().query_selector_all(".feed > article");
        let entries = (0..entries.as_ref().map_or(0, |entries| entries.length()))
            .filter_map(|n| entries.as_ref().ok()?.get(n)?.dyn_into::<web_sys::Element>().ok());
        // At the top of the page there is nothing to come back to.
        let scrolled = window().scroll_y().is_ok_and(|y| y > 0.0);
        let first =
            entries.filter(|_| scrolled).find(|entry| entry.get_bounding_client_rect().bottom() > 0.0);
        let (entry, offset) = match first {
            Some(entry) => (entry.id(), entry.get_bounding_client_rect().top() as i32),
            None => (String::new(), 0),
        };
        let (focus_entry, focus_nth) = focused().map(|it| (it.entry, it.nth)).unwrap_or_default();
        Self { count, entry, offset, focus_entry, focus_nth }
    }

    fn text(&self) -> String {
        let Self { count, offset, focus_nth, .. } = self;
        let (count, offset, nth) = (count.to_string(), offset.to_string(), focus_nth.to_string());
        [&count, &*self.entry, &offset, &*self.focus_entry, &nth].join(" ")
    }

    fn from_text(text: &str) -> Option<Self> {
        let mut parts = text.split(' ').map(str::to_owned);
        let (count, entry, offset) = (parts.next()?, parts.next()?, parts.next()?);
        let (count, offset) = (count.parse().ok()?, offset.parse().ok()?);
        let focus_entry = parts.next()?;
        Some(Self { count, entry, offset, focus_entry, focus_nth: parts.next()?.parse().ok()? })
    }

    /// What the history has for the address one came back to.
    pub fn kept() -> Option<Self> {
        Self::from_text(&window().history().ok()?.state().ok()?.as_string()?)
    }

    /// Once the entries are there.
    pub fn again(&self) {
        if let Some(entry) = document().get_element_by_id(&self.entry) {
            let top = entry.get_bounding_client_rect().top() - f64::from(self.offset);
            window().scroll_by_with_x_and_y(0.0, top);
        }
        Focused { entry: self.focus_entry.clone(), nth: self.focus_nth }.again();
    }
}

/// Notes how the list is read whenever scrolling rests, and before the page is left.
pub fn keep(count: impl Fn() -> usize + Copy + Send + Sync + 'static) {
    // The browser would scroll before the entries are there.
    if let Ok(history) = window().history() {
        let _ = js_sys::Reflect::set(&history, &"scrollRestoration".into(), &"manual".into());
    }
    for event in ["scrollend", "pagehide"] {
        let note = window_event_listener_untyped(event, move |_| note(count()));
        on_cleanup(move || note.remove());
    }
}

/// Before another address is shown.
pub fn note(count: usize) {
    if count > 0
        && let Ok(history) = window().history()
    {
        let _ = history.replace_state(&JsValue::from_str(&Left::read(count).text()), "");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_a_list_was_left_comes_back_from_its_note() {
        let left = Left {
            count: 40,
            entry: "item-1".into(),
            offset: -12,
            focus_entry: "item-2".into(),
            focus_nth: 2,
        };
        assert_eq!(Left::from_text(&left.text()), Some(left));
        let top = Left { count: 20, ..Left::default() };
        assert_eq!(Left::from_text(&top.text()), Some(top));
        for strange in ["", "x", "20 a b c 1", "-1 a 0 b 1", "20 a 0 b c"] {
            assert_eq!(Left::from_text(strange), None, "{strange}");
        }
    }
}
