//! Web archives (WARC, ISO 28500): the record that holds a page, sought record by record and never
//! unpacked as a whole.

use std::collections::HashSet;
use std::io::{BufRead, BufReader, Read};

use super::address::{join, key};
use super::reply::{Head, MOST_BODY};
use super::{Refused, stated, time};

/// How much of an archive is unpacked to look for a page, in bytes.
pub(super) const MOST_UNPACKED: u64 = 512 * 1024 * 1024;
/// So many records are looked at.
const MOST_RECORDS: usize = 200_000;
/// The head of a record, and that of the answer in it, is never longer.
const MOST_HEAD: u64 = 64 * 1024;
/// So many pages are named where the one that is wanted is not there.
const MOST_NAMED: usize = 5;

/// A page as a record holds it.
#[derive(Debug)]
pub(super) struct Page {
    /// Its address.
    pub(super) url: String,
    /// When it was captured, in UTC.
    pub(super) time: Option<String>,
    /// Which hash in the archive is not that of the page.
    pub(super) fault: Option<String>,
    /// Which hashes in the archive nobody compared.
    pub(super) not_compared: Vec<String>,
    /// Its media type with its parameters, as the server told it.
    pub(super) media: Option<String>,
    /// What the server said before the body.
    pub(super) head: Head,
    /// The body as it is kept.
    pub(super) bytes: Vec<u8>,
}

/// What is sought, and what was found so far. A search may go through several archives.
#[derive(Debug, Default)]
pub(super) struct Search {
    /// The pages that are wanted, as [`key`]s; the first page with words where there are none.
    wanted: HashSet<String>,
    /// The program that made the archive.
    pub(super) tool: Option<String>,
    /// The page that was found.
    pub(super) page: Option<Page>,
    /// Addresses of other pages.
    seen: Vec<String>,
    /// How many there are.
    others: usize,
    /// Why a record of a wanted page has no words.
    obstacle: Option<String>,
    /// How many bytes were unpacked.
    unpacked: u64,
    records: usize,
}

/// How much a page of an archive is what a person saved, where nobody says which is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// A picture, a script, a style.
    Part,
    /// Plain text: `robots.txt`, perhaps.
    Text,
    /// A page, a PDF.
    Page,
}

impl Search {
    /// Seeks one of these pages.
    pub(super) fn of(wanted: &[String]) -> Self {
        Self { wanted: wanted.iter().filter_map(|address| key(address)).collect(), ..Self::default() }
    }

    /// Goes through the archives with `read`, and once more where a redirect led to a page that stands
    /// further up.
    pub(super) fn led_on(&mut self, read: impl Fn(&mut Self) -> Result<(), Refused>) -> Result<(), Refused> {
        for _ in 0..MOST_NAMED {
            let known = self.wanted.len();
            (self.unpacked, self.records, self.others) = (0, 0, 0);
            self.seen.clear();
            read(self)?;
            if self.is_over() || self.wanted.len() == known {
                break;
            }
        }
        Ok(())
    }

    /// Nothing better can be found.
    pub(super) fn is_over(&self) -> bool {
        self.page.as_ref().is_some_and(|page| !self.wanted.is_empty() || rank(page) == Rank::Page)
    }

    /// Looks through one archive, its bytes unpacked.
    pub(super) fn read(&mut self, archive: impl Read) -> Result<(), Refused> {
        let left = MOST_UNPACKED.saturating_sub(self.unpacked);
        let mut reader = BufReader::new(archive.take(left));
        let read = self.records(&mut reader);
        let rest = reader.get_ref().limit();
        self.unpacked += left - rest;
        // What ends because no more is unpacked is not broken.
        if rest == 0 && !self.is_over() { Ok(()) } else { read }
    }

