//! The evidence annex: for each finding all that it rests on, for each source what it is worth.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use super::build::writer;
use super::{Name, Reference, Response, ScaleMeaning, Status, Telling, statements};
use crate::cite::{Cite, Cited, Style, Writer};
use crate::model::prose::Inline;
use crate::model::{Bearing, Credibility, Evidence, Finding, Reliability, Text};
use crate::resolve::{Notes, Standing};

/// What the annex tells beyond the briefing.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Annex {
    /// The findings with their evidence, in the order of the files.
    pub records: Vec<EvidenceRecord>,
    /// The sources, in the order of the file.
    pub sources: Vec<SourceRecord>,
    /// Which sources rest on others, drawn; none where each stands alone.
    pub graph: Option<Drawing>,
    /// How evenly opposed parties are heard.
    pub neutrality: Vec<OpposedParties>,
    /// Some of these counts are of texts in the brief's first language, because they have none in the
    /// document's.
    pub neutrality_untranslated: bool,
    /// What the letters of a grade mean: reliability of the source (Admiralty code).
    pub reliability_key: Vec<ScaleMeaning>,
    /// What its digits mean: credibility of the item.
    pub credibility_key: Vec<ScaleMeaning>,
}

/// What comes from outside the brief's own files.
#[derive(Debug, Clone, Default)]
pub struct AnnexParts {
    /// Which sources rest on others.
    pub graph: Option<Drawing>,
    /// Opposed parties with what each is given, as the checker counted it.
    pub heard: Vec<Opposition>,
    /// What became of the search for each quotation, by the positions of the finding and of the item in
    /// its evidence.
    pub quotations: BTreeMap<(usize, usize), QuotationCheck>,
}

/// Two opposed parties, as the checker counted what each is given.
#[derive(Debug, Clone)]
pub struct Opposition {
    /// Who asserts something, and who is accused or contradicted.
    pub sides: [Heard; 2],
    /// The findings in which they stand against each other.
    pub findings: usize,
    /// In how many of these the answer stands beside the statement.
    pub answered: usize,
}

/// What a party is given, in numbers.
#[derive(Debug, Clone)]
pub struct Heard {
    /// The party, by position.
    pub party: usize,
    /// How many statements of its own.
    pub statements: usize,
    /// How many words these have.
    pub words: usize,
    /// The words of saying that its own statements use of it, with how often.
    pub verbs: Vec<(String, usize)>,
    /// Texts of its own have none in the document's language, and were counted in another.
    pub untranslated: bool,
}

/// What became of the search for a quotation in the saved copy of its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QuotationCheck {
    /// Its words stand there, on this page where the copy has pages.
    Verified(Option<String>),
    /// They stand there, but what was left out or put in may turn the meaning.
    Turned,
    /// They do not stand there.
    NotFound,
    /// It could not be looked for, for this reason, in the words of the document's language.
    NotCheckable(String),
}

/// A picture with its text.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Drawing {
    /// The picture, as SVG.
    pub svg: String,
    /// The picture in words.
    pub alt: String,
}

/// Two opposed parties and what each is given; counts, no score.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OpposedParties {
    /// Who asserts something, and who is accused or contradicted.
    pub sides: Vec<HeardParty>,
    /// The findings in which they stand against each other.
    pub findings: usize,
    /// In how many of these the answer stands beside the statement.
    pub answered: usize,
}

/// What a party is given.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct HeardParty {
    /// Its name.
    pub name: String,
    /// How many statements of its own, and how many words these have: "2 statements, 60 words".
    pub given: String,
    /// The words of saying that its own statements use of it, as a list with how often each: "said 3,
    /// wrote 1"; in French the infinitive. Empty where there are none.
    pub verbs: String,
}

