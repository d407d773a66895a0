//! What rests on what: the graph of sources, and the origins behind each of them.
//!
//! Two articles that both rest on one report are one origin (domain guide, section 2). A loop
//! contributes no origin unless one of its members also rests on something outside.

use std::collections::{BTreeSet, VecDeque};

use super::index::Index;
use crate::load::Loaded;
use crate::model::Id;

/// For each source, by position, the sources at which its derivation ends.
#[derive(Debug)]
pub struct Origins {
    origins: Vec<BTreeSet<usize>>,
    /// The origins, and for each that nobody consulted the source through which it is known, with
    /// the origins of that.
    grounds: Vec<BTreeSet<usize>>,
    /// Sources that hold stand-ins, or rest on one that does or on one that is not there.
    unsure: Vec<bool>,
    /// What each source rests on directly.
    parents: Vec<Vec<usize>>,
    circles: Vec<Circle>,
}

/// Sources that lead back to themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Circle {
    /// The sources in the order of the circle, the first again at its end.
    pub chain: Vec<usize>,
    /// They are each cited in the next; otherwise each rests on the next.
    pub cited: bool,
}

impl Origins {
    /// The origins of a source; empty for a source that rests only on a loop.
    pub fn of(&self, source: usize) -> &BTreeSet<usize> {
        &self.origins[source]
    }

    /// Whether something about a source, or about what it rests on, is wrong and was reported, so
    /// that nothing can be built on it.
    pub fn unsure(&self, source: usize) -> bool {
        self.unsure[source]
    }

    /// Whether nothing stands behind both sources.
    pub fn independent(&self, a: usize, b: usize) -> bool {
        let whole = !self.origins[a].is_empty() && !self.origins[b].is_empty();
        whole && self.grounds[a].is_disjoint(&self.grounds[b])
    }

    /// Sources that rest on each other, or are cited in each other, in a circle.
    pub fn circles(&self) -> &[Circle] {
        &self.circles
    }

    /// What a source rests on directly.
    pub fn parents(&self, source: usize) -> &[usize] {
        &self.parents[source]
    }

    /// The way from a source to an origin of it, both included; the shortest there is.
    pub fn path(&self, source: usize, origin: usize) -> Vec<usize> {
        let mut before = vec![None; self.parents.len()];
        let mut queue = VecDeque::from([source]);
        while let Some(at) = queue.pop_front() {
            if at == origin {
                break;
            }
            for &parent in &self.parents[at] {
                if parent != source && before[parent].is_none() {
                    before[parent] = Some(at);
                    queue.push_back(parent);
                }
            }
        }
        let mut path = vec![origin];
        while let Some(Some(at)) = path.last().map(|&last| before[last]) {
            path.push(at);
        }
        path.reverse();
        path
    }

    /// The ways from a source to its origins, for messages: "S4 → S2".
    pub fn chains(&self, loaded: &Loaded, source: usize) -> String {
        let name = |at: &usize| loaded.sources[*at].value.id.to_string();
        let ways: Vec<_> = self
            .of(source)
            .iter()
            .map(|&origin| self.path(source, origin).iter().map(name).collect::<Vec<_>>().join(" → "))
            .collect();
        crate::text::and_list(&ways)
    }

    pub(super) fn trace(loaded: &Loaded, index: &Index<'_>) -> Self {
        let parents: Vec<Vec<usize>> = loaded
            .sources
            .iter()
            .map(|source| source.value.derives_from.iter().filter_map(|id| index.source(id)).collect())
            .collect();
        let components = components(&parents);
        let mut origins: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); parents.len()];
        let mut unsure: Vec<bool> = loaded
            .sources
            .iter()
            .map(|source| {
                let unknown = |id: &Id| index.source(id).is_none();
                !source.sound
                    || source.value.derives_from.iter().chain(&source.value.cited_in).any(unknown)
                    || source.value.issued_by.as_ref().is_some_and(|id| index.party(id).is_none())
            })
            .collect();
        let mut circles = Vec::new();
        // Components come with what they rest on before them.
        for component in &components {
            let looped = component.len() > 1 || parents[component[0]].contains(&component[0]);
            let outside: BTreeSet<usize> = component
                .iter()
                .flat_map(|&member| parents[member].iter())
                .filter(|parent| !component.contains(parent))
                .flat_map(|&parent| origins[parent].iter().copied())
                .collect();
            for &member in component {
                origins[member] =
                    if !looped && parents[member].is_empty() { BTreeSet::from([member]) } else { outside.clone() };
            }
            let any =
                component.iter().any(|&member| unsure[member] || parents[member].iter().any(|&parent| unsure[parent]));
            component.iter().for_each(|&member| unsure[member] = any);
            if looped {
                circles.push(circle(&parents, component));
            }
        }
        circles.extend(citation_circles(loaded, index));
        let via = |origin: usize| {
            let source = &loaded.sources[origin].value;
            source.cited_in.as_ref().filter(|_| !source.consulted).and_then(|id| index.source(id))
        };
        let grounds = origins
            .iter()
            .map(|set| {
                let through: BTreeSet<_> = set.iter().filter_map(|&origin| via(origin)).collect();
                let behind = through.iter().flat_map(|&source| origins[source].iter().copied());
                set.iter().copied().chain(behind).chain(through.iter().copied()).collect()
            })
            .collect();
        Self { origins, grounds, unsure, parents, circles }
    }
}

