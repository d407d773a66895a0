//! A look at a `.csl` file before it is used: mistakes are told with their place, and a style that
//! would never come to an end is refused.

use std::collections::HashMap;
use std::fmt::Display;
use std::ops::Range;

use roxmltree::{Document, Node};

use crate::text::nearest;

/// Deeper nesting than any style has; the reader of styles goes down by calling itself.
const DEEPEST: usize = 60;
/// Deeper than any style is once its macros are written out.
const DEEPEST_WRITTEN_OUT: usize = 200;
/// More elements than any style has once its macros are written out; Chicago has millions, of which few
/// are ever visited.
const MOST_ELEMENTS: u64 = 50_000_000;

/// The elements of CSL 1.0.2 outside `info` and `locale`.
const ELEMENTS: &[&str] = &[
    "style",
    "info",
    "locale",
    "macro",
    "citation",
    "bibliography",
    "layout",
    "text",
    "date",
    "date-part",
    "number",
    "names",
    "name",
    "name-part",
    "et-al",
    "label",
    "substitute",
    "institution",
    "institution-part",
    "group",
    "choose",
    "if",
    "else-if",
    "else",
    "sort",
    "key",
];

/// Why a style cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub message: String,
    /// Where, in bytes of the file.
    pub range: Option<Range<usize>>,
    /// What to do.
    pub helps: Vec<String>,
}

impl Fault {
    fn new(message: impl Into<String>, range: Option<Range<usize>>) -> Self {
        let help = "a style is a file in the Citation Style Language, version 1.0; the programs that make such \
                    files can check them";
        Self { message: message.into(), range, helps: vec![help.to_owned()] }
    }

    /// A style that makes labels only.
    pub(super) fn silent() -> Self {
        Self::new("it writes neither notes nor a list of references, so there is nothing to print", None)
    }

    /// A mistake that only the reader of styles found. `path` leads to its element:
    /// `citation.layout.$value[0].text`.
    pub(super) fn of(error: &dyn Display, path: Option<&dyn Display>, text: &str) -> Self {
        let message = error.to_string();
        // The list of all that could stand there is long.
        let message = message.split(", expected one of").next().unwrap_or_default();
        let message = match message.lines().next().unwrap_or_default() {
            vague if vague.contains("untagged enum") || vague.contains("did not match") => {
                "an element has a variable, a term or an attribute that CSL does not know, or lacks one"
            }
            message => message,
        };
        let path = path.map(|path| path.to_string()).unwrap_or_default();
        let range = Document::parse(text).ok().and_then(|document| {
            let mut node = document.root_element();
            for step in path.split('.') {
                let (name, at) = match step.strip_suffix(']').and_then(|step| step.split_once('[')) {
                    Some((name, at)) => (name, at.parse::<usize>().ok()),
                    None => (step, None),
                };
                let inner =
                    |child: &Node<'_, '_>| child.is_element() && (name == "$value" || child.tag_name().name() == name);
                node = match node.children().filter(inner).nth(at.unwrap_or(0)) {
                    Some(child) => child,
                    // The variant of an element that `$value` led to.
                    None if node.tag_name().name() == name => node,
                    None => break,
                };
            }
            (node != document.root_element()).then(|| head(node, text))
        });
        Self::new(message, range)
    }
}

/// Looks at a style.
///
/// # Errors
/// The first [`Fault`].
pub(super) fn audit(text: &str) -> Result<(), Fault> {
    depth(text)?;
    let document = Document::parse(text).map_err(|error| {
        let position = error.pos();
        let at = offset(text, position.row as usize, position.col as usize);
        Fault::new(error.to_string(), Some(at..at))
    })?;
    let root = document.root_element();
    if root.tag_name().name() != "style" {
        return Err(Fault::new("its outermost element is not `style`", Some(head(root, text))));
    }
    let parent = root.descendants().find(|node| node.attribute("rel") == Some("independent-parent"));
    if let Some(parent) = parent {
        let leads = parent.attribute("href").unwrap_or_default();
        let mut fault = Fault::new(format!("it only points to another style, {leads}"), Some(head(parent, text)));
        fault.helps = vec!["put that style's own file into the folder `styles`".to_owned()];
        return Err(fault);
    }
    for needed in ["info", "citation"] {
        if !root.children().any(|node| node.has_tag_name_of(needed)) {
            return Err(Fault::new(format!("it has no element `{needed}`"), Some(head(root, text))));
        }
    }
    elements(root, text)?;
    macros(root, text)
}

/// Names are compared without the namespace, which some files forget.
trait Named {
    fn has_tag_name_of(&self, name: &str) -> bool;
}

impl Named for Node<'_, '_> {
    fn has_tag_name_of(&self, name: &str) -> bool {
        self.is_element() && self.tag_name().name() == name
    }
}

/// Counts how deep tags are nested, roughly and without going down itself.
fn depth(text: &str) -> Result<(), Fault> {
    let mut deep = 0_usize;
    for (at, _) in text.match_indices('<') {
        let rest = &text[at + 1..];
        let tag = rest.split('>').next().unwrap_or_default();
        if rest.starts_with('/') {
            deep = deep.saturating_sub(1);
        } else if !rest.starts_with(['!', '?']) && !tag.ends_with('/') {
            deep += 1;
        }
        if deep > DEEPEST {
            return Err(Fault::new("its elements are nested deeper than any style needs", Some(at..at + 1)));
        }
    }
    Ok(())
}

