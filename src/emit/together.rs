//! Several files of a brief that are written together: all of them or none.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, TempPath};

use super::{beside, holds, naming, persist_new};
use crate::diagnostic::{Diagnostic, codes};

/// A file of the workspace with its text as it was read and as it shall be.
#[derive(Debug, Clone, Copy)]
pub struct Rewrite<'a> {
    /// The path from the workspace.
    pub path: &'a str,
    /// The text as it was read.
    pub before: &'a str,
    /// The text as it shall be.
    pub after: &'a str,
}

/// One file of several that are written together.
#[derive(Debug, Clone, Copy)]
pub enum Step<'a> {
    /// A new file, with the folders above it. One that is there already and holds the same is left alone.
    Create {
        /// The whole path, below the workspace.
        path: &'a Path,
        /// What it shall hold.
        bytes: &'a [u8],
    },
    /// A file that was read and gets a new text.
    Rewrite(Rewrite<'a>),
}

/// Writes a file of the workspace anew, unless somebody changed it since it was read.
///
/// # Errors
/// A diagnostic; the file is then as it was before.
pub fn rewrite(root: &Path, shown: &str, before: &str, after: &str) -> Result<(), Box<Diagnostic>> {
    rewrite_all(root, &[Rewrite { path: shown, before, after }])
}

