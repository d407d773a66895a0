//! What a row says beside what the brief says.

use super::super::column::{Form, NUMBER};
use super::super::desk::Spot;
use super::super::mark::mark;
use super::super::table::Row;
use super::Laying;

impl Laying<'_> {
    /// The row of the brief that a row speaks of. One that moved is known by its mark, one that was added
    /// before by what it says.
    pub(super) fn find(&mut self, key: &[String], cells: &[String], told: Option<&str>) -> Option<Spot> {
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
    pub(super) fn says(&self, spot: &Spot, cells: &[String], told: Option<&str>) -> bool {
        match told {
            Some(told) => mark(self.tab, &self.desk.cells(self.tab, spot)) == told,
            None => self.differences(cells, spot).is_empty(),
        }
    }

    pub(super) fn learn(&mut self, owner: usize, spots: impl IntoIterator<Item = Spot>) {
        let mut rows = Vec::new();
        for spot in spots {
            let cells = self.desk.cells(self.tab, &spot);
            rows.push((mark(self.tab, &cells), spot.clone()));
            rows.push((self.summary(&cells), spot));
        }
        self.alike.learn(owner, rows);
    }

    /// What cells say in the columns in which rows are compared, on one line.
    pub(super) fn summary(&self, cells: &[String]) -> String {
        let columns = self.tab.columns().iter().zip(cells).enumerate();
        let compared = columns.filter(|(at, _)| self.is_compared(*at));
        compared.map(|(_, (column, cell))| format!("{}\u{0}", column.plain(cell))).collect()
    }

    /// Whether a column tells rows apart: the table has it, and it is neither a number nor for the eye only.
    pub(super) fn is_compared(&self, at: usize) -> bool {
        let is_there = self.faults.columns.get(at).is_some_and(Option::is_some);
        let column = self.tab.columns().get(at);
        is_there && column.is_some_and(|column| column.field != NUMBER && !matches!(column.form, Form::Shown))
    }

    /// Whether a row says something where the brief says nothing yet, so that it takes nothing away.
    pub(super) fn is_news(&self, cells: &[String], spot: &Spot) -> bool {
        self.desk.is_open(self.tab, spot) && !self.differences(cells, spot).is_empty()
    }

    /// The column in which a row shows something of the brief otherwise than the brief has it.
    pub(super) fn repainted(&self, cells: &[String], spot: &Spot) -> Option<usize> {
        let now = self.desk.cells(self.tab, spot);
        let shown = self.tab.columns().iter().position(|column| matches!(column.form, Form::Shown))?;
        let cell = cells.get(shown).map(|cell| cell.trim()).filter(|cell| !cell.is_empty())?;
        (now.get(shown).map(|now| now.trim()) != Some(cell)).then_some(shown)
    }

    /// The columns in which a row says something else than the brief.
    pub(super) fn differences(&self, cells: &[String], spot: &Spot) -> Vec<usize> {
        let now = self.desk.cells(self.tab, spot);
        (0..self.faults.columns.len())
            .filter(|at| self.is_compared(*at))
            .filter(|at| {
                let told = self.tab.columns().get(*at).zip(cells.get(*at)).map(|(column, cell)| column.plain(cell));
                now.get(*at).map(|now| now.trim()) != told.as_deref()
            })
            .collect()
    }

    /// Leaves a row alone that was exported and is none of the brief's: its id was changed, or its entry is gone.
    pub(super) fn strange(&mut self, row: &Row, key: &[String], told: &str) {
        let as_new = "to bring it in as a new entry, delete what stands in this row's column `mark`";
        let name = key.join(", ");
        let empty = key.iter().zip(self.tab.columns()).position(|(part, column)| part.is_empty() && column.required);
        if let Some(was) = self.exported.get(told).cloned() {
            let at = was.iter().zip(key).position(|(was, now)| was != now).unwrap_or(0);
            let (part, column) = (was.get(at).cloned().unwrap_or_default(), self.faults.name(at));
            let what = match empty {
                Some(_) => {
                    format!("nothing stands in the column {column}; this row was exported as `{}`", was.join(", "))
                }
                None => format!(
                    "this row was exported as `{}`; what says which row it is cannot be changed to `{name}`",
                    was.join(", ")
                ),
            };
            return self.refuse(row, at, &what, &format!("write `{part}` again; {as_new}"));
        }
        match empty {
            Some(at) => {
                let what = format!("nothing stands in the column {}", self.faults.name(at));
                self.refuse(row, at, &what, "write the id that stood there when the table was exported");
            }
            None => {
                let what =
                    "the brief has no such row: it was taken out there, or what says which row it is was changed here";
                self.conflict(row, 0, what, &format!("write the id again as it was; {as_new}"));
            }
        }
    }
}
