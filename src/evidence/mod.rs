//! Saved copies of sources: kept untouched, logged, and their words taken out to be searched.
//!
//! An *evidentiary copy* is the file as it was captured; its SHA-256 proves later that nobody changed
//! it. A *working copy* is its text (Berkeley Protocol on Digital Open Source Investigations). Both
//! lie in a brief's folder `evidence`. A custody log beside them tells when, from where, with what and
//! by whom each was taken in, and each line of it holds the hash of the line before.
//!
//! What comes from the web is hostile until proven otherwise. Text is taken from it in a second
//! process with limits of time and memory ([`Extractor`]), and every step has a bound of its own.

mod address;
mod archive;
mod custody;
mod decode;
mod doubts;
mod extract;
mod html;
mod kind;
mod legible;
mod mail;
mod naming;
mod outside;
mod pdf;
mod process;
mod reply;
mod running;
mod stated;
mod store;
mod taking;
mod time;
mod verify;
mod vouch;
mod wacz;
mod warc;

pub use self::time::read as read_moment;
pub use archive::{Capture, capture, record};
pub use custody::{LOG, Line};
pub use doubts::{doubts, other_copy, refusal};
pub use extract::{MOST_TEXT, extract};
pub use kind::Kind;
use legible::{Legible, legible};
pub use naming::snapshot_of;
pub use outside::{Outside, addresses, supply};
pub use process::{Extractor, MOST_MEMORY, limit_memory};
pub use stated::Stated;
pub use store::{read, renumber, sha256};
pub use taking::{Adding, Taking, take_in};
pub use verify::{Verified, verify};
pub use vouch::vouch;

/// Why no text, or no record, can be taken from a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// What is wrong, in one sentence.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl Refused {
    /// The file is larger than is read.
    fn too_large(what: &str, most: usize) -> Self {
        Self {
            message: format!("{what} is larger than {} MiB", most / 1024 / 1024),
            help: "is this the file you meant? `--no-text` keeps the copy without its words".to_owned(),
        }
    }

    /// The file is not what it says.
    fn broken(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: "open the file and save it again; `--no-text` keeps the copy as it is, without its words".to_owned(),
        }
    }
}
