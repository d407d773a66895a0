//! What changed between two versions: each sort of change, told under the right heading, and nothing
//! where nothing changed.

use evenhand::changes::{self, Changes, Sort, Standing};
use evenhand::locale::Locale;
use evenhand::model::{LegalStatus, Record, Status};
use proptest::prelude::*;

use crate::workspace::{Workspace, project, record};

const HARBOUR: &str = "harbour-contract";

/// The harbour brief as it is, and after some edits of its files.
fn edited(edits: &[(&str, &str, &str)]) -> (Record, Record) {
    let workspace = Workspace::copy_of(HARBOUR);
    let old = record(workspace.root(), HARBOUR);
    for (file, from, to) in edits {
        workspace.edit(&format!("briefs/{HARBOUR}/{file}"), from, to);
    }
    (old, record(workspace.root(), HARBOUR))
}

fn compared(edits: &[(&str, &str, &str)]) -> Changes {
    let (old, new) = edited(edits);
    changes::compare(&old, &new)
}

/// What is told under which heading, in short.
fn outline(changes: &Changes) -> Vec<String> {
    let mut lines = Vec::new();
    let id = |subject: &changes::Subject| subject.id.clone().unwrap_or_default();
    for status in &changes.status {
        lines.push(format!("status {} {:?} → {:?}", id(&status.subject), status.old, status.new));
    }
    for (heading, list) in [
        ("corrections", &changes.corrections),
        ("updates", &changes.updates),
        ("wording", &changes.wording),
        ("proceedings", &changes.proceedings.changed),
        ("key points", &changes.key_points.changed),
        ("sources", &changes.sources.changed),
    ] {
        for changed in list {
            let mut parts: Vec<_> = changed.edits.iter().map(|edit| edit.field.clone()).collect();
            parts.extend(changed.responses.iter().map(|response| format!("response of {}", response.party)));
            parts.extend(changed.evidence_added.iter().map(|item| format!("evidence + {}", item.source)));
            parts.extend(changed.evidence_removed.iter().map(|item| format!("evidence - {}", item.source)));
            lines.push(format!("{heading} {}: {}", id(&changed.subject), parts.join(", ")));
        }
    }
    for (heading, list) in [
        ("additions", &changes.additions),
        ("removals", &changes.removals),
        ("proceedings added", &changes.proceedings.added),
        ("proceedings removed", &changes.proceedings.removed),
        ("sources added", &changes.sources.added),
        ("sources removed", &changes.sources.removed),
    ] {
        lines.extend(list.iter().map(|entry| format!("{heading} {}", id(&entry.subject))));
    }
    lines
}

#[test]
fn a_brief_and_itself_say_the_same() {
    for slug in [HARBOUR, "overseas-stations"] {
        let record = record(project(), slug);
        let changes = changes::compare(&record, &record);
        assert!(changes.is_empty(), "{slug}: {:#?}", outline(&changes));
        assert!(changes.unexplained().is_empty());
    }
}

#[test]
fn lines_that_break_elsewhere_are_no_change() {
    let (old, new) = edited(&[]);
    let mut rewrapped = serde_json::to_value(&new).unwrap();
    rewrap(&mut rewrapped);
    let rewrapped: Record = serde_json::from_value(rewrapped).unwrap();
    assert_ne!(rewrapped.findings[0].text, old.findings[0].text, "the test does something");
    let changes = changes::compare(&old, &rewrapped);
    assert!(changes.is_empty(), "{:#?}", outline(&changes));
}

/// Breaks every text after each third word.
fn rewrap(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::String(text) if text.contains(' ') => {
            let words: Vec<_> = text.split_whitespace().collect();
            *text = words.chunks(3).map(|line| line.join(" ")).collect::<Vec<_>>().join("\n    ");
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(rewrap),
        serde_json::Value::Object(fields) => fields.values_mut().for_each(rewrap),
        _ => {}
    }
}

#[test]
fn a_status_that_changed_is_told_with_what_is_known() {
    // The Court of Audit's figure, signed by a reviewer on new evidence.
    let established = "  status: established\n  title: Payments up to the end of 2021\n  review: { basis: primary_record, reviewer: Ida Holm, date: 2026-03-12, reason: The register records the payments. }";
    let changes = compared(&[
        ("findings/contract.yaml", "  status: reported\n  title: Payments up to the end of 2021", established),
        (
            "findings/contract.yaml",
            "    - source: gazeta-2023\n      locator: paragraph 4",
            "    - source: contract-register\n      locator: payments, 2021\n      credibility: 1\n      primary_record: true\n    - source: gazeta-2023\n      locator: paragraph 4",
        ),
    ]);
    assert_eq!(outline(&changes), ["status F-003 Finding(Reported) → Finding(Established)"]);
    let status = &changes.status[0];
    assert_eq!(status.new, Standing::Finding(Status::Established));
    assert_eq!(status.review.as_ref().unwrap().reviewer, "Ida Holm");
    assert_eq!(status.evidence[0].locator.as_deref(), Some("payments, 2021"));
    assert!(changes.unexplained().is_empty(), "a reviewer's reason is a reason");
}

