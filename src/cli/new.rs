//! `evenhand new`: a small brief that builds at once and explains itself in comments.

use std::fs;
use std::path::PathBuf;

use super::output::{fail, say};
use super::{FINE, Global, SYSTEM_FAILED, USAGE};
use crate::workspace::Workspace;

/// The starter brief, file by file. In each, `{{slug}}` stands for the name.
const STARTER: &[(&str, &str)] = &[
    ("brief.yaml", include_str!("starter/brief.yaml")),
    ("sources.yaml", include_str!("starter/sources.yaml")),
    ("parties.yaml", include_str!("starter/parties.yaml")),
    ("findings.yaml", include_str!("starter/findings.yaml")),
    ("sections/issue-and-scope.md", include_str!("starter/sections/issue-and-scope.md")),
    ("sections/information-gaps.md", include_str!("starter/sections/information-gaps.md")),
];

/// Arguments of `evenhand new`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The brief's name: small letters, digits and hyphens, such as `harbour-contract`
    slug: String,
}

pub(super) fn run(global: &Global, arguments: &Arguments) -> u8 {
    let slug = arguments.slug.as_str();
    if !is_slug(slug) {
        fail(
            &format!("`{slug}` cannot be a brief's name"),
            "use small letters, digits and hyphens, beginning with a letter, such as `harbour-contract`",
        );
        return USAGE;
    }
    let here = global.workspace.clone().unwrap_or_else(|| PathBuf::from("."));
    let workspace = match Workspace::find(&here) {
        Ok(workspace) => Ok(workspace),
        Err(_) => Workspace::create(&here),
    };
    let made = workspace.and_then(|workspace| write(&workspace, slug).map(|folder| (workspace, folder)));
    match made {
        Ok((workspace, Some(folder))) => {
            let shown = folder.strip_prefix(workspace.root()).unwrap_or(&folder).display();
            say(&format!("made {shown}"));
            say(&format!("next: open {shown}/findings.yaml, then run `evenhand build {slug}`"));
            FINE
        }
        Ok((_, None)) => {
            fail(&format!("there is a brief `{slug}` already"), "choose another name; nothing was changed");
            USAGE
        }
        Err(error) => {
            fail(
                &format!("cannot make the brief `{slug}`: {error}"),
                "check the free space and the rights of the folder",
            );
            SYSTEM_FAILED
        }
    }
}

/// Writes the starter beside its place and renames it, so that it is there whole or not at all.
fn write(workspace: &Workspace, slug: &str) -> std::io::Result<Option<PathBuf>> {
    let briefs = workspace.root().join("briefs");
    let folder = briefs.join(slug);
    if folder.symlink_metadata().is_ok() {
        return Ok(None);
    }
    let scratch = tempfile::Builder::new().prefix(".new-").tempdir_in(&briefs)?;
    let inside = scratch.path().join(slug);
    for (path, text) in STARTER {
        let path = inside.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, text.replace("{{slug}}", slug))?;
    }
    fs::rename(&inside, &folder)?;
    Ok(Some(folder))
}

fn is_slug(text: &str) -> bool {
    text.len() <= 60
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && !text.ends_with('-')
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::is_slug;

    #[test]
    fn slugs_make_good_folder_names() {
        for good in ["a", "harbour-contract", "case-2"] {
            assert!(is_slug(good), "{good}");
        }
        for bad in ["", "-a", "a-", "A", "a b", "../x", "1a", "a/b", "é"] {
            assert!(!is_slug(bad), "{bad}");
        }
    }
}
