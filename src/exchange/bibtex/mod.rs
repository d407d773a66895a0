//! BibTeX and BibLaTeX, read through the crate `biblatex` and written by ourselves.

mod item;
mod latex;
mod parents;
mod read;
mod symbols;
mod write;

pub(super) use read::read;
pub(super) use write::{holds, key, write};

/// Types of BibLaTeX and of CSL. The first of a type is the one that is written.
const TYPES: &[(&str, &str)] = &[
    ("article", "article-journal"),
    ("book", "book"),
    ("mvbook", "book"),
    ("collection", "book"),
    ("proceedings", "book"),
    ("incollection", "chapter"),
    ("inbook", "chapter"),
    ("inreference", "entry-encyclopedia"),
    ("inproceedings", "paper-conference"),
    ("conference", "paper-conference"),
    ("report", "report"),
    ("techreport", "report"),
    ("thesis", "thesis"),
    ("phdthesis", "thesis"),
    ("mastersthesis", "thesis"),
    ("online", "webpage"),
    ("electronic", "webpage"),
    ("www", "webpage"),
    ("dataset", "dataset"),
    ("jurisdiction", "legal_case"),
    ("legislation", "legislation"),
    ("letter", "personal_communication"),
    ("patent", "patent"),
    ("unpublished", "manuscript"),
    ("misc", "document"),
];

/// Fields with a variable of CSL. The first field of a variable is the one that is written.
const FIELDS: &[(&str, &str)] = &[
    ("title", "title"),
    ("journaltitle", "container-title"),
    ("journal", "container-title"),
    ("booktitle", "container-title"),
    ("shortjournal", "container-title-short"),
    ("shorttitle", "title-short"),
    ("titletranslation", "title-translation"),
    ("publisher", "publisher"),
    ("institution", "publisher"),
    ("school", "publisher"),
    ("organization", "publisher"),
    ("location", "publisher-place"),
    ("address", "publisher-place"),
    ("url", "URL"),
    ("archiveurl", "archive_url"),
    ("doi", "DOI"),
    ("isbn", "ISBN"),
    ("issn", "ISSN"),
    ("volume", "volume"),
    ("edition", "edition"),
    ("pages", "page"),
    ("abstract", "abstract"),
    ("keywords", "keyword"),
    ("langid", "language"),
    ("language", "language"),
    ("note", "note"),
    ("series", "collection-title"),
    ("type", "genre"),
    ("chapter", "chapter-number"),
    ("pagetotal", "number-of-pages"),
    ("authority", "authority"),
];

const NAMES: &[(&str, &str)] =
    &[("author", "author"), ("editor", "editor"), ("translator", "translator"), ("bookauthor", "container-author")];

/// The type under which a type of CSL is written.
fn written_type(kind: &str) -> &'static str {
    match kind {
        "article-newspaper" | "article-magazine" => "article",
        "post-weblog" | "post" => "online",
        "treaty" => "legal",
        _ => TYPES.iter().find(|(_, csl)| *csl == kind).map_or("misc", |(bib, _)| bib),
    }
}
