//! A file where a person wants it. What is there already may be somebody's work.

use std::fs;
use std::io;
use std::path::Path;

use super::{beside, holds, persist_new};

/// Why a file was not written where a person wants it; what was there is as it was.
#[derive(Debug)]
pub enum NotWritten {
    /// There is a file already, and it holds something else.
    There,
    /// What is there is a folder, a device or the like.
    NoFile,
    /// The system refused.
    System(io::Error),
}

/// Writes a file where a person wants it, whole or not at all. Over another file only with `force`.
///
/// # Errors
/// When it is not written.
pub fn write_named(path: &Path, bytes: &[u8], force: bool) -> Result<(), NotWritten> {
    let there = path.symlink_metadata().is_ok();
    if there && in_place(path, bytes, force)? {
        return Ok(());
    }
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let file = beside(folder, bytes).map_err(NotWritten::System)?;
    let put = if there { file.persist(path).map(drop).map_err(|error| error.error) } else { persist_new(file, path) };
    put.map_err(|error| match error.kind() {
        // It came meanwhile.
        io::ErrorKind::AlreadyExists => NotWritten::There,
        _ => NotWritten::System(error),
    })
}

/// Whether the file at a path holds these bytes already.
///
/// # Errors
/// When it holds something else that is not given up with `force`, or is no file.
pub fn in_place(path: &Path, bytes: &[u8], force: bool) -> Result<bool, NotWritten> {
    let metadata = match fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(NotWritten::System(error)),
    };
    if !metadata.is_file() {
        return Err(NotWritten::NoFile);
    }
    let same = holds(path, bytes).map_err(NotWritten::System)?;
    if same || force { Ok(same) } else { Err(NotWritten::There) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_stays_unless_a_person_gives_it_up() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x");
        write_named(&path, b"one", false).unwrap();
        write_named(&path, b"one", false).unwrap();
        assert!(matches!(write_named(&path, b"two", false), Err(NotWritten::There)));
        assert_eq!(fs::read(&path).unwrap(), b"one");
        write_named(&path, b"two", true).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn no_folder_and_no_device_gives_way_to_a_file() {
        let folder = tempfile::tempdir().unwrap();
        for force in [false, true] {
            assert!(matches!(write_named(folder.path(), b"one", force), Err(NotWritten::NoFile)));
            #[cfg(unix)]
            assert!(matches!(in_place(Path::new("/dev/null"), b"one", force), Err(NotWritten::NoFile)));
        }
    }
}
