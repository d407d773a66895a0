//! `evenhand build`: the documents of briefs.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::ValueEnum;

use super::output::{self, Desk, Outcome};
use super::{Global, SYSTEM_FAILED, check};
use crate::check::Checked;
use crate::diagnostic::Diagnostic;
use crate::publish::{self, Failed, Press, Published};
use crate::render::Templates;
use crate::source_map::SourceMap;
use crate::typeset::{Embedded, Engine, Fonts, TypstCli};
use crate::view::{Exception, Options};
use crate::workspace::Workspace;
use crate::{coverage, emit, load, report, resolve, view};

/// The one form of document that there is so far.
const FORM: &str = "briefing";

/// Arguments of `evenhand build`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Briefs, by name or by folder [default: all]
    #[arg(value_name = "BRIEF", value_hint = clap::ValueHint::DirPath)]
    briefs: Vec<String>,
    /// Make the document in spite of errors, as `…-draft.pdf`, with DRAFT and their number on every page
    #[arg(long)]
    draft: bool,
    /// What typesets the document
    #[arg(long, value_enum, default_value_t = EngineName::Embedded)]
    engine: EngineName,
    /// The typst command for `--engine typst-cli`
    #[arg(long, value_name = "PATH", env = "EVENHAND_TYPST", default_value = "typst", value_hint = clap::ValueHint::ExecutablePath)]
    typst: PathBuf,
    /// How many seconds the typst command may take for one document
    #[arg(long, value_name = "SECONDS", default_value_t = 120, value_parser = clap::value_parser!(u64).range(1..))]
    timeout: u64,
    /// Use the fonts of this computer too; the pages then depend on the computer
    #[arg(long)]
    system_fonts: bool,
    /// Keep the Typst text beside the PDF
    #[arg(long)]
    keep_typst: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum EngineName {
    /// Typst inside this program
    Embedded,
    /// The `typst` command
    TypstCli,
}

pub(super) fn run(global: &Global, arguments: &Arguments) -> u8 {
    let (workspace, briefs) = match output::select(global, &arguments.briefs) {
        Ok(selected) => selected,
        Err(code) => return code,
    };
    let engine: Box<dyn Engine> = match arguments.engine {
        EngineName::Embedded => Box::new(Embedded),
        EngineName::TypstCli => {
            Box::new(TypstCli { command: arguments.typst.clone(), timeout: Duration::from_secs(arguments.timeout) })
        }
    };
    let progress = output::progress(global, briefs.len());
    let mut desk = Desk::new(&workspace);
    let mut outcomes = Vec::new();
    for folder in &briefs {
        progress.set_message(format!("{} …", folder.file_name().unwrap_or_default().to_string_lossy()));
        outcomes.push(build(&workspace, &mut desk, folder, arguments, &*engine));
        progress.inc(1);
    }
    progress.finish_and_clear();
    output::show(global, &mut outcomes)
}

fn build(workspace: &Workspace, desk: &mut Desk, folder: &Path, arguments: &Arguments, engine: &dyn Engine) -> Outcome {
    let (mut map, loaded) = desk.read(folder);
    let problems = desk.settings.problems.iter().chain(&loaded.problems).cloned().collect();
    let mut build = Build { workspace, arguments, problems, made: Vec::new(), checked: Checked::default() };
    let code = build.document(&mut map, &loaded, desk, engine);
    Outcome { slug: loaded.slug, map, problems: build.problems, code, made: build.made, checked: build.checked }
}

struct Build<'a> {
    workspace: &'a Workspace,
    arguments: &'a Arguments,
    problems: Vec<Diagnostic>,
    made: Vec<String>,
    checked: Checked,
}

