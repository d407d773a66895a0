//! What belongs to entries comes back from a workbook too: translations, exceptions, the evidence of
//! counts, and what a reference manager knows besides.

use std::collections::BTreeMap;
use std::fs;

use evenhand::amend::{Amendment, Data};
use evenhand::sheet;
use evenhand::source_map::SourceMap;

use crate::sheets::{Filled, files};
use crate::workspace::{Run, Workspace, project};

const SLUG: &str = "harbour-contract";
const CONTRACT: &str = "briefs/harbour-contract/findings/contract.yaml";
const SOURCES: &str = "briefs/harbour-contract/sources.yaml";

/// The brief with an exception and with fields of a reference manager.
fn brief() -> Workspace {
    let workspace = Workspace::copy_of(SLUG);
    workspace.edit(
        SOURCES,
        "- id: contract-register\n",
        "- id: contract-register\n  # from the library\n  extra: { volume: '12', abstract: \"Two: lines\\nof it\" }\n",
    );
    workspace.edit(
        CONTRACT,
        "  interested: [ministry, marlune]\n  date: 2019-04-08\n",
        "  interested: [ministry, marlune]\n  exceptions:\n    - rule: bare-number # see below\n      reason: The register has it so.\n      by: I. Q.\n  date: 2019-04-08\n",
    );
    workspace
}

/// What the files of the brief would be with these texts exchanged, each of which stands there once.
fn with(workspace: &Workspace, changes: &[(&str, &str, &str)]) -> BTreeMap<String, Vec<u8>> {
    let mut files = files(workspace, SLUG);
    for (file, from, to) in changes {
        let bytes = files.iter_mut().find(|(path, _)| path.ends_with(file)).unwrap().1;
        let text = String::from_utf8(bytes.clone()).unwrap();
        assert_eq!(text.matches(from).count(), 1, "{file}: {from}");
        *bytes = text.replacen(from, to, 1).into_bytes();
    }
    files
}

fn expect(workspace: &Workspace, run: &Run, expected: &BTreeMap<String, Vec<u8>>) {
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    for (path, bytes) in files(workspace, SLUG) {
        assert!(expected[&path] == bytes, "{path}\n{}\n{}", run.stdout, String::from_utf8_lossy(&bytes));
    }
}

/// The texts in other languages that some data hold, wherever a workbook can tell them.
fn translated(data: &Data, found: &mut Vec<String>) {
    data.items().iter().for_each(|item| translated(item, found));
    for (name, value) in data.fields() {
        if name == "translations" {
            let texts = value.items().iter().flat_map(Data::fields).filter(|(name, _)| name != "language");
            found.extend(texts.map(|(_, text)| text.as_text().unwrap().trim().to_owned()));
        } else if name != "changes" {
            // Reasons of changes have no id by which a row could find them again.
            translated(value, found);
        }
    }
}

#[test]
fn every_translation_of_a_brief_is_in_the_workbook() {
    for slug in [SLUG, "overseas-stations"] {
        let root = project().canonicalize().unwrap();
        let folder = root.join("briefs").join(slug);
        let mut map = SourceMap::new(root);
        let mut wanted = Vec::new();
        for stem in ["brief", "findings", "parties", "sources"] {
            for path in evenhand::load::data_files(&folder, stem) {
                let file = map.read(&path).unwrap();
                translated(Amendment::new(&map, file).unwrap().data(), &mut wanted);
            }
        }
        assert!(wanted.len() > 100);
        let desk = sheet::Desk::open(&mut map, &folder).unwrap();
        let rows = desk.rows(sheet::Tab::Translations);
        let mut there: Vec<_> =
            rows.into_iter().filter_map(|mut row| row.pop().filter(|text| !text.is_empty())).collect();
        wanted.sort();
        there.sort();
        assert_eq!(wanted, there, "{slug}");
    }
}

