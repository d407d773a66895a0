//! The `evenhand` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    evenhand::cli::main()
}
