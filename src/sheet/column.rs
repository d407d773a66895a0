//! The columns of each tab: which field of a brief they hold, in what form, and what to write there.

use crate::amend::Data;
use crate::exchange;
use crate::model::{
    Answer, Basis, Bearing, Confidence, Credibility, Kind, LegalStatus, Likelihood, PartyType, ProceedingType,
    Protection, Reliability, RevisionKind, SCALARS, SourceType, Status, Tlp, words,
};
use crate::text;

/// What a column takes.
#[derive(Debug, Clone, Copy)]
pub enum Form {
    /// The id of the row's own entry.
    Own,
    /// One id of an entry of another tab.
    Reference(Tab),
    /// Ids of entries of another tab, with commas between them.
    References(Tab),
    /// Text.
    Text,
    /// Texts with semicolons between them.
    Texts,
    /// Names of people and bodies.
    Names,
    /// A form of its own, by the name of its type in the model: `Date`, `Link`.
    Scalar(&'static str),
    /// `yes` or `no`.
    YesNo,
    /// One word of a closed list.
    Word(fn() -> &'static [&'static str]),
}

/// One column.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// The field, as in the data files: `review.basis`.
    pub field: &'static str,
    /// What it takes.
    pub form: Form,
    /// It must be filled.
    pub required: bool,
    /// What to write there.
    pub help: &'static str,
}

/// A tab of the workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tab {
    /// One row a finding.
    Findings,
    /// One row an item of evidence.
    Evidence,
    /// One row a source.
    Sources,
    /// One row a party.
    Parties,
    /// One row a proceeding.
    Proceedings,
    /// One row a count of a proceeding.
    Counts,
    /// One row an answer, or the lack of one.
    Responses,
}

impl Tab {
    /// Every tab in the order of the workbook.
    pub const ALL: [Self; 7] = [
        Self::Findings,
        Self::Evidence,
        Self::Sources,
        Self::Parties,
        Self::Proceedings,
        Self::Counts,
        Self::Responses,
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Findings => "Findings",
            Self::Evidence => "Evidence",
            Self::Sources => "Sources",
            Self::Parties => "Parties",
            Self::Proceedings => "Proceedings",
            Self::Counts => "Counts",
            Self::Responses => "Responses",
        }
    }

    /// The tab of that name, in whatever letters.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tab| tab.name().eq_ignore_ascii_case(name.trim()))
    }

    /// The tab whose rows hold the entries that this one's rows belong to.
    pub fn parent(self) -> Option<Self> {
        match self {
            Self::Evidence | Self::Responses => Some(Self::Findings),
            Self::Counts => Some(Self::Proceedings),
            _ => None,
        }
    }

    /// How many of its first columns say which row it is.
    pub fn keys(self) -> usize {
        if self.parent().is_some() { 2 } else { 1 }
    }

    /// Its columns.
    pub fn columns(self) -> &'static [Column] {
        match self {
            Self::Findings => FINDINGS,
            Self::Evidence => EVIDENCE,
            Self::Sources => SOURCES,
            Self::Parties => PARTIES,
            Self::Proceedings => PROCEEDINGS,
            Self::Counts => COUNTS,
            Self::Responses => RESPONSES,
        }
    }
}

/// The field that numbers the rows of one finding or proceeding.
pub(super) const NUMBER: &str = "no.";

const fn must(field: &'static str, form: Form, help: &'static str) -> Column {
    Column { field, form, required: true, help }
}

const fn may(field: &'static str, form: Form, help: &'static str) -> Column {
    Column { field, form, required: false, help }
}

const DATE: Form = Form::Scalar("Date");
const PARTIAL: Form = Form::Scalar("PartialDate");
const LINK: Form = Form::Scalar("Link");
const TLP: Form = Form::Word(words::<Tlp>);
const HANDLING: Column = may("handling", TLP, "How far it may travel, where that is less far than the brief.");

