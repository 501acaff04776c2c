//! What an object was called before, and what the generators and transformers left to be done with it.

use ecow::EcoString;

use super::bookkeeping::set_annotation;
use crate::id::{Gvk, ResId};
use crate::schema::Schema;
use crate::yaml::{Mapping, Node};

/// The history of one object.
#[derive(Clone, Debug, Default)]
pub struct Lineage {
    former: Vec<Former>,
    prefixes: Vec<EcoString>,
    suffixes: Vec<EcoString>,
    /// The name gets a content hash at the end.
    pub needs_hash: bool,
    /// Made by a generator.
    pub generated: bool,
    /// How a generated object combines with one of the same id.
    pub behavior: Behavior,
    /// Rendered by Helm: no namespace transformer touches it.
    pub from_helm: bool,
    /// A patch was allowed to change its name.
    pub(crate) name_change_allowed: bool,
    /// A patch was allowed to change its kind.
    pub(crate) kind_change_allowed: bool,
}

/// A former id: kind, name and effective namespace (group and version are those of today).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Former {
    /// Kind.
    pub kind: EcoString,
    /// Name.
    pub name: EcoString,
    /// Effective namespace.
    pub namespace: EcoString,
    /// Whether the kind was cluster-scoped.
    pub cluster_scoped: bool,
}

/// How a generated object combines with an existing one of the same id.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Behavior {
    /// Not said: there must be none.
    #[default]
    Unspecified,
    /// There must be none.
    Create,
    /// Takes its place.
    Replace,
    /// Is laid over it.
    Merge,
}

impl Behavior {
    /// From the text of a kustomization; anything unknown is unspecified.
    pub fn parse(text: &str) -> Behavior {
        match text {
            "create" => Behavior::Create,
            "replace" => Behavior::Replace,
            "merge" => Behavior::Merge,
            _ => Behavior::Unspecified,
        }
    }

    /// The text kustomize uses for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Behavior::Unspecified => "unspecified",
            Behavior::Create => "create",
            Behavior::Replace => "replace",
            Behavior::Merge => "merge",
        }
    }
}

/// What the annotations start with in which kustomize keeps the history of an object.
const INTERNAL: &str = "internal.config.kubernetes.io/";

const NAME_CHANGE: &str = "internal.config.kubernetes.io/allowNameChange";
const KIND_CHANGE: &str = "internal.config.kubernetes.io/allowKindChange";
const BEHAVIOR: &str = "internal.config.kubernetes.io/generatorBehavior";
const NEEDS_HASH: &str = "internal.config.kubernetes.io/needsHashSuffix";
const PREFIXES: &str = "internal.config.kubernetes.io/prefixes";
const KINDS: &str = "internal.config.kubernetes.io/previousKinds";
const NAMES: &str = "internal.config.kubernetes.io/previousNames";
const NAMESPACES: &str = "internal.config.kubernetes.io/previousNamespaces";
const SUFFIXES: &str = "internal.config.kubernetes.io/suffixes";

impl Lineage {
    /// The annotations in which kustomize keeps it.
    pub(super) const ANNOTATIONS: [&str; 9] =
        [NAME_CHANGE, KIND_CHANGE, BEHAVIOR, NEEDS_HASH, PREFIXES, KINDS, NAMES, NAMESPACES, SUFFIXES];

    /// Writes it into the annotations of a manifest.
    pub(crate) fn write(&self, node: &mut Node) {
        let mut set = |key: &str, text: &str| {
            if !text.is_empty() {
                set_annotation(node, key, text.into());
            }
        };
        let list = |part: fn(&Former) -> &EcoString| {
            self.former.iter().map(|former| part(former).as_str()).collect::<Vec<_>>().join(",")
        };
        let enabled = |flag: bool| if flag { "enabled" } else { "" };
        set(NAME_CHANGE, enabled(self.name_change_allowed));
        set(KIND_CHANGE, enabled(self.kind_change_allowed));
        set(BEHAVIOR, if self.generated { self.behavior.as_str() } else { "" });
        set(NEEDS_HASH, enabled(self.needs_hash));
        set(PREFIXES, &self.prefixes.join(","));
        set(SUFFIXES, &self.suffixes.join(","));
        if !self.former.is_empty() {
            set(KINDS, &list(|former| &former.kind));
            set(NAMES, &list(|former| &former.name));
            set(NAMESPACES, &list(|former| &former.namespace));
        }
    }

