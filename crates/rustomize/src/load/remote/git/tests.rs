use std::sync::Mutex;

use super::*;

/// Answers every command with one output and remembers the commands.
#[derive(Default)]
struct Recorder {
    output: Output,
    error: Option<io::ErrorKind>,
    seen: Mutex<Vec<Command>>,
}

struct Nowhere;

impl Scratch for Nowhere {
    fn path(&self) -> &Path {
        Path::new("/tmp/clone")
    }

    fn write(&self, name: &str, _: &[u8]) -> io::Result<PathBuf> {
        Ok(self.path().join(name))
    }
}

impl Exec for Recorder {
    fn run(&self, command: &Command) -> io::Result<Output> {
        self.seen.lock().unwrap().push(command.clone());
        match self.error {
            Some(kind) => Err(kind.into()),
            None => Ok(self.output.clone()),
        }
    }

    fn scratch(&self) -> io::Result<Box<dyn Scratch>> {
        Ok(Box::new(Nowhere))
    }
}

fn ok() -> Output {
    Output { status: Some(0), ..Output::default() }
}

fn spec(url: &str) -> RepoSpec {
    RepoSpec::parse(url).unwrap()
}

fn lines(url: &str) -> Vec<String> {
    let recorder = Recorder { output: ok(), ..Recorder::default() };
    let checkout = Checkout::fetch(Some(&recorder), spec(url), Span::NONE).unwrap();
    let seen = recorder.seen.into_inner().unwrap();
    assert!(seen.iter().all(|c| c.dir.as_deref() == Some(checkout.dir())));
    assert!(seen.iter().all(|c| c.timeout == Some(checkout.spec.timeout)));
    seen.iter().map(Command::line).collect()
}

#[test]
fn command_order() {
    // As recorded from kustomize 5.8.1.
    assert_eq!(
        lines("git@h:a/b//c/../d//e/"),
        [
            "git init",
            "git remote add origin git@h:a/b",
            "git fetch --depth=1 git@h:a/b HEAD",
            "git checkout FETCH_HEAD",
            "git submodule update --init --recursive",
        ]
    );
    assert_eq!(
        lines("https://h/a/b/c?ref=v1&submodules=false"),
        [
            "git init",
            "git remote add origin https://h/a/b",
            "git fetch --depth=1 https://h/a/b v1",
            "git checkout FETCH_HEAD",
        ]
    );
}

fn upstream(recorder: Recorder, url: &str) -> String {
    let error = Checkout::fetch(Some(&recorder), spec(url), Span::NONE).err().unwrap();
    assert_eq!(error.parts().code, Code::Remote);
    error.parts().upstream.clone().unwrap_or_default()
}

#[test]
fn errors() {
    let output = Output { status: Some(128), stdout: b"out\n".into(), stderr: b"fatal: no\n".into() };
    assert_eq!(
        upstream(Recorder { output, ..Recorder::default() }, "file:///a"),
        "failed to run 'git init': out\nfatal: no\n: exit status 128"
    );
    let failing = |kind| Recorder { error: Some(kind), ..Recorder::default() };
    assert_eq!(
        upstream(failing(io::ErrorKind::TimedOut), "file:///a?timeout=1s500ms"),
        "hit 1.5s timeout running 'git init'"
    );
    assert!(upstream(failing(io::ErrorKind::NotFound), "file:///a").starts_with("no 'git' program on path"));
    let error = Checkout::fetch(None, spec("file:///a"), Span::NONE).err().unwrap();
    assert_eq!(error.parts().code, Code::Capability);
}

#[test]
fn references_are_no_options() {
    let recorder = Recorder { output: ok(), ..Recorder::default() };
    assert!(Checkout::fetch(Some(&recorder), spec("file:///a?ref=--upload-pack=x"), Span::NONE).is_err());
    assert!(recorder.seen.into_inner().unwrap().is_empty());
}

#[test]
fn bases() {
    let recorder = Recorder { output: ok(), ..Recorder::default() };
    let checkout = Checkout::fetch(Some(&recorder), spec("file:///a//b"), Span::NONE).unwrap();
    assert_eq!(checkout.base(), Path::new("/tmp/clone/b"));
    let check = |found| checkout.check_base(found, Span::NONE);
    assert!(check(Ok(("/tmp/clone/c".into(), Entry::Directory))).is_ok());
    assert_eq!(check(Ok(("/etc".into(), Entry::Directory))).unwrap_err().parts().code, Code::OutsideRoot);
    assert!(check(Ok(("/tmp/clone/b".into(), Entry::File))).is_err());
    assert!(check(Err(io::ErrorKind::NotFound.into())).is_err());
    assert!(check_inside(checkout.dir(), Path::new("/tmp/clone/x"), "../x", Span::NONE).is_ok());
    assert!(check_inside(checkout.dir(), Path::new("/tmp/clonex"), "../x", Span::NONE).is_err());
}

#[test]
fn cycles() {
    let check =
        |url: &str, chain: &[&str]| check_cycle(&spec(url), chain.iter().copied(), Span::NONE).is_err();
    assert!(check("file:///a//b", &["file:///a//b"]));
    assert!(check("file:///a", &["file:///x", "file:///a//b"]));
    assert!(!check("file:///a//b", &["file:///a"]));
}

#[test]
fn durations() {
    let of = |ms| seconds(Duration::from_millis(ms));
    let texts = [of(500), of(1_500), of(27_000), of(90_000), of(60_000), of(5_400_000), of(3_600_500)];
    assert_eq!(texts, ["500ms", "1.5s", "27s", "1m30s", "1m0s", "1h30m0s", "1h0m0.5s"]);
}

/// With the real git, on a repository of this machine.
#[cfg(feature = "process")]
#[test]
fn a_real_repository() {
    use crate::world::{Disk, FileSystem, Processes};
    let origin = Processes.scratch().unwrap();
    let script = "git init -q -b main && mkdir base && echo one > base/f && git add -A && \
                  git -c user.name=a -c user.email=a@example.com commit -qm one && git tag v1 && \
                  echo two > base/f && git -c user.name=a -c user.email=a@example.com commit -qam two";
    let made = Processes.run(&Command::new("sh").args(["-c", script]).dir(origin.path())).unwrap();
    assert!(made.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let url = |rest: &str| format!("file://{}{rest}", origin.path().display());
    let fetch = |rest: &str| Checkout::fetch(Some(&Processes), spec(&url(rest)), Span::NONE);

    for (rest, content) in [("//base?ref=v1", "one\n"), ("//base", "two\n"), ("//base?ref=main", "two\n")] {
        let checkout = fetch(rest).unwrap();
        assert_eq!(Disk.read(&checkout.base().join("f")).unwrap(), content.as_bytes(), "{rest}");
        let dir = checkout.dir().to_path_buf();
        drop(checkout);
        assert!(Disk.entry(&dir).is_err());
    }
    let error = fetch("//base?ref=v9").err().unwrap();
    let upstream = error.parts().upstream.clone().unwrap();
    assert!(upstream.ends_with("fatal: couldn't find remote ref v9\n: exit status 128"), "{upstream}");
}