/// A finding with its whole evidence.
#[derive(Debug, Serialize, JsonSchema)]
pub struct EvidenceRecord {
    /// Its id.
    pub id: String,
    /// A few words that head it.
    pub title: Option<String>,
    /// The statement.
    pub text: String,
    /// Its status.
    pub status: Status,
    /// Why it has that status: the ground, who signed it and when, or what the status means.
    pub why: String,
    /// Whether it passed the gate.
    pub established: bool,
    /// What sort of statement it is.
    pub kind: String,
    /// When what it speaks of happened, in words.
    pub date: Option<String>,
    /// Who asserts it.
    pub asserted_by: Vec<Name>,
    /// Whom it accuses.
    pub accuses: Vec<Name>,
    /// What it rests on, and what speaks against it.
    pub evidence: Vec<EvidenceItem>,
    /// The origins behind the sources that support it, by id: "S2 and S4".
    pub origins: String,
    /// What those concerned said, or were not asked.
    pub responses: Vec<Response>,
    /// Ids of findings that say otherwise.
    pub contradicted_by: Vec<String>,
    /// How likely an assessment is, with its range.
    pub likelihood: Option<String>,
    /// How well founded it is.
    pub confidence: Option<String>,
    /// What is missing or to be checked.
    pub caveat: Option<String>,
    /// That a version for a wider circle leaves out evidence for it.
    pub left_out: Option<String>,
    /// How far it may travel, where that is said for itself.
    pub handling: Option<String>,
}

/// One item in one source.
#[derive(Debug, Serialize, JsonSchema)]
pub struct EvidenceItem {
    /// The source's id, to link to.
    pub source: String,
    /// The source in few words, with the place in it.
    pub words: Vec<Inline<Reference>>,
    /// What it does for the finding: "supports it".
    pub bearing: String,
    /// Reliability of the source and credibility of the item, as the Admiralty code writes them: "B2".
    pub grade: String,
    /// The way to its origins: "S4 → S2".
    pub chain: String,
    /// What makes it weigh more: "primary record", "admission by …".
    pub weight: Option<String>,
    /// The words of the source, verbatim.
    pub quotation: Option<String>,
    /// Their language, as a BCP 47 tag, where it is another than the document's.
    pub language: Option<String>,
    /// Whether the words were found in the saved copy: "verified in the saved copy, page 4".
    pub verdict: Option<String>,
}

/// A source with what it is worth.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SourceRecord {
    /// Its id, to link to.
    pub id: String,
    /// Its citation in full.
    pub citation: Vec<Inline<Reference>>,
    /// What sort of source it is.
    pub sort: String,
    /// Its reliability: "B: usually reliable".
    pub reliability: String,
    /// Access, currency, completeness, possible bias.
    pub descriptor: Option<String>,
    /// The way to its origins; none where it is one itself.
    pub chain: Option<String>,
    /// Which copy was kept: its SHA-256, and when it was captured.
    pub copy: Option<String>,
    /// How far what it holds may travel, where that is said for itself.
    pub handling: Option<String>,
    /// The findings that cite it.
    pub cited_by: Vec<String>,
}

/// The annex of a brief.
pub(super) fn annex(telling: Telling<'_>, style: &Style, parts: AnnexParts) -> Annex {
    let writer = writer(telling, style);
    let resolved = telling.resolved;
    let standings = resolved.loaded.findings.iter().zip(&resolved.standings);
    let (reliability_key, credibility_key) = scales(telling);
    Annex {
        records: standings
            .enumerate()
            .map(|(at, (entry, standing))| {
                let verdict = |item: usize| parts.quotations.get(&(at, item));
                record(telling, &writer, &entry.value, standing, &verdict)
            })
            .collect(),
        sources: (0..resolved.loaded.sources.len()).map(|at| source(telling, &writer, at)).collect(),
        graph: parts.graph,
        neutrality: parts.heard.iter().map(|pair| opposed(telling, pair)).collect(),
        neutrality_untranslated: parts.heard.iter().flat_map(|pair| &pair.sides).any(|side| side.untranslated),
        reliability_key,
        credibility_key,
    }
}

