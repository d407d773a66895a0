//! Rule 17: a pinpoint for each quotation, number and court paper.

use crate::check::brief::Brief;
use crate::check::brief::{Passage, Role, supports};
use crate::check::quotations::QuotedAt;
use crate::check::rule::Subject;
use crate::check::rule::{Family, Found, Rule};
use crate::diagnostic::Diagnostic;
use crate::model::RuleLevel;
use crate::model::{Id, SourceType};
use crate::quote::Place;
use crate::span::Span;
use crate::tree::Cursor;
use crate::wording::NumberSort;

pub(in crate::check) const RULE: Rule = Rule {
    code: "EH17",
    name: "no-pinpoint",
    family: Family::Citation,
    level: RuleLevel::Error,
    fixed: false,
    page: include_str!("no_pinpoint.md"),
    check,
};

fn check(brief: &Brief<'_>, found: &mut Found) {
    for (at, entry) in brief.findings() {
        let mut bare = false;
        for (i, item) in entry.value.evidence.iter().enumerate() {
            let place = entry.place().field("evidence").item(i);
            if item.locator.is_some() {
                continue;
            }
            if item.quotation.is_some() {
                bare = true;
                found.push(Subject::Finding(at), lacks(place, &item.source, "it is quoted"));
            } else if is_court_paper(brief, &item.source) {
                bare = true;
                found.push(Subject::Finding(at), lacks(place, &item.source, "it is a court paper"));
            }
        }
        let located = entry.value.evidence.iter().any(|item| supports(item) && item.locator.is_some());
        let first = entry.value.evidence.iter().position(supports);
        if let (false, false, Some(first)) = (bare, located, first)
            && let Some(number) = number_of(brief, at)
        {
            let place = entry.place().field("evidence").item(first);
            let problem = lacks(place, &entry.value.evidence[first].source, "the finding states a number");
            found.push(Subject::Finding(at), problem.also(number, "the number"));
        }
    }
    for (at, entry) in brief.proceedings() {
        for (i, defendant) in entry.value.defendants.iter().enumerate() {
            for (j, count) in defendant.counts.iter().enumerate() {
                for (k, citation) in count.evidence.iter().enumerate() {
                    if citation.locator.is_none() && is_court_paper(brief, &citation.source) {
                        let place = entry.place().field("defendants").item(i).field("counts").item(j);
                        let place = place.field("evidence").item(k);
                        found.push(Subject::Proceeding(at), lacks(place, &citation.source, "it is a court paper"));
                    }
                }
            }
        }
    }
    sections(brief, found);
    elsewhere(brief, found);
}

/// A locator that names another page than the one where the words were found.
fn elsewhere(brief: &Brief<'_>, found: &mut Found) {
    for quoted in &brief.quotations {
        let Some(Place::Other { given, found: page }) = quoted.verdict.found().map(|found| &found.place) else {
            continue;
        };
        let Some(source) = quoted.source.and_then(|at| brief.resolved.loaded.sources.get(at)) else { continue };
        let (subject, span) = match &quoted.at {
            QuotedAt::Evidence(at, item) => {
                let place = brief.resolved.loaded.findings[*at].place().field("evidence").item(*item);
                (Subject::Finding(*at), place.field("locator").span())
            }
            QuotedAt::Passage(at, bytes) => {
                let passage = &brief.passages[*at];
                (passage.subject(), passage.place_of(bytes.clone()))
            }
        };
        let text = source.place().field("snapshot").field("text");
        found.push(
            subject,
            RULE.problem(format!("the words are on {page} of the saved text, and the locator says {given}"))
                .at(span, "another page")
                .also(text.span(), "the saved text")
                .help(format!("write `{page}`; where that is not the number printed on the page, add the copy again with `--first-page`")),
        );
    }
}

/// The first number that a finding's text states; dates and numbers of things are none.
fn number_of(brief: &Brief<'_>, finding: usize) -> Option<Span> {
    let passage = brief.with_role(Role::FindingText(finding)).find(|passage| !passage.translated)?;
    let numbers = &passage.text.numbers;
    let number = numbers.iter().find(|number| {
        let large = number.digits || number.value.parse::<f64>().is_ok_and(|value| value >= 10.0);
        large && matches!(number.sort, NumberSort::Quantity | NumberSort::Percent)
    })?;
    Some(passage.span(&number.words))
}

fn sections(brief: &Brief<'_>, found: &mut Found) {
    for passage in &brief.passages {
        let Some(block) = passage.block() else { continue };
        for cited in block.cited.iter().flat_map(|(_, cited)| cited) {
            let id = Id::from(cited.key.as_str());
            let because = match is_court_paper(brief, &id) {
                true => "a court paper without a page or paragraph",
                false if is_quoted(passage) => "words are quoted; where do they stand?",
                false => continue,
            };
            if cited.locator.is_none() && brief.source(&id).is_some() {
                found.push(
                    Subject::Brief,
                    RULE.problem(format!("the citation of `{}` says no place in it", cited.key))
                        .at(cited.span, because)
                        .help(format!("write the place after a comma: `[@{}, para. 4]`", cited.key)),
                );
            }
        }
    }
}

/// Whether a passage quotes more than a word or two.
fn is_quoted(passage: &Passage<'_>) -> bool {
    let quoted = (0..passage.text.len()).filter(|&word| passage.text.is_word(word) && passage.text.is_quoted(word));
    passage.is_quotation() || quoted.count() > 3 && passage.block().is_none_or(|block| block.verbatim.is_empty())
}

fn is_court_paper(brief: &Brief<'_>, source: &Id) -> bool {
    brief.source(source).is_some_and(|entry| {
        matches!(
            entry.value.r#type,
            SourceType::Judgment | SourceType::Plea | SourceType::ChargingDocument | SourceType::CourtFiling
        )
    })
}

fn lacks(place: Cursor<'_>, source: &Id, because: &str) -> Diagnostic {
    RULE.problem(format!("the evidence from `{source}` has no locator, and {because}"))
        .at(place.field("source").span(), "where in it?")
        .help("add `locator:` with the page, paragraph, docket entry or timecode: `p. 4`, `¶ 6`, `ECF No. 76`")
}
