//! The gate to `established` (domain guide, section 2).
//!
//! [`Established`] can be made here only, so nothing reaches the established facts of a document
//! in another way. It takes a primary record, two independent origins or an admission, and always
//! a reviewer with date and reason, and a pinpoint for each item relied on.

use super::index::Index;
use super::origins::Origins;
use crate::load::{Entry, Loaded};
use crate::model::{
    Basis, Bearing, Credibility, Evidence, Finding, Reliability, Review, RevisionKind, Source, SourceType, Status,
};
use crate::text;

/// A finding that passed the gate.
#[derive(Debug, Clone, Copy)]
pub struct Established<'a> {
    finding: &'a Finding,
    review: &'a Review,
}

impl<'a> Established<'a> {
    /// The finding.
    pub fn finding(&self) -> &'a Finding {
        self.finding
    }

    /// Who signed it, when and why.
    pub fn review(&self) -> &'a Review {
        self.review
    }
}

/// Every status but `established`: what a finding can have that did not pass the gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unproven {
    /// One origin states it as fact.
    Reported,
    /// It accuses an identifiable party.
    Alleged,
    /// Parties or sources contradict each other on it.
    Disputed,
    /// It could not be checked. What is called established and did not pass counts as this, until a
    /// reviewer has looked again: the software demotes, and never promotes.
    Unverified,
    /// Evidence shows that it is wrong.
    Refuted,
    /// Whoever asserted it took it back.
    Withdrawn,
}

impl Unproven {
    fn of(status: Status) -> Option<Self> {
        Some(match status {
            Status::Established => return None,
            Status::Reported => Self::Reported,
            Status::Alleged => Self::Alleged,
            Status::Disputed => Self::Disputed,
            Status::Unverified => Self::Unverified,
            Status::Refuted => Self::Refuted,
            Status::Withdrawn => Self::Withdrawn,
        })
    }

    /// The same as a status.
    pub fn status(self) -> Status {
        match self {
            Self::Reported => Status::Reported,
            Self::Alleged => Status::Alleged,
            Self::Disputed => Status::Disputed,
            Self::Unverified => Status::Unverified,
            Self::Refuted => Status::Refuted,
            Self::Withdrawn => Status::Withdrawn,
        }
    }
}

/// Where a finding stands after the gate.
#[derive(Debug, Clone, Copy)]
pub enum Standing<'a> {
    /// It passed.
    Established(Established<'a>),
    /// It did not, or never asked to.
    Unproven(Unproven),
}

impl Standing<'_> {
    /// The status that a reader is shown.
    pub fn status(&self) -> Status {
        match self {
            Self::Established(_) => Status::Established,
            Self::Unproven(unproven) => unproven.status(),
        }
    }
}

/// Why the gate did not let a finding through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The finding, by position.
    pub finding: usize,
    /// The condition that does not hold: "nobody signed it".
    pub condition: &'static str,
    /// What items of its evidence lack, by position.
    pub items: Vec<(usize, String)>,
    /// What to do.
    pub remedy: &'static str,
}

/// Lets a finding through, or says what it lacks.
pub(super) fn examine<'a>(
    position: usize,
    entry: &'a Entry<Finding>,
    loaded: &'a Loaded,
    index: &Index<'a>,
    origins: &Origins,
    refusals: &mut Vec<Refusal>,
) -> Standing<'a> {
    const DEMOTED: Standing<'_> = Standing::Unproven(Unproven::Unverified);
    let finding = &entry.value;
    if let Some(unproven) = Unproven::of(finding.status) {
        return Standing::Unproven(unproven);
    }
    // Stand-ins must not open the gate; what is wrong was reported.
    if !entry.sound {
        return DEMOTED;
    }
    let Some(review) = &finding.review else {
        refusals.push(Refusal {
            finding: position,
            condition: "nobody signed it",
            items: Vec::new(),
            remedy: "add `review:` with `basis`, `reviewer`, `date` and `reason`, or give it the status it has without a signature: `reported`, `alleged`, `disputed` or `unverified`",
        });
        return DEMOTED;
    };
    let items = Items { finding, loaded, index, origins };
    // Something that it may rest on is wrong or missing, which was reported there. Until that is
    // mended nobody can say whether it passes.
    if loaded.broken.iter().any(|stem| matches!(*stem, "sources" | "parties")) || items.any_unsure() {
        return DEMOTED;
    }
    let lacks = match review.basis {
        Basis::PrimaryRecord => items.primary_record(),
        Basis::IndependentCorroboration => items.independent_corroboration(),
        Basis::Admission => items.admission(),
    };
    match lacks {
        Ok(()) => Standing::Established(Established { finding, review }),
        Err(Lacks { condition, items, remedy }) => {
            refusals.push(Refusal { finding: position, condition, items, remedy });
            DEMOTED
        }
    }
}

/// Why a ground does not hold: the condition, and what each item lacks.
struct Lacks {
    condition: &'static str,
    items: Vec<(usize, String)>,
    remedy: &'static str,
}

struct Items<'a> {
    finding: &'a Finding,
    loaded: &'a Loaded,
    index: &'a Index<'a>,
    origins: &'a Origins,
}

impl<'a> Items<'a> {
    fn supporting(&self) -> impl Iterator<Item = (usize, &'a Evidence, usize, &'a Source)> {
        self.finding.evidence.iter().enumerate().filter_map(|(i, item)| {
            let source = self.index.source(&item.source)?;
            (item.bearing.unwrap_or(Bearing::Supports) == Bearing::Supports)
                .then(|| (i, item, source, &self.loaded.sources[source].value))
        })
    }