fn record<'a>(
    telling: Telling<'_>,
    writer: &Writer<'_>,
    finding: &Finding,
    standing: &Standing<'_>,
    verdict: &dyn Fn(usize) -> Option<&'a QuotationCheck>,
) -> EvidenceRecord {
    // The annex has no notes: each item names its source.
    let mut notes = Notes::default();
    let (statement, why) = match standing {
        Standing::Established(fact) => {
            let fact = statements::established(telling, fact, &mut notes);
            (fact.statement, fact.ground)
        }
        Standing::Unproven(unproven) => {
            let meaning = super::left_out::meaning(telling, unproven.status(), [&finding.id]);
            (statements::statement(telling, finding, *unproven, &mut notes), meaning)
        }
    };
    let mut responses = statement.responses;
    responses.iter_mut().for_each(|response| response.notes.clear());
    EvidenceRecord {
        id: statement.id,
        title: statement.title,
        text: statement.text,
        status: statement.status,
        why,
        established: matches!(standing, Standing::Established(_)),
        kind: statement.kind,
        date: statement.date,
        asserted_by: statement.asserted_by,
        accuses: finding.accuses.iter().filter_map(|id| statements::name(telling, id)).collect(),
        evidence: finding
            .evidence
            .iter()
            .enumerate()
            .filter_map(|(at, item)| evidence(telling, writer, item, verdict(at)))
            .collect(),
        origins: origins(telling, finding),
        responses,
        contradicted_by: statement.contradicted_by,
        likelihood: statement.likelihood,
        confidence: statement.confidence,
        caveat: statement.caveat,
        left_out: statement.left_out,
        handling: finding.handling.map(|tlp| super::tlp(tlp).to_owned()),
    }
}

fn evidence(
    telling: Telling<'_>,
    writer: &Writer<'_>,
    item: &Evidence,
    verdict: Option<&QuotationCheck>,
) -> Option<EvidenceItem> {
    let Telling { resolved, locale } = telling;
    let at = resolved.index.source(&item.source)?;
    let source = &resolved.loaded.sources[at].value;
    let locator = item.locator.as_ref().map(Text::folded);
    let admission = item.admission_by.as_ref().and_then(|id| statements::name(telling, id));
    let weight = match (item.primary_record, admission) {
        (true, _) => Some(locale.text("item_primary_record")),
        (_, Some(party)) => Some(locale.fill("item_admission", &[("party", &party.name)])),
        _ => None,
    };
    Some(EvidenceItem {
        source: source.id.to_string(),
        words: cited(writer, at, locator.as_deref()).short,
        bearing: locale.bearing(item.bearing.unwrap_or(Bearing::Supports)).to_owned(),
        grade: format!(
            "{}{}",
            letter(source.reliability.unwrap_or(Reliability::F)),
            digit(item.credibility.unwrap_or(Credibility::CannotBeJudged))
        ),
        chain: chain(telling, at).unwrap_or_else(|| locale.text("own_origin")),
        weight,
        quotation: item.quotation.as_ref().map(Text::folded),
        language: item.quotation.as_ref().and_then(|_| statements::language(telling, item)),
        verdict: item.quotation.as_ref().and(verdict).map(|verdict| match verdict {
            QuotationCheck::Verified(Some(page)) => locale.fill("quotation_verified_page", &[("page", page)]),
            QuotationCheck::Verified(None) => locale.text("quotation_verified"),
            QuotationCheck::Turned => locale.text("quotation_turned"),
            QuotationCheck::NotFound => locale.text("quotation_not_found"),
            QuotationCheck::NotCheckable(reason) => locale.fill("quotation_not_checkable", &[("reason", reason)]),
        }),
    })
}

/// A source's citation, as if nothing had been cited before.
fn cited(writer: &Writer<'_>, source: usize, locator: Option<&str>) -> Cited<Reference> {
    let cite = Cite { number: 1, source, locator };
    writer.write(&[Some(cite)]).into_iter().flatten().next().unwrap_or(Cited { full: Vec::new(), short: Vec::new() })
}

fn opposed(telling: Telling<'_>, pair: &Opposition) -> OpposedParties {
    let locale = telling.locale;
    let side = |heard: &Heard| HeardParty {
        name: statements::name_at(telling, heard.party).name,
        given: locale.list_of(&[locale.count("statements", heard.statements), locale.count("words", heard.words)]),
        verbs: locale.list_of(&heard.verbs.iter().map(|(verb, times)| format!("{verb} {times}")).collect::<Vec<_>>()),
    };
    OpposedParties { sides: pair.sides.iter().map(side).collect(), findings: pair.findings, answered: pair.answered }
}

