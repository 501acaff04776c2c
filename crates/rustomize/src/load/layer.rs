//! One kustomization file, decoded.

use std::path::PathBuf;
use std::sync::Arc;

use ecow::EcoString;

use super::remote::RepoSpec;
use super::{Loader, Root};
use crate::diag::{Code, Diagnostic, Result, did_you_mean};
use crate::kustomization::{self, Kustomization};
use crate::resource::{ConfiguredBy, Origin};
use crate::source::Span;
use crate::world::Entry;
use crate::yaml::Node;
use crate::yaml::parse::{self, Dialect};

/// The names a kustomization file may have.
pub const KUSTOMIZATION_FILES: [&str; 3] = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/// What kustomize puts in the place of the path where a URL names the top of a repository.
const NOT_CLONED: &str = "notCloned";

/// A kustomization file, decoded, and the directory it stands in.
pub(crate) struct Layer {
    /// The directory.
    pub(crate) root: Arc<Root>,
    /// The file.
    pub(crate) kustomization: Kustomization,
    /// The name of the file.
    pub(crate) file: &'static str,
    /// Where the directory lies, for the annotations that say where things come from. The path is the one from the
    /// build root, by the entries that led here; empty for the root itself.
    pub(crate) origin: Origin,
    /// Its namespace, or that of the nearest kustomization above that has one: charts are rendered for it.
    pub(crate) namespace: EcoString,
}

impl Layer {
    /// The origin of what an entry names. What looks like the URL of a repository counts as one, even if it is a file.
    pub(crate) fn named(&self, entry: &str) -> Origin {
        match RepoSpec::parse(entry) {
            Some(RepoSpec { repo, path, reference, .. }) => {
                let path = if path.is_empty() { NOT_CLONED.to_owned() } else { path };
                let (path, repo, reference) = (path.into(), repo.into(), reference.into());
                Origin { path, repo, reference, ..Origin::default() }
            }
            None => self.origin.joined(entry),
        }
    }

    /// The origin of what a generator or transformer of this kustomization file does.
    pub(crate) fn configures(&self, by: ConfiguredBy) -> Origin {
        let Origin { path, repo, reference, .. } = self.origin.joined(self.file);
        Origin { repo, reference, configured_in: path, configured_by: Some(by), ..Origin::default() }
    }
}

impl Loader<'_> {
    /// Reads the kustomization file of a directory.
    ///
    /// # Errors
    /// None or several of them, bad YAML, fields that do not exist or hold the wrong type.
    pub(crate) fn layer(&self, root: Arc<Root>, warnings: &mut Vec<Diagnostic>) -> Result<Layer> {
        let (file, path, bytes) = self.kustomization_file(&root)?;
        let source = self.source(&root, &path, bytes)?;
        let text = self.text(source);
        let node = parse::parse(&text.text, source, Dialect::V2)?;
        let node = node.unwrap_or_else(|| Node::null(Span::new(source, 0, 0)));
        let kustomization = kustomization::decode(&node, warnings)?;
        let namespace = kustomization.namespace.value.clone();
        Ok(Layer { root, kustomization, file, origin: Origin::default(), namespace })
    }

    /// The kustomization file of a directory: its name, real path and bytes.
    fn kustomization_file(&self, root: &Root) -> Result<(&'static str, PathBuf, Vec<u8>)> {
        let mut found = Vec::new();
        for name in KUSTOMIZATION_FILES {
            if let Ok((real, Entry::File)) = self.resolve(root, &root.dir.join(name))
                && self.inside(root, &real)
            {
                found.push((name, real));
            }
        }
        let dir = self.shown_in(root, &root.dir);
        match found.as_slice() {
            [(name, real)] => Ok((*name, real.clone(), self.read_real(root, real, name, Span::NONE)?)),
            [] => Err(self.no_kustomization(root, &dir)),
            [(first, _), rest @ ..] => {
                let rest: Vec<&str> = rest.iter().map(|(name, _)| *name).collect();
                let message = format!("directory `{dir}` has both {first} and {}", rest.join(" and "));
                Err(Diagnostic::error(Code::ManyKustomizations, message)
                    .hint("keep one of them")
                    .upstream(format!("Found multiple kustomization files under: {dir}\n")))
            }
        }
    }

    fn no_kustomization(&self, root: &Root, dir: &str) -> Diagnostic {
        let [a, b, c] = KUSTOMIZATION_FILES;
        let names = self.files_of(root).list(&root.dir).unwrap_or_default();
        let near = names.iter().map(String::as_str).find(|n| did_you_mean(n, KUSTOMIZATION_FILES).is_some());
        Diagnostic::error(Code::NoKustomization, format!("no kustomization file in directory `{dir}`"))
            .hint(match near {
                Some(name) => format!("rename `{name}` to {a}"),
                None => format!("create {a} there, or name another directory"),
            })
            .upstream(format!("unable to find one of '{a}', '{b}' or '{c}' in directory '{dir}'"))
    }
}
