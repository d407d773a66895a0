//! Every reference leads to an entry.

use super::index::{Index, Sort};
use crate::diagnostic::{Diagnostic, codes};
use crate::load::{Cited, Loaded, Section, Written};
use crate::model::Id;
use crate::model::prose::{self, Block};
use crate::source_map::Span;
use crate::text;
use crate::tree::Cursor;

pub(super) fn check(loaded: &Loaded, index: &Index<'_>, out: &mut Vec<Diagnostic>) {
    let mut checker = Checker { loaded, index, out };
    if let Some(brief) = &loaded.brief {
        for (i, change) in brief.value.changes.iter().enumerate() {
            let place = brief.place().field("changes").item(i);
            // Which entries there are is no matter: some are gone, and that is the change.
            if [&change.findings, &change.sources, &change.proceedings].iter().all(|ids| ids.is_empty()) {
                checker.out.push(
                    Diagnostic::error(codes::MISSING_FIELD, "this change does not say what changed")
                        .at(place.field("kind").span(), "what?")
                        .help("add `findings:`, `sources:` or `proceedings:` with ids, such as `findings: [F-012]`"),
                );
            }
        }
        for (i, point) in brief.value.key_points.iter().enumerate() {
            let place = brief.place().field("key_points").item(i).field("findings");
            checker.list(Sort::Finding, &point.findings, place);
        }
        checker.list(Sort::Finding, &brief.value.briefing, brief.place().field("briefing"));
        checker.list(Sort::Finding, &brief.value.highlights, brief.place().field("highlights"));
        checker.list(Sort::Finding, &brief.value.profile, brief.place().field("profile"));
    }
    for source in &loaded.sources {
        let place = source.place();
        checker.list(Sort::Source, &source.value.derives_from, place.field("derives_from"));
        checker.one(Sort::Source, source.value.cited_in.as_ref(), place.field("cited_in"));
        checker.one(Sort::Party, source.value.issued_by.as_ref(), place.field("issued_by"));
    }
    for proceeding in &loaded.proceedings {
        for (i, defendant) in proceeding.value.defendants.iter().enumerate() {
            let place = proceeding.place().field("defendants").item(i);
            checker.one(Sort::Party, Some(&defendant.party), place.field("party"));
            for (j, count) in defendant.counts.iter().enumerate() {
                for (k, citation) in count.evidence.iter().enumerate() {
                    let place = place.field("counts").item(j).field("evidence").item(k);
                    checker.one(Sort::Source, Some(&citation.source), place.field("source"));
                }
            }
        }
    }
    for finding in &loaded.findings {
        let (value, place) = (&finding.value, finding.place());
        checker.list(Sort::Party, &value.asserted_by, place.field("asserted_by"));
        checker.list(Sort::Party, &value.accuses, place.field("accuses"));
        checker.list(Sort::Party, &value.interested, place.field("interested"));
        checker.list(Sort::Finding, &value.contradicted_by, place.field("contradicted_by"));
        checker.list(Sort::Proceeding, &value.proceedings, place.field("proceedings"));
        for (i, evidence) in value.evidence.iter().enumerate() {
            let place = place.field("evidence").item(i);
            checker.one(Sort::Source, Some(&evidence.source), place.field("source"));
            checker.one(Sort::Party, evidence.admission_by.as_ref(), place.field("admission_by"));
        }
        for (i, response) in value.responses.iter().enumerate() {
            let place = place.field("responses").item(i);
            checker.one(Sort::Party, Some(&response.party), place.field("party"));
            checker.one(Sort::Source, response.source.as_ref(), place.field("source"));
        }
    }
    for section in loaded.all_sections() {
        let mut written = Vec::new();
        let _ = section.prose.map(&mut |reference| written.push(reference.clone()));
        for footnote in &section.footnotes {
            let _: Vec<Block<()>> = prose::blocks(&footnote.blocks, &mut |reference| written.push(reference.clone()));
        }
        checker.footnotes(section);
        for reference in &written {
            if let Written::Citation(cited) = reference {
                cited.iter().for_each(|cited| checker.cited(cited));
            }
        }
    }
}

struct Checker<'a> {
    loaded: &'a Loaded,
    index: &'a Index<'a>,
    out: &'a mut Vec<Diagnostic>,
}

