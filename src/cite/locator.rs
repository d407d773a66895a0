//! Places in a source, as authors write them (`p. 4`, `¶ 6`, `Background, paras. 1–2 and 4`), and as CSL
//! knows them: a term with a value.

use hayagriva::citationberg::taxonomy::Locator;

use super::item::curly;

/// A place in a source: one part (`p. 4`) or several (`p. 12, table 2`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place(pub(super) Vec<Part>);

/// A part of a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    /// What stands between it and the part before: `, ` or ` and `.
    pub(super) joint: String,
    /// What sort of place; [`Locator::Custom`] where the text is kept as it is.
    pub(super) term: Locator,
    /// The numbers without the word, or the whole text.
    pub(super) value: String,
}

/// The words that begin a place, in English and French. What is not here is kept as it is written.
const WORDS: &[(Locator, &[&str])] = &[
    (Locator::Page, &["p.", "pp.", "p", "pp", "page", "pages", "pg.", "pgs."]),
    (
        Locator::Paragraph,
        &[
            "¶",
            "¶¶",
            "para",
            "paras",
            "para.",
            "paras.",
            "paragraph",
            "paragraphs",
            "par.",
            "paragraphe",
            "paragraphes",
        ],
    ),
    (Locator::Section, &["§", "§§", "s.", "ss.", "s", "ss", "sec.", "secs.", "section", "sections"]),
    (Locator::Chapter, &["ch.", "chs.", "chap.", "chapter", "chapters", "chapitre", "chapitres"]),
    (Locator::ArticleLocator, &["art.", "arts.", "article", "articles"]),
    (Locator::Note, &["n.", "nn.", "note", "notes"]),
    (Locator::Line, &["l.", "ll.", "line", "lines", "ligne", "lignes"]),
    (Locator::Column, &["col.", "cols.", "column", "columns", "colonne", "colonnes"]),
    (Locator::Figure, &["fig.", "figs.", "figure", "figures"]),
    (Locator::Table, &["table", "tables", "tableau", "tableaux"]),
    (Locator::Appendix, &["app.", "apps.", "appendix", "appendices"]),
    (Locator::Part, &["pt.", "pts.", "part", "parts", "partie", "parties"]),
    (Locator::Volume, &["vol.", "vols.", "volume", "volumes"]),
    (Locator::Timestamp, &["at", "à"]),
];

impl Place {
    /// Reads a place. Only what is certain becomes a term: one word, then numbers and nothing else.
    pub(super) fn read(text: &str) -> Self {
        let text = curly(&text.split_whitespace().collect::<Vec<_>>().join(" "));
        let atoms = atoms(&text);
        let mut parts: Vec<Part> = Vec::new();
        let mut at = 0;
        while at < atoms.len() {
            let (joint, begin, _) = atoms[at];
            // Numbers may go on behind a comma: the longest that is certain counts.
            let whole = (at..atoms.len()).rev().find_map(|last| Some((last, certain(&text[begin..atoms[last].2])?)));
            let (last, (term, value)) =
                whole.unwrap_or_else(|| (at, (Locator::Custom, text[begin..atoms[at].2].to_owned())));
            at = last + 1;
            match parts.last_mut().filter(|before| before.term == term && term != Locator::Custom) {
                Some(before) => before.value.push_str(&format!(", {value}")),
                None => parts.push(Part { joint: joint.to_owned(), term, value }),
            }
        }
        Self(parts)
    }
}

/// The parts of a text between commas and "and", outside of quotation marks and brackets: what stands
/// before each, where it begins and ends.
fn atoms(text: &str) -> Vec<(&str, usize, usize)> {
    const JOINTS: [&str; 5] = [", ", "; ", " and ", " et ", " & "];
    let mut atoms = Vec::new();
    let (mut joint, mut begin, mut open) = ("", 0, 0_usize);
    for (at, c) in text.char_indices() {
        match c {
            '“' | '‘' | '«' | '(' | '[' => open += 1,
            '”' | '’' | '»' | ')' | ']' => open = open.saturating_sub(1),
            _ => {}
        }
        let found = JOINTS.into_iter().find(|joint| open == 0 && at > begin && text[at..].starts_with(joint));
        if let Some(found) = found {
            atoms.push((joint, begin, at));
            (joint, begin) = (found, at + found.len());
        }
    }
    atoms.push((joint, begin, text.len()));
    atoms
}

