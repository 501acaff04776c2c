//! Charts: how helm is called, and with which files.

use super::scene::{Scene, oracle, says};

/// Prints its version; pulls a chart of that name; prints an object for a chart, and notes its values.
const HELM: &str = r#"
echo "  config=$HELM_CONFIG_HOME cache=$HELM_CACHE_HOME data=$HELM_DATA_HOME" >> "$SCENE/log"
case $1 in
version) echo "${HELM_VERSION:-v3.14.0+g3fc9f4b}" ;;
pull)
    [ "$5" = --repo ] && name=$7 || name=${5##*/}
    mkdir -p "$4/$name" && echo 'of: pulled' > "$4/$name/values.yaml" ;;
template)
    [ -z "$HELM_FAILS" ] || { echo 'Error: no luck' >&2; exit 1; }
    file=
    for arg; do
        [ "$file" = -f ] && sed 's/^/  | /' "$arg" >> "$SCENE/log"
        file=$arg
    done
    printf 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: rendered\n  namespace: own\n---\n' ;;
esac"#;

const CHART: &str = "apiVersion: v2\nname: app\nversion: 1.0.0\n";

fn scene(kustomization: &str) -> Scene {
    let scene = Scene::new(&[
        ("k/kustomization.yaml", kustomization),
        ("k/charts/app/Chart.yaml", CHART),
        ("k/charts/app/values.yaml", "# of the chart\na: 1\nlist: [x]\nmap: {b: 2, c: 3}\n"),
        ("k/my-values.yaml", "mine: yes\na: 5\n"),
        ("k/more.yaml", "more: true\n"),
        ("k/elsewhere/app/values.yaml", "elsewhere: 1\n"),
    ]);
    scene.program("helm", HELM);
    scene.program("my-helm", HELM);
    scene
}

#[test]
fn a_chart_in_the_directory() {
    let scene = scene("namespace: team\nnamePrefix: p-\nhelmCharts:\n- name: app\n");
    scene.as_recorded("helm-plain", &["--enable-helm"]);
}

#[test]
fn every_field() {
    let scene = scene(
        "helmCharts:\n- name: app\n  releaseName: rel\n  namespace: ns\n  nameTemplate: 'x-{{ .Release.Name }}'\n  \
         valuesFile: my-values.yaml\n  additionalValuesFiles: [more.yaml]\n  apiVersions: [foo/v1, bar/v2]\n  \
         kubeVersion: '1.30'\n  includeCRDs: true\n  skipTests: true\n  skipHooks: true\n  debug: true\n  devel: true\n  \
         version: 1.2.3\n",
    );
    scene.as_recorded("helm-every-field", &["--enable-helm"]);
}

#[test]
fn values_of_the_kustomization() {
    for how in ["", "merge", "override", "replace"] {
        let inline = "valuesInline: {a: 2, map: {b: 9}, z: [q], list: [y]}";
        let scene = scene(&format!("helmCharts:\n- name: app\n  valuesMerge: '{how}'\n  {inline}\n"));
        scene.as_recorded(&format!("helm-values-{how}"), &["--enable-helm"]);
    }
}

#[test]
fn flags_of_the_command() {
    let scene = scene("helmGlobals: {chartHome: elsewhere, configHome: conf}\nhelmCharts:\n- name: app\n");
    let flags = [
        "--enable-helm",
        "--helm-command=my-helm",
        "--helm-kube-version=1.31",
        "--helm-api-versions=a/v1,b/v1",
        "--helm-api-versions=c/v1",
        "--helm-debug",
    ];
    scene.as_recorded("helm-flags", &flags);
}

#[test]
fn charts_are_pulled() {
    for (name, chart) in [
        ("version", "name: other\n  repo: https://charts.example.com\n  version: 1.2.3"),
        ("newest", "name: other\n  repo: https://charts.example.com\n  devel: true"),
        ("oci", "name: other\n  repo: oci://example.com/charts/\n  version: 1.2.3"),
        ("is-there", "name: app\n  repo: https://charts.example.com"),
    ] {
        let scene = scene(&format!("helmCharts:\n- {chart}\n"));
        scene.as_recorded(&format!("helm-pull-{name}"), &["--enable-helm"]);
        // What was pulled stays for the next time.
        scene.as_recorded(&format!("helm-pull-{name}-again"), &["--enable-helm"]);
    }
}

#[test]
fn a_chart_as_generator() {
    let scene = scene(
        "namespace: team\ngenerators:\n- |-\n  apiVersion: builtin\n  kind: HelmChartInflationGenerator\n  metadata:\n    \
         name: x\n  name: app\n  chartHome: elsewhere\n  releaseName: rel\n",
    );
    scene.as_recorded("helm-generator", &["--enable-helm"]);
}

#[test]
fn what_is_refused() {
    let plain = "helmCharts:\n- name: app\n";
    says(&scene(plain).as_recorded("helm-off", &[]), &["--enable-helm"]);
    let said = scene("helmCharts:\n- name: nope\n").as_recorded("helm-no-chart", &["--enable-helm"]);
    says(&said, &["there is no chart `nope`"]);
    let mut old = scene(plain);
    old.env("HELM_VERSION", "v2.9.0");
    says(&old.as_recorded("helm-version-2", &["--enable-helm"]), &["v2.9.0"]);
    let mut failing = scene(plain);
    failing.env("HELM_FAILS", "1");
    says(&failing.as_recorded("helm-fails", &["--enable-helm"]), &["no luck", "exit status 1"]);
    let missing = ["--enable-helm", "--helm-command=no-such-helm"];
    says(&scene(plain).as_recorded("helm-missing", &missing), &["no-such-helm", "install helm"]);
}

/// Kustomize gives them to helm, of which some options run programs.
#[test]
fn names_that_are_options() {
    if oracle().is_none() {
        for chart in ["name: --post-renderer=x", "name: app\n  releaseName: --post-renderer=x"] {
            let scene = scene(&format!("helmCharts:\n- {chart}\n"));
            let output = scene.run(&["--enable-helm"]);
            assert_eq!(output.status.code(), Some(1));
            says(
                &String::from_utf8_lossy(&output.stderr),
                &["helm would take `--post-renderer=x` for an option"],
            );
            assert!(!scene.path("log").exists(), "helm was called");
        }
    }
}
