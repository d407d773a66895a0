//! Words that an author may not leave out, or put in, without turning what was said.

use super::Way;
use crate::wording::{Figure, Figures, Language, figures};

/// Denial, and what makes a fact an allegation, in English and French, in small letters.
const DENIAL: &str = "not no never none nor neither nobody nothing nowhere without cannot unless except hardly \
    scarcely barely rarely seldom deny denies denied denying refuse refuses refused refuted rejects rejected false \
    falsely untrue alleged allegedly reportedly purportedly supposedly unlikely fail fails failed contrary \
    ne n pas jamais aucun aucune rien personne ni non sans nul nulle guère sauf nie nient nié niait dément démenti \
    démentent refusé rejette rejeté faux fausse prétendu prétendue présumé présumée allégué alléguée";

/// Doubt and condition, which weigh less.
const DOUBT: &str = "if only may might could would perhaps possibly probably apparently almost nearly \
    si seulement peut pourrait probablement presque peut-être";

/// Words that stand for others, or begin the name of something: to say in brackets what they mean is
/// what brackets are for.
const POINTERS: &str = "the a an this that these those its his her their our my your he she it they we you him them us \
    who whom which what one some all both each such here there then \
    le la les un une ce cet cette ces son sa ses leur leurs notre nos votre vos mon ma mes il elle ils elles nous vous \
    on lui eux celui celle ceux celles qui que dont où \
    der die das den dem des ein eine einen er sie es";

/// Words that say when, where and how something is: what follows them is seldom the matter.
const PREPOSITIONS: &str = "from to in on at of for by with until since before after about under over during as and or \
    de du des à au aux en dans sur pour par avec depuis avant après vers chez sous comme et ou";

/// Forms of verbs that another tense needs.
const AUXILIARIES: &str = "is are was were be been being am has have had having do does did will would shall should can \
    est sont était étaient été être a ont avait avaient eu avoir sera seront serait fut furent";

/// A word that turns what is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Turning {
    /// The word.
    pub(super) word: String,
    /// It denies, or makes a fact an allegation; otherwise it doubts or sets a condition.
    pub(super) denial: bool,
}

/// A word that may turn the meaning, in what was left out of a sentence that is quoted in part.
///
/// Whole sentences between the two parts are no matter: only what belongs to the sentence before the
/// gap or to the one after it can be turned by it.
///
/// `fresh` says that the words before the gap end a sentence.
pub(super) fn left_out(passage: &str, fresh: bool) -> Option<Turning> {
    let ends = sentence_ends(passage);
    let head = if fresh { Some(0) } else { ends.first().copied() };
    let parts = match (head, ends.last().copied().or(head)) {
        (Some(first), Some(last)) => [passage.get(..first), passage.get(last..)],
        _ => [Some(passage), None],
    };
    strongest(parts.into_iter().flatten().filter_map(turning))
}

/// A word that may turn the meaning, in what an author put into brackets, or in what the brackets stand
/// for.
pub(super) fn put_in(inserted: &str, replaced: &str) -> Option<(Turning, Way)> {
    match (turning(inserted), turning(replaced)) {
        (Some(turning), None) => Some((turning, Way::PutIn)),
        (None, Some(turning)) => Some((turning, Way::LeftOut)),
        (Some(_), Some(_)) => None,
        (None, None) => other_number(inserted, replaced).or_else(|| other_word(inserted, replaced)),
    }
}

/// Another number in place of one.
fn other_number(inserted: &str, replaced: &str) -> Option<(Turning, Way)> {
    let (new, old) = (numbers(inserted), numbers(replaced));
    let mut held = Figures::default();
    held.add(replaced, "");
    let changed = !new.is_empty() && !old.is_empty() && !new.iter().any(|figure| held.hold(figure));
    changed.then(|| (Turning { word: inserted.to_owned(), denial: true }, Way::PutIn))
}

/// The numbers of a text, read as each language writes them.
fn numbers(text: &str) -> Vec<Figure> {
    Language::ALL.iter().flat_map(|language| figures(text, *language)).collect()
}

/// Another word in place of one that carries the sense, such as `[upheld]` for "dismissed". Whether it
/// means the same, a person must say.
fn other_word(inserted: &str, replaced: &str) -> Option<(Turning, Way)> {
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’' | '-'))
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let is = |list: &str, word: &str| list.split_whitespace().any(|known| known == word.to_lowercase());
    let (new, old) = (words(inserted), words(replaced));
    let points = |words: &[String]| words.first().is_some_and(|word| is(POINTERS, word) || is(PREPOSITIONS, word));
    // What is a number is looked at as one.
    if old.len() > 3
        || old.is_empty()
        || !numbers(replaced).is_empty()
        || new.is_empty()
        || points(&old)
        || points(&new)
    {
        return None;
    }
    let kept = |old: &String| is(AUXILIARIES, old) || new.iter().any(|new| alike(new, old));
    // Short words are pronouns in languages that are not listed.
    let word = old.iter().find(|word| word.chars().count() > 3 && !kept(word))?;
    Some((Turning { word: word.clone(), denial: false }, Way::Replaced))
}

/// Two forms of one word.
fn alike(a: &str, b: &str) -> bool {
    let (a, b) = (a.to_lowercase(), b.to_lowercase());
    let same = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    same >= 3 && same * 2 >= a.chars().count().max(b.chars().count())
}

/// A word that turns what is said, and whether it denies.
pub(super) fn turning(text: &str) -> Option<Turning> {
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
        (denial || is(DOUBT)).then(|| Turning { word: word.to_owned(), denial })
    }))
}

/// Of several words one that denies, otherwise the first.
fn strongest(words: impl Iterator<Item = Turning>) -> Option<Turning> {
    let mut first = None;
    for turning in words {
        if turning.denial {
            return Some(turning);
        }
        first.get_or_insert(turning);
    }
    first
}

/// Positions right after the end of a sentence.
pub(super) fn sentence_ends(text: &str) -> Vec<usize> {
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
        assert!(put_in("did not", "did").is_some_and(|(_, way)| way == Way::PutIn));
        assert!(put_in("the Ministry", "it did not").is_some_and(|(_, way)| way == Way::LeftOut));
        assert_eq!(put_in("the Ministry", "it"), None);
        assert!(put_in("Otto", "Anna").is_some_and(|(_, way)| way == Way::Replaced));
        assert!(put_in("2,000", "1.4 million").is_some_and(|(turning, way)| turning.denial && way == Way::PutIn));
        for (inserted, replaced) in [
            ("she", "Anna"),
            ("paid", "have paid"),
            ("2,100,000", "2.1 million"),
            ("1,400", "1 400"),
            ("in 2021", "last year"),
            ("er", "sie"),
        ] {
            assert_eq!(put_in(inserted, replaced), None, "{inserted} for {replaced}");
        }
        assert_eq!(put_in("sic", ""), None);
    }
}
