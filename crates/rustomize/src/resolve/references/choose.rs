//! Which object a reference means.

use ecow::EcoString;

use super::candidates::{Candidates, Within};
use super::trie::Leaf;
use crate::diag::{Code, Diagnostic, Result};
use crate::id::CLUSTER_SCOPE;
use crate::resource::{Resource, ResourceSet};
use crate::source::Span;
use crate::yaml::{Data, Node, Tag};

/// How a reference is written.
#[derive(Clone, Copy)]
enum Written<'a> {
    /// A name alone.
    Name,
    /// A map with a name and perhaps a namespace; the object's namespace is written too.
    Map(Option<&'a str>),
}

/// One referrer and the objects it may mean.
pub(super) struct Choice<'a> {
    referrer: &'a Resource,
    set: &'a ResourceSet,
    candidates: &'a Candidates,
    /// The namespaces it may look into besides the cluster scope; `None` means all.
    namespaces: Option<Vec<&'a str>>,
}

impl<'a> Choice<'a> {
    pub(super) fn new(
        referrer: &'a Resource,
        set: &'a ResourceSet,
        candidates: &'a Candidates,
    ) -> Result<Choice<'a>> {
        let id = referrer.id();
        let mut namespaces = None;
        if !id.cluster_scoped {
            let mut list = vec![id.effective_namespace()];
            if id.gvk.kind == "RoleBinding" {
                add_namespaces_of_subjects(&mut list, referrer)?;
                list.sort_unstable();
                list.dedup();
            }
            namespaces = Some(list);
        }
        Ok(Choice { referrer, set, candidates, namespaces })
    }

    /// What a field becomes: `None` if it stays.
    pub(super) fn at(&self, node: &Node, parent: &Node, leaf: &Leaf<'_>) -> Result<Option<Node>> {
        match &node.data {
            Data::Scalar(_) => self.scalar(node, parent, leaf),
            Data::Mapping(_) => self.mapping(node, leaf),
            Data::Sequence(list) => {
                let mut new: Option<Node> = None;
                for (at, item) in list.items().iter().enumerate() {
                    let changed = match &item.data {
                        Data::Scalar(_) => self.scalar(item, parent, leaf)?,
                        Data::Mapping(_) => self.mapping(item, leaf)?,
                        Data::Sequence(_) => return Err(misfit(item, leaf)),
                    };
                    if let Some(item) = changed {
                        new.get_or_insert_with(|| node.clone()).items_mut().expect("a copy of a list")[at] =
                            item;
                    }
                }
                Ok(new)
            }
        }
    }

    fn scalar(&self, node: &Node, parent: &Node, leaf: &Leaf<'_>) -> Result<Option<Node>> {
        let Some(text) = node.text() else { return Ok(None) };
        let target = self.target(text, Written::Name, parent, leaf, node)?;
        Ok(target.filter(|res| res.id().name != text).map(|res| node.with_text(res.id().name.clone())))
    }

    /// A map with `name` and perhaps `namespace`, such as a subject of a RoleBinding.
    fn mapping(&self, node: &Node, leaf: &Leaf<'_>) -> Result<Option<Node>> {
        let Some(name) = node.get("name") else {
            return Err(Diagnostic::error(Code::Transformer, format!("`{}` has no `name`", leaf.spec.path))
                .at(node.span)
                .upstream("path config error; no 'name' field in node"));
        };
        // Kustomize takes what is no text for an empty name, which nothing has.
        let Some(text) = name.text() else { return Ok(None) };
        let namespace = node.get("namespace").and_then(Node::text);
        let Some(target) = self.target(text, Written::Map(namespace), node, leaf, node)? else {
            return Ok(None);
        };
        let id = target.id();
        let moved = !id.namespace.is_empty() && namespace != Some(id.namespace.as_str());
        if id.name == text && !moved {
            return Ok(None);
        }
        let mut new = node.clone();
        let map = new.as_mapping_mut().expect("a copy of a map");
        map.insert("name", name.with_text(id.name.clone()));
        if !id.namespace.is_empty() {
            let old = map.get("namespace").unwrap_or(name).clone();
            map.insert("namespace", old.with_text(id.namespace.clone()));
        }
        Ok(Some(new))
    }

    /// The object that `name` means; `None` if there is none or it cannot be told.
    fn target(
        &self,
        name: &str,
        written: Written<'_>,
        beside: &Node,
        leaf: &Leaf<'_>,
        node: &Node,
    ) -> Result<Option<&'a Resource>> {
        if self.candidates.is_empty() {
            return Ok(None);
        }
        let mut found = self.named(name, &leaf.target.kind);
        if found.is_empty() {
            return Ok(None);
        }
        if let Written::Map(Some(namespace)) = written {
            self.keep_namespace(&mut found, namespace);
        }
        found.retain(|res| fits(res, name, leaf, beside) && self.same_namespace(res));
        if found.len() != 1 {
            found.retain(|res| self.compatible(res, lenient));
        }
        if found.len() > 1 {
            found.retain(|res| self.compatible(res, strict));
        }
        match found.as_slice() {
            [] => Ok(None),
            [one] => Ok(Some(one)),
            [first, rest @ ..]
                if rest.iter().all(|res| same_result(first, res, matches!(written, Written::Map(_)))) =>
            {
                Ok(Some(first))
            }
            several => Err(ambiguous(name, several, leaf, node)),
        }
    }

    /// Objects within reach that may once have had the name, in order.
    fn named(&self, name: &str, kind: &str) -> Vec<&'a Resource> {
        let name = self.candidates.name(name);
        let named = |within| self.candidates.named(name, kind, within);
        let at = |position: u32| self.set.get(position as usize);
        match self.namespaces.as_deref() {
            None => named(Within::Anywhere).filter_map(at).collect(),
            Some([one]) if !self.candidates.are_cluster_scoped() => {
                named(Within::Namespace(one)).filter_map(at).collect()
            }
            Some(list) => {
                let places = list.iter().copied().filter(|n| *n != CLUSTER_SCOPE).chain([CLUSTER_SCOPE]);
                let mut all: Vec<u32> = places.flat_map(|n| named(Within::Namespace(n))).collect();
                all.sort_unstable();
                all.dedup();
                all.into_iter().filter_map(at).collect()
            }
        }
    }

    /// Keeps the objects that came from the namespace written beside the name or, if nothing within reach came
    /// from it, those that stand in it now.
    fn keep_namespace(&self, found: &mut Vec<&'a Resource>, namespace: &str) {
        let namespaced = |res: &Resource| res.id().effective_namespace() != CLUSTER_SCOPE;
        if self.candidates.any_from(namespace, self.namespaces.as_deref()) {
            found.retain(|res| namespaced(res) && original_namespace(res) == namespace);
        } else {
            found.retain(|res| namespaced(res) && res.id().effective_namespace() == namespace);
        }
    }

    fn same_namespace(&self, res: &Resource) -> bool {
        let (from, to) = (self.referrer.id(), res.id());
        from.cluster_scoped
            || to.cluster_scoped
            || to.gvk.kind == "ServiceAccount"
            || from.effective_namespace() == to.effective_namespace()
    }

    fn compatible(&self, res: &Resource, rule: fn(&[EcoString], &[EcoString]) -> bool) -> bool {
        let (a, b) = (self.referrer.lineage(), res.lineage());
        rule(a.prefixes(), b.prefixes()) && rule(a.suffixes(), b.suffixes())
    }
}

