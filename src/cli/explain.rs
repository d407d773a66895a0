//! `evenhand explain`: a rule's page.

use super::output::{fail, say};
use super::{FINE, USAGE};
use crate::check::{self, RULES};
use crate::diagnostic::codes;
use crate::text;

/// Arguments of `evenhand explain`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The rule, by its name or its code; or the name of another diagnostic
    #[arg(value_name = "RULE")]
    rule: String,
}

pub(super) fn run(arguments: &Arguments) -> u8 {
    let name = arguments.rule.trim();
    if let Some(rule) = check::rule(name) {
        say(rule.markdown(1).trim_end());
        return FINE;
    }
    if let Some((code, meaning)) = codes::ALL.iter().find(|(code, _)| *code == name) {
        say(&format!("# {code}\n\n{}\n\nThis is found while a brief is read; no setting changes it.", meaning.trim()));
        return FINE;
    }
    let known = RULES.iter().map(|rule| rule.name).chain(codes::ALL.iter().map(|(code, _)| *code));
    let help = match text::nearest(name, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`evenhand rules` lists the rules".to_owned(),
    };
    fail(&format!("there is no rule `{name}`"), &help);
    USAGE
}
