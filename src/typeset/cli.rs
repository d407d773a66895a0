//! The `typst` command as an engine: started without a shell, in a folder that holds a job's
//! files and nothing else, with a limit on its time.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use wait_timeout::ChildExt;

use super::{Complaint, Engine, Failure, Fonts, Job, Place, TYPST_VERSION, Typeset};

/// The variables of the caller's that the command is given.
const NEEDED: [&str; 8] = ["PATH", "HOME", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "LANG", "LD_LIBRARY_PATH"];

/// A proxy at which nobody answers.
const NOWHERE: &str = "http://127.0.0.1:9";

/// How long the command may take to say its version.
const VERSION_TIMEOUT: Duration = Duration::from_secs(20);

/// The engine that runs the `typst` command.
#[derive(Debug, Clone)]
pub struct TypstCli {
    /// The command: a name to look for on PATH, or a path.
    pub command: PathBuf,
    /// How long one document may take.
    pub timeout: Duration,
}

impl Engine for TypstCli {
    fn typeset(&self, job: &Job, fonts: &Fonts) -> Result<Typeset, Failure> {
        self.check_version()?;
        let folder = tempfile::tempdir().map_err(|error| system(&error))?;
        let root = folder.path().join("root");
        let font_folder = folder.path().join("fonts");
        write_files(&root, job.files.iter().map(|(path, bytes)| (path.trim_start_matches('/'), bytes)))?;
        write_files(&font_folder, fonts.files().iter().map(|(name, bytes)| (name.as_str(), bytes)))?;
        let output = folder.path().join("out.pdf");
        let run = self.run(&self.arguments(job, fonts, folder.path(), &output), &root, folder.path(), self.timeout)?;
        // The folder is ours and gone in a moment; what counts is the path inside it.
        let said = run.errors.replace(&root.display().to_string(), "");
        let (errors, warnings) = parse(&said, &job.files);
        match (run.status.success(), fs::read(&output)) {
            (true, Ok(pdf)) => Ok(Typeset { pdf, warnings }),
            _ if !errors.is_empty() => Err(Failure::Document(errors)),
            _ => Err(self.crashed(&run)),
        }
    }
}

/// What a run of the command left behind.
struct Run {
    status: ExitStatus,
    output: String,
    errors: String,
}

impl TypstCli {
    fn arguments(&self, job: &Job, fonts: &Fonts, folder: &Path, output: &Path) -> Vec<OsString> {
        let mut arguments: Vec<OsString> =
            ["compile", "--root", ".", "--format", "pdf", "--pdf-standard", "a-3a,ua-1", "--creation-timestamp"]
                .into_iter()
                .map(OsString::from)
                .collect();
        arguments.push(job.timestamp.max(0).to_string().into());
        arguments.push("--font-path".into());
        arguments.push(folder.join("fonts").into());
        if !fonts.system() {
            arguments.push("--ignore-system-fonts".into());
        }
        for option in ["--package-path", "--package-cache-path"] {
            arguments.push(option.into());
            arguments.push(folder.join("packages").into());
        }
        arguments.push(job.main.trim_start_matches('/').into());
        arguments.push(output.into());
        arguments
    }

