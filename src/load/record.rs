//! The data of an earlier document, as they were attached to its PDF.

use super::{decode, yaml};
use crate::diagnostic::{Diagnostic, codes};
use crate::model::{Record, Text};
use crate::source_map::{FileId, SourceMap};

/// The forms of the data that can be read.
const KNOWN: [&str; 2] = ["evenhand/findings/1", "evenhand/findings/2"];

/// What the first form has in place of a withheld name where there is no pseudonym.
const WITHHELD: &str = "[name withheld]";

/// Reads the data of an earlier document.
///
/// # Errors
/// What is wrong with them; data of which a part cannot be understood are not compared at all.
pub fn record(map: &SourceMap, file: FileId) -> Result<Record, Vec<Diagnostic>> {
    let mut problems = Vec::new();
    let shown = map.file(file).path.clone();
    let foreign = |message: String| {
        Diagnostic::error(codes::NOT_A_VERSION, message).help(
            "a version is a brief's folder, `NAME@REVISION`, a PDF that evenhand made, or the findings.json attached to one",
        )
    };
    let Some(node) = yaml::parse(map, file, &mut problems) else {
        return Err(problems);
    };
    match node.cursor().field("schema").text() {
        Some(schema) if KNOWN.contains(&schema) => {}
        Some(schema) if schema.starts_with("evenhand/findings/") => {
            return Err(vec![foreign(format!(
                "the data in `{shown}` have the form `{}`, which this version of evenhand does not know",
                crate::text::ellipsis(schema, 40)
            ))]);
        }
        _ => return Err(vec![foreign(format!("`{shown}` does not hold the data of a brief"))]),
    }
    // Of a file from elsewhere nothing may reach a terminal that turns or hides text.
    super::characters::check_characters(&node, &mut problems);
    match decode::decode::<Record>(&node, &mut problems) {
        Some(decoded) if problems.is_empty() => Ok(with_withheld(decoded.value)),
        _ => Err(problems),
    }
}

/// The first form has no list of withheld names; such a name is told by what stands in its place.
fn with_withheld(mut record: Record) -> Record {
    for party in &record.parties {
        let stands_in = party.pseudonym.as_ref() == Some(&party.name) || party.name == Text::from(WITHHELD);
        if party.protected.is_some() && stands_in && !record.withheld.contains(&party.id) {
            record.withheld.push(party.id.clone());
        }
    }
    record
}
