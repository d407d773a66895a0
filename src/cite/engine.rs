//! hayagriva at work: which citation stands where, and what the style makes of it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;

use hayagriva::citationberg::json::Item;
use hayagriva::citationberg::taxonomy::{Locator, OtherTerm, Term};
use hayagriva::citationberg::{IndependentStyle, Locale as Terms, LocaleCode, TermForm};
use hayagriva::{
    BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, ElemChildren, LocatorPayload,
    RenderedCitation, SpecificLocator, TransparentLocator, standalone_citation,
};

use super::item;
use super::locator::{Part, Pinpoint, Place};
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
pub(super) struct Engine {
    csl: IndependentStyle,
    code: LocaleCode,
    terms: Vec<Terms>,
    /// Renders single dates and places, in the style's own terms and form of dates.
    pieces: Option<IndependentStyle>,
    /// What the language sets before a colon.
    space: &'static str,
}

/// How a style of ours writes a place that stands behind another or behind words, where a page needs its
/// `p.`; for other styles that is the label with the number.
const PLACE_APART: &str = "place-apart";

static PIECES: LazyLock<Option<IndependentStyle>> = LazyLock::new(|| IndependentStyle::from_xml(PIECES_CSL).ok());

static FRENCH: LazyLock<Option<IndependentStyle>> =
    LazyLock::new(|| IndependentStyle::from_xml(include_str!("french.csl")).ok());

const PIECES_CSL: &str = r#"<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
<info><title>Pieces</title><id>pieces</id><updated>2026-01-01T00:00:00+00:00</updated></info>
<macro name="place-apart"><group delimiter=" "><choose>
<if type="legislation" locator="section"><label variable="locator" form="symbol"/></if>
<else-if locator="line table note column appendix part figure" match="any"><label variable="locator"/></else-if>
<else><label variable="locator" form="short"/></else></choose><text variable="locator"/></group></macro>
<citation><layout><choose><if variable="locator"><text macro="place-apart"/></if>
<else><date variable="issued" form="text"/></else></choose></layout></citation></style>"#;

impl Engine {
    pub(super) fn new(style: &Style, language: &str) -> Self {
        let (code, terms) = style.terms(language);
        let mut csl = style.csl.clone();
        csl.locale.extend(corrections(&csl, &code));
        let pieces = PIECES.as_ref().map(|pieces| {
            let own = csl.macros.iter().any(|own| own.name == PLACE_APART);
            let macros = if own { csl.macros.clone() } else { pieces.macros.clone() };
            IndependentStyle { locale: csl.locale.clone(), macros, ..pieces.clone() }
        });
        let space = if language == "fr" { "\u{a0}" } else { "" };
        Self { csl, code, terms, pieces, space }
    }

