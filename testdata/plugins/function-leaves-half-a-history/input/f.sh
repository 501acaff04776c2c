#!/bin/sh
cat <<'END'
apiVersion: config.kubernetes.io/v1
kind: ResourceList
items:
- apiVersion: v1
  kind: Secret
  metadata:
    name: new
    annotations:
      internal.config.kubernetes.io/previousNames: old
      internal.config.kubernetes.io/previousKinds: Secret
- apiVersion: v1
  kind: Pod
  metadata:
    name: pod
  spec:
    containers:
    - name: c
      image: i
      envFrom:
      - secretRef:
          name: old
END
