//! `evenhand snapshot`: saved copies of sources, taken in and verified.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::output::{self, Desk, Outcome, fail};
use super::{BRIEF_HAS_ERRORS, FINE, Global, SYSTEM_FAILED, USAGE};
use crate::check::Checked;
use crate::diagnostic::{Diagnostic, Severity, codes};
use crate::emit;
use crate::evidence::{self, Adding, Capture, Extractor, Kind, Outside, Refused, Taking};
use crate::load::{Entry, Loaded};
use crate::model::Source;
use crate::source_map::SourceMap;
use crate::text::{count, nearest};

/// Arguments of `evenhand snapshot`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Take in a saved page, PDF, text or picture as the copy of a source
    Add(Box<Add>),
    /// Look whether every copy is as it was when it was taken in
    Verify(Verify),
    /// Read a file from standard input and write its words to standard output
    #[command(hide = true)]
    Extract {
        /// What sort of file it is
        kind: String,
        /// An address of the page in a web archive whose words are wanted
        #[arg(long, allow_hyphen_values = true)]
        wanted: Vec<String>,
    },
}

/// Arguments of `evenhand snapshot add`.
#[derive(Debug, clap::Args)]
struct Add {
    /// The brief, by name or by folder
    #[arg(value_name = "BRIEF", value_hint = clap::ValueHint::DirPath)]
    brief: String,
    /// The id of the source in sources.yaml
    #[arg(value_name = "SOURCE")]
    source: String,
    /// The saved page, PDF, text, picture or web archive
    #[arg(value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    file: PathBuf,
    /// The person who takes it in
    #[arg(long, value_name = "NAME", env = "EVENHAND_BY")]
    by: String,
    /// When it was captured, in UTC: `2026-02-10` or `2026-02-10T09:12:00Z` [default: what the file says]
    #[arg(long, value_name = "TIME")]
    captured: Option<String>,
    /// The address from which it was captured, and of a web archive the page that is meant
    /// [default: what the file says, or the source's `url`]
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// The program that captured it [default: what the file says]
    #[arg(long, value_name = "NAME")]
    tool: Option<String>,
    /// The JSON that an archiver wrote about the capture
    #[arg(long, value_name = "JSON", value_hint = clap::ValueHint::FilePath)]
    record: Option<PathBuf>,
    /// Keep the copy elsewhere, and only its hash in the brief: for what is confidential or too large
    #[arg(long)]
    outside: bool,
    /// Its words as somebody typed them, for a scan or a photograph; `[page 2]` on a line begins a page
    #[arg(long, value_name = "FILE", conflicts_with_all = ["no_text", "outside"], value_hint = clap::ValueHint::FilePath)]
    text: Option<PathBuf>,
    /// Keep the copy without its words; quotations from it are then not checkable
    #[arg(long)]
    no_text: bool,
    /// The number printed on the first page, where the pages are not numbered from 1
    #[arg(long, value_name = "NUMBER")]
    first_page: Option<u64>,
    /// Anything else that a person should know
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// Show what would be written, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// How many seconds taking the words out may last
    #[arg(long, value_name = "SECONDS", default_value_t = TIMEOUT, value_parser = clap::value_parser!(u64).range(1..))]
    timeout: u64,
}

/// Arguments of `evenhand snapshot verify`.
#[derive(Debug, clap::Args)]
struct Verify {
    /// Briefs, by name or by folder [default: all]
    #[arg(value_name = "BRIEF", value_hint = clap::ValueHint::DirPath)]
    briefs: Vec<String>,
    /// The folder with copies that are kept elsewhere
    #[arg(long, value_name = "FOLDER", value_hint = clap::ValueHint::DirPath)]
    evidence: Option<PathBuf>,
}

/// How many seconds taking the words out of a file may last where nobody says otherwise.
pub(super) const TIMEOUT: u64 = 60;

pub(super) fn run(global: &Global, arguments: &Arguments) -> u8 {
    match &arguments.command {
        Command::Add(add) => take_in(global, add),
        Command::Verify(verify) => look(global, verify),
        Command::Extract { kind, wanted } => extract(kind, wanted),
    }
}

/// The reader of files, as a second process of this program.
pub(super) fn extractor(seconds: u64) -> Extractor {
    Extractor {
        program: std::env::current_exe().unwrap_or_else(|_| PathBuf::from("evenhand")),
        arguments: vec!["snapshot".to_owned(), "extract".to_owned()],
        timeout: Duration::from_secs(seconds),
    }
}

