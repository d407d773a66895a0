//! A first mapping for a table that somebody else designed, for a person to put right.

use std::collections::BTreeSet;

use super::column::{Column, Form, NUMBER, Tab};
use super::mapping::{DateOrder, date, fields};
use super::table::{Row, Table};
use crate::text;

/// Names under which other tables hold our fields.
const SYNONYMS: &[(&str, &[&str])] = &[
    (
        "id",
        &[
            "no",
            "nr",
            "number",
            "case",
            "case no",
            "case number",
            "ref",
            "reference",
            "key",
            "code",
            "incident no",
            "incident id",
        ],
    ),
    (
        "text",
        &[
            "description",
            "statement",
            "finding",
            "summary",
            "claim",
            "what happened",
            "details",
            "narrative",
            "account",
        ],
    ),
    ("title", &["headline", "heading", "subject", "short title", "name of document", "document"]),
    ("date", &["day", "when", "date of incident", "incident date", "event date"]),
    ("kind", &["type", "category", "sort"]),
    ("type", &["kind", "category", "source type", "sort", "document type"]),
    ("status", &["state", "verification", "verified", "verification status"]),
    ("asserted_by", &["asserted by", "alleged by", "according to", "says who", "claimant"]),
    ("accuses", &["accused", "alleged perpetrator", "perpetrator", "respondent"]),
    ("caveat", &["note", "notes", "remark", "remarks", "comment", "comments"]),
    ("note", &["notes", "remark", "remarks", "comment", "comments"]),
    ("url", &["link", "web", "website", "web address", "source url", "address"]),
    ("archive_url", &["archive", "archived", "archive link", "archived url", "archived copy"]),
    ("container", &["outlet", "newspaper", "journal", "medium", "publication", "media outlet", "site"]),
    ("publisher", &["published by", "organisation", "organization"]),
    ("authors", &["author", "by", "writer", "written by"]),
    ("issued", &["published", "publication date", "date", "date of publication", "year"]),
    ("accessed", &["access date", "accessed on", "retrieved", "visited", "last visited"]),
    ("language", &["lang"]),
    ("reliability", &["grade", "source grade"]),
    ("identifier", &["report no", "document no", "file no", "number"]),
    ("name", &["full name", "person", "organisation", "organization", "party"]),
    ("role", &["position", "function", "who"]),
    ("aliases", &["alias", "also known as", "aka", "other names"]),
    ("native_name", &["name in own script", "original name"]),
    ("source", &["source id"]),
    ("finding", &["finding id"]),
    ("locator", &["page", "pages", "paragraph", "place"]),
    ("quotation", &["quote", "quoted"]),
    ("docket", &["docket no", "file no", "case no"]),
    ("court", &["tribunal", "body"]),
    ("charge", &["charges", "offence", "offense"]),
];

/// The most words of a column that are listed one by one.
const MOST_WORDS: usize = 40;

/// A mapping for a table, as TOML with notes, for a person to put right.
pub fn propose(table: &Table) -> String {
    let header = head_of(table);
    let names: Vec<_> = table
        .rows
        .iter()
        .find(|row| row.number == header)
        .map_or(Vec::new(), |row| row.cells.iter().map(|cell| cell.text.trim().to_owned()).collect());
    // The tab that most columns find a field in.
    let tabs = [Tab::Findings, Tab::Sources, Tab::Parties, Tab::Evidence];
    let guesses = tabs.map(|tab| (tab, guess(tab, &names)));
    let score = |guess: &[Option<&Column>]| {
        guess.iter().flatten().map(|column| if column.required { 3 } else { 2 }).sum::<usize>()
    };
    let Some((tab, guessed)) = guesses.into_iter().rev().max_by_key(|(_, guess)| score(guess)) else {
        return String::new();
    };
    let rows: Vec<_> = table.rows.iter().filter(|row| row.number > header).collect();
    let values = |at: usize| rows.iter().filter_map(move |row| row.cells.get(at)).map(|cell| cell.text.trim());
    let mut out = String::from(
        "# A proposal: look at each line before you import.\n#\n# Under [columns] stands each column of the table with the field that it goes into; \"\" leaves it out.\n",
    );
    let all: Vec<_> = Tab::ALL.iter().map(|tab| tab.name()).collect();
    out += &format!("# What a row is, one of: {}\ninto = {}\n", all.join(", "), quoted(tab.name()));
    match table.delimiter {
        Some(sign) => out += &format!("delimiter = {}\n", quoted(&char::from(sign).to_string())),
        None => out += &format!("sheet = {}\n", quoted(&table.name)),
    }
    out += &format!("# The row with the names of the columns\nheader = {header}\n");
    let dates: Vec<_> = guessed
        .iter()
        .enumerate()
        .filter(|(_, column)| column.is_some_and(|column| matches!(column.form, Form::Scalar("Date" | "PartialDate"))))
        .flat_map(|(at, _)| values(at))
        .collect();
    out += &format!(
        "# How dates in figures are written: year-first, day-first or month-first\ndates = {}\n",
        quoted(order_of(&dates))
    );
    if !tab.is_part() && !guessed.iter().flatten().any(|column| column.field == "id") {
        out += "# No column holds ids: they are made from the rows' numbers, and hold only as long as rows stay where they are\n";
        out += &format!("ids = {}\n", quoted(if tab == Tab::Findings { "F-{row}" } else { "row-{row}" }));
    }
    out += "\n[columns]\n";
    let mut listed = BTreeSet::new();
    for (name, field) in names.iter().zip(&guessed).filter(|(name, _)| !name.is_empty()) {
        if !listed.insert(name) {
            out += &format!("# {} stands there twice; the first counts\n", quoted(name));
            continue;
        }
        out += &format!("{} = {}\n", quoted(name), quoted(field.map_or("", |column| column.field)));
    }
    out += &format!("# {}\n", fields(tab));
    let missing: Vec<_> = tab
        .columns()
        .iter()
        .filter(|column| column.required && column.field != "id")
        .filter(|column| !guessed.iter().flatten().any(|known| known.field == column.field))
        .collect();
    if !missing.is_empty() {
        out += "\n# What stands in every row, where no column says it; each of these is needed\n[constants]\n";
        for column in missing {
            let words = column.words();
            let note = if words.is_empty() { String::new() } else { format!(" # one of: {}", words.join(", ")) };
            out += &format!("{} = \"\"{note}\n", quoted(column.field));
        }
    }
    for (at, column) in guessed.iter().enumerate().filter_map(|(at, column)| Some((at, (*column)?))) {
        let words = column.words();
        let refers = matches!(column.form, Form::Reference(_) | Form::References(_)) && column.field != "source";
        if words.is_empty() && !refers {
            continue;
        }
        let found: BTreeSet<_> = values(at).filter(|value| !value.is_empty()).collect();
        let news: Vec<_> = found.into_iter().filter(|value| refers || column.taken(value).is_err()).collect();
        if news.is_empty() || news.len() > MOST_WORDS {
            continue;
        }
        out +=
            &format!("\n# What each word of the table means; \"\" skips its rows\n[values.{}]\n", quoted(column.field));
        if !words.is_empty() {
            out += &format!("# {}\n", words.join(", "));
        }
        for value in news {
            // That something is established is for a person to say.
            let near = text::nearest(value, words.iter().copied()).filter(|near| *near != "established");
            let near = near.unwrap_or_default();
            out += &format!("{} = {}\n", quoted(value), quoted(near));
        }
    }
    out
}

