//! Prose and values as Typst, HTML, Markdown and plain text, in which nothing is code that an author
//! wrote.

pub mod html;
pub mod markdown;
pub mod plain;
pub mod typst;
