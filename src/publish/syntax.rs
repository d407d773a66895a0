//! Which of an engine's complaints tell the mistake where a text is not even written as Typst wants.
//!
//! One bracket that is not closed swallows whatever follows, and the engine then complains of every line
//! of the other templates, which are sound.

use std::collections::HashSet;

use crate::render::{Rendered, Templates};
use crate::typeset::Complaint;

/// What an engine says of a bracket, a quotation mark or the like that lacks its partner. All else that is
/// said of the same text may come from it.
const UNCLOSED: &str = "unclosed";

/// The complaints that tell where a workspace's own templates are wrong; all, where none of them is.
pub(super) fn causes(
    complaints: Vec<Complaint>,
    templates: &Templates,
    rendered: &Rendered,
    main: &str,
) -> Vec<Complaint> {
    let place = |complaint: &Complaint| {
        let at = complaint.at.as_ref().filter(|at| at.file == main)?;
        let span = rendered.origin.template(at.start)?;
        templates.is_own(span.file).then_some((at.start, span))
    };
    let mut own: Vec<_> =
        complaints.iter().filter_map(|complaint| Some((place(complaint)?, complaint.clone()))).collect();
    if own.is_empty() {
        return complaints;
    }
    let unclosed = |complaint: &Complaint| complaint.message.starts_with(UNCLOSED);
    if own.iter().any(|(_, complaint)| unclosed(complaint)) {
        own.retain(|(_, complaint)| unclosed(complaint));
    }
    own.sort_by_key(|((start, _), _)| *start);
    // A template that is filled for each finding has the same mistake each time.
    let mut told = HashSet::new();
    own.retain(|((_, span), complaint)| told.insert((*span, complaint.message.clone())));
    own.into_iter().map(|(_, complaint)| complaint).collect()
}
