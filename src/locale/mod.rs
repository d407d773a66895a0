//! The words, dates and plural forms of documents in one language.
//!
//! A language is one file: `en.toml` and `fr.toml` here, or a file of a workspace's folder
//! `locale`, which may also change single words of a built-in one, such as the sentence on
//! corrections.

mod gaps;
mod places;
mod spacing;
mod words;

use std::collections::BTreeMap;
use std::ops::Range;

use icu_plurals::{PluralCategory, PluralRules};
use serde::Deserialize;
use toml::{Table, Value};

use crate::model::{self, Date, PartialDate};
use crate::text::fill;
use words::Words;

/// The built-in languages, by the first part of their BCP 47 tags.
const BUILT_IN: [(&str, &str); 2] = [("en", include_str!("en.toml")), ("fr", include_str!("fr.toml"))];

/// The language of which every file must have all words.
const MODEL: &str = BUILT_IN[0].1;

/// A file that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// What is wrong.
    pub message: String,
    /// Where, in bytes of the workspace's file.
    pub range: Option<Range<usize>>,
}

/// The words of documents in one language.
#[derive(Debug)]
pub struct Locale {
    language: String,
    words: Words,
    plurals: PluralRules,
}

/// The first part of a BCP 47 tag: `fr` of `fr-CA`.
pub fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

