//! Places in sources in the words of another language: `p. 12, table 2` and `p. 12, tableau 2`.

use std::collections::BTreeMap;

/// The forms of each word, by its name.
type Places = BTreeMap<String, Vec<String>>;

/// A place with the words of one language exchanged for those of another.
pub(super) fn exchange(locator: &str, from: &Places, to: &Places) -> String {
    let mut pairs: Vec<(&str, &str)> = Vec::new();
    for (name, forms) in from {
        let others = to.get(name).map_or(&[][..], Vec::as_slice);
        pairs.extend(forms.iter().zip(others).map(|(form, other)| (form.as_str(), other.as_str())));
    }
    // The longest first, so that a phrase is not taken for its words.
    pairs.sort_by_key(|(form, _)| std::cmp::Reverse(form.len()));
    let mut out = String::new();
    let mut rest = locator;
    let mut inside = false;
    while let Some(first) = rest.chars().next() {
        let found = pairs.iter().filter(|_| !inside).find(|(form, _)| stands(rest, form));
        if let Some((form, other)) = found {
            // A noun that always has a capital, as in German, asks for none in the other language.
            let opens = first.is_uppercase() && !form.starts_with(first);
            out.push_str(&if opens { capital(other) } else { (*other).to_owned() });
            rest = &rest[form.len()..];
            inside = !form.ends_with('.');
        } else {
            out.push(first);
            rest = &rest[first.len_utf8()..];
            inside = first.is_alphanumeric();
        }
    }
    out
}

/// The first word of a place that is no common word of a language: small letters, three or more. Names
/// and headings have a capital letter.
pub(super) fn strange<'a>(told: &'a str, to: &Places) -> Option<&'a str> {
    let known = |word: &str| to.values().flatten().any(|form| form.split([' ', '-', '.']).any(|part| part == word));
    told.split(|c: char| !c.is_alphanumeric()).find(|word| {
        word.chars().count() >= 3 && word.chars().all(|c| c.is_alphabetic() && c.is_lowercase()) && !known(word)
    })
}

/// Whether a text begins with a whole word, with a small or a capital letter.
fn stands(text: &str, word: &str) -> bool {
    let Some(head) = text.get(..word.len()) else { return false };
    let next = text[word.len()..].chars().next();
    let ends = word.ends_with('.') || next.is_none_or(|next| !next.is_alphanumeric());
    ends && (head == word || head == capital(word))
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use crate::locale::Locale;

    #[test]
    fn places_are_told_in_another_language() {
        let (en, fr) = (Locale::new("en", None).unwrap(), Locale::new("fr", None).unwrap());
        for (english, french) in [
            ("pp. 214–216", "p. 214–216"),
            ("sheet 2, rows 124–127", "feuille 2, rangées 124–127"),
            ("Entry RPC-2019-0408, fields 3–9", "Inscription RPC-2019-0408, champs 3–9"),
            ("paras. 6, 28 and 29", "par. 6, 28 et 29"),
            ("opening paragraph", "premier paragraphe"),
            ("CR 2024/17, line 1", "CR 2024/17, ligne 1"),
            ("¶ 14, p. 6", "¶ 14, p. 6"),
            ("Tabletop, § 7", "Tabletop, § 7"),
        ] {
            assert_eq!(fr.place(english, &en), french);
        }
        assert_eq!(en.place("p. 12, tableau 2", &fr), "p. 12, table 2");
        assert_eq!(fr.strange_word("passage retold in para. 7", &en).as_deref(), Some("passage"));
        assert_eq!(fr.strange_word("Entry RPC-2019-0408, last paragraph and Background, para. 1", &en), None);
    }
}
