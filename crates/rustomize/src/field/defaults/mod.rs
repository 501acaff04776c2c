//! The built-in tables, in the order they take effect: sorted by kind, as merging sorts them.
//!
//! A row: group, version, kind (empty fits anything), whether the field is made, the path.

use std::borrow::Cow;

use super::path::{FieldPath, Segment};
use super::spec::{FieldSpec, GvkFilter};

/// A step: a word, or a text where the grammar of macros needs one.
macro_rules! segment {
    ($word:ident) => {
        Segment::constant(stringify!($word))
    };
    ($text:literal) => {
        Segment::constant($text)
    };
}

macro_rules! specs {
    ($($group:literal $version:literal $kind:literal $create:literal $($step:tt)/+;)*) => {
        &[$(FieldSpec::constant(
            GvkFilter::constant($group, $version, $kind),
            FieldPath::constant(const { &[$(segment!($step)),+] }),
            $create,
        )),*]
    };
}

mod references;

pub(super) use references::NAME_REFERENCE;

/// Where `namePrefix` goes.
pub(super) const NAME_PREFIX: &[FieldSpec] = specs! {
    "" "" "" false metadata/name;
};

/// Where every label goes.
pub static METADATA_LABELS: Cow<'static, [FieldSpec]> = Cow::Borrowed(specs! {
    "" "" "" true metadata/labels;
});

/// Where `nameSuffix` goes.
pub(super) const NAME_SUFFIX: &[FieldSpec] = specs! {
    "" "" "" false metadata/name;
};

/// Where `namespace` goes, besides `metadata/namespace`.
pub(super) const NAMESPACE: &[FieldSpec] = specs! {
    "" "" "Namespace" true metadata/name;
    "apiextensions.k8s.io" "" "CustomResourceDefinition" false spec/conversion/webhook/clientConfig/service/namespace;
    "apiregistration.k8s.io" "" "APIService" true spec/service/namespace;
};

/// Labels, selectors and templates.
pub(super) const COMMON_LABELS: &[FieldSpec] = specs! {
    "" "v1" "Service" true spec/selector;
    "apps" "" "Deployment" false spec/template/spec/affinity/podAffinity/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/matchLabels;
    "apps" "" "Deployment" false spec/template/spec/affinity/podAffinity/requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels;
    "apps" "" "Deployment" false spec/template/spec/affinity/podAntiAffinity/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/matchLabels;
    "apps" "" "Deployment" false spec/template/spec/affinity/podAntiAffinity/requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels;
    "apps" "" "Deployment" false spec/template/spec/topologySpreadConstraints/labelSelector/matchLabels;
    "" "" "Deployment" true spec/selector/matchLabels;
    "" "" "Deployment" true spec/template/metadata/labels;
    "apps" "" "StatefulSet" true spec/selector/matchLabels;
    "apps" "" "StatefulSet" false spec/template/spec/affinity/podAffinity/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/matchLabels;
    "apps" "" "StatefulSet" false spec/template/spec/affinity/podAffinity/requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels;
    "apps" "" "StatefulSet" false spec/template/spec/affinity/podAntiAffinity/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/matchLabels;
    "apps" "" "StatefulSet" false spec/template/spec/affinity/podAntiAffinity/requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels;
    "apps" "" "StatefulSet" false spec/template/spec/topologySpreadConstraints/labelSelector/matchLabels;
    "apps" "" "StatefulSet" true spec/template/metadata/labels;
    "apps" "" "StatefulSet" true spec/"volumeClaimTemplates[]"/metadata/labels;
    "batch" "" "CronJob" false spec/jobTemplate/spec/selector/matchLabels;
    "batch" "" "CronJob" true spec/jobTemplate/metadata/labels;
    "batch" "" "CronJob" true spec/jobTemplate/spec/template/metadata/labels;
    "policy" "" "PodDisruptionBudget" false spec/selector/matchLabels;
    "batch" "" "Job" false spec/selector/matchLabels;
    "batch" "" "Job" true spec/template/metadata/labels;
    "networking.k8s.io" "" "NetworkPolicy" false spec/podSelector/matchLabels;
    "networking.k8s.io" "" "NetworkPolicy" false spec/ingress/from/podSelector/matchLabels;
    "networking.k8s.io" "" "NetworkPolicy" false spec/egress/to/podSelector/matchLabels;
    "" "v1" "ReplicationController" true spec/selector;
    "" "v1" "ReplicationController" true spec/template/metadata/labels;
    "" "" "DaemonSet" true spec/selector/matchLabels;
    "" "" "DaemonSet" true spec/template/metadata/labels;
    "" "" "ReplicaSet" true spec/selector/matchLabels;
    "" "" "ReplicaSet" true spec/template/metadata/labels;
    "" "" "" true metadata/labels;
};

