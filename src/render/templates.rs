//! The templates at hand: the built-in ones, under those that the workspace puts over them.

use std::collections::BTreeMap;
use std::path::Path;

use crate::diagnostic::Diagnostic;
use crate::source_map::{FileId, SourceMap};

/// The built-in templates by name.
const BUILT_IN: &[(&str, &str)] = &[
    ("briefing.typ", include_str!("../../templates/briefing.typ")),
    ("changes.md", include_str!("../../templates/changes.md")),
    ("changes.typ", include_str!("../../templates/changes.typ")),
    ("finding.typ", include_str!("../../templates/finding.typ")),
    ("section.typ", include_str!("../../templates/section.typ")),
    ("theme.typ", include_str!("../../templates/theme.typ")),
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
