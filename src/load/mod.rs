//! From a brief's folder to the model, with everything that is wrong in it.
//!
//! `yaml` makes a tree that knows its places, `decode` makes the model's values from it,
//! `markdown` reads the sections. No file hides the problems of the next.

mod decode;
pub mod file_name;
mod images;
mod markdown;
mod record;
mod settings;
mod theme;
mod translate;
mod yaml;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::de::DeserializeOwned;

pub use images::Images;
pub use markdown::{Cited, Footnote, Passage, PassageSort, Section, Written};
pub use record::record;
pub use settings::Settings;

use crate::diagnostic::{Diagnostic, codes};
use crate::locale::primary;
use crate::model::{Brief, Finding, Party, Proceeding, Source, Text};
use crate::source_map::{FileId, SourceMap, Span};
use crate::text;
use crate::tree::{Cursor, Node, Value};
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

/// The files of a brief that hold one sort of data: `sources`, `parties`, or `findings`, which may be
/// several.
pub fn data_files(folder: &Path, stem: &str) -> Vec<PathBuf> {
    let single = ENDINGS.iter().map(|ending| folder.join(format!("{stem}.{ending}"))).filter(|path| path.is_file());
    let mut paths: Vec<_> = single.take(1).collect();
    if stem == "findings" {
        paths.extend(list(&folder.join(stem)).into_iter().filter(|path| {
            path.extension().and_then(|ending| ending.to_str()).is_some_and(|ending| ENDINGS.contains(&ending))
        }));
    }
    paths
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

/// The data files, and the folder of findings.
const STEMS: [&str; 4] = ["brief", "sources", "parties", "findings"];
const ENDINGS: [&str; 3] = ["yaml", "yml", "json"];

impl Loader<'_> {
    /// A file that nothing reads is a slip in its name, and its data would be missing in silence.
    fn check_names(&mut self) {
        for path in list(&self.folder) {
            let name = file_name(&path);
            let (stem, ending) = name.rsplit_once('.').unwrap_or((&name, ""));
            match (name.as_str(), path.is_dir()) {
                ("findings", true) => self.check_folder(&path, &ENDINGS, "findings/*.yaml"),
                ("sections", true) => self.check_folder(&path, &["md"], "sections/*.md and sections/LANGUAGE/*.md"),
                ("findings" | "sections", false) => {
                    let help = format!("`{name}` is a folder; give the file another name or put it into that folder");
                    self.unexpected(&path, None, &help);
                }
                // Earlier versions, kept to compare later ones with.
                ("versions", true) => {}
                (_, true) => {
                    if let Some(near) = text::nearest(&name, ["findings", "sections"]) {
                        self.unexpected(
                            &path,
                            Some(near.to_owned()),
                            "the folders of a brief that are read are findings and sections",
                        );
                    }
                }
                _ if STEMS.contains(&stem) && ENDINGS.contains(&ending) => {}
                _ if looks_like(ending, &ENDINGS) => {
                    let near = text::nearest(stem, STEMS);
                    self.misnamed.extend(near);
                    // Where that file is there already, following the advice would overwrite it.
                    let near = near.map(|near| format!("{near}.yaml")).filter(|near| !self.folder.join(near).exists());
                    self.unexpected(&path, near, "a brief's data stand in brief.yaml, sources.yaml, parties.yaml and findings.yaml or findings/*.yaml");
                }
                _ if looks_like(ending, &["md", "markdown"]) && !stem.eq_ignore_ascii_case("readme") => {
                    self.unexpected(&path, Some(format!("sections/{name}")), "prose stands in the folder sections");
                }
                _ => {}
            }
        }
    }

    /// In a folder of data or prose, whatever looks like either and is not read.
    fn check_folder(&mut self, folder: &Path, read: &[&str], form: &str) {
        for path in list(folder) {
            let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_owned();
            let text = looks_like(&ending, &ENDINGS) || looks_like(&ending, &["md", "markdown"]);
            // Translations are looked at when the brief's languages are known.
            let inner = path.is_dir()
                && !read.contains(&"md")
                && list(&path)
                    .iter()
                    .any(|path| path.extension().is_some_and(|ending| ending == "yaml" || ending == "md"));
            if inner || text && !read.contains(&ending.as_str()) {
                self.unexpected(&path, None, &format!("what is read there is {form}"));
            }
        }
    }

    fn unexpected(&mut self, path: &Path, near: Option<String>, help: &str) {
        let mut problem =
            Diagnostic::error(codes::UNEXPECTED_FILE, format!("nothing reads `{}`", self.map.display(path)));
        if let Some(near) = near {
            problem = problem.help(format!("did you mean `{near}`?"));
        }
        self.problems.push(problem.help(help));
    }

    /// The one file `stem` with one of the data endings.
    fn find(&mut self, stem: &'static str, required: bool) -> Option<PathBuf> {
        let mut found: Vec<_> = ENDINGS
            .iter()
            .map(|ending| self.folder.join(format!("{stem}.{ending}")))
            .filter(|path| path.symlink_metadata().is_ok())
            .collect();
        if found.len() > 1 {
            let names: Vec<_> = found.iter().map(|path| format!("`{}`", file_name(path))).collect();
            self.problems.push(
                Diagnostic::error(
                    codes::AMBIGUOUS_FILE,
                    format!(
                        "{} stand beside each other in `{}`",
                        text::and_list(&names),
                        self.map.display(&self.folder)
                    ),
                )
                .help("keep the one that counts"),
            );
        }
        if found.is_empty() {
            if required {
                self.broken.push(stem);
                if self.misnamed.contains(&stem) {
                    return None;
                }
                self.problems.push(
                    Diagnostic::error(
                        codes::MISSING_FILE,
                        format!("`{}` has no `{stem}.yaml`", self.map.display(&self.folder)),
                    )
                    .help("`evenhand new <name>` makes a small brief with every file, to copy from"),
                );
            }
            return None;
        }
        Some(found.swap_remove(0))
    }

    fn tree(&mut self, path: &Path, stem: &'static str) -> Option<Arc<Node>> {
        let tree = match self.map.read(path) {
            Ok(file) => {
                let tree = yaml::parse(self.map, file, &mut self.problems);
                if let Some(tree) = &tree {
                    check_characters(tree, &mut self.problems);
                }
                tree
            }
            Err(problem) => {
                self.problems.push(problem);
                None
            }
        };
        if tree.is_none() {
            self.broken.push(stem);
        }
        tree
    }

    fn entries<T: DeserializeOwned>(&mut self, list: &Node, what: &'static str, stem: &'static str) -> Vec<Entry<T>> {
        match &list.value {
            Value::Sequence(items) => items
                .iter()
                .filter_map(|node| {
                    let decoded = decode::decode(node, &mut self.problems)?;
                    Some(Entry { value: decoded.value, sound: decoded.sound, node: Arc::clone(node) })
                })
                .collect(),
            Value::Null => Vec::new(),
            _ => {
                self.problems.push(
                    Diagnostic::error(codes::WRONG_TYPE, format!("expected a list of {what} entries, found {}", list.describe()))
                        .at(list.cursor().span(), "expected `- id: …`")
                        .help(format!("begin each {what} with `- id: ` at the start of a line, and indent its other fields by two spaces")),
                );
                self.broken.push(stem);
                Vec::new()
            }
        }
    }

    fn brief(&mut self) -> Option<Entry<Brief>> {
        let path = self.find("brief", true)?;
        let node = self.tree(&path, "brief")?;
        let decoded = decode::decode(&node, &mut self.problems)?;
        Some(Entry { value: decoded.value, sound: decoded.sound, node })
    }

    fn sources(&mut self) -> Vec<Entry<Source>> {
        let Some(path) = self.find("sources", true) else {
            return Vec::new();
        };
        match self.tree(&path, "sources") {
            Some(node) => self.entries(&node, "source", "sources"),
            None => Vec::new(),
        }
    }

    /// The working copy of a source, beside the brief's data.
    fn snapshot(&mut self, source: &Entry<Source>) -> Option<String> {
        let text = source.value.snapshot.as_ref()?.text.as_ref()?;
        let place = source.place().field("snapshot").field("text");
        let path = self.folder.join(text.as_str());
        let inside = self.map.confine(&path).and_then(|real| match real.starts_with(&self.folder) {
            true => self.map.read(&path),
            false => Err(Diagnostic::error(codes::OUTSIDE_WORKSPACE, "this file is not in the brief's folder")
                .help("keep the text of a snapshot in the brief's folder, under `evidence/`")),
        });
        match inside {
            Ok(file) => Some(self.map.release(file)),
            Err(problem) => {
                self.problems.push(problem.at(place.span(), "named here"));
                None
            }
        }
    }

    fn parties(&mut self) -> (Vec<Entry<Party>>, Vec<Entry<Proceeding>>) {
        let Some(path) = self.find("parties", true) else {
            return (Vec::new(), Vec::new());
        };
        let Some(node) = self.tree(&path, "parties") else {
            return (Vec::new(), Vec::new());
        };
        let Value::Mapping(fields) = &node.value else {
            self.problems.push(
                Diagnostic::error(
                    codes::WRONG_TYPE,
                    format!("expected the fields `parties` and `proceedings`, found {}", node.describe()),
                )
                .at(node.cursor().span(), "expected `parties:`")
                .help("write `parties:` on the first line and the list under it"),
            );
            self.broken.push("parties");
            return (Vec::new(), Vec::new());
        };
        for (key, _) in fields {
            if !matches!(key.text.as_str(), "parties" | "proceedings") {
                let shown = text::ellipsis(&key.text, 40);
                let mut problem = Diagnostic::error(codes::UNKNOWN_FIELD, format!("this file has no field `{shown}`"))
                    .at(key.span, "not known here");
                if let Some(near) = text::nearest(&key.text, ["parties", "proceedings"]) {
                    problem = problem.help(format!("did you mean `{near}`?"));
                }
                self.problems.push(problem.help("the fields here: parties, proceedings"));
            }
        }
        let parties = node.get("parties").map(|(_, list)| Arc::clone(list));
        let proceedings = node.get("proceedings").map(|(_, list)| Arc::clone(list));
        (
            parties.map_or_else(Vec::new, |list| self.entries(&list, "party", "parties")),
            proceedings.map_or_else(Vec::new, |list| self.entries(&list, "proceeding", "parties")),
        )
    }

    fn findings(&mut self) -> Vec<Entry<Finding>> {
        let folder = self.folder.join("findings");
        let mut paths = Vec::new();
        if folder.is_dir() {
            paths.extend(list(&folder).into_iter().filter(|path| {
                let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
                ENDINGS.contains(&ending)
            }));
        }
        let single = self.find("findings", paths.is_empty());
        let mut findings = Vec::new();
        for path in single.into_iter().chain(paths) {
            if let Some(node) = self.tree(&path, "findings") {
                findings.append(&mut self.entries(&node, "finding", "findings"));
            }
        }
        findings
    }

    /// The folders of sections in the brief's other languages.
    fn translated_sections(&mut self, languages: Vec<String>, images: &mut Images) -> BTreeMap<String, Vec<Section>> {
        let mut translated = BTreeMap::new();
        for folder in list(&self.folder.join("sections")).into_iter().filter(|path| path.is_dir()) {
            let name = file_name(&folder);
            if languages.iter().any(|tag| primary(tag) == primary(&name)) {
                self.check_folder(&folder, &["md"], "sections/LANGUAGE/*.md");
                translated.insert(name, self.sections(&folder, images));
            } else if list(&folder).iter().any(|path| path.extension().is_some_and(|ending| ending == "md")) {
                self.unexpected(
                    &folder,
                    None,
                    "what is read there is sections/*.md, and sections/LANGUAGE/*.md for each language that brief.yaml names under `languages`",
                );
            }
        }
        translated
    }

    fn sections(&mut self, folder: &Path, images: &mut Images) -> Vec<Section> {
        let mut sections = Vec::new();
        for path in list(folder) {
            if path.extension().is_none_or(|ending| ending != "md") {
                continue;
            }
            match self.map.read(&path) {
                Ok(file) => {
                    check_text(self.map, file, &mut self.problems);
                    let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
                    sections.push(markdown::parse(self.map, file, &name, images, &mut self.problems));
                }
                Err(problem) => {
                    self.broken.push("sections");
                    self.problems.push(problem);
                }
            }
        }
        sections
    }
}