const FINDINGS: &[Column] = &[
    must("id", Form::Own, "The key of the finding, such as F-012. For a new finding write a new one."),
    must("kind", Form::Word(words::<Kind>), "What sort of statement it is."),
    must(
        "status",
        Form::Word(words::<Status>),
        "How far it is proven. Established asks for all columns of the review.",
    ),
    may("title", Form::Text, "A few words that head the entry."),
    must("text", Form::Text, "The statement. Unless it is established, it names who asserts it."),
    may("asserted_by", Form::References(Tab::Parties), "Who asserts it: ids of parties, with commas between them."),
    may(
        "accuses",
        Form::References(Tab::Parties),
        "Whom it accuses of wrongdoing: ids of parties, with commas between them.",
    ),
    may(
        "interested",
        Form::References(Tab::Parties),
        "Others with a stake in it: ids of parties, with commas between them.",
    ),
    may("date", PARTIAL, "When what it speaks of happened: 2022-09-26, 2022-09 or 2022."),
    may(
        "contradicted_by",
        Form::References(Tab::Findings),
        "Findings that say otherwise: ids, with commas between them.",
    ),
    may(
        "proceedings",
        Form::References(Tab::Proceedings),
        "Legal proceedings that it speaks of: ids, with commas between them.",
    ),
    may("likelihood", Form::Word(words::<Likelihood>), "Only for an assessment: how likely it is."),
    may("confidence", Form::Word(words::<Confidence>), "Only for an assessment: how well founded it is."),
    may("review.basis", Form::Word(words::<Basis>), "Only for an established finding: the ground on which it is."),
    may("review.reviewer", Form::Text, "The person who answers for that; printed in the document."),
    may("review.date", DATE, "When that person signed: 2024-05-21."),
    may("review.reason", Form::Text, "Why the ground holds; printed in the document."),
    may("caveat", Form::Text, "What is missing or to be checked; told to the reader."),
    HANDLING,
];

const EVIDENCE: &[Column] = &[
    must("finding", Form::Reference(Tab::Findings), "The finding that this item belongs to."),
    may(NUMBER, Form::Own, "The item's place in its finding. Leave it empty for a new item."),
    must("source", Form::Reference(Tab::Sources), "The id of the source."),
    may("locator", Form::Text, "The place in it: page, paragraph, docket entry or timecode."),
    may(
        "bearing",
        Form::Word(words::<Bearing>),
        "What it does for the finding; it supports it where nothing stands here.",
    ),
    may(
        "credibility",
        Form::Word(words::<Credibility>),
        "1 confirmed by others, 2 probably true, 3 possibly true, 4 doubtful, 5 improbable, 6 cannot be judged.",
    ),
    may("primary_record", Form::YesNo, "yes where the item itself makes true what it records."),
    may(
        "admission_by",
        Form::Reference(Tab::Parties),
        "The party, accused by the finding, that admits it in this item.",
    ),
    may("quotation", Form::Text, "The words of the source, verbatim, without quotation marks."),
    may("note", Form::Text, "What the item says, or how it was weighed. Yours alone, never printed."),
];

const SOURCES: &[Column] = &[
    must("id", Form::Own, "The key of the source, such as globe-2022. For a new source write a new one."),
    must("type", Form::Word(words::<SourceType>), "What sort of source it is."),
    must("title", Form::Text, "Its title."),
    may("title_translation", Form::Text, "The title in the language of the brief."),
    may(
        "authors",
        Form::Names,
        "Burton, Charles; Human Rights Watch. A body with a comma in its name stands in braces: {Harbour, Inc.}",
    ),
    may("container", Form::Text, "The newspaper, journal, site or register in which it appeared."),
    may("publisher", Form::Text, "Who published it, where that is not the container."),
    may("issued", PARTIAL, "When it was issued: 2022-09-26, 2022-09 or 2022."),
    may("identifier", Form::Text, "A docket entry, report number or citation."),
    may("court", Form::Text, "The court or body whose record it is."),
    may("language", Form::Text, "The language of the source: en, fr, zh-Hans."),
    may("url", LINK, "Where it is on the web."),
    may("archive_url", LINK, "An archived copy."),
    may("accessed", DATE, "When the address was last visited: 2024-05-21."),
    may("consulted", Form::YesNo, "yes only when one of you has read this source itself."),
    may(
        "cited_in",
        Form::Reference(Tab::Sources),
        "For an original that nobody read: the source in which it was found cited.",
    ),
    may("cited_in_locator", Form::Text, "Where in that source."),
    may(
        "derives_from",
        Form::References(Tab::Sources),
        "What this source rests on: ids of sources, with commas between them.",
    ),
    may("issued_by", Form::Reference(Tab::Parties), "The party that issued it."),
    may("reliability", Form::Word(words::<Reliability>), "A completely reliable to E unreliable; F cannot be judged."),
    may("descriptor", Form::Text, "Access, currency, completeness, possible bias."),
    may("revision.kind", Form::Word(words::<RevisionKind>), "What happened to it after publication."),
    may("revision.date", PARTIAL, "When that was."),
    may("revision.note", Form::Text, "What changed, in a sentence."),
    may("snapshot.sha256", Form::Scalar("Sha256"), "The SHA-256 of the copy that you keep."),
    may("snapshot.captured", DATE, "The day on which it was captured, in UTC."),
    may("snapshot.text", Form::Text, "Its text, as a file in the brief's folder."),
    HANDLING,
];

