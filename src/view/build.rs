//! The document in reading order, with its notes numbered on the way.

use super::select::{Part, Selection};
use super::{
    AnnexParts, Contact, Document, Draft, Exception, Further, Head, KeyPoint, Note, Reference, ScaleMeaning, Section,
    StatusMeaning, Telling, annex, left_out, proceedings, statements, time,
};
use crate::cite;
use crate::load::{Cited, Written};
use crate::locale::Locale;
use crate::model::prose::{self, Block};
use crate::model::{Brief, Form, Kind, Link, NotesPlace, Paper, Status, Text, Tlp};
use crate::resolve::{NoteBody, Notes, Resolved, Standing, Unproven};

/// From how many findings on a document has a list of contents.
const LONG: usize = 12;

/// What a document depends on besides its brief.
#[derive(Clone)]
pub struct Options<'a> {
    /// Which document it is.
    pub form: Form,
    /// The words of the document's language.
    pub locale: &'a Locale,
    /// The style of its citations.
    pub style: &'a cite::Style,
    /// The number of open errors, where a draft is made in spite of them.
    pub draft: Option<usize>,
    /// Whether the fonts can show a name in its own script; one that they cannot is left out.
    pub legible: &'a dyn Fn(&str) -> bool,
    /// Rules that do not hold as usual, as the checker applied them.
    pub exceptions: Vec<Exception>,
    /// What the annex has from elsewhere.
    pub annex: AnnexParts,
}

/// Builds the document of a brief.
///
/// Returns `None` where the brief's head could not be read.
pub fn build(resolved: &Resolved<'_>, options: Options<'_>) -> Option<Document> {
    let brief = &resolved.loaded.brief.as_ref()?.value;
    let locale = options.locale;
    let telling = Telling { resolved, locale };
    let selection = Selection::new(resolved, brief, options.form);
    let told: Vec<usize> = (0..resolved.standings.len()).filter(|&at| selection.tells(at)).collect();
    let named: Vec<usize> =
        (0..resolved.standings.len()).filter(|&at| selection.tells(at) || selection.names(at)).collect();
    let mut builder = Builder { telling, selection, notes: Notes::default() };

    let opening = builder.sections(|part| matches!(part, Part::Opening(_)));
    let mut established = Vec::new();
    for &at in &told {
        if let Standing::Established(fact) = &resolved.standings[at] {
            established.push(statements::established(telling, fact, &mut builder.notes));
        }
    }
    let mut proceedings = Vec::new();
    for entry in resolved.loaded.proceedings.iter().filter(|_| builder.selection.has_proceedings()) {
        proceedings.push(proceedings::proceeding(telling, &entry.value, &mut builder.notes));
    }
    let contested = builder.statements(|place| place == Place::Contested);
    let reported = builder.statements(|place| place == Place::Reported);
    let positions = builder.statements(|place| place == Place::Positions);
    let assessments = builder.statements(|place| place == Place::Assessments);
    let dropped = builder.statements(|place| place == Place::Dropped);
    let further = builder.further();
    let closing = builder.sections(|part| matches!(part, Part::Closing(_)));
    let (notes, selection) = builder.finish(options.style);
    let briefing = options.form == Form::Briefing;

    let mut document = Document {
        form: options.form,
        words: locale.texts().clone(),
        head: head(telling, brief, strictest(resolved, brief)),
        draft: options.draft.map(|problems| Draft {
            problems,
            label: locale.fill("draft_problems", &[("problems", &locale.count("open_problems", problems))]),
        }),
        contents: briefing && told.len() >= LONG,
        footnotes: briefing && brief.notes == Some(NotesPlace::Footnotes),
        key_points: if selection.has_key_points() { key_points(telling, brief) } else { Vec::new() },
        status_key: status_key(telling, &named),
        likelihood_key: likelihood_key(telling, &told),
        confidence_key: confidence_key(telling, &told),
        timeline: (briefing && brief.timeline).then(|| time::timeline(telling, &told)).flatten(),
        status_overview: (briefing && brief.status_overview).then(|| time::overview(telling, &named)),
        opening,
        established,
        proceedings,
        contested,
        reported,
        positions,
        assessments,
        dropped,
        further,
        closing,
        source_summary: brief.source_summary.as_ref().filter(|_| selection.has_source_summary()).map(Text::folded),
        exceptions: if selection.has_exceptions() { grouped(options.exceptions) } else { Vec::new() },
        annex: (options.form == Form::Annex).then(|| annex::annex(telling, options.style, options.annex)),
        notes,
        changes: None,
    };
    document.keep_names(options.legible);
    document.keep_together(locale);
    Some(document)
}

