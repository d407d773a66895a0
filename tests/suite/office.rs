//! LibreOffice opens a workbook as it is, and what it saves comes back: as XLSX, as ODS, and edited.

use std::fs;
use std::io::{Cursor, Read, Write};
use std::process::{Command, Output};

use evenhand::sheet::{self, Table};

use crate::pdf;
use crate::sheets::files;
use crate::workspace::{Workspace, project};

/// Whether LibreOffice is at hand. In CI it must be.
fn office_is_here() -> bool {
    let here = Command::new("soffice").arg("--version").output().is_ok_and(|output| output.status.success());
    assert!(here || std::env::var_os("CI").is_none(), "in CI LibreOffice must be installed");
    if !here {
        eprintln!("LibreOffice is not installed; what it opens and saves was not tried");
    }
    here
}

/// Lets LibreOffice open a file of the workspace and save it in another form below `again`.
fn convert(workspace: &Workspace, form: &str, file: &str) -> Output {
    convert_with(workspace, &[], form, file)
}

fn convert_with(workspace: &Workspace, more: &[&str], form: &str, file: &str) -> Output {
    let home = format!("-env:UserInstallation=file://{}", workspace.path("home").display());
    let arguments = [&home, "--headless", "--convert-to", form, "--outdir", "again", file];
    Command::new("soffice").args(more).args(arguments).current_dir(workspace.root()).output().unwrap()
}

fn tables(workspace: &Workspace, file: &str) -> Vec<Table> {
    sheet::read_workbook(&fs::read(workspace.path(file)).unwrap()).unwrap()
}

/// A sheet's name, and row, column and text of its cells.
type Words = (String, Vec<(usize, usize, String)>);

/// What stands in the cells, without rows and cells in which nothing stands.
fn words(tables: &[Table]) -> Vec<Words> {
    let cells = |table: &Table| {
        let rows = table.rows.iter();
        let cells = rows.flat_map(|row| row.cells.iter().map(|cell| (row.number, cell.column, cell.text.clone())));
        cells.filter(|(.., text)| !text.is_empty()).collect()
    };
    tables.iter().map(|table| (table.name.clone(), cells(table))).collect()
}

