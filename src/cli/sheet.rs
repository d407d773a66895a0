//! `evenhand sheet`: a brief as a workbook, and tables back into a brief.

use std::path::{Path, PathBuf};

use super::output::{self, Outcome, fail, say};
use super::{BRIEF_HAS_ERRORS, FINE, Global, SYSTEM_FAILED, USAGE};
use crate::check::Checked;
use crate::diagnostic::{Diagnostic, codes};
use crate::sheet::{self, Account, Desk, Mapping, Tab, Table};
use crate::source_map::{self, SourceMap};
use crate::text::count;
use crate::workspace::Workspace;
use crate::{charset, emit};

/// How many changed rows are named; the rest is counted.
const MOST_NAMED: usize = 12;
/// Arguments of `evenhand sheet`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Write a workbook (XLSX), or one tab of it as CSV, for a colleague to fill
    Export(Export),
    /// Take in what a colleague filled, or a table of others with a mapping
    Import(Import),
    /// Propose a mapping for a table that somebody else designed
    Map(Map),
}

/// Arguments of `evenhand sheet export`.
#[derive(Debug, clap::Args)]
struct Export {
    /// The brief, by name or by folder
    #[arg(value_name = "BRIEF", value_hint = clap::ValueHint::DirPath)]
    brief: String,
    /// Where to write it; a name that ends in `.csv` makes one tab as CSV [default: in `output`]
    #[arg(long, short, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    output: Option<PathBuf>,
    /// The tab of a CSV file
    #[arg(long, value_name = "TAB", default_value = "Findings")]
    tab: String,
}

/// Arguments of `evenhand sheet import`.
#[derive(Debug, clap::Args)]
struct Import {
    /// The brief, by name or by folder
    #[arg(value_name = "BRIEF", value_hint = clap::ValueHint::DirPath)]
    brief: String,
    /// A workbook (XLSX or ODS), or a table as CSV, with tabs or with semicolons
    #[arg(value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    file: PathBuf,
    /// For a table of others: the mapping, as `sheet map` proposes it
    #[arg(long, value_name = "MAPPING", value_hint = clap::ValueHint::FilePath)]
    map: Option<PathBuf>,
    /// Take rows over entries that are there, where the rows do not come from an export
    #[arg(long)]
    update: bool,
    /// Show what would change, and change nothing
    #[arg(long)]
    dry_run: bool,
}

/// Arguments of `evenhand sheet map`.
#[derive(Debug, clap::Args)]
struct Map {
    /// A workbook (XLSX or ODS), or a table as CSV, with tabs or with semicolons
    #[arg(value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    file: PathBuf,
    /// The sheet of a workbook [default: the first]
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Where to write the mapping [default: standard output]
    #[arg(long, short, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    output: Option<PathBuf>,
}

pub(super) fn run(global: &Global, arguments: &Arguments) -> u8 {
    match &arguments.what {
        What::Export(arguments) => export(global, arguments),
        What::Import(arguments) => import(global, arguments),
        What::Map(arguments) => map(global, arguments),
    }
}

/// The brief that a command names, with its name.
fn select(global: &Global, brief: &str) -> Result<(Workspace, PathBuf, String), u8> {
    let (workspace, mut briefs) = output::select(global, &[brief.to_owned()])?;
    let folder = briefs.pop().ok_or(USAGE)?;
    let slug = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok((workspace, folder, slug))
}

fn outcome(slug: &str, map: SourceMap, problems: Vec<Diagnostic>, made: Vec<String>) -> Outcome {
    let code = if problems.iter().any(Diagnostic::is_error) { BRIEF_HAS_ERRORS } else { FINE };
    Outcome { slug: slug.to_owned(), map, problems, code, made, checked: Checked::default() }
}

