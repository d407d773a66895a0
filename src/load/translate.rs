//! A brief in another of its languages: the same entries, with the texts that stand beside the first
//! ones put in their place.

use super::markdown::{Cited, Section, Written};
use super::{Entry, Loaded};
use crate::locale::{Locale, primary};
use crate::model::prose;
use crate::model::{
    Brief, Exception, Finding, InLanguage, LocatorTranslation, Party, Proceeding, Response, Source, Text,
};

/// A language to tell a brief in.
#[derive(Clone, Copy)]
struct Into<'a> {
    tag: &'a str,
    from: &'a Locale,
    to: &'a Locale,
}

/// Puts each text of a translation, where it has one, in the place of the text beside it.
macro_rules! lay_over {
    ($into:expr, $group:expr; texts: $($text:ident),*; optional: $($optional:ident),*) => {
        if let Some(translation) = $into.own(&$group.translations) {
            let translation = translation.clone();
            $(if let Some(text) = translation.$text { $group.$text = text; })*
            $(if translation.$optional.is_some() { $group.$optional = translation.$optional; })*
        }
    };
}

impl Loaded {
    /// The brief in another language that it is written in, with the words of its first and of that
    /// language. A text that is missing there stays as it is; the rule on language versions tells of
    /// it.
    pub fn in_language(&self, tag: &str, from: &Locale, to: &Locale) -> Self {
        let into = Into { tag, from, to };
        let mut loaded = self.clone();
        if let Some(brief) = &mut loaded.brief {
            into.brief(&mut brief.value);
        }
        loaded.parties.iter_mut().for_each(|Entry { value, .. }| into.party(value));
        loaded.proceedings.iter_mut().for_each(|Entry { value, .. }| into.proceeding(value));
        loaded.sources.iter_mut().for_each(|Entry { value, .. }| into.source(value));
        loaded.findings.iter_mut().for_each(|Entry { value, .. }| into.finding(value));
        for section in &mut loaded.sections {
            into.section(section, self.translated_section(tag, &section.name));
        }
        loaded
    }

    /// A section in another language.
    pub fn translated_section(&self, tag: &str, name: &str) -> Option<&Section> {
        let sections = self.translated_sections.iter().find(|(folder, _)| primary(folder) == primary(tag));
        sections.and_then(|(_, sections)| sections.iter().find(|section| section.name == name))
    }
}

impl Into<'_> {
    fn own<'t, T: InLanguage>(&self, translations: &'t [T]) -> Option<&'t T> {
        translations.iter().find(|translation| primary(translation.language().as_str()) == primary(self.tag))
    }

    fn brief(&self, brief: &mut Brief) {
        brief.language = Text::from(self.tag);
        lay_over!(self, brief; texts: title; optional: subtitle, source_summary);
        lay_over!(self, brief.organisation; texts: name; optional: address);
        lay_over!(self, brief.contact; texts: ; optional: name);
        for point in &mut brief.key_points {
            if let Some(text) = self.own(&point.translations).map(|translation| translation.text.clone()) {
                point.text = Some(text);
            }
        }
        for setting in &mut brief.rules {
            lay_over!(self, setting; texts: reason, by; optional: );
        }
        for change in &mut brief.changes {
            lay_over!(self, change; texts: reason, by; optional: );
        }
    }

    fn party(&self, party: &mut Party) {
        lay_over!(self, party; texts: name; optional: role, pseudonym);
    }

    fn proceeding(&self, proceeding: &mut Proceeding) {
        lay_over!(self, proceeding; texts: title, court; optional: docket, note);
        for count in proceeding.defendants.iter_mut().flat_map(|defendant| &mut defendant.counts) {
            lay_over!(self, count; texts: charge; optional: number, provision, note);
            for citation in &mut count.evidence {
                self.locator(&mut citation.locator, &citation.translations);
            }
        }
        self.exceptions(&mut proceeding.exceptions);
    }

    fn source(&self, source: &mut Source) {
        // A title needs no translation for readers of its own language.
        if source.language.as_ref().is_some_and(|language| primary(language.as_str()) == primary(self.tag)) {
            source.title_translation = None;
        }
        let cited_in = self.own(&source.translations).and_then(|translation| translation.cited_in_locator.clone());
        match cited_in {
            Some(locator) => source.cited_in_locator = Some(locator),
            None => self.locator(&mut source.cited_in_locator, &[]),
        }
        lay_over!(self, source; texts: ; optional: title_translation, identifier, court, descriptor);
        // A title in brackets is a description in the author's own words.
        let own = self.own(&source.translations).and_then(|translation| translation.title_translation.as_ref());
        if own.is_some() && source.title.as_str().starts_with('[') {
            source.title = source.title_translation.take().unwrap_or_else(|| source.title.clone());
        }
        if let Some(revision) = &mut source.revision {
            lay_over!(self, revision; texts: note; optional: );
        }
        self.exceptions(&mut source.exceptions);
    }

    fn finding(&self, finding: &mut Finding) {
        if let Some(translation) = self.own(&finding.translations).cloned() {
            finding.text = translation.text;
            finding.title = translation.title.or(finding.title.take());
            finding.caveat = translation.caveat.or(finding.caveat.take());
        }
        for item in &mut finding.evidence {
            self.locator(&mut item.locator, &item.translations);
        }
        finding.responses.iter_mut().for_each(|response| self.response(response));
        if let Some(review) = &mut finding.review {
            lay_over!(self, review; texts: reason, reviewer; optional: );
        }
        self.exceptions(&mut finding.exceptions);
    }

    fn response(&self, response: &mut Response) {
        match self.own(&response.translations).and_then(|translation| translation.locator.clone()) {
            Some(locator) => response.locator = Some(locator),
            None => self.locator(&mut response.locator, &[]),
        }
        lay_over!(self, response; texts: ; optional: text);
        if let Some(asked) = &mut response.asked {
            lay_over!(self, asked; texts: channel; optional: );
        }
    }

    fn exceptions(&self, exceptions: &mut [Exception]) {
        for exception in exceptions {
            lay_over!(self, exception; texts: reason, by; optional: );
        }
    }

    /// A place in a source: in the words that stand beside it, or with its common words exchanged.
    fn locator(&self, locator: &mut Option<Text>, translations: &[LocatorTranslation]) {
        let own = self.own(translations).and_then(|translation| translation.locator.clone());
        *locator = own.or_else(|| locator.take().map(|locator| Text::from(self.place(&locator.folded()).as_str())));
    }

    fn place(&self, locator: &str) -> String {
        self.to.place(locator, self.from)
    }

    /// A section in the other language, or the same one. Authors may write its places in the words of
    /// either language; a note is the same note in both.
    fn section(&self, section: &mut Section, translated: Option<&Section>) {
        if let Some(translated) = translated {
            *section = translated.clone();
        }
        let mut reference = |reference: &Written| match reference {
            Written::Citation(cited) => Written::Citation(cited.iter().map(|cited| self.cited(cited)).collect()),
            footnote @ Written::Footnote { .. } => footnote.clone(),
        };
        section.prose = section.prose.map(&mut reference);
        for footnote in &mut section.footnotes {
            footnote.blocks = prose::blocks(&footnote.blocks, &mut reference);
        }
    }

    fn cited(&self, cited: &Cited) -> Cited {
        Cited { locator: cited.locator.as_ref().map(|locator| self.place(locator)), ..cited.clone() }
    }
}
