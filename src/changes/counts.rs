//! Legal proceedings, person by person and count by count.

use super::findings::weigh;
use super::{
    Changed, Comparison, CountState, Entry, Evidence, Sort, Standing, StatusChange, Subject, fields, folded, words,
};
use crate::model::{Count, Id, Proceeding, Record, Source};

/// Fields of a proceeding that are compared in other ways.
const PROCEEDING: [&str; 4] = ["id", "translations", "defendants", "exceptions"];
/// Fields of a count that are compared in other ways. Its date and note go with its status.
const COUNT: [&str; 3] = ["status", "translations", "evidence"];

/// One count with the case and the person that it belongs to.
#[derive(Clone, Copy)]
struct Charge<'a> {
    case: &'a Proceeding,
    party: &'a Id,
    count: &'a Count,
}

impl<'a> Comparison<'a> {
    pub(super) fn proceedings(&mut self) {
        let (old, new) = (self.old, self.new);
        let known = |record: &Record, id: &Id| record.proceedings.iter().any(|case| case.id == *id);
        for case in &new.proceedings {
            let recorded = self.reasons.of(Sort::Proceeding, &case.id);
            match old.proceedings.iter().find(|before| before.id == case.id) {
                Some(before) => {
                    let edits = fields::edits(before, case, &PROCEEDING, &|_, value| value.to_owned());
                    self.changed(Changed::new(subject(case), edits, recorded));
                }
                None => self.changes.proceedings.added.push(entry(case, recorded)),
            }
        }
        for case in old.proceedings.iter().filter(|case| !known(new, &case.id)) {
            let recorded = self.reasons.of(Sort::Proceeding, &case.id);
            self.changes.proceedings.removed.push(entry(case, recorded));
        }
        self.counts();
    }

