//! The smallest change of a text that makes a place hold something else.

use std::sync::Arc;

use super::place::Text;
use super::{Amendment, Data, Edit, Place};
use crate::tree::{Node, Value};

impl Amendment {
    pub(super) fn edit(&mut self, start: usize, end: usize, text: String) {
        self.edits.push(Edit { start, end, text });
    }

    /// An edit whose text may have several lines. A note at the end of the line stays at the end of the
    /// first of them, where it is still a note.
    fn edit_lines(&mut self, start: usize, end: usize, lines: String) {
        let text = Text(&self.before);
        let stop = text.line_end(end);
        let note = text.0.get(end..stop).unwrap_or_default();
        match lines.split_once(self.form.eol) {
            Some((first, rest)) if note.trim_start().starts_with('#') => {
                let lines = format!("{first}{note}{}{rest}", self.form.eol);
                self.edit(start, stop, lines);
            }
            _ => self.edit(start, end, lines),
        }
    }

    /// Brings about that a node holds `new`, by the smallest change of its text.
    pub(super) fn make(&mut self, node: &Node, new: &Data, place: Place) {
        let old = Data::of(node);
        if old == *new {
            return;
        }
        let flow = place.flow || Text(&self.before).opens_flow(node);
        match (&node.value, new) {
            (Value::Mapping(fields), Data::Group(wanted))
                if fields.iter().any(|(key, _)| wanted.iter().any(|(name, _)| *name == key.text)) =>
            {
                self.make_group(node, wanted, flow);
            }
            (Value::Sequence(items), Data::List(wanted)) if !items.is_empty() && !wanted.is_empty() => {
                self.make_list(node, items, wanted, Place { flow, ..place });
            }
            (Value::Scalar { .. }, Data::Text(text)) => {
                let written = Text(&self.before);
                let (start, style) = written.opening(place.after, node.span.start);
                let column = written.column(start);
                let text = match place.flow {
                    true => self.form.inline(text, style, true),
                    false => self.form.scalar(text, style, place.indent, column),
                };
                self.edit_lines(start, node.span.end, text);
            }
            _ => self.replace(node, new, place),
        }
    }

    /// Writes a value anew from after its name or its `-`.
    fn replace(&mut self, node: &Node, new: &Data, place: Place) {
        let text = Text(&self.before);
        if place.flow || (matches!(node.value, Value::Scalar { .. }) && matches!(new, Data::Flag(_))) {
            let end = text.end_of(node, place.after);
            let start = match node.value {
                Value::Scalar { .. } => text.opening(place.after, node.span.start).0,
                _ => node.span.start,
            };
            let start = start.max(place.after);
            let gap = if start >= end && !text.0[..start].ends_with(' ') { " " } else { "" };
            self.edit(start.min(end), end, format!("{gap}{}", self.form.flow(new)));
            return;
        }
        let end = text.end_of(node, place.after);
        // An entry of a list begins on the line of its `-`.
        if text.0.as_bytes().get(place.after.wrapping_sub(1)) == Some(&b'-') && matches!(new, Data::Group(_)) {
            let entry = self.form.entry(new, place.indent);
            self.edit_lines(place.after, end, entry.strip_prefix('-').unwrap_or(&entry).to_owned());
            return;
        }
        let used = text.column(place.after).saturating_sub(place.indent);
        let value = self.form.value(new, place.indent, used);
        self.edit_lines(place.after, end, value);
    }

    fn make_group(&mut self, node: &Node, wanted: &[(String, Data)], flow: bool) {
        let Value::Mapping(fields) = &node.value else { return };
        let text = Text(&self.before);
        let indent = fields.first().map_or(0, |(key, _)| text.column(key.span.start));
        let kept = |name: &str| fields.iter().position(|(key, _)| key.text == name);
        let spans: Vec<_> = fields
            .iter()
            .map(|(key, child)| (key.span.start, text.end_of(child, text.after_colon(key.span.end))))
            .collect();
        let keep: Vec<_> = fields.iter().map(|(key, _)| wanted.iter().any(|(name, _)| *name == key.text)).collect();
        let mut anchor = None;
        let mut added: Vec<(Option<usize>, String)> = Vec::new();
        for (name, data) in wanted {
            match kept(name).and_then(|at| Some((at, fields.get(at)?))) {
                Some((at, (key, child))) => {
                    anchor = Some(at);
                    let after = Text(&self.before).after_colon(key.span.end);
                    self.make(child, data, Place { flow, indent, after });
                }
                None => {
                    let form = self.form;
                    let written = if flow { form.flow_field(name, data) } else { form.field(name, data, indent) };
                    added.push((anchor, written));
                }
            }
        }
        self.lay(node, &spans, &keep, added, flow);
    }

