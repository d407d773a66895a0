//! Sentences and words, and what the word lists find in them.
//!
//! [`Tongue`] is one language: its grammar words and its lists. [`Text`] is a text taken apart:
//! words, sentences, what stands between quotation marks, who is speaking. Nothing here knows
//! findings or rules.

mod figures;
mod grammar;
mod lexicon;
mod numbers;
mod participle;
mod saying;
mod segment;
mod speech;
mod verbs;

use std::collections::HashMap;
use std::ops::Range;

pub use figures::{Figure, Figures, figures};
pub use grammar::Language;
pub use lexicon::{Entry, Hit, Lexicon, LexiconError, List};
pub use numbers::{Number, NumberSort};
pub use saying::{Sayer, Saying};
pub use speech::{Frame, Speaker};

use grammar::Grammar;
use segment::Token;

/// One language, ready to read texts.
#[derive(Debug)]
pub struct Tongue {
    grammar: &'static Grammar,
    lexicon: Lexicon,
    stems: HashMap<String, String>,
}

/// The name of a party in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The words.
    pub words: Range<usize>,
    /// The party, by a number that the caller gave.
    pub party: usize,
}

/// A text taken apart. Ranges of words and sentences are positions in its lists.
#[derive(Debug)]
pub struct Text<'a> {
    /// The text.
    pub text: &'a str,
    tokens: Vec<Token>,
    sentences: Vec<Range<usize>>,
    /// Who is named, in order.
    pub mentions: Vec<Mention>,
    /// What the lists found, in order.
    pub hits: Vec<Hit>,
    /// Who says what.
    pub frames: Vec<Frame>,
    /// The numbers, dates told apart.
    pub numbers: Vec<Number>,
    stems: Vec<String>,
    /// For each word the frame that reports it.
    reported: Vec<Option<u32>>,
    grammar: &'static Grammar,
}

impl Tongue {
    /// A language with this project's lists and those of a workspace.
    ///
    /// # Errors
    /// When a list of the workspace is no list.
    pub fn new(language: Language, extra: Option<&str>) -> Result<Self, LexiconError> {
        let grammar = grammar::of(language);
        let mut tongue = Self { grammar, lexicon: Lexicon::default(), stems: HashMap::new() };
        let mut entries = lexicon::parse(grammar.lists)?;
        if let Some(extra) = extra {
            entries.extend(lexicon::parse(extra)?);
        }
        tongue.lexicon = Lexicon::compile(entries, grammar)?;
        Ok(tongue)
    }

    /// The language.
    pub fn language(&self) -> Language {
        self.grammar.language
    }

    /// An entry of a list.
    pub fn entry(&self, hit: &Hit) -> &Entry {
        self.lexicon.entry(hit)
    }

    /// Takes a text apart. `verbatim` are ranges that are not the author's words, such as code and
    /// titles; `named` are the names in it, with a number for each party, in order.
    pub fn read<'a>(&mut self, text: &'a str, verbatim: &[Range<usize>], named: &[(Range<usize>, usize)]) -> Text<'a> {
        let (mut tokens, sentences) = segment::segment(text, self.grammar);
        segment::mark(text, &mut tokens, verbatim);
        let mentions: Vec<Mention> = named
            .iter()
            .filter_map(|(range, party)| {
                let words = segment::covered(&tokens, range.clone())?;
                Some(Mention { words, party: *party })
            })
            .collect();
        for mention in &mentions {
            tokens[mention.words.clone()].iter_mut().for_each(|token| token.named = true);
        }
        let stems: Vec<String> = tokens
            .iter()
            .map(|token| {
                let word = &token.lower;
                match self.stems.get(word) {
                    Some(stem) => stem.clone(),
                    None => {
                        let stem = if token.word { self.grammar.stem(word) } else { word.clone() };
                        self.stems.insert(word.clone(), stem.clone());
                        stem
                    }
                }
            })
            .collect();
        let hits = self.lexicon.find(&tokens, &stems, &sentences);
        let mut read = Text {
            text,
            tokens,
            sentences,
            mentions,
            hits,
            frames: Vec::new(),
            numbers: Vec::new(),
            stems,
            reported: Vec::new(),
            grammar: self.grammar,
        };
        read.frames = speech::frames(&read);
        read.reported = vec![None; read.tokens.len()];
        for (at, frame) in read.frames.iter().enumerate() {
            for word in frame.reported.clone() {
                // The first frame that reports a word counts.
                if let Some(reported) = read.reported.get_mut(word) {
                    reported.get_or_insert(u32::try_from(at).unwrap_or(u32::MAX));
                }
            }
        }
        read.numbers = numbers::numbers(&read);
        read
    }
}

impl<'a> Text<'a> {
    /// How many sentences there are.
    pub fn sentences(&self) -> usize {
        self.sentences.len()
    }

    /// The words of a sentence.
    pub fn sentence(&self, sentence: usize) -> Range<usize> {
        self.sentences[sentence].clone()
    }

    /// The sentence in which a word stands.
    pub fn sentence_of(&self, word: usize) -> usize {
        self.sentences.partition_point(|range| range.end <= word)
    }

    /// The word or mark at a byte of the text, or the next one.
    pub fn word_at(&self, byte: usize) -> usize {
        self.tokens.partition_point(|token| token.range.end <= byte)
    }

    /// The bytes of some words.
    pub fn bytes(&self, words: &Range<usize>) -> Range<usize> {
        match (self.tokens.get(words.start), self.tokens.get(words.end.saturating_sub(1))) {
            (Some(first), Some(last)) if words.start < words.end => first.range.start..last.range.end,
            (Some(first), _) => first.range.start..first.range.start,
            _ => self.text.len()..self.text.len(),
        }
    }

