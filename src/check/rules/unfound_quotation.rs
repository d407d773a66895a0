//! Rule 20: a quotation is found in the snapshot of its source.

use crate::check::brief::Brief;
use crate::check::rule::Subject;
use crate::check::rule::{Family, Found, Rule};
use crate::model::RuleLevel;
use std::collections::HashMap;

pub(in crate::check) const RULE: Rule = Rule {
    code: "EH20",
    name: "unfound-quotation",
    family: Family::Citation,
    level: RuleLevel::Error,
    fixed: false,
    page: include_str!("unfound_quotation.md"),
    check,
};

fn check(brief: &Brief<'_>, found: &mut Found) {
    let mut plains: HashMap<usize, String> = HashMap::new();
    for (at, entry) in brief.findings() {
        for (i, item) in entry.value.evidence.iter().enumerate() {
            let (Some(quotation), Some(source)) = (&item.quotation, brief.resolved.index.source(&item.source)) else {
                continue;
            };
            let Some(text) = brief.resolved.loaded.snapshot_text(source) else { continue };
            let text = plains.entry(source).or_insert_with(|| plain(text));
            if !holds(text, quotation.as_str()) {
                let place = entry.place().field("evidence").item(i).field("quotation");
                let snapshot = brief.resolved.loaded.sources[source].place().field("snapshot");
                found.push(
                    Subject::Finding(at),
                    RULE.problem(format!("these words are not in the saved text of `{}`", item.source))
                        .at(place.span(), "quoted")
                        .also(snapshot.field("text").span(), "the saved text")
                        .help("compare the two word by word; mark what you left out with `[…]`, and take quotation marks away from a paraphrase"),
                );
            }
        }
    }
}

/// Whether a plain text holds a quotation, part by part where something was left out.
fn holds(text: &str, quotation: &str) -> bool {
    let mut from = 0;
    quotation.split("[…]").flat_map(|part| part.split("[...]")).map(plain).filter(|part| !part.is_empty()).all(|part| {
        match text[from..].find(&part) {
            Some(at) => {
                from += at + part.len();
                true
            }
            None => false,
        }
    })
}

/// White space folded, quotation marks and dashes made alike.
fn plain(text: &str) -> String {
    let alike = text.chars().map(|c| match c {
        '‘' | '’' | '‚' | '‛' => '\'',
        '“' | '”' | '„' | '«' | '»' => '"',
        '–' | '—' | '\u{2011}' | '\u{2010}' => '-',
        c => c,
    });
    alike.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}
