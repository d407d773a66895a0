//! Briefs of any size, made from a few sentences with numbers in them.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Sentences of about 25 words, as findings have them.
const SENTENCES: [&str; 4] = [
    "The Harbour Courier reported on 3 May 2024 that pier NUMBER was closed to ships of more than 40 metres for NUMBER days, and that 12 lorries waited at the gate.",
    "According to the Dockers' Union, the crane at pier NUMBER stood still on NUMBER days between 2 January 2024 and 30 April 2024, because no spare part was at hand.",
    "The Port Gazette wrote on 9 May 2024 that the Ministry of Ports had paid Quay Lines NUMBER euros for the repair of pier NUMBER, which the Ministry confirmed.",
    "The Dockers' Union stated on 14 May 2024 that the works at pier NUMBER would end on 30 September 2024 and that it had asked Quay Lines for NUMBER reports.",
];

/// Every fourth finding accuses somebody, who answers.
const REPLY: &str = "  accuses: [ministry]
  responses:
    - party: ministry
      answer: denied
      text: The Ministry of Ports said on 20 May 2024 that it had paid nothing.
      source: made-0
      locator: para. 9
";

/// Every eighth speaks of somebody who was charged and cleared.
const CLEARED: &str = "The Harbour Courier wrote on 3 May 2024 that Nina Costa had been charged with bribery and that the charge was dismissed.";

/// Writes a brief of a given size into a folder.
pub(crate) fn write(folder: &Path, findings: usize, sources: usize, words: usize) {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules/base");
    fs::create_dir_all(folder.join("sections")).unwrap();
    for name in ["brief.yaml", "parties.yaml"] {
        fs::copy(base.join(name), folder.join(name)).unwrap();
    }
    let mut text = fs::read_to_string(base.join("sources.yaml")).unwrap();
    for number in 0..sources {
        let parent = if number % 3 == 0 { String::new() } else { format!("  derives_from: [made-{}]\n", number - 1) };
        let _ = write!(
            text,
            "- id: made-{number}\n  type: news_report\n  title: Report number {number} on the port\n  container: Port Gazette\n  issued: 2024-05-04\n  url: https://gazette.example/{number}\n  accessed: 2024-05-10\n  archive_url: https://archive.example/{number}\n  consulted: true\n{parent}  reliability: C\n  descriptor: A report of {number} lines by a reporter who was at the port.\n"
        );
    }
    fs::write(folder.join("sources.yaml"), text).unwrap();
    let mut text = fs::read_to_string(base.join("findings.yaml")).unwrap();
    for number in 0..findings {
        let source = number % sources.max(1);
        let (status, reply) = if number % 4 == 0 { ("alleged", REPLY) } else { ("reported", "") };
        let told = if number % 8 == 4 { CLEARED.to_owned() } else { sentence(number) };
        let _ = write!(
            text,
            "- id: F-{number:05}\n  kind: factual\n  status: {status}\n  title: Report {number}\n  text: >-\n    {told}\n  asserted_by: [courier, union, gazette]\n{reply}  date: 2024-05-03\n  evidence:\n    - source: made-{source}\n      locator: para. {number}\n      credibility: \"2\"\n  caveat: The report does not say who counted the days at pier {number} in May 2024.\n"
        );
    }
    fs::write(folder.join("findings.yaml"), text).unwrap();
    let mut text = String::from("# Background\n");
    for number in 0..words / 27 {
        let _ = write!(text, "\n{} [@made-{}, para. 4]\n", sentence(number), number % sources.max(1));
    }
    fs::write(folder.join("sections/background.md"), text).unwrap();
}

/// Adds people to a brief whose names are to be withheld, and who are named nowhere else.
pub(crate) fn withhold(folder: &Path, people: usize) {
    let syllables = ["ba", "der", "gul", "kan", "lin", "mor", "nur", "ras", "tem", "zey"];
    let syllable = |number: usize| syllables[number % syllables.len()];
    let mut text = String::from("parties:\n");
    for number in 0..people {
        // Many share a given name, as people do.
        let given = format!("{}{}", syllable(number), syllable(number / 3));
        let family = format!("{}{}{number}", syllable(number / 10), syllable(number / 100 + 5));
        let _ = writeln!(
            text,
            "  - {{id: p-{number}, type: person, name: {given} {family}, protected: witness, pseudonym: Witness {number}}}"
        );
    }
    let path = folder.join("parties.yaml");
    let whole = fs::read_to_string(&path).unwrap();
    fs::write(path, whole.replacen("parties:\n", &text, 1)).unwrap();
}

fn sentence(number: usize) -> String {
    SENTENCES[number % SENTENCES.len()].replace("NUMBER", &(number % 97 + 2).to_string())
}
