//! Changes to a data file that leave everything else in it as it is, byte for byte.
//!
//! Whoever changes a value says what the place shall hold, as [`Data`]; the room finds the smallest
//! change of the text that brings it about, in the way in which the place is written. Comments, order,
//! quotation marks and line ends of all else stay. Nothing is written to disk: a [`Change`] holds the
//! file's whole new text.
//!
//! Before a change is handed out, its text is read again. If it does not hold just what was asked for,
//! there is no change but a diagnostic: a file that cannot be changed with certainty is left to a person.

mod data;
mod lay;
mod place;
mod write;

use std::sync::Arc;

pub use data::Data;

use crate::diagnostic::{Diagnostic, codes};
use crate::fix::Change;
use crate::load;
use crate::source_map::{FileId, MAX_BYTES, SourceMap};
use crate::tree::Node;
use place::Text;
use write::Form;

/// One step down a data file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'a> {
    /// Into a field of a group.
    Field(&'a str),
    /// Into an entry of a list, counted from 0.
    Item(usize),
}

/// A data file with what shall change in it.
#[derive(Debug)]
pub struct Amendment {
    path: String,
    before: String,
    root: Option<Arc<Node>>,
    form: Form,
    edits: Vec<Edit>,
    appended: Vec<(Option<String>, Vec<Data>)>,
    expected: Data,
    count: usize,
    /// An entry was to be added where there is no list.
    misplaced: bool,
}

/// Bytes of the file and what stands there afterwards.
#[derive(Debug)]
struct Edit {
    start: usize,
    end: usize,
    text: String,
}

/// Where a value stands.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// Between brackets.
    flow: bool,
    /// How far its group or list is indented.
    indent: usize,
    /// Where the text after its name's `:`, or after its `-`, begins.
    after: usize,
}

impl Amendment {
    /// Begins to change a file that was read.
    ///
    /// # Errors
    /// What is wrong with the file: only one that is understood can be changed.
    pub fn new(map: &SourceMap, file: FileId) -> Result<Self, Vec<Diagnostic>> {
        let source = map.file(file);
        let mut problems = Vec::new();
        let root = load::tree(map, file, &mut problems);
        // An empty list has nothing in it to misunderstand.
        if problems.iter().any(|problem| problem.code != codes::EMPTY_FILE) {
            return Err(problems);
        }
        let expected = root.as_deref().map_or(Data::Null, Data::of);
        let crlf = source.text.matches("\r\n").count() * 2 > source.text.matches('\n').count();
        let form = Form { json: source.path.ends_with(".json"), eol: if crlf { "\r\n" } else { "\n" } };
        let (path, before) = (source.path.clone(), source.text.clone());
        Ok(Self {
            path,
            before,
            root,
            form,
            edits: Vec::new(),
            appended: Vec::new(),
            expected,
            count: 0,
            misplaced: false,
        })
    }

    /// What the file holds, with every change so far.
    pub fn data(&self) -> &Data {
        &self.expected
    }

