//! The graph as a picture: columns of boxes, lines between them, a key. Legible in black and white,
//! with a text for those who do not see it.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::locale::Locale;
use crate::text::{ellipsis, escape_xml};

use super::{EdgeSort, Graph, Node, Sort};

// Narrow, so that three columns stay legible across a page.
const COLUMN: f64 = 265.0;
const BOX: f64 = 200.0;
const ROW: f64 = 34.0;
const HEIGHT: f64 = 26.0;
const LEFT: f64 = 8.0;
/// How far a line bows out that leads back.
const BOW: f64 = 40.0;
const TOP: f64 = 78.0;

/// The graph as SVG.
///
/// Its text is set in the first font of `family` that the reader's computer has.
pub fn svg(graph: &Graph, locale: &Locale, family: &str) -> String {
    let longest = graph.columns.iter().map(Vec::len).max().unwrap_or(1).max(1);
    let columns = LEFT * 2.0 + COLUMN * (graph.columns.len().max(2) - 1) as f64 + BOX + BOW;
    let title = ellipsis(&graph.title, 100);
    // The words above and below are not cut off either.
    let wide = |text: &str, letter: f64| LEFT * 2.0 + letter * text.chars().count() as f64;
    let width =
        key_words(locale).iter().fold(columns.max(wide(&title, 6.6)), |width, words| width.max(wide(words, 4.0)));
    let height = TOP + ROW * longest as f64 + 66.0;
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" width=\"{width:.0}\" height=\"{height:.0}\" role=\"img\" aria-labelledby=\"title description\" font-family=\"{family}\" font-size=\"11\">\n"
    );
    let _ = writeln!(
        text,
        "<title id=\"title\">{}</title>",
        escape_xml(&locale.fill("graph_title", &[("title", &graph.title)]))
    );
    let _ = writeln!(text, "<desc id=\"description\">{}</desc>", escape_xml(&described(graph, locale)));
    text.push_str("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
    let _ = writeln!(
        text,
        "<text x=\"{LEFT}\" y=\"30\" font-size=\"13\" font-weight=\"bold\">{}</text>",
        escape_xml(&title)
    );
    let places = places(graph, longest);
    for (at, column) in graph.columns.iter().enumerate() {
        let heading = escape_xml(graph.headings.get(at).map_or("", String::as_str));
        let x = LEFT + COLUMN * at as f64;
        let _ = writeln!(text, "<text x=\"{x:.0}\" y=\"60\" font-weight=\"bold\">{heading} ({})</text>", column.len());
    }
    for edge in &graph.edges {
        let (Some(&(from_x, from_y)), Some(&(to_x, to_y))) = (places.get(&edge.from), places.get(&edge.to)) else {
            continue;
        };
        let (style, colour) = match edge.sort {
            EdgeSort::Supports => ("", "#7a7a7a"),
            EdgeSort::Contradicts => (" stroke-dasharray=\"6 3\"", "#000000"),
            EdgeSort::DerivesFrom => (" stroke-width=\"1.6\"", "#333333"),
            EdgeSort::CitedIn => (" stroke-dasharray=\"1.5 3\" stroke-width=\"1.6\"", "#333333"),
        };
        let (start, end) = (from_x + BOX, to_x);
        // A line within a column, or back, bows out to the right.
        let path = if to_x > from_x {
            let bend = (end - start) / 2.0;
            format!(
                "M{start:.1} {from_y:.1} C{:.1} {from_y:.1} {:.1} {to_y:.1} {end:.1} {to_y:.1}",
                start + bend,
                end - bend
            )
        } else {
            let (back, out) = (to_x + BOX, start.max(to_x + BOX) + BOW);
            format!("M{start:.1} {from_y:.1} C{out:.1} {from_y:.1} {out:.1} {to_y:.1} {back:.1} {to_y:.1}")
        };
        let _ = writeln!(text, "<path d=\"{path}\" fill=\"none\" stroke=\"{colour}\"{style}/>");
    }
    for node in graph.columns.iter().flatten() {
        if let Some(&(x, y)) = places.get(&node.key) {
            draw(&mut text, node, x, y);
        }
    }
    key(&mut text, locale, height);
    text.push_str("</svg>\n");
    text
}

fn places(graph: &Graph, longest: usize) -> BTreeMap<String, (f64, f64)> {
    let mut places = BTreeMap::new();
    for (at, column) in graph.columns.iter().enumerate() {
        let x = LEFT + COLUMN * at as f64;
        let step = ROW * longest as f64 / column.len().max(1) as f64;
        for (row, node) in column.iter().enumerate() {
            places.insert(node.key.clone(), (x, TOP + step * (row as f64 + 0.5)));
        }
    }
    places
}

fn draw(text: &mut String, node: &Node, x: f64, y: f64) {
    let (radius, stroke, dash, fill) = match node.sort {
        Sort::Established => (0, 2.4, "", "#ffffff"),
        Sort::Finding => (0, 0.9, "", "#ffffff"),
        Sort::Derived => (12, 0.9, "", "#ffffff"),
        Sort::Origin => (12, 2.4, "", "#eeeeee"),
        Sort::Circular => (12, 1.4, " stroke-dasharray=\"4 3\"", "#ffffff"),
    };
    let _ = writeln!(
        text,
        "<g><title>{}</title><rect x=\"{x:.1}\" y=\"{:.1}\" width=\"{BOX}\" height=\"{HEIGHT}\" rx=\"{radius}\" fill=\"{fill}\" stroke=\"#000000\" stroke-width=\"{stroke}\"{dash}/>",
        escape_xml(&format!("{}: {}", node.id, node.label)),
        y - HEIGHT / 2.0
    );
    let _ = writeln!(
        text,
        "<text x=\"{:.1}\" y=\"{:.1}\" font-weight=\"bold\">{}</text><text x=\"{:.1}\" y=\"{:.1}\" font-size=\"10\">{}</text></g>",
        x + 8.0,
        y - 2.0,
        escape_xml(&ellipsis(&node.id, 28)),
        x + 8.0,
        y + 9.0,
        escape_xml(&ellipsis(&node.label, 36))
    );
}

fn key_words(locale: &Locale) -> [String; 2] {
    [locale.text("graph_boxes"), locale.text("graph_lines")]
}

fn key(text: &mut String, locale: &Locale, height: f64) {
    for (at, line) in key_words(locale).iter().enumerate() {
        let y = height - 34.0 + 14.0 * at as f64;
        let _ = writeln!(text, "<text x=\"{LEFT}\" y=\"{y:.0}\" font-size=\"10\">{}</text>", escape_xml(line));
    }
}

/// The picture in words.
pub fn described(graph: &Graph, locale: &Locale) -> String {
    let counts = |sorts: &[Sort]| graph.columns.iter().flatten().filter(|node| sorts.contains(&node.sort)).count();
    let findings = counts(&[Sort::Established, Sort::Finding]);
    let sources = locale.count("graph_sources", counts(&[Sort::Derived, Sort::Origin, Sort::Circular]));
    let origins = locale.count("origins", counts(&[Sort::Origin]));
    let gaps = [("sources", sources.as_str()), ("origins", &origins)];
    match findings {
        0 => locale.fill("graph_of_sources", &gaps),
        _ => {
            let findings = locale.count("graph_findings", findings);
            locale.fill("graph_of_findings", &[("findings", &*findings), gaps[0], gaps[1]])
        }
    }
}