/// The second process: words to standard output, or two lines on what is wrong to standard error.
#[allow(clippy::print_stderr, reason = "this room is where the program prints")]
fn extract(kind: &str, wanted: &[String]) -> u8 {
    evidence::limit_memory(evidence::MOST_MEMORY);
    let Some(kind) = Kind::from_word(kind) else { return USAGE };
    let mut bytes = Vec::new();
    if std::io::stdin().lock().read_to_end(&mut bytes).is_err() {
        return SYSTEM_FAILED;
    }
    match evidence::extract(kind, &bytes, wanted) {
        Ok(text) => {
            use std::io::Write;
            match std::io::stdout().write_all(text.as_bytes()) {
                Ok(()) => FINE,
                Err(_) => SYSTEM_FAILED,
            }
        }
        Err(refused) => {
            eprintln!("{}\n{}", refused.message, refused.help);
            BRIEF_HAS_ERRORS
        }
    }
}

fn take_in(global: &Global, add: &Add) -> u8 {
    let (workspace, briefs) = match output::select(global, std::slice::from_ref(&add.brief)) {
        Ok(selected) => selected,
        Err(code) => return code,
    };
    let Some(folder) = briefs.first() else { return USAGE };
    if add.by.trim().is_empty() {
        fail("`--by` names nobody", "name the person who takes the copy in; custody is a matter of people");
        return USAGE;
    }
    let (mut map, loaded) = Desk::new(&workspace).read(folder);
    let Some(source) = loaded.sources.iter().find(|entry| entry.value.id.as_str() == add.source) else {
        let ids: Vec<_> = loaded.sources.iter().map(|entry| entry.value.id.as_str()).collect();
        let help = match nearest(&add.source, ids.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "add the source to sources.yaml first".to_owned(),
        };
        fail(&format!("`{}` has no source `{}`", loaded.slug, add.source), &help);
        return USAGE;
    };
    let mut problems = Vec::new();
    let mut made = Vec::new();
    let mut code = BRIEF_HAS_ERRORS;
    match gather(add, source) {
        Err(more) => problems = more,
        Ok((adding, bytes)) => match evidence::take_in(&mut map, folder, source, Adding { bytes: &bytes, ..adding }) {
            Err(more) => problems = more,
            Ok(taking) => {
                let written = match add.dry_run {
                    true => Ok(emit::paths(workspace.root(), &taking.steps())),
                    false => taking.write(workspace.root()),
                };
                match written {
                    Err(problem) => problems.push(*problem),
                    Ok(written) => {
                        code = FINE;
                        made = told(&taking, &written, source, add.dry_run);
                        // The copy is safe; what a person must do is no failure.
                        let warn = |problem| Diagnostic { severity: Severity::Warning, ..problem };
                        problems.extend(taking.by_hand.into_iter().map(warn));
                    }
                }
            }
        },
    }
    output::show(global, &mut [outcome(&loaded, map, problems, made, code)])
}

/// Everything that is known of the copy, before anything is written.
fn gather<'a>(add: &Add, source: &Entry<Source>) -> Result<(Adding<'a>, Vec<u8>), Vec<Diagnostic>> {
    let url = source.value.url.as_ref().map(|url| url.as_str().to_owned());
    let one = |problem: Box<Diagnostic>| vec![*problem];
    let name = add.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let bytes = evidence::read(&add.file).map_err(one)?;
    let kind = Kind::of(&bytes, &name);
    let refused = |refused: Refused| {
        vec![Diagnostic::error(codes::UNREADABLE_COPY, format!("`{name}`: {}", refused.message)).help(refused.help)]
    };
    // A person who names the address knows which page of a web archive it is.
    let wanted = match &add.url {
        Some(url) => vec![url.clone()],
        None => evidence::addresses(&source.value),
    };
    let mut capture = match evidence::capture(kind, &bytes, &wanted) {
        // What is kept without its words may be as it likes.
        Err(_) if add.no_text => Capture::default(),
        captured => captured.map_err(refused)?,
    };
    if let Some(record) = &add.record {
        let record = evidence::read(record).map_err(one)?;
        let Capture { url, time, tool, sha256 } = evidence::record(&record).map_err(refused)?;
        if let Some(expected) = sha256.filter(|expected| *expected != evidence::sha256(&bytes)) {
            return Err(vec![
                Diagnostic::error(
                    codes::CHANGED_EVIDENCE,
                    format!("`{name}` is not the file that the record is about"),
                )
                .help(format!("the record gives the SHA-256 {expected}"))
                .help("take the file that the archiver made, unchanged"),
            ]);
        }
        capture.url = url.or(capture.url);
        capture.time = time.or(capture.time);
        capture.tool = tool.or(capture.tool);
    }
    let given = add.captured.as_deref().map(|text| {
        evidence::read_moment(text).ok_or_else(|| {
            vec![
                Diagnostic::error(codes::BAD_VALUE, format!("`--captured {text}` is no moment"))
                    .help("write a day or a moment in UTC: `2026-02-10`, `2026-02-10T09:12:00Z`"),
            ]
        })
    });
    let captured =
        given.transpose()?.or(capture.time).ok_or_else(|| {
            vec![Diagnostic::error(codes::MISSING_FIELD, format!("`{name}` does not say when it was captured")).help(
                "tell it with `--captured 2026-02-10` or, as well as you know it, `--captured 2026-02-10T09:12:00Z`",
            )]
        })?;
    let mut text = match &add.text {
        Some(typed) => {
            let typed = evidence::read(typed).map_err(one)?;
            Some(evidence::extract(Kind::Text, &typed, &[]).map_err(refused)?)
        }
        // A copy that is kept elsewhere leaves no words in the brief.
        None if add.no_text || add.outside => None,
        None => Some(extractor(add.timeout).extract(kind, &bytes, &wanted).map_err(refused)?),
    };
    text = text.filter(|text| !text.trim().is_empty());
    if let (Some(words), Some(first)) = (&text, add.first_page) {
        text = Some(evidence::renumber(words, first));
    }
    let adding = Adding {
        name,
        bytes: &[],
        kind,
        captured,
        url: add.url.clone().or(capture.url).or(url),
        tool: add.tool.clone().or(capture.tool),
        by: add.by.clone(),
        note: add.note.clone(),
        outside: add.outside,
        text,
        typed: add.text.is_some(),
    };
    Ok((adding, bytes))
}

