//! A quotation and the text it was taken from: does the one stand in the other, where, and if not,
//! what stands there instead?
//!
//! [`search`] takes a text and everything that is quoted from it, and goes through the text once.
//! It compares as an editor does. What the printer did to the words (line ends, hyphens, ligatures,
//! the form of quotation marks and dashes) makes no difference and is noted. What the author did to
//! them must be marked: an ellipsis for what is left out, square brackets for what is added. The
//! room knows neither briefs nor files.

mod find;
mod near;
mod omission;
mod pages;
mod pattern;
mod plain;
mod turn;

use std::ops::Range;

pub use find::search;
pub use near::{Change, Near, Scattered};
pub use pages::{PAGE_MARK, Pages, Place};

/// What is quoted from a text.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The words, as the author of a brief wrote them.
    pub words: &'a str,
    /// Where they are said to stand: `p. 12, table 2`.
    pub locator: Option<&'a str>,
}

/// What became of the search for a quotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It stands there, byte for byte.
    Exact(Found),
    /// It stands there, but for white space, hyphens at line ends, ligatures, forms of quotation
    /// marks and dashes, or the case of a first letter.
    Normalised(Found),
    /// It stands there in parts, in order and near each other; what is left out or added is marked.
    Abridged(Found),
    /// As [`Verdict::Abridged`], but what was left out or added may turn the meaning: a person must
    /// look.
    Turned(Found, Turn),
    /// It does not stand there; the passage most like it, where one is alike at all.
    NotFound(Option<Near>),
    /// Nobody can say, because there is no text to look in.
    NotCheckable(Why),
}

/// Where a quotation was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The bytes of the text, from the first word to the last.
    pub range: Range<usize>,
    /// The first and the last page, where the text has pages.
    pub pages: Option<(String, String)>,
    /// How often it stands in the text.
    pub times: usize,
    /// The locator given, held against the page.
    pub place: Place,
}

/// A word in what an author left out, or put in, that may turn the meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// The word: `not`, `denied`, `jamais`.
    pub word: String,
    /// It denies, or makes a fact an allegation; otherwise it doubts or sets a condition.
    pub denial: bool,
    /// How it came about.
    pub way: Way,
    /// The text as it stands there, with what was left out between `⟦` and `⟧`; `⟦–⟧` where nothing was.
    pub passage: String,
}

/// What an author did to the words of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Left out, by an ellipsis or a bracket.
    LeftOut,
    /// Put in, by a bracket.
    PutIn,
    /// Replaced by other words, by a bracket.
    Replaced,
}

impl Turn {
    fn new(turning: omission::Turning, way: Way, passage: String) -> Self {
        Self { word: turning.word, denial: turning.denial, way, passage }
    }
}

/// Why a quotation cannot be looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// No copy of the source was kept.
    NoCopy,
    /// A copy is kept, and it has no text here: a scan, a photograph, a copy that lies elsewhere.
    NoText,
    /// The text of the copy could not be read.
    Unreadable,
    /// No line of the custody log tells of the text.
    Unlogged,
    /// The text is not as it was when it was taken in.
    Changed,
    /// The custody log was changed, so that it vouches for no text.
    BrokenLog,
    /// The source is in another language than the quotation, which somebody translated.
    Translated,
    /// The quotation has no words.
    NoWords,
    /// Nothing says whose words they are: no citation follows.
    Uncited,
    /// It stands in an answer that names no source.
    NoSource,
}

impl Verdict {
    /// Where it was found.
    pub fn found(&self) -> Option<&Found> {
        match self {
            Self::Exact(found) | Self::Normalised(found) | Self::Abridged(found) | Self::Turned(found, _) => {
                Some(found)
            }
            Self::NotFound(_) | Self::NotCheckable(_) => None,
        }
    }

    /// Whether a machine found the words, and nothing is left for a person to judge.
    pub fn is_verified(&self) -> bool {
        matches!(self, Self::Exact(_) | Self::Normalised(_) | Self::Abridged(_))
    }

    /// The word for it, for reports.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Exact(_) => "exact",
            Self::Normalised(_) => "normalised",
            Self::Abridged(_) => "abridged",
            Self::Turned(..) => "turned",
            Self::NotFound(_) => "not found",
            Self::NotCheckable(_) => "not checkable",
        }
    }
}

impl Why {
    /// Every reason.
    pub const ALL: [Self; 10] = [
        Self::NoCopy,
        Self::NoText,
        Self::Unreadable,
        Self::Unlogged,
        Self::Changed,
        Self::BrokenLog,
        Self::Translated,
        Self::NoWords,
        Self::Uncited,
        Self::NoSource,
    ];

    /// Its name, by which documents find the words for it in their language.
    pub fn name(self) -> &'static str {
        match self {
            Self::NoCopy => "no_copy",
            Self::NoText => "no_text",
            Self::Unreadable => "unreadable",
            Self::Unlogged => "unlogged",
            Self::Changed => "changed",
            Self::BrokenLog => "broken_log",
            Self::Translated => "translated",
            Self::NoWords => "no_words",
            Self::Uncited => "uncited",
            Self::NoSource => "no_source",
        }
    }

    /// The reason in a sentence without its full stop.
    pub fn reason(self) -> &'static str {
        match self {
            Self::NoCopy => "no copy of the source is kept",
            Self::NoText => "the copy of the source has no text here",
            Self::Unreadable => "the text of the copy cannot be read",
            Self::Translated => "the source is in another language",
            Self::Unlogged => "the custody log does not tell of the saved text",
            Self::Changed => "the saved text is not as it was when it was taken in",
            Self::BrokenLog => "the custody log was changed",
            Self::NoWords => "the quotation has no words",
            Self::Uncited => "no citation follows it",
            Self::NoSource => "the answer names no source",
        }
    }
}
