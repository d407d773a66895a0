//! Words that an author may not leave out, or put in, without turning what was said.

use super::Turn;

/// Denial, and what makes a fact an allegation, in English and French, in small letters.
const DENIAL: &str = "not no never none nor neither nobody nothing nowhere without cannot unless except hardly \
    scarcely barely rarely seldom deny denies denied denying refuse refuses refused refuted rejects rejected false \
    falsely untrue alleged allegedly reportedly purportedly supposedly unlikely fail fails failed contrary \
    ne n pas jamais aucun aucune rien personne ni non sans nul nulle guère sauf nie nient nié niait dément démenti \
    démentent refusé rejette rejeté faux fausse prétendu prétendue présumé présumée allégué alléguée";

/// Doubt and condition, which weigh less.
const DOUBT: &str = "if only may might could would perhaps possibly probably apparently almost nearly \
    si seulement peut pourrait probablement presque peut-être";

/// A word that may turn the meaning, in what was left out of a sentence that is quoted in part.
///
/// Whole sentences between the two parts are no matter: only what belongs to the sentence before the
/// gap or to the one after it can be turned by it.
///
/// `fresh` says that the words before the gap end a sentence.
pub(super) fn left_out(passage: &str, fresh: bool) -> Option<Turn> {
    let ends = sentence_ends(passage);
    let head = if fresh { Some(0) } else { ends.first().copied() };
    let parts = match (head, ends.last().copied().or(head)) {
        (Some(first), Some(last)) => [passage.get(..first), passage.get(last..)],
        _ => [Some(passage), None],
    };
    let (word, denial) = strongest(parts.into_iter().flatten().filter_map(turning))?;
    Some(Turn { word, denial, left_out: true, passage: shown(passage) })
}

/// A word that may turn the meaning, in what an author put into brackets.
pub(super) fn put_in(inserted: &str, replaced: &str) -> Option<Turn> {
    match (turning(inserted), turning(replaced)) {
        (Some((word, denial)), None) => Some(Turn { word, denial, left_out: false, passage: shown(inserted) }),
        (None, Some((word, denial))) => Some(Turn { word, denial, left_out: true, passage: shown(replaced) }),
        _ => None,
    }
}

/// A word that turns what is said, and whether it denies.
fn turning(text: &str) -> Option<(String, bool)> {
    let words = text
        .split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’' | '-'))
        // The month doubts nothing.
        .filter(|word| *word != "May" && !word.is_empty());
    strongest(words.filter_map(|word| {
        let lower = word.to_lowercase().replace('’', "'");
        // "didn't" denies; in "n'a pas" the first part does.
        let stem = lower.split('\'').next().filter(|stem| stem.len() < lower.len());
        let is = |list: &str| list.split_whitespace().any(|known| known == lower || Some(known) == stem);
        let denial = lower.ends_with("n't") || is(DENIAL);
        (denial || is(DOUBT)).then(|| (word.to_owned(), denial))
    }))
}

/// Of several words one that denies, otherwise the first.
fn strongest(words: impl Iterator<Item = (String, bool)>) -> Option<(String, bool)> {
    let mut first = None;
    for (word, denial) in words {
        if denial {
            return Some((word, true));
        }
        first.get_or_insert((word, false));
    }
    first
}

/// Positions right after the end of a sentence.
fn sentence_ends(text: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let ends_here = match c {
            '.' | '!' | '?' => match chars.peek() {
                None => true,
                Some(&(next, c)) => {
                    let begins = text[next..].trim_start().chars().next();
                    c.is_whitespace() && begins.is_none_or(|c| !c.is_lowercase())
                }
            },
            '。' | '！' | '？' => true,
            '\n' => text[at + 1..].trim_start_matches([' ', '\t', '\r']).starts_with('\n'),
            _ => false,
        };
        if ends_here {
            ends.push(at + c.len_utf8());
        }
    }
    ends
}

/// A passage for a message: white space folded, the middle left out where it is long.
fn shown(passage: &str) -> String {
    let words: Vec<_> = passage.split_whitespace().collect();
    match words.as_slice() {
        [first @ .., _, _, _, _, _, _, _, _] if first.len() > 8 => {
            format!("{} … {}", words[..8].join(" "), words[words.len() - 8..].join(" "))
        }
        _ => words.join(" "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn denials_are_seen_where_they_count() {
        let word = |text: &str| left_out(text, false).map(|turn| turn.word);
        assert_eq!(word("did not").as_deref(), Some("not"));
        assert_eq!(word("didn’t ever").as_deref(), Some("didn’t"));
        assert_eq!(word("n’a jamais").as_deref(), Some("n’a"));
        assert_eq!(word("of the outer mole"), None);
        assert_eq!(word("taken on 22 May 2023"), None);
        assert_eq!(word("which may be"), Some("may".into()));
        assert_eq!(word("on Monday. It was not cold. The ships"), None);
        assert_eq!(word("on no Monday. It was cold. The ships").as_deref(), Some("no"));
        assert_eq!(word("on Monday. It was cold. The minister denied that").as_deref(), Some("denied"));
    }

    #[test]
    fn whole_sentences_may_be_left_out() {
        assert_eq!(left_out("It was not cold. The ships", true), None);
        assert!(left_out("It was not cold. The ships", false).is_some());
        assert!(left_out("It was cold. Nobody", true).is_some());
        assert_eq!(left_out("of what could be", false).map(|turn| turn.denial), Some(false));
        assert_eq!(left_out("of what could not be", false).map(|turn| turn.denial), Some(true));
    }

    #[test]
    fn brackets_may_not_bring_in_a_denial() {
        assert!(put_in("did not", "did").is_some_and(|turn| !turn.left_out));
        assert!(put_in("the Ministry", "it did not").is_some_and(|turn| turn.left_out));
        assert_eq!(put_in("the Ministry", "it"), None);
        assert_eq!(put_in("sic", ""), None);
    }
}
