//! `evenhand export sources`: sources of a brief for a reference manager.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::ValueEnum;

use super::output::{self, Outcome, say};
use super::{BRIEF_HAS_ERRORS, FINE, Global, USAGE, writing};
use crate::amend::Amendment;
use crate::check::Checked;
use crate::diagnostic::{Diagnostic, codes};
use crate::exchange::{self, Format};
use crate::load;
use crate::source_map::SourceMap;

/// Arguments of `evenhand export`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// The sources of a brief as CSL-JSON, BibTeX or RIS
    Sources(Sources),
}

/// Arguments of `evenhand export sources`.
#[derive(Debug, clap::Args)]
struct Sources {
    /// The brief, by name or by folder
    #[arg(long, value_name = "BRIEF", value_hint = clap::ValueHint::DirPath)]
    brief: String,
    /// The form of the file
    #[arg(long = "as", value_enum, value_name = "FORM")]
    form: Form,
    /// Where to write it [default: standard output]
    #[arg(long, short, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    output: Option<PathBuf>,
    /// Write over a file that is there and holds something else; never over a file of a brief
    #[arg(long)]
    force: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// CSL-JSON
    CslJson,
    /// BibLaTeX, which BibTeX programs read
    Bibtex,
    /// RIS
    Ris,
}

pub(super) fn run(global: &Global, arguments: &Arguments) -> u8 {
    match &arguments.what {
        What::Sources(arguments) => sources(global, arguments),
    }
}

fn sources(global: &Global, arguments: &Sources) -> u8 {
    let (workspace, briefs) = match output::select(global, std::slice::from_ref(&arguments.brief)) {
        Ok(selected) => selected,
        Err(code) => return code,
    };
    let Some(folder) = briefs.first() else { return USAGE };
    let slug = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut map = SourceMap::new(workspace.root().to_owned());
    let read = match load::data_files(folder, "sources").into_iter().next() {
        Some(path) => map.read(&path).map_err(|problem| vec![problem]),
        None => Err(vec![Diagnostic::error(codes::MISSING_FILE, format!("`{slug}` has no `sources.yaml`"))]),
    };
    let amendment = match read.and_then(|file| Amendment::new(&map, file)) {
        Ok(amendment) => amendment,
        Err(problems) => {
            let outcome =
                Outcome { slug, map, problems, code: BRIEF_HAS_ERRORS, made: Vec::new(), checked: Checked::default() };
            return output::show(global, &mut [outcome]);
        }
    };
    let format = match arguments.form {
        Form::CslJson => Format::CslJson,
        Form::Bibtex => Format::Bibtex,
        Form::Ris => Format::Ris,
    };
    let items = exchange::export_items(amendment.data());
    let text = exchange::write(&items, format);
    let Some(path) = &arguments.output else {
        say(text.trim_end());
        return FINE;
    };
    if let Err(code) = writing::write_named(path, text.as_bytes(), arguments.force) {
        return code;
    }
    say(&format!("wrote {} with {}", path.display(), crate::text::count(items.len(), "source")));
    let mut lost: BTreeMap<&str, usize> = BTreeMap::new();
    for item in &items {
        exchange::unplaced(item, format).into_iter().for_each(|name| *lost.entry(name).or_default() += 1);
    }
    if !lost.is_empty() {
        let lost: Vec<_> = lost.iter().map(|(name, number)| format!("{name} ({number})")).collect();
        say(&format!("this form has no place for: {}", lost.join(", ")));
    }
    FINE
}
