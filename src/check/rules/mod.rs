//! The registry: one line a rule.

use super::rule::Rule;

macro_rules! rules {
    ($($file:ident,)+) => {
        $(pub(super) mod $file;)+
        /// Every rule.
        pub static RULES: &[&Rule] = &[$(&$file::RULE),+];
    };
}

rules! {
    uncited,
    no_asserter,
    vague_attribution,
    not_established,
    shared_origin,
    beyond_legal_status,
    incomplete_proceeding,
    mixed_verdict,
    charged_for,
    alleged_by_nobody,
    loaded_verb,
    contentious_label,
    undetermined_legal_label,
    likelihood_with_confidence,
    off_scale_likelihood,
    misplaced_likelihood,
    no_pinpoint,
    not_as_cited_in,
    no_access_date,
    unfound_quotation,
    relative_date,
    bare_number,
    unattributed_superlative,
    no_reply,
    one_sided_dispute,
    private_person,
    handling,
    revised_source,
    weak_key_point,
    opinion_as_fact,
    language_versions,
    stale_status,
    over_hedged,
    silence_as_denial,
    denial_apart,
    status_definition,
    key_point_count,
    date_order,
    no_archived_copy,
    needless_review,
    unused_exception,
    malformed_author,
    unquoted_number,
    unknown_language,
}