/// The part of the document in which a finding that is not established stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Contested,
    Reported,
    Positions,
    Assessments,
    Dropped,
}

/// Status decides; the kind only tells apart what nobody contests.
fn place(unproven: Unproven, kind: Kind) -> Place {
    match (unproven, kind) {
        (Unproven::Alleged | Unproven::Disputed, _) => Place::Contested,
        (Unproven::Refuted | Unproven::Withdrawn, _) => Place::Dropped,
        (_, Kind::OfficialStatement) => Place::Positions,
        (_, Kind::Assessment | Kind::LegalCharacterisation | Kind::Opinion) => Place::Assessments,
        (_, Kind::Factual | Kind::Testimony) => Place::Reported,
    }
}

struct Builder<'a> {
    telling: Telling<'a>,
    selection: Selection,
    notes: Notes,
}

impl Builder<'_> {
    fn statements(&mut self, here: impl Fn(Place) -> bool) -> Vec<super::Statement> {
        let resolved = self.telling.resolved;
        let mut list = Vec::new();
        for (at, (entry, standing)) in resolved.loaded.findings.iter().zip(&resolved.standings).enumerate() {
            if let Standing::Unproven(unproven) = *standing
                && self.selection.tells(at)
                && here(place(unproven, entry.value.kind))
            {
                let mut statement = statements::statement(self.telling, &entry.value, unproven, &mut self.notes);
                if resolved.index.finding(&entry.value.id) != Some(at) {
                    // In a draft two findings may have one id; links lead to the first.
                    statement.id = format!("{} (entry {})", statement.id, at + 1);
                }
                list.push(statement);
            }
        }
        list
    }

    /// What is named only, in the order of the file.
    fn further(&mut self) -> Vec<Further> {
        let resolved = self.telling.resolved;
        let mut list = Vec::new();
        for (at, entry) in resolved.loaded.findings.iter().enumerate().filter(|(at, _)| self.selection.names(*at)) {
            let finding = &entry.value;
            let status = self.telling.status(resolved.standings[at].status());
            let (title, notes) = match &finding.title {
                Some(title) => (title.folded(), Vec::new()),
                None => (finding.text.folded(), statements::cited(self.telling, finding, &mut self.notes)),
            };
            let asserted_by = statements::asserters(self.telling, finding);
            list.push(Further { id: finding.id.to_string(), status, title, asserted_by, notes });
        }
        list
    }

    fn sections(&mut self, here: impl Fn(Part) -> bool) -> Vec<Section> {
        let loaded = self.telling.resolved.loaded;
        let parts = loaded.sections.iter().enumerate();
        let mut parts: Vec<_> =
            parts.filter_map(|(at, section)| Some((self.selection.part(&section.name)?, at))).collect();
        parts.sort_unstable();
        let mut sections = Vec::new();
        for (_, at) in parts.into_iter().filter(|(part, _)| here(*part)) {
            let section = &loaded.sections[at];
            let prose = section.prose.map(&mut |reference| self.reference(at, reference));
            let anchor = format!("section-{}", section.name);
            sections.push(Section { anchor, title: prose.title, blocks: prose.blocks });
        }
        sections
    }

    fn reference(&mut self, section: usize, reference: &Written) -> Reference {
        match reference {
            Written::Citation(cited) => self.citation(cited),
            Written::Footnote { label, .. } => {
                let written =
                    self.telling.resolved.loaded.sections[section].footnotes.iter().find(|f| f.label == *label);
                let number = written.map(|footnote| self.notes.footnote(section, footnote));
                Reference { findings: Vec::new(), notes: number.into_iter().collect() }
            }
        }
    }

    /// A bracket names sources, findings or both.
    fn citation(&mut self, cited: &[Cited]) -> Reference {
        let index = &self.telling.resolved.index;
        let mut numbers = Vec::new();
        let mut findings = Vec::new();
        for cited in cited {
            let id = cited.key.as_str().into();
            if let Some(source) = index.source(&id) {
                numbers.push(self.notes.cite(source, cited.locator.clone()));
            } else if index.finding(&id).is_some() {
                findings.push(cited.key.clone());
            }
        }
        Reference { findings, notes: numbers }
    }

    /// Writes the notes out. A footnote may cite sources, which then get the next numbers.
    fn finish(mut self, style: &cite::Style) -> (Vec<Note>, Selection) {
        let mut written = Vec::new();
        while let Some(note) = self.notes.notes().get(written.len()).cloned() {
            let mut cites = Vec::new();
            let blocks = match note.body {
                NoteBody::Citation { .. } => Vec::new(),
                NoteBody::Footnote { section, blocks } => {
                    let mut resolve = |reference: &Written| {
                        let reference = self.reference(section, reference);
                        cites.extend(&reference.notes);
                        reference
                    };
                    prose::blocks(&blocks, &mut resolve)
                }
            };
            written.push(Note { number: note.number, blocks, short: None, cites });
        }
        // A citation's words depend on those before it, so all are written at once.
        let cites: Vec<_> = self.notes.notes().iter().map(cited).collect();
        for (note, cited) in written.iter_mut().zip(writer(self.telling, style).write(&cites)) {
            if let Some(cited) = cited {
                note.blocks = vec![Block::Paragraph(cited.full)];
                note.short = Some(cited.short);
            }
        }
        (written, self.selection)
    }
}