impl Build<'_> {
    fn document(&mut self, map: &mut SourceMap, loaded: &load::Loaded, desk: &mut Desk, engine: &dyn Engine) -> u8 {
        let resolved = resolve::resolve(loaded);
        self.problems.extend(resolved.problems.iter().cloned());
        self.checked = desk.check(&resolved);
        let exposes = self.checked.exposes();
        self.problems.append(&mut self.checked.problems);
        let fonts = Fonts::load(map, &self.workspace.fonts(), self.arguments.system_fonts);
        let templates = Templates::load(map, &self.workspace.templates());
        let (fonts, templates) = match (fonts, templates) {
            (Ok(fonts), Ok(templates)) => (fonts, templates),
            (fonts, templates) => {
                self.problems.extend(fonts.err().into_iter().chain(templates.err()).flatten());
                return check::code(&self.problems, false);
            }
        };
        self.problems.extend(coverage::check(map, loaded, &fonts));
        // What is said twice counts once, here and in what is shown.
        report::sort(&mut self.problems, map);
        let (errors, _) = report::tally(&self.problems);
        // A draft travels too: a name that must be withheld is in none.
        if errors > 0 && (!self.arguments.draft || exposes) {
            return check::code(&self.problems, false);
        }
        let options = Options {
            draft: (errors > 0).then_some(errors),
            legible: &|name| coverage::missing(&fonts, name).is_empty(),
            exceptions: exceptions(&self.checked),
        };
        let (Some(document), Some(brief)) = (view::build(&resolved, options), &loaded.brief) else {
            return check::code(&self.problems, false);
        };
        let press = Press { templates: &templates, fonts: &fonts, engine };
        let date = brief.value.dates.publication;
        match publish::publish(map, &resolved, &document, date, FORM, &press) {
            Ok(published) => self.written(&loaded.slug, errors > 0, published),
            Err(failed) => self.failed(&loaded.slug, failed),
        }
    }

    /// Writes the document. A draft has a name of its own, so that nobody takes it for the document and
    /// the document stays.
    fn written(&mut self, slug: &str, draft: bool, published: Published) -> u8 {
        let name = format!("{slug}-{FORM}{}", if draft { "-draft" } else { "" });
        self.problems.extend(published.warnings);
        let whole = self.emit(slug, &format!("{name}.pdf"), &published.pdf)
            && (!self.arguments.keep_typst || self.emit(slug, &format!("{name}.typ"), published.typst.as_bytes()));
        // A draft is made of a brief with errors, and still says so.
        if whole { check::code(&self.problems, false) } else { SYSTEM_FAILED }
    }

    fn failed(&mut self, slug: &str, failed: Failed) -> u8 {
        self.problems.extend(failed.problems);
        if let (true, Some(typst)) = (self.arguments.keep_typst, &failed.typst) {
            self.emit(slug, &format!("{slug}-{FORM}.typ"), typst.as_bytes());
        }
        match failed.engine {
            true => SYSTEM_FAILED,
            false => check::code(&self.problems, false),
        }
    }

    /// Writes a file of the brief's output, and says so; or tells why not, and yields `false`.
    fn emit(&mut self, slug: &str, name: &str, bytes: &[u8]) -> bool {
        match emit::write(self.workspace.root(), slug, name, bytes) {
            Ok(path) => {
                let shown = path.strip_prefix(self.workspace.root()).unwrap_or(&path);
                self.made.push(format!("wrote {}", shown.display()));
                true
            }
            Err(problem) => {
                self.problems.push(*problem);
                false
            }
        }
    }
}

/// What the checker let pass, for the reader: whole rules first.
fn exceptions(checked: &Checked) -> Vec<Exception> {
    let lowered = checked.lowered.iter().map(|lowered| Exception {
        entries: Vec::new(),
        rule: lowered.rule.to_owned(),
        asks: asks(lowered.rule),
        level: lowered.weight(),
        reason: lowered.reason.clone(),
        by: lowered.by.clone(),
    });
    let excused = checked.excused.iter().map(|excused| Exception {
        entries: vec![excused.label.clone()],
        rule: excused.rule.to_owned(),
        asks: asks(excused.rule),
        level: "excepted",
        reason: excused.reason.clone(),
        by: excused.by.clone(),
    });
    lowered.chain(excused).collect()
}

/// What a rule asks for, in the words of its page.
fn asks(rule: &str) -> String {
    crate::check::rule(rule).map_or_else(String::new, |rule| rule.page().title.to_owned())
}