    fn counts(&mut self) {
        let mut old = charges(self.old);
        let mut left = Vec::new();
        let mut joined: Vec<(usize, Charge<'a>, Charge<'a>)> = Vec::new();
        let mut waiting: Vec<(usize, Charge<'a>)> = charges(self.new).into_iter().enumerate().collect();
        // The surest likeness first, so that no count takes what belongs to another.
        for alike in LIKENESS {
            for (place, after) in std::mem::take(&mut waiting) {
                let same = |before: &Charge<'_>| before.party == after.party && alike(before, &after);
                match old.iter().position(same) {
                    Some(at) => joined.push((place, old.remove(at), after)),
                    None => left.push((place, after)),
                }
            }
            std::mem::swap(&mut waiting, &mut left);
        }
        joined.sort_by_key(|(place, ..)| *place);
        for (_, before, after) in joined {
            self.count(before, after);
        }
        for (_, charge) in waiting {
            let entry = self.count_entry(self.new, charge);
            self.changes.proceedings.added.push(entry);
        }
        for charge in old {
            let entry = self.count_entry(self.old, charge);
            self.changes.proceedings.removed.push(entry);
        }
    }

    fn count(&mut self, old: Charge<'a>, new: Charge<'a>) {
        let subject = self.count_subject(new);
        let recorded = self.reasons.of(Sort::Count, &new.case.id);
        let evidence = weigh(self.cited(old.count), self.cited(new.count));
        let moved = old.count.status != new.count.status;
        let told_by = self.told_by(self.new, new.count);
        if moved {
            self.changes.status.push(StatusChange {
                subject: subject.clone(),
                old: Standing::Count(old.count.status),
                new: Standing::Count(new.count.status),
                since: new.count.date,
                told_by: told_by.clone(),
                recorded: recorded.clone(),
                review: None,
                evidence: evidence.added.clone(),
                counts: self.counts_of(new),
            });
        }
        let mut edits = fields::edits(old.count, new.count, &COUNT, &|_, value| value.to_owned());
        if moved {
            edits.retain(|edit| edit.field != "date");
        }
        let mut changed = Changed::new(subject, edits, recorded);
        changed.status = Some(Standing::Count(new.count.status));
        changed.told_by = told_by;
        changed.evidence_added = if moved { Vec::new() } else { evidence.added };
        changed.evidence_removed = evidence.removed;
        self.changed(changed);
    }

    fn changed(&mut self, changed: Changed) {
        if changed.is_empty() {
            return;
        }
        let list =
            if changed.is_corrected() { &mut self.changes.corrections } else { &mut self.changes.proceedings.changed };
        list.push(changed);
    }

    fn count_entry(&self, record: &Record, charge: Charge<'_>) -> Entry {
        Entry {
            subject: self.count_subject(charge),
            status: Some(Standing::Count(charge.count.status)),
            told_by: self.told_by(record, charge.count),
            text: None,
            recorded: self.reasons.of(Sort::Count, &charge.case.id),
        }
    }

    fn count_subject(&self, charge: Charge<'_>) -> Subject {
        Subject {
            sort: Sort::Count,
            party: Some(self.party(charge.party)),
            number: folded(&charge.count.number),
            charge: Some(charge.count.charge.folded()),
            ..subject(charge.case)
        }
    }

    fn cited(&self, count: &Count) -> Vec<Evidence> {
        let cited = count.evidence.iter().map(|citation| Evidence {
            source: citation.source.to_string(),
            title: self.source(&citation.source),
            locator: folded(&citation.locator),
            bearing: None,
            credibility: None,
            quotation: None,
        });
        cited.collect()
    }

    /// Who tells how a count of a version stands, where no record of it was consulted.
    fn told_by(&self, record: &Record, count: &Count) -> Vec<String> {
        let source = |id: &Id| record.sources.iter().find(|source| source.id == *id);
        let cited = count.evidence.iter().filter_map(|citation| source(&citation.source)).collect();
        let voice = |source: &Source| match &source.issued_by {
            Some(issuer) => self.party(issuer),
            None => source.voice().folded(),
        };
        count.told_by(cited).into_iter().map(voice).collect()
    }

    /// Every count of a person in the case of one count of the later version.
    fn counts_of(&self, charge: Charge<'_>) -> Vec<CountState> {
        let own = charge.case.defendants.iter().filter(|defendant| defendant.party == *charge.party);
        let state = |count: &Count| CountState {
            number: folded(&count.number),
            charge: count.charge.folded(),
            status: count.status,
            date: count.date,
            told_by: self.told_by(self.new, count),
        };
        own.flat_map(|defendant| &defendant.counts).map(state).collect()
    }
}

/// When two counts of one person are the same: in one case by number, provision or charge, then
/// where the charge is alike; at last in another case, since cases are joined and split.
const LIKENESS: [fn(&Charge<'_>, &Charge<'_>) -> bool; 6] = [
    |a, b| same_case(a, b) && same_charge(a, b) && folded(&a.count.number) == folded(&b.count.number),
    |a, b| same_case(a, b) && same_charge(a, b),
    |a, b| same_case(a, b) && a.count.number.is_some() && folded(&a.count.number) == folded(&b.count.number),
    |a, b| same_case(a, b) && words::are_alike(&a.count.charge.folded(), &b.count.charge.folded()),
    same_charge,
    |a, b| words::are_alike(&a.count.charge.folded(), &b.count.charge.folded()),
];

fn same_case(a: &Charge<'_>, b: &Charge<'_>) -> bool {
    a.case.id == b.case.id
}

fn same_charge(a: &Charge<'_>, b: &Charge<'_>) -> bool {
    let provision = |charge: &Charge<'_>| folded(&charge.count.provision);
    a.count.charge.folded() == b.count.charge.folded() || (provision(a).is_some() && provision(a) == provision(b))
}

/// Every count of a version. Of cases with one id, which only a draft has, the first counts.
fn charges(record: &Record) -> Vec<Charge<'_>> {
    let mut charges = Vec::new();
    for (at, case) in record.proceedings.iter().enumerate() {
        if record.proceedings.iter().position(|other| other.id == case.id) != Some(at) {
            continue;
        }
        for defendant in &case.defendants {
            charges.extend(defendant.counts.iter().map(|count| Charge { case, party: &defendant.party, count }));
        }
    }
    charges
}

fn subject(case: &Proceeding) -> Subject {
    Subject::new(Sort::Proceeding, Some(case.id.as_str()), case.title.folded())
}

fn entry(case: &Proceeding, recorded: Vec<super::Recorded>) -> Entry {
    Entry { subject: subject(case), status: None, told_by: Vec::new(), text: None, recorded }
}
