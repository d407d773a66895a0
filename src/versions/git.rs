//! A brief as a revision of Git holds it, written into a folder of its own.
//!
//! Nothing of the repository changes: the index that this needs is a file in that folder.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use super::{Checkout, Place};
use crate::diagnostic::{Diagnostic, codes};

/// Settings that keep Git from running programs, making links or asking over the network.
const SETTINGS: [&str; 10] = [
    "-c",
    "core.autocrlf=false",
    "-c",
    "core.symlinks=false",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "advice.detachedHead=false",
];

/// Variables by which a caller, such as a hook, would lead Git elsewhere.
const FOREIGN: [&str; 6] =
    ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR"];

/// Writes the brief of a revision into a new folder.
pub(super) fn check_out(root: &Path, revision: &str, place: &Place) -> Result<Checkout, Box<Diagnostic>> {
    let git = Git { root };
    let prefix = git.line(&["rev-parse", "--show-prefix"])?.ok_or_else(|| {
        Diagnostic::error(codes::GIT, "this workspace is not kept in Git, so it has no revisions")
            .help("name a folder, a PDF that evenhand made, or a findings.json")
    })?;
    let shown = crate::text::ellipsis(revision, 60);
    // What begins like an option is none, whatever Git would make of it.
    let commit = match revision.starts_with('-') {
        true => None,
        false => {
            git.line(&["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{revision}^{{commit}}")])?
        }
    };
    let commit = commit.filter(|commit| !commit.is_empty()).ok_or_else(|| {
        Diagnostic::error(codes::GIT, format!("Git knows no revision `{shown}` here")).help(
            "a revision is a tag, a branch or a commit; `git log --oneline -- briefs` lists those that changed a brief",
        )
    })?;
    let (name, paths) = match place {
        Place::Brief(name) => (name.clone(), vec![format!("{prefix}briefs/{name}")]),
        Place::Path(path) => {
            let name = path.rsplit('/').next().unwrap_or(path).to_owned();
            (name, vec![path.clone(), format!("{prefix}{path}")])
        }
    };
    let mut tree = None;
    for path in &paths {
        let object = format!("{commit}:{path}");
        if git.line(&["cat-file", "-t", &object])?.as_deref() == Some("tree") {
            tree = Some(object);
            break;
        }
    }
    let tree = tree.ok_or_else(|| {
        Diagnostic::error(codes::GIT, format!("the revision `{shown}` has no folder `{}`", paths[0]))
            .help(format!("`git ls-tree -d --name-only {shown} {prefix}briefs/` lists the briefs that it has"))
    })?;
    write(&git, &tree, &name)
}

fn write(git: &Git<'_>, tree: &str, name: &str) -> Result<Checkout, Box<Diagnostic>> {
    let system = |error: std::io::Error| {
        Box::new(
            Diagnostic::error(codes::UNWRITABLE, format!("cannot make a temporary folder: {error}"))
                .help("check the free space and the rights of the folder for temporary files"),
        )
    };
    let temporary = tempfile::tempdir().map_err(system)?;
    let root = temporary.path().canonicalize().map_err(system)?;
    let folder = root.join("briefs").join(name);
    std::fs::create_dir_all(&folder).map_err(system)?;
    let index = root.join("index");
    let work_tree = format!("--work-tree={}", folder.display());
    for arguments in [vec!["read-tree", tree], vec![&work_tree, "checkout-index", "--all", "--quiet"]] {
        let output = git.run(&arguments, Some(index.as_os_str()))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            let said = crate::text::ellipsis(said.lines().next().unwrap_or_default(), 200);
            return Err(Box::new(Diagnostic::error(codes::GIT, format!("Git could not write the revision: {said}"))));
        }
    }
    Ok(Checkout { root, folder, _temporary: temporary })
}

struct Git<'a> {
    root: &'a Path,
}

impl Git<'_> {
    /// The first line that Git answers; nothing where it refuses.
    fn line(&self, arguments: &[&str]) -> Result<Option<String>, Box<Diagnostic>> {
        let output = self.run(arguments, None)?;
        let line = String::from_utf8_lossy(&output.stdout).lines().next().unwrap_or_default().to_owned();
        Ok(output.status.success().then_some(line))
    }

    fn run(&self, arguments: &[&str], index: Option<&OsStr>) -> Result<Output, Box<Diagnostic>> {
        let mut command = Command::new("git");
        for name in FOREIGN {
            command.env_remove(name);
        }
        command
            .args(SETTINGS)
            .args(arguments)
            .current_dir(self.root)
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("GIT_NO_LAZY_FETCH", "1")
            .env("GIT_OPTIONAL_LOCKS", "0")
            .stdin(Stdio::null());
        if let Some(index) = index {
            command.env("GIT_INDEX_FILE", index);
        }
        command.output().map_err(|error| {
            let message = match error.kind() {
                std::io::ErrorKind::NotFound => "the command `git` was not found".to_owned(),
                _ => format!("the command `git` cannot be run: {error}"),
            };
            Box::new(
                Diagnostic::error(codes::GIT, message)
                    .help("install Git, or name a folder, a PDF that evenhand made, or a findings.json"),
            )
        })
    }
}
