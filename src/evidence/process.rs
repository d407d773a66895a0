//! Text is taken from a file in a second process of this program, so that a file that was made to
//! break a reader breaks that process and nothing else.

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use wait_timeout::ChildExt;

use super::{Kind, MOST_TEXT, Refused};

/// How much memory the second process may take, in bytes, on systems that can say so.
pub const MOST_MEMORY: u64 = 2 * 1024 * 1024 * 1024;

/// Takes the words out of files, each in a process of its own.
#[derive(Debug, Clone)]
pub struct Extractor {
    /// This program.
    pub program: PathBuf,
    /// The arguments after which it reads a file from standard input and writes its words to standard
    /// output; the word for the sort of file follows, and `--wanted=ADDRESS` for each page of a web
    /// archive that may be the one.
    pub arguments: Vec<String>,
    /// How long one file may take.
    pub timeout: Duration,
}

impl Extractor {
    /// The words of a file; none where it has none. Of a web archive those of the page that has one of
    /// the addresses `wanted`.
    ///
    /// # Errors
    /// When the file is refused, takes too long or too much memory, or breaks its reader.
    pub fn extract(&self, kind: Kind, bytes: &[u8], wanted: &[String]) -> Result<String, Refused> {
        if !kind.has_text() {
            return Ok(String::new());
        }
        let failed = |error: std::io::Error| Refused {
            message: format!("cannot start a second process to read the file: {error}"),
            help: "check that the program may start itself; `--no-text` keeps the copy without its words".to_owned(),
        };
        let mut child = Command::new(&self.program)
            .args(&self.arguments)
            .arg(kind.word())
            .args(wanted.iter().map(|address| format!("--wanted={address}")))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(failed)?;
        let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        thread::scope(|scope| {
            // A reader that gave up closes the pipe, which is no fault of ours.
            scope.spawn(move || stdin.map(|mut pipe| pipe.write_all(bytes)));
            let text = scope.spawn(move || all(stdout, MOST_TEXT as u64 + 1));
            let said = scope.spawn(move || all(stderr, 4_096));
            let status = match child.wait_timeout(self.timeout).map_err(failed)? {
                Some(status) => status,
                None => {
                    let _ = child.kill();
                    let _ = child.wait();
                    return Err(Refused::broken(format!(
                        "taking the words out of this file took longer than {} seconds",
                        self.timeout.as_secs()
                    )));
                }
            };
            let (text, said) = (text.join().unwrap_or_default(), said.join().unwrap_or_default());
            if status.success() {
                return String::from_utf8(text).map_err(|_| Refused::broken("the words of this file are no text"));
            }
            // What the second process refused, it says in two lines; all else is its end.
            let said = String::from_utf8_lossy(&said);
            match (status.code(), said.split_once('\n')) {
                (Some(1), Some((message, help))) => {
                    Err(Refused { message: message.to_owned(), help: help.trim_end().to_owned() })
                }
                _ => Err(Refused::broken("this file breaks the program that reads it; it may have been made to do so")),
            }
        })
    }
}

fn all(pipe: Option<impl Read>, most: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(mut pipe) = pipe {
        let _ = pipe.by_ref().take(most).read_to_end(&mut bytes);
        // The rest is thrown away, so that nobody waits for it to be read.
        let _ = std::io::copy(&mut pipe, &mut std::io::sink());
    }
    bytes
}

/// Limits the memory of this process to so many bytes; where the system cannot, nothing happens.
pub fn limit_memory(most: u64) {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let limit = Rlimit { current: Some(most), maximum: Some(most) };
        let _ = setrlimit(Resource::As, limit);
        // A process that is stopped leaves no image of its memory behind.
        let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    }
}
