//! Rule 10: "alleged" names an alleger, and one hedge is enough.

use crate::check::brief::Brief;
use crate::check::brief::{Passage, Role};
use crate::check::lexical;
use crate::check::rule::{Family, Found, Rule};
use crate::model::RuleLevel;
use crate::wording::{Language, List};

pub(in crate::check) const RULE: Rule = Rule {
    code: "EH10",
    name: "alleged-by-nobody",
    family: Family::Attribution,
    level: RuleLevel::Warn,
    fixed: false,
    page: include_str!("alleged_by_nobody.md"),
    check,
};

fn check(brief: &Brief<'_>, found: &mut Found) {
    for (passage, hit) in lexical::own_words(brief, List::StackedHedge) {
        let problem = lexical::problem(&RULE, brief, passage, hit, |words| format!("`{words}` hedges twice"));
        found.push(passage.subject(), problem);
    }
    for passage in &brief.passages {
        // On what is established the hedge itself is the mistake, which is another rule's concern.
        let established = passage.finding().is_some_and(|finding| brief.is_established(finding));
        if passage.language != Language::English || established || matches!(passage.role, Role::Charge(_)) {
            continue;
        }
        for word in 0..passage.text.len() {
            alleged(passage, word, found);
        }
    }
}

fn alleged(passage: &Passage<'_>, word: usize, found: &mut Found) {
    let text = &passage.text;
    if !matches!(text.lower(word), "alleged" | "allegedly") || text.is_quoted(word) || text.is_named(word) {
        return;
    }
    let sentence = text.sentence(text.sentence_of(word));
    let other = |list| text.hits_in(list, &sentence).any(|hit| hit.words.contains(&word));
    // "The offences alleged in the indictment": the paper says who alleges it.
    let pleaded =
        sentence.clone().any(|at| matches!(text.lower(at), "indictment" | "complaint" | "petition" | "pleadings"));
    let attributed = pleaded || text.frames_in(&sentence).next().is_some();
    if attributed || other(List::StackedHedge) || other(List::VagueAttribution) {
        return;
    }
    let shown = text.words(&(word..word + 1));
    found.push(
        passage.subject(),
        RULE.problem(format!("`{shown}` does not say who alleges it"))
            .at(passage.span(&(word..word + 1)), "alleged by nobody")
            .help("name who alleges it: “the prosecutor stated that …”"),
    );
}
