//! Rule 16: no likelihood on a past record or on an opinion.

use crate::check::brief::Brief;
use crate::check::brief::Role;
use crate::check::lexical;
use crate::check::rule::Subject;
use crate::check::rule::{Family, Found, Rule};
use crate::model::Kind;
use crate::model::RuleLevel;
use crate::wording::List;

pub(in crate::check) const RULE: Rule = Rule {
    code: "EH16",
    name: "misplaced-likelihood",
    family: Family::Wording,
    level: RuleLevel::Warn,
    fixed: false,
    page: include_str!("misplaced_likelihood.md"),
    check,
};

fn check(brief: &Brief<'_>, found: &mut Found) {
    for (at, entry) in brief.findings() {
        let (finding, place) = (&entry.value, entry.place());
        if finding.likelihood.is_some() && finding.kind != Kind::Assessment {
            found.push(
                Subject::Finding(at),
                RULE.problem(format!("`{}` has a likelihood but is no assessment", finding.id))
                    .at(place.field("likelihood").span(), "only an assessment is more or less likely")
                    .also(place.field("kind").span(), "the kind")
                    .help("take `likelihood` out, or set `kind: assessment`"),
            );
        }
    }
    for (passage, hit) in lexical::own_words(brief, List::Likelihood) {
        let opinion = matches!(passage.role, Role::FindingText(at) if brief.finding(at).kind == Kind::Opinion);
        let record = RECORDS.contains(&passage.text.lower(hit.words.end));
        if record || opinion {
            let shown = passage.text.words(&(hit.words.start..hit.words.end + usize::from(record)));
            let (message, label) = match record {
                true => (format!("`{shown}`: what is on record happened or did not"), "a likelihood on a past record"),
                false => (format!("`{shown}` gives an opinion a likelihood"), "an opinion is held, not likely"),
            };
            found.push(
                passage.subject(),
                RULE.problem(message)
                    .at(passage.span(&hit.words), label)
                    .help("look the record up, or say what is not known; keep terms of likelihood for assessments"),
            );
        }
    }
}

/// Acts of which there is a record or none.
const RECORDS: [&str; 26] = [
    "convicted",
    "acquitted",
    "charged",
    "indicted",
    "sentenced",
    "arrested",
    "signed",
    "registered",
    "recorded",
    "ruled",
    "dismissed",
    "ratified",
    "enacted",
    "adopted",
    "appointed",
    "elected",
    "fined",
    "sanctioned",
    "expelled",
    "pardoned",
    "condamné",
    "acquitté",
    "inculpé",
    "signé",
    "adopté",
    "ratifié",
];
