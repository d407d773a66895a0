//! A brief as rules read it: the linked entries, and every printed text taken apart once.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::names::Names;
use super::places::Untold;
use super::quotations::{self, Quoted};
use super::reader::{Group, Reader, Version, Which};
use super::rule::Subject;
use crate::load::{Entry, PassageSort};
use crate::locale::primary;
use crate::model::{self, Bearing, Count, Finding, Proceeding, Source, Status};
use crate::resolve::Resolved;
use crate::span::Span;
use crate::tree::Cursor;
use crate::wording::{self, Hit, Language, Tongue};

/// A brief with its texts.
pub struct Brief<'a> {
    /// The linked entries.
    pub resolved: &'a Resolved<'a>,
    /// Every printed text of the document's own, in the order of the files.
    pub passages: Vec<Passage<'a>>,
    /// Printed names, places and numbers in several languages, which are compared and not read
    /// as sentences.
    labels: Vec<Passage<'a>>,
    /// Texts with the text in the first language that they stand beside.
    versions: Vec<Version>,
    /// Fields that hold words of the document, for each other language to have too.
    pub worded: Vec<Group<'a>>,
    /// Places in sources that another language has no words for.
    pub untold: Vec<Untold>,
    /// Every quotation, with what became of the search for it.
    pub(super) quotations: Vec<Quoted>,
    /// What the workspace decided about rules, with the places.
    pub house: &'a [(model::RuleSetting, Span)],
    /// The tongues that the texts were read with.
    pub tongues: &'a HashMap<Language, Tongue>,
    /// For each party, its counts with their proceedings.
    counts: HashMap<usize, Vec<(usize, &'a Count)>>,
    /// Findings behind key points.
    key: HashSet<usize>,
    /// The passages of each role, and those of a section that stand or fall with one citation.
    roles: HashMap<Role, Vec<usize>>,
    groups: HashMap<(usize, usize), Vec<usize>>,
}

/// One printed text.
pub struct Passage<'a> {
    /// What it is.
    pub role: Role,
    /// The text, taken apart.
    pub text: wording::Text<'a>,
    /// The language it is in.
    pub language: Language,
    /// It stands beside the text in the brief's first language.
    pub translated: bool,
    pub(super) place: Place<'a>,
}

