//! An earlier version of a brief, however a person names it: a brief's folder, a revision of Git, a
//! PDF that evenhand made, or the data attached to one.

mod git;
mod pdf;

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::diagnostic::{Diagnostic, codes};
use crate::load;
use crate::model::{Record, Tlp};
use crate::source_map::{MAX_BYTES, SourceMap};
use crate::workspace::Workspace;

/// The largest PDF, in bytes.
const MAX_PDF: u64 = 64 * 1024 * 1024;

/// How versions are named, for messages.
const FORMS: &str =
    "name a brief's folder, `NAME@REVISION` or `REVISION:briefs/NAME`, a PDF that evenhand made, or a findings.json";

/// A version that was found.
#[derive(Debug)]
pub enum Version {
    /// A brief of the workspace, by its folder.
    Brief(PathBuf),
    /// A brief as a revision of Git holds it.
    Revision(Checkout),
    /// The data of an earlier document.
    Record(Box<Record>),
}

/// A brief of a revision, in a folder that is deleted with this.
#[derive(Debug)]
pub struct Checkout {
    /// The folder outside which nothing of it is read, a canonical path.
    pub root: PathBuf,
    /// The brief's folder in it.
    pub folder: PathBuf,
    _temporary: TempDir,
}

/// Finds the version that a person named on the command line.
///
/// # Errors
/// What is wrong, with what to write instead.
pub fn find(
    named: &str,
    workspace: Option<&Workspace>,
    current: &Path,
    map: &mut SourceMap,
) -> Result<Version, Vec<Diagnostic>> {
    let path = current.join(named);
    if path.is_file() {
        return data(&path, map).map(|record| Version::Record(Box::new(record)));
    }
    let unknown = match workspace.map(|workspace| workspace.brief(named, current)) {
        Some(Ok(folder)) => return Ok(Version::Brief(folder)),
        Some(Err(unknown)) => Some(unknown.help),
        None => None,
    };
    if !path.exists()
        && let Some((place, revision)) = revision(named)
    {
        let root = workspace.map_or(current, Workspace::root);
        return git::check_out(root, revision, &place).map(Version::Revision).map_err(|problem| vec![*problem]);
    }
    let mut problem = Diagnostic::error(
        codes::NOT_A_VERSION,
        format!("there is no version `{}` of a brief", crate::text::ellipsis(named, 80)),
    );
    if let Some(help) = unknown.filter(|help| help.starts_with("did you mean")) {
        problem = problem.help(help);
    }
    Err(vec![problem.help(FORMS)])
}

/// Whether two versions can be compared: a version for a wider circle and the whole brief differ by what
/// was left out, and that would pass for a change.
///
/// # Errors
/// They are for different circles.
pub fn comparable(old: &Record, new: &Record) -> Result<(), Diagnostic> {
    let circle = |record: &Record| record.left_out.as_ref().map(|_| record.brief.handling);
    let (before, after) = (circle(old), circle(new));
    if before == after {
        return Ok(());
    }
    let told = |circle: Option<Tlp>| match circle {
        Some(mark) => format!("a reduced version marked {}", mark.designation()),
        None => "a whole brief".to_owned(),
    };
    let message = format!(
        "the earlier is {} and the later {}; what was left out would pass for a change",
        told(before),
        told(after)
    );
    let help = "compare two whole briefs, or two reduced versions with the same mark";
    Err(Diagnostic::error(codes::NOT_A_VERSION, message).help(help))
}

