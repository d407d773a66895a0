//! A rule's page as people read it: in the terminal, and all of them as `docs/rules.md`.

use std::fmt::Write;

use super::rule::{Family, Rule};
use super::rules::RULES;
use crate::model::RuleLevel;

/// A page taken apart.
#[derive(Debug)]
pub struct Page {
    /// What the rule asks for, in a sentence.
    pub title: &'static str,
    /// Everything under the title, with the fixtures' marks as notes.
    pub body: String,
}

impl Rule {
    /// The rule's page.
    pub fn page(&self) -> Page {
        let (title, body) = self.page.split_once('\n').unwrap_or((self.page, ""));
        let lines = body.lines().filter(|line| *line != "<!-- and -->").map(|line| match mark(line) {
            Some(words) => format!("# ↑ {words}"),
            None => line.to_owned(),
        });
        let body = lines.collect::<Vec<_>>().join("\n").trim().to_owned();
        Page { title: title.trim_start_matches("# ").trim_end_matches('.'), body }
    }

    /// How much it weighs, in words.
    pub fn weight(&self) -> &'static str {
        match (self.level, self.fixed) {
            (RuleLevel::Error, true) => "error, cannot be switched off",
            (RuleLevel::Error, false) => "error",
            (RuleLevel::Warn, _) => "warning",
            (RuleLevel::Off, _) => "off",
        }
    }

    /// The page as Markdown, its headings at `level` and below.
    pub fn markdown(&self, level: usize) -> String {
        let page = self.page();
        let mut text = format!("{} {} ({})\n\n", "#".repeat(level), self.name, self.code);
        let _ = write!(text, "{}.\n\n*{} · {}*\n\n", page.title, self.family.word(), self.weight());
        let mut fenced = false;
        for line in page.body.lines() {
            fenced ^= line.starts_with("```");
            match line.strip_prefix("## ") {
                Some(heading) if !fenced => {
                    let _ = writeln!(text, "{} {heading}", "#".repeat(level + 1));
                }
                _ => {
                    let _ = writeln!(text, "{line}");
                }
            }
        }
        text
    }
}

/// The words of a fixture's mark, "the line above carries this": readers are shown them, too.
fn mark(line: &str) -> Option<&str> {
    let line = line.trim();
    let words = line.strip_prefix("#^").or_else(|| line.strip_prefix("<!--^")?.strip_suffix("-->"))?;
    Some(words.trim())
}

/// All rules as one document.
pub fn manual() -> String {
    let mut text = String::from(
        "# The rules\n\n\
         This page is made from the pages beside the rules, with `EVENHAND_UPDATE=1 cargo test rules`; a test keeps it\n\
         current. `evenhand rules` lists the rules, `evenhand explain <rule>` shows one.\n\n\
         An error stops the final document, a warning does not. A workspace sets levels in `evenhand.toml`, a brief in\n\
         `brief.yaml`, and a single finding, source or proceeding can carry an exception; each with a reason and the\n\
         person who answers for it. [format.md](format.md) shows how. Quotations are exempt from every rule on words.\n\n\
         | rule | code | what it asks for | weight |\n|:-----|:-----|:-----------------|:-------|\n",
    );
    let ordered = || Family::ALL.iter().flat_map(|family| RULES.iter().filter(move |rule| rule.family == *family));
    for rule in ordered() {
        let _ = writeln!(
            text,
            "| [{0}](#{0}-{1}) | {2} | {3} | {4} |",
            rule.name,
            rule.code.to_lowercase(),
            rule.code,
            rule.page().title,
            rule.weight()
        );
    }
    for family in Family::ALL {
        let _ = write!(text, "\n## {}{}\n", family.word()[..1].to_uppercase(), &family.word()[1..]);
        for rule in RULES.iter().filter(|rule| rule.family == family) {
            let _ = write!(text, "\n{}", rule.markdown(3));
        }
    }
    text
}