impl Locale {
    /// The languages that are built in.
    pub fn built_in() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(|(language, _)| *language)
    }

    /// The locale for a language, given as the first part of its tag, with what the workspace
    /// says over the built-in words.
    ///
    /// # Errors
    /// A [`Mistake`] in the workspace's file, or that there is neither such a file nor a built-in one.
    pub fn new(language: &str, own: Option<&str>) -> Result<Self, Mistake> {
        let mistake = |message: String| Mistake { message, range: None };
        let built_in = BUILT_IN.iter().find(|(name, _)| *name == language).map(|(_, text)| *text);
        let mut table = match built_in {
            Some(text) => parse(text)?,
            None if own.is_some() => Table::new(),
            None => return Err(mistake(format!("there are no words for the language `{language}`"))),
        };
        if let Some(own) = own {
            let over = parse(own)?;
            let unknown = paths(&over, &parse(MODEL)?);
            if let Some(first) = unknown.first() {
                let range = first.rsplit('.').next().and_then(|name| Some((own.find(name)?, name.len())));
                return Err(Mistake {
                    message: format!("it has what no document uses: {}", unknown.join(", ")),
                    range: range.map(|(start, length)| start..start + length),
                });
            }
            let strange = gaps::strange(&over, &parse(MODEL)?);
            if let Some(first) = strange.first() {
                let start = own.find(&first.gap);
                let told: Vec<String> = strange.iter().map(tell).collect();
                return Err(Mistake {
                    message: told.join("; "),
                    range: start.map(|start| start..start + first.gap.len()),
                });
            }
            lay_over(&mut table, over);
        }
        let missing = paths(&parse(MODEL)?, &table);
        if !missing.is_empty() {
            return Err(mistake(format!("it lacks {}", missing.join(", "))));
        }
        let mut words = Words::deserialize(table).map_err(|error| mistake(error.message().to_owned()))?;
        // Templates join lists of names themselves, as a name can have more to it than text.
        let lists = &words.lists;
        let joints = [
            ("list_comma", &lists.comma),
            ("list_semicolon", &lists.semicolon),
            ("list_colon", &lists.colon),
            ("list_and", &lists.and),
        ];
        let joints = joints.map(|(name, joint)| (name.to_owned(), joint.clone()));
        words.text.extend(joints);
        let tag = icu_locale_core::Locale::try_from_str(language)
            .map_err(|_| mistake(format!("`{language}` is no code of a language (BCP 47)")))?;
        let plurals = PluralRules::try_new(tag.into(), icu_plurals::PluralRulesOptions::default())
            .map_err(|error| mistake(error.to_string()))?;
        Ok(Self { language: language.to_owned(), words, plurals })
    }

    /// The language, as the first part of its tag.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// The headings and sentences of documents, by name.
    pub fn texts(&self) -> &BTreeMap<String, String> {
        &self.words.text
    }

    /// A heading or a sentence; its name in brackets where it has none, which a test rules out.
    pub fn text(&self, name: &str) -> String {
        self.words.text.get(name).cloned().unwrap_or_else(|| format!("[{name}]"))
    }

    /// A sentence with its gaps filled: `{name}` by the value of that name.
    pub fn fill(&self, name: &str, gaps: &[(&str, &str)]) -> String {
        fill(&self.text(name), gaps)
    }

    /// A phrase with a number: `3 open problems`.
    pub fn count(&self, name: &str, number: usize) -> String {
        let category = match self.plurals.category_for(number) {
            PluralCategory::Zero => "zero",
            PluralCategory::One => "one",
            PluralCategory::Two => "two",
            PluralCategory::Few => "few",
            PluralCategory::Many => "many",
            PluralCategory::Other => "other",
        };
        let forms = self.words.count.get(name);
        let form = forms.and_then(|forms| forms.get(category).or_else(|| forms.get("other")));
        fill(form.map_or("{n}", String::as_str), &[("n", &number.to_string())])
    }

    /// Every phrase that goes with a number, for a number.
    pub fn counts(&self) -> impl Iterator<Item = &str> {
        self.words.count.keys().map(String::as_str)
    }

    /// `a`, `a and b`, `a, b and c`.
    pub fn list(&self, words: &[String]) -> String {
        let lists = &self.words.lists;
        match words {
            [] => String::new(),
            [one] => one.clone(),
            [all @ .., last] => format!("{}{}{last}", all.join(&lists.comma), lists.and),
        }
    }

    /// `a, b, c`.
    pub fn list_of(&self, words: &[String]) -> String {
        words.join(&self.words.lists.comma)
    }

    /// What parts two statements in a sentence: `; `.
    pub fn semicolon(&self) -> &str {
        &self.words.lists.semicolon
    }

    /// What parts a name from what is told of it: `: `.
    pub fn colon(&self) -> &str {
        &self.words.lists.colon
    }

    /// `26 September 2022`.
    pub fn long_date(&self, date: Date) -> String {
        let (year, month, day) = date.parts();
        self.day(year, month, day)
    }

    /// `26 September 2022`, `September 2022`, `2022`.
    pub fn partial_date(&self, date: PartialDate) -> String {
        let year = date.year;
        match (date.month, date.day) {
            (Some(month), Some(day)) => self.day(year, month, day),
            (Some(month), None) => {
                fill(&self.words.dates.month, &[("month", self.month(month)), ("year", &year.to_string())])
            }
            _ => year.to_string(),
        }
    }

    /// `on 26 September 2022`, `in September 2022`.
    pub fn when(&self, date: PartialDate) -> String {
        self.when_written(date, &self.partial_date(date))
    }

    /// The same for a date that is written in another way: `on September 26, 2022`.
    pub fn when_written(&self, date: PartialDate, written: &str) -> String {
        let form = if date.day.is_some() { &self.words.dates.on } else { &self.words.dates.r#in };
        fill(form, &[("date", written)])
    }

    /// What a rule of the checker asks for; its name where there is no word for it.
    pub fn asks(&self, rule: &str) -> &str {
        self.words.asks.get(rule).map_or("", String::as_str)
    }

    /// A text whose spaces keep together what belongs together in this language: `« … »`, `240 000`.
    /// Only spaces that an author wrote are changed.
    pub fn spaced(&self, text: &str) -> String {
        spacing::spaced(text, &self.words)
    }

    /// A place in a source with its common words exchanged for those of this language: `para. 4` for
    /// `paragraphe 4`. Whatever is no such word stays.
    pub fn place(&self, locator: &str, from: &Self) -> String {
        places::exchange(locator, &from.words.places, &self.words.places)
    }

    /// The first word of such a place that this language would not know.
    pub fn strange_word(&self, locator: &str, from: &Self) -> Option<String> {
        places::strange(&self.place(locator, from), &self.words.places).map(str::to_owned)
    }

    fn day(&self, year: i32, month: u8, day: u8) -> String {
        let shown = if day == 1 { self.words.dates.first.clone() } else { day.to_string() };
        fill(&self.words.dates.day, &[("day", &shown), ("month", self.month(month)), ("year", &year.to_string())])
    }

    fn month(&self, month: u8) -> &str {
        &self.words.dates.months[usize::from(month.clamp(1, 12) - 1)]
    }

    /// The word of a status, and what it means.
    pub fn status(&self, value: model::Status) -> (&str, &str) {
        let term = self.words.status.of(value);
        (&term.word, &term.meaning)
    }

    /// The term of a likelihood, and its range (ICD 203).
    pub fn likelihood(&self, value: model::Likelihood) -> (&str, &str) {
        let term = self.words.likelihood.of(value);
        (&term.word, &term.meaning)
    }

    /// The level of confidence, and what it means (ICD 203).
    pub fn confidence(&self, value: model::Confidence) -> (&str, &str) {
        let term = self.words.confidence.of(value);
        (&term.word, &term.meaning)
    }

    /// The word for a kind of statement.
    pub fn kind(&self, value: model::Kind) -> &str {
        self.words.kind.of(value)
    }

    /// The ground on which a fact is established.
    pub fn basis(&self, value: model::Basis) -> &str {
        self.words.basis.of(value)
    }

    /// What came of asking one or several parties, without the date.
    pub fn answer(&self, value: model::Answer, parties: usize) -> &str {
        let words = if parties > 1 { &self.words.answer_of_several } else { &self.words.answer };
        words.of(value)
    }

    /// The word for a sort of proceeding.
    pub fn proceeding(&self, value: model::ProceedingType) -> &str {
        self.words.proceeding.of(value)
    }

    /// Where a count stands.
    pub fn legal_status(&self, value: model::LegalStatus) -> &str {
        self.words.legal_status.of(value)
    }

    /// What sort of source it is.
    pub fn source_type(&self, value: model::SourceType) -> &str {
        self.words.source_type.of(value)
    }

    /// What a grade of reliability means (Admiralty code).
    pub fn reliability(&self, value: model::Reliability) -> &str {
        self.words.reliability.of(value)
    }

    /// What a grade of credibility means (Admiralty code).
    pub fn credibility(&self, value: model::Credibility) -> &str {
        self.words.credibility.of(value)
    }

    /// What happened to a source after it was published.
    pub fn revision(&self, value: model::RevisionKind) -> &str {
        self.words.revision.of(value)
    }

    /// What an item of evidence does for a finding.
    pub fn bearing(&self, value: model::Bearing) -> &str {
        self.words.bearing.of(value)
    }
}

