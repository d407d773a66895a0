//! What evenhand promises, tested from outside: through its command line and on its PDFs.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    missing_docs,
    reason = "a test that cannot go on has failed"
)]

mod amend;
mod architecture;
mod article;
mod briefs;
mod changelog;
mod changes;
mod checker;
mod citation_details;
mod citations;
mod commands;
mod copies;
mod custody;
mod diff;
mod engines;
mod evidence;
mod figures;
mod formats;
mod forms;
mod hostile;
mod languages;
mod malformed;
mod mutations;
mod office;
mod organisation;
mod page;
mod pdf;
mod quotations;
mod references;
mod rules;
mod schema;
mod sheet_faults;
mod sheet_parts;
mod sheets;
mod speed;
mod templates;
mod text;
mod variants;
mod wording;
mod workspace;
mod writing;
