//! Whether what an author left out of a quotation, or put into it, turns what was said.

use std::ops::Range;

use super::omission::{self, Turning};
use super::pages::without_marks;
use super::pattern::{Gap, Pattern};
use super::plain::Plain;
use super::{Turn, Way};

/// A sentence is looked at so far before and after the words that are quoted from it, in bytes.
const MOST_SENTENCE: usize = 400;
/// So many words are shown at each side of what was left out.
const MOST_SHOWN: usize = 8;

/// A word that may turn the meaning: in the part of the sentence before the quotation or after it, where
/// the author cut it off, or between its parts. `ranges` are those of the parts in the plain text.
pub(super) fn turn(text: &str, plain: &Plain, pattern: &Pattern, ranges: &[Range<usize>]) -> Option<Turn> {
    head(text, plain, pattern, ranges)
        .or_else(|| between(text, plain, pattern, ranges))
        .or_else(|| tail(text, plain, pattern, ranges))
}

/// The beginning of the sentence, where an ellipsis or a bracket stands for it, or where the author made
/// its middle look like a beginning by a capital letter.
fn head(text: &str, plain: &Plain, pattern: &Pattern, ranges: &[Range<usize>]) -> Option<Turn> {
    let (joint, range) = (&pattern.parts.first()?.joint, ranges.first()?);
    let lead = joint.letter.map_or(0, char::len_utf8);
    let start = plain.original(text, range.start.saturating_sub(lead)..range.end).start;
    let before = text.floor_char_boundary(start.saturating_sub(MOST_SENTENCE));
    let window = text.get(before..start)?;
    let gap = before + omission::sentence_ends(window).last().copied().unwrap_or_default()..start;
    let told = |turning: Turning, way| Turn::new(turning, way, context(text, &gap));
    if let Gap::Insertion(words) = &joint.gap
        && let Some((turning, way)) = omission::put_in(words, "")
    {
        return Some(told(turning, way));
    }
    let begun = joint.letter.is_some_and(char::is_uppercase)
        && text.get(start..).and_then(|rest| rest.chars().next()).is_some_and(char::is_lowercase);
    let cut = joint.gap != Gap::Close || begun;
    let turning = omission::turning(text.get(gap.clone())?).filter(|_| cut)?;
    Some(told(turning, Way::LeftOut))
}

/// What stands between the parts.
fn between(text: &str, plain: &Plain, pattern: &Pattern, ranges: &[Range<usize>]) -> Option<Turn> {
    let gaps = ranges.windows(2).zip(pattern.parts.iter().skip(1));
    gaps.filter_map(|(pair, part)| {
        let [before, after] = pair else { return None };
        let end = plain.original(text, before.clone()).end;
        let begin = plain.original(text, after.clone()).start;
        let gap = match text.get(end..begin) {
            Some(_) => end..begin,
            None => plain.original(text, before.end..after.start.max(before.end)),
        };
        let passage = text.get(gap.clone()).unwrap_or_default();
        let (turning, way) = match &part.joint.gap {
            Gap::Omission => {
                let told = plain.text.get(before.clone()).unwrap_or_default();
                (omission::left_out(passage, ends_sentence(told))?, Way::LeftOut)
            }
            Gap::Insertion(words) => omission::put_in(words, passage)?,
            Gap::Close => return None,
        };
        Some(Turn::new(turning, way, context(text, &gap)))
    })
    .next()
}

/// The end of the sentence, where an ellipsis stands for it. It can limit what was said before; to deny
/// it, it comes late.
fn tail(text: &str, plain: &Plain, pattern: &Pattern, ranges: &[Range<usize>]) -> Option<Turn> {
    let range = ranges.last().filter(|_| pattern.open)?;
    if ends_sentence(plain.text.get(range.clone())?) {
        return None;
    }
    let end = plain.original(text, range.clone()).end;
    let after = text.ceil_char_boundary((end + MOST_SENTENCE).min(text.len()));
    let window = text.get(end..after)?;
    let gap = end..end + omission::sentence_ends(window).first().copied().unwrap_or(window.len());
    let turning = omission::turning(text.get(gap.clone())?)?;
    Some(Turn::new(Turning { denial: false, ..turning }, Way::LeftOut, context(text, &gap)))
}

fn ends_sentence(words: &str) -> bool {
    words.trim_end_matches('\'').ends_with(['.', '!', '?', '。'])
}

