//! Findings as the document tells them.

use super::{EstablishedFact, Name, ProceedingLink, Quotation, Response, Statement, labels};
use crate::model::{self, Bearing, Evidence, Finding, Id};
use crate::resolve::{Established, Notes, Resolved, Unproven};

/// A fact that passed the gate, with the ground on which it did.
pub(super) fn established(resolved: &Resolved<'_>, fact: &Established<'_>, notes: &mut Notes) -> EstablishedFact {
    let review = fact.review();
    EstablishedFact {
        statement: tell(resolved, fact.finding(), model::Status::Established, notes),
        ground: format!(
            "{}: {} Reviewed by {}, {}.",
            labels::basis(review.basis),
            stop(review.reason.folded()),
            review.reviewer.folded(),
            labels::long_date(review.date),
        ),
    }
}

/// Any other finding, with the status that it has after the gate.
pub(super) fn statement(
    resolved: &Resolved<'_>,
    finding: &Finding,
    unproven: Unproven,
    notes: &mut Notes,
) -> Statement {
    tell(resolved, finding, unproven.status(), notes)
}

fn tell(resolved: &Resolved<'_>, finding: &Finding, status: model::Status, notes: &mut Notes) -> Statement {
    let mut teller = Teller { resolved, notes };
    let (supporting, against) = teller.evidence(finding);
    Statement {
        id: finding.id.to_string(),
        title: finding.title.as_ref().map(model::Text::folded),
        text: finding.text.folded(),
        status: labels::status(status),
        kind: labels::kind(finding.kind),
        asserted_by: finding.asserted_by.iter().filter_map(|id| name(resolved, id)).collect(),
        date: finding.date.map(labels::partial_date),
        quotations: teller.quotations(finding),
        responses: finding.responses.iter().filter_map(|response| teller.response(response)).collect(),
        notes: supporting,
        notes_against: against,
        contradicted_by: finding
            .contradicted_by
            .iter()
            .filter(|id| resolved.index.finding(id).is_some())
            .map(ToString::to_string)
            .collect(),
        proceedings: finding.proceedings.iter().filter_map(|id| teller.proceeding(id)).collect(),
        likelihood: finding.likelihood.map(|likelihood| {
            let (term, range) = labels::likelihood(likelihood);
            format!("{term} ({range})")
        }),
        confidence: finding.confidence.map(|confidence| labels::confidence(confidence).0.to_owned()),
        caveat: finding.caveat.as_ref().map(model::Text::folded),
    }
}

/// A party's name, where the party exists.
pub(super) fn name(resolved: &Resolved<'_>, id: &Id) -> Option<Name> {
    let position = resolved.index.party(id)?;
    let party = &resolved.loaded.parties[position].value;
    // A withheld name never reaches a template.
    if resolved.withheld().contains(&position) {
        let name = party.pseudonym.as_ref().map_or_else(|| labels::WITHHELD.to_owned(), model::Text::folded);
        return Some(Name { name, native: None, native_language: None, role: None });
    }
    Some(Name {
        name: party.name.folded(),
        native: party.native_name.as_ref().map(model::Text::folded),
        native_language: party.native_language.as_ref().map(model::Text::folded),
        role: party.role.as_ref().map(model::Text::folded),
    })
}

fn stop(text: String) -> String {
    if text.ends_with(['.', '!', '?']) { text } else { format!("{text}.") }
}

struct Teller<'a, 'b> {
    resolved: &'a Resolved<'b>,
    notes: &'a mut Notes,
}

impl Teller<'_, '_> {
    fn cite(&mut self, source: &Id, locator: Option<&model::Text>) -> Option<usize> {
        let source = self.resolved.index.source(source)?;
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
                Some(Quotation { text, notes })
            })
            .collect()
    }

    fn response(&mut self, response: &model::Response) -> Option<Response> {
        let party = name(self.resolved, &response.party)?;
        let mut outcome = labels::answer(response.answer).to_owned();
        if let Some(date) = response.date {
            outcome = format!("{outcome} {}", labels::when(date));
        }
        if let Some(asked) = &response.asked {
            let deadline =
                asked.deadline.map(|date| format!(", deadline {}", labels::long_date(date))).unwrap_or_default();
            outcome =
                format!("{outcome} (asked {} by {}{deadline})", labels::long_date(asked.date), asked.channel.folded());
        }
        let notes = response.source.as_ref().and_then(|source| self.cite(source, response.locator.as_ref()));
        Some(Response {
            party,
            outcome,
            text: response.text.as_ref().map(model::Text::folded),
            notes: notes.into_iter().collect(),
        })
    }

    fn proceeding(&self, id: &Id) -> Option<ProceedingLink> {
        let proceeding = &self.resolved.loaded.proceedings[self.resolved.index.proceeding(id)?].value;
        Some(ProceedingLink { anchor: proceeding.id.to_string(), title: proceeding.title.folded() })
    }
}
