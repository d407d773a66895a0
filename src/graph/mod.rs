//! What rests on what, drawn: findings, the sources that they cite, what those rest on, and the origins.
//!
//! [`Graph`] is plain data in columns; [`dot`] and [`svg`] write it.

mod dot;
mod svg;

use std::collections::{BTreeMap, HashSet};

pub use dot::dot;
pub use svg::{described, svg};

use crate::locale::Locale;
use crate::model::{Bearing, Status};
use crate::resolve::Resolved;

/// A derivation graph, laid out in columns.
#[derive(Debug)]
pub struct Graph {
    /// The brief's title.
    pub title: String,
    /// The nodes, by column from the left, in order from the top.
    pub columns: Vec<Vec<Node>>,
    /// What stands over each column.
    pub headings: Vec<String>,
    /// From what to what.
    pub edges: Vec<Edge>,
}

/// A finding or a source.
#[derive(Debug, Clone)]
pub struct Node {
    /// Its id, with a letter in front that tells findings from sources.
    pub key: String,
    /// Its id as people write it.
    pub id: String,
    /// A line on it.
    pub label: String,
    /// What it is.
    pub sort: Sort,
}

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// An established finding.
    Established,
    /// Another finding.
    Finding,
    /// A source that rests on others.
    Derived,
    /// A source at which a derivation ends.
    Origin,
    /// A source in a circle: no origin.
    Circular,
}

/// One rests on the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// The node that rests.
    pub from: String,
    /// The node that it rests on.
    pub to: String,
    /// What the edge means.
    pub sort: EdgeSort,
}

/// What an edge means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EdgeSort {
    /// The source supports the finding.
    Supports,
    /// The source speaks against it.
    Contradicts,
    /// The source rests on the other.
    DerivesFrom,
    /// The original was found cited there.
    CitedIn,
}

/// The graph of a brief. Sources that nothing cites and that carry nothing are left out.
pub fn graph(resolved: &Resolved<'_>, locale: &Locale) -> Graph {
    let loaded = resolved.loaded;
    let mut edges = Vec::new();
    let mut drawn = HashSet::new();
    let mut cited = Vec::new();
    for (at, finding) in loaded.findings.iter().enumerate() {
        for item in &finding.value.evidence {
            let Some(source) = resolved.index.source(&item.source) else { continue };
            let sort = match item.bearing.unwrap_or(Bearing::Supports) {
                Bearing::Supports => EdgeSort::Supports,
                Bearing::Contradicts => EdgeSort::Contradicts,
                Bearing::Context => continue,
            };
            if drawn.insert((at, source, sort)) {
                edges.push(Edge { from: finding_key(finding.value.id.as_str()), to: source_key(loaded, source), sort });
            }
            cited.push(source);
        }
    }
    let depth = depths(resolved, &cited);
    for &source in depth.keys() {
        for (parent, sort) in parents(resolved, source) {
            edges.push(Edge { from: source_key(loaded, source), to: source_key(loaded, parent), sort });
        }
    }
    let mut columns = vec![findings(resolved)];
    let deepest = depth.values().copied().max().unwrap_or(0);
    for column in 0..=deepest {
        let here =
            depth.iter().filter(|(_, depth)| **depth == column).map(|(&source, _)| self::source(resolved, source));
        columns.push(here.collect());
    }
    columns.retain(|column: &Vec<Node>| !column.is_empty());
    let headings = (0..columns.len()).map(|at| match at {
        0 => locale.text("graph_findings"),
        1 => locale.text("graph_cited"),
        _ => locale.text("graph_deeper"),
    });
    finished(resolved, headings.collect(), columns, edges)
}

/// The sources of a brief that rest on others, and what they rest on; nothing where each stands alone.
pub fn derivations(resolved: &Resolved<'_>, locale: &Locale) -> Option<Graph> {
    let loaded = resolved.loaded;
    let resting: Vec<usize> =
        (0..loaded.sources.len()).filter(|&source| !parents(resolved, source).is_empty()).collect();
    let mut depth = depths(resolved, &resting);
    let deepest = depth.values().copied().max()?.max(1);
    // An origin that is known only as cited somewhere rests on nothing: it stands with the other origins.
    for (&source, depth) in &mut depth {
        if resolved.origins.parents(source).is_empty() {
            *depth = deepest;
        }
    }
    let mut edges = Vec::new();
    for &source in depth.keys() {
        for (parent, sort) in parents(resolved, source) {
            edges.push(Edge { from: source_key(loaded, source), to: source_key(loaded, parent), sort });
        }
    }
    let column = |column: usize| {
        let here = depth.iter().filter(move |(_, depth)| **depth == column);
        here.map(|(&source, _)| self::source(resolved, source)).collect::<Vec<_>>()
    };
    let mut columns: Vec<Vec<Node>> = (0..=deepest).map(column).collect();
    columns.retain(|column| !column.is_empty());
    let headings = columns.iter().enumerate().map(|(at, column)| {
        let origins = column.iter().all(|node| node.sort == Sort::Origin);
        locale.text(if origins {
            "graph_origins"
        } else if at == 0 {
            "graph_sources"
        } else {
            "graph_deeper"
        })
    });
    Some(finished(resolved, headings.collect(), columns, edges))
}

