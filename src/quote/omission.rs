//! Words that an author may not leave out, or put in, without turning what was said.

use super::Turn;

/// Denial, doubt and condition, in English and French, in small letters.
const TURNING: &[&str] = &[
    // English
    "not",
    "no",
    "never",
    "none",
    "nor",
    "neither",
    "nobody",
    "nothing",
    "nowhere",
    "without",
    "cannot",
    "unless",
    "except",
    "hardly",
    "scarcely",
    "barely",
    "rarely",
    "seldom",
    "deny",
    "denies",
    "denied",
    "denying",
    "refuse",
    "refuses",
    "refused",
    "refuted",
    "rejects",
    "rejected",
    "false",
    "falsely",
    "untrue",
    "alleged",
    "allegedly",
    "reportedly",
    "purportedly",
    "supposedly",
    "apparently",
    "if",
    "only",
    "unlikely",
    "fail",
    "fails",
    "failed",
    "contrary",
    "may",
    "might",
    "could",
    "would",
    "perhaps",
    "possibly",
    "probably",
    "almost",
    "nearly",
    "almost",
    // French
    "ne",
    "n",
    "pas",
    "jamais",
    "aucun",
    "aucune",
    "rien",
    "personne",
    "ni",
    "non",
    "sans",
    "nul",
    "nulle",
    "guère",
    "sauf",
    "nie",
    "nient",
    "nié",
    "niait",
    "dément",
    "démenti",
    "démentent",
    "refuse",
    "refusé",
    "rejette",
    "rejeté",
    "faux",
    "fausse",
    "prétendu",
    "prétendue",
    "présumé",
    "présumée",
    "allégué",
    "alléguée",
    "si",
    "seulement",
    "peut",
    "pourrait",
    "probablement",
    "presque",
    "peut-être",
];

/// A word that may turn the meaning, in what was left out of a sentence that is quoted in part.
///
/// Whole sentences between the two parts are no matter: only what belongs to the sentence before the
/// gap or to the one after it can be turned by it.
pub(super) fn left_out(passage: &str) -> Option<Turn> {
    let ends = sentence_ends(passage);
    let parts = match (ends.first(), ends.last()) {
        (Some(&first), Some(&last)) => [passage.get(..first), passage.get(last..)],
        _ => [Some(passage), None],
    };
    let word = parts.into_iter().flatten().find_map(turning)?;
    Some(Turn { word, left_out: true, passage: shown(passage) })
}

/// A word that may turn the meaning, in what an author put into brackets.
pub(super) fn put_in(inserted: &str, replaced: &str) -> Option<Turn> {
    let (new, old) = (turning(inserted), turning(replaced));
    match (new, old) {
        (Some(word), None) => Some(Turn { word, left_out: false, passage: shown(inserted) }),
        (None, Some(word)) => Some(Turn { word, left_out: true, passage: shown(replaced) }),
        _ => None,
    }
}

fn turning(text: &str) -> Option<String> {
    text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’' | '-'))
        // The month doubts nothing.
        .filter(|word| *word != "May")
        .flat_map(|word| {
            let lower = word.to_lowercase().replace('’', "'");
            // "didn't" denies; in "n'a pas" the first part does.
            let denies = lower.ends_with("n't");
            let stem = lower.split('\'').next().unwrap_or_default().to_owned();
            let hit =
                denies || TURNING.contains(&lower.as_str()) || lower.contains('\'') && TURNING.contains(&stem.as_str());
            hit.then(|| word.to_owned())
        })
        .next()
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
        let word = |text: &str| left_out(text).map(|turn| turn.word);
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
    fn brackets_may_not_bring_in_a_denial() {
        assert!(put_in("did not", "did").is_some_and(|turn| !turn.left_out));
        assert!(put_in("the Ministry", "it did not").is_some_and(|turn| turn.left_out));
        assert_eq!(put_in("the Ministry", "it"), None);
        assert_eq!(put_in("sic", ""), None);
    }
}
