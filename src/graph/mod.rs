//! What rests on what, drawn: findings, the sources that they cite, what those rest on, and the origins.
//!
//! [`Graph`] is plain data in columns; [`dot`] and [`svg`] write it.

mod dot;
mod svg;

use std::collections::BTreeMap;

pub use dot::dot;
pub use svg::svg;

use crate::model::{Bearing, Status};
use crate::resolve::Resolved;

/// A derivation graph, laid out in columns.
#[derive(Debug)]
pub struct Graph {
    /// The brief's title.
    pub title: String,
    /// The nodes, by column from the left, in order from the top.
    pub columns: Vec<Vec<Node>>,
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
pub fn graph(resolved: &Resolved<'_>) -> Graph {
    let loaded = resolved.loaded;
    let mut edges = Vec::new();
    let mut depth: BTreeMap<usize, usize> = BTreeMap::new();
    let mut queue = Vec::new();
    for finding in &loaded.findings {
        for item in &finding.value.evidence {
            let Some(source) = resolved.index.source(&item.source) else { continue };
            let sort = match item.bearing.unwrap_or(Bearing::Supports) {
                Bearing::Supports => EdgeSort::Supports,
                Bearing::Contradicts => EdgeSort::Contradicts,
                Bearing::Context => continue,
            };
            let edge = Edge { from: finding_key(finding.value.id.as_str()), to: source_key(loaded, source), sort };
            if !edges.contains(&edge) {
                edges.push(edge);
            }
            if depth.insert(source, 0).is_none() {
                queue.push(source);
            }
        }
    }
    // Each source stands one column to the right of the last that rests on it; a circle ends the walk.
    let mut at = 0;
    while let Some(&source) = queue.get(at) {
        at += 1;
        for (parent, sort) in parents(resolved, source) {
            let edge = Edge { from: source_key(loaded, source), to: source_key(loaded, parent), sort };
            if !edges.contains(&edge) {
                edges.push(edge);
            }
            let deeper = depth[&source] + 1;
            let known = depth.get(&parent).copied();
            let onward = known.is_some_and(|known| known < deeper) && !leads_to(resolved, parent, source);
            if known.is_none() || onward {
                depth.insert(parent, deeper);
                queue.push(parent);
            }
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
    order(&mut columns, &edges);
    let title = loaded.brief.as_ref().map_or_else(|| loaded.slug.clone(), |brief| brief.value.title.folded());
    Graph { title, columns, edges }
}

/// Whether a source rests on another, over any number of steps.
fn leads_to(resolved: &Resolved<'_>, from: usize, to: usize) -> bool {
    let (mut seen, mut queue) = (vec![from], vec![from]);
    while let Some(at) = queue.pop() {
        if at == to {
            return true;
        }
        for (parent, _) in parents(resolved, at) {
            if !seen.contains(&parent) {
                seen.push(parent);
                queue.push(parent);
            }
        }
    }
    false
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
    let mut position: BTreeMap<String, f64> = BTreeMap::new();
    for column in columns.iter_mut() {
        let middle = |node: &Node| {
            let near: Vec<f64> = edges
                .iter()
                .filter(|edge| edge.to == node.key)
                .filter_map(|edge| position.get(&edge.from))
                .copied()
                .collect();
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