#[test]
fn a_status_that_changed_without_a_reason_is_told_so() {
    let edit = (
        "findings/court.yaml",
        "  status: alleged\n  title: The conduct charged in count 1",
        "  status: withdrawn\n  title: The conduct charged in count 1",
    );
    let changes = compared(&[edit]);
    assert_eq!(outline(&changes), ["status F-017 Finding(Alleged) → Finding(Withdrawn)"]);
    assert!(!changes.status[0].is_explained());
    assert_eq!(changes.unexplained()[0].id.as_deref(), Some("F-017"));

    let recorded = "\nchanges:\n  - { findings: [F-017], kind: withdrawn, date: 2026-03-14, reason: The charge was dropped., by: Ida Holm }\nsource_summary: >-";
    let changes = compared(&[edit, ("brief.yaml", "\nsource_summary: >-", recorded)]);
    assert!(changes.unexplained().is_empty());
    assert_eq!(changes.status[0].recorded[0].by, "Ida Holm");
}

#[test]
fn each_count_has_its_own_change() {
    let changes = compared(&[(
        "parties.yaml",
        "            status: appeal_pending\n            date: 2025-07-10",
        "            status: vacated\n            date: 2026-03-01",
    )]);
    assert_eq!(outline(&changes), ["status cr-2024-17 Count(AppealPending) → Count(Vacated)"]);
    let subject = &changes.status[0].subject;
    assert_eq!((subject.sort, subject.number.as_deref()), (Sort::Count, Some("2")));
    assert_eq!(subject.party.as_deref(), Some("Wacław Żdżarłęski"));
    assert_eq!(changes.status[0].since.unwrap().to_string(), "2026-03-01");
}

#[test]
fn counts_that_move_to_another_case_stay_the_same_counts() {
    let (old, mut new) = edited(&[]);
    let place = new.proceedings.iter().position(|case| case.id.as_str() == "cr-2024-17").unwrap();
    let mut split = new.proceedings[place].clone();
    split.id = "cr-2024-18".into();
    split.defendants = vec![new.proceedings[place].defendants.remove(1)];
    split.defendants[0].counts[0].status = LegalStatus::Sentenced;
    new.proceedings.insert(place + 1, split);
    let changes = changes::compare(&old, &new);
    assert_eq!(
        outline(&changes),
        ["status cr-2024-18 Count(PleadedGuilty) → Count(Sentenced)", "proceedings added cr-2024-18"]
    );
}

#[test]
fn a_correction_is_no_update() {
    let number = ("findings/contract.yaml", "V$61.3 million, or 14.9%", "V$63.1 million, or 15.3%");
    let changes = compared(&[number]);
    assert_eq!(outline(&changes), ["updates F-003: text"]);
    assert!(changes.updates[0].number_changed);
    assert_eq!(changes.unexplained()[0].id.as_deref(), Some("F-003"));

    for (kind, told) in [("corrected", "corrections F-003: text"), ("updated", "updates F-003: text")] {
        let recorded = format!(
            "\nchanges:\n  - {{ findings: [F-003], kind: {kind}, date: 2026-03-14, reason: The table was misread., by: Ida Holm }}\nsource_summary: >-"
        );
        let changes = compared(&[number, ("brief.yaml", "\nsource_summary: >-", &recorded)]);
        assert_eq!(outline(&changes), [told]);
        assert!(changes.unexplained().is_empty());
    }
}

#[test]
fn a_reason_of_an_earlier_version_explains_nothing_new() {
    let record = "\nchanges:\n  - { findings: [F-003], kind: updated, date: 2026-01-14, reason: A new table., by: Ida Holm }\nsource_summary: >-";
    let (_, earlier) = edited(&[("brief.yaml", "\nsource_summary: >-", record)]);
    let mut later = earlier.clone();
    later.findings.iter_mut().find(|finding| finding.id.as_str() == "F-003").unwrap().status = Status::Disputed;
    let changes = changes::compare(&earlier, &later);
    assert!(!changes.status[0].is_explained());
    // Nor does it become new by a translation.
    let translated = serde_json::json!({"language": "fr", "reason": "Un nouveau tableau."});
    later.brief.changes[0].translations.push(serde_json::from_value(translated).unwrap());
    let changes = changes::compare(&earlier, &later);
    assert!(!changes.status[0].is_explained());
}

#[test]
fn numbers_in_words_are_numbers() {
    let changes = compared(&[("findings/contract.yaml", "that two dredgers", "that three dredgers")]);
    assert!(changes.updates[0].number_changed, "{:?}", outline(&changes));
    let changes = compared(&[(
        "findings/contract.yaml",
        "how the dispute over the channel had grown",
        "how the dispute on the channel grew",
    )]);
    assert_eq!(outline(&changes), ["wording F-005: text"]);
    assert!(changes.unexplained().is_empty());
    let sides: Vec<_> = changes.wording[0].edits[0].words.iter().map(|piece| piece.text.as_str()).collect();
    assert!(sides.contains(&"over") && sides.contains(&"on"), "{sides:?}");
}

