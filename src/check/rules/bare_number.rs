//! Rule 22: a number has its unit, its period and what it is a part of.

use crate::check::brief::Brief;
use crate::check::brief::{Passage, Role};
use crate::check::rule::{Family, Found, Rule};
use crate::diagnostic::Diagnostic;
use crate::model::RuleLevel;
use crate::wording::{Number, NumberSort};

pub(in crate::check) const RULE: Rule = Rule {
    code: "EH22",
    name: "bare-number",
    family: Family::Wording,
    level: RuleLevel::Warn,
    fixed: false,
    page: include_str!("bare_number.md"),
    check,
};

fn check(brief: &Brief<'_>, found: &mut Found) {
    for passage in &brief.passages {
        if !matches!(passage.role, Role::FindingText(_) | Role::KeyPoint(_)) {
            continue;
        }
        let findings = brief.findings_of(passage);
        let dated = findings.iter().any(|&at| brief.finding(at).date.is_some())
            || passage.text.has_date(&(0..passage.text.len()));
        let mut undated = None;
        for number in &passage.text.numbers {
            if passage.text.is_quoted(number.words.start) || passage.text.is_named(number.words.start) {
                continue;
            }
            let large = number.digits || number.value.parse::<f64>().is_ok_and(|value| value >= 10.0);
            match number.sort {
                NumberSort::Quantity if large && !number.has_unit => {
                    found.push(passage.subject(), unit(passage, number))
                }
                NumberSort::Percent if lacks_whole(passage, number) => {
                    found.push(passage.subject(), whole(passage, number))
                }
                NumberSort::Quantity | NumberSort::Percent if large && undated.is_none() => undated = Some(number),
                _ => {}
            }
        }
        if let Some(number) = undated.filter(|_| !dated) {
            let shown = passage.text.words(&number.words);
            found.push(
                passage.subject(),
                RULE.problem(format!("nothing says for which day or period `{shown}` holds"))
                    .at(passage.span(&number.words), "no date in the text, and none on the finding")
                    .help("name the day or the years in the text, or add `date:` to the finding"),
            );
        }
    }
}

fn unit(passage: &Passage<'_>, number: &Number) -> Diagnostic {
    let shown = passage.text.words(&number.words);
    RULE.problem(format!("`{shown}` has no unit"))
        .at(passage.span(&number.words), "how many of what?")
        .help("write what is counted or measured after the number: “54 posts”, “9.1 metres”")
}

fn whole(passage: &Passage<'_>, number: &Number) -> Diagnostic {
    let shown = passage.text.words(&number.words);
    RULE.problem(format!("nothing says of what `{shown}` per cent are a part"))
        .at(passage.span(&number.words), "per cent of what?")
        .help("write the whole: “14 per cent of the 820 ships”")
}

/// "14 per cent arrived late": of all ships, of those that arrived?
fn lacks_whole(passage: &Passage<'_>, number: &Number) -> bool {
    let text = &passage.text;
    let sentence = text.sentence(text.sentence_of(number.words.start));
    let marks = ["%", "per", "cent", "percent", "pour"];
    let next = (number.words.end..sentence.end).find(|&word| !marks.contains(&text.lower(word)));
    let Some(next) = next else { return false };
    let told_before = (sentence.start..number.words.start)
        .any(|word| matches!(text.lower(word), "of" | "among" | "des" | "sur" | "parmi"));
    // "V$61.3 million, or 14.9%, in two years": a share in passing, of what is left open.
    let before = number.words.start.checked_sub(1).map_or("", |at| text.lower(at));
    if !text.is_word(next) && matches!(before, "or" | "ou" | "(" | "soit") {
        return true;
    }
    let verb = text.lower(next).ends_with("ed")
        || matches!(
            text.lower(next),
            "said"
                | "were"
                | "are"
                | "have"
                | "had"
                | "did"
                | "do"
                | "came"
                | "went"
                | "died"
                | "left"
                | "ont"
                | "sont"
                | "étaient"
                | "avaient"
        );
    verb && !told_before
}