/// Writes several files of the workspace anew, all or none: [`write_in_order`].
///
/// # Errors
/// A diagnostic; the files are then as they were before.
pub fn rewrite_all(root: &Path, files: &[Rewrite<'_>]) -> Result<(), Box<Diagnostic>> {
    let steps: Vec<_> = files.iter().map(|file| Step::Rewrite(*file)).collect();
    write_in_order(root, &steps).map(|_| ())
}

/// Writes several files of the workspace, all or none: each is looked at and lies beside its place, on
/// the disk, before the first takes its place. They take their places in the order given, so whoever
/// calls can say what each state between two of them means. Yields the files that were written, by their
/// paths from the workspace.
///
/// Should one not take its place, those before it are taken back. A run that is killed between two leaves
/// some new and some old; the callers' orders are such that the same command, run again, does the rest.
///
/// # Errors
/// A diagnostic; the files and folders are then as they were before. Only where the system refuses to
/// take one back as well, some stay new; the message then names them.
pub fn write_in_order(root: &Path, steps: &[Step<'_>]) -> Result<Vec<String>, Box<Diagnostic>> {
    let mut folders = Vec::new();
    let written = prepare_all(root, steps, &mut folders).and_then(put);
    if written.is_err() {
        // One that is not empty was somebody else's, and stays.
        folders.iter().rev().for_each(|folder| drop(fs::remove_dir(folder)));
    }
    written
}

/// The files that these steps would write, by their paths from the workspace; one that is there already
/// and holds the same is none.
pub fn paths(root: &Path, steps: &[Step<'_>]) -> Vec<String> {
    let written = |step: &Step<'_>| match *step {
        Step::Create { path, bytes } => {
            let there = holds(path, bytes).unwrap_or_default();
            (!there).then(|| shown(root, path))
        }
        Step::Rewrite(rewrite) => Some(rewrite.path.to_owned()),
    };
    steps.iter().filter_map(written).collect()
}

fn shown(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).display().to_string()
}

/// A file's new bytes, on the disk beside it.
struct Prepared {
    shown: String,
    real: PathBuf,
    file: NamedTempFile,
    /// The file as it was, under another name; none where it is new.
    before: Option<TempPath>,
}

/// A file that took its place.
struct Placed {
    shown: String,
    real: PathBuf,
    before: Option<TempPath>,
}

/// Lays every file beside its place. `folders` gets those that were made for it.
fn prepare_all(root: &Path, steps: &[Step<'_>], folders: &mut Vec<PathBuf>) -> Result<Vec<Prepared>, Box<Diagnostic>> {
    let mut ready = Vec::new();
    for step in steps {
        match *step {
            Step::Create { path, bytes } => ready.extend(prepare_new(root, path, bytes, folders)?),
            Step::Rewrite(rewrite) => ready.push(prepare(root, rewrite)?),
        }
    }
    Ok(ready)
}

/// Lets each file take its place; none, where one cannot.
fn put(ready: Vec<Prepared>) -> Result<Vec<String>, Box<Diagnostic>> {
    let mut placed: Vec<Placed> = Vec::new();
    for Prepared { shown, real, file, before } in ready {
        let put = match before {
            Some(_) => file.persist(&real).map(drop).map_err(|error| error.error),
            None => persist_new(file, &real),
        };
        if let Err(error) = put {
            let problem = Diagnostic::error(codes::UNWRITABLE, format!("cannot write `{shown}`: {error}"));
            let stuck = take_back(placed);
            return Err(Box::new(match stuck.is_empty() {
                true => problem.help("no file was changed; see to this one, and run the command again"),
                false => problem.help(format!(
                    "written before that, and not to be taken back: {}; see to this one, and run the command again",
                    stuck.join(", ")
                )),
            }));
        }
        placed.push(Placed { shown, real, before });
    }
    Ok(placed.into_iter().map(|placed| placed.shown).collect())
}

/// Undoes what took its place, the last first. Yields what stays new all the same.
fn take_back(placed: Vec<Placed>) -> Vec<String> {
    let mut stuck = Vec::new();
    for Placed { shown, real, before } in placed.into_iter().rev() {
        let undone = match before {
            Some(before) => before.persist(&real).is_ok(),
            None => fs::remove_file(&real).is_ok(),
        };
        if !undone {
            stuck.push(shown);
        }
    }
    stuck.reverse();
    stuck
}

/// A new file; nothing where it is there already and holds the same.
fn prepare_new(
    root: &Path,
    path: &Path,
    bytes: &[u8],
    folders: &mut Vec<PathBuf>,
) -> Result<Option<Prepared>, Box<Diagnostic>> {
    let shown = shown(root, path);
    let problem =
        |error: &io::Error| Box::new(Diagnostic::error(codes::UNWRITABLE, format!("cannot write `{shown}`: {error}")));
    let folder = path.parent().unwrap_or(root);
    // Looked at before anything is made, so that nothing is made elsewhere.
    let existing = folder.ancestors().find(|above| above.symlink_metadata().is_ok()).unwrap_or(root);
    if !existing.canonicalize().is_ok_and(|real| real.starts_with(root)) {
        return Err(Box::new(
            Diagnostic::error(codes::OUTSIDE_WORKSPACE, format!("`{shown}` leads out of the workspace"))
                .help("make it a folder instead of a link"),
        ));
    }
    if path.symlink_metadata().is_ok() {
        return match holds(path, bytes) {
            Ok(true) => Ok(None),
            Ok(false) => Err(Box::new(
                Diagnostic::error(codes::UNWRITABLE, format!("`{shown}` is there already and holds something else"))
                    .help("run the command again, should another have written it meanwhile")
                    .help("if it is still there then: look where it came from, and move it away"),
            )),
            Err(error) => Err(problem(&error)),
        };
    }
    let missing = folder.ancestors().take_while(|above| *above != existing).map(Path::to_owned);
    let mut missing: Vec<_> = missing.collect();
    missing.reverse();
    folders.extend(missing);
    fs::create_dir_all(folder).map_err(|error| problem(&error))?;
    let file = beside(folder, bytes).map_err(|error| problem(&error))?;
    Ok(Some(Prepared { real: path.to_owned(), shown, file, before: None }))
}

fn prepare(root: &Path, rewrite: Rewrite<'_>) -> Result<Prepared, Box<Diagnostic>> {
    let shown = rewrite.path;
    let problem =
        |error: &io::Error| Box::new(Diagnostic::error(codes::UNWRITABLE, format!("cannot write `{shown}`: {error}")));
    let real = root.join(shown).canonicalize().map_err(|error| problem(&error))?;
    let now = fs::read(&real).map_err(|error| problem(&error))?;
    // A mark at the start of a file is no text, and stays.
    let mark: &[u8] = if now.starts_with(b"\xEF\xBB\xBF") { b"\xEF\xBB\xBF" } else { b"" };
    if now[mark.len()..] != *rewrite.before.as_bytes() || !real.starts_with(root) {
        return Err(Box::new(
            Diagnostic::error(codes::UNWRITABLE, format!("`{shown}` changed while the command ran"))
                .help("run the command again"),
        ));
    }
    let folder = real.parent().unwrap_or(root);
    let rights = fs::metadata(&real).map_err(|error| problem(&error))?.permissions();
    if rights.readonly() {
        return Err(Box::new(
            Diagnostic::error(codes::UNWRITABLE, format!("`{shown}` is write-protected"))
                .help("take the protection away, or work in another copy"),
        ));
    }
    // A file that others must not read stays so.
    let laid = |bytes: &[u8]| {
        let file = beside(folder, bytes)?;
        fs::set_permissions(file.path(), rights.clone())?;
        Ok(file)
    };
    let file = laid(&[mark, rewrite.after.as_bytes()].concat()).map_err(|error| problem(&error))?;
    // The file itself under a second name, or a copy where the file system gives none.
    let before = match naming().make_in(folder, |path| fs::hard_link(&real, path)) {
        Ok(link) => link.into_temp_path(),
        Err(_) => laid(&now).map_err(|error| problem(&error))?.into_temp_path(),
    };
    Ok(Prepared { shown: shown.to_owned(), real, file, before: Some(before) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        (folder, root)
    }

    #[test]
    fn several_files_are_rewritten_together_or_not_at_all() {
        let (_folder, root) = root();
        fs::write(root.join("a"), "\u{feff}one").unwrap();
        fs::write(root.join("b"), "changed meanwhile").unwrap();
        let file = |path, before| Rewrite { path, before, after: "two" };
        let problem = rewrite_all(&root, &[file("a", "one"), file("b", "one")]).unwrap_err();
        assert!(problem.message.contains("`b` changed"));
        assert_eq!(fs::read(root.join("a")).unwrap(), "\u{feff}one".as_bytes());
        rewrite_all(&root, &[file("a", "one"), file("b", "changed meanwhile")]).unwrap();
        assert_eq!(fs::read(root.join("a")).unwrap(), "\u{feff}two".as_bytes());
        assert_eq!(fs::read(root.join("b")).unwrap(), b"two");
        assert_eq!(fs::read_dir(&root).unwrap().count(), 2);
    }

    /// The third of three cannot take its place: something stands there when its turn comes.
    #[test]
    fn what_took_its_place_before_a_failure_is_taken_back() {
        let (_folder, root) = root();
        let new = root.join("evidence/original/new");
        let steps = [
            Step::Create { path: &new, bytes: b"new" },
            Step::Rewrite(Rewrite { path: "a", before: "one", after: "two" }),
            Step::Rewrite(Rewrite { path: "b", before: "one", after: "two" }),
        ];
        for failing in ["a", "b"] {
            fs::write(root.join("a"), "one").unwrap();
            fs::write(root.join("b"), "one").unwrap();
            let ready = prepare_all(&root, &steps, &mut Vec::new()).unwrap();
            fs::remove_file(root.join(failing)).unwrap();
            fs::create_dir(root.join(failing)).unwrap();
            let problem = put(ready).unwrap_err();
            assert!(problem.message.starts_with(&format!("cannot write `{failing}`")), "{}", problem.message);
            assert!(problem.helps[0].contains("no file was changed"), "{:?}", problem.helps);
            let other = if failing == "a" { "b" } else { "a" };
            assert_eq!(fs::read(root.join(other)).unwrap(), b"one");
            assert!(!new.exists());
            // No temporary file, nor the second name of a file that was read.
            assert_eq!(fs::read_dir(&root).unwrap().count(), 3);
            fs::remove_dir(root.join(failing)).unwrap();
        }
    }

    #[test]
    fn what_cannot_be_taken_back_is_named() {
        let (_folder, root) = root();
        fs::write(root.join("a"), "one").unwrap();
        fs::write(root.join("b"), "one").unwrap();
        let steps = ["a", "b"].map(|path| Step::Rewrite(Rewrite { path, before: "one", after: "two" }));
        let mut ready = prepare_all(&root, &steps, &mut Vec::new()).unwrap();
        // The way back is lost, and so is the place of the second.
        fs::remove_file(ready[0].before.as_deref().unwrap()).unwrap();
        ready[1].real = root.join("nowhere/b");
        let problem = put(ready).unwrap_err();
        assert!(problem.helps[0].contains("not to be taken back: a;"), "{:?}", problem.helps);
    }

    #[test]
    fn folders_that_were_made_for_nothing_go_again() {
        let (_folder, root) = root();
        fs::write(root.join("log"), "one").unwrap();
        let new = root.join("evidence/original/new");
        let steps = [
            Step::Create { path: &new, bytes: b"new" },
            Step::Rewrite(Rewrite { path: "log", before: "another", after: "two" }),
        ];
        write_in_order(&root, &steps).unwrap_err();
        assert_eq!(fs::read_dir(&root).unwrap().count(), 1);
    }

    #[test]
    fn a_new_file_is_never_laid_over_one_that_came_meanwhile() {
        let (_folder, root) = root();
        let new = root.join("new");
        let steps = [Step::Create { path: &new, bytes: b"mine" }];
        let ready = prepare_all(&root, &steps, &mut Vec::new()).unwrap();
        fs::write(&new, "another's").unwrap();
        put(ready).unwrap_err();
        assert_eq!(fs::read(&new).unwrap(), b"another's");
    }
}
