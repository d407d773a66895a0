//! The names in a text: parties by name and alias, and titles of sources.

use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::load::Loaded;

/// Titles shorter than this are words, too.
const SHORTEST_TITLE: usize = 12;

/// Articles with which an alias may begin.
const ARTICLES: [&str; 5] = ["the ", "le ", "la ", "l’", "l'"];

/// Whom and what a text names.
#[derive(Debug, Default)]
pub(super) struct Named {
    /// Parties, by position.
    pub(super) parties: Vec<(Range<usize>, usize)>,
    /// Titles of sources.
    pub(super) titles: Vec<Range<usize>>,
}

/// What parties and sources are called.
pub(super) struct Names {
    machine: Option<AhoCorasick>,
    /// For each pattern the party; nothing for a title.
    parties: Vec<Option<usize>>,
    patterns: Vec<String>,
}

impl Names {
    pub(super) fn new(loaded: &Loaded) -> Self {
        let (mut patterns, mut parties, mut seen) = (Vec::new(), Vec::new(), std::collections::HashSet::new());
        let mut add = |name: String, party: Option<usize>| {
            // Straight and curly apostrophes are the same to a reader.
            for name in [name.replace('\'', "’"), name.replace('’', "'")] {
                if !name.trim().is_empty() && seen.insert(name.clone()) {
                    patterns.push(name);
                    parties.push(party);
                }
            }
        };
        for (i, party) in loaded.parties.iter().enumerate() {
            let party = &party.value;
            let names = [Some(&party.name), party.native_name.as_ref(), party.pseudonym.as_ref()];
            let others = party.translations.iter().flat_map(|other| [other.name.as_ref(), other.pseudonym.as_ref()]);
            let names: Vec<_> =
                names.into_iter().chain(others).flatten().chain(&party.aliases).map(|name| name.folded()).collect();
            for name in &names {
                add(name.clone(), Some(i));
            }
            // Beside "the Prosecutor", "the Prosecutor of Velunda" is the whole name and not the short one
            // with two more words.
            for article in ARTICLES.iter().filter(|article| names.iter().any(|name| name.starts_with(**article))) {
                names.iter().for_each(|name| add(format!("{article}{name}"), Some(i)));
            }
        }
        for source in loaded.sources.iter() {
            let titles = [Some(&source.value.title), source.value.title_translation.as_ref()];
            let others = source.value.translations.iter().map(|other| other.title_translation.as_ref());
            for title in titles.into_iter().chain(others).flatten().map(|title| title.folded()) {
                if title.len() >= SHORTEST_TITLE && title.contains(' ') {
                    add(title, None);
                }
            }
        }
        let machine = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .ascii_case_insensitive(true)
            .build(&patterns)
            .ok();
        Self { machine, parties, patterns }
    }

    /// The parties named in a text, and the titles in it.
    pub(super) fn find(&self, text: &str) -> Named {
        let mut found = Named::default();
        let Some(machine) = &self.machine else { return found };
        for hit in machine.find_iter(text) {
            let (range, pattern) = (hit.range(), hit.pattern().as_usize());
            if !is_whole(text, &range) || !same_but_first(&text[range.clone()], &self.patterns[pattern]) {
                continue;
            }
            match self.parties[pattern] {
                Some(party) => found.parties.push((with_possessive(text, range), party)),
                None => found.titles.push(range),
            }
        }
        found
    }
}

/// No letter goes on before or after it.
fn is_whole(text: &str, range: &Range<usize>) -> bool {
    let joins = |c: char| c.is_alphanumeric();
    !text[..range.start].chars().next_back().is_some_and(joins) && !text[range.end..].chars().next().is_some_and(joins)
}

/// "The union" is "the union", and "le parquet de Velunda" names "Parquet de Velunda"; "adams" is not "Adams".
fn same_but_first(found: &str, name: &str) -> bool {
    let rest = |text: &str| text.chars().skip(1).collect::<String>();
    let first = |text: &str| text.chars().next();
    if found == name.to_uppercase() && name.chars().count() > 3 {
        return true;
    }
    let lowered = first(name).is_some_and(char::is_uppercase) && first(found).is_some_and(char::is_lowercase);
    rest(found) == rest(name) && !(lowered && rest(name) == rest(name).to_lowercase())
}

/// "Adams's" is Adams.
fn with_possessive(text: &str, range: Range<usize>) -> Range<usize> {
    let after = &text[range.end..];
    let mark = ["'s", "’s"]
        .into_iter()
        .find(|mark| after.strip_prefix(mark).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)));
    range.start..range.end + mark.map_or(0, str::len)
}
