//! The built-in table of references by name.

use std::borrow::Cow;

use super::{FieldPath, FieldSpec, GvkFilter, Segment};
use crate::field::config::NameReference;

macro_rules! references {
    ($($group:literal $version:literal $kind:literal { $($specs:tt)* })*) => {
        &[$(NameReference {
            target: GvkFilter::constant($group, $version, $kind),
            referrers: Cow::Borrowed(const { specs! { $($specs)* } }),
        }),*]
    };
}

/// Fields that hold names, by the kind of object they name.
pub(in crate::field) const NAME_REFERENCE: &[NameReference] = references! {
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
