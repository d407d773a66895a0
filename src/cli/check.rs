//! `evenhand check`: everything that is wrong in briefs, and no document.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::output::{self, Desk, Outcome};
use super::{Format, Global, SYSTEM_FAILED, snapshot, summary, writing};
use crate::diagnostic::Diagnostic;
use crate::evidence::{self, Outside};
use crate::text::count;
use crate::typeset::Fonts;
use crate::workspace::Workspace;
use crate::{coverage, emit, fix, resolve};

/// Arguments of `evenhand check`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Briefs, by name or by folder [default: all]
    #[arg(value_name = "BRIEF", value_hint = clap::ValueHint::DirPath)]
    briefs: Vec<String>,
    /// Fail on warnings too, as a build on a server should
    #[arg(long, value_name = "WHAT", value_enum)]
    deny: Option<Deny>,
    /// Show exceptions, lowered rules, and how evenly opposed parties are heard
    #[arg(long)]
    summary: bool,
    /// Replace words where the replacement is certain
    #[arg(long)]
    fix: bool,
    /// With --fix: show what would change, and change nothing
    #[arg(long, requires = "fix")]
    dry_run: bool,
    /// Verify saved copies as well, those in this folder among them, and look for quotations in these
    #[arg(long, value_name = "FOLDER", value_hint = clap::ValueHint::DirPath)]
    evidence: Option<PathBuf>,
    /// Use the fonts of this computer too
    #[arg(long)]
    system_fonts: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Deny {
    /// Warnings
    Warnings,
}

pub(super) fn run(global: &Global, arguments: &Arguments) -> u8 {
    let (workspace, briefs) = match output::select(global, &arguments.briefs) {
        Ok(selected) => selected,
        Err(code) => return code,
    };
    let outside = match snapshot::outside(arguments.evidence.as_deref()) {
        Ok(outside) => outside,
        Err(code) => return code,
    };
    let mut table = Table { workspace: &workspace, desk: Desk::new(&workspace), arguments, outside };
    let progress = output::progress(global, briefs.len());
    table.desk.progress = progress.clone();
    let mut outcomes = Vec::new();
    for folder in &briefs {
        progress.set_message(format!("{} …", folder.file_name().unwrap_or_default().to_string_lossy()));
        let only_looks = !arguments.fix || arguments.dry_run;
        let held = progress.suspend(|| writing::hold(workspace.root(), folder, only_looks));
        let mut outcome = table.check(folder);
        match held {
            Ok(_held) if arguments.fix => table.mend(folder, &mut outcome),
            Ok(_) => {}
            Err(problem) => {
                outcome.code = SYSTEM_FAILED;
                outcome.problems.push(*problem);
            }
        }
        outcomes.push(outcome);
        progress.inc(1);
    }
    progress.finish_and_clear();
    let code = output::show(global, &mut outcomes);
    if arguments.summary && global.format == Format::Human {
        for outcome in &outcomes {
            summary::show(outcome);
        }
    }
    code
}

/// What every brief of a run is checked with.
struct Table<'a> {
    workspace: &'a Workspace,
    desk: Desk,
    arguments: &'a Arguments,
    outside: Option<Outside>,
}

impl Table<'_> {
    fn check(&mut self, folder: &Path) -> Outcome {
        let (mut map, mut loaded) = self.desk.read(folder);
        let mut problems = self.desk.settings.problems.clone();
        let mut made = Vec::new();
        if let Some(outside) = &self.outside {
            let extractor = snapshot::extractor(snapshot::TIMEOUT);
            let (supplied, unread) = evidence::supply(&mut map, folder, &mut loaded, outside, &extractor);
            problems.extend(unread);
            let verified = evidence::verify(&mut map, folder, &loaded, Some(outside));
            // What was seen when the texts were read is told once, at the source.
            let told = |problem: &Diagnostic| {
                loaded.problems.iter().any(|other| other.code == problem.code && other.message == problem.message)
            };
            problems.extend(verified.problems.into_iter().filter(|problem| !told(problem)));
            made.push(format!(
                "{}: {} as taken in; the words of {} kept elsewhere were at hand to look for quotations",
                loaded.slug,
                snapshot::copies(verified.sound),
                snapshot::copies(supplied)
            ));
        }
        let resolved = resolve::resolve(&loaded);
        let mut checked = self.desk.check(&resolved);
        problems.extend(loaded.problems.iter().cloned());
        problems.extend(resolved.problems.iter().cloned());
        problems.append(&mut checked.problems);
        match Fonts::load(&map, &self.workspace.fonts(), self.arguments.system_fonts) {
            Ok(fonts) => problems.extend(coverage::check(&map, &loaded, &fonts)),
            Err(more) => problems.extend(more),
        }
        let code = output::code(&problems, self.arguments.deny == Some(Deny::Warnings));
        Outcome { slug: loaded.slug, map, problems, code, made, checked }
    }

    /// Lays certain replacements over the files and looks again; with a dry run shows them only.
    fn mend(&mut self, folder: &Path, outcome: &mut Outcome) {
        let changes = fix::plan(&outcome.problems, &outcome.map);
        let mut told = Vec::new();
        let mut failed = Vec::new();
        for change in &changes {
            told.push(fix::diff(change).trim_end().to_owned());
            if self.arguments.dry_run {
                told.push(format!("would make {} in {}", count(change.count, "replacement"), change.path));
            } else {
                match emit::rewrite(self.workspace.root(), &change.path, &change.before, &change.after) {
                    Ok(()) => told.push(format!("made {} in {}", count(change.count, "replacement"), change.path)),
                    Err(problem) => failed.push(*problem),
                }
            }
        }
        if !self.arguments.dry_run && !changes.is_empty() {
            *outcome = self.check(folder);
        }
        if changes.is_empty() {
            told.push(format!("{}: nothing to replace with certainty", outcome.slug));
        }
        if !failed.is_empty() {
            outcome.code = SYSTEM_FAILED;
            outcome.problems.extend(failed);
        }
        outcome.made.extend(told);
    }
}
