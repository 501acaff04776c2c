//! The order of kinds that sorts field specs and, unless told otherwise, the output.

use std::cmp::Ordering;

/// Kinds that others depend on, before all others.
pub const ORDER_FIRST: [&str; 22] = [
    "Namespace",
    "ResourceQuota",
    "StorageClass",
    "CustomResourceDefinition",
    "ServiceAccount",
    "PodSecurityPolicy",
    "Role",
    "ClusterRole",
    "RoleBinding",
    "ClusterRoleBinding",
    "ConfigMap",
    "Secret",
    "Endpoints",
    "Service",
    "LimitRange",
    "PriorityClass",
    "PersistentVolume",
    "PersistentVolumeClaim",
    "Deployment",
    "StatefulSet",
    "CronJob",
    "PodDisruptionBudget",
];

/// Kinds after all others.
pub const ORDER_LAST: [&str; 2] = ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"];

/// The rank of a kind: negative before, positive after the kinds that have none.
pub fn kind_rank(kind: &str) -> i32 {
    if let Some(at) = ORDER_FIRST.iter().position(|k| *k == kind) {
        return at as i32 - ORDER_FIRST.len() as i32;
    }
    ORDER_LAST.iter().position(|k| *k == kind).map_or(0, |at| at as i32 + 1)
}

/// Compares two (group, version, kind): by rank, then by `group_version_kind`, where empty parts come last.
pub fn compare_kinds(a: (&str, &str, &str), b: (&str, &str, &str)) -> Ordering {
    let by_text = || text(a).cmp(text(b));
    let namespaces = a.2 == "Namespace" && b.2 == "Namespace" && (a.0.is_empty() || b.0.is_empty());
    kind_rank(a.2).cmp(&kind_rank(b.2)).then_with(|| if namespaces { by_text().reverse() } else { by_text() })
}

fn text<'a>((group, version, kind): (&'a str, &'a str, &'a str)) -> impl Iterator<Item = u8> + 'a {
    let or = |part: &'a str, none: &'a str| if part.is_empty() { none } else { part };
    let (group, version, kind) = (or(group, "~G"), or(version, "~V"), or(kind, "~K"));
    [group, "_", version, "_", kind].into_iter().flat_map(str::bytes)
}