/// What writes the citations of a document.
pub(super) fn writer<'a>(telling: Telling<'a>, style: &'a cite::Style) -> cite::Writer<'a> {
    let Telling { resolved, locale } = telling;
    let sources: Vec<_> = resolved.loaded.sources.iter().map(|entry| &entry.value).collect();
    let found_in = sources
        .iter()
        .map(|source| source.cited_in.as_ref().filter(|_| !source.consulted).and_then(|id| resolved.index.source(id)))
        .collect();
    let languages = sources.iter().map(|source| resolved.loaded.foreign_language(source)).collect();
    cite::Writer { style, locale, sources, found_in, languages }
}

fn cited(note: &crate::resolve::Note) -> Option<cite::Cite<'_>> {
    match &note.body {
        NoteBody::Citation { source, locator } => {
            Some(cite::Cite { number: note.number, source: *source, locator: locator.as_deref() })
        }
        NoteBody::Footnote { .. } => None,
    }
}

/// What is excepted for one reason is told once.
fn grouped(exceptions: Vec<Exception>) -> Vec<Exception> {
    let mut told: Vec<Exception> = Vec::new();
    for exception in exceptions {
        let same = |other: &&mut Exception| {
            !other.entries.is_empty()
                && !exception.entries.is_empty()
                && (&other.rule, &other.reason, &other.by) == (&exception.rule, &exception.reason, &exception.by)
        };
        match told.iter_mut().find(same) {
            Some(other) => other.entries.extend(exception.entries),
            None => told.push(exception),
        }
    }
    told
}

/// The marking of the document: the brief's own, or the strictest thing in it. The two differ in a
/// draft only, since the first is an error.
fn strictest(resolved: &Resolved<'_>, brief: &Brief) -> Tlp {
    let loaded = resolved.loaded;
    let sources = loaded.sources.iter().filter_map(|entry| entry.value.handling);
    let parties = loaded.parties.iter().filter_map(|entry| entry.value.handling);
    let proceedings = loaded.proceedings.iter().filter_map(|entry| entry.value.handling);
    let findings = loaded.findings.iter().flat_map(|entry| {
        let items = entry.value.evidence.iter().filter_map(|item| item.handling);
        let responses = entry.value.responses.iter().filter_map(|response| response.handling);
        entry.value.handling.into_iter().chain(items).chain(responses)
    });
    sources.chain(parties).chain(proceedings).chain(findings).fold(brief.handling, Ord::max)
}

