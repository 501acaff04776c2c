//! Cases measured with kustomize: name, object, patch, result.

use crate::diag::Diagnostic;
use crate::source::{SourceId, Sources};
use crate::yaml::{Node, emit, stream};

/// One case of a file.
pub(super) struct Case<'t> {
    pub(super) name: &'t str,
    pub(super) object: Node,
    pub(super) patch: &'t str,
    /// The source of the patch's text.
    pub(super) source: SourceId,
    pub(super) expected: &'t str,
}

/// The cases in a file: each begins with a line `=== name`, its parts are divided by lines `>>>`.
pub(super) fn cases(file: &str) -> impl Iterator<Item = Case<'_>> {
    let sources = Sources::default();
    file.split("\n=== ").skip(1).map(move |text| {
        let (name, rest) = text.split_once('\n').expect("a name");
        let mut parts = rest.splitn(3, "\n>>>").map(|part| part.strip_prefix('\n').unwrap_or(part));
        let mut part = || parts.next().expect("three parts");
        let (object, patch, expected) = (part(), part(), part());
        let read = stream::read(object, sources.add("object", object)).expect("an object");
        let object = read.into_iter().next().expect("an object");
        let source = sources.add("patch", patch);
        Case { name, object, patch, source, expected: expected.trim_end() }
    })
}

/// A result in the form of the file: YAML as kustomize prints it, or `!` and the error.
pub(super) fn shown(result: &Result<Option<Node>, Diagnostic>) -> String {
    let mut out = String::new();
    match result {
        Ok(None) => {}
        Ok(Some(node)) => match emit(node, &mut out) {
            Ok(()) => {}
            Err(error) => out = format!("!{error}"),
        },
        Err(error) => out = format!("!{}", error.parts().upstream.as_deref().unwrap_or("!")),
    }
    out.trim_end().to_owned()
}