    /// Makes a place hold `value`. A field that is not there yet is put into the group that shall hold it.
    /// Each place is set once, and none inside another.
    ///
    /// # Errors
    /// A diagnostic when there is no such place.
    pub fn set(&mut self, steps: &[Step<'_>], value: Data) -> Result<(), Box<Diagnostic>> {
        let lost = || Box::new(self.refusal("there is no such place in it"));
        let root = self.root.clone().ok_or_else(lost)?;
        let text = Text(&self.before);
        let mut node = &root;
        let mut held = &mut self.expected;
        let mut key = None;
        let mut flow = self.form.json;
        for step in steps {
            flow |= text.opens_flow(node);
            let found = match *step {
                Step::Field(name) => node.get(name).map(|(found, child)| {
                    key = Some(found);
                    child
                }),
                Step::Item(index) => node.items().get(index).inspect(|_| key = None),
            };
            let inside = match (held, *step) {
                (group @ Data::Group(_), Step::Field(name)) => group.get_mut(name),
                (Data::List(items), Step::Item(index)) => items.get_mut(index),
                _ => None,
            };
            let (Some(child), Some(inside)) = (found, inside) else {
                return Err(Box::new(refusal(&self.path, "there is no such place in it")));
            };
            (node, held) = (child, inside);
        }
        *held = value.clone();
        let after = key.map_or(node.span.start, |key| text.after_colon(key.span.end));
        let indent = match key {
            Some(key) => text.column(key.span.start),
            None => text.column(node.span.start).saturating_sub(2),
        };
        let place = Place { flow, indent, after };
        let node = Arc::clone(node);
        self.count += 1;
        self.make(&node, &value, place);
        Ok(())
    }

    /// Adds an entry to the end of a list: of the file's own, or of that under a field of the file. Where
    /// something else stands in the list's place, [`Amendment::finish`] refuses.
    pub fn append(&mut self, field: Option<&str>, entry: Data) {
        if let Some(name) = field
            && self.expected.get(name).is_none()
            && matches!(self.expected, Data::Group(_) | Data::Null)
        {
            self.expected.put(name, Data::List(Vec::new()), &[]);
        }
        let list = match field {
            None => Some(&mut self.expected),
            Some(name) => self.expected.get_mut(name),
        };
        match list {
            Some(Data::List(items)) => items.push(entry.clone()),
            Some(nothing @ Data::Null) => *nothing = Data::List(vec![entry.clone()]),
            // What stands there would be lost.
            _ => {
                self.misplaced = true;
                return;
            }
        }
        self.count += 1;
        match self.appended.iter_mut().find(|(name, _)| name.as_deref() == field) {
            Some((_, entries)) => entries.push(entry),
            None => self.appended.push((field.map(str::to_owned), vec![entry])),
        }
    }

    /// The file with its changes; nothing where none was needed.
    ///
    /// # Errors
    /// A diagnostic when the new text would not hold exactly what was asked for.
    pub fn finish(mut self) -> Result<Option<Change>, Box<Diagnostic>> {
        if self.misplaced {
            return Err(Box::new(self.refusal("something else stands where a list of entries belongs")));
        }
        for (field, entries) in std::mem::take(&mut self.appended) {
            self.add_entries(field.as_deref(), &entries);
        }
        if self.edits.is_empty() {
            return Ok(None);
        }
        // What is put before a place goes before what replaces it; else edits at one place keep their order.
        self.edits.sort_by_key(|edit| (edit.start, edit.end));
        let (mut after, mut at) = (String::with_capacity(self.before.len() * 2), 0);
        for edit in &self.edits {
            let kept = self.before.get(at..edit.start).filter(|_| edit.start >= at);
            let Some(kept) = kept else {
                return Err(Box::new(self.refusal("two changes meet at one place")));
            };
            after.push_str(kept);
            after.push_str(&edit.text);
            at = edit.end.max(edit.start);
        }
        after.push_str(self.before.get(at..).unwrap_or_default());
        if after.len() as u64 > MAX_BYTES {
            let message = format!("`{}` would become larger than {} MiB", self.path, MAX_BYTES / 1024 / 1024);
            return Err(Box::new(
                Diagnostic::error(codes::TOO_LARGE, message).help("take less in, or spread it over several briefs"),
            ));
        }
        let mut map = SourceMap::new(std::path::PathBuf::new());
        let file = map.add(self.path.clone(), after.clone());
        let mut problems = Vec::new();
        let read = load::tree(&map, file, &mut problems).as_deref().map_or(Data::Null, Data::of);
        if read != self.expected || problems.iter().any(|problem| problem.code != codes::EMPTY_FILE) {
            return Err(Box::new(
                self.refusal("the way in which it is written leaves no certain place for the change"),
            ));
        }
        Ok(Some(Change { path: self.path, before: self.before, after, count: self.count }))
    }

    fn refusal(&self, why: &str) -> Diagnostic {
        refusal(&self.path, why)
    }
}

fn refusal(path: &str, why: &str) -> Diagnostic {
    Diagnostic::error(codes::NOT_AMENDED, format!("`{path}` cannot be changed with certainty: {why}"))
        .help("make this change by hand, in a text editor")
}
