//! Files into `output/`: written beside and renamed, so that a build that fails or is killed
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

/// Writes a file of the workspace anew, unless somebody changed it since it was read.
///
/// # Errors
/// A diagnostic; the file is then as it was before.
pub fn rewrite(root: &Path, shown: &str, before: &str, after: &str) -> Result<(), Box<Diagnostic>> {
    let path = root.join(shown);
    let problem =
        |error: &io::Error| Box::new(Diagnostic::error(codes::UNWRITABLE, format!("cannot write `{shown}`: {error}")));
    let real = path.canonicalize().map_err(|error| problem(&error))?;
    let now = fs::read(&real).map_err(|error| problem(&error))?;
    // A mark at the start of a file is no text, and stays.
    let mark: &[u8] = if now.starts_with(b"\xEF\xBB\xBF") { b"\xEF\xBB\xBF" } else { b"" };
    if now[mark.len()..] != *before.as_bytes() || !real.starts_with(root) {
        return Err(Box::new(
            Diagnostic::error(codes::UNWRITABLE, format!("`{shown}` changed while it was being checked"))
                .help("run the command again"),
        ));
    }
    let folder = real.parent().unwrap_or(root);
    let rights = fs::metadata(&real).map_err(|error| problem(&error))?.permissions();
    replace(folder, &real, &[mark, after.as_bytes()].concat()).map_err(|error| problem(&error))?;
    // A file that others must not read stays so.
    fs::set_permissions(&real, rights).map_err(|error| problem(&error))
}

fn replace(folder: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
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
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
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
