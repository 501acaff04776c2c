//! `images`: another name, tag or digest for container images.
//!
//! Example: `images: [{name: nginx, newTag: "1.27"}]` makes `image: nginx:1.26` into `nginx:1.27`, wherever a
//! container says so.

use std::borrow::Cow;

use regex::Regex;
use serde::Deserialize;

use super::{Changes, Setup, Step, Transformer};
use crate::diag::{Code, Diagnostic, Result};
use crate::field::{FieldSpec, leading};
use crate::kustomization::{Image, Spanned, Text};
use crate::resource::{Resource, ResourceSet, compile_regex, invalid_regex};
use crate::schema::Schema;
use crate::source::Span;
use crate::yaml::de::{Mode, from_node};
use crate::yaml::{Data, Edits, Node, Way, name_span};

/// One entry of `images`. Empty parts say nothing.
pub(crate) struct Images {
    /// Which images: compiled from the name.
    pub(crate) matcher: Matcher,
    /// New name.
    pub(crate) new_name: Text,
    /// New tag.
    pub(crate) new_tag: Text,
    /// Appended to the tag there is.
    pub(crate) tag_suffix: Text,
    /// New digest.
    pub(crate) digest: Text,
    /// Fields that hold images, besides those of all containers.
    pub(crate) fields: Cow<'static, [FieldSpec]>,
}

/// One step for each entry of `images`.
pub(super) fn configure(setup: &Setup<'_>, steps: &mut Vec<Step>) -> Result<()> {
    for entry in &setup.layer.kustomization.images {
        steps.push(step(entry, setup.config.images.clone())?);
    }
    Ok(())
}

/// The configuration of an `ImageTagTransformer`.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Config {
    image_tag: Spanned<Image>,
    field_specs: Vec<FieldSpec>,
}

/// The step for a configuration object.
pub(super) fn from_config(_: &Setup<'_>, config: &Node, steps: &mut Vec<Step>) -> Result<()> {
    let Config { image_tag, field_specs } = from_node(config, Mode::PLUGIN)?;
    let span = image_tag.span.or(name_span(config));
    steps.push(step(&Spanned { span, ..image_tag }, field_specs.into())?);
    Ok(())
}

fn step(entry: &Spanned<Image>, fields: Cow<'static, [FieldSpec]>) -> Result<Step> {
    let images = Images {
        matcher: Matcher::compile(&entry.name, entry.name.span)?,
        new_name: entry.new_name.clone(),
        new_tag: entry.new_tag.clone(),
        tag_suffix: entry.tag_suffix.clone(),
        digest: entry.digest.clone(),
        fields,
    };
    let message = match entry.name.as_str() {
        "" => "these changes of an image have no `name`".to_owned(),
        name => format!("no image is named `{name}`"),
    };
    Ok(Step::new(images, entry.name.span.or(entry.span)).or_warn(message))
}

impl Transformer for Images {
    /// Two passes, as in kustomize: all `containers` and `initContainers` at any depth, then the field specs. That
    /// is why `tagSuffix` comes twice where both reach.
    fn apply(&self, set: &mut ResourceSet, schema: &Schema) -> Result<Changes> {
        let mut changes = Changes::default();
        for at in 0..set.len() {
            self.rewrite(set, at, schema, &mut changes)?;
        }
        Ok(changes)
    }
}

impl Images {
    fn rewrite(
        &self,
        set: &mut ResourceSet,
        at: usize,
        schema: &Schema,
        changes: &mut Changes,
    ) -> Result<()> {
        let usual = |res: &&Resource| res.id().gvk.kind != "CustomResourceDefinition";
        let Some(res) = set.get(at).filter(usual) else { return Ok(()) };
        let (node, gvk) = (&res.node, &res.id().gvk);
        let mut edits = Edits::default();
        self.collect(node, &Way::Root, &mut edits, changes).map_err(|e| e.subject(res.id()))?;
        // No field is made here, and most objects have none of these.
        let fields: Vec<&FieldSpec> = leading(node, &self.fields).filter(|spec| spec.fits(gvk)).collect();
        if edits.is_empty() && fields.is_empty() {
            return Ok(());
        }
        set.edit(at, schema, |res| {
            edits.apply(&mut res.node);
            for spec in fields {
                spec.visit(&mut res.node, None, &mut |node| self.rewrite_field(node, changes))
                    .map_err(|e| e.subject(res.id()))?;
            }
            Ok(())
        })
    }

    /// The place of the value that decides.
    fn blame(&self) -> Span {
        let parts = [&self.new_tag, &self.digest, &self.tag_suffix, &self.new_name];
        parts.iter().find(|part| !part.is_empty()).map_or(Span::NONE, |part| part.span)
    }

    /// What the images of all containers at or below a node become.
    fn collect(&self, node: &Node, way: &Way<'_>, edits: &mut Edits, changes: &mut Changes) -> Result<()> {
        match &node.data {
            Data::Mapping(map) => {
                for (at, entry) in map.entries().iter().enumerate() {
                    if entry.value.as_scalar().is_some() {
                        continue;
                    }
                    let way = way.below(at);
                    if entry.key.is_text("containers") || entry.key.is_text("initContainers") {
                        self.collect_list(&entry.value, &way, edits, changes)?;
                    }
                    self.collect(&entry.value, &way, edits, changes)?;
                }
            }
            Data::Sequence(list) => {
                for (at, item) in list.items().iter().enumerate() {
                    self.collect(item, &way.below(at), edits, changes)?;
                }
            }
            Data::Scalar(_) => {}
        }
        Ok(())
    }