    fn records(&mut self, reader: &mut impl BufRead) -> Result<(), Refused> {
        while !self.is_over() && self.records < MOST_RECORDS {
            let Some(lines) = lines(reader).map_err(|_| broken())? else { break };
            if !lines.first().is_some_and(|line| line.starts_with("WARC/")) {
                return Err(broken());
            }
            self.records += 1;
            let record = Record { lines };
            let length: u64 = record.field("Content-Length").and_then(|text| text.parse().ok()).ok_or_else(broken)?;
            let mut body = reader.by_ref().take(length);
            self.record(&record, length, &mut body)?;
            let rest = body.limit();
            let skipped = std::io::copy(&mut reader.by_ref().take(rest), &mut std::io::sink()).map_err(|_| broken())?;
            if skipped < rest {
                return Err(Refused::broken("this web archive (WARC) is cut off"));
            }
        }
        Ok(())
    }

    fn record(&mut self, record: &Record, length: u64, body: &mut impl Read) -> Result<(), Refused> {
        let sort = record.field("WARC-Type").unwrap_or_default();
        let mut bytes = Vec::new();
        let mut more =
            |bytes: &mut Vec<u8>, most: u64| body.by_ref().take(most).read_to_end(bytes).map_err(|_| broken());
        if sort == "warcinfo" {
            more(&mut bytes, MOST_HEAD)?;
            let info = String::from_utf8_lossy(&bytes).into_owned();
            let tool = info.lines().find_map(|line| line.strip_prefix("software:"));
            self.tool = self.tool.take().or(tool.map(|tool| tool.trim().to_owned()));
            return Ok(());
        }
        let url = record.field("WARC-Target-URI").unwrap_or_default().trim_matches(['<', '>']).to_owned();
        let Some(own) = key(&url).filter(|_| matches!(sort, "response" | "resource" | "revisit")) else {
            return Ok(());
        };
        let wanted = self.wanted.contains(&own);
        if sort == "revisit" {
            // The page was the same as at an earlier capture, which holds the words.
            self.wanted.extend(record.field("WARC-Refers-To-Target-URI").and_then(key).filter(|_| wanted));
            self.stands_in_the_way(wanted, || "it only notes that the page was as at an earlier capture".to_owned());
            return Ok(());
        }
        more(&mut bytes, MOST_HEAD)?;
        let (head, begin) = Head::read(&bytes);
        match head.status {
            Some(300..400) => {
                let next = head.field("location").and_then(|target| join(&url, target));
                self.wanted.extend(next.as_deref().and_then(key).filter(|_| wanted));
                self.stands_in_the_way(wanted, || format!("it leads on to {}", next.unwrap_or_default()));
                return Ok(());
            }
            None | Some(200..300) => {}
            Some(status) => {
                self.stands_in_the_way(wanted, || format!("the server answered with an error ({status})"));
                return Ok(());
            }
        }
        let media = match sort {
            "resource" => record.field("Content-Type").map(str::to_owned),
            _ => head.field("content-type").map(str::to_owned),
        };
        let mut page = Page {
            url,
            time: record.field("WARC-Date").and_then(time::read),
            fault: None,
            not_compared: Vec::new(),
            media,
            head,
            bytes: Vec::new(),
        };
        let better = self.page.as_ref().is_none_or(|before| rank(before) < rank(&page));
        if wanted || self.wanted.is_empty() && better {
            if length > MOST_BODY as u64 {
                return match wanted {
                    true => Err(Refused::too_large("the page in this web archive", MOST_BODY)),
                    false => Ok(()),
                };
            }
            more(&mut bytes, length)?;
            if (bytes.len() as u64) < length {
                return Ok(());
            }
            page.compare(record, &bytes, begin);
            page.bytes = bytes.split_off(begin.min(bytes.len()));
            self.page = Some(page);
        } else if rank(&page) == Rank::Page {
            self.others += 1;
            if self.seen.len() < MOST_NAMED && !self.seen.contains(&page.url) {
                self.seen.push(page.url);
            }
        }
        Ok(())
    }

    fn stands_in_the_way(&mut self, wanted: bool, why: impl FnOnce() -> String) {
        if wanted {
            self.obstacle = Some(why());
        }
    }

