//! The graph in the language of Graphviz.

use std::fmt::Write;

use super::{EdgeSort, Graph, Sort};

/// The graph as DOT.
pub fn dot(graph: &Graph) -> String {
    let mut text = String::from("digraph evidence {\n  rankdir=LR;\n  node [fontname=\"sans-serif\", fontsize=10];\n");
    let _ = writeln!(text, "  label={};", quoted(&graph.title));
    for column in &graph.columns {
        text.push_str("  { rank=same;\n");
        for node in column {
            let (shape, style) = match node.sort {
                Sort::Established => ("box", "bold"),
                Sort::Finding => ("box", "solid"),
                Sort::Derived => ("ellipse", "solid"),
                Sort::Origin => ("ellipse", "bold"),
                Sort::Circular => ("ellipse", "dashed"),
            };
            let label = format!("{}\n{}", node.id, crate::text::ellipsis(&node.label, 60));
            let _ =
                writeln!(text, "    {} [shape={shape}, style={style}, label={}];", quoted(&node.key), quoted(&label));
        }
        text.push_str("  }\n");
    }
    for edge in &graph.edges {
        let style = match edge.sort {
            EdgeSort::Supports => "",
            EdgeSort::Contradicts => " [style=dashed, label=\"contradicts\"]",
            EdgeSort::DerivesFrom => " [label=\"rests on\"]",
            EdgeSort::CitedIn => " [style=dotted, label=\"cited in\"]",
        };
        let _ = writeln!(text, "  {} -> {}{style};", quoted(&edge.from), quoted(&edge.to));
    }
    text.push_str("}\n");
    text
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}
