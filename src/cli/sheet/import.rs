//! `evenhand sheet import`: a table laid over a brief, with an account of every row.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use super::{Import, Reading, outcome, read, select};
use crate::cli::{Global, SYSTEM_FAILED};
use crate::cli::{output, writing};
use crate::diagnostic::{Diagnostic, codes};
use crate::report::import as told;
use crate::sheet::{self, Account, Changed, Desk, Left, Mapping, Tab, Table};
use crate::source_map::{self, SourceMap};
use crate::text::count;
use crate::workspace::Workspace;
use crate::{charset, emit};

/// How many changed rows are named; the rest is counted.
const MOST_NAMED: usize = 12;

pub(super) fn import(global: &Global, arguments: &Import) -> u8 {
    let (workspace, folder, slug) = match select(global, &arguments.brief) {
        Ok(selected) => selected,
        Err(code) => return code,
    };
    let map = SourceMap::new(workspace.root().to_owned());
    let told = told::Import { dry_run: arguments.dry_run, update: arguments.update, ..told::Import::default() };
    let mut work = Work { map, problems: Vec::new(), made: Vec::new(), told, failed: false };
    work.run(&workspace, &folder, arguments);
    let failed = work.failed;
    let code = output::show_import(global, outcome(&slug, work.map, work.problems, work.made), &work.told);
    if failed { SYSTEM_FAILED } else { code }
}

struct Work {
    map: SourceMap,
    problems: Vec<Diagnostic>,
    made: Vec<String>,
    /// The same for programs.
    told: told::Import,
    failed: bool,
}

impl Work {
    fn run(&mut self, workspace: &Workspace, folder: &Path, arguments: &Import) {
        let _held = match writing::hold(workspace.root(), folder, arguments.dry_run) {
            Ok(held) => held,
            Err(problem) => {
                self.failed = true;
                return self.problems.push(*problem);
            }
        };
        let mut desk = match Desk::open(&mut self.map, folder) {
            Ok(desk) => desk,
            Err(problems) => return self.problems.extend(problems),
        };
        let Some(accounts) = self.lay(&mut desk, arguments) else { return };
        for account in accounts {
            self.tell(&account, arguments);
            self.told.tables.push(accounted(account));
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
            self.told.written = names;
        } else {
            let files: Vec<_> = changes
                .iter()
                .map(|change| emit::Rewrite { path: &change.path, before: &change.before, after: &change.after })
                .collect();
            match emit::rewrite_all(workspace.root(), &files) {
                Ok(()) => {
                    self.made.push(format!("wrote {}", names.join(", ")));
                    self.told.written = names;
                }
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
        let reading = read(&arguments.file, delimiter).map_err(|problems| self.problems.extend(problems)).ok()?;
        let Reading { tables, form, note } = reading;
        let file = arguments.file.display().to_string();
        self.made.extend(note.as_ref().map(|note| format!("{file}: {note}")));
        self.told.files.push(told::Read { file, form, note });
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
        let ours = |table: &Table| sheet::OWN_SHEETS.contains(&table.name.as_str());
        for table in tables.iter().filter(|table| !ours(table) && !table.rows.is_empty()) {
            if !found.iter().any(|(_, known)| std::ptr::eq(*known, table)) {
                self.made.push(format!("the sheet `{}` is none of the tabs, and was left out", table.name));
                self.told.left_out.push(table.name.clone());
            }
        }
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
        let mut account = sheet::lay_mapped(desk, &mapped, arguments.update, &mut self.problems);
        account.rows += mapped.skipped.len();
        account.unknown.clone_from(&mapped.left_out);
        for (row, why) in &mapped.skipped {
            account.skipped.push(Left { row: *row, why: vec![why.clone()] });
        }
        account.skipped.sort_by_key(|left| left.row);
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
            let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
            mapped.skipped.iter().skip(MOST_NAMED).for_each(|(_, why)| *reasons.entry(why).or_default() += 1);
            self.made.push(format!("and {} skipped:", count(more, "more row")));
            self.made.extend(reasons.into_iter().map(|(why, number)| format!("  {}: {why}", count(number, "row"))));
        }
        Some(vec![account])
    }

    /// Accounts for every row.
    fn tell(&mut self, account: &Account, arguments: &Import) {
        let counts = [
            (account.added.len(), "new"),
            (account.changed.len(), "changed"),
            (account.same, "the same"),
            (account.untaken.len(), "not taken"),
            (account.conflicts.len(), "in conflict"),
            (account.skipped.len(), "skipped"),
            (account.empty, "empty"),
        ];
        let counts = counts.iter().filter(|(number, _)| *number > 0).map(|(number, what)| format!("{number} {what}"));
        let counts = counts.collect::<Vec<_>>().join(", ");
        if account.rows > 0 {
            self.made.push(format!("{}: {}: {counts}", account.table, count(account.rows, "row")));
        }
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
        let fields = |rows: &[Changed]| rows.iter().map(|row| format!("{} ({})", row.key, row.names())).collect();
        line("new", account.added.clone());
        line("changed", fields(&account.changed));
        line("differ from the brief, and were not taken without `--update`", fields(&account.untaken));
        if arguments.map.is_none() {
            line("columns that are no fields, and were left out", account.unknown.clone());
        }
    }
}

/// The account of a table, as programs read it.
fn accounted(account: Account) -> told::Accounted {
    let changed = |rows: Vec<Changed>| rows.into_iter().map(changed).collect();
    let left = |rows: Vec<Left>| rows.into_iter().map(|Left { row, why }| told::Left { line: Some(row), reasons: why });
    told::Accounted {
        name: account.table,
        into: account.tab.map_or("", Tab::name).to_owned(),
        read: account.rows,
        new: account.added,
        changed: changed(account.changed),
        not_taken: changed(account.untaken),
        conflicts: left(account.conflicts).collect(),
        skipped: left(account.skipped).collect(),
        same: account.same,
        empty: account.empty,
        columns_left_out: account.unknown,
        ..told::Accounted::default()
    }
}

fn changed(row: Changed) -> told::Changed {
    let value = |text: String| if text.is_empty() { Value::Null } else { Value::from(text) };
    let fields = row.fields.into_iter();
    let fields = fields.map(|sheet::Difference { field, before, after }| told::Difference {
        field,
        before: value(before),
        after: value(after),
    });
    told::Changed { entry: row.key, fields: fields.collect() }
}