fn parse(text: &str) -> Result<Table, Mistake> {
    toml::from_str(text).map_err(|error| Mistake {
        message: error.message().lines().next().unwrap_or_default().to_owned(),
        range: error.span(),
    })
}

fn lay_over(table: &mut Table, over: Table) {
    for (key, value) in over {
        match (table.get_mut(&key), value) {
            (Some(Value::Table(below)), Value::Table(above)) => lay_over(below, above),
            (_, value) => {
                table.insert(key, value);
            }
        }
    }
}

/// The names in `table` that `other` lacks. Plural forms differ between languages.
fn paths(table: &Table, other: &Table) -> Vec<String> {
    let mut missing = Vec::new();
    for (key, value) in table {
        match (value, other.get(key)) {
            (_, None) => missing.push(key.clone()),
            (Value::Table(inner), Some(Value::Table(beside))) if key == "count" => {
                missing.extend(
                    inner.keys().filter(|name| !beside.contains_key(*name)).map(|name| format!("count.{name}")),
                );
            }
            (Value::Table(inner), Some(Value::Table(beside))) => {
                missing.extend(paths(inner, beside).into_iter().map(|name| format!("{key}.{name}")));
            }
            _ => {}
        }
    }
    missing
}

fn tell(strange: &gaps::Strange) -> String {
    let gaps::Strange { name, gap, known } = strange;
    match known.as_slice() {
        [] => format!("nothing fills `{gap}` in `{name}`, which has no gaps"),
        known => format!("nothing fills `{gap}` in `{name}`; it can have {}", known.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_language_is_whole() {
        for (language, text) in BUILT_IN {
            Locale::new(language, None).unwrap();
            assert_eq!(gaps::strange(&parse(text).unwrap(), &parse(MODEL).unwrap()), [], "{language}");
        }
    }

    #[test]
    fn gaps_are_filled_once() {
        assert_eq!(fill("{a} of {b}, {c}", &[("a", "{b}"), ("b", "2")]), "{b} of 2, {c}");
    }

    #[test]
    fn a_workspace_changes_words_and_adds_languages() {
        let own = Locale::new("en", Some("[text]\nkey_points = \"In short\"")).unwrap();
        assert_eq!(own.text("key_points"), "In short");
        let typo = Locale::new("en", Some("[text]\nkey_point = \"In short\"")).unwrap_err();
        assert!(typo.message.contains("text.key_point") && typo.range.is_some(), "{typo:?}");
        let gap = "[text]\npage_of = \"{page} of {total}\"\ncontents = \"{mail}\"";
        let gap = Locale::new("en", Some(gap)).unwrap_err();
        let expected = "nothing fills `{mail}` in `text.contents`, which has no gaps; \
                        nothing fills `{total}` in `text.page_of`; it can have {page}, {pages}";
        assert_eq!(gap.message, expected);
        assert!(gap.range.is_some());
        let whole = Locale::new("de", Some(MODEL)).unwrap();
        assert_eq!(whole.count("open_problems", 1), "1 open problem");
        let part = Locale::new("de", Some("[text]\nkey_points = \"Kernpunkte\"")).unwrap_err();
        assert!(part.message.contains("status"), "{part:?}");
    }

    #[test]
    fn dates_and_plurals_follow_the_language() {
        let (en, fr) = (Locale::new("en", None).unwrap(), Locale::new("fr", None).unwrap());
        let day = Date::parse("2024-05-01").unwrap();
        assert_eq!((en.long_date(day).as_str(), fr.long_date(day).as_str()), ("1 May 2024", "1er mai 2024"));
        let month = PartialDate::parse("2024-08").unwrap();
        assert_eq!((en.when(month).as_str(), fr.when(month).as_str()), ("in August 2024", "en août 2024"));
        assert_eq!(en.count("open_problems", 0), "0 open problems");
        assert_eq!(fr.count("open_problems", 0), "0 problème ouvert");
    }
}
