//! What is collected, and in which order.

use super::node;
use crate::diag::Result;
use crate::field::merge::{sort_references, sort_specs};
use crate::field::{FieldConfig, FieldSpec};
use crate::id::Gvk;
use crate::yaml::parse::Dialect;

fn file(text: &str) -> FieldConfig {
    FieldConfig::decode(&node(text, Dialect::V2)).expect("a configuration")
}

/// What a kustomization has collected that has these `configurations`.
fn collected(files: &[&str]) -> Result<FieldConfig> {
    let files: Vec<FieldConfig> = files.iter().map(|text| file(text)).collect();
    let mut config = FieldConfig::empty();
    config.merge(&FieldConfig::with_files(&files)?)?;
    Ok(config)
}

/// Which of three objects get the prefix in their name, and how often.
fn prefixed(specs: &[FieldSpec]) -> [usize; 3] {
    [("v1", "Foo"), ("v1", "Bar"), ("g/v2", "Bar")].map(|(version, kind)| {
        let gvk = Gvk::from_api_version(version, kind);
        let fits = |s: &&FieldSpec| s.fits(&gvk) && s.path.to_string().ends_with("metadata/name");
        specs.iter().filter(fits).count()
    })
}

#[test]
fn specific_specs_push_general_ones_out() {
    let cases: &[(&[&str], [usize; 3])] = &[
        (&[], [1, 1, 1]),
        (&["namePrefix: [{path: metadata/name}]"], [1, 1, 1]),
        (&["namePrefix: [{path: /metadata/name}]"], [2, 2, 2]),
        (&["namePrefix: [{path: /metadata/name, group: g}]"], [1, 1, 2]),
        (&["namePrefix: [{path: metadata/name, kind: Bar}]"], [0, 1, 1]),
        (&["namePrefix: [{path: metadata/name, kind: Nope}]"], [0, 0, 0]),
        (&["namePrefix: [{path: metadata/name, kind: ValidatingWebhookConfiguration}]"], [1, 1, 1]),
        (&["namePrefix: [{path: metadata/name, version: v2}]"], [0, 0, 1]),
        (&["namePrefix: [{path: metadata/name, version: v1}]"], [1, 1, 0]),
        (&["namePrefix: [{path: metadata/name, group: g}]"], [0, 0, 1]),
        (&["namePrefix: [{path: metadata/name, kind: Bar, version: v1}]"], [0, 1, 0]),
        (&["namePrefix: [{path: metadata/name, kind: Bar},{path: metadata/name, kind: Foo}]"], [1, 1, 1]),
        (&["namePrefix: [{path: metadata/name, group: g},{path: metadata/name, kind: Foo}]"], [1, 0, 1]),
        (
            &["namePrefix: [{path: metadata/name, kind: Bar},{path: metadata/name, kind: Bar, group: g}]"],
            [0, 0, 1],
        ),
        (
            &["namePrefix: [{path: metadata/name, kind: Bar, group: g},{path: metadata/name, kind: Bar}]"],
            [0, 0, 1],
        ),
        (
            &[
                "namePrefix: [{path: metadata/name, kind: Bar}]",
                "namePrefix: [{path: metadata/name, kind: Bar, group: g}]",
            ],
            [0, 0, 1],
        ),
        (
            &[
                "namePrefix: [{path: metadata/name, kind: Bar, group: g}]",
                "namePrefix: [{path: metadata/name, kind: Bar}]",
            ],
            [0, 0, 1],
        ),
    ];
    for (files, expected) in cases {
        let config = collected(files).expect("no conflict");
        assert_eq!(prefixed(&config.name_prefix), *expected, "{files:?}");
    }
}

#[test]
fn specs_that_disagree_on_create_are_refused() {
    let conflicts: &[(&[&str], &str)] = &[
        (&["namePrefix: [{path: spec/x, create: true},{path: spec/x}]"], "NamePrefix"),
        (&["namePrefix: [{path: spec/x},{path: spec/x, create: true}]"], "NamePrefix"),
        (&["namePrefix: [{path: spec/x, kind: Bar, create: true},{path: spec/x}]"], "NamePrefix"),
        (&["namePrefix: [{path: spec/x},{path: spec/x, kind: Bar, create: true}]"], "NamePrefix"),
        (&["namePrefix: [{path: metadata/name, kind: Bar, create: true}]"], "NamePrefix"),
        (&["namePrefix: [{path: spec/x, create: true}]", "namePrefix: [{path: spec/x}]"], "NamePrefix"),
        (&["nameSuffix: [{path: metadata/name, create: true}]"], "NameSuffix"),
        (&["namespace: [{path: metadata/name, kind: Namespace}]"], "NameSpace"),
        (&["commonLabels: [{path: metadata/labels}]"], "CommonLabels"),
        (&["templateLabels: [{path: metadata/labels}]"], "TemplateLabels"),
        (&["commonAnnotations: [{path: metadata/annotations}]"], "CommonAnnotations"),
        (&["varReference: [{path: metadata/labels, create: true}]"], "VarReference"),
        (&["images: [{path: 'spec/containers[]/image'}]"], "Images"),
        (&["replicas: [{path: spec/replicas, kind: Deployment}]"], "Replicas"),
        (&["labels: [{path: a},{path: a, create: true}]"], "Labels"),
        (
            &[
                "nameReference: [{kind: Foo, fieldSpecs: [{path: a, kind: Bar}]}]",
                "nameReference: [{kind: Foo, fieldSpecs: [{path: a, kind: Bar, create: true}]}]",
            ],
            "NameReference",
        ),
        (
            &[
                "nameReference: [{kind: Foo, fieldSpecs: [{path: a}]},{kind: Foo, fieldSpecs: [{path: a, create: true}]}]",
            ],
            "NameReference",
        ),
    ];
    for (files, section) in conflicts {
        let error = collected(files).expect_err(section);
        let expected = format!("failed to merge {section} fieldSpec: conflicting fieldspecs");
        assert_eq!(error.parts().upstream.as_deref(), Some(&*expected), "{files:?}");
    }
    let one_list = "nameReference: [{kind: Foo, fieldSpecs: [{path: a},{path: a, create: true}]}]";
    assert!(collected(&[one_list]).is_ok());
}

