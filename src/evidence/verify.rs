//! Holding the evidence of a brief against its custody log.

use std::collections::HashSet;
use std::path::Path;

use super::custody::{LOG, Line, Log};
use super::outside::Outside;
use super::store::{files, sha256_of};
use crate::diagnostic::{Diagnostic, codes};
use crate::load::{Entry, Loaded};
use crate::model::Source;
use crate::source_map::{SourceMap, Span};

/// So many files of evidence are looked at.
const MOST_FILES: usize = 100_000;

/// What the evidence of a brief is like.
#[derive(Debug, Default)]
pub struct Verified {
    /// What is wrong.
    pub problems: Vec<Diagnostic>,
    /// A line for each copy, for people.
    pub told: Vec<String>,
    /// How many copies are as they were taken in.
    pub sound: usize,
    /// How many lie elsewhere and were not looked at.
    pub unseen: usize,
}

/// Looks at every copy of a brief: those in its folder and, where `outside` is given, those that are
/// kept elsewhere. `folder` is the brief's folder, a canonical path.
pub fn verify(map: &mut SourceMap, folder: &Path, loaded: &Loaded, outside: Option<&Outside>) -> Verified {
    let mut verified = Verified::default();
    let log = match Log::open(map, folder) {
        Ok(log) => log,
        Err(problem) => {
            verified.problems.push(problem);
            return verified;
        }
    };
    verified.problems.extend(log.problems.iter().cloned());
    let mut known = HashSet::from([folder.join(LOG)]);
    for (line, span) in &log.lines {
        for file in line.file.iter().chain(line.text.iter().map(|text| &text.file)) {
            known.insert(folder.join(file));
        }
        verified.line(map, folder, line, *span, outside);
    }
    if log.ends_open() {
        let open = "the last line of the custody log was written by an earlier version: nothing shows whether it was edited, until another line follows";
        verified.told.push(open.to_owned());
    }
    verified.unlogged(map, folder, &known);
    verified.sources(loaded, &log, outside);
    verified
}

/// A copy that was taken in, and `sources.yaml` does not name it: taking in was interrupted, or somebody
/// took the lines out.
fn unnamed(entry: &Entry<Source>, logged: Span) -> Diagnostic {
    let message = format!("a copy of `{}` was taken in, and sources.yaml names none", entry.value.id);
    Diagnostic::warning(codes::UNNAMED_EVIDENCE, message)
        .at(entry.place().span(), "no `snapshot` here")
        .also(logged, "taken in here")
        .help("take the same file in again with `evenhand snapshot add`, which writes the missing lines")
}

impl Verified {
    fn line(&mut self, map: &SourceMap, folder: &Path, line: &Line, span: Span, outside: Option<&Outside>) {
        let before = self.problems.len();
        let state = match (&line.file, outside) {
            (Some(file), _) => {
                self.file(map, folder, file, &line.sha256, line, span);
                "in the brief"
            }
            (None, Some(outside)) => {
                if outside.with_hash(&line.sha256).is_none() {
                    let (code, message) = match outside.has_name(&line.name) {
                        true => (codes::CHANGED_EVIDENCE, "is not the file that was taken in"),
                        false => (codes::MISSING_EVIDENCE, "is not in the folder of evidence"),
                    };
                    self.problems.push(
                        Diagnostic::error(code, format!("the copy `{}` of `{}` {message}", line.name, line.source))
                            .at(span, "taken in here")
                            .help("look for it in a backup; `--evidence` names the folder in which it is kept"),
                    );
                }
                "elsewhere, looked at"
            }
            (None, None) => {
                self.unseen += 1;
                "elsewhere, not looked at: name its folder with `--evidence`"
            }
        };
        if let Some(text) = &line.text {
            self.file(map, folder, &text.file, &text.sha256, line, span);
        }
        let sound = self.problems.len() == before;
        self.sound += usize::from(sound && (line.file.is_some() || outside.is_some()));
        let short = line.sha256.get(..12).unwrap_or_default();
        let word = if sound { "ok" } else { "NOT as taken in" };
        self.told.push(format!("{}: {short}… of {}, {state}: {word}", line.source, line.captured));
    }

