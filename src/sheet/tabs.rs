//! The columns of each tab, in the order of the workbook.

use super::column::{Column, Form, Home, NUMBER, Tab};
use crate::model::{
    Answer, Basis, Bearing, Confidence, Credibility, Kind, LegalStatus, Likelihood, PartyType, ProceedingType,
    Protection, Reliability, RevisionKind, SourceType, Status, Tlp, words,
};

const fn must(field: &'static str, form: Form, help: &'static str) -> Column {
    Column { field, form, required: true, help }
}

const fn may(field: &'static str, form: Form, help: &'static str) -> Column {
    Column { field, form, required: false, help }
}

const DATE: Form = Form::Scalar("Date");
const PARTIAL: Form = Form::Scalar("PartialDate");
const LINK: Form = Form::Scalar("Link");
const TLP: Form = Form::Word(words::<Tlp>);
const HANDLING: Column = may("handling", TLP, "How far it may travel, where that is less far than the brief.");
const ITEM_HANDLING: Column = may("handling", TLP, "How far it may travel, where that is less far than its source.");

pub(super) const FINDINGS: &[Column] = &[
    must("id", Form::Own, "The key of the finding, such as F-012. For a new finding write a new one."),
    must("kind", Form::Word(words::<Kind>), "What sort of statement it is."),
    must(
        "status",
        Form::Word(words::<Status>),
        "How far it is proven. Established asks for all columns of the review.",
    ),
    may("title", Form::Text, "A few words that head the entry."),
    must("text", Form::Text, "The statement. Unless it is established, it names who asserts it."),
    may("asserted_by", Form::References(Tab::Parties), "Who asserts it: ids of parties, with commas between them."),
    may(
        "accuses",
        Form::References(Tab::Parties),
        "Whom it accuses of wrongdoing: ids of parties, with commas between them.",
    ),
    may(
        "interested",
        Form::References(Tab::Parties),
        "Others with a stake in it: ids of parties, with commas between them.",
    ),
    may("date", PARTIAL, "When what it speaks of happened: 2022-09-26, 2022-09 or 2022."),
    may(
        "contradicted_by",
        Form::References(Tab::Findings),
        "Findings that say otherwise: ids, with commas between them.",
    ),
    may(
        "proceedings",
        Form::References(Tab::Proceedings),
        "Legal proceedings that it speaks of: ids, with commas between them.",
    ),
    may("likelihood", Form::Word(words::<Likelihood>), "Only for an assessment: how likely it is."),
    may("confidence", Form::Word(words::<Confidence>), "Only for an assessment: how well founded it is."),
    may("review.basis", Form::Word(words::<Basis>), "Only for an established finding: the ground on which it is."),
    may("review.reviewer", Form::Text, "The person who answers for that; printed in the document."),
    may("review.date", DATE, "When that person signed: 2024-05-21."),
    may("review.reason", Form::Text, "Why the ground holds; printed in the document."),
    may("caveat", Form::Text, "What is missing or to be checked; told to the reader."),
    HANDLING,
];

pub(super) const EVIDENCE: &[Column] = &[
    must("finding", Form::Reference(Tab::Findings), "The finding that this item belongs to."),
    may(NUMBER, Form::Own, "The item's place in its finding. Leave it empty for a new item."),
    must("source", Form::Reference(Tab::Sources), "The id of the source."),
    may("locator", Form::Text, "The place in it: page, paragraph, docket entry or timecode."),
    may(
        "bearing",
        Form::Word(words::<Bearing>),
        "What it does for the finding; it supports it where nothing stands here.",
    ),
    may(
        "credibility",
        Form::Word(words::<Credibility>),
        "1 confirmed by others, 2 probably true, 3 possibly true, 4 doubtful, 5 improbable, 6 cannot be judged.",
    ),
    may("primary_record", Form::YesNo, "yes where the item itself makes true what it records."),
    may(
        "admission_by",
        Form::Reference(Tab::Parties),
        "The party, accused by the finding, that admits it in this item.",
    ),
    may("quotation", Form::Text, "The words of the source, verbatim, without quotation marks."),
    may("note", Form::Text, "What the item says, or how it was weighed. Yours alone, never printed."),
    ITEM_HANDLING,
];

