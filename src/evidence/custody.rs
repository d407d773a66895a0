//! The custody log of a brief: one line of JSON for each copy that was taken in, each with the hash of
//! the line before and one of itself, so that no line can be changed, and none taken out of the middle,
//! without its hashes being made anew. Whoever can write the file can do that: the hashes are no
//! signature. Lines of earlier versions have no hash of themselves; the line after them covers them.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::store::sha256;
use crate::diagnostic::{Diagnostic, codes};
use crate::source_map::{FileId, SourceMap, Span};

/// The log's path in a brief's folder.
pub const LOG: &str = "evidence/custody.jsonl";

/// What the first line says of the line before.
const NOTHING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// How the hash of a line itself begins, at its very end.
const CHECKSUM: &str = ",\"checksum\":\"";

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
    /// The SHA-256 of this line as it stands without this field, which is the last; none in lines of
    /// earlier versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checksum: Option<String>,
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

    /// Reads a log, and follows its chain. What breaks in one place is told once.
    pub(super) fn read(map: &SourceMap, file: FileId) -> Self {
        let text = map.file(file).text.clone();
        let mut log = Self::default();
        let mut chain = Chain { next: 1, last: Some(NOTHING.to_owned()), sealed: false };
        let mut at = 0;
        for piece in text.split_inclusive('\n') {
            let span = Span::new(file, at..at + piece.trim_end().len());
            at += piece.len();
            let written = piece.trim_end_matches(['\n', '\r']);
            if written.trim().is_empty() {
                log.broken(span, "an empty line stands in the custody log", "nothing is written here");
                continue;
            }
            match serde_json::from_str::<Line>(written) {
                Ok(line) => {
                    if let Some((message, label)) = chain.follow(&line, written) {
                        log.broken(span, &message, label);
                    }
                    log.lines.push((line, span));
                }
                Err(error) => {
                    let message = format!("this line of the custody log cannot be read: {error}");
                    log.broken(span, &message, "this is not what was written");
                    chain.go_on(chain.next);
                }
            }
            log.last = Some(sha256(written.as_bytes()));
        }
        if !text.is_empty() && !text.ends_with('\n') {
            let message = "the last line of the custody log is not whole";
            log.broken(Span::new(file, at..at), message, "the end of the line is missing");
        }
        log.text = text;
        log
    }

    fn broken(&mut self, span: Span, message: &str, label: &str) {
        self.problems.push(
            Diagnostic::error(codes::BROKEN_CUSTODY, message)
                .at(span, label)
                .help("nobody edits this file by hand: restore it from a backup or from version control"),
        );
    }

    /// The last line has no hash of itself, and no line follows that would cover it.
    pub(super) fn ends_open(&self) -> bool {
        self.lines.last().is_some_and(|(line, _)| line.checksum.is_none())
    }

    /// The log with one more line; the line is told its number and the hash of the one before.
    pub(super) fn with(&self, mut line: Line) -> Option<(Line, String)> {
        line.line = self.text.lines().count() as u64 + 1;
        line.previous = self.last.clone().unwrap_or_else(|| NOTHING.to_owned());
        line.checksum = None;
        line.checksum = Some(sha256(serde_json::to_string(&line).ok()?.as_bytes()));
        let written = serde_json::to_string(&line).ok()?;
        Some((line, format!("{}{written}\n", self.text)))
    }

    /// The line about a copy of a source.
    pub(super) fn of(&self, source: &str, hash: &str) -> Option<&(Line, Span)> {
        self.lines.iter().rev().find(|(line, _)| line.source == source && line.sha256.eq_ignore_ascii_case(hash))
    }
}

/// Where the chain of a log has come to.
struct Chain {
    /// The number that the next line has.
    next: u64,
    /// The hash of the line before; none after a line that is not what was written.
    last: Option<String>,
    /// A line had a hash of itself: all after it have one.
    sealed: bool,
}

impl Chain {
    /// Follows a line as it is written. Yields what is wrong with it, and what is said at its place.
    fn follow(&mut self, line: &Line, written: &str) -> Option<(String, &'static str)> {
        let edited = match &line.checksum {
            Some(checksum) => !is_of(checksum, written),
            None => self.sealed,
        };
        if edited {
            let at = self.next;
            self.go_on(at);
            return Some(match line.checksum {
                Some(_) => (
                    format!("line {at} of the custody log was edited after it was written"),
                    "the checksum at its end is not that of this line",
                ),
                None => (
                    format!("line {at} of the custody log has lost its checksum"),
                    "lines before it have one at their end",
                ),
            });
        }
        self.sealed |= line.checksum.is_some();
        // What is not a line of the log may stand in place of one, or between two.
        let between = self.last.is_none() && line.line.checked_add(1) == Some(self.next);
        let expected = if between { line.line } else { self.next };
        if line.line < expected {
            // What follows goes on from the line before this one.
            let message = format!("line {} stands twice in the custody log, or in the wrong place", line.line);
            return Some((message, "this line does not belong here"));
        }
        let follows = self.last.as_ref().is_none_or(|last| *last == line.previous);
        self.go_on(line.line);
        self.last = Some(sha256(written.as_bytes()));
        match line.line - expected {
            0 if follows => None,
            0 if expected == 1 => Some((
                "the first line of the custody log was edited".to_owned(),
                "it follows on another line, and none stands before it",
            )),
            0 => Some((
                format!("line {} of the custody log is not what line {expected} follows on", expected - 1),
                "this line or the one before it was edited",
            )),
            1 => Some((
                format!("line {expected} of the custody log is missing"),
                "this line follows on one that is not there",
            )),
            _ => Some((
                format!("lines {expected} to {} of the custody log are missing", line.line - 1),
                "this line follows on one that is not there",
            )),
        }
    }

    /// Goes on after the line with this number, whatever it holds.
    fn go_on(&mut self, line: u64) {
        self.next = line.saturating_add(1);
        self.last = None;
    }
}

/// Whether a checksum is the one of the line at whose end it stands.
fn is_of(checksum: &str, written: &str) -> bool {
    let end = format!("{CHECKSUM}{checksum}\"}}");
    written.strip_suffix(&end).is_some_and(|rest| sha256(format!("{rest}}}").as_bytes()) == checksum)
}
