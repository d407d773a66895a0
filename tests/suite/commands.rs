//! The commands as a researcher meets them.

use crate::pdf;
use crate::workspace::{Workspace, record};

#[test]
fn a_new_brief_builds_at_once() {
    let workspace = Workspace::starter("street-lamps");
    let run = workspace.run(&["build", "street-lamps"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(run.stdout, "wrote output/street-lamps/street-lamps-briefing.pdf\n");
    assert_eq!(run.stderr, "street-lamps: no problems\n");
    let text = pdf::body_text(&workspace.pdf("street-lamps"));
    assert!(text.contains("Streetlightingintheoldtown"));
    // Comments are notes for the author and never reach the reader.
    assert!(!text.contains("Longprosegoes"));
}

#[test]
fn new_never_overwrites() {
    let workspace = Workspace::starter("case");
    workspace.write("briefs/case/brief.yaml", "mine");
    let run = workspace.run(&["new", "case"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("there is a brief `case` already"), "{}", run.stderr);
    assert_eq!(std::fs::read_to_string(workspace.path("briefs/case/brief.yaml")).unwrap(), "mine");
    assert_eq!(workspace.run(&["new", "../case"]).code, 2);
}

#[test]
fn a_brief_is_named_by_name_or_by_folder() {
    let workspace = Workspace::starter("case");
    let inside = crate::workspace::run(&workspace.path("briefs/case"), &["check", "."], &[]);
    assert_eq!(inside.code, 0, "{}", inside.stderr);
    for named in ["case", "briefs/case", "./briefs/case/"] {
        let run = workspace.run(&["check", named]);
        assert_eq!(run.code, 0, "{named}: {}", run.stderr);
    }
    let run = crate::workspace::run(&workspace.path("briefs/case/sections"), &["check", "case"], &[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let run = workspace.run(&["check", "cas"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("did you mean `case`?"), "{}", run.stderr);
}

#[test]
fn usage_errors_have_their_own_code() {
    let workspace = Workspace::empty();
    assert_eq!(workspace.run(&["build", "--nonsense"]).code, 2);
    assert_eq!(workspace.run(&["build"]).code, 2);
    assert_eq!(workspace.run(&["--help"]).code, 0);
    let version = workspace.run(&["--version"]);
    assert_eq!(version.stdout, format!("evenhand {}\n", env!("CARGO_PKG_VERSION")));
    let outside = tempfile::tempdir().unwrap();
    let run = crate::workspace::run(outside.path(), &["check"], &[]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("is in no workspace"), "{}", run.stderr);
}

#[test]
fn completions_are_printed_for_every_shell() {
    let workspace = Workspace::empty();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = workspace.run(&["completions", shell]);
        assert_eq!(run.code, 0);
        assert!(run.stdout.contains("evenhand"), "{shell}");
    }
}

#[test]
fn a_brief_with_errors_is_refused_and_the_earlier_document_stays() {
    let workspace = Workspace::starter("case");
    workspace.run(&["build"]);
    let good = workspace.pdf("case");
    workspace.edit("briefs/case/findings.yaml", "status: alleged", "status: established");
    let run = workspace.run(&["build", "case"]);
    assert_eq!(run.code, 1);
    assert!(good == workspace.pdf("case"));
    assert!(!run.stdout.contains("wrote"), "{}", run.stdout);
}

#[test]
fn a_draft_says_so_on_every_page_and_demotes() {
    let workspace = Workspace::starter("case");
    workspace.edit("briefs/case/findings.yaml", "status: alleged", "status: established");
    workspace.edit("briefs/case/findings.yaml", "asserted_by: [herald]", "asserted_by: [heralt]");
    let run = workspace.run(&["build", "--draft"]);
    assert_eq!(run.code, 1, "a draft still tells its errors: {}", run.stderr);
    let pages = pdf::page_texts(&workspace.draft("case"));
    for page in &pages {
        assert!(page.contains("DRAFT–2openproblems"), "{page}");
    }
    assert!(!workspace.path("output/case/case-briefing.pdf").exists(), "a draft has a name of its own");
    // What did not pass the gate is shown as unverified, not as established.
    let text = pages.concat();
    assert!(
        text.contains("Unverified.TheResidents’Association") || text.contains("Unverified.TheResidents'Association")
    );
}

#[test]
fn problems_come_as_json_too() {
    let workspace = Workspace::starter("case");
    workspace.edit("briefs/case/findings.yaml", "source: council-register", "source: council-registre");
    let run = workspace.run(&["check", "--format", "json"]);
    assert_eq!(run.code, 1);
    assert_eq!(run.stderr, "");
    insta::assert_snapshot!(run.stdout);
}

#[test]
fn colour_only_when_asked_for() {
    let workspace = Workspace::starter("case");
    workspace.edit("briefs/case/findings.yaml", "kind: factual", "kind: fact");
    assert!(!workspace.run(&["check"]).stderr.contains('\u{1b}'));
    assert!(workspace.run(&["check", "--color", "always"]).stderr.contains('\u{1b}'));
}

#[test]
fn the_typst_text_is_kept_on_request() {
    let workspace = Workspace::starter("case");
    workspace.run(&["build"]);
    assert!(!workspace.path("output/case/case-briefing.typ").exists());
    workspace.run(&["build", "--keep-typst"]);
    assert!(std::fs::read_to_string(workspace.path("output/case/case-briefing.typ")).unwrap().contains("#title-block"));
}

#[test]
fn findings_are_attached_as_json() {
    let workspace = Workspace::starter("case");
    workspace.run(&["build"]);
    let bytes = workspace.pdf("case");
    let pdf = String::from_utf8_lossy(&bytes);
    assert!(pdf.contains("findings.json") && pdf.contains("application#2Fjson"), "the attachment is named");
}

#[test]
fn json_is_taken_in_place_of_yaml() {
    let workspace = Workspace::starter("case").without_rules();
    std::fs::remove_file(workspace.path("briefs/case/findings.yaml")).unwrap();
    let finding = |id: &str| {
        serde_json::json!({
            "id": id, "kind": "factual", "status": "reported", "text": "The Daily Herald wrote \u{1D11E} \"so\".",
            "asserted_by": ["herald"], "evidence": [{"source": "herald-lamps", "locator": "para. 1", "credibility": "2"}]
        })
    };
    let findings = serde_json::json!([finding("F-001"), finding("F-002"), finding("F-003")]);
    // Escaped as some writers do, with a surrogate pair.
    let text = serde_json::to_string_pretty(&findings).unwrap().replace('\u{1D11E}', "\\u00e9");
    workspace.write("briefs/case/findings.json", text);
    let run = workspace.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(pdf::body_text(&workspace.pdf("case")).contains("TheDailyHeraldwroteé\"so\"."));
}

#[test]
fn a_name_that_no_font_has_is_left_out_with_a_warning() {
    let workspace = Workspace::starter("case");
    workspace.edit(
        "briefs/case/parties.yaml",
        // The party whose response is printed with its name.
        "name: Town Council",
        "name: Town Council\n    native_name: 市议会\n    native_language: zh",
    );
    let run = workspace.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("warning[missing-glyph]"), "{}", run.stderr);
    assert!(run.stderr.contains("Noto Serif CJK SC"), "{}", run.stderr);
    // In a text it would be a hole in a sentence, so there it is an error.
    workspace.edit(
        "briefs/case/findings.yaml",
        "the work would take eight months",
        "the work (日) would take eight months",
    );
    assert_eq!(workspace.run(&["build"]).code, 1);
}

#[test]
fn a_review_on_what_is_not_established_is_a_warning() {
    let workspace = Workspace::starter("case");
    workspace.edit(
        "briefs/case/findings.yaml",
        "status: established\n  title",
        "status: reported\n  asserted_by: [council]\n  title",
    );
    workspace.edit(
        "briefs/case/findings.yaml",
        "the Town Council voted to replace",
        "the Town Council said that it would replace",
    );
    workspace.edit("briefs/case/brief.yaml", "The town council voted on", "The Town Council said that it voted on");
    let run = workspace.run(&["check"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("warning[needless-review]"), "{}", run.stderr);
}

#[test]
fn stand_ins_never_open_the_gate_of_a_draft() {
    // A source of an unknown type stands in as a judgment, and a lost parent makes a source its
    // own origin; neither may establish anything.
    for (from, to) in [
        ("type: register", "type: judgement"),
        ("consulted: true\n  issued_by: council", "consulted: true\n  derives_from: [nowhere]"),
    ] {
        let workspace = Workspace::starter("case");
        workspace.edit("briefs/case/sources.yaml", from, to);
        assert_eq!(workspace.run(&["build", "--draft"]).code, 1);
        let text = pdf::body_text(&workspace.draft("case"));
        assert!(!text.contains("Establishedfacts"), "{to}");
        assert!(text.contains("Unverified.On12January2026"), "{to}");
    }
}

#[test]
fn a_document_is_marked_as_strictly_as_what_it_holds() {
    let workspace = Workspace::starter("case");
    workspace.edit(
        "briefs/case/findings.yaml",
        "  title: The tender",
        "  title: The tender\n  handling: TLP:AMBER+STRICT",
    );
    let run = workspace.run(&["build", "--draft"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("error[handling]"), "{}", run.stderr);
    for page in pdf::page_texts(&workspace.draft("case")) {
        assert_eq!(page.matches("TLP:AMBER+STRICT").count(), 2, "{page}");
    }
}

#[test]
fn the_file_says_that_it_conforms() {
    // That it does is for veraPDF to say, in `.ci/run`.
    let workspace = Workspace::starter("case");
    workspace.run(&["build"]);
    let bytes = workspace.pdf("case");
    let pdf = String::from_utf8_lossy(&bytes);
    for mark in ["<pdfaid:part>3<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<"] {
        assert!(pdf.contains(mark), "{mark}");
    }
}

#[test]
fn the_gate_sees_through_what_cannot_be_seen() {
    for (file, from, to) in [
        ("findings", "reviewer: Your name", "reviewer: \"\\u200B\""),
        ("findings", "locator: decision 2026/7 ", "locator: \"\\u2060\" "),
        ("sources", "reliability: A", "reliability: A\n  revision: { kind: retracted, date: 2026, note: Withdrawn. }"),
    ] {
        let workspace = Workspace::starter("case");
        workspace.edit(&format!("briefs/case/{file}.yaml"), from, to);
        assert_eq!(workspace.run(&["build", "--draft"]).code, 1, "{to}");
        assert!(!pdf::body_text(&workspace.draft("case")).contains("Establishedfacts"), "{to}");
    }
}

#[cfg(unix)]
#[test]
fn an_image_cannot_climb_out_by_its_name() {
    let workspace = Workspace::starter("case");
    workspace.write("briefs/case/a\\..\\..\\..\\evil.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>");
    workspace
        .write("briefs/case/sections/background.md", "# Background\n\n![x](<../a\\\\..\\\\..\\\\..\\\\evil.svg>)\n");
    let run = workspace.run(&["build"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("error[bad-image]"), "{}", run.stderr);
}

#[test]
fn the_attached_data_are_keys_not_words() {
    let workspace = Workspace::starter("case");
    let record = serde_json::to_value(record(workspace.root(), "case")).unwrap();
    assert_eq!(record["schema"], "evenhand/findings/2");
    assert_eq!(record["findings"][1]["status"], "alleged");
    assert_eq!(record["findings"][1]["accuses"][0], "council");
    assert_eq!(record["sources"][0]["reliability"], "A");
    assert_eq!(record["findings"][0]["evidence"][0]["locator"], "decision 2026/7");
}
