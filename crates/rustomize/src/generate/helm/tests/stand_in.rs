//! A helm that says what it was asked, and a kustomization around it.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use crate::diag::{Code, Diagnostic, Result};
use crate::generate::helm::{Found, Surroundings};
use crate::source::{Sources, Span};
use crate::world::{Command, Exec, Output, Scratch};

/// A stand-in for helm: it remembers what it was called with, and prints a version or a manifest. The expected lines
/// of these tests were recorded by calling such a stand-in from kustomize 5.8.1.
#[derive(Default)]
pub(super) struct StandIn {
    pub(super) version: &'static str,
    pub(super) failing: &'static str,
    pub(super) seen: Mutex<Vec<Command>>,
    pub(super) written: Arc<Mutex<Vec<(String, String)>>>,
}

struct Shared(Arc<Mutex<Vec<(String, String)>>>);

impl Scratch for Shared {
    fn path(&self) -> &Path {
        Path::new("/tmp/T")
    }

    fn write(&self, name: &str, content: &[u8]) -> io::Result<PathBuf> {
        self.0.lock().unwrap().push((name.to_owned(), String::from_utf8(content.into()).unwrap()));
        Ok(self.path().join(name))
    }
}

impl Exec for StandIn {
    fn run(&self, command: &Command) -> io::Result<Output> {
        self.seen.lock().unwrap().push(command.clone());
        let what = command.args[0].to_str().unwrap();
        if what == self.failing {
            return Ok(Output {
                status: Some(5),
                stdout: b"out\n".into(),
                stderr: format!("{what} failed\n").into(),
            });
        }
        let stdout = match what {
            "version" if !self.version.is_empty() => self.version,
            "version" => "v3.14.0",
            "template" => "kind: A\n",
            _ => "",
        };
        Ok(Output { status: Some(0), stdout: stdout.into(), stderr: b"said".into() })
    }

    fn scratch(&self) -> io::Result<Box<dyn Scratch>> {
        Ok(Box::new(Shared(self.written.clone())))
    }
}

pub(super) struct Around {
    pub(super) sources: Sources,
    pub(super) directories: Vec<&'static str>,
    pub(super) files: HashMap<&'static str, &'static str>,
}

impl Surroundings for Around {
    fn root(&self) -> &Path {
        Path::new("/k")
    }

    fn found(&self, path: &Path) -> Found {
        match self.directories.iter().any(|dir| Path::new(dir) == path) {
            true => Found::Directory,
            false if self.files.contains_key(path.to_str().unwrap()) => Found::Other,
            false => Found::Nothing,
        }
    }

    fn read(&self, entry: &str, _: Span) -> Result<Vec<u8>> {
        match self.files.get(entry) {
            Some(text) => Ok(text.as_bytes().into()),
            None => Err(Diagnostic::error(Code::Unreadable, format!("no {entry}"))),
        }
    }

    fn sources(&self) -> &Sources {
        &self.sources
    }
}

pub(super) fn around() -> Around {
    Around {
        sources: Sources::default(),
        directories: vec!["/k/charts/foo"],
        files: HashMap::from([
            ("/k/charts/foo/values.yaml", "# own\na: 1\n"),
            ("/k/charts/foo-1.0/foo/values.yaml", "a: 1\n"),
            ("v.yaml", "v: 1\n"),
            ("w.yaml", "w: 1\n"),
            ("empty.yaml", "# nothing\n"),
        ]),
    }
}
