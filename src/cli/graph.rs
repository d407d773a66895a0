//! `evenhand graph`: what rests on what, as a picture and for Graphviz.

use super::output::{self, Desk, Outcome};
use super::{Global, SYSTEM_FAILED};
use crate::check::Checked;
use crate::{emit, graph, resolve};

/// Arguments of `evenhand graph`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Briefs, by name or by folder [default: all]
    #[arg(value_name = "BRIEF", value_hint = clap::ValueHint::DirPath)]
    briefs: Vec<String>,
}

pub(super) fn run(global: &Global, arguments: &Arguments) -> u8 {
    let (workspace, briefs) = match output::select(global, &arguments.briefs) {
        Ok(selected) => selected,
        Err(code) => return code,
    };
    let mut desk = Desk::new(&workspace);
    let mut outcomes = Vec::new();
    for folder in &briefs {
        let (map, loaded) = desk.read(folder);
        let resolved = resolve::resolve(&loaded);
        let checked = desk.check(&resolved);
        let mut problems = desk.settings.problems.clone();
        problems.extend(loaded.problems.iter().cloned());
        problems.extend(resolved.problems.iter().cloned());
        // A picture travels as a document does: a name that must be withheld is in none.
        if checked.exposes() {
            problems.extend(checked.exposing());
            let code = output::code(&problems, false);
            outcomes.push(Outcome {
                slug: loaded.slug,
                map,
                problems,
                code,
                made: Vec::new(),
                checked: Checked::default(),
            });
            continue;
        }
        let Some(locale) = desk.settings.locale("en") else { continue };
        let drawn = graph::graph(&resolved, locale);
        let mut made = Vec::new();
        let mut code = output::code(&problems, false);
        for (ending, text) in [("svg", graph::svg(&drawn, locale, "sans-serif")), ("dot", graph::dot(&drawn))] {
            let name = format!("{}-graph.{ending}", loaded.slug);
            match emit::write(workspace.root(), &loaded.slug, &name, text.as_bytes()) {
                Ok(path) => {
                    made.push(format!("wrote {}", path.strip_prefix(workspace.root()).unwrap_or(&path).display()))
                }
                Err(problem) => {
                    problems.push(*problem);
                    code = SYSTEM_FAILED;
                }
            }
        }
        outcomes.push(Outcome { slug: loaded.slug, map, problems, code, made, checked: Checked::default() });
    }
    output::show(global, &mut outcomes)
}