fn original_namespace(res: &Resource) -> &str {
    res.lineage().former().first().map_or_else(|| res.id().effective_namespace(), |f| &f.namespace)
}

/// Name and kind of a former id (not necessarily of the same one), and what stands beside a `roleRef/name`.
fn fits(res: &Resource, name: &str, leaf: &Leaf<'_>, beside: &Node) -> bool {
    let former = res.lineage().former();
    let gvk = &res.id().gvk;
    former.iter().any(|f| f.name == name)
        && part(&gvk.group, &leaf.target.group)
        && part(&gvk.version, &leaf.target.version)
        && former.iter().any(|f| part(&f.kind, &leaf.target.kind))
        && (!leaf.role_ref || fits_role_ref(res, beside))
}

fn fits_role_ref(res: &Resource, role_ref: &Node) -> bool {
    let (Some(group), Some(kind)) = (role_ref.text_at(&["apiGroup"]), role_ref.text_at(&["kind"])) else {
        return true;
    };
    part(&res.id().gvk.group, group) && res.lineage().former().iter().any(|f| part(&f.kind, kind))
}

/// Whether one part of an id is the wanted one; an empty wish fits any.
fn part(have: &str, want: &str) -> bool {
    want.is_empty() || have == want
}

/// One list is empty, or one is an ending of the other.
fn lenient(a: &[EcoString], b: &[EcoString]) -> bool {
    a.is_empty() || b.is_empty() || a.ends_with(b) || b.ends_with(a)
}

