//! Objects as they are found in clusters, one differing from the next by its number.

/// Name of the application with a number.
pub(crate) fn name(i: usize) -> String {
    format!("tea-{i:04}")
}

/// The image that all applications run.
pub(crate) const IMAGE: &str = "registry.example.com/tearoom/kettle";

/// Three documents: a Deployment, its Service and its ConfigMap.
pub fn application(i: usize) -> String {
    format!("{}---\n{}---\n{}", deployment(i), service(i), config_map(i))
}

fn deployment(i: usize) -> String {
    let (name, room, replicas) = (name(i), i % 5, 1 + i % 3);
    format!(
        r#"apiVersion: apps/v1
kind: Deployment
metadata:
  name: {name}
  labels:
    app.kubernetes.io/name: {name}
    room: "{room}"
  annotations:
    tearoom.example.com/steward: "person-{room}@example.com"
spec:
  replicas: {replicas}
  selector:
    matchLabels:
      app.kubernetes.io/name: {name}
  strategy:
    rollingUpdate: {{maxSurge: 25%, maxUnavailable: 0}}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: {name}
        room: "{room}"
    spec:
      containers:
      - name: kettle
        image: {IMAGE}:1.4.2
        args: ["--temperature=95", '--leaf', assam]
        ports:
        - containerPort: 8080
          name: http
        env:
        - name: NUMBER
          value: "{i}"
        - name: SUGAR
          valueFrom:
            configMapKeyRef:
              key: sugar
              name: {name}
        envFrom:
        - configMapRef:
            name: tearoom
        readinessProbe:
          httpGet:
            path: /ready
            port: http
          initialDelaySeconds: 3
        resources:
          limits: {{cpu: 250m, memory: 128Mi}}
          requests:
            cpu: 50m
            memory: 64Mi
        volumeMounts:
        - mountPath: /etc/tearoom
          name: settings
          readOnly: true
      # Washes up after the others.
      - name: dishwasher
        image: registry.example.com/tearoom/dishwasher:0.3
        command:
        - sh
        - -c
        - |
          until test -e /tmp/closed; do
            wash --cups --saucers
            sleep 30
          done
      volumes:
      - name: settings
        configMap:
          name: {name}
"#
    )
}

fn service(i: usize) -> String {
    let name = name(i);
    format!(
        r#"apiVersion: v1
kind: Service
metadata:
  name: {name}
spec:
  selector:
    app.kubernetes.io/name: {name}
  ports:
  - name: http
    port: 80
    targetPort: http
"#
    )
}

fn config_map(i: usize) -> String {
    let (name, grams) = (name(i), 3 + i % 9);
    format!(
        r#"apiVersion: v1
kind: ConfigMap
metadata:
  name: {name}
data:
  sugar: brown
  recipe.yaml: |
    grams: {grams}
    minutes: 4.5
    milk: first
"#
    )
}

/// A strategic merge patch for the Deployment of an application.
pub(crate) fn strategic_patch(i: usize) -> String {
    format!(
        r#"apiVersion: apps/v1
kind: Deployment
metadata:
  name: {}
spec:
  replicas: 7
  template:
    spec:
      containers:
      - name: kettle
        env:
        - name: PATCHED
          value: "yes"
        resources:
          limits:
            memory: 512Mi
"#,
        name(i)
    )
}

/// A definition with a large schema: groups of fields with long descriptions, 8 kB to a group.
pub fn custom_resource_definition(i: usize, groups: usize) -> String {
    let mut text = format!(
        r#"apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: ceremonies{i}.tearoom.example.com
spec:
  group: tearoom.example.com
  names:
    kind: Ceremony{i}
    listKind: Ceremony{i}List
    plural: ceremonies{i}
    singular: ceremony{i}
  scope: Namespaced
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        description: A ceremony and all that belongs to it.
        type: object
        properties:
          spec:
            type: object
            properties:
"#
    );
    (0..groups).for_each(|group| field_group(group, &mut text));
    text
}

fn field_group(group: usize, text: &mut String) {
    text.push_str(&format!(
        "              course{group}:\n                description: |-\n                  Course number {group}.\n                  More info: https://example.com/courses#{group}\n                type: object\n                required:\n                - field0\n                properties:\n"
    ));
    for field in 0..16 {
        let kind = ["string", "integer", "boolean"][field % 3];
        text.push_str(&format!(
            r#"                  field{field}:
                    description: 'What the guests of course {group} expect of it, in the words of the one who serves,
                      who need not repeat them: "field {field}" must be given when the course before
                      it was left out, and defaults to the season''s choice otherwise.'
                    type: {kind}
                  list{field}:
                    items:
                      properties:
                        key: {{type: string}}
                        value:
                          type: {kind}
                      type: object
                    type: array
                    x-kubernetes-list-type: atomic
"#
        ));
    }
}