/// What was done, or would be.
fn told(taking: &Taking<'_>, written: &[String], source: &Entry<Source>, dry_run: bool) -> Vec<String> {
    let line = &taking.line;
    let mut told = Vec::new();
    let kept = line.file.as_deref().unwrap_or("elsewhere");
    let what = format!("{} ({}, {} bytes)", line.name, line.media_type, line.bytes);
    told.push(match (taking.known, dry_run) {
        (true, _) => format!("this copy was taken in before, on {} by {}", line.added, line.by),
        (false, false) => format!("took in {what}, kept {kept}"),
        (false, true) => format!("would take in {what}, and keep it {kept}"),
    });
    told.push(match &line.text {
        Some(text) => {
            let pages = text.pages.map_or_else(String::new, |pages| format!(", {}", count(pages, "page")));
            format!("its words: {}{pages}", text.file)
        }
        None => "it has no words here: quotations from it are not checkable".to_owned(),
    });
    if !taking.by_hand.is_empty() {
        told.push(format!("write these lines into the entry `{}` of sources.yaml yourself:", line.source));
        told.push("  snapshot:".to_owned());
        told.extend(evidence::snapshot_of(line).into_iter().map(|(field, value)| format!("    {field}: {value}")));
    }
    if let Some(change) = &taking.naming {
        told.extend(output::difference(change));
        let other = source.value.snapshot.as_ref().is_some_and(|had| had.sha256.as_str() != line.sha256);
        if other {
            told.push("the copy that sources.yaml named before stays in the brief and in its log".to_owned());
        }
    }
    told.push(match (written.is_empty(), dry_run) {
        (true, _) => "nothing to write".to_owned(),
        (false, true) => format!("would write {}", written.join(", ")),
        (false, false) => format!("wrote {}", written.join(", ")),
    });
    told
}

fn look(global: &Global, verify: &Verify) -> u8 {
    let (workspace, briefs) = match output::select(global, &verify.briefs) {
        Ok(selected) => selected,
        Err(code) => return code,
    };
    let outside = match outside(verify.evidence.as_deref()) {
        Ok(outside) => outside,
        Err(code) => return code,
    };
    let mut desk = Desk::new(&workspace);
    let mut outcomes = Vec::new();
    for folder in &briefs {
        let (mut map, loaded) = desk.read(folder);
        let verified = evidence::verify(&mut map, folder, &loaded, outside.as_ref());
        let code = output::code(&verified.problems, true);
        let mut made = verified.told;
        made.push(match verified.unseen {
            0 => format!("{} as taken in", copies(verified.sound)),
            unseen => format!("{} as taken in, {unseen} not looked at", verified.sound),
        });
        outcomes.push(outcome(&loaded, map, verified.problems, made, code));
    }
    output::show(global, &mut outcomes)
}

fn outcome(loaded: &Loaded, map: SourceMap, problems: Vec<Diagnostic>, made: Vec<String>, code: u8) -> Outcome {
    Outcome { slug: loaded.slug.clone(), map, problems, code, made, checked: Checked::default() }
}

/// "1 copy", "2 copies".
pub(super) fn copies(number: usize) -> String {
    count(number, "copy").replace("copys", "copies")
}

/// The copies that lie in a folder, for a check.
pub(super) fn outside(folder: Option<&Path>) -> Result<Option<Outside>, u8> {
    folder.map(Outside::open).transpose().map_err(|problem| {
        fail(&problem.message, problem.helps.first().map_or("", String::as_str));
        USAGE
    })
}
