//! Takes every printed text of a brief apart once, in each language that it is in.

use std::collections::HashMap;
use std::ops::Range;

use super::brief::{Passage, Place, Role};
use super::names::Names;
use super::rule::Subject;
use crate::load::{Entry, Loaded, Section};
use crate::locale::primary;
use crate::model::{Brief, Finding, Proceeding, Source};
use crate::resolve::Resolved;
use crate::tree::Cursor;
use crate::wording::{Language, Tongue};

/// Where a text was kept.
#[derive(Debug, Clone, Copy)]
pub(super) enum Which {
    Passage(usize),
    Label(usize),
}

/// A text and the one in the brief's first language that it stands beside.
#[derive(Debug, Clone, Copy)]
pub(super) struct Version {
    pub(super) translation: Which,
    pub(super) original: Which,
}

/// Fields that stand together and may have `translations` beside them.
#[derive(Debug)]
pub struct Group<'a> {
    /// The entry that it belongs to.
    pub subject: Subject,
    /// What it is, for messages: "`F-012`", "key point 3".
    pub what: String,
    /// The fields, as far as they are there and a document in another language needs them.
    pub fields: Vec<&'static str>,
    /// Where they stand.
    pub place: Cursor<'a>,
}

/// One field with words of the document.
struct Field {
    name: &'static str,
    /// What rules read it as; nothing for names, places and numbers.
    role: Option<Role>,
    /// Each language needs it. A name may be the same in all.
    asked: bool,
}

/// Sentences, which rules read.
fn text(name: &'static str, role: Role) -> Field {
    Field { name, role: Some(role), asked: true }
}

/// A few words, which are compared only.
fn label(name: &'static str) -> Field {
    Field { name, role: None, asked: true }
}

/// A name, which is often the same in another language.
fn proper(name: &'static str) -> Field {
    Field { name, role: None, asked: false }
}

pub(super) struct Reader<'a, 't> {
    names: Names,
    tongues: &'t mut HashMap<Language, Tongue>,
    pub(super) passages: Vec<Passage<'a>>,
    pub(super) labels: Vec<Passage<'a>>,
    pub(super) versions: Vec<Version>,
    pub(super) groups: Vec<Group<'a>>,
    language: Language,
    /// The brief's first language is one that texts are read in, so that versions can be compared.
    known: bool,
    /// The entry at hand holds no stand-ins.
    sound: bool,
}

impl<'a, 't> Reader<'a, 't> {
    pub(super) fn new(names: Names, tongues: &'t mut HashMap<Language, Tongue>) -> Self {
        Self {
            names,
            tongues,
            passages: Vec::new(),
            labels: Vec::new(),
            versions: Vec::new(),
            groups: Vec::new(),
            language: Language::English,
            known: false,
            sound: true,
        }
    }

    pub(super) fn read(&mut self, resolved: &'a Resolved<'a>) {
        let loaded = resolved.loaded;
        if let Some(brief) = &loaded.brief {
            if let Some(language) = Language::of_tag(brief.value.language.as_str()) {
                (self.language, self.known) = (language, true);
            }
            self.head(brief);
        }
        for (i, entry) in loaded.findings.iter().enumerate() {
            self.finding(i, entry);
        }
        for (i, entry) in loaded.parties.iter().enumerate() {
            self.sound = entry.sound;
            let fields = [proper("name"), text("role", Role::Party(i)), label("pseudonym")];
            self.group(Subject::Brief, format!("the party `{}`", entry.value.id), entry.place(), &fields);
        }
        for (i, entry) in loaded.proceedings.iter().enumerate() {
            self.proceeding(i, entry);
        }
        for (i, entry) in loaded.sources.iter().enumerate() {
            self.source(i, entry);
        }
        self.sections(loaded);
    }

