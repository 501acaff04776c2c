//! How a configuration object says which function it is for.

use ecow::EcoString;
use serde::Deserialize;

use super::settings::Mount;
use crate::diag::{Code, Diagnostic, Result};
use crate::source::{Sources, Span};
use crate::yaml::de::{Mode, from_node};
use crate::yaml::parse::{Dialect, parse};
use crate::yaml::{Kind, Node};

/// The annotations that declare a function; the first that is there counts.
const ANNOTATIONS: [&str; 2] = ["config.kubernetes.io/function", "config.k8s.io/function"];

/// A function and where it was declared.
#[derive(Clone, Debug)]
pub(crate) struct Declaration {
    spec: Spec,
    /// The text that declares it.
    pub(crate) span: Span,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Spec {
    /// Accepted, and of no effect.
    #[serde(rename = "deferFailure")]
    _defer_failure: bool,
    container: Container,
    exec: Program,
}

/// A function that is a container.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Container {
    /// The image.
    pub(super) image: EcoString,
    /// Whether it needs the network.
    pub(super) network: bool,
    /// What is mounted.
    pub(super) mounts: Vec<MountSpec>,
    /// `NAME=value` or `NAME`.
    pub(super) envs: Vec<EcoString>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct MountSpec {
    #[serde(rename = "type")]
    kind: EcoString,
    src: EcoString,
    dst: EcoString,
    rw: bool,
}

/// A function that is a program.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Program {
    /// The program: a path from the directory of the kustomization, or a name to look up.
    pub(super) path: EcoString,
    /// Its arguments.
    pub(super) args: Vec<EcoString>,
    /// `NAME=value` or `NAME`.
    pub(super) envs: Vec<EcoString>,
}

/// What a declaration asks to run.
pub(super) enum Target<'d> {
    /// Neither program nor image: kustomize does nothing.
    Nothing,
    Container(&'d Container),
    Program(&'d Program),
}

impl Declaration {
    /// The function that an object declares; `None` if it declares none and so is for a plugin of the old kind.
    ///
    /// # Errors
    /// A declaration that cannot be read, or has fields that functions do not have.
    pub(crate) fn of(config: &Node, sources: &Sources) -> Result<Option<Declaration>> {
        let annotations = config.at(&["metadata", "annotations"]);
        let found = ANNOTATIONS.iter().find_map(|key| Some((*key, annotations?.get(key)?)));
        if let Some((key, node)) = found {
            let text = node.text().unwrap_or_default();
            return match annotated(text, key, config, sources)? {
                Some(spec) => Ok(Some(Declaration { spec, span: node.span })),
                None => Ok(None),
            };
        }
        let Some(node) = config.at(&["metadata", "configFn"]) else { return Ok(None) };
        let spec = from_node(node, Mode::CONFIGURATION).map_err(|error| unreadable(error, "configFn"))?;
        Ok(Some(Declaration { spec, span: node.span }))
    }

    /// Checks that all mounts lie in the directory of the kustomization. `id` is the configuration's, as
    /// [`ResId`](crate::id::ResId) prints it.
    ///
    /// # Errors
    /// Code [`OutsideRoot`](Code::OutsideRoot).
    pub(crate) fn check_mounts(&self, id: &str) -> Result<()> {
        for mount in &self.spec.container.mounts {
            let rule = if mount.src.starts_with('/') {
                "must be relative to"
            } else if leads_out(&mount.src) {
                "must be under"
            } else {
                continue;
            };
            let message = format!(
                "the mount path `{}` of a function {rule} the directory of the kustomization",
                mount.src
            );
            return Err(Diagnostic::error(Code::OutsideRoot, message).at(self.span).subject(id).upstream(format!(
                "plugin {id} with mount path '{}' is not permitted; mount paths {rule} the current kustomization \
                 directory",
                mount.src
            )));
        }
        Ok(())
    }

    /// What it asks to run. An image comes before a program.
    pub(super) fn target(&self) -> Target<'_> {
        let Spec { container, exec, .. } = &self.spec;
        if !container.image.is_empty() || container.network {
            Target::Container(container)
        } else if !exec.path.is_empty() {
            Target::Program(exec)
        } else {
            Target::Nothing
        }
    }
}

impl Container {
    pub(super) fn mounts(&self) -> impl Iterator<Item = Mount> {
        self.mounts.iter().map(|mount| Mount {
            kind: mount.kind.to_string(),
            source: mount.src.to_string(),
            target: mount.dst.to_string(),
            writable: mount.rw,
        })
    }
}

