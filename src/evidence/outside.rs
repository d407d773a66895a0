//! Copies that are kept elsewhere, in a folder that a person names for one run.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::custody::{LOG, Log};
use super::store::{files, read, sha256_of};
use super::{Extractor, Kind, Legible, legible};
use crate::diagnostic::{Diagnostic, codes};
use crate::load::Loaded;
use crate::model::Source;
use crate::source_map::SourceMap;

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

/// The addresses under which a web archive may hold a source.
pub fn addresses(source: &Source) -> Vec<String> {
    [&source.url, &source.archive_url].into_iter().flatten().map(|url| url.as_str().to_owned()).collect()
}

/// Gives the brief the words of copies that lie in such a folder and have no working copy in the brief,
/// for this run only. Yields how many there were, and what could not be read. `folder` is the brief's
/// folder, a canonical path.
pub fn supply(
    map: &mut SourceMap,
    folder: &Path,
    loaded: &mut Loaded,
    outside: &Outside,
    extractor: &Extractor,
) -> (usize, Vec<Diagnostic>) {
    let (mut supplied, mut problems) = (0, Vec::new());
    // What is wrong with the log is for `verify` to say.
    let log = map.read(&folder.join(LOG)).map(|file| Log::read(map, file)).unwrap_or_default();
    for at in 0..loaded.sources.len() {
        let entry = &loaded.sources[at];
        let Some(snapshot) = entry.value.snapshot.as_ref().filter(|snapshot| snapshot.text.is_none()) else { continue };
        let Some(path) = outside.with_hash(snapshot.sha256.as_str()) else { continue };
        let place = entry.place().field("snapshot").field("sha256").span();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        // Of a web archive the page that was taken in.
        let logged = log.of(entry.value.id.as_str(), snapshot.sha256.as_str());
        let wanted =
            logged.and_then(|(line, _)| line.url.clone()).map_or_else(|| addresses(&entry.value), |url| vec![url]);
        let words = read(path).map_err(|problem| *problem).and_then(|bytes| {
            extractor.extract(Kind::of(&bytes, &name), &bytes, &wanted).map_err(|refused| {
                Diagnostic::warning(codes::UNREADABLE_COPY, format!("`{name}`: {}", refused.message))
                    .help("its quotations are not checkable in this run")
            })
        });
        match words {
            // A damaged PDF has letters that nobody can read, and so no words.
            Ok(words) if !words.trim().is_empty() && legible(&words) != Legible::No => {
                loaded.supply_text(at, words);
                supplied += 1;
            }
            Ok(_) => {}
            Err(problem) => problems.push(problem.at(place, "the copy with this hash")),
        }
    }
    (supplied, problems)
}