#[test]
fn a_translator_works_beside_the_original() {
    let workspace = brief();
    // A text that is not translated yet stands there to be filled.
    workspace.edit(
        CONTRACT,
        "    translations:\n      - language: fr\n        reason: >-\n          Le registre est le document officiel qui consigne le contrat ; l’inscription rend publics\n          et opposables les parties, la durée et le prix.\n",
        "",
    );
    let mut filled = Filled::new(&workspace, SLUG);
    let head: Vec<_> = filled.table("Translations").rows[0].cells.iter().map(|cell| cell.text.clone()).collect();
    assert_eq!(head, ["of", "id", "field", "language", "original", "translation", "mark"]);
    let first = filled.table("Translations").rows[1].clone();
    assert_eq!([&first.cells[0].text, &first.cells[2].text, &first.cells[3].text], ["brief", "title", "fr"]);
    let reason = ["finding", "F-001", "review.reason", "fr"];
    let row = filled
        .table("Translations")
        .rows
        .iter()
        .find(|row| reason.iter().zip(&row.cells).all(|(key, cell)| *key == cell.text));
    let row = row.unwrap();
    assert!(row.cells[4].text.starts_with("The register is the official record") && row.cells[5].text.is_empty());
    filled
        .set("Translations", &reason, "translation", "Le registre fait foi : voilà.")
        .set("Translations", &["finding", "F-001", "title", "fr"], "translation", "Signature, et prix")
        // The text and its translation are changed together.
        .set("Findings", &["F-001"], "title", "Signature, and price")
        .add(
            "Translations",
            &[
                ("of", "Finding"),
                ("id", "F-001"),
                ("field", "evidence.1.locator"),
                ("language", "fr"),
                ("translation", "Inscription RPC-2019-0408"),
            ],
        );
    let expected = with(
        &workspace,
        &[
            ("contract.yaml", "  title: Signature and price\n", "  title: Signature, and price\n"),
            ("contract.yaml", "        Signature et prix\n", "        Signature, et prix\n"),
            (
                "contract.yaml",
                "      term and the price public and binding.\n  handling",
                "      term and the price public and binding.\n    translations:\n      - language: fr\n        reason: \"Le registre fait foi : voilà.\"\n  handling",
            ),
            (
                "contract.yaml",
                "Price: V$412,500,000.\"\n",
                "Price: V$412,500,000.\"\n      translations:\n        - language: fr\n          locator: Inscription RPC-2019-0408\n",
            ),
        ],
    );
    let run = filled.import(&[]);
    expect(&workspace, &run, &expected);
    assert!(run.stdout.contains("new: finding, F-001, evidence.1.locator, fr\n"), "{}", run.stdout);
    assert!(
        run.stdout.contains(
            "changed: finding, F-001, title, fr (translation); finding, F-001, review.reason, fr (translation)"
        ),
        "{}",
        run.stdout
    );
    // The same workbook again changes nothing.
    let run = filled.import(&[]);
    assert!(run.code == 0 && run.stdout.ends_with("nothing to write\n"), "{}{}", run.stdout, run.stderr);
}

#[test]
fn a_translation_that_is_emptied_goes_and_leaves_no_shell() {
    let workspace = brief();
    let mut filled = Filled::new(&workspace, SLUG);
    filled.set("Translations", &["finding", "F-001", "review.reason", "fr"], "translation", "");
    let expected = with(
        &workspace,
        &[(
            "contract.yaml",
            "    translations:\n      - language: fr\n        reason: >-\n          Le registre est le document officiel qui consigne le contrat ; l’inscription rend publics\n          et opposables les parties, la durée et le prix.\n",
            "",
        )],
    );
    let run = filled.import(&[]);
    expect(&workspace, &run, &expected);
}

