//! `evenhand snapshot`: saved copies of sources, taken in and verified.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::output::{self, Desk, Outcome, fail};
use super::{BRIEF_HAS_ERRORS, FINE, Global, SYSTEM_FAILED, USAGE, writing};
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
    let (map, loaded) = Desk::new(&workspace).read(folder);
    let Some(source) = find(&loaded, &add.source) else { return USAGE };
    let mut problems = Vec::new();
    let mut made = Vec::new();
    let mut code = BRIEF_HAS_ERRORS;
    let Gathered { adding, bytes, doubts, not_compared } = match gather(add, source) {
        Ok(gathered) => gathered,
        Err(problems) => return output::show(global, &mut [outcome(&loaded, map, problems, made, code)]),
    };
    // Only now, as the words of a large file take long; what the brief holds is read again.
    let held = match writing::hold(workspace.root(), folder, add.dry_run) {
        Ok(held) => held,
        Err(problem) => {
            return output::show(global, &mut [outcome(&loaded, map, vec![*problem], made, SYSTEM_FAILED)]);
        }
    };
    let (mut map, loaded) = Desk::new(&workspace).read(folder);
    let Some(source) = find(&loaded, &add.source) else { return USAGE };
    match evidence::take_in(&mut map, folder, source, Adding { bytes: &bytes, ..adding }) {
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
                    made.extend(uncompared(&not_compared));
                    problems.extend(doubts);
                    // The copy is safe; what a person must do is no failure.
                    let warn = |problem| Diagnostic { severity: Severity::Warning, ..problem };
                    problems.extend(taking.by_hand.into_iter().map(warn));
                }
            }
        }
    }
    drop(held);
    output::show(global, &mut [outcome(&loaded, map, problems, made, code)])
}

/// A copy before it is taken in.
struct Gathered<'a> {
    adding: Adding<'a>,
    bytes: Vec<u8>,
    /// What a person should know of it.
    doubts: Vec<Diagnostic>,
    /// Hashes that came with it and that nobody compared.
    not_compared: Vec<String>,
}

/// The source that a person named; otherwise says what is near.
fn find<'a>(loaded: &'a Loaded, id: &str) -> Option<&'a Entry<Source>> {
    let found = loaded.sources.iter().find(|entry| entry.value.id.as_str() == id);
    if found.is_none() {
        let ids = loaded.sources.iter().map(|entry| entry.value.id.as_str());
        let help = match nearest(id, ids) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "add the source to sources.yaml first".to_owned(),
        };
        fail(&format!("`{}` has no source `{id}`", loaded.slug), &help);
    }
    found
}

/// Everything that is known of the copy, before anything is written.
fn gather<'a>(add: &Add, source: &Entry<Source>) -> Result<Gathered<'a>, Vec<Diagnostic>> {
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
    let mut doubts = Vec::new();
    let mut capture = match evidence::capture(kind, &bytes, &wanted) {
        // What is kept without its words may be as it likes.
        Err(fault) if add.no_text => {
            let message = format!("`{name}`: {}", fault.message);
            doubts.push(Diagnostic::warning(codes::UNREADABLE_COPY, message).help("it is kept as it is"));
            Capture::default()
        }
        captured => captured.map_err(refused)?,
    };
    if let Some(record) = &add.record {
        let record = evidence::read(record).map_err(one)?;
        let Capture { url, time, tool, hashes, not_compared } = evidence::record(&record).map_err(refused)?;
        if let Some(other) = evidence::other_copy(&name, &bytes, &hashes) {
            return Err(vec![other]);
        }
        capture.not_compared.extend(not_compared);
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
    if let Some(problem) = evidence::refusal(&name, &bytes, &captured) {
        return Err(vec![problem]);
    }
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
    // Who types the words, or wants none, has looked.
    if add.text.is_none() && !add.no_text {
        doubts.extend(evidence::doubts(&name, kind, &bytes, &mut text));
    }
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
    Ok(Gathered { adding, bytes, doubts, not_compared: capture.not_compared })
}

/// Hashes that came with the copy and that this program does not compute.
fn uncompared(hashes: &[String]) -> Option<String> {
    (!hashes.is_empty()).then(|| {
        let (shown, more) = hashes.split_at(hashes.len().min(5));
        let more = if more.is_empty() { String::new() } else { format!(" and {} more", more.len()) };
        format!("not compared, for only SHA-256 and SHA-512 are: {}{more}", shown.join(", "))
    })
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
