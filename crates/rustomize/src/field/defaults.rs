//! The built-in tables, in the order they take effect: sorted by kind, as merging sorts them.
//!
//! A row: group, version, kind (empty fits anything), whether the field is made, the path.

use std::borrow::Cow;

use super::config::NameReference;
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

macro_rules! references {
    ($($group:literal $version:literal $kind:literal { $($specs:tt)* })*) => {
        &[$(NameReference {
            target: GvkFilter::constant($group, $version, $kind),
            referrers: Cow::Borrowed(const { specs! { $($specs)* } }),
        }),*]
    };
}

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

/// Fields that hold names, by the kind of object they name.
pub(super) const NAME_REFERENCE: &[NameReference] = references! {
    "storage.k8s.io" "v1" "StorageClass" {
        "" "" "PersistentVolume" false spec/storageClassName;
        "" "" "PersistentVolumeClaim" false spec/storageClassName;
        "" "" "StatefulSet" false spec/volumeClaimTemplates/spec/storageClassName;
    }
    "" "v1" "ServiceAccount" {
        "rbac.authorization.k8s.io" "" "RoleBinding" false subjects;
        "rbac.authorization.k8s.io" "" "ClusterRoleBinding" false subjects;
        "" "" "Pod" false spec/serviceAccountName;
        "" "" "StatefulSet" false spec/template/spec/serviceAccountName;
        "" "" "Deployment" false spec/template/spec/serviceAccountName;
        "" "" "ReplicationController" false spec/template/spec/serviceAccountName;
        "" "" "CronJob" false spec/jobTemplate/spec/template/spec/serviceAccountName;
        "" "" "Job" false spec/template/spec/serviceAccountName;
        "" "" "DaemonSet" false spec/template/spec/serviceAccountName;
    }
    "rbac.authorization.k8s.io" "" "Role" {
        "rbac.authorization.k8s.io" "" "RoleBinding" false roleRef/name;
    }
    "rbac.authorization.k8s.io" "" "ClusterRole" {
        "rbac.authorization.k8s.io" "" "RoleBinding" false roleRef/name;
        "rbac.authorization.k8s.io" "" "ClusterRoleBinding" false roleRef/name;
    }
    "" "v1" "ConfigMap" {
        "" "v1" "Pod" false spec/volumes/configMap/name;
        "" "v1" "Pod" false spec/containers/env/valueFrom/configMapKeyRef/name;
        "" "v1" "Pod" false spec/initContainers/env/valueFrom/configMapKeyRef/name;
        "" "v1" "Pod" false spec/containers/envFrom/configMapRef/name;
        "" "v1" "Pod" false spec/initContainers/envFrom/configMapRef/name;
        "" "v1" "Pod" false spec/volumes/projected/sources/configMap/name;
        "" "" "PodTemplate" false template/spec/volumes/configMap/name;
        "" "" "PodTemplate" false template/spec/containers/env/valueFrom/configMapKeyRef/name;
        "" "" "PodTemplate" false template/spec/initContainers/env/valueFrom/configMapKeyRef/name;
        "" "" "PodTemplate" false template/spec/containers/envFrom/configMapRef/name;
        "" "" "PodTemplate" false template/spec/initContainers/envFrom/configMapRef/name;
        "" "" "PodTemplate" false template/spec/volumes/projected/sources/configMap/name;
        "" "" "Deployment" false spec/template/spec/volumes/configMap/name;
        "" "" "Deployment" false spec/template/spec/containers/env/valueFrom/configMapKeyRef/name;
        "" "" "Deployment" false spec/template/spec/initContainers/env/valueFrom/configMapKeyRef/name;
        "" "" "Deployment" false spec/template/spec/containers/envFrom/configMapRef/name;
        "" "" "Deployment" false spec/template/spec/initContainers/envFrom/configMapRef/name;
        "" "" "Deployment" false spec/template/spec/volumes/projected/sources/configMap/name;
        "" "" "ReplicaSet" false spec/template/spec/volumes/configMap/name;
        "" "" "ReplicaSet" false spec/template/spec/containers/env/valueFrom/configMapKeyRef/name;
        "" "" "ReplicaSet" false spec/template/spec/initContainers/env/valueFrom/configMapKeyRef/name;
        "" "" "ReplicaSet" false spec/template/spec/containers/envFrom/configMapRef/name;
        "" "" "ReplicaSet" false spec/template/spec/initContainers/envFrom/configMapRef/name;
        "" "" "ReplicaSet" false spec/template/spec/volumes/projected/sources/configMap/name;
        "" "" "DaemonSet" false spec/template/spec/volumes/configMap/name;
        "" "" "DaemonSet" false spec/template/spec/containers/env/valueFrom/configMapKeyRef/name;
        "" "" "DaemonSet" false spec/template/spec/initContainers/env/valueFrom/configMapKeyRef/name;
        "" "" "DaemonSet" false spec/template/spec/containers/envFrom/configMapRef/name;
        "" "" "DaemonSet" false spec/template/spec/initContainers/envFrom/configMapRef/name;
        "" "" "DaemonSet" false spec/template/spec/volumes/projected/sources/configMap/name;
        "" "" "StatefulSet" false spec/template/spec/volumes/configMap/name;
        "" "" "StatefulSet" false spec/template/spec/containers/env/valueFrom/configMapKeyRef/name;
        "" "" "StatefulSet" false spec/template/spec/initContainers/env/valueFrom/configMapKeyRef/name;
        "" "" "StatefulSet" false spec/template/spec/containers/envFrom/configMapRef/name;
        "" "" "StatefulSet" false spec/template/spec/initContainers/envFrom/configMapRef/name;
        "" "" "StatefulSet" false spec/template/spec/volumes/projected/sources/configMap/name;
        "" "" "Job" false spec/template/spec/volumes/configMap/name;
        "" "" "Job" false spec/template/spec/containers/env/valueFrom/configMapKeyRef/name;
        "" "" "Job" false spec/template/spec/initContainers/env/valueFrom/configMapKeyRef/name;
        "" "" "Job" false spec/template/spec/containers/envFrom/configMapRef/name;
        "" "" "Job" false spec/template/spec/initContainers/envFrom/configMapRef/name;
        "" "" "Job" false spec/template/spec/volumes/projected/sources/configMap/name;
        "" "" "CronJob" false spec/jobTemplate/spec/template/spec/volumes/configMap/name;
        "" "" "CronJob" false spec/jobTemplate/spec/template/spec/volumes/projected/sources/configMap/name;
        "" "" "CronJob" false spec/jobTemplate/spec/template/spec/containers/env/valueFrom/configMapKeyRef/name;
        "" "" "CronJob" false spec/jobTemplate/spec/template/spec/initContainers/env/valueFrom/configMapKeyRef/name;
        "" "" "CronJob" false spec/jobTemplate/spec/template/spec/containers/envFrom/configMapRef/name;
        "" "" "CronJob" false spec/jobTemplate/spec/template/spec/initContainers/envFrom/configMapRef/name;
        "" "" "Node" false spec/configSource/configMap;
        "" "" "Role" false rules/resourceNames;
        "" "" "ClusterRole" false rules/resourceNames;
        "" "" "Ingress" false metadata/annotations/"nginx.ingress.kubernetes.io/fastcgi-params-configmap";
    }
    "" "v1" "Secret" {
        "" "v1" "Pod" false spec/volumes/secret/secretName;
        "" "v1" "Pod" false spec/containers/env/valueFrom/secretKeyRef/name;
        "" "v1" "Pod" false spec/initContainers/env/valueFrom/secretKeyRef/name;
        "" "v1" "Pod" false spec/containers/envFrom/secretRef/name;
        "" "v1" "Pod" false spec/initContainers/envFrom/secretRef/name;
        "" "v1" "Pod" false spec/imagePullSecrets/name;
        "" "v1" "Pod" false spec/volumes/projected/sources/secret/name;
        "" "" "PodTemplate" false template/spec/volumes/secret/secretName;
        "" "" "PodTemplate" false template/spec/containers/env/valueFrom/secretKeyRef/name;
        "" "" "PodTemplate" false template/spec/initContainers/env/valueFrom/secretKeyRef/name;
        "" "" "PodTemplate" false template/spec/containers/envFrom/secretRef/name;
        "" "" "PodTemplate" false template/spec/initContainers/envFrom/secretRef/name;
        "" "" "PodTemplate" false template/spec/imagePullSecrets/name;
        "" "" "PodTemplate" false template/spec/volumes/projected/sources/secret/name;
        "" "" "Deployment" false spec/template/spec/volumes/secret/secretName;
        "" "" "Deployment" false spec/template/spec/containers/env/valueFrom/secretKeyRef/name;
        "" "" "Deployment" false spec/template/spec/initContainers/env/valueFrom/secretKeyRef/name;
        "" "" "Deployment" false spec/template/spec/containers/envFrom/secretRef/name;
        "" "" "Deployment" false spec/template/spec/initContainers/envFrom/secretRef/name;
        "" "" "Deployment" false spec/template/spec/imagePullSecrets/name;
        "" "" "Deployment" false spec/template/spec/volumes/projected/sources/secret/name;
        "" "" "ReplicaSet" false spec/template/spec/volumes/secret/secretName;
        "" "" "ReplicaSet" false spec/template/spec/containers/env/valueFrom/secretKeyRef/name;
        "" "" "ReplicaSet" false spec/template/spec/initContainers/env/valueFrom/secretKeyRef/name;
        "" "" "ReplicaSet" false spec/template/spec/containers/envFrom/secretRef/name;
        "" "" "ReplicaSet" false spec/template/spec/initContainers/envFrom/secretRef/name;
        "" "" "ReplicaSet" false spec/template/spec/imagePullSecrets/name;
        "" "" "ReplicaSet" false spec/template/spec/volumes/projected/sources/secret/name;
        "" "" "DaemonSet" false spec/template/spec/volumes/secret/secretName;
        "" "" "DaemonSet" false spec/template/spec/containers/env/valueFrom/secretKeyRef/name;
        "" "" "DaemonSet" false spec/template/spec/initContainers/env/valueFrom/secretKeyRef/name;
        "" "" "DaemonSet" false spec/template/spec/containers/envFrom/secretRef/name;
        "" "" "DaemonSet" false spec/template/spec/initContainers/envFrom/secretRef/name;
        "" "" "DaemonSet" false spec/template/spec/imagePullSecrets/name;
        "" "" "DaemonSet" false spec/template/spec/volumes/projected/sources/secret/name;
        "" "" "StatefulSet" false spec/template/spec/volumes/secret/secretName;
        "" "" "StatefulSet" false spec/template/spec/containers/env/valueFrom/secretKeyRef/name;
        "" "" "StatefulSet" false spec/template/spec/initContainers/env/valueFrom/secretKeyRef/name;
        "" "" "StatefulSet" false spec/template/spec/containers/envFrom/secretRef/name;
        "" "" "StatefulSet" false spec/template/spec/initContainers/envFrom/secretRef/name;
        "" "" "StatefulSet" false spec/template/spec/imagePullSecrets/name;
        "" "" "StatefulSet" false spec/template/spec/volumes/projected/sources/secret/name;
        "" "" "Job" false spec/template/spec/volumes/secret/secretName;
        "" "" "Job" false spec/template/spec/containers/env/valueFrom/secretKeyRef/name;
        "" "" "Job" false spec/template/spec/initContainers/env/valueFrom/secretKeyRef/name;
        "" "" "Job" false spec/template/spec/containers/envFrom/secretRef/name;
        "" "" "Job" false spec/template/spec/initContainers/envFrom/secretRef/name;
        "" "" "Job" false spec/template/spec/imagePullSecrets/name;
        "" "" "Job" false spec/template/spec/volumes/projected/sources/secret/name;
        "" "" "CronJob" false spec/jobTemplate/spec/template/spec/volumes/secret/secretName;
        "" "" "CronJob" false spec/jobTemplate/spec/template/spec/volumes/projected/sources/secret/name;
        "" "" "CronJob" false spec/jobTemplate/spec/template/spec/containers/env/valueFrom/secretKeyRef/name;
        "" "" "CronJob" false spec/jobTemplate/spec/template/spec/initContainers/env/valueFrom/secretKeyRef/name;
        "" "" "CronJob" false spec/jobTemplate/spec/template/spec/containers/envFrom/secretRef/name;
        "" "" "CronJob" false spec/jobTemplate/spec/template/spec/initContainers/envFrom/secretRef/name;
        "" "" "CronJob" false spec/jobTemplate/spec/template/spec/imagePullSecrets/name;
        "" "" "Ingress" false spec/tls/secretName;
        "" "" "Ingress" false metadata/annotations/"ingress.kubernetes.io/auth-secret";
        "" "" "Ingress" false metadata/annotations/"nginx.ingress.kubernetes.io/auth-secret";
        "" "" "Ingress" false metadata/annotations/"nginx.ingress.kubernetes.io/auth-tls-secret";
        "" "" "Ingress" false spec/tls/secretName;
        "" "" "ServiceAccount" false imagePullSecrets/name;
        "" "" "StorageClass" false parameters/secretName;
        "" "" "StorageClass" false parameters/adminSecretName;
        "" "" "StorageClass" false parameters/userSecretName;
        "" "" "StorageClass" false parameters/secretRef;
        "" "" "Role" false rules/resourceNames;
        "" "" "ClusterRole" false rules/resourceNames;
        "serving.knative.dev" "v1" "Service" false spec/template/spec/containers/env/valueFrom/secretKeyRef/name;
        "" "" "PersistentVolume" false spec/azureFile/secretName;
    }
    "" "v1" "Service" {
        "apps" "" "StatefulSet" false spec/serviceName;
        "" "" "Ingress" false spec/rules/http/paths/backend/serviceName;
        "" "" "Ingress" false spec/backend/serviceName;
        "" "" "Ingress" false spec/rules/http/paths/backend/service/name;
        "" "" "Ingress" false spec/defaultBackend/service/name;
        "apiregistration.k8s.io" "" "APIService" false spec/service/name;
        "admissionregistration.k8s.io" "" "ValidatingWebhookConfiguration" false webhooks/clientConfig/service;
        "admissionregistration.k8s.io" "" "MutatingWebhookConfiguration" false webhooks/clientConfig/service;
    }
    "scheduling.k8s.io" "v1" "PriorityClass" {
        "" "" "Pod" false spec/priorityClassName;
        "" "" "StatefulSet" false spec/template/spec/priorityClassName;
        "" "" "Deployment" false spec/template/spec/priorityClassName;
        "" "" "ReplicationController" false spec/template/spec/priorityClassName;
        "" "" "CronJob" false spec/jobTemplate/spec/template/spec/priorityClassName;
        "" "" "Job" false spec/template/spec/priorityClassName;
        "" "" "DaemonSet" false spec/template/spec/priorityClassName;
    }
    "" "v1" "PersistentVolume" {
        "" "" "PersistentVolumeClaim" false spec/volumeName;
        "" "" "ClusterRole" false rules/resourceNames;
    }
    "" "v1" "PersistentVolumeClaim" {
        "" "" "Pod" false spec/volumes/persistentVolumeClaim/claimName;
        "" "" "StatefulSet" false spec/template/spec/volumes/persistentVolumeClaim/claimName;
        "" "" "Deployment" false spec/template/spec/volumes/persistentVolumeClaim/claimName;
        "" "" "ReplicationController" false spec/template/spec/volumes/persistentVolumeClaim/claimName;
        "" "" "CronJob" false spec/jobTemplate/spec/template/spec/volumes/persistentVolumeClaim/claimName;
        "" "" "Job" false spec/template/spec/volumes/persistentVolumeClaim/claimName;
        "" "" "DaemonSet" false spec/template/spec/volumes/persistentVolumeClaim/claimName;
    }
    "" "" "Deployment" {
        "" "" "HorizontalPodAutoscaler" false spec/scaleTargetRef/name;
    }
    "" "" "StatefulSet" {
        "" "" "HorizontalPodAutoscaler" false spec/scaleTargetRef/name;
    }
    "admissionregistration.k8s.io" "" "ValidatingAdmissionPolicy" {
        "admissionregistration.k8s.io" "" "ValidatingAdmissionPolicyBinding" false spec/policyName;
    }
    "networking.k8s.io/v1" "v1" "IngressClass" {
        "" "" "Ingress" false spec/ingressClassName;
    }
    "" "" "ReplicaSet" {
        "" "" "HorizontalPodAutoscaler" false spec/scaleTargetRef/name;
    }
    "" "" "ReplicationController" {
        "" "" "HorizontalPodAutoscaler" false spec/scaleTargetRef/name;
    }
};
