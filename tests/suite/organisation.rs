//! What an organisation makes its own: file names, colours, fonts, a logo, templates.

use std::fs;

use evenhand::theme::{Colour, DARK_GROUNDS, LEAST_CONTRAST, LIGHT_GROUNDS};

use crate::pdf;
use crate::workspace::{Workspace, copy, project};

/// The names in the output of a brief, sorted.
fn made(workspace: &Workspace, slug: &str) -> Vec<String> {
    let entries = fs::read_dir(workspace.path("output").join(slug)).into_iter().flatten().flatten();
    let mut names: Vec<_> = entries.map(|entry| entry.file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// A brief in English and French.
fn bilingual() -> Workspace {
    let workspace = Workspace::empty();
    copy(&project().join("tests/languages"), workspace.root());
    workspace
}

#[test]
fn files_are_named_by_the_pattern_of_the_workspace() {
    let workspace = Workspace::starter("case");
    workspace.edit("briefs/case/brief.yaml", "number: EX-2026-01", "number: \"EX/2026: 01\"");
    workspace.write("evenhand.toml", "[documents]\nfile_name = \"{number}-{slug}-{form}-{lang}-v{version}\"\n");
    let run = workspace.run(&["build", "--to", "md,json", "--form", "briefing,annex"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let names = made(&workspace, "case");
    let version = names[0].rsplit_once("-v").unwrap().1.trim_end_matches(".json").to_owned();
    let expected = ["annex-en", "briefing-en"].map(|middle| format!("EX-2026-01-case-{middle}"));
    for (at, name) in expected.iter().enumerate() {
        assert_eq!(names[2 * at], format!("{name}-v{version}.json"), "{names:?}");
        assert_eq!(names[2 * at + 1], format!("{name}-v{version}.md"), "{names:?}");
    }
}

#[test]
fn a_draft_is_marked_whatever_the_pattern_says() {
    let workspace = Workspace::starter("case");
    workspace.edit("briefs/case/findings.yaml", "status: established", "status: proven");
    workspace.write("evenhand.toml", "[documents]\nfile_name = \"{version}\"\n");
    workspace.run(&["build", "--draft", "--to", "md"]);
    let names = made(&workspace, "case");
    assert!(names.len() == 1 && names[0].ends_with("-draft.md"), "{names:?}");
}

#[test]
fn an_unknown_gap_is_told_with_its_place() {
    let workspace = Workspace::starter("case");
    workspace.write("evenhand.toml", "[documents]\nfile_name = \"{slug}-{foorm}\"\n");
    let run = workspace.run(&["build", "--to", "md"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    for words in ["evenhand.toml:2:21", "there is no gap `{foorm}`", "`{version}`", "did you mean `{form}`"] {
        assert!(run.stderr.contains(words), "{words}: {}", run.stderr);
    }
    assert!(made(&workspace, "case").is_empty());
}

#[test]
fn two_documents_of_one_name_are_refused_before_anything_is_written() {
    let workspace = Workspace::starter("case");
    workspace.write("evenhand.toml", "[documents]\nfile_name = \"{slug}\"\n");
    let run = workspace.run(&["build", "--to", "md", "--form", "briefing,annex"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("two documents would have the name `case`"), "{}", run.stderr);
    assert!(run.stderr.contains("evenhand.toml:2:13") && run.stderr.contains("add `{form}`"), "{}", run.stderr);
    assert!(made(&workspace, "case").is_empty());

    let workspace = bilingual();
    let slug = fs::read_dir(workspace.path("briefs")).unwrap().next().unwrap().unwrap().file_name();
    let slug = slug.to_str().unwrap();
    workspace.write("evenhand.toml", "[documents]\nfile_name = \"{form}\"\n");
    let run = workspace.run(&["build", slug, "--all"]);
    assert!(run.stderr.contains("add `{lang}`"), "{}", run.stderr);
    assert!(made(&workspace, slug).is_empty());
}

const LOGO: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 240 80\"><rect width=\"240\" height=\"80\" fill=\"#7a1f3d\"/></svg>";

#[test]
fn the_look_reaches_pages_and_paper() {
    let workspace = Workspace::starter("case");
    workspace.edit("briefs/case/brief.yaml", "paper: a4 ", "");
    workspace.edit("briefs/case/brief.yaml", "                         # or us-letter", "");
    workspace.write("logo.svg", LOGO);
    workspace.write(
        "evenhand.toml",
        "[theme]\naccent = \"#7a1f3d\"\nfont = \"new computer modern\"\nlogo = \"logo.svg\"\nlogo_alt = \"Harbour \\\"Watch\\\"\"\npaper = \"us-letter\"\n",
    );
    let run = workspace.run(&["build", "--to", "pdf,html", "--form", "briefing,highlights"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let page = fs::read_to_string(workspace.path("output/case/case-briefing.html")).unwrap();
    for part in [
        "--accent: #7a1f3d;",
        "alt=\"Harbour &quot;Watch&quot;\"",
        "<img src=\"data:image/svg+xml;base64,",
        "--serif: \"new computer modern\"",
        "size: letter",
    ] {
        assert!(page.contains(part), "{part}");
    }
    let bytes = workspace.pdf("case");
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.contains("NewCM") && !text.contains("LibertinusSerif-Regular"), "the text has the font");
    // 8.5 by 11 inches.
    assert!(text.contains("[0 0 612 792]"));
    assert!(text.contains("Harbour"), "the logo has its text");
}

#[test]
fn a_pale_colour_is_refused_with_one_that_can_be_read() {
    let workspace = Workspace::starter("case");
    workspace.write("evenhand.toml", "[theme]\naccent = \"#6fb1ff\"\n");
    let run = workspace.run(&["build", "--to", "md"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    for words in ["evenhand.toml:2:10", "2.23 to 1 on white", "4.5 to 1"] {
        assert!(run.stderr.contains(words), "{words}: {}", run.stderr);
    }
    let (_, rest) = run.stderr.split_once("nearest darker colour that passes is `").unwrap();
    workspace.write("evenhand.toml", format!("[theme]\naccent = \"{}\"\n", &rest[..7]));
    let run = workspace.run(&["build", "--to", "md"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

/// The values of a colour in a style, in the order light, dark, paper.
fn colours(style: &str, name: &str) -> Vec<Colour> {
    let mark = format!("--{name}: #");
    let marks = style.match_indices(&mark).map(|(at, mark)| at + mark.len() - 1);
    marks.map(|at| Colour::parse(&style[at..at + 7]).unwrap()).collect()
}

#[test]
fn colours_are_held_against_the_grounds_that_pages_have() {
    let style = built_in("theme.css");
    for (at, known) in [LIGHT_GROUNDS, DARK_GROUNDS].into_iter().enumerate() {
        assert_eq!(["paper", "tint", "mark"].map(|name| colours(&style, name)[at]), known);
    }
    // On paper nothing is marked.
    assert_eq!([colours(&style, "paper")[2], colours(&style, "tint")[2]], [LIGHT_GROUNDS[0], LIGHT_GROUNDS[1]]);
    // The built-in colours are read with ease (WCAG 2.2, 1.4.6).
    for name in ["ink", "quiet", "accent"] {
        for (at, colour) in colours(&style, name).into_iter().enumerate() {
            let grounds = [colours(&style, "paper")[at], colours(&style, "tint")[at]];
            assert!(colour.contrast_on(&grounds) >= 7.0, "{name} {colour}");
        }
    }
}

#[test]
fn every_colour_that_is_taken_can_be_read_in_light_in_dark_and_on_paper() {
    let workspace = Workspace::starter("case");
    let mut taken = 0;
    for written in [
        "#ff0000", "#ff8000", "#e0c000", "#40c040", "#00c0a0", "#00a0ff", "#8080ff", "#d060ff", "#a0a0a0", "#000000",
        "#1a0033", "#7a1f3d",
    ] {
        // As pale as it may be.
        let accent = Colour::parse(written).unwrap().darker_for(&LIGHT_GROUNDS);
        taken += usize::from(accent.contrast_on(&LIGHT_GROUNDS) < 7.0);
        workspace.write("evenhand.toml", format!("[theme]\naccent = \"{accent}\"\n"));
        let run = workspace.run(&["build", "--to", "html"]);
        assert_eq!(run.code, 0, "{accent}: {}", run.stderr);
        let page = fs::read_to_string(workspace.path("output/case/case-briefing.html")).unwrap();
        // The built-in three, and after them those of the workspace.
        let accents = colours(&page, "accent");
        assert_eq!(accents.len(), 6, "{accents:?}");
        for (at, colour) in accents[3..].iter().enumerate() {
            for ground in ["paper", "tint", "mark"] {
                // On paper nothing is marked.
                if let Some(ground) = colours(&page, ground).get(at) {
                    assert!(colour.contrast(*ground) >= LEAST_CONTRAST, "{written}: {colour} on {ground}");
                }
            }
        }
    }
    assert!(taken > 6, "colours between 4.5 and 7 to 1 are among them");
}

#[test]
fn a_logo_of_every_sort_is_shown_with_its_text() {
    let workspace = Workspace::starter("case");
    copy(&project().join("tests/logos"), workspace.root());
    for (ending, sort) in [("svg", "svg+xml"), ("png", "png"), ("jpg", "jpeg")] {
        workspace.write(
            "evenhand.toml",
            format!("[theme]\nlogo = \"logo.{ending}\"\nlogo_alt = \"Harbour Watch: ein Leuchtturm\"\n"),
        );
        let run = workspace.run(&["build", "--to", "pdf,html", "--form", "briefing,highlights,profile,annex"]);
        assert_eq!(run.code, 0, "{ending}: {}", run.stderr);
        for form in ["briefing", "highlights", "profile", "annex"] {
            let file = |ending: &str| fs::read(workspace.path(&format!("output/case/case-{form}.{ending}"))).unwrap();
            let page = String::from_utf8(file("html")).unwrap();
            let picture = format!("<img src=\"data:image/{sort};base64,");
            let at = page.find(&picture).unwrap_or_else(|| panic!("{form} {ending}"));
            assert!(page[at..].split_once('>').unwrap().0.contains("alt=\"Harbour Watch: ein Leuchtturm\""), "{form}");
            let all = pdf::everything(&file("pdf"));
            assert!(all.contains("/Alt(Harbour Watch: ein Leuchtturm)"), "{form} {ending}");
            // A drawing stays one; PNG and JPEG are images in the file.
            assert_eq!(all.contains("/Subtype/Image"), ending != "svg", "{form} {ending}");
            assert_eq!(all.contains("/DCTDecode"), ending == "jpg", "{form} {ending}");
        }
    }
}

#[test]
fn a_logo_takes_no_room_from_the_short_forms() {
    let tall = LOGO.replace("viewBox=\"0 0 240 80\"", "viewBox=\"0 0 20 2000\"");
    let wide = LOGO.replace("viewBox=\"0 0 240 80\"", "viewBox=\"0 0 2000 20\"");
    for slug in ["harbour-contract", "overseas-stations"] {
        let workspace = Workspace::copy_of(slug);
        let bodies = || {
            let run = workspace.run(&["build", "--form", "highlights,profile", "--lang", "en,fr"]);
            assert_eq!(run.code, 0, "{slug}: {}", run.stderr);
            ["highlights", "profile", "highlights-fr", "profile-fr"].map(|form| {
                let path = workspace.path(&format!("output/{slug}/{slug}-{form}.pdf"));
                pdf::page_texts(&fs::read(path).unwrap())
            })
        };
        let without = bodies();
        for logo in [LOGO, &tall, &wide] {
            workspace.write("logo.svg", logo);
            workspace.write("evenhand.toml", "[theme]\nlogo = \"logo.svg\"\nlogo_alt = \"Us\"\n");
            // The same words on the same pages.
            assert_eq!(bodies(), without, "{slug}: {logo}");
        }
    }
}

#[test]
fn a_logo_in_the_colours_of_a_press_is_refused() {
    let workspace = Workspace::starter("case");
    // A frame header with four colours behind a comment.
    let jpeg = b"\xff\xd8\xff\xfe\x00\x06note\xff\xc0\x00\x14\x08\x00\x10\x00\x10\x04\x01\x11\x00\xff\xd9";
    workspace.write("logo.jpg", jpeg);
    workspace.write("evenhand.toml", "[theme]\nlogo = \"logo.jpg\"\nlogo_alt = \"Us\"\n");
    let run = workspace.run(&["check"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("evenhand.toml:2:8") && run.stderr.contains("(CMYK)"), "{}", run.stderr);
    // In a section, too.
    workspace.write("evenhand.toml", "");
    workspace.write("briefs/case/plan.jpg", jpeg);
    workspace.write("briefs/case/sections/background.md", "# Plan\n\n![A plan](../plan.jpg)\n");
    let run = workspace.run(&["check"]);
    assert!(run.code == 1 && run.stderr.contains("(CMYK)"), "{}", run.stderr);
}

#[test]
fn a_look_that_cannot_be_is_told_with_its_place() {
    let workspace = Workspace::starter("case");
    workspace.write("logo.svg", LOGO);
    workspace.write("note.txt", "a note");
    for (settings, place, words) in [
        ("accent = \"blue\"", "2:10", "this is not a colour"),
        ("font = \"Libertinus Sreif\"", "2:8", "did you mean `Libertinus Serif`?"),
        ("font = \"Wingdings\"", "2:8", "the fonts at hand are `DejaVu Sans Mono`"),
        ("logo = \"logo.svg\"", "2:8", "add `logo_alt`"),
        ("logo_alt = \"Us\"", "2:12", "but no logo"),
        ("logo = \"note.txt\"\nlogo_alt = \"Us\"", "2:8", "not an SVG, PNG or JPEG image"),
        ("logo = \"../logo.svg\"\nlogo_alt = \"Us\"", "2:8", "logo.svg"),
        ("logo = \"https://example.org/logo.svg\"\nlogo_alt = \"Us\"", "2:8", "a logo is a file in the workspace"),
        ("paper = \"a3\"", "2:9", "us-letter"),
    ] {
        workspace.write("evenhand.toml", format!("[theme]\n{settings}\n"));
        let run = workspace.run(&["build", "--to", "md"]);
        assert_eq!(run.code, 1, "{settings}: {}", run.stderr);
        assert!(run.stderr.contains(&format!("evenhand.toml:{place}")), "{settings}: {}", run.stderr);
        assert!(run.stderr.contains(words), "{settings}: {}", run.stderr);
    }
}

fn built_in(name: &str) -> String {
    fs::read_to_string(project().join("templates").join(name)).unwrap()
}

#[test]
fn a_missing_value_is_named_with_those_that_exist_there() {
    for (template, code, place, told) in [
        ("briefing.md", "{{ head.titel }}", "4", "`head` has no `titel`; did you mean `title`?"),
        ("briefing.md", "{{ head.titel }}", "4", "`head` has `contact`, `cutoff`, `cutoff_iso`,"),
        ("briefing.md", "{% if establishd %}{% endif %}", "7", "no `establishd` here; did you mean `established`?"),
        ("briefing.md", "{% if establishd %}{% endif %}", "7", "the values here are `annex`, `assessments`,"),
        // What a loop and a macro know, too.
        ("finding.md", "{{ f.responces }}", "4", "`f` has no `responces`; did you mean `responses`?"),
        (
            "briefing.md",
            "{% for e in established %}{{ e.status.lable }}{% endfor %}",
            "30",
            "`e.status` has `key` and `label`",
        ),
        (
            "briefing.md",
            "{% macro m(given) %}{{ given.nam }}{% endmacro %}{{ m(head) }}",
            "24",
            "`given` has `contact`",
        ),
        // A filter gets nothing, and a loop cannot go through nothing.
        ("finding.md", "{{ f.txet | blocks }}", "4", "`f` has no `txet`; did you mean `text`?"),
        ("briefing.md", "{% for n in note %}{% endfor %}", "13", "did you mean `notes`?"),
        ("briefing.md", "{{ annex.records }}", "4", "`annex` is none here"),
        ("briefing.md", "{{ head.title.short }}", "4", "`head.title` is text"),
        ("briefing.md", "{{ head.title | loud }}", "17", "evenhand's own filters are `anchor`, `blocks`"),
    ] {
        let workspace = Workspace::starter("case");
        let text = built_in(template);
        workspace.write(&format!("templates/{template}"), format!("{text}{code}\n"));
        let line = text.lines().count() + 1;
        let run = workspace.run(&["build", "--to", "md"]);
        assert_eq!(run.code, 1, "{code}: {}", run.stderr);
        assert!(run.stderr.contains(&format!("templates/{template}:{line}:{place}\n")), "{code}: {}", run.stderr);
        assert!(run.stderr.contains(told), "{code}: {}", run.stderr);
    }
}

#[test]
fn templates_are_listed_and_copied_but_never_written_over() {
    let workspace = Workspace::starter("case");
    let run = workspace.run(&["templates", "eject", "theme.typ", "head.md"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "wrote templates/head.md\nwrote templates/theme.typ\n"));
    assert_eq!(fs::read_to_string(workspace.path("templates/theme.typ")).unwrap(), built_in("theme.typ"));
    let run = workspace.run(&["templates", "list"]);
    let line = |name: &str| run.stdout.lines().find(|line| line.starts_with(name)).unwrap_or_default().to_owned();
    assert!(line("theme.typ ").ends_with("overridden by templates/theme.typ  How a briefing looks"), "{}", run.stdout);
    assert!(line("finding.html ").contains("  built-in   One finding, `f`"), "{}", run.stdout);

    workspace.write("templates/head.md", "ours");
    let run = workspace.run(&["templates", "eject", "finding.md", "head.md"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("a file is there already: `templates/head.md`"), "{}", run.stderr);
    assert!(!workspace.path("templates/finding.md").exists());
    assert_eq!(fs::read_to_string(workspace.path("templates/head.md")).unwrap(), "ours");
    assert_eq!(workspace.run(&["templates", "eject", "--all"]).code, 2);
    assert_eq!(workspace.run(&["templates", "eject", "--all", "--force"]).code, 0);
    assert_eq!(fs::read_to_string(workspace.path("templates/head.md")).unwrap(), built_in("head.md"));
    assert_eq!(
        fs::read_dir(workspace.path("templates")).unwrap().count(),
        fs::read_dir(project().join("templates")).unwrap().count()
    );

    let run = workspace.run(&["templates", "eject", "them.typ"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("did you mean `theme.typ`?"), "{}", run.stderr);
}

#[test]
fn every_template_says_what_it_is_for() {
    let run = Workspace::starter("case").run(&["templates", "list"]);
    for line in run.stdout.lines() {
        assert!(line.split("built-in").nth(1).is_some_and(|purpose| !purpose.trim().is_empty()), "{line}");
    }
}

#[test]
fn templates_are_tried_without_writing_and_every_mistake_is_told() {
    let workspace = bilingual();
    assert_eq!(workspace.run(&["new", "case"]).code, 0);
    // What is wrong with a brief does not stand in the way.
    workspace.edit("briefs/case/findings.yaml", "status: established", "status: proven");
    let run = workspace.run(&["templates", "check"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(!run.stderr.contains("error"), "{}", run.stderr);
    assert!(run.stdout.contains("case: 20 documents can be made\n"), "{}", run.stdout);

    workspace.write("templates/finding.html", format!("{}{{{{ f.nope }}}}\n", built_in("finding.html")));
    workspace.write("templates/record.md", format!("{}{{{{ r.nope }}}}\n", built_in("record.md")));
    workspace.write("templates/theme.typ", format!("{}#let x = nonsense\n", built_in("theme.typ")));
    workspace.write("templates/findings.html", "<p>Nobody asks for this.</p>\n");
    workspace.write("templates/own.html", "{% for %}\n");
    workspace.write(
        "templates/page.html",
        format!(
            "{}{{# own.html: #}}{{% if false %}}{{% include \"own.html\" %}}{{% endif %}}\n",
            built_in("page.html")
        ),
    );
    let run = workspace.run(&["templates", "check"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    for told in [
        "`f` has no `nope`",
        "`r` has no `nope`",
        "unknown variable: nonsense",
        "nothing uses the template `findings.html`",
        "did you mean `finding.html`?",
        "templates/own.html:1:8",
    ] {
        assert_eq!(run.stderr.matches(told).count(), 1, "{told}: {}", run.stderr);
    }
    assert!(!run.stderr.contains("nothing uses the template `own.html`"), "{}", run.stderr);
    assert!(!workspace.path("output").exists());
}
