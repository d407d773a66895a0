//! What a workspace's own templates can and cannot do.

use crate::pdf;
use crate::workspace::{Workspace, project};

fn built_in(name: &str) -> String {
    std::fs::read_to_string(project().join("templates").join(name)).unwrap()
}

/// A workspace whose briefing template ends with `code`.
fn with(code: &str) -> Workspace {
    let workspace = Workspace::starter("case");
    workspace.write("templates/briefing.typ", format!("{}\n{code}\n", built_in("briefing.typ")));
    workspace
}

#[test]
fn a_workspace_overrides_a_template() {
    let workspace = with("#par[An ending of our own: #{{ head.number }}]");
    let run = workspace.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(pdf::body_text(&workspace.pdf("case")).contains("Anendingofourown:EX-2026-01"));
}

#[test]
fn a_mistake_points_at_the_line_of_the_template() {
    for (code, expected) in [
        ("#{{ head.titel }}", "uses a value that does not exist"),
        ("{% for x in %}", "cannot be rendered"),
        ("#nonsense", "unknown variable: nonsense"),
        (
            "{% for f in contested %}\n#nonsense(id: {{ f.id }}, {{ f.text }})\n{% endfor %}",
            "unknown variable: nonsense",
        ),
    ] {
        let workspace = with(code);
        let run = workspace.run(&["build"]);
        assert_eq!(run.code, 1, "{code}: {}", run.stderr);
        assert!(run.stderr.contains(expected), "{code}: {}", run.stderr);
        assert!(run.stderr.contains("templates/briefing.typ:"), "{code}: {}", run.stderr);
        assert!(!run.stderr.contains("/tmp"), "no temporary file is named: {}", run.stderr);
    }
}

