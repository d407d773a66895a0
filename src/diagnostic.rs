//! What is wrong, where, why, and what to do: one value, whatever room it comes from.

use crate::span::Span;

/// How much a problem weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// No final document while it stands.
    Error,
    /// Worth a look; the document is made.
    Warning,
}

/// A place with a few words on what stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What to see there; may be empty.
    pub text: String,
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The stable name of this sort of problem, one of [`codes`].
    pub code: &'static str,
    /// Error or warning.
    pub severity: Severity,
    /// One sentence that a researcher understands.
    pub message: String,
    /// The place it is about.
    pub primary: Option<Label>,
    /// Other places that explain it.
    pub secondary: Vec<Label>,
    /// What to do, one remedy an entry.
    pub helps: Vec<String>,
    /// A replacement that is certain to be right.
    pub fix: Option<Fix>,
}

/// Words to replace by others, without a doubt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// The words' place.
    pub span: Span,
    /// The words as they are read.
    pub before: String,
    /// What to write in their place.
    pub after: String,
}

impl Diagnostic {
    /// A problem that stops the final document.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, message.into())
    }

    /// A problem that does not.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, message.into())
    }

    fn new(code: &'static str, severity: Severity, message: String) -> Self {
        Self { code, severity, message, primary: None, secondary: Vec::new(), helps: Vec::new(), fix: None }
    }

    /// Sets the place.
    #[must_use]
    pub fn at(mut self, span: Span, text: impl Into<String>) -> Self {
        self.primary = Some(Label { span, text: text.into() });
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.secondary.push(Label { span, text: text.into() });
        self
    }

    /// Adds a remedy.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.helps.push(text.into());
        self
    }

    /// Whether it stops the final document.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// The stable names of the problems that this program can report.
///
/// A name is never used for something else later, since people filter by it.
pub mod codes {
    macro_rules! codes {
        ($($(#[doc = $doc:literal])+ $name:ident = $value:literal;)+) => {
            $($(#[doc = $doc])+ pub const $name: &str = $value;)+
            /// Every code with what it means.
            pub const ALL: &[(&str, &str)] = &[$(($value, concat!($($doc),+))),+];
        };
    }

    codes! {
        /// A file or folder cannot be read.
        UNREADABLE = "unreadable";
        /// A file is not UTF-8 text.
        NOT_TEXT = "not-text";
        /// A file or a value is larger than a brief ever needs.
        TOO_LARGE = "too-large";
        /// The workspace's settings or word lists cannot be understood.
        SETTINGS = "settings";
        /// A path leads out of the workspace.
        OUTSIDE_WORKSPACE = "outside-workspace";
        /// A file of the brief is missing.
        MISSING_FILE = "missing-file";
        /// A file in the brief's folder has a name that nothing reads.
        UNEXPECTED_FILE = "unexpected-file";
        /// The same data is there twice, as YAML and as JSON.
        AMBIGUOUS_FILE = "ambiguous-file";
        /// A data file does not follow the rules of YAML.
        SYNTAX = "syntax";
        /// A data file holds nothing.
        EMPTY_FILE = "empty-file";
        /// A mapping has the same key twice.
        DUPLICATE_FIELD = "duplicate-field";
        /// A field that the data model does not have.
        UNKNOWN_FIELD = "unknown-field";
        /// A field that must be there is not.
        MISSING_FIELD = "missing-field";
        /// A list stands where text is expected, or the like.
        WRONG_TYPE = "wrong-type";
        /// A word that is not in the closed list of its field.
        UNKNOWN_VALUE = "unknown-value";
        /// A value that has not the form of its field, such as a date.
        BAD_VALUE = "bad-value";
        /// A character that cannot be shown or that reorders text invisibly.
        BAD_CHARACTER = "bad-character";
        /// Two entries have the same id.
        DUPLICATE_ID = "duplicate-id";
        /// A reference to an entry that is not there.
        DANGLING_REFERENCE = "dangling-reference";
        /// Raw HTML in Markdown.
        RAW_HTML = "raw-html";
        /// A link to a place that a document must not lead to.
        UNSAFE_LINK = "unsafe-link";
        /// An image that is not in the brief's folder, or is no image.
        BAD_IMAGE = "bad-image";
        /// An image without a text for those who cannot see it.
        MISSING_ALT_TEXT = "missing-alt-text";
        /// A citation in Markdown that cannot be understood.
        BAD_CITATION = "bad-citation";
        /// Headings of a section that skip a level or are too deep.
        BAD_HEADING = "bad-heading";
        /// A table whose rows do not fit its head.
        BAD_TABLE = "bad-table";
        /// A footnote that is referred to but not written, or the reverse.
        BAD_FOOTNOTE = "bad-footnote";
        /// A saved copy of a source is not what it was when it was taken in.
        CHANGED_EVIDENCE = "changed-evidence";
        /// A saved copy of a source that was taken in is no longer there.
        MISSING_EVIDENCE = "missing-evidence";
        /// No line of the custody log tells how a saved copy came in.
        UNLOGGED_EVIDENCE = "unlogged-evidence";
        /// A saved copy was taken in, and its source names none.
        UNNAMED_EVIDENCE = "unnamed-evidence";
        /// The custody log was changed, or is not whole.
        BROKEN_CUSTODY = "broken-custody";
        /// The words of a saved copy, or its record, cannot be read.
        UNREADABLE_COPY = "unreadable-copy";
        /// No font at hand has a character.
        MISSING_GLYPH = "missing-glyph";
        /// A template cannot be rendered.
        TEMPLATE = "template";
        /// A document needs more pages than its form has.
        OVERFLOW = "overflow";
        /// A text tells of something that a version for a wider circle leaves out.
        LEFT_OUT_TOLD = "left-out-told";
        /// A version for a wider circle is asked for, and nobody said what entries without a mark count as.
        UNMARKED = "unmarked";
        /// Typst could not typeset the document.
        TYPESETTING = "typesetting";
        /// The typesetting engine is missing, of a wrong version, crashed or took too long.
        ENGINE = "engine";
        /// What should be an earlier version of a brief is none.
        NOT_A_VERSION = "not-a-version";
        /// Something changed between two versions, and nobody recorded why.
        NO_REASON_RECORDED = "no-reason-recorded";
        /// Git is missing, or does not know the revision.
        GIT = "git";
        /// A file could not be written.
        UNWRITABLE = "unwritable";
        /// An entry of a file that is imported cannot be read.
        BAD_RECORD = "bad-record";
        /// An entry of a file that is imported was taken, and something in it is not certain.
        DOUBTFUL_RECORD = "doubtful-record";
        /// A file that is imported is not what its name or its content says, or is made to do harm.
        BAD_IMPORT = "bad-import";
        /// A cell of a table holds what its column does not take.
        BAD_CELL = "bad-cell";
        /// A row of a table was changed, and so was its entry in the brief.
        CONFLICT = "conflict";
        /// A data file is written in a way that leaves no certain place for a change.
        NOT_AMENDED = "not-amended";
    }

    #[cfg(test)]
    mod tests {
        #[test]
        fn codes_are_unique_and_kebab_case() {
            let mut seen = std::collections::HashSet::new();
            for (code, meaning) in super::ALL {
                assert!(seen.insert(code), "{code} twice");
                assert!(code.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{code}");
                assert!(meaning.ends_with('.'), "{code}");
            }
        }
    }
}
