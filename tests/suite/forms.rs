//! The forms of document: how long they may be, and what each tells.

use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::pdf;
use crate::workspace::{Workspace, project, run};

const SLUGS: [&str; 2] = ["harbour-contract", "overseas-stations"];

fn made(workspace: &Workspace, slug: &str, form: &str) -> Vec<u8> {
    std::fs::read(workspace.path(&format!("output/{slug}/{slug}-{form}.pdf"))).unwrap()
}

/// The finding ids that stand in a text, in order, once each.
fn ids(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("F-0") {
        let id = text[at..].chars().take(5).collect::<String>();
        if !found.contains(&id) {
            found.push(id);
        }
    }
    found.sort();
    found
}

#[test]
fn every_form_builds_for_both_briefs_and_keeps_its_length() {
    for slug in SLUGS {
        let workspace = Workspace::copy_of(slug);
        let built = workspace.run(&["build", "--form", "briefing,highlights,profile,annex"]);
        assert_eq!(built.code, 0, "{}", built.stderr);
        assert_eq!(pdf::page_texts(&made(&workspace, slug, "highlights")).len(), 1, "{slug}");
        assert_eq!(pdf::page_texts(&made(&workspace, slug, "profile")).len(), 2, "{slug}");
        let briefing = ids(&pdf::body_text(&made(&workspace, slug, "briefing")));
        let annex = ids(&pdf::body_text(&made(&workspace, slug, "annex")));
        assert_eq!(briefing, annex, "{slug}: both tell every finding");
        assert!(briefing.len() > 20);
    }
}

#[test]
fn each_header_cell_of_each_table_says_what_it_heads() {
    for slug in SLUGS {
        let workspace = Workspace::copy_of(slug);
        assert_eq!(workspace.run(&["build", "--form", "briefing,annex"]).code, 0);
        for form in ["briefing", "annex"] {
            let all = pdf::everything(&made(&workspace, slug, form));
            let heads = all.matches("/S/TH/").count() + all.matches("/S /TH/").count();
            let scopes = all.matches("/Scope/Column").count() + all.matches("/Scope /Column").count();
            assert!(heads > 8, "{slug} {form}: {heads} header cells");
            assert_eq!(heads, scopes, "{slug} {form}");
        }
    }
}

#[test]
fn highlights_that_are_too_long_say_by_how_much_and_what_could_go() {
    let workspace = Workspace::copy_of("harbour-contract");
    workspace.edit(
        "briefs/harbour-contract/brief.yaml",
        "highlights: [F-001, F-013, F-016, F-017, F-021]",
        "highlights: [F-001, F-006, F-007, F-008, F-013, F-016, F-017, F-018, F-021]",
    );
    let built = workspace.run(&["build", "--form", "highlights"]);
    assert_eq!(built.code, 1);
    insta::assert_snapshot!(built.stderr);
    assert!(!workspace.path("output/harbour-contract/harbour-contract-highlights.pdf").exists());
}

#[test]
fn a_short_form_names_no_finding_that_is_not_there() {
    let workspace = Workspace::starter("case");
    workspace.edit("briefs/case/brief.yaml", "handling:", "highlights: [F-001, F-099]\nprofile: [F-002]\nhandling:");
    let checked = workspace.run(&["check"]);
    assert_eq!(checked.code, 1);
    assert!(checked.stderr.contains("there is no finding `F-099`"), "{}", checked.stderr);
}

#[test]
fn footnotes_stand_on_the_page_that_cites_them() {
    let workspace = Workspace::starter("case");
    workspace.edit("briefs/case/brief.yaml", "handling:", "notes: footnotes\nhandling:");
    let built = workspace.run(&["build"]);
    assert_eq!(built.code, 0, "{}", built.stderr);
    let text = pdf::body_text(&workspace.pdf("case"));
    assert!(!text.contains("Numbersinbracketsleadtothenotesattheend"), "the notes are not at the end");
    let endnotes = Workspace::starter("case");
    assert_eq!(endnotes.run(&["build"]).code, 0);
    assert!(pdf::body_text(&endnotes.pdf("case")).contains("Numbersinbracketsleadtothenotesattheend"));
}

#[test]
fn where_footnotes_cannot_be_had_the_notes_stand_at_the_end() {
    let workspace = Workspace::copy_of("harbour-contract");
    workspace.edit("briefs/harbour-contract/brief.yaml", "timeline: true", "timeline: true\nnotes: footnotes");
    // On one of these sizes of type Typst loses a footnote; which one, depends on its version.
    let theme = std::fs::read_to_string(project().join("templates/theme.typ")).unwrap();
    let mut told = 0;
    for size in ["10.3pt", "10.5pt", "10.7pt"] {
        workspace.write("templates/theme.typ", theme.replace("else { 10.5pt }", &format!("else {{ {size} }}")));
        let built = workspace.run(&["build"]);
        assert_eq!(built.code, 0, "{}", built.stderr);
        let at_end = pdf::body_text(&workspace.pdf("harbour-contract")).contains("leadtothenotesattheend");
        assert_eq!(at_end, built.stderr.contains("the notes of this document stand at its end"), "{}", built.stderr);
        told += usize::from(at_end);
    }
    assert!(told < 3, "footnotes can be had at all");
}

