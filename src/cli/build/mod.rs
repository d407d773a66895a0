//! `evenhand build`: the documents of briefs.

mod arguments;
mod told;
mod variant;
mod wanted;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

pub(super) use arguments::Arguments;

use arguments::EngineName;
use wanted::{Names, Wanted};

use super::output::{self, Desk, Outcome};
use super::{FINE, Global, SYSTEM_FAILED, USAGE, pages};
use crate::check::Checked;
use crate::diagnostic::{Diagnostic, codes};
use crate::load::{Entry, Loaded};
use crate::model::{Brief, Form, Record, Tlp};
use crate::publish::{self, Failed, Format, Press, Published};
use crate::render::Templates;
use crate::source_map::SourceMap;
use crate::text::count;
use crate::typeset::{Engine, Fonts, TypstCli};
use crate::versions::{self, Version};
use crate::view::{AnnexParts, Options};
use crate::workspace::Workspace;
use crate::{changes, cite, coverage, emit, report, resolve, view};

pub(super) fn run(global: &Global, arguments: &Arguments) -> u8 {
    let (workspace, briefs) = match output::select(global, &arguments.briefs) {
        Ok(selected) => selected,
        Err(code) => return code,
    };
    let progress = output::progress(global, briefs.len());
    let mut desk = Desk::new(&workspace);
    desk.progress = progress.clone();
    let mut outcomes = Vec::new();
    for folder in &briefs {
        progress.set_message(format!("{} …", folder.file_name().unwrap_or_default().to_string_lossy()));
        outcomes.push(build(&workspace, &mut desk, folder, arguments));
        progress.inc(1);
    }
    progress.finish_and_clear();
    output::show(global, &mut outcomes)
}

fn build(workspace: &Workspace, desk: &mut Desk, folder: &Path, arguments: &Arguments) -> Outcome {
    make(workspace, desk, folder, arguments, true)
}

/// Makes every document of a brief, in spite of errors, and writes none.
pub(super) fn try_out(workspace: &Workspace, desk: &mut Desk, folder: &Path) -> Outcome {
    let arguments = Arguments {
        briefs: Vec::new(),
        form: Vec::new(),
        to: Vec::new(),
        lang: Vec::new(),
        handling: Vec::new(),
        all: true,
        draft: true,
        engine: EngineName::Embedded,
        typst: PathBuf::new(),
        timeout: pages::TIMEOUT,
        system_fonts: false,
        keep_typst: false,
    };
    make(workspace, desk, folder, &arguments, false)
}

fn make(workspace: &Workspace, desk: &mut Desk, folder: &Path, arguments: &Arguments, writes: bool) -> Outcome {
    let (mut map, loaded) = desk.read(folder);
    let problems = desk.settings.problems.iter().chain(&loaded.problems).cloned().collect();
    let (made, checked) = (Vec::new(), Checked::default());
    let mut build = Build { workspace, arguments, folder, problems, made, checked, writes };
    let code = build.document(&mut map, &loaded, desk);
    Outcome { slug: loaded.slug, map, problems: build.problems, code, made: build.made, checked: build.checked }
}

struct Build<'a> {
    workspace: &'a Workspace,
    arguments: &'a Arguments,
    folder: &'a Path,
    problems: Vec<Diagnostic>,
    made: Vec<String>,
    checked: Checked,
    /// Whether files are written; without, the documents are only tried.
    writes: bool,
}

/// What every edition of a brief is made with.
#[derive(Clone, Copy)]
struct Make<'a> {
    wanted: &'a Wanted,
    names: &'a Names,
    style: &'a cite::Style,
    draft: Option<usize>,
    press: &'a Press<'a>,
    brief: &'a Entry<Brief>,
}

/// The brief itself, or a version of it for a wider circle.
#[derive(Clone, Copy)]
struct Edition<'a> {
    loaded: &'a Loaded,
    checked: &'a Checked,
    /// The mark of the version.
    mark: Option<Tlp>,
}

