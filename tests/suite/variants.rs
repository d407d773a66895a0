//! Versions of a brief for a wider circle: what they leave out is nowhere in them, and no status rises.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use evenhand::load::{self, Loaded};
use evenhand::model::{Id, Status, Tlp};
use evenhand::source_map::SourceMap;
use evenhand::{resolve, variant};
use proptest::prelude::*;
use serde_json::Value;

use crate::pdf;
use crate::workspace::{Workspace, copy, project};

/// A brief marked TLP:AMBER in which everything that TLP:CLEAR forbids holds the word NEEDLE.
fn quay() -> Workspace {
    let workspace = Workspace::empty();
    copy(&project().join("tests/variant"), workspace.root());
    workspace
}

/// Everything that a file holds: of a PDF its streams unpacked, of a page the files enclosed in it.
fn everything(name: &str, bytes: &[u8]) -> Vec<u8> {
    if name.ends_with(".pdf") {
        let mut all = pdf::decoded(bytes);
        all.extend(pdf::page_texts(bytes).concat().into_bytes());
        return all;
    }
    let mut all = bytes.to_vec();
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    for (at, mark) in text.match_indices(";base64,") {
        let data = text[at + mark.len()..].split(['"', '\'', ')']).next().unwrap();
        all.extend(STANDARD.decode(data).unwrap());
    }
    all
}

fn holds(all: &[u8], needle: &str) -> bool {
    let (all, needle) = (all.to_ascii_lowercase(), needle.to_ascii_lowercase());
    all.windows(needle.len()).any(|window| window == needle.as_bytes())
}

fn made(workspace: &Workspace) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(workspace.path("output/quay")).into_iter().flatten().flatten();
    entries.map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap())).collect()
}

fn json(files: &BTreeMap<String, Vec<u8>>, name: &str) -> Value {
    serde_json::from_slice(&files[name]).unwrap()
}

