//! Rule 20, second half: the numbers of a finding stand in the passages that it quotes.

use crate::check::brief::{Brief, Role};
use crate::check::quotations::{Quoted, QuotedAt};
use crate::check::rule::Subject;
use crate::check::rule::{Family, Found, Rule};
use crate::model::{Date, Finding, RuleLevel};
use crate::wording::{Figure, Figures, NumberSort, Text, figures};

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
        let Some(passage) = brief.with_role(Role::FindingText(at)).find(|passage| !passage.translated) else {
            continue;
        };
        let mut known = dates(brief, &entry.value);
        quoted[at].iter().for_each(|one| known.extend(&one.figures));
        for figure in figures(passage.text.text, passage.language) {
            if !counts(&passage.text, &figure) || known.hold(&figure) {
                continue;
            }
            let shown = passage.text.text.get(figure.bytes.clone()).unwrap_or_default();
            let what = if figure.is_date { "date" } else { "number" };
            let mut problem = RULE
                .problem(format!("the {what} `{shown}` stands in no passage that `{}` quotes", entry.value.id))
                .at(passage.place_of(figure.bytes.clone()), "from where?")
                .also(entry.place().field("evidence").key_span(), "the quotations");
            problem = match figure.is_date {
                true => problem.help("compare it with the source; quote the words with the date, or name the place where it stands in `locator:`"),
                false => problem.help("compare it with the source digit by digit; quote the words with the number, or say in `note:` how it was reckoned and add that source"),
            };
            found.push(Subject::Finding(at), problem);
        }
    }
}

/// Whether a figure is one that the author answers for: no name, no place, no words of somebody else.
fn counts(text: &Text<'_>, figure: &Figure) -> bool {
    let word = text.word_at(figure.bytes.start);
    let first = text.numbers.partition_point(|number| text.bytes(&number.words).end <= figure.bytes.start);
    let label = text.numbers.iter().skip(first).take_while(|number| text.bytes(&number.words).start < figure.bytes.end);
    let label = label.map(|number| number.sort).any(|sort| sort == NumberSort::Label);
    !(label || figure.is_slight || figure.is_glued || text.is_quoted(word) || text.is_named(word))
}

/// The dates that the brief records of a finding, of its sources and of its cases: a source need not
/// repeat on the quoted page when it was issued.
fn dates(brief: &Brief<'_>, finding: &Finding) -> Figures {
    let mut known = Figures::default();
    let partial = finding.evidence.iter().filter_map(|item| brief.source(&item.source)).flat_map(|entry| {
        let source = &entry.value;
        [source.issued, source.revision.as_ref().map(|revision| revision.date)]
    });
    let own = std::iter::once(finding.date).chain(finding.responses.iter().map(|response| response.date));
    for date in partial.chain(own).flatten() {
        known.add_date(date.year, date.month, date.day);
    }
    for item in &finding.evidence {
        let source = brief.source(&item.source).map(|entry| &entry.value);
        let texts = source.iter().flat_map(|source| {
            [
                Some(&source.title),
                source.title_translation.as_ref(),
                source.container.as_ref(),
                source.descriptor.as_ref(),
            ]
        });
        for text in texts.flatten().chain(item.locator.as_ref()) {
            known.add_dates(text.as_str());
        }
        let days =
            source.iter().flat_map(|source| [source.accessed, source.snapshot.as_ref().map(|copy| copy.captured)]);
        for (year, month, day) in days.flatten().map(Date::parts) {
            known.add_date(year, Some(month), Some(day));
        }
    }
    if let Some(head) = brief.head() {
        let (year, month, day) = head.value.dates.information_cutoff.parts();
        known.add_date(year, Some(month), Some(day));
    }
    for case in finding.proceedings.iter().filter_map(|id| brief.resolved.index.proceeding(id)) {
        let Some(case) = brief.resolved.loaded.proceedings.get(case).map(|entry| &entry.value) else { continue };
        let (year, month, day) = case.as_of.parts();
        known.add_date(year, Some(month), Some(day));
        let counts = case.defendants.iter().flat_map(|defendant| &defendant.counts);
        for date in counts.filter_map(|count| count.date) {
            known.add_date(date.year, date.month, date.day);
        }
    }
    known
}
