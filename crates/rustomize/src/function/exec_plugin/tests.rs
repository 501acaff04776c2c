use super::*;
use crate::source::Sources;
use crate::world::{Processes, Scratch};
use crate::yaml::parse::{Dialect, parse};

fn config(fields: &str) -> Node {
    let text = format!("apiVersion: t.io/v1\nkind: Foo\nmetadata: {{name: t}}\n{fields}");
    let source = Sources::default().add("t.yaml", text.as_str());
    parse(&text, source, Dialect::V3).unwrap().unwrap()
}

/// These files and no others.
struct Files(Vec<(&'static str, &'static str)>);

impl Surroundings for Files {
    fn exists(&self, path: &Path) -> bool {
        self.0.iter().any(|(file, _)| Path::new(file).starts_with(path))
    }

    fn read(&self, entry: &str, span: Span) -> Result<Vec<u8>> {
        let found = self.0.iter().find(|(file, _)| *file == entry);
        found
            .map(|(_, text)| text.as_bytes().into())
            .ok_or_else(|| Diagnostic::error(Code::Unreadable, format!("no {entry}")).at(span))
    }
}

fn configure(fields: &str, api_version: &str, files: &Files) -> Result<ExecPlugin> {
    let gvk = Gvk::from_api_version(api_version, "Foo");
    let homes = ["/missing", "/home"].map(PathBuf::from);
    ExecPlugin::configure(&config(fields), &gvk, &homes, files)
}

#[test]
fn where_the_program_is() {
    let files = Files(vec![
        ("/home/t.io/v1/foo/Foo", ""),
        ("/home/v1/foo/Foo", ""),
        ("/home/t.io/v2/foo/Foo.so", ""),
        ("/x/v1/foo/Foo", ""),
    ]);
    let find = |api_version: &str| {
        configure("", api_version, &files).map(|p| p.program.display().to_string()).map_err(|e| e.to_string())
    };
    assert_eq!(find("t.io/v1").unwrap(), "/home/t.io/v1/foo/Foo");
    assert_eq!(find("v1").unwrap(), "/home/v1/foo/Foo");
    assert!(find("t.io/v2").unwrap_err().contains("Go library"));
    assert!(find("t.io/v3").unwrap_err().contains("no program `/home/t.io/v3/foo/Foo`"));
    for outside in ["../x/v1", "../v1", "t.io/../v1", "./v1", "a/b/v1", "a\\b/v1"] {
        assert!(find(outside).unwrap_err().contains("cannot be names"), "{outside}");
    }
    let gvk = Gvk::from_api_version("t.io/v1", "Foo");
    let none = ExecPlugin::configure(&config(""), &gvk, &[], &files).unwrap_err();
    assert!(none.to_string().contains("no directory of plugins"), "{none}");
}

#[test]
fn arguments_as_recorded_from_kustomize() {
    let files = Files(vec![
        ("/home/t.io/v1/foo/Foo", ""),
        ("a", "\n  lead\ntrail  \n# c\n \n\t\n \ttab\nx y\r\n\r\n'q q'\n\u{a0}z\nlast"),
    ]);
    let args = |fields: &str| configure(fields, "t.io/v1", &files).map(|plugin| plugin.args);
    assert_eq!(
        args("argsFromFile: a\nargsOneLiner: one 'two words'\n").unwrap(),
        [
            "one",
            "two words",
            "lead",
            "trail  ",
            "# c",
            "\t",
            "\ttab",
            "x y\r",
            "\r",
            "'q q'",
            "\u{a0}z",
            "last"
        ]
    );
    assert_eq!(args("argsOneLiner: 5\n").unwrap(), ["5"]);
    assert_eq!(args("argsOneLiner: true\n").unwrap(), ["true"]);
    assert!(args("argsOneLiner:\n").unwrap().is_empty());
    for refused in
        ["argsOneLiner: [a]\n", "argsOneLiner: {a: b}\n", "argsOneLiner: '\"a'\n", "argsFromFile: b\n"]
    {
        assert!(args(refused).is_err(), "{refused}");
    }
}

/// A directory with a program, which another process writes: a file that this one has open cannot be run while a
/// test beside this one starts a process.
fn program(body: &str) -> (Box<dyn Scratch>, ExecPlugin) {
    let scratch = Processes.scratch().unwrap();
    let mut command = Command::new("sh").args(["-c", "cat > f && chmod +x f"]).dir(scratch.path());
    command.stdin = format!("#!/bin/sh\n{body}\n").into_bytes();
    assert!(Processes.run(&command).unwrap().success());
    let plugin = ExecPlugin {
        program: scratch.path().join("f"),
        args: vec!["a b".into(), "c".into()],
        span: Span::NONE,
    };
    (scratch, plugin)
}

#[test]
fn what_the_program_sees() {
    let (dir, plugin) = program(
        "cat; cat $1; shift; echo $# $1; echo \"$KUSTOMIZE_PLUGIN_CONFIG_STRING|\"\n\
         test $KUSTOMIZE_PLUGIN_CONFIG_ROOT = $(pwd) && echo in >&2",
    );
    let outcome = plugin.run("conf\n", b"objects\n".into(), dir.path(), Some(&Processes)).unwrap();
    let stdout = b"objects\nconf\n2 a b\nconf\n|\n".into();
    assert_eq!(outcome, Outcome::Ran { stdout, stderr: "in\n".into() });
}

#[test]
fn failures() {
    let (dir, plugin) = program("echo oops >&2; exit 3");
    let fails = |plugin: &ExecPlugin, exec| plugin.run("", Vec::new(), dir.path(), exec).unwrap_err();
    let error = fails(&plugin, Some(&Processes));
    assert!(error.to_string().ends_with("ended with exit status 3\n  oops"), "{error}");
    assert_eq!(fails(&plugin, None).parts().code, Code::Capability);
    let directory = ExecPlugin { program: dir.path().into(), ..plugin };
    assert!(fails(&directory, Some(&Processes)).parts().hints[0].starts_with("make it executable"));
}
