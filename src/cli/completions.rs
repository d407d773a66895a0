//! `evenhand completions`: a script that completes commands in a shell.

use clap::CommandFactory;
use clap_complete::Shell;

use super::{Cli, FINE};

/// Arguments of `evenhand completions`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

pub(super) fn run(arguments: &Arguments) -> u8 {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), "evenhand", &mut script);
    super::output::say(String::from_utf8_lossy(&script).trim_end());
    FINE
}
