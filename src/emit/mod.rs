//! Files into `output/` and into briefs: written beside and renamed, so that a build that fails or is killed
//! leaves the previous file as it was.

mod lock;
mod named;
mod together;

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

pub use lock::{Hold, hold};
pub use named::{NotWritten, in_place, write_named};
pub use together::{Rewrite, Step, paths, rewrite, rewrite_all, write_in_order};

use crate::diagnostic::{Diagnostic, codes};

/// How the names of unfinished files begin and end.
const PREFIX: &str = ".evenhand-";
const SUFFIX: &str = ".tmp";

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

fn replace(folder: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    beside(folder, bytes)?.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// A new file in a folder, whole and on the disk, that vanishes unless it is given a name. It is locked as
/// long as it is open, which tells it from what a killed run left.
fn beside(folder: &Path, bytes: &[u8]) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = naming();
    #[cfg(unix)]
    {
        // A temporary file is for its owner only; a document is for whoever may read the folder.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o644));
    }
    let mut file = builder.tempfile_in(folder)?;
    // Where there are no locks, nothing is swept either.
    let _ = file.as_file().try_lock();
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    Ok(file)
}

/// Whether a file holds just these bytes.
fn holds(path: &Path, bytes: &[u8]) -> io::Result<bool> {
    Ok(fs::metadata(path)?.len() == bytes.len() as u64 && fs::read(path)? == bytes)
}

fn naming() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX);
    builder
}

/// Gives an unfinished file its name, if no other has it.
fn persist_new(file: tempfile::NamedTempFile, path: &Path) -> io::Result<()> {
    match file.persist_noclobber(path) {
        Ok(_) => Ok(()),
        // Not every file system can ask and rename in one.
        Err(error) if error.error.kind() != io::ErrorKind::AlreadyExists && path.symlink_metadata().is_err() => {
            error.file.persist(path).map(drop).map_err(|error| error.error)
        }
        Err(error) => Err(error.error),
    }
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