#[test]
fn a_translation_of_another_text_is_not_taken() {
    let workspace = brief();
    let mut filled = Filled::new(&workspace, SLUG);
    filled
        .set("Translations", &["finding", "F-001", "text", "fr"], "translation", "Un autre texte.")
        .set("Translations", &["finding", "F-002", "text", "fr"], "original", "Another text.")
        .add(
            "Translations",
            &[("of", "finding"), ("id", "F-001"), ("field", "caveat"), ("language", "fr"), ("translation", "x")],
        )
        .add(
            "Translations",
            &[("of", "finding"), ("id", "F-001"), ("field", "text"), ("language", "de"), ("translation", "x")],
        )
        .add(
            "Translations",
            &[("of", "story"), ("id", "F-001"), ("field", "text"), ("language", "fr"), ("translation", "x")],
        )
        .add(
            "Translations",
            &[("of", "source"), ("id", "F-001"), ("field", "text"), ("language", "fr"), ("translation", "x")],
        )
        .add("Translations", &[("of", "finding"), ("id", "F-001"), ("language", "fr"), ("translation", "x")]);
    // Meanwhile somebody changes the text that was translated.
    workspace.edit(CONTRACT, "signed a contract of 15 years\n", "signed a contract of 16 years\n");
    let before = files(&workspace, SLUG);
    let run = filled.import(&["--update"]);
    assert_eq!(run.code, 1);
    for told in [
        "`finding, F-001, text, fr` was changed here and in the brief; they differ in translation, original",
        "the column `original` is not what the brief says",
        "`F-001` has no text `caveat` that could be translated",
        "the brief has no language `de`",
        "`story` cannot stand in the column `of`",
        "there is no source `F-001`",
        "nothing stands in the column `field`",
    ] {
        assert!(run.stderr.contains(told), "{told}\n{}", run.stderr);
    }
    assert_eq!(run.stderr.matches("error[").count(), 7, "{}", run.stderr);
    assert!(
        run.stdout.contains(" the same, 1 in conflict, 6 skipped") && !run.stdout.contains(" new"),
        "{}",
        run.stdout
    );
    assert!(files(&workspace, SLUG) == before);
}