const PARTIES: &[Column] = &[
    must("id", Form::Own, "The key of the party. For a new party write a new one."),
    must("type", Form::Word(words::<PartyType>), "A person, or what sort of body."),
    must("name", Form::Text, "The name as the document writes it."),
    may("native_name", Form::Text, "The name in its own script."),
    may("native_language", Form::Text, "The language of that name: zh-Hans."),
    may("aliases", Form::Texts, "Other names under which texts speak of it, with semicolons between them."),
    may("role", Form::Text, "Who it is, in a few words."),
    may("url", LINK, "Its website."),
    HANDLING,
    may("protected", Form::Word(words::<Protection>), "Why this person is named only with consent."),
    may("consent.covers", TLP, "The most open marking of a document that the consent covers."),
    may("consent.date", DATE, "When the consent was given."),
    may("consent.note", Form::Text, "To whom, in which form, for what."),
    may("pseudonym", Form::Text, "What documents call the person otherwise: a dock worker."),
];

const PROCEEDINGS: &[Column] = &[
    must(
        "id",
        Form::Own,
        "The key of the proceeding. For a new one write a new key, and its counts on the tab Counts.",
    ),
    must("type", Form::Word(words::<ProceedingType>), "Before what sort of court or body it is."),
    must("title", Form::Text, "The name of the case."),
    must("court", Form::Text, "The court or body."),
    may("docket", Form::Text, "The docket or file number."),
    must("as_of", DATE, "The day on which all of it was true as far as known."),
    may("note", Form::Text, "What the reader should know besides."),
];

const COUNTS: &[Column] = &[
    must("proceeding", Form::Reference(Tab::Proceedings), "The proceeding that this count belongs to."),
    may(NUMBER, Form::Own, "The count's place in its proceeding. Leave it empty for a new count."),
    must("party", Form::Reference(Tab::Parties), "The person or body proceeded against. It cannot be changed here."),
    may("number", Form::Text, "The number in the charging paper: 1, 3–4."),
    must("charge", Form::Text, "What is charged, in neutral words."),
    may("provision", Form::Text, "The provision: 18 U.S.C. § 951."),
    must("status", Form::Word(words::<LegalStatus>), "Where this count stands."),
    may("date", PARTIAL, "Since when."),
    may("note", Form::Text, "Sentence, terms of a dismissal or settlement, and the like."),
];

const RESPONSES: &[Column] = &[
    must("finding", Form::Reference(Tab::Findings), "The finding that is answered."),
    may(NUMBER, Form::Own, "The answer's place in its finding. Leave it empty for a new one."),
    must("party", Form::Reference(Tab::Parties), "Who."),
    may("asked.date", DATE, "When it was asked. Leave it empty where nobody asked."),
    may("asked.channel", Form::Text, "By which way: e-mail to the press office."),
    may("asked.deadline", DATE, "By when an answer was asked for."),
    must(
        "answer",
        Form::Word(words::<Answer>),
        "What came of it. Not asked, no answer and declined are three different things.",
    ),
    may("date", PARTIAL, "When it answered."),
    may("text", Form::Text, "What it said, or why it was not asked."),
    may("source", Form::Reference(Tab::Sources), "The source of a public answer."),
    may("locator", Form::Text, "The place in that source."),
];

/// The longest text of a field, in bytes.
const MAX_TEXT: usize = 20_000;

