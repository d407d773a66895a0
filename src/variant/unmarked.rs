//! Entries of which nobody said how far they may travel.

use crate::diagnostic::{Diagnostic, codes};
use crate::load::Loaded;
use crate::text::and_list;

/// What is wrong where entries have no mark of their own, and the brief does not say what they count as:
/// a mark that was forgotten would let them out to everybody.
pub(super) fn problem(whole: &Loaded) -> Option<Diagnostic> {
    let head = whole.brief.as_ref().filter(|head| head.value.unmarked.is_none())?;
    let unmarked = [
        (whole.findings.iter().filter(|entry| entry.value.handling.is_none()).count(), "finding", "findings"),
        (whole.sources.iter().filter(|entry| entry.value.handling.is_none()).count(), "source", "sources"),
        (whole.proceedings.iter().filter(|entry| entry.value.handling.is_none()).count(), "proceeding", "proceedings"),
        (whole.parties.iter().filter(|entry| entry.value.handling.is_none()).count(), "party", "parties"),
    ];
    let told = unmarked.into_iter().filter(|(number, ..)| *number > 0);
    let told: Vec<_> =
        told.map(|(number, one, more)| format!("{number} {}", if number == 1 { one } else { more })).collect();
    (!told.is_empty()).then(|| {
        let own = head.value.handling.designation();
        Diagnostic::error(
            codes::UNMARKED,
            format!("no mark of their own: {}; this brief does not say how far these may travel", and_list(&told)),
        )
        .at(head.place().field("handling").span(), "a version for a wider circle would let them all out")
        .help("give each of these a `handling`")
        .help(format!(
            "or say in brief.yaml what they count as: `unmarked: TLP:CLEAR` where everybody may read them, `unmarked: {own}` where only what is marked as more open may travel"
        ))
    })
}