fn export(global: &Global, arguments: &Export) -> u8 {
    let (workspace, folder, slug) = match select(global, &arguments.brief) {
        Ok(selected) => selected,
        Err(code) => return code,
    };
    let mut map = SourceMap::new(workspace.root().to_owned());
    let desk = match Desk::open(&mut map, &folder) {
        Ok(desk) => desk,
        Err(problems) => return output::show(global, &mut [outcome(&slug, map, problems, Vec::new())]),
    };
    let ends_in_csv = |path: &PathBuf| path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
    let bytes = if arguments.output.as_ref().is_some_and(ends_in_csv) {
        let Some(tab) = Tab::of(&arguments.tab) else {
            let names: Vec<_> = Tab::ALL.iter().map(|tab| tab.name()).collect();
            fail(&format!("there is no tab `{}`", arguments.tab), &format!("one of: {}", names.join(", ")));
            return USAGE;
        };
        sheet::csv(&desk, tab)
    } else {
        match sheet::workbook(&desk, &slug) {
            Ok(bytes) => bytes,
            Err(error) => {
                fail(&format!("cannot make the workbook: {error}"), "shorten the text; a cell takes 32,767 characters");
                return SYSTEM_FAILED;
            }
        }
    };
    let written = match &arguments.output {
        Some(path) => emit::write_named(path, &bytes).map(|()| path.display().to_string()).map_err(|error| {
            Box::new(Diagnostic::error(codes::UNWRITABLE, format!("cannot write `{}`: {error}", path.display())))
        }),
        None => emit::write(workspace.root(), &slug, &format!("{slug}-sheet.xlsx"), &bytes)
            .map(|path| path.strip_prefix(workspace.root()).unwrap_or(&path).display().to_string()),
    };
    match written {
        Ok(shown) => {
            let rows: Vec<_> =
                Tab::ALL.iter().map(|tab| format!("{} {}", desk.rows(*tab).len(), tab.name().to_lowercase())).collect();
            say(&format!("wrote {shown}: {}", rows.join(", ")));
            say("it holds all that the brief's files hold, confidential parts and names among it");
            FINE
        }
        Err(problem) => {
            let code = output::show(global, &mut [outcome(&slug, map, vec![*problem], Vec::new())]);
            code.max(SYSTEM_FAILED)
        }
    }
}

/// The tables of a file, and what to tell about it.
fn read(path: &Path, delimiter: Option<u8>) -> Result<(Vec<Table>, Option<String>), Box<Diagnostic>> {
    let bytes = source_map::read_named(path, sheet::MAX_FILE).map_err(Box::new)?;
    let shown = path.display();
    let refused = |why: String| {
        Box::new(
            Diagnostic::error(codes::BAD_IMPORT, format!("`{shown}` was not read: {why}"))
                .help("save the table again, as XLSX or as CSV; nothing was changed"),
        )
    };
    if sheet::is_workbook(&bytes) {
        return Ok((sheet::read_workbook(&bytes).map_err(refused)?, None));
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err(refused("it is a workbook of the old form XLS, or has a password".to_owned()));
    }
    let decoded = charset::decode(&bytes);
    if decoded.text.contains('\0') {
        return Err(refused("it is neither a workbook nor a table as text".to_owned()));
    }
    let name = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let table = sheet::read_delimited(&name, &decoded.text, delimiter).map_err(refused)?;
    Ok((vec![table], decoded.note))
}

fn import(global: &Global, arguments: &Import) -> u8 {
    let (workspace, folder, slug) = match select(global, &arguments.brief) {
        Ok(selected) => selected,
        Err(code) => return code,
    };
    let map = SourceMap::new(workspace.root().to_owned());
    let mut work = Work { map, problems: Vec::new(), made: Vec::new(), failed: false };
    work.run(&workspace, &folder, arguments);
    let failed = work.failed;
    let code = output::show(global, &mut [outcome(&slug, work.map, work.problems, work.made)]);
    if failed { SYSTEM_FAILED } else { code }
}

struct Work {
    map: SourceMap,
    problems: Vec<Diagnostic>,
    made: Vec<String>,
    failed: bool,
}

