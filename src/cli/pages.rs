//! The engine for pages: within this process, or, for templates that somebody wrote, in a second one with
//! limits.

use std::path::PathBuf;
use std::time::Duration;

use super::{FINE, SYSTEM_FAILED};
use crate::evidence;
use crate::render::Templates;
use crate::typeset::{self, Apart, Embedded, Engine};

/// How many seconds one document may take where nobody says otherwise.
pub(super) const TIMEOUT: u64 = 120;

/// How much memory a document may take, in bytes, on systems that can say so, and in words.
const MOST_MEMORY: (u64, &str) = (4 * 1024 * 1024 * 1024, "4 GB");

/// The built-in engine. The built-in templates need no limits; a second process for each document would
/// only take time.
pub(super) fn engine(templates: &Templates, seconds: u64) -> Box<dyn Engine> {
    if templates.own().next().is_none() {
        return Box::new(Embedded);
    }
    Box::new(Apart {
        program: std::env::current_exe().unwrap_or_else(|_| PathBuf::from("evenhand")),
        arguments: vec!["pages".to_owned()],
        memory: MOST_MEMORY.1.to_owned(),
        timeout: Duration::from_secs(seconds),
    })
}

/// The second process.
pub(super) fn run() -> u8 {
    evidence::limit_memory(MOST_MEMORY.0);
    match typeset::serve(std::io::stdin().lock(), std::io::stdout().lock()) {
        Ok(()) => FINE,
        Err(_) => SYSTEM_FAILED,
    }
}
