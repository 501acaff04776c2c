//! [`FieldConfig`]: the field specs of all transformers, as `configurations` can change them.

use std::borrow::Cow;

use serde::Deserialize;

use super::defaults;
use super::merge::{merge_references, merge_specs, sort_references, sort_specs};
use super::spec::{FieldSpec, GvkFilter};
use crate::diag::{Diagnostic, Result};
use crate::yaml::Node;
use crate::yaml::de::{Mode, from_node};

/// The fields that name objects of one kind.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(from = "WrittenReference")]
pub struct NameReference {
    /// The kind that is named.
    pub target: GvkFilter,
    /// The fields that hold its name.
    pub referrers: Cow<'static, [FieldSpec]>,
}

/// Name references as they stand in a file.
#[derive(Default, Deserialize)]
#[serde(rename = "NameReference|group,version,kind", default, rename_all = "camelCase")]
struct WrittenReference {
    group: String,
    version: String,
    kind: String,
    field_specs: Vec<FieldSpec>,
}

impl From<WrittenReference> for NameReference {
    fn from(r: WrittenReference) -> NameReference {
        let target = GvkFilter { group: r.group.into(), version: r.version.into(), kind: r.kind.into() };
        NameReference { target, referrers: Cow::Owned(r.field_specs) }
    }
}

macro_rules! sections {
    ($($(#[doc = $doc:literal])+ $field:ident, $written:literal, $label:literal, $table:path;)+) => {
        /// The field specs of each transformer. Those of the built-in tables cost nothing until something is merged.
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct FieldConfig {
            $($(#[doc = $doc])+ pub $field: Cow<'static, [FieldSpec]>,)+
            /// The fields that name other objects, by the kind of those, in the order they are followed.
            pub name_reference: Cow<'static, [NameReference]>,
        }

        /// A file of `configurations`.
        #[derive(Default, Deserialize)]
        #[serde(default)]
        struct File {
            $(#[serde(rename = $written)] $field: Vec<FieldSpec>,)+
            #[serde(rename = "nameReference")]
            name_reference: Vec<NameReference>,
        }

        impl FieldConfig {
            /// The built-in tables.
            pub const fn defaults() -> FieldConfig {
                FieldConfig {
                    $($field: Cow::Borrowed($table),)+
                    name_reference: Cow::Borrowed(defaults::NAME_REFERENCE),
                }
            }

            /// Merges another configuration into this one: the specs of this one come first and win, then
            /// each section is sorted by kind.
            ///
            /// # Errors
            /// Two specs for the same field do not agree on `create`.
            pub fn merge(&mut self, other: &FieldConfig) -> Result<()> {
                $(merge_specs(&mut self.$field, &other.$field).map_err(|e| within(e, $label))?;)+
                merge_references(&mut self.name_reference, &other.name_reference)
                    .map_err(|e| within(e, "NameReference"))
            }
        }

        impl From<File> for FieldConfig {
            fn from(mut file: File) -> FieldConfig {
                $(sort_specs(&mut file.$field);)+
                sort_references(&mut file.name_reference);
                FieldConfig {
                    $($field: Cow::Owned(file.$field),)+
                    name_reference: Cow::Owned(file.name_reference),
                }
            }
        }
    };
}

sections! {
    /// Where `namePrefix` goes.
    name_prefix, "namePrefix", "NamePrefix", defaults::NAME_PREFIX;
    /// Where `nameSuffix` goes.
    name_suffix, "nameSuffix", "NameSuffix", defaults::NAME_SUFFIX;
    /// Where `namespace` goes, besides `metadata/namespace`.
    namespace, "namespace", "NameSpace", defaults::NAMESPACE;
    /// Where `commonLabels` and labels with selectors go.
    common_labels, "commonLabels", "CommonLabels", defaults::COMMON_LABELS;
    /// Where `labels` go in any case.
    labels, "labels", "Labels", defaults::LABELS;
    /// Where labels with templates go.
    template_labels, "templateLabels", "TemplateLabels", defaults::TEMPLATE_LABELS;
    /// Where `commonAnnotations` go.
    common_annotations, "commonAnnotations", "CommonAnnotations", defaults::COMMON_ANNOTATIONS;
    /// Where vars are replaced.
    var_reference, "varReference", "VarReference", defaults::VAR_REFERENCE;
    /// Where images are named, besides fields called `containers` and `initContainers`.
    images, "images", "Images", defaults::IMAGES;
    /// Where the number of replicas stands.
    replicas, "replicas", "Replicas", defaults::REPLICAS;
}

fn within(error: Diagnostic, section: &str) -> Diagnostic {
    error.upstream(format!("failed to merge {section} fieldSpec: conflicting fieldspecs"))
}

impl FieldConfig {
    /// Nothing: what a kustomization starts to collect with.
    pub const fn empty() -> FieldConfig {
        FieldConfig {
            name_prefix: Cow::Borrowed(&[]),
            name_suffix: Cow::Borrowed(&[]),
            namespace: Cow::Borrowed(&[]),
            common_labels: Cow::Borrowed(&[]),
            labels: Cow::Borrowed(&[]),
            template_labels: Cow::Borrowed(&[]),
            common_annotations: Cow::Borrowed(&[]),
            var_reference: Cow::Borrowed(&[]),
            images: Cow::Borrowed(&[]),
            replicas: Cow::Borrowed(&[]),
            name_reference: Cow::Borrowed(&[]),
        }
    }

    /// Decodes a file of `configurations`.
    ///
    /// # Errors
    /// Unknown fields, repeated keys, values of the wrong type.
    pub fn decode(node: &Node) -> Result<FieldConfig> {
        from_node::<File>(node, Mode::CONFIGURATION).map(FieldConfig::from)
    }

    /// The built-in tables with the files of one kustomization's `configurations`, in their order.
    ///
    /// # Errors
    /// Two specs for the same field do not agree on `create`.
    pub fn with_files(files: &[FieldConfig]) -> Result<FieldConfig> {
        let mut config = FieldConfig::defaults();
        if !files.is_empty() {
            let mut all = FieldConfig::empty();
            files.iter().try_for_each(|file| all.merge(file))?;
            config.merge(&all)?;
        }
        Ok(config)
    }
}