#[test]
fn everything_else_is_told_under_its_heading() {
    let changes = compared(&[
        (
            "findings/court.yaml",
            "text: Her lawyer wrote that she denies both charges.",
            "text: Her lawyer denied both charges.",
        ),
        ("findings/contract.yaml", "  title: Signature and price", "  title: The signature, and the price"),
        ("parties.yaml", "    docket: CR 2024/17\n", "    docket: CR 2024/17 A\n"),
        ("parties.yaml", "    role: Daily newspaper in Polish", "    role: Newspaper in Polish"),
        ("sources.yaml", "- id: gazeta-2023\n", "- id: gazeta-2023\n  publisher: Gazeta\n"),
        ("brief.yaml", "handling: TLP:GREEN", "handling: TLP:AMBER"),
        ("brief.yaml", "  In May 2023 the bar", "  In the month of May 2023 the bar"),
        ("sections/method.md", "# Method\n", "# Method\n\nAll of this is invented.\n"),
    ]);
    assert_eq!(changes.handling.to_owned(), evenhand::model::Tlp::Amber);
    insta::assert_debug_snapshot!(outline(&changes));
}

#[test]
fn findings_come_and_go() {
    let (old, mut new) = edited(&[]);
    let gone = new.findings.remove(3);
    let changes = changes::compare(&old, &new);
    assert_eq!(outline(&changes), [format!("removals {}", gone.id)]);
    assert_eq!(outline(&changes::compare(&new, &old)), [format!("additions {}", gone.id)]);
    assert_eq!(changes.removals[0].status, Some(Standing::Finding(gone.status)));
}

#[test]
fn a_name_that_is_withheld_now_does_not_come_back_from_an_old_file() {
    let (mut old, mut new) = edited(&[]);
    let text = "According to the Osmere Courier, Mara Lind saw the collision.";
    let lind = |name: &str| {
        let party = serde_json::json!({"id": "witness-9", "type": "person", "name": name, "aliases": [],
            "protected": "witness", "pseudonym": "a dock worker"});
        serde_json::from_value(party).unwrap()
    };
    old.parties.push(lind("Mara Lind"));
    old.findings[2].text = text.into();
    new.parties.push(lind("a dock worker"));
    new.withheld.push("witness-9".into());
    new.findings[2].text = "According to the Osmere Courier, a dock worker watched the collision.".into();
    let json = serde_json::to_string(&changes::compare(&old, &new)).unwrap();
    assert!(!json.contains("Lind"), "{json}");
    assert!(json.contains("a dock worker saw the collision"));
    // Nor when the person is gone from the later version.
    new.parties.pop();
    new.withheld.clear();
    let json = serde_json::to_string(&changes::compare(&old, &new)).unwrap();
    assert!(!json.contains("Lind") && json.contains("a dock worker saw"), "{json}");
}

fn locale(code: &str) -> Locale {
    Locale::new(code, None).unwrap()
}

#[test]
fn a_translation_that_was_lacking_is_no_change() {
    let (mut old, new) =
        edited(&[("findings/contract.yaml", "how the dispute over the channel had grown", "how the dispute grew")]);
    for finding in &mut old.findings {
        finding.translations.clear();
    }
    let changes = changes::compare_in(&old, &new, "fr", &locale("en"), &locale("fr"));
    assert!(changes.wording[0].edits[0].new.as_deref().unwrap().contains("Cour des comptes"));
    assert_eq!(outline(&changes), ["wording F-005: text"]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_added_one_way_is_removed_the_other(kept in proptest::collection::vec(0_u8..4, 80), words in "[a-z]{1,8}( [a-z]{1,8}){0,6}") {
        let (a, mut b) = edited(&[]);
        let mut kept = kept.into_iter().cycle();
        b.findings.retain(|_| kept.next() != Some(0));
        b.sources.retain(|_| kept.next() != Some(0));
        b.proceedings.retain(|_| kept.next() != Some(0));
        for finding in &mut b.findings {
            match kept.next() {
                Some(1) => finding.id = format!("{}-new", finding.id).as_str().into(),
                Some(2) => finding.text = words.as_str().into(),
                Some(3) => finding.status = Status::Unverified,
                _ => {}
            }
        }
        let (there, back) = (changes::compare(&a, &b), changes::compare(&b, &a));
        let ids = |list: &[changes::Entry]| {
            let mut ids: Vec<_> = list.iter().map(|entry| format!("{:?}", entry.subject)).collect();
            ids.sort();
            ids
        };
        prop_assert_eq!(ids(&there.additions), ids(&back.removals));
        prop_assert_eq!(ids(&there.removals), ids(&back.additions));
        prop_assert_eq!(ids(&there.sources.added), ids(&back.sources.removed));
        prop_assert_eq!(ids(&there.proceedings.added), ids(&back.proceedings.removed));
        prop_assert_eq!(there.status.len(), back.status.len());
        prop_assert!(changes::compare(&b, &b).is_empty());
    }
}
