//! Where an object, or a change of it, came from.

use std::sync::Arc;

use ecow::EcoString;

use crate::diag::Result;
use crate::source::{SourceId, Span};
use crate::yaml::parse::{Dialect, parse};
use crate::yaml::{Node, emit};

/// The file, or the generator or transformer, that something came from. Paths are relative to the build root, or
/// to the top of the repository if there is one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// File of a plain resource; the directory, for the origin of a kustomization.
    pub path: EcoString,
    /// Remote repository.
    pub repo: EcoString,
    /// Branch, tag or commit of the repository.
    pub reference: EcoString,
    /// Kustomization or configuration file that a generator or transformer was declared in.
    pub configured_in: EcoString,
    /// The generator or transformer.
    pub configured_by: Option<ConfiguredBy>,
}

/// Names a generator or transformer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConfiguredBy {
    /// `builtin` for those of kustomize.
    pub api_version: EcoString,
    /// Such as `ConfigMapGenerator`.
    pub kind: EcoString,
    /// Name of the configuration object.
    pub name: EcoString,
    /// Namespace of the configuration object.
    pub namespace: EcoString,
}

/// The transformers that ran over an object, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Transformations(Vec<Arc<Origin>>);

impl Origin {
    /// The origin of what a kustomization of this origin calls `entry`: the paths are joined by text, as
    /// kustomize does, so links stay.
    pub(crate) fn joined(&self, entry: &str) -> Origin {
        Origin { path: joined(&self.path, entry), ..self.clone() }
    }

    /// The text of the annotation.
    pub(crate) fn to_yaml(&self) -> Result<EcoString> {
        let mut out = String::new();
        self.write(&mut out, ["", ""])?;
        Ok(out.into())
    }

    /// Writes the fields that are not empty; what goes before the first line, and before the others.
    fn write(&self, out: &mut String, [first, others]: [&str; 2]) -> Result<()> {
        let mut indent = first;
        let mut line = |key: &str, value: &str| -> Result<()> {
            if !value.is_empty() {
                out.push_str(std::mem::replace(&mut indent, others));
                write_pair(out, key, value)?;
            }
            Ok(())
        };
        line("path", &self.path)?;
        line("repo", &self.repo)?;
        line("ref", &self.reference)?;
        line("configuredIn", &self.configured_in)?;
        let Some(by) = self.configured_by.as_ref().filter(|by| **by != ConfiguredBy::default()) else {
            return Ok(());
        };
        out.push_str(indent);
        out.push_str("configuredBy:\n");
        for (key, value) in [
            ("apiVersion", &by.api_version),
            ("kind", &by.kind),
            ("name", &by.name),
            ("namespace", &by.namespace),
        ] {
            if !value.is_empty() {
                out.push_str(others);
                out.push_str("  ");
                write_pair(out, key, value)?;
            }
        }
        Ok(())
    }

    /// From the text of an annotation; `None` if it is no origin.
    pub(crate) fn read(text: &str) -> Option<Origin> {
        Origin::parse(&parse(text, SourceId::NONE, Dialect::V2).ok()??)
    }

    fn parse(node: &Node) -> Option<Origin> {
        let text = |node: &Node, key: &str| node.get(key).and_then(Node::text).unwrap_or_default().into();
        node.as_mapping()?;
        let configured_by = node.get("configuredBy").map(|by| ConfiguredBy {
            api_version: text(by, "apiVersion"),
            kind: text(by, "kind"),
            name: text(by, "name"),
            namespace: text(by, "namespace"),
        });
        Some(Origin {
            path: text(node, "path"),
            repo: text(node, "repo"),
            reference: text(node, "ref"),
            configured_in: text(node, "configuredIn"),
            configured_by,
        })
    }
}

impl Transformations {
    /// Whether none ran.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The transformers in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Arc<Origin>> {
        self.0.iter()
    }

    /// Adds one.
    pub fn push(&mut self, origin: Arc<Origin>) {
        self.0.push(origin);
    }

    /// Forgets them.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// From the text of an annotation; `None` if it is no list of origins.
    pub(crate) fn parse(text: &str) -> Option<Transformations> {
        let Some(node) = parse(text, SourceId::NONE, Dialect::V2).ok()? else {
            return Some(Transformations::default());
        };
        let items = node.items()?;
        items.iter().map(|item| Origin::parse(item).map(Arc::new)).collect::<Option<_>>().map(Transformations)
    }

    /// The text of the annotation.
    pub(crate) fn to_yaml(&self) -> Result<EcoString> {
        let mut out = String::new();
        self.0.iter().try_for_each(|origin| origin.write(&mut out, ["- ", "  "]))?;
        Ok(out.into())
    }
}

fn write_pair(out: &mut String, key: &str, value: &str) -> Result<()> {
    out.push_str(key);
    out.push_str(": ");
    emit(&Node::string(value, Span::NONE), out)
}

/// Joins two relative paths and removes `.` and `..` by text.
fn joined(dir: &str, entry: &str) -> EcoString {
    let mut parts: Vec<&str> = Vec::new();
    for part in dir.split('/').chain(entry.split('/')) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    let root = if dir.is_empty() && entry.starts_with('/') { "/" } else { "" };
    let mut path = EcoString::from(root);
    for (at, part) in parts.into_iter().enumerate() {
        if at > 0 {
            path.push('/');
        }
        path.push_str(part);
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_joined_by_text() {
        for (dir, entry, want) in [
            ("", "a.yaml", "a.yaml"),
            ("", "../base", "../base"),
            ("../base", "../../x/y", "../../x/y"),
            ("../base", "./r.yaml", "../base/r.yaml"),
            ("a/b", "../c//d", "a/c/d"),
        ] {
            assert_eq!(joined(dir, entry), want);
        }
    }

    #[test]
    fn the_text_is_kustomizes() {
        let by = ConfiguredBy {
            api_version: "builtin".into(),
            kind: "PrefixTransformer".into(),
            ..ConfiguredBy::default()
        };
        let remote = Origin {
            path: "d/r.yaml".into(),
            repo: "file:///r".into(),
            reference: "main".into(),
            ..Origin::default()
        };
        let transformer =
            Origin { configured_in: "a: b.yaml".into(), configured_by: Some(by), ..Origin::default() };
        assert_eq!(remote.to_yaml().expect("text"), "path: d/r.yaml\nrepo: file:///r\nref: main\n");
        let list = Transformations(vec![Arc::new(remote), Arc::new(transformer)]);
        let text = list.to_yaml().expect("text");
        assert_eq!(
            text,
            "- path: d/r.yaml\n  repo: file:///r\n  ref: main\n- configuredIn: 'a: b.yaml'\n  configuredBy:\n    \
             apiVersion: builtin\n    kind: PrefixTransformer\n"
        );
        assert_eq!(Transformations::parse(&text), Some(list));
        assert_eq!(Transformations::parse("foo"), None);
    }
}
