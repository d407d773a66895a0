//! Rule 26: private persons are named only with a consent that covers the document.

use crate::check::brief::Brief;
use crate::check::rule::Subject;
use crate::model::Party;
use crate::span::Span;
use aho_corasick::AhoCorasick;
use crate::check::rule::{Family, Found, Rule};
use crate::model::RuleLevel;

pub(in crate::check) const RULE: Rule = Rule {
    code: "EH26",
    name: "private-person",
    family: Family::Handling,
    level: RuleLevel::Error,
    fixed: true,
    page: include_str!("private_person.md"),
    check,
};

fn check(brief: &Brief<'_>, found: &mut Found) {
    let loaded = brief.resolved.loaded;
    for &party in brief.resolved.withheld() {
        let entry = &loaded.parties[party];
        if entry.value.pseudonym.is_none() {
            found.push(
                Subject::Brief,
                RULE.problem(format!("`{}` is to be withheld, and nothing says what to call the person", entry.value.id))
                    .at(entry.place().field("id").span(), "named only with consent")
                    .help("add `pseudonym:` (“a dock worker”), or record the `consent:` that covers this document"),
            );
        }
        if tells_name(&entry.value) {
            found.push(
                Subject::Brief,
                RULE.problem(format!("the id `{}` tells a name that is to be withheld", entry.value.id))
                    .at(entry.place().field("id").span(), "ids travel with the document's data")
                    .help("give the person an id that tells nothing: `witness-1`"),
            );
        }
        named(brief, party, found);
    }
}

/// Whether an id holds a word of the name or of an alias.
fn tells_name(party: &Party) -> bool {
    let id = party.id.as_str().to_lowercase();
    let parts: Vec<_> = id.split(|c: char| !c.is_alphanumeric()).collect();
    let names = std::iter::once(&party.name).chain(&party.aliases).map(|name| name.folded().to_lowercase());
    names.into_iter().any(|name| {
        name.split(|c: char| !c.is_alphanumeric()).any(|word| word.chars().count() > 3 && parts.contains(&word))
    })
}

/// Every place in which a withheld name stands and would be printed.
fn named(brief: &Brief<'_>, party: usize, found: &mut Found) {
    let loaded = brief.resolved.loaded;
    let entry = &loaded.parties[party];
    let value = &entry.value;
    let names: Vec<String> = [Some(&value.name), value.native_name.as_ref()]
        .into_iter()
        .flatten()
        .chain(&value.aliases)
        .map(|name| name.folded())
        .collect();
    let Ok(machine) = AhoCorasick::builder().ascii_case_insensitive(true).build(&names) else { return };
    let mut report = |span: Span| {
        found.push(
            Subject::Brief,
            RULE.problem(format!("the name of `{}` stands here, and no consent covers this document", value.id))
                .at(span, "would be printed")
                .also(entry.place().field("protected").span(), "to be withheld")
                .help(match &value.pseudonym {
                    Some(pseudonym) => format!("write “{}” in its place", pseudonym.folded()),
                    None => "take the name out".to_owned(),
                }),
        );
    };
    let whole = |text: &str, range: &std::ops::Range<usize>| {
        let letter = |c: char| c.is_alphanumeric();
        !text[..range.start].ends_with(letter) && !text[range.end..].starts_with(letter)
    };
    for (node, own) in loaded.texts(party) {
        if own {
            continue;
        }
        let text = node.text().unwrap_or_default();
        for hit in machine.find_iter(text) {
            if whole(text, &hit.range()) {
                report(node.within(hit.range()));
            }
        }
    }
    for passage in loaded.sections.iter().flat_map(|section| &section.passages) {
        for hit in machine.find_iter(&passage.text) {
            if whole(&passage.text, &hit.range()) {
                report(passage.anchors.span(hit.range()));
            }
        }
    }
}
