//! Findings as the document tells them.

use super::{EstablishedFact, Name, ProceedingLink, Quotation, Response, Statement, Telling, left_out};
use crate::locale::Locale;
use crate::model::{self, Bearing, Evidence, Finding, Id};
use crate::resolve::{Established, Notes, Unproven};

/// A fact that passed the gate, with the ground on which it did.
pub(super) fn established(telling: Telling<'_>, fact: &Established<'_>, notes: &mut Notes) -> EstablishedFact {
    let review = fact.review();
    // The reason was given for the whole evidence.
    let reason = match left_out::of_finding(telling, &fact.finding().id) {
        Some(_) => telling.locale.text("reason_left_out"),
        None => stop(review.reason.folded()),
    };
    EstablishedFact {
        statement: tell(telling, fact.finding(), model::Status::Established, notes),
        ground: telling.locale.fill(
            "ground_signed",
            &[
                ("basis", telling.locale.basis(review.basis)),
                ("reason", &reason),
                ("reviewer", &review.reviewer.folded()),
                ("date", &telling.locale.long_date(review.date)),
            ],
        ),
    }
}

/// Any other finding, with the status that it has after the gate.
pub(super) fn statement(telling: Telling<'_>, finding: &Finding, unproven: Unproven, notes: &mut Notes) -> Statement {
    tell(telling, finding, unproven.status(), notes)
}

fn tell(telling: Telling<'_>, finding: &Finding, status: model::Status, notes: &mut Notes) -> Statement {
    let Telling { resolved, locale } = telling;
    let mut teller = Teller { telling, notes };
    let (supporting, against) = teller.evidence(finding);
    Statement {
        id: finding.id.to_string(),
        title: finding.title.as_ref().map(model::Text::folded),
        text: finding.text.folded(),
        status: telling.status(status),
        kind: locale.kind(finding.kind).to_owned(),
        asserted_by: asserters(telling, finding),
        date: finding.date.map(|date| locale.partial_date(date)),
        quotations: teller.quotations(finding),
        responses: teller.responses(finding),
        notes: supporting,
        notes_against: against,
        contradicted_by: finding
            .contradicted_by
            .iter()
            .filter(|id| resolved.index.finding(id).is_some())
            .map(ToString::to_string)
            .collect(),
        key_points: teller.key_points(finding),
        proceedings: finding.proceedings.iter().filter_map(|id| teller.proceeding(id)).collect(),
        likelihood: finding.likelihood.map(|likelihood| {
            let (term, range) = locale.likelihood(likelihood);
            locale.fill("likelihood_with_range", &[("term", term), ("range", range)])
        }),
        confidence: finding.confidence.map(|confidence| locale.confidence(confidence).0.to_owned()),
        caveat: finding.caveat.as_ref().map(model::Text::folded),
        left_out: left_out::of_finding(telling, &finding.id),
    }
}

/// The notes that cite what a finding rests on.
pub(super) fn cited(telling: Telling<'_>, finding: &Finding, notes: &mut Notes) -> Vec<usize> {
    let (supporting, _) = Teller { telling, notes }.evidence(finding);
    supporting
}

/// Who asserts a finding.
pub(super) fn asserters(telling: Telling<'_>, finding: &Finding) -> Vec<Name> {
    finding.asserted_by.iter().filter_map(|id| name(telling, id)).collect()
}

/// A party's name, where the party exists.
pub(super) fn name(telling: Telling<'_>, id: &Id) -> Option<Name> {
    telling.resolved.index.party(id).map(|position| name_at(telling, position))
}

/// The name of the party at a position.
pub(super) fn name_at(telling: Telling<'_>, position: usize) -> Name {
    let resolved = telling.resolved;
    let party = &resolved.loaded.parties[position].value;
    // A withheld name never reaches a template.
    if resolved.withheld().contains(&position) {
        let name = party.pseudonym.as_ref().map_or_else(|| telling.locale.text("name_withheld"), model::Text::folded);
        return Name { name, native: None, native_language: None, role: None };
    }
    Name {
        name: party.name.folded(),
        native: party.native_name.as_ref().map(model::Text::folded),
        native_language: party.native_language.as_ref().map(model::Text::folded),
        role: party.role.as_ref().map(model::Text::folded),
    }
}

pub(super) fn stop(text: String) -> String {
    if text.ends_with(['.', '!', '?']) { text } else { format!("{text}.") }
}

