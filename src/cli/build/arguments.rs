//! What can be asked of `evenhand build`.

use std::path::PathBuf;

use clap::ValueEnum;

use crate::cli::pages::TIMEOUT;
use crate::model::{Form, Tlp};
use crate::publish::Format;

/// Arguments of `evenhand build`.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Arguments {
    /// Briefs, by name or by folder [default: all]
    #[arg(value_name = "BRIEF", value_hint = clap::ValueHint::DirPath)]
    pub(super) briefs: Vec<String>,
    /// Which documents to make [default: those that brief.yaml names under `forms`, or the briefing]
    #[arg(long, value_name = "FORM", value_enum, value_delimiter = ',')]
    pub(super) form: Vec<FormName>,
    /// Which sorts of file to make
    #[arg(long, value_name = "SORT", value_enum, value_delimiter = ',', default_value = "pdf")]
    pub(super) to: Vec<Sort>,
    /// In which languages of the brief [default: its first]
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub(super) lang: Vec<String>,
    /// Make versions for a wider circle instead, such as TLP:CLEAR: they leave out what is marked more strictly
    #[arg(long, value_name = "TLP", value_enum, value_delimiter = ',', ignore_case = true, conflicts_with = "draft")]
    pub(super) handling: Vec<Handling>,
    /// Every form, in every sort of file, every language and every version that the brief names
    #[arg(long, conflicts_with_all = ["form", "to", "lang", "handling"])]
    pub(super) all: bool,
    /// Make the document in spite of errors, as `…-draft.pdf`, with DRAFT and their number on every page
    #[arg(long)]
    pub(super) draft: bool,
    /// What typesets the document
    #[arg(long, value_enum, default_value_t = EngineName::Embedded)]
    pub(super) engine: EngineName,
    /// The typst command for `--engine typst-cli`
    #[arg(long, value_name = "PATH", env = "EVENHAND_TYPST", default_value = "typst", value_hint = clap::ValueHint::ExecutablePath)]
    pub(super) typst: PathBuf,
    /// How many seconds one document may take with the typst command or with templates of your own
    #[arg(long, value_name = "SECONDS", default_value_t = TIMEOUT, value_parser = clap::value_parser!(u64).range(1..))]
    pub(super) timeout: u64,
    /// Use the fonts of this computer too; the pages then depend on the computer
    #[arg(long)]
    pub(super) system_fonts: bool,
    /// Keep the Typst text beside the PDF
    #[arg(long)]
    pub(super) keep_typst: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FormName {
    /// The whole brief
    Briefing,
    /// One page
    Highlights,
    /// Two pages
    Profile,
    /// The evidence behind each finding
    Annex,
    /// What changed since an earlier version
    Changes,
}

impl From<FormName> for Form {
    fn from(name: FormName) -> Self {
        match name {
            FormName::Briefing => Self::Briefing,
            FormName::Highlights => Self::Highlights,
            FormName::Profile => Self::Profile,
            FormName::Annex => Self::Annex,
            FormName::Changes => Self::Changes,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Sort {
    /// Pages
    Pdf,
    /// One page for a browser, with all that it needs
    Html,
    /// Markdown, for pasting
    Md,
    /// Plain text, for pasting
    Txt,
    /// The document as data
    Json,
}

impl From<Sort> for Format {
    fn from(sort: Sort) -> Self {
        match sort {
            Sort::Pdf => Self::Pdf,
            Sort::Html => Self::Html,
            Sort::Md => Self::Markdown,
            Sort::Txt => Self::Text,
            Sort::Json => Self::Json,
        }
    }
}

/// Marks that a version for a wider circle can have; nobody has a wider circle than TLP:RED without them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Handling {
    /// No limit
    #[value(name = "TLP:CLEAR", alias = "clear")]
    Clear,
    /// The community
    #[value(name = "TLP:GREEN", alias = "green")]
    Green,
    /// The organisation and its clients
    #[value(name = "TLP:AMBER", alias = "amber")]
    Amber,
    /// The organisation
    #[value(name = "TLP:AMBER+STRICT", alias = "amber+strict")]
    AmberStrict,
}

impl From<Handling> for Tlp {
    fn from(handling: Handling) -> Self {
        match handling {
            Handling::Clear => Self::Clear,
            Handling::Green => Self::Green,
            Handling::Amber => Self::Amber,
            Handling::AmberStrict => Self::AmberStrict,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum EngineName {
    /// Typst inside this program
    Embedded,
    /// The `typst` command
    TypstCli,
}
