//! What a workspace decides for all its briefs: `evenhand.toml`, its own word lists in
//! `wording/en.toml` and `wording/fr.toml`, and its own words of documents in `locale`.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;
use toml::Spanned;

use super::Loaded;
use super::file_name::FileName;
use super::theme;
use crate::cite::{self, Style, Styles};
use crate::diagnostic::{Diagnostic, codes};
use crate::locale::{self, Locale};
use crate::model::RuleSetting;
use crate::source_map::{FileId, SourceMap, Span};
use crate::theme::Theme;
use crate::wording::{Language, Tongue};

/// A workspace's settings, read once a run.
#[derive(Debug)]
pub struct Settings {
    /// Rules that weigh more or less here, with their places.
    pub rules: Vec<(RuleSetting, Span)>,
    /// The languages that were asked for so far, with the workspace's own lists.
    pub tongues: HashMap<Language, Tongue>,
    /// What is wrong with the settings.
    pub problems: Vec<Diagnostic>,
    /// The workspace's own lists.
    own: HashMap<Language, FileId>,
    /// Languages that documents can be made in, by the first part of their tags.
    locales: BTreeMap<String, Locale>,
    /// The style of citations in briefs that name none, with its place.
    citation_style: Option<(String, Span)>,
    styles: Styles,
    /// What the files of documents are called, where the workspace says so, with its place.
    pub file_name: Option<(FileName, Span)>,
    /// The look of documents.
    pub theme: Theme,
    /// Where the font of the look is named.
    pub font_place: Option<Span>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    rules: Vec<Spanned<RuleSetting>>,
    #[serde(default)]
    documents: Documents,
    #[serde(default)]
    theme: theme::Written,
}

/// How documents are made.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Documents {
    citation_style: Option<Spanned<String>>,
    file_name: Option<Spanned<String>>,
}

impl Settings {
    /// Reads the settings of the map's workspace. What is wrong is told, and the rest holds.
    pub fn load(map: &mut SourceMap) -> Self {
        let root = map.root().to_owned();
        let mut settings = Self {
            rules: Vec::new(),
            tongues: HashMap::new(),
            problems: Vec::new(),
            own: HashMap::new(),
            locales: BTreeMap::new(),
            citation_style: None,
            styles: Styles::load(map),
            file_name: None,
            theme: Theme::default(),
            font_place: None,
        };
        settings.problems.extend(settings.styles.problems().cloned());
        if let Some(file) = settings.read(map, &root.join("evenhand.toml")) {
            match toml::from_str::<File>(&map.file(file).text) {
                Ok(parsed) => {
                    settings.citation_style = parsed.documents.citation_style.map(|style| {
                        let place = Span::new(file, style.span());
                        (style.into_inner(), place)
                    });
                    if let Some(pattern) = parsed.documents.file_name {
                        settings.read_file_name(map, file, &pattern);
                    }
                    settings.font_place = parsed.theme.font_place(file);
                    let (look, problems) = parsed.theme.read(map, file);
                    settings.theme = look;
                    settings.problems.extend(problems);
                    for setting in parsed.rules {
                        let (place, setting) = (Span::new(file, setting.span()), setting.into_inner());
                        // A reason that nobody can see is none.
                        if [&setting.reason, &setting.by].into_iter().all(|text| text.is_seen()) {
                            settings.rules.push((setting, place));
                        } else {
                            settings.refuse(
                                map,
                                file,
                                "`reason` and `by` must say something",
                                Some(place.start..place.end),
                            );
                        }
                    }
                }
                Err(error) => settings.refuse(map, file, error.message(), error.span()),
            }
        }
        for language in Language::ALL {
            let path = root.join("wording").join(format!("{}.toml", language.tag()));
            if let Some(file) = settings.read(map, &path) {
                settings.own.insert(language, file);
            }
        }
        settings.read_locales(map);
        settings
    }

    /// The words of documents in a language, given by its tag.
    pub fn locale(&self, tag: &str) -> Option<&Locale> {
        self.locales.get(locale::primary(tag))
    }

    /// The style of a brief's citations: the brief's own, the workspace's, or Chicago notes.
    ///
    /// # Errors
    /// A diagnostic where there is no such style or its file is broken.
    pub fn citation_style(&mut self, loaded: &Loaded) -> Result<Arc<Style>, Box<Diagnostic>> {
        let named = loaded.brief.as_ref().and_then(|brief| {
            let style = brief.value.citation_style.as_ref()?.folded();
            let place = brief.place().field("citation_style");
            // A stand-in for a value that could not be read is no name.
            place.holds_text(&style).then(|| (style, place.span()))
        });
        match named.or_else(|| self.citation_style.clone()) {
            Some((name, place)) => self.styles.find(&name, Some(place)),
            None => self.styles.find(cite::DEFAULT, None),
        }
    }