fn finished(resolved: &Resolved<'_>, headings: Vec<String>, mut columns: Vec<Vec<Node>>, edges: Vec<Edge>) -> Graph {
    order(&mut columns, &edges);
    let loaded = resolved.loaded;
    let title = loaded.brief.as_ref().map_or_else(|| loaded.slug.clone(), |brief| brief.value.title.folded());
    Graph { title, columns, headings, edges }
}

/// For each source that something rests on its column: one to the right of the last that rests on it.
/// A circle is cut where the walk closes it.
fn depths(resolved: &Resolved<'_>, cited: &[usize]) -> BTreeMap<usize, usize> {
    // Each source after all that it rests on.
    let (mut order, mut seen, mut open) = (Vec::new(), HashSet::new(), HashSet::new());
    let mut back = HashSet::new();
    for &root in cited {
        let mut calls = vec![(root, false)];
        while let Some((source, done)) = calls.pop() {
            if done {
                open.remove(&source);
                order.push(source);
                continue;
            }
            if !seen.insert(source) {
                continue;
            }
            open.insert(source);
            calls.push((source, true));
            for (parent, _) in parents(resolved, source) {
                if open.contains(&parent) {
                    back.insert((source, parent));
                }
                calls.push((parent, false));
            }
        }
    }
    let mut depth: BTreeMap<usize, usize> = order.iter().map(|&source| (source, 0)).collect();
    for &source in order.iter().rev() {
        let below = depth.get(&source).copied().unwrap_or(0) + 1;
        // Where an original was found cited says nothing of what rests on what.
        for &parent in resolved.origins.parents(source) {
            if !back.contains(&(source, parent))
                && let Some(known) = depth.get_mut(&parent)
            {
                *known = below.max(*known);
            }
        }
    }
    depth
}

fn parents(resolved: &Resolved<'_>, source: usize) -> Vec<(usize, EdgeSort)> {
    let value = &resolved.loaded.sources[source].value;
    let derived = resolved.origins.parents(source).iter().map(|&parent| (parent, EdgeSort::DerivesFrom));
    let via = value.cited_in.as_ref().filter(|_| !value.consulted).and_then(|id| resolved.index.source(id));
    derived.chain(via.map(|via| (via, EdgeSort::CitedIn))).collect()
}

fn findings(resolved: &Resolved<'_>) -> Vec<Node> {
    let standings = resolved.loaded.findings.iter().zip(&resolved.standings);
    standings
        .map(|(entry, standing)| {
            let finding = &entry.value;
            Node {
                key: finding_key(finding.id.as_str()),
                id: finding.id.to_string(),
                label: finding.title.as_ref().unwrap_or(&finding.text).folded(),
                sort: if standing.status() == Status::Established { Sort::Established } else { Sort::Finding },
            }
        })
        .collect()
}

fn source(resolved: &Resolved<'_>, position: usize) -> Node {
    let source = &resolved.loaded.sources[position].value;
    let circular = resolved.origins.of(position).is_empty();
    let origin = resolved.origins.of(position).contains(&position);
    Node {
        key: source_key(resolved.loaded, position),
        id: source.id.to_string(),
        label: source.title.folded(),
        sort: match (circular, origin) {
            (true, _) => Sort::Circular,
            (_, true) => Sort::Origin,
            _ => Sort::Derived,
        },
    }
}

fn finding_key(id: &str) -> String {
    format!("f:{id}")
}

fn source_key(loaded: &crate::load::Loaded, source: usize) -> String {
    format!("s:{}", loaded.sources[source].value.id)
}

/// Puts each column in the order of the middle of its neighbours to the left, so that few lines cross.
fn order(columns: &mut [Vec<Node>], edges: &[Edge]) {
    let mut into: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for edge in edges {
        into.entry(&edge.to).or_default().push(&edge.from);
    }
    let mut position: BTreeMap<String, f64> = BTreeMap::new();
    for column in columns.iter_mut() {
        let middle = |node: &Node| {
            let near = into.get(node.key.as_str()).into_iter().flatten().filter_map(|from| position.get(*from));
            let near: Vec<f64> = near.copied().collect();
            if near.is_empty() { f64::MAX } else { near.iter().sum::<f64>() / near.len() as f64 }
        };
        let mut placed: Vec<(f64, Node)> = column.drain(..).map(|node| (middle(&node), node)).collect();
        placed.sort_by(|a, b| a.0.total_cmp(&b.0));
        let count = placed.len().max(1) as f64;
        for (at, (_, node)) in placed.into_iter().enumerate() {
            position.insert(node.key.clone(), at as f64 / count);
            column.push(node);
        }
    }
}