    fn check_version(&self) -> Result<(), Failure> {
        let folder = tempfile::tempdir().map_err(|error| system(&error))?;
        let run = self.run(&["--version".into()], folder.path(), folder.path(), VERSION_TIMEOUT)?;
        let version = run.output.split_whitespace().nth(1).unwrap_or_default();
        if !run.status.success() || !run.output.starts_with("typst ") {
            return Err(Failure::Engine {
                message: format!("`{}` is not the typst command: it does not tell its version", self.command.display()),
                help: "name the right command with `--typst PATH`, or leave `--engine` out to use the built-in Typst"
                    .to_owned(),
            });
        }
        if version.strip_prefix(TYPST_VERSION).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')) {
            return Ok(());
        }
        Err(Failure::Engine {
            message: format!(
                "`{}` is Typst {version}; the templates are made for {TYPST_VERSION}",
                self.command.display()
            ),
            help: format!(
                "install it with `cargo install typst-cli --locked --version {TYPST_VERSION}.1`, or leave `--engine` out to use the built-in Typst"
            ),
        })
    }

    fn run(&self, arguments: &[OsString], directory: &Path, scratch: &Path, timeout: Duration) -> Result<Run, Failure> {
        // Into files, so that a command that says much cannot wait for us while we wait for it.
        let (out, err) = (scratch.join("stdout"), scratch.join("stderr"));
        let create = |path: &Path| File::create(path).map_err(|error| system(&error));
        // The command runs in another folder, so a path to it must not depend on this one.
        let program = match self.command.components().count() {
            0 | 1 => self.command.clone(),
            _ => std::path::absolute(&self.command).unwrap_or_else(|_| self.command.clone()),
        };
        let mut command = Command::new(program);
        command
            .args(arguments)
            .current_dir(directory)
            .stdin(Stdio::null())
            .stdout(create(&out)?)
            .stderr(create(&err)?)
            // Only what a program needs to start; no setting of the caller's changes the pages, and
            // no proxy of the caller's leads to the network. Nothing is fetched: a proxy that is not
            // there answers every request with a failure.
            .env_clear()
            .envs(std::env::vars_os().filter(|(name, _)| NEEDED.iter().any(|needed| name == needed)))
            .envs(
                ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "https_proxy", "http_proxy", "all_proxy"]
                    .map(|name| (name, NOWHERE)),
            )
            .env("NO_COLOR", "1");
        // A group of its own, so that whatever it starts can be stopped with it.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = command.spawn().map_err(|error| self.not_started(&error))?;
        let Some(status) = child.wait_timeout(timeout).map_err(|error| system(&error))? else {
            stop(&mut child);
            return Err(Failure::Engine {
                message: format!(
                    "`{}` was still running after {} and was stopped",
                    self.command.display(),
                    crate::text::count(usize::try_from(timeout.as_secs()).unwrap_or(usize::MAX), "second")
                ),
                help: "allow more time with `--timeout SECONDS`, or leave `--engine` out to use the built-in Typst"
                    .to_owned(),
            });
        };
        let read = |path: &Path| fs::read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        Ok(Run {
            status,
            output: read(&out).map_err(|error| system(&error))?,
            errors: read(&err).map_err(|error| system(&error))?,
        })
    }

    fn not_started(&self, error: &std::io::Error) -> Failure {
        let command = self.command.display();
        Failure::Engine {
            message: match error.kind() {
                std::io::ErrorKind::NotFound => format!("there is no command `{command}`"),
                _ => format!("the command `{command}` cannot be started: {error}"),
            },
            help: format!(
                "install it with `cargo install typst-cli --locked --version {TYPST_VERSION}.1`, name it with `--typst PATH` or EVENHAND_TYPST, or leave `--engine` out to use the built-in Typst"
            ),
        }
    }

    fn crashed(&self, run: &Run) -> Failure {
        let said = crate::text::ellipsis(run.errors.trim(), 400);
        Failure::Engine {
            message: format!("`{}` failed ({}) and made no PDF", self.command.display(), run.status),
            help: match said.is_empty() {
                true => "it said nothing; leave `--engine` out to use the built-in Typst".to_owned(),
                false => format!("it said: {said}"),
            },
        }
    }
}

/// Ends the command and what it started. It may have ended just now; then there is nothing to kill,
/// and the calls may fail.
fn stop(child: &mut Child) {
    #[cfg(unix)]
    {
        let group = format!("-{}", child.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status();
    }
    let _ = child.kill();
    let _ = child.wait();
}

fn system(error: &std::io::Error) -> Failure {
    Failure::Engine {
        message: format!("a temporary file cannot be used: {error}"),
        help: "check the free space and the rights of the folder for temporary files".to_owned(),
    }
}

fn write_files<'a>(root: &Path, files: impl Iterator<Item = (&'a str, &'a Vec<u8>)>) -> Result<(), Failure> {
    fs::create_dir_all(root).map_err(|error| system(&error))?;
    for (path, bytes) in files {
        let path = Path::new(path);
        if !path.components().all(|part| matches!(part, std::path::Component::Normal(_))) {
            return Err(Failure::Engine {
                message: format!("the file name `{}` cannot be used", path.display()),
                help: "rename the file".to_owned(),
            });
        }
        let path = root.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(|error| system(&error))?;
        }
        fs::write(path, bytes).map_err(|error| system(&error))?;
    }
    Ok(())
}

