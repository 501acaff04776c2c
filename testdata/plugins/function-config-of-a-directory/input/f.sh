#!/bin/sh
printf 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: input\n  annotations:\n    kustomize.config.k8s.io/needs-hash: "T"\ndata:\n  input: |\n'
sed 's/^/    /'
