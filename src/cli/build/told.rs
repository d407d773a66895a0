//! What documents take over from the checker: exceptions, and for the annex quotations and how evenly
//! parties are heard.

use crate::check::neutrality::Side;
use crate::check::{Checked, Excused};
use crate::graph;
use crate::load::Loaded;
use crate::locale::{Locale, primary};
use crate::model::{ReasonTranslation, RuleLevel, Text};
use crate::quote::Verdict;
use crate::resolve::Resolved;
use crate::view::{AnnexParts, Drawing, Exception, Heard, Level, Opposition, QuotationCheck};

/// The fonts of the drawing in the annex: the document's own, then the browser's.
const GRAPH_FONT: &str = "Libertinus Serif, serif";

/// What the annex has from other rooms than the view.
pub(super) fn annex(checked: &Checked, resolved: &Resolved<'_>, locale: &Locale) -> AnnexParts {
    let side = |side: &Side| {
        let given = side.in_language(locale.language());
        Heard {
            party: side.position,
            statements: given.statements,
            words: given.words,
            verbs: given.verbs.clone(),
            untranslated: given.untranslated > 0 || given.language != locale.language(),
        }
    };
    let heard = checked.neutrality.iter().map(|pair| Opposition {
        sides: [side(&pair.asserts), side(&pair.answers)],
        findings: pair.findings.len(),
        answered: pair.answered,
    });
    let graph = graph::derivations(resolved, locale)
        .map(|drawn| Drawing { svg: graph::svg(&drawn, locale, GRAPH_FONT), alt: graph::described(&drawn, locale) });
    let quotations = checked.quotations.iter().filter_map(|quotation| {
        let check = match &quotation.verdict {
            Verdict::Exact(found) | Verdict::Normalised(found) | Verdict::Abridged(found) => {
                QuotationCheck::Verified(found.pages.as_ref().map(|(first, _)| first.clone()))
            }
            Verdict::Turned(..) => QuotationCheck::Turned,
            Verdict::NotFound(_) => QuotationCheck::NotFound,
            Verdict::NotCheckable(why) => {
                QuotationCheck::NotCheckable(locale.text(&format!("unchecked_{}", why.name())))
            }
        };
        Some((quotation.evidence?, check))
    });
    AnnexParts { graph, heard: heard.collect(), quotations: quotations.collect() }
}

/// What the checker let pass, for the reader: whole rules first.
pub(super) fn exceptions(checked: &Checked, told: &Loaded, locale: &Locale) -> Vec<Exception> {
    let own = |translations: &[ReasonTranslation]| {
        translations.iter().find(|other| primary(other.language.as_str()) == locale.language()).cloned()
    };
    let told_as = |text: &String, own: Option<Text>| own.map_or_else(|| text.clone(), |own| own.folded());
    // A case is known by its name, which differs between languages.
    let label = |excused: &Excused| {
        let case = told.proceedings.iter().find(|case| case.value.id.as_str() == excused.entry);
        case.map_or_else(|| excused.label.clone(), |case| case.value.title.folded())
    };
    let lowered = checked.lowered.iter().map(|lowered| Exception {
        entries: Vec::new(),
        rule: lowered.rule.to_owned(),
        asks: locale.asks(lowered.rule).to_owned(),
        level: if lowered.level == RuleLevel::Off { Level::Off } else { Level::Warning },
        reason: told_as(&lowered.reason, own(&lowered.translations).and_then(|own| own.reason)),
        by: told_as(&lowered.by, own(&lowered.translations).and_then(|own| own.by)),
    });
    let excused = checked.excused.iter().map(|excused| Exception {
        entries: vec![label(excused)],
        rule: excused.rule.to_owned(),
        asks: locale.asks(excused.rule).to_owned(),
        level: Level::Excepted,
        reason: told_as(&excused.reason, own(&excused.translations).and_then(|own| own.reason)),
        by: told_as(&excused.by, own(&excused.translations).and_then(|own| own.by)),
    });
    lowered.chain(excused).collect()
}
