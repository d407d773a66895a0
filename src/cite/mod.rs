//! Citations by the Citation Style Language (CSL 1.0.2): the words of each note, in any style.
//!
//! hayagriva renders; it belongs to this room alone. A style comes from the workspace, from this
//! program or from hayagriva's archive. What CSL has no place for is added in one file, `notes`.

mod audit;
mod engine;
mod identifier;
mod item;
mod locator;
mod notes;
mod quotes;
mod short;
mod style;
mod words;

pub use audit::Fault;
pub use notes::{Cite, Cited, Writer};
pub use style::{DEFAULT, Style, Styles};
