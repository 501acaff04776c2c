//! Patches as pure functions: (node, patch, schema) to node.
