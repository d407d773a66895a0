//! The lines of `sources.yaml` that say which copy a source has, changed in place.

use super::custody::Line;
use crate::amend::{Amendment, Data, Step};
use crate::diagnostic::{Diagnostic, codes};
use crate::fix::Change;
use crate::load::Entry;
use crate::model::{Snapshot, Source, words};
use crate::source_map::SourceMap;

/// What `snapshot` of a source holds when a line of the log tells of its copy.
pub fn snapshot_of(line: &Line) -> Vec<(&'static str, String)> {
    let day = line.captured.get(..10).unwrap_or_default().to_owned();
    let text = line.text.as_ref().map(|text| ("text", text.file.clone()));
    [("sha256", line.sha256.clone()), ("captured", day)].into_iter().chain(text).collect()
}

/// The change of the file of a source that makes it name this copy; nothing where it does already.
///
/// # Errors
/// Why the file cannot be changed with certainty; a person then writes the lines.
pub(super) fn name(map: &SourceMap, source: &Entry<Source>, line: &Line) -> Result<Option<Change>, Vec<Diagnostic>> {
    let mut amendment = Amendment::new(map, source.place().span().file)?;
    let id = source.value.id.as_str();
    let own = |entry: &Data| entry.get("id").and_then(Data::as_text) == Some(id);
    let found = amendment.data().items().iter().enumerate().find(|(_, entry)| own(entry));
    let Some((at, mut entry)) = found.map(|(at, entry)| (at, entry.clone())) else {
        let shown = &map.file(source.place().span().file).path;
        let message = format!("`{shown}` cannot be changed with certainty: `{id}` is not found in its list");
        return Err(vec![
            Diagnostic::error(codes::NOT_AMENDED, message).help("make this change by hand, in a text editor"),
        ]);
    };
    // Field by field, so that what a person wrote beside them stays.
    let mut snapshot = entry.get("snapshot").cloned().unwrap_or(Data::Null);
    snapshot.take("text");
    for (field, value) in snapshot_of(line) {
        snapshot.put(field, Data::text(value), words::<Snapshot>());
    }
    entry.put("snapshot", snapshot, words::<Source>());
    let one = |problem: Box<Diagnostic>| vec![*problem];
    amendment.set(&[Step::Item(at)], entry).map_err(one)?;
    amendment.finish().map_err(one)
}
