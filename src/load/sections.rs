//! The sections, in the brief's first language and in its others.

use std::collections::BTreeMap;
use std::path::Path;

use super::characters::check_text;
use super::files::{file_name, list};
use super::markdown::{self, Section};
use super::{Images, Loader};
use crate::locale::primary;

impl Loader<'_> {
    pub(super) fn sections(&mut self, folder: &Path, images: &mut Images) -> Vec<Section> {
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

    /// The folders of sections in the brief's other languages.
    pub(super) fn translated_sections(
        &mut self,
        languages: Vec<String>,
        images: &mut Images,
    ) -> BTreeMap<String, Vec<Section>> {
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
}