    /// Why there is no page, where none was found.
    pub(super) fn refusal(&self, wanted: &[String]) -> Refused {
        let most = MOST_UNPACKED / 1024 / 1024;
        let sought = match wanted.first() {
            Some(address) => format!("no page of `{address}` is in this web archive"),
            None => "no captured page is in this web archive".to_owned(),
        };
        let message = match (&self.obstacle, self.unpacked >= MOST_UNPACKED || self.records >= MOST_RECORDS) {
            (Some(obstacle), _) => format!("{sought}: {obstacle}"),
            (None, true) => format!("{sought}, as far as it is looked through ({most} MiB)"),
            (None, false) => sought,
        };
        let keep = "`--no-text` keeps the archive without its words";
        let help = match self.seen.is_empty() {
            true => format!("is this the file you meant? {keep}"),
            false => {
                let named: Vec<_> = self.seen.iter().map(|address| format!("`{address}`")).collect();
                let more = match self.others.saturating_sub(named.len()) {
                    0 => String::new(),
                    more => format!(" and {more} more"),
                };
                format!("it holds {}{more}; say with `--url` which is the source. {keep}", named.join(", "))
            }
        };
        Refused { message, help }
    }
}

impl Page {
    /// Holds the record against the hashes that it states of itself. Crawlers do not agree whether a
    /// payload is hashed with its chunks and packed, so each may be meant.
    fn compare(&mut self, record: &Record, block: &[u8], begin: usize) {
        let payload = block.get(begin..).unwrap_or_default();
        for name in ["WARC-Block-Digest", "WARC-Payload-Digest"] {
            let Some(text) = record.field(name) else { continue };
            let stated = match stated::read("digest", text) {
                Some(Ok(stated)) if stated.is_comparable() => stated,
                Some(Err(sort)) => {
                    self.fault = Some(format!("`{name}` of `{}` is no {sort}", self.url));
                    continue;
                }
                other => {
                    let sort = other.and_then(Result::ok).map_or("", |stated| stated.sort());
                    self.not_compared.push(format!("`{name}` of the page, {sort}").trim_end_matches(", ").to_owned());
                    continue;
                }
            };
            let is_of = |bytes: &[u8]| stated.is_of(&mut &*bytes).is_ok_and(|same| same);
            let same = match name {
                "WARC-Block-Digest" => is_of(block),
                _ => {
                    is_of(payload)
                        || is_of(&self.head.whole(payload))
                        || self.head.body(payload).is_ok_and(|body| is_of(&body))
                }
            };
            if !same {
                self.fault = Some(format!("`{}` in this web archive is not what its `{name}` is of", self.url));
            }
        }
    }
}

fn rank(page: &Page) -> Rank {
    let media = page.media.as_deref().unwrap_or("text/html").to_ascii_lowercase();
    match media.split(';').next().unwrap_or_default().trim() {
        "text/html" | "application/xhtml+xml" | "application/pdf" => Rank::Page,
        "text/plain" => Rank::Text,
        _ => Rank::Part,
    }
}

fn broken() -> Refused {
    Refused::broken("this web archive (WARC) is broken")
}

/// The head of a record.
struct Record {
    lines: Vec<String>,
}