    /// One file of the brief, against its hash.
    fn file(&mut self, map: &SourceMap, folder: &Path, file: &str, hash: &str, line: &Line, span: Span) {
        let path = folder.join(file);
        let real = match map.confine(&path) {
            Ok(real) if real.starts_with(folder) => real,
            _ => {
                self.problems.push(
                    Diagnostic::error(
                        codes::MISSING_EVIDENCE,
                        format!("`{file}`, a copy of `{}`, is missing", line.source),
                    )
                    .at(span, "taken in here")
                    .help("restore it from a backup or from version control"),
                );
                return;
            }
        };
        match sha256_of(&real) {
            Ok((now, _)) if now.eq_ignore_ascii_case(hash) => {}
            Ok(_) => self.problems.push(
                Diagnostic::error(
                    codes::CHANGED_EVIDENCE,
                    format!("`{file}` is not as it was when it was taken in on {}", line.added),
                )
                .at(span, "taken in here")
                .help("restore it from a backup or from version control; a new capture, or a text that you corrected, is taken in with `evenhand snapshot add`"),
            ),
            Err(error) => self.problems.push(
                Diagnostic::error(codes::UNREADABLE, format!("cannot read `{file}`: {error}")).at(span, "taken in here"),
            ),
        }
    }

    /// Files of evidence that no line tells of.
    fn unlogged(&mut self, map: &SourceMap, folder: &Path, known: &HashSet<std::path::PathBuf>) {
        for path in files(&folder.join("evidence"), MOST_FILES) {
            let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
            if !hidden && !known.contains(&path) {
                self.problems.push(
                    Diagnostic::error(
                        codes::UNLOGGED_EVIDENCE,
                        format!("no line of the custody log tells of `{}`", map.display(&path)),
                    )
                    .help("take it in with `evenhand snapshot add`, or, if that was interrupted, take the same file in once more; otherwise move it out of `evidence`"),
                );
            }
        }
    }

    /// What `sources.yaml` says of copies, against the log.
    fn sources(&mut self, loaded: &Loaded, log: &Log, outside: Option<&Outside>) {
        for entry in &loaded.sources {
            let id = entry.value.id.as_str();
            let newest = log.lines.iter().rev().find(|(line, _)| line.source == id);
            let Some(snapshot) = &entry.value.snapshot else {
                if let Some((_, span)) = newest {
                    self.problems.push(unnamed(entry, *span));
                }
                continue;
            };
            let place = entry.place().field("snapshot");
            let hash = snapshot.sha256.as_str();
            if let Some((line, _)) = newest.filter(|(line, _)| !line.sha256.eq_ignore_ascii_case(hash)) {
                // That may be meant: the words that are quoted stand in the older copy.
                self.told.push(format!(
                    "{id}: sources.yaml names an earlier copy than the last one, of {}; to name that one, take `{}` in again",
                    line.captured, line.name
                ));
            }
            match log.of(id, hash) {
                None => {
                    let there = outside.is_some_and(|outside| outside.with_hash(hash).is_some());
                    let mut problem = Diagnostic::warning(
                        codes::UNLOGGED_EVIDENCE,
                        format!("no line of the custody log tells how the copy of `{id}` came in"),
                    )
                    .at(place.field("sha256").span(), "this copy")
                    .help("take it in with `evenhand snapshot add`; with `--outside`, where it is kept elsewhere");
                    if there {
                        problem = problem.help("a file with this hash lies in the folder that you named");
                    }
                    self.problems.push(problem);
                }
                Some((line, span)) => {
                    let logged = line.text.as_ref().map(|text| text.file.as_str());
                    let named = snapshot.text.as_ref().map(|text| text.as_str());
                    if named.is_some() && named != logged {
                        self.problems.push(
                            Diagnostic::error(
                                codes::UNLOGGED_EVIDENCE,
                                format!("the saved text of `{id}` is not the one that was taken in"),
                            )
                            .at(place.field("text").span(), "named here")
                            .also(*span, "taken in here")
                            .help(match logged {
                                Some(logged) => format!("write `text: {logged}`"),
                                None => "take the text in with `evenhand snapshot add --text`".to_owned(),
                            }),
                        );
                    }
                }
            }
        }
    }
}
