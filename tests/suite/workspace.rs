//! A workspace to try things in, and the command to try them with.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use evenhand::cite::Style;
use evenhand::diagnostic::Diagnostic;
use evenhand::load::{self, Loaded, Settings};
use evenhand::locale::Locale;
use evenhand::model::{Form, Record};
use evenhand::resolve::Resolved;
use evenhand::source_map::SourceMap;
use evenhand::view::{AnnexParts, Document, Options};
use evenhand::wording::Language;
use evenhand::{check, report, resolve, view};

/// The project's own folder, which is a workspace too.
pub(crate) fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A workspace that is deleted when the test ends.
pub(crate) struct Workspace {
    folder: tempfile::TempDir,
}

/// The settings of a workspace, with the lists of every language.
pub(crate) fn settings(map: &mut SourceMap) -> Settings {
    let mut settings = Settings::load(map);
    settings.prepare(map, &Language::ALL);
    settings
}

/// A brief of a workspace as it was read.
pub(crate) fn load(root: &Path, slug: &str) -> Loaded {
    let root = root.canonicalize().unwrap();
    load::load(&mut SourceMap::new(root.clone()), &root.join("briefs").join(slug))
}

/// The data of a brief, as they are attached to its documents.
pub(crate) fn record(root: &Path, slug: &str) -> Record {
    view::record(&resolve::resolve(&load(root, slug))).unwrap()
}

/// The briefing of a brief as templates see it, with nothing from the checker.
pub(crate) fn briefing(resolved: &Resolved<'_>, style: &Style, locale: &Locale) -> Document {
    let options = Options {
        form: Form::Briefing,
        locale,
        style,
        draft: None,
        legible: &|_| true,
        exceptions: Vec::new(),
        annex: AnnexParts::default(),
    };
    view::build(resolved, options).unwrap()
}

/// What is found while a brief is read, linked and checked, in the order of the places.
pub(crate) fn problems(root: &Path, slug: &str, settings: &mut Settings) -> (Vec<Diagnostic>, SourceMap) {
    let root = root.canonicalize().unwrap();
    let mut map = SourceMap::new(root.clone());
    let loaded = load::load(&mut map, &root.join("briefs").join(slug));
    let resolved = resolve::resolve(&loaded);
    let mut problems = loaded.problems.clone();
    problems.extend(resolved.problems.iter().cloned());
    problems.extend(check::check(&resolved, settings).problems);
    report::sort(&mut problems, &map);
    (problems, map)
}

/// What a run of the command left behind.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Workspace {
    pub(crate) fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("briefs")).unwrap();
        Self { folder }
    }

    /// With the brief that `evenhand new` begins.
    pub(crate) fn starter(slug: &str) -> Self {
        let workspace = Self::empty();
        let run = workspace.run(&["new", slug]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        workspace
    }

    /// With a copy of one of the project's briefs, and the project's fonts.
    pub(crate) fn copy_of(slug: &str) -> Self {
        let workspace = Self::empty();
        copy(&project().join("briefs").join(slug), &workspace.path("briefs").join(slug));
        copy(&project().join("fonts"), &workspace.path("fonts"));
        workspace
    }

    /// Switches off what can be switched off, where a test is about something else than rules.
    pub(crate) fn without_rules(self) -> Self {
        let rules = evenhand::check::RULES.iter().filter(|rule| !rule.fixed);
        let setting =
            |name| format!("[[rules]]\nrule = \"{name}\"\nlevel = \"off\"\nreason = \"a test\"\nby = \"a test\"\n\n");
        let settings: String = rules.map(|rule| setting(rule.name)).collect();
        self.write("evenhand.toml", settings);
        self
    }

    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    pub(crate) fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// Replaces a text in a file, which must be there.
    pub(crate) fn edit(&self, path: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.path(path)).unwrap();
        assert!(text.contains(from), "`{from}` is not in {path}");
        self.write(path, text.replace(from, to));
    }

    pub(crate) fn pdf(&self, slug: &str) -> Vec<u8> {
        fs::read(self.path(&format!("output/{slug}/{slug}-briefing.pdf"))).unwrap()
    }

    pub(crate) fn draft(&self, slug: &str) -> Vec<u8> {
        fs::read(self.path(&format!("output/{slug}/{slug}-briefing-draft.pdf"))).unwrap()
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        run(self.root(), arguments, &[])
    }

    pub(crate) fn run_with(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Run {
        run(self.root(), arguments, variables)
    }
}

pub(crate) fn run(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_evenhand"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("SOURCE_DATE_EPOCH")
        .env_remove("EVENHAND_TYPST")
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    Run {
        code: output.status.code().expect("the command ends by itself"),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
