//! What the commands have in common that write: one at a time into a brief, and never over what somebody
//! else made.

use std::path::Path;
use std::time::Duration;

use super::output::{fail, note};
use super::{SYSTEM_FAILED, USAGE};
use crate::diagnostic::Diagnostic;
use crate::emit::{self, Hold, NotWritten};
use crate::load;
use crate::workspace::Workspace;

/// How long a command waits for another that changes the same brief.
const PATIENCE: Duration = Duration::from_secs(20);

/// Keeps other runs from changing a brief, from before it is read until the result is dropped; nothing for
/// a run that only shows what it would do.
pub(super) fn hold(root: &Path, folder: &Path, dry_run: bool) -> Result<Option<Hold>, Box<Diagnostic>> {
    if dry_run {
        return Ok(None);
    }
    let shown = folder.strip_prefix(root).unwrap_or(folder).display().to_string();
    let waits = || {
        note(&format!(
            "another run of evenhand is changing `{shown}`; waiting up to {} seconds for it",
            PATIENCE.as_secs()
        ));
    };
    let held = emit::hold(folder, &shown, PATIENCE, waits)?;
    if let Some(error) = &held.unlocked {
        note(&format!(
            "`{shown}` cannot be locked on this file system ({error}): let nobody else change the brief until this is done"
        ));
    }
    Ok(Some(held))
}

/// Writes a file where a person wants it; otherwise says why not, and yields the exit code.
pub(super) fn write_named(path: &Path, bytes: &[u8], force: bool) -> Result<(), u8> {
    spare_brief(path)?;
    emit::write_named(path, bytes, force).map_err(|why| refuse(&path.display().to_string(), why))
}

/// The same for a file of ours in `output`, by its name; yields the path from the workspace.
pub(super) fn write_output(
    workspace: &Workspace,
    slug: &str,
    name: &str,
    bytes: &[u8],
    force: bool,
) -> Result<String, u8> {
    let shown = format!("output/{slug}/{name}");
    emit::in_place(&workspace.root().join(&shown), bytes, force).map_err(|why| refuse(&shown, why))?;
    emit::write(workspace.root(), slug, name, bytes).map_err(|problem| {
        fail(&problem.message, problem.helps.first().map_or("", String::as_str));
        SYSTEM_FAILED
    })?;
    Ok(shown)
}

/// Refuses a place at which a brief's data stand or would stand, whichever workspace it is of.
fn spare_brief(path: &Path) -> Result<(), u8> {
    let above = match path.parent() {
        Some(above) if !above.as_os_str().is_empty() => above,
        _ => Path::new("."),
    };
    let (Ok(above), Some(name)) = (above.canonicalize(), path.file_name()) else { return Ok(()) };
    let Ok(workspace) = Workspace::find(&above) else { return Ok(()) };
    let real = above.join(name);
    let Ok(inside) = real.strip_prefix(workspace.root().join("briefs")) else { return Ok(()) };
    let mut parts = inside.components();
    let Some(slug) = parts.next() else { return Ok(()) };
    let inside = parts.as_path();
    // A picture may lie anywhere in the brief, under any name.
    if real.symlink_metadata().is_err() && !load::is_data(inside) {
        return Ok(());
    }
    fail(
        &format!("`{}` is the place of a file of the brief `{}`", path.display(), slug.as_os_str().display()),
        "nothing was written; name another place: `--force` does not write over a brief either",
    );
    Err(USAGE)
}

fn refuse(shown: &str, why: NotWritten) -> u8 {
    match why {
        NotWritten::There => {
            fail(
                &format!("there is a file `{shown}` already, and it holds something else"),
                "nothing was written; name another file with `-o`, or add `--force` to write over that one",
            );
            USAGE
        }
        NotWritten::NoFile => {
            fail(&format!("`{shown}` is no file that could be written over"), "name another file with `-o`");
            USAGE
        }
        NotWritten::System(error) => {
            fail(&format!("cannot write `{shown}`: {error}"), "check the folder and its rights");
            SYSTEM_FAILED
        }
    }
}
