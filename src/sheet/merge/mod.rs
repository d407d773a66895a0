//! Rows of a table laid over a brief: by id, cell by cell, every row accounted for.
//!
//! A row that this program wrote carries a mark, the hash of its cells. So it is known what somebody
//! changed: a row whose cells still give their mark was left alone, whatever happened to the brief since.
//! A row that was changed here while its entry was changed there is a conflict, and is left to people.

mod compare;

use std::collections::HashMap;

use super::account::{Account, Changed, Difference, Left};
use super::alike::Alike;
use super::column::{Column, Form, Tab};
use super::desk::{Desk, Spot};
use super::faults::Faults;
use super::guard;
use super::known::Known;
use super::mapping::Mapped;
use super::mark::{self, MARK, mark};
use super::table::{Cut, Row, Suspect, Table};
use crate::amend::Data;
use crate::diagnostic::{Diagnostic, codes};
use crate::text;

/// Lays a table over a brief. Without `update` rows that carry no mark change nothing that is there.
pub fn lay(desk: &mut Desk, tab: Tab, table: &Table, update: bool, out: &mut Vec<Diagnostic>) -> Account {
    let unguarded = guard::unguarded(desk, tab, table);
    begin(desk, tab, unguarded.as_ref().unwrap_or(table), (&[], &[]), update, out)
}

/// The same with a table of others, of which messages speak in its own words.
pub fn lay_mapped(desk: &mut Desk, mapped: &Mapped, update: bool, out: &mut Vec<Diagnostic>) -> Account {
    begin(desk, mapped.tab, &mapped.table, (&mapped.theirs, &mapped.cut), update, out)
}

fn begin(
    desk: &mut Desk,
    tab: Tab,
    table: &Table,
    (theirs, cut): (&[Option<String>], &[Cut]),
    update: bool,
    out: &mut Vec<Diagnostic>,
) -> Account {
    let (head, rows) = table.rows.split_first().map_or((None, &[][..]), |(head, rows)| (Some(head), rows));
    let mut account = Account { table: table.name.clone(), tab: Some(tab), rows: rows.len(), ..Account::default() };
    let names: Vec<_> =
        head.map_or(Vec::new(), |row| row.cells.iter().map(|cell| cell.text.trim().to_lowercase()).collect());
    let place = |field: &str| names.iter().position(|name| name == field);
    let columns: Vec<_> = tab.columns().iter().map(|column| place(column.field)).collect();
    let mark = place(MARK);
    let is_used = |at: usize| mark == Some(at) || columns.contains(&Some(at));
    account.unknown = head.map(|head| table.left_out(head, is_used)).unwrap_or_default();
    let (Some(head), Some(Some(id))) = (head, columns.first().copied()) else {
        let key = tab.columns().first().map_or("", |column| column.field);
        let what = format!("the table `{}` has no column `{key}`", table.name);
        account.skipped = rows.iter().map(|row| Left { row: row.number, why: vec![what.clone()] }).collect();
        out.push(
            Diagnostic::error(codes::BAD_IMPORT, what)
                .help("the first row holds the names of the columns; `evenhand sheet export` writes one to fill"),
        );
        return account;
    };
    let mut marks: HashMap<&str, usize> = HashMap::new();
    for cell in rows.iter().filter_map(|row| row.cells.get(mark?)) {
        *marks.entry(cell.text.as_str()).or_default() += 1;
    }
    let known = Known::new(tab, rows, id);
    let exported = if mark.is_some() { mark::keys(tab, &desk.rows(tab)) } else { HashMap::new() };
    let faults = Faults::new(table, tab, columns, theirs);
    let (seen, alike, awaiting) = (HashMap::new(), Alike::default(), Vec::new());
    let mut laying =
        Laying { desk, tab, head, update, mark, marks, exported, seen, alike, known, awaiting, account, faults };
    rows.iter().for_each(|row| laying.row(row));
    laying.account.rows += cut.len();
    cut.iter().for_each(|cut| laying.cut(cut));
    laying.finish(out)
}

struct Laying<'a> {
    desk: &'a mut Desk,
    tab: Tab,
    head: &'a Row,
    update: bool,
    mark: Option<usize>,
    /// How many rows carry each mark: a row that somebody copied carries that of the first.
    marks: HashMap<&'a str, usize>,
    /// Which row of the brief each mark was made of.
    exported: HashMap<String, Vec<String>>,
    /// Rows by their keys.
    seen: HashMap<Vec<String>, usize>,
    /// Rows of the brief by what they say.
    alike: Alike,
    known: Known,
    /// Cells that were taken and name a row of this table that has still to come.
    awaiting: Vec<(&'a Row, usize)>,
    account: Account,
    faults: Faults<'a>,
}

