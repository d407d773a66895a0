//! Typst inside this program, in a world that holds a job's files and nothing else.

use std::panic::{AssertUnwindSafe, catch_unwind};

use typst::diag::{FileError, FileResult, SourceDiagnostic, SourceResult, Warned};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World, WorldExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::{Complaint, Engine, Failure, Fonts, Job, Place, Typeset};

/// The engine inside this program.
#[derive(Debug, Default, Clone, Copy)]
pub struct Embedded;

impl Engine for Embedded {
    fn typeset(&self, job: &Job, fonts: &Fonts) -> Result<Typeset, Failure> {
        // Typst is not meant to panic; if it does, that is no reason to lose the other briefs.
        catch_unwind(AssertUnwindSafe(|| typeset(job, fonts))).unwrap_or_else(|_| {
            Err(Failure::Engine {
                message: "the built-in Typst stopped with an internal error".to_owned(),
                help: "try `--engine typst-cli`, and please report this with the brief if it may be shared".to_owned(),
            })
        })
    }
}

fn typeset(job: &Job, fonts: &Fonts) -> Result<Typeset, Failure> {
    let world = JobWorld::new(job, fonts)?;
    let Warned { output, warnings } = typst::compile::<PagedDocument>(&world);
    let pdf = output.and_then(|document| export(&document, job)).map_err(|errors| world.complaints(&errors))?;
    Ok(Typeset { pdf, warnings: warnings.iter().map(|warning| world.complaint(warning)).collect() })
}

fn export(document: &PagedDocument, job: &Job) -> SourceResult<Vec<u8>> {
    let standards = PdfStandards::new(&[PdfStandard::A_3a, PdfStandard::Ua_1]).unwrap_or_default();
    let options = PdfOptions {
        ident: Smart::Auto,
        timestamp: datetime(job.timestamp).map(Timestamp::new_utc),
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(document, &options)
}

fn datetime(timestamp: i64) -> Option<Datetime> {
    // PDF readers and the `typst` command know no date before 1970.
    let moment = time::OffsetDateTime::from_unix_timestamp(timestamp.max(0)).ok()?;
    Datetime::from_ymd_hms(
        moment.year(),
        moment.month().into(),
        moment.day(),
        moment.hour(),
        moment.minute(),
        moment.second(),
    )
}

struct JobWorld<'a> {
    job: &'a Job,
    fonts: &'a Fonts,
    library: LazyHash<Library>,
    main: FileId,
}

impl<'a> JobWorld<'a> {
    fn new(job: &'a Job, fonts: &'a Fonts) -> Result<Self, Failure> {
        let main = VirtualPath::new(&job.main).map_err(|error| Failure::Engine {
            message: format!("the path `{}` is none that Typst takes: {error}", job.main),
            help: "please report this".to_owned(),
        })?;
        Ok(Self {
            job,
            fonts,
            library: LazyHash::new(Library::default()),
            main: RootedPath::new(VirtualRoot::Project, main).intern(),
        })
    }

    fn bytes(&self, id: FileId) -> FileResult<&'a [u8]> {
        let path = id.vpath().get_with_slash();
        match (id.root(), self.job.files.get(path)) {
            (VirtualRoot::Project, Some(bytes)) => Ok(bytes),
            (VirtualRoot::Project, None) => Err(FileError::NotFound(path.into())),
            (VirtualRoot::Package(package), _) => Err(FileError::Other(Some(
                format!("the package {package} is not at hand: nothing is fetched while a document is made").into(),
            ))),
        }
    }

    fn complaints(&self, errors: &[SourceDiagnostic]) -> Failure {
        Failure::Document(errors.iter().map(|error| self.complaint(error)).collect())
    }

    fn complaint(&self, diagnostic: &SourceDiagnostic) -> Complaint {
        let place = |id: Option<FileId>, range: Option<std::ops::Range<usize>>| {
            let (id, range) = (id?, range?);
            Some(Place { file: id.vpath().get_with_slash().to_owned(), start: range.start, end: range.end })
        };
        Complaint {
            message: diagnostic.message.to_string(),
            at: place(diagnostic.span.id(), self.range(diagnostic.span)),
            trace: diagnostic.trace.iter().filter_map(|point| place(point.span.id(), self.range(point.span))).collect(),
            hints: diagnostic.hints.iter().map(|hint| hint.v.to_string()).collect(),
        }
    }
}

impl World for JobWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let text = std::str::from_utf8(self.bytes(id)?).map_err(|_| FileError::InvalidUtf8)?;
        Ok(Source::new(id, text.to_owned()))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.bytes(id).map(|bytes| Bytes::new(bytes.to_vec()))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        datetime(self.job.timestamp)
    }
}