#[test]
fn exceptions_evidence_of_counts_and_extra_are_edited_exactly() {
    let workspace = brief();
    let mut filled = Filled::new(&workspace, SLUG);
    filled
        .set("Exceptions", &["finding", "F-001", "1"], "reason", "The register: has it so.")
        .add(
            "Exceptions",
            &[
                ("of", "source"),
                ("id", "oversight-act"),
                ("rule", "bare-number"),
                ("reason", "So it is."),
                ("by", "I. Q."),
            ],
        )
        .set("Count evidence", &["cr-2024-17", "zdzarleski", "1", "1"], "locator", "¶ 89")
        // A new count, with its evidence, of somebody who stands before others.
        .add(
            "Counts",
            &[("proceeding", "cr-2024-17"), ("party", "zdzarleski"), ("charge", "Delay"), ("status", "charged")],
        )
        .add(
            "Count evidence",
            &[
                ("proceeding", "cr-2024-17"),
                ("party", "zdzarleski"),
                ("count", "5"),
                ("source", "court-register"),
                ("locator", "line 5"),
            ],
        )
        .set("Extra", &["contract-register", "abstract"], "value", "One line")
        .add("Extra", &[("source", "contract-register"), ("name", "ISBN / ISSN"), ("value", "yes")])
        .add("Extra", &[("source", "oversight-act"), ("name", "volume"), ("value", "7")]);
    let before = fs::read_to_string(workspace.path("briefs/harbour-contract/parties.yaml")).unwrap();
    let run = filled.import(&[]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    let findings = fs::read_to_string(workspace.path(CONTRACT)).unwrap();
    assert!(
        findings.contains(
            "    - rule: bare-number # see below\n      reason: \"The register: has it so.\"\n      by: I. Q.\n"
        ),
        "{findings}"
    );
    let sources = fs::read_to_string(workspace.path(SOURCES)).unwrap();
    assert!(
        sources.contains(
            "  # from the library\n  extra: { volume: '12', abstract: \"One line\", ISBN / ISSN: \"yes\" }\n"
        ),
        "{sources}"
    );
    assert!(sources.contains("  extra:\n    volume: 7\n"), "{sources}");
    assert!(
        sources.contains("  exceptions:\n    - rule: bare-number\n      reason: So it is.\n      by: I. Q.\n"),
        "{sources}"
    );
    let parties = fs::read_to_string(workspace.path("briefs/harbour-contract/parties.yaml")).unwrap();
    let new = "          - charge: Delay\n            status: charged\n            evidence:\n              - source: court-register\n                locator: line 5\n";
    assert_eq!(parties.matches(new).count(), 1, "{parties}");
    assert_eq!(parties.replace(new, "").replace("¶ 89", "¶ 88"), before);
    assert!(filled.import(&[]).stdout.ends_with("nothing to write\n"));
}

#[test]
fn a_text_that_fits_in_no_cell_is_told_and_stays() {
    let workspace = brief();
    let long = "lang ".repeat(7_000);
    workspace.edit(SOURCES, "Two: lines\\nof it", long.trim());
    let before = files(&workspace, SLUG);
    let run = workspace.run(&["sheet", "export", SLUG, "-o", "long.xlsx"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let told = "not in it, as a cell takes 32,767 characters at most: Extra: contract-register, abstract\n";
    assert!(run.stdout.contains(told), "{}", run.stdout);
    let run = workspace.run(&["sheet", "import", SLUG, "long.xlsx"]);
    assert!(run.code == 0 && run.stdout.contains("Extra: 1 row: 1 the same\n"), "{}{}", run.stdout, run.stderr);
    assert!(files(&workspace, SLUG) == before);
}

#[test]
fn parts_that_belong_to_nothing_are_told() {
    let workspace = brief();
    let mut filled = Filled::new(&workspace, SLUG);
    filled
        .add(
            "Count evidence",
            &[("proceeding", "cr-2024-17"), ("party", "zdzarleski"), ("count", "9"), ("source", "court-register")],
        )
        .add(
            "Count evidence",
            &[("proceeding", "cr-0"), ("party", "zdzarleski"), ("count", "1"), ("source", "court-register")],
        )
        .add("Extra", &[("source", "nowhere"), ("name", "volume"), ("value", "7")])
        .add("Extra", &[("source", "oversight-act"), ("name", "volume")])
        .add("Exceptions", &[("of", "party"), ("id", "marlune"), ("rule", "bare-number"), ("reason", "x"), ("by", "y")])
        .add("Exceptions", &[("of", "finding"), ("id", "F-001"), ("rule", "bare-number"), ("by", "y")]);
    let before = files(&workspace, SLUG);
    let run = filled.import(&[]);
    let row =
        |filled: &mut Filled<'_>, tab: &str, back: usize| filled.table(tab).rows.iter().rev().nth(back).unwrap().number;
    for told in [
        format!(
            "`'Count evidence'!C{}`: `zdzarleski` has no count 9 in `cr-2024-17`",
            row(&mut filled, "Count evidence", 1)
        ),
        format!("`'Count evidence'!A{}`: there is no proceeding `cr-0`", row(&mut filled, "Count evidence", 0)),
        format!("`Extra!A{}`: there is no source `nowhere`", row(&mut filled, "Extra", 1)),
        format!("`Extra!C{}`: nothing stands in the column `value`", row(&mut filled, "Extra", 0)),
        format!("`Exceptions!A{}`: `party` cannot stand in the column `of`", row(&mut filled, "Exceptions", 1)),
        format!("`Exceptions!E{}`: nothing stands in the column `reason`", row(&mut filled, "Exceptions", 0)),
    ] {
        assert!(run.stderr.contains(&told), "{told}\n{}", run.stderr);
    }
    assert_eq!(run.stderr.matches("error[").count(), 6, "{}", run.stderr);
    assert!(files(&workspace, SLUG) == before);
}
