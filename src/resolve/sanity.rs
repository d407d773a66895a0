//! Values of one entry that cannot both be right, and entries that lack what they rest on.

use crate::diagnostic::{Diagnostic, codes};
use crate::load::{Entry, Loaded};
use crate::model::{Brief, Finding, Kind, Source, Status};

pub(super) fn check(loaded: &Loaded, out: &mut Vec<Diagnostic>) {
    if let Some(brief) = &loaded.brief {
        head(brief, out);
        handling(brief, loaded, out);
    }
    loaded.sources.iter().filter(|entry| entry.sound).for_each(|entry| source(entry, out));
    loaded.findings.iter().filter(|entry| entry.sound).for_each(|entry| finding(entry, out));
}

fn head(brief: &Entry<Brief>, out: &mut Vec<Diagnostic>) {
    let dates = &brief.value.dates;
    let place = brief.place().field("dates");
    let written = place.field("publication").holds_text(&dates.publication.to_string())
        && place.field("information_cutoff").holds_text(&dates.information_cutoff.to_string());
    if written && dates.publication < dates.information_cutoff {
        out.push(
            Diagnostic::error(codes::CONTRADICTION, "the information cut-off lies after the publication")
                .at(place.field("information_cutoff").span(), "cut-off")
                .also(place.field("publication").span(), "publication")
                .help("the cut-off is the last day on which information was taken in"),
        );
    }
    let place = brief.place().field("key_points");
    if brief.value.key_points.is_empty() && (place.is_lost() || place.is_empty()) {
        out.push(Diagnostic::error(codes::NO_KEY_POINTS, "this brief has no key points").at(place.span(), "").help(
            "a reader with three minutes reads these: add `key_points:` with three to six, each with its `findings`",
        ));
    }
    for (i, point) in brief.value.key_points.iter().enumerate() {
        let place = brief.place().field("key_points").item(i).field("findings");
        if point.findings.is_empty() && (place.is_lost() || place.is_empty()) {
            out.push(
                Diagnostic::error(codes::NO_EVIDENCE, "this key point rests on no finding")
                    .at(place.span(), "no finding named")
                    .help("add `findings: [F-…]` with the findings that carry it"),
            );
        }
    }
    let language = brief.value.language.folded();
    if brief.place().field("language").holds_text(&language) && !matches!(language.split('-').next(), Some("en")) {
        out.push(
            Diagnostic::error(codes::UNKNOWN_VALUE, format!("no document can be made in the language `{language}`"))
                .at(brief.place().field("language").span(), "expected `en`, or a code that begins with `en-`")
                .help("documents can be made in English only so far; the code for it is `en`"),
        );
    }
}

/// A document is marked at least as strictly as the strictest thing in it (domain guide, rule 27).
fn handling(brief: &Entry<Brief>, loaded: &Loaded, out: &mut Vec<Diagnostic>) {
    let marked = brief.place().field("handling");
    let sources = loaded.sources.iter().map(|e| (e.value.handling, e.place()));
    let parties = loaded.parties.iter().map(|e| (e.value.handling, e.place()));
    let findings = loaded.findings.iter().map(|e| (e.value.handling, e.place()));
    for (stricter, place) in sources.chain(parties).chain(findings) {
        if stricter.is_some_and(|stricter| stricter > brief.value.handling) {
            out.push(
                Diagnostic::error(codes::HANDLING, "this may travel less far than the document that prints it")
                    .at(place.field("handling").span(), "stricter than the brief")
                    .also(marked.span(), "the brief")
                    .help("mark the brief at least as strictly, or take this out of it"),
            );
        }
    }
}

fn source(entry: &Entry<Source>, out: &mut Vec<Diagnostic>) {
    let (source, place) = (&entry.value, entry.place());
    if source.consulted && source.cited_in.is_some() {
        out.push(
            Diagnostic::error(
                codes::CONTRADICTION,
                format!("`{}` was consulted itself and yet is cited from another source", source.id),
            )
            .at(place.field("cited_in").span(), "cited in")
            .also(place.field("consulted").span(), "consulted")
            .help("an original that somebody read is cited directly: take `cited_in` out, or set `consulted: false`"),
        );
    }
    for (i, author) in source.authors.iter().enumerate() {
        let place = place.field("authors").item(i);
        if author.name.is_some() == (author.family.is_some() || author.given.is_some())
            || author.given.is_some() && author.family.is_none()
        {
            out.push(
                Diagnostic::error(codes::CONTRADICTION, "an author has either a `name`, or a `family` name with or without `given` names")
                    .at(place.span(), "this author")
                    .help("write `- name: Human Rights Watch` for a body, `- { family: Burton, given: Charles }` for a person"),
            );
        }
    }
}

fn finding(entry: &Entry<Finding>, out: &mut Vec<Diagnostic>) {
    let (finding, place) = (&entry.value, entry.place());
    if finding.evidence.is_empty() && finding.status != Status::Unverified {
        out.push(
            Diagnostic::error(codes::NO_EVIDENCE, format!("`{}` rests on no evidence", finding.id))
                .at(place.field("evidence").span(), "no source named")
                .help("add `evidence:` with a `source` and a `locator`, or give it the status `unverified`"),
        );
    }
    if finding.asserted_by.is_empty() && finding.status != Status::Established {
        out.push(
            Diagnostic::error(codes::NO_ASSERTER, format!("`{}` does not say who asserts it", finding.id))
                .at(place.field("asserted_by").span(), "no party named")
                .help("add `asserted_by: [party]`; the party stands in parties.yaml, and the finding's text names it"),
        );
    }
    if finding.review.is_some() && finding.status != Status::Established {
        out.push(
            Diagnostic::warning(
                codes::NEEDLESS_REVIEW,
                format!("`{}` carries the signature of an established finding", finding.id),
            )
            .at(place.field("status").span(), "this status")
            .also(place.field("review").key_span(), "needs no review")
            .help("take `review` out, or set `status: established`"),
        );
    }
    if finding.likelihood.is_some() && finding.kind != Kind::Assessment {
        out.push(
            Diagnostic::error(codes::CONTRADICTION, format!("`{}` has a likelihood but is no assessment", finding.id))
                .at(place.field("likelihood").span(), "only an assessment is more or less likely")
                .also(place.field("kind").span(), "the kind")
                .help("take `likelihood` out, or set `kind: assessment`"),
        );
    }
}
