//! What evenhand promises, tested from outside: through its command line and on its PDFs.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    missing_docs,
    reason = "a test that cannot go on has failed"
)]

mod architecture;
mod article;
mod briefs;
mod checker;
mod commands;
mod engines;
mod evidence;
mod hostile;
mod malformed;
mod mutations;
mod pdf;
mod quotations;
mod rules;
mod speed;
mod templates;
mod text;
mod wording;
mod workspace;
