//! Words of two texts laid beside each other, and the numbers in them.

use similar::{ChangeTag, TextDiff};

use super::{Piece, Side};
use crate::wording::{Language, Tongue};

/// Longer texts are shown whole, before and after.
const LONGEST: usize = 20_000;
/// Texts that share less are shown whole: a reader finds nothing in a patchwork. From 0 to 1.
const PATCHWORK: f32 = 0.35;

/// The words of two texts in one order. White space counts for nothing.
pub(super) fn pieces(old: &str, new: &str) -> Vec<Piece> {
    if old.len() + new.len() > LONGEST {
        return whole(old, new);
    }
    let (before, after): (Vec<_>, Vec<_>) = (old.split_whitespace().collect(), new.split_whitespace().collect());
    let diff = TextDiff::from_slices(&before, &after);
    if diff.ratio() < PATCHWORK {
        return whole(old, new);
    }
    let mut pieces: Vec<Piece> = Vec::new();
    for change in diff.iter_all_changes() {
        let side = match change.tag() {
            ChangeTag::Equal => Side::Both,
            ChangeTag::Delete => Side::Old,
            ChangeTag::Insert => Side::New,
        };
        match pieces.last_mut().filter(|last| last.side == side) {
            Some(last) => {
                last.text.push(' ');
                last.text.push_str(change.value());
            }
            None => pieces.push(Piece { side, text: change.value().to_owned() }),
        }
    }
    pieces
}

/// Two texts of which nothing is compared.
pub(super) fn whole(old: &str, new: &str) -> Vec<Piece> {
    vec![Piece { side: Side::Old, text: old.to_owned() }, Piece { side: Side::New, text: new.to_owned() }]
}

/// Whether two texts are so alike that one was made from the other.
pub(super) fn are_alike(old: &str, new: &str) -> bool {
    let (old, new): (Vec<_>, Vec<_>) = (old.split_whitespace().collect(), new.split_whitespace().collect());
    old.len() + new.len() < LONGEST && TextDiff::from_slices(&old, &new).ratio() >= 0.6
}

/// Reads numbers and dates, in digits or in words.
pub(super) struct Numbers {
    language: Option<Language>,
    tongue: Option<Tongue>,
}

impl Numbers {
    pub(super) fn new(tag: &str) -> Self {
        Self { language: Language::of_tag(tag), tongue: None }
    }

    /// Whether two texts hold different numbers.
    pub(super) fn differ(&mut self, old: &str, new: &str) -> bool {
        old != new && self.of(old) != self.of(new)
    }

    /// The numbers of a text, sorted. "One" is an article in some languages and counts in none.
    fn of(&mut self, text: &str) -> Vec<String> {
        if self.tongue.is_none() {
            self.tongue = self.language.and_then(|language| Tongue::new(language, None).ok());
        }
        let mut numbers: Vec<String> = match &mut self.tongue {
            Some(tongue) => {
                let text = tongue.read(text, &[], &[]);
                let counts = text
                    .numbers
                    .iter()
                    .filter(|number| number.digits || number.value.starts_with("month") || number.value != "1");
                counts.map(|number| number.value.clone()).collect()
            }
            None => text
                .split(|c: char| !c.is_ascii_digit())
                .filter(|digits| !digits.is_empty())
                .map(ToOwned::to_owned)
                .collect(),
        };
        numbers.sort_unstable();
        numbers
    }
}