pub(super) const SOURCES: &[Column] = &[
    must("id", Form::Own, "The key of the source, such as globe-2022. For a new source write a new one."),
    must("type", Form::Word(words::<SourceType>), "What sort of source it is."),
    must("title", Form::Text, "Its title."),
    may("title_translation", Form::Text, "The title in the language of the brief."),
    may(
        "authors",
        Form::Names,
        "Burton, Charles; Human Rights Watch. A body with a comma in its name stands in braces: {Harbour, Inc.}",
    ),
    may("container", Form::Text, "The newspaper, journal, site or register in which it appeared."),
    may("publisher", Form::Text, "Who published it, where that is not the container."),
    may("issued", PARTIAL, "When it was issued: 2022-09-26, 2022-09 or 2022."),
    may("identifier", Form::Text, "A docket entry, report number or citation."),
    may("court", Form::Text, "The court or body whose record it is."),
    may("language", Form::Text, "The language of the source: en, fr, zh-Hans."),
    may("url", LINK, "Where it is on the web."),
    may("archive_url", LINK, "An archived copy."),
    may("accessed", DATE, "When the address was last visited: 2024-05-21."),
    may("consulted", Form::YesNo, "yes only when one of you has read this source itself."),
    may(
        "cited_in",
        Form::Reference(Tab::Sources),
        "For an original that nobody read: the source in which it was found cited.",
    ),
    may("cited_in_locator", Form::Text, "Where in that source."),
    may(
        "derives_from",
        Form::References(Tab::Sources),
        "What this source rests on: ids of sources, with commas between them.",
    ),
    may("issued_by", Form::Reference(Tab::Parties), "The party that issued it."),
    may("reliability", Form::Word(words::<Reliability>), "A completely reliable to E unreliable; F cannot be judged."),
    may("descriptor", Form::Text, "Access, currency, completeness, possible bias."),
    may("revision.kind", Form::Word(words::<RevisionKind>), "What happened to it after publication."),
    may("revision.date", PARTIAL, "When that was."),
    may("revision.note", Form::Text, "What changed, in a sentence."),
    may("snapshot.sha256", Form::Scalar("Sha256"), "The SHA-256 of the copy that you keep."),
    may("snapshot.captured", DATE, "The day on which it was captured, in UTC."),
    may("snapshot.text", Form::Text, "Its text, as a file in the brief's folder."),
    HANDLING,
];

pub(super) const PARTIES: &[Column] = &[
    must("id", Form::Own, "The key of the party. For a new party write a new one."),
    must("type", Form::Word(words::<PartyType>), "A person, or what sort of body."),
    must("name", Form::Text, "The name as the document writes it."),
    may("native_name", Form::Text, "The name in its own script."),
    may("native_language", Form::Text, "The language of that name: zh-Hans."),
    may("aliases", Form::Texts, "Other names under which texts speak of it, with semicolons between them."),
    may("role", Form::Text, "Who it is, in a few words."),
    may("url", LINK, "Its website."),
    HANDLING,
    may("protected", Form::Word(words::<Protection>), "Why this person is named only with consent."),
    may("consent.covers", TLP, "The most open marking of a document that the consent covers."),
    may("consent.date", DATE, "When the consent was given."),
    may("consent.note", Form::Text, "To whom, in which form, for what."),
    may("pseudonym", Form::Text, "What documents call the person otherwise: a dock worker."),
];

pub(super) const PROCEEDINGS: &[Column] = &[
    must(
        "id",
        Form::Own,
        "The key of the proceeding. For a new one write a new key, and its counts on the tab Counts.",
    ),
    must("type", Form::Word(words::<ProceedingType>), "Before what sort of court or body it is."),
    must("title", Form::Text, "The name of the case."),
    must("court", Form::Text, "The court or body."),
    may("docket", Form::Text, "The docket or file number."),
    must("as_of", DATE, "The day on which all of it was true as far as known."),
    may("note", Form::Text, "What the reader should know besides."),
    HANDLING,
];

