//! Rule 14: likelihood and confidence never share a sentence (ICD 203).

use crate::check::brief::Brief;
use crate::check::lexical;
use crate::check::rule::{Family, Found, Rule};
use crate::model::RuleLevel;
use crate::wording::List;

pub(in crate::check) const RULE: Rule = Rule {
    code: "EH14",
    name: "likelihood-with-confidence",
    family: Family::Wording,
    level: RuleLevel::Error,
    fixed: false,
    page: include_str!("likelihood_with_confidence.md"),
    check,
};

fn check(brief: &Brief<'_>, found: &mut Found) {
    for (passage, confidence) in lexical::own_words(brief, List::Confidence) {
        let sentence = passage.text.sentence(passage.text.sentence_of(confidence.words.start));
        let likelihood = passage.text.hits_in(List::Likelihood, &sentence).next();
        let Some(likelihood) = likelihood else { continue };
        found.push(
            passage.subject(),
            RULE.problem("a likelihood and a confidence level stand in one sentence")
                .at(passage.span(&likelihood.words), "how likely it is")
                .also(passage.span(&confidence.words), "how well founded the judgement is")
                .help(
                    "part them into two sentences: how likely the event is, and how good the evidence for saying so is",
                ),
        );
    }
}
