//! `evenhand diff`: what changed between two versions of a brief.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::ValueEnum;

use super::output::{self, Desk};
use super::{BRIEF_HAS_ERRORS, Colour, FINE, Format, Global, SYSTEM_FAILED, USAGE, changelog, pages};
use crate::changes::{self, Changes};
use crate::check::Checked;
use crate::diagnostic::{Diagnostic, codes};
use crate::load::{Loaded, file_name};
use crate::locale::{Locale, primary};
use crate::model::{Form, Record};
use crate::publish::{self, Press};
use crate::render::Templates;
use crate::report::{self, Findings};
use crate::resolve;
use crate::source_map::SourceMap;
use crate::text::count;
use crate::typeset::Fonts;
use crate::versions::{self, Checkout, Version};
use crate::view::{self, AnnexParts, ChangeLog, Options};
use crate::workspace::Workspace;
use crate::{cite, coverage, emit};

/// Arguments of `evenhand diff`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "OLD and NEW are each a brief by name or folder, NAME@REVISION or REVISION:briefs/NAME of Git, a PDF \
                  that evenhand made, or the findings.json attached to one."
)]
pub(super) struct Arguments {
    /// The earlier version
    #[arg(value_name = "OLD", value_hint = clap::ValueHint::AnyPath)]
    old: String,
    /// The later version
    #[arg(value_name = "NEW", value_hint = clap::ValueHint::AnyPath)]
    new: String,
    /// As what to show it: on the screen, or as a document in `output`
    #[arg(long, value_name = "SORT", value_enum, value_delimiter = ',', default_value = "txt")]
    to: Vec<Sort>,
    /// In which language of the brief [default: its first]
    #[arg(long, value_name = "CODE")]
    lang: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Sort {
    /// Text, on the screen
    #[value(alias = "text")]
    Txt,
    /// JSON, version 1, on the screen
    Json,
    /// Pages
    Pdf,
    /// One page for a browser
    Html,
    /// Markdown, for pasting
    Md,
}

/// One of the two versions, as far as it could be read.
struct Side {
    record: Record,
    /// The brief it was read from; a record of its own has none.
    brief: Option<Read>,
}

/// A brief that was read from files.
struct Read {
    map: SourceMap,
    loaded: Loaded,
    problems: Vec<Diagnostic>,
    /// Keeps the files of a revision until the end.
    _checkout: Option<Checkout>,
}

/// Why there is no comparison.
struct Stop {
    problems: Vec<Diagnostic>,
    map: SourceMap,
    code: u8,
}

pub(super) fn run(global: &Global, arguments: &Arguments) -> u8 {
    match compare(global, arguments) {
        Ok(code) => code,
        Err(stop) => {
            tell(global, &stop.problems, &stop.map);
            stop.code
        }
    }
}

fn compare(global: &Global, arguments: &Arguments) -> Result<u8, Box<Stop>> {
    let current = std::env::current_dir().unwrap_or_else(|_| PathBuf::from("."));
    let named = [&arguments.old, &arguments.new].map(|named| current.join(named));
    let start = global.workspace.clone().or_else(|| named.iter().find(|path| path.is_dir()).cloned());
    let workspace = Workspace::find(&start.unwrap_or_else(|| current.clone())).ok();
    let root = match &workspace {
        Some(workspace) => workspace.root().to_owned(),
        None => current.canonicalize().unwrap_or_else(|_| current.clone()),
    };
    let mut desk = Desk::at(root);
    let mut bench = Bench { workspace: workspace.as_ref(), current: &current, desk: &mut desk };
    let old = bench.side(&arguments.old)?;
    let new = bench.side(&arguments.new)?;
    versions::comparable(&old.record, &new.record).map_err(|problem| bench.stop(vec![problem], USAGE))?;

    let first = new.record.brief.language.folded();
    let language = match &arguments.lang {
        Some(asked) => known_language(&new, asked).ok_or_else(|| bench.unknown_language(asked, &new))?,
        None => first.clone(),
    };
    let translated = (primary(&language) != primary(&first)).then_some(language.as_str());
    let style = new.brief.as_ref().and_then(|read| bench.desk.settings.citation_style(&read.loaded).ok());
    let Some(style) = style.or_else(|| cite::Style::built_in(cite::DEFAULT).map(Arc::new)) else {
        return Err(bench.stop(Vec::new(), FINE));
    };
    let Some(locale) = bench.desk.settings.locale(&language).or_else(|| bench.desk.settings.locale("en")) else {
        return Err(bench.stop(Vec::new(), FINE));
    };
    let changes = match translated {
        Some(language) => {
            let from = bench.desk.settings.locale(&first).unwrap_or(locale);
            changes::compare_in(&old.record, &new.record, language, from, locale)
        }
        None => changes::compare(&old.record, &new.record),
    };

    let mut code = FINE;
    for sort in &arguments.to {
        match sort {
            Sort::Txt => {
                let colour = colour(global);
                output::say(changelog::text(&ChangeLog::new(&changes, locale), locale, colour).trim_end());
            }
            Sort::Json => output::say(&serde_json::to_string_pretty(&changes).unwrap_or_default()),
            Sort::Pdf | Sort::Html | Sort::Md => {
                let made = bench.document(&new, &changes, (locale, &style), translated, *sort)?;
                if global.format == Format::Human {
                    output::say(&made);
                }
            }
        }
    }
    let loaded = new.brief.as_ref().map(|read| &read.loaded);
    let warnings = notices(&changes, &old.record, &new.record, loaded);
    let map = new.brief.as_ref().map_or_else(|| bench.desk.map().clone(), |read| read.map.clone());
    tell(global, &warnings, &map);
    for (named, side) in [(&arguments.old, &old), (&arguments.new, &new)] {
        if let Some(read) = &side.brief {
            let (errors, _) = report::tally(&read.problems);
            if errors > 0 {
                output::note(&format!("`{named}` has {}; `evenhand check` shows it all", count(errors, "error")));
                code = BRIEF_HAS_ERRORS;
            }
        }
    }
    Ok(code)
}

/// What both versions are read with.
struct Bench<'a> {
    workspace: Option<&'a Workspace>,
    current: &'a Path,
    desk: &'a mut Desk,
}

