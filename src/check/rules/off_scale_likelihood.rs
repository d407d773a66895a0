//! Rule 15: probability in the terms of one scale (ICD 203).

use crate::check::brief::Brief;
use crate::check::brief::{Passage, Role};
use crate::check::lexical;
use crate::check::rule::Subject;
use crate::check::rule::{Family, Found, Rule};
use crate::model::RuleLevel;
use crate::model::{Finding, Kind, Likelihood};
use crate::wording::List;

pub(in crate::check) const RULE: Rule = Rule {
    code: "EH15",
    name: "off-scale-likelihood",
    family: Family::Wording,
    level: RuleLevel::Warn,
    fixed: false,
    page: include_str!("off_scale_likelihood.md"),
    check,
};

fn check(brief: &Brief<'_>, found: &mut Found) {
    let mut row = None;
    for (at, entry) in brief.findings().filter(|(_, entry)| entry.value.kind == Kind::Assessment) {
        let Some(likelihood) = entry.value.likelihood else { continue };
        let first = *row.get_or_insert(is_first_row(likelihood));
        if is_first_row(likelihood) != first {
            found.push(
                Subject::Finding(at),
                RULE.problem("the terms of likelihood come from both rows of the scale")
                    .at(entry.place().field("likelihood").span(), "of the other row than those before")
                    .help("take all terms of one document from one row: likely, very likely, unlikely …, or probable, highly probable, improbable …"),
            );
        }
    }
    for passage in &brief.passages {
        if !matches!(passage.role, Role::FindingText(_) | Role::FindingTitle(_) | Role::Caveat(_) | Role::KeyPoint(_)) {
            continue;
        }
        let findings = brief.findings_of(passage);
        let assessments: Vec<_> =
            findings.iter().map(|&at| brief.finding(at)).filter(|finding| finding.kind == Kind::Assessment).collect();
        if assessments.is_empty() || assessments.len() < findings.len() {
            continue;
        }
        words(brief, passage, &assessments, found);
    }
}

fn words(brief: &Brief<'_>, passage: &Passage<'_>, assessments: &[&Finding], found: &mut Found) {
    if !matches!(passage.role, Role::Caveat(_)) {
        for hit in passage.text.hits_of(List::OffScaleLikelihood) {
            let sentence = passage.text.sentence(passage.text.sentence_of(hit.words.start));
            let inside = passage
                .text
                .hits_in(List::Likelihood, &sentence)
                .any(|term| term.words.start <= hit.words.start && hit.words.end <= term.words.end);
            if !inside {
                let problem = lexical::problem(&RULE, brief, passage, hit, |words| {
                    format!("`{words}` is no term of the scale of likelihood")
                });
                found.push(passage.subject(), problem);
            }
        }
    }
    let recorded: Vec<_> = assessments.iter().filter_map(|finding| finding.likelihood).map(term).collect();
    for hit in passage.text.hits_of(List::Likelihood) {
        let said = brief.entry(passage, hit).and_then(|entry| entry.term.clone()).unwrap_or_default();
        if !recorded.is_empty() && !recorded.contains(&said) {
            let shown = passage.text.words(&hit.words);
            found.push(
                passage.subject(),
                RULE.problem(format!("`{shown}` is not the likelihood that is recorded, `{}`", recorded.join("`, `")))
                    .at(passage.span(&hit.words), "another term")
                    .help("write the term that is recorded, or record this one"),
            );
        }
    }
}

/// The term as it is written in files.
fn term(likelihood: Likelihood) -> String {
    serde_json::to_value(likelihood).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn is_first_row(likelihood: Likelihood) -> bool {
    use Likelihood as L;
    matches!(
        likelihood,
        L::AlmostNoChance
            | L::VeryUnlikely
            | L::Unlikely
            | L::RoughlyEvenChance
            | L::Likely
            | L::VeryLikely
            | L::AlmostCertain
    )
}
