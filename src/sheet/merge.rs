//! Rows of a table laid over a brief: by id, cell by cell, every row accounted for.
//!
//! A row that this program wrote carries a mark, the hash of its cells. So it is known what somebody
//! changed: a row whose cells still give their mark was left alone, whatever happened to the brief since.
//! A row that was changed here while its entry was changed there is a conflict, and is left to people.

use std::collections::HashMap;

use super::account::{Account, Changed, Difference, Left};
use super::alike::Alike;
use super::column::{Column, Form, NUMBER, Tab};
use super::desk::{Desk, Spot};
use super::mark::{MARK, mark};
use super::table::{Row, Suspect, Table};
use crate::amend::Data;
use crate::diagnostic::{Diagnostic, codes};

/// Lays a table over a brief. Without `update` rows that carry no mark change nothing that is there.
pub fn lay(desk: &mut Desk, tab: Tab, table: &Table, update: bool, out: &mut Vec<Diagnostic>) -> Account {
    let mut rows = table.rows.iter();
    let head = rows.next();
    let rows: Vec<_> = rows.collect();
    let mut account = Account { table: table.name.clone(), tab: Some(tab), rows: rows.len(), ..Account::default() };
    let names: Vec<_> =
        head.map_or(Vec::new(), |row| row.cells.iter().map(|cell| cell.text.trim().to_lowercase()).collect());
    let place = |field: &str| names.iter().position(|name| name == field);
    let columns: Vec<_> = tab.columns().iter().map(|column| place(column.field)).collect();
    account.unknown = names
        .iter()
        .filter(|name| !name.is_empty() && *name != MARK && !tab.columns().iter().any(|column| column.field == **name))
        .cloned()
        .collect();
    if columns.first().copied().flatten().is_none() {
        let key = tab.columns().first().map_or("", |column| column.field);
        let what = format!("the table `{}` has no column `{key}`", table.name);
        account.skipped = rows.iter().map(|row| Left { row: row.number, why: vec![what.clone()] }).collect();
        out.push(
            Diagnostic::error(codes::BAD_IMPORT, what)
                .help("the first row holds the names of the columns; `evenhand sheet export` writes one to fill"),
        );
        return account;
    }
    let mark = place(MARK);
    let mut marks: HashMap<&str, usize> = HashMap::new();
    for cell in rows.iter().filter_map(|row| row.cells.get(mark?)) {
        *marks.entry(cell.text.as_str()).or_default() += 1;
    }
    let (seen, alike) = (HashMap::new(), Alike::default());
    let mut laying = Laying { desk, tab, table, update, columns, mark, marks, seen, alike, account, out };
    rows.into_iter().for_each(|row| laying.row(row));
    laying.account
}

struct Laying<'a> {
    desk: &'a mut Desk,
    tab: Tab,
    table: &'a Table,
    update: bool,
    /// Where each column of the tab stands in the table.
    columns: Vec<Option<usize>>,
    mark: Option<usize>,
    /// How many rows carry each mark: a row that somebody copied carries that of the first.
    marks: HashMap<&'a str, usize>,
    /// Rows by their keys.
    seen: HashMap<Vec<String>, usize>,
    /// Rows of the brief by what they say.
    alike: Alike,
    account: Account,
    out: &'a mut Vec<Diagnostic>,
}

