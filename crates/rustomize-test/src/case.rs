//! What a case is, and how cases are found.
#![expect(clippy::disallowed_methods, reason = "cases lie on the disk")]

use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;

/// One case of a testdata directory.
#[derive(Clone, Debug)]
pub struct Case {
    /// `topic/case`.
    pub name: String,
    /// The directory of the case.
    pub dir: PathBuf,
    /// The directory to render, relative to `dir`.
    pub entry: PathBuf,
    /// Flags of `kustomize build`, as one would type them.
    pub flags: Vec<String>,
    /// The deprecation warnings kustomize prints, one line each.
    pub warnings: Vec<String>,
    /// The directory of programs for plugins, relative to `dir`.
    pub plugin_home: Option<PathBuf>,
    /// Why this engine does something else than kustomize here, if it does.
    pub differs: Option<String>,
    /// Warnings of this engine's own; `None` if the case does not look at them.
    pub notes: Option<String>,
    /// What is expected; `None` for a case that is not finished.
    pub expected: Option<Expected>,
}

/// What a case expects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expected {
    /// These bytes on stdout.
    Output(String),
    /// A refusal with these diagnostics.
    Error(String),
}

/// `case.toml`: everything is optional.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    /// What the case shows; for readers only.
    #[serde(rename = "shows")]
    _shows: Option<String>,
    entry: Option<PathBuf>,
    #[serde(default)]
    flags: Vec<String>,
    #[serde(default)]
    warnings: Vec<String>,
    plugin_home: Option<PathBuf>,
    differs: Option<String>,
}

impl Case {
    /// Whether it runs programs, which are scripts for a shell.
    pub fn needs_programs(&self) -> bool {
        self.flags.iter().any(|flag| flag == "--enable-alpha-plugins")
    }

    /// The file that holds the expected output.
    pub fn output_file(&self) -> PathBuf {
        self.dir.join("expected.yaml")
    }

    /// The file that holds the expected diagnostics.
    pub fn error_file(&self) -> PathBuf {
        self.dir.join("expected.err")
    }

    /// The file that holds warnings of this engine's own.
    pub fn notes_file(&self) -> PathBuf {
        self.dir.join("expected.warn")
    }

    /// Reads a case.
    ///
    /// # Errors
    /// If `case.toml` cannot be understood, or there is both an expected output and an expected error.
    fn read(name: String, dir: PathBuf) -> io::Result<Case> {
        let settings: Settings = match optional(&dir.join("case.toml"))? {
            Some(text) => toml::from_str(&text).map_err(|e| invalid(format!("{name}/case.toml: {e}")))?,
            None => Settings::default(),
        };
        let mut case = Case {
            name,
            dir,
            entry: settings.entry.unwrap_or_else(|| "input".into()),
            flags: settings.flags,
            warnings: settings.warnings,
            plugin_home: settings.plugin_home,
            differs: settings.differs,
            notes: None,
            expected: None,
        };
        case.notes = optional(&case.notes_file())?;
        case.expected = match (optional(&case.output_file())?, optional(&case.error_file())?) {
            (Some(_), Some(_)) => {
                return Err(invalid(format!("{}: expected.yaml and expected.err", case.name)));
            }
            (Some(text), None) => Some(Expected::Output(text)),
            (None, Some(text)) => Some(Expected::Error(text)),
            (None, None) => None,
        };
        Ok(case)
    }
}

/// All cases below a testdata directory, by name: every `<topic>/<case>/` with an `input`, or with a
/// `case.toml` that names an entry elsewhere.
///
/// # Errors
/// If a directory cannot be read or a case cannot be understood.
pub fn discover(testdata: &Path) -> io::Result<Vec<Case>> {
    let mut cases = Vec::new();
    for topic in directories(testdata)? {
        for case in directories(&testdata.join(&topic))? {
            let dir = testdata.join(&topic).join(&case);
            if dir.join("input").is_dir() || dir.join("case.toml").is_file() {
                cases.push(Case::read(format!("{topic}/{case}"), dir)?);
            }
        }
    }
    Ok(cases)
}

fn directories(dir: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(dir)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

fn optional(path: &Path) -> io::Result<Option<String>> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(io::Error::new(error.kind(), format!("{}: {error}", path.display()))),
    }
}

fn invalid(text: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, text)
}
