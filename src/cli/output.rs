//! What the commands have in common: finding briefs, showing problems and progress, exit codes.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "this room is where the program prints")]

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use super::{BRIEF_HAS_ERRORS, Colour, FINE, Format, Global, USAGE};
use crate::check::{self, Checked, Searched};
use crate::diagnostic::{Diagnostic, codes};
use crate::evidence;
use crate::fix::{self, Change};
use crate::load::{self, Loaded, Settings};
use crate::model::Brief;
use crate::report::import::Import;
use crate::report::{self, Findings};
use crate::resolve::Resolved;
use crate::source_map::SourceMap;
use crate::text::{self, count};
use crate::theme::Theme;
use crate::typeset::Fonts;
use crate::view::Document;
use crate::workspace::{NotFound, Workspace};

/// How many problems of a brief are shown to people; nobody reads more in one go.
const MOST_SHOWN: usize = 300;

/// Of how many changed entries a difference is shown, and how many lines of it.
const MOST_CHANGES: usize = 500;
const MOST_LINES: usize = 400;

/// After how long a person wonders what the program is doing.
const PATIENCE: Duration = Duration::from_secs(1);

/// What came of one brief.
pub(super) struct Outcome {
    pub(super) slug: String,
    pub(super) map: SourceMap,
    pub(super) problems: Vec<Diagnostic>,
    pub(super) code: u8,
    /// A line on what was made, for people.
    pub(super) made: Vec<String>,
    /// What else the rules say of it.
    pub(super) checked: Checked,
}

/// The exit code that a brief's problems ask for.
pub(super) fn code(problems: &[Diagnostic], strict: bool) -> u8 {
    match report::tally(problems) {
        (0, 0) => FINE,
        (0, _) if !strict => FINE,
        _ => BRIEF_HAS_ERRORS,
    }
}

/// The workspace and the folders of the briefs that the arguments name; all where they name none.
pub(super) fn select(global: &Global, named: &[String]) -> Result<(Workspace, Vec<PathBuf>), u8> {
    let usage = |not_found: NotFound| {
        fail(&not_found.message, &not_found.help);
        USAGE
    };
    let current = std::env::current_dir().unwrap_or_else(|_| PathBuf::from("."));
    let start = match (&global.workspace, named.iter().map(|name| current.join(name)).find(|path| path.is_dir())) {
        (Some(folder), _) => folder.clone(),
        (None, Some(brief)) => brief,
        (None, None) => current.clone(),
    };
    let workspace = Workspace::find(&start).map_err(usage)?;
    if named.is_empty() {
        let briefs = workspace.briefs();
        if briefs.is_empty() {
            fail(
                &format!("there are no briefs in `{}`", workspace.root().join("briefs").display()),
                "make one with `evenhand new <name>`",
            );
            return Err(USAGE);
        }
        return Ok((workspace, briefs));
    }
    let mut briefs = Vec::new();
    for name in named {
        let brief = workspace.brief(name, &current).map_err(usage)?;
        if !briefs.contains(&brief) {
            briefs.push(brief);
        }
    }
    Ok((workspace, briefs))
}

/// What every brief of a run is read with: the settings, and a map that holds their files.
pub(super) struct Desk {
    map: SourceMap,
    pub(super) settings: Settings,
    /// The line that tells what is being done, where a command shows one.
    pub(super) progress: ProgressBar,
}

impl Desk {
    pub(super) fn new(workspace: &Workspace) -> Self {
        Self::at(workspace.root().to_owned())
    }

    /// A desk for files below `root`, which must be a canonical path.
    pub(super) fn at(root: PathBuf) -> Self {
        let mut map = SourceMap::new(root);
        let settings = Settings::load(&mut map);
        Self { map, settings, progress: ProgressBar::hidden() }
    }

    /// The texts that were read besides briefs.
    pub(super) fn map(&self) -> &SourceMap {
        &self.map
    }

