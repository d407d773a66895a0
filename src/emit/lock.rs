//! One run at a time changes a brief: it holds a lock from before it reads until after it has written, so
//! that no run lays its change over a text that another is about to replace.
//!
//! The lock is the system's, on a file that is empty. A run that is killed, or a machine that stops, holds
//! nothing any more; the file itself may stay then, and hinders nobody.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::{PREFIX, SUFFIX};
use crate::diagnostic::{Diagnostic, codes};

/// The file on which the lock lies, in a brief's folder. It is named as temporary files are, so that
/// whoever keeps those out of Git keeps it out as well.
const NAME: &str = ".evenhand-lock.tmp";

/// How long another run may go on before a person is told what is waited for.
const UNTOLD: Duration = Duration::from_secs(1);
/// How often it is asked whether the other run is over.
const STEP: Duration = Duration::from_millis(40);

/// A brief that is this run's to change, until it is dropped.
#[derive(Debug)]
pub struct Hold {
    /// Why nothing keeps other runs away: the file system knows no locks, as some in a network.
    pub unlocked: Option<io::Error>,
    path: PathBuf,
    /// Closed last: that opens the lock.
    _file: File,
}

/// Waits until no other run changes the brief in `folder`, and keeps others from it. What runs that were
/// killed left beside the brief's files is taken away then. `shown` is the folder as people know it;
/// `waits` is called once, where the wait is long enough to be told.
///
/// Where the file system knows no locks, the run goes on without ([`Hold::unlocked`]): what is written is
/// still compared with what was read just before, which leaves a gap of milliseconds.
///
/// # Errors
/// A diagnostic, when another run goes on for longer than `patience`, or nothing can be written there.
pub fn hold(folder: &Path, shown: &str, patience: Duration, waits: impl FnOnce()) -> Result<Hold, Box<Diagnostic>> {
    let path = folder.join(NAME);
    let begin = Instant::now();
    let mut waits = Some(waits);
    loop {
        let file = open(&path).map_err(|error| {
            Box::new(
                Diagnostic::error(codes::UNWRITABLE, format!("cannot write into `{shown}`: {error}"))
                    .help("check the free space and the rights of the folder; nothing was changed"),
            )
        })?;
        let late = begin.elapsed() >= patience;
        let unlocked = match file.try_lock() {
            Ok(()) if is_at(&file, &path) => {
                sweep(folder);
                return Ok(Hold { unlocked: None, path, _file: file });
            }
            Ok(()) if late => Some(io::Error::other("files there have no lasting number")),
            Err(TryLockError::WouldBlock) if late => {
                let message = format!("another run of evenhand is changing `{shown}`");
                return Err(Box::new(
                    Diagnostic::error(codes::UNWRITABLE, message)
                        .help(format!("it went on for {} seconds; nothing was changed", patience.as_secs()))
                        .help("run the command again when the other is over; a run that was killed is in nobody's way"),
                ));
            }
            Err(TryLockError::Error(error)) if error.kind() != io::ErrorKind::Interrupted => Some(error),
            // Either another run goes on, or the run before took its file away as it ended.
            Ok(()) | Err(_) => None,
        };
        if unlocked.is_some() {
            return Ok(Hold { unlocked, path, _file: file });
        }
        if begin.elapsed() >= UNTOLD.min(patience / 2)
            && let Some(waits) = waits.take()
        {
            waits();
        }
        sleep(STEP);
    }
}

/// The file of the lock, made where it is missing.
fn open(path: &Path) -> io::Result<File> {
    match path.symlink_metadata() {
        Ok(there) if !there.is_file() => return Err(io::Error::other(format!("`{NAME}` is no file"))),
        _ => {}
    }
    match OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path) {
        // Another person's run made it.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => File::open(path).map_err(|_| error),
        opened => opened,
    }
}

/// Whether an open file is the one that now has this name.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let number = |metadata: io::Result<fs::Metadata>| metadata.map(|metadata| (metadata.dev(), metadata.ino())).ok();
    number(file.metadata()).is_some_and(|open| number(path.symlink_metadata()) == Some(open))
}

