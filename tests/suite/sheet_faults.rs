//! Tables that came damaged or mistaken are told with their cells, and nothing of them is lost in silence.

use std::fs;
use std::io::{Read, Write};

use evenhand::sheet;
use proptest::prelude::*;

use crate::sheets::{Filled, files};
use crate::workspace::{Run, Workspace, project};

const HEAD: &str = "id,kind,status,text\n";

fn import(workspace: &Workspace, name: &str, text: &str, more: &[&str]) -> Run {
    workspace.write(name, text);
    workspace.run(&[&["sheet", "import", "lamps", name], more].concat())
}

#[test]
fn text_in_which_a_value_does_not_end_is_refused_whole() {
    let workspace = Workspace::starter("lamps");
    let before = files(&workspace, "lamps");
    for (rows, told) in [
        (
            "F-10,factual,reported,\"never closed\nF-11,factual,reported,b\nF-12,factual,reported,c\n",
            "line 2: the quotation mark before `never closed` is never closed",
        ),
        (
            "F-10,factual,reported,ok\n\nF-11,factual,reported,\"a \"quoted\" b\"\n",
            "line 4: behind the quotation mark that closes `a`, opened in line 4, stands `quoted\" b\"`",
        ),
    ] {
        let run = import(&workspace, "f.csv", &format!("{HEAD}{rows}"), &[]);
        assert!(run.code == 1 && run.stderr.contains(told), "{told}\n{}{}", run.stdout, run.stderr);
        assert!(run.stderr.contains("twice (\"\"); nothing was changed"), "{}", run.stderr);
        assert!(!run.stdout.contains("new"), "{}", run.stdout);
        let run = workspace.run(&["sheet", "map", "f.csv"]);
        assert!(run.code == 1 && run.stderr.contains(told) && run.stdout.is_empty(), "{}{}", run.stdout, run.stderr);
    }
    assert!(files(&workspace, "lamps") == before);
}

