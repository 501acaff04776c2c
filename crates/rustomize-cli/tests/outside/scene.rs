//! A directory with a kustomization, stand-ins for programs, and the log of their calls.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// What every stand-in begins with: it writes down its arguments. The standard directories are searched for what the
/// script needs; `$SCENE` is the directory of the scene.
const RECORD: &str = "#!/bin/sh\nPATH=/usr/local/bin:/usr/bin:/bin\n\
                      { printf '%s' \"${0##*/}\"; for a; do printf ' [%s]' \"$a\"; done; echo; } >> \"$SCENE/log\"\n";

/// The real kustomize, if it is to say what is expected.
pub(crate) fn oracle() -> Option<PathBuf> {
    std::env::var_os("KUSTOMIZE").map(PathBuf::from)
}

/// One scene. What lies below `k/` is rendered; programs of the scene come first on the path.
pub(crate) struct Scene {
    dir: TempDir,
    env: Vec<(String, String)>,
    /// Text that is another one each time, and what stands for it in transcripts.
    replaced: Vec<(String, String)>,
}

impl Scene {
    pub(crate) fn new(files: &[(&str, &str)]) -> Scene {
        let dir = TempDir::new().expect("a temporary directory");
        let scene = Scene { dir, env: Vec::new(), replaced: Vec::new() };
        for name in ["bin", "tmp", "k"] {
            fs::create_dir(scene.path(name)).expect("a directory");
        }
        files.iter().for_each(|(path, content)| scene.write(path, content));
        scene
    }

    /// The real path of something in the scene.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.dir.path().canonicalize().expect("the directory is there").join(path)
    }

    pub(crate) fn write(&self, path: &str, content: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("below the scene")).expect("a directory");
        fs::write(path, content).expect("a file");
    }

    /// Adds a stand-in for a program on the path.
    pub(crate) fn program(&self, name: &str, body: &str) {
        self.program_at(&format!("bin/{name}"), body);
    }

    /// Adds a stand-in. Another process writes it: a file that this one has open cannot be run while a test beside
    /// this one starts a process.
    pub(crate) fn program_at(&self, path: &str, body: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("below the scene")).expect("a directory");
        let mut sh = Command::new("sh");
        sh.args(["-c", "cat > \"$0\" && chmod +x \"$0\""]).arg(path).stdin(Stdio::piped());
        let mut child = sh.spawn().expect("a shell");
        let script = format!("{RECORD}{body}\n");
        child.stdin.take().expect("a pipe").write_all(script.as_bytes()).expect("the script");
        assert!(child.wait().expect("the shell ends").success());
    }

    /// Sets a variable for the command and what it runs.
    pub(crate) fn env(&mut self, name: &str, value: impl AsRef<Path>) {
        self.env.push((name.to_owned(), value.as_ref().to_string_lossy().into_owned()));
    }

    /// Shows a text as another one in transcripts.
    pub(crate) fn shown_as(&mut self, text: impl Into<String>, shown: &str) {
        self.replaced.push((text.into(), shown.to_owned()));
    }

    /// Runs `build` in `k/`.
    pub(crate) fn run(&self, args: &[&str]) -> Output {
        let program = oracle().unwrap_or_else(|| env!("CARGO_BIN_EXE_rustomize").into());
        let path = std::env::var("PATH").unwrap_or_default();
        let _ = fs::remove_file(self.path("log"));
        Command::new(program)
            .arg("build")
            .args(args)
            .current_dir(self.path("k"))
            .env("PATH", format!("{}:{path}", self.path("bin").display()))
            .env("SCENE", self.path(""))
            .env("TMPDIR", self.path("tmp"))
            .env("GIT_CONFIG_GLOBAL", self.path("gitconfig"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("NO_PROXY", "*")
            .envs(self.env.iter().cloned())
            .stdin(Stdio::null())
            .output()
            .expect("the command runs")
    }

    /// Compares output and calls with what kustomize did. Returns what was said on stderr.
    pub(crate) fn as_recorded(&self, name: &str, args: &[&str]) -> String {
        let output = self.run(args);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let actual = self.transcript(args, &output);
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/outside/recorded").join(name);
        if oracle().is_some() {
            fs::write(file, actual).expect("the record");
            return said;
        }
        let recorded = fs::read_to_string(&file).unwrap_or_default();
        let diff = similar::TextDiff::from_lines(&recorded, &actual);
        let diff = diff.unified_diff().header("kustomize", "rustomize").to_string();
        assert!(diff.is_empty(), "{name} differs\n{diff}\nstderr:\n{said}");
        assert_eq!(fs::read_dir(self.path("tmp")).expect("it is there").count(), 0, "temporary files stay");
        said
    }

    fn transcript(&self, args: &[&str], output: &Output) -> String {
        let end = if output.status.success() { "done" } else { "refused" };
        let log = fs::read_to_string(self.path("log")).unwrap_or_default();
        let text = format!(
            "$ build {}\n{}({end})\ncalls:\n{log}",
            args.join(" "),
            String::from_utf8_lossy(&output.stdout)
        );
        self.normal(&text)
    }

    /// Without what is another one each time: temporary directories, and the directory of the scene.
    fn normal(&self, text: &str) -> String {
        let tmp = format!("{}/", self.path("tmp").display());
        let mut out = String::new();
        let mut pieces = text.split(&tmp);
        out.push_str(pieces.next().unwrap_or_default());
        for piece in pieces {
            let name = piece.find(|c: char| !c.is_ascii_alphanumeric() && !"-_.".contains(c));
            out.push_str("{tmp}");
            out.push_str(&piece[name.unwrap_or(piece.len())..]);
        }
        let mut out = out.replace(&*self.path("").to_string_lossy(), "{scene}/");
        for (text, shown) in &self.replaced {
            out = out.replace(text, shown);
        }
        out
    }
}

/// Checks what this program says; the words of kustomize are its own.
pub(crate) fn says(said: &str, words: &[&str]) {
    if oracle().is_none() {
        for word in words {
            assert!(said.contains(word), "`{word}` is missing:\n{said}");
        }
    }
}