    /// What the style makes of each request, in order. An entry that it makes nothing of yields
    /// nothing.
    pub(super) fn notes(&self, items: &[Item], requests: &[Request]) -> Vec<Words> {
        let between = item::nothing();
        let places: Vec<_> = requests.iter().map(|request| self.pinpoint(items, request)).collect();
        let stand_ins: Vec<_> = places.iter().map(|place| place.as_ref().and_then(Pinpoint::stand_in)).collect();
        let run = || {
            let mut driver = BibliographyDriver::new();
            for ((request, place), stand_in) in requests.iter().zip(&places).zip(&stand_ins) {
                if request.apart {
                    driver.citation(self.request(vec![CitationItem::new(&between, None, None, true, None)], None));
                }
                let cited =
                    CitationItem::with_locator(&items[request.entry], locator(place.as_ref(), stand_in.as_deref()));
                driver.citation(self.request(vec![cited], Some(request.note)));
            }
            let rendered = driver.finish(self.bibliography());
            let shown = requests.iter().flat_map(|request| [request.apart.then_some(false), Some(true)]).flatten();
            let citations = rendered.citations.iter().zip(shown).filter(|(_, shown)| *shown);
            let read = |((cited, _), place): ((&RenderedCitation, _), &Option<_>)| {
                Words::read(&cited.citation, place.as_ref(), self.space)
            };
            citations.zip(&places).map(read).collect()
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
                        let mut words = Words::read(&ElemChildren(first), None, self.space);
                        words.append(Words::read(&item.content, None, self.space));
                        words
                    });
                    let words = words.unwrap_or_default();
                    (words, Words::read(&cited.citation, None, self.space))
                })
                .collect()
        };
        self.guarded(run, || vec![Default::default(); entries.len()])
    }

    /// A place in the words of the language: `paras. 1–2`. `item` is what it is a place in.
    pub(super) fn place(&self, place: &Place, item: &Item) -> String {
        self.parts(&place.0, item)
    }

    /// What CSL is told of a request's place.
    fn pinpoint(&self, items: &[Item], request: &Request) -> Option<Pinpoint> {
        let (place, item) = (request.place.as_ref()?, &items[request.entry]);
        let first = place.0.first()?;
        Some(match first.term {
            Locator::Custom => Pinpoint { term: Locator::Custom, value: self.place(place, item), tail: String::new() },
            term => Pinpoint { term, value: first.value.clone(), tail: self.parts(&place.0[1..], item) },
        })
    }

    fn parts(&self, parts: &[Part], item: &Item) -> String {
        let one = |part: &Part| {
            let Part { joint, term, value } = part;
            if *term == Locator::Custom {
                return format!("{joint}{value}");
            }
            let place = Pinpoint { term: *term, value: value.clone(), tail: String::new() };
            let text = self.piece(item, Some(&place));
            format!("{joint}{}", if text.is_empty() { value } else { &text })
        };
        parts.iter().map(one).collect()
    }

    /// A date in the words of the language, as its citations write dates.
    pub(super) fn date(&self, date: PartialDate) -> String {
        self.piece(&item::dated(date), None)
    }

    /// Whether a full stop goes before a closing quotation mark, as in American styles.
    pub(super) fn stops_inside(&self) -> bool {
        let base = |code: &LocaleCode| code.0.split('-').next().map(str::to_owned);
        let same = |terms: &&Terms| terms.lang.as_ref().is_none_or(|lang| base(lang) == base(&self.code));
        let files = self.terms.iter().filter(|terms| terms.lang.as_ref() == Some(&self.code));
        let mut options = self.csl.locale.iter().filter(same).chain(files).filter_map(|terms| terms.style_options);
        options.find_map(|options| options.punctuation_in_quote).unwrap_or_default()
    }

    /// The sign for a work without a date: `n.d.`
    pub(super) fn no_date(&self) -> Vec<&str> {
        let lists = self.csl.locale.iter().chain(&self.terms);
        let forms = [TermForm::Short, TermForm::Long];
        lists
            .flat_map(|terms| {
                forms.map(|form| terms.term(Term::Other(OtherTerm::NoDate), form).and_then(|t| t.single()))
            })
            .flatten()
            .collect()
    }

    fn piece(&self, item: &Item, place: Option<&Pinpoint>) -> String {
        let Some(pieces) = &self.pieces else { return String::new() };
        let stand_in = place.and_then(Pinpoint::stand_in);
        let run = || {
            let cited = vec![CitationItem::with_locator(item, locator(place, stand_in.as_deref()))];
            let request = CitationRequest::new(cited, pieces, Some(self.code.clone()), &self.terms, None);
            Words::read(&standalone_citation(request), place, self.space).text()
        };
        self.guarded(run, String::new)
    }

    fn request<'b>(&'b self, cited: Vec<CitationItem<'b, Item>>, note: Option<usize>) -> CitationRequest<'b, Item> {
        CitationRequest::new(cited, &self.csl, Some(self.code.clone()), &self.terms, note)
    }

    fn bibliography(&self) -> BibliographyRequest<'_> {
        BibliographyRequest::new(&self.csl, Some(self.code.clone()), &self.terms)
    }

    /// hayagriva is not meant to panic; if a style or a source makes it, there is still a plain note.
    fn guarded<T>(&self, run: impl FnOnce() -> T, otherwise: impl FnOnce() -> T) -> T {
        catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| otherwise())
    }
}

/// What CSL's own terms for a language get wrong, unless the style has words of its own for it.
fn corrections(csl: &IndependentStyle, code: &LocaleCode) -> Option<Terms> {
    let base = code.0.split('-').next();
    let mut french = FRENCH.as_ref().filter(|_| base == Some("fr"))?.locale.first()?.clone();
    let own = || csl.locale.iter().filter(|own| own.lang.as_ref().is_none_or(|lang| lang.0.split('-').next() == base));
    if let Some(list) = &mut french.terms {
        list.terms.retain(|term| own().all(|own| own.term(term.name, term.form).is_none()));
    }
    french.date.retain(|date| own().all(|own| own.date.iter().all(|other| other.form != date.form)));
    french.lang = Some(code.clone());
    Some(french)
}

fn locator<'a>(place: Option<&'a Pinpoint>, stand_in: Option<&'a str>) -> Option<SpecificLocator<'a>> {
    let place = place?;
    let payload = match place.term {
        // Text that is no number stays as it is, whatever the style does to numbers.
        Locator::Custom => LocatorPayload::Transparent(TransparentLocator::new(place.value.clone())),
        _ => LocatorPayload::Str(stand_in.unwrap_or(&place.value)),
    };
    Some(SpecificLocator(place.term, payload))
}