/// A workbook with a text of one of its parts exchanged, as if somebody had edited it.
fn edited(bytes: &[u8], part: &str, changes: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        if name == part {
            let mut text = String::from_utf8(content).unwrap();
            for (from, to) in changes {
                assert_eq!(text.matches(from).count(), 1, "{from}");
                text = text.replace(from, to);
            }
            content = text.into_bytes();
        }
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(&content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn it_opens_without_repair_and_what_it_saves_changes_no_byte() {
    if !office_is_here() {
        return;
    }
    for slug in ["harbour-contract", "overseas-stations"] {
        let workspace = Workspace::copy_of(slug);
        // Lines, and white space that a form of XML could lose.
        let sources = format!("briefs/{slug}/sources.yaml");
        let text = fs::read_to_string(workspace.path(&sources)).unwrap();
        let first = text.lines().find(|line| line.starts_with("- id: ")).unwrap();
        let odd = "\n  extra:\n    abstract: \"One: line\\n\\nand  two\\n = 1+1\"\n    number: 007\n";
        workspace.write(&sources, text.replacen(first, &format!("{first}{}", odd.trim_end()), 1));
        let before = files(&workspace, slug);
        assert_eq!(workspace.run(&["sheet", "export", slug, "-o", "s.xlsx"]).code, 0);
        let written = words(&tables(&workspace, "s.xlsx"));
        assert_eq!(written.len(), sheet::Tab::ALL.len() + 2);
        for (form, file) in
            [("pdf", "again/s.pdf"), ("xlsx:Calc MS Excel 2007 XML", "again/s.xlsx"), ("ods", "again/s.ods")]
        {
            let output = convert(&workspace, form, "s.xlsx");
            let told = String::from_utf8_lossy(&output.stderr).to_lowercase();
            assert!(
                output.status.success() && !told.contains("repair") && !told.contains("error"),
                "{slug} {form}: {told}"
            );
            if form == "pdf" {
                let pdf = fs::read(workspace.path(file)).unwrap();
                assert!(pdf.starts_with(b"%PDF"));
                assert!(pdf::page_texts(&pdf).concat().contains(&pdf::squeezed("Bring it back with")), "{slug}");
                continue;
            }
            // Every cell is there: nothing was left out to make it open.
            let again = words(&tables(&workspace, file));
            for (written, again) in written.iter().zip(&again) {
                assert_eq!(written, again, "{slug} {form}");
            }
            assert_eq!(written.len(), again.len());
            let run = workspace.run(&["sheet", "import", slug, file]);
            assert!(
                run.code == 0 && run.stdout.ends_with("nothing to write\n"),
                "{form}\n{}{}",
                run.stdout,
                run.stderr
            );
            let accounts: Vec<_> = run.stdout.lines().filter(|line| line.contains(" rows: ")).collect();
            assert!(accounts.len() >= 9 && accounts.iter().all(|line| line.ends_with(" the same")), "{}", run.stdout);
            assert!(accounts.iter().all(|line| !line.contains(',')), "{}", run.stdout);
            assert!(files(&workspace, slug) == before, "{slug} {form}");
        }
    }
    // A workbook that would need repair makes no PDF, so the above says something.
    let workspace = Workspace::starter("lamps");
    workspace.run(&["sheet", "export", "lamps", "-o", "s.xlsx"]);
    let bytes = fs::read(workspace.path("s.xlsx")).unwrap();
    workspace.write("s.xlsx", &bytes[..bytes.len() / 2]);
    let _ = convert(&workspace, "pdf", "s.xlsx");
    assert!(!workspace.path("again/s.pdf").exists());
}

#[test]
fn what_was_edited_in_its_own_form_comes_in_with_addresses() {
    if !office_is_here() {
        return;
    }
    let workspace = Workspace::copy_of("harbour-contract");
    workspace.run(&["sheet", "export", "harbour-contract", "-o", "s.xlsx"]);
    assert!(convert(&workspace, "ods", "s.xlsx").status.success());
    let saved = fs::read(workspace.path("again/s.ods")).unwrap();
    let mut expected = files(&workspace, "harbour-contract");
    workspace.write("edited.ods", edited(&saved, "content.xml", &[("fields 3–9", "fields 3–10")]));
    let run = workspace.run(&["sheet", "import", "harbour-contract", "edited.ods"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    let contract = expected.iter_mut().find(|(path, _)| path.ends_with("contract.yaml")).unwrap().1;
    *contract = String::from_utf8(contract.clone()).unwrap().replace("fields 3–9", "fields 3–10").into_bytes();
    assert!(files(&workspace, "harbour-contract") == expected);
    // A word that is none is told with its cell, as in a workbook of the other form.
    let table = tables(&workspace, "s.xlsx").into_iter().find(|table| table.name == "Findings").unwrap();
    let (row, word) = table.rows.iter().map(|row| (row.number, row.cells[2].text.as_str())).nth(17).unwrap();
    let from = format!("<text:p>{}</text:p></table:table-cell><table:table-cell", table.rows[17].cells[0].text);
    let text = String::from_utf8(part(&saved, "content.xml")).unwrap();
    let findings = text.find("table:name=\"Findings\"").unwrap();
    let at = findings + text[findings..].find(&from).unwrap();
    let status = at + text[at..].find(&format!("<text:p>{word}</text:p>")).unwrap();
    let broken = format!("{}{}", &text[..status], text[status..].replacen(word, "proven", 1));
    workspace.write("broken.ods", edited(&saved, "content.xml", &[(&text, &broken)]));
    let run = workspace.run(&["sheet", "import", "harbour-contract", "broken.ods"]);
    assert_eq!(run.code, 1, "{}{}", run.stdout, run.stderr);
    let told = format!("`Findings!C{row}`: `proven` cannot stand in the column `status`");
    assert!(run.stderr.contains(&told), "{told}\n{}", run.stderr);
    assert!(files(&workspace, "harbour-contract") == expected);
}

#[test]
fn a_csv_export_that_it_saves_as_a_workbook_changes_no_byte() {
    if !office_is_here() {
        return;
    }
    let workspace = Workspace::copy_of("harbour-contract");
    workspace.edit("briefs/harbour-contract/sources.yaml", "identifier: Report 2023/14", "identifier: =14 (2023)");
    let before = files(&workspace, "harbour-contract");
    workspace.run(&["sheet", "export", "harbour-contract", "-o", "Sources.csv", "--tab", "Sources"]);
    for (form, file) in [("xlsx:Calc MS Excel 2007 XML", "again/Sources.xlsx"), ("ods", "again/Sources.ods")] {
        assert!(convert_with(&workspace, &["--infilter=CSV:44,34,76,1"], form, "Sources.csv").status.success());
        let there = words(&tables(&workspace, file));
        assert!(there[0].1.iter().any(|(.., text)| text == "'=14 (2023)"), "{form}: the sign came along");
        let run = workspace.run(&["sheet", "import", "harbour-contract", file]);
        assert!(run.code == 0 && run.stdout.ends_with("nothing to write\n"), "{form}\n{}{}", run.stdout, run.stderr);
        assert!(files(&workspace, "harbour-contract") == before, "{form}");
    }
}

#[test]
fn comments_that_it_saves_are_named_in_both_forms() {
    if !office_is_here() {
        return;
    }
    let workspace = Workspace::starter("lamps");
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Sources").unwrap();
    sheet.write_string(0, 0, "id").unwrap();
    sheet.insert_note(1, 2, &rust_xlsxwriter::Note::new("Is that its title?")).unwrap();
    book.save(workspace.path("c.xlsx")).unwrap();
    for (form, file) in [("xlsx:Calc MS Excel 2007 XML", "again/c.xlsx"), ("ods", "again/c.ods")] {
        assert!(convert(&workspace, form, "c.xlsx").status.success());
        let comments: Vec<_> = tables(&workspace, file).into_iter().map(|table| table.comments).collect();
        assert_eq!(comments, [[(2, 2)]], "{form}");
    }
}

fn part(bytes: &[u8], name: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut content = Vec::new();
    archive.by_name(name).unwrap().read_to_end(&mut content).unwrap();
    content
}

#[test]
fn tables_of_others_are_mapped_from_its_own_form_too() {
    if !office_is_here() {
        return;
    }
    let workspace = Workspace::starter("lamps");
    fs::copy(project().join("tests/sheets/incidents.xlsx"), workspace.path("incidents.xlsx")).unwrap();
    assert!(convert(&workspace, "ods", "incidents.xlsx").status.success());
    let proposals = ["incidents.xlsx", "again/incidents.ods"].map(|file| workspace.run(&["sheet", "map", file]).stdout);
    assert!(proposals[0].contains("header = 2") && proposals[0] == proposals[1], "{}\n{}", proposals[0], proposals[1]);
    workspace.write("m.toml", &proposals[1]);
    let runs = ["incidents.xlsx", "again/incidents.ods"]
        .map(|file| workspace.run(&["sheet", "import", "lamps", file, "--map", "m.toml", "--dry-run"]));
    assert!(runs[0].stdout.contains("5 rows"), "{}", runs[0].stdout);
    assert_eq!((&runs[0].stdout, &runs[0].stderr), (&runs[1].stdout, &runs[1].stderr));
    // The old form of Excel is refused with a way out.
    assert!(convert(&workspace, "xls:MS Excel 97", "incidents.xlsx").status.success());
    let run = workspace.run(&["sheet", "map", "again/incidents.xls"]);
    assert!(run.code == 1 && run.stderr.contains("save it there as XLSX"), "{}{}", run.stdout, run.stderr);
}