    fn make_list(&mut self, node: &Node, items: &[Arc<Node>], wanted: &[Data], place: Place) {
        let flow = place.flow;
        let old: Vec<_> = items.iter().map(|item| Data::of(item)).collect();
        let pairs = pair(&old, wanted);
        let text = Text(&self.before);
        let mut spans = Vec::new();
        let mut from = node.span.start;
        for item in items {
            // A list that is not indented begins, for the tree, behind its first `-`.
            let dash = text.dash(item.span.start, from).or_else(|| text.dash(item.span.start, place.after));
            let dash = dash.filter(|_| !flow);
            let start = dash.unwrap_or(item.span.start);
            let end = text.end_of(item, dash.map_or(start, |dash| dash + 1));
            spans.push((start, end));
            from = end;
        }
        let indent = spans.first().map_or(0, |(start, _)| text.column(*start));
        let mut keep = vec![false; items.len()];
        let mut added = Vec::new();
        let mut anchor = None;
        for (new, partner) in wanted.iter().zip(pairs) {
            match partner.and_then(|at| Some((at, items.get(at)?, spans.get(at)?))) {
                Some((at, item, &(start, _))) => {
                    keep[at] = true;
                    anchor = Some(at);
                    let after = if flow { item.span.start } else { start + 1 };
                    self.make(item, new, Place { flow, indent, after });
                }
                None => {
                    let written = if flow { self.form.flow(new) } else { self.form.entry(new, indent) };
                    added.push((anchor, written));
                }
            }
        }
        self.lay(node, &spans, &keep, added, flow);
    }

    /// Takes out the parts of a list or group that are not kept, and puts new ones behind their anchors.
    fn lay(
        &mut self,
        node: &Node,
        spans: &[(usize, usize)],
        keep: &[bool],
        added: Vec<(Option<usize>, String)>,
        flow: bool,
    ) {
        let text = Text(&self.before);
        let mut edits = Vec::new();
        let first = spans.first().map_or(0, |(start, _)| *start);
        if flow {
            let gap = text.gap(node.span.start + 1, first);
            for (anchor, written) in added {
                match anchor.and_then(|at| spans.get(at)) {
                    Some(&(_, end)) => edits.push((end, end, format!(",{gap}{written}"))),
                    None => edits.push((first, first, format!("{written},{gap}"))),
                }
            }
            let mut at = 0;
            while at < keep.len() {
                let run = keep[at..].iter().take_while(|keep| !**keep).count();
                let last = at + run;
                if run > 0 {
                    match (spans.get(last), at.checked_sub(1).and_then(|before| spans.get(before))) {
                        (Some(&(next, _)), _) => edits.push((spans[at].0, next, String::new())),
                        (None, Some(&(_, end))) => edits.push((end, spans[last - 1].1, String::new())),
                        (None, None) => edits.push((spans[at].0, spans[last - 1].1, String::new())),
                    }
                }
                at = last + 1;
            }
        } else {
            let margin = " ".repeat(text.column(first));
            // What comes first stands before the first that stays; those before that one go.
            let kept = spans.iter().zip(keep).find(|(_, keep)| **keep).map_or(first, |((start, _), _)| *start);
            for (anchor, written) in added {
                match anchor.and_then(|at| spans.get(at)) {
                    Some(&(_, end)) => {
                        let line = text.line_end(end);
                        edits.push((line, line, format!("{}{margin}{written}", self.form.eol)));
                    }
                    None => edits.push((kept, kept, format!("{written}{}{margin}", self.form.eol))),
                }
            }
            for (at, _) in keep.iter().enumerate().filter(|(_, keep)| !**keep) {
                let Some(&(start, end)) = spans.get(at) else { continue };
                let line = text.line_start(start);
                if text.is_blank(line, start) {
                    let (from, to) = text.whole_lines(line, end);
                    edits.push((from, to, String::new()));
                } else {
                    // It shares its line with the `-` of the entry: what comes next moves up.
                    let next = spans.get(at + 1).map_or(end, |(next, _)| *next);
                    let to = if text.is_blank(end, next) { next } else { end };
                    edits.push((start, to, String::new()));
                }
            }
        }
        for (start, end, text) in edits {
            self.edit(start, end, text);
        }
    }

