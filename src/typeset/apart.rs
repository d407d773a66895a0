//! The built-in Typst in a second process of this program. A template is a program: it may take memory and
//! time without end, and Typst has no limit for either. A process has.
//!
//! What goes to it and what comes back begins with a line of JSON, and the bytes of files follow.

use std::io::{self, BufRead, Read, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use wait_timeout::ChildExt;

use super::{Complaint, Embedded, Engine, Failure, Fonts, Job, Typeset};

/// So much of what the process says is read for a reason.
const MOST_SAID: u64 = 4_096;

/// The engine that runs [`Embedded`] in a process of its own.
#[derive(Debug, Clone)]
pub struct Apart {
    /// This program.
    pub program: PathBuf,
    /// The arguments after which it calls [`serve`], with a limit on its memory.
    pub arguments: Vec<String>,
    /// That limit, for messages.
    pub memory: String,
    /// How long one document may take.
    pub timeout: Duration,
}

/// What to typeset: the names of files with their lengths.
#[derive(Serialize, Deserialize)]
struct Order {
    main: String,
    timestamp: i64,
    system: bool,
    files: Vec<(String, usize)>,
    fonts: Vec<(String, usize)>,
}

/// What came of it. The PDF follows where there is one.
#[derive(Serialize, Deserialize)]
enum Answer {
    Made(Vec<Complaint>),
    Document(Vec<Complaint>),
    Engine(String, String),
}

impl Engine for Apart {
    fn typeset(&self, job: &Job, fonts: &Fonts) -> Result<Typeset, Failure> {
        let mut child = Command::new(&self.program)
            .args(&self.arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            // Where memory ends, the way to that place in this program tells nobody anything.
            .env("RUST_BACKTRACE", "0")
            .spawn()
            .map_err(|error| system(&error))?;
        let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        thread::scope(|scope| {
            // A process that ended closes the pipe, which is told by its end.
            scope.spawn(move || stdin.map(|pipe| send(job, fonts, pipe)));
            let made = scope.spawn(move || all(stdout, u64::MAX));
            let said = scope.spawn(move || all(stderr, MOST_SAID));
            let Some(status) = child.wait_timeout(self.timeout).map_err(|error| system(&error))? else {
                let _ = child.kill();
                let _ = child.wait();
                let seconds = usize::try_from(self.timeout.as_secs()).unwrap_or(usize::MAX);
                return Err(endless(
                    format!("these pages were not made within {}", crate::text::count(seconds, "second")),
                    "`--timeout SECONDS` of `build` allows more",
                ));
            };
            let (made, said) = (made.join().unwrap_or_default(), said.join().unwrap_or_default());
            if status.success() {
                return answered(&made);
            }
            match String::from_utf8_lossy(&said).contains("memory allocation of") {
                true => Err(endless(
                    format!("these pages need more than {} of memory", self.memory),
                    "make lists and texts smaller",
                )),
                false => Err(Failure::Engine {
                    message: format!("the built-in Typst stopped with an internal error ({status})"),
                    help: "try `--engine typst-cli`, and please report this with the brief if it may be shared"
                        .to_owned(),
                }),
            }
        })
    }
}

/// Typesets what stands in `input`, and writes what came of it.
///
/// # Errors
/// What cannot be read or written.
pub fn serve(mut input: impl BufRead, mut output: impl Write) -> io::Result<()> {
    let mut line = String::new();
    input.read_line(&mut line)?;
    let Order { main, timestamp, system, files, fonts } = serde_json::from_str(&line)?;
    let mut take = |list: Vec<(String, usize)>| -> io::Result<Vec<(String, Vec<u8>)>> {
        let taken = list.into_iter().map(|(name, length)| {
            let mut bytes = vec![0; length];
            input.read_exact(&mut bytes)?;
            Ok((name, bytes))
        });
        taken.collect()
    };
    let job = Job { main, files: take(files)?.into_iter().collect(), timestamp };
    let fonts = Fonts::of(take(fonts)?, system);
    let (answer, pdf) = match Embedded.typeset(&job, &fonts) {
        Ok(Typeset { pdf, warnings }) => (Answer::Made(warnings), pdf),
        Err(Failure::Document(complaints)) => (Answer::Document(complaints), Vec::new()),
        Err(Failure::Engine { message, help }) => (Answer::Engine(message, help), Vec::new()),
    };
    serde_json::to_writer(&mut output, &answer)?;
    output.write_all(b"\n")?;
    output.write_all(&pdf)?;
    output.flush()
}

fn send(job: &Job, fonts: &Fonts, pipe: impl Write) -> io::Result<()> {
    let mut pipe = io::BufWriter::new(pipe);
    let order = Order {
        main: job.main.clone(),
        timestamp: job.timestamp,
        system: fonts.system(),
        files: job.files.iter().map(|(name, bytes)| (name.clone(), bytes.len())).collect(),
        fonts: fonts.files().iter().map(|(name, bytes)| (name.clone(), bytes.len())).collect(),
    };
    serde_json::to_writer(&mut pipe, &order)?;
    pipe.write_all(b"\n")?;
    for bytes in job.files.values().chain(fonts.files().iter().map(|(_, bytes)| bytes)) {
        pipe.write_all(bytes)?;
    }
    pipe.flush()
}

fn answered(made: &[u8]) -> Result<Typeset, Failure> {
    let end = made.iter().position(|&byte| byte == b'\n').unwrap_or(made.len());
    let (line, pdf) = made.split_at(end);
    match serde_json::from_slice(line) {
        Ok(Answer::Made(warnings)) => Ok(Typeset { pdf: pdf.get(1..).unwrap_or_default().to_vec(), warnings }),
        Ok(Answer::Document(complaints)) => Err(Failure::Document(complaints)),
        Ok(Answer::Engine(message, help)) => Err(Failure::Engine { message, help }),
        Err(error) => Err(system(&error.into())),
    }
}

/// Pages that a template makes too much of.
fn endless(message: String, help: &str) -> Failure {
    let hints = vec![
        "a template of this workspace may run without end: look for `for`, `while`, `range` and functions that call themselves"
            .to_owned(),
        help.to_owned(),
    ];
    Failure::Document(vec![Complaint { message, at: None, trace: Vec::new(), hints }])
}

fn system(error: &io::Error) -> Failure {
    Failure::Engine {
        message: format!("a second process for the pages cannot be used: {error}"),
        help: "check that the program may start itself".to_owned(),
    }
}

fn all(pipe: Option<impl Read>, most: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(mut pipe) = pipe {
        let _ = pipe.by_ref().take(most).read_to_end(&mut bytes);
        // The rest is thrown away, so that nobody waits for it to be read.
        let _ = io::copy(&mut pipe, &mut io::sink());
    }
    bytes
}
