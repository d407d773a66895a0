//! Tables that somebody else designed: a mapping says which column is which field, and which of their
//! words is which of ours.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

use super::column::{Column, Form, NUMBER, Tab};
use super::table::{Cell, Cut, Row, Table};
use crate::diagnostic::{Diagnostic, codes};
use crate::model::{PartialDate, SCALARS};
use crate::text;

/// How somebody else's table becomes rows of a tab.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The tab: `Findings`, `Sources`.
    pub into: String,
    /// The sheet of a workbook; the first where nothing is said.
    #[serde(default)]
    pub sheet: Option<String>,
    /// The row with the names of the columns, from 1.
    #[serde(default = "first")]
    pub header: usize,
    /// The sign between values; seen from the file where nothing is said.
    #[serde(default)]
    pub delimiter: Option<String>,
    /// How dates in figures are written.
    #[serde(default)]
    pub dates: DateOrder,
    /// The ids of new entries where no column holds them; `{row}` stands for the row's number.
    #[serde(default)]
    pub ids: Option<String>,
    /// The field of each column; nothing where the column is left out.
    pub columns: BTreeMap<String, String>,
    /// For a field, what is written for a cell; a cell with nothing for it skips its row.
    #[serde(default)]
    pub values: HashMap<String, BTreeMap<String, String>>,
    /// What stands in a field of every row.
    #[serde(default)]
    pub constants: BTreeMap<String, String>,
}

/// Which of day, month and year stands first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub enum DateOrder {
    /// 2022-09-26, 2022/9/26.
    #[default]
    #[serde(rename = "year-first")]
    Year,
    /// 26.9.2022.
    #[serde(rename = "day-first")]
    Day,
    /// 9/26/2022.
    #[serde(rename = "month-first")]
    Month,
}

fn first() -> usize {
    1
}

/// A table made ours.
#[derive(Debug)]
pub struct Mapped {
    /// Its tab.
    pub tab: Tab,
    /// Its rows, under the names of our fields. Cells keep their place in the file.
    pub table: Table,
    /// Rows that the mapping skips: their numbers, and why.
    pub skipped: Vec<(usize, String)>,
    /// Rows above the head.
    pub above: usize,
    /// How many ids had to be written in another way.
    pub respelt: usize,
    /// Columns that the mapping leaves out or does not name.
    pub left_out: Vec<String>,
    /// What each of our columns is called there; nothing where no column goes into it.
    pub(super) theirs: Vec<Option<String>>,
    /// Rows with more values than the head.
    pub(super) cut: Vec<Cut>,
}

