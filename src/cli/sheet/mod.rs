//! `evenhand sheet`: a brief as a workbook, and tables back into a brief.

mod import;

use std::path::{Path, PathBuf};

use super::output::{self, Outcome, fail, say};
use super::{BRIEF_HAS_ERRORS, FINE, Global, SYSTEM_FAILED, USAGE, writing};
use crate::charset;
use crate::check::Checked;
use crate::diagnostic::{Diagnostic, codes};
use crate::sheet::{self, Desk, Made, Tab, Table};
use crate::source_map::{self, SourceMap};
use crate::text;
use crate::workspace::Workspace;

/// Arguments of `evenhand sheet`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Write a workbook (XLSX), or one tab of it as CSV, for a colleague to fill
    Export(Export),
    /// Take in what a colleague filled, or a table of others with a mapping
    Import(Import),
    /// Propose a mapping for a table that somebody else designed
    Map(Map),
}

/// Arguments of `evenhand sheet export`.
#[derive(Debug, clap::Args)]
struct Export {
    /// The brief, by name or by folder
    #[arg(value_name = "BRIEF", value_hint = clap::ValueHint::DirPath)]
    brief: String,
    /// Where to write it; a name that ends in `.csv` makes one tab as CSV [default: in `output`]
    #[arg(long, short, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    output: Option<PathBuf>,
    /// Write over a file that is there and holds something else; never over a file of a brief
    #[arg(long)]
    force: bool,
    /// The tab of a CSV file
    #[arg(long, value_name = "TAB", default_value = "Findings")]
    tab: String,
}

/// Arguments of `evenhand sheet import`.
#[derive(Debug, clap::Args)]
struct Import {
    /// The brief, by name or by folder
    #[arg(value_name = "BRIEF", value_hint = clap::ValueHint::DirPath)]
    brief: String,
    /// A workbook (XLSX or ODS), or a table as CSV, with tabs or with semicolons
    #[arg(value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    file: PathBuf,
    /// For a table of others: the mapping, as `sheet map` proposes it
    #[arg(long, value_name = "MAPPING", value_hint = clap::ValueHint::FilePath)]
    map: Option<PathBuf>,
    /// Take rows over entries that are there, where the rows do not come from an export
    #[arg(long)]
    update: bool,
    /// Show what would change, and change nothing
    #[arg(long)]
    dry_run: bool,
}

/// Arguments of `evenhand sheet map`.
#[derive(Debug, clap::Args)]
struct Map {
    /// A workbook (XLSX or ODS), or a table as CSV, with tabs or with semicolons
    #[arg(value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    file: PathBuf,
    /// The sheet of a workbook [default: the first]
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Where to write the mapping [default: standard output]
    #[arg(long, short, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    output: Option<PathBuf>,
    /// Write over a file that is there and holds something else; never over a file of a brief
    #[arg(long)]
    force: bool,
}

pub(super) fn run(global: &Global, arguments: &Arguments) -> u8 {
    match &arguments.what {
        What::Export(arguments) => export(global, arguments),
        What::Import(arguments) => import::import(global, arguments),
        What::Map(arguments) => map(global, arguments),
    }
}

/// The brief that a command names, with its name.
fn select(global: &Global, brief: &str) -> Result<(Workspace, PathBuf, String), u8> {
    let (workspace, mut briefs) = output::select(global, &[brief.to_owned()])?;
    let folder = briefs.pop().ok_or(USAGE)?;
    let slug = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok((workspace, folder, slug))
}

fn outcome(slug: &str, map: SourceMap, problems: Vec<Diagnostic>, made: Vec<String>) -> Outcome {
    let code = if problems.iter().any(Diagnostic::is_error) { BRIEF_HAS_ERRORS } else { FINE };
    Outcome { slug: slug.to_owned(), map, problems, code, made, checked: Checked::default() }
}

fn export(global: &Global, arguments: &Export) -> u8 {
    let (workspace, folder, slug) = match select(global, &arguments.brief) {
        Ok(selected) => selected,
        Err(code) => return code,
    };
    let mut map = SourceMap::new(workspace.root().to_owned());
    let desk = match Desk::open(&mut map, &folder) {
        Ok(desk) => desk,
        Err(problems) => return output::show(global, &mut [outcome(&slug, map, problems, Vec::new())]),
    };
    let ends_in_csv = |path: &PathBuf| path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
    let made = if arguments.output.as_ref().is_some_and(ends_in_csv) {
        let Some(tab) = Tab::of(&arguments.tab) else {
            let names: Vec<_> = Tab::ALL.iter().map(|tab| tab.name()).collect();
            fail(&format!("there is no tab `{}`", arguments.tab), &format!("one of: {}", names.join(", ")));
            return USAGE;
        };
        Ok(Made { bytes: sheet::csv(&desk, tab), left_out: Vec::new() })
    } else {
        sheet::workbook(&desk, &slug)
    };
    let Made { bytes, left_out } = match made {
        Ok(made) => made,
        Err(error) => {
            fail(&format!("cannot make the workbook: {error}"), "write one tab as CSV: `-o findings.csv`");
            return SYSTEM_FAILED;
        }
    };
    let written = match &arguments.output {
        Some(path) => writing::write_named(path, &bytes, arguments.force).map(|()| path.display().to_string()),
        None => writing::write_output(&workspace, &slug, &format!("{slug}-sheet.xlsx"), &bytes, arguments.force),
    };
    let shown = match written {
        Ok(shown) => shown,
        Err(code) => return code,
    };
    let rows: Vec<_> =
        Tab::ALL.iter().map(|tab| format!("{} {}", desk.rows(*tab).len(), tab.name().to_lowercase())).collect();
    say(&format!("wrote {shown}: {}", rows.join(", ")));
    for row in left_out {
        say(&format!("not in it, as a cell takes 32,767 characters at most: {row}"));
    }
    say("it holds all that the brief's files hold, confidential parts and names among it");
    FINE
}