    /// Adds entries behind the last one of a list.
    pub(super) fn add_entries(&mut self, field: Option<&str>, entries: &[Data]) {
        let text = Text(&self.before);
        let eol = self.form.eol;
        let root = self.root.clone();
        let (list, after) = match (field, &root) {
            (None, Some(root)) => (Some(root), root.span.start),
            (Some(name), Some(root)) => match root.get(name) {
                Some((key, list)) => (Some(list), text.after_colon(key.span.end)),
                None => (None, 0),
            },
            (_, None) => (None, 0),
        };
        let last = list.and_then(|list| Some((list, list.items().last()?)));
        match (last, &root) {
            (Some((list, last)), _) if self.form.json || text.opens_flow(list) => {
                let end = text.end_of(last, last.span.start);
                let first = list.items().first().map_or(end, |first| first.span.start);
                let gap = text.gap(list.span.start + 1, first).to_owned();
                let written: String = entries.iter().map(|entry| format!(",{gap}{}", self.form.flow(entry))).collect();
                self.edit(end, end, written);
            }
            (Some((list, _)), _) => {
                let first = list.items().first().map_or(after, |first| first.span.start);
                let dash = text.dash(first, list.span.start).or_else(|| text.dash(first, after));
                let dash = dash.unwrap_or(list.span.start);
                let indent = text.column(dash);
                let line = text.line_end(text.end_of(list, after));
                let margin = " ".repeat(indent);
                let written: String =
                    entries.iter().map(|entry| format!("{eol}{margin}{}", self.form.entry(entry, indent))).collect();
                self.edit(line, line, written);
            }
            (None, Some(root)) => self.begin_list(root, field, entries),
            (None, None) => {
                let body = match field {
                    None => entries.iter().map(|entry| self.form.entry(entry, 0)).collect::<Vec<_>>().join(eol),
                    Some(name) => self.form.field(name, &Data::List(entries.to_vec()), 0),
                };
                let gap = if self.before.is_empty() || self.before.ends_with('\n') { "" } else { eol };
                self.edit(self.before.len(), self.before.len(), format!("{gap}{body}{eol}"));
            }
        }
    }

    /// Makes the first entries of a list that is empty or not there.
    fn begin_list(&mut self, root: &Arc<Node>, field: Option<&str>, entries: &[Data]) {
        let data = Data::List(entries.to_vec());
        let text = Text(&self.before);
        let (eol, form) = (self.form.eol, self.form);
        match (field, field.and_then(|name| root.get(name))) {
            (None, _) if !form.json => {
                let body = entries.iter().map(|entry| form.entry(entry, 0)).collect::<Vec<_>>().join(eol);
                self.edit(root.span.start, root.span.end, body);
            }
            (None, _) => self.edit(root.span.start, root.span.end, form.flow(&data)),
            (Some(_), Some((key, list))) => {
                let after = text.after_colon(key.span.end);
                let indent = text.column(key.span.start);
                self.replace(list, &data, Place { flow: form.json || text.opens_flow(root), indent, after });
            }
            (Some(name), None) => {
                let mut wanted = Data::of(root);
                wanted.put(name, data, &[]);
                let flow = form.json || text.opens_flow(root);
                self.make_group(root, wanted.fields(), flow);
            }
        }
    }
}

/// For each wanted entry the old one that it continues, in the old order.
fn pair(old: &[Data], wanted: &[Data]) -> Vec<Option<usize>> {
    let mut pairs = vec![None; wanted.len()];
    let head = old.iter().zip(wanted).take_while(|(a, b)| a == b).count();
    let tail = old.iter().rev().zip(wanted.iter().rev()).take_while(|(a, b)| a == b).count();
    let tail = tail.min(old.len().min(wanted.len()) - head);
    let (old_end, new_end) = (old.len() - tail, wanted.len() - tail);
    for (at, pair) in pairs.iter_mut().enumerate() {
        if at < head {
            *pair = Some(at);
        } else if at >= new_end {
            *pair = Some(old_end + (at - new_end));
        }
    }
    // What changed lies between; entries there are paired as they come, equal ones first.
    let mut from = head;
    for at in head..new_end {
        let later = wanted.get(at).and_then(|new| (from..old_end).find(|&i| old.get(i) == Some(new)));
        let room = old_end.saturating_sub(from);
        let left = new_end - at;
        let partner = match later {
            Some(same) => Some(same),
            None if room > 0 && (room >= left || !is_kept_later(old, wanted, from, old_end, at + 1, new_end)) => {
                Some(from)
            }
            None => None,
        };
        if let (Some(partner), Some(pair)) = (partner, pairs.get_mut(at)) {
            *pair = Some(partner);
            from = partner + 1;
        }
    }
    pairs
}

/// Whether the old entry at `from` stands unchanged further on.
fn is_kept_later(old: &[Data], wanted: &[Data], from: usize, old_end: usize, at: usize, new_end: usize) -> bool {
    let Some(entry) = old.get(from..old_end).and_then(|rest| rest.first()) else { return false };
    wanted.get(at..new_end).is_some_and(|later| later.contains(entry))
}