impl Laying<'_> {
    fn row(&mut self, row: &Row) {
        // A mark alone is what is left of a row that somebody emptied.
        if row
            .cells
            .iter()
            .enumerate()
            .all(|(at, cell)| Some(at) == self.mark || (cell.text.is_empty() && cell.suspect.is_none()))
        {
            self.account.empty += 1;
            return;
        }
        if !self.sound(row) {
            return;
        }
        let cells: Vec<_> = (0..self.columns.len()).map(|at| self.cell(row, at).to_owned()).collect();
        let columns = self.tab.columns().iter().take(self.tab.keys());
        let key: Vec<_> = columns.zip(&cells).map(|(column, cell)| column.plain(cell)).collect();
        let full = key.iter().all(|part| !part.is_empty());
        if full && let Some(first) = self.seen.insert(key.clone(), row.number) {
            let help = match (self.tab.is_numbered(), self.tab.is_part()) {
                (true, _) => "keep one of the two; for a new one leave `no.` empty",
                (_, true) => "keep one of the two",
                _ => "keep one of the two; for a new one write a new id",
            };
            self.refuse(row, 0, &format!("row {first} holds `{}` already", key.join(", ")), help);
            return;
        }
        let told =
            self.mark.and_then(|at| row.cells.get(at)).map(|cell| cell.text.clone()).filter(|mark| !mark.is_empty());
        let told = told.filter(|told| !self.is_copy(&key, told));
        let as_exported = told.as_ref().is_some_and(|told| *told == mark(self.tab, &cells));
        if as_exported {
            self.account.same += 1;
            return;
        }
        match self.find(&key, &cells, told.as_deref()) {
            Some(spot) if told.is_none() && self.is_news(&cells, &spot) => self.fresh(row, &key, &cells),
            Some(spot) => self.existing(row, &key, &cells, &spot, told.as_deref()),
            None if told.is_some() => {
                let what = format!("`{}` was changed here, and is no longer in the brief", key.join(", "));
                self.conflict(row, 0, &what, "to bring it back, delete what stands in this row's column `mark`");
            }
            None => self.fresh(row, &key, &cells),
        }
    }

    fn cell<'a>(&self, row: &'a Row, column: usize) -> &'a str {
        let at = self.columns.get(column).copied().flatten();
        at.and_then(|at| row.cells.get(at)).map_or("", |cell| cell.text.as_str())
    }

    /// Whether a row carries the mark of another row: somebody copied it to begin a new one.
    fn is_copy(&self, key: &[String], told: &str) -> bool {
        let own = || {
            self.desk.find(self.tab, key).is_some_and(|spot| mark(self.tab, &self.desk.cells(self.tab, &spot)) == told)
        };
        self.marks.get(told).is_some_and(|rows| *rows > 1) && !own()
    }

    /// Whether every cell of a known column holds a plain value.
    fn sound(&mut self, row: &Row) -> bool {
        let mut sound = true;
        for (at, column) in self.columns.clone().into_iter().enumerate() {
            let Some(cell) = column.and_then(|at| row.cells.get(at)) else { continue };
            let (what, help) = match cell.suspect {
                Some(Suspect::Formula) => ("a formula", "copy the cells, and paste them as values"),
                Some(Suspect::Error) => ("the mark of an error", "write the value, or empty the cell"),
                None => continue,
            };
            sound = false;
            self.refuse(row, at, &format!("{what} stands here"), help);
        }
        sound
    }

    /// The row of the brief that a row speaks of. One that moved is known by its mark, one that was added
    /// before by what it says.
    fn find(&mut self, key: &[String], cells: &[String], told: Option<&str>) -> Option<Spot> {
        let found = self.desk.find(self.tab, key);
        if !self.tab.is_numbered() {
            return found;
        }
        if found.as_ref().is_some_and(|spot| self.says(spot, cells, told)) {
            return found;
        }
        let Some(owner) = self.desk.owner(self.tab, key) else { return found };
        if !self.alike.knows(owner) {
            let spots = self.desk.spots(self.tab, owner);
            self.learn(owner, spots);
        }
        let says = told.map_or_else(|| self.summary(cells), str::to_owned);
        let alike = self.alike.find(owner, &says).iter();
        alike.filter(|spot| self.says(spot, cells, told)).min_by_key(|spot| spot.rank()).cloned().or(found)
    }

    /// Whether a row of the brief is what a mark was made of; without one, whether it says the same.
    fn says(&self, spot: &Spot, cells: &[String], told: Option<&str>) -> bool {
        match told {
            Some(told) => mark(self.tab, &self.desk.cells(self.tab, spot)) == told,
            None => self.differences(cells, spot).is_empty(),
        }
    }

    fn learn(&mut self, owner: usize, spots: impl IntoIterator<Item = Spot>) {
        let mut rows = Vec::new();
        for spot in spots {
            let cells = self.desk.cells(self.tab, &spot);
            rows.push((mark(self.tab, &cells), spot.clone()));
            rows.push((self.summary(&cells), spot));
        }
        self.alike.learn(owner, rows);
    }

    /// What cells say in the columns in which rows are compared, on one line.
    fn summary(&self, cells: &[String]) -> String {
        let columns = self.tab.columns().iter().zip(cells).enumerate();
        let compared = columns.filter(|(at, _)| self.is_compared(*at));
        compared.map(|(_, (column, cell))| format!("{}\u{0}", column.plain(cell))).collect()
    }

    /// Whether a column tells rows apart: the table has it, and it is neither a number nor for the eye only.
    fn is_compared(&self, at: usize) -> bool {
        let is_there = self.columns.get(at).is_some_and(Option::is_some);
        let column = self.tab.columns().get(at);
        is_there && column.is_some_and(|column| column.field != NUMBER && !matches!(column.form, Form::Shown))
    }

    /// Whether a row says something where the brief says nothing yet, so that it takes nothing away.
    fn is_news(&self, cells: &[String], spot: &Spot) -> bool {
        self.desk.is_open(self.tab, spot) && !self.differences(cells, spot).is_empty()
    }

    /// The column in which a row shows something of the brief otherwise than the brief has it.
    fn repainted(&self, cells: &[String], spot: &Spot) -> Option<usize> {
        let now = self.desk.cells(self.tab, spot);
        let shown = self.tab.columns().iter().position(|column| matches!(column.form, Form::Shown))?;
        let cell = cells.get(shown).map(|cell| cell.trim()).filter(|cell| !cell.is_empty())?;
        (now.get(shown).map(|now| now.trim()) != Some(cell)).then_some(shown)
    }

    /// The columns in which a row says something else than the brief.
    fn differences(&self, cells: &[String], spot: &Spot) -> Vec<usize> {
        let now = self.desk.cells(self.tab, spot);
        (0..self.columns.len())
            .filter(|at| self.is_compared(*at))
            .filter(|at| {
                let told = self.tab.columns().get(*at).zip(cells.get(*at)).map(|(column, cell)| column.plain(cell));
                now.get(*at).map(|now| now.trim()) != told.as_deref()
            })
            .collect()
    }

    fn existing(&mut self, row: &Row, key: &[String], cells: &[String], spot: &Spot, told: Option<&str>) {
        let differing = self.differences(cells, spot);
        // What the brief itself changed since is no news where a row says the same.
        let since = told.is_some_and(|told| mark(self.tab, &self.desk.cells(self.tab, spot)) != told);
        let repainted = self.repainted(cells, spot).filter(|_| !since || !differing.is_empty());
        if differing.is_empty() && repainted.is_none() {
            self.account.same += 1;
            return;
        }
        let now = self.desk.cells(self.tab, spot);
        let text = |cells: &[String], at: usize| cells.get(at).map_or("", |cell| cell.trim()).to_owned();
        let field = |at: usize| {
            let column = self.tab.columns().get(at)?;
            Some(Difference { field: column.field.to_owned(), before: text(&now, at), after: text(cells, at) })
        };
        let fields = differing.iter().copied().chain(repainted).filter_map(field).collect();
        let changed = Changed { key: key.join(", "), fields };
        if since {
            let what =
                format!("`{}` was changed here and in the brief; they differ in {}", changed.key, changed.names());
            let help = "make the two agree, or export the brief again and write the change there";
            self.conflict(row, differing.first().copied().unwrap_or(0), &what, help);
            return;
        }
        if told.is_none() && !self.update {
            self.account.untaken.push(changed);
            return;
        }
        if self.refuses_repainted(row, cells, spot) {
            return;
        }
        if let Some(fixed) = differing.iter().find(|at| **at < self.tab.keys()) {
            let column = self.tab.columns().get(*fixed).map_or("", |column| column.field);
            let what = format!("the column `{column}` says which row this is, and cannot be changed");
            self.refuse(row, *fixed, &what, "change it in the brief's files, or write a new row");
            return;
        }
        let Some(values) = self.values(row, cells, &differing) else { return };
        self.desk.change(self.tab, spot, &values);
        if let Some(owner) = self.desk.owner(self.tab, key).filter(|owner| self.alike.knows(*owner)) {
            self.learn(owner, [spot.clone()]);
        }
        self.account.changed.push(changed);
    }

    /// Refuses a row that shows a text otherwise than the brief has it: a translation of that is none of this.
    fn refuses_repainted(&mut self, row: &Row, cells: &[String], spot: &Spot) -> bool {
        let Some(at) = self.repainted(cells, spot) else { return false };
        let column = self.tab.columns().get(at).map_or("", |column| column.field);
        let what = format!("the column `{column}` is not what the brief says");
        self.refuse(
            row,
            at,
            &what,
            "write here what the brief says, or empty the cell; a text is changed on its own tab",
        );
        true
    }

    /// Takes in a row that the brief does not have.
    fn fresh(&mut self, row: &Row, key: &[String], cells: &[String]) {
        let names = self.tab.columns().iter().zip(key);
        if let Some((at, (column, _))) = names.enumerate().find(|(_, (column, key))| column.required && key.is_empty())
        {
            self.refuse(row, at, &format!("nothing stands in the column `{}`", column.field), "write the id");
            return;
        }
        let told: Vec<_> = (0..self.tab.keys()).collect();
        if self.tab.is_part() && self.values(row, cells, &told).is_none() {
            return;
        }
        if let Some((column, what, help)) = self.tab.is_part().then(|| self.desk.lacks(self.tab, key)).flatten() {
            self.refuse(row, column, &what, &help);
            return;
        }
        if let Some(spot) = self.desk.find(self.tab, key)
            && self.refuses_repainted(row, cells, &spot)
        {
            return;
        }
        let is_filled = |at: &usize| cells.get(*at).is_some_and(|cell| !cell.is_empty());
        let is_shown =
            |at: &usize| self.tab.columns().get(*at).is_some_and(|column| matches!(column.form, Form::Shown));
        // The first columns of a part say where it belongs.
        let from = if self.tab.is_part() { self.tab.keys() } else { 0 };
        let filled: Vec<_> = (from..cells.len()).filter(|at| is_filled(at) && !is_shown(at)).collect();
        let missing: Vec<_> = self
            .tab
            .columns()
            .iter()
            .enumerate()
            .filter(|(at, column)| column.required && cells.get(*at).is_none_or(String::is_empty))
            .map(|(at, _)| at)
            .collect();
        for at in &missing {
            let name = self.tab.columns().get(*at).map_or("", |column| column.field);
            self.refuse(row, *at, &format!("nothing stands in the column `{name}`, which a new row needs"), "fill it");
        }
        let Some(values) = self.values(row, cells, &filled) else { return };
        if !missing.is_empty() {
            return;
        }
        self.desk.insert(self.tab, key, &values);
        if let Some(owner) = self.desk.owner(self.tab, key).filter(|owner| self.alike.knows(*owner)) {
            let spot = self.desk.last(self.tab, key);
            self.learn(owner, spot);
        }
        self.account.added.push(match self.tab.is_numbered() {
            true => {
                let told = key.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(", ");
                format!("{told} (row {})", row.number)
            }
            false => key.join(", "),
        });
    }

    /// The values of some columns; nothing where one cannot be taken, with everything told.
    fn values(
        &mut self,
        row: &Row,
        cells: &[String],
        columns: &[usize],
    ) -> Option<Vec<(&'static Column, Option<Data>)>> {
        let mut values = Vec::new();
        let mut sound = true;
        for &at in columns {
            let (Some(column), Some(cell)) = (self.tab.columns().get(at), cells.get(at)) else { continue };
            match column.taken(cell) {
                Ok(None) if column.required => {
                    sound = false;
                    self.refuse(row, at, &format!("the column `{}` must not be empty", column.field), "fill it");
                }
                Ok(value) => values.push((column, value)),
                Err((what, help)) => {
                    sound = false;
                    self.refuse(row, at, &format!("{what} cannot stand in the column `{}`", column.field), &help);
                }
            }
        }
        sound.then_some(values)
    }

    /// Leaves a row alone, for a reason that stands in a column.
    fn refuse(&mut self, row: &Row, column: usize, what: &str, help: &str) {
        let problem = self.problem(row, column, what, help, codes::BAD_CELL);
        match self.account.skipped.last_mut().filter(|left| left.row == row.number) {
            Some(left) => left.why.push(problem.message.clone()),
            None => self.account.skipped.push(Left { row: row.number, why: vec![problem.message.clone()] }),
        }
        self.out.push(problem);
    }

    fn conflict(&mut self, row: &Row, column: usize, what: &str, help: &str) {
        let problem = self.problem(row, column, what, help, codes::CONFLICT);
        self.account.conflicts.push(Left { row: row.number, why: vec![problem.message.clone()] });
        self.out.push(problem);
    }

    fn problem(&self, row: &Row, column: usize, what: &str, help: &str, code: &'static str) -> Diagnostic {
        // A column that the table does not have is missed at the row's start.
        let at = self.columns.get(column).copied().flatten();
        let shown = at.and_then(|at| row.cells.get(at)).map_or(at.unwrap_or(0), |cell| cell.column);
        let address = self.table.address(row.number, shown);
        Diagnostic::error(code, format!("`{address}`: {what}")).help(help)
    }
}
