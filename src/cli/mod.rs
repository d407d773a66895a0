//! The command line: arguments in, text and an exit code out. clap lives here only, and nothing
//! else prints.

mod build;
mod changelog;
mod check;
mod completions;
mod diff;
mod explain;
mod export;
mod graph;
mod import;
mod new;
mod output;
mod pages;
mod rules;
mod schema;
mod sheet;
mod snapshot;
mod summary;
mod templates;
mod writing;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Everything is fine.
pub const FINE: u8 = 0;
/// A brief has errors.
pub const BRIEF_HAS_ERRORS: u8 = 1;
/// The command was not understood, or names a brief that is not there.
pub const USAGE: u8 = 2;
/// The typesetting engine or the system failed.
pub const SYSTEM_FAILED: u8 = 3;

#[derive(Debug, Parser)]
#[command(name = "evenhand", version, about, long_about = None, max_term_width = 100, arg_required_else_help = true)]
#[command(about = "Neutral, cited policy briefings from structured findings")]
#[command(after_help = "Exit codes: 0 fine, 1 a brief has errors, 2 usage, 3 the engine or the system failed.")]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Args)]
struct Global {
    /// The workspace: the folder that holds `briefs` [default: here, or the nearest one above]
    #[arg(long, short = 'C', global = true, value_name = "FOLDER", value_hint = clap::ValueHint::DirPath)]
    workspace: Option<PathBuf>,
    /// How to show what is wrong
    #[arg(long, global = true, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Whether to use colour
    #[arg(long, global = true, value_enum, default_value_t = Colour::Auto)]
    color: Colour,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Text with the place and a remedy
    Human,
    /// JSON, version 1, on standard output
    Json,
    /// SARIF 2.1.0, for code scanning services
    Sarif,
    /// Annotations of GitHub Actions
    Github,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Colour {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Begin a small brief that builds at once and explains itself
    New(new::Arguments),
    /// Look for everything that is wrong in briefs
    Check(check::Arguments),
    /// Make the documents of briefs
    Build(build::Arguments),
    /// Tell what changed between two versions of a brief
    Diff(diff::Arguments),
    /// Keep copies of sources, and look whether they are as they were
    Snapshot(snapshot::Arguments),
    /// List the rules that briefs are checked against
    Rules,
    /// Say why a rule is there, and what to write instead
    Explain(explain::Arguments),
    /// Draw what rests on what: findings, sources, origins
    Graph(graph::Arguments),
    /// Print the JSON Schema of the documents that `build --to json` makes
    Schema,
    /// Take sources in from a reference manager
    Import(import::Arguments),
    /// Give sources out for a reference manager
    Export(export::Arguments),
    /// Fill a brief in Excel or LibreOffice, or from a table of others
    Sheet(sheet::Arguments),
    /// List the templates, copy them to change them, and try them out
    Templates(templates::Arguments),
    /// Make the pages of one document, as a second process of `build`
    #[command(hide = true)]
    Pages,
    /// Print a script that completes commands in a shell
    Completions(completions::Arguments),
}

/// Runs the command that the program's arguments name.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // A closed pipe is the only thing that can go wrong here.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { USAGE } else { FINE });
        }
    };
    let code = match cli.command {
        Command::New(arguments) => new::run(&cli.global, &arguments),
        Command::Check(arguments) => check::run(&cli.global, &arguments),
        Command::Build(arguments) => build::run(&cli.global, &arguments),
        Command::Diff(arguments) => diff::run(&cli.global, &arguments),
        Command::Snapshot(arguments) => snapshot::run(&cli.global, &arguments),
        Command::Rules => rules::run(&cli.global),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Graph(arguments) => graph::run(&cli.global, &arguments),
        Command::Schema => schema::run(),
        Command::Import(arguments) => import::run(&cli.global, &arguments),
        Command::Export(arguments) => export::run(&cli.global, &arguments),
        Command::Sheet(arguments) => sheet::run(&cli.global, &arguments),
        Command::Templates(arguments) => templates::run(&cli.global, &arguments),
        Command::Pages => pages::run(),
        Command::Completions(arguments) => completions::run(&arguments),
    };
    ExitCode::from(code)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        super::Cli::command().debug_assert();
    }
}