#[test]
fn the_timeline_and_the_overview_are_told_to_those_who_do_not_see_them() {
    let built = run(project(), &["build", "harbour-contract", "--keep-typst"], &[]);
    assert_eq!(built.code, 0, "{}", built.stderr);
    let typst =
        std::fs::read_to_string(project().join("output/harbour-contract/harbour-contract-briefing.typ")).unwrap();
    assert!(typst.contains("A line of time with "), "the timeline has a text");
    assert!(typst.contains("findings: established 8, reported 6"), "the overview has a text");
}

proptest! {
    // Each case typesets a page.
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// However the text grows, there is one page or the message, never two pages.
    #[test]
    fn growing_highlights_fit_or_say_so(words in 1_usize..900, points in 0_usize..12) {
        let workspace = Workspace::starter("case").without_rules();
        let text = vec!["harbour"; words].join(" ");
        let list = vec!["- A point that is not known.\n"; points].concat();
        workspace.write("briefs/case/sections/why-it-matters.md", format!("# Why it matters\n\n{text}.\n\n{list}"));
        let built = workspace.run(&["build", "--form", "highlights"]);
        let path = workspace.path("output/case/case-highlights.pdf");
        if built.code == 0 {
            let pages = pdf::page_texts(&std::fs::read(path).unwrap());
            prop_assert_eq!(pages.len(), 1);
            prop_assert_eq!(pages[0].matches("harbour").count(), words);
        } else {
            prop_assert!(built.stderr.contains("error[overflow]: the highlights do not fit"), "{}", built.stderr);
            prop_assert!(!path.exists());
            prop_assert!(words + 25 * points > 250, "{words} words and {points} points fit on a page");
        }
    }
}

#[test]
fn a_briefing_names_every_finding_that_it_does_not_tell() {
    let workspace = Workspace::copy_of("overseas-stations");
    let brief = "briefs/overseas-stations/brief.yaml";
    let data = |workspace: &Workspace| -> serde_json::Value {
        let built = workspace.run(&["build", "--to", "json"]);
        assert_eq!(built.code, 0, "{}", built.stderr);
        let path = workspace.path("output/overseas-stations/overseas-stations-briefing.json");
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
    };
    let ids_in = |data: &serde_json::Value, lists: &[&str]| -> BTreeSet<String> {
        let entries = lists.iter().flat_map(|list| data[list].as_array().unwrap());
        entries.map(|entry| entry["id"].as_str().unwrap().to_owned()).collect()
    };
    let lists = ["established", "contested", "reported", "positions", "assessments", "dropped"];
    let all = |workspace: &Workspace| {
        let data = data(workspace);
        (ids_in(&data, &lists), ids_in(&data, &["further"]), data["status_overview"]["total"].as_u64().unwrap())
    };

    let (told, named, total) = all(&workspace);
    assert!(told.contains("F-017"), "asked for");
    assert!(told.contains("F-021"), "of a key point");
    // F-006 is asked for, and F-007 contradicts it.
    workspace.edit(brief, "briefing: [F-006, F-007, F-008", "briefing: [F-006, F-008");
    assert_eq!(all(&workspace).0, told);
    assert!(told.is_disjoint(&named));
    assert!(named.len() > 10, "{named:?}");

    workspace.edit(brief, "briefing: [F-006, F-008, F-013, F-017, F-020, F-036]\n", "");
    let (whole, none, same) = all(&workspace);
    assert_eq!(told.union(&named).cloned().collect::<BTreeSet<_>>(), whole);
    assert!(none.is_empty());
    assert_eq!(total, same, "the overview counts all findings");
}

#[test]
fn an_outcome_that_no_record_confirms_names_who_tells_it() {
    let rows = |slug: &str| -> Vec<serde_json::Value> {
        let workspace = Workspace::copy_of(slug);
        assert_eq!(workspace.run(&["build", "--to", "json,md"]).code, 0);
        let path = workspace.path(&format!("output/{slug}/{slug}-briefing.json"));
        let data: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let cases = data["proceedings"].as_array().unwrap();
        cases.iter().flat_map(|case| case["rows"].as_array().unwrap()).cloned().collect()
    };
    let of = |rows: &[serde_json::Value], name: &str, number: Option<&str>| -> Option<String> {
        let row = rows
            .iter()
            .find(|row| row["defendant"]["name"] == name && number.is_none_or(|number| row["number"] == number));
        row.unwrap()["attribution"].as_str().map(str::to_owned)
    };
    let overseas = rows("overseas-stations");
    assert_eq!(of(&overseas, "Ji Chaoqun", Some("1")), None, "an opinion of the appeals court");
    assert_eq!(of(&overseas, "Michael McMahon", Some("1")).unwrap(), "according to Ground News");
    // The order that is cited too is two years older than the dismissal.
    let angwang = of(&overseas, "Baimadajie Angwang", None).unwrap();
    assert_eq!(angwang, "the latest step according to Newsday and Queens Chronicle");
    // A complaint is a record of the charge and not of the plea.
    assert_eq!(of(&overseas, "Lu Jianwang", None).unwrap(), "according to Channel NewsAsia");
    let harbour = rows("harbour-contract");
    let labels: BTreeSet<_> = harbour.iter().filter_map(|row| row["label"].as_str()).collect();
    assert!(labels.contains("count 1") && labels.contains("counts 4–5"), "{labels:?}");
    assert!(harbour.iter().all(|row| row["attribution"].is_null()), "a register has them all");
}
