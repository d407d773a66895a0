//! What hayagriva made, as words of ours: first runs with few properties, on which small mistakes of
//! punctuation are put right, then [`Inline`]s.

use hayagriva::citationberg::{FontStyle, FontWeight};
use hayagriva::{ElemChild, ElemChildren, ElemMeta, Formatting};

use super::item::{COLON, END, NO_NUMBER, TRANSLATION, mark_colons};
use super::locator::Pinpoint;
use super::quotes::nest;
use crate::model::prose::Inline;

/// Words of one look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) text: String,
    italic: bool,
    bold: bool,
    /// Where it leads.
    link: Option<String>,
    /// Its language, as a BCP 47 tag, where it is not the document's.
    language: Option<String>,
}

impl Run {
    pub(super) fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), italic: false, bold: false, link: None, language: None }
    }

    pub(super) fn italic(text: impl Into<String>) -> Self {
        Self { italic: true, ..Self::plain(text) }
    }

    pub(super) fn link(address: &str) -> Self {
        Self { link: Some(address.to_owned()), ..Self::plain(address) }
    }

    fn same_look(&self, other: &Self) -> bool {
        (self.italic, self.bold, &self.link, &self.language) == (other.italic, other.bold, &other.link, &other.language)
    }

    pub(super) fn leads_to(&self, address: &str) -> bool {
        self.link.as_deref() == Some(address)
    }

    pub(super) fn is_link(&self) -> bool {
        self.link.is_some()
    }
}

/// Where the part of a reference begins that holds its address, in the languages of documents.
const BEFORE_ADDRESS: [&str; 7] =
    [". Accessed:", ". [Online]", ". Retrieved ", ", accessed ", ". Consulté le", ". [En ligne]", ", consulté le "];

/// A rendered citation.
#[derive(Debug, Clone, Default)]
pub(super) struct Words {
    pub(super) runs: Vec<Run>,
    /// The texts of the dates in it.
    pub(super) dates: Vec<String>,
}

impl Words {
    /// Reads what hayagriva made; `place` goes where it left a gap for it, and `space` before each colon
    /// of the style.
    pub(super) fn read(children: &ElemChildren, place: Option<&Pinpoint>, space: &str) -> Self {
        let mut words = Self::default();
        words.children(children, place);
        for run in &mut words.runs {
            if run.link.is_none() {
                run.text = run.text.replace(": ", &format!("{space}: "));
            }
            run.text = run.text.replace(COLON, ":");
            if let Some(place) = place {
                run.text = place.fill(&run.text);
            }
        }
        words
    }

    fn children(&mut self, children: &ElemChildren, place: Option<&Pinpoint>) {
        for child in &children.0 {
            match child {
                ElemChild::Text(text) => self.formatted(&text.text, &text.formatting, None),
                ElemChild::Link { text, url } => {
                    let url = (url.starts_with("http://") || url.starts_with("https://")).then(|| url.clone());
                    self.formatted(&text.text, &text.formatting, url);
                }
                ElemChild::Markup(text) => self.push(Run::plain(text.as_str())),
                ElemChild::Transparent { .. } => {
                    self.say(&place.map_or_else(String::new, |place| mark_colons(&place.value)))
                }
                // Our notes have numbers of their own.
                ElemChild::Elem(elem) if elem.meta == Some(ElemMeta::CitationNumber) => {}
                ElemChild::Elem(elem) => {
                    let before = self.text().len();
                    if elem.display.is_some() && before > 0 {
                        self.push(Run::plain(" "));
                    }
                    self.children(&elem.children, place);
                    if elem.meta == Some(ElemMeta::Date) {
                        self.dates.push(self.text().get(before..).unwrap_or_default().to_owned());
                    }
                }
            }
        }
    }

    fn formatted(&mut self, text: &str, look: &Formatting, link: Option<String>) {
        self.push(Run {
            text: text.replace(NO_NUMBER, ""),
            italic: look.font_style == FontStyle::Italic,
            bold: look.font_weight == FontWeight::Bold,
            link,
            language: None,
        });
    }

    pub(super) fn push(&mut self, run: Run) {
        match self.runs.last_mut() {
            _ if run.text.is_empty() => {}
            Some(last) if last.same_look(&run) => last.text.push_str(&run.text),
            _ => self.runs.push(run),
        }
    }

    pub(super) fn say(&mut self, text: &str) {
        self.push(Run::plain(text));
    }

    pub(super) fn append(&mut self, other: Self) {
        other.runs.into_iter().for_each(|run| self.push(run));
        self.dates.extend(other.dates);
    }

