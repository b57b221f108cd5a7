//! How far a long import is: a bar on a terminal, plain lines in a log.

use std::io::IsTerminal;
use std::sync::atomic::{AtomicU64, Ordering};

use indicatif::{ProgressBar, ProgressStyle};

/// Told about every row; shows what suits the reader. Everything goes to stderr.
pub struct Progress(Shown);

enum Shown {
    Nothing,
    Bar(ProgressBar),
    Lines { of: AtomicU64, done: AtomicU64 },
}

impl Progress {
    pub fn silent() -> Self {
        Self(Shown::Nothing)
    }

    pub fn for_people() -> Self {
        if !std::io::stderr().is_terminal() {
            return Self(Shown::Lines { of: AtomicU64::new(0), done: AtomicU64::new(0) });
        }
        let style = ProgressStyle::with_template("{msg} {bar:40} {pos} of {len}, {eta} left");
        Self(Shown::Bar(
            ProgressBar::hidden().with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar())),
        ))
    }

    pub fn start(&self, rows: usize, what: &'static str) {
        match &self.0 {
            Shown::Nothing => {}
            Shown::Bar(bar) => {
                bar.set_message(what);
                bar.set_length(rows as u64);
                bar.set_draw_target(indicatif::ProgressDrawTarget::stderr());
            }
            Shown::Lines { of, .. } => {
                of.store(rows as u64, Ordering::Relaxed);
                eprintln!("{what}: 0 of {rows}");
            }
        }
    }

    pub fn step(&self) {
        match &self.0 {
            Shown::Nothing => {}
            Shown::Bar(bar) => bar.inc(1),
            Shown::Lines { of, done } => {
                let (of, done) = (of.load(Ordering::Relaxed), done.fetch_add(1, Ordering::Relaxed) + 1);
                if done.is_multiple_of(500) || done == of {
                    eprintln!("{done} of {of}");
                }
            }
        }
    }

    pub fn finish(&self) {
        if let Shown::Bar(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