impl Column {
    /// The words that it takes, where it takes only some.
    pub fn words(&self) -> Vec<&'static str> {
        match self.form {
            Form::Word(words) => words().to_vec(),
            Form::YesNo => vec!["yes", "no"],
            _ => Vec::new(),
        }
    }

    /// What a value looks like in a cell.
    pub fn shown(&self, data: Option<&Data>) -> String {
        let text = |data: &Data| data.as_text().unwrap_or_default().trim().to_owned();
        let Some(data) = data else { return String::new() };
        match self.form {
            Form::YesNo => match data {
                Data::Flag(true) => "yes".to_owned(),
                Data::Flag(false) => "no".to_owned(),
                other => text(other),
            },
            Form::References(_) => data.items().iter().map(text).collect::<Vec<_>>().join(", "),
            Form::Texts => exchange::write_parts(&data.items().iter().map(text).collect::<Vec<_>>()),
            Form::Names => exchange::author_line(data).trim().to_owned(),
            _ => text(data),
        }
    }

    /// What a cell says, as a value; nothing where it is empty.
    ///
    /// # Errors
    /// What is wrong with it, and what to write.
    pub fn taken(&self, cell: &str) -> Result<Option<Data>, (String, String)> {
        let cell = cell.trim();
        if cell.is_empty() {
            return Ok(None);
        }
        if cell.len() > MAX_TEXT {
            return Err((format!("a text of more than {MAX_TEXT} bytes"), "shorten it".to_owned()));
        }
        if let Some(bad) = cell.chars().find(|c| text::is_deceptive(*c)) {
            let why = format!("the invisible character U+{:04X}", bad as u32);
            return Err((why, "type the text anew, or paste it without its format".to_owned()));
        }
        let value = match self.form {
            Form::Text => Data::text(cell),
            Form::Own => self.scalar("Id", cell)?,
            Form::Scalar(name) => self.scalar(name, cell)?,
            Form::Reference(_) => self.scalar("Id", cell)?,
            Form::References(_) => {
                let ids = cell.split([',', ';', '\n']).map(str::trim).filter(|id| !id.is_empty());
                Data::List(ids.map(|id| self.scalar("Id", id)).collect::<Result<_, _>>()?)
            }
            Form::Texts => Data::List(exchange::read_parts(cell).into_iter().map(Data::Text).collect()),
            Form::Names => exchange::author_data(cell),
            Form::YesNo => match cell.to_lowercase().as_str() {
                "yes" | "true" | "x" | "1" => Data::Flag(true),
                "no" | "false" | "0" => Data::Flag(false),
                _ => return Err((format!("`{}`", text::ellipsis(cell, 40)), "write yes or no".to_owned())),
            },
            Form::Word(words) => self.word(words(), cell)?,
        };
        Ok(Some(value))
    }

    fn scalar(&self, name: &str, cell: &str) -> Result<Data, (String, String)> {
        match SCALARS.iter().find(|form| form.name == name) {
            Some(form) if !(form.accepts)(cell) => {
                Err((format!("`{}`", text::ellipsis(cell, 40)), format!("write {}", form.expected)))
            }
            _ => Ok(Data::text(cell)),
        }
    }

    fn word(&self, words: &[&str], cell: &str) -> Result<Data, (String, String)> {
        let plain = |text: &str| text.to_lowercase().replace([' ', '-'], "_");
        if let Some(word) = words.iter().find(|word| plain(word) == plain(cell)) {
            return Ok(Data::text(*word));
        }
        let help = match text::nearest(cell, words.iter().copied()) {
            Some(near) => format!("did you mean {near}? One of: {}", words.join(", ")),
            None => format!("one of: {}", words.join(", ")),
        };
        Err((format!("`{}`", text::ellipsis(cell, 40)), help))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Evidence, Finding, Party, Proceeding, Response, Source};

    #[test]
    fn every_field_of_the_model_has_a_column_or_a_reason() {
        let elsewhere = ["evidence", "responses", "translations", "exceptions", "defendants", "extra"];
        for (tab, fields) in [
            (Tab::Findings, words::<Finding>()),
            (Tab::Evidence, words::<Evidence>()),
            (Tab::Sources, words::<Source>()),
            (Tab::Parties, words::<Party>()),
            (Tab::Proceedings, words::<Proceeding>()),
            (Tab::Responses, words::<Response>()),
        ] {
            assert!(!fields.is_empty());
            for field in fields.iter().filter(|field| !elsewhere.contains(field)) {
                let found = tab.columns().iter().any(|column| column.field.split('.').next() == Some(field));
                assert!(found, "{} has no column `{field}`", tab.name());
            }
        }
    }

    #[test]
    fn cells_and_values_go_there_and_back() {
        let column = |tab: Tab, field: &str| tab.columns().iter().find(|column| column.field == field).unwrap();
        for (tab, field, cell) in [
            (Tab::Findings, "text", "She said: “no”."),
            (Tab::Findings, "accuses", "a, b-2"),
            (Tab::Sources, "authors", "Burton, Charles; {Harbour, Inc.}"),
            (Tab::Parties, "aliases", "the Authority; {one; two}"),
            (Tab::Sources, "consulted", "no"),
            (Tab::Evidence, "credibility", "2"),
            (Tab::Sources, "issued", "2022-09"),
        ] {
            let column = column(tab, field);
            let data = column.taken(cell).unwrap();
            assert_eq!(column.shown(data.as_ref()), cell);
        }
        assert_eq!(column(Tab::Findings, "status").taken("Reported").unwrap(), Some(Data::text("reported")));
        for (tab, field, cell) in [
            (Tab::Findings, "status", "proven"),
            (Tab::Findings, "date", "26.9.2022"),
            (Tab::Sources, "url", "globe.example"),
            (Tab::Sources, "consulted", "perhaps"),
            (Tab::Findings, "text", "a\u{202e}b"),
        ] {
            assert!(column(tab, field).taken(cell).is_err(), "{cell}");
        }
    }
}