    /// The same, to read more.
    pub(super) fn map_mut(&mut self) -> &mut SourceMap {
        &mut self.map
    }

    /// Those texts themselves.
    pub(super) fn into_map(self) -> SourceMap {
        self.map
    }

    /// Reads a brief, and of its saved texts only those that the custody log vouches for.
    pub(super) fn read(&mut self, folder: &Path) -> (SourceMap, Loaded) {
        let root = self.map.root().to_owned();
        let (mut map, mut loaded) = self.read_below(root, folder);
        evidence::vouch(&mut map, folder, &mut loaded);
        (map, loaded)
    }

    /// Reads a brief to compare it with another, and asks nobody about its saved texts. It may lie below
    /// another folder than the workspace's, as a revision does.
    pub(super) fn read_below(&mut self, root: PathBuf, folder: &Path) -> (SourceMap, Loaded) {
        let mut map = self.map.below(root);
        let mut loaded = load::load(&mut map, folder);
        loaded.problems.extend(self.settings.unknown_languages(&loaded));
        loaded.problems.extend(self.settings.citation_style(&loaded).err().map(|problem| *problem));
        self.settings.prepare(&self.map, &loaded.languages());
        (map, loaded)
    }

    /// Holds a brief against the rules.
    pub(super) fn check(&mut self, resolved: &Resolved<'_>) -> Checked {
        let (bar, before, begin) = (&self.progress, self.progress.message(), Instant::now());
        let watch = |searched: Searched<'_>| {
            if let Some(line) = searching(searched, begin.elapsed()) {
                bar.set_message(format!("{before} {line}"));
            }
        };
        let checked = check::check_watched(resolved, &mut self.settings, &watch);
        bar.set_message(before);
        checked
    }
}

/// What to tell of a search for quotations: nothing, where it is over before anybody wonders.
fn searching(searched: Searched<'_>, took: Duration) -> Option<String> {
    let Searched { source, done, total } = searched;
    (took > PATIENCE).then(|| format!("quotations: {done} of {total} sources, {}", text::ellipsis(source, 40)))
}

/// What is wrong with the font that the workspace names: it is not at hand.
pub(super) fn unknown_font(settings: &Settings, fonts: &Fonts) -> Option<Diagnostic> {
    let font = settings.theme.font.as_ref().filter(|font| !fonts.has_family(font))?;
    let families = fonts.families();
    let near = text::nearest(font, families.iter().map(String::as_str));
    let listed: Vec<_> = families.iter().map(|family| format!("`{family}`")).collect();
    let mut problem = Diagnostic::error(codes::SETTINGS, format!("there is no font `{}`", text::ellipsis(font, 60)));
    if let Some(place) = settings.font_place {
        problem = problem.at(place, near.map_or(String::new(), |near| format!("did you mean `{near}`?")));
    }
    Some(
        problem
            .help(format!("the fonts at hand are {}", text::and_list(&listed)))
            .help("put the files of another font into the folder `fonts` of the workspace, or add `--system-fonts`"),
    )
}

/// The paper of a brief that names none is the workspace's.
pub(super) fn choose_paper(document: &mut Document, brief: &Brief, theme: &Theme) {
    if let (None, Some(paper)) = (brief.paper, theme.paper) {
        document.head.set_paper(paper);
    }
}

/// Says why the program cannot begin.
pub(super) fn fail(message: &str, help: &str) {
    eprintln!("error: {message}\n  = help: {help}");
}

