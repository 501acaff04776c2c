//! Snapshot tests of kustomize overlays.
