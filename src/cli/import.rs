//! `evenhand import sources`: entries of a reference manager as sources of a brief.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::output::{self, Outcome};
use super::{BRIEF_HAS_ERRORS, FINE, Global, SYSTEM_FAILED, USAGE, writing};
use crate::amend::{Amendment, Data, Step};
use crate::check::Checked;
use crate::diagnostic::{Diagnostic, codes};
use crate::exchange::{self, Format, Plan, Reading};
use crate::model::{SourceType, words};
use crate::report::import as told;
use crate::source_map::{self, SourceMap};
use crate::text::{count, nearest};
use crate::{charset, emit, load};

/// The largest file of references, in bytes.
const MAX_BYTES: u64 = 64 * 1024 * 1024;
/// How many names of a kind are shown; the rest is counted.
const MOST_NAMED: usize = 8;

/// Arguments of `evenhand import`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// CSL-JSON, BibTeX, BibLaTeX or RIS into `sources.yaml`
    Sources(Sources),
}

/// Arguments of `evenhand import sources`.
#[derive(Debug, clap::Args)]
struct Sources {
    /// The brief, by name or by folder
    #[arg(long, value_name = "BRIEF", value_hint = clap::ValueHint::DirPath)]
    brief: String,
    /// Files that a reference manager exported; their form is seen from their content
    #[arg(value_name = "FILE", required = true, value_hint = clap::ValueHint::FilePath)]
    files: Vec<PathBuf>,
    /// Take over what changed in entries that the brief has already
    #[arg(long)]
    update: bool,
    /// Your decision that a type of the file is a type of source: `article-newspaper=news_report`
    #[arg(long = "type", value_name = "FROM=TO")]
    types: Vec<String>,
    /// Show what would change, and change nothing
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(global: &Global, arguments: &Arguments) -> u8 {
    match &arguments.what {
        What::Sources(arguments) => sources(global, arguments),
    }
}

fn sources(global: &Global, arguments: &Sources) -> u8 {
    let (workspace, briefs) = match output::select(global, std::slice::from_ref(&arguments.brief)) {
        Ok(selected) => selected,
        Err(code) => return code,
    };
    let types = match decisions(&arguments.types) {
        Ok(types) => types,
        Err((message, help)) => {
            output::fail(&message, &help);
            return USAGE;
        }
    };
    let Some(folder) = briefs.first() else { return USAGE };
    let slug = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let map = SourceMap::new(workspace.root().to_owned());
    let told = told::Import { dry_run: arguments.dry_run, update: arguments.update, ..told::Import::default() };
    let mut import =
        Import { map, root: workspace.root(), problems: Vec::new(), made: Vec::new(), told, failed: false };
    import.run(folder, arguments, &types);
    let wrong = import.problems.iter().any(Diagnostic::is_error);
    let code = if import.failed {
        SYSTEM_FAILED
    } else if wrong {
        BRIEF_HAS_ERRORS
    } else {
        FINE
    };
    let Import { map, problems, made, told, .. } = import;
    let outcome = Outcome { slug, map, problems, code, made, checked: Checked::default() };
    output::show_import(global, outcome, &told)
}

/// `article-newspaper=news_report` as a pair.
fn decisions(given: &[String]) -> Result<Vec<(String, String)>, (String, String)> {
    let known = words::<SourceType>();
    let read = |text: &String| match text.split_once('=') {
        Some((from, to)) if known.contains(&to) => Ok((from.to_owned(), to.to_owned())),
        Some((_, to)) => Err((
            format!("there is no type of source `{to}`"),
            match nearest(to, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("one of: {}", known.join(", ")),
            },
        )),
        None => Err((
            format!("`--type {text}` has no `=`"),
            "write the type of the file, `=`, and the type of source: `article-newspaper=news_report`".to_owned(),
        )),
    };
    given.iter().map(read).collect()
}

struct Import<'a> {
    map: SourceMap,
    root: &'a Path,
    problems: Vec<Diagnostic>,
    made: Vec<String>,
    /// The same for programs.
    told: told::Import,
    failed: bool,
}