/// Prints a line for people on standard output.
pub(super) fn say(line: &str) {
    // A reader that closed the pipe has seen enough.
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// Prints a line for people on standard error.
pub(super) fn note(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// Shows what came of the briefs, and yields the exit code.
pub(super) fn show(global: &Global, outcomes: &mut [Outcome]) -> u8 {
    for outcome in &mut *outcomes {
        report::sort(&mut outcome.problems, &outcome.map);
    }
    let briefs: Vec<_> = outcomes
        .iter()
        .map(|outcome| Findings {
            slug: &outcome.slug,
            problems: &outcome.problems,
            map: &outcome.map,
            checked: &outcome.checked,
        })
        .collect();
    match global.format {
        Format::Json => say(&report::json(&briefs)),
        Format::Sarif => say(&report::sarif(&briefs)),
        Format::Github => say(report::github(&briefs).trim_end()),
        Format::Human => {
            let colour = colour(global);
            for outcome in &*outcomes {
                show_human(outcome, colour);
            }
        }
    }
    outcomes.iter().map(|outcome| outcome.code).max().unwrap_or(super::FINE)
}

/// The same of an import: programs get an account of every row or entry as well.
pub(super) fn show_import(global: &Global, mut outcome: Outcome, import: &Import) -> u8 {
    if global.format != Format::Json {
        return show(global, &mut [outcome]);
    }
    report::sort(&mut outcome.problems, &outcome.map);
    let Outcome { slug, problems, map, checked, .. } = &outcome;
    say(&report::json_of_import(Findings { slug, problems, map, checked }, import));
    outcome.code
}

fn show_human(outcome: &Outcome, colour: bool) {
    let mut errors = std::io::stderr().lock();
    for problem in outcome.problems.iter().take(MOST_SHOWN) {
        let _ = writeln!(errors, "{}\n", report::human(problem, &outcome.map, colour));
    }
    if let Some(more) = outcome.problems.len().checked_sub(MOST_SHOWN).filter(|more| *more > 0) {
        let _ = writeln!(errors, "… and {} (`--format json` shows all)\n", count(more, "more problem"));
    }
    let (wrong, odd) = report::tally(&outcome.problems);
    let tally = match (wrong, odd) {
        (0, 0) => "no problems".to_owned(),
        (0, odd) => count(odd, "warning"),
        (wrong, 0) => count(wrong, "error"),
        (wrong, odd) => format!("{}, {}", count(wrong, "error"), count(odd, "warning")),
    };
    let _ = writeln!(errors, "{}: {tally}{}", outcome.slug, excepted(&outcome.checked));
    drop(errors);
    for line in &outcome.made {
        say(line);
    }
}

/// A change of a file for people, line by line, as far as somebody reads it.
pub(super) fn difference(change: &Change) -> Vec<String> {
    // To find the shortest difference of very many changes takes long.
    if change.count > MOST_CHANGES {
        return vec![format!("{}: {} entries change, too many to show", change.path, change.count)];
    }
    let diff = fix::diff(change);
    let lines = diff.lines().count();
    let mut shown: Vec<_> = diff.lines().take(MOST_LINES).map(str::to_owned).collect();
    if lines > MOST_LINES {
        shown.push(format!("… and {}", count(lines - MOST_LINES, "more line")));
    }
    shown
}

/// How much is excepted from rules; nobody should have to ask for that.
fn excepted(checked: &Checked) -> String {
    let mut parts = Vec::new();
    if !checked.excused.is_empty() {
        parts.push(count(checked.excused.len(), "exception"));
    }
    if !checked.lowered.is_empty() {
        parts.push(count(checked.lowered.len(), "lowered rule"));
    }
    if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) }
}

pub(super) fn colour(global: &Global) -> bool {
    match global.color {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto => {
            std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
        }
    }
}

/// A line that tells what is being done: on a terminal, gone when it is done; in a pipe, nothing.
pub(super) fn progress(global: &Global, briefs: usize) -> ProgressBar {
    if global.format != Format::Human || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(briefs as u64);
    if let Ok(style) = ProgressStyle::with_template("{spinner} {pos}/{len} {wide_msg}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_long_search_is_told() {
        let searched = Searched { source: "audit-2023", done: 12, total: 500 };
        assert_eq!(searching(searched, Duration::from_millis(900)), None);
        let told = searching(searched, Duration::from_millis(1_100));
        assert_eq!(told.as_deref(), Some("quotations: 12 of 500 sources, audit-2023"));
    }
}