    /// What is wrong with the languages that a brief names: no document can be made in them.
    pub fn unknown_languages(&self, loaded: &Loaded) -> Vec<Diagnostic> {
        let Some(brief) = &loaded.brief else { return Vec::new() };
        let list = brief.place().field("languages");
        let others = (0..brief.value.languages.len()).map(|at| (list.item(at), brief.value.languages[at].folded()));
        let own = (brief.place().field("language"), brief.value.language.folded());
        let unknown = std::iter::once(own)
            .chain(others)
            .filter(|(place, tag)| place.holds_text(tag) && self.locale(tag).is_none());
        let known: Vec<_> = self.locales.keys().map(|tag| format!("`{tag}`")).collect();
        unknown
            .map(|(place, tag)| {
                let known = crate::text::and_list(&known);
                Diagnostic::error(codes::UNKNOWN_VALUE, format!("no document can be made in the language `{tag}`"))
                    .at(place.span(), format!("documents can be made in {known}"))
                    .help("a region may follow, as in `en-GB`")
                    .help("a language is one file with the words of documents: docs/format.md says how to add it")
            })
            .collect()
    }

    /// Reads the built-in languages and those of the workspace's folder `locale`.
    fn read_locales(&mut self, map: &mut SourceMap) {
        let folder = map.root().join("locale");
        let mut own: BTreeMap<String, FileId> = BTreeMap::new();
        let mut paths: Vec<_> =
            std::fs::read_dir(&folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
        paths.sort();
        for path in paths.iter().filter(|path| path.extension().is_some_and(|ending| ending == "toml")) {
            let name = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            if let Some(file) = self.read(map, path) {
                own.insert(name, file);
            }
        }
        let built_in = Locale::built_in().map(str::to_owned);
        let languages: std::collections::BTreeSet<_> = built_in.chain(own.keys().cloned()).collect();
        for language in languages {
            let file = own.get(&language).copied();
            let text = file.map(|file| map.file(file).text.as_str());
            let locale = Locale::new(&language, text).or_else(|mistake| {
                if let Some(file) = file {
                    self.refuse(map, file, &mistake.message, mistake.range);
                }
                Locale::new(&language, None)
            });
            self.locales.extend(locale.ok().map(|locale| (language, locale)));
        }
    }

    /// Makes the lists of some languages ready. It takes a moment, so it is done for those that a
    /// brief is written in, and once.
    pub fn prepare(&mut self, map: &SourceMap, languages: &[Language]) {
        for &language in languages {
            if self.tongues.contains_key(&language) {
                continue;
            }
            let own = self.own.get(&language).copied();
            let extra = own.map(|file| map.file(file).text.as_str());
            let tongue = Tongue::new(language, extra).or_else(|error| {
                if let Some(file) = own {
                    self.refuse(map, file, &error.message, error.range);
                }
                Tongue::new(language, None)
            });
            self.tongues.extend(tongue.ok().map(|tongue| (language, tongue)));
        }
    }

    fn read_file_name(&mut self, map: &SourceMap, file: FileId, pattern: &Spanned<String>) {
        let whole = Span::new(file, pattern.span());
        match FileName::parse(pattern.as_ref()) {
            Ok(name) => self.file_name = Some((name, whole)),
            Err(mistake) => {
                // Where the text is written as it is read, the mistake has a place in it.
                let written = map.slice(whole);
                let start = written.find(pattern.as_ref().as_str()).map(|at| whole.start + at);
                let range = start.map(|start| start + mistake.range.start..start + mistake.range.end);
                let place = range.filter(|range| !range.is_empty()).unwrap_or(whole.start..whole.end);
                self.problems.push(
                    Diagnostic::error(codes::SETTINGS, mistake.message)
                        .at(Span::new(file, place), "")
                        .help(mistake.help),
                );
            }
        }
    }

    /// Reads a file that need not be there.
    fn read(&mut self, map: &mut SourceMap, path: &Path) -> Option<FileId> {
        path.symlink_metadata().ok()?;
        match map.read(path) {
            Ok(file) => Some(file),
            Err(problem) => {
                self.problems.push(problem);
                None
            }
        }
    }

    fn refuse(&mut self, map: &SourceMap, file: FileId, message: &str, range: Option<std::ops::Range<usize>>) {
        let message = message.lines().next().unwrap_or(message);
        let mut problem =
            Diagnostic::error(codes::SETTINGS, format!("`{}` cannot be understood: {message}", map.file(file).path))
                .help("docs/format.md shows what stands in it");
        if let Some(range) = range {
            problem = problem.at(Span::new(file, range), "here");
        }
        self.problems.push(problem);
    }
}
