//! A workspace is a folder with `briefs/`, and beside it `templates/`, `fonts/` and `output/`.

use std::path::{Path, PathBuf};

/// A workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workspace {
    root: PathBuf,
}

/// Why a workspace or a brief was not found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotFound {
    /// What was not found.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl Workspace {
    /// The workspace at `folder`, or the nearest one above it.
    ///
    /// # Errors
    /// When neither the folder nor one above it holds `briefs/`.
    pub fn find(folder: &Path) -> Result<Self, NotFound> {
        let real = folder.canonicalize().map_err(|error| NotFound {
            message: format!("cannot use the folder `{}`: {error}", folder.display()),
            help: "check the path".to_owned(),
        })?;
        real.ancestors()
            .find(|above| above.join("briefs").is_dir())
            .map(|root| Self { root: root.to_owned() })
            .ok_or_else(|| NotFound {
                message: format!(
                    "`{}` is in no workspace: there is no folder `briefs` here or above",
                    folder.display()
                ),
                help: "go to the workspace, name it with `--workspace`, or begin one with `evenhand new <name>`"
                    .to_owned(),
            })
    }

    /// The workspace at `folder` itself, made where it is missing.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn create(folder: &Path) -> std::io::Result<Self> {
        std::fs::create_dir_all(folder.join("briefs"))?;
        Ok(Self { root: folder.canonicalize()? })
    }

    /// The workspace's folder, a canonical path.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folder with templates that replace the built-in ones.
    pub fn templates(&self) -> PathBuf {
        self.root.join("templates")
    }

    /// The folder with fonts.
    pub fn fonts(&self) -> PathBuf {
        self.root.join("fonts")
    }

    /// Every brief's folder, by name.
    pub fn briefs(&self) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(self.root.join("briefs")).into_iter().flatten().flatten();
        let mut briefs: Vec<_> = entries
            .map(|entry| entry.path())
            .filter(|path| {
                path.is_dir() && !path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'))
            })
            .collect();
        briefs.sort();
        briefs
    }

    /// The folder of the brief that a person named, by its name or by its path.
    ///
    /// # Errors
    /// When there is no such brief in the workspace.
    pub fn brief(&self, named: &str, current: &Path) -> Result<PathBuf, NotFound> {
        let by_path = current.join(named);
        let by_slug = self.root.join("briefs").join(named);
        let home = self.root.join("briefs");
        let real: Vec<_> = [by_slug, by_path]
            .iter()
            .filter(|path| path.is_dir())
            .filter_map(|path| path.canonicalize().ok())
            .collect();
        let found = real.iter().find(|path| path.parent() == Some(&home)).or(real.first()).cloned();
        match found {
            Some(path) if path.parent() == Some(&home) => Ok(path),
            Some(path) => Err(NotFound {
                message: format!("`{}` is no brief of this workspace", path.display()),
                help: format!("a brief is a folder in `{}`", self.root.join("briefs").display()),
            }),
            None => {
                let names: Vec<_> = self
                    .briefs()
                    .iter()
                    .filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()))
                    .collect();
                let wanted =
                    Path::new(named).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                let near = crate::text::nearest(&wanted, names.iter().map(String::as_str));
                Err(NotFound {
                    message: format!("there is no brief `{named}`"),
                    help: match near {
                        Some(near) => format!("did you mean `{near}`?"),
                        None if names.is_empty() => format!("make one with `evenhand new {wanted}`"),
                        None => format!("the briefs here: {}", names.join(", ")),
                    },
                })
            }
        }
    }
}
