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
/// The head of a line, at what the other rests on.
const ARROW: &str = "<defs><marker id=\"arrow\" viewBox=\"0 0 8 8\" refX=\"7.5\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path d=\"M0 0.8 L8 4 L0 7.2 Z\" fill=\"#333333\"/></marker></defs>\n";

/// The graph as SVG.
///
/// Its text is set in the first font of `family` that the reader's computer has.
pub fn svg(graph: &Graph, locale: &Locale, family: &str) -> String {
    let longest = graph.columns.iter().map(Vec::len).max().unwrap_or(1).max(1);
    let columns = LEFT * 2.0 + COLUMN * (graph.columns.len().max(2) - 1) as f64 + BOX + BOW;
    let title = ellipsis(&graph.title, 100);
    // The words above and below are not cut off either.
    let wide = |text: &str, letter: f64| LEFT * 2.0 + letter * text.chars().count() as f64;
    let width = key_words(graph, locale)
        .iter()
        .fold(columns.max(wide(&title, 6.6)), |width, words| width.max(wide(words, 4.0)));
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
    text.push_str(ARROW);
    let lanes: Vec<Vec<f64>> = graph.columns.iter().map(|column| lanes(column, &places)).collect();
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
        // A dotted line only says where the original was found.
        let head = if edge.sort == EdgeSort::CitedIn { "" } else { " marker-end=\"url(#arrow)\"" };
        let path = route(&lanes, (from_x, from_y), (to_x, to_y));
        let _ = writeln!(text, "<path d=\"{path}\" fill=\"none\" stroke=\"{colour}\"{style}{head}/>");
    }
    for node in graph.columns.iter().flatten() {
        if let Some(&(x, y)) = places.get(&node.key) {
            draw(&mut text, node, x, y);
        }
    }
    key(&mut text, &key_words(graph, locale), height);
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

/// Heights at which a line can pass through a column without running behind a box.
fn lanes(column: &[Node], places: &BTreeMap<String, (f64, f64)>) -> Vec<f64> {
    let heights: Vec<f64> = column.iter().filter_map(|node| places.get(&node.key)).map(|place| place.1).collect();
    let between = heights.windows(2).map(|pair| (pair[0] + pair[1]) / 2.0);
    let ends = heights.first().zip(heights.last());
    let outside = ends.into_iter().flat_map(|(first, last)| [first - ROW / 2.0, last + ROW / 2.0]);
    between.chain(outside).collect()
}

/// The path from one box to another. It runs between columns only, or through a free lane of a column.
fn route(lanes: &[Vec<f64>], (from_x, from_y): (f64, f64), (to_x, to_y): (f64, f64)) -> String {
    let column = |x: f64| ((x - LEFT) / COLUMN).round() as usize;
    let (from, to) = (column(from_x), column(to_x));
    if from == to {
        // Within a column it bows out to the right.
        let (edge, out) = (from_x + BOX, from_x + BOX + BOW);
        return format!("M{edge:.1} {from_y:.1} C{out:.1} {from_y:.1} {out:.1} {to_y:.1} {edge:.1} {to_y:.1}");
    }
    let forth = from < to;
    // A line back keeps apart from one that leads forth between the same boxes.
    let apart = if forth { 0.0 } else { 6.0 };
    let (leave, enter) = if forth { (BOX, 0.0) } else { (0.0, BOX) };
    let (start, end) = ((from_x + leave, from_y + apart), (to_x + enter, to_y + apart));
    let mut path = format!("M{:.1} {:.1}", start.0, start.1);
    let mut at = start;
    let mut curve_to = |at: &mut (f64, f64), next: (f64, f64)| {
        let middle = f64::midpoint(at.0, next.0);
        let _ = write!(path, " C{middle:.1} {:.1} {middle:.1} {:.1} {:.1} {:.1}", at.1, next.1, next.0, next.1);
        *at = next;
    };
    let mut passed: Vec<usize> = (from.min(to) + 1..from.max(to)).collect();
    if !forth {
        passed.reverse();
    }
    for column in passed {
        let x = LEFT + COLUMN * column as f64;
        let share = (x - start.0) / (end.0 - start.0);
        let straight = start.1 + (end.1 - start.1) * share;
        let nearest = |a: &&f64, b: &&f64| (**a - straight).abs().total_cmp(&(**b - straight).abs());
        let lane = lanes[column].iter().min_by(nearest).copied().unwrap_or(straight);
        let (near, far) = if forth { (x, x + BOX) } else { (x + BOX, x) };
        curve_to(&mut at, (near, lane));
        curve_to(&mut at, (far, lane));
    }
    curve_to(&mut at, end);
    path
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

/// What the boxes and the lines mean, as far as they are drawn.
fn key_words(graph: &Graph, locale: &Locale) -> [String; 2] {
    let findings = graph.columns.iter().flatten().any(|node| matches!(node.sort, Sort::Established | Sort::Finding));
    let names = if findings { ["graph_boxes", "graph_lines"] } else { ["graph_frames", "graph_arrows"] };
    names.map(|name| locale.text(name))
}

fn key(text: &mut String, words: &[String], height: f64) {
    for (at, line) in words.iter().enumerate() {
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
