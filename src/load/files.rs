//! Which files a brief has, and which of its folder nothing reads.

use std::path::{Path, PathBuf};

use super::Loader;
use crate::diagnostic::{Diagnostic, codes};
use crate::text;

/// The data files, and the folder of findings.
const STEMS: [&str; 4] = ["brief", "sources", "parties", "findings"];
const ENDINGS: [&str; 3] = ["yaml", "yml", "json"];

/// The files of a brief that hold one sort of data: `sources`, `parties`, or `findings`, which may be
/// several.
pub fn data_files(folder: &Path, stem: &str) -> Vec<PathBuf> {
    let single = ENDINGS.iter().map(|ending| folder.join(format!("{stem}.{ending}"))).filter(|path| path.is_file());
    let mut paths: Vec<_> = single.take(1).collect();
    if stem == "findings" {
        paths.extend(in_findings(folder));
    }
    paths
}

/// Whether a file at this path, from a brief's folder, is or would be one of its data, its sections, its
/// evidence or an earlier version of it. Small and capital letters are one: on some systems they are.
pub fn is_data(path: &Path) -> bool {
    let mut parts = path.iter().map(|part| part.to_string_lossy().to_lowercase());
    let Some(first) = parts.next() else { return false };
    if parts.next().is_some() {
        return ["findings", "sections", "evidence", "versions"].contains(&first.as_str());
    }
    first.rsplit_once('.').is_some_and(|(stem, ending)| STEMS.contains(&stem) && ENDINGS.contains(&ending))
}

/// The data files in a brief's folder `findings`.
pub(super) fn in_findings(folder: &Path) -> impl Iterator<Item = PathBuf> {
    list(&folder.join("findings")).into_iter().filter(|path| {
        path.extension().and_then(|ending| ending.to_str()).is_some_and(|ending| ENDINGS.contains(&ending))
    })
}

/// The entries of a folder by name; nothing where there is no such folder.
pub(super) fn list(folder: &Path) -> Vec<PathBuf> {
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

pub(super) fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

impl Loader<'_> {
    /// A file that nothing reads is a slip in its name, and its data would be missing in silence.
    pub(super) fn check_names(&mut self) {
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

    /// The one file `stem` with one of the data endings.
    pub(super) fn find(&mut self, stem: &'static str, required: bool) -> Option<PathBuf> {
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

    /// In a folder of data or prose, whatever looks like either and is not read.
    pub(super) fn check_folder(&mut self, folder: &Path, read: &[&str], form: &str) {
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

    pub(super) fn unexpected(&mut self, path: &Path, near: Option<String>, help: &str) {
        let mut problem =
            Diagnostic::error(codes::UNEXPECTED_FILE, format!("nothing reads `{}`", self.map.display(path)));
        if let Some(near) = near {
            problem = problem.help(format!("did you mean `{near}`?"));
        }
        self.problems.push(problem.help(help));
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
