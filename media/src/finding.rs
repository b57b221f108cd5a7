//! What was found in a file, in words for the one who took the picture.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    Location,
    Owner,
    Serial,
    Device,
    /// A second, often uncropped picture inside the first.
    Preview,
    MotionVideo,
    Time,
    Software,
    Other,
}

/// Shown to whoever chose the file and to nobody else: never sent, never logged.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Finding {
    pub kind: FindingKind,
    /// What it was, in short: "GPS position", "FUJIFILM FinePix2400Zoom".
    pub words: String,
}

/// The words may be somebody's name.
impl std::fmt::Debug for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Finding({:?})", self.kind)
    }
}

/// A list a person can read: a hostile file cannot make it longer.
const MOST: usize = 40;
const MOST_CHARS: usize = 60;

/// Findings as they turn up, each once.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Found(Vec<Finding>);

impl Found {
    pub fn add(&mut self, kind: FindingKind, words: &str) {
        let words: String = words.trim().chars().filter(|c| !c.is_control()).take(MOST_CHARS).collect();
        let finding = Finding { kind, words };
        if self.0.len() < MOST && !finding.words.is_empty() && !self.0.contains(&finding) {
            self.0.push(finding);
        }
    }

    pub(crate) fn append(&mut self, other: Self) {
        for finding in other.0 {
            self.add(finding.kind, &finding.words);
        }
    }

    pub fn has(&self, kind: FindingKind) -> bool {
        self.0.iter().any(|finding| finding.kind == kind)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What says most about a person first.
    pub fn into_list(mut self) -> Vec<Finding> {
        self.0.sort();
        self.0
    }
}