fn circle(parents: &[Vec<usize>], component: &[usize]) -> Circle {
    let first = component.iter().copied().min().unwrap_or_default();
    let mut chain = vec![first];
    let mut at = first;
    while let Some(&next) =
        parents[at].iter().find(|parent| component.contains(parent) && (!chain.contains(parent) || **parent == first))
    {
        chain.push(next);
        if next == first {
            break;
        }
        at = next;
    }
    Circle { chain, cited: false }
}

/// An original "as cited in" a source that is itself cited in the original.
fn citation_circles(loaded: &Loaded, index: &Index<'_>) -> Vec<Circle> {
    let via: Vec<Vec<usize>> = loaded
        .sources
        .iter()
        .map(|source| source.value.cited_in.as_ref().and_then(|id: &Id| index.source(id)).into_iter().collect())
        .collect();
    let mut circles = Vec::new();
    for component in components(&via) {
        let Some(&first) = component.iter().min().filter(|&&first| component.len() > 1 || via[first].contains(&first))
        else {
            continue;
        };
        let mut chain = vec![first];
        while let Some(&next) = chain.last().and_then(|&last| via[last].first()) {
            chain.push(next);
            if next == first {
                break;
            }
        }
        circles.push(Circle { chain, cited: true });
    }
    circles
}

/// The strongly connected components, each after those that it points to (Tarjan, iterative).
fn components(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    const NEW: usize = usize::MAX;
    let mut order = vec![NEW; edges.len()];
    let mut low = vec![0; edges.len()];
    let mut on_stack = vec![false; edges.len()];
    let (mut stack, mut found, mut counter) = (Vec::new(), Vec::new(), 0);
    for root in 0..edges.len() {
        if order[root] != NEW {
            continue;
        }
        let mut calls = vec![(root, 0)];
        while let Some(call) = calls.last_mut() {
            let (node, edge) = *call;
            if edge == 0 && order[node] == NEW {
                order[node] = counter;
                low[node] = counter;
                counter += 1;
                stack.push(node);
                on_stack[node] = true;
            }
            if let Some(&next) = edges[node].get(edge) {
                call.1 += 1;
                if order[next] == NEW {
                    calls.push((next, 0));
                } else if on_stack[next] {
                    low[node] = low[node].min(order[next]);
                }
                continue;
            }
            calls.pop();
            if let Some(&(parent, _)) = calls.last() {
                low[parent] = low[parent].min(low[node]);
            }
            if low[node] == order[node] {
                let mut component = Vec::new();
                while let Some(member) = stack.pop() {
                    on_stack[member] = false;
                    component.push(member);
                    if member == node {
                        break;
                    }
                }
                found.push(component);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn components_come_after_what_they_point_to() {
        // 0 → 1 → 2 → 1, 3 alone, 4 → 4
        let edges = vec![vec![1], vec![2], vec![1], vec![], vec![4]];
        let mut found = components(&edges);
        let position = |found: &[Vec<usize>], node| found.iter().position(|c| c.contains(&node));
        assert!(position(&found, 1) < position(&found, 0));
        assert_eq!(position(&found, 1), position(&found, 2));
        found.iter_mut().for_each(|c| c.sort_unstable());
        found.sort();
        assert_eq!(found, [vec![0], vec![1, 2], vec![3], vec![4]]);
    }
}