    fn collect_list(
        &self,
        list: &Node,
        way: &Way<'_>,
        edits: &mut Edits,
        changes: &mut Changes,
    ) -> Result<()> {
        let containers = list.items().unwrap_or_default();
        for (at, container) in containers.iter().enumerate().filter(|(_, container)| !container.is_null()) {
            let map = container.as_mapping().ok_or_else(|| {
                Diagnostic::error(Code::Transformer, "a container must be a map").at(container.span)
            })?;
            let Some(image) = map.position("image") else { continue };
            let value = &map.entries()[image].value;
            if value.as_scalar().is_none() {
                return Err(no_string(value));
            }
            if let Some(new) = self.rewritten(value, changes) {
                edits.set(&way.below(at).below(image), new);
            }
        }
        Ok(())
    }

    fn rewrite_field(&self, node: &mut Node, changes: &mut Changes) -> Result<()> {
        if node.as_scalar().is_none() {
            return Err(no_string(node));
        }
        if let Some(new) = self.rewritten(node, changes) {
            *node = new;
        }
        Ok(())
    }

    fn rewritten(&self, node: &Node, changes: &mut Changes) -> Option<Node> {
        let text = node.text().filter(|text| self.matcher.matches(text))?;
        changes.matched += 1;
        let (new, span) = (self.renamed(text), self.blame());
        // What the first pass wrote stays. Else also where nothing changes: a validator must not even write the same.
        let is_written = node.span == span && !span.is_none() && new == text;
        (!is_written).then(|| node.with_text(new).with_span(span))
    }

    fn renamed(&self, image: &str) -> String {
        let (name, tag, digest) = split(image);
        let mut out = String::from(if self.new_name.is_empty() { name } else { self.new_name.as_str() });
        let mut push = |mark: char, text: &str| {
            if !text.is_empty() {
                out.push(mark);
                out.push_str(text);
            }
        };
        if !self.new_tag.is_empty() {
            push(':', &self.new_tag);
            push('@', &self.digest);
        } else if !self.digest.is_empty() {
            push('@', &self.digest);
        } else if !self.tag_suffix.is_empty() {
            push(':', &format!("{tag}{}", self.tag_suffix.value));
        } else {
            push(':', tag);
            push('@', digest);
        }
        out
    }
}

fn no_string(image: &Node) -> Diagnostic {
    Diagnostic::error(Code::Transformer, "an image must be a string").at(image.span)
}

/// Name, tag and digest. A `:` before the first `/` belongs to the registry's host.
fn split(image: &str) -> (&str, &str, &str) {
    let path = image.find('/').filter(|at| *at > 0).unwrap_or(0);
    let find = |mark| image[path..].find(mark).map(|at| at + path);
    match (find(':'), find('@')) {
        (None, None) => (image, "", ""),
        (Some(colon), None) => (&image[..colon], &image[colon + 1..], ""),
        (Some(colon), Some(at)) if colon < at => (&image[..colon], &image[colon + 1..at], &image[at + 1..]),
        (_, Some(at)) => (&image[..at], "", &image[at + 1..]),
    }
}

/// Decides which images an entry is for: its name, as an unescaped regular expression, then tag and digest.
pub(crate) enum Matcher {
    /// A name without anything special in it but dots, which match any character.
    Simple(String),
    /// Any other expression.
    Regex(Regex),
}

impl Matcher {
    /// Compiles the name of an entry.
    ///
    /// # Errors
    /// A name that is no regular expression (kustomize crashes on these).
    pub(crate) fn compile(name: &str, span: Span) -> Result<Matcher> {
        if name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_/.:@".contains(&b)) {
            return Ok(Matcher::Simple(name.to_owned()));
        }
        const REST: &str = "(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?";
        compile_regex(&format!("^{name}{REST}$"))
            .map(Matcher::Regex)
            .map_err(|error| invalid_regex(name, &error, span))
    }

    /// Whether an image is meant.
    pub(crate) fn matches(&self, image: &str) -> bool {
        match self {
            Matcher::Simple(name) => after_name(name, image).is_some_and(is_tag_and_digest),
            Matcher::Regex(regex) => regex.is_match(image),
        }
    }
}

/// What follows the name, a dot in it matching any one character.
fn after_name<'a>(name: &str, image: &'a str) -> Option<&'a str> {
    let mut rest = image.chars();
    for wanted in name.chars() {
        let found = rest.next()?;
        if wanted != found && (wanted != '.' || found == '\n') {
            return None;
        }
    }
    Some(rest.as_str())
}

fn is_tag_and_digest(rest: &str) -> bool {
    let word = |b: &u8| b.is_ascii_alphanumeric() || b"_.{}-".contains(b);
    let skip = |text: &str| text.bytes().take_while(word).count();
    let rest = rest.strip_prefix(':').map_or(rest, |tag| &tag[skip(tag)..]);
    let rest = rest.strip_prefix("@sha256:").map_or(rest, |digest| &digest[skip(digest)..]);
    rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_an_expression() {
        let matches = |name, image| Matcher::compile(name, Span::NONE).unwrap().matches(image);
        assert!(
            matches("nginx", "nginx") && matches("nginx", "nginx:1") && matches("nginx", "nginx:1@sha256:ab")
        );
        assert!(matches("ng.nx", "ngxnx:") && matches("ngin+x", "nginnx:1"));
        assert!(!matches("nginx", "docker.io/nginx") && !matches("nginx", "nginx2"));
        assert!(!matches("nginx", "nginx@md5:ab") && !matches("nginx", "nginx:a/b"));
        assert!(Matcher::compile("a(", Span::NONE).is_err());
    }

    #[test]
    fn hosts_keep_their_ports() {
        assert_eq!(split("host:5000/a:1@sha256:x"), ("host:5000/a", "1", "sha256:x"));
        assert_eq!(split("a@sha256:x"), ("a", "", "sha256:x"));
        assert_eq!(split("a:1"), ("a", "1", ""));
    }
}
