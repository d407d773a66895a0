//! The checker from outside: what it says, in which form, and who may change what it says.

use std::fs;

use crate::pdf;
use crate::workspace::{Workspace, project};

/// A starter brief with one loaded verb.
fn claimed() -> Workspace {
    let workspace = Workspace::starter("case");
    workspace.edit(
        "briefs/case/findings.yaml",
        "text: The Daily Herald wrote that the work would take eight months.",
        "text: >-   # folded\n    The Daily Herald claimed\n    that nobody was asked, and claimed that the work would take eight months.",
    );
    workspace
}

#[test]
fn warnings_can_be_denied() {
    let workspace = claimed();
    let run = workspace.run(&["check"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("warning[loaded-verb]"), "{}", run.stderr);
    assert_eq!(workspace.run(&["check", "--deny", "warnings"]).code, 1);
    // A warning stops no document.
    assert_eq!(workspace.run(&["build"]).code, 0);
}

#[test]
fn certain_words_are_replaced_and_nothing_else_changes() {
    let workspace = claimed();
    let path = workspace.path("briefs/case/findings.yaml");
    let before = fs::read_to_string(&path).unwrap();
    let run = workspace.run(&["check", "--fix", "--dry-run"]);
    assert!(run.stdout.contains("+    that nobody was asked, and said that the work"), "{}", run.stdout);
    assert_eq!(fs::read_to_string(&path).unwrap(), before, "a dry run changes nothing");
    let run = workspace.run(&["check", "--fix"]);
    assert!(run.stdout.contains("made 1 replacement in briefs/case/findings.yaml"), "{}", run.stdout);
    // The first stands over the end of a line: it is left to a person, and still told.
    let expected = before.replace("and claimed that", "and said that");
    assert_eq!(fs::read_to_string(&path).unwrap(), expected);
    assert_eq!(run.stderr.matches("warning[loaded-verb]").count(), 1, "{}", run.stderr);
}

#[test]
fn a_workspace_and_a_brief_set_levels() {
    let workspace = claimed();
    let setting = |level: &str| {
        format!("[[rules]]\nrule = \"loaded-verb\"\nlevel = \"{level}\"\nreason = \"House style.\"\nby = \"Desk\"\n")
    };
    workspace.write("evenhand.toml", setting("error"));
    assert_eq!(workspace.run(&["check"]).code, 1);
    workspace.write("evenhand.toml", setting("off"));
    let run = workspace.run(&["check", "--deny", "warnings", "--summary"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("1 lowered rule"), "{}", run.stderr);
    assert!(run.stdout.contains("loaded-verb is off in this workspace: House style. (Desk)"), "{}", run.stdout);
    // What the brief says counts before what the workspace says; the code will do for the name.
    let brief = fs::read_to_string(workspace.path("briefs/case/brief.yaml")).unwrap();
    workspace.write(
        "briefs/case/brief.yaml",
        format!("{brief}\nrules:\n  - {{rule: EH11, level: error, reason: A test., by: Desk}}\n"),
    );
    assert_eq!(workspace.run(&["check"]).code, 1);
}

#[test]
fn settings_that_cannot_be_understood_are_told_with_their_place() {
    let workspace = claimed();
    workspace.write("evenhand.toml", "[[rules]]\nrule = \"loaded-verb\"\nlevel = \"loud\"\n");
    let run = workspace.run(&["check"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("error[settings]") && run.stderr.contains("evenhand.toml:3:9"), "{}", run.stderr);
    workspace.write("evenhand.toml", "");
    workspace.write("wording/en.toml", "[[loaded-verb]]\nfind = [\"mutter\"]\nintead = \"said\"\n");
    let run = workspace.run(&["check"]);
    assert!(run.stderr.contains("error[settings]") && run.stderr.contains("wording/en.toml:3:1"), "{}", run.stderr);
}

#[test]
fn an_organisation_adds_words_of_its_own() {
    let workspace = Workspace::starter("case");
    workspace.edit("briefs/case/findings.yaml", "The Daily Herald wrote that", "The Daily Herald muttered that");
    assert!(!workspace.run(&["check"]).stderr.contains("loaded-verb"));
    workspace.write(
        "wording/en.toml",
        "[[loaded-verb]]\nfind = [\"mutter that\"]\ninstead = \"said\"\n\n[[verb-of-saying]]\nfind = [\"mutter\"]\n",
    );
    let run = workspace.run(&["check"]);
    assert!(run.stderr.contains("`muttered that` judges the speaker"), "{}", run.stderr);
    assert!(run.stderr.contains("write instead: said"), "{}", run.stderr);
}

#[test]
fn what_protects_people_cannot_be_switched_off() {
    for rule in ["not-established", "private-person", "EH04"] {
        let workspace = Workspace::starter("case");
        workspace.write(
            "evenhand.toml",
            format!("[[rules]]\nrule = \"{rule}\"\nlevel = \"off\"\nreason = \"Hurry.\"\nby = \"Desk\"\n"),
        );
        let run = workspace.run(&["check"]);
        assert_eq!(run.code, 1, "{rule}");
        assert!(run.stderr.contains("cannot be switched off"), "{}", run.stderr);
        workspace.write("evenhand.toml", "");
        workspace.edit(
            "briefs/case/findings.yaml",
            "  title: The decision",
            &format!("  title: The decision\n  exceptions:\n    - {{rule: {rule}, reason: Hurry., by: Desk}}"),
        );
        assert_eq!(workspace.run(&["check"]).code, 1, "{rule}");
    }
}

#[test]
fn an_exception_is_shown_to_whoever_checks_and_to_whoever_reads() {
    let workspace = claimed();
    workspace.edit(
        "briefs/case/findings.yaml",
        "  title: How long the work takes",
        "  title: How long the work takes\n  exceptions:\n    - rule: loaded-verb\n      reason: The word is the newspaper's own in its headline.\n      by: Ida Holm",
    );
    let run = workspace.run(&["check", "--deny", "warnings", "--summary"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("no problems (1 exception)"), "{}", run.stderr);
    assert!(run.stdout.contains("F-003 except loaded-verb (2 problems)"), "{}", run.stdout);
    assert_eq!(workspace.run(&["build"]).code, 0);
    let text = pdf::body_text(&workspace.pdf("case"));
    assert!(text.contains(&pdf::squeezed("The word is the newspaper's own in its headline. – Ida Holm")), "{text}");
}

#[test]
fn a_withheld_name_is_in_no_document() {
    let workspace = Workspace::copy_of("harbour-contract");
    assert_eq!(workspace.run(&["build"]).code, 0);
    let bytes = workspace.pdf("harbour-contract");
    let text = pdf::body_text(&bytes);
    assert!(text.contains("Witness4"), "{text}");
    let data = pdf::everything(&bytes);
    assert!(data.contains("\"id\": \"witness-4\""), "the attachment is seen");
    for part in ["Lindiwe", "Oşkarın", "Fisher at Osmere, named in the sources by number"] {
        assert!(!text.contains(&pdf::squeezed(part)) && !data.contains(part), "{part}");
    }
    // In no other form, sort of file or language either.
    assert_eq!(workspace.run(&["build", "--all"]).code, 0);
    let mut seen = 0;
    for entry in fs::read_dir(workspace.path("output/harbour-contract")).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        let all = match path.extension().and_then(|ending| ending.to_str()) {
            Some("pdf") => pdf::page_texts(&bytes).concat() + &pdf::everything(&bytes),
            _ => String::from_utf8(bytes).unwrap(),
        };
        for part in ["Lindiwe", "Oşkarın", "O\\u015f"] {
            assert!(!all.contains(part), "{part} in {}", path.display());
        }
        seen += 1;
    }
    assert_eq!(seen, 4 * 5 * 2, "forms, sorts of file, languages");
    // Once it stands in a text there is no document, and no draft either.
    workspace.edit(
        "briefs/harbour-contract/findings/channel.yaml",
        "Witness 4, a fisher,",
        "Lindiwe Oşkarın, a fisher,",
    );
    for arguments in [&["build"][..], &["build", "--draft"]] {
        fs::remove_dir_all(workspace.path("output")).ok();
        let run = workspace.run(arguments);
        assert_eq!(run.code, 1);
        assert!(run.stderr.contains("error[private-person]"), "{}", run.stderr);
        assert!(!workspace.path("output").exists(), "{arguments:?} wrote a document");
    }
}

#[test]
fn json_carries_codes_fixes_and_exceptions() {
    let run = crate::workspace::run(project(), &["check", "overseas-stations", "--format", "json"], &[]);
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(report["version"], 1);
    let brief = &report["briefs"][0];
    assert_eq!(brief["levels"][0]["rule"], "no-archived-copy");
    assert!(
        brief["exceptions"].as_array().unwrap().iter().any(|e| e["rule"] == "stale-status" && e["entry"] == "us-v-ji")
    );
    assert!(brief["neutrality"].as_array().unwrap().len() > 5);
    let run = claimed().run(&["check", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let problem = &report["briefs"][0]["diagnostics"][1];
    assert_eq!((&problem["code"], &problem["rule"]), (&"loaded-verb".into(), &"EH11".into()));
    assert_eq!((&problem["fix"]["before"], &problem["fix"]["after"]), (&"claimed that".into(), &"said that".into()));
}

/// Every field of the JSON report, and of what type it is. Programs rely on it: fields may be added,
/// none may go or change.
#[test]
fn the_form_of_the_json_is_frozen() {
    let mut fields = std::collections::BTreeSet::new();
    for run in [
        crate::workspace::run(project(), &["check", "--format", "json"], &[]),
        claimed().run(&["check", "--format", "json"]),
    ] {
        collect("", &serde_json::from_str(&run.stdout).unwrap(), &mut fields);
    }
    insta::assert_snapshot!(fields.into_iter().collect::<Vec<_>>().join("\n"));
}

fn collect(path: &str, value: &serde_json::Value, fields: &mut std::collections::BTreeSet<String>) {
    match value {
        serde_json::Value::Object(object) => {
            object.iter().for_each(|(key, value)| collect(&format!("{path}.{key}"), value, fields))
        }
        serde_json::Value::Array(list) => {
            fields.insert(format!("{path}: list"));
            list.iter().for_each(|value| collect(&format!("{path}[]"), value, fields));
        }
        serde_json::Value::String(_) => _ = fields.insert(format!("{path}: text")),
        serde_json::Value::Number(_) => _ = fields.insert(format!("{path}: number")),
        serde_json::Value::Bool(_) => _ = fields.insert(format!("{path}: true or false")),
        serde_json::Value::Null => _ = fields.insert(format!("{path}: nothing")),
    }
}

#[test]
fn sarif_and_annotations_point_at_the_same_lines() {
    let workspace = claimed();
    let log: serde_json::Value = serde_json::from_str(&workspace.run(&["check", "--format", "sarif"]).stdout).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let result = &run["results"][1];
    assert_eq!(result["ruleId"], "EH11");
    let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
    assert_eq!(run["tool"]["driver"]["rules"][index]["id"], "EH11");
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "briefs/case/findings.yaml");
    let line = place["region"]["startLine"].as_u64().unwrap();
    let annotations = workspace.run(&["check", "--format", "github"]).stdout;
    let expected = format!("::warning file=briefs/case/findings.yaml,line={line},");
    assert!(annotations.lines().nth(1).unwrap().starts_with(&expected), "{annotations}");
    assert!(annotations.contains("%0Awrite instead: "), "{annotations}");
}

#[test]
fn rules_are_listed_and_explained() {
    let workspace = Workspace::empty();
    let list = workspace.run(&["rules"]).stdout;
    for rule in evenhand::check::RULES {
        assert!(list.contains(rule.name) && list.contains(rule.code), "{}", rule.name);
        let page = workspace.run(&["explain", rule.name]).stdout;
        assert!(page.contains("## Why") && page.contains("## Write instead"), "{page}");
        assert_eq!(page, workspace.run(&["explain", rule.code]).stdout);
    }
    let json: serde_json::Value = serde_json::from_str(&workspace.run(&["rules", "--format", "json"]).stdout).unwrap();
    assert_eq!(json["rules"].as_array().unwrap().len(), evenhand::check::RULES.len());
    let run = workspace.run(&["explain", "loaded-verbs"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("did you mean `loaded-verb`?"), "{}", run.stderr);
    assert!(workspace.run(&["explain", "syntax"]).stdout.contains("YAML"));
}

#[test]
fn the_graph_shows_findings_sources_and_origins() {
    let workspace = Workspace::copy_of("harbour-contract");
    let run = workspace.run(&["graph", "harbour-contract"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let file = |ending: &str| {
        fs::read_to_string(workspace.path(&format!("output/harbour-contract/harbour-contract-graph.{ending}"))).unwrap()
    };
    let (svg, dot) = (file("svg"), file("dot"));
    for id in ["F-003", "gazeta-2023", "audit-2023", "silting-memo-2019"] {
        assert!(svg.contains(&format!(">{id}</text>")) && dot.contains(id), "{id}");
    }
    assert!(dot.contains("\"s:gazeta-2023\" -> \"s:audit-2023\" [label=\"rests on\"];"), "{dot}");
    assert!(dot.contains("\"s:silting-memo-2019\" -> \"s:audit-2023\" [style=dotted, label=\"cited in\"];"), "{dot}");
    assert!(svg.contains("<desc id=\"description\">22 findings rest on"), "{}", &svg[..600]);
    assert_eq!(svg.matches("<g>").count(), svg.matches("</g>").count());
    // A circle has no end; it is drawn all the same.
    workspace.edit(
        "briefs/harbour-contract/sources.yaml",
        "- id: audit-2023\n",
        "- id: audit-2023\n  derives_from: [tageblatt-2023]\n",
    );
    assert_eq!(workspace.run(&["graph"]).code, 0);
    assert!(file("dot").contains("\"s:audit-2023\" -> \"s:tageblatt-2023\""));
}

#[test]
fn both_positions_are_counted_and_nobody_is_given_a_mark() {
    let run = crate::workspace::run(project(), &["check", "harbour-contract", "--summary"], &[]);
    let text = run.stdout;
    let begin = text.find("Court of Audit against Marlune Dragages").unwrap();
    let table = &text[begin..][..text[begin..].find("\n\n").unwrap()];
    let row = |row: &[&str]| table.lines().any(|line| line.split_whitespace().eq(row.iter().copied()));
    assert!(row(&["language", "statements", "words", "verbs", "of", "saying"]), "{table}");
    assert!(row(&["Court", "of", "Audit", "en", "2", "53", "reported", "1,", "wrote", "1"]), "{table}");
    assert!(row(&["fr", "2", "62", "rapporter", "1,", "écrire", "1"]), "{table}");
    assert!(table.contains("answers: 1 of 1 (F-008: in F-007)"), "{table}");
    // Who declined to answer says nothing, and an accused who "accepted nothing" admits nothing.
    let rows: Vec<String> = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    for row in
        ["Marlune Dragages en 0 0 none", "Éléonore Châtelvair en 2 31 told 1, wrote 1", "fr 2 40 dire 1, écrire 1"]
    {
        assert!(rows.iter().any(|line| line == row), "{row}\n{text}");
    }
    let run = crate::workspace::run(project(), &["check", "overseas-stations", "--summary"], &[]);
    let without = ["appeler", "appellent", "observent", "cites", "cited", "reported 1 (", "d'après", "accepted"];
    let counts: Vec<&str> =
        run.stdout.lines().filter(|line| !line.contains("answers:") && !line.contains('“')).collect();
    for word in without {
        assert!(!counts.iter().any(|line| line.contains(word)), "{word}\n{}", run.stdout);
    }
}
