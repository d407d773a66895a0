//! The data files: `brief.yaml`, `sources.yaml`, `parties.yaml`, and the findings.

use std::path::Path;
use std::sync::Arc;

use serde::de::DeserializeOwned;

use super::characters::check_characters;
use super::files::in_findings;
use super::{Entry, Loader, decode, yaml};
use crate::diagnostic::{Diagnostic, codes};
use crate::model::{Brief, Finding, Party, Proceeding, Source};
use crate::text;
use crate::tree::{Node, Value};

impl Loader<'_> {
    fn tree(&mut self, path: &Path, stem: &'static str) -> Option<Arc<Node>> {
        let tree = match self.map.read(path) {
            Ok(file) => {
                let tree = yaml::parse(self.map, file, &mut self.problems);
                if let Some(tree) = &tree {
                    check_characters(tree, &mut self.problems);
                }
                tree
            }
            Err(problem) => {
                self.problems.push(problem);
                None
            }
        };
        if tree.is_none() {
            self.broken.push(stem);
        }
        tree
    }

    fn entries<T: DeserializeOwned>(&mut self, list: &Node, what: &'static str, stem: &'static str) -> Vec<Entry<T>> {
        match &list.value {
            Value::Sequence(items) => items
                .iter()
                .filter_map(|node| {
                    let decoded = decode::decode(node, &mut self.problems)?;
                    Some(Entry { value: decoded.value, sound: decoded.sound, node: Arc::clone(node) })
                })
                .collect(),
            Value::Null => Vec::new(),
            _ => {
                self.problems.push(
                    Diagnostic::error(codes::WRONG_TYPE, format!("expected a list of {what} entries, found {}", list.describe()))
                        .at(list.cursor().span(), "expected `- id: …`")
                        .help(format!("begin each {what} with `- id: ` at the start of a line, and indent its other fields by two spaces")),
                );
                self.broken.push(stem);
                Vec::new()
            }
        }
    }

    pub(super) fn brief(&mut self) -> Option<Entry<Brief>> {
        let path = self.find("brief", true)?;
        let node = self.tree(&path, "brief")?;
        let decoded = decode::decode(&node, &mut self.problems)?;
        Some(Entry { value: decoded.value, sound: decoded.sound, node })
    }

    pub(super) fn sources(&mut self) -> Vec<Entry<Source>> {
        let Some(path) = self.find("sources", true) else {
            return Vec::new();
        };
        match self.tree(&path, "sources") {
            Some(node) => self.entries(&node, "source", "sources"),
            None => Vec::new(),
        }
    }

    /// The working copy of a source, beside the brief's data.
    pub(super) fn snapshot(&mut self, source: &Entry<Source>) -> Option<String> {
        let text = source.value.snapshot.as_ref()?.text.as_ref()?;
        let place = source.place().field("snapshot").field("text");
        let path = self.folder.join(text.as_str());
        let inside = self.map.confine(&path).and_then(|real| match real.starts_with(&self.folder) {
            true => self.map.read(&path),
            false => Err(Diagnostic::error(codes::OUTSIDE_WORKSPACE, "this file is not in the brief's folder")
                .help("keep the text of a snapshot in the brief's folder, under `evidence/`")),
        });
        match inside {
            Ok(file) => Some(self.map.release(file)),
            Err(problem) => {
                self.problems.push(problem.at(place.span(), "named here"));
                None
            }
        }
    }

    pub(super) fn parties(&mut self) -> (Vec<Entry<Party>>, Vec<Entry<Proceeding>>) {
        let Some(path) = self.find("parties", true) else {
            return (Vec::new(), Vec::new());
        };
        let Some(node) = self.tree(&path, "parties") else {
            return (Vec::new(), Vec::new());
        };
        let Value::Mapping(fields) = &node.value else {
            self.problems.push(
                Diagnostic::error(
                    codes::WRONG_TYPE,
                    format!("expected the fields `parties` and `proceedings`, found {}", node.describe()),
                )
                .at(node.cursor().span(), "expected `parties:`")
                .help("write `parties:` on the first line and the list under it"),
            );
            self.broken.push("parties");
            return (Vec::new(), Vec::new());
        };
        for (key, _) in fields {
            if !matches!(key.text.as_str(), "parties" | "proceedings") {
                let shown = text::ellipsis(&key.text, 40);
                let mut problem = Diagnostic::error(codes::UNKNOWN_FIELD, format!("this file has no field `{shown}`"))
                    .at(key.span, "not known here");
                if let Some(near) = text::nearest(&key.text, ["parties", "proceedings"]) {
                    problem = problem.help(format!("did you mean `{near}`?"));
                }
                self.problems.push(problem.help("the fields here: parties, proceedings"));
            }
        }
        let parties = node.get("parties").map(|(_, list)| Arc::clone(list));
        let proceedings = node.get("proceedings").map(|(_, list)| Arc::clone(list));
        (
            parties.map_or_else(Vec::new, |list| self.entries(&list, "party", "parties")),
            proceedings.map_or_else(Vec::new, |list| self.entries(&list, "proceeding", "parties")),
        )
    }

    pub(super) fn findings(&mut self) -> Vec<Entry<Finding>> {
        let paths: Vec<_> = in_findings(&self.folder).collect();
        let single = self.find("findings", paths.is_empty());
        let mut findings = Vec::new();
        for path in single.into_iter().chain(paths) {
            if let Some(node) = self.tree(&path, "findings") {
                findings.append(&mut self.entries(&node, "finding", "findings"));
            }
        }
        findings
    }
}