impl Work {
    fn run(&mut self, workspace: &Workspace, folder: &Path, arguments: &Import) {
        let mut desk = match Desk::open(&mut self.map, folder) {
            Ok(desk) => desk,
            Err(problems) => return self.problems.extend(problems),
        };
        let Some(accounts) = self.lay(&mut desk, arguments) else { return };
        for account in &accounts {
            self.tell(account, arguments);
        }
        let changes = match desk.finish() {
            Ok(changes) => changes,
            Err(problem) => return self.problems.push(*problem),
        };
        for change in &changes {
            self.made.extend(output::difference(change));
        }
        let names: Vec<_> = changes.iter().map(|change| change.path.clone()).collect();
        if changes.is_empty() {
            self.made.push("nothing to write".to_owned());
        } else if arguments.dry_run {
            self.made.push(format!("would write {}", names.join(", ")));
        } else {
            let files: Vec<_> = changes
                .iter()
                .map(|change| emit::Rewrite { path: &change.path, before: &change.before, after: &change.after })
                .collect();
            match emit::rewrite_all(workspace.root(), &files) {
                Ok(()) => self.made.push(format!("wrote {}", names.join(", "))),
                Err(problem) => {
                    self.failed = true;
                    self.problems.push(*problem);
                }
            }
        }
    }

    /// Lays the tables of the file over the brief.
    fn lay(&mut self, desk: &mut Desk, arguments: &Import) -> Option<Vec<Account>> {
        let mapping = match &arguments.map {
            Some(path) => Some(self.mapping(path)?),
            None => None,
        };
        let delimiter =
            mapping.as_ref().and_then(|mapping| mapping.delimiter.as_ref()).and_then(|sign| sign.bytes().next());
        let (tables, note) = read(&arguments.file, delimiter).map_err(|problem| self.problems.push(*problem)).ok()?;
        self.made.extend(note.map(|note| format!("{}: {note}", arguments.file.display())));
        if let Some(mapping) = mapping {
            return self.mapped(desk, &mapping, &tables, arguments);
        }
        let mut found: Vec<_> = tables.iter().filter_map(|table| Some((sheet::recognise(table)?, table))).collect();
        if found.is_empty() {
            self.problems.push(
                Diagnostic::error(
                    codes::BAD_IMPORT,
                    format!("`{}` holds no table that is known", arguments.file.display()),
                )
                .help("for a table of others, `evenhand sheet map FILE` proposes a mapping, and `--map` takes it"),
            );
            return None;
        }
        // Entries before what belongs to them, and all texts before their translations.
        found.sort_by_key(|(tab, _)| *tab);
        Some(
            found
                .into_iter()
                .map(|(tab, table)| sheet::lay(desk, tab, table, arguments.update, &mut self.problems))
                .collect(),
        )
    }

    fn mapping(&mut self, path: &Path) -> Option<Mapping> {
        let bytes = source_map::read_named(path, 1024 * 1024).map_err(|problem| self.problems.push(problem)).ok()?;
        let text = charset::decode(&bytes).text;
        match toml::from_str::<Mapping>(&text) {
            Ok(mapping) => Some(mapping),
            Err(error) => {
                let file = self.map.add(path.display().to_string(), text);
                let message = error.message().lines().next().unwrap_or_default().to_owned();
                let mut problem =
                    Diagnostic::error(codes::BAD_IMPORT, format!("the mapping cannot be understood: {message}"))
                        .help("`evenhand sheet map FILE` proposes one");
                if let Some(range) = error.span() {
                    problem = problem.at(source_map::Span::new(file, range), "here");
                }
                self.problems.push(problem);
                None
            }
        }
    }

