//! The small words of a language: what a sentence is built with. [`Grammar`] says what each list is
//! for; `english` and `french` hold the words. The lists of words that rules look for are data, in
//! `en.toml` and `fr.toml`.

mod english;
mod french;

use waken_snowball::Algorithm;

/// A language whose texts can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// English.
    English,
    /// French.
    French,
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::English, Self::French];

    /// The language of a BCP 47 tag.
    pub fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
        Self::ALL.into_iter().find(|language| language.tag() == primary)
    }

    /// Its BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::French => "fr",
        }
    }
}

/// The small words of one language, in lower case.
#[derive(Debug)]
pub(super) struct Grammar {
    pub(super) language: Language,
    algorithm: Algorithm,
    /// The project's lists, as TOML.
    pub(super) lists: &'static str,
    /// Words that end with a full stop in mid-sentence.
    pub(super) abbreviations: &'static [&'static str],
    /// An apostrophe parts two words.
    pub(super) elides: bool,
    /// Words that stand for somebody named before.
    pub(super) pronouns: &'static [&'static str],
    /// Words after which a noun follows, so that `the report` is no verb.
    pub(super) before_nouns: &'static [&'static str],
    /// Words after which a verb of saying may go on: `that`, `the`, `it`.
    pub(super) after_verbs: &'static [&'static str],
    /// Endings of forms that can only be verbs.
    pub(super) verb_endings: &'static [&'static str],
    /// Verb forms that no ending tells.
    pub(super) verb_forms: &'static [&'static str],
    /// Forms of `be` that make a passive.
    pub(super) be: &'static [&'static str],
    /// Words between `be` and a participle: `not`, `also`.
    pub(super) adverbs: &'static [&'static str],
    /// `according to` and its like.
    pub(super) according: &'static [&'static [&'static str]],
    /// `by` of a passive.
    pub(super) by: &'static str,
    /// `that` after a verb of saying.
    pub(super) that: &'static str,
    /// Nouns for somebody who speaks and is no party: `a lawyer`, `the jury`.
    pub(super) speakers: &'static [&'static str],
    /// Months.
    pub(super) months: &'static [&'static str],
    /// Number words from zero to twenty, then the tens, in order with their values.
    pub(super) numerals: &'static [(&'static str, u64)],
    /// `million` and the like.
    pub(super) magnitudes: &'static [(&'static str, u64)],
    /// Words for a hundredth: `per cent`.
    pub(super) percent: &'static [&'static [&'static str]],
    /// Words after which a number names something: `page`, `count`, `paragraph`.
    pub(super) labels: &'static [&'static str],
    /// Words that are no unit: they follow a number that stands alone.
    pub(super) no_units: &'static [&'static str],
}

impl Grammar {
    pub(super) fn stem(&self, word: &str) -> String {
        waken_snowball::stem(self.algorithm, word).into_owned()
    }
}

pub(super) fn of(language: Language) -> &'static Grammar {
    match language {
        Language::English => &english::ENGLISH,
        Language::French => &french::FRENCH,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_in_lower_case_and_stands_once_in_its_list() {
        for grammar in Language::ALL.map(of) {
            let numerals: Vec<_> = grammar.numerals.iter().map(|(word, _)| *word).collect();
            let magnitudes: Vec<_> = grammar.magnitudes.iter().map(|(word, _)| *word).collect();
            for list in [
                grammar.abbreviations,
                grammar.pronouns,
                grammar.before_nouns,
                grammar.after_verbs,
                grammar.verb_endings,
                grammar.verb_forms,
                grammar.be,
                grammar.adverbs,
                grammar.speakers,
                grammar.months,
                &numerals,
                &magnitudes,
                grammar.labels,
                grammar.no_units,
            ] {
                for (at, word) in list.iter().enumerate() {
                    assert_eq!(*word, word.to_lowercase(), "{:?}", grammar.language);
                    assert!(!list[..at].contains(word), "{:?}: `{word}` stands twice", grammar.language);
                }
            }
        }
    }
}