impl Bench<'_> {
    fn stop(&self, problems: Vec<Diagnostic>, code: u8) -> Box<Stop> {
        Box::new(Stop { problems, map: self.desk.map().clone(), code })
    }

    /// Finds and reads one version.
    fn side(&mut self, named: &str) -> Result<Side, Box<Stop>> {
        let found = versions::find(named, self.workspace, self.current, self.desk.map_mut());
        let found = found.map_err(|problems| {
            let usage = [codes::NOT_A_VERSION, codes::GIT, codes::UNREADABLE];
            let code = if problems.iter().all(|p| usage.contains(&p.code)) { USAGE } else { BRIEF_HAS_ERRORS };
            self.stop(problems, code)
        })?;
        let (read, checkout) = match found {
            Version::Record(record) => return Ok(Side { record: *record, brief: None }),
            Version::Brief(folder) => {
                let root = self.desk.map().root().to_owned();
                (self.desk.read_below(root, &folder), None)
            }
            Version::Revision(checkout) => {
                (self.desk.read_below(checkout.root.clone(), &checkout.folder), Some(checkout))
            }
        };
        let (map, loaded) = read;
        let resolved = resolve::resolve(&loaded);
        let mut problems = loaded.problems.clone();
        problems.extend(resolved.problems.iter().cloned());
        // Where values are missing, stand-ins would be compared.
        let unread = problems.iter().any(Diagnostic::is_error);
        let mut checked = self.desk.check(&resolved);
        let exposes = checked.exposes();
        problems.append(&mut checked.problems);
        let record = view::record(&resolved);
        drop(resolved);
        match record {
            Some(record) if !unread && !exposes => {
                Ok(Side { record, brief: Some(Read { map, loaded, problems, _checkout: checkout }) })
            }
            _ => {
                problems.retain(Diagnostic::is_error);
                Err(Box::new(Stop { problems, map, code: BRIEF_HAS_ERRORS }))
            }
        }
    }

    fn unknown_language(&self, asked: &str, new: &Side) -> Box<Stop> {
        let brief = &new.record.brief;
        let known: Vec<_> = std::iter::once(&brief.language).chain(&brief.languages).map(|l| l.folded()).collect();
        let problem = Diagnostic::error(codes::UNKNOWN_VALUE, format!("the later version has no texts in `{asked}`"))
            .help(format!("its languages are {}", known.join(", ")));
        self.stop(vec![problem], USAGE)
    }

    /// Makes the change log as a file, and yields a line about it.
    fn document(
        &self,
        new: &Side,
        changes: &Changes,
        (locale, style): (&Locale, &cite::Style),
        translated: Option<&str>,
        sort: Sort,
    ) -> Result<String, Box<Stop>> {
        let Some((read, workspace)) = new.brief.as_ref().zip(self.workspace) else {
            let problem = Diagnostic::error(
                codes::NOT_A_VERSION,
                "a document needs the later version's brief, not its data alone",
            )
            .help("name the brief's folder or a revision of it as NEW, or leave `--to` out to read the changes here");
            return Err(self.stop(vec![problem], USAGE));
        };
        let stop =
            |problems: Vec<Diagnostic>, map: &SourceMap, code| Box::new(Stop { problems, map: map.clone(), code });
        let errors: Vec<_> = read.problems.iter().filter(|problem| problem.is_error()).cloned().collect();
        if !errors.is_empty() {
            return Err(stop(errors, &read.map, BRIEF_HAS_ERRORS));
        }
        // The templates are those of the workspace, whatever revision the brief is of.
        let mut map = read.map.below(workspace.root().to_owned());
        let fonts = Fonts::load(&map, &workspace.fonts(), false);
        let fonts = fonts.map_err(|problems| stop(problems, &map, BRIEF_HAS_ERRORS))?;
        let templates = Templates::load(&mut map, &workspace.templates());
        let templates = templates.map_err(|problems| stop(problems, &map, BRIEF_HAS_ERRORS))?;
        let first = self.desk.settings.locale(&new.record.brief.language.folded()).unwrap_or(locale);
        let own = translated.map(|language| read.loaded.in_language(language, first, locale));
        let resolved = resolve::resolve(own.as_ref().unwrap_or(&read.loaded));
        let legible = |name: &str| coverage::missing(&fonts, name).is_empty();
        let options = Options {
            form: Form::Changes,
            locale,
            style,
            draft: None,
            legible: &legible,
            exceptions: Vec::new(),
            annex: AnnexParts::default(),
        };
        let Some(mut document) = view::build(&resolved, options) else {
            return Err(stop(Vec::new(), &map, BRIEF_HAS_ERRORS));
        };
        document.tell_changes(changes, locale);
        let settings = &self.desk.settings;
        if let Some(problem) = output::unknown_font(settings, &fonts) {
            return Err(stop(vec![problem], &map, BRIEF_HAS_ERRORS));
        }
        if let Some(brief) = &read.loaded.brief {
            output::choose_paper(&mut document, &brief.value, &settings.theme);
        }
        let format = match sort {
            Sort::Pdf => publish::Format::Pdf,
            Sort::Html => publish::Format::Html,
            _ => publish::Format::Markdown,
        };
        let engine = pages::engine(&templates, pages::TIMEOUT);
        let press = Press { templates: &templates, fonts: &fonts, engine: &*engine, theme: &settings.theme };
        let published =
            publish::publish(&map, &resolved, &document, Form::Changes, format, &press).map_err(|failed| {
                let code = if failed.engine { SYSTEM_FAILED } else { BRIEF_HAS_ERRORS };
                stop(failed.problems, &map, code)
            })?;
        let slug = &read.loaded.slug;
        let brief = &new.record.brief;
        let (number, version, tag) = (brief.number.folded(), brief.version.folded(), brief.language.folded());
        let gaps = file_name::Names {
            number: &number,
            slug,
            form: Form::Changes.name(),
            lang: translated.unwrap_or(&tag),
            version: &version,
        };
        let name = match &settings.file_name {
            Some((pattern, place)) => pattern.fill(&gaps).map_err(|message| {
                let problem = Diagnostic::error(codes::SETTINGS, message).at(*place, "the pattern of file names");
                stop(vec![problem], &map, BRIEF_HAS_ERRORS)
            })?,
            None => file_name::usual(&gaps, translated.is_none()),
        };
        let name = format!("{name}.{}", format.ending());
        match emit::write(workspace.root(), slug, &name, &published.bytes) {
            Ok(path) => Ok(format!("wrote {}", path.strip_prefix(workspace.root()).unwrap_or(&path).display())),
            Err(problem) => Err(stop(vec![*problem], &map, SYSTEM_FAILED)),
        }
    }
}

