//! The templates at hand: the built-in ones, under those that the workspace puts over them.

use std::collections::BTreeMap;
use std::path::Path;

use crate::diagnostic::Diagnostic;
use crate::source_map::{FileId, SourceMap};

macro_rules! built_in {
    ($($name:literal)*) => { &[$(($name, include_str!(concat!("../../templates/", $name)))),*] };
}

/// The built-in templates by name.
const BUILT_IN: &[(&str, &str)] = built_in! {
    "against.html"
    "against.md"
    "annex.html"
    "annex.md"
    "annex.typ"
    "answers.html"
    "answers.md"
    "briefing.html"
    "briefing.md"
    "briefing.typ"
    "case.typ"
    "changes.html"
    "changes.md"
    "changes.typ"
    "contents.html"
    "corrections.html"
    "corrections.md"
    "drawings.typ"
    "exceptions.html"
    "exceptions.md"
    "finding-short.html"
    "finding-short.md"
    "finding.html"
    "finding.md"
    "finding.typ"
    "head.md"
    "highlights.html"
    "highlights.md"
    "highlights.typ"
    "how-to-read.html"
    "how-to-read.md"
    "key-points.html"
    "key-points.md"
    "label.md"
    "logo.html"
    "metadata.html"
    "name.html"
    "notes.html"
    "notes.md"
    "overview.html"
    "overview.md"
    "page.html"
    "part.html"
    "part.md"
    "parts.html"
    "parts.md"
    "proceedings.html"
    "proceedings.md"
    "profile.html"
    "profile.md"
    "profile.typ"
    "record.html"
    "record.md"
    "record.typ"
    "section.html"
    "section.md"
    "section.typ"
    "settings.css"
    "shapes.html"
    "short.html"
    "short.md"
    "short.typ"
    "statement.typ"
    "status.html"
    "theme.css"
    "theme.typ"
    "timeline.html"
    "timeline.md"
    "title.html"
};

/// What a file in a workspace's folder of templates may end with.
const ENDINGS: [&str; 4] = ["typ", "html", "md", "css"];

/// Templates by name.
#[derive(Debug)]
pub struct Templates {
    files: BTreeMap<String, FileId>,
}

impl Templates {
    /// The built-in templates, each replaced by the file of the same name in `folder`; other
    /// templates there are at hand too.
    ///
    /// # Errors
    /// What is wrong with files of the folder.
    pub fn load(map: &mut SourceMap, folder: &Path) -> Result<Self, Vec<Diagnostic>> {
        let mut files: BTreeMap<_, _> = BUILT_IN
            .iter()
            .map(|(name, text)| ((*name).to_owned(), map.add(format!("built-in template {name}"), *text)))
            .collect();
        let mut problems = Vec::new();
        let mut paths: Vec<_> =
            std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
        paths.sort();
        for path in paths
            .iter()
            .filter(|path| path.extension().is_some_and(|ending| ENDINGS.iter().any(|known| ending == *known)))
        {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            match map.read(path) {
                Ok(file) => {
                    files.insert(name, file);
                }
                Err(problem) => problems.push(problem),
            }
        }
        if problems.is_empty() { Ok(Self { files }) } else { Err(problems) }
    }

    /// The file of a template.
    pub fn get(&self, name: &str) -> Option<FileId> {
        self.files.get(name).copied()
    }

    /// Every template with its name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, FileId)> {
        self.files.iter().map(|(name, file)| (name.as_str(), *file))
    }
}
