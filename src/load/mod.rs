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

pub use files::{data_files, is_data};
pub use images::Images;
pub use markdown::{Cited, Footnote, Passage, PassageSort, Section, Written};
pub use record::record;
pub use settings::Settings;

use crate::diagnostic::Diagnostic;
use crate::locale::primary;
use crate::model::{Brief, Finding, LeftOut, Party, Proceeding, Source, Text};
use crate::source_map::{FileId, SourceMap};
use crate::tree::{Cursor, Node, Step};
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

    /// Takes entries of a list out of the tree, as they are taken out of the value, so that positions go
    /// on to mean the same in both.
    pub fn keep_items(&mut self, way: &[Step<'_>], keep: &[bool]) {
        self.node = Arc::new(self.node.with_items(way, keep));
    }

    /// Takes a field out of the tree, as it is taken out of the value.
    pub fn drop_field(&mut self, way: &[Step<'_>], name: &str) {
        self.node = Arc::new(self.node.without_field(way, name));
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
    /// The language of the texts as they were read; [`Loaded::in_language`] leaves it as it is.
    pub first_language: String,
    /// What is left out of this version, where it is one for a wider circle than the whole brief.
    pub left_out: Option<LeftOut>,
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

    /// The language of a source's own words, as a BCP 47 tag, where it is another than that of the
    /// document. A source for which none is recorded is in the brief's first language.
    pub fn foreign_language(&self, source: &Source) -> Option<String> {
        let own = source.language.as_ref().map_or_else(|| self.first_language.clone(), Text::folded);
        let told = &self.brief.as_ref()?.value.language;
        let code = primary(&own);
        let known = (2..=3).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_alphabetic());
        (known && code != primary(told.as_str())).then_some(own)
    }

    /// Takes sources out, with what was read of them.
    pub fn keep_sources(&mut self, keep: impl Fn(&Source) -> bool) {
        let kept: Vec<_> = self.sources.iter().map(|entry| keep(&entry.value)).collect();
        let mut keep = kept.iter();
        self.sources.retain(|_| keep.next().copied().unwrap_or(true));
        let mut keep = kept.iter();
        self.snapshots.retain(|_| keep.next().copied().unwrap_or(true));
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

    /// The place of every text in the data files, with the party in whose entry it stands, if in one.
    pub fn texts(&self) -> Vec<(Cursor<'_>, Option<usize>)> {
        let mut texts = Vec::new();
        for (node, owner) in self.owned_nodes() {
            node.fields(&mut |node_of_text, _, _| texts.push((node_of_text.cursor(), owner)));
        }
        texts
    }

    /// The trees of every entry.
    pub fn nodes(&self) -> impl Iterator<Item = &Node> {
        self.owned_nodes().map(|(node, _)| node)
    }

    /// The same, with the position of the party whose entry it is.
    fn owned_nodes(&self) -> impl Iterator<Item = (&Node, Option<usize>)> {
        let brief = self.brief.iter().map(|entry| &*entry.node);
        let sources = self.sources.iter().map(|entry| &*entry.node);
        let parties = self.parties.iter().enumerate().map(|(at, entry)| (&*entry.node, Some(at)));
        let proceedings = self.proceedings.iter().map(|entry| &*entry.node);
        let findings = self.findings.iter().map(|entry| &*entry.node);
        let nobodys = |node| (node, None);
        brief.chain(sources).map(nobodys).chain(parties).chain(proceedings.chain(findings).map(nobodys))
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
    let first_language = brief.as_ref().map(|brief| brief.value.language.folded()).unwrap_or_default();
    Loaded {
        slug,
        first_language,
        brief,
        sources,
        parties,
        proceedings,
        findings,
        sections,
        translated_sections,
        images,
        left_out: None,
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