/// What a text is. Numbers are positions in [`crate::load::Loaded`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// The title or subtitle.
    Title,
    /// The source summary statement.
    SourceSummary,
    /// A key point.
    KeyPoint(usize),
    /// What heads a finding.
    FindingTitle(usize),
    /// A finding's statement.
    FindingText(usize),
    /// A finding's caveat.
    Caveat(usize),
    /// A response, by finding and position in its list.
    Response(usize, usize),
    /// Why a finding is established.
    Reason(usize),
    /// A note on evidence.
    EvidenceNote(usize),
    /// Who a party is.
    Party(usize),
    /// The name of a case.
    ProceedingTitle(usize),
    /// A note on a case or a count.
    ProceedingNote(usize),
    /// What is charged, in the words of the law.
    Charge(usize),
    /// A source's descriptor.
    Descriptor(usize),
    /// Words of a section: the section in [`crate::load::Loaded::all_sections`], the passage in it.
    Section(usize, usize),
    /// A name, a place or a number, which no rule on words reads.
    Label(Subject),
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Place<'a> {
    Field(Cursor<'a>),
    Section(&'a crate::load::Passage),
}

impl Passage<'_> {
    /// The place of some words.
    pub fn span(&self, words: &Range<usize>) -> Span {
        self.place_of(self.text.bytes(words))
    }

    /// The place of the whole text: of its first words.
    pub fn head(&self) -> Span {
        self.span(&(0..self.text.len().min(12)))
    }

    /// The entry that it belongs to.
    pub fn subject(&self) -> Subject {
        match self.role {
            Role::FindingTitle(i)
            | Role::FindingText(i)
            | Role::Caveat(i)
            | Role::Response(i, _)
            | Role::Reason(i)
            | Role::EvidenceNote(i) => Subject::Finding(i),
            Role::ProceedingTitle(i) | Role::ProceedingNote(i) | Role::Charge(i) => Subject::Proceeding(i),
            Role::Descriptor(i) => Subject::Source(i),
            Role::Label(subject) => subject,
            _ => Subject::Brief,
        }
    }

    /// Its finding, where it is a finding's.
    pub fn finding(&self) -> Option<usize> {
        match self.subject() {
            Subject::Finding(i) => Some(i),
            _ => None,
        }
    }

    /// The place of some bytes of the text.
    pub fn place_of(&self, bytes: Range<usize>) -> Span {
        match self.place {
            Place::Field(cursor) => cursor.within(bytes),
            Place::Section(passage) => passage.anchors.span(bytes),
        }
    }

    /// The section's block, where it is one.
    pub fn block(&self) -> Option<&crate::load::Passage> {
        match self.place {
            Place::Section(passage) => Some(passage),
            Place::Field(_) => None,
        }
    }

    /// Whether a citation stands in the sentence of a word.
    pub fn cites_in(&self, sentence: usize) -> bool {
        let Some(block) = self.block() else { return false };
        let bytes = self.text.bytes(&self.text.sentence(sentence));
        // A citation stands before the full stop or right after it.
        block.cited.iter().any(|(at, _)| bytes.start < *at && *at <= bytes.end + 2)
    }

    /// The hits of a list in the document's own voice.
    pub fn own_hits(&self, list: wording::List) -> impl Iterator<Item = &Hit> {
        self.text.hits_of(list).filter(|hit| self.text.is_own_voice(&hit.words))
    }
}

impl<'a> Passage<'a> {
    /// The section's block, for as long as the brief was read.
    pub(super) fn section_block(&self) -> Option<&'a crate::load::Passage> {
        match self.place {
            Place::Section(passage) => Some(passage),
            Place::Field(_) => None,
        }
    }
}

impl<'a> Brief<'a> {
    pub(super) fn new(
        resolved: &'a Resolved<'a>,
        house: &'a [(model::RuleSetting, Span)],
        tongues: &'a mut HashMap<Language, Tongue>,
        watch: quotations::Watch<'_>,
    ) -> Self {
        let loaded = resolved.loaded;
        let names = Names::new(loaded);
        let mut reader = Reader::new(names, tongues);
        reader.read(resolved);
        let Reader { passages, labels, versions, groups: worded, .. } = reader;
        let quotations = quotations::look(resolved, &passages, watch);
        let mut counts: HashMap<usize, Vec<(usize, &Count)>> = HashMap::new();
        for (position, entry) in loaded.proceedings.iter().enumerate() {
            for defendant in &entry.value.defendants {
                if let Some(party) = resolved.index.party(&defendant.party) {
                    let list = counts.entry(party).or_default();
                    list.extend(defendant.counts.iter().map(|count| (position, count)));
                }
            }
        }
        let points = loaded.brief.iter().flat_map(|brief| &brief.value.key_points);
        let key = points.flat_map(|point| &point.findings).filter_map(|id| resolved.index.finding(id)).collect();
        let mut roles: HashMap<Role, Vec<usize>> = HashMap::new();
        let mut groups: HashMap<(usize, usize), Vec<usize>> = HashMap::new();
        for (at, passage) in passages.iter().enumerate() {
            roles.entry(passage.role).or_default().push(at);
            if let (Role::Section(section, _), Some(block)) = (passage.role, passage.block()) {
                groups.entry((section, block.group)).or_default().push(at);
            }
        }
        Self {
            resolved,
            passages,
            labels,
            versions,
            worded,
            untold: Vec::new(),
            quotations,
            house,
            tongues,
            counts,
            key,
            roles,
            groups,
        }
    }