    /// The history an object starts with: none, unless it carries kustomize's own annotations, which count.
    pub(crate) fn of(node: &Node, gvk: &Gvk, schema: &Schema) -> Lineage {
        let annotations = node.at(&["metadata", "annotations"]).and_then(Node::as_mapping);
        match annotations {
            Some(map)
                if map.entries.iter().any(|e| e.key.text().is_some_and(|k| k.starts_with(INTERNAL))) =>
            {
                Lineage::written(map, gvk, schema)
            }
            _ => Lineage::default(),
        }
    }

    /// The history that annotations tell, as lists with commas.
    fn written(annotations: &Mapping, gvk: &Gvk, schema: &Schema) -> Lineage {
        let text = |key: &str| annotations.get(key).and_then(Node::text).unwrap_or_default();
        let list = |key: &str| -> Vec<EcoString> {
            text(key).split(',').filter(|_| !text(key).is_empty()).map(EcoString::from).collect()
        };
        let (names, kinds, namespaces) = (list(NAMES), list(KINDS), list(NAMESPACES));
        let former = match names.len() == kinds.len() && names.len() == namespaces.len() {
            false => Vec::new(),
            true => names
                .into_iter()
                .zip(kinds)
                .zip(namespaces)
                .map(|((name, kind), namespace)| {
                    let gvk = Gvk { kind: kind.clone(), ..gvk.clone() };
                    Former { cluster_scoped: schema.is_cluster_scoped(&gvk), kind, name, namespace }
                })
                .collect(),
        };
        Lineage {
            former,
            prefixes: list(PREFIXES),
            suffixes: list(SUFFIXES),
            needs_hash: text(NEEDS_HASH) == "enabled",
            generated: !text(BEHAVIOR).is_empty(),
            behavior: Behavior::parse(text(BEHAVIOR)),
            from_helm: false,
            name_change_allowed: !text(NAME_CHANGE).is_empty(),
            kind_change_allowed: !text(KIND_CHANGE).is_empty(),
        }
    }

    /// The former ids, oldest first.
    pub fn former(&self) -> &[Former] {
        &self.former
    }

    /// The prefixes its name got, in order.
    pub fn prefixes(&self) -> &[EcoString] {
        &self.prefixes
    }

    /// The suffixes its name got, in order.
    pub fn suffixes(&self) -> &[EcoString] {
        &self.suffixes
    }

    /// Records a prefix.
    pub fn add_prefix(&mut self, prefix: EcoString) {
        self.prefixes.push(prefix);
    }

    /// Records a suffix.
    pub fn add_suffix(&mut self, suffix: EcoString) {
        self.suffixes.push(suffix);
    }

    /// Puts names from another record of the history in the place of its own.
    pub(crate) fn recall(&mut self, former: Vec<Former>, prefixes: Vec<EcoString>, suffixes: Vec<EcoString>) {
        (self.former, self.prefixes, self.suffixes) = (former, prefixes, suffixes);
    }

    /// Whether kustomize would have left annotations of its own on the object by now: then the object has an
    /// `annotations` map that JSON patches can see, even if the user wrote none.
    pub fn has_bookkeeping(&self) -> bool {
        !self.former.is_empty()
            || !self.prefixes.is_empty()
            || !self.suffixes.is_empty()
            || self.needs_hash
            || self.generated
            || self.from_helm
    }

    /// Forgets everything: what happens in kustomize when a patch removes all annotations.
    pub fn forget(&mut self) {
        *self = Lineage::default();
    }

    pub(super) fn push(&mut self, id: &ResId) {
        self.former.push(Former {
            kind: id.gvk.kind.clone(),
            name: id.name.clone(),
            namespace: id.effective_namespace().into(),
            cluster_scoped: id.cluster_scoped,
        });
    }
}