    /// Reads fields and their translations, and notes which of them a translation needs.
    fn group(&mut self, subject: Subject, what: String, place: Cursor<'a>, fields: &[Field]) {
        if place.is_lost() {
            return;
        }
        for field in fields {
            let original = self.field(subject, field, self.language, false, place.field(field.name));
            for translation in items(place.field("translations")) {
                let Some(language) = translation.field("language").text().and_then(Language::of_tag) else { continue };
                let version = self.field(subject, field, language, true, translation.field(field.name));
                if let (Some(original), Some(translation), true) = (original, version, self.known) {
                    self.versions.push(Version { translation, original });
                }
            }
        }
        let asked = fields.iter().filter(|field| field.asked && place.field(field.name).text().is_some());
        let fields: Vec<_> = asked.map(|field| field.name).collect();
        if self.sound && !fields.is_empty() {
            self.groups.push(Group { subject, what, fields, place });
        }
    }

    fn field(
        &mut self,
        subject: Subject,
        field: &Field,
        language: Language,
        translated: bool,
        place: Cursor<'a>,
    ) -> Option<Which> {
        let role = field.role.unwrap_or(Role::Label(subject));
        self.text(language, translated, role, Place::Field(place), place.text()?, &[])
    }

    fn text(
        &mut self,
        language: Language,
        translated: bool,
        role: Role,
        place: Place<'a>,
        text: &'a str,
        verbatim: &[Range<usize>],
    ) -> Option<Which> {
        let tongue = self.tongues.get_mut(&language)?;
        let mut named = self.names.find(text);
        named.titles.extend_from_slice(verbatim);
        let text = tongue.read(text, &named.titles, &named.parties);
        let passage = Passage { role, text, language, translated, place };
        Some(if matches!(role, Role::Label(_)) {
            self.labels.push(passage);
            Which::Label(self.labels.len() - 1)
        } else {
            self.passages.push(passage);
            Which::Passage(self.passages.len() - 1)
        })
    }

    fn head(&mut self, brief: &'a Entry<Brief>) {
        let place = brief.place();
        self.sound = brief.sound;
        let whole = |what: &str| what.to_owned();
        let fields =
            [text("title", Role::Title), text("subtitle", Role::Title), text("source_summary", Role::SourceSummary)];
        self.group(Subject::Brief, whole("the brief"), place, &fields);
        let fields = [proper("name"), proper("address")];
        self.group(Subject::Brief, whole("the organisation"), place.field("organisation"), &fields);
        self.group(Subject::Brief, whole("the contact"), place.field("contact"), &[proper("name")]);
        for i in 0..brief.value.key_points.len() {
            let place = place.field("key_points").item(i);
            self.group(Subject::Brief, format!("key point {}", i + 1), place, &[text("text", Role::KeyPoint(i))]);
        }
        for (i, setting) in brief.value.rules.iter().enumerate() {
            let what = format!("the level of `{}`", setting.rule);
            self.group(Subject::Brief, what, place.field("rules").item(i), &[label("reason"), proper("by")]);
        }
        for i in 0..brief.value.changes.len() {
            let what = format!("change {}", i + 1);
            self.group(Subject::Brief, what, place.field("changes").item(i), &[label("reason"), proper("by")]);
        }
    }

    fn finding(&mut self, i: usize, entry: &'a Entry<Finding>) {
        let (place, subject) = (entry.place(), Subject::Finding(i));
        let id = &entry.value.id;
        self.sound = entry.sound;
        let fields =
            [text("title", Role::FindingTitle(i)), text("text", Role::FindingText(i)), text("caveat", Role::Caveat(i))];
        self.group(subject, format!("`{id}`"), place, &fields);
        for (j, response) in entry.value.responses.iter().enumerate() {
            let place = place.field("responses").item(j);
            let what = format!("the response of `{}` to `{id}`", response.party);
            self.group(subject, what.clone(), place, &[text("text", Role::Response(i, j)), proper("locator")]);
            self.group(subject, what, place.field("asked"), &[label("channel")]);
        }
        let reason = [text("reason", Role::Reason(i)), proper("reviewer")];
        self.group(subject, format!("the review of `{id}`"), place.field("review"), &reason);
        for j in 0..entry.value.evidence.len() {
            let place = place.field("evidence").item(j);
            let note = Field { asked: false, ..text("note", Role::EvidenceNote(i)) };
            self.group(subject, format!("the evidence of `{id}`"), place, &[note, proper("locator")]);
        }
        self.exceptions(subject, id.as_str(), place);
    }

