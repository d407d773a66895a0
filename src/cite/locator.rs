//! Places in a source, as authors write them (`p. 4`, `¶ 6`, `paras. 1–2 and 4`), and as CSL knows
//! them: a term with a value.

use hayagriva::citationberg::taxonomy::Locator;

use super::item::curly;

/// A place in a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
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
    /// What CSL is told in place of the value: it knows no plural of `3.12–3.17`, so two numbers stand
    /// in, the same for the same value. What it makes of them is replaced by the value.
    pub(super) fn stand_in(&self) -> Option<String> {
        let plain = |part: &str| part.trim().chars().all(|c| c.is_ascii_digit());
        let mut parts = self.value.split([',', '–']);
        let several = self.value.contains([',', '–']);
        if !several || parts.all(plain) {
            return None;
        }
        let sum = self.value.bytes().fold(7_u64, |sum, byte| (sum * 131 + u64::from(byte)) % 1_000_000_007);
        Some(format!("{}, 5", 1_000_000_010 + sum))
    }

    /// Reads a place. Only what is certain becomes a term: one word, then numbers and nothing else.
    pub(super) fn read(text: &str) -> Self {
        let text = curly(&text.split_whitespace().collect::<Vec<_>>().join(" "));
        let certain = timecode(&text).map(|value| Self { term: Locator::Timestamp, value }).or_else(|| numbered(&text));
        certain.unwrap_or(Self { term: Locator::Custom, value: text })
    }
}

fn numbered(text: &str) -> Option<Place> {
    let symbol = text.trim_start_matches(['¶', '§']);
    let (word, rest) = match text.len() - symbol.len() {
        0 => text.split_once([' ', '\u{a0}', '\u{202f}'])?,
        length => text.split_at(length),
    };
    let lower = word.to_lowercase();
    let (term, _) = WORDS.iter().find(|(_, words)| words.contains(&lower.as_str()))?;
    let rest = rest.trim();
    if *term == Locator::Timestamp {
        return timecode(rest).map(|value| Place { term: *term, value });
    }
    numbers(rest).map(|value| Place { term: *term, value })
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
            assert_eq!(Place::read(text), Place { term, value: value.to_owned() }, "{text}");
        }
    }

    #[test]
    fn numbers_with_points_have_a_stand_in() {
        let stand_in = |text| Place::read(text).stand_in();
        assert!(stand_in("paras. 3.12–3.17").is_some() && stand_in("pp. xii–xv").is_some());
        assert_ne!(stand_in("paras. 3.12–3.17"), stand_in("paras. 3.12–3.18"));
        assert!(stand_in("pp. 4–7, 9").is_none() && stand_in("para. 3.12").is_none());
    }

    #[test]
    fn what_is_not_certain_stays_as_it_is() {
        for text in [
            "ECF No. 76, p. 3",
            "p. 31, note 44",
            "opening paragraph",
            "Statement, para. 1",
            "section “Fact errors”, para. 1",
            "¶ 14, p. 6",
            "passage retold in para. 9 of the article",
            "part of it",
            "pages",
            "",
            "§",
            "at dawn",
        ] {
            assert_eq!(Place::read(text), Place { term: Locator::Custom, value: text.to_owned() }, "{text}");
        }
    }
}
