//! Rule 26: private persons are named only with a consent that covers the document.

use std::collections::BTreeSet;

use crate::check::brief::Brief;
use crate::check::rule::Subject;
use crate::check::rule::{Family, Found, Rule};
use crate::model::Party;
use crate::model::RuleLevel;
use crate::span::Span;
use crate::withheld::Withheld;

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
                RULE.problem(format!(
                    "`{}` is to be withheld, and nothing says what to call the person",
                    entry.value.id
                ))
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
    }
    named(brief, found);
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
fn named(brief: &Brief<'_>, found: &mut Found) {
    let loaded = brief.resolved.loaded;
    let parties = brief.resolved.withheld();
    let withheld = Withheld::new(parties.iter().map(|&party| &loaded.parties[party].value));
    // A name that a place holds twice is told once.
    let told = |text: &str| withheld.find(text).into_iter().map(|named| parties[named.person]).collect::<BTreeSet<_>>();
    for (node, owner) in loaded.texts() {
        for named in withheld.find(node.text().unwrap_or_default()) {
            // A person's own entry has to hold the name.
            if owner != Some(parties[named.person]) {
                report(brief, parties[named.person], node.within(named.range), found);
            }
        }
    }
    // Readers are shown why a rule weighs less in this workspace.
    for (setting, place) in brief.house {
        for party in [&setting.reason, &setting.by].iter().flat_map(|text| told(text.as_str())).collect::<BTreeSet<_>>()
        {
            report(brief, party, *place, found);
        }
    }
    for source in &loaded.sources {
        for (i, author) in source.value.authors.iter().enumerate() {
            let parts = [&author.given, &author.family].into_iter().flatten().map(|part| part.folded());
            for party in told(&parts.collect::<Vec<_>>().join(" ")) {
                report(brief, party, source.place().field("authors").item(i).span(), found);
            }
        }
    }
    for section in loaded.all_sections() {
        // As it is written, for code, links and the places of citations; and as words, for names that
        // marks such as emphasis part.
        for named in withheld.find(&section.written) {
            report(brief, parties[named.person], Span::new(section.file, named.range), found);
        }
        for passage in &section.passages {
            for named in withheld.find(&passage.text) {
                report(brief, parties[named.person], passage.anchors.span(named.range), found);
            }
        }
    }
    let Some(head) = brief.head() else { return };
    // The name of the folder becomes the name of the document.
    for party in told(&loaded.slug) {
        report(brief, party, head.place().field("title").span(), found);
    }
    for (path, bytes) in loaded.images.bytes().iter().filter(|(path, _)| path.ends_with(".svg")) {
        for party in told(&String::from_utf8_lossy(bytes)) {
            let entry = &loaded.parties[party];
            found.push(
                Subject::Brief,
                RULE.problem(format!("the name of `{}` stands in the image `{path}`", entry.value.id))
                    .at(entry.place().field("protected").span(), "to be withheld")
                    .help("take the name out of the image, also where it cannot be seen"),
            );
        }
    }
}

/// A place in which the name of a party stands.
fn report(brief: &Brief<'_>, party: usize, span: Span, found: &mut Found) {
    let entry = &brief.resolved.loaded.parties[party];
    found.push(
        Subject::Brief,
        RULE.problem(format!("the name of `{}` stands here, and no consent covers this document", entry.value.id))
            .at(span, "would be printed")
            .also(entry.place().field("protected").span(), "to be withheld")
            .help(match &entry.value.pseudonym {
                Some(pseudonym) => format!("write “{}” in its place", pseudonym.folded()),
                None => "take the name out".to_owned(),
            }),
    );
}