    /// Some words as they are written.
    pub fn words(&self, words: &Range<usize>) -> &'a str {
        &self.text[self.bytes(words)]
    }

    /// A word in lower case; a punctuation mark as it is.
    pub fn lower(&self, word: usize) -> &str {
        self.tokens.get(word).map_or("", |token| &token.lower)
    }

    /// A word's stem.
    pub fn stem(&self, word: usize) -> &str {
        self.stems.get(word).map_or("", String::as_str)
    }

    /// How many words and marks there are.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// How many words stand in a range, marks not counted.
    pub fn count_words(&self, words: &Range<usize>) -> usize {
        self.tokens[words.clone()].iter().filter(|token| token.word).count()
    }

    /// Whether it is a word, no punctuation mark.
    pub fn is_word(&self, word: usize) -> bool {
        self.tokens.get(word).is_some_and(|token| token.word)
    }

    /// Whether a word is somebody else's: between quotation marks, in code, in a title.
    pub fn is_quoted(&self, word: usize) -> bool {
        self.tokens.get(word).is_some_and(|token| token.quoted || token.verbatim)
    }

    /// The bytes of what stands between quotation marks, the marks included; nothing in nothing.
    pub fn quotations(&self) -> Vec<Range<usize>> {
        segment::quotations(self.text)
    }

    /// Whether a word belongs to a party's name.
    pub fn is_named(&self, word: usize) -> bool {
        self.tokens.get(word).is_some_and(|token| token.named)
    }

    /// Whether a word begins with a capital letter.
    pub fn is_capital(&self, word: usize) -> bool {
        self.tokens.get(word).is_some_and(|token| token.capital)
    }

    /// The frame in whose reported speech a word stands.
    pub fn reported_in(&self, word: usize) -> Option<&Frame> {
        let frame = (*self.reported.get(word)?)?;
        self.frames.get(frame as usize)
    }

    /// Whether the document itself speaks: no quotation, no reported speech.
    pub fn is_own_voice(&self, words: &Range<usize>) -> bool {
        words.clone().all(|word| !self.is_quoted(word) && self.reported_in(word).is_none())
    }

    /// What one list found, quotations and names left out.
    pub fn hits_of(&self, list: List) -> impl Iterator<Item = &Hit> {
        self.told_by(list, &self.hits)
    }

    /// What one list found in a range of words, quotations and names left out.
    pub fn hits_in(&self, list: List, words: &Range<usize>) -> impl Iterator<Item = &Hit> {
        let (from, to) = (
            self.hits.partition_point(|hit| hit.words.start < words.start),
            self.hits.partition_point(|hit| hit.words.start < words.end),
        );
        let end = words.end;
        self.told_by(list, &self.hits[from..to.max(from)]).filter(move |hit| hit.words.end <= end)
    }

    fn told_by<'s>(&'s self, list: List, hits: &'s [Hit]) -> impl Iterator<Item = &'s Hit> {
        hits.iter().filter(move |hit| hit.list == list && !hit.words.clone().any(|word| self.is_quoted(word)))
    }

    /// Whether a list found something in a range of words, quotations left out.
    pub fn has(&self, list: List, words: &Range<usize>) -> bool {
        self.hits_in(list, words).next().is_some()
    }

    /// The parties named in a range of words, outside quotations.
    pub fn named_in(&self, words: &Range<usize>) -> impl Iterator<Item = &Mention> {
        let from = self.mentions.partition_point(|mention| mention.words.start < words.start);
        let to = self.mentions.partition_point(|mention| mention.words.start < words.end);
        self.mentions[from..to.max(from)].iter().filter(|mention| !self.is_quoted(mention.words.start))
    }

    /// The frames whose verb stands in a range of words.
    pub fn frames_in(&self, words: &Range<usize>) -> impl Iterator<Item = &Frame> {
        // Frames stand in the order of their sentences, and in no order within one.
        let sentence = self.sentences.get(self.sentence_of(words.start)).map_or(words.start, |sentence| sentence.start);
        let words = words.clone();
        let from = self.frames.partition_point(|frame| frame.verb.start < sentence);
        let last = self.sentence_of(words.end.saturating_sub(1).max(words.start));
        let end = self.sentences.get(last).map_or(words.end, |sentence| sentence.end);
        self.frames[from..]
            .iter()
            .take_while(move |frame| frame.verb.start < end)
            .filter(move |frame| words.contains(&frame.verb.start))
    }

    /// The frame whose verb begins with a word.
    pub fn frame_at(&self, word: usize) -> Option<&Frame> {
        self.frames_in(&(word..word + 1)).next()
    }

    /// The words of saying whose subject stands beside them, in order; what is reported is left out.
    pub fn sayings(&self) -> Vec<Saying> {
        saying::sayings(self)
    }

    /// The numbers in a range of words.
    pub fn numbers_in(&self, words: &Range<usize>) -> impl Iterator<Item = &Number> {
        let from = self.numbers.partition_point(|number| number.words.start < words.start);
        let end = words.end;
        self.numbers[from..].iter().take_while(move |number| number.words.end <= end)
    }

    /// Whether a year or a whole date stands in a range of words.
    pub fn has_date(&self, words: &Range<usize>) -> bool {
        numbers::has_date(self, words)
    }

    fn grammar(&self) -> &'static Grammar {
        self.grammar
    }
}
