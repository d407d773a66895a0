//! From Typst text to a PDF. All of Typst's types stay in this room.
//!
//! Two engines make the same pages: the crates inside this program, alone or in a second process with
//! limits, and the `typst` command. Both
//! see only the files of a [`Job`], both take the same fonts, neither fetches anything.

mod apart;
mod cli;
mod embedded;
mod fonts;

pub use apart::{Apart, serve};
pub use cli::TypstCli;
pub use embedded::Embedded;
pub use fonts::Fonts;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The version of Typst whose pages both engines make.
pub const TYPST_VERSION: &str = "0.15";

/// The standards that every PDF conforms to: PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1).
pub const STANDARDS: &str = "PDF/A-3a and PDF/UA-1";

/// Whether a text is written as Typst wants, whatever comes of it.
pub fn parses(text: &str) -> bool {
    typst::syntax::parse(text).errors_and_warnings().0.is_empty()
}

/// One document to typeset: every file that it may use, and its date.
#[derive(Debug)]
pub struct Job {
    /// The path of the main file among `files`.
    pub main: String,
    /// Files by their path from `/`.
    pub files: BTreeMap<String, Vec<u8>>,
    /// Seconds from the Unix epoch; the only date that the document knows.
    pub timestamp: i64,
}

/// A typeset document.
#[derive(Debug)]
pub struct Typeset {
    /// The bytes of the PDF.
    pub pdf: Vec<u8>,
    /// What the engine found odd.
    pub warnings: Vec<Complaint>,
}

/// What an engine says of the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Complaint {
    /// What is wrong.
    pub message: String,
    /// Where.
    pub at: Option<Place>,
    /// The calls that led there, the innermost first.
    pub trace: Vec<Place>,
    /// What to do.
    pub hints: Vec<String>,
}

/// A place in a file of the [`Job`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The file's path from `/`.
    pub file: String,
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

/// Why there is no PDF.
#[derive(Debug)]
pub enum Failure {
    /// The document is at fault.
    Document(Vec<Complaint>),
    /// The engine is: missing, of a wrong version, crashed, out of time.
    Engine {
        /// What happened.
        message: String,
        /// What to do.
        help: String,
    },
}

/// Something that makes a PDF of a [`Job`].
pub trait Engine {
    /// Typesets a document, conforming to [`STANDARDS`].
    ///
    /// # Errors
    /// [`Failure`], with everything that is wrong with the document.
    fn typeset(&self, job: &Job, fonts: &Fonts) -> Result<Typeset, Failure>;
}