/// As [`lenient`], but an empty list fits only an empty one.
fn strict(a: &[EcoString], b: &[EcoString]) -> bool {
    a.is_empty() == b.is_empty() && lenient(a, b)
}

fn same_result(a: &Resource, b: &Resource, with_namespace: bool) -> bool {
    a.id().name == b.id().name && (!with_namespace || a.id().namespace == b.id().namespace)
}

/// The namespaces of the ServiceAccounts that a RoleBinding is for.
///
/// Kustomize panics on subjects that are no maps or whose kind is no string.
fn add_namespaces_of_subjects<'a>(list: &mut Vec<&'a str>, referrer: &'a Resource) -> Result<()> {
    let is_text = |node: &&Node| node.as_scalar().is_some_and(|s| s.tag == Tag::Str);
    for subject in referrer.node.get("subjects").and_then(Node::items).unwrap_or_default() {
        let kind = subject.get("kind");
        if subject.as_mapping().is_none() || kind.is_some_and(|k| k.is_null() || k.as_scalar().is_none()) {
            return Err(invalid("this is no subject", subject.span, referrer)
                .hint("a subject is a map with `kind`, `name` and, for a ServiceAccount, `namespace`"));
        }
        if kind.and_then(Node::text) != Some("ServiceAccount") {
            continue;
        }
        let Some(namespace) = subject.get("namespace") else { continue };
        match Some(namespace).filter(is_text).and_then(Node::text) {
            Some(text) => list.push(text),
            None => {
                return Err(invalid(
                    "the `namespace` of this ServiceAccount must be a string",
                    namespace.span,
                    referrer,
                )
                .hint("write a namespace, or remove the field")
                .upstream(format!("Invalid Input: namespace is blank for resource \"{}\"", referrer.id())));
            }
        }
    }
    Ok(())
}

fn invalid(message: &str, span: Span, referrer: &Resource) -> Diagnostic {
    Diagnostic::error(Code::InvalidResource, message)
        .at(span)
        .or_at(referrer.node.span)
        .subject(referrer.id())
}

fn misfit(node: &Node, leaf: &Leaf<'_>) -> Diagnostic {
    Diagnostic::error(Code::Transformer, format!("`{}` cannot hold the name of an object", leaf.spec.path))
        .at(node.span)
        .hint("expected a string, a map with `name`, or a list of these")
}

fn ambiguous(name: &str, several: &[&Resource], leaf: &Leaf<'_>, node: &Node) -> Diagnostic {
    let message = format!("`{name}` in `{}` can mean {} objects", leaf.spec.path, several.len());
    let error = Diagnostic::error(Code::AmbiguousReference, message).at(node.span);
    let labelled = several.iter().fold(error, |error, res| {
        error.label(crate::yaml::name_span(&res.node), format!("now {}", res.id()))
    });
    let ids: Vec<String> = several.iter().map(|res| res.id().to_string()).collect();
    labelled
        .hint("write the final name of the one you mean; in a map with `name`, add its `namespace`")
        .upstream(format!("found multiple possible referrals: {}", ids.join(", ")))
}
