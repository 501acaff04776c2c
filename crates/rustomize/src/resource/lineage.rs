//! What an object was called before, and what the generators and transformers left to be done with it.

use ecow::EcoString;

use crate::id::ResId;

/// The history of one object.
#[derive(Clone, Debug, Default)]
pub struct Lineage {
    pub(super) former: Vec<Former>,
    pub(super) prefixes: Vec<EcoString>,
    pub(super) suffixes: Vec<EcoString>,
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

impl Lineage {
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
        push_one(&mut self.prefixes, prefix);
    }

    /// Records a suffix.
    pub fn add_suffix(&mut self, suffix: EcoString) {
        push_one(&mut self.suffixes, suffix);
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
        // Mostly a prefix and a namespace.
        if self.former.is_empty() {
            self.former.reserve_exact(2);
        }
        self.former.push(Former {
            kind: id.gvk.kind.clone(),
            name: id.name.clone(),
            namespace: id.effective_namespace().into(),
            cluster_scoped: id.cluster_scoped,
        });
    }
}

/// Pushes into a list that mostly holds one: every object has some of them.
fn push_one(list: &mut Vec<EcoString>, text: EcoString) {
    if list.is_empty() {
        list.reserve_exact(1);
    }
    list.push(text);
}
