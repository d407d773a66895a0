//! Which cells of an XLSX workbook carry comments. Nothing of a brief can hold them, so that they are named.

use std::collections::BTreeMap;

use roxmltree::{Document, Node, ParsingOptions};

use super::places;

/// The parts of a workbook that tell where its comments are, by name.
pub(super) type Parts = BTreeMap<String, Vec<u8>>;

const BOOK: &str = "xl/workbook.xml";
const MAX_NODES: u32 = 2_000_000;

/// Whether a part is needed to find the comments.
pub(super) fn tells(name: &str) -> bool {
    name == BOOK || name.ends_with(".rels") || (name.contains("omment") && name.ends_with(".xml"))
}

/// The rows and columns of the cells of a sheet with comments, from 1 and from 0. A part that cannot be
/// understood tells of none.
pub(super) fn of(parts: &Parts, sheet: &str) -> Vec<(usize, usize)> {
    let relation = with(parts, BOOK, |book| {
        let sheet =
            book.descendants().find(|node| node.tag_name().name() == "sheet" && node.attribute("name") == Some(sheet));
        sheet.and_then(|sheet| {
            sheet.attributes().find(|attribute| attribute.name() == "id").map(|id| id.value().to_owned())
        })
    });
    let Some(Some(relation)) = relation else { return Vec::new() };
    let Some(path) = related(parts, BOOK, |node| node.attribute("Id") == Some(&relation)) else { return Vec::new() };
    let Some(comments) =
        related(parts, &path, |node| node.attribute("Type").is_some_and(|kind| kind.ends_with("/comments")))
    else {
        return Vec::new();
    };
    let cells = with(parts, &comments, |document| {
        let notes = document.descendants().filter(|node| node.tag_name().name() == "comment");
        notes.filter_map(|node| places::place(node.attribute("ref")?.as_bytes())).collect::<Vec<_>>()
    });
    let mut cells: Vec<_> =
        cells.unwrap_or_default().into_iter().map(|(column, row)| (row, column.saturating_sub(1))).collect();
    cells.sort_unstable();
    cells.dedup();
    cells
}

fn with<T>(parts: &Parts, name: &str, ask: impl FnOnce(&Document<'_>) -> T) -> Option<T> {
    let text = std::str::from_utf8(parts.get(name)?).ok()?;
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MAX_NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).ok().map(|document| ask(&document))
}

/// The part to which a part is related in a way.
fn related(parts: &Parts, name: &str, way: impl Fn(&Node<'_, '_>) -> bool) -> Option<String> {
    let (folder, file) = name.rsplit_once('/')?;
    let target = with(parts, &format!("{folder}/_rels/{file}.rels"), |relations| {
        let mut relations = relations.descendants().filter(|node| node.tag_name().name() == "Relationship");
        relations.find(way).and_then(|node| node.attribute("Target").map(str::to_owned))
    })??;
    let (mut steps, target): (Vec<_>, _) = match target.strip_prefix('/') {
        Some(whole) => (Vec::new(), whole.to_owned()),
        None => (folder.split('/').collect(), target),
    };
    for step in target.split('/') {
        match step {
            ".." => drop(steps.pop()),
            "." | "" => {}
            step => steps.push(step),
        }
    }
    Some(steps.join("/"))
}