#[test]
fn the_built_in_tables_are_sorted_and_merge_into_themselves() {
    let defaults = FieldConfig::defaults();
    let mut owned = FieldConfig::empty();
    owned.merge(&deep(&defaults)).expect("no conflict");
    owned.merge(&deep(&defaults)).expect("no conflict");
    owned.merge(&defaults).expect("no conflict");
    assert_eq!(owned, defaults);
    for section in sections(&defaults) {
        let mut sorted = section.to_vec();
        sort_specs(&mut sorted);
        assert_eq!(sorted, section);
    }
    let mut sorted = defaults.name_reference.to_vec();
    sort_references(&mut sorted);
    assert_eq!(sorted, &*defaults.name_reference);
    let targets: Vec<_> = defaults.name_reference.iter().map(|r| r.target.kind.to_string()).collect();
    assert_eq!(targets[..4], ["StorageClass", "ServiceAccount", "Role", "ClusterRole"]);
    assert_eq!(
        targets[10..],
        [
            "Deployment",
            "StatefulSet",
            "ValidatingAdmissionPolicy",
            "IngressClass",
            "ReplicaSet",
            "ReplicationController"
        ]
    );
    let replicas: Vec<_> = defaults.replicas.iter().map(|s| s.gvk.kind.to_string()).collect();
    assert_eq!(replicas, ["Deployment", "StatefulSet", "ReplicaSet", "ReplicationController"]);
}

#[test]
fn the_built_in_tables_stay_borrowed() {
    let mut config = FieldConfig::empty();
    config.merge(&FieldConfig::defaults()).expect("no conflict");
    config.merge(&FieldConfig::defaults()).expect("no conflict");
    config.merge(&collected(&["images: [{path: a}]"]).expect("no conflict")).expect("no conflict");
    assert!(matches!(config.common_labels, std::borrow::Cow::Borrowed(_)));
    assert!(matches!(config.name_reference, std::borrow::Cow::Borrowed(_)));
    assert_eq!(config.images.len(), FieldConfig::defaults().images.len() + 1);
}

fn sections(config: &FieldConfig) -> [&[FieldSpec]; 10] {
    [
        &config.name_prefix,
        &config.name_suffix,
        &config.namespace,
        &config.common_labels,
        &config.labels,
        &config.template_labels,
        &config.common_annotations,
        &config.var_reference,
        &config.images,
        &config.replicas,
    ]
}

/// The same, nothing borrowed.
fn deep(config: &FieldConfig) -> FieldConfig {
    let own = |specs: &[FieldSpec]| std::borrow::Cow::Owned(specs.to_vec());
    FieldConfig {
        name_prefix: own(&config.name_prefix),
        name_suffix: own(&config.name_suffix),
        namespace: own(&config.namespace),
        common_labels: own(&config.common_labels),
        labels: own(&config.labels),
        template_labels: own(&config.template_labels),
        common_annotations: own(&config.common_annotations),
        var_reference: own(&config.var_reference),
        images: own(&config.images),
        replicas: own(&config.replicas),
        name_reference: std::borrow::Cow::Owned(config.name_reference.to_vec()),
    }
}

#[test]
fn configurations_are_decoded_strictly() {
    let decode = |text: &str| FieldConfig::decode(&node(text, Dialect::V2));
    for text in [
        "",
        "namePrefix: null",
        "NamePrefix: [{PATH: data/x}]",
        "namePrefix: [{path: 1}]",
        "namePrefix: [{path: true}]",
    ] {
        assert!(decode(text).is_ok(), "{text}");
    }
    let refused = [
        "foo: 1",
        "fieldSpecs: []",
        "[]",
        "a",
        "namePrefix: [{path: a, skip: true}]",
        "namePrefix: [{path: a, path: b}]",
        "namePrefix: [{path: a, kind: true}]",
        "namePrefix: [{path: a, kind: 1}]",
        "namePrefix: [{path: a, create: \"true\"}]",
        "nameReference: [{kind: 1}]",
        "nameReference: [{kind: A, foo: 1}]",
    ];
    for text in refused {
        assert!(decode(text).is_err(), "{text}");
    }
}