fn certain(text: &str) -> Option<(Locator, String)> {
    timecode(text).map(|value| (Locator::Timestamp, value)).or_else(|| numbered(text))
}

/// What CSL is told of a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pinpoint {
    /// The sort of its first part.
    pub(super) term: Locator,
    /// The numbers of the first part, or all of a place whose first part is no number.
    pub(super) value: String,
    /// The other parts, in the words of the style.
    pub(super) tail: String,
}

impl Pinpoint {
    /// What CSL is told in place of the value: it knows no plural of `3.12–3.17` and nothing of a second
    /// part, so one number or two stand in, the same for the same place.
    pub(super) fn stand_in(&self) -> Option<String> {
        let several = self.value.contains([',', '–']);
        if self.term == Locator::Custom || (!several && self.tail.is_empty()) {
            return None;
        }
        let whole = self.value.bytes().chain(self.tail.bytes());
        let sum = whole.fold(7_u64, |sum, byte| (sum * 131 + u64::from(byte)) % 1_000_000_007);
        Some(format!("{}{}", 1_000_000_010 + sum, if several { ", 5" } else { "" }))
    }

    /// Puts the place where the stand-in is.
    pub(super) fn fill(&self, text: &str) -> String {
        let Some(stand_in) = self.stand_in() else { return text.to_owned() };
        // A style that sets a number in brackets sets each in brackets: `[88], [121]–[124]`.
        let each: Vec<_> = self.value.split(", ").map(|part| format!("[{}]", part.replace('–', "]–["))).collect();
        text.replace(&format!("[{stand_in}]"), &format!("{}{}", each.join(", "), self.tail))
            .replace(&stand_in, &format!("{}{}", self.value, self.tail))
    }
}

fn numbered(text: &str) -> Option<(Locator, String)> {
    let symbol = text.trim_start_matches(['¶', '§']);
    let (word, rest) = match text.len() - symbol.len() {
        0 => text.split_once([' ', '\u{a0}', '\u{202f}'])?,
        length => text.split_at(length),
    };
    let lower = word.to_lowercase();
    let (term, _) = WORDS.iter().find(|(_, words)| words.contains(&lower.as_str()))?;
    let rest = rest.trim();
    if *term == Locator::Timestamp {
        return timecode(rest).map(|value| (*term, value));
    }
    numbers(rest).map(|value| (*term, value))
}

/// `1–2 and 4` as `1–2, 4`; nothing where something else than numbers stands there.
fn numbers(text: &str) -> Option<String> {
    let text = text.replace(" and ", ", ").replace(" et ", ", ").replace(" & ", ", ").replace(",, ", ", ");
    // `§ 7, § 12` repeats its sign.
    let parts: Vec<_> =
        text.split(',').map(|part| part.trim().trim_start_matches(['¶', '§']).trim().replace('-', "–")).collect();
    let good = |part: &String| {
        part.split('–').count() <= 2
            && part.split('–').all(|number| {
                let number = number.trim();
                let digits = number.chars().filter(char::is_ascii_digit).count();
                let roman = !number.is_empty() && number.chars().all(|c| "ivxlcdm".contains(c));
                let letter = number.len() == 1 && number.chars().all(|c| c.is_ascii_uppercase());
                let suffixed = digits > 0
                    && number.starts_with(|c: char| c.is_ascii_digit())
                    && number.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '(' | ')'))
                    && number.chars().filter(char::is_ascii_alphabetic).count() <= 2;
                suffixed || roman || letter
            })
    };
    parts.iter().all(good).then(|| parts.join(", "))
}