/// Whether a file's ending is one of these, in capitals perhaps, or a slip for one.
fn looks_like(ending: &str, endings: &[&str]) -> bool {
    const SLIPS: [(&str, &str); 6] =
        [("yamll", "yaml"), ("yalm", "yaml"), ("ymal", "yaml"), ("yam", "yaml"), ("jsn", "json"), ("mdd", "md")];
    let ending = ending.to_ascii_lowercase();
    let meant = SLIPS.iter().find(|(slip, _)| *slip == ending).map_or(ending.as_str(), |(_, meant)| meant);
    endings.contains(&meant)
}

/// The entries of a folder by name; nothing where there is no such folder.
fn list(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| !file_name(path).starts_with('.'))
        .collect();
    paths.sort();
    paths
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn check_characters(tree: &Node, out: &mut Vec<Diagnostic>) {
    tree.fields(&mut |node, text, _| {
        if let Some(bad) = text.chars().find(|&c| text::is_deceptive(c)) {
            let span = Span { end: node.span.end.min(node.span.start + 60), ..node.span };
            out.push(deceptive(bad).at(span, "in this text"));
        }
    });
}

fn check_text(map: &SourceMap, file: FileId, out: &mut Vec<Diagnostic>) {
    for (at, bad) in map.file(file).text.char_indices().filter(|(_, c)| text::is_deceptive(*c)) {
        out.push(deceptive(bad).at(Span::new(file, at..at + bad.len_utf8()), "here"));
    }
}

fn deceptive(c: char) -> Diagnostic {
    Diagnostic::error(codes::BAD_CHARACTER, format!("the invisible character U+{:04X} stands in this text", c as u32))
        .help("it prints nothing or turns the text around it; delete it (it often comes along when text is pasted)")
}