    /// All of it without looks.
    pub(super) fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }

    /// The same without addresses.
    pub(super) fn told(&self) -> String {
        self.runs.iter().filter(|run| !run.is_link()).map(|run| run.text.as_str()).collect()
    }

    pub(super) fn replace(&mut self, from: &str, to: &str) {
        for run in self.runs.iter_mut().filter(|run| run.link.is_none()) {
            run.text = run.text.replace(from, to);
        }
    }

    /// Whether a text stands in it in italics.
    pub(super) fn slants(&self, text: &str) -> bool {
        self.runs.iter().any(|run| run.italic && run.text.contains(text))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.runs.iter().all(|run| run.text.trim().is_empty())
    }

    /// Takes the full stop and the white space off its end.
    pub(super) fn open_end(&mut self) {
        while let Some(last) = self.runs.last_mut() {
            if last.link.is_some() {
                return;
            }
            last.text.truncate(last.text.trim_end_matches([' ', '\u{a0}', ',', ';']).len());
            if last.text.ends_with('.') && !ends_in_abbreviation(&last.text) {
                last.text.pop();
                if !last.text.is_empty() {
                    return;
                }
            }
            if !last.text.is_empty() {
                return;
            }
            self.runs.pop();
        }
    }

    /// Ends it with a full stop, unless it ends a sentence already. American styles set it before a closing
    /// quotation mark, if `inside`.
    pub(super) fn close(&mut self, inside: bool) {
        let text = self.text();
        let bare = text.trim_end().trim_end_matches(['”', '’', '»', '"', ')', '\u{a0}', '\u{202f}']);
        let bracket = text.trim_end().ends_with(')');
        let ended = bare.ends_with('.') || (!bracket && bare.ends_with(['?', '!', '…']));
        if !ended || bracket || self.runs.last().is_some_and(Run::is_link) {
            match self.runs.last_mut().filter(|last| inside && last.text.ends_with(['”', '’'])) {
                Some(last) => {
                    let marks = last.text.trim_end_matches(['”', '’']).len();
                    last.text.insert(marks, '.');
                }
                None => self.say("."),
            }
        }
    }

    /// Says something before the part of a reference that holds its address, or at the end. A full
    /// stop before that part moves behind it.
    pub(super) fn insert_before_link(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        // American styles end a title with the stop inside the quotation mark.
        let bare = text.trim_start_matches(", ");
        for run in self.runs.iter_mut().filter(|run| run.link.is_none()) {
            if let Some(at) = run.text.find(".” Accessed:") {
                let after = run.text.split_off(at + ".” ".len());
                run.text.truncate(at);
                run.text.push_str(&format!(",” {bare}. {after}"));
                return;
            }
        }
        let Some(link) = self.runs.iter().position(Run::is_link) else {
            self.open_end();
            match self.runs.last_mut().filter(|last| last.text.ends_with(".”")) {
                Some(last) => {
                    last.text.truncate(last.text.len() - ".”".len());
                    self.say(&format!(",” {bare}"));
                }
                None => self.say(text),
            }
            return;
        };
        // "… Daily News. Retrieved 3 May 2022, from https://…", "… 2022. [Online]. Available: https://…"
        let before: String = self.runs[..link].iter().map(|run| run.text.as_str()).collect();
        let cut = BEFORE_ADDRESS.iter().filter_map(|words| before.find(words)).min();
        let cut = cut.or_else(|| before.rfind(". ")).or_else(|| before.rfind(", "));
        let Some(mut at) = cut else {
            self.runs.insert(link, Run::plain(format!("{}, ", text.trim_start_matches(", "))));
            return;
        };
        for index in 0..link {
            let length = self.runs[index].text.len();
            if at <= length {
                let rest = self.runs[index].text.split_off(at);
                let look = self.runs[index].clone();
                self.runs.insert(index + 1, Run::plain(text));
                self.runs.insert(index + 2, Run { text: rest, ..look });
                break;
            }
            at -= length;
        }
        let runs = std::mem::take(&mut self.runs);
        runs.into_iter().for_each(|run| self.push(run));
    }

    /// Takes the brackets off that a style puts around what it writes into a text.
    pub(super) fn open_brackets(&mut self) {
        let text = self.text();
        if text.starts_with('(') && text.ends_with(')') && text.matches('(').count() == 1 {
            if let Some(first) = self.runs.first_mut() {
                first.text.remove(0);
            }
            if let Some(last) = self.runs.last_mut() {
                last.text.pop();
            }
        }
    }

    /// Puts the translation of the title where its mark stands, after the closing quotation mark or
    /// the end of the italics; a comma or full stop that the mark held inside follows it.
    pub(super) fn translate(&mut self, translation: Option<&str>) {
        let mut fresh = Self { runs: Vec::new(), dates: std::mem::take(&mut self.dates) };
        let mut told = false;
        for mut run in std::mem::take(&mut self.runs) {
            while let Some(at) = run.text.find(TRANSLATION) {
                let rest = run.text.split_off(at);
                let rest = rest.trim_start_matches(TRANSLATION).to_owned();
                let stop: String = rest.chars().take_while(|c| matches!(c, ',' | '.' | ';')).collect();
                let after = &rest[stop.len()..];
                let quote: String =
                    after.chars().take_while(|c| matches!(c, '”' | '’' | '»' | '"' | '\u{a0}' | '\u{202f}')).collect();
                let after = after[quote.len()..].to_owned();
                fresh.push(Run { text: format!("{}{quote}", run.text), ..run.clone() });
                if let (Some(translation), false) = (translation, told) {
                    fresh.push(Run::plain(format!(" [{translation}]")));
                    told = true;
                }
                fresh.push(Run { text: stop, italic: false, ..run.clone() });
                run.text = after;
            }
            fresh.push(run);
        }
        *self = fresh;
    }

    /// Says of a title, where it stands, in which language it is, whatever a style did to its capitals and
    /// marks. Yields whether it stands there.
    pub(super) fn mark(&mut self, title: &str, language: &str) -> bool {
        let letter = |c: char| c.is_alphanumeric().then(|| c.to_lowercase());
        let wanted: Vec<char> = title.chars().filter_map(letter).flatten().collect();
        // Each letter with its run and its bytes there; an address is no title.
        let mut letters = Vec::new();
        for (at, run) in self.runs.iter().enumerate().filter(|(_, run)| !run.is_link()) {
            for (from, c) in run.text.char_indices() {
                letters.extend(letter(c).into_iter().flatten().map(|c| (c, at, from, from + c.len_utf8())));
            }
        }
        let stands = |window: &[(char, usize, usize, usize)]| window.iter().map(|(c, ..)| c).eq(&wanted);
        let Some(begin) = letters.windows(wanted.len().max(1)).position(stands) else { return false };
        let (_, first, from, _) = letters[begin];
        let (_, last, to, _) = letters[begin + wanted.len() - 1];
        let mut runs = Vec::new();
        for (at, run) in std::mem::take(&mut self.runs).into_iter().enumerate() {
            let start = if at == first { from } else { 0 };
            let end = if at == last {
                run.text[to..].chars().next().map_or(run.text.len(), |c| to + c.len_utf8())
            } else {
                run.text.len()
            };
            if !(first..=last).contains(&at) || run.is_link() {
                runs.push(run);
                continue;
            }
            let part = |range: std::ops::Range<usize>, language: Option<&str>| Run {
                text: run.text[range].to_owned(),
                language: language.map(str::to_owned),
                ..run.clone()
            };
            runs.extend([part(0..start, None), part(start..end, Some(language)), part(end..run.text.len(), None)]);
        }
        runs.retain(|run| !run.text.is_empty());
        self.runs = runs;
        true
    }

    /// Puts quotation marks inside quotation marks right, and full stops and commas that stand twice.
    pub(super) fn tidy(&mut self) {
        nest(self.runs.iter_mut().map(|run| &mut run.text));
        for run in &mut self.runs {
            // A title that ends with a quotation: the comma goes inside both marks.
            let end = [("’\u{E002},”", ",’”"), ("’\u{E002}.”", ".’”"), ("”\u{E002},’", ",”’")];
            for (written, right) in end {
                run.text = run.text.replace(&format!(".{written}"), right).replace(written, right);
            }
            run.text = run.text.replace(END, "");
            for stop in ['.', '?', '!'] {
                run.text = run.text.replace(&format!("{stop}”."), &format!("{stop}”"));
            }
        }
        let mut last = None;
        for run in &mut self.runs {
            if run.link.is_some() {
                last = run.text.chars().last();
                continue;
            }
            let mut text = String::with_capacity(run.text.len());
            for c in run.text.chars() {
                let double = match (last, c) {
                    (Some(' '), ' ') | (Some(','), ',') => true,
                    // An ellipsis of three stops is no mistake, two are.
                    (Some('.'), '.') => !text.ends_with("..") && !run.text.contains("..."),
                    (Some('?' | '!' | '…'), '.') => true,
                    (Some(' '), ',' | '.') => {
                        text.truncate(text.trim_end_matches(' ').len());
                        false
                    }
                    _ => false,
                };
                if !double {
                    text.push(c);
                    last = Some(c);
                }
            }
            run.text = text;
        }
        self.runs.retain(|run| !run.text.is_empty());
    }

    pub(super) fn into_inlines<R>(self) -> Vec<Inline<R>> {
        let mut runs = Self::default();
        self.runs.into_iter().for_each(|run| runs.push(run));
        runs.runs
            .into_iter()
            .map(|run| {
                let mut inline = Inline::Text(run.text);
                if let Some(language) = run.language {
                    inline = Inline::Language(language, vec![inline]);
                }
                if run.italic {
                    inline = Inline::Emphasis(vec![inline]);
                }
                if run.bold {
                    inline = Inline::Strong(vec![inline]);
                }
                match run.link {
                    Some(address) => Inline::Link(address, vec![inline]),
                    None => inline,
                }
            })
            .collect()
    }
}

/// `Ill.`, `Inc.`, `p.m.`: a stop that belongs to the word. Only such that courts and companies bear.
fn ends_in_abbreviation(text: &str) -> bool {
    ["Inc.", "Co.", "Ltd.", "Corp.", "v.", "L.P.", "U.S.", "Jr.", "Sr."].iter().any(|word| text.ends_with(word))
}
