//! The custody log of a brief: one line of JSON for each copy that was taken in, each with the hash of
//! the line before, so that no line can be changed or taken out of the middle unnoticed.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::store::sha256;
use crate::diagnostic::{Diagnostic, codes};
use crate::source_map::{FileId, SourceMap, Span};

/// The log's path in a brief's folder.
pub const LOG: &str = "evidence/custody.jsonl";

/// What the first line says of the line before.
const NOTHING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// How one copy came in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The number of the line, from 1.
    pub line: u64,
    /// The SHA-256 of the line before, without its end.
    pub previous: String,
    /// When it was taken in, in UTC.
    pub added: String,
    /// The person who took it in.
    pub by: String,
    /// The id of the source.
    pub source: String,
    /// The name that the file had.
    pub name: String,
    /// The SHA-256 of the evidentiary copy.
    pub sha256: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// Its media type.
    pub media_type: String,
    /// When it was captured, in UTC.
    pub captured: String,
    /// The address from which it was captured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The program that captured it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tool: Option<String>,
    /// The evidentiary copy in the brief's folder; none where it is kept elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The working copy, where it has a text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<WorkingCopy>,
    /// Anything else that a person should know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// The text of a copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkingCopy {
    /// Its path in the brief's folder.
    pub file: String,
    /// Its SHA-256.
    pub sha256: String,
    /// How many pages it has, where it has pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<usize>,
    /// A person typed it; otherwise the program took it out of the copy.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub typed: bool,
}

/// A custody log as it was read.
#[derive(Debug, Default)]
pub(super) struct Log {
    /// The lines, with their places.
    pub(super) lines: Vec<(Line, Span)>,
    /// The log as it stands.
    pub(super) text: String,
    /// What is wrong with it.
    pub(super) problems: Vec<Diagnostic>,
    /// The hash of the last line.
    last: Option<String>,
}

impl Log {
    /// The log of the brief in a folder, a canonical path; an empty one where there is none.
    ///
    /// # Errors
    /// When it is there and cannot be read.
    pub(super) fn open(map: &mut SourceMap, folder: &Path) -> Result<Self, Diagnostic> {
        let path = folder.join(LOG);
        match path.symlink_metadata() {
            Ok(_) => map.read(&path).map(|file| Self::read(map, file)),
            Err(_) => Ok(Self::default()),
        }
    }

    /// Reads a log, and follows its chain.
    pub(super) fn read(map: &SourceMap, file: FileId) -> Self {
        let text = map.file(file).text.clone();
        let mut log = Self::default();
        let mut at = 0;
        for (number, piece) in text.split_inclusive('\n').enumerate() {
            let span = Span::new(file, at..at + piece.trim_end().len());
            at += piece.len();
            let written = piece.trim_end_matches(['\n', '\r']);
            if written.trim().is_empty() {
                log.broken(span, "an empty line stands in the custody log");
                continue;
            }
            match serde_json::from_str::<Line>(written) {
                Ok(line) => {
                    let before = log.last.as_deref().unwrap_or(NOTHING);
                    if line.previous != before || line.line != number as u64 + 1 {
                        log.broken(span, "the chain of the custody log breaks at this line");
                    }
                    log.lines.push((line, span));
                }
                Err(error) => {
                    log.broken(span, &format!("this line of the custody log cannot be read: {error}"));
                }
            }
            log.last = Some(sha256(written.as_bytes()));
        }
        if !text.is_empty() && !text.ends_with('\n') {
            log.broken(Span::new(file, at..at), "the last line of the custody log is not whole");
        }
        log.text = text;
        log
    }

    fn broken(&mut self, span: Span, message: &str) {
        self.problems.push(
            Diagnostic::error(codes::BROKEN_CUSTODY, message)
                .at(span, "this line, or the one before it, is not what was written")
                .help("nobody edits this file by hand: restore it from a backup or from version control"),
        );
    }

    /// The log with one more line; the line is told its number and the hash of the one before.
    pub(super) fn with(&self, mut line: Line) -> Option<(Line, String)> {
        line.line = self.text.lines().count() as u64 + 1;
        line.previous = self.last.clone().unwrap_or_else(|| NOTHING.to_owned());
        let written = serde_json::to_string(&line).ok()?;
        Some((line, format!("{}{written}\n", self.text)))
    }

    /// The line about a copy of a source.
    pub(super) fn of(&self, source: &str, hash: &str) -> Option<&(Line, Span)> {
        self.lines.iter().rev().find(|(line, _)| line.source == source && line.sha256.eq_ignore_ascii_case(hash))
    }
}
