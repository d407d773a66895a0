//! The search itself: every part of every quotation in one pass over a text.

use std::collections::HashMap;
use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::near::{Near, nearest};
use super::pages::{Pages, Place, named, without_marks};
use super::pattern::{Gap, Part, Pattern, patterns};
use super::plain::Plain;
use super::turn::turn;
use super::{Asked, Found, Scattered, Turn, Verdict, Why};

/// An ellipsis may leave out so many bytes of plain text, about a page and a half.
const MOST_OMITTED: usize = 4_000;
/// A bracket with words may stand for so many bytes.
const MOST_REPLACED: usize = 120;
/// A part that stands more often in a text tells nothing; the places beyond are not looked at.
const MOST_PLACES: usize = 50_000;

/// Looks for quotations in a text; one verdict for each, in their order.
pub fn search(text: &str, asked: &[Asked<'_>]) -> Vec<Verdict> {
    let pages = Pages::new(text);
    let plain = Plain::new(text, pages.marks());
    let readings: Vec<_> = asked.iter().map(|asked| patterns(asked.words)).collect();
    let places = Places::new(&plain, &readings);
    let finder = Finder { text, plain: &plain, pages: &pages, places };
    let answers = asked.iter().zip(&readings);
    answers
        .map(|(asked, readings)| {
            if !asked.words.contains(char::is_alphanumeric) {
                return Verdict::NotCheckable(Why::NoWords);
            }
            let found = readings.iter().find_map(|pattern| finder.find(pattern, asked));
            found.unwrap_or_else(|| {
                // What was left out on purpose is no difference.
                let words_only = ["[…]", "[...]", "(…)", "(...)", "…"]
                    .iter()
                    .fold(asked.words.to_owned(), |words, mark| words.replace(mark, " "));
                let near = nearest(&plain, text, &pages, &words_only);
                let scattered = finder.scattered(readings);
                Verdict::NotFound(match near {
                    Some(near) => Some(Near { scattered, ..near }),
                    None if scattered.is_empty() => None,
                    None => Some(Near { scattered, ..Near::default() }),
                })
            })
        })
        .collect()
}

/// Where each part of the quotations stands in the plain text.
struct Places<'a> {
    /// The number of each part.
    numbers: HashMap<&'a str, usize>,
    /// By number, the positions in rising order.
    starts: Vec<Vec<usize>>,
}

impl<'a> Places<'a> {
    fn new(plain: &Plain, readings: &'a [Vec<Pattern>]) -> Self {
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        let mut needles = Vec::new();
        for part in readings.iter().flatten().flat_map(|pattern| &pattern.parts) {
            numbers.entry(part.plain.text.as_str()).or_insert_with(|| {
                needles.push(part.plain.text.as_str());
                needles.len() - 1
            });
        }
        let mut starts = vec![Vec::new(); needles.len()];
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(&needles);
        // It fails only for more needles than a brief can hold; then nothing is found.
        if let Ok(automaton) = automaton {
            for hit in automaton.find_overlapping_iter(&plain.text) {
                if let Some(starts) = starts.get_mut(hit.pattern().as_usize())
                    && starts.len() < MOST_PLACES
                {
                    starts.push(hit.start());
                }
            }
        }
        Self { numbers, starts }
    }

    fn of(&self, part: &Part) -> &[usize] {
        let number = self.numbers.get(part.plain.text.as_str());
        number.and_then(|number| self.starts.get(*number)).map_or(&[], Vec::as_slice)
    }
}

/// Of so many places it is asked whether the meaning holds.
const MOST_WEIGHED: usize = 500;

struct Finder<'a> {
    text: &'a str,
    plain: &'a Plain,
    pages: &'a Pages,
    places: Places<'a>,
}

/// A place of a part from which the rest of the quotation follows: the part's range, and the
/// position of the next part in its own list.
struct Link {
    range: Range<usize>,
    next: usize,
}

