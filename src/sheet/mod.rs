//! Findings from and to spreadsheets.
//!
//! `export` writes a brief as a workbook or CSV; `book` and `delimited` read such files, also those of
//! others, as tables, and `ods` those of LibreOffice; `propose` and `mapping` turn a table of others into one of ours; `merge` lays a table over the
//! brief, whose data files `desk` holds open. `rows` knows where in an entry the rows of a tab stand, and
//! `originals` which of its texts can be translated.

mod account;
mod alike;
mod book;
mod column;
mod comments;
mod delimited;
mod desk;
mod entry;
mod export;
mod faults;
mod guard;
mod known;
mod mapping;
mod mark;
mod merge;
mod ods;
mod originals;
mod places;
mod propose;
mod rows;
mod scan;
mod table;
mod tabs;

pub use account::{Account, Changed, Difference, Left};
pub use book::{MAX_FILE, is_workbook, read as read_workbook};
pub use column::{Column, Form, Tab};
pub use delimited::read as read_delimited;
pub use desk::Desk;
pub use export::{Made, OWN_SHEETS, csv, workbook};
pub use mapping::{Mapped, Mapping};
pub use mark::recognise;
pub use merge::{lay, lay_mapped};
pub use propose::propose;
pub use table::{Cell, Row, Suspect, Table};