/// Labels and templates.
pub(super) const TEMPLATE_LABELS: &[FieldSpec] = specs! {
    "" "" "Deployment" true spec/template/metadata/labels;
    "apps" "" "StatefulSet" true spec/template/metadata/labels;
    "apps" "" "StatefulSet" true spec/"volumeClaimTemplates[]"/metadata/labels;
    "batch" "" "CronJob" true spec/jobTemplate/metadata/labels;
    "batch" "" "CronJob" true spec/jobTemplate/spec/template/metadata/labels;
    "batch" "" "Job" true spec/template/metadata/labels;
    "" "v1" "ReplicationController" true spec/template/metadata/labels;
    "" "" "DaemonSet" true spec/template/metadata/labels;
    "" "" "ReplicaSet" true spec/template/metadata/labels;
    "" "" "" true metadata/labels;
};

/// Annotations.
pub(super) const COMMON_ANNOTATIONS: &[FieldSpec] = specs! {
    "" "" "Deployment" true spec/template/metadata/annotations;
    "" "" "StatefulSet" true spec/template/metadata/annotations;
    "batch" "" "CronJob" true spec/jobTemplate/metadata/annotations;
    "batch" "" "CronJob" true spec/jobTemplate/spec/template/metadata/annotations;
    "batch" "" "Job" true spec/template/metadata/annotations;
    "" "v1" "ReplicationController" true spec/template/metadata/annotations;
    "" "" "DaemonSet" true spec/template/metadata/annotations;
    "" "" "ReplicaSet" true spec/template/metadata/annotations;
    "" "" "" true metadata/annotations;
};

