//! Text and prose as code of an output language, in which nothing that an author wrote is code.

pub mod typst;