impl Finder<'_> {
    fn find(&self, pattern: &Pattern, asked: &Asked<'_>) -> Option<Verdict> {
        // From the last part to the first: what is kept leads to the end.
        let mut chain: Vec<Vec<Link>> = Vec::new();
        for (at, part) in pattern.parts.iter().enumerate().rev() {
            let follow = pattern.parts.get(at + 1);
            let links = match (follow, chain.last()) {
                (Some(follow), Some(next)) => self.linked(part, follow, next),
                _ => self.fitting(part, None).map(|range| Link { range, next: 0 }).collect(),
            };
            if links.is_empty() {
                return None;
            }
            chain.push(links);
        }
        chain.reverse();
        let whole: Vec<_> = (0..chain.first()?.len()).map(|start| follow(&chain, start)).collect();
        self.verdict(pattern, asked, &whole)
    }

    /// The parts of a quotation in their order, where each stands in the text by itself; nothing where one
    /// does not.
    fn scattered(&self, readings: &[Pattern]) -> Vec<Scattered> {
        let apart = |pattern: &&Pattern| pattern.parts.len() > 1 && !pattern.whole;
        let found = readings.iter().filter(apart).find_map(|pattern| {
            let parts = pattern.parts.iter().enumerate();
            parts
                .map(|(at, part)| {
                    let range = self.fitting(part, pattern.parts.get(at + 1)).next()?;
                    let range = self.plain.original(self.text, range);
                    let page = self.pages.at(range.start).map(str::to_owned);
                    let words = without_marks(self.text.get(range).unwrap_or_default());
                    Some(Scattered { words: words.split_whitespace().collect::<Vec<_>>().join(" "), page })
                })
                .collect::<Option<Vec<_>>>()
        });
        found.unwrap_or_default()
    }

    /// The places of a part at which no word is cut but where a bracket cuts it, and with the letter
    /// before it that the author wrote in either case.
    fn fitting<'s>(&'s self, part: &'s Part, follow: Option<&Part>) -> impl Iterator<Item = Range<usize>> + 's {
        let inside = follow.is_some_and(|part| part.joint.letter.is_some() && part.joint.gap == Gap::Close);
        let open_end = part.cut || inside;
        self.places.of(part).iter().map(|&start| start..start + part.plain.text.len()).filter(move |range| {
            let begins = match part.joint.letter {
                Some(letter) => self.has_letter(range.start, letter),
                None => self.plain.is_edge(range.start),
            };
            begins && (open_end || self.plain.is_edge(range.end)) && self.plain.agrees(range.start, &part.plain)
        })
    }

    /// The places of a part from which one of the next follows.
    fn linked(&self, part: &Part, follow: &Part, next: &[Link]) -> Vec<Link> {
        let letter = follow.joint.letter.map_or(0, char::len_utf8);
        self.fitting(part, Some(follow))
            .filter_map(|range| {
                let at = next.partition_point(|link| link.range.start < range.end + letter);
                let gap = range.end..next.get(at)?.range.start.checked_sub(letter)?;
                let fits = match &follow.joint.gap {
                    Gap::Close => self.plain.text.get(gap).is_some_and(|text| text.trim().is_empty()),
                    Gap::Omission => gap.len() <= MOST_OMITTED,
                    Gap::Insertion(_) => gap.len() <= MOST_REPLACED,
                };
                fits.then_some(Link { range, next: at })
            })
            .collect()
    }

    /// Whether this letter stands before a place, in either case, at the start of a word.
    fn has_letter(&self, start: usize, letter: char) -> bool {
        let before = self.plain.text.get(..start).unwrap_or_default();
        before
            .chars()
            .next_back()
            .is_some_and(|c| c.to_lowercase().eq(letter.to_lowercase()) && self.plain.is_edge(start - c.len_utf8()))
    }

    fn verdict(&self, pattern: &Pattern, asked: &Asked<'_>, whole: &[Vec<Range<usize>>]) -> Option<Verdict> {
        let lead = pattern.parts.first()?.joint.letter.map_or(0, char::len_utf8);
        let places: Vec<Range<usize>> = whole
            .iter()
            .filter_map(|ranges| {
                let start = ranges.first()?.start.saturating_sub(lead);
                Some(self.plain.original(self.text, start..ranges.last()?.end))
            })
            .collect();
        let named = asked.locator.and_then(named);
        let on_page = |range: &Range<usize>| {
            named.as_ref().is_some_and(|named| self.pages.of(range).iter().any(|page| named.holds(page)))
        };
        let is_exact = |range: &Range<usize>| self.text.get(range.clone()) == Some(asked.words.trim());
        // What stands as one, and begins as it does in the text, leaves nothing out.
        let plain = pattern.whole && !pattern.open && pattern.parts.first()?.joint.letter.is_none();
        let turns: Vec<Option<Turn>> = match plain {
            true => Vec::new(),
            false => {
                whole.iter().take(MOST_WEIGHED).map(|ranges| turn(self.text, self.plain, pattern, ranges)).collect()
            }
        };
        // Of several places the one that the locator names counts, then one whose meaning holds, then
        // one with the very words.
        let best = (0..places.len()).max_by_key(|&at| {
            let range = &places[at];
            let holds = plain || matches!(turns.get(at), Some(None));
            (on_page(range), holds, pattern.whole && is_exact(range), std::cmp::Reverse(at))
        })?;
        let range = places.get(best)?.clone();
        let pages = self.pages.of(&range);
        let place = match (&named, pages.first()) {
            (Some(_), Some(_)) if on_page(&range) => Place::Same,
            (Some(named), Some(first)) => {
                let found = match pages.last().filter(|last| *last != first) {
                    Some(last) => format!("pp. {first}–{last}"),
                    None => format!("p. {first}"),
                };
                Place::Other { given: named.told(), found }
            }
            _ => Place::NotCompared,
        };
        let pages = pages.first().zip(pages.last()).map(|(first, last)| ((*first).to_owned(), (*last).to_owned()));
        let found = Found { range: range.clone(), pages, times: places.len(), place };
        let turn = match plain {
            true => None,
            false => turns.into_iter().nth(best).unwrap_or_else(|| turn(self.text, self.plain, pattern, &whole[best])),
        };
        Some(match (turn, pattern.whole) {
            (Some(turn), _) => Verdict::Turned(found, turn),
            (None, true) if is_exact(&range) => Verdict::Exact(found),
            (None, true) => Verdict::Normalised(found),
            (None, false) => Verdict::Abridged(found),
        })
    }
}

