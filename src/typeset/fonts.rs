//! The fonts that a document can use: those inside the program, those of the workspace, and the
//! system's only when asked for.

use std::path::{Path, PathBuf};

use typst::foundations::Bytes;
use typst::text::{Coverage, Font, FontBook, FontInfo};
use typst::utils::LazyHash;
use typst_kit::fonts::FontStore;

use crate::diagnostic::Diagnostic;
use crate::source_map::{MAX_FONT_BYTES, SourceMap};

/// Fonts at hand.
pub struct Fonts {
    store: FontStore,
    coverage: Vec<Coverage>,
    /// The workspace's font files, for an engine that reads its fonts itself.
    files: Vec<(String, Vec<u8>)>,
    system: bool,
}

impl std::fmt::Debug for Fonts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fonts").field("faces", &self.coverage.len()).finish()
    }
}

impl Fonts {
    /// The built-in fonts, the font files in `folder`, and the system's fonts where `system` says.
    ///
    /// # Errors
    /// What is wrong with files of the folder.
    pub fn load(map: &SourceMap, folder: &Path, system: bool) -> Result<Self, Vec<Diagnostic>> {
        let mut fonts = Self::built_in(system);
        let mut problems = Vec::new();
        for path in font_files(folder) {
            match map.read_bytes(&path, MAX_FONT_BYTES) {
                Ok(bytes) => {
                    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                    fonts.push_file(format!("{}-{name}", fonts.files.len()), bytes);
                }
                Err(problem) => problems.push(problem),
            }
        }
        if problems.is_empty() { Ok(fonts) } else { Err(problems) }
    }

    /// The same fonts from [`Fonts::files`] of others.
    pub(super) fn of(files: Vec<(String, Vec<u8>)>, system: bool) -> Self {
        let mut fonts = Self::built_in(system);
        for (name, bytes) in files {
            fonts.push_file(name, bytes);
        }
        fonts
    }

    fn built_in(system: bool) -> Self {
        let mut fonts = Self { store: FontStore::new(), coverage: Vec::new(), files: Vec::new(), system };
        // In the order in which the `typst` command takes them, since the order decides which
        // font stands in for another.
        if system {
            for (font, info) in typst_kit::fonts::system() {
                fonts.coverage.push(info.coverage.clone());
                fonts.store.push((font, info));
            }
        }
        for (font, info) in typst_kit::fonts::embedded() {
            fonts.push(font, info);
        }
        fonts
    }

    /// Whether some font has a glyph for the character.
    pub fn covers(&self, c: char) -> bool {
        self.coverage.iter().any(|coverage| coverage.contains(c as u32))
    }

    /// Whether there is a family of this name, however it is capitalised.
    pub fn has_family(&self, name: &str) -> bool {
        self.store.book().contains_family(&name.to_lowercase())
    }

    /// The families at hand, by name.
    pub fn families(&self) -> Vec<String> {
        let mut names: Vec<_> = self.store.book().families().map(|(name, _)| name.to_owned()).collect();
        names.sort();
        names
    }

    /// Whether the system's fonts are among them.
    pub fn system(&self) -> bool {
        self.system
    }

    /// The workspace's font files by name.
    pub fn files(&self) -> &[(String, Vec<u8>)] {
        &self.files
    }

    pub(super) fn book(&self) -> &LazyHash<FontBook> {
        self.store.book()
    }

    pub(super) fn font(&self, index: usize) -> Option<Font> {
        self.store.font(index)
    }

    fn push(&mut self, font: Font, info: FontInfo) {
        self.coverage.push(info.coverage.clone());
        self.store.push((font, info));
    }

    fn push_file(&mut self, name: String, bytes: Vec<u8>) {
        for font in Font::iter(Bytes::new(bytes.clone())) {
            let info = font.info().clone();
            self.push(font, info);
        }
        self.files.push((name, bytes));
    }
}

/// The font files in a folder and the folders in it, by path.
fn font_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![(folder.to_owned(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) && depth < 4 {
                folders.push((path, depth + 1));
            } else if matches!(ending.as_str(), "ttf" | "otf" | "ttc" | "otc") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}
