//! Rule 26: private persons are named only with a consent that covers the document.

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
    let withheld = Withheld::new(value);
    let mut pictured: Vec<String> = Vec::new();
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
    for (node, own) in loaded.texts(party) {
        let text = node.text().filter(|_| !own).unwrap_or_default();
        withheld.find(text).into_iter().for_each(|range| report(node.within(range)));
    }
    // Readers are shown why a rule weighs less in this workspace.
    for (setting, place) in brief.house {
        if [&setting.reason, &setting.by].iter().any(|text| !withheld.find(text.as_str()).is_empty()) {
            report(*place);
        }
    }
    for source in &loaded.sources {
        for (i, author) in source.value.authors.iter().enumerate() {
            let parts = [&author.given, &author.family].into_iter().flatten().map(|part| part.folded());
            if !withheld.find(&parts.collect::<Vec<_>>().join(" ")).is_empty() {
                report(source.place().field("authors").item(i).span());
            }
        }
    }
    if let Some(head) = brief.head() {
        // The name of the folder becomes the name of the document.
        if !withheld.find(&loaded.slug).is_empty() {
            report(head.place().field("title").span());
        }
        let pictures = loaded.images.bytes().iter().filter(|(path, _)| path.ends_with(".svg"));
        for (path, bytes) in pictures {
            if !withheld.find(&String::from_utf8_lossy(bytes)).is_empty() {
                pictured.push(path.to_owned());
            }
        }
    }
    for section in loaded.all_sections() {
        // As it is written, for code, links and the places of citations; and as words, for names that
        // marks such as emphasis part.
        withheld.find(&section.written).into_iter().for_each(|range| report(Span::new(section.file, range)));
        for passage in &section.passages {
            withheld.find(&passage.text).into_iter().for_each(|range| report(passage.anchors.span(range)));
        }
    }
    for path in pictured {
        found.push(
            Subject::Brief,
            RULE.problem(format!("the name of `{}` stands in the image `{path}`", value.id))
                .at(entry.place().field("protected").span(), "to be withheld")
                .help("take the name out of the image, also where it cannot be seen"),
        );
    }
}
