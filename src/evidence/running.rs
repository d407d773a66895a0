//! Heads and feet that run from page to page: a title, a number, a marking. A sentence that goes on
//! over the end of a page would otherwise be cut by them.

use std::collections::HashMap;

/// So many lines at each end of a page may be a head or a foot.
const MOST_LINES: usize = 4;
/// What stands on fewer pages runs nowhere.
const FEWEST_PAGES: usize = 3;

/// Takes heads and feet out of pages: lines at the same end of at least three pages, and of a third of
/// all, that are the same but for their figures.
pub(super) fn leave_out(pages: &mut [String]) {
    for _ in 0..MOST_LINES {
        let gone = [End::Top, End::Bottom].map(|end| leave_out_at(pages, end));
        if gone == [false, false] {
            break;
        }
    }
}

#[derive(Debug, Clone, Copy)]
enum End {
    Top,
    Bottom,
}

fn leave_out_at(pages: &mut [String], end: End) -> bool {
    let mut times: HashMap<String, usize> = HashMap::new();
    for page in pages.iter() {
        if let Some(line) = line(page, end) {
            *times.entry(mask(line)).or_default() += 1;
        }
    }
    let least = FEWEST_PAGES.max(pages.len().div_ceil(3));
    let mut gone = false;
    for page in pages {
        let runs = line(page, end).is_some_and(|line| times.get(&mask(line)).is_some_and(|times| *times >= least));
        if runs {
            *page = without(page, end).to_owned();
            gone = true;
        }
    }
    gone
}

/// The outermost line with words.
fn line(page: &str, end: End) -> Option<&str> {
    let page = page.trim_matches('\n');
    match end {
        End::Top => page.lines().next(),
        End::Bottom => page.lines().next_back(),
    }
    // A row of figures is part of a table; a figure alone is the number of the page.
    .filter(|line| line.contains(char::is_alphabetic) || line.split_whitespace().count() == 1)
}

/// A page without its outermost line.
fn without(page: &str, end: End) -> &str {
    let page = page.trim_matches('\n');
    match end {
        End::Top => page.split_once('\n').map_or("", |(_, rest)| rest),
        End::Bottom => page.rsplit_once('\n').map_or("", |(rest, _)| rest),
    }
}

/// A line with a sign for each figure, arabic or roman.
fn mask(line: &str) -> String {
    let words = line.split_whitespace().map(|word| {
        let roman = word.len() < 8 && word.chars().all(|c| matches!(c, 'i' | 'v' | 'x' | 'l'));
        if roman {
            return "#".to_owned();
        }
        let mut masked = String::new();
        for c in word.chars() {
            match c.is_ascii_digit() {
                true if masked.ends_with('#') => {}
                true => masked.push('#'),
                false => masked.push(c),
            }
        }
        masked
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_runs_from_page_to_page_is_left_out() {
        let texts = ["The pier was", "closed by the", "harbour master on", "the fourth of May."];
        let mut pages: Vec<_> = (1..)
            .zip(texts)
            .map(|(n, text)| format!("Report 2023/14\nChapter {n}\n\n{text}\n\nPage {n} of 4\nTLP:GREEN\n"))
            .collect();
        pages.push("Report 2023/14\nThe end.\nTLP:GREEN\n".to_owned());
        leave_out(&mut pages);
        // "Chapter" runs as well; nobody quotes it, and the same words inside a page stay.
        assert_eq!(pages[0].trim(), "The pier was");
        assert_eq!(pages[4].trim(), "The end.");
    }

    #[test]
    fn what_stands_on_a_page_or_two_stays() {
        let pages: Vec<_> =
            ["One line\nmore\n1 2", "One line\nother\n2 3", "Another\nthing\n3 4"].map(str::to_owned).to_vec();
        let mut kept = pages.clone();
        leave_out(&mut kept);
        assert_eq!(kept, pages);
    }
}
