//! The sheets of an OpenDocument workbook (ODS, OASIS OpenDocument 1.3), as LibreOffice saves it.
//!
//! calamine reads such files too, but makes room for as many cells as a file says that it repeats. Here a
//! cell is counted before there is room for it.

use roxmltree::{Document, Node, ParsingOptions};

use super::table::{Suspect, Table, tidy};

/// The most elements, texts and attributes of a workbook's content.
const MAX_NODES: u32 = 6_000_000;
const TABLE: &str = "urn:oasis:names:tc:opendocument:xmlns:table:1.0";
const OFFICE: &str = "urn:oasis:names:tc:opendocument:xmlns:office:1.0";
const TEXT: &str = "urn:oasis:names:tc:opendocument:xmlns:text:1.0";
const CALC: &str = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0";

/// Reads every sheet from the part `content.xml`.
pub(super) fn read(content: &[u8]) -> Result<Vec<Table>, String> {
    let unsound = |why: String| format!("it is no sound workbook: {why}");
    let text = std::str::from_utf8(content).map_err(|error| unsound(error.to_string()))?;
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MAX_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| unsound(error.to_string()))?;
    let sheets: Vec<_> = document.descendants().filter(|node| node.has_tag_name((OFFICE, "spreadsheet"))).collect();
    if sheets.is_empty() {
        return Err(unsound("it holds no sheets".to_owned()));
    }
    let (mut tables, mut total) = (Vec::new(), 0);
    for sheet in sheets.into_iter().flat_map(|node| node.children()) {
        if sheet.has_tag_name((TABLE, "table")) {
            tables.push(table(sheet, &mut total)?);
        }
    }
    Ok(tables)
}

fn table(sheet: Node<'_, '_>, total: &mut usize) -> Result<Table, String> {
    let name = sheet.attribute((TABLE, "name")).unwrap_or_default();
    let mut table = Table { name: name.to_owned(), ..Table::default() };
    let mut number: usize = 0;
    // Rows may stand in groups, and those that are repeated on each page in a part of their own.
    for row in sheet.descendants().filter(|node| node.has_tag_name((TABLE, "table-row"))) {
        let times = repeated(row, "number-rows-repeated");
        let filled = cells(row);
        table.comments.extend(annotated(row).into_iter().map(|column| (number.saturating_add(1), column)));
        // Below the last row stand a million empty ones.
        for row in (0..if filled.is_empty() { 0 } else { times }).map(|more| number.saturating_add(more)) {
            for (column, times, text, suspect) in &filled {
                for column in (0..*times).map(|more| column.saturating_add(more)) {
                    table
                        .put((row, column), text.clone(), *suspect, total)
                        .map_err(|why| format!("sheet `{name}`: {why}"))?;
                }
            }
        }
        number = number.saturating_add(times);
    }
    Ok(table)
}

/// The cells of a row in which something stands: where the first is, how often it is repeated, what it says.
fn cells(row: Node<'_, '_>) -> Vec<(usize, usize, String, Option<Suspect>)> {
    let mut found = Vec::new();
    let mut column: usize = 0;
    for cell in row.children().filter(Node::is_element) {
        if !matches!(cell.tag_name().name(), "table-cell" | "covered-table-cell") {
            continue;
        }
        let times = repeated(cell, "number-columns-repeated");
        let suspect = match (cell.attribute((TABLE, "formula")), cell.attribute((CALC, "value-type"))) {
            (Some(_), _) => Some(Suspect::Formula),
            (_, Some("error")) => Some(Suspect::Error),
            _ => None,
        };
        let text = value(cell);
        if !text.is_empty() || suspect.is_some() {
            found.push((column, times, text, suspect));
        }
        column = column.saturating_add(times);
    }
    found
}

/// The columns of a row's cells with comments.
fn annotated(row: Node<'_, '_>) -> Vec<usize> {
    let (mut found, mut column) = (Vec::new(), 0_usize);
    for cell in row.children().filter(|cell| matches!(cell.tag_name().name(), "table-cell" | "covered-table-cell")) {
        if cell.children().any(|child| child.has_tag_name((OFFICE, "annotation"))) {
            found.push(column);
        }
        column = column.saturating_add(repeated(cell, "number-columns-repeated"));
    }
    found
}

fn repeated(node: Node<'_, '_>, name: &str) -> usize {
    node.attribute((TABLE, name)).and_then(|number| number.parse().ok()).unwrap_or(1)
}

