//! Where a citation style comes from: a file of the workspace, this program, or hayagriva's archive.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use hayagriva::archive::{self, ArchivedStyle};
use hayagriva::citationberg::{
    CitationFormat, IndependentStyle, Locale as Terms, LocaleCode, Style as Csl, StyleCategory, StyleClass,
};

use super::audit;
use crate::diagnostic::{Diagnostic, codes};
use crate::source_map::SourceMap;
use crate::span::Span;
use crate::text::nearest;

/// The style that is used where nobody names one.
pub const DEFAULT: &str = "chicago-notes";

/// Styles of our own, for what the archive lacks or gets wrong: papers of courts, statutes, dockets.
const OWN: [(&str, &str); 3] = [
    (DEFAULT, include_str!("chicago-notes.csl")),
    ("oscola", include_str!("oscola.csl")),
    ("mcgill", include_str!("mcgill.csl")),
];

/// The terms of every language that CSL has them for. Reading them takes a moment.
static TERMS: LazyLock<Vec<Terms>> = LazyLock::new(archive::locales);

/// A citation style, ready for use.
#[derive(Debug, PartialEq, Eq)]
pub struct Style {
    name: String,
    own: bool,
    pub(super) csl: IndependentStyle,
}

impl Style {
    /// A style of this program or of the archive.
    pub fn built_in(name: &str) -> Option<Self> {
        if let Some((_, text)) = OWN.iter().find(|(own, _)| *own == name) {
            return Some(Self { own: true, ..Self::new(name, IndependentStyle::from_xml(text).ok()?) });
        }
        match ArchivedStyle::by_name(name)?.get() {
            Csl::Independent(csl) if writes(&csl) => Some(Self::new(name, csl)),
            _ => None,
        }
    }

    fn new(name: &str, mut csl: IndependentStyle) -> Self {
        if csl.settings.class == StyleClass::Note {
            // Documents have notes and no list of references; making one takes time.
            csl.bibliography = None;
        }
        // It stands between two sources in one citation, which we never have; hayagriva sets it between the
        // parts of one, where these stand in a `choose`.
        csl.citation.layout.delimiter = None;
        Self { name: name.to_owned(), own: false, csl }
    }

    /// A style from the text of a `.csl` file.
    ///
    /// # Errors
    /// A [`Fault`](audit::Fault), with its place where that is known.
    pub fn parse(name: &str, text: &str) -> Result<Self, audit::Fault> {
        audit::audit(text)?;
        let csl = IndependentStyle::from_xml(text).map_err(|error| {
            let path = error.path.as_ref().map(|path| path as &dyn std::fmt::Display);
            audit::Fault::of(&error.source, path, text)
        })?;
        if !writes(&csl) {
            return Err(audit::Fault::silent());
        }
        Ok(Self::new(name, csl))
    }

    /// The name by which it is asked for.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it is one of ours, which tell papers of courts from judgments.
    pub(super) fn is_own(&self) -> bool {
        self.own
    }

    /// Whether it is made for notes. Another has its references in a list, and our notes take their
    /// words from there.
    pub fn is_for_notes(&self) -> bool {
        self.csl.settings.class == StyleClass::Note
    }

    /// Whether it is made for a numbered list, which our notes do without.
    pub(super) fn numbers_its_list(&self) -> bool {
        let format = self.csl.info.category.iter().find_map(|category| match category {
            StyleCategory::CitationFormat { format } => Some(*format),
            StyleCategory::Field { .. } => None,
        });
        matches!(format, Some(CitationFormat::Numeric | CitationFormat::Label))
    }

    /// The terms for a document in a language, and the code by which they are asked for. A style's own
    /// dialect goes first.
    pub(super) fn terms(&self, language: &str) -> (LocaleCode, Vec<Terms>) {
        let english = LocaleCode::en_us();
        let same = |code: &LocaleCode| code.0.split('-').next() == Some(language);
        let own = self.csl.default_locale.clone().filter(same);
        let first = || {
            // `fr-CA` stands before `fr-FR` in the list.
            let fallback = LocaleCode(language.to_owned()).fallback();
            fallback.or_else(|| TERMS.iter().filter_map(|terms| terms.lang.clone()).find(same))
        };
        let code = own.or_else(first).unwrap_or_else(|| english.clone());
        let wanted = |terms: &&Terms| terms.lang.as_ref().is_some_and(|lang| *lang == code || *lang == english);
        (code.clone(), TERMS.iter().filter(wanted).cloned().collect())
    }