/// What a file of tables holds.
struct Reading {
    tables: Vec<Table>,
    /// `workbook` or `text`.
    form: &'static str,
    /// What there is to know about how it was read.
    note: Option<String>,
}

fn read(path: &Path, delimiter: Option<u8>) -> Result<Reading, Vec<Diagnostic>> {
    let bytes = source_map::read_named(path, sheet::MAX_FILE).map_err(|problem| vec![problem])?;
    let shown = path.display();
    let told = |why: String, help: &str| {
        Diagnostic::error(codes::BAD_IMPORT, format!("`{shown}` was not read: {why}")).help(help)
    };
    let refused = |why: String| vec![told(why, "save the table again, as XLSX, ODS or CSV; nothing was changed")];
    if sheet::is_workbook(&bytes) {
        let tables = sheet::read_workbook(&bytes).map_err(refused)?;
        let note = commented(&tables);
        return Ok(Reading { tables, form: "workbook", note });
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        let help = "open it in Excel or LibreOffice and save it there as XLSX, without a password; nothing was changed";
        return Err(vec![told("it is a workbook of the old form XLS, or has a password".to_owned(), help)]);
    }
    let decoded = charset::decode(&bytes);
    if decoded.text.contains('\0') {
        return Err(refused("it is neither a workbook nor a table as text".to_owned()));
    }
    let name = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let table = sheet::read_delimited(&name, &decoded.text, delimiter).map_err(|faults| {
        let help = "a value with a quotation mark in it stands between quotation marks, and has each of its own \
                    twice (\"\"); nothing was changed";
        faults.into_iter().map(|why| told(why, help)).collect::<Vec<_>>()
    })?;
    Ok(Reading { tables: vec![table], form: "text", note: decoded.note })
}

/// That cells carry comments, which nothing of a brief can hold.
fn commented(tables: &[Table]) -> Option<String> {
    let cells = tables.iter().flat_map(|table| table.comments.iter().map(|&(row, column)| table.address(row, column)));
    let cells: Vec<_> = cells.collect();
    let shown = cells.iter().take(MOST_COMMENTS).cloned().collect::<Vec<_>>().join(", ");
    let more = if cells.len() > MOST_COMMENTS { ", …" } else { "" };
    (!cells.is_empty()).then(|| {
        let number = text::count(cells.len(), "comment");
        format!("{number} on cells cannot be taken; what they say belongs in a column: {shown}{more}")
    })
}

/// How many cells with comments are named.
const MOST_COMMENTS: usize = 12;

fn map(global: &Global, arguments: &Map) -> u8 {
    let Reading { tables, form, note } = match read(&arguments.file, None) {
        Ok(read) => read,
        Err(problems) => {
            let map = SourceMap::new(PathBuf::new());
            return output::show(
                global,
                &mut [outcome(&arguments.file.display().to_string(), map, problems, Vec::new())],
            );
        }
    };
    let named = |table: &&Table| arguments.sheet.as_ref().is_none_or(|name| *name == table.name);
    let filled = |table: &&Table| arguments.sheet.is_some() || !table.rows.is_empty();
    let Some(table) = tables.iter().filter(named).find(filled) else {
        let names: Vec<_> = tables.iter().map(|table| table.name.as_str()).collect();
        fail("there is no such sheet with rows", &format!("its sheets: {}", names.join(", ")));
        return USAGE;
    };
    let proposal = sheet::propose(table);
    let says = if form == "text" { "The file was " } else { "" };
    let note = note.map(|note| format!("# {says}{note}.\n")).unwrap_or_default();
    let text = format!("{note}{proposal}");
    match &arguments.output {
        None => say(text.trim_end()),
        Some(path) => {
            if let Err(code) = writing::write_named(path, text.as_bytes(), arguments.force) {
                return code;
            }
            say(&format!(
                "wrote {}; look at each line, then: evenhand sheet import BRIEF {} --map {}",
                path.display(),
                arguments.file.display(),
                path.display()
            ));
        }
    }
    FINE
}
