//! The templates at hand: the built-in ones, under those that the workspace puts over them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::diagnostic::{Diagnostic, codes};
use crate::model::Form;
use crate::source_map::{FileId, SourceMap, Span};
use crate::text;

macro_rules! built_in {
    ($($name:literal)*) => { &[$(($name, include_str!(concat!("../../templates/", $name)))),*] };
}

/// The built-in templates by name.
const BUILT_IN: &[(&str, &str)] = built_in! {
    "about.md"
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
    "further.html"
    "further.md"
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
    "names.html"
    "names.md"
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
    "source-summary.html"
    "source-summary.md"
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
    /// Those of the workspace.
    own: BTreeSet<String>,
}

/// The text of a built-in template.
pub fn built_in(name: &str) -> Option<&'static str> {
    BUILT_IN.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// The names of the built-in templates, in order.
pub fn built_in_names() -> impl Iterator<Item = &'static str> {
    BUILT_IN.iter().map(|(name, _)| *name)
}

/// What a template is for: the first sentence of the comment at its beginning.
pub fn purpose(text: &str) -> Option<String> {
    let text = text.trim_start();
    let comment = match text.strip_prefix("{#") {
        Some(rest) => rest.split("#}").next()?.trim_end_matches('-').to_owned(),
        None => match text.strip_prefix("/*") {
            Some(rest) => rest.split("*/").next()?.to_owned(),
            None => {
                let lines = text.lines().map_while(|line| line.strip_prefix("//"));
                lines.collect::<Vec<_>>().join(" ")
            }
        },
    };
    let words: Vec<_> = comment.split_whitespace().collect();
    let comment = words.join(" ");
    let end = comment.find(". ").unwrap_or(comment.len());
    let sentence = comment[..end].trim_end_matches('.');
    (!sentence.is_empty()).then(|| sentence.to_owned())
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
        let mut own = BTreeSet::new();
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
                    own.insert(name.clone());
                    files.insert(name, file);
                }
                Err(problem) => problems.push(problem),
            }
        }
        if problems.is_empty() { Ok(Self { files, own }) } else { Err(problems) }
    }

    /// The file of a template.
    pub fn get(&self, name: &str) -> Option<FileId> {
        self.files.get(name).copied()
    }

    /// The names of the workspace's own, in order.
    pub fn own(&self) -> impl Iterator<Item = &str> {
        self.own.iter().map(String::as_str)
    }

    /// Whether a file is one of the workspace's own.
    pub fn is_own(&self, file: FileId) -> bool {
        self.own().any(|name| self.get(name) == Some(file))
    }

    /// Whether minijinja fills a template, rather than Typst alone reading it.
    pub(super) fn is_filled(&self, map: &SourceMap, name: &str) -> bool {
        let included = ["include", "import", "from", "extends"].map(|word| format!("{word} \"{name}\""));
        let tags = |text: &str| {
            included.iter().any(|tag| text.contains(&format!("% {tag}")) || text.contains(&format!("%- {tag}")))
        };
        !name.ends_with(".typ")
            || Form::ALL.iter().any(|form| name.strip_suffix(".typ") == Some(form.name()))
            || self.iter().any(|(_, file)| tags(&map.file(file).text))
    }

    /// What stands in the workspace's folder to no effect: files whose names no built-in template has and
    /// no other template mentions.
    pub fn unused(&self, map: &SourceMap) -> Vec<Diagnostic> {
        let unused = self.own().filter(|name| built_in(name).is_none()).filter(|name| {
            let mentions = |text: &str| ['"', '\''].iter().any(|mark| text.contains(&format!("{mark}{name}{mark}")));
            !self.iter().any(|(other, file)| other != *name && mentions(&map.file(file).text))
        });
        let told = unused.filter_map(|name| {
            let place = Span::new(self.get(name)?, 0..0);
            let ending = name.rsplit('.').next();
            let alike = built_in_names().filter(|known| known.rsplit('.').next() == ending);
            let near = text::nearest(name, alike).map(|near| format!("did you mean `{near}`?"));
            Some(
                Diagnostic::warning(codes::TEMPLATE, format!("nothing uses the template `{name}`"))
                    .at(place, near.unwrap_or_default())
                    .help("a file takes the place of the built-in template of its name; `evenhand templates list` has the names")
                    .help("a file with a name of its own has to be included or imported by another template"),
            )
        });
        told.collect()
    }

    /// Every template with its name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, FileId)> {
        self.files.iter().map(|(name, file)| (name.as_str(), *file))
    }
}