/// What came of asking: "denied this on 3 May 2022".
fn outcome(locale: &Locale, response: &model::Response, parties: usize) -> String {
    let mut outcome = locale.answer(response.answer, parties).to_owned();
    if let Some(date) = response.date {
        outcome = format!("{outcome} {}", locale.when(date));
    }
    let Some(asked) = &response.asked else { return outcome };
    let deadline = asked.deadline.map(|date| locale.long_date(date)).unwrap_or_default();
    let phrase = if asked.deadline.is_some() { "asked_with_deadline" } else { "asked" };
    let (date, channel) = (locale.long_date(asked.date), asked.channel.folded());
    let gaps = [("outcome", &*outcome), ("date", &date), ("channel", &channel), ("deadline", &deadline)];
    locale.fill(phrase, &gaps)
}

/// The language of an item's own words, where it is another than the document's.
pub(super) fn language(telling: Telling<'_>, item: &Evidence) -> Option<String> {
    let source = telling.resolved.index.source(&item.source)?;
    telling.resolved.loaded.foreign_language(&telling.resolved.loaded.sources[source].value)
}

struct Teller<'a> {
    telling: Telling<'a>,
    notes: &'a mut Notes,
}

impl Teller<'_> {
    fn cite(&mut self, source: &Id, locator: Option<&model::Text>) -> Option<usize> {
        let source = self.telling.resolved.index.source(source)?;
        Some(self.notes.cite(source, locator.map(model::Text::folded)))
    }

    fn evidence(&mut self, finding: &Finding) -> (Vec<usize>, Vec<usize>) {
        let (mut supporting, mut against) = (Vec::new(), Vec::new());
        // In the order in which they are printed.
        let contradicts = |item: &&Evidence| item.bearing == Some(Bearing::Contradicts);
        for item in finding.evidence.iter().filter(|item| !contradicts(item)) {
            supporting.extend(self.cite(&item.source, item.locator.as_ref()));
        }
        for item in finding.evidence.iter().filter(contradicts) {
            against.extend(self.cite(&item.source, item.locator.as_ref()));
        }
        for list in [&mut supporting, &mut against] {
            list.sort_unstable();
            list.dedup();
        }
        (supporting, against)
    }

    fn quotations(&mut self, finding: &Finding) -> Vec<Quotation> {
        finding
            .evidence
            .iter()
            .filter_map(|item| {
                let text = item.quotation.as_ref()?.folded();
                let notes = self.cite(&item.source, item.locator.as_ref()).into_iter().collect();
                Some(Quotation { text, language: language(self.telling, item), notes })
            })
            .collect()
    }

    /// What those concerned answered. Where the very same is told of several, it is told once.
    fn responses(&mut self, finding: &Finding) -> Vec<Response> {
        let mut told: Vec<(&model::Response, Response)> = Vec::new();
        for response in &finding.responses {
            let Some(party) = name(self.telling, &response.party) else { continue };
            let notes = response.source.as_ref().and_then(|source| self.cite(source, response.locator.as_ref()));
            let alone = Response {
                parties: vec![party],
                outcome: outcome(self.telling.locale, response, 1),
                text: response.text.as_ref().map(model::Text::folded),
                notes: notes.into_iter().collect(),
            };
            let same = |other: &Response| {
                (&other.outcome, &other.text, &other.notes) == (&alone.outcome, &alone.text, &alone.notes)
            };
            match told.iter_mut().find(|(_, other)| same(other)) {
                Some((_, other)) => other.parties.extend(alone.parties),
                None => told.push((response, alone)),
            }
        }
        let plural = told.into_iter().map(|(response, together)| Response {
            outcome: outcome(self.telling.locale, response, together.parties.len()),
            ..together
        });
        plural.collect()
    }

    /// The key points that rest on a finding.
    fn key_points(&self, finding: &Finding) -> Vec<usize> {
        let brief = self.telling.resolved.loaded.brief.as_ref();
        let points = brief.map(|brief| brief.value.key_points.as_slice()).unwrap_or_default();
        let resting = points.iter().zip(1..).filter(|(point, _)| point.findings.contains(&finding.id));
        resting.map(|(_, number)| number).collect()
    }

    fn proceeding(&self, id: &Id) -> Option<ProceedingLink> {
        let resolved = self.telling.resolved;
        let proceeding = &resolved.loaded.proceedings[resolved.index.proceeding(id)?].value;
        Some(ProceedingLink { anchor: proceeding.id.to_string(), title: proceeding.title.folded() })
    }
}
