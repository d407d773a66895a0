//! Rule 12: contentious labels in the document's own voice.

use crate::check::brief::Brief;
use crate::check::lexical;
use crate::check::rule::{Family, Found, Rule};
use crate::model::RuleLevel;
use crate::wording::List;

pub(in crate::check) const RULE: Rule = Rule {
    code: "EH12",
    name: "contentious-label",
    family: Family::Wording,
    level: RuleLevel::Warn,
    fixed: false,
    page: include_str!("contentious_label.md"),
    check,
};

fn check(brief: &Brief<'_>, found: &mut Found) {
    lexical::report_own_voice(&RULE, List::ContentiousLabel, brief, found, |words| {
        format!("`{words}` takes sides in the document's own voice")
    });
}