#[test]
fn a_row_with_more_values_than_the_header_is_not_cut() {
    let workspace = Workspace::starter("lamps");
    let before = files(&workspace, "lamps");
    let rows = "F-10,factual,reported,The firm paid 2,500 euros\nF-11,factual,reported,The firm paid.,,\n";
    let told = "`f!E2`: the row has 5 values and the header 4; is a quotation mark missing?";
    let run = import(&workspace, "f.csv", &format!("{HEAD}{rows}"), &["--dry-run"]);
    assert!(run.code == 1 && run.stderr.contains(told), "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains("f: 2 rows: 1 new, 1 skipped\n"), "{}", run.stdout);
    let names = ["id", "kind", "status", "text"].map(|name| format!("{name} = \"{name}\"\n")).concat();
    workspace.write("m.toml", format!("into = \"Findings\"\n[columns]\n{names}"));
    let run = workspace.run(&["sheet", "import", "lamps", "f.csv", "--map", "m.toml", "--dry-run"]);
    assert!(run.code == 1 && run.stderr.contains(told), "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains("f: 2 rows: 1 new, 1 skipped\n"), "{}", run.stdout);
    assert!(files(&workspace, "lamps") == before);
}

#[test]
fn columns_that_are_left_out_are_named() {
    let workspace = Workspace::starter("lamps");
    let text = "id,kind,status,text,,status\nF-10,factual,reported,A text.,note,unverified\n";
    let run = import(&workspace, "f.csv", text, &["--dry-run"]);
    assert!(run.stdout.contains("left out: column E, without a name; status (again, in column F)\n"), "{}", run.stdout);
    let names = ["id", "kind", "status", "text"].map(|name| format!("{name} = \"{name}\"\n")).concat();
    workspace.write("m.toml", format!("into = \"Findings\"\n[columns]\n{names}"));
    let run = workspace.run(&["sheet", "import", "lamps", "f.csv", "--map", "m.toml", "--dry-run"]);
    let told = "columns left out: column E, without a name, status (again, in column F)\n";
    assert!(run.stdout.contains(told), "{}", run.stdout);
    // In a workbook a note may stand beside the table.
    let mut filled = Filled::new(&workspace, "lamps");
    let wide = filled.table("Findings").rows[0].cells.len() + 2;
    let row = &mut filled.table("Findings").rows[1];
    row.cells.push(sheet::Cell { text: "a remark".into(), suspect: None, column: wide });
    let run = filled.import(&[]);
    assert!(run.stdout.contains("left out: column W, without a name\n"), "{}{}", run.stdout, run.stderr);
}

#[test]
fn blank_lines_are_counted_as_spreadsheets_count_them() {
    let workspace = Workspace::starter("lamps");
    let text =
        format!("Register\r\n\r\n{}\r\nF-10,factual,reported,\"a\r\nb\"\r\nF-11,factual,proven,c\r\n", HEAD.trim_end());
    workspace.write("f.csv", text);
    let run = workspace.run(&["sheet", "map", "f.csv"]);
    assert!(run.stdout.contains("header = 3\n"), "{}", run.stdout);
    let columns = ["id", "kind", "status", "text"].map(|name| format!("{name} = \"{name}\"\n")).concat();
    workspace.write("m.toml", format!("into = \"Findings\"\nheader = 3\n[columns]\n{columns}"));
    let run = workspace.run(&["sheet", "import", "lamps", "f.csv", "--map", "m.toml", "--dry-run"]);
    assert!(run.stderr.contains("`f!C5`: `proven` cannot stand"), "{}{}", run.stdout, run.stderr);
}

#[test]
fn a_german_table_under_a_title_is_seen_for_what_it_is() {
    let workspace = Workspace::starter("lamps");
    workspace.write(
        "f.csv",
        "Verzeichnis 2023\r\nNr;Datum;Betrag\r\n1;01.02.2020;0,50\r\n2;01.03.2020;1,50\r\n3;14.03.2020;2,50\r\n",
    );
    let run = workspace.run(&["sheet", "map", "f.csv"]);
    for told in ["delimiter = \";\"\n", "header = 2\n", "\"Datum\" = ", "\"Betrag\" = \"\"\n"] {
        assert!(run.stdout.contains(told), "{told}\n{}", run.stdout);
    }
}

#[test]
fn words_in_another_case_are_the_same_words() {
    let workspace = Workspace::starter("lamps");
    let mut filled = Filled::new(&workspace, "lamps");
    filled.set("Findings", &["F-001"], "kind", "Factual");
    let run = filled.import(&[]);
    assert!(run.code == 0 && run.stdout.ends_with("nothing to write\n"), "{}{}", run.stdout, run.stderr);
    let (status, other) = ("Reported", "Unverified");
    let text = fs::read_to_string(workspace.path("briefs/lamps/findings.yaml")).unwrap();
    let word = if text.contains("status: reported") { other } else { status };
    filled.set("Findings", &["F-001"], "status", word);
    let run = filled.import(&[]);
    assert!(run.code == 0 && run.stdout.contains("changed: F-001 (status)\n"), "{}{}", run.stdout, run.stderr);
    let run = filled.import(&[]);
    assert!(run.code == 0 && run.stdout.ends_with("nothing to write\n"), "{}{}", run.stdout, run.stderr);
    // Another change beside it is a conflict in that field alone.
    filled.set("Findings", &["F-001"], "title", "Lamps");
    let run = filled.import(&[]);
    assert!(run.stderr.contains("they differ in title\n"), "{}{}", run.stdout, run.stderr);
}

#[test]
fn ids_that_name_nothing_are_told() {
    let workspace = Workspace::copy_of("harbour-contract");
    let before = files(&workspace, "harbour-contract");
    let mut filled = Filled::new(&workspace, "harbour-contract");
    let finding = |id: &'static str| [("id", id), ("kind", "factual"), ("status", "unverified"), ("text", "A text.")];
    filled
        .add("Evidence", &[("finding", "F-001"), ("source", "audit-2032")])
        .add("Evidence", &[("finding", "F-01"), ("source", "audit-2023")])
        .add("Findings", &[&finding("F-900")[..], &[("asserted_by", "minstry, Marlune Dragages")]].concat())
        .add("Findings", &[&finding("F-901")[..], &[("contradicted_by", "F-902")]].concat())
        .add("Sources", &[("id", "F-002"), ("type", "web_page"), ("title", "A")])
        .add("Sources", &[("id", "marlune"), ("type", "web_page"), ("title", "A")]);
    filled.set("Findings", &["F-001"], "interested", "ministry, zzzz");
    let run = filled.import(&[]);
    assert_eq!(run.code, 1);
    for (told, help) in [
        ("there is no source `audit-2032`", "did you mean `audit-2023`?"),
        ("there is no finding `F-01`", "did you mean `F-0"),
        ("there is no party `minstry`", "did you mean `ministry`?"),
        ("there is no party `Marlune Dragages`", "did you mean `marlune`? Here stands the id of a party, not its name"),
        ("there is no party `zzzz`", "write the id of a party; a new one needs a row on the tab Parties"),
        ("there is no finding `F-902`", "did you mean"),
        ("`F-002` is the id of a finding already", "write another id"),
        ("`marlune` is the id of a party already", "write another id"),
    ] {
        let at = run.stderr.find(told).unwrap_or_else(|| panic!("{told}\n{}", run.stderr));
        let rest = &run.stderr[at..];
        assert!(rest[..rest.find("\n\n").unwrap()].contains(help), "{help}\n{rest}");
    }
    let row = filled.table("Evidence").rows.len() - 1;
    assert!(run.stderr.contains(&format!("`Evidence!C{row}`: there is no source")), "{}", run.stderr);
    assert_eq!(run.stderr.matches("error[").count(), 8, "{}", run.stderr);
    assert!(files(&workspace, "harbour-contract") == before, "{}", run.stdout);
}

#[test]
fn rows_of_one_workbook_may_name_each_other() {
    let workspace = Workspace::copy_of("harbour-contract");
    let mut filled = Filled::new(&workspace, "harbour-contract");
    for (id, other, party) in [("F-900", "F-901", "new-party"), ("F-901", "F-900", "new-party")] {
        filled.add(
            "Findings",
            &[
                ("id", id),
                ("kind", "factual"),
                ("status", "unverified"),
                ("text", "A text."),
                ("asserted_by", party),
                ("contradicted_by", other),
            ],
        );
    }
    filled
        .add("Parties", &[("id", "new-party"), ("type", "company"), ("name", "A New Company")])
        .add("Sources", &[("id", "s-1"), ("type", "web_page"), ("title", "A"), ("issued_by", "new-party")])
        .add("Evidence", &[("finding", "F-900"), ("source", "s-1")]);
    let run = filled.import(&[]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert!(filled.import(&[]).stdout.ends_with("nothing to write\n"));
    // One that is named and not taken is missed.
    filled.add(
        "Findings",
        &[("id", "F-902"), ("kind", "factual"), ("status", "unverified"), ("text", "A."), ("contradicted_by", "F-903")],
    );
    filled.add("Findings", &[("id", "F-903"), ("kind", "factual"), ("status", "proven"), ("text", "A.")]);
    let run = filled.import(&[]);
    assert!(run.code == 1 && run.stderr.contains("it names `F-903`, whose own row was not taken"), "{}", run.stderr);
}

#[test]
fn what_is_wrong_in_many_rows_is_told_once_and_in_order() {
    let workspace = Workspace::starter("lamps");
    let mut text = "Nummer;Kategorie;Stand;Text\n".to_owned();
    for n in 1..=6000 {
        let kind = if n == 9 { "Laune" } else { "Sonstiges" };
        text += &format!("T-{n};{kind};reported;Text {n}\n");
    }
    text += "T-9000;factual;soon;Text\n";
    workspace.write("f.csv", text);
    workspace.write(
        "m.toml",
        "into = \"Findings\"\n[columns]\nNummer = \"id\"\nKategorie = \"kind\"\nStand = \"status\"\nText = \"text\"\n",
    );
    let run = workspace.run(&["sheet", "import", "lamps", "f.csv", "--map", "m.toml", "--dry-run"]);
    let told = [
        "`f!B2`: `Sonstiges` cannot stand in the column `Kategorie` (`kind`); the same in 5998 more cells: B3, B4, B5, B6, B7, …\n",
        "`f!B10`: `Laune` cannot stand in the column `Kategorie` (`kind`)\n",
        "`f!C6002`: `soon` cannot stand in the column `Stand` (`status`)\n",
    ];
    let places = told.map(|told| run.stderr.find(told).unwrap_or_else(|| panic!("{told}\n{}", run.stderr)));
    assert!(places.is_sorted(), "{}", run.stderr);
    assert!(
        run.stderr.contains("add it under `[values.kind]` of the mapping, as `\"Sonstiges\" = \"…\"`"),
        "{}",
        run.stderr
    );
    assert_eq!(run.stderr.matches("error[").count(), 3, "{}", run.stderr);
    assert!(run.stdout.contains("f: 6001 rows: 6001 skipped\n"), "{}", run.stdout);
}

#[test]
fn an_id_that_was_changed_or_emptied_is_told_as_that() {
    let workspace = Workspace::copy_of("harbour-contract");
    let before = files(&workspace, "harbour-contract");
    let mut filled = Filled::new(&workspace, "harbour-contract");
    filled
        .set("Findings", &["F-001"], "id", "F-777")
        .set("Findings", &["F-002"], "id", "")
        .set("Evidence", &["F-003", "1"], "finding", "")
        .set("Sources", &["audit-2023"], "id", "audit-1");
    workspace.edit("briefs/harbour-contract/sources.yaml", "identifier: Report 2023/14", "identifier: Report 2023/15");
    let run = filled.import(&[]);
    assert_eq!(run.code, 1);
    for told in [
        "`Findings!A9`: this row was exported as `F-001`; what says which row it is cannot be changed to `F-777`",
        "`Findings!A10`: nothing stands in the column `id`; this row was exported as `F-002`",
        "nothing stands in the column `finding`; this row was exported as `F-003, 1`",
        "the brief has no such row: it was taken out there, or what says which row it is was changed here",
        "help: write `F-001` again; to bring it in as a new entry, delete what stands in this row's column `mark`",
    ] {
        assert!(run.stderr.contains(told), "{told}\n{}", run.stderr);
    }
    assert!(!run.stderr.contains("``"), "{}", run.stderr);
    assert!(files(&workspace, "harbour-contract") != before);
}

#[test]
fn comments_on_cells_are_named() {
    let workspace = Workspace::starter("lamps");
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().set_name("Mine").unwrap();
    let sheet = book.add_worksheet();
    sheet.set_name("Sources").unwrap();
    for (at, (name, value)) in (0..).zip([("id", "s-1"), ("type", "web_page"), ("title", "A title")]) {
        sheet.write_string(0, at, name).unwrap();
        sheet.write_string(1, at, value).unwrap();
    }
    sheet.insert_note(1, 2, &rust_xlsxwriter::Note::new("Is that its title?")).unwrap();
    sheet.insert_note(4, 0, &rust_xlsxwriter::Note::new("More to come")).unwrap();
    book.save(workspace.path("c.xlsx")).unwrap();
    let told = "2 comments on cells cannot be taken; what they say belongs in a column: Sources!C2, Sources!A5";
    let run = workspace.run(&["sheet", "import", "lamps", "c.xlsx", "--dry-run"]);
    assert!(run.code == 0 && run.stdout.contains(&format!("c.xlsx: {told}\n")), "{}{}", run.stdout, run.stderr);
    assert!(workspace.run(&["sheet", "map", "c.xlsx"]).stdout.contains(&format!("# {told}.\n")));
    let json = workspace.run(&["sheet", "import", "lamps", "c.xlsx", "--dry-run", "--format", "json"]).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["briefs"][0]["import"]["files"][0]["note"], told);
}

#[test]
fn signs_of_a_csv_export_do_not_come_in_through_a_workbook() {
    let workspace = Workspace::copy_of("harbour-contract");
    let sources = "briefs/harbour-contract/sources.yaml";
    workspace.edit(sources, "identifier: Report 2023/14", "identifier: -14 (2023)");
    workspace.edit(sources, "identifier: Entry RPC-2019-0408", "identifier: =RPC");
    let before = files(&workspace, "harbour-contract");
    workspace.run(&["sheet", "export", "harbour-contract", "-o", "Sources.csv", "--tab", "Sources"]);
    // As LibreOffice opens it: each value as it stands there.
    let text = fs::read_to_string(workspace.path("Sources.csv")).unwrap();
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    let save = |edit: &dyn Fn(&str) -> String| {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        sheet.set_name("Sources").unwrap();
        for (row, record) in (0..).zip(&rows) {
            for (column, value) in (0..).zip(record).filter(|(_, value)| !value.is_empty()) {
                sheet.write_string(row, column, edit(value)).unwrap();
            }
        }
        book.save(workspace.path("s.xlsx")).unwrap();
    };
    assert!(text.contains(",'-14 (2023),") && text.contains(",'=RPC,"), "{text}");
    save(&str::to_owned);
    let run = workspace.run(&["sheet", "import", "harbour-contract", "s.xlsx"]);
    assert!(run.code == 0 && run.stdout.ends_with("nothing to write\n"), "{}{}", run.stdout, run.stderr);
    assert!(files(&workspace, "harbour-contract") == before);
    save(&|value: &str| value.replace("'-14 (2023)", "'-14 (2024)"));
    let run = workspace.run(&["sheet", "import", "harbour-contract", "s.xlsx"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    let now = fs::read_to_string(workspace.path(sources)).unwrap();
    assert!(now.contains("identifier: -14 (2024)\n") || now.contains("identifier: \"-14 (2024)\"\n"), "{now}");
    assert!(!now.contains("'-14"), "{now}");
}

/// A workbook with a part rewritten.
fn rewritten(bytes: &[u8], part: &str, change: impl Fn(Vec<u8>) -> Vec<u8>) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        writer.start_file(&name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(&if name == part { change(content) } else { content }).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const PARTS: [&str; 6] = [
    "xl/worksheets/sheet1.xml",
    "xl/workbook.xml",
    "xl/styles.xml",
    "xl/sharedStrings.xml",
    "xl/_rels/workbook.xml.rels",
    "[Content_Types].xml",
];

#[test]
fn places_that_no_sheet_has_are_refused() {
    let workspace = Workspace::starter("lamps");
    let before = files(&workspace, "lamps");
    let sound = fs::read(project().join("tests/sheets/incidents.xlsx")).unwrap();
    for place in ["ZZZZZZZZ5", "A99999999999", "XFE2", "A0", "A1048577"] {
        let broken = rewritten(&sound, PARTS[0], |content| {
            let text = String::from_utf8(content).unwrap();
            assert!(text.contains("r=\"A2\""), "{text}");
            text.replacen("r=\"A2\"", &format!("r=\"{place}\""), 1).into_bytes()
        });
        workspace.write("b.xlsx", broken);
        workspace.write("m.toml", "into = \"Findings\"\n[columns]\n");
        for arguments in [
            &["sheet", "import", "lamps", "b.xlsx"][..],
            &["sheet", "import", "lamps", "b.xlsx", "--map", "m.toml"],
            &["sheet", "map", "b.xlsx"],
        ] {
            let run = workspace.run(arguments);
            let told = format!("`{place}` is no place in a sheet");
            assert!(run.code == 1 && run.stderr.contains(&told), "{told}\n{}{}", run.stdout, run.stderr);
        }
    }
    assert!(files(&workspace, "lamps") == before);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_workbook_with_a_changed_part_makes_the_reader_panic(
        part in prop_oneof![Just(PARTS[0]), prop::sample::select(PARTS.to_vec())],
        edits in prop::collection::vec((any::<prop::sample::Index>(), "[A-Z]{0,9}|[0-9]{0,14}|[<>\"'/=&]|\\PC{0,3}|:A1", 0..3_usize), 1..5),
    ) {
        let sound = fs::read(project().join("tests/sheets/incidents.xlsx")).unwrap();
        let broken = rewritten(&sound, part, |content| {
            let mut text = String::from_utf8(content).unwrap();
            for (at, with, kind) in &edits {
                // Most of them stand in a value, at its beginning or within: `A2` becomes `AZZZZZZZ2`.
                let values: Vec<_> = text.match_indices("=\"").map(|(at, _)| at + 2 + kind % 2).collect();
                let at = match *kind {
                    0 | 1 if !values.is_empty() => values[at.index(values.len())],
                    _ => at.index(text.len() + 1),
                };
                let at = (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap();
                text.insert_str(at, with);
            }
            text.into_bytes()
        });
        if let Ok(tables) = sheet::read_workbook(&broken) {
            tables.iter().for_each(|table| drop(sheet::propose(table)));
        }
    }
}