    fn exceptions(&mut self, subject: Subject, id: &str, place: Cursor<'a>) {
        for place in items(place.field("exceptions")) {
            self.group(subject, format!("the exception of `{id}`"), place, &[label("reason"), proper("by")]);
        }
    }

    fn proceeding(&mut self, i: usize, entry: &'a Entry<Proceeding>) {
        let (place, subject) = (entry.place(), Subject::Proceeding(i));
        let id = &entry.value.id;
        self.sound = entry.sound;
        let title = Field { asked: false, ..text("title", Role::ProceedingTitle(i)) };
        let fields = [title, label("court"), proper("docket"), text("note", Role::ProceedingNote(i))];
        self.group(subject, format!("the proceeding `{id}`"), place, &fields);
        for (j, defendant) in entry.value.defendants.iter().enumerate() {
            for k in 0..defendant.counts.len() {
                let place = place.field("defendants").item(j).field("counts").item(k);
                let what = format!("count {} of `{}` in `{id}`", k + 1, defendant.party);
                let fields = [
                    text("charge", Role::Charge(i)),
                    text("note", Role::ProceedingNote(i)),
                    proper("number"),
                    proper("provision"),
                ];
                self.group(subject, what.clone(), place, &fields);
                for place in items(place.field("evidence")) {
                    self.group(subject, what.clone(), place, &[proper("locator")]);
                }
            }
        }
        self.exceptions(subject, id.as_str(), place);
    }

    fn source(&mut self, i: usize, entry: &'a Entry<Source>) {
        let (place, subject) = (entry.place(), Subject::Source(i));
        let id = &entry.value.id;
        self.sound = entry.sound;
        let fields = [
            text("descriptor", Role::Descriptor(i)),
            label("title_translation"),
            proper("identifier"),
            proper("court"),
            proper("cited_in_locator"),
        ];
        self.group(subject, format!("the source `{id}`"), place, &fields);
        self.group(subject, format!("the revision of `{id}`"), place.field("revision"), &[label("note")]);
        self.exceptions(subject, id.as_str(), place);
    }

    fn sections(&mut self, loaded: &'a Loaded) {
        let mut first: HashMap<&str, Vec<Which>> = HashMap::new();
        let mut position = 0;
        for section in &loaded.sections {
            let read = self.section(position, section, self.language, false);
            first.insert(&section.name, read);
            position += 1;
        }
        for (folder, sections) in &loaded.translated_sections {
            for section in sections {
                if let Some(language) = Language::of_tag(primary(folder)) {
                    let read = self.section(position, section, language, true);
                    // Blocks are paired by their places; another number of them is told as such.
                    let original = first.get(section.name.as_str()).filter(|first| first.len() == read.len());
                    if let Some(first) = original.filter(|_| self.known) {
                        let pairs = read.into_iter().zip(first);
                        self.versions.extend(pairs.map(|(translation, &original)| Version { translation, original }));
                    }
                }
                position += 1;
            }
        }
    }

    fn section(&mut self, position: usize, section: &'a Section, language: Language, translated: bool) -> Vec<Which> {
        let mut read = Vec::new();
        for (j, passage) in section.passages.iter().enumerate() {
            let (text, verbatim) = (passage.text.as_str(), passage.verbatim.as_slice());
            let whole = 0..text.len();
            let verbatim = if passage.quoted { std::slice::from_ref(&whole) } else { verbatim };
            let role = Role::Section(position, j);
            read.extend(self.text(language, translated, role, Place::Section(passage), text, verbatim));
        }
        read
    }
}

/// The entries of a list; none where there is none.
fn items(list: Cursor<'_>) -> impl Iterator<Item = Cursor<'_>> {
    (0..).map(move |at| list.item(at)).take_while(|item| !item.is_lost())
}
