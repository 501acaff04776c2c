//! What a function's output does to the objects there are.

use std::collections::HashMap;

use crate::diag::{Code, Diagnostic, Result};
use crate::id::ResId;

/// What becomes of the objects.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Plan {
    /// For each returned object, in order: the object it takes the place of, or `None` if it goes to the end.
    pub(crate) places: Vec<Option<usize>>,
    /// The objects that the function did not return, in order.
    pub(crate) dropped: Vec<usize>,
}

/// Compares the objects a function was given with those it returned, by their present ids. `name` is that of the
/// configuration.
///
/// As a validator, a function changes only what is in [`Plan::places`] as `Some`: kustomize then ignores what the
/// function adds and drops.
///
/// # Errors
/// Code [`IdConflict`](Code::IdConflict) if the function returned two objects of one id.
pub(crate) fn plan(given: &[ResId], returned: &[ResId], name: &str) -> Result<Plan> {
    let index: HashMap<&ResId, usize> = given.iter().enumerate().rev().map(|(at, id)| (id, at)).collect();
    let mut seen = HashMap::with_capacity(returned.len());
    let mut kept = vec![false; given.len()];
    let mut places = Vec::with_capacity(returned.len());
    for id in returned {
        if seen.insert(id, ()).is_some() {
            let message = format!("the function `{name}` returned two objects with the id {id}");
            return Err(Diagnostic::error(Code::IdConflict, message).subject(id));
        }
        let place = index.get(id).copied();
        if let Some(at) = place {
            kept[at] = true;
        }
        places.push(place);
    }
    let dropped = kept.iter().enumerate().filter(|(_, kept)| !**kept).map(|(at, _)| at).collect();
    Ok(Plan { places, dropped })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Gvk;

    fn id(name: &str, namespace: &str) -> ResId {
        ResId {
            gvk: Gvk::from_api_version("v1", "ConfigMap"),
            name: name.into(),
            namespace: namespace.into(),
            cluster_scoped: false,
        }
    }

    #[test]
    fn replaced_added_dropped() {
        let given = [id("a", ""), id("b", ""), id("c", "n")];
        let returned = [id("x", ""), id("c", "n"), id("a", "default")];
        let plan = plan(&given, &returned, "f").unwrap();
        assert_eq!(plan, Plan { places: vec![None, Some(2), Some(0)], dropped: vec![1] });
    }

    #[test]
    fn two_of_one_id() {
        assert!(plan(&[], &[id("a", ""), id("a", "default")], "f").is_err());
    }
}
