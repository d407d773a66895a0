//! Rule 1: every statement resolves to a finding, every finding to a citation.

use crate::check::brief::{Brief, Passage, Role};
use crate::check::rule::{Family, Found, Rule, Subject};
use crate::model::{RuleLevel, Status};
use crate::wording::{Language, NumberSort};

pub(in crate::check) const RULE: Rule = Rule {
    code: "EH01",
    name: "uncited",
    family: Family::Citation,
    level: RuleLevel::Error,
    fixed: false,
    page: include_str!("uncited.md"),
    check,
};

fn check(brief: &Brief<'_>, found: &mut Found) {
    findings(brief, found);
    key_points(brief, found);
    sections(brief, found);
}

fn findings(brief: &Brief<'_>, found: &mut Found) {
    for (at, entry) in brief.findings() {
        // A version for a wider circle says itself what it leaves out.
        let left_out = brief.resolved.loaded.left_out.as_ref().is_some_and(|all| all.of(&entry.value.id).is_some());
        if entry.value.evidence.is_empty() && entry.value.status != Status::Unverified && !left_out {
            found.push(
                Subject::Finding(at),
                RULE.problem(format!("`{}` rests on no evidence", entry.value.id))
                    .at(entry.place().field("evidence").span(), "no source named")
                    .help("add `evidence:` with a `source` and a `locator`, or give it the status `unverified`"),
            );
        }
    }
}

fn key_points(brief: &Brief<'_>, found: &mut Found) {
    let Some(head) = brief.head() else { return };
    for (i, point) in head.value.key_points.iter().enumerate() {
        let place = head.place().field("key_points").item(i).field("findings");
        if point.findings.is_empty() && (place.is_lost() || place.is_empty()) {
            found.push(
                Subject::Brief,
                RULE.problem("this key point rests on no finding")
                    .at(place.span(), "no finding named")
                    .help("add `findings: [F-…]` with the findings that carry it"),
            );
        }
    }
}

/// Paragraphs, entries and rows that state something about the matter and cite nothing.
fn sections(brief: &Brief<'_>, found: &mut Found) {
    let mut cited = std::collections::HashSet::new();
    for passage in &brief.passages {
        if let (Role::Section(section, _), Some(block)) = (passage.role, passage.block())
            && !block.cited.is_empty()
        {
            cited.insert((section, block.group));
        }
    }
    let mut told = std::collections::HashSet::new();
    for passage in &brief.passages {
        let (Role::Section(section, _), Some(block)) = (passage.role, passage.block()) else { continue };
        let group = (section, block.group);
        let skipped = passage.is_heading() || passage.is_quotation() || block.sort == crate::load::PassageSort::Caption;
        if skipped || cited.contains(&group) || told.contains(&group) {
            continue;
        }
        if let Some((words, what)) = stated(passage) {
            told.insert(group);
            found.push(
                Subject::Brief,
                RULE.problem(format!("this {what} and carries no citation"))
                    .at(passage.span(&words), "nothing says where this is from")
                    .help("cite a finding or a source: `[@F-012]`, `[@globe-2022, p. 4]`; a sentence about the document itself says so: “this brief …”"),
            );
        }
    }
}

/// What a passage states about the matter: a number, a date, a party.
fn stated(passage: &Passage<'_>) -> Option<(std::ops::Range<usize>, &'static str)> {
    let text = &passage.text;
    for sentence in 0..text.sentences() {
        let words = text.sentence(sentence);
        if is_about_itself(passage, sentence) || text.count_words(&words) < 2 {
            continue;
        }
        if let Some(mention) = text.named_in(&words).next() {
            return Some((mention.words.clone(), "names a party"));
        }
        let number = text.numbers_in(&words).find(|number| {
            let large = number.digits || number.value.parse::<f64>().is_ok_and(|value| value >= 10.0);
            large && number.sort != NumberSort::Label && !text.is_quoted(number.words.start)
        });
        if let Some(number) = number {
            let what = if number.sort == NumberSort::Date { "states a date" } else { "states a number" };
            return Some((number.words.clone(), what));
        }
    }
    None
}

/// "This brief covers …": the document speaks of itself.
fn is_about_itself(passage: &Passage<'_>, sentence: usize) -> bool {
    let (these, parts, the, whole): (&[&str], &[&str], &[&str], &[&str]) = match passage.language {
        Language::English => (
            &["this", "these"],
            &["brief", "briefing", "document", "section", "part", "annex", "page", "finding", "findings", "paragraph"],
            &["the", "each"],
            &["brief", "briefing"],
        ),
        Language::French => (
            &["ce", "cette", "ces", "présente", "présent"],
            &["note", "document", "section", "partie", "annexe", "page", "constat", "constats", "paragraphe"],
            &["la", "chaque"],
            &["note"],
        ),
    };
    let text = &passage.text;
    text.sentence(sentence).filter(|word| *word > 0).any(|word| {
        let (before, here) = (text.lower(word - 1), text.lower(word));
        these.contains(&before) && parts.contains(&here) || the.contains(&before) && whole.contains(&here)
    })
}
