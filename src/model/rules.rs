//! What an organisation or an author decides about the rules of the checker, with a reason.

use serde::{Deserialize, Serialize};

use super::{Date, Id, ReasonTranslation, RuleLevel, Text};

/// How a rule weighs in one brief, or in every brief of a workspace.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleSetting {
    /// The rule, by its name or its code.
    pub rule: Id,
    /// How much it weighs.
    pub level: RuleLevel,
    /// Why it does not weigh what it weighs elsewhere. Where it weighs less, readers are shown this.
    pub reason: Text,
    /// Who answers for that.
    pub by: Text,
    /// The reason in other languages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub translations: Vec<ReasonTranslation>,
}

/// Why a rule does not apply to one entry. Readers are shown it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Exception {
    /// The rule, by its name or its code.
    pub rule: Id,
    /// Why the entry is right as it stands.
    pub reason: Text,
    /// The person who answers for it.
    pub by: Text,
    /// When that was decided.
    pub date: Option<Date>,
    /// The reason in other languages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub translations: Vec<ReasonTranslation>,
}