impl Record {
    fn field(&self, name: &str) -> Option<&str> {
        self.lines.iter().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}

/// The lines of the next head, empty lines before it left out; nothing at the end.
fn lines(reader: &mut impl BufRead) -> std::io::Result<Option<Vec<String>>> {
    let mut lines = Vec::new();
    let mut limited = reader.take(MOST_HEAD);
    loop {
        let mut line = Vec::new();
        if limited.read_until(b'\n', &mut line)? == 0 {
            return Ok((!lines.is_empty()).then_some(lines));
        }
        let line = String::from_utf8_lossy(&line).trim_end().to_owned();
        match (line.is_empty(), lines.is_empty()) {
            (true, true) => {}
            (true, false) => return Ok(Some(lines)),
            (false, _) => lines.push(line),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(sort: &str, url: &str, body: &str) -> String {
        format!(
            "WARC/1.1\r\nWARC-Type: {sort}\r\nWARC-Target-URI: <{url}>\r\nWARC-Date: 2026-02-10T09:12:00Z\r\nContent-Length: {}\r\n\r\n{body}\r\n\r\n",
            body.len()
        )
    }

    fn page(media: &str, body: &str) -> String {
        format!("HTTP/1.1 200 OK\r\nContent-Type: {media}\r\n\r\n{body}")
    }

    fn sought(archive: &str, wanted: &[&str]) -> Result<(String, String), Refused> {
        let wanted: Vec<_> = wanted.iter().map(|address| (*address).to_owned()).collect();
        let mut search = Search::of(&wanted);
        search.led_on(|search| search.read(archive.as_bytes()))?;
        match &search.page {
            Some(page) => Ok((page.url.clone(), String::from_utf8(page.bytes.clone()).unwrap())),
            None => Err(search.refusal(&wanted)),
        }
    }

    #[test]
    fn the_page_that_is_wanted_is_found() {
        let moved = "HTTP/1.1 301 Moved\r\nLocation: /b\r\n\r\n";
        let archive = [
            record("warcinfo", "", "software: crawler 1.2\r\n"),
            record("response", "dns:ports.example", "address"),
            record("request", "https://ports.example/a", "GET / HTTP/1.1"),
            record("response", "https://ports.example/robots.txt", &page("text/plain", "Go away")),
            record("response", "https://ports.example/a.css", &page("text/css", "p {}")),
            record("response", "https://ports.example/b", &page("text/html; charset=utf-8", "B")),
            record("response", "https://ports.example/old", moved),
            record("response", "https://ports.example/gone", "HTTP/1.1 404 Not Found\r\n\r\nSorry"),
            record("resource", "https://ports.example/r", "HTTP is explained here"),
        ]
        .concat();
        let found = |wanted: &[&str]| sought(&archive, wanted).unwrap();
        let told = |url: &str, body: &str| (format!("https://ports.example/{url}"), body.to_owned());
        // The first page, not what comes before it.
        assert_eq!(found(&[]), told("b", "B"));
        assert_eq!(found(&["http://PORTS.example/b/#top"]), told("b", "B"));
        assert_eq!(found(&["https://ports.example/robots.txt"]), told("robots.txt", "Go away"));
        assert_eq!(found(&["https://ports.example/r"]), told("r", "HTTP is explained here"));
        // A redirect leads on, here to what stands further up.
        assert_eq!(found(&["https://ports.example/old"]), told("b", "B"));
        let refused = sought(&archive, &["https://ports.example/gone"]).unwrap_err();
        assert!(refused.message.contains("answered with an error (404)"), "{}", refused.message);
        let refused = sought(&archive, &["https://ports.example/x"]).unwrap_err();
        assert!(refused.message.contains("no page of `https://ports.example/x`"), "{}", refused.message);
        assert!(
            refused.help.contains("`https://ports.example/b`") && refused.help.contains("--url"),
            "{}",
            refused.help
        );
        let same = record("revisit", "https://ports.example/a", "HTTP/1.1 200 OK\r\n\r\n");
        let refused = sought(&same, &["https://ports.example/a"]).unwrap_err();
        assert!(refused.message.contains("as at an earlier capture"), "{}", refused.message);
        // Redirects in a circle come to an end.
        let circle = record("response", "https://ports.example/b", "HTTP/1.1 302 Found\r\nLocation: /old\r\n\r\n")
            + &record("response", "https://ports.example/old", moved);
        assert!(sought(&circle, &["https://ports.example/b"]).unwrap_err().message.contains("leads on to"));
    }

    #[test]
    fn broken_archives_are_refused() {
        let whole = record("response", "https://ports.example/b", &page("text/html", "A long page"));
        for archive in ["hello".to_owned(), "WARC/1.1\r\nno head".to_owned(), whole.replace("Length: ", "Length: x")] {
            assert!(sought(&archive, &[]).unwrap_err().message.contains("is broken"), "{archive}");
        }
        let cut = &whole[..whole.len() - 10];
        assert!(sought(cut, &[]).unwrap_err().message.contains("is cut off"));
        assert!(sought(&(whole.clone() + cut), &["https://ports.example/b"]).is_ok(), "found before the end");
    }
}