    /// The names of all styles that are at hand without a file.
    pub fn names() -> Vec<&'static str> {
        // The one style without notes or references makes labels only.
        let archived = ArchivedStyle::all().iter().filter(|style| **style != ArchivedStyle::Alphanumeric);
        let archived = archived.flat_map(|style| style.names());
        let mut names: Vec<_> = OWN.iter().map(|(name, _)| *name).chain(archived.copied()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

/// Whether a style can say what a source is: in notes or in a list of references.
fn writes(csl: &IndependentStyle) -> bool {
    csl.settings.class == StyleClass::Note || csl.bibliography.is_some()
}

/// The styles of a run: those of the workspace, read at its start, and others once they are asked for.
#[derive(Debug, Default)]
pub struct Styles {
    read: BTreeMap<String, Result<Arc<Style>, Diagnostic>>,
}

impl Styles {
    /// Reads the folder `styles` of the map's workspace.
    pub fn load(map: &mut SourceMap) -> Self {
        let folder = map.root().join("styles");
        let mut paths: Vec<_> =
            std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
        paths.sort();
        let mut styles = Self::default();
        for path in paths.iter().filter(|path| path.extension().is_some_and(|ending| ending == "csl")) {
            let name = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let style = read_file(map, &name, path).map(Arc::new);
            styles.read.insert(name, style);
        }
        styles
    }

    /// What is wrong with the workspace's own styles.
    pub fn problems(&self) -> impl Iterator<Item = &Diagnostic> {
        self.read.values().filter_map(|style| style.as_ref().err())
    }

    /// A style by its name: one of the workspace, or one that is at hand without a file. `place` is
    /// where it was asked for.
    ///
    /// # Errors
    /// A diagnostic where the workspace's file of this name is broken, or nothing has the name.
    pub fn find(&mut self, name: &str, place: Option<Span>) -> Result<Arc<Style>, Box<Diagnostic>> {
        if let Some(style) = self.read.get(name) {
            return style.clone().map_err(Box::new);
        }
        let style = Arc::new(Style::built_in(name).ok_or_else(|| Box::new(self.unknown(name, place)))?);
        self.read.insert(name.to_owned(), Ok(Arc::clone(&style)));
        Ok(style)
    }

    fn unknown(&self, name: &str, place: Option<Span>) -> Diagnostic {
        let names = Style::names();
        let lower = name.to_lowercase();
        let near = nearest(&lower, names.iter().copied().chain(self.read.keys().map(String::as_str)));
        let mut problem = Diagnostic::error(codes::UNKNOWN_VALUE, format!("there is no citation style `{name}`"));
        if let Some(place) = place {
            problem = problem.at(place, "no style has this name");
        }
        if let Some(near) = near {
            problem = problem.help(format!("did you mean `{near}`?"));
        }
        problem
            .help(
                "common ones are `chicago-notes`, `oscola`, `mcgill`, `apa` and `ieee`; docs/citations.md lists the \
                 others",
            )
            .help(
                "a style of your own is a CSL file in the workspace's folder `styles`, named without its ending `.csl`",
            )
    }
}

fn read_file(map: &mut SourceMap, name: &str, path: &Path) -> Result<Style, Diagnostic> {
    let file = map.read(path)?;
    Style::parse(name, &map.file(file).text).map_err(|fault| {
        let message = format!("the citation style `{}` cannot be used: {}", map.file(file).path, fault.message);
        let mut problem = Diagnostic::error(codes::SETTINGS, message);
        if let Some(range) = fault.range {
            problem = problem.at(Span::new(file, range), "here");
        }
        fault.helps.into_iter().fold(problem, Diagnostic::help)
    })
}
