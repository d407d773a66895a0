//! What a status is worth once evidence is gone.

use std::collections::{BTreeMap, BTreeSet};

use crate::load::Loaded;
use crate::model::{Id, LeftOutEvidence, Status, Text};
use crate::resolve::{self, Standing};
use crate::tree::Step;

/// What stands in place of a reviewer's reason that speaks of evidence which is left out; data has no
/// language.
const LEFT_OUT: &str = "[left out]";

/// Lets every finding through the gate again, with the evidence that is left. What does not pass now,
/// or is reported by nothing that is left, is alleged where it accuses somebody and unverified elsewhere.
/// Yields the findings that lost their status.
pub(super) fn lower(whole: &Loaded, loaded: &mut Loaded, evidence: &[LeftOutEvidence]) -> BTreeSet<Id> {
    let without = |id: &Id| evidence.iter().find(|left_out| left_out.finding == *id);
    let lowered: BTreeSet<Id> = {
        let before = resolve::resolve(whole);
        let established = |standing: &Standing<'_>| matches!(standing, Standing::Established(_));
        let before: BTreeMap<_, _> =
            whole.findings.iter().map(|entry| &entry.value.id).zip(before.standings.iter().map(established)).collect();
        let now = resolve::resolve(loaded);
        let lowered = loaded.findings.iter().zip(&now.standings).filter(|(entry, standing)| {
            let finding = &entry.value;
            let was = before.get(&finding.id).copied().unwrap_or_default();
            match finding.status {
                // Never a promotion: it must have passed with all its evidence, too.
                Status::Established => !(was && established(standing)),
                Status::Reported => without(&finding.id).is_some_and(|left_out| left_out.whole),
                _ => false,
            }
        });
        lowered.map(|(entry, _)| entry.value.id.clone()).collect()
    };
    for entry in &mut loaded.findings {
        let finding = &mut entry.value;
        if lowered.contains(&finding.id) {
            finding.status = if finding.accuses.is_empty() { Status::Unverified } else { Status::Alleged };
            finding.review = None;
            entry.drop_field(&[], "review");
        } else if without(&finding.id).is_some()
            && let Some(review) = &mut finding.review
        {
            // The reason was given for the whole evidence.
            review.reason = Text::from(LEFT_OUT);
            review.translations = Vec::new();
            entry.drop_field(&[Step::Field("review")], "reason");
            entry.drop_field(&[Step::Field("review")], "translations");
        }
    }
    lowered
}