/// The origins of what supports a finding.
fn origins(telling: Telling<'_>, finding: &Finding) -> String {
    let Telling { resolved, locale } = telling;
    let supporting =
        finding.evidence.iter().filter(|item| item.bearing.unwrap_or(Bearing::Supports) == Bearing::Supports);
    let origins: BTreeSet<usize> = supporting
        .filter_map(|item| resolved.index.source(&item.source))
        .flat_map(|source| resolved.origins.of(source).iter().copied())
        .collect();
    let ids: Vec<String> = origins.iter().map(|&at| resolved.loaded.sources[at].value.id.to_string()).collect();
    let left_out = resolved.loaded.left_out.as_ref().and_then(|all| all.of(&finding.id));
    match (ids.is_empty(), finding.evidence.is_empty()) {
        (true, _) if left_out.is_some_and(|left_out| left_out.whole) => locale.text("origins_left_out"),
        (true, true) => locale.text("no_origin_without_evidence"),
        (true, false) => locale.text("no_origin"),
        _ => locale.list(&ids),
    }
}

/// The ways to the origins of a source; nothing where it is the one origin itself.
fn chain(telling: Telling<'_>, source: usize) -> Option<String> {
    let Telling { resolved, locale } = telling;
    let origins = resolved.origins.of(source);
    if origins.is_empty() {
        return Some(locale.text("no_origin"));
    }
    if origins.len() == 1 && origins.contains(&source) {
        return None;
    }
    let name = |at: &usize| resolved.loaded.sources[*at].value.id.to_string();
    let ways = origins
        .iter()
        .map(|&origin| resolved.origins.path(source, origin).iter().map(name).collect::<Vec<_>>().join(" → "));
    Some(ways.collect::<Vec<_>>().join("; "))
}

fn source(telling: Telling<'_>, writer: &Writer<'_>, at: usize) -> SourceRecord {
    let Telling { resolved, locale } = telling;
    let source = &resolved.loaded.sources[at].value;
    let cites = |finding: &&Finding| {
        let answers = finding.responses.iter().filter_map(|response| response.source.as_ref());
        finding.evidence.iter().map(|item| &item.source).chain(answers).any(|id| *id == source.id)
    };
    let reliability = source.reliability.unwrap_or(Reliability::F);
    SourceRecord {
        id: source.id.to_string(),
        citation: cited(writer, at, None).full,
        sort: locale.source_type(source.r#type).to_owned(),
        reliability: locale
            .fill("grade", &[("code", letter(reliability)), ("meaning", locale.reliability(reliability))]),
        descriptor: source.descriptor.as_ref().map(Text::folded),
        chain: chain(telling, at),
        copy: source.snapshot.as_ref().map(|snapshot| {
            let captured = locale.long_date(snapshot.captured);
            locale.fill("copy", &[("sha256", snapshot.sha256.as_str()), ("date", &captured)])
        }),
        handling: source.handling.map(|tlp| super::tlp(tlp).to_owned()),
        cited_by: resolved
            .loaded
            .findings
            .iter()
            .map(|entry| &entry.value)
            .filter(cites)
            .map(|finding| finding.id.to_string())
            .collect(),
    }
}

fn letter(reliability: Reliability) -> &'static str {
    match reliability {
        Reliability::A => "A",
        Reliability::B => "B",
        Reliability::C => "C",
        Reliability::D => "D",
        Reliability::E => "E",
        Reliability::F => "F",
    }
}

fn digit(credibility: Credibility) -> &'static str {
    match credibility {
        Credibility::Confirmed => "1",
        Credibility::ProbablyTrue => "2",
        Credibility::PossiblyTrue => "3",
        Credibility::Doubtful => "4",
        Credibility::Improbable => "5",
        Credibility::CannotBeJudged => "6",
    }
}

/// The two scales of the Admiralty code, for the reader.
fn scales(telling: Telling<'_>) -> (Vec<ScaleMeaning>, Vec<ScaleMeaning>) {
    let locale = telling.locale;
    let meaning = |code: &str, meaning: &str| ScaleMeaning { term: code.to_owned(), meaning: meaning.to_owned() };
    let reliability = [Reliability::A, Reliability::B, Reliability::C, Reliability::D, Reliability::E, Reliability::F];
    let credibility = [
        Credibility::Confirmed,
        Credibility::ProbablyTrue,
        Credibility::PossiblyTrue,
        Credibility::Doubtful,
        Credibility::Improbable,
        Credibility::CannotBeJudged,
    ];
    (
        reliability.map(|value| meaning(letter(value), locale.reliability(value))).into(),
        credibility.map(|value| meaning(digit(value), locale.credibility(value))).into(),
    )
}