#[test]
fn what_is_left_out_is_in_no_byte_of_any_document() {
    let workspace = quay();
    let run = workspace.run(&["build", "--all"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let files = made(&workspace);
    let (clear, whole): (Vec<_>, Vec<_>) = files.iter().partition(|(name, _)| name.contains("-clear."));
    // Four forms, five sorts of file, two languages; the change log has no such version.
    assert_eq!((clear.len(), whole.len()), (40, 40), "{:?}", files.keys());
    for (name, bytes) in &clear {
        let all = everything(name, bytes);
        for needle in ["NEEDLE", "Vasterby", "memo-7", "gazette-9", "chart-2025", "case-3", "F-003", "F-005", "F-007"] {
            assert!(!holds(&all, needle), "{needle} in {name}");
        }
        assert!(!holds(&all, "Вастербю"), "{name}");
        assert!(holds(&all, "TLP:CLEAR") && !name.contains("amber"), "{name}");
    }
    // The search would have found it: all of it is in the whole brief, in the places that can hide it.
    let text = |name: &str| everything(name, &files[name]);
    for name in ["quay-briefing.pdf", "quay-annex.pdf", "quay-annex.html", "quay-annex.json", "quay-highlights.txt"] {
        assert!(holds(&text(name), "NEEDLE"), "{name}");
    }
    let pdf = pdf::decoded(&files["quay-briefing.pdf"]);
    let attached = String::from_utf8_lossy(&pdf).into_owned();
    assert!(attached.contains("\"caveat\": \"NEEDLE-caveat.\""), "the attachment is seen");
    assert!(attached.contains("NEEDLE-title F-003 · Reported"), "bookmarks are seen");
    let page = String::from_utf8(files["quay-annex.html"].clone()).unwrap();
    assert!(text("quay-annex.html").len() > page.len() + 10_000, "what pages enclose is seen");
}

#[test]
fn every_document_says_that_something_is_left_out_and_how_much() {
    let workspace = quay();
    assert_eq!(workspace.run(&["build", "--all"]).code, 0);
    let files = made(&workspace);
    let said = "It leaves out 3 findings, 4 items of evidence, 3 sources, 2 parties, 1 legal proceeding, 1 key point, 7 passages and the source summary (at TLP:AMBER).";
    for form in ["briefing", "highlights", "profile", "annex"] {
        for ending in ["html", "md", "txt", "json"] {
            let text = String::from_utf8(files[&format!("quay-{form}-clear.{ending}")].clone()).unwrap();
            assert!(text.contains(said), "{form}.{ending}");
            let whole = String::from_utf8(files[&format!("quay-{form}.{ending}")].clone()).unwrap();
            assert!(!whole.contains("It leaves out 3 "), "{form}.{ending}");
        }
        let pages = pdf::page_texts(&files[&format!("quay-{form}-clear.pdf")]);
        assert!(pages[0].contains(&pdf::squeezed(said)), "{form}: {}", pages[0]);
        for page in &pages {
            assert!(page.contains("TLP:CLEAR") && page.matches("TLP:AMBER").count() <= 1, "{form}: {page}");
        }
    }
    let french = String::from_utf8(files["quay-annex-fr-clear.txt"].clone()).unwrap();
    assert!(french.contains("3 constatations, 4 éléments de preuve"), "{french}");
    // The data say it, too, with the mark of the version.
    let attached = pdf::everything(&files["quay-briefing-clear.pdf"]);
    assert!(attached.contains("\"handling\": \"TLP:CLEAR\"") && attached.contains("\"left_out\": {"), "{attached}");
}

#[test]
fn a_status_stands_only_on_evidence_that_is_shown() {
    let workspace = quay();
    assert_eq!(
        workspace.run(&["build", "--handling", "TLP:CLEAR", "--form", "briefing,annex", "--to", "json"]).code,
        0
    );
    let files = made(&workspace);
    let annex = json(&files, "quay-annex-clear.json");
    let records = annex["annex"]["records"].as_array().unwrap();
    let told: Vec<_> =
        records.iter().map(|r| (r["id"].as_str().unwrap(), r["status"]["key"].as_str().unwrap())).collect();
    assert_eq!(
        told,
        [("F-001", "established"), ("F-002", "unverified"), ("F-004", "alleged"), ("F-006", "unverified")],
        "F-003 is marked, the denial of F-005 is, and F-007 is the other side of F-003"
    );
    let said = |at: usize| records[at]["left_out"].as_str();
    assert_eq!(said(0), Some("Part of the evidence for this is not in this version."));
    assert_eq!(said(2), None);
    assert_eq!(said(3), Some("The evidence for this is not in this version."));
    let briefing = json(&files, "quay-briefing-clear.json");
    let points: Vec<_> =
        briefing["key_points"].as_array().unwrap().iter().map(|p| p["findings"][0].as_str().unwrap()).collect();
    assert_eq!(points, ["F-001", "F-002", "F-004", "F-006"]);
    assert_eq!(briefing["key_points"][1]["status"]["key"], "unverified");
    let point = &briefing["key_points"][1]["text"];
    assert_eq!(point, "The Osmere Courier reported that the pumps had stood still on 2 February 2026.");
    assert_eq!(briefing["head"]["tlp"], "TLP:CLEAR");
    let section = briefing["opening"][0].to_string();
    for stays in ["keeps a register", "signed", "8 January", "The bill", "wrote of a bill"] {
        assert!(section.contains(stays), "{stays}: {section}");
    }
}

#[test]
fn a_count_says_that_evidence_for_it_is_left_out_and_loses_its_note() {
    let workspace = quay();
    let run = workspace.run(&["build", "--handling", "TLP:CLEAR", "--to", "json,md,html,txt,pdf"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let files = made(&workspace);
    let said = "Part of the evidence for this is not in this version.";
    let data = json(&files, "quay-briefing-clear.json");
    let rows = &data["proceedings"][0]["rows"];
    assert_eq!((&rows[0]["note"], &rows[1]["note"]), (&"A fine of 300 florins.".into(), &said.into()), "{rows}");
    for ending in ["md", "html", "txt"] {
        let text = String::from_utf8(files[&format!("quay-briefing-clear.{ending}")].clone()).unwrap();
        // For F-001, F-002 and the count.
        assert_eq!(text.split_whitespace().collect::<Vec<_>>().join(" ").matches(said).count(), 3, "{ending}: {text}");
    }
    let attached = pdf::everything(&files["quay-briefing-clear.pdf"]);
    let counts = attached.split("\"counts\": [").find(|part| part.contains("\"proceeding\": \"case-4\"")).unwrap();
    assert!(counts.contains("\"defendant\": \"pilot\"") && counts.contains("\"count\": \"2\""), "{counts}");
    // Reasons of changes are written for whoever reads the whole brief.
    assert!(attached.contains("\"changes\": []") && !attached.contains("\"previous\": \""), "{attached}");
}

#[test]
fn a_text_that_tells_of_what_is_left_out_stops_the_version() {
    let workspace = quay();
    workspace.edit(
        "briefs/quay/findings.yaml",
        "text: The pumps ran.,",
        "text: \"The pumps ran, whatever needle-memo on the state of the pumps says, and Mr NEEDLE-Vasterby.\",",
    );
    let run = workspace.run(&["build", "--handling", "TLP:CLEAR"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("error[left-out-told]"), "{}", run.stderr);
    assert!(run.stderr.contains("briefs/quay/findings.yaml:63:"), "{}", run.stderr);
    assert!(run.stderr.contains("in the version marked TLP:CLEAR"), "{}", run.stderr);
    assert!(made(&workspace).is_empty());
    // The brief itself may say it.
    let run = workspace.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

#[test]
fn what_is_told_is_told_where_it_stands() {
    let workspace = quay();
    let section = workspace.path("briefs/quay/sections/background.md");
    let text = fs::read_to_string(&section).unwrap();
    let told = "\nThe gate was old; see the\nNEEDLE-memo on the *state* of the pumps.\n\nHere stands the NEEDLE-quotation of the\ncontract.\nThe NEEDLE-chart of the basin shows it.\n\n![A plan](../plan.svg)\n";
    fs::write(&section, text.replace("\n[^1]:", &format!("{told}\n[^1]:"))).unwrap();
    let french = workspace.path("briefs/quay/sections/fr/background.md");
    let text = fs::read_to_string(&french).unwrap();
    let told = "\nLa porte était vieille.\n\nLe plan.\n\n![Un plan](../../plan.svg)\n";
    fs::write(&french, text.replace("\n[^1]:", &format!("{told}\n[^1]:"))).unwrap();
    workspace.write(
        "briefs/quay/plan.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"200\" height=\"40\"><text x=\"5\" y=\"20\">for NEEDLE-Vasterby, Quillon</text></svg>",
    );
    let run = workspace.run(&["build", "--handling", "clear"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    let places: Vec<_> = run.stderr.lines().filter_map(|line| line.trim().strip_prefix("--> briefs/quay/")).collect();
    assert_eq!(
        places,
        [
            "sections/background.md:31:1",
            "sections/background.md:33:13",
            "sections/background.md:35:5",
            "sections/background.md:37:14",
            "sections/fr/background.md:34:18"
        ],
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("this picture tells of a party"), "{}", run.stderr);
}

#[test]
fn no_version_is_compared_with_the_whole_brief() {
    let workspace = quay();
    for arguments in [&["build"][..], &["build", "--handling", "clear"]] {
        let run = workspace.run(arguments);
        assert_eq!(run.code, 0, "{}", run.stderr);
    }
    let (whole, clear) = ("output/quay/quay-briefing.pdf", "output/quay/quay-briefing-clear.pdf");
    for (old, new) in [(whole, clear), (clear, whole), (clear, "quay")] {
        let run = workspace.run(&["diff", old, new]);
        assert_eq!(run.code, 2, "{}", run.stdout);
        assert!(run.stderr.contains("a reduced version marked TLP:CLEAR") && run.stdout.is_empty(), "{}", run.stderr);
    }
    for (old, new) in [(whole, "quay"), (clear, clear)] {
        let run = workspace.run(&["diff", old, new]);
        assert_eq!(run.code, 0, "{}", run.stderr);
    }
    fs::copy(workspace.path(clear), workspace.path("briefs/quay/old.pdf")).unwrap();
    workspace.edit("briefs/quay/brief.yaml", "handling: TLP:AMBER", "handling: TLP:AMBER\nprevious: old.pdf");
    let run = workspace.run(&["build", "--form", "changes"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("what was left out would pass for a change"), "{}", run.stderr);
}

#[test]
fn a_version_says_of_a_status_only_what_is_true() {
    let workspace = quay();
    let run = workspace.run(&["build", "--handling", "clear", "--form", "briefing,annex", "--to", "html,md,txt,json"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let files = made(&workspace);
    for form in ["briefing", "annex"] {
        for ending in ["html", "md", "txt"] {
            let text = String::from_utf8(files[&format!("quay-{form}-clear.{ending}")].clone()).unwrap();
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            for wrong in
                ["It could not be checked.", "or could not be checked.", "Nothing is cited", "is the one that the"]
            {
                assert!(!text.contains(wrong), "{wrong} in {form}.{ending}: {text}");
            }
            let mut right = vec!["No status is higher than the evidence shown here allows."];
            right.push(if form == "annex" {
                "What this version leaves out is not counted."
            } else {
                "could not be checked, or rest on"
            });
            right.push("It could not be checked, or the evidence for it is not in this version.");
            for right in right {
                assert!(text.contains(right), "{right} in {form}.{ending}: {text}");
            }
        }
    }
    let annex = json(&files, "quay-annex-clear.json");
    let records = annex["annex"]["records"].as_array().unwrap();
    let origins: Vec<_> = records.iter().map(|record| record["origins"].as_str().unwrap()).collect();
    assert_eq!(origins, ["register", "courier", "courier", "not in this version"]);
    let sources = annex["annex"]["sources"].as_array().unwrap();
    let letter = sources.iter().find(|source| source["id"] == "letter").unwrap();
    assert_eq!(letter["cited_by"], serde_json::json!(["F-004"]), "it carries an answer");
}

#[test]
fn what_is_established_no_more_has_to_name_who_asserts_it() {
    let workspace = quay();
    let text = "text: The Osmere Courier reported that the pumps had stood still on 2 February 2026.\n  asserted_by: [courier-media]";
    workspace.edit("briefs/quay/findings.yaml", text, "text: The pumps stood still on 2 February 2026.");
    assert_eq!(workspace.run(&["build"]).code, 0);
    let run = workspace.run(&["build", "--handling", "clear"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("`F-002` does not say who asserts it"), "{}", run.stderr);
    // As strictly marked as its evidence, it goes.
    workspace.edit(
        "briefs/quay/findings.yaml",
        "title: The standstill",
        "title: The standstill\n  handling: TLP:AMBER",
    );
    let run = workspace.run(&["build", "--handling", "clear"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

#[test]
fn what_nobody_marked_travels_only_where_the_brief_says_so() {
    let workspace = quay();
    workspace.edit("briefs/quay/brief.yaml", "unmarked: TLP:CLEAR\n", "");
    let run = workspace.run(&["build", "--handling", "clear"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    let said = "error[unmarked]: no mark of their own: 6 findings, 5 sources, 2 proceedings and 5 parties";
    assert!(run.stderr.contains(said) && run.stderr.contains("`unmarked: TLP:CLEAR`"), "{}", run.stderr);
    assert!(run.stderr.contains("briefs/quay/brief.yaml:11:"), "{}", run.stderr);
    assert!(made(&workspace).is_empty());
    // What the brief itself holds it may hold.
    assert_eq!(workspace.run(&["build", "--to", "md"]).code, 0);

    // As strict as the brief: of what nobody marked nothing travels, and what is marked as open does.
    workspace.edit("briefs/quay/brief.yaml", "variants: [TLP:CLEAR]", "variants: [TLP:CLEAR]\nunmarked: TLP:AMBER");
    for (file, id) in
        [("parties", "id: authority"), ("parties", "id: firm"), ("sources", "id: register"), ("findings", "id: F-001")]
    {
        let open = format!("{id}\n{}handling: TLP:CLEAR", if file == "parties" { "    " } else { "  " });
        workspace.edit(&format!("briefs/quay/{file}.yaml"), id, &open);
    }
    let run = workspace.run(&["build", "--handling", "clear", "--to", "json"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let data = json(&made(&workspace), "quay-briefing-clear.json");
    let text = data.to_string();
    assert!(text.contains("in its register on 8 January 2026"), "{text}");
    for gone in ["F-002", "F-004", "F-006", "Courier", "Letter to the Institute"] {
        assert!(!text.contains(gone), "{gone}: {text}");
    }
    assert!(text.contains("It leaves out 6 findings, 1 item of evidence, 5 sources, 6 parties"), "{text}");

    workspace.edit("briefs/quay/brief.yaml", "unmarked: TLP:AMBER", "unmarked: TLP:RED");
    let run = workspace.run(&["check"]);
    assert!(run.stderr.contains("entries without a mark may travel less far than the document"), "{}", run.stderr);
}

#[test]
fn a_version_is_for_a_wider_circle_and_has_a_name_of_its_own() {
    let workspace = quay();
    for (arguments, told) in [
        (&["--handling", "TLP:AMBER"][..], "a version marked TLP:AMBER is for no wider circle"),
        (&["--handling", "TLP:RED"], "invalid value 'TLP:RED'"),
        (&["--handling", "TLP:CLEAR", "--draft"], "cannot be used with '--draft'"),
        (&["--handling", "TLP:CLEAR", "--all"], "cannot be used with"),
        (&["--handling", "TLP:CLEAR", "--form", "changes"], "a change log has no version"),
    ] {
        let run = workspace.run(&[&["build"], arguments].concat());
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains(told), "{arguments:?}: {}", run.stderr);
    }
    assert!(made(&workspace).is_empty());
    workspace.write("evenhand.toml", "[documents]\nfile_name = \"{number}\"\n");
    let run = workspace.run(&["build", "--handling", "clear,green", "--to", "md"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(made(&workspace).into_keys().collect::<Vec<_>>(), ["TEST-27-clear.md", "TEST-27-green.md"]);
    workspace.edit("briefs/quay/brief.yaml", "variants: [TLP:CLEAR]", "variants: [TLP:CLEAR, TLP:RED]");
    let run = workspace.run(&["check"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("error[handling]: this version would be for no wider circle"), "{}", run.stderr);
}

#[test]
fn a_draft_has_no_version_since_a_mark_may_be_misread() {
    let workspace = quay();
    workspace.edit("briefs/quay/sources.yaml", "handling: TLP:AMBER", "handling: TLP:AMBR");
    let run = workspace.run(&["build", "--all", "--draft"]);
    assert_eq!(run.code, 1);
    let names = made(&workspace);
    assert!(!names.is_empty() && names.keys().all(|name| !name.contains("clear")), "{:?}", names.keys());
}

#[test]
fn a_name_needs_a_consent_that_covers_the_version() {
    let workspace = quay();
    workspace.edit(
        "briefs/quay/parties.yaml",
        "name: Sluice & Sons",
        "name: Sluice & Sons\n    protected: private_person\n    consent: { covers: TLP:AMBER, date: 2026-02-01 }\n    pseudonym: a firm\n    translations: [{ language: fr, pseudonym: une entreprise }]",
    );
    let run = workspace.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let run = workspace.run(&["build", "--handling", "clear"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("error[private-person]"), "{}", run.stderr);
}

fn harbour() -> Loaded {
    let root = project().canonicalize().unwrap();
    let mut map = SourceMap::new(root.clone());
    load::load(&mut map, &root.join("briefs/harbour-contract"))
}

/// For each source that stays, by id, its origins by their ids.
fn origins(loaded: &Loaded) -> BTreeMap<Id, BTreeSet<Id>> {
    let resolved = resolve::resolve(loaded);
    let id = |at: usize| loaded.sources[at].value.id.clone();
    (0..loaded.sources.len())
        .map(|at| (id(at), resolved.origins.of(at).iter().map(|&origin| id(origin)).collect()))
        .collect()
}

fn statuses(loaded: &Loaded) -> BTreeMap<Id, Status> {
    let resolved = resolve::resolve(loaded);
    let findings = loaded.findings.iter().map(|entry| entry.value.id.clone());
    findings.zip(resolved.standings.iter().map(resolve::Standing::status)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is marked: no status rises, no source gets another origin, and nothing refers to what is
    /// left out.
    #[test]
    fn nothing_gains_by_what_is_left_out(
        sources in proptest::collection::vec(proptest::bool::weighted(0.25), 40),
        parties in proptest::collection::vec(proptest::bool::weighted(0.05), 60),
        items in proptest::collection::vec(proptest::bool::weighted(0.15), 120),
        findings in proptest::collection::vec(proptest::bool::weighted(0.1), 40),
    ) {
        let mut whole = harbour();
        whole.brief.as_mut().unwrap().value.handling = Tlp::Amber;
        let amber = |marked: &bool| marked.then_some(Tlp::Amber);
        whole.sources.iter_mut().zip(&sources).for_each(|(entry, marked)| entry.value.handling = amber(marked));
        whole.parties.iter_mut().zip(&parties).for_each(|(entry, marked)| entry.value.handling = amber(marked));
        whole.findings.iter_mut().zip(&findings).for_each(|(entry, marked)| entry.value.handling = amber(marked));
        let evidence = whole.findings.iter_mut().flat_map(|entry| &mut entry.value.evidence);
        evidence.zip(&items).for_each(|(item, marked)| item.handling = amber(marked));
        let reduced = variant::reduce(&whole, Tlp::Clear).loaded;

        let before = statuses(&whole);
        for (id, status) in statuses(&reduced) {
            let was = before[&id];
            let lowered = matches!(was, Status::Established | Status::Reported)
                && matches!(status, Status::Unverified | Status::Alleged);
            prop_assert!(status == was || lowered, "{id}: {was:?} became {status:?}");
            let left_out = reduced.left_out.as_ref().unwrap().of(&id).is_some();
            prop_assert!(status == was || left_out, "{id}: it is said why");
        }
        let behind = origins(&whole);
        for (id, now) in origins(&reduced) {
            prop_assert_eq!(&now, &behind[&id], "{}", id);
        }
        // Every reference leads somewhere.
        let resolved = resolve::resolve(&reduced);
        prop_assert!(resolved.problems.is_empty(), "{:?}", resolved.problems);
        let marked = reduced.sources.iter().filter_map(|entry| entry.value.handling)
            .chain(reduced.parties.iter().filter_map(|entry| entry.value.handling))
            .chain(reduced.findings.iter().filter_map(|entry| entry.value.handling))
            .chain(reduced.findings.iter().flat_map(|entry| &entry.value.evidence).filter_map(|item| item.handling));
        prop_assert_eq!(marked.max(), None);
    }
}