/// The text around a gap, the gap between `⟦` and `⟧`, for a message.
fn context(text: &str, gap: &Range<usize>) -> String {
    let from = text.floor_char_boundary(gap.start.saturating_sub(MOST_SENTENCE));
    let to = text.ceil_char_boundary((gap.end + MOST_SENTENCE).min(text.len()));
    let before = without_marks(text.get(from..gap.start).unwrap_or_default());
    let after = without_marks(text.get(gap.end..to).unwrap_or_default());
    // Another paragraph explains nothing.
    let before = before.rsplit("\n\n").next().unwrap_or_default();
    let before: Vec<_> = before.split_whitespace().rev().take(MOST_SHOWN).collect();
    let after = after.split("\n\n").next().unwrap_or_default();
    let after: Vec<_> = after.split_whitespace().take(MOST_SHOWN).collect();
    let gone = without_marks(text.get(gap.clone()).unwrap_or_default());
    let gone: Vec<_> = gone.split_whitespace().collect();
    let gone = match gone.as_slice() {
        [] => "–".to_owned(),
        [first, .., last] if gone.len() > 3 * MOST_SHOWN => {
            let (head, tail) = (gone.get(1..MOST_SHOWN).unwrap_or_default(), gone.len() - MOST_SHOWN);
            let rest = gone.get(tail..gone.len() - 1).unwrap_or_default();
            format!("{first} {} … {} {last}", head.join(" "), rest.join(" "))
        }
        words => words.join(" "),
    };
    let close = |space: bool| if space { " " } else { "" };
    let before = before.into_iter().rev().collect::<Vec<_>>().join(" ");
    let after = after.join(" ");
    // A comma stands close to the word before it.
    let lead = close(!before.is_empty() && !gone.starts_with([',', '.', ';', ':']));
    let trail = close(!after.is_empty() && !after.starts_with([',', '.', ';', ':']));
    format!("{before}{lead}⟦{gone}⟧{trail}{after}")
}

#[cfg(test)]
mod tests {
    use super::super::{Asked, Verdict, search};
    use super::*;

    const TEXT: &str = "[page 4]\nThe Ministry did not say that anybody broke the law. It paid 1.4 million crowns, if the \
        logs are right, for the work. The court dismissed the claim. Anna Berg may have\n[page 5]\nsigned the paper. The \
        firm sent the logs in June. Nobody answered. The pier was closed.";

    fn turned(words: &str) -> Option<Turn> {
        match search(TEXT, &[Asked { words, locator: None }]).remove(0) {
            Verdict::Turned(_, turn) => Some(turn),
            verdict => {
                assert!(verdict.found().is_some(), "{words:?}: {verdict:?}");
                None
            }
        }
    }

    #[test]
    fn what_an_author_cut_off_is_looked_at() {
        for (words, word, denial) in [
            ("[…] say that anybody broke the law.", "not", true),
            ("… say that anybody broke the law.", "not", true),
            ("[S]ay that anybody broke the law.", "not", true),
            ("Say that anybody broke the law.", "not", true),
            ("[They] say that anybody broke the law.", "not", true),
            ("[…] signed the paper.", "may", false),
            ("It paid 1.4 million crowns […]", "if", false),
            ("The Ministry did […] say", "not", true),
        ] {
            let turn = turned(words).unwrap_or_else(|| panic!("{words}"));
            assert_eq!((turn.word.as_str(), turn.denial, turn.way), (word, denial, Way::LeftOut), "{words}");
        }
        for words in [
            // A part of a sentence that shows that it is one, as everybody quotes in a sentence of their own.
            "say that anybody broke the law",
            "[…] The court dismissed the claim.",
            "[…] the pier was closed.",
            "The court dismissed the claim. […]",
            "the court dismissed the claim […]",
            "The firm sent the logs […]",
        ] {
            assert_eq!(turned(words), None, "{words}");
        }
    }

    #[test]
    fn what_an_author_put_in_place_of_words_is_looked_at() {
        for (words, word, denial, way) in [
            ("It paid [14] million crowns", "14", true, Way::PutIn),
            ("The court [upheld] the claim.", "dismissed", false, Way::Replaced),
            ("The court [never] dismissed the claim.", "never", true, Way::PutIn),
            ("Anna Berg [had] signed the paper.", "may", false, Way::LeftOut),
        ] {
            let turn = turned(words).unwrap_or_else(|| panic!("{words}"));
            assert_eq!((turn.word.as_str(), turn.denial, turn.way), (word, denial, way), "{words}");
        }
        for words in [
            "[Marlune] sent the logs in June.",
            "It paid 1.4 [sic] million crowns",
            "The firm sent [them] in June.",
            "The firm [had] sent the logs in June.",
            "The court [dismisses] the claim.",
            "The firm sent the logs in [June 2023].",
            "[She] may have signed the paper.",
        ] {
            assert_eq!(turned(words), None, "{words}");
        }
    }

    #[test]
    fn the_passage_is_shown_as_it_stands() {
        let shown = |words| turned(words).unwrap().passage;
        assert_eq!(shown("The Ministry did […] say"), "The Ministry did ⟦not⟧ say that anybody broke the law. It paid");
        assert_eq!(shown("[…] say that"), "⟦The Ministry did not⟧ say that anybody broke the law. It paid");
        assert!(shown("1.4 million crowns […]").contains("million crowns⟦, if the logs are right, for the work.⟧ The"));
        assert!(shown("The court [never] dismissed").contains("The court ⟦–⟧ dismissed the claim."));
        assert!(
            shown("[…] signed the paper").contains("⟦Anna Berg may have⟧ signed"),
            "{}",
            shown("[…] signed the paper")
        );
    }
}