    fn mapped(
        &mut self,
        desk: &mut Desk,
        mapping: &Mapping,
        tables: &[Table],
        arguments: &Import,
    ) -> Option<Vec<Account>> {
        let wanted = mapping.sheet.as_ref();
        let table = tables.iter().find(|table| wanted.is_none_or(|name| *name == table.name));
        let Some(table) = table else {
            let names: Vec<_> = tables.iter().map(|table| table.name.as_str()).collect();
            self.problems.push(
                Diagnostic::error(
                    codes::BAD_IMPORT,
                    format!("there is no sheet `{}`", wanted.map_or("", String::as_str)),
                )
                .help(format!("its sheets: {}", names.join(", "))),
            );
            return None;
        };
        let mapped = mapping.apply(table).map_err(|problems| self.problems.extend(problems)).ok()?;
        let mut account = sheet::lay(desk, mapped.tab, &mapped.table, arguments.update, &mut self.problems);
        account.rows += mapped.skipped.len();
        account.skipped += mapped.skipped.len();
        if mapped.above > 0 {
            self.made.push(format!("{} above the names of the columns", count(mapped.above, "row")));
        }
        if mapped.respelt > 0 {
            self.made.push(format!(
                "{} written in another way, since an id has no spaces or slashes",
                count(mapped.respelt, "id")
            ));
        }
        if !mapped.left_out.is_empty() {
            self.made.push(format!("columns left out: {}", mapped.left_out.join(", ")));
        }
        for (row, why) in mapped.skipped.iter().take(MOST_NAMED) {
            self.made.push(format!("row {row} skipped: {why}"));
        }
        if let Some(more) = mapped.skipped.len().checked_sub(MOST_NAMED).filter(|more| *more > 0) {
            let mut reasons: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
            mapped.skipped.iter().skip(MOST_NAMED).for_each(|(_, why)| *reasons.entry(why).or_default() += 1);
            self.made.push(format!("and {} skipped:", count(more, "more row")));
            self.made.extend(reasons.into_iter().map(|(why, number)| format!("  {}: {why}", count(number, "row"))));
        }
        Some(vec![account])
    }

    /// Accounts for every row.
    fn tell(&mut self, account: &Account, arguments: &Import) {
        self.made.push(format!(
            "{}: {}: {} new, {} changed, {} the same, {} not taken, {} in conflict, {} skipped, {} empty",
            account.table,
            count(account.rows, "row"),
            account.added.len(),
            account.changed.len(),
            account.same,
            account.untaken.len(),
            account.conflicts,
            account.skipped,
            account.empty
        ));
        debug_assert_eq!(account.total(), account.rows, "{}", account.table);
        let mut line = |label: &str, names: Vec<String>| {
            if names.is_empty() {
                return;
            }
            let mut shown = names.iter().take(MOST_NAMED).cloned().collect::<Vec<_>>().join("; ");
            if let Some(more) = names.len().checked_sub(MOST_NAMED).filter(|more| *more > 0) {
                shown.push_str(&format!("; and {}", count(more, "other")));
            }
            self.made.push(format!("  {label}: {shown}"));
        };
        let fields = |rows: &[(String, Vec<String>)]| {
            rows.iter().map(|(key, fields)| format!("{key} ({})", fields.join(", "))).collect()
        };
        line("new", account.added.clone());
        line("changed", fields(&account.changed));
        line("differ from the brief, and were not taken without `--update`", fields(&account.untaken));
        if arguments.map.is_none() {
            line("columns that are no fields, and were left out", account.unknown.clone());
        }
    }
}

fn map(global: &Global, arguments: &Map) -> u8 {
    let (tables, note) = match read(&arguments.file, None) {
        Ok(read) => read,
        Err(problem) => {
            let map = SourceMap::new(PathBuf::new());
            return output::show(
                global,
                &mut [outcome(&arguments.file.display().to_string(), map, vec![*problem], Vec::new())],
            );
        }
    };
    let named = |table: &&Table| arguments.sheet.as_ref().is_none_or(|name| *name == table.name);
    let filled = |table: &&Table| arguments.sheet.is_some() || !table.rows.is_empty();
    let Some(table) = tables.iter().filter(named).find(filled) else {
        let names: Vec<_> = tables.iter().map(|table| table.name.as_str()).collect();
        fail("there is no such sheet with rows", &format!("its sheets: {}", names.join(", ")));
        return USAGE;
    };
    let proposal = sheet::propose(table);
    let note = note.map(|note| format!("# The file was {note}.\n")).unwrap_or_default();
    let text = format!("{note}{proposal}");
    match &arguments.output {
        None => say(text.trim_end()),
        Some(path) => {
            if let Err(error) = emit::write_named(path, text.as_bytes()) {
                fail(&format!("cannot write `{}`: {error}", path.display()), "check the folder and its rights");
                return SYSTEM_FAILED;
            }
            say(&format!(
                "wrote {}; look at each line, then: evenhand sheet import BRIEF {} --map {}",
                path.display(),
                arguments.file.display(),
                path.display()
            ));
        }
    }
    FINE
}