/// The ranges of the parts, from a place of the first on.
fn follow(chain: &[Vec<Link>], start: usize) -> Vec<Range<usize>> {
    let mut at = start;
    let mut ranges = Vec::new();
    for links in chain {
        let Some(link) = links.get(at) else { break };
        ranges.push(link.range.clone());
        at = link.next;
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "[page 1]\nNotice on the outer mole.\n\nWalkers should keep away from the outer mole when the \
        harbour master’s red flag is up. The stairs are not\nslippery. The Ministry did not sign the con-\ntract of \
        2019 for 1.4 million crowns.\n[page 2]\nThe lamp is lit from dusk to dawn. “Nobody was hurt,” the minister \
        said on 4 May. The lamp is old.\n";

    fn verdict(words: &str) -> Verdict {
        located(words, None)
    }

    fn located(words: &str, locator: Option<&str>) -> Verdict {
        search(TEXT, &[Asked { words, locator }]).remove(0)
    }

    #[test]
    fn found_words_have_a_word_of_their_own() {
        for (words, expected) in [
            ("Walkers should keep away", "exact"),
            ("the harbour master’s red flag is up.", "exact"),
            ("the harbour master's red flag", "normalised"),
            ("The stairs are not slippery", "normalised"),
            ("sign the contract of 2019", "normalised"),
            ("walkers should keep away", "normalised"),
            ("[w]alkers should keep away", "normalised"),
            ("“Nobody was hurt,”", "normalised"),
            ("Walkers should keep away […] when the harbour master’s red flag is up.", "abridged"),
            ("Walkers … from the outer mole", "abridged"),
            ("The lamp is lit [from the evening on] to dawn", "abridged"),
            ("Walkers should keep away from the [outer] mole", "abridged"),
            ("Notice on the outer mole. […] [T]he stairs are not slippery", "abridged"),
            ("The stairs are […] slippery", "turned"),
            ("The Ministry did […] sign the contract", "turned"),
            ("The lamp is [not] lit", "turned"),
            ("[It is not true that] the lamp is old", "turned"),
            ("[He said that] the lamp is old", "abridged"),
            ("when the harbour master’s red flag is up. […] The Ministry did", "abridged"),
            ("Walkers must keep away", "not found"),
            ("1.5 million crowns", "not found"),
            ("4 million crowns", "not found"),
            ("The stairs are slippery", "not found"),
            ("alkers should keep", "not found"),
            ("from the outer mole […] Walkers", "not found"),
            ("[…]", "not checkable"),
            ("", "not checkable"),
        ] {
            assert_eq!(verdict(words).word(), expected, "{words:?}: {:?}", verdict(words));
        }
    }

    #[test]
    fn the_page_is_held_against_the_locator() {
        let place = |words: &str, locator| located(words, Some(locator)).found().unwrap().place.clone();
        assert_eq!(place("Walkers should keep away", "p. 1"), Place::Same);
        assert_eq!(
            place("Walkers should keep away", "p. 2, note 3"),
            Place::Other { given: "p. 2".into(), found: "p. 1".into() }
        );
        assert_eq!(place("Walkers should keep away", "para. 2"), Place::NotCompared);
        assert_eq!(place("The lamp is", "p. 2"), Place::Same);
        assert_eq!(place("1.4 million crowns. The lamp is", "pp. 1–2"), Place::Same);
        let found = located("1.4 million crowns. The lamp is", None);
        let found = found.found().unwrap();
        assert_eq!(found.pages, Some(("1".into(), "2".into())));
        assert!(TEXT[found.range.clone()].starts_with("1.4 million") && TEXT[found.range.clone()].ends_with("lamp is"));
        assert_eq!(located("The lamp is", None).found().unwrap().times, 2);
    }

    #[test]
    fn parts_may_stand_only_so_far_apart() {
        let far = format!("The pier {} closed.", "word ".repeat(2_000));
        let near = format!("The pier {} closed.", "word ".repeat(200));
        let word = |text: &str| search(text, &[Asked { words: "The pier […] closed", locator: None }]).remove(0).word();
        assert_eq!((word(&far), word(&near)), ("not found", "abridged"));
        // The first "pier" is too far from the end, the second is not.
        assert_eq!(word(&format!("The pier {} The pier closed", "word ".repeat(2_000))), "abridged");
    }

    #[test]
    fn of_several_places_one_whose_meaning_holds_counts() {
        let text = "The pier was not closed.\n[page 2]\nThe pier was soon closed.\n";
        let word = |locator| search(text, &[Asked { words: "The pier was […] closed", locator }]).remove(0).word();
        assert_eq!(word(None), "abridged");
        let text = "[page 1]\nThe pier was not closed.\n[page 2]\nThe pier was soon closed.\n";
        let word = |locator| search(text, &[Asked { words: "The pier was […] closed", locator }]).remove(0).word();
        assert_eq!((word(Some("p. 1")), word(Some("p. 2"))), ("turned", "abridged"));
    }

    #[test]
    fn signs_of_the_text_itself_are_no_marks_of_an_author() {
        let text = "He said: wait … what [sic] is “[redacted]” here? Maybe not.";
        let word = |words| search(text, &[Asked { words, locator: None }]).remove(0).word();
        assert_eq!(word("wait … what [sic] is"), "exact");
        assert_eq!(word("wait ... what [sic] is \"[redacted]\""), "normalised");
        assert_eq!(word("wait […] here"), "abridged");
    }
}
