//! Rule 20: a quotation is found in the snapshot of its source.

use crate::check::brief::Brief;
use crate::check::quotations::{QuotedAt, differences};
use crate::check::rule::Subject;
use crate::check::rule::{Family, Found, Rule};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::RuleLevel;
use crate::quote::{Near, Turn, Verdict, Way};
use crate::text;

pub(in crate::check) const RULE: Rule = Rule {
    code: "EH20",
    name: "unfound-quotation",
    family: Family::Citation,
    level: RuleLevel::Error,
    fixed: false,
    page: include_str!("unfound_quotation.md"),
    check,
};

/// How much of a passage a message shows, in characters.
const SHOWN: usize = 240;

fn check(brief: &Brief<'_>, found: &mut Found) {
    for quoted in &brief.quotations {
        let Some(source) = quoted.source.and_then(|at| brief.resolved.loaded.sources.get(at)) else { continue };
        let id = &source.value.id;
        let problem = match &quoted.verdict {
            Verdict::NotFound(near) => unfound(near.as_ref(), id.as_str()),
            Verdict::Turned(found, turn) => turned(turn, found.pages.as_ref().map(|(first, _)| first.as_str())),
            _ => continue,
        };
        let (subject, span) = match &quoted.at {
            QuotedAt::Evidence(at, item) => {
                let place = brief.resolved.loaded.findings[*at].place().field("evidence").item(*item);
                (Subject::Finding(*at), place.field("quotation").span())
            }
            QuotedAt::Passage(at, bytes) => {
                let passage = &brief.passages[*at];
                (passage.subject(), passage.place_of(bytes.clone()))
            }
        };
        let text = source.place().field("snapshot").field("text");
        found.push(subject, problem.at(span, "quoted").also(text.span(), "the saved text"));
    }
}

fn unfound(near: Option<&Near>, source: &str) -> Diagnostic {
    let mut problem = RULE.problem(format!("these words are not in the saved text of `{source}`"));
    problem = match near {
        Some(near) if !near.scattered.is_empty() => {
            let parts: Vec<_> = near
                .scattered
                .iter()
                .map(|part| format!("“{}”{}", text::ellipsis(&part.words, 60), on_page(part.page.as_deref())))
                .collect();
            return problem
                .help(format!("its parts stand there by themselves: {}", text::and_list(&parts)))
                .help("parts must stand in the order of the source, and not more than about a page and a half apart; quote them one by one");
        }
        Some(near) => {
            if let Some(told) = differences(near) {
                problem = problem.help(told);
            }
            // Empty where it holds a name that is withheld.
            let marked = match near.marked.as_str() {
                "" => "it holds a name that is withheld here; please look into the saved text",
                marked => marked,
            };
            let page = on_page(near.page.as_deref());
            problem.help(format!("the passage most like them{page}: {}", text::ellipsis(marked, SHOWN)))
        }
        None => problem.help("nothing in that text is like them; is it the right source?"),
    };
    problem.help("copy the words from the saved text; mark what you left out with `[…]` and what you added with square brackets, and take quotation marks away from a paraphrase")
}

fn turned(turn: &Turn, page: Option<&str>) -> Diagnostic {
    let word = text::ellipsis(&turn.word, 40);
    let problem = RULE.problem(match turn.way {
        Way::LeftOut => format!("what is left out of this quotation may turn its meaning: “{word}”"),
        Way::PutIn => format!("what is put into this quotation may turn its meaning: “{word}”"),
        Way::Replaced => format!("a bracket of this quotation stands in place of another word: “{word}”"),
    });
    let passage = match turn.passage.as_str() {
        "" => "it holds a name that is withheld here; please look into the saved text",
        passage => passage,
    };
    // Doubt and condition are often left out fairly.
    let problem = if turn.denial { problem } else { Diagnostic { severity: Severity::Warning, ..problem } };
    let better = match turn.way {
        Way::LeftOut => "quote that part too",
        Way::PutIn | Way::Replaced => "quote the words as they stand there",
    };
    problem.help(format!("as it stands in the saved text{}: {}", on_page(page), text::ellipsis(passage, SHOWN))).help(
        format!("{better}, or let a second person judge, and record the judgement as an exception with its reason"),
    )
}

fn on_page(page: Option<&str>) -> String {
    page.map_or_else(String::new, |page| format!(" (p. {page})"))
}
