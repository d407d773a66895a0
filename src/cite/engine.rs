//! hayagriva at work: which citation stands where, and what the style makes of it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;

use hayagriva::citationberg::json::Item;
use hayagriva::citationberg::taxonomy::{Locator, OtherTerm, Term};
use hayagriva::citationberg::{IndependentStyle, Locale as Terms, LocaleCode, TermForm};
use hayagriva::{
    BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, ElemChildren, LocatorPayload,
    SpecificLocator, TransparentLocator, standalone_citation,
};

use super::item;
use super::locator::Place;
use super::style::Style;
use super::words::Words;
use crate::model::PartialDate;

/// A citation to render: an entry, a place in it, the note it stands in.
#[derive(Debug, Clone)]
pub(super) struct Request {
    pub(super) entry: usize,
    pub(super) place: Option<Place>,
    pub(super) note: usize,
    /// Something else stands between this citation and the one before it, so that "ibid." would
    /// lead astray.
    pub(super) apart: bool,
}

/// A style with the terms of a document's language.
pub(super) struct Engine<'a> {
    style: &'a Style,
    code: LocaleCode,
    terms: Vec<Terms>,
    /// Renders single dates and places, in the style's own terms and form of dates.
    pieces: Option<IndependentStyle>,
}

static PIECES: LazyLock<Option<IndependentStyle>> = LazyLock::new(|| IndependentStyle::from_xml(PIECES_CSL).ok());

const PIECES_CSL: &str = r#"<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
<info><title>Pieces</title><id>pieces</id><updated>2026-01-01T00:00:00+00:00</updated></info>
<citation><layout><choose><if variable="issued"><date variable="issued" form="text"/></if>
<else><group delimiter=" "><label variable="locator" form="short"/><text variable="locator"/></group></else>
</choose></layout></citation></style>"#;

impl<'a> Engine<'a> {
    pub(super) fn new(style: &'a Style, language: &str) -> Self {
        let (code, terms) = style.terms(language);
        let pieces =
            PIECES.as_ref().map(|pieces| IndependentStyle { locale: style.csl.locale.clone(), ..pieces.clone() });
        Self { style, code, terms, pieces }
    }

    /// What the style makes of each request, in order. An entry that it makes nothing of yields
    /// nothing.
    pub(super) fn notes(&self, items: &[Item], requests: &[Request]) -> Vec<Words> {
        let between = item::nothing();
        let stand_ins: Vec<_> =
            requests.iter().map(|request| request.place.as_ref().and_then(Place::stand_in)).collect();
        let run = || {
            let mut driver = BibliographyDriver::new();
            for (request, stand_in) in requests.iter().zip(&stand_ins) {
                if request.apart {
                    driver.citation(self.request(vec![CitationItem::new(&between, None, None, true, None)], None));
                }
                let cited = CitationItem::with_locator(
                    &items[request.entry],
                    locator(request.place.as_ref(), stand_in.as_deref()),
                );
                driver.citation(self.request(vec![cited], Some(request.note)));
            }
            let rendered = driver.finish(self.bibliography());
            let shown = requests.iter().flat_map(|request| [request.apart.then_some(false), Some(true)]).flatten();
            let citations = rendered.citations.iter().zip(shown).filter(|(_, shown)| *shown);
            let places = requests.iter().map(|request| request.place.as_ref());
            citations.zip(places).map(|((cited, _), place)| Words::read(&cited.citation, place)).collect()
        };
        self.guarded(run, || vec![Words::default(); requests.len()])
    }

    /// The references of a style that has them in a list, and how its texts refer to each, by entry.
    pub(super) fn references(&self, items: &[Item], entries: &[usize]) -> Vec<(Words, Words)> {
        let run = || {
            let mut driver = BibliographyDriver::new();
            for &entry in entries {
                driver.citation(self.request(vec![CitationItem::with_entry(&items[entry])], None));
            }
            let rendered = driver.finish(self.bibliography());
            let listed = rendered.bibliography.map(|list| list.items).unwrap_or_default();
            entries
                .iter()
                .zip(&rendered.citations)
                .map(|(&entry, cited)| {
                    let key = items[entry].id().unwrap_or_default();
                    let reference = listed.iter().find(|item| item.key == key);
                    let words = reference.map(|item| {
                        // What stands apart before a reference is its number, but not in every style.
                        let first = item.first_field.iter().cloned().collect();
                        let mut words = Words::read(&ElemChildren(first), None);
                        words.append(Words::read(&item.content, None));
                        words
                    });
                    let words = words.unwrap_or_default();
                    (words, Words::read(&cited.citation, None))
                })
                .collect()
        };
        self.guarded(run, || vec![Default::default(); entries.len()])
    }

    /// A place in the words of the language: `paras. 1–2`.
    pub(super) fn place(&self, place: &Place) -> String {
        if place.term == Locator::Custom {
            return place.value.clone();
        }
        let text = self.piece(&item::nothing(), Some(place));
        if text.is_empty() { place.value.clone() } else { text }
    }

    /// A date in the words of the language, as its citations write dates.
    pub(super) fn date(&self, date: PartialDate) -> String {
        self.piece(&item::dated(date), None)
    }

    /// The sign for a work without a date: `n.d.`
    pub(super) fn no_date(&self) -> Vec<&str> {
        let lists = self.style.csl.locale.iter().chain(&self.terms);
        let forms = [TermForm::Short, TermForm::Long];
        lists
            .flat_map(|terms| {
                forms.map(|form| terms.term(Term::Other(OtherTerm::NoDate), form).and_then(|t| t.single()))
            })
            .flatten()
            .collect()
    }

    fn piece(&self, item: &Item, place: Option<&Place>) -> String {
        let Some(pieces) = &self.pieces else { return String::new() };
        let stand_in = place.and_then(Place::stand_in);
        let run = || {
            let cited = vec![CitationItem::with_locator(item, locator(place, stand_in.as_deref()))];
            let request = CitationRequest::new(cited, pieces, Some(self.code.clone()), &self.terms, None);
            Words::read(&standalone_citation(request), place).text()
        };
        self.guarded(run, String::new)
    }

    fn request<'b>(&'b self, cited: Vec<CitationItem<'b, Item>>, note: Option<usize>) -> CitationRequest<'b, Item> {
        CitationRequest::new(cited, &self.style.csl, Some(self.code.clone()), &self.terms, note)
    }

    fn bibliography(&self) -> BibliographyRequest<'_> {
        BibliographyRequest::new(&self.style.csl, Some(self.code.clone()), &self.terms)
    }

    /// hayagriva is not meant to panic; if a style or a source makes it, there is still a plain note.
    fn guarded<T>(&self, run: impl FnOnce() -> T, otherwise: impl FnOnce() -> T) -> T {
        catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| otherwise())
    }
}

fn locator<'a>(place: Option<&'a Place>, stand_in: Option<&'a str>) -> Option<SpecificLocator<'a>> {
    let place = place?;
    let payload = match place.term {
        // Text that is no number stays as it is, whatever the style does to numbers.
        Locator::Custom => LocatorPayload::Transparent(TransparentLocator::new(place.value.clone())),
        _ => LocatorPayload::Str(stand_in.unwrap_or(&place.value)),
    };
    Some(SpecificLocator(place.term, payload))
}