/// Elsewhere the file is never taken away.
#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}

impl Drop for Hold {
    fn drop(&mut self) {
        // Whoever waits with this file open sees that it has no name any more, and makes another.
        if cfg!(unix) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Takes away what runs that were killed left in a folder and below it. Who writes holds the lock on the
/// folder, or, where a person named the file, one on the unfinished file.
fn sweep(folder: &Path) {
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => open.push(entry.path()),
                Ok(kind) if kind.is_file() && name.starts_with(PREFIX) && name.ends_with(SUFFIX) && name != NAME => {
                    let path = entry.path();
                    if File::open(&path).is_ok_and(|file| file.try_lock().is_ok()) {
                        let _ = fs::remove_file(path);
                    }
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOON: Duration = Duration::from_millis(200);

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_second_run_waits_and_then_says_why_it_did_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let first = hold(folder.path(), "briefs/x", SOON, || panic!("nobody is waited for")).unwrap();
        assert!(first.unlocked.is_none());
        let mut told = false;
        let problem = hold(folder.path(), "briefs/x", SOON, || told = true).unwrap_err();
        assert!(told);
        assert_eq!(problem.message, "another run of evenhand is changing `briefs/x`");
        drop(first);
        hold(folder.path(), "briefs/x", SOON, || panic!("nobody is waited for")).unwrap();
    }

    #[test]
    fn a_lock_that_is_opened_leaves_nothing_and_a_file_that_was_left_is_no_lock() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(NAME), "").unwrap();
        drop(hold(folder.path(), "x", SOON, || panic!("nobody is waited for")).unwrap());
        assert_eq!(names(folder.path()).len(), usize::from(!cfg!(unix)));
    }

    /// Many at once, each of which adds one to a number in a file.
    #[test]
    fn no_two_hold_it_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let number = folder.path().join("number");
        fs::write(&number, "0").unwrap();
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..5 {
                        let _hold = hold(folder.path(), "x", Duration::from_secs(60), || {}).unwrap();
                        let before: usize = fs::read_to_string(&number).unwrap().parse().unwrap();
                        sleep(Duration::from_millis(2));
                        fs::write(&number, (before + 1).to_string()).unwrap();
                    }
                });
            }
        });
        assert_eq!(fs::read_to_string(&number).unwrap(), "40");
    }

    /// Who opened the file before the run before took it away has a lock that keeps nobody out.
    #[cfg(unix)]
    #[test]
    fn a_file_without_its_name_is_no_lock() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(NAME);
        let late = open(&path).unwrap();
        assert!(is_at(&late, &path));
        fs::remove_file(&path).unwrap();
        assert!(!is_at(&late, &path));
        let next = open(&path).unwrap();
        assert!(is_at(&next, &path) && !is_at(&late, &path));
    }

    #[test]
    fn what_killed_runs_left_goes_and_what_a_live_run_writes_stays() {
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join("evidence/original");
        fs::create_dir_all(&inside).unwrap();
        fs::write(inside.join(".evenhand-dead.tmp"), "half").unwrap();
        fs::write(folder.path().join(".evenhand-dead.tmp"), "half").unwrap();
        fs::write(folder.path().join("mine.tmp"), "a person's").unwrap();
        let live = super::super::beside(folder.path(), b"new").unwrap();
        drop(hold(folder.path(), "x", SOON, || {}).unwrap());
        assert_eq!(names(&inside), [""; 0]);
        assert!(live.path().is_file());
        live.persist(folder.path().join("named")).unwrap();
        let left: Vec<_> = names(folder.path()).into_iter().filter(|name| name != NAME).collect();
        assert_eq!(left, ["evidence", "mine.tmp", "named"]);
    }

    #[test]
    fn a_folder_in_the_place_of_the_lock_is_told() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join(NAME)).unwrap();
        let problem = hold(folder.path(), "briefs/x", SOON, || {}).unwrap_err();
        assert!(problem.message.contains("cannot write into `briefs/x`"), "{}", problem.message);
    }
}
