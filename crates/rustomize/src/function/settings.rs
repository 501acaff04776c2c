//! What the caller allows functions and other programs to do.

use std::path::PathBuf;

/// What functions may do. The default lets none run, as kustomize without flags.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct FunctionSettings {
    /// Plugins that are no builtins are known at all (`--enable-alpha-plugins`): containers run, and programs of the
    /// plugin directory.
    pub plugins: bool,
    /// Functions that are programs run too (`--enable-exec`). Without it kustomize skips them and says nothing.
    pub exec: bool,
    /// Where programs for configuration objects that declare no function may be: the first directory that exists counts,
    /// and the program is `GROUP/VERSION/kind/Kind` below it. Absolute; kustomize has them from the environment.
    pub plugin_homes: Vec<PathBuf>,
    /// Containers that ask for the network get it (`--network`).
    pub network: bool,
    /// Containers run as the current user and not as `nobody` (`--as-current-user`).
    pub as_current_user: bool,
    /// Variables for functions: `NAME=value`, or `NAME` for the value of this process (`--env`).
    pub env: Vec<String>,
    /// What is mounted into containers besides their own mounts (`--mount`).
    pub mounts: Vec<Mount>,
}

/// A mount of a container.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mount {
    /// `bind`, `volume` or `tmpfs`.
    pub kind: String,
    /// A path, taken from the directory of the kustomization.
    pub source: String,
    /// The path in the container.
    pub target: String,
    /// Whether the container may write.
    pub writable: bool,
}

impl Mount {
    /// From the text of the flag: `type=bind,src=/a,dst=/b,rw=true`. Kustomize ignores what it does not know, and the
    /// last of several counts.
    pub fn parse(text: &str) -> Mount {
        let mut mount = Mount::default();
        for (key, value) in text.split(',').filter_map(|part| part.split_once('=')) {
            match key {
                "type" => value.clone_into(&mut mount.kind),
                "src" | "source" => value.clone_into(&mut mount.source),
                "dst" | "target" => value.clone_into(&mut mount.target),
                "rw" => mount.writable = value == "true",
                _ => {}
            }
        }
        mount
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mounts() {
        let of = |text| {
            let m = Mount::parse(text);
            (m.kind, m.source, m.target, m.writable)
        };
        let is = |a: &str, b: &str, c: &str, w| (a.to_owned(), b.to_owned(), c.to_owned(), w);
        // As recorded from kustomize 5.8.1.
        assert_eq!(of("type=volume,src=a,dst=/b,rw=true"), is("volume", "a", "/b", true));
        assert_eq!(of("type=bind,source=/a,target=/b,readonly=false"), is("bind", "/a", "/b", false));
        assert_eq!(of("type=bind,src=/a,destination=/b,rw=1"), is("bind", "/a", "", false));
        assert_eq!(of("type=bind,src=/a=b,dst=/b,rw=TRUE"), is("bind", "/a=b", "/b", false));
        assert_eq!(of(" type=bind, src=/a,dst=/b,src=/c"), is("", "/c", "/b", false));
        assert_eq!(of("zzz"), is("", "", "", false));
    }
}