impl Import<'_> {
    fn run(&mut self, folder: &Path, arguments: &Sources, types: &[(String, String)]) {
        let _held = match writing::hold(self.root, folder, arguments.dry_run) {
            Ok(held) => held,
            Err(problem) => {
                self.failed = true;
                return self.problems.push(*problem);
            }
        };
        let Some(mut amendment) = self.begin(folder) else { return };
        let readings: Vec<_> = arguments.files.iter().filter_map(|path| self.read(path)).collect();
        self.problems.extend(types.iter().filter_map(|(from, _)| unused(from, &readings)));
        let plan = exchange::merge(readings, types, amendment.data(), self.taken(folder), arguments.update);
        self.tell(&plan, arguments);
        self.told.tables.push(self.accounted(&plan, amendment.data(), arguments.update));
        self.problems.extend(plan.skipped.iter().cloned());
        self.problems.extend(plan.doubts.iter().cloned());
        // A change of what is there is shown before anything else.
        if let Some(mut preview) = self.begin(folder)
            && !plan.updates.is_empty()
        {
            let laid = plan.updates.iter().try_for_each(|(at, data)| preview.set(&[Step::Item(*at)], data.clone()));
            match laid.and_then(|()| preview.finish()) {
                Ok(Some(change)) => self.made.extend(output::difference(&change)),
                Ok(None) => {}
                Err(problem) => self.problems.push(*problem),
            }
        }
        for entry in plan.additions {
            amendment.append(None, entry);
        }
        let mut laid = Ok(());
        if arguments.update {
            laid = plan.updates.into_iter().try_for_each(|(at, data)| amendment.set(&[Step::Item(at)], data));
        }
        match laid.and_then(|()| amendment.finish()) {
            Ok(None) => self.made.push("nothing to write".to_owned()),
            Ok(Some(change)) if arguments.dry_run => {
                self.made.push(format!("would write {}", change.path));
                self.told.written.push(change.path);
            }
            Ok(Some(change)) => match emit::rewrite(self.root, &change.path, &change.before, &change.after) {
                Ok(()) => {
                    self.made.push(format!("wrote {}", change.path));
                    self.told.written.push(change.path);
                }
                Err(problem) => {
                    self.failed = true;
                    self.problems.push(*problem);
                }
            },
            Err(problem) => self.problems.push(*problem),
        }
    }

    /// The brief's file of sources, ready to be changed.
    fn begin(&mut self, folder: &Path) -> Option<Amendment> {
        let Some(path) = load::data_files(folder, "sources").into_iter().next() else {
            self.problems.push(
                Diagnostic::error(codes::MISSING_FILE, format!("`{}` has no `sources.yaml`", self.map.display(folder)))
                    .help("make an empty file `sources.yaml` in it"),
            );
            return None;
        };
        let begun = match self.map.read(&path) {
            Ok(file) => Amendment::new(&self.map, file),
            Err(problem) => Err(vec![problem]),
        };
        begun.map_err(|problems| self.problems.extend(problems)).ok()
    }

    fn read(&mut self, path: &Path) -> Option<Reading> {
        let shown = path.display().to_string();
        let bytes = source_map::read_named(path, MAX_BYTES).map_err(|problem| self.problems.push(problem)).ok()?;
        let decoded = charset::decode(&bytes);
        let Some(format) = Format::of(&decoded.text) else {
            self.problems.push(
                Diagnostic::error(codes::BAD_IMPORT, format!("`{shown}` is neither CSL-JSON nor BibTeX nor RIS"))
                    .help("export the references again, in one of these forms"),
            );
            return None;
        };
        let file = self.map.add(shown.clone(), decoded.text);
        let reading = exchange::read(&self.map, file, format);
        let name = match format {
            Format::CslJson => "CSL-JSON",
            Format::Bibtex => "BibTeX",
            Format::Ris => "RIS",
        };
        let entries = count_entries(reading.items.len() + reading.problems.len());
        let helpers = match reading.helpers {
            0 => String::new(),
            number => format!("; besides {number} that are no sources, such as `@string`, `@set` and `@xdata`"),
        };
        let also = decoded.note.as_ref().map(|note| format!("; {note}")).unwrap_or_default();
        self.made.push(format!("{shown}: {name}, {entries}{helpers}{also}"));
        self.told.files.push(told::Read { file: shown, form: name, note: decoded.note });
        Some(reading)
    }

    /// The ids of findings, parties and proceedings.
    fn taken(&self, folder: &Path) -> HashSet<String> {
        let mut map = SourceMap::new(self.root.to_owned());
        let mut ids = HashSet::new();
        for path in ["findings", "parties"].into_iter().flat_map(|stem| load::data_files(folder, stem)) {
            // A file that cannot be read is what `check` tells of.
            let Ok(amendment) =
                map.read(&path).map_err(|problem| vec![problem]).and_then(|file| Amendment::new(&map, file))
            else {
                continue;
            };
            let data = amendment.data();
            let entries = data.items().iter().chain(data.fields().iter().flat_map(|(_, list)| list.items()));
            ids.extend(entries.filter_map(|entry| Some(entry.get("id")?.as_text()?.to_owned())));
        }
        ids
    }

    /// The account of the entries, as programs read it. `sources` are those that the brief has.
    fn accounted(&self, plan: &Plan, sources: &Data, update: bool) -> told::Accounted {
        let left = |problem: &Diagnostic| told::Left {
            line: problem.primary.as_ref().map(|label| {
                let span = label.span;
                self.map.file(span.file).line_column(span.start).0
            }),
            reasons: vec![problem.message.clone()],
        };
        let entry = |(id, fields): &(String, Vec<String>)| {
            let named = |data: &&Data| data.get("id").and_then(Data::as_text) == Some(id);
            let before = sources.items().iter().find(named);
            let after = plan.updates.iter().map(|(_, data)| data).chain(&plan.additions).find(named);
            let at = |data: Option<&Data>, field: &str| {
                field.split('.').try_fold(data?, |data, name| data.get(name)).map(value)
            };
            let difference = |field: &String| told::Difference {
                field: field.clone(),
                before: at(before, field).unwrap_or_default(),
                after: at(after, field).unwrap_or_default(),
            };
            told::Changed { entry: id.clone(), fields: fields.iter().map(difference).collect() }
        };
        let changed: Vec<_> = plan.changed.iter().map(entry).collect();
        let (changed, not_taken) = if update { (changed, Vec::new()) } else { (Vec::new(), changed) };
        told::Accounted {
            name: "entries".to_owned(),
            into: "Sources".to_owned(),
            read: plan.total(),
            new: plan.added.clone(),
            changed,
            not_taken,
            skipped: plan.skipped.iter().map(left).collect(),
            same: plan.unchanged,
            repeated: plan.repeated,
            renamed: plan.renamed.iter().cloned().map(|(key, id)| told::Renamed { key, id }).collect(),
            untyped: plan.untyped.clone(),
            kept_in_extra: plan.kept.clone(),
            notes: plan.notes.clone(),
            ..told::Accounted::default()
        }
    }

    /// Accounts for every entry.
    fn tell(&mut self, plan: &Plan, arguments: &Sources) {
        let taken = if arguments.update { "changed" } else { "changed and not taken" };
        self.made.push(format!(
            "{}: {} new, {} known, {} {taken}, {} repeated, {} skipped",
            count_entries(plan.total()),
            plan.added.len(),
            plan.unchanged,
            plan.changed.len(),
            plan.repeated,
            plan.skipped.len()
        ));
        let mut line = |label: &str, names: &[String]| {
            if !names.is_empty() {
                self.made.push(format!("  {label}: {}", some(names)));
            }
        };
        line("new", &plan.added);
        for (kind, ids) in &plan.untyped {
            let label = format!("a person has to choose the `type`; the file says `{kind}` ({})", ids.len());
            line(&label, ids);
        }
        if !plan.untyped.is_empty() {
            let kind = plan.untyped.keys().next().map_or("", String::as_str);
            self.made.push(format!("  choose in sources.yaml, or for all of a kind with `--type {kind}=…`"));
        }
        let kept: Vec<_> = plan.kept.iter().map(|(name, number)| format!("{name} ({number})")).collect();
        if !kept.is_empty() {
            self.made.push(format!("  kept under `extra`, with no place of their own: {}", kept.join(", ")));
        }
        let renamed: Vec<_> = plan.renamed.iter().map(|(from, to)| format!("{from} → {to}")).collect();
        let mut line = |label: &str, names: &[String]| {
            if !names.is_empty() {
                self.made.push(format!("  {label}: {}", some(names)));
            }
        };
        line("keys that cannot be ids, or that another entry of the brief has", &renamed);
        line("mended", &plan.notes);
        let changed: Vec<_> = plan.changed.iter().map(|(id, fields)| format!("{id} ({})", fields.join(", "))).collect();
        line("changed", &changed);
        let gone: Vec<_> = plan.gone.iter().map(|(id, fields)| format!("{id} ({})", fields.join(", "))).collect();
        line("in the brief, and not in the file; it stays", &gone);
        if !changed.is_empty() && !arguments.update {
            self.made.push("  `--update` takes over what is shown here:".to_owned());
        }
    }
}