    /// The head of the brief.
    pub fn head(&self) -> Option<&'a Entry<model::Brief>> {
        self.resolved.loaded.brief.as_ref()
    }

    /// The findings without stand-ins, with their positions.
    pub fn findings(&self) -> impl Iterator<Item = (usize, &'a Entry<Finding>)> {
        self.resolved.loaded.findings.iter().enumerate().filter(|(_, entry)| entry.sound)
    }

    /// The sources without stand-ins, with their positions.
    pub fn sources(&self) -> impl Iterator<Item = (usize, &'a Entry<Source>)> {
        self.resolved.loaded.sources.iter().enumerate().filter(|(_, entry)| entry.sound)
    }

    /// The proceedings without stand-ins, with their positions.
    pub fn proceedings(&self) -> impl Iterator<Item = (usize, &'a Entry<Proceeding>)> {
        self.resolved.loaded.proceedings.iter().enumerate().filter(|(_, entry)| entry.sound)
    }

    /// A source by its id, where it holds no stand-ins.
    pub fn source(&self, id: &model::Id) -> Option<&'a Entry<Source>> {
        self.resolved.index.source(id).map(|at| &self.resolved.loaded.sources[at]).filter(|entry| entry.sound)
    }

    /// A finding by its position.
    pub fn finding(&self, at: usize) -> &'a Finding {
        &self.resolved.loaded.findings[at].value
    }

    /// A party's name by its position.
    ///
    /// Messages travel: a name that must be withheld is in none of them.
    pub fn party_name(&self, at: usize) -> String {
        let party = self.party(at);
        match self.resolved.withheld().contains(&at) {
            true => party.pseudonym.as_ref().map_or_else(|| format!("`{}`", party.id), model::Text::folded),
            false => party.name.folded(),
        }
    }

    /// A party by its position.
    pub fn party(&self, at: usize) -> &'a model::Party {
        &self.resolved.loaded.parties[at].value
    }

    /// The positions of parties by their ids.
    pub fn parties(&self, ids: &[model::Id]) -> Vec<usize> {
        ids.iter().filter_map(|id| self.resolved.index.party(id)).collect()
    }

    /// The sources that something in the brief cites.
    pub fn cited_sources(&self) -> HashSet<usize> {
        let loaded = self.resolved.loaded;
        let evidence = loaded.findings.iter().flat_map(|entry| &entry.value.evidence).map(|item| &item.source);
        let responses =
            loaded.findings.iter().flat_map(|entry| &entry.value.responses).filter_map(|r| r.source.as_ref());
        let counts = loaded.proceedings.iter().flat_map(|entry| &entry.value.defendants);
        let counts = counts.flat_map(|defendant| &defendant.counts).flat_map(|count| &count.evidence);
        let data = evidence.chain(responses).chain(counts.map(|citation| &citation.source));
        let mut cited: HashSet<usize> = data.filter_map(|id| self.resolved.index.source(id)).collect();
        let passages = loaded.all_sections().flat_map(|section| &section.passages);
        let prose = passages.flat_map(|passage| &passage.cited).flat_map(|(_, cited)| cited);
        cited.extend(prose.filter_map(|cited| self.resolved.index.source(&model::Id::from(cited.key.as_str()))));
        cited
    }

    /// The sources that support a finding behind a key point.
    pub fn key_sources(&self) -> HashSet<usize> {
        let key = self.key.iter().flat_map(|&finding| &self.finding(finding).evidence);
        key.filter(|item| supports(item)).filter_map(|item| self.resolved.index.source(&item.source)).collect()
    }

    /// Whether a finding stands behind a key point.
    pub fn is_key(&self, finding: usize) -> bool {
        self.key.contains(&finding)
    }

    /// The counts against a party, with the positions of their proceedings.
    pub fn counts(&self, party: usize) -> &[(usize, &'a Count)] {
        self.counts.get(&party).map_or(&[], Vec::as_slice)
    }

    /// A key point and the positions of its findings.
    pub fn key_point(&self, at: usize) -> Option<(&'a model::KeyPoint, Vec<usize>)> {
        let point = self.head()?.value.key_points.get(at)?;
        Some((point, point.findings.iter().filter_map(|id| self.resolved.index.finding(id)).collect()))
    }

    /// The findings that a text rests on: its own, or those of its key point.
    pub fn findings_of(&self, passage: &Passage<'_>) -> Vec<usize> {
        match passage.role {
            Role::KeyPoint(i) => self.key_point(i).map_or_else(Vec::new, |(_, findings)| findings),
            _ => passage.finding().into_iter().collect(),
        }
    }

    /// The passages of a role, translations among them.
    pub fn with_role(&self, role: Role) -> impl Iterator<Item = &Passage<'a>> {
        self.roles.get(&role).into_iter().flatten().map(|&at| &self.passages[at])
    }

    /// The primary BCP 47 subtag of the first language; empty where there is no head.
    pub fn first_tag(&self) -> String {
        self.head().map_or_else(String::new, |head| primary(&head.value.language.folded()).to_owned())
    }

    /// The languages beside the first that texts are read in.
    pub fn other_languages(&self) -> impl Iterator<Item = Language> {
        let first = self.first_tag();
        self.resolved.loaded.languages().into_iter().filter(move |language| language.tag() != first)
    }

    /// The text of a role as a document in a language shows it: the first language's where it has none
    /// in that one, or where none is named.
    pub fn told_in(&self, role: Role, language: Option<Language>) -> Option<&Passage<'a>> {
        let own = |passage: &&Passage<'a>| passage.translated && Some(passage.language) == language;
        self.with_role(role).find(own).or_else(|| self.with_role(role).find(|passage| !passage.translated))
    }

    /// Texts in another language, each with the one in the first language.
    pub fn versions(&self) -> impl Iterator<Item = (&Passage<'a>, &Passage<'a>)> {
        self.versions.iter().map(|version| (self.which(version.translation), self.which(version.original)))
    }

    fn which(&self, which: Which) -> &Passage<'a> {
        match which {
            Which::Passage(at) => &self.passages[at],
            Which::Label(at) => &self.labels[at],
        }
    }

    /// The passages that a reader takes in with one: a finding's statement and caveat, the paragraph or
    /// entry of a section, a key point.
    pub fn beside(&self, passage: &Passage<'_>) -> Vec<&Passage<'a>> {
        let language = |other: &&Passage<'a>| other.language == passage.language;
        match passage.role {
            Role::FindingTitle(at) | Role::FindingText(at) | Role::Caveat(at) => {
                self.with_role(Role::FindingText(at)).chain(self.with_role(Role::Caveat(at))).filter(language).collect()
            }
            Role::Section(section, _) => {
                let group = passage.block().map_or(0, |block| block.group);
                let list = self.groups.get(&(section, group)).into_iter().flatten();
                list.map(|&at| &self.passages[at]).collect()
            }
            role => self.with_role(role).filter(language).collect(),
        }
    }

    /// Whether a finding is called established. The gate speaks of its own accord where it is not.
    pub fn is_established(&self, finding: usize) -> bool {
        self.finding(finding).status == Status::Established
    }

    /// The entry of a list behind a hit.
    pub fn entry(&self, passage: &Passage<'_>, hit: &Hit) -> Option<&wording::Entry> {
        Some(self.tongues.get(&passage.language)?.entry(hit))
    }
}

/// Whether an item of evidence speaks for its finding.
pub(super) fn supports(item: &model::Evidence) -> bool {
    item.bearing.unwrap_or(Bearing::Supports) == Bearing::Supports
}

impl Passage<'_> {
    /// Whether it is a heading of a section.
    pub fn is_heading(&self) -> bool {
        self.block().is_some_and(|block| block.sort == PassageSort::Heading)
    }

    /// Whether it is somebody else's words as a whole.
    pub fn is_quotation(&self) -> bool {
        self.block().is_some_and(|block| block.quoted)
    }
}
