//! No cell that goes out begins a formula: where a text begins like one, a `'` stands before it.

/// Whether a spreadsheet would take a text for a formula, or for one that is guarded already.
fn begins_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// A text that no spreadsheet takes for a formula.
pub(super) fn put_on(text: &str) -> String {
    if begins_formula(text) { format!("'{text}") } else { text.to_owned() }
}

/// The text that was guarded.
pub(super) fn taken_off(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if begins_formula(rest) => rest,
        _ => text,
    }
}

/// Whether a text needs the mark by which a workbook keeps it a text.
pub(super) fn is_risky(text: &str) -> bool {
    begins_formula(text)
}