    fn any_unsure(&self) -> bool {
        let admitting = self.finding.evidence.iter().filter_map(|item| item.admission_by.as_ref());
        let mut parties = self.finding.accuses.iter().chain(&self.finding.interested).chain(admitting);
        if parties.any(|party| self.index.party(party).is_none()) {
            return true;
        }
        self.finding
            .evidence
            .iter()
            .any(|item| self.index.source(&item.source).is_none_or(|source| self.origins.unsure(source)))
    }

    /// What every item that is relied on must have.
    fn basics(item: &Evidence, source: &Source) -> Vec<&'static str> {
        let mut lacks = Vec::new();
        if !source.consulted {
            lacks.push("nobody consulted this source");
        }
        if item.locator.is_none() {
            lacks.push("it has no locator");
        }
        if source.revision.as_ref().is_some_and(|revision| revision.kind == RevisionKind::Retracted) {
            lacks.push("this source was retracted");
        }
        lacks
    }

    fn primary_record(&self) -> Result<(), Lacks> {
        let mut items: Vec<_> = self
            .finding
            .evidence
            .iter()
            .enumerate()
            .filter(|(_, item)| item.primary_record && item.bearing.unwrap_or(Bearing::Supports) != Bearing::Supports)
            .map(|(i, _)| (i, "this item does not support the finding (`bearing`)".to_owned()))
            .collect();
        for (i, item, _, source) in self.supporting().filter(|(_, item, ..)| item.primary_record) {
            let mut lacks = Self::basics(item, source);
            if !is_primary(source.r#type) {
                lacks.push("this sort of source is no primary record");
            }
            if lacks.is_empty() {
                return Ok(());
            }
            items.push((i, text::and_list(&lacks.iter().map(ToString::to_string).collect::<Vec<_>>())));
        }
        Err(Lacks {
            condition: "no item of its evidence is a primary record that holds",
            items,
            remedy: "it takes an item with `primary_record: true` and a `locator`, whose source is a judgment, plea, statute, treaty or register that somebody consulted",
        })
    }

    fn independent_corroboration(&self) -> Result<(), Lacks> {
        let mut items = Vec::new();
        let mut fit: Vec<(usize, usize)> = Vec::new();
        for (i, item, position, source) in self.supporting() {
            let mut lacks: Vec<String> = Self::basics(item, source).iter().map(ToString::to_string).collect();
            if source.reliability.unwrap_or(Reliability::F) > Reliability::C {
                lacks.push("its reliability is not A, B or C".to_owned());
            }
            if item.credibility.unwrap_or(Credibility::CannotBeJudged) > Credibility::ProbablyTrue {
                lacks.push("its credibility is not 1 or 2".to_owned());
            }
            if self.is_partial(source)
                || self.origins.of(position).iter().any(|&origin| self.is_partial(&self.loaded.sources[origin].value))
            {
                lacks.push("it comes from a party to the matter".to_owned());
            }
            if self.origins.of(position).is_empty() {
                lacks.push("it rests on circular reporting".to_owned());
            }
            if lacks.is_empty() {
                fit.push((i, position));
            } else {
                items.push((i, text::and_list(&lacks)));
            }
        }
        let pair = fit.iter().enumerate().any(|(n, &(_, a))| {
            fit[n + 1..].iter().any(|&(_, b)| self.origins.independent(a, b) && !self.same_issuer(a, b))
        });
        if pair {
            return Ok(());
        }
        items.extend(
            fit.iter().map(|&(i, position)| (i, format!("its origin: {}", self.origins.chains(self.loaded, position)))),
        );
        items.sort();
        Err(Lacks {
            condition: "its evidence has no two independent origins that hold",
            items,
            remedy: "it takes two items from consulted sources with different origins, each with reliability A to C, credibility 1 or 2 and a `locator`; otherwise its status is `reported`, or `alleged` where it accuses somebody",
        })
    }

    fn admission(&self) -> Result<(), Lacks> {
        let mut items = Vec::new();
        for (i, item, _, source) in self.supporting() {
            let Some(party) = &item.admission_by else { continue };
            let mut lacks = Self::basics(item, source);
            if !self.finding.accuses.contains(party) {
                lacks.push("who admits it is not among the parties that the finding accuses");
            }
            if lacks.is_empty() {
                return Ok(());
            }
            items.push((i, text::and_list(&lacks.iter().map(ToString::to_string).collect::<Vec<_>>())));
        }
        Err(Lacks {
            condition: "no item of its evidence is an admission that holds",
            items,
            remedy: "give the item `admission_by:` with a party that the finding `accuses`, a consulted source and a `locator`",
        })
    }

    /// A source issued by a party to the matter does not corroborate that party's claim.
    fn is_partial(&self, source: &Source) -> bool {
        source
            .issued_by
            .as_ref()
            .is_some_and(|issuer| self.finding.accuses.contains(issuer) || self.finding.interested.contains(issuer))
    }

    /// Whether one party issued both sources, or something that each rests on.
    fn same_issuer(&self, a: usize, b: usize) -> bool {
        let issuers = |source: usize| {
            let origins = self.origins.of(source).iter().copied();
            origins.chain([source]).filter_map(|source| self.loaded.sources[source].value.issued_by.as_ref())
        };
        issuers(a).any(|issuer| issuers(b).any(|other| other == issuer))
    }
}

fn is_primary(kind: SourceType) -> bool {
    matches!(
        kind,
        SourceType::Judgment | SourceType::Plea | SourceType::Statute | SourceType::Treaty | SourceType::Register
    )
}
