//! Copies that are kept elsewhere, in a folder that a person names for one run.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::store::{files, read, sha256_of};
use super::{Extractor, Kind};
use crate::diagnostic::{Diagnostic, codes};
use crate::load::Loaded;

/// So many files of such a folder are looked at.
const MOST_FILES: usize = 20_000;

/// What lies in a folder of evidence, by hash.
#[derive(Debug, Default)]
pub struct Outside {
    by_hash: HashMap<String, PathBuf>,
    by_name: HashMap<String, PathBuf>,
}

impl Outside {
    /// Looks through a folder and all below it. Every file is hashed; links are not followed.
    ///
    /// # Errors
    /// When there is no such folder.
    pub fn open(folder: &Path) -> Result<Self, Box<Diagnostic>> {
        if !folder.is_dir() {
            return Err(Box::new(
                Diagnostic::error(codes::UNREADABLE, format!("there is no folder `{}`", folder.display()))
                    .help("name the folder in which your organisation keeps its copies"),
            ));
        }
        let mut outside = Self::default();
        for path in files(folder, MOST_FILES) {
            if let Ok((hash, _)) = sha256_of(&path) {
                let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                outside.by_name.entry(name).or_insert_with(|| path.clone());
                outside.by_hash.entry(hash).or_insert(path);
            }
        }
        Ok(outside)
    }

    /// The file with a hash.
    pub(super) fn with_hash(&self, hash: &str) -> Option<&Path> {
        self.by_hash.get(&hash.to_ascii_lowercase()).map(PathBuf::as_path)
    }

    /// Whether a file of this name is there.
    pub(super) fn has_name(&self, name: &str) -> bool {
        self.by_name.contains_key(name)
    }
}

/// Gives the brief the words of copies that lie in such a folder and have no working copy in the brief,
/// for this run only. Yields how many there were, and what could not be read.
pub fn supply(loaded: &mut Loaded, outside: &Outside, extractor: &Extractor) -> (usize, Vec<Diagnostic>) {
    let (mut supplied, mut problems) = (0, Vec::new());
    for at in 0..loaded.sources.len() {
        let entry = &loaded.sources[at];
        let Some(snapshot) = entry.value.snapshot.as_ref().filter(|snapshot| snapshot.text.is_none()) else { continue };
        let Some(path) = outside.with_hash(snapshot.sha256.as_str()) else { continue };
        let place = entry.place().field("snapshot").field("sha256").span();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let words = read(path).map_err(|problem| *problem).and_then(|bytes| {
            extractor.extract(Kind::of(&bytes, &name), &bytes).map_err(|refused| {
                Diagnostic::warning(codes::UNREADABLE_COPY, format!("`{name}`: {}", refused.message))
                    .help("its quotations are not checkable in this run")
            })
        });
        match words {
            Ok(words) if !words.trim().is_empty() => {
                loaded.supply_text(at, words);
                supplied += 1;
            }
            Ok(_) => {}
            Err(problem) => problems.push(problem.at(place, "the copy with this hash")),
        }
    }
    (supplied, problems)
}
