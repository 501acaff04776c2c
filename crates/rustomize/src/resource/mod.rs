//! Objects and the set of them that a build works on.

use crate::id::ResId;
use crate::yaml::Node;

/// One Kubernetes object.
#[derive(Clone, Debug)]
pub struct Resource {
    /// The manifest.
    pub node: Node,
    /// Its current id.
    pub id: ResId,
}