/// The row that names the columns: the first that is about as wide as the widest of the first rows.
fn head_of(table: &Table) -> usize {
    let filled = |row: &Row| row.cells.iter().filter(|cell| !cell.text.is_empty()).count();
    let widest = table.rows.iter().take(20).map(filled).max().unwrap_or(0);
    table.rows.iter().take(20).find(|row| filled(row) * 10 >= widest * 7).map_or(1, |row| row.number)
}

/// The field of each column, as far as its name tells; each field once.
fn guess(tab: Tab, names: &[String]) -> Vec<Option<&'static Column>> {
    let plain = |text: &str| {
        let text = text.to_lowercase().replace(|c: char| !c.is_alphanumeric(), " ");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let mut taken = BTreeSet::new();
    let mut found = vec![None; names.len()];
    // A field's own name goes before other names for it.
    for exact in [true, false] {
        for (name, slot) in names.iter().zip(&mut found).filter(|(_, slot)| slot.is_none()) {
            let name = plain(name);
            let fits = |column: &&Column| {
                let synonyms =
                    SYNONYMS.iter().find(|(field, _)| *field == column.field).map_or(&[][..], |(_, names)| names);
                !taken.contains(column.field)
                    && match exact {
                        true => plain(column.field) == name,
                        false => synonyms.contains(&name.as_str()),
                    }
            };
            if let Some(column) = tab.columns().iter().filter(|column| column.field != NUMBER).find(fits) {
                taken.insert(column.field);
                *slot = Some(column);
            }
        }
    }
    found
}

/// The order in which dates can only be meant.
fn order_of(dates: &[&str]) -> &'static str {
    let fits = |order: DateOrder| dates.iter().filter(|text| date(text, order, true).is_some()).count();
    let (day, month, year) = (fits(DateOrder::Day), fits(DateOrder::Month), fits(DateOrder::Year));
    if day > year && day >= month {
        "day-first"
    } else if month > year {
        "month-first"
    } else {
        "year-first"
    }
}

/// A text as TOML, as a name or a value. What the crate `toml` writes may be on several lines, which no
/// name may; and its writer would be compiled for this alone.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_tell_their_order() {
        assert_eq!(order_of(&["26.9.2022", "1.2.2021"]), "day-first");
        assert_eq!(order_of(&["9/26/2022", "1/2/2021"]), "month-first");
        assert_eq!(order_of(&["2022-09-26"]), "year-first");
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]
        #[test]
        fn what_is_quoted_is_read_back(text in "(\\PC|[\"'\\\\\r\n\t\u{0}-\u{9f}\u{2028}\u{feff}]){0,12}") {
            let written = format!("{} = {}", quoted(&text), quoted(&text));
            let table: toml::Table = toml::from_str(&written).unwrap();
            proptest::prop_assert_eq!(table.get(&text).and_then(toml::Value::as_str), Some(text.as_str()));
        }
    }
}
