//! The identity of objects: [`Gvk`] and [`ResId`], with kustomize's rules for comparing them.

use std::fmt;

use ecow::EcoString;

/// Group, version and kind. Empty parts are allowed; in a filter they match anything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Gvk {
    /// API group; empty for the core group.
    pub group: EcoString,
    /// API version.
    pub version: EcoString,
    /// Kind.
    pub kind: EcoString,
}

impl Gvk {
    /// From its three parts.
    pub fn new(
        group: impl Into<EcoString>,
        version: impl Into<EcoString>,
        kind: impl Into<EcoString>,
    ) -> Gvk {
        Gvk { group: group.into(), version: version.into(), kind: kind.into() }
    }

    /// From `apiVersion` (`group/version` or `version`) and `kind`.
    pub fn from_api_version(api_version: &str, kind: &str) -> Gvk {
        let (group, version) = Gvk::group_and_version(api_version);
        Gvk::new(group, version, kind)
    }

    /// The two parts of an `apiVersion`.
    pub(crate) fn group_and_version(api_version: &str) -> (&str, &str) {
        // Not `split_once`: for texts this short it takes longer to begin than to search.
        match api_version.bytes().position(|byte| byte == b'/') {
            Some(slash) => (&api_version[..slash], &api_version[slash + 1..]),
            None => ("", api_version),
        }
    }

    /// The `apiVersion` form.
    pub fn api_version(&self) -> EcoString {
        match self.group.is_empty() {
            true => self.version.clone(),
            false => ecow::eco_format!("{}/{}", self.group, self.version),
        }
    }

    /// Whether this one passes `filter`: each non-empty part of the filter is equal.
    pub fn is_selected_by(&self, filter: &Gvk) -> bool {
        let fits = |part: &EcoString, want: &EcoString| want.is_empty() || part == want;
        fits(&self.group, &filter.group)
            && fits(&self.version, &filter.version)
            && fits(&self.kind, &filter.kind)
    }
}

impl fmt::Display for Gvk {
    /// `Kind.version.group`, empty parts as `[noKind]`, `[noVer]`, `[noGrp]`: kustomize's form.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let or = |part: &EcoString, none: &'static str| {
            if part.is_empty() { EcoString::from(none) } else { part.clone() }
        };
        write!(
            f,
            "{}.{}.{}",
            or(&self.kind, "[noKind]"),
            or(&self.version, "[noVer]"),
            or(&self.group, "[noGrp]")
        )
    }
}

/// The identity of one object.
///
/// `namespace` is the text as written. Objects are compared by their [effective](ResId::effective_namespace)
/// namespace, so `scope` takes part in equality only through it.
#[derive(Clone, Debug)]
pub struct ResId {
    /// Group, version, kind.
    pub gvk: Gvk,
    /// Name.
    pub name: EcoString,
    /// Namespace as written; empty if there is none.
    pub namespace: EcoString,
    /// Whether the kind certainly is cluster-scoped.
    pub cluster_scoped: bool,
}

/// The effective namespace of objects without one.
pub const DEFAULT_NAMESPACE: &str = "default";

/// The effective namespace of cluster-scoped objects; selectors can match it.
pub const CLUSTER_SCOPE: &str = "_non_namespaceable_";

impl ResId {
    /// The namespace that counts for identity: a marker for cluster-scoped kinds, `default` for none.
    pub fn effective_namespace(&self) -> &str {
        if self.cluster_scoped {
            CLUSTER_SCOPE
        } else if self.namespace.is_empty() {
            DEFAULT_NAMESPACE
        } else {
            &self.namespace
        }
    }
}

impl PartialEq for ResId {
    fn eq(&self, other: &ResId) -> bool {
        self.name == other.name
            && self.gvk == other.gvk
            && self.effective_namespace() == other.effective_namespace()
    }
}

impl Eq for ResId {}

impl std::hash::Hash for ResId {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.gvk.hash(state);
        self.name.hash(state);
        self.effective_namespace().hash(state);
    }
}

impl fmt::Display for ResId {
    /// `Kind.version.group/name.namespace`, empty parts as `[noName]`, `[noNs]`: kustomize's form.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = if self.name.is_empty() { "[noName]" } else { &self.name };
        let namespace = if self.namespace.is_empty() { "[noNs]" } else { &self.namespace };
        write!(f, "{}/{name}.{namespace}", self.gvk)
    }
}