/// Finds the version that a brief names under `previous`; the path begins in the brief's folder.
///
/// # Errors
/// What is wrong.
pub fn previous(
    named: &str,
    folder: &Path,
    workspace: &Workspace,
    map: &mut SourceMap,
) -> Result<Version, Vec<Diagnostic>> {
    let path = map.confine(&folder.join(named)).map_err(|problem| vec![problem])?;
    if path.is_file() {
        return data(&path, map).map(|record| Version::Record(Box::new(record)));
    }
    match workspace.brief(&path.to_string_lossy(), folder) {
        Ok(other) if other == folder => Err(vec![
            Diagnostic::error(codes::NOT_A_VERSION, "this is the brief itself, and not a version before it")
                .help("name the folder of the earlier version, its PDF, or its findings.json"),
        ]),
        Ok(other) => Ok(Version::Brief(other)),
        Err(unknown) => Err(vec![
            Diagnostic::error(codes::NOT_A_VERSION, unknown.message)
                .help("name the folder of the earlier version in `briefs`, its PDF, or its findings.json"),
        ]),
    }
}

/// Where in a repository a brief is meant to stand.
#[derive(Debug, PartialEq, Eq)]
enum Place {
    /// The brief of this name in the workspace.
    Brief(String),
    /// A path, from the top of the repository or of the workspace.
    Path(String),
}

/// `NAME@REVISION` or `REVISION:PATH`.
fn revision(named: &str) -> Option<(Place, &str)> {
    let is_name = |name: &str| {
        !name.is_empty()
            && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
            && !name.starts_with('-')
    };
    // A colon in braces belongs to the revision: `HEAD@{2022-01-01 10:00}`.
    let mut depth = 0_usize;
    let colon = named.char_indices().find_map(|(at, c)| {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        (c == ':' && depth == 0).then_some(at)
    });
    if let Some(at) = colon {
        let (revision, path) = (&named[..at], named[at + 1..].trim_matches('/'));
        return (!revision.is_empty() && !path.is_empty()).then(|| (Place::Path(path.to_owned()), revision));
    }
    let (name, revision) = named.split_once('@')?;
    (is_name(name) && !revision.is_empty()).then(|| (Place::Brief(name.to_owned()), revision))
}

/// The data in a file: findings.json, or a PDF that carries it.
fn data(path: &Path, map: &mut SourceMap) -> Result<Record, Vec<Diagnostic>> {
    let bytes = map.read_named(path, MAX_PDF).map_err(|problem| vec![problem])?;
    let mut shown = map.display(path);
    let json =
        if pdf::is_pdf(&bytes) {
            let found = pdf::attachment(bytes, "findings.json", MAX_BYTES);
            shown = format!("{shown}, findings.json");
            found.map_err(|message| {
                vec![Diagnostic::error(codes::NOT_A_VERSION, format!("`{}` {message}", map.display(path))).help(
                    "only PDFs that evenhand made carry their findings; programs that print or join PDFs drop them",
                )]
            })?
        } else {
            bytes
        };
    let not_text =
        |_| vec![Diagnostic::error(codes::NOT_TEXT, format!("`{shown}` is neither a PDF nor UTF-8 text")).help(FORMS)];
    let text = String::from_utf8(json).map_err(not_text)?;
    if text.len() as u64 > MAX_BYTES {
        return Err(vec![Diagnostic::error(codes::TOO_LARGE, format!("`{shown}` is larger than a brief ever is"))]);
    }
    let file = map.add(shown, text.strip_prefix('\u{feff}').unwrap_or(&text));
    load::record(map, file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn revisions_are_told_from_names() {
        let brief = |name: &str| Place::Brief(name.to_owned());
        let path = |path: &str| Place::Path(path.to_owned());
        assert_eq!(revision("harbour@v1"), Some((brief("harbour"), "v1")));
        assert_eq!(revision("harbour@HEAD@{1}"), Some((brief("harbour"), "HEAD@{1}")));
        assert_eq!(revision("v1:briefs/harbour/"), Some((path("briefs/harbour"), "v1")));
        assert_eq!(revision("HEAD@{2022-01-01 10:00}:briefs/x"), Some((path("briefs/x"), "HEAD@{2022-01-01 10:00}")));
        for none in ["harbour", "harbour@", "@v1", ":briefs/x", "v1:", "-x@v1", "a/b@v1"] {
            assert_eq!(revision(none), None, "{none}");
        }
    }
}