impl Build<'_> {
    fn document(&mut self, map: &mut SourceMap, loaded: &Loaded, desk: &mut Desk) -> u8 {
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
                return output::code(&self.problems, false);
            }
        };
        self.problems.extend(coverage::check(map, loaded, &fonts));
        self.problems.extend(super::output::unknown_font(&desk.settings, &fonts));
        // What is said twice counts once, here and in what is shown.
        report::sort(&mut self.problems, map);
        let (errors, _) = report::tally(&self.problems);
        // A draft travels too: a name that must be withheld is in none.
        if errors > 0 && (!self.arguments.draft || exposes) {
            return output::code(&self.problems, false);
        }
        let draft = (errors > 0).then_some(errors);
        let theme = desk.settings.theme.clone();
        let timeout = self.arguments.timeout;
        let engine: Box<dyn Engine> = match self.arguments.engine {
            EngineName::Embedded => pages::engine(&templates, timeout),
            EngineName::TypstCli => {
                Box::new(TypstCli { command: self.arguments.typst.clone(), timeout: Duration::from_secs(timeout) })
            }
        };
        let press = Press { templates: &templates, fonts: &fonts, engine: &*engine, theme: &theme };
        let mut code = output::code(&self.problems, false);
        let Some(brief) = &loaded.brief else { return code };
        let mut wanted = match Wanted::new(self.arguments, &brief.value, &desk.settings) {
            Ok(wanted) => wanted,
            Err(problem) => {
                self.problems.push(problem);
                return USAGE;
            }
        };
        // A draft is made in spite of a style that is not there.
        let style =
            desk.settings.citation_style(loaded).ok().or_else(|| cite::Style::built_in(cite::DEFAULT).map(Arc::new));
        let Some(style) = style else { return code };
        let mut versions = None;
        if wanted.forms.contains(&Form::Changes) {
            match self.versions(map, loaded, desk) {
                Some(both) => versions = Some(both),
                // The other documents can be made all the same.
                None => wanted.forms.retain(|&form| form != Form::Changes),
            }
            code = output::code(&self.problems, false);
        }
        if errors > 0 {
            // Where something stands in for a value that could not be read, nobody knows how far it may travel.
            wanted.editions.retain(Option::is_none);
        }
        let names = match wanted.names(&loaded.slug, &brief.value, draft.is_some(), &desk.settings) {
            Ok(names) => names,
            Err(problems) => {
                self.problems.extend(problems);
                return output::code(&self.problems, false);
            }
        };
        let make = Make { wanted: &wanted, names: &names, style: &style, draft, press: &press, brief };
        for &edition in &wanted.editions {
            let made = match edition {
                None => {
                    let checked = std::mem::take(&mut self.checked);
                    let made = self.edition(
                        map,
                        desk,
                        &make,
                        Edition { loaded, checked: &checked, mark: None },
                        versions.as_ref(),
                    );
                    self.checked = checked;
                    made
                }
                Some(mark) => match self.reduced(desk, loaded, mark) {
                    Some((reduced, checked)) => {
                        let edition = Edition { loaded: &reduced, checked: &checked, mark: Some(mark) };
                        self.edition(map, desk, &make, edition, None)
                    }
                    None => output::code(&self.problems, false),
                },
            };
            code = code.max(made);
        }
        code
    }

    /// Makes the documents of the brief, or of a version of it, in every language.
    fn edition(
        &mut self,
        map: &SourceMap,
        desk: &Desk,
        make: &Make<'_>,
        edition: Edition<'_>,
        versions: Option<&(Record, Record)>,
    ) -> u8 {
        let Edition { loaded, checked, mark } = edition;
        let Make { wanted, press, .. } = *make;
        let mut code = FINE;
        for tag in &wanted.languages {
            let Some(locale) = desk.settings.locale(tag) else { continue };
            let first = desk.settings.locale(&wanted.first).unwrap_or(locale);
            let translated = (!wanted.is_first(tag)).then(|| loaded.in_language(tag, first, locale));
            let told = translated.as_ref().unwrap_or(loaded);
            let exceptions = told::exceptions(checked, told, locale);
            let resolved = resolve::resolve(told);
            for &form in &wanted.forms {
                // What changed is compared with a version that holds everything.
                if form == Form::Changes && mark.is_some() {
                    continue;
                }
                let options = Options {
                    form,
                    locale,
                    style: make.style,
                    draft: make.draft,
                    legible: &|name| coverage::missing(press.fonts, name).is_empty(),
                    exceptions: exceptions.clone(),
                    annex: if form == Form::Annex {
                        told::annex(checked, &resolved, locale)
                    } else {
                        AnnexParts::default()
                    },
                };
                let Some(mut document) = view::build(&resolved, options) else { continue };
                super::output::choose_paper(&mut document, &make.brief.value, press.theme);
                if let Some((old, new)) = versions.filter(|_| form == Form::Changes) {
                    let changes = match wanted.is_first(tag) {
                        true => changes::compare(old, new),
                        false => changes::compare_in(old, new, tag, first, locale),
                    };
                    document.tell_changes(&changes, locale);
                }
                let Some(name) = make.names.get(&(form, tag.clone(), mark)) else { continue };
                for &format in &wanted.formats {
                    let mut made = publish::publish(map, &resolved, &document, form, format, press);
                    if made.as_ref().is_err_and(|failed| failed.footnotes) {
                        document.footnotes = false;
                        self.problems.push(no_footnotes(make.brief));
                        made = publish::publish(map, &resolved, &document, form, format, press);
                    }
                    let made = match made {
                        Ok(published) => self.written(&loaded.slug, name, format, published),
                        Err(failed) => self.failed(&loaded.slug, name, failed),
                    };
                    code = code.max(made);
                }
            }
        }
        code
    }

    /// The version before this brief, and this brief, as data; nothing, and the reason told, where there
    /// is none.
    fn versions(&mut self, map: &mut SourceMap, loaded: &Loaded, desk: &mut Desk) -> Option<(Record, Record)> {
        let brief = loaded.brief.as_ref()?;
        let place = brief.place();
        let Some(named) = &brief.value.previous else {
            self.problems.push(
                Diagnostic::error(codes::NOT_A_VERSION, "this brief does not name the version before it")
                    .at(place.field("version").span(), "of this version there is nothing to compare with")
                    .help("add `previous:` with the folder of the earlier version, its PDF, or its findings.json"),
            );
            return None;
        };
        let span = place.field("previous").span();
        let found = versions::previous(named.as_str(), self.folder, self.workspace, map);
        let old = match found {
            Ok(Version::Record(record)) => *record,
            Ok(Version::Revision(_)) => return None,
            Ok(Version::Brief(folder)) => match earlier(desk, &folder) {
                Ok(record) => record,
                Err(problem) => {
                    self.problems.push(problem.at(span, "the earlier version"));
                    return None;
                }
            },
            Err(problems) => {
                let placed = |problem: Diagnostic| match problem.primary {
                    Some(_) => problem.also(span, "named here"),
                    None => problem.at(span, "named here"),
                };
                self.problems.extend(problems.into_iter().map(placed));
                return None;
            }
        };
        let new = view::record(&resolve::resolve(loaded))?;
        if let Err(problem) = versions::comparable(&old, &new) {
            self.problems.push(problem.at(span, "the earlier version"));
            return None;
        }
        self.problems.extend(super::diff::notices(&changes::compare(&old, &new), &old, &new, Some(loaded)));
        Some((old, new))
    }

    /// Writes the document. A draft has a name of its own, so that nobody takes it for the document and
    /// the document stays.
    fn written(&mut self, slug: &str, name: &str, format: Format, published: Published) -> u8 {
        self.problems.extend(published.warnings);
        let typst = published.typst.filter(|_| self.arguments.keep_typst);
        let whole = self.emit(slug, &format!("{name}.{}", format.ending()), &published.bytes)
            && typst.is_none_or(|typst| self.emit(slug, &format!("{name}.typ"), typst.as_bytes()));
        // A draft is made of a brief with errors, and still says so.
        if whole { output::code(&self.problems, false) } else { SYSTEM_FAILED }
    }

    fn failed(&mut self, slug: &str, name: &str, failed: Failed) -> u8 {
        self.problems.extend(failed.problems);
        if let (true, Some(typst)) = (self.arguments.keep_typst, &failed.typst) {
            self.emit(slug, &format!("{name}.typ"), typst.as_bytes());
        }
        match failed.engine {
            true => SYSTEM_FAILED,
            false => output::code(&self.problems, false),
        }
    }

    /// Writes a file of the brief's output, and says so; or tells why not, and yields `false`.
    fn emit(&mut self, slug: &str, name: &str, bytes: &[u8]) -> bool {
        if !self.writes {
            self.made.push(name.to_owned());
            return true;
        }
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

/// The notes are made anyway, at the end.
fn no_footnotes(brief: &Entry<Brief>) -> Diagnostic {
    Diagnostic::warning(codes::TYPESETTING, "the notes of this document stand at its end")
        .at(brief.place().field("notes").span(), "footnotes are asked for")
        .help("Typst cannot make footnotes on these pages that a screen reader can read; when the text changes, it may")
}

/// An earlier version of a brief, kept as a brief of its own.
fn earlier(desk: &mut Desk, folder: &Path) -> Result<Record, Diagnostic> {
    let (_, loaded) = desk.read(folder);
    let resolved = resolve::resolve(&loaded);
    let checked = desk.check(&resolved);
    let all = loaded.problems.iter().chain(&resolved.problems).chain(&checked.problems);
    let errors = all.filter(|problem| problem.is_error()).count();
    match view::record(&resolved).filter(|_| errors == 0) {
        Some(record) => Ok(record),
        None => Err(Diagnostic::error(
            codes::NOT_A_VERSION,
            format!("the earlier version `{}` has {}", loaded.slug, count(errors, "error")),
        )
        .help(format!("`evenhand check {}` shows what is wrong with it", loaded.slug))),
    }
}
