//! Taking a copy in: the file itself, its text, a line in the custody log, and the lines of
//! `sources.yaml` that name it.
//!
//! All four are written together or not at all. They take their places one after another, in an order
//! in which each state between two of them is true, only not finished, should the machine stop there:
//!
//! 1. **The copy.** It is a file that no line of the log tells of.
//! 2. **Its text.** The same.
//! 3. **The line in the log.** It tells of files that are there. The other way round it would tell of a
//!    copy that nobody has.
//! 4. **The lines in `sources.yaml`.** They name a copy whose custody is logged. The other way round
//!    quotations would count as verified in a text of which nobody knows how it came.
//!
//! [`super::verify`] says of each such state what is missing, and to take the same file in once more
//! finishes it: what is there already and holds the same is left alone.

use std::path::{Path, PathBuf};

use super::custody::{LOG, Line, Log, WorkingCopy};
use super::store::sha256;
use super::{Kind, naming, time};
use crate::diagnostic::{Diagnostic, codes};
use crate::emit::{self, Rewrite, Step};
use crate::fix::Change;
use crate::load::Entry;
use crate::model::Source;
use crate::quote::Pages;
use crate::source_map::SourceMap;

/// A copy that somebody takes in.
#[derive(Debug)]
pub struct Adding<'a> {
    /// The name that the file has.
    pub name: String,
    /// The file.
    pub bytes: &'a [u8],
    /// What sort of file it is.
    pub kind: Kind,
    /// When it was captured, in UTC.
    pub captured: String,
    /// The address from which it was captured.
    pub url: Option<String>,
    /// The program that captured it.
    pub tool: Option<String>,
    /// The person who takes it in.
    pub by: String,
    /// Anything else that a person should know.
    pub note: Option<String>,
    /// The copy is kept elsewhere: only its hash is taken in.
    pub outside: bool,
    /// Its words; none where it has none.
    pub text: Option<String>,
    /// A person typed the words.
    pub typed: bool,
}

/// What taking a copy in comes to, before anything is written.
#[derive(Debug)]
pub struct Taking<'a> {
    /// The line of the custody log.
    pub line: Line,
    /// The log has this line already: the same copy of this source was taken in before.
    pub known: bool,
    /// What changes in `sources.yaml`; nothing where it names the copy already.
    pub naming: Option<Change>,
    /// Why `sources.yaml` cannot be changed; a person then writes the lines.
    pub by_hand: Vec<Diagnostic>,
    original: Option<(PathBuf, &'a [u8])>,
    words: Option<(PathBuf, String)>,
    log: Option<(PathBuf, Change)>,
}

impl Taking<'_> {
    /// The files in the order in which they take their places: see the head of this file.
    pub fn steps(&self) -> Vec<Step<'_>> {
        let original = self.original.iter().map(|(path, bytes)| Step::Create { path, bytes });
        let words = self.words.iter().map(|(path, words)| Step::Create { path, bytes: words.as_bytes() });
        let log = self.log.iter().map(|(path, change)| match change.before.is_empty() {
            true => Step::Create { path, bytes: change.after.as_bytes() },
            false => Step::Rewrite(rewrite(change)),
        });
        let naming = self.naming.iter().map(|change| Step::Rewrite(rewrite(change)));
        original.chain(words).chain(log).chain(naming).collect()
    }

    /// Writes what is not there yet, in the workspace `root`, and yields which files that were.
    ///
    /// # Errors
    /// What stands in the way; the brief is then as it was.
    pub fn write(&self, root: &Path) -> Result<Vec<String>, Box<Diagnostic>> {
        emit::write_in_order(root, &self.steps())
    }
}

fn rewrite(change: &Change) -> Rewrite<'_> {
    Rewrite { path: &change.path, before: &change.before, after: &change.after }
}

/// What taking a copy in comes to. `folder` is the brief's folder, a canonical path inside the map's
/// root, and `source` the entry of its file of sources that the copy is of.
///
/// # Errors
/// What stands in the way.
pub fn take_in<'a>(
    map: &mut SourceMap,
    folder: &Path,
    source: &Entry<Source>,
    adding: Adding<'a>,
) -> Result<Taking<'a>, Vec<Diagnostic>> {
    let path = folder.join(LOG);
    let log = match path.symlink_metadata() {
        Ok(_) => {
            let file = map.read(&path).map_err(|problem| vec![problem])?;
            Log::read(map, file)
        }
        Err(_) => Log::default(),
    };
    // Nothing is added to a log that somebody changed.
    if !log.problems.is_empty() {
        return Err(log.problems);
    }
    let id = source.value.id.as_str();
    let hash = sha256(adding.bytes);
    let before = log.of(id, &hash).map(|(line, _)| line).filter(|line| {
        let text = adding.text.as_ref().map(|text| sha256(text.as_bytes()));
        text.as_ref() == line.text.as_ref().map(|text| &text.sha256) && line.file.is_none() == adding.outside
    });
    let (line, logged) = match before {
        Some(line) => (line.clone(), None),
        None => {
            let line = line_of(id, hash, &adding);
            let unwritable =
                || vec![Diagnostic::error(codes::UNWRITABLE, "the line of the custody log cannot be written")];
            let (line, after) = log.with(line).ok_or_else(unwritable)?;
            let change = Change { path: map.display(&path), before: log.text.clone(), after, count: 1 };
            (line, Some((path, change)))
        }
    };
    let (naming, by_hand) = match naming::name(map, source, &line) {
        Ok(naming) => (naming, Vec::new()),
        Err(problems) => (None, problems),
    };
    Ok(Taking {
        original: line.file.as_ref().map(|file| (folder.join(file), adding.bytes)),
        words: line.text.as_ref().zip(adding.text).map(|(text, words)| (folder.join(&text.file), words)),
        known: logged.is_none(),
        log: logged,
        line,
        naming,
        by_hand,
    })
}

/// The line of the log about a copy, without its place in the chain and its checksum.
fn line_of(id: &str, hash: String, adding: &Adding<'_>) -> Line {
    let stem = format!("{}-{}", file_stem(id), hash.get(..8).unwrap_or_default());
    let text = adding.text.as_ref().map(|text| {
        let hash = sha256(text.as_bytes());
        let pages = Pages::new(text).count();
        WorkingCopy {
            // A text that was typed, or numbered anew, has another name than the one before.
            file: format!("evidence/{stem}-{}.txt", hash.get(..4).unwrap_or_default()),
            sha256: hash,
            pages: (pages > 0).then_some(pages),
            typed: adding.typed,
        }
    });
    Line {
        line: 0,
        previous: String::new(),
        added: time::now(),
        by: adding.by.clone(),
        source: id.to_owned(),
        name: adding.name.clone(),
        sha256: hash,
        bytes: adding.bytes.len() as u64,
        media_type: adding.kind.media_type().to_owned(),
        captured: adding.captured.clone(),
        url: adding.url.clone(),
        tool: adding.tool.clone(),
        file: (!adding.outside).then(|| format!("evidence/original/{stem}.{}", adding.kind.ending())),
        text,
        note: adding.note.clone(),
        checksum: None,
    }
}

/// An id as the beginning of a file's name.
fn file_stem(id: &str) -> String {
    let stem: String =
        id.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '-' }).take(60).collect();
    stem.trim_matches('-').to_owned()
}
