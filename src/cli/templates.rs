//! `evenhand templates`: which there are, a copy to change, and whether one's own are sound.

use std::collections::HashSet;

use super::output::{self, Desk, Outcome, fail, note, say};
use super::{FINE, Format, Global, SYSTEM_FAILED, USAGE, build};
use crate::check::Checked;
use crate::diagnostic::{Diagnostic, codes};
use crate::emit;
use crate::render::{self, Templates};
use crate::text::{self, count};
use crate::workspace::Workspace;

/// Arguments of `evenhand templates`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Name every template, what it is for, and where it comes from
    List,
    /// Copy built-in templates into the workspace's folder `templates`, to change them there
    Eject(Eject),
    /// Try every form, sort of file and language of briefs with the workspace's templates; nothing is written
    Check(Tried),
}

#[derive(Debug, clap::Args)]
struct Eject {
    /// Templates, such as `theme.typ`
    #[arg(value_name = "NAME", required_unless_present = "all")]
    names: Vec<String>,
    /// All of them
    #[arg(long, conflicts_with = "names")]
    all: bool,
    /// Write over files that are there
    #[arg(long)]
    force: bool,
}

#[derive(Debug, clap::Args)]
struct Tried {
    /// Briefs, by name or by folder [default: all]
    #[arg(value_name = "BRIEF", value_hint = clap::ValueHint::DirPath)]
    briefs: Vec<String>,
}

pub(super) fn run(global: &Global, arguments: &Arguments) -> u8 {
    match &arguments.command {
        Command::List => list(global),
        Command::Eject(eject) => self::eject(global, eject),
        Command::Check(tried) => try_out(global, &tried.briefs),
    }
}

/// The workspace that the arguments or the current folder name.
fn workspace(global: &Global) -> Result<Workspace, u8> {
    let here = global.workspace.clone().unwrap_or_else(|| ".".into());
    Workspace::find(&here).map_err(|not_found| {
        fail(&not_found.message, &not_found.help);
        USAGE
    })
}

fn list(global: &Global) -> u8 {
    let workspace = match workspace(global) {
        Ok(workspace) => workspace,
        Err(code) => return code,
    };
    let mut desk = Desk::new(&workspace);
    let templates = match Templates::load(desk.map_mut(), &workspace.templates()) {
        Ok(templates) => templates,
        Err(problems) => return show(global, desk, problems),
    };
    let own: HashSet<_> = templates.own().collect();
    let widest = templates.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    for (name, file) in templates.iter() {
        let file = desk.map().file(file);
        // What it is for stays the same when its comment is gone.
        let purpose = render::built_in(name).and_then(render::purpose).or_else(|| render::purpose(&file.text));
        let from = match (own.contains(name), render::built_in(name).is_some()) {
            (false, _) => "built-in".to_owned(),
            (true, true) => format!("overridden by {}", file.path),
            (true, false) => format!("own: {}", file.path),
        };
        say(format!("{name:widest$}  {from:9}  {}", purpose.unwrap_or_default()).trim_end());
    }
    FINE
}

fn eject(global: &Global, eject: &Eject) -> u8 {
    let workspace = match workspace(global) {
        Ok(workspace) => workspace,
        Err(code) => return code,
    };
    let mut names: Vec<&str> = match eject.all {
        true => render::built_in_names().collect(),
        false => eject.names.iter().map(String::as_str).collect(),
    };
    names.sort_unstable();
    names.dedup();
    let unknown: Vec<_> = names.iter().filter(|name| render::built_in(name).is_none()).collect();
    for name in &unknown {
        let near = text::nearest(name, render::built_in_names()).map(|near| format!("did you mean `{near}`?"));
        let help = near.unwrap_or_else(|| "`evenhand templates list` has the names".to_owned());
        fail(&format!("there is no built-in template `{name}`"), &help);
    }
    if !unknown.is_empty() {
        return USAGE;
    }
    // All or none: half a copy would be hard to tell from a whole one.
    let there: Vec<_> =
        names.iter().filter(|name| workspace.templates().join(name).symlink_metadata().is_ok()).copied().collect();
    if !eject.force && !there.is_empty() {
        let listed: Vec<_> = there.iter().map(|name| format!("`templates/{name}`")).collect();
        fail(
            &format!(
                "{} there already: {}",
                if there.len() == 1 { "a file is" } else { "files are" },
                listed.join(", ")
            ),
            "nothing was written; name other templates, or add `--force` to write over your own",
        );
        return USAGE;
    }
    for name in names {
        let text = render::built_in(name).unwrap_or_default();
        match emit::place(workspace.root(), &["templates"], name, text.as_bytes()) {
            Ok(path) => say(&format!("wrote {}", path.strip_prefix(workspace.root()).unwrap_or(&path).display())),
            Err(problem) => {
                let desk = Desk::new(&workspace);
                show(global, desk, vec![*problem]);
                return SYSTEM_FAILED;
            }
        }
    }
    FINE
}

