//! Holding the working copies that a brief quotes from against its custody log.

use std::path::Path;

use super::custody::Log;
use super::store::{sha256, sha256_of};
use crate::diagnostic::{Diagnostic, codes};
use crate::load::{Doubt, Loaded};
use crate::source_map::SourceMap;

/// Takes every text out of a brief that is not, byte for byte, the one that was taken in for its source:
/// what stands in it proves nothing. What is wrong goes to the brief's problems.
///
/// Only texts that were read are hashed. That the untouched copies are still there is for
/// [`super::verify`] to say. A brief without a log has taken nothing in. `folder` is the brief's folder, a
/// canonical path.
pub fn vouch(map: &mut SourceMap, folder: &Path, loaded: &mut Loaded) {
    let texts: Vec<_> = (0..loaded.sources.len()).filter(|&at| loaded.snapshot_text(at).is_some()).collect();
    if texts.is_empty() {
        return;
    }
    let (log, broken) = match Log::open(map, folder) {
        Ok(log) => {
            let broken = log.problems.clone();
            (log, broken)
        }
        Err(problem) => (Log::default(), vec![problem]),
    };
    if !broken.is_empty() {
        // Which of its lines were changed nobody can say.
        texts.into_iter().for_each(|at| loaded.distrust(at, Doubt::BrokenLog));
        loaded.problems.extend(broken);
        return;
    }
    for at in texts {
        if let Some((doubt, problem)) = doubt(map, folder, loaded, &log, at) {
            loaded.distrust(at, doubt);
            loaded.problems.push(problem);
        }
    }
}

/// What speaks against the text of a source; nothing where it is the one that was taken in.
fn doubt(map: &SourceMap, folder: &Path, loaded: &Loaded, log: &Log, at: usize) -> Option<(Doubt, Diagnostic)> {
    let entry = loaded.sources.get(at)?;
    let snapshot = entry.value.snapshot.as_ref()?;
    let (id, named) = (entry.value.id.as_str(), snapshot.text.as_ref()?.as_str());
    let place = entry.place().field("snapshot").field("text").span();
    let label = "quotations from it are not checkable";
    let Some((line, span)) = log.of(id, snapshot.sha256.as_str()) else {
        let problem = Diagnostic::error(
            codes::UNLOGGED_EVIDENCE,
            format!("no line of the custody log tells of `{named}`, the saved text of `{id}`"),
        )
        .at(place, label)
        .help(format!("take the saved page or document in with `evenhand snapshot add {} {id} FILE`", loaded.slug))
        .help("without one, take `text:` away");
        return Some((Doubt::Unlogged, problem));
    };
    let Some(text) = line.text.as_ref().filter(|text| text.file == named) else {
        let problem = Diagnostic::error(
            codes::UNLOGGED_EVIDENCE,
            format!("the saved text of `{id}` is not the one that was taken in"),
        )
        .at(place, label)
        .also(*span, "taken in here")
        .help(match &line.text {
            Some(text) => format!("write `text: {}`", text.file),
            None => "take the text in with `evenhand snapshot add --text`".to_owned(),
        });
        return Some((Doubt::Unlogged, problem));
    };
    let same = |hash: &str| hash.eq_ignore_ascii_case(&text.sha256);
    let read = loaded.snapshot_text(at).map(|text| sha256(text.as_bytes()));
    // A mark of byte order is no part of a text that was read, and is one of the file.
    let whole = || map.confine(&folder.join(named)).ok().and_then(|path| sha256_of(&path).ok());
    if read.is_some_and(|hash| same(&hash)) || whole().is_some_and(|(hash, _)| same(&hash)) {
        return None;
    }
    let problem = Diagnostic::error(
        codes::CHANGED_EVIDENCE,
        format!("`{named}` is not as it was when it was taken in on {}", line.added),
    )
    .at(place, label)
    .also(*span, "taken in here")
    .help("restore it from a backup or from version control; a new capture, or a text that you corrected, is taken in with `evenhand snapshot add`");
    Some((Doubt::Changed, problem))
}
