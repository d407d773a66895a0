//! Changes of status: those together that have one reason, and of one person the counts together.

use super::tell::Teller;
use super::{Pieces, StatusEntry, StatusMatter, StatusMove};
use crate::changes::{CountState, Review, Sort, StatusChange};

impl Teller<'_> {
    pub(super) fn matters(&self) -> Vec<StatusMatter> {
        let same =
            |a: &StatusChange, b: &StatusChange| (&a.recorded, a.is_explained()) == (&b.recorded, b.is_explained());
        let matter = |changes: Vec<&StatusChange>| {
            let first = changes.first()?;
            Some(StatusMatter {
                reasons: match first.is_explained() {
                    true => first.recorded.iter().map(|recorded| self.recorded(recorded)).collect(),
                    false => vec![self.own(&self.locale.text("change_no_reason"))],
                },
                explained: first.is_explained(),
                entries: self.entries(&changes),
            })
        };
        gathered(self.changes.status.iter(), same).into_iter().filter_map(matter).collect()
    }

    /// One entry for each finding, and one for each person in each case.
    fn entries(&self, changes: &[&StatusChange]) -> Vec<StatusEntry> {
        let same = |a: &StatusChange, b: &StatusChange| {
            (a.subject.sort, &a.subject.id, &a.subject.party) == (b.subject.sort, &b.subject.id, &b.subject.party)
        };
        let entries = gathered(changes.iter().copied(), same);
        let entries = entries.iter().filter_map(|changes| self.status_entry(changes));
        let mut told: Vec<(Vec<String>, StatusEntry)> = Vec::new();
        for mut entry in entries {
            let parties: Vec<_> = entry.party.take().into_iter().collect();
            // People of one case with the same counts and the same outcome are told together.
            let same = |(_, known): &&mut (Vec<String>, StatusEntry)| {
                entry.finding.is_none() && entry.others.is_empty() && *known == entry
            };
            match told.iter_mut().find(same) {
                Some((known, _)) => known.extend(parties),
                None => told.push((parties, entry)),
            }
        }
        let named = |(parties, entry): (Vec<String>, StatusEntry)| StatusEntry {
            party: (!parties.is_empty()).then(|| self.locale.list(&parties)),
            ..entry
        };
        told.into_iter().map(named).collect()
    }

    fn status_entry(&self, changes: &[&StatusChange]) -> Option<StatusEntry> {
        let first = changes.first()?;
        let subject = &first.subject;
        let mut moves: Vec<StatusMove> = Vec::new();
        for change in changes {
            let moved = self.moved(change);
            // Counts that ended together are told together.
            let apart = |known: &StatusMove| StatusMove { counts: known.counts.clone(), ..moved.clone() } == *known;
            match moves.iter_mut().find(|known| apart(known)) {
                Some(known) => known.counts.extend(moved.counts),
                None => moves.push(moved),
            }
        }
        for StatusMove { counts, .. } in &mut moves {
            let last = counts.len().saturating_sub(1);
            counts[..last].iter_mut().for_each(|count| count.extend(self.own(self.locale.semicolon().trim_end())));
        }
        Some(StatusEntry {
            finding: (subject.sort == Sort::Finding).then(|| subject.id.clone()).flatten(),
            title: self.quoted(&subject.title),
            party: subject.party.clone(),
            moves,
            others: self.others(changes),
            ground: first.review.as_ref().map(|review| self.ground(review)).unwrap_or_default(),
        })
    }

    fn moved(&self, change: &StatusChange) -> StatusMove {
        let evidence: Vec<_> = change.evidence.iter().map(|item| self.item(item)).collect();
        StatusMove {
            counts: self.count(&change.subject).into_iter().collect(),
            old: self.standing(change.old, &[]),
            new: self.standing(change.new, &change.told_by),
            since: change.since.map(|date| self.locale.spaced(&self.locale.partial_date(date))),
            evidence: match evidence.is_empty() {
                true => Pieces::new(),
                false => {
                    let items = self.joined(evidence, self.locale.semicolon());
                    self.sentence("change_evidence", &[], "items", items)
                }
            },
        }
    }

    /// The counts of a person that did not change their status, with their outcomes.
    fn others(&self, changes: &[&StatusChange]) -> Pieces {
        let told = |count: &CountState| {
            changes.iter().any(|change| {
                (&change.subject.number, change.subject.charge.as_ref()) == (&count.number, Some(&count.charge))
            })
        };
        let counts = changes.first().map(|change| change.counts.as_slice()).unwrap_or_default();
        let outcome = |count: &CountState| {
            let status = self.locale.legal_status(count.status);
            let date = count.date.map(|date| format!(", {}", self.locale.partial_date(date))).unwrap_or_default();
            let teller = self.attribution(&count.told_by).map(|teller| format!(", {teller}")).unwrap_or_default();
            let mut told = self.charge(count.number.as_deref(), &count.charge);
            told.extend(self.own(&format!("{}{status}{date}{teller}", self.locale.colon())));
            told
        };
        let others: Vec<_> = counts.iter().filter(|count| !told(count)).map(outcome).collect();
        if others.is_empty() {
            return Pieces::new();
        }
        self.sentence("change_others", &[], "counts", self.joined(others, self.locale.semicolon()))
    }

    fn ground(&self, review: &Review) -> Pieces {
        let date = self.locale.long_date(review.date);
        let gaps = [("basis", self.locale.basis(review.basis)), ("reviewer", &review.reviewer), ("date", &date)];
        let reason = self.quoted_as(&review.reason, &crate::view::statements::stop(review.reason.clone()));
        self.sentence("ground_signed", &gaps, "reason", reason)
    }
}

/// Changes that belong together, in the order in which the first of each came.
fn gathered<'a>(
    changes: impl Iterator<Item = &'a StatusChange>,
    same: impl Fn(&StatusChange, &StatusChange) -> bool,
) -> Vec<Vec<&'a StatusChange>> {
    let mut lists: Vec<Vec<&StatusChange>> = Vec::new();
    for change in changes {
        match lists.iter_mut().find(|list| list.first().is_some_and(|first| same(first, change))) {
            Some(list) => list.push(change),
            None => lists.push(vec![change]),
        }
    }
    lists
}