fn elements(root: Node<'_, '_>, text: &str) -> Result<(), Fault> {
    for node in root.descendants().filter(Node::is_element) {
        let name = node.tag_name().name();
        let apart =
            node.ancestors().skip(1).any(|above| above.has_tag_name_of("info") || above.has_tag_name_of("locale"));
        if !apart && !ELEMENTS.contains(&name) {
            let mut fault = Fault::new(format!("CSL has no element `{name}`"), Some(head(node, text)));
            if let Some(near) = nearest(name, ELEMENTS.iter().copied()) {
                fault.helps.insert(0, format!("did you mean `{near}`?"));
            }
            return Err(fault);
        }
    }
    Ok(())
}

/// What it takes to write out an element with all macros in it.
#[derive(Debug, Clone, Copy, Default)]
struct Cost {
    elements: u64,
    depth: usize,
}

/// The macros of a style while they are followed.
struct Macros<'a, 'i> {
    text: &'a str,
    named: HashMap<&'a str, Node<'a, 'i>>,
    costs: HashMap<&'a str, Cost>,
    /// The macros that are being written out, each called by the one before it.
    open: Vec<&'a str>,
}

/// Every macro that is called is there, none calls itself, and all come to an end in good time.
fn macros<'a>(root: Node<'a, '_>, text: &'a str) -> Result<(), Fault> {
    let tops = || root.children().filter(Node::is_element);
    let named = tops().filter(|node| node.has_tag_name_of("macro"));
    let named = named.filter_map(|node| Some((node.attribute("name")?, node))).collect();
    let mut macros = Macros { text, named, costs: HashMap::new(), open: Vec::new() };
    tops().try_for_each(|top| macros.follow(top))
}

impl<'a, 'i> Macros<'a, 'i> {
    /// Follows an element down, and leaves it once all that it calls are known.
    fn follow(&mut self, start: Node<'a, 'i>) -> Result<(), Fault> {
        let mut work = vec![(start, false)];
        while let Some((node, left)) = work.pop() {
            let name = node.attribute("name").filter(|_| node.has_tag_name_of("macro"));
            if left {
                let cost = self.cost(node)?;
                if let Some(name) = name {
                    self.costs.insert(name, cost);
                    self.open.pop();
                }
                continue;
            }
            if let Some(name) = name {
                if self.costs.contains_key(name) {
                    continue;
                }
                self.open.push(name);
            }
            work.push((node, true));
            for (called, call) in calls(node) {
                let target = self.target(called, call)?;
                if !self.costs.contains_key(called) {
                    work.push((target, false));
                }
            }
        }
        Ok(())
    }

    fn target(&self, called: &'a str, call: Node<'a, 'i>) -> Result<Node<'a, 'i>, Fault> {
        if self.open.contains(&called) {
            return Err(Fault::new(format!("the macro `{called}` calls itself"), Some(head(call, self.text))));
        }
        self.named.get(called).copied().ok_or_else(|| {
            let mut fault = Fault::new(format!("it has no macro `{called}`"), Some(head(call, self.text)));
            if let Some(near) = nearest(called, self.named.keys().copied()) {
                fault.helps.insert(0, format!("did you mean `{near}`?"));
            }
            fault
        })
    }

    fn cost(&self, node: Node<'a, 'i>) -> Result<Cost, Fault> {
        let mut cost = Cost::default();
        for inner in node.descendants().filter(Node::is_element) {
            let called =
                inner.attribute("macro").and_then(|called| self.costs.get(called)).copied().unwrap_or_default();
            cost.elements = cost.elements.saturating_add(1).saturating_add(called.elements);
            // Attributes call, too: a key of a sort, a text.
            let own = inner.ancestors().take_while(|above| *above != node).count();
            cost.depth = cost.depth.max(own + 1 + called.depth);
        }
        if cost.elements > MOST_ELEMENTS || cost.depth > DEEPEST_WRITTEN_OUT {
            return Err(Fault::new(
                "its macros call each other more often than any style needs",
                Some(head(node, self.text)),
            ));
        }
        Ok(cost)
    }
}

/// The macros that stand in an element, each with the element that calls it.
fn calls<'a, 'i>(node: Node<'a, 'i>) -> impl Iterator<Item = (&'a str, Node<'a, 'i>)> {
    node.descendants().filter(Node::is_element).filter_map(|call| Some((call.attribute("macro")?, call)))
}

/// The tag that opens an element.
fn head(node: Node<'_, '_>, text: &str) -> Range<usize> {
    let range = node.range();
    let length = text.get(range.clone()).and_then(|text| text.find('>')).map_or(range.len(), |at| at + 1);
    range.start..range.start + length
}

/// The byte at a row and a column, both counted from 1, the column in characters.
fn offset(text: &str, row: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(row.saturating_sub(1)).map(str::len).sum();
    let line = text.get(start..).unwrap_or_default().lines().next().unwrap_or_default();
    let within = line.char_indices().nth(column.saturating_sub(1)).map_or(line.len(), |(at, _)| at);
    (start + within).min(text.len())
}

#[cfg(test)]
mod tests {
    use hayagriva::archive::ArchivedStyle;

    use super::*;

    #[test]
    fn every_style_of_the_archive_passes() {
        for style in ArchivedStyle::all() {
            let text = style.get().to_xml().unwrap();
            if let Err(fault) = audit(&text) {
                panic!("{:?}: {} {:?}", style, fault.message, fault.range.map(|range| text[range].to_owned()));
            }
        }
    }

    #[test]
    fn macros_that_double_each_time_are_refused() {
        let mut text = String::from("<style><info/><citation><layout><text macro=\"m0\"/></layout></citation>");
        for at in 0..40 {
            let next = at + 1;
            text += &format!("<macro name=\"m{at}\"><text macro=\"m{next}\"/><text macro=\"m{next}\"/></macro>");
        }
        text += "<macro name=\"m40\"/></style>";
        assert!(audit(&text).unwrap_err().message.contains("more often"));
    }
}