/// What a cell says, in the form that a brief takes.
fn value(cell: Node<'_, '_>) -> String {
    let told = |name: &str| cell.attribute((OFFICE, name));
    match told("value-type") {
        Some("float" | "percentage" | "currency") => {
            let number = told("value").unwrap_or_default();
            number.parse::<f64>().map_or(number.to_owned(), |number| number.to_string())
        }
        Some("date") => told("date-value").and_then(|date| date.split('T').next()).unwrap_or_default().to_owned(),
        Some("time") => told("time-value").unwrap_or_default().to_owned(),
        Some("boolean") => if told("boolean-value") == Some("true") { "yes" } else { "no" }.to_owned(),
        _ => tidy(told("string-value").unwrap_or(&paragraphs(cell))),
    }
}

fn paragraphs(cell: Node<'_, '_>) -> String {
    // A note on a cell and what is drawn over it hold paragraphs too.
    let lines: Vec<_> = cell.children().filter(|node| node.has_tag_name((TEXT, "p"))).map(paragraph).collect();
    lines.join("\n")
}

fn paragraph(paragraph: Node<'_, '_>) -> String {
    let mut out = String::new();
    for node in paragraph.descendants() {
        match (node.text().filter(|_| node.is_text()), node.tag_name().name()) {
            (Some(text), _) => out.push_str(text),
            // Spaces that XML would take for one.
            (None, "s") => {
                let number = node.attribute((TEXT, "c")).and_then(|number| number.parse::<usize>().ok()).unwrap_or(1);
                out.push_str(&" ".repeat(number.min(1_000)));
            }
            (None, "tab") => out.push('\t'),
            (None, "line-break") => out.push('\n'),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rows: &str) -> Result<Vec<Table>, String> {
        let text = format!(
            "<office:document-content xmlns:office=\"{OFFICE}\" xmlns:table=\"{TABLE}\" xmlns:text=\"{TEXT}\" \
             xmlns:calcext=\"{CALC}\"><office:body><office:spreadsheet><table:table table:name=\"T\">{rows}\
             </table:table></office:spreadsheet></office:body></office:document-content>"
        );
        read(text.as_bytes())
    }

    #[test]
    fn cells_know_their_place_and_say_what_people_see() {
        let tables = of("<table:table-header-rows><table:table-row><table:table-cell office:value-type=\"string\">\
             <text:p>a<text:s text:c=\"2\"/>b</text:p><text:p>c</text:p></table:table-cell>\
             <table:table-cell table:number-columns-repeated=\"2\"/>\
             <table:table-cell office:value-type=\"date\" office:date-value=\"2022-09-26T10:00:00\"/>\
             <table:table-cell office:value-type=\"float\" office:value=\"2022\" table:number-columns-repeated=\"2\"/>\
             </table:table-row></table:table-header-rows>\
             <table:table-row table:number-rows-repeated=\"15\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>\
             <table:table-row><table:table-cell table:formula=\"of:=1+1\" office:value-type=\"float\" office:value=\"2\"/>\
             <table:table-cell calcext:value-type=\"error\" office:value-type=\"string\"><text:p>#REF!</text:p></table:table-cell>\
             <table:table-cell office:value-type=\"boolean\" office:boolean-value=\"true\"/></table:table-row>\
             <table:table-row table:number-rows-repeated=\"1048559\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>")
        .unwrap();
        let rows = &tables[0].rows;
        assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 17]);
        let texts = |at: usize| rows[at].cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>();
        assert_eq!(texts(0), ["a  b\nc", "", "", "2022-09-26", "2022", "2022"]);
        assert_eq!(texts(1), ["2", "#REF!", "yes"]);
        assert_eq!(
            rows[1].cells.iter().map(|cell| cell.suspect).collect::<Vec<_>>(),
            [Some(Suspect::Formula), Some(Suspect::Error), None]
        );
    }

    #[test]
    fn no_room_is_made_for_what_is_only_repeated() {
        let cell = "<table:table-cell office:value-type=\"float\" office:value=\"1\" table:number-columns-repeated=\"16384\"/>";
        let row =
            |times: &str| format!("<table:table-row table:number-rows-repeated=\"{times}\">{cell}</table:table-row>");
        for times in ["1", "1048576", "18446744073709551615", "99999999999999999999"] {
            assert!(of(&row(times)).unwrap_err().contains("rows or"), "{times}");
        }
        let narrow = cell.replace("16384", "500");
        let row = format!("<table:table-row table:number-rows-repeated=\"400000\">{narrow}</table:table-row>");
        assert!(of(&row).unwrap_err().contains("more than"));
        assert!(of(&"<table:a>".repeat(200_000)).is_err());
    }
}
