//! Where objects go: stdout, a file, or a directory with one file per object.
#![expect(clippy::disallowed_methods, reason = "writing where the user says is the command's own business")]

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::{Path, is_separator};

use rustomize::id::ResId;

use crate::render::Stream;
use crate::report::{self, Problem};

/// Writes the streams to a file or directory, or to stdout if there is no path.
///
/// # Errors
/// What could not be written, and why.
pub(crate) fn write(path: Option<&Path>, streams: &[Stream]) -> Result<(), Problem> {
    match path {
        None => to_stdout(joined(streams)),
        Some(dir) if dir.is_dir() => to_directory(dir, streams),
        Some(file) => {
            let bytes: Vec<u8> = joined(streams).concat();
            std::fs::write(file, bytes).map_err(|error| cannot_write(file, &error))
        }
    }
}

/// Writes the pieces to stdout. A reader that went away is no error: it has seen what it wanted.
///
/// # Errors
/// Anything but a closed pipe.
pub(crate) fn to_stdout<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Result<(), Problem> {
    let mut out = io::stdout().lock();
    let result = pieces.into_iter().try_for_each(|piece| out.write_all(piece)).and_then(|()| out.flush());
    match result {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Problem::new(format!("cannot write to stdout: {}", report::reason(&error))))
        }
        _ => Ok(()),
    }
}

/// The streams as one: a separator stands between streams as it does between documents.
fn joined(streams: &[Stream]) -> Vec<&[u8]> {
    let mut pieces: Vec<&[u8]> = Vec::new();
    for text in streams.iter().map(|s| s.text.as_bytes()).filter(|text| !text.is_empty()) {
        if !pieces.is_empty() {
            pieces.push(b"---\n");
        }
        pieces.push(text);
    }
    pieces
}

fn to_directory(dir: &Path, streams: &[Stream]) -> Result<(), Problem> {
    for (name, document) in files(streams)? {
        let path = dir.join(name);
        std::fs::write(&path, document).map_err(|error| cannot_write(&path, &error))?;
    }
    Ok(())
}

/// The files of a directory by name. Nothing is written before all of them are known to have a place.
fn files(streams: &[Stream]) -> Result<BTreeMap<String, &str>, Problem> {
    let namespaces: BTreeSet<&str> = streams
        .iter()
        .flat_map(|stream| &stream.files)
        .map(|(id, _)| id)
        .filter(|id| !id.cluster_scoped)
        .map(ResId::effective_namespace)
        .collect();
    let mut files: BTreeMap<String, (usize, &str)> = BTreeMap::new();
    for (number, stream) in streams.iter().enumerate() {
        for (id, document) in &stream.files {
            let name = file_name(id, namespaces.len() > 1);
            if name.contains(is_separator) {
                return Err(no_file_name(id, &name));
            }
            match files.insert(name.clone(), (number, document.as_str())) {
                Some((_, before)) if before == document => {}
                Some((other, _)) if other != number => return Err(two_places(&name)),
                Some(_) => report::warning(&overwritten(&name)),
                None => {}
            }
        }
    }
    Ok(files.into_iter().map(|(name, (_, document))| (name, document)).collect())
}

/// The file name of an object, as kustomize forms it.
fn file_name(id: &ResId, with_namespace: bool) -> String {
    let namespace = if with_namespace && !id.cluster_scoped { id.effective_namespace() } else { "" };
    let parts = [namespace, &id.gvk.group, &id.gvk.version, &id.gvk.kind, &id.name];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    format!("{}.yaml", parts.join("_").to_lowercase())
}

fn cannot_write(path: &Path, error: &io::Error) -> Problem {
    use io::ErrorKind as E;
    let name = path.display();
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let is_directory =
        path.as_os_str().as_encoded_bytes().last().is_some_and(|&end| is_separator(char::from(end)));
    let because = |reason: &str| Problem::new(format!("cannot write `{name}`: {reason}"));
    let make = |dir: &Path| format!("create the directory first: mkdir -p {}", dir.display());
    match (error.kind(), parent) {
        (E::NotFound | E::IsADirectory, _) if is_directory => {
            because("there is no such directory").hint(make(path))
        }
        (E::NotFound, Some(parent)) if !parent.is_dir() => {
            because(&format!("there is no directory `{}`", parent.display())).hint(make(parent))
        }
        (E::NotADirectory, Some(parent)) => {
            because(&format!("`{}` is a file, not a directory", parent.display())).hint("choose another name")
        }
        (E::PermissionDenied, _) => because("you have no permission for that")
            .hint("choose a place you may write to, or ask for the permission"),
        (E::ReadOnlyFilesystem, _) => because("the file system is read-only").hint("choose another place"),
        (E::StorageFull | E::QuotaExceeded, _) => {
            because("there is no space left").hint("make room and try again")
        }
        _ => because(&report::reason(error)),
    }
}

fn no_file_name(id: &ResId, name: &str) -> Problem {
    Problem::new(format!("the object {id} cannot be a file: `{name}` is no file name"))
        .hint("write one file with all objects: `-o FILE`")
}

fn two_places(name: &str) -> Problem {
    Problem::new(format!(
        "two of the directories render an object to the file `{name}`, with different content"
    ))
    .hint("render them one by one, each into an output directory of its own")
}

fn overwritten(name: &str) -> Problem {
    Problem::new(format!("two objects share the file `{name}`; it holds the last one, as with kustomize"))
        .hint("write one file with all objects: `-o FILE`")
}

#[cfg(test)]
mod tests {
    use rustomize::id::Gvk;

    use super::*;

    fn id(api_version: &str, kind: &str, namespace: &str, name: &str) -> ResId {
        ResId {
            gvk: Gvk::from_api_version(api_version, kind),
            name: name.into(),
            namespace: namespace.into(),
            cluster_scoped: kind == "Namespace",
        }
    }

    fn stream(text: &str, ids: &[ResId]) -> Stream {
        let files = ids.iter().map(|id| (id.clone(), text.to_owned())).collect();
        Stream { text: text.to_owned(), files }
    }

    #[test]
    fn streams_are_joined_like_documents() {
        let streams = [stream("a: 1\n", &[]), stream("", &[]), stream("b: 2\n", &[])];
        assert_eq!(joined(&streams).concat(), b"a: 1\n---\nb: 2\n");
    }

    #[test]
    fn file_names_have_the_namespace_only_if_there_are_several() {
        let both = [id("apps/v1", "Deployment", "", "Web"), id("v1", "ConfigMap", "x", "c")];
        let names = |ids: &[ResId]| -> Vec<String> {
            files(&[stream("a: 1\n", ids)]).map(|files| files.into_keys().collect()).unwrap_or_default()
        };
        assert_eq!(names(&both[..1]), ["apps_v1_deployment_web.yaml"]);
        assert_eq!(names(&both), ["default_apps_v1_deployment_web.yaml", "x_v1_configmap_c.yaml"]);
        let scoped = [id("v1", "Namespace", "", "x"), id("v1", "ConfigMap", "x", "c")];
        assert_eq!(names(&scoped), ["v1_configmap_c.yaml", "v1_namespace_x.yaml"]);
    }

    #[test]
    fn objects_without_a_place_are_refused() {
        let dotted = [id("v1", "ConfigMap", "", "../x")];
        assert!(files(&[stream("a: 1\n", &dotted)]).is_err());
        let same = [id("v1", "ConfigMap", "", "x")];
        assert!(files(&[stream("a: 1\n", &same), stream("a: 2\n", &same)]).is_err());
        assert!(files(&[stream("a: 1\n", &same), stream("a: 1\n", &same)]).is_ok());
    }
}