/// Reads the command's diagnostics: errors and warnings.
fn parse(text: &str, files: &BTreeMap<String, Vec<u8>>) -> (Vec<Complaint>, Vec<Complaint>) {
    let (mut errors, mut warnings) = (Vec::new(), Vec::new());
    let mut current: Option<(bool, Complaint)> = None;
    let mut keep = |current: Option<(bool, Complaint)>| match current {
        Some((true, complaint)) => errors.push(complaint),
        Some((false, complaint)) => warnings.push(complaint),
        None => {}
    };
    for line in text.lines() {
        let head = [("error: ", true), ("warning: ", false)]
            .into_iter()
            .find_map(|(mark, is_error)| Some((is_error, line.strip_prefix(mark)?)));
        if let Some((is_error, message)) = head {
            let complaint = Complaint { message: message.to_owned(), at: None, trace: Vec::new(), hints: Vec::new() };
            keep(current.replace((is_error, complaint)));
            continue;
        }
        let Some((_, complaint)) = &mut current else { continue };
        let line = line.trim_start();
        if let Some(place) = line.strip_prefix("┌─ ") {
            if complaint.at.is_none() {
                complaint.at = locate(place, files);
            }
        } else if let Some(hint) = line.strip_prefix("= hint: ").or_else(|| line.strip_prefix("hint: ")) {
            complaint.hints.push(hint.to_owned());
        } else if line.starts_with("while ")
            && let Some((_, place)) = line.rsplit_once(" at ")
        {
            complaint.trace.extend(locate(place, files));
        }
    }
    keep(current);
    (errors, warnings)
}

/// `path:line:column` as a place in a file of the job.
fn locate(place: &str, files: &BTreeMap<String, Vec<u8>>) -> Option<Place> {
    let mut parts = place.trim().rsplitn(3, ':');
    let column: usize = parts.next()?.parse().ok()?;
    let line: usize = parts.next()?.parse().ok()?;
    let path = parts.next()?.trim_start_matches("./").replace('\\', "/");
    let file = format!("/{}", path.trim_start_matches('/'));
    let text = std::str::from_utf8(files.get(&file)?).ok()?;
    let start: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let rest = text.get(start..)?;
    let within: usize = rest.chars().take(column.saturating_sub(1)).map(char::len_utf8).sum();
    Some(Place { file, start: start + within, end: start + within })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn diagnostics_of_the_command_are_understood() {
        let files = BTreeMap::from([
            ("/a.typ".to_owned(), b"#let g(x) = { foo }\n".to_vec()),
            ("/main.typ".to_owned(), b"#import \"a.typ\": g\n\n#g(1)\n".to_vec()),
        ]);
        let said = "warning: odd\n  = hint: look\n\nerror: unknown variable: foo\n  ┌─ a.typ:1:14\n  │\n1 │ #let g(x) = { foo }\n  │               ^^^\n  = hint: define it\n\n  while calling `g` at main.typ:3:1\n    g(1)\n";
        let (errors, warnings) = parse(said, &files);
        assert_eq!(warnings[0].hints, ["look"]);
        assert_eq!(errors.len(), 1);
        assert_eq!(errors[0].message, "unknown variable: foo");
        assert_eq!(errors[0].hints, ["define it"]);
        assert_eq!(errors[0].at, Some(Place { file: "/a.typ".into(), start: 13, end: 13 }));
        assert_eq!(errors[0].trace, [Place { file: "/main.typ".into(), start: 20, end: 20 }]);
    }
}