pub(super) const COUNTS: &[Column] = &[
    must("proceeding", Form::Reference(Tab::Proceedings), "The proceeding that this count belongs to."),
    must("party", Form::Reference(Tab::Parties), "The person or body proceeded against."),
    may(NUMBER, Form::Own, "The count's place among those of this party. Leave it empty for a new count."),
    may("number", Form::Text, "The number in the charging paper: 1, 3–4."),
    must("charge", Form::Text, "What is charged, in neutral words."),
    may("provision", Form::Text, "The provision: 18 U.S.C. § 951."),
    must("status", Form::Word(words::<LegalStatus>), "Where this count stands."),
    may("date", PARTIAL, "Since when."),
    may("note", Form::Text, "Sentence, terms of a dismissal or settlement, and the like."),
];

pub(super) const COUNT_EVIDENCE: &[Column] = &[
    must("proceeding", Form::Reference(Tab::Proceedings), "The proceeding."),
    must("party", Form::Reference(Tab::Parties), "The person or body proceeded against."),
    must("count", Form::Own, "The count: its `no.` on the tab Counts. A new one has the next number of its party."),
    may(NUMBER, Form::Own, "The item's place in its count. Leave it empty for a new item."),
    must("source", Form::Reference(Tab::Sources), "The id of the source in which the count is recorded."),
    may("locator", Form::Text, "The place in it: page, paragraph, docket entry or timecode."),
];

pub(super) const RESPONSES: &[Column] = &[
    must("finding", Form::Reference(Tab::Findings), "The finding that is answered."),
    may(NUMBER, Form::Own, "The answer's place in its finding. Leave it empty for a new one."),
    must("party", Form::Reference(Tab::Parties), "Who."),
    may("asked.date", DATE, "When it was asked. Leave it empty where nobody asked."),
    may("asked.channel", Form::Text, "By which way: e-mail to the press office."),
    may("asked.deadline", DATE, "By when an answer was asked for."),
    must(
        "answer",
        Form::Word(words::<Answer>),
        "What came of it. Not asked, no answer and declined are three different things.",
    ),
    may("date", PARTIAL, "When it answered."),
    may("text", Form::Text, "What it said, or why it was not asked."),
    may("source", Form::Reference(Tab::Sources), "The source of a public answer."),
    may("locator", Form::Text, "The place in that source."),
    ITEM_HANDLING,
];

pub(super) const EXCEPTIONS: &[Column] = &[
    must("of", Form::Word(excepted), "What sort of entry it is."),
    must("id", Form::Own, "The id of the entry."),
    may(NUMBER, Form::Own, "The exception's place in its entry. Leave it empty for a new one."),
    must("rule", Form::Own, "The rule that does not apply, by its name, such as relative-date."),
    must("reason", Form::Text, "Why the entry is right as it stands. Readers are shown it."),
    must("by", Form::Text, "The person who answers for it."),
    may("date", DATE, "When that was decided: 2024-05-21."),
];

pub(super) const EXTRA: &[Column] = &[
    must("source", Form::Reference(Tab::Sources), "The id of the source."),
    must("name", Form::Key, "The name of the field in the reference manager: volume, DOI, abstract."),
    must("value", Form::Text, "What stands there. It is kept for the way back, never checked or printed."),
];

pub(super) const TRANSLATIONS: &[Column] = &[
    must("of", Form::Word(translated), "What sort of entry it is."),
    must("id", Form::Own, "The id of the entry; of the brief itself, its name."),
    must("field", Form::Key, "The text that is translated, such as text, title or responses.1.text."),
    must(
        "language",
        Form::Key,
        "The language into which it is translated: fr. It is one of `languages` in brief.yaml.",
    ),
    may("original", Form::Shown, "The text as the brief has it. It is changed on the tab of its entry."),
    may("translation", Form::Text, "The same text in this language, no stronger and no weaker."),
];

fn translated() -> &'static [&'static str] {
    const { &[HOMES[0].word(), HOMES[1].word(), HOMES[2].word(), HOMES[3].word(), HOMES[4].word()] }
}

fn excepted() -> &'static [&'static str] {
    const { &[Home::Finding.word(), Home::Source.word(), Home::Proceeding.word()] }
}

const HOMES: [Home; 5] = Home::ALL;
