//! What can be wrong with a file, said with line and column.

use std::fmt;

/// The file was not taken, and the data is as it was.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("the file could not be read: {cause}")]
    Read { cause: std::io::Error },
    #[error(
        "the file is larger than {max_bytes} bytes once unpacked: this is no list that can be taken here"
    )]
    TooLarge { max_bytes: u64 },
    #[error("{}", sentences(problems, *more))]
    Broken {
        /// The first [`Problem::MOST`], in the order of the file.
        problems: Vec<Problem>,
        more: usize,
    },
    #[error("the mapping says {what}")]
    Mapping { what: String },
    #[error("dates are moved only in a demo: a public record says when something happened")]
    OnlyInADemo,
    #[error(transparent)]
    Store(#[from] sqlx::Error),
}

/// One thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    pub at: At,
    /// The name of the column, or its number where it has no name.
    pub column: String,
    pub wrong: Wrong,
}

/// Counted from 1: a line as an editor shows it, or a feature of GeoJSON, which may all stand in one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum At {
    Line(u64),
    Feature(u64),
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(line) => write!(f, "line {line}"),
            Self::Feature(feature) => write!(f, "feature {feature}"),
        }
    }
}

impl Problem {
    /// More than these help nobody.
    pub const MOST: usize = 20;

    pub fn new(line: u64, column: impl Into<String>, wrong: Wrong) -> Self {
        Self { at: At::Line(line), column: column.into(), wrong }
    }

    pub fn in_feature(feature: u64, property: impl Into<String>, wrong: Wrong) -> Self {
        Self { at: At::Feature(feature), column: property.into(), wrong }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, column {}: {}", self.at, self.column, self.wrong)
    }
}

impl From<Problem> for ImportError {
    fn from(problem: Problem) -> Self {
        Self::Broken { problems: vec![problem], more: 0 }
    }
}

impl From<Vec<Problem>> for ImportError {
    fn from(mut problems: Vec<Problem>) -> Self {
        problems.sort_by_key(|problem| problem.at);
        let more = problems.len().saturating_sub(Problem::MOST);
        problems.truncate(Problem::MOST);
        Self::Broken { problems, more }
    }
}

fn sentences(problems: &[Problem], more: usize) -> String {
    let mut lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    if more > 0 {
        lines.push(format!("and {more} more"));
    }
    lines.join("\n")
}

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Wrong {
    #[error("the first line lacks this column; it needs {}", .needed.join(", "))]
    NoColumn { needed: Vec<String> },
    #[error("the first line names this column twice")]
    ColumnTwice,
    #[error("the row ends before this column: it has {found} fields and needs {wanted}")]
    RowTooShort { found: usize, wanted: usize },
    #[error("the row goes on after its last column: it has {found} fields and needs {wanted}")]
    RowTooLong { found: usize, wanted: usize },
    #[error(
        "the file ends in the middle of this line; it may have been cut off. If it is whole, end it with a line break"
    )]
    EndsEarly,
    #[error("the compressed file is damaged or cut off here")]
    DamagedGzip,
    #[error("this is not UTF-8 (it may be Latin-1): save the file as UTF-8")]
    NotUtf8,
    #[error("a control character (U+{code:04X}) stands here; a quotation mark may never be closed")]
    ControlCharacter { code: u32 },
    #[error("this has {chars} characters, the most is {max}; a quotation mark may never be closed")]
    TooLong { chars: usize, max: usize },
    #[error("these are more rows than the {max} that fit")]
    TooManyRows { max: usize },
    #[error("this begins with “{first}”, as a spreadsheet formula does")]
    Formula { first: char },
    #[error("this is empty and must not be")]
    Empty,
    #[error("the id can hold letters, digits, dashes, dots and underscores only")]
    NotAnId,
    #[error("this is not the two letters of a state")]
    NotAState,
    #[error("this is not a date (2019-08-27), or a month (2020-03) where the precision says so")]
    NotADate,
    #[error("the precision is “day” or “month”, and fits its date")]
    NotAPrecision,
    #[error("this lies in the future")]
    InTheFuture,
    #[error("this is before {year}, when there was no such programme")]
    TooEarly { year: i32 },
    #[error("this is no time as the mapping writes it ({}), or no day of any calendar", .formats.join(", "))]
    NotATime { formats: Vec<String> },
    #[error("the clocks of {zone} left this time out")]
    LeftOut { zone: String },
    #[error("this is before {year}: no list of incidents is so old")]
    TooOld { year: i32 },
    #[error("it ends before it begins")]
    EndsFirst,
    #[error("this is not the name of a cell")]
    NotACell,
    #[error("this is not a number in degrees")]
    NotANumber,
    #[error("only one of lat and lon is given")]
    HalfAPlace,
    #[error("lat and lon are swapped")]
    Swapped,
    #[error("this place does not lie in the United States")]
    OutsideTheStates,
    #[error("this is not an address that begins with https://")]
    NotALink,
    #[error("this is not a number of the Census: it has {digits} digits")]
    NotACensusNumber { digits: usize },
    #[error("this id stands in line {first_line} already")]
    IdTwice { first_line: u64 },
    #[error("there is no row with this id, or it is a repeat itself")]
    NoSuchOriginal,
    #[error("this is not GeoJSON: {detail}")]
    NotGeoJson { detail: String },
    #[error(
        "this is no outline of a neighborhood: a closed ring of points at most {max_degrees} degrees apart"
    )]
    NotAnOutline { max_degrees: f64 },
    #[error("another outline has this name and city")]
    NameTwice,
    #[error("this could not be read: {detail}")]
    Unreadable { detail: String },
    #[error("{wanted} is needed here, and this is {found}")]
    OtherGeometry { wanted: &'static str, found: String },
    #[error("it spans more than {max_degrees} degrees: this is no {what}")]
    TooWide { what: &'static str, max_degrees: f64 },
    #[error("it jumps {degrees:.0} degrees from one point to the next; at 180° it has to be cut")]
    Jumps { degrees: f64 },
    #[error("these are more features than the {max} that fit")]
    TooManyFeatures { max: usize },
    #[error("these are more points than the {max} that fit")]
    TooManyPoints { max: usize },
    #[error("arc {arc} is not there")]
    NoSuchArc { arc: i64 },
}