/// The language of the later version that a person asked for.
fn known_language(new: &Side, asked: &str) -> Option<String> {
    let brief = &new.record.brief;
    let all = std::iter::once(&brief.language).chain(&brief.languages).map(|tag| tag.folded());
    all.into_iter().find(|tag| primary(tag) == primary(asked))
}

/// What an editor has still to record: changes of a status or of a number without a reason, and reasons
/// for what neither version has. `loaded` is the later version as it was read, where it was.
pub(super) fn notices(changes: &Changes, old: &Record, new: &Record, loaded: Option<&Loaded>) -> Vec<Diagnostic> {
    let stray = |stranger: changes::Stranger| {
        let changes::Stranger { change, list, item, id } = stranger;
        let mut problem = Diagnostic::warning(
            codes::DANGLING_REFERENCE,
            format!("a change of `{id}` is recorded, and neither version has it"),
        );
        if let Some(brief) = loaded.and_then(|loaded| loaded.brief.as_ref()) {
            let place = brief.place().field("changes").item(change).field(list).item(item);
            problem = problem.at(place.span(), "refers to nothing");
        }
        problem.help("correct the id, or take it out of `changes` in brief.yaml")
    };
    let warn = |subject: &&changes::Subject| {
        let id = subject.id.clone().unwrap_or_default();
        let of = subject.party.as_ref().map(|party| format!(" for {party}")).unwrap_or_default();
        let (field, what) = match subject.sort {
            changes::Sort::Count | changes::Sort::Proceeding => {
                ("proceedings", format!("a status in `{id}` changed{of}"))
            }
            _ if changes.status.iter().any(|change| change.subject == **subject) => {
                ("findings", format!("the status of `{id}` changed"))
            }
            _ => ("findings", format!("a number in `{id}` changed")),
        };
        let mut problem = Diagnostic::warning(codes::NO_REASON_RECORDED, format!("{what}, and no reason is recorded"));
        let finding = loaded.and_then(|loaded| loaded.findings.iter().find(|entry| entry.value.id.as_str() == id));
        let case = loaded.and_then(|loaded| loaded.proceedings.iter().find(|entry| entry.value.id.as_str() == id));
        if let Some(place) = finding.map(|entry| entry.place()).or_else(|| case.map(|entry| entry.place())) {
            problem = problem.at(place.field("id").span(), "this changed");
        }
        problem.help(format!(
            "add to `changes:` in brief.yaml: `- {{ {field}: [{id}], kind: updated, date: …, reason: …, by: … }}`, with `corrected` where the earlier version was wrong"
        ))
    };
    let mut problems: Vec<_> = changes.unexplained().iter().map(warn).collect();
    problems.dedup();
    problems.extend(changes::strangers(old, new).into_iter().map(stray));
    problems
}

/// Shows problems on standard error: standard output is for the comparison.
fn tell(global: &Global, problems: &[Diagnostic], map: &SourceMap) {
    let mut problems = problems.to_vec();
    report::sort(&mut problems, map);
    if problems.is_empty() && global.format == Format::Human {
        return;
    }
    let checked = Checked::default();
    let briefs = [Findings { slug: "", problems: &problems, map, checked: &checked }];
    match global.format {
        Format::Human => {
            let colour = output::colour(global);
            for problem in &problems {
                output::note(&format!("{}\n", report::human(problem, map, colour)));
            }
        }
        Format::Json => output::note(&report::json(&briefs)),
        Format::Sarif => output::note(&report::sarif(&briefs)),
        Format::Github => output::note(report::github(&briefs).trim_end()),
    }
}

/// Whether the comparison itself is coloured.
fn colour(global: &Global) -> bool {
    match global.color {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto => {
            std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
        }
    }
}
