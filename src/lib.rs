//! Neutral, cited policy briefings from structured findings.
//!
//! Data flows one way, and each room hands the next one a type of its own:
//!
//! ```text
//! workspace → source_map → load → resolve → view → render → typeset → emit
//!                 text     Loaded  Resolved Document Rendered  PDF     file
//! ```
//!
//! - [`workspace`] finds briefs, templates and fonts; [`source_map`] alone reads text from disk.
//! - [`load`] makes the [`model`] from YAML and Markdown, and keeps a [`tree`] of places.
//! - [`wording`] takes texts apart: sentences, words, who is speaking, what the word lists find.
//! - [`evidence`] keeps saved copies of sources, logs how they came in, and takes their words out.
//! - [`quote`] looks for quotations in the text that they were taken from.
//! - [`resolve`] links entries and holds the gate, the only way to an established fact.
//! - [`check`] holds a brief against every rule, and weighs what they find; [`fix`] lays certain
//!   replacements over the files; [`graph`] draws what rests on what.
//! - [`locale`] has the words of documents in each language; [`language`] knows what a word for a language means.
//! - [`cite`] writes the words of notes in a citation style (CSL).
//! - [`theme`] is an organisation's look: colour, font, logo, paper.
//! - [`view`] is the only shape that templates see.
//! - [`render`] fills a minijinja template, with [`markup`] for what must not become code.
//! - [`typeset`] makes the PDF with one of two engines; [`publish`] joins the two and translates
//!   their complaints; [`emit`] writes files whole or not at all.
//! - [`charset`] reads somebody else's text files in whatever encoding; [`exchange`] brings sources from and to
//!   reference managers, [`sheet`] findings from and to spreadsheets.
//! - [`amend`] changes a data file and leaves all else in it as it is.
//! - [`diagnostic`] is what is wrong, whatever room says it, at a place ([`span`]); [`coverage`] holds text against
//!   fonts; [`report`] shows it; [`cli`] alone prints and knows exit codes.
//!
//! docs/architecture.md says what must never import what, and a test keeps it so.

pub mod amend;
pub mod changes;
pub mod charset;
pub mod check;
pub mod cite;
pub mod cli;
pub mod coverage;
pub mod diagnostic;
pub mod emit;
pub mod evidence;
pub mod exchange;
pub mod fix;
pub mod graph;
pub mod language;
pub mod load;
pub mod locale;
pub mod markup;
pub mod model;
pub mod publish;
pub mod quote;
pub mod render;
pub mod report;
pub mod resolve;
pub mod sheet;
pub mod source_map;
pub mod span;
pub mod text;
pub mod theme;
pub mod tree;
pub mod typeset;
pub mod variant;
pub mod versions;
pub mod view;
pub mod withheld;
pub mod wording;
pub mod workspace;
