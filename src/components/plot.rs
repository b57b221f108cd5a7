//! Small plots: bars standing for months, bars lying for kinds. The number is written on each, so that nothing is guessed.

use leptos::prelude::*;

/// One bar: its name, how many, and whether it is drawn softly (what is owed rather than done).
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    pub name: String,
    pub n: usize,
    pub soft: bool,
}

impl Bar {
    pub fn new(name: impl Into<String>, n: usize) -> Self {
        Self { name: name.into(), n, soft: false }
    }
}

const WIDTH: usize = 320;
const HEIGHT: usize = 114;
/// Of the tallest bar; above it stands its number, below the axis the names.
const TALLEST: usize = 78;
const FLOOR: usize = 96;

/// Bars over time, one column each. Someone who does not see it hears every name and number.
#[component]
pub fn Columns(bars: Vec<Bar>) -> impl IntoView {
    let said: Vec<String> = bars.iter().map(|bar| [&bar.name, " ", &bar.n.to_string()].concat()).collect();
    let most = most(&bars);
    let step = WIDTH as f64 / bars.len().max(1) as f64;
    let wide = (step * 0.6).min(32.0);
    let column = |(at, bar): (usize, Bar)| {
        let middle = step * (at as f64 + 0.5);
        let high = bar.n * TALLEST / most;
        view! {
            <g>
                <rect class="plot__bar" x=middle - wide / 2.0 y=FLOOR - high width=wide height=high rx="2"/>
                <text class="plot__value" x=middle y=FLOOR - high - 5 text-anchor="middle">{bar.n}</text>
                <text x=middle y=HEIGHT - 4 text-anchor="middle">{bar.name}</text>
            </g>
        }
    };
    view! {
        <svg class="plot" viewBox=[0, 0, WIDTH, HEIGHT].map(|n| n.to_string()).join(" ") role="img" aria-label=said.join(", ")>
            <path class="plot__axis" d="M0 96.5H320"/>
            {bars.into_iter().enumerate().map(column).collect_view()}
        </svg>
    }
}

/// A span of times in one column: where its middle half lies, and the median.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Spread {
    pub name: String,
    /// A quarter, the median, three quarters; `None` where nothing was counted.
    pub ends: Option<[i64; 3]>,
    /// The median, short enough to stand over the column.
    pub shown: String,
    /// All of it, for whoever does not see it.
    pub said: String,
}

/// Spans over time, one column each, on one scale that begins at nought.
#[component]
pub fn Spreads(spreads: Vec<Spread>) -> impl IntoView {
    let said: Vec<String> = spreads
        .iter()
        .filter(|one| one.ends.is_some())
        .map(|one| [&*one.name, ": ", &*one.said].concat())
        .collect();
    let most = spreads.iter().filter_map(|one| one.ends).map(|ends| ends[2]).max().unwrap_or_default().max(1);
    let high = move |seconds: i64| FLOOR as f64 - (seconds as f64 / most as f64 * TALLEST as f64).round();
    let step = WIDTH as f64 / spreads.len().max(1) as f64;
    let wide = (step * 0.6).min(32.0);
    let column = |(at, one): (usize, Spread)| {
        let middle = step * (at as f64 + 0.5);
        let (left, right) = (middle - wide / 2.0, middle + wide / 2.0);
        let drawn = one.ends.map(|[quarter, median, three_quarters]| {
            let (top, bottom) = (high(three_quarters), high(quarter));
            // A month with one decision is a line.
            let tall = (bottom - top).max(1.0);
            view! {
                <rect class="plot__bar plot__bar--soft" x=left y=top width=wide height=tall rx="2"/>
                <line class="plot__median" x1=left x2=right y1=high(median) y2=high(median)/>
                <text class="plot__value" x=middle y=top - 5.0 text-anchor="middle">{one.shown}</text>
            }
        });
        view! { <g>{drawn}<text x=middle y=HEIGHT - 4 text-anchor="middle">{one.name}</text></g> }
    };
    view! {
        <svg class="plot" viewBox=[0, 0, WIDTH, HEIGHT].map(|n| n.to_string()).join(" ") role="img" aria-label=said.join("; ")>
            <path class="plot__axis" d="M0 96.5H320"/>
            {spreads.into_iter().enumerate().map(column).collect_view()}
        </svg>
    }
}

/// Bars of kinds, one line each: a list with numbers, to which the drawing adds nothing but the look of it.
#[component]
pub fn Lines(bars: Vec<Bar>) -> impl IntoView {
    let most = most(&bars);
    let line = |bar: Bar| {
        let class = if bar.soft { "plot__bar plot__bar--soft" } else { "plot__bar" };
        view! {
            <li>
                <span>{bar.name}</span>
                <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                    <rect class=class width=bar.n * 100 / most height="10" rx="1.5"/>
                </svg>
                <b>{bar.n}</b>
            </li>
        }
    };
    view! { <ul class="hbars" role="list">{bars.into_iter().map(line).collect_view()}</ul> }
}

fn most(bars: &[Bar]) -> usize {
    bars.iter().map(|bar| bar.n).max().unwrap_or_default().max(1)
}