impl Checker<'_> {
    fn list(&mut self, sort: Sort, ids: &[Id], place: Cursor<'_>) {
        for (i, id) in ids.iter().enumerate() {
            self.one(sort, Some(id), place.item(i));
        }
    }

    fn one(&mut self, sort: Sort, id: Option<&Id>, place: Cursor<'_>) {
        let Some(id) = id else { return };
        // A missing or malformed id was reported where it stands.
        if place.is_lost() || self.index.of(sort).contains_key(id.as_str()) {
            return;
        }
        if !place.holds_text(id.as_str()) {
            return;
        }
        self.dangling(&[sort], id.as_str(), place.span());
    }

    fn cited(&mut self, cited: &Cited) {
        let sorts = [Sort::Source, Sort::Finding];
        if !sorts.iter().any(|&sort| self.index.of(sort).contains_key(cited.key.as_str())) {
            self.dangling(&sorts, &cited.key, cited.span);
        } else if cited.locator.is_some() && self.index.of(Sort::Finding).contains_key(cited.key.as_str()) {
            self.out.push(
                Diagnostic::error(codes::BAD_CITATION, "a finding is referred to without a place in it")
                    .at(cited.span, "this names a finding")
                    .help(format!("write `[@{}]`", cited.key)),
            );
        }
    }

    fn dangling(&mut self, sorts: &[Sort], id: &str, span: Span) {
        if sorts.iter().any(|sort| self.loaded.broken.contains(&sort.stem())) {
            return;
        }
        let words: Vec<_> = sorts.iter().map(|sort| sort.word()).collect();
        let mut problem = Diagnostic::error(
            codes::DANGLING_REFERENCE,
            format!("there is no {} `{}`", words.join(" or "), text::ellipsis(id, 60)),
        )
        .at(span, "refers to nothing");
        let other = Sort::ALL.into_iter().find(|&sort| self.index.of(sort).contains_key(id));
        // Ids that differ in their digits only are different things, not slips.
        let skeleton = |id: &str| id.chars().filter(|c| !c.is_ascii_digit()).collect::<String>();
        let known = sorts
            .iter()
            .flat_map(|&sort| self.index.of(sort).keys().copied())
            .filter(|known| known.len() != id.len() || skeleton(known) != skeleton(id));
        if let Some(other) = other {
            problem =
                problem.help(format!("`{id}` is a {}; here stands the id of a {}", other.word(), words.join(" or a ")));
        } else if let Some(near) = text::nearest(id, known) {
            problem = problem.help(format!("did you mean `{near}`?"));
        } else {
            let files: Vec<_> = sorts.iter().map(|sort| format!("{}.yaml", sort.stem())).collect();
            problem = problem.help(format!("add an entry with this id to {}, or correct the id", files.join(" or ")));
        }
        self.out.push(problem);
    }

    /// Footnotes that would not be printed: nothing that is printed refers to them. One that is
    /// referred to and not written is Markdown's concern, and reported there.
    fn footnotes(&mut self, section: &Section) {
        let mut seen: Vec<&str> = Vec::new();
        let mut used: Vec<String> = Vec::new();
        let mut note = |reference: &Written| {
            if let Written::Footnote { label, .. } = reference {
                used.push(label.clone());
            }
        };
        let _ = section.prose.map(&mut note);
        let mut next = 0;
        while let Some(label) = used.get(next).cloned() {
            next += 1;
            if let Some(footnote) = section.footnotes.iter().find(|footnote| footnote.label == label) {
                let _: Vec<Block<()>> = prose::blocks(&footnote.blocks, &mut |reference| {
                    if let Written::Footnote { label, .. } = reference
                        && !used.contains(label)
                    {
                        used.push(label.clone());
                    }
                });
            }
        }
        for footnote in &section.footnotes {
            let head =
                Span { end: footnote.span.end.min(footnote.span.start + footnote.label.len() + 4), ..footnote.span };
            if seen.contains(&footnote.label.as_str()) {
                self.out.push(
                    Diagnostic::error(
                        codes::BAD_FOOTNOTE,
                        format!("the footnote `{}` is written twice", footnote.label),
                    )
                    .at(head, "this one would not be printed")
                    .help("give it a label of its own"),
                );
            } else if !used.contains(&footnote.label) {
                self.out.push(
                    Diagnostic::error(
                        codes::BAD_FOOTNOTE,
                        format!("nothing refers to the footnote `{}`", footnote.label),
                    )
                    .at(head, "this would not be printed")
                    .help(format!("write `[^{}]` where it belongs, or delete it", footnote.label)),
                );
            }
            seen.push(&footnote.label);
        }
    }
}