/// A decision about a type that no entry has.
fn unused(from: &str, readings: &[Reading]) -> Option<Diagnostic> {
    let kinds: BTreeSet<&str> =
        readings.iter().flat_map(|reading| &reading.items).map(|item| item.kind.as_str()).collect();
    if kinds.iter().any(|kind| *kind == from || kind.split(':').next_back() == Some(from)) {
        return None;
    }
    let help = match nearest(from, kinds.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if kinds.is_empty() => "no entry could be read".to_owned(),
        None => format!("their types are: {}", kinds.into_iter().collect::<Vec<_>>().join(", ")),
    };
    let message = format!("no entry has the type `{from}`, so `--type {from}=…` decided nothing");
    Some(Diagnostic::warning(codes::BAD_IMPORT, message).help(help))
}

/// What a place of a file holds, as JSON.
fn value(data: &Data) -> Value {
    match data {
        Data::Null => Value::Null,
        Data::Text(text) => Value::from(text.as_str()),
        Data::Flag(flag) => Value::from(*flag),
        Data::List(items) => items.iter().map(value).collect(),
        Data::Group(fields) => fields.iter().map(|(name, data)| (name.clone(), value(data))).collect(),
    }
}

fn count_entries(number: usize) -> String {
    format!("{number} {}", if number == 1 { "entry" } else { "entries" })
}

/// The first of some names, and how many more there are.
fn some(names: &[String]) -> String {
    let mut shown = names.iter().take(MOST_NAMED).cloned().collect::<Vec<_>>().join(", ");
    if let Some(more) = names.len().checked_sub(MOST_NAMED).filter(|more| *more > 0) {
        shown.push_str(&format!(" and {}", count(more, "other")));
    }
    shown
}