/// Shows what is wrong with the folder of templates itself.
fn show(global: &Global, desk: Desk, problems: Vec<Diagnostic>) -> u8 {
    output::show(global, &mut [folder(desk, problems)])
}

fn folder(desk: Desk, problems: Vec<Diagnostic>) -> Outcome {
    Outcome {
        slug: "templates".to_owned(),
        map: desk.into_map(),
        code: output::code(&problems, false),
        problems,
        made: Vec::new(),
        checked: Checked::default(),
    }
}

fn try_out(global: &Global, named: &[String]) -> u8 {
    let (workspace, briefs) = match output::select(global, named) {
        Ok(selected) => selected,
        Err(code) => return code,
    };
    let mut shelf = Desk::new(&workspace);
    let templates = match Templates::load(shelf.map_mut(), &workspace.templates()) {
        Ok(templates) => templates,
        Err(problems) => return show(global, shelf, problems),
    };
    let mut problems = shelf.settings.problems.clone();
    problems.extend(render::syntax(shelf.map(), &templates));
    problems.extend(templates.unused(shelf.map()));
    let own = templates.own().count();
    let mut outcomes = vec![folder(shelf, problems)];
    let progress = output::progress(global, briefs.len());
    for brief in &briefs {
        progress.set_message(format!("{} …", brief.file_name().unwrap_or_default().to_string_lossy()));
        // Each brief is read for itself, so that none hides what is wrong with another.
        let mut outcome = build::try_out(&workspace, &mut Desk::new(&workspace), brief);
        let tried = outcome.made.len();
        // What is wrong with the brief, `evenhand check` tells.
        outcome.problems.retain(is_of_templates);
        outcome.code = output::code(&outcome.problems, false);
        outcome.made = vec![match tried {
            0 if outcome.problems.is_empty() => {
                outcome.problems.push(
                    Diagnostic::warning(codes::TEMPLATE, format!("no document of `{}` could be tried", outcome.slug))
                        .help(format!("`evenhand check {}` tells what is wrong with the brief", outcome.slug)),
                );
                "no document tried".to_owned()
            }
            tried if outcome.code == FINE => format!("{}: {} can be made", outcome.slug, count(tried, "document")),
            tried => format!("{}: {} can be made, others cannot", outcome.slug, count(tried, "document")),
        }];
        progress.inc(1);
        outcomes.push(outcome);
    }
    progress.finish_and_clear();
    // A mistake that every document has is told once.
    let mut told = HashSet::new();
    for outcome in &mut outcomes {
        let Outcome { problems, map, .. } = outcome;
        problems.retain(|problem| {
            let place = problem.primary.as_ref().map(|label| {
                let file = map.file(label.span.file);
                (file.path.clone(), label.span.start)
            });
            place.is_none() || told.insert((place, problem.message.clone()))
        });
    }
    let code = output::show(global, &mut outcomes);
    if global.format == Format::Human && own == 0 {
        note("this workspace has no templates of its own: these are the built-in ones");
    }
    code
}

/// Whether templates, fonts or the engine are at fault, and not what a brief says.
fn is_of_templates(problem: &Diagnostic) -> bool {
    [codes::SETTINGS, codes::TEMPLATE, codes::TYPESETTING, codes::ENGINE, codes::OVERFLOW].contains(&problem.code)
}
