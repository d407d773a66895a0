//! `evenhand schema`: what the JSON of a document holds.

use super::output::{fail, say};
use super::{FINE, SYSTEM_FAILED};
use crate::view;

pub(super) fn run() -> u8 {
    match serde_json::to_string_pretty(&view::schema()) {
        Ok(schema) => {
            say(&schema);
            FINE
        }
        Err(error) => {
            fail(&format!("the schema cannot be written: {error}"), "please report this as a mistake of evenhand");
            SYSTEM_FAILED
        }
    }
}
