//! What stands among words: links, citations, images.

use super::{CITATION, Frame, Reader, Written, citation};
use crate::diagnostic::{Diagnostic, codes};
use crate::model::Link;
use crate::model::prose::Inline;
use crate::source_map::Span;

impl Reader<'_> {
    pub(super) fn check_link(&mut self, url: &str, span: Span) {
        let lower = url.trim().to_ascii_lowercase();
        if Link::accepts(&lower) || lower.strip_prefix("mailto:").is_some_and(|address| address.contains('@')) {
            return;
        }
        let scheme = lower
            .split_once(':')
            .map(|(scheme, _)| scheme)
            .filter(|s| s.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b)));
        let problem = match scheme {
            Some("https" | "http" | "mailto") => Diagnostic::error(codes::UNSAFE_LINK, "this link has no address")
                .at(span, "leads nowhere")
                .help("write the whole address"),
            Some(scheme) => {
                Diagnostic::error(codes::UNSAFE_LINK, format!("a document must not hold a link to `{scheme}:`"))
                    .at(span, "only https:, http: and mailto: are taken")
            }
            None if lower.is_empty() => Diagnostic::error(codes::UNSAFE_LINK, "this link has no address")
                .at(span, "leads nowhere")
                .help("write the whole address"),
            None => Diagnostic::error(
                codes::UNSAFE_LINK,
                "this link leads nowhere once the document has left this computer",
            )
            .at(span, "a link needs a whole address")
            .help("write the whole address, `https://…`; to refer to a finding write `[@F-012]`"),
        };
        self.out.push(problem);
    }

    pub(super) fn link(&mut self, frame: Frame, span: Span) {
        if frame.target == CITATION {
            return self.citation(span);
        }
        let url = match frame.target.contains(':') {
            true => frame.target,
            false => format!("mailto:{}", frame.target),
        };
        self.push(Inline::Link(url, frame.inlines));
    }

    fn citation(&mut self, span: Span) {
        let (cited, mut faults) = citation::read(self.map, span);
        self.out.append(&mut faults);
        self.push(Inline::Reference(Written::Citation(cited)));
    }

    pub(super) fn image(&mut self, frame: Frame, span: Span) {
        let alt = frame.text.split_whitespace().collect::<Vec<_>>().join(" ");
        if alt.is_empty() {
            self.out.push(
                Diagnostic::error(codes::MISSING_ALT_TEXT, "this image has no text for those who cannot see it")
                    .at(span, "nothing between `![` and `]`")
                    .help("say in a sentence what the image shows: `![The harbour with both piers](plan.svg)`"),
            );
        }
        let alt = if alt.is_empty() { "(no description)".to_owned() } else { alt };
        let caption = Some(frame.name).filter(|caption| !caption.trim().is_empty());
        match self.images.take(self.map, self.file, &frame.target) {
            Ok(path) => self.push(Inline::Image { path, alt, caption }),
            Err(problem) => self.out.push(problem.at(span, "this image")),
        }
    }
}
