//! What one version of a request says otherwise than the one before: word by word, field by field, cell by cell.

use super::Draft;
use crate::agency::TipLine;
use crate::cells::Cell9;
use crate::window::Window;

/// A piece of a text that was compared with another: the pieces that are not new are the text before, those that are
/// not gone the text after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    Same(String),
    Gone(String),
    New(String),
}

impl Piece {
    pub fn text(&self) -> &str {
        let (Self::Same(text) | Self::Gone(text) | Self::New(text)) = self;
        text
    }
}

/// What is written in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Written {
    Title,
    Text,
    IncidentType,
    CaseNumber,
    LeadName,
    LeadTitle,
    LeadContact,
    TipPhone,
    TipWeb,
    Zone,
}

impl Written {
    /// In the order readers meet them.
    pub const ALL: [Self; 10] = [
        Self::Title,
        Self::Text,
        Self::IncidentType,
        Self::CaseNumber,
        Self::LeadName,
        Self::LeadTitle,
        Self::LeadContact,
        Self::TipPhone,
        Self::TipWeb,
        Self::Zone,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "Title",
            Self::Text => "Text",
            Self::IncidentType => "Incident",
            Self::CaseNumber => "Case number",
            Self::LeadName => "Lead investigator",
            Self::LeadTitle => "Title of the lead investigator",
            Self::LeadContact => "Contact of the lead investigator",
            Self::TipPhone => "Tip line by phone",
            Self::TipWeb => "Tip line on the web",
            Self::Zone => "Time zone",
        }
    }

    /// As it stands in a draft; nothing is empty.
    pub fn of(self, draft: &Draft) -> &str {
        let TipLine { phone, web } = &draft.tip_line;
        match self {
            Self::Title => &draft.title,
            Self::Text => &draft.text,
            Self::IncidentType => &draft.incident_type,
            Self::CaseNumber => &draft.case_number.0,
            Self::LeadName => &draft.lead.name,
            Self::LeadTitle => &draft.lead.title,
            Self::LeadContact => &draft.lead.contact,
            Self::TipPhone => phone.as_deref().unwrap_or_default(),
            Self::TipWeb => web.as_deref().unwrap_or_default(),
            Self::Zone => &draft.zone,
        }
    }
}

/// Everything that two versions say differently. What the agency declares is the same in all: nothing is published
/// without all of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference {
    pub written: Vec<(Written, Vec<Piece>)>,
    /// Before and after.
    pub window: Option<(Window, Window)>,
    /// The cell of the incident, before and after: no amendment may, so this shows a rule that was broken.
    pub incident: Option<(Cell9, Cell9)>,
    pub cells_gone: Vec<Cell9>,
    pub cells_new: Vec<Cell9>,
}

impl Difference {
    pub fn between(before: &Draft, after: &Draft) -> Self {
        let written = Written::ALL.into_iter().filter_map(|field| {
            let (was, is) = (field.of(before), field.of(after));
            (was != is).then(|| (field, words(was, is)))
        });
        let only_in = |one: &Draft, other: &Draft| {
            let mut cells: Vec<Cell9> =
                one.area.cells.iter().filter(|cell| !other.area.contains(**cell)).copied().collect();
            cells.sort_unstable();
            cells.dedup();
            cells
        };
        let changed = |same: bool| (!same).then_some(());
        Self {
            written: written.collect(),
            window: changed(before.window == after.window).map(|()| (before.window, after.window)),
            incident: changed(before.area.incident == after.area.incident)
                .map(|()| (before.area.incident, after.area.incident)),
            cells_gone: only_in(before, after),
            cells_new: only_in(after, before),
        }
    }

    /// Both read the same to everybody, whatever the order of their cells.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// The longest common run of words, found the plain way: texts have 2,000 characters at most, so the table has a
/// million places at worst and some thousands as a rule.
pub fn words(before: &str, after: &str) -> Vec<Piece> {
    let (before, after) = (tokens(before), tokens(after));
    let start = before.iter().zip(&after).take_while(|(one, other)| one == other).count();
    let (rest_before, rest_after) = (&before[start..], &after[start..]);
    let end =
        rest_before.iter().rev().zip(rest_after.iter().rev()).take_while(|(one, other)| one == other).count();
    let (a, b) = (&rest_before[..rest_before.len() - end], &rest_after[..rest_after.len() - end]);
    // common[i][j]: how many words a[i..] and b[j..] have in common, in order. Spaces count nothing.
    let mut common = vec![vec![0_u32; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            common[i][j] = match a[i] == b[j] {
                true => common[i + 1][j + 1] + u32::from(!is_space(a[i])),
                false => common[i + 1][j].max(common[i][j + 1]),
            };
        }
    }
    let mut hunks = Hunks::default();
    before[..start].iter().for_each(|word| hunks.same(word));
    let (mut i, mut j) = (0, 0);
    while i < a.len() || j < b.len() {
        if i < a.len() && j < b.len() && a[i] == b[j] {
            hunks.same(a[i]);
            (i, j) = (i + 1, j + 1);
        } else if j == b.len() || i < a.len() && common[i + 1][j] >= common[i][j + 1] {
            hunks.last().gone.push_str(a[i]);
            i += 1;
        } else {
            hunks.last().new.push_str(b[j]);
            j += 1;
        }
    }
    rest_before[rest_before.len() - end..].iter().for_each(|word| hunks.same(word));
    hunks.pieces()
}

/// Words and what stands between them, each by itself: put together they are the text again.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let space = first.is_whitespace();
        let end = rest.find(|c: char| c.is_whitespace() != space).unwrap_or(rest.len());
        tokens.push(&rest[..end]);
        rest = &rest[end..];
    }
    tokens
}

fn is_space(token: &str) -> bool {
    token.starts_with(char::is_whitespace)
}

/// The same words, and what changed after them.
#[derive(Default)]
struct Hunk {
    same: String,
    gone: String,
    new: String,
}

impl Hunk {
    fn changes(&self) -> bool {
        !self.gone.is_empty() || !self.new.is_empty()
    }
}

#[derive(Default)]
struct Hunks(Vec<Hunk>);

impl Hunks {
    fn same(&mut self, token: &str) {
        if self.0.last().is_none_or(Hunk::changes) {
            self.0.push(Hunk::default());
        }
        self.last().same.push_str(token);
    }

    fn last(&mut self) -> &mut Hunk {
        if self.0.is_empty() {
            self.0.push(Hunk::default());
        }
        self.0.last_mut().expect("one was just put there")
    }

    /// Two changes with nothing but a space between them are one: so a reader meets whole phrases.
    fn pieces(self) -> Vec<Piece> {
        let mut joined: Vec<Hunk> = Vec::new();
        for hunk in self.0 {
            match joined.last_mut() {
                Some(before) if hunk.changes() && hunk.same.trim().is_empty() => {
                    before.gone.extend([&*hunk.same, &*hunk.gone]);
                    before.new.extend([&*hunk.same, &*hunk.new]);
                }
                _ => joined.push(hunk),
            }
        }
        let pieces = joined
            .into_iter()
            .flat_map(|Hunk { same, gone, new }| [Piece::Same(same), Piece::Gone(gone), Piece::New(new)]);
        pieces.filter(|piece| !piece.text().is_empty()).collect()
    }
}
