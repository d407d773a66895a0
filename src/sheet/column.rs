//! What a tab and a column are, and what a cell of a column says.

use super::tabs;
use crate::amend::Data;
use crate::exchange;
use crate::model::SCALARS;
use crate::text;

/// What a column takes.
#[derive(Debug, Clone, Copy)]
pub enum Form {
    /// The id of the row's own entry.
    Own,
    /// A name that tells rows of one entry apart.
    Key,
    /// What stands in the brief, for the eye only: it is changed elsewhere.
    Shown,
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

/// What the data files hold, each with an id: what rows are, or belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Home {
    /// The brief itself; its id is the name of its folder.
    Brief,
    Finding,
    Source,
    Party,
    Proceeding,
}

impl Home {
    pub(super) const ALL: [Self; 5] = [Self::Brief, Self::Finding, Self::Source, Self::Party, Self::Proceeding];

    /// Its word in the column `of`.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Brief => "brief",
            Self::Finding => "finding",
            Self::Source => "source",
            Self::Party => "party",
            Self::Proceeding => "proceeding",
        }
    }
}

/// A tab of the workbook. Rows of an earlier one may be what rows of a later one belong to, or name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tab {
    /// One row a party.
    Parties,
    /// One row a source.
    Sources,
    /// One row a proceeding.
    Proceedings,
    /// One row a finding.
    Findings,
    /// One row an item of evidence.
    Evidence,
    /// One row an answer, or the lack of one.
    Responses,
    /// One row a count of a proceeding.
    Counts,
    /// One row a place in a source that records a count.
    CountEvidence,
    /// One row an exception of an entry from a rule.
    Exceptions,
    /// One row what a reference manager knows of a source besides.
    Extra,
    /// One row a text in one other language.
    Translations,
}

impl Tab {
    /// Every tab in the order of the workbook.
    pub const ALL: [Self; 11] = [
        Self::Findings,
        Self::Evidence,
        Self::Responses,
        Self::Sources,
        Self::Parties,
        Self::Proceedings,
        Self::Counts,
        Self::CountEvidence,
        Self::Translations,
        Self::Exceptions,
        Self::Extra,
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
            Self::CountEvidence => "Count evidence",
            Self::Responses => "Responses",
            Self::Exceptions => "Exceptions",
            Self::Extra => "Extra",
            Self::Translations => "Translations",
        }
    }

    /// The tab of that name, in whatever letters.
    pub fn of(name: &str) -> Option<Self> {
        let name = name.trim().replace(['-', '_'], " ");
        Self::ALL.into_iter().find(|tab| tab.name().eq_ignore_ascii_case(&name))
    }

    /// The entry that a row of this tab is; nothing where it belongs to one.
    pub(super) fn entry(self) -> Option<Home> {
        match self {
            Self::Findings => Some(Home::Finding),
            Self::Sources => Some(Home::Source),
            Self::Parties => Some(Home::Party),
            Self::Proceedings => Some(Home::Proceeding),
            _ => None,
        }
    }

    /// The entries that rows of this tab are, or belong to.
    pub(super) fn homes(self) -> &'static [Home] {
        match self {
            Self::Findings | Self::Evidence | Self::Responses => &[Home::Finding],
            Self::Sources | Self::Extra => &[Home::Source],
            Self::Parties => &[Home::Party],
            Self::Proceedings | Self::Counts | Self::CountEvidence => &[Home::Proceeding],
            Self::Exceptions => &[Home::Finding, Home::Source, Home::Proceeding],
            Self::Translations => &Home::ALL,
        }
    }

    /// Whether its rows belong to entries of other tabs.
    pub fn is_part(self) -> bool {
        self.entry().is_none()
    }

    /// Whether its rows have numbers among their like.
    pub(super) fn is_numbered(self) -> bool {
        self.columns().iter().any(|column| column.field == NUMBER)
    }

    /// How many of its first columns say which row it is.
    pub fn keys(self) -> usize {
        match self {
            Self::Findings | Self::Sources | Self::Parties | Self::Proceedings => 1,
            Self::Evidence | Self::Responses | Self::Extra => 2,
            Self::Counts | Self::Exceptions => 3,
            Self::CountEvidence | Self::Translations => 4,
        }
    }

    /// Its columns.
    pub fn columns(self) -> &'static [Column] {
        match self {
            Self::Findings => tabs::FINDINGS,
            Self::Evidence => tabs::EVIDENCE,
            Self::Sources => tabs::SOURCES,
            Self::Parties => tabs::PARTIES,
            Self::Proceedings => tabs::PROCEEDINGS,
            Self::Counts => tabs::COUNTS,
            Self::CountEvidence => tabs::COUNT_EVIDENCE,
            Self::Responses => tabs::RESPONSES,
            Self::Exceptions => tabs::EXCEPTIONS,
            Self::Extra => tabs::EXTRA,
            Self::Translations => tabs::TRANSLATIONS,
        }
    }
}

/// The field that numbers the rows of one finding, person proceeded against or count.
pub(super) const NUMBER: &str = "no.";

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

    /// What a cell says, in the form in which the brief has it; as it stands where that cannot be told.
    pub(super) fn plain(&self, cell: &str) -> String {
        match self.taken(cell) {
            Ok(data) => self.shown(data.as_ref()),
            Err(_) => cell.trim().to_owned(),
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
            Form::Text | Form::Key | Form::Shown => Data::text(cell),
            Form::Own => self.scalar("Id", cell)?,
            Form::Scalar(name) => self.scalar(name, cell)?,
            Form::Reference(_) => self.scalar("Id", cell)?,
            Form::References(_) => {
                Data::List(self.parts(cell).map(|id| self.scalar("Id", id)).collect::<Result<_, _>>()?)
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

    /// The ids in a cell that takes several.
    pub(super) fn parts<'a>(&self, cell: &'a str) -> impl Iterator<Item = &'a str> + use<'a> {
        cell.split([',', ';', '\n']).map(str::trim).filter(|id| !id.is_empty())
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
    use crate::model::{Citation, Count, Evidence, Exception, Finding, Party, Proceeding, Response, Source, words};

    #[test]
    fn every_field_of_the_model_has_a_column_or_a_reason() {
        // They have tabs of their own.
        let elsewhere = ["evidence", "responses", "translations", "exceptions", "defendants", "extra"];
        for (tab, fields) in [
            (Tab::Counts, words::<Count>()),
            (Tab::CountEvidence, words::<Citation>()),
            (Tab::Exceptions, words::<Exception>()),
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