/// `01:02:03`, `14:05`, or a span of two of them.
fn timecode(text: &str) -> Option<String> {
    let one = |part: &str| {
        let fields: Vec<_> = part.trim().split(':').collect();
        (2..=3).contains(&fields.len())
            && fields.iter().all(|f| (1..=2).contains(&f.len()) && f.bytes().all(|b| b.is_ascii_digit()))
    };
    let parts: Vec<_> = text.split(['–', '-']).collect();
    (parts.len() <= 2 && parts.iter().all(|part| one(part)))
        .then(|| parts.iter().map(|part| part.trim()).collect::<Vec<_>>().join("–"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<(String, Locator, String)> {
        Place::read(text).0.into_iter().map(|part| (part.joint, part.term, part.value)).collect()
    }

    fn pinpoint(term: Locator, value: &str, tail: &str) -> Pinpoint {
        Pinpoint { term, value: value.to_owned(), tail: tail.to_owned() }
    }

    #[test]
    fn what_is_certain_becomes_a_term() {
        for (text, term, value) in [
            ("p. 4", Locator::Page, "4"),
            ("pp. 214-216", Locator::Page, "214–216"),
            ("p. xii", Locator::Page, "xii"),
            ("¶ 6", Locator::Paragraph, "6"),
            ("¶¶6–7", Locator::Paragraph, "6–7"),
            ("paras. 1–2 and 4", Locator::Paragraph, "1–2, 4"),
            ("¶ 88, 103, 117, 121–124", Locator::Paragraph, "88, 103, 117, 121–124"),
            ("Paragraph 3", Locator::Paragraph, "3"),
            ("paragraphes 2 et 5", Locator::Paragraph, "2, 5"),
            ("§ 7, § 12", Locator::Section, "7, 12"),
            ("art. 12(3)", Locator::ArticleLocator, "12(3)"),
            ("s 15", Locator::Section, "15"),
            ("note 44", Locator::Note, "44"),
            ("table 3", Locator::Table, "3"),
            ("00:14:05", Locator::Timestamp, "00:14:05"),
            ("at 14:05–14:50", Locator::Timestamp, "14:05–14:50"),
        ] {
            assert_eq!(parts(text), [(String::new(), term, value.to_owned())], "{text}");
        }
    }

    #[test]
    fn several_parts_are_read_one_by_one() {
        use Locator::{Custom, Page, Paragraph, Table};
        for (text, expected) in [
            ("p. 12, table 2", vec![("", Page, "12"), (", ", Table, "2")]),
            ("¶ 14, p. 6", vec![("", Paragraph, "14"), (", ", Page, "6")]),
            ("pp. 3, 5–6 and table 2", vec![("", Page, "3, 5–6"), (" and ", Table, "2")]),
            ("p. 4, p. 7", vec![("", Page, "4, 7")]),
            ("Background, para. 1", vec![("", Custom, "Background"), (", ", Paragraph, "1")]),
            ("ECF No. 76, p. 3", vec![("", Custom, "ECF No. 76"), (", ", Page, "3")]),
            ("para. 3 et dernier paragraphe", vec![("", Paragraph, "3"), (" et ", Custom, "dernier paragraphe")]),
            ("section “Errors, p. 3”, para. 1", vec![("", Custom, "section “Errors, p. 3”"), (", ", Paragraph, "1")]),
            ("sheet 2, row 118", vec![("", Custom, "sheet 2"), (", ", Custom, "row 118")]),
        ] {
            let read = parts(text);
            let read: Vec<_> =
                read.iter().map(|(joint, term, value)| (joint.as_str(), *term, value.as_str())).collect();
            assert_eq!(read, expected, "{text}");
        }
    }

    #[test]
    fn what_csl_cannot_say_has_a_stand_in() {
        let stand_in = |value, tail| pinpoint(Locator::Page, value, tail).stand_in();
        assert!(stand_in("xii–xv", "").is_some_and(|number| number.ends_with(", 5")));
        assert!(stand_in("12", ", table 2").is_some_and(|number| !number.contains(',')), "one page is no plural");
        assert_ne!(stand_in("12", ", table 2"), stand_in("12", ", table 3"));
        assert!(stand_in("3.12", "").is_none() && pinpoint(Locator::Custom, "a, b", "").stand_in().is_none());
    }

    #[test]
    fn each_number_has_brackets_of_its_own() {
        let place = pinpoint(Locator::Paragraph, "88, 103, 121–124", ", p. 6");
        let text = format!("[{}] x", place.stand_in().unwrap());
        assert_eq!(place.fill(&text), "[88], [103], [121]–[124], p. 6 x");
    }

    #[test]
    fn what_is_not_certain_stays_as_it_is() {
        for text in
            ["opening paragraph", "passage retold in para. 9 of the article", "part of it", "pages", "", "§", "at dawn"]
        {
            assert_eq!(parts(text), [(String::new(), Locator::Custom, text.to_owned())], "{text}");
        }
    }
}