/// Fields with `$(VAR)`.
pub(super) const VAR_REFERENCE: &[FieldSpec] = specs! {
    "" "" "Service" false spec/ports/port;
    "" "" "Service" false spec/ports/targetPort;
    "" "" "PersistentVolume" false spec/nfs/server;
    "" "" "Deployment" false spec/template/spec/containers/args;
    "" "" "Deployment" false spec/template/spec/containers/command;
    "" "" "Deployment" false spec/template/spec/containers/env/value;
    "" "" "Deployment" false spec/template/spec/containers/volumeMounts/mountPath;
    "" "" "Deployment" false spec/template/spec/initContainers/args;
    "" "" "Deployment" false spec/template/spec/initContainers/command;
    "" "" "Deployment" false spec/template/spec/initContainers/env/value;
    "" "" "Deployment" false spec/template/spec/initContainers/volumeMounts/mountPath;
    "" "" "Deployment" false spec/template/spec/volumes/nfs/server;
    "" "" "Deployment" false spec/template/metadata/annotations;
    "" "" "StatefulSet" false spec/template/spec/containers/args;
    "" "" "StatefulSet" false spec/template/spec/containers/command;
    "" "" "StatefulSet" false spec/template/spec/containers/env/value;
    "" "" "StatefulSet" false spec/template/spec/containers/volumeMounts/mountPath;
    "" "" "StatefulSet" false spec/template/spec/initContainers/args;
    "" "" "StatefulSet" false spec/template/spec/initContainers/command;
    "" "" "StatefulSet" false spec/template/spec/initContainers/env/value;
    "" "" "StatefulSet" false spec/template/spec/initContainers/volumeMounts/mountPath;
    "" "" "StatefulSet" false spec/volumeClaimTemplates/spec/nfs/server;
    "" "" "CronJob" false spec/jobTemplate/spec/template/spec/containers/args;
    "" "" "CronJob" false spec/jobTemplate/spec/template/spec/containers/command;
    "" "" "CronJob" false spec/jobTemplate/spec/template/spec/containers/env/value;
    "" "" "CronJob" false spec/jobTemplate/spec/template/spec/containers/volumeMounts/mountPath;
    "" "" "CronJob" false spec/jobTemplate/spec/template/spec/initContainers/args;
    "" "" "CronJob" false spec/jobTemplate/spec/template/spec/initContainers/command;
    "" "" "CronJob" false spec/jobTemplate/spec/template/spec/initContainers/env/value;
    "" "" "CronJob" false spec/jobTemplate/spec/template/spec/initContainers/volumeMounts/mountPath;
    "" "" "CronJob" false spec/jobTemplate/spec/template/volumes/nfs/server;
    "" "" "DaemonSet" false spec/template/spec/containers/args;
    "" "" "DaemonSet" false spec/template/spec/containers/command;
    "" "" "DaemonSet" false spec/template/spec/containers/env/value;
    "" "" "DaemonSet" false spec/template/spec/containers/volumeMounts/mountPath;
    "" "" "DaemonSet" false spec/template/spec/initContainers/args;
    "" "" "DaemonSet" false spec/template/spec/initContainers/command;
    "" "" "DaemonSet" false spec/template/spec/initContainers/env/value;
    "" "" "DaemonSet" false spec/template/spec/initContainers/volumeMounts/mountPath;
    "" "" "DaemonSet" false spec/template/spec/volumes/nfs/server;
    "" "" "Ingress" false spec/rules/host;
    "" "" "Ingress" false spec/tls/hosts;
    "" "" "Ingress" false spec/tls/secretName;
    "" "" "Job" false spec/template/spec/containers/args;
    "" "" "Job" false spec/template/spec/containers/command;
    "" "" "Job" false spec/template/spec/containers/env/value;
    "" "" "Job" false spec/template/spec/containers/volumeMounts/mountPath;
    "" "" "Job" false spec/template/spec/initContainers/args;
    "" "" "Job" false spec/template/spec/initContainers/command;
    "" "" "Job" false spec/template/spec/initContainers/env/value;
    "" "" "Job" false spec/template/spec/initContainers/volumeMounts/mountPath;
    "" "" "Job" false spec/template/spec/volumes/nfs/server;
    "" "" "Pod" false spec/containers/args;
    "" "" "Pod" false spec/containers/command;
    "" "" "Pod" false spec/containers/env/value;
    "" "" "Pod" false spec/containers/volumeMounts/mountPath;
    "" "" "Pod" false spec/initContainers/args;
    "" "" "Pod" false spec/initContainers/command;
    "" "" "Pod" false spec/initContainers/env/value;
    "" "" "Pod" false spec/initContainers/volumeMounts/mountPath;
    "" "" "Pod" false spec/volumes/nfs/server;
    "" "" "ReplicaSet" false spec/template/spec/containers/args;
    "" "" "ReplicaSet" false spec/template/spec/containers/command;
    "" "" "ReplicaSet" false spec/template/spec/containers/env/value;
    "" "" "ReplicaSet" false spec/template/spec/containers/volumeMounts/mountPath;
    "" "" "ReplicaSet" false spec/template/spec/initContainers/args;
    "" "" "ReplicaSet" false spec/template/spec/initContainers/command;
    "" "" "ReplicaSet" false spec/template/spec/initContainers/env/value;
    "" "" "ReplicaSet" false spec/template/spec/initContainers/volumeMounts/mountPath;
    "" "" "ReplicaSet" false spec/template/spec/volumes/nfs/server;
    "" "" "" false metadata/labels;
    "" "" "" false metadata/annotations;
};

/// Images.
pub(super) const IMAGES: &[FieldSpec] = specs! {
    "" "" "" true spec/"containers[]"/image;
    "" "" "" true spec/"initContainers[]"/image;
    "" "" "" true spec/"volumes[]"/image/reference;
    "" "" "" true spec/template/spec/"containers[]"/image;
    "" "" "" true spec/template/spec/"initContainers[]"/image;
    "" "" "" true spec/template/spec/"volumes[]"/image/reference;
};

/// Numbers of replicas.
pub(super) const REPLICAS: &[FieldSpec] = specs! {
    "" "" "Deployment" true spec/replicas;
    "" "" "StatefulSet" true spec/replicas;
    "" "" "ReplicaSet" true spec/replicas;
    "" "" "ReplicationController" true spec/replicas;
};

/// Where labels go in any case: no built-in fields.
pub(super) const LABELS: &[FieldSpec] = &[];