/// `None` if the annotation says nothing.
fn annotated(text: &str, key: &str, config: &Node, sources: &Sources) -> Result<Option<Spec>> {
    let name = config.text_at(&["metadata", "name"]).unwrap_or_default();
    let source = sources.add(format!("annotation {key} of `{name}`"), text);
    let node = parse(text, source, Dialect::V2).map_err(|error| unreadable(error, key))?;
    match node {
        Some(node) if node.kind() != Kind::Scalar || !node.is_null() => {
            from_node(&node, Mode::CONFIGURATION).map(Some).map_err(|error| unreadable(error, key))
        }
        _ => Ok(None),
    }
}

fn unreadable(error: Diagnostic, place: &str) -> Diagnostic {
    let reason = error.parts().upstream.clone().unwrap_or_else(|| error.to_string());
    error
        .hint("a function is declared by `exec` with `path`, `args`, `envs`, or by `container` with `image`, `network`, `mounts`, `envs`")
        .upstream(format!("loader: failed to get FunctionSpec: {place} unmarshal error: {reason}"))
}

/// Whether a relative path leads out of where it starts.
fn leads_out(path: &str) -> bool {
    let mut depth = 0_usize;
    path.split('/').any(|part| match part {
        "" | "." => false,
        ".." => match depth.checked_sub(1) {
            Some(less) => {
                depth = less;
                false
            }
            None => true,
        },
        _ => {
            depth += 1;
            false
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Result<Option<Declaration>> {
        let sources = Sources::default();
        let source = sources.add("t.yaml", text);
        let node = parse(text, source, Dialect::V3).unwrap().unwrap();
        Declaration::of(&node, &sources)
    }

    fn annotated(declaration: &str) -> Result<Option<Declaration>> {
        let lines: Vec<String> = declaration.lines().map(|l| format!("      {l}\n")).collect();
        of(&format!(
            "kind: Foo\nmetadata:\n  name: foo\n  annotations:\n    config.kubernetes.io/function: |\n{}",
            lines.concat()
        ))
    }

    fn program(declaration: &Declaration) -> &Program {
        match declaration.target() {
            Target::Program(program) => program,
            _ => panic!("no program"),
        }
    }

    #[test]
    fn programs() {
        let full =
            annotated("exec:\n  path: ./f.sh\n  args: [one, two three]\n  envs: [A=b]\n").unwrap().unwrap();
        assert_eq!(program(&full).args, ["one", "two three"]);
        let old =
            of("metadata: {annotations: {config.k8s.io/function: 'exec: {path: f}'}}").unwrap().unwrap();
        assert_eq!(program(&old).path, "f");
        let older = of("metadata: {configFn: {exec: {path: f}}}").unwrap().unwrap();
        assert_eq!(program(&older).path, "f");
        assert!(of("metadata: {name: x}").unwrap().is_none());
        assert!(annotated("\n").unwrap().is_none());
        assert!(matches!(annotated("exec: {}\n").unwrap().unwrap().target(), Target::Nothing));
        let both = annotated("container: {}\nexec:\n  path: ./f.sh\n").unwrap().unwrap();
        assert_eq!(program(&both).path, "./f.sh");
    }

    #[test]
    fn refused_as_kustomize_does() {
        for text in [
            "[a\n",
            "abc\n",
            "exec:\n  path: f\n  foo: 1\n",
            "exec:\n  path: [f]\n",
            "starlark:\n  path: f\n",
            "container:\n  image: a\n  command: [b]\n",
            "container:\n  image: a\n  user: b\n",
            "container:\n  image: a\n  network: \"true\"\n",
            "container:\n  image: a\n  mounts:\n  - {type: bind, source: a, target: b}\n",
            "container:\n  image: a\n  image: b\n",
            "foo: 1\n",
        ] {
            let error = annotated(text).unwrap_err();
            let upstream = error.parts().upstream.clone().unwrap();
            assert!(
                upstream.starts_with("loader: failed to get FunctionSpec: config.kubernetes.io/function"),
                "{upstream}"
            );
        }
    }

    #[test]
    fn mounts_stay_below() {
        let check = |src: &str| {
            let text =
                format!("container:\n  image: a\n  mounts:\n  - {{type: bind, src: {src}, dst: /d}}\n");
            annotated(&text).unwrap().unwrap().check_mounts("Foo.v1.x/foo.[noNs]")
        };
        assert!(check("./d").is_ok());
        assert!(check("a/../b").is_ok());
        assert_eq!(
            check("./tmp/../../dir").unwrap_err().parts().upstream.as_deref(),
            Some(
                "plugin Foo.v1.x/foo.[noNs] with mount path './tmp/../../dir' is not permitted; mount paths must be \
                 under the current kustomization directory"
            )
        );
        assert_eq!(
            check("/tmp/dir").unwrap_err().parts().upstream.as_deref(),
            Some(
                "plugin Foo.v1.x/foo.[noNs] with mount path '/tmp/dir' is not permitted; mount paths must be \
                 relative to the current kustomization directory"
            )
        );
    }
}
