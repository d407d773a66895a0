//! A document as data for other programs, and the JSON Schema that says what is in it.

use schemars::{JsonSchema, Schema, generate::SchemaSettings};
use serde::Serialize;

use super::Document;

/// The form of the data; a change that readers must know gets another number.
pub const DOCUMENT_SCHEMA: &str = "evenhand/document/1";

/// A document of evenhand as data: what a reader of the pages is told, in the same order, with the
/// same statuses and the same numbers of notes.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "evenhand document", extend("$id" = "urn:evenhand:document:1"))]
pub struct Data<'a> {
    /// The form of the data.
    #[schemars(extend("const" = DOCUMENT_SCHEMA))]
    pub schema: &'static str,
    /// The document.
    #[serde(flatten)]
    pub document: &'a Document,
}

/// The JSON Schema (draft 2020-12) of [`Data`].
pub fn schema() -> Schema {
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<Data<'_>>()
}