#[test]
fn a_mistake_names_the_finding_that_was_set() {
    let workspace = Workspace::starter("case");
    // A line of our own at the top, so that the place does not move with the theme.
    let ours = "#let finding(..fields) = { let gap = fields.at(\"caveat\"); if gap != none { panic(gap) } }";
    let theme = built_in("theme.typ").replace("#let finding(", "#let finding-as-built-in(");
    workspace.write("templates/theme.typ", format!("{ours}\n{theme}"));
    let run = workspace.run(&["build"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    insta::assert_snapshot!(run.stderr);
}

#[test]
fn a_template_reaches_no_file_and_no_package() {
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("secret.txt"), "secret").unwrap();
    let secret = outside.path().join("secret.txt");
    let secret = secret.to_str().unwrap();
    for code in [
        format!("#read(\"{secret}\")"),
        "#read(\"../../../../../../etc/hostname\")".to_owned(),
        "#read(\"/briefs/case/brief.yaml\")".to_owned(),
        "#import \"@preview/cetz:0.3.0\": canvas".to_owned(),
        "{% include \"../briefs/case/brief.yaml\" %}".to_owned(),
    ] {
        let workspace = with(&code);
        for engine in ["embedded", "typst-cli"] {
            let run = workspace.run(&["build", "--engine", engine]);
            assert_ne!(run.code, 0, "{code} with {engine}");
            assert!(!workspace.path("output/case/case-briefing.pdf").exists());
        }
    }
}

#[cfg(unix)]
#[test]
fn links_out_of_the_workspace_are_not_followed() {
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("theme.typ"), built_in("theme.typ")).unwrap();
    let workspace = Workspace::starter("case");
    std::fs::create_dir(workspace.path("templates")).unwrap();
    std::os::unix::fs::symlink(outside.path().join("theme.typ"), workspace.path("templates/theme.typ")).unwrap();
    let run = workspace.run(&["build"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("error[outside-workspace]"), "{}", run.stderr);
}

#[test]
fn a_template_cannot_run_for_ever() {
    for code in [
        "{% for a in range(10000) %}{% for b in range(10000) %}{% for c in range(10000) %}x{% endfor %}{% endfor %}{% endfor %}",
        // A text that doubles forty times.
        "{% set n = namespace(s=\"0123456789\") %}{% for i in range(40) %}{% set n.s = n.s ~ n.s %}{% endfor %}",
        "{% set n = namespace(s=\"0123456789\") %}{% for i in range(40) %}{% set doubled %}{{ n.s }}{{ n.s }}{% endset %}{% set n.s = doubled %}{% endfor %}",
    ] {
        let workspace = with(code);
        let run = workspace.run(&["build"]);
        assert_eq!(run.code, 1, "{code}");
        let told = "this template runs without end, or makes a text that is too long";
        assert!(run.stderr.contains(told), "{code}: {}", run.stderr);
        assert!(run.stderr.contains("templates/briefing.typ:"), "{code}: {}", run.stderr);
    }
}

#[test]
fn a_bracket_that_is_not_closed_is_told_where_it_is() {
    // What follows in templates that are sound is not to blame, however much the engine says of it.
    for code in ["#foo(\"x\"", "#foo(\"x)", "#{ let y = 1", "$ x", "*foo", "`raw", "#let x =", "]"] {
        let workspace = Workspace::starter("case");
        let text = format!("{}{code}\n", built_in("finding.typ"));
        let line = text.lines().count();
        workspace.write("templates/finding.typ", text);
        let run = workspace.run(&["build"]);
        assert_eq!(run.code, 1, "{code}: {}", run.stderr);
        assert_eq!(run.stderr.matches("error[").count(), 1, "{code}: {}", run.stderr);
        assert!(run.stderr.contains(&format!("templates/finding.typ:{line}:")), "{code}: {}", run.stderr);
        assert!(!run.stderr.contains("built-in template"), "{code}: {}", run.stderr);
    }
}

#[test]
fn a_range_that_is_too_long_is_told_so() {
    let run = with("{% for i in range(200000) %}{{ i }}{% endfor %}").run(&["build"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("this range is too long: it may have 100,000 numbers at most"), "{}", run.stderr);
    assert!(run.stderr.contains("templates/briefing.typ:"), "{}", run.stderr);
    assert!(!run.stderr.contains("there is no `i`"), "{}", run.stderr);
    assert_eq!(with("{% for i in range(100000) %}{% endfor %}").run(&["build"]).code, 0);
}

#[test]
fn a_template_that_takes_what_it_can_is_stopped() {
    let endless = "#{ for i in range(9000) { for j in range(9000) { for k in range(9000) { } } } }";
    let all = [(endless, "these pages were not made within 3 seconds")];
    // Other systems do not limit the memory of a process.
    let memory = [("#{ let x = range(400000000) }", "these pages need more than 4 GB of memory")];
    for (code, expected) in all.iter().chain(memory.iter().filter(|_| cfg!(target_os = "linux"))) {
        let workspace = with(code);
        let timeout = if *code == endless { "3" } else { "120" };
        let run = workspace.run(&["build", "--timeout", timeout]);
        assert_eq!(run.code, 1, "{code}: {}", run.stderr);
        assert!(run.stderr.contains(expected), "{code}: {}", run.stderr);
        assert!(!run.stderr.contains("backtrace") && !run.stderr.contains("memory allocation"), "{}", run.stderr);
        assert!(!workspace.path("output/case/case-briefing.pdf").exists());
    }
}

#[test]
fn own_templates_and_built_in_ones_make_the_same_pages() {
    // The first are set in a second process, with the fonts of the workspace.
    let mut made = Vec::new();
    for own in [false, true] {
        let workspace = Workspace::starter("case");
        let font = std::fs::read(project().join("fonts/NotoSerifCJKsc-GB2312.otf")).unwrap();
        std::fs::create_dir(workspace.path("fonts")).unwrap();
        std::fs::write(workspace.path("fonts/own.otf"), font).unwrap();
        workspace.write("evenhand.toml", "[theme]\nfont = \"Noto Serif CJK SC\"\n");
        if own {
            workspace.write("templates/theme.typ", built_in("theme.typ"));
        }
        let run = workspace.run(&["build"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        made.push(workspace.pdf("case"));
    }
    assert!(made[0] == made[1], "byte for byte");
}

#[test]
fn a_workspace_overrides_parts_of_a_page() {
    let workspace = Workspace::starter("case");
    let build = ["build", "--to", "html,md"];
    workspace.write("templates/theme.css", "body { color: rebeccapurple }");
    workspace.write(
        "templates/page.html",
        built_in("page.html").replace("{% block theme %}", "{% block theme %}main { width: 40em }"),
    );
    workspace.write("templates/head.md", "# Ours: {{ head.title }}\n\n");
    let run = workspace.run(&build);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let output =
        |ending: &str| std::fs::read_to_string(workspace.path(&format!("output/case/case-briefing.{ending}"))).unwrap();
    let page = output("html");
    assert!(page.contains("rebeccapurple") && page.contains("main { width: 40em }") && !page.contains("--accent:"));
    assert!(output("md").starts_with("# Ours: "));

    workspace.write("templates/finding.html", "<p>\n{{ f.titel }}</p>\n");
    let run = workspace.run(&build);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("templates/finding.html:2:"), "{}", run.stderr);
    assert!(run.stderr.contains("uses a value that does not exist"), "{}", run.stderr);
}
