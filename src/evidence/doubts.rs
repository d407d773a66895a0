//! What cannot be evidence, and what a person should know of a copy before relying on it.

use super::stated::{self, Stated};
use super::{Kind, Legible, legible, time};
use crate::diagnostic::{Diagnostic, codes};

/// The last bytes of a PDF, in which its end is marked (ISO 32000-2, 7.5.5, and what readers bear with).
const END: usize = 2_048;

/// Why a file that was captured then cannot be evidence.
pub fn refusal(name: &str, bytes: &[u8], captured: &str) -> Option<Diagnostic> {
    if bytes.is_empty() {
        let message = format!("`{name}` is empty: it has 0 bytes");
        return Some(
            Diagnostic::error(codes::UNREADABLE_COPY, message)
                .help("save the page or document again, and look whether it opens"),
        );
    }
    time::is_to_come(captured).then(|| {
        Diagnostic::error(codes::BAD_VALUE, format!("`{name}` was captured at `{captured}`, which is still to come"))
            .help("tell with `--captured` when it was captured, in UTC")
            .help("if the moment is right, the clock of this machine is wrong")
    })
}

/// Why a copy is not the one that a record with these hashes is about.
pub fn other_copy(name: &str, bytes: &[u8], hashes: &[Stated]) -> Option<Diagnostic> {
    stated::disagreeing(hashes, bytes).map(|stated| {
        Diagnostic::error(codes::CHANGED_EVIDENCE, format!("`{name}` is not the file that the record is about"))
            .help(format!("the record gives {stated}"))
            .help("take the file that the archiver made, unchanged")
    })
}

/// What a person should know of the words of a copy. Words that cannot be read are taken away.
pub fn doubts(name: &str, kind: Kind, bytes: &[u8], text: &mut Option<String>) -> Vec<Diagnostic> {
    let warning = |message: String| Diagnostic::warning(codes::UNREADABLE_COPY, message);
    let mut doubts = Vec::new();
    if let Kind::Office(ending, _) = kind {
        doubts.push(
            warning(format!("`{name}` is kept as it is, but no words are taken out of {}", ending.to_uppercase()))
                .help("open it, save it as PDF, and take that in as the copy: its quotations can then be found, and it has pages"),
        );
    }
    let tail = bytes.get(bytes.len().saturating_sub(END)..).unwrap_or_default();
    if kind == Kind::Pdf && !tail.windows(5).any(|window| window == b"%%EOF") {
        doubts.push(
            warning(format!("`{name}` seems damaged: this PDF has no end, as a file has that was cut off"))
                .help("open it and look whether all its pages are there; download it again if not"),
        );
    }
    let save = "open it and look: take in a copy that can be read, or type the words and give them with `--text`";
    match text.as_deref().map_or(Legible::Yes, legible) {
        Legible::Yes => {}
        Legible::InPart { lost, pages } => doubts.push(
            warning(format!("`{name}` seems damaged: on {lost} of {pages} pages most letters cannot be read"))
                .help(save),
        ),
        Legible::No => {
            *text = None;
            doubts.push(
                warning(format!("`{name}` seems damaged: most of its letters cannot be read, so it has no words here"))
                    .help(save),
            );
        }
    }
    doubts
}
