//! What a workspace decides for all its briefs: `evenhand.toml`, and its own word lists in
//! `wording/en.toml` and `wording/fr.toml`.

use std::collections::HashMap;
use std::path::Path;

use serde::Deserialize;
use toml::Spanned;

use crate::diagnostic::{Diagnostic, codes};
use crate::model::RuleSetting;
use crate::source_map::{FileId, SourceMap, Span};
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
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    rules: Vec<Spanned<RuleSetting>>,
}

impl Settings {
    /// Reads the settings of the map's workspace. What is wrong is told, and the rest holds.
    pub fn load(map: &mut SourceMap) -> Self {
        let root = map.root().to_owned();
        let mut settings =
            Self { rules: Vec::new(), tongues: HashMap::new(), problems: Vec::new(), own: HashMap::new() };
        if let Some(file) = settings.read(map, &root.join("evenhand.toml")) {
            match toml::from_str::<File>(&map.file(file).text) {
                Ok(parsed) => {
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
        settings
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
