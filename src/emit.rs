//! Files into `output/` and into briefs: written beside and renamed, so that a build that fails or is killed
//! leaves the previous file as it was.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, codes};

/// Writes `output/<slug>/<name>` in the workspace `root`, and yields its path.
///
/// # Errors
/// A diagnostic; the file is then as it was before.
pub fn write(root: &Path, slug: &str, name: &str, bytes: &[u8]) -> Result<PathBuf, Box<Diagnostic>> {
    place(root, &["output", slug], name, bytes)
}

/// Writes the file `name` into a folder of the workspace `root`, given by its parts, and yields its path.
///
/// # Errors
/// A diagnostic; the file is then as it was before.
pub fn place(root: &Path, folders: &[&str], name: &str, bytes: &[u8]) -> Result<PathBuf, Box<Diagnostic>> {
    let mut folder = root.to_owned();
    let mut existing = Vec::new();
    for part in folders {
        folder.push(part);
        existing.push(folder.clone());
    }
    let path = folder.join(name);
    let problem =
        |error: &io::Error| {
            let shown = path.strip_prefix(root).unwrap_or(&path).display();
            Box::new(Diagnostic::error(codes::UNWRITABLE, format!("cannot write `{shown}`: {error}")).help(
                "check the free space and the rights of the folder, and whether the file is open in another program",
            ))
        };
    // Looked at before anything is made, so that nothing is made elsewhere.
    for existing in existing {
        if existing.symlink_metadata().is_ok() && !existing.canonicalize().is_ok_and(|real| real.starts_with(root)) {
            let shown = existing.strip_prefix(root).unwrap_or(&existing).display();
            return Err(Box::new(
                Diagnostic::error(codes::OUTSIDE_WORKSPACE, format!("`{shown}` leads out of the workspace"))
                    .help("make it a folder instead of a link"),
            ));
        }
    }
    fs::create_dir_all(&folder).map_err(|error| problem(&error))?;
    let real = folder.canonicalize().map_err(|error| problem(&error))?;
    replace(&real, &path, bytes).map_err(|error| problem(&error))?;
    Ok(path)
}

/// Writes a file where a person wants it, whole or not at all.
///
/// # Errors
/// When it cannot be written; a file that was there is then as it was.
pub fn write_named(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    replace(folder, path, bytes)
}

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

/// Writes a file of the workspace anew, unless somebody changed it since it was read.
///
/// # Errors
/// A diagnostic; the file is then as it was before.
pub fn rewrite(root: &Path, shown: &str, before: &str, after: &str) -> Result<(), Box<Diagnostic>> {
    rewrite_all(root, &[Rewrite { path: shown, before, after }])
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
/// # Errors
/// A diagnostic; the files are then as they were before, but for folders that were made. Only where the
/// system fails between two of the last steps, which rename what is already written, can some be new and
/// some old; the message then says so.
pub fn write_in_order(root: &Path, steps: &[Step<'_>]) -> Result<Vec<String>, Box<Diagnostic>> {
    let mut ready = Vec::new();
    for step in steps {
        match *step {
            Step::Create { path, bytes } => ready.extend(prepare_new(root, path, bytes)?),
            Step::Rewrite(rewrite) => ready.push(prepare(root, rewrite)?),
        }
    }
    let mut done: Vec<String> = Vec::new();
    for Prepared { shown, real, file } in ready {
        if let Err(error) = file.persist(&real) {
            let problem = Diagnostic::error(codes::UNWRITABLE, format!("cannot write `{shown}`: {}", error.error));
            return Err(Box::new(match done.is_empty() {
                true => problem,
                false => problem.help(format!("these were written before: {}; run the command again", done.join(", "))),
            }));
        }
        done.push(shown);
    }
    Ok(done)
}

/// The files that these steps would write, by their paths from the workspace; one that is there already
/// and holds the same is none.
pub fn paths(root: &Path, steps: &[Step<'_>]) -> Vec<String> {
    let written = |step: &Step<'_>| match *step {
        Step::Create { path, bytes } => {
            let there = fs::metadata(path).is_ok_and(|file| file.len() == bytes.len() as u64)
                && fs::read(path).is_ok_and(|there| there == bytes);
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
    file: tempfile::NamedTempFile,
}

/// A new file; nothing where it is there already and holds the same.
fn prepare_new(root: &Path, path: &Path, bytes: &[u8]) -> Result<Option<Prepared>, Box<Diagnostic>> {
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
        return match fs::read(path) {
            Ok(there) if there == bytes => Ok(None),
            Ok(_) => Err(Box::new(
                Diagnostic::error(codes::UNWRITABLE, format!("`{shown}` is there already and holds something else"))
                    .help("move it away, and look where it came from"),
            )),
            Err(error) => Err(problem(&error)),
        };
    }
    fs::create_dir_all(folder).map_err(|error| problem(&error))?;
    let file = beside(folder, bytes).map_err(|error| problem(&error))?;
    Ok(Some(Prepared { real: path.to_owned(), shown, file }))
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
    let file = beside(folder, &[mark, rewrite.after.as_bytes()].concat()).map_err(|error| problem(&error))?;
    // A file that others must not read stays so.
    fs::set_permissions(file.path(), rights).map_err(|error| problem(&error))?;
    Ok(Prepared { shown: shown.to_owned(), real, file })
}

fn replace(folder: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    beside(folder, bytes)?.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// A new file in a folder, whole and on the disk, that vanishes unless it is given a name.
fn beside(folder: &Path, bytes: &[u8]) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".evenhand-").suffix(".tmp");
    #[cfg(unix)]
    {
        // A temporary file is for its owner only; a document is for whoever may read the folder.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o644));
    }
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_nothing_else_is_left() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path().canonicalize().unwrap();
        write(&root, "a", "x.pdf", b"one").unwrap();
        let path = write(&root, "a", "x.pdf", b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(root.join("output/a")).unwrap().count(), 1);
    }

    #[test]
    fn several_files_are_rewritten_together_or_not_at_all() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path().canonicalize().unwrap();
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

    #[cfg(unix)]
    #[test]
    fn a_link_out_of_the_workspace_is_not_followed() {
        let (root, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let root = root.path().canonicalize().unwrap();
        std::os::unix::fs::symlink(outside.path(), root.join("output")).unwrap();
        let problem = write(&root, "a", "x.pdf", b"one").unwrap_err();
        assert_eq!(problem.code, codes::OUTSIDE_WORKSPACE);
        assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0);
    }
}
