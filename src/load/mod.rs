//! From a brief's folder to the model, with everything that is wrong in it.
//!
//! `files` finds what is there. For `data`, `yaml` makes a tree that knows its places and `decode` makes
//! the model's values from it; for `sections`, `markdown` reads the prose. No file hides the problems of
//! the next.

mod characters;
mod data;
mod decode;
pub mod file_name;
mod files;
mod images;
mod markdown;
mod record;
mod sections;
mod settings;
mod theme;
mod translate;
mod yaml;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use files::data_files;
pub use images::Images;
pub use markdown::{Cited, Footnote, Passage, PassageSort, Section, Written};
pub use record::record;
pub use settings::Settings;

use crate::diagnostic::Diagnostic;
use crate::model::{Brief, Finding, Party, Proceeding, Source, Text};
use crate::source_map::{FileId, SourceMap};
use crate::tree::{Cursor, Node};
use crate::wording::Language;

/// One entry of a file: its value, and the place of each of its fields.
#[derive(Debug, Clone)]
pub struct Entry<T> {
    /// The value; where something was wrong, with stand-ins.
    pub value: T,
    /// Nothing in it stands in for something wrong or missing.
    pub sound: bool,
    node: Arc<Node>,
}

impl<T> Entry<T> {
    /// The way to the places of its fields.
    pub fn place(&self) -> Cursor<'_> {
        self.node.cursor()
    }
}

/// Why nobody vouches for the text of a snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// No line of the custody log tells of it.
    Unlogged,
    /// It is not as it was when it was taken in.
    Changed,
    /// The custody log was changed, or is not whole.
    BrokenLog,
}

/// A brief as it was read.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The name of its folder.
    pub slug: String,
    /// `brief.yaml`; missing where it could not be read at all.
    pub brief: Option<Entry<Brief>>,
    /// The sources in the order of their file.
    pub sources: Vec<Entry<Source>>,
    /// The parties in the order of their file.
    pub parties: Vec<Entry<Party>>,
    /// The proceedings in the order of their file.
    pub proceedings: Vec<Entry<Proceeding>>,
    /// The findings in the order of their files.
    pub findings: Vec<Entry<Finding>>,
    /// The sections in the order in which the document shows them.
    pub sections: Vec<Section>,
    /// The sections in other languages of the brief, by the names of their folders, in the same order.
    pub translated_sections: BTreeMap<String, Vec<Section>>,
    /// The images that sections show.
    pub images: Images,
    /// For each source the text of its snapshot, where there is one.
    snapshots: Vec<Option<String>>,
    /// By their ids, sources whose text was there and does not count.
    doubts: BTreeMap<String, Doubt>,
    /// Files of which nothing could be read, so that references into them are no news.
    pub broken: Vec<&'static str>,
    /// What is wrong.
    pub problems: Vec<Diagnostic>,
}

impl Loaded {
    /// The languages that texts of this brief are in, as far as rules can read them.
    pub fn languages(&self) -> Vec<Language> {
        let head = self.brief.iter().map(|brief| &brief.value);
        let own = head.clone().map(|brief| &brief.language);
        let others = head.flat_map(|brief| &brief.languages);
        let findings = self.findings.iter().flat_map(|finding| &finding.value.translations);
        let tags = own.chain(others).chain(findings.map(|translation| &translation.language));
        let mut languages: Vec<_> = tags.filter_map(|tag| Language::of_tag(tag.as_str())).collect();
        // A brief in no known language is read as English.
        if languages.is_empty() {
            languages.push(Language::English);
        }
        languages.sort();
        languages.dedup();
        languages
    }

    /// The text of a source's snapshot, by the source's position.
    pub fn snapshot_text(&self, source: usize) -> Option<&str> {
        self.snapshots.get(source)?.as_deref()
    }

    /// Gives a source the text of its snapshot for this run, where the copy is kept elsewhere.
    pub fn supply_text(&mut self, source: usize, text: String) {
        if let Some(place) = self.snapshots.get_mut(source) {
            *place = Some(text);
        }
    }

    /// Takes the text of a source's snapshot away, because nobody vouches for it.
    pub fn distrust(&mut self, source: usize, doubt: Doubt) {
        if let (Some(place), Some(entry)) = (self.snapshots.get_mut(source), self.sources.get(source)) {
            *place = None;
            self.doubts.insert(entry.value.id.to_string(), doubt);
        }
    }

    /// Why the text of a source's snapshot was taken away, where it was.
    pub fn doubt(&self, source: usize) -> Option<Doubt> {
        self.doubts.get(self.sources.get(source)?.value.id.as_str()).copied()
    }

    /// Every section, in each language.
    pub fn all_sections(&self) -> impl Iterator<Item = &Section> {
        self.sections.iter().chain(self.translated_sections.values().flatten())
    }

    /// The place of every text in the data files, and whether it stands in the entry of `party`.
    pub fn texts(&self, party: usize) -> Vec<(Cursor<'_>, bool)> {
        let own = &self.parties[party].node;
        let mut texts = Vec::new();
        for node in self.nodes() {
            node.fields(&mut |node_of_text, _, _| texts.push((node_of_text.cursor(), std::ptr::eq(node, &**own))));
        }
        texts
    }

    /// The trees of every entry.
    pub fn nodes(&self) -> impl Iterator<Item = &Node> {
        let brief = self.brief.iter().map(|entry| &*entry.node);
        let sources = self.sources.iter().map(|entry| &*entry.node);
        let parties = self.parties.iter().map(|entry| &*entry.node);
        let proceedings = self.proceedings.iter().map(|entry| &*entry.node);
        let findings = self.findings.iter().map(|entry| &*entry.node);
        brief.chain(sources).chain(parties).chain(proceedings).chain(findings)
    }
}

/// A data file as a tree, with everything that is wrong in its syntax; nothing where it cannot be
/// understood at all.
pub fn tree(map: &SourceMap, file: FileId, out: &mut Vec<Diagnostic>) -> Option<Arc<Node>> {
    yaml::parse(map, file, out)
}

/// Reads the brief in `folder`, which must be a canonical path inside the map's root.
pub fn load(map: &mut SourceMap, folder: &Path) -> Loaded {
    let slug = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut loader =
        Loader { map, folder: folder.to_owned(), problems: Vec::new(), broken: Vec::new(), misnamed: Vec::new() };
    loader.check_names();
    let brief = loader.brief();
    let sources = loader.sources();
    let (parties, proceedings) = loader.parties();
    let findings = loader.findings();
    let snapshots = sources.iter().map(|source| loader.snapshot(source)).collect();
    let mut images = Images::new(folder.to_owned());
    let sections = loader.sections(&folder.join("sections"), &mut images);
    let languages = brief.iter().flat_map(|brief| brief.value.languages.iter().map(Text::folded)).collect();
    let translated_sections = loader.translated_sections(languages, &mut images);
    Loaded {
        slug,
        brief,
        sources,
        parties,
        proceedings,
        findings,
        sections,
        translated_sections,
        images,
        snapshots,
        doubts: BTreeMap::new(),
        broken: loader.broken,
        problems: loader.problems,
    }
}

struct Loader<'a> {
    map: &'a mut SourceMap,
    folder: PathBuf,
    problems: Vec<Diagnostic>,
    broken: Vec<&'static str>,
    /// Files that are there under a mistaken name.
    misnamed: Vec<&'static str>,
}
