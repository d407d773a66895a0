//! Counts of proceedings without the places in which sources that go record them.

use super::gone::Gone;
use super::tally::Tally;
use crate::load::Loaded;
use crate::model::{LeftOutCount, LeftOutSort, Text};
use crate::tree::Step;

/// Takes these places out, and with them the note of the count: it may have been taken from there.
/// Yields the counts of which some evidence is left out.
pub(super) fn without_places(loaded: &mut Loaded, gone: &Gone, tally: &mut Tally) -> Vec<LeftOutCount> {
    let mut weakened = Vec::new();
    for entry in &mut loaded.proceedings {
        let mut ways = Vec::new();
        for (i, defendant) in entry.value.defendants.iter_mut().enumerate() {
            for (j, count) in defendant.counts.iter_mut().enumerate() {
                let hidden = count.evidence.iter().filter_map(|citation| gone.sources.get(&citation.source));
                let hidden: Vec<_> = hidden.copied().collect();
                if hidden.is_empty() {
                    continue;
                }
                hidden.into_iter().for_each(|handling| tally.count(LeftOutSort::Evidence, handling));
                let keep: Vec<_> = count.evidence.iter().map(|citation| gone.keeps(&citation.source)).collect();
                count.evidence.retain(|citation| gone.keeps(&citation.source));
                count.note = None;
                count.translations.iter_mut().for_each(|translation| translation.note = None);
                ways.push((i, j, count.translations.len(), keep));
                weakened.push(LeftOutCount {
                    proceeding: entry.value.id.clone(),
                    defendant: defendant.party.clone(),
                    count: Text::from((j + 1).to_string().as_str()),
                });
            }
        }
        for (i, j, translations, keep) in ways {
            let way = [Step::Field("defendants"), Step::Item(i), Step::Field("counts"), Step::Item(j)];
            let below = |steps: &[Step<'static>]| [&way[..], steps].concat();
            entry.keep_items(&below(&[Step::Field("evidence")]), &keep);
            entry.drop_field(&way, "note");
            for at in 0..translations {
                entry.drop_field(&below(&[Step::Field("translations"), Step::Item(at)]), "note");
            }
        }
    }
    weakened
}