fn head(telling: Telling<'_>, brief: &Brief, handling: Tlp) -> Head {
    let text = |text: &Option<Text>| text.as_ref().map(Text::folded);
    let link = |link: &Option<Link>| link.as_ref().map(|link| link.as_str().to_owned());
    Head {
        title: brief.title.folded(),
        subtitle: text(&brief.subtitle),
        number: brief.number.folded(),
        version: brief.version.folded(),
        language: brief.language.folded(),
        published: telling.locale.long_date(brief.dates.publication),
        published_iso: brief.dates.publication.to_string(),
        cutoff: telling.locale.long_date(brief.dates.information_cutoff),
        cutoff_iso: brief.dates.information_cutoff.to_string(),
        organisation: brief.organisation.name.folded(),
        organisation_url: link(&brief.organisation.url),
        organisation_address: text(&brief.organisation.address),
        contact: Contact {
            name: text(&brief.contact.name),
            email: text(&brief.contact.email),
            phone: text(&brief.contact.phone),
            url: link(&brief.contact.url),
        },
        tlp: super::tlp(handling).to_owned(),
        left_out: telling.resolved.loaded.left_out.as_ref().map(|all| left_out::told(telling.locale, all, handling)),
        paper: match brief.paper.unwrap_or(Paper::A4) {
            Paper::A4 => "a4".to_owned(),
            Paper::UsLetter => "us-letter".to_owned(),
        },
    }
}

/// A key point is never stronger than the weakest finding that it rests on.
fn key_points(telling: Telling<'_>, brief: &Brief) -> Vec<KeyPoint> {
    let resolved = telling.resolved;
    brief
        .key_points
        .iter()
        .enumerate()
        .map(|(at, point)| {
            let positions: Vec<_> = point.findings.iter().filter_map(|id| resolved.index.finding(id)).collect();
            // One that is not there may be anything.
            let lost = (positions.len() < point.findings.len() || positions.is_empty()).then_some(Status::Unverified);
            let known = positions.iter().map(|&at| resolved.standings[at].status());
            let status = known.chain(lost).max().unwrap_or(Status::Unverified);
            let own = point.text.as_ref().map(Text::folded);
            let text = own.unwrap_or_else(|| {
                let texts: Vec<_> =
                    positions.iter().map(|&at| resolved.loaded.findings[at].value.text.folded()).collect();
                texts.join(" ")
            });
            KeyPoint {
                number: at + 1,
                text,
                status: telling.status(status),
                findings: positions.iter().map(|&at| resolved.loaded.findings[at].value.id.to_string()).collect(),
            }
        })
        .collect()
}

fn status_key(telling: Telling<'_>, told: &[usize]) -> Vec<StatusMeaning> {
    let mut used: Vec<_> = told.iter().map(|&at| telling.resolved.standings[at].status()).collect();
    used.sort_unstable();
    used.dedup();
    used.into_iter()
        .map(|status| StatusMeaning {
            status: telling.status(status),
            meaning: {
                let such = |at: &&usize| telling.resolved.standings[**at].status() == status;
                let such = told.iter().filter(such).map(|&at| &telling.resolved.loaded.findings[at].value.id);
                left_out::meaning(telling, status, such)
            },
        })
        .collect()
}

fn likelihood_key(telling: Telling<'_>, told: &[usize]) -> Vec<ScaleMeaning> {
    let findings = &telling.resolved.loaded.findings;
    let mut used: Vec<_> = told.iter().filter_map(|&at| findings[at].value.likelihood).collect();
    used.sort_unstable();
    used.dedup();
    used.into_iter().map(|value| scale(telling.locale.likelihood(value))).collect()
}

fn confidence_key(telling: Telling<'_>, told: &[usize]) -> Vec<ScaleMeaning> {
    let findings = &telling.resolved.loaded.findings;
    let mut used: Vec<_> = told.iter().filter_map(|&at| findings[at].value.confidence).collect();
    used.sort_unstable();
    used.dedup();
    used.into_iter().map(|value| scale(telling.locale.confidence(value))).collect()
}

fn scale((term, meaning): (&str, &str)) -> ScaleMeaning {
    ScaleMeaning { term: term.to_owned(), meaning: meaning.to_owned() }
}