impl Mapping {
    /// Turns a table into one of ours.
    ///
    /// # Errors
    /// What is wrong with the mapping, or does not fit the table.
    pub fn apply(&self, table: &Table) -> Result<Mapped, Vec<Diagnostic>> {
        let mut problems = Vec::new();
        let mut wrong = |message: String, help: &str| {
            problems.push(Diagnostic::error(codes::BAD_IMPORT, message).help(help.to_owned()));
        };
        let Some(tab) = Tab::of(&self.into) else {
            let names: Vec<_> = Tab::ALL.iter().map(|tab| tab.name()).collect();
            wrong(format!("the mapping goes into `{}`", self.into), &format!("one of: {}", names.join(", ")));
            return Err(problems);
        };
        let head = table.rows.iter().position(|row| row.number == self.header);
        let Some((above, head)) = head.and_then(|at| Some((at, table.rows.get(at)?))) else {
            wrong(
                format!("`{}` has no row {} with the names of the columns", table.name, self.header),
                "set `header` in the mapping",
            );
            return Err(problems);
        };
        let names: Vec<_> = head.cells.iter().map(|cell| cell.text.trim().to_owned()).collect();
        // For each of our columns where its cells come from.
        let mut origins: Vec<Option<Origin>> = vec![None; tab.columns().len()];
        for (name, field) in self.columns.iter().filter(|(_, field)| !field.is_empty()) {
            let Some(at) = tab.columns().iter().position(|column| column.field == field) else {
                wrong(format!("{} have no field `{field}`", tab.name()), &fields(tab));
                continue;
            };
            let Some(source) = names.iter().position(|known| known == name) else {
                wrong(
                    format!("`{}` has no column `{name}`", table.name),
                    &format!("its columns: {}", names.join(", ")),
                );
                continue;
            };
            match origins.get_mut(at) {
                Some(origin @ None) => *origin = Some(Origin::Column(source)),
                _ => wrong(format!("two columns go into `{field}`"), "leave one of them out: set it to \"\""),
            }
        }
        for (field, value) in self.constants.iter().filter(|(_, value)| !value.is_empty()) {
            match tab.columns().iter().position(|column| column.field == field) {
                Some(at) if origins.get(at).is_some_and(Option::is_none) => {
                    if let Some(origin) = origins.get_mut(at) {
                        *origin = Some(Origin::Constant(value.clone()));
                    }
                }
                Some(_) => wrong(format!("`{field}` has a column and a constant"), "keep one of the two"),
                None => wrong(format!("{} have no field `{field}`", tab.name()), &fields(tab)),
            }
        }
        if let (Some(ids), Some(origin @ None)) = (&self.ids, origins.first_mut())
            && !tab.is_part()
        {
            *origin = Some(Origin::Numbered(ids.clone()));
        }
        for (column, origin) in tab.columns().iter().zip(&origins) {
            if column.required && origin.is_none() {
                let help = match column.words() {
                    words if words.is_empty() => "name a column for it, or set it under `[constants]`".to_owned(),
                    words => {
                        format!("name a column for it, or set it under `[constants]` to one of: {}", words.join(", "))
                    }
                };
                wrong(format!("nothing goes into `{}`, which every row needs", column.field), &help);
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let used: Vec<_> = origins
            .iter()
            .filter_map(|origin| match origin {
                Some(Origin::Column(at)) => Some(*at),
                _ => None,
            })
            .collect();
        let left_out = table.left_out(head, |at| used.contains(&at));
        let theirs = origins.iter().map(|origin| match origin {
            Some(Origin::Column(at)) => names.get(*at).cloned(),
            _ => None,
        });
        let mut mapped = Mapped {
            tab,
            table: Table { name: table.name.clone(), rows: vec![our_head(tab, head.number)], ..Table::default() },
            skipped: Vec::new(),
            above,
            respelt: 0,
            left_out,
            theirs: theirs.collect(),
            cut: Vec::new(),
        };
        for row in table.rows.iter().skip(above + 1) {
            match table.cut(head, row) {
                Some(cut) => mapped.cut.push(cut),
                None => self.row(row, &origins, &mut mapped),
            }
        }
        Ok(mapped)
    }

    fn row(&self, row: &Row, origins: &[Option<Origin>], mapped: &mut Mapped) {
        let mut cells = Vec::new();
        let empty = row.is_empty();
        for (column, origin) in mapped.tab.columns().iter().zip(origins) {
            let mut cell = match origin {
                _ if empty => Cell::default(),
                Some(Origin::Column(at)) => {
                    row.cells.get(*at).cloned().unwrap_or(Cell { column: *at, ..Cell::default() })
                }
                Some(Origin::Constant(text)) => Cell { text: text.clone(), ..Cell::default() },
                Some(Origin::Numbered(form)) => {
                    Cell { text: form.replace("{row}", &row.number.to_string()), ..Cell::default() }
                }
                None => Cell::default(),
            };
            if let Some(words) = self.values.get(column.field) {
                let plain = |text: &str| text.trim().to_lowercase();
                let told = words.iter().find(|(theirs, _)| plain(theirs) == plain(&cell.text));
                match told {
                    Some((_, ours)) if ours.is_empty() => {
                        let why = format!(
                            "the mapping has nothing for `{}` in `{}`",
                            text::ellipsis(&cell.text, 40),
                            column.field
                        );
                        mapped.skipped.push((row.number, why));
                        return;
                    }
                    Some((_, ours)) => cell.text = ours.clone(),
                    None => {}
                }
            }
            match column.form {
                Form::Scalar(name @ ("Date" | "PartialDate")) => {
                    if let Some(date) = date(&cell.text, self.dates, name == "PartialDate") {
                        cell.text = date;
                    }
                }
                Form::Own | Form::Reference(_) if column.field != NUMBER => {
                    if let Some(id) = respelt(&cell.text) {
                        mapped.respelt += 1;
                        cell.text = id;
                    }
                }
                _ => {}
            }
            cells.push(cell);
        }
        mapped.table.rows.push(Row { number: row.number, cells });
    }
}

#[derive(Debug, Clone)]
enum Origin {
    Column(usize),
    Constant(String),
    Numbered(String),
}

fn our_head(tab: Tab, number: usize) -> Row {
    let cell = |(at, column): (usize, &Column)| Cell { text: column.field.to_owned(), suspect: None, column: at };
    Row { number, cells: tab.columns().iter().enumerate().map(cell).collect() }
}

pub(super) fn fields(tab: Tab) -> String {
    let names: Vec<_> = tab.columns().iter().map(|column| column.field).filter(|field| *field != NUMBER).collect();
    format!("its fields: {}", names.join(", "))
}

/// A text that cannot be an id as one that can: `INC 2021/004` becomes `INC-2021-004`.
fn respelt(text: &str) -> Option<String> {
    let accepts = |text: &str| SCALARS.iter().any(|form| form.name == "Id" && (form.accepts)(text));
    if text.is_empty() || accepts(text) {
        return None;
    }
    let mut id = String::new();
    for c in text.chars() {
        match c {
            c if c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':') => id.push(c),
            _ if !id.ends_with('-') => id.push('-'),
            _ => {}
        }
    }
    let id = id.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    accepts(&id).then_some(id)
}

/// A date in figures in the form of a brief; nothing where it is none.
pub(super) fn date(text: &str, order: DateOrder, partial: bool) -> Option<String> {
    let day = text.split(['T', ' ']).next().unwrap_or_default();
    let parts: Vec<_> = day.split(['.', '/', '-']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let number = |text: &&str| text.parse::<u32>().ok().filter(|_| text.bytes().all(|b| b.is_ascii_digit()));
    let numbers: Vec<u32> = parts.iter().map(number).collect::<Option<_>>()?;
    let year_first = parts.first().is_some_and(|part| part.len() == 4);
    let (year, month, day) = match (numbers.as_slice(), order) {
        ([year, month, day], _) if year_first => (*year, Some(*month), Some(*day)),
        ([day, month, year], DateOrder::Day) => (*year, Some(*month), Some(*day)),
        ([month, day, year], DateOrder::Month) => (*year, Some(*month), Some(*day)),
        ([year, month], _) if year_first && partial => (*year, Some(*month), None),
        ([month, year], _) if partial && parts.get(1).is_some_and(|part| part.len() == 4) => {
            (*year, Some(*month), None)
        }
        ([year], _) if year_first && partial => (*year, None, None),
        _ => return None,
    };
    if year < 1000 {
        return None;
    }
    let date = PartialDate {
        year: i32::try_from(year).ok()?,
        month: month.map(u8::try_from).transpose().ok()?,
        day: day.map(u8::try_from).transpose().ok()?,
    };
    PartialDate::parse(&date.to_string()).map(|date| date.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_the_order_that_is_told() {
        for (text, order, read) in [
            ("26.9.2022", DateOrder::Day, Some("2022-09-26")),
            ("9/26/2022", DateOrder::Month, Some("2022-09-26")),
            ("9/26/2022", DateOrder::Day, None),
            ("2022-09-26T10:00:00", DateOrder::Day, Some("2022-09-26")),
            ("2022", DateOrder::Year, Some("2022")),
            ("09/2022", DateOrder::Day, Some("2022-09")),
            ("26.9.22", DateOrder::Day, None),
            ("soon", DateOrder::Day, None),
        ] {
            assert_eq!(date(text, order, true).as_deref(), read, "{text}");
        }
        assert_eq!(respelt("INC 2021/004").as_deref(), Some("INC-2021-004"));
        assert_eq!(respelt("F-1"), None);
    }
}
