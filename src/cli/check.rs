//! `evenhand check`: everything that is wrong in briefs, and no document.

use std::path::Path;

use super::output::{self, Outcome};
use super::{BRIEF_HAS_ERRORS, FINE, Global};
use crate::diagnostic::Diagnostic;
use crate::source_map::SourceMap;
use crate::typeset::Fonts;
use crate::workspace::Workspace;
use crate::{coverage, load, report, resolve};

/// Arguments of `evenhand check`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Briefs, by name or by folder [default: all]
    #[arg(value_name = "BRIEF", value_hint = clap::ValueHint::DirPath)]
    briefs: Vec<String>,
    /// Use the fonts of this computer too
    #[arg(long)]
    system_fonts: bool,
}

pub(super) fn run(global: &Global, arguments: &Arguments) -> u8 {
    let (workspace, briefs) = match output::select(global, &arguments.briefs) {
        Ok(selected) => selected,
        Err(code) => return code,
    };
    let mut outcomes: Vec<_> = briefs.iter().map(|folder| check(&workspace, folder, arguments.system_fonts)).collect();
    output::show(global, &mut outcomes)
}

fn check(workspace: &Workspace, folder: &Path, system_fonts: bool) -> Outcome {
    let mut map = SourceMap::new(workspace.root().to_owned());
    let loaded = load::load(&mut map, folder);
    let mut problems = loaded.problems.clone();
    problems.extend(resolve::resolve(&loaded).problems);
    match Fonts::load(&map, &workspace.fonts(), system_fonts) {
        Ok(fonts) => problems.extend(coverage::check(&map, &loaded, &fonts)),
        Err(more) => problems.extend(more),
    }
    let code = code(&problems);
    Outcome { slug: loaded.slug, map, problems, code, made: Vec::new() }
}

/// The exit code that a brief's problems ask for.
pub(super) fn code(problems: &[Diagnostic]) -> u8 {
    match report::tally(problems) {
        (0, _) => FINE,
        _ => BRIEF_HAS_ERRORS,
    }
}
