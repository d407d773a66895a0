//! Words in pieces, each with its language.

use super::tell::Teller;
use super::{ChangeEdit, ChangePiece, Pieces};
use crate::changes::{Edit, Side};
use crate::locale::primary;

/// Of a long text, so many words on each side of what differs are told again.
const AROUND: usize = 10;
/// Texts with fewer words are told whole.
const LONG: usize = 60;
/// Values with fewer letters share a line.
const SHORT: usize = 110;

/// Stands where words are left out that are the same in both versions.
const LEFT_OUT: &str = "[…]";

/// A gap that no text has.
const GAP: &str = "\u{1a}";

impl Teller<'_> {
    /// Words of the document itself.
    pub(super) fn own(&self, text: &str) -> Pieces {
        vec![self.piece(text, None)]
    }

    /// Words of a version, which may have none in the document's language.
    pub(super) fn quoted(&self, text: &str) -> Pieces {
        self.quoted_as(text, text)
    }

    /// The same for words that were given a full stop or the like.
    pub(super) fn quoted_as(&self, text: &str, shown: &str) -> Pieces {
        match self.changes.original(text) {
            None => self.own(shown),
            Some(language) => {
                vec![self.piece(shown, Some(language)), self.piece(&format!(" ({})", self.in_language(language)), None)]
            }
        }
    }

    fn piece(&self, text: &str, lang: Option<&str>) -> ChangePiece {
        let shown = if lang.is_some() { text.to_owned() } else { self.locale.spaced(text) };
        ChangePiece { text: shown, differs: false, lang: lang.map(str::to_owned) }
    }

    /// "in English".
    pub(super) fn in_language(&self, language: &str) -> String {
        let known = self.locale.texts().get(&format!("in_language_{}", primary(language).to_ascii_lowercase()));
        known.cloned().unwrap_or_else(|| self.locale.text("in_language"))
    }

    /// A sentence of the locale with pieces in one of its gaps.
    pub(super) fn sentence(&self, name: &str, gaps: &[(&str, &str)], gap: &str, pieces: Pieces) -> Pieces {
        let gaps: Vec<_> = gaps.iter().copied().chain([(gap, GAP)]).collect();
        let sentence = self.locale.fill(name, &gaps);
        let (before, after) = sentence.split_once(GAP).unwrap_or((&sentence, ""));
        let mut out: Pieces = self.own(before);
        out.extend(pieces);
        out.extend(self.own(after));
        out.retain(|piece| !piece.text.is_empty());
        out
    }

    /// Pieces one after the other, with words of the document between.
    pub(super) fn joined(&self, list: impl IntoIterator<Item = Pieces>, between: &str) -> Pieces {
        let mut out = Pieces::new();
        for pieces in list {
            if !out.is_empty() {
                out.extend(self.own(between));
            }
            out.extend(pieces);
        }
        out
    }

    /// A field whose words differ in part, with the words that do.
    pub(super) fn compared(&self, field: String, edit: &Edit) -> ChangeEdit {
        let [before, after] = [(Side::Old, &edit.old), (Side::New, &edit.new)].map(|(own, text)| {
            let lang = text.as_ref().and_then(|text| self.changes.original(text));
            let marked = edit.words.iter().any(|piece| piece.side == Side::Both);
            let side: Vec<_> =
                edit.words.iter().filter(|piece| piece.side == own || piece.side == Side::Both).collect();
            let long = is_long(&edit.field)
                && edit.words.iter().map(|piece| piece.text.split_whitespace().count()).sum::<usize>() > LONG;
            let last = side.len().saturating_sub(1);
            let mut pieces = Pieces::new();
            for (at, piece) in side.into_iter().enumerate() {
                let both = piece.side == Side::Both;
                let text = match both && long {
                    true => shortened(&piece.text, at == 0, at == last),
                    false => piece.text.clone(),
                };
                if at > 0 {
                    pieces.push(self.piece(" ", lang));
                }
                pieces.push(ChangePiece { differs: marked && !both, ..self.piece(&text, lang) });
            }
            pieces
        });
        self.edit_of(field, before, after)
    }

    /// A field of which the whole value differs.
    pub(super) fn whole(&self, field: String, before: Option<Pieces>, after: Option<Pieces>) -> ChangeEdit {
        self.edit_of(field, before.unwrap_or_default(), after.unwrap_or_default())
    }

    fn edit_of(&self, field: String, before: Pieces, after: Pieces) -> ChangeEdit {
        let letters: usize = before.iter().chain(&after).map(|piece| piece.text.chars().count()).sum();
        let said = |name: &str, pieces: &Pieces| match pieces.iter().find_map(|piece| piece.lang.as_deref()) {
            Some(lang) => self.locale.fill(&format!("{name}_in"), &[("language", &self.in_language(lang))]),
            None => self.locale.text(name),
        };
        let (was, is) = (said("change_was", &before), said("change_is", &after));
        let (was, is) = (self.locale.spaced(&was), self.locale.spaced(&is));
        ChangeEdit { field: self.locale.spaced(&field), short: letters < SHORT, was, before, is, after }
    }
}

/// Fields that may be shortened. A statement is told whole: who asserts it may stand at its end.
fn is_long(field: &str) -> bool {
    matches!(field, "passages" | "source_summary")
}

/// Words that are the same in both versions, without the middle.
fn shortened(text: &str, first: bool, last: bool) -> String {
    let words: Vec<_> = text.split_whitespace().collect();
    // What stands at an end has something beside it that differs, unless it is all there is.
    let head = if first && !last { 0 } else { AROUND };
    let tail = if last && !first { 0 } else { AROUND };
    if words.len() <= head + tail + AROUND {
        return text.to_owned();
    }
    let parts = [words[..head].join(" "), LEFT_OUT.to_owned(), words[words.len() - tail..].join(" ")];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