impl<'a> Laying<'a> {
    fn row(&mut self, row: &'a Row) {
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
        if let Some(cut) = self.faults.table.cut(self.head, row) {
            return self.cut(&cut);
        }
        if !self.sound(row) {
            return;
        }
        let cells: Vec<_> = (0..self.faults.columns.len()).map(|at| self.cell(row, at).to_owned()).collect();
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
            None => match told {
                Some(told) => self.strange(row, &key, &told),
                None => self.fresh(row, &key, &cells),
            },
        }
    }

    fn cell<'r>(&self, row: &'r Row, column: usize) -> &'r str {
        let at = self.faults.columns.get(column).copied().flatten();
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
        for (at, column) in self.faults.columns.clone().into_iter().enumerate() {
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

    fn existing(&mut self, row: &'a Row, key: &[String], cells: &[String], spot: &Spot, told: Option<&str>) {
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
            let column = self.faults.name(*fixed);
            let what = format!("the column {column} says which row this is, and cannot be changed");
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
    fn fresh(&mut self, row: &'a Row, key: &[String], cells: &[String]) {
        let mut names = self.tab.columns().iter().zip(key);
        if let Some(at) = names.position(|(column, key)| column.required && key.is_empty()) {
            let what = format!("nothing stands in the column {}", self.faults.name(at));
            self.refuse(row, at, &what, "write the id");
            return;
        }
        if let (Some(home), Some(id)) = (self.tab.entry(), key.first())
            && let Some(other) = self.desk.taken(home, id)
        {
            let what = format!("`{id}` is the id of a {other} already");
            self.refuse(row, 0, &what, "write another id");
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
            let what = format!("nothing stands in the column {}, which a new row needs", self.faults.name(*at));
            self.refuse(row, *at, &what, "fill it");
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
        row: &'a Row,
        cells: &[String],
        columns: &[usize],
    ) -> Option<Vec<(&'static Column, Option<Data>)>> {
        let (mut values, mut awaiting) = (Vec::new(), Vec::new());
        let mut sound = true;
        for &at in columns {
            let (Some(column), Some(cell)) = (self.tab.columns().get(at), cells.get(at)) else { continue };
            // What a part belongs to is looked for elsewhere.
            let missing = match at == 0 && self.tab.is_part() {
                true => Vec::new(),
                false => self.known.missing(self.desk, column, cell),
            };
            for (what, help) in &missing {
                sound = false;
                self.refuse(row, at, what, &self.faults.remedy(at, cell, help));
            }
            if !missing.is_empty() {
                continue;
            }
            if !self.known.awaited(self.desk, column, cell).is_empty() {
                awaiting.push((row, at));
            }
            match column.taken(cell) {
                Ok(None) if column.required => {
                    sound = false;
                    let what = format!("the column {} must not be empty", self.faults.name(at));
                    self.refuse(row, at, &what, "fill it");
                }
                Ok(value) => values.push((column, value)),
                Err((what, help)) => {
                    sound = false;
                    let what = format!("{what} cannot stand in the column {}", self.faults.name(at));
                    self.refuse(row, at, &what, &self.faults.remedy(at, cell, &help));
                }
            }
        }
        if sound {
            self.awaiting.extend(awaiting);
        }
        sound.then_some(values)
    }

    /// Leaves a row alone, for a reason that stands in a column.
    fn refuse(&mut self, row: &Row, column: usize, what: &str, help: &str) {
        let why = self.faults.add(row, column, what, help, codes::BAD_CELL);
        match self.account.skipped.last_mut().filter(|left| left.row == row.number) {
            Some(left) => left.why.push(why),
            None => self.account.skipped.push(Left { row: row.number, why: vec![why] }),
        }
    }

    /// Leaves a row alone of which nobody knows where its values end.
    fn cut(&mut self, cut: &Cut) {
        let help = "put the value in which the sign between values stands between quotation marks";
        let why = self.faults.add_at((cut.row, cut.column), &cut.what, help, codes::BAD_CELL);
        self.account.skipped.push(Left { row: cut.row, why: vec![why] });
    }

    fn conflict(&mut self, row: &Row, column: usize, what: &str, help: &str) {
        let why = self.faults.add(row, column, what, help, codes::CONFLICT);
        self.account.conflicts.push(Left { row: row.number, why: vec![why] });
    }

    /// Looks whether all that was awaited came, and hands over what is to be told.
    fn finish(mut self, out: &mut Vec<Diagnostic>) -> Account {
        for (row, at) in std::mem::take(&mut self.awaiting) {
            let Some(column) = self.tab.columns().get(at) else { continue };
            let missing = self.known.awaited(self.desk, column, self.cell(row, at));
            for id in missing {
                let what = format!("it names `{}`, whose own row was not taken", text::ellipsis(id, 40));
                self.faults.add(row, at, &what, "put that row right, and import again", codes::BAD_CELL);
            }
        }
        out.extend(self.faults.told());
        self.account
    }
}
