//! Findings go out into spreadsheets and come back: what was not touched stays byte for byte, what was
//! changed is changed exactly, and every row is accounted for.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Instant;

use evenhand::sheet::{self, Cell, Row, Table};
use proptest::prelude::*;

use crate::workspace::{Run, Workspace, project};

/// Every file of a brief.
pub(crate) fn files(workspace: &Workspace, slug: &str) -> BTreeMap<String, Vec<u8>> {
    fn walk(folder: &Path, found: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else {
                found.insert(path.display().to_string(), fs::read(&path).unwrap());
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(&workspace.path(&format!("briefs/{slug}")), &mut found);
    found
}

/// A workbook with these tables, every cell a text, as an office program would save it.
fn save(path: &Path, tables: &[Table]) {
    let mut book = rust_xlsxwriter::Workbook::new();
    for table in tables {
        let sheet = book.add_worksheet();
        sheet.set_name(&table.name).unwrap();
        for row in &table.rows {
            for cell in row.cells.iter().filter(|cell| !cell.text.is_empty()) {
                let (row, column) = (row.number as u32 - 1, cell.column as u16);
                sheet.write_string(row, column, &cell.text).unwrap();
            }
        }
    }
    book.save(path).unwrap();
}

/// An exported workbook that a colleague is about to fill.
pub(crate) struct Filled<'a> {
    workspace: &'a Workspace,
    slug: &'a str,
    pub(crate) tables: Vec<Table>,
}

impl<'a> Filled<'a> {
    pub(crate) fn new(workspace: &'a Workspace, slug: &'a str) -> Self {
        let run = workspace.run(&["sheet", "export", slug, "-o", "out.xlsx", "--force"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let tables = sheet::read_workbook(&fs::read(workspace.path("out.xlsx")).unwrap()).unwrap();
        Self { workspace, slug, tables }
    }

    pub(crate) fn table(&mut self, tab: &str) -> &mut Table {
        self.tables.iter_mut().find(|table| table.name == tab).unwrap()
    }

    /// Writes into the row whose first cells are these.
    pub(crate) fn set(&mut self, tab: &str, key: &[&str], column: &str, text: &str) -> &mut Self {
        let table = self.table(tab);
        let at = table.rows[0].cells.iter().position(|cell| cell.text == column).unwrap();
        let row = table
            .rows
            .iter_mut()
            .find(|row| key.iter().zip(&row.cells).all(|(key, cell)| *key == cell.text))
            .unwrap_or_else(|| panic!("{tab} has no {key:?}"));
        while row.cells.len() <= at {
            row.cells.push(Cell { column: row.cells.len(), ..Cell::default() });
        }
        row.cells[at].text = text.to_owned();
        self
    }

    /// Adds a row with these columns.
    pub(crate) fn add(&mut self, tab: &str, cells: &[(&str, &str)]) -> &mut Self {
        let table = self.table(tab);
        let number = table.rows.last().unwrap().number + 1;
        let head: Vec<_> = table.rows[0].cells.iter().map(|cell| cell.text.clone()).collect();
        let cells = head.iter().enumerate().map(|(column, name)| Cell {
            text: cells.iter().find(|(known, _)| known == name).map_or("", |(_, text)| text).to_owned(),
            suspect: None,
            column,
        });
        table.rows.push(Row { number, cells: cells.collect() });
        self
    }

    pub(crate) fn import(&self, more: &[&str]) -> Run {
        save(&self.workspace.path("filled.xlsx"), &self.tables);
        self.workspace.run(&[&["sheet", "import", self.slug, "filled.xlsx"], more].concat())
    }
}

#[test]
fn out_and_in_without_a_change_gives_the_same_bytes() {
    for slug in ["harbour-contract", "overseas-stations"] {
        let workspace = Workspace::copy_of(slug);
        // One file as Windows saves it.
        let path = format!("briefs/{slug}/sources.yaml");
        let text = fs::read_to_string(workspace.path(&path)).unwrap();
        workspace.write(&path, format!("\u{feff}{}", text.replace('\n', "\r\n")));
        let before = files(&workspace, slug);
        let run = workspace.run(&["sheet", "export", slug]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let book = format!("output/{slug}/{slug}-sheet.xlsx");
        let first = fs::read(workspace.path(&book)).unwrap();
        let run = workspace.run(&["sheet", "import", slug, &book]);
        assert!(run.code == 0 && run.stdout.ends_with("nothing to write\n"), "{}{}", run.stdout, run.stderr);
        for tab in sheet::Tab::ALL.map(sheet::Tab::name) {
            workspace.run(&["sheet", "export", slug, "-o", "t.csv", "--tab", tab, "--force"]);
            let run = workspace.run(&["sheet", "import", slug, "t.csv"]);
            assert!(run.code == 0 && run.stdout.ends_with("nothing to write\n"), "{tab} {}{}", run.stdout, run.stderr);
        }
        assert!(files(&workspace, slug) == before);
        workspace.run(&["sheet", "export", slug]);
        assert!(fs::read(workspace.path(&book)).unwrap() == first, "the same brief gives the same workbook");
    }
}

#[test]
fn edits_give_exactly_these_edits() {
    let workspace = Workspace::copy_of("harbour-contract");
    let mut expected = files(&workspace, "harbour-contract");
    let mut replace = |file: &str, from: &str, to: &str| {
        let bytes = expected.iter_mut().find(|(path, _)| path.ends_with(file)).unwrap().1;
        let text = String::from_utf8(bytes.clone()).unwrap();
        assert_eq!(text.matches(from).count(), 1, "{file}: {from}");
        *bytes = text.replacen(from, to, 1).into_bytes();
    };
    let mut filled = Filled::new(&workspace, "harbour-contract");
    filled
        .set("Sources", &["court-register"], "court", "=Registry: the \"first\" #1")
        .set("Sources", &["contract-register"], "consulted", "no")
        .set("Sources", &["oversight-act"], "container", "")
        .set("Findings", &["F-001"], "interested", "ministry, marlune, institute")
        .set("Findings", &["F-001"], "review.date", "2026-03-11")
        .set("Evidence", &["F-002", "1"], "locator", "§ 7")
        .set("Parties", &["ministry"], "aliases", "the Ministry; {of Harbours; and Ships}")
        .add("Parties", &[("id", "new-party"), ("type", "Company"), ("name", "A New Company"), ("aliases", "New; Co")])
        .add(
            "Evidence",
            &[("finding", "F-002"), ("source", "audit-2023"), ("bearing", "context"), ("primary_record", "yes")],
        );
    let run = filled.import(&["--dry-run"]);
    assert!(
        run.stdout.contains("+  court: \"=Registry: the \\\"first\\\" #1\"")
            || run.stdout.contains("+  court: '=Registry"),
        "{}",
        run.stdout
    );
    assert!(files(&workspace, "harbour-contract").iter().all(|(path, bytes)| fs::read(path).unwrap() == *bytes));
    let run = filled.import(&[]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    replace("sources.yaml", "court: Registry of the Circuit Court of Osmere", "court: '=Registry: the \"first\" #1'");
    replace(
        "sources.yaml",
        "  accessed: 2026-03-02\n  consulted: true\n  reliability: A\n  descriptor: Official register;",
        "  accessed: 2026-03-02\n  consulted: false\n  reliability: A\n  descriptor: Official register;",
    );
    replace("sources.yaml", "  container: Gesetzblatt der Republik Velunda\n", "");
    replace(
        "contract.yaml",
        "  interested: [ministry, marlune]\n  date: 2019-04-08",
        "  interested: [ministry, marlune, institute]\n  date: 2019-04-08",
    );
    replace(
        "contract.yaml",
        "    date: 2026-03-10\n    reason: >-\n      The register is the official",
        "    date: 2026-03-11\n    reason: >-\n      The register is the official",
    );
    replace("contract.yaml", "      locator: § 7, § 12\n", "      locator: § 7\n");
    replace(
        "contract.yaml",
        "      note: \"In English: The Commission may bar a tenderer from tenders for up to 24 months.\"\n",
        "      note: \"In English: The Commission may bar a tenderer from tenders for up to 24 months.\"\n    - source: audit-2023\n      bearing: context\n      primary_record: true\n",
    );
    replace("parties.yaml", "aliases: [the Ministry]", "aliases: [the Ministry, of Harbours; and Ships]");
    replace("parties.yaml", "\nproceedings:", "\nproceedings:");
    let now = files(&workspace, "harbour-contract");
    for (path, bytes) in &expected {
        if path.ends_with("parties.yaml") {
            let text = String::from_utf8(now[path].clone()).unwrap();
            let new = "  - id: new-party\n    type: company\n    name: A New Company\n    aliases: [New, Co]\n";
            assert_eq!(text.replace(new, ""), String::from_utf8(bytes.clone()).unwrap());
            assert!(text.find(new) < text.find("\nproceedings:"));
        } else {
            assert!(now[path] == *bytes, "{path}\n{}", String::from_utf8_lossy(&now[path]));
        }
    }
    // What was taken in is known the next time.
    let run = filled.import(&[]);
    assert!(run.stdout.ends_with("nothing to write\n"), "{}{}", run.stdout, run.stderr);
}

#[test]
fn new_findings_come_with_what_belongs_to_them() {
    let workspace = Workspace::starter("lamps");
    let mut filled = Filled::new(&workspace, "lamps");
    filled
        .add(
            "Responses",
            &[("finding", "F-100"), ("party", "council"), ("answer", "not_asked"), ("text", "The office was closed.")],
        )
        .add(
            "Evidence",
            &[("finding", "F-100"), ("source", "herald-lamps"), ("locator", "para. 2"), ("credibility", "3")],
        )
        .add(
            "Findings",
            &[
                ("id", "F-100"),
                ("kind", "factual"),
                ("status", "reported"),
                ("text", "The Daily Herald reported that it rained: all day."),
                ("asserted_by", "herald"),
            ],
        )
        .add(
            "Proceedings",
            &[("id", "p-1"), ("type", "civil"), ("title", "A v. B"), ("court", "Town Court"), ("as_of", "2026-02-01")],
        )
        .add(
            "Counts",
            &[("proceeding", "p-1"), ("party", "council"), ("charge", "breach of contract"), ("status", "sued")],
        )
        .add("Counts", &[("proceeding", "p-1"), ("party", "council"), ("charge", "delay"), ("status", "settled")]);
    let run = filled.import(&[]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    let findings = fs::read_to_string(workspace.path("briefs/lamps/findings.yaml")).unwrap();
    let new = "- id: F-100\n  kind: factual\n  status: reported\n  text: \"The Daily Herald reported that it rained: all day.\"\n  asserted_by: [herald]\n  evidence:\n    - source: herald-lamps\n      locator: para. 2\n      credibility: 3\n  responses:\n    - party: council\n      answer: not_asked\n      text: The office was closed.\n";
    assert!(findings.ends_with(new), "{findings}");
    let parties = fs::read_to_string(workspace.path("briefs/lamps/parties.yaml")).unwrap();
    assert!(parties.contains("    defendants:\n      - party: council\n        counts:\n          - charge: breach of contract\n            status: sued\n          - charge: delay\n            status: settled\n"), "{parties}");
    let run = workspace.run(&["check", "lamps", "--format", "json"]);
    assert!(!run.stdout.contains("missing-field") && !run.stdout.contains("dangling"), "{}", run.stdout);
    assert!(filled.import(&[]).stdout.ends_with("nothing to write\n"));
}

#[test]
fn what_changed_on_both_sides_is_a_conflict() {
    let workspace = Workspace::copy_of("harbour-contract");
    let mut filled = Filled::new(&workspace, "harbour-contract");
    filled
        .set("Sources", &["audit-2023"], "identifier", "Report 14")
        .set("Sources", &["court-register"], "language", "fr")
        .set("Evidence", &["F-001", "1"], "locator", "Entry 408");
    let sources = "briefs/harbour-contract/sources.yaml";
    // Meanwhile somebody works in the files: on the same source, on another, and before the evidence.
    workspace.edit(sources, "identifier: Report 2023/14", "identifier: Report 2023/14, revised");
    workspace.edit(sources, "identifier: Entry RPC-2019-0408", "identifier: RPC-2019-0408");
    workspace.edit(
        "briefs/harbour-contract/findings/contract.yaml",
        "  evidence:\n    - source: contract-register\n      locator: Entry RPC-2019-0408, fields 3–9\n",
        "  evidence:\n    - source: oversight-act\n    - source: contract-register\n      locator: Entry RPC-2019-0408, fields 3–9\n",
    );
    let run = filled.import(&[]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("`Sources!I"), "{}", run.stderr);
    assert!(
        run.stderr.contains("`audit-2023` was changed here and in the brief; they differ in identifier"),
        "{}",
        run.stderr
    );
    assert_eq!(run.stderr.matches("error[").count(), 1, "{}", run.stderr);
    let text = fs::read_to_string(workspace.path(sources)).unwrap();
    assert!(text.contains("identifier: Report 2023/14, revised\n") && text.contains("identifier: RPC-2019-0408\n"));
    assert!(text.contains("court: Registry of the Circuit Court of Osmere\n  language: fr\n"));
    let text = fs::read_to_string(workspace.path("briefs/harbour-contract/findings/contract.yaml")).unwrap();
    assert!(
        text.contains("    - source: oversight-act\n    - source: contract-register\n      locator: Entry 408\n"),
        "{text}"
    );
}

#[test]
fn what_is_wrong_is_told_with_its_cell() {
    let workspace = Workspace::copy_of("harbour-contract");
    let before = files(&workspace, "harbour-contract");
    let mut filled = Filled::new(&workspace, "harbour-contract");
    filled
        .set("Findings", &["F-001"], "status", "proven")
        .set("Findings", &["F-002"], "date", "26.9.2022")
        .set("Findings", &["F-003"], "text", "")
        .set("Sources", &["audit-2023"], "url", "audit.example")
        .add("Findings", &[("id", "F-900"), ("kind", "factual")])
        .add("Findings", &[("id", "F-001"), ("kind", "factual"), ("status", "reported"), ("text", "x")])
        .add("Evidence", &[("finding", "F-999"), ("source", "audit-2023")])
        .add("Parties", &[("name", "Nobody")]);
    let count = filled.table("Counts").rows[1].cells.clone();
    filled.set("Counts", &[&count[0].text, &count[1].text, "1"], "party", "marlune");
    let run = filled.import(&[]);
    assert_eq!(run.code, 1);
    let rows = filled.table("Findings").rows.len();
    for told in [
        "`Findings!C9`: `proven` cannot stand in the column `status`",
        "`Findings!I10`: `26.9.2022` cannot stand in the column `date`",
        "`Findings!E11`: the column `text` must not be empty",
        "`Sources!L8`: `audit.example` cannot stand in the column `url`",
        "`Counts!B2`: the column `party` says which row this is, and cannot be changed",
        &format!("`Findings!C{}`: nothing stands in the column `status`, which a new row needs", rows - 1),
        &format!("`Findings!A{rows}`: row 9 holds `F-001` already"),
        "there is no finding `F-999`",
        "nothing stands in the column `id`",
    ] {
        assert!(run.stderr.contains(told), "{told}\n{}", run.stderr);
    }
    assert!(files(&workspace, "harbour-contract") == before);
}

#[test]
fn a_row_that_was_copied_is_a_new_one() {
    let workspace = Workspace::starter("lamps");
    let mut filled = Filled::new(&workspace, "lamps");
    for (tab, key, changes) in [
        ("Sources", &["herald-lamps"][..], &[("id", "herald-2"), ("title", "Lamps, again")][..]),
        ("Evidence", &["F-001", "1"], &[("no.", ""), ("source", "herald-lamps")]),
    ] {
        let table = filled.table(tab);
        let head: Vec<_> = table.rows[0].cells.iter().map(|cell| cell.text.clone()).collect();
        let row =
            table.rows.iter().find(|row| key.iter().zip(&row.cells).all(|(key, cell)| *key == cell.text)).unwrap();
        let cells: Vec<_> = head
            .iter()
            .zip(&row.cells)
            .map(|(name, cell)| {
                let new = changes.iter().find(|(known, _)| known == name).map(|(_, text)| *text);
                (name.clone(), new.unwrap_or(&cell.text).to_owned())
            })
            .collect();
        let cells: Vec<_> = cells.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        filled.add(tab, &cells);
    }
    let run = filled.import(&[]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains("new: herald-2\n") && run.stdout.contains("new: F-001 (row "), "{}", run.stdout);
    let gone = run.stdout.lines().any(|line| line.starts_with('-') && !line.starts_with("---"));
    assert!(!gone, "nothing is taken away: {}", run.stdout);
    assert!(filled.import(&[]).stdout.ends_with("nothing to write\n"));
}

#[test]
fn rows_that_are_left_out_are_left_alone() {
    let workspace = Workspace::copy_of("harbour-contract");
    let before = files(&workspace, "harbour-contract");
    let mut filled = Filled::new(&workspace, "harbour-contract");
    filled.tables.retain(|table| matches!(table.name.as_str(), "Findings" | "Sources"));
    filled.table("Findings").rows.drain(2..9);
    // A colleague's own column, another order of columns, and no marks.
    let sources = filled.table("Sources");
    for row in &mut sources.rows {
        row.cells.truncate(4);
        row.cells.reverse();
        row.cells.iter_mut().enumerate().for_each(|(at, cell)| cell.column = at);
    }
    filled.set("Sources", &["", "Register of Public Contracts"], "title", "Another title");
    let run = filled.import(&[]);
    assert!(
        run.stdout.contains("not taken without `--update`: contract-register (title)"),
        "{}{}",
        run.stdout,
        run.stderr
    );
    assert!(files(&workspace, "harbour-contract") == before);
    let run = filled.import(&["--update"]);
    assert!(run.stdout.contains("changed: contract-register (title)"), "{}", run.stdout);
}

#[test]
fn texts_never_become_formulas() {
    let workspace = Workspace::starter("lamps");
    for text in ["=1+1", "+49 30", "-x", "@cmd", "'=quoted", "=cmd|' /C calc'!A0", "'plain"] {
        let written = serde_json::Value::from(text).to_string();
        workspace.write("briefs/lamps/sources.yaml", format!("- id: s\n  type: web_page\n  title: {written}\n"));
        let before = files(&workspace, "lamps");
        for name in ["o.xlsx", "o.csv"] {
            let run = workspace.run(&["sheet", "export", "lamps", "-o", name, "--tab", "Sources", "--force"]);
            assert_eq!(run.code, 0, "{}", run.stderr);
            let bytes = fs::read(workspace.path(name)).unwrap();
            if name == "o.csv" {
                let line = String::from_utf8(bytes).unwrap().lines().nth(1).unwrap().to_owned();
                let cell = line.split(',').nth(2).unwrap().trim_matches('"').to_owned();
                assert!(!cell.starts_with(['=', '+', '-', '@']), "{line}");
            } else {
                let tables = sheet::read_workbook(&bytes).unwrap();
                assert!(
                    tables
                        .iter()
                        .flat_map(|table| &table.rows)
                        .flat_map(|row| &row.cells)
                        .all(|cell| cell.suspect.is_none())
                );
            }
            let run = workspace.run(&["sheet", "import", "lamps", name]);
            assert!(run.stdout.ends_with("nothing to write\n"), "{text} {name} {}{}", run.stdout, run.stderr);
        }
        assert!(files(&workspace, "lamps") == before);
    }
}

#[test]
fn formulas_of_others_are_refused() {
    let workspace = Workspace::starter("lamps");
    let before = files(&workspace, "lamps");
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Sources").unwrap();
    for (at, name) in ["id", "type", "title"].into_iter().enumerate() {
        sheet.write_string(0, at as u16, name).unwrap();
    }
    sheet.write_string(1, 0, "s-1").unwrap();
    sheet.write_string(1, 1, "web_page").unwrap();
    sheet
        .write_formula(1, 2, rust_xlsxwriter::Formula::new("=HYPERLINK(\"https://x.example\")").set_result("Title"))
        .unwrap();
    book.save(workspace.path("f.xlsx")).unwrap();
    let run = workspace.run(&["sheet", "import", "lamps", "f.xlsx"]);
    assert!(run.code == 1 && run.stderr.contains("`Sources!C2`: a formula stands here"), "{}", run.stderr);
    assert!(files(&workspace, "lamps") == before);
}

const MAPPING: &str = r#"
into = "Findings"
header = 2
dates = "day-first"
[columns]
"Incident No" = "id"
"Date" = "date"
"What happened" = "text"
"Category" = "kind"
"Verification" = "status"
"Internal" = ""
[values.kind]
"Fact" = "factual"
"Statement" = "official_statement"
"Rumour" = ""
[values.status]
"Checked" = "reported"
"Open" = "unverified"
"Dropped" = "withdrawn"
"#;

#[test]
fn a_table_of_others_comes_in_through_a_mapping() {
    for (file, formula) in [("incidents.csv", false), ("incidents.xlsx", true)] {
        let workspace = Workspace::starter("lamps");
        let file = project().join("tests/sheets").join(file).display().to_string();
        let run = workspace.run(&["sheet", "map", &file]);
        for line in [
            "into = \"Findings\"\n",
            "header = 2\n",
            "dates = \"day-first\"\n",
            "\"What happened\" = \"text\"\n",
            "\"Rumour\" = \"\"\n",
            "\"Fact\" = \"factual\"\n",
        ] {
            assert!(run.stdout.contains(line), "{line}{}", run.stdout);
        }
        // A proposal is a mapping, but for what only a person knows.
        workspace.write("proposed.toml", &run.stdout);
        let run = workspace.run(&["sheet", "import", "lamps", &file, "--map", "proposed.toml", "--dry-run"]);
        assert!(run.stdout.contains("5 skipped"), "{}{}", run.stdout, run.stderr);
        workspace.write("m.toml", MAPPING);
        let run = workspace.run(&["sheet", "import", "lamps", &file, "--map", "m.toml"]);
        assert!(
            run.stdout.contains("incidents: 5 rows: 3 new, 2 skipped\n") || formula,
            "{}{}",
            run.stdout,
            run.stderr
        );
        assert!(run.stdout.contains("row 6 skipped: the mapping has nothing for `Rumour` in `kind`"), "{}", run.stdout);
        assert!(run.stdout.contains("ids written in another way"), "{}", run.stdout);
        assert!(run.stdout.contains("columns left out: Internal"), "{}", run.stdout);
        assert!(
            run.stderr.contains("`incidents!B7`: `31.02.2021` cannot stand in the column `Date` (`date`)"),
            "{}",
            run.stderr
        );
        let text = fs::read_to_string(workspace.path("briefs/lamps/findings.yaml")).unwrap();
        assert!(text.contains("- id: INC-2021-001\n  kind: factual\n  status: reported\n"), "{text}");
        assert!(text.contains("  date: 2021-09-26\n"), "{text}");
        let run = workspace.run(&["sheet", "import", "lamps", &file, "--map", "m.toml"]);
        assert!(run.stdout.contains(" the same, ") && run.stdout.ends_with("nothing to write\n"), "{}", run.stdout);
    }
}

#[test]
fn a_mapping_that_does_not_fit_is_told() {
    let workspace = Workspace::starter("lamps");
    let file = project().join("tests/sheets/incidents.csv").display().to_string();
    for (from, to, told) in [
        ("into = \"Findings\"", "into = \"Stories\"", "goes into `Stories`"),
        ("\"Category\" = \"kind\"", "\"Class\" = \"kind\"", "has no column `Class`"),
        ("= \"text\"", "= \"words\"", "have no field `words`"),
        ("\"Internal\" = \"\"", "\"Internal\" = \"text\"", "two columns go into `text`"),
        ("\"Category\" = \"kind\"\n", "", "nothing goes into `kind`"),
        ("header = 2", "header = 90", "has no row 90"),
        ("header = 2", "header = two", "the mapping cannot be understood"),
    ] {
        workspace.write("m.toml", MAPPING.replace(from, to));
        let run = workspace.run(&["sheet", "import", "lamps", &file, "--map", "m.toml"]);
        assert!(run.code == 1 && run.stderr.contains(told), "{told}: {}", run.stderr);
    }
}

#[test]
fn programs_get_an_account_of_every_row() {
    let workspace = Workspace::copy_of("harbour-contract");
    let mut filled = Filled::new(&workspace, "harbour-contract");
    filled
        .set("Findings", &["F-001"], "title", "Signature")
        .set("Findings", &["F-002"], "status", "proven")
        .set("Findings", &["F-003"], "date", "soon")
        .set("Sources", &["audit-2023"], "identifier", "Report 14")
        .add("Parties", &[("id", "new-party"), ("type", "company"), ("name", "A New Company")]);
    filled.table("Findings").rows[0].cells[5].text = "says who".to_owned();
    let stray = Row { number: 1, cells: vec![Cell { text: "note".into(), ..Cell::default() }] };
    filled.tables.push(Table { name: "Mine".into(), rows: vec![stray], ..Table::default() });
    workspace.edit("briefs/harbour-contract/sources.yaml", "identifier: Report 2023/14", "identifier: Report 2023/15");
    for dry in [true, false] {
        let run = filled.import(if dry { &["--dry-run", "--format", "json"] } else { &["--format", "json"] });
        let told: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        let import = &told["briefs"][0]["import"];
        assert_eq!((run.code, import["dry_run"].as_bool()), (1, Some(dry)));
        assert_eq!(import["files"], serde_json::json!([{ "file": "filled.xlsx", "form": "workbook", "note": null }]));
        assert_eq!(import["left_out"], serde_json::json!(["Mine"]));
        let tables = import["tables"].as_array().unwrap();
        assert_eq!(tables.len(), sheet::Tab::ALL.len());
        for table in tables {
            let lists = ["new", "changed", "not_taken", "conflicts", "skipped"];
            let counts = ["same", "repeated", "empty"];
            let total = lists.iter().map(|list| table[list].as_array().unwrap().len() as u64).sum::<u64>()
                + counts.iter().map(|count| table[count].as_u64().unwrap()).sum::<u64>();
            assert_eq!(table["read"].as_u64(), Some(total), "{table}");
        }
        let table = |name: &str| tables.iter().find(|table| table["name"] == name).unwrap();
        assert_eq!(
            table("Findings")["changed"],
            serde_json::json!([{
                "entry": "F-001",
                "fields": [{ "field": "title", "before": "Signature and price", "after": "Signature" }],
            }])
        );
        assert_eq!(table("Findings")["columns_left_out"], serde_json::json!(["says who"]));
        let skipped = table("Findings")["skipped"].as_array().unwrap();
        assert_eq!(skipped.iter().map(|left| left["line"].as_u64().unwrap()).collect::<Vec<_>>(), [10, 11]);
        assert_eq!(
            skipped[0]["reasons"],
            serde_json::json!(["`Findings!C10`: `proven` cannot stand in the column `status`"])
        );
        assert_eq!(table("Parties")["new"], serde_json::json!(["new-party"]));
        assert_eq!(table("Sources")["conflicts"].as_array().unwrap().len(), 1);
        let written: Vec<_> = import["written"].as_array().unwrap().iter().filter_map(|path| path.as_str()).collect();
        assert_eq!(written, ["briefs/harbour-contract/parties.yaml", "briefs/harbour-contract/findings/contract.yaml"]);
    }
    // A mapping's rows are in it as well.
    workspace.write("m.toml", MAPPING);
    let file = project().join("tests/sheets/incidents.csv").display().to_string();
    let run = workspace.run(&["sheet", "import", "harbour-contract", &file, "--map", "m.toml", "--format", "json"]);
    let told: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let table = &told["briefs"][0]["import"]["tables"][0];
    assert_eq!((table["read"].as_u64(), table["new"].as_array().unwrap().len()), (Some(5), 3));
    let rows: Vec<_> = table["skipped"].as_array().unwrap().iter().map(|left| left["line"].as_u64().unwrap()).collect();
    assert_eq!(rows, [6, 7]);
    assert_eq!(table["columns_left_out"], serde_json::json!(["Internal"]));
}

#[test]
fn ten_thousand_rows_are_accounted_for_in_seconds() {
    let workspace = Workspace::starter("lamps");
    let mut bytes = b"Ref;Datum;Text;Art;Stand\r\n".to_vec();
    for n in 1..=12_000 {
        // Half the rows are Latin-1, as tables are that were put together from two.
        let word: &[u8] = if n % 2 == 0 { "Größe".as_bytes() } else { b"Gr\xF6\xDFe" };
        bytes.extend_from_slice(format!("T-{n};{}.3.2021;\"Row {n}; \"\"", n % 28 + 1).as_bytes());
        bytes.extend_from_slice(word);
        bytes.extend_from_slice(if n % 3 == 0 { b"\"\"\r\nsecond line\"" } else { b"\"\"\"" });
        let kind = match n % 100 {
            0 => "Ger\u{fc}cht",
            50 => "Unsinn",
            _ => "Fakt",
        };
        bytes.extend_from_slice(format!(";{kind};offen\r\n").as_bytes());
        if n % 1000 == 0 {
            bytes.extend_from_slice(b";;;;\r\n");
        }
    }
    workspace.write("big.csv", bytes);
    workspace.write(
        "m.toml",
        "into = \"Findings\"\ndates = \"day-first\"\n[columns]\nRef = \"id\"\nDatum = \"date\"\nText = \"text\"\nArt = \"kind\"\nStand = \"status\"\n[values.kind]\nFakt = \"factual\"\n\"Gerücht\" = \"\"\n[values.status]\noffen = \"unverified\"\n",
    );
    let start = Instant::now();
    let run = workspace.run(&["sheet", "import", "lamps", "big.csv", "--map", "m.toml"]);
    let took = start.elapsed();
    let told = "big: 12012 rows: 11760 new, 240 skipped, 12 empty\n";
    assert!(
        run.stdout.contains(told),
        "{}{}",
        run.stdout.lines().take(30).collect::<Vec<_>>().join("\n"),
        &run.stderr[..2000.min(run.stderr.len())]
    );
    assert!(run.stdout.contains("lines are not UTF-8 and were read as Windows-1252"));
    let told = "error[bad-cell]: `big!D51`: `Unsinn` cannot stand in the column `Art` (`kind`); the same in 119 more cells: \
                D151, D251, D351, D451, D551, …\n";
    assert!(run.stderr.contains(told), "{}", run.stderr);
    assert!(
        run.stderr.contains("add it under `[values.kind]` of the mapping, as `\"Unsinn\" = \"…\"`"),
        "{}",
        run.stderr
    );
    assert_eq!(run.stderr.matches("error[").count(), 1, "{}", run.stderr);
    let text = fs::read_to_string(workspace.path("briefs/lamps/findings.yaml")).unwrap();
    assert_eq!(text.matches("Größe").count(), 11_760);
    assert!(took.as_secs() < 60, "{took:?}");
}

#[test]
fn ten_thousand_items_of_one_finding_come_in_in_seconds() {
    let workspace = Workspace::starter("lamps");
    let rows: String = (1..=10_000).map(|n| format!("F-001,herald-lamps,p. {n}\n")).collect();
    // The last one stands there twice.
    workspace.write(
        "Evidence.csv",
        format!("finding,no.,source,locator\n{rows}F-001,herald-lamps,p. 10000\n").replace("F-001,", "F-001,,"),
    );
    let start = Instant::now();
    for told in ["Evidence: 10001 rows: 10000 new, 1 the same\n", "Evidence: 10001 rows: 10001 the same\n"] {
        let run = workspace.run(&["sheet", "import", "lamps", "Evidence.csv"]);
        assert!(run.code == 0 && run.stdout.contains(told), "{told}{}", run.stderr);
    }
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

/// A ZIP file with these parts.
fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write;
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A workbook with one sheet `Sources`, from its XML. The second style shows a date.
fn book(cells: &str, strings: &str) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relation = |id: &str, kind: &str, target: &str| {
        format!(
            "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"{id}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let parts = [
        ("[Content_Types].xml", format!("<Types xmlns=\"{PACKAGE}/content-types\"/>")),
        ("_rels/.rels", relation("r1", "officeDocument", "xl/workbook.xml")),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets><sheet name=\"Sources\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        ("xl/_rels/workbook.xml.rels", relation("r1", "worksheet", "worksheets/sheet1.xml")),
        (
            "xl/styles.xml",
            format!(
                "<styleSheet xmlns=\"{MAIN}\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"
            ),
        ),
        ("xl/sharedStrings.xml", strings.to_owned()),
        (
            "xl/worksheets/sheet1.xml",
            format!("<?xml version=\"1.0\"?><worksheet xmlns=\"{MAIN}\"><sheetData>{cells}</sheetData></worksheet>"),
        ),
    ];
    zip(&parts.each_ref().map(|(name, content)| (*name, content.as_bytes())))
}

/// An OpenDocument workbook with one sheet `Sources`, from its XML.
fn ods(rows: &str) -> Vec<u8> {
    const OASIS: &str = "urn:oasis:names:tc:opendocument:xmlns";
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"{OASIS}:office:1.0\" \
         xmlns:table=\"{OASIS}:table:1.0\" xmlns:text=\"{OASIS}:text:1.0\"><office:body><office:spreadsheet>\
         <table:table table:name=\"Sources\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    zip(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content.as_bytes())])
}

#[test]
fn cells_are_read_as_people_see_them() {
    let cells = "<row r=\"1\"><c r=\"A1\" s=\"1\"><v>44830</v></c><c r=\"B1\"><v>2022</v></c><c r=\"C1\"><v>0.1</v></c>\
        <c r=\"D1\" t=\"b\"><v>1</v></c><c r=\"E1\" t=\"s\"><v>0</v></c><c r=\"F1\" t=\"e\"><v>#REF!</v></c></row>";
    let tables = sheet::read_workbook(&book(cells, "<sst><si><t xml:space=\"preserve\"> one </t></si></sst>")).unwrap();
    let texts: Vec<_> = tables[0].rows[0].cells.iter().map(|cell| cell.text.as_str()).collect();
    assert_eq!(texts[..5], ["2022-09-26", "2022", "0.1", "yes", "one"]);
    assert_eq!(tables[0].rows[0].cells[5].suspect, Some(sheet::Suspect::Error));
}

#[test]
fn hostile_workbooks_end_in_an_error_and_change_nothing() {
    let workspace = Workspace::starter("lamps");
    workspace.run(&["sheet", "export", "lamps", "-o", "out.xlsx"]);
    let sound = fs::read(workspace.path("out.xlsx")).unwrap();
    let before = files(&workspace, "lamps");
    let zeros = vec![b' '; 200 * 1024 * 1024];
    let laughs: String =
        (1..40).map(|n| format!("<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10))).collect();
    let mut lying = zip(&[("xl/a.xml", &zeros)]);
    // The size that the file tells of its part, in the directory and before the part: a single byte.
    let size = 200_u32 * 1024 * 1024;
    for at in 0..lying.len() - 4 {
        if lying[at..at + 4] == size.to_le_bytes() {
            lying[at..at + 4].copy_from_slice(&1_u32.to_le_bytes());
        }
    }
    let far = "<row r=\"1048576\"><c r=\"XFD1048576\" t=\"inlineStr\"><is><t>x</t></is></c></row>";
    let row = "<table:table-row table:number-rows-repeated=\"T\"><table:table-cell table:number-columns-repeated=\"C\">\
        <text:p>x</text:p></table:table-cell></table:table-row>";
    let shared = "<row r=\"1\"><c r=\"A1\"><f t=\"shared\" si=\"4000000000\" ref=\"A1:A2\">B1</f><v>1</v></c></row>";
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("bomb", zip(&[("xl/a.xml", &zeros)]), "unpacks to more"),
        ("lying", lying, ""),
        (
            "many",
            zip(&[("a.xml", &zeros[..100 << 20]), ("b.xml", &zeros[..100 << 20]), ("c.xml", &zeros[..100 << 20])]),
            "unpacks to more",
        ),
        ("climb", zip(&[("../../briefs/lamps/brief.yaml", b"x")]), "leads out of the file"),
        ("root", zip(&[("/etc/passwd", b"x")]), ""),
        (
            "laughs",
            book(
                "",
                &format!(
                    "<?xml version=\"1.0\"?><!DOCTYPE sst [<!ENTITY l0 \"ha\">{laughs}]><sst><si><t>&l39;</t></si></sst>"
                ),
            ),
            "document type",
        ),
        ("room", book("", "<sst uniqueCount=\"18446744073709551615\"></sst>"), "than it has room for"),
        ("room2", book("", "<sst uniqueCount = '4000000000'></sst>"), "than it has room for"),
        ("far", book(far, "<sst/>"), "rows or"),
        ("shared", book(shared, "<sst/>"), ""),
        ("ods-wide", ods(&row.replace("T", "1").replace("C", "16384")), "rows or"),
        ("ods-tall", ods(&row.replace("T", "1048576").replace("C", "1")), "rows or"),
        ("ods-far", ods(&row.replace("T", "18446744073709551615").replace("C", "9999999999999")), "rows or"),
        ("ods-many", ods(&row.replace("T", "400000").replace("C", "500")), "10000000 cells"),
        ("ods-bomb", zip(&[("content.xml", &zeros)]), "unpacks to more"),
        ("ods-deep", ods(&"<table:a>".repeat(1_000_000)), "no sound workbook"),
        (
            "ods-laughs",
            zip(&[("content.xml", format!("<!DOCTYPE a [<!ENTITY l0 \"ha\">{laughs}]><a>&l39;</a>").as_bytes())]),
            "document type",
        ),
        (
            "ods-secret",
            zip(&[("META-INF/manifest.xml", b"<m><manifest:encryption-data/></m>"), ("content.xml", b"\x01\x02")]),
            "password",
        ),
        ("ods-text", zip(&[("content.xml", b"<a/>")]), "no sheets"),
        ("cut", sound[..sound.len() / 2].to_vec(), "cannot be unpacked"),
        ("none", zip(&[]), ""),
        ("other", zip(&[("word/document.xml", b"<a/>")]), "no sound workbook"),
        ("old", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 rest".to_vec(), "old form XLS"),
        ("noise", (0..2000_u32).map(|n| (n * 7919 % 251) as u8).collect(), ""),
    ];
    for (name, bytes, told) in cases {
        workspace.write("hostile.xlsx", &bytes);
        let start = Instant::now();
        let run = workspace.run(&["sheet", "import", "lamps", "hostile.xlsx"]);
        assert_eq!(run.code, 1, "{name}: {}{}", run.stdout, run.stderr);
        assert!(run.stderr.contains("error[") && run.stderr.contains(told), "{name}: {}", run.stderr);
        assert!(start.elapsed().as_secs() < 20, "{name}: {:?}", start.elapsed());
        assert!(files(&workspace, "lamps") == before, "{name}");
        assert!(matches!(workspace.run(&["sheet", "map", "hostile.xlsx"]).code, 0..=2), "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_reader_panics_on_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400), at in 0_usize..5000, with: u8) {
        let _ = sheet::read_workbook(&bytes);
        let _ = sheet::read_workbook(&ods(&String::from_utf8_lossy(&bytes)));
        let text = evenhand::charset::decode(&bytes).text;
        if let Ok(table) = sheet::read_delimited("t", &text, None) {
            let _ = sheet::propose(&table);
            let _ = sheet::recognise(&table);
        }
        // A sound workbook with one byte changed.
        let mut table = fs::read(project().join("tests/sheets/incidents.xlsx")).unwrap();
        let at = at % table.len();
        table[at] = with;
        let _ = sheet::read_workbook(&table);
    }

    #[test]
    fn no_cell_makes_the_reader_panic(
        cells in prop::collection::vec(("[A-Z]{0,4}[0-9]{0,8}", "[a-z]{0,9}", "[-+0-9.eE]{0,25}|\\PC{0,5}", 0..3_u8), 0..8),
        strings in "(<si>|<t>|</t>|</si>|&amp;|&|<|[a-z]){0,12}",
    ) {
        let kinds = ["s", "str", "inlineStr", "b", "e", "d", "n"];
        let cells: String = cells
            .iter()
            .enumerate()
            .map(|(at, (place, other, value, style))| {
                let kind = kinds.get(at % 9).copied().unwrap_or(other.as_str());
                format!("<row r=\"{}\"><c r=\"{place}\" t=\"{kind}\" s=\"{style}\"><v>{value}</v></c></row>", at + 1)
            })
            .collect();
        let _ = sheet::read_workbook(&book(&cells, &format!("<sst>{strings}</sst>")));
        let _ = sheet::read_workbook(&book(&cells.replace(" t=\"", " u=\""), "<sst/>"));
    }

    #[test]
    fn any_edit_of_a_workbook_changes_just_that(
        edits in prop::collection::vec((0..sheet::Tab::ALL.len(), any::<prop::sample::Index>(), any::<prop::sample::Index>(), "[ -~é中\n]{0,60}"), 1..6),
    ) {
        let root = project().canonicalize().unwrap();
        let folder = root.join("briefs/harbour-contract");
        let open = || sheet::Desk::open(&mut evenhand::source_map::SourceMap::new(root.clone()), &folder).unwrap();
        let mut desk = open();
        let mut wanted: Vec<_> = sheet::Tab::ALL.iter().map(|tab| desk.rows(*tab)).collect();
        for (tab, row, column, text) in edits {
            let columns = sheet::Tab::ALL[tab].columns();
            if wanted[tab].is_empty() {
                continue;
            }
            let row = row.index(wanted[tab].len());
            let column = column.index(columns.len());
            // Texts take anything; other columns have their own tests.
            if matches!(columns[column].form, sheet::Form::Text) && !(columns[column].required && text.trim().is_empty()) {
                wanted[tab][row][column] = text.trim().to_owned();
            }
        }
        let mut problems = Vec::new();
        let mut tabs: Vec<_> = sheet::Tab::ALL.into_iter().zip(&wanted).collect();
        tabs.sort_by_key(|(tab, _)| *tab);
        for (tab, rows) in tabs {
            let head = tab.columns().iter().map(|column| column.field.to_owned()).collect();
            let rows = std::iter::once(&head).chain(rows).enumerate().map(|(at, cells)| {
                let cell = |(column, text): (usize, &String)| Cell { text: text.clone(), suspect: None, column };
                Row { number: at + 1, cells: cells.iter().enumerate().map(cell).collect() }
            });
            let table = Table { name: tab.name().to_owned(), rows: rows.collect(), ..Table::default() };
            let account = sheet::lay(&mut desk, tab, &table, true, &mut problems);
            prop_assert_eq!(account.total(), account.rows);
        }
        prop_assert!(problems.is_empty(), "{:?}", problems);
        for (tab, rows) in sheet::Tab::ALL.into_iter().zip(&wanted) {
            // A text that was emptied is not there to be translated; and a title is, once nobody says that its
            // source is in the other language. Neither has a translation.
            let open = |row: &&Vec<String>| tab == sheet::Tab::Translations && row.last().is_some_and(String::is_empty);
            let now = desk.rows(tab);
            prop_assert!(now.iter().all(|row| rows.contains(row) || open(&row)), "{}", tab.name());
            prop_assert!(rows.iter().filter(|row| !open(row)).all(|row| now.contains(row)), "{}", tab.name());
        }
        // `finish` reads every new text again, and refuses one that holds anything else.
        for change in desk.finish().unwrap() {
            prop_assert!(change.before != change.after);
        }
    }

    #[test]
    fn any_row_of_any_tab_is_accounted_for(
        tab in prop::sample::select(sheet::Tab::ALL.to_vec()),
        rows in prop::collection::vec(prop::collection::vec("|a|b|1|2|fr|finding|brief|Source|text|title|volume|rule|\\PC{1,4}|[a-z0-9=,; \\n-]{0,8}", 0..14), 0..12),
        columns in prop::collection::vec(any::<prop::sample::Index>(), 0..3),
        update: bool,
        bytes in prop::collection::vec(any::<u8>().prop_filter("no quotation mark", |byte| *byte != b'"'), 0..60),
    ) {
        let mut head: Vec<_> = tab.columns().iter().map(|column| column.field).chain(["mark", "other"]).collect();
        // Columns that are missing, or stand elsewhere.
        for column in columns {
            let last = head.len() - 1;
            head.swap(column.index(last + 1), last);
            head.pop();
        }
        let mut text = csv::Writer::from_writer(Vec::new());
        let wide = |row: &[String]| (0..head.len()).map(|at| row.get(at).cloned().unwrap_or_default()).collect::<Vec<_>>();
        text.write_record(&head).unwrap();
        rows.iter().for_each(|row| text.write_record(wide(row)).unwrap());
        let mut text = text.into_inner().unwrap();
        text.extend(bytes);
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        for (name, text) in [
            ("brief", "title: T\nlanguage: en\nlanguages: [fr]\nkey_points:\n  - text: K\n    findings: [a]\n"),
            ("sources", "- id: b\n  title: t\n  extra: { volume: 1 }\n"),
            ("parties", "parties: [{ id: a, role: r }]\nproceedings:\n  - id: a\n    defendants: [{ party: a, counts: [{ charge: c }] }]\n"),
            ("findings", "- id: a\n  text: t\n  exceptions:\n    - rule: rule\n      reason: r\n"),
        ] {
            fs::write(root.join(format!("{name}.yaml")), text).unwrap();
        }
        let mut map = evenhand::source_map::SourceMap::new(root.clone());
        let mut desk = sheet::Desk::open(&mut map, &root).unwrap();
        // Text in which nobody knows where a value ends is refused whole.
        let Ok(table) = sheet::read_delimited("t", &evenhand::charset::decode(&text).text, Some(b',')) else {
            return Ok(());
        };
        let mut problems = Vec::new();
        let account = sheet::lay(&mut desk, tab, &table, update, &mut problems);
        prop_assert_eq!(account.total(), account.rows);
        prop_assert_eq!(account.rows, table.rows.len() - 1);
        // Whatever is left alone is told why.
        prop_assert!(account.skipped.iter().chain(&account.conflicts).all(|left| !left.why.is_empty()));
        prop_assert!(desk.finish().is_ok());
    }
}
