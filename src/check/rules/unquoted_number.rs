//! Rule 20, second half: the numbers of a finding stand in the passages that it quotes.

use std::collections::HashSet;

use crate::check::brief::{Brief, Role};
use crate::check::quotations::{Quoted, QuotedAt};
use crate::check::rule::Subject;
use crate::check::rule::{Family, Found, Rule};
use crate::model::RuleLevel;
use crate::quote;
use crate::wording::NumberSort;

pub(in crate::check) const RULE: Rule = Rule {
    code: "EH52",
    name: "unquoted-number",
    family: Family::Citation,
    level: RuleLevel::Warn,
    fixed: false,
    page: include_str!("unquoted_number.md"),
    check,
};

fn check(brief: &Brief<'_>, found: &mut Found) {
    let mut quoted: Vec<Vec<&Quoted>> = vec![Vec::new(); brief.resolved.loaded.findings.len()];
    for one in &brief.quotations {
        if let QuotedAt::Evidence(at, _) = one.at {
            quoted[at].push(one);
        }
    }
    for (at, entry) in brief.findings() {
        // An item that is cited without its words may hold any number.
        if quoted[at].is_empty() || entry.value.evidence.iter().any(|item| item.quotation.is_none()) {
            continue;
        }
        // The passage around a quotation is known only where the quotation was found.
        if quoted[at].iter().any(|one| one.verdict.found().is_none()) {
            continue;
        }
        let figures: HashSet<&str> = quoted[at].iter().flat_map(|one| &one.figures).map(String::as_str).collect();
        let Some(passage) = brief.with_role(Role::FindingText(at)).find(|passage| !passage.translated) else {
            continue;
        };
        for number in &passage.text.numbers {
            let large = number.digits || number.value.parse::<f64>().is_ok_and(|value| value >= 10.0);
            let counts = large && matches!(number.sort, NumberSort::Quantity | NumberSort::Percent);
            let own = !passage.text.is_quoted(number.words.start) && !passage.text.is_named(number.words.start);
            let known = quote::figures(&number.value).iter().any(|digits| figures.contains(digits.as_str()));
            if counts && own && !known {
                let shown = passage.text.words(&number.words);
                found.push(
                    Subject::Finding(at),
                    RULE.problem(format!("the number `{shown}` stands in no passage that `{}` quotes", entry.value.id))
                        .at(passage.span(&number.words), "from where?")
                        .also(entry.place().field("evidence").key_span(), "the quotations")
                        .help("compare it with the source digit by digit; quote the words with the number, or say in `note:` how it was reckoned and add that source"),
                );
            }
        }
    }
}
