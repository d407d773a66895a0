//! The templates at hand: the built-in ones, under those that the workspace puts over them.

use std::collections::BTreeMap;
use std::path::Path;

use crate::diagnostic::Diagnostic;
use crate::source_map::{FileId, SourceMap};

/// The built-in templates by name.
const BUILT_IN: &[(&str, &str)] = &[
    ("answers.html", include_str!("../../templates/answers.html")),
    ("answers.md", include_str!("../../templates/answers.md")),
    ("briefing.html", include_str!("../../templates/briefing.html")),
    ("briefing.md", include_str!("../../templates/briefing.md")),
    ("briefing.typ", include_str!("../../templates/briefing.typ")),
    ("contents.html", include_str!("../../templates/contents.html")),
    ("corrections.html", include_str!("../../templates/corrections.html")),
    ("corrections.md", include_str!("../../templates/corrections.md")),
    ("exceptions.html", include_str!("../../templates/exceptions.html")),
    ("exceptions.md", include_str!("../../templates/exceptions.md")),
    ("finding-short.html", include_str!("../../templates/finding-short.html")),
    ("finding-short.md", include_str!("../../templates/finding-short.md")),
    ("finding.html", include_str!("../../templates/finding.html")),
    ("finding.md", include_str!("../../templates/finding.md")),
    ("finding.typ", include_str!("../../templates/finding.typ")),
    ("head.md", include_str!("../../templates/head.md")),
    ("highlights.html", include_str!("../../templates/highlights.html")),
    ("highlights.md", include_str!("../../templates/highlights.md")),
    ("how-to-read.html", include_str!("../../templates/how-to-read.html")),
    ("how-to-read.md", include_str!("../../templates/how-to-read.md")),
    ("key-points.html", include_str!("../../templates/key-points.html")),
    ("key-points.md", include_str!("../../templates/key-points.md")),
    ("label.md", include_str!("../../templates/label.md")),
    ("metadata.html", include_str!("../../templates/metadata.html")),
    ("name.html", include_str!("../../templates/name.html")),
    ("notes.html", include_str!("../../templates/notes.html")),
    ("notes.md", include_str!("../../templates/notes.md")),
    ("page.html", include_str!("../../templates/page.html")),
    ("part.html", include_str!("../../templates/part.html")),
    ("part.md", include_str!("../../templates/part.md")),
    ("parts.html", include_str!("../../templates/parts.html")),
    ("parts.md", include_str!("../../templates/parts.md")),
    ("proceedings.html", include_str!("../../templates/proceedings.html")),
    ("proceedings.md", include_str!("../../templates/proceedings.md")),
    ("profile.html", include_str!("../../templates/profile.html")),
    ("profile.md", include_str!("../../templates/profile.md")),
    ("section.html", include_str!("../../templates/section.html")),
    ("section.md", include_str!("../../templates/section.md")),
    ("section.typ", include_str!("../../templates/section.typ")),
    ("shapes.html", include_str!("../../templates/shapes.html")),
    ("short.html", include_str!("../../templates/short.html")),
    ("short.md", include_str!("../../templates/short.md")),
    ("status.html", include_str!("../../templates/status.html")),
    ("theme.css", include_str!("../../templates/theme.css")),
    ("theme.typ", include_str!("../../templates/theme.typ")),
    ("title.html", include_str!("../../templates/title.html")),
];

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
