mod inline_values;
mod stand_in;

use std::collections::HashMap;

use super::*;
use crate::kustomization;
use crate::source::SourceId;
use crate::world::Command;
use crate::yaml::parse::{Dialect, parse};
use stand_in::{Around, StandIn, around};

fn text(text: &str) -> Text {
    Text::new(text.into(), Span::NONE)
}

fn item(text: &str) -> HelmChart {
    let text = format!("helmCharts:\n- {}\n", text.trim().replace('\n', "\n  "));
    let sources = Sources::default();
    let source = sources.add("kustomization.yaml", text.as_str());
    let node = parse(&text, source, Dialect::V2).unwrap().unwrap();
    let k: kustomization::Kustomization = from_node(&node, Mode::KUSTOMIZATION).unwrap();
    k.helm_charts.into_iter().next().unwrap().value
}

/// The lines helm was called with after its version, the values written, and the result.
fn render(
    chart: &HelmChart,
    globals: &HelmGlobals,
    settings: &HelmSettings,
    around: &Around,
) -> (Vec<String>, String) {
    let helm = StandIn::default();
    let inflation = Inflation::configure(chart, globals, Some(settings), "", Span::NONE, around).unwrap();
    assert_eq!(inflation.run(Some(&helm), around).unwrap(), b"kind: A\n");
    let seen = helm.seen.into_inner().unwrap();
    assert!(seen.iter().all(|command| command.dir.is_none() && command.env.len() == 3));
    assert_eq!(seen[0].line(), "helm version --short");
    let written = helm.written.lock().unwrap().remove(0);
    assert_eq!(written.0, "foo-kustomize-values.yaml");
    (seen[1..].iter().map(Command::line).collect(), written.1)
}

fn lines(text: &str) -> Vec<String> {
    render(&item(text), &HelmGlobals::default(), &HelmSettings::default(), &around()).0
}

const F: &str = "-f /tmp/T/foo-kustomize-values.yaml";

#[test]
fn plain() {
    let (lines, values) =
        render(&item("name: foo"), &HelmGlobals::default(), &HelmSettings::default(), &around());
    assert_eq!(lines, [format!("helm template --generate-name /k/charts/foo {F}")]);
    assert_eq!(values, "# own\na: 1\n");
}

#[test]
fn everything() {
    let text = "
name: foo
releaseName: rel
namespace: ns
version: 1.2.3
valuesFile: v.yaml
additionalValuesFiles: [w.yaml, v.yaml]
includeCRDs: true
skipHooks: true
skipTests: true
apiVersions: [a/v1, b/v2]
kubeVersion: \"1.30\"
nameTemplate: nt
debug: true
devel: true";
    let expected = format!(
        "helm template rel /k/charts/foo --namespace ns --name-template nt {F} -f /k/w.yaml -f /k/v.yaml \
         --api-versions a/v1 --api-versions b/v2 --kube-version 1.30 --include-crds --skip-tests --no-hooks --debug \
         --devel"
    );
    assert_eq!(lines(text), [expected]);
}

#[test]
fn pulls() {
    let pull = |text: &str| {
        let around = Around {
            directories: Vec::new(),
            files: HashMap::from([
                ("/k/charts/foo/values.yaml", ""),
                ("/k/charts/foo-1.0/foo/values.yaml", ""),
                ("/k/charts/foo-1.0.0/foo/values.yaml", ""),
            ]),
            ..around()
        };
        render(&item(text), &HelmGlobals::default(), &HelmSettings::default(), &around).0
    };
    assert_eq!(
        pull("name: foo\nrepo: https://x/y"),
        [
            "helm pull --untar --untardir /k/charts --repo https://x/y foo".to_owned(),
            format!("helm template --generate-name /k/charts/foo {F}"),
        ]
    );
    assert_eq!(
        pull("name: foo\nrepo: https://x/y\nversion: \"1.0\"\ndevel: true\ndebug: true"),
        [
            "helm pull --untar --untardir /k/charts/foo-1.0 --repo https://x/y foo --version 1.0 --devel"
                .to_owned(),
            format!("helm template --generate-name /k/charts/foo-1.0/foo {F} --debug --devel"),
        ]
    );
    assert_eq!(
        pull("name: foo\nrepo: oci://x/y/\nversion: 1.0.0")[0],
        "helm pull --untar --untardir /k/charts/foo-1.0.0 oci://x/y/foo --version 1.0.0"
    );
    assert_eq!(
        pull("name: foo\nrepo: oci://x/y//")[0],
        "helm pull --untar --untardir /k/charts oci://x/y//foo"
    );
    assert_eq!(
        pull("name: foo\nrepo: OCI://x/y/")[0],
        "helm pull --untar --untardir /k/charts --repo OCI://x/y/ foo"
    );
}

#[test]
fn flags_are_defaults() {
    let settings = HelmSettings {
        kube_version: "1.99".into(),
        api_versions: vec!["f/v1".into(), "g/v1".into()],
        debug: true,
        ..HelmSettings::default()
    };
    let last = |text: &str| {
        let lines = render(&item(text), &HelmGlobals::default(), &settings, &around()).0;
        lines[0].rsplit_once(F).unwrap().1.to_owned()
    };
    assert_eq!(last("name: foo"), " --api-versions f/v1 --api-versions g/v1 --kube-version 1.99 --debug");
    assert_eq!(
        last("name: foo\nkubeVersion: \"1.3\"\napiVersions: [z/v1]\ndebug: false"),
        " --api-versions z/v1 --kube-version 1.3 --debug"
    );
}

#[test]
fn directories_and_environment() {
    let globals = HelmGlobals { chart_home: text("ch"), config_home: text("cfg"), ..Default::default() };
    let around = Around {
        directories: vec!["/k/ch/foo"],
        files: HashMap::from([("/k/ch/foo/values.yaml", "")]),
        ..around()
    };
    let helm = StandIn::default();
    let (chart, settings) = (item("name: foo"), HelmSettings::default());
    let inflation =
        Inflation::configure(&chart, &globals, Some(&settings), "inherited", Span::NONE, &around).unwrap();
    inflation.run(Some(&helm), &around).unwrap();
    let seen = helm.seen.lock().unwrap();
    assert_eq!(seen[1].line(), format!("helm template --generate-name /k/ch/foo --namespace inherited {F}"));
    let env: Vec<String> =
        seen[1].env.iter().map(|(k, v)| format!("{}={}", k.display(), v.display())).collect();
    assert_eq!(env, ["HELM_CONFIG_HOME=cfg", "HELM_CACHE_HOME=cfg/.cache", "HELM_DATA_HOME=cfg/.data"]);
}

fn refusal(text: &str, helm: &StandIn, around: &Around) -> String {
    let (chart, globals, settings) = (item(text), HelmGlobals::default(), HelmSettings::default());
    let result = Inflation::configure(&chart, &globals, Some(&settings), "", Span::NONE, around)
        .and_then(|inflation| inflation.run(Some(helm), around));
    let error = result.unwrap_err();
    error.parts().upstream.clone().unwrap_or_else(|| error.to_string())
}

#[test]
fn refusals() {
    let fine = StandIn::default();
    let around = around();
    assert_eq!(refusal("version: 1.0.0", &fine, &around), "chart name cannot be empty");
    assert_eq!(
        refusal("name: foo\nvaluesMerge: zz", &fine, &around),
        "valuesMerge must be one of [merge override replace]"
    );
    assert_eq!(refusal("name: bar", &fine, &around), "no repo specified for pull, no chart found at ''");
    assert!(
        refusal("name: foo\nadditionalValuesFiles: [x]", &fine, &around)
            .starts_with("could not load additionalValuesFile: ")
    );
    assert_eq!(
        refusal("name: foo\nvaluesFile: empty.yaml\nvaluesInline: {a: b}", &fine, &around),
        "could not parse values file into rnode: EOF"
    );
    for odd in ["name: a/b", "name: ..", "name: -x", "name: foo\nreleaseName: --post-renderer=x"] {
        let before = fine.seen.lock().unwrap().len();
        refusal(odd, &fine, &around);
        assert_eq!(fine.seen.lock().unwrap().len(), before, "{odd}");
    }
    let failing = StandIn { failing: "template", ..StandIn::default() };
    assert_eq!(
        refusal("name: foo", &failing, &around),
        "template failed\n: unable to run: 'helm template --generate-name /k/charts/foo -f \
         /tmp/T/foo-kustomize-values.yaml' with env=[HELM_CONFIG_HOME=/tmp/T/helm HELM_CACHE_HOME=/tmp/T/helm/.cache \
         HELM_DATA_HOME=/tmp/T/helm/.data] (is 'helm' installed?): exit status 5"
    );
    let old = StandIn { version: "v2.9", ..StandIn::default() };
    assert_eq!(refusal("name: foo", &old, &around), "this plugin requires helm V3 or V4 but got v2.9");
}

#[test]
fn off_until_allowed() {
    let (chart, globals, settings, around) =
        (item("name: foo"), HelmGlobals::default(), HelmSettings::default(), around());
    let off = Inflation::configure(&chart, &globals, None, "", Span::NONE, &around).unwrap_err();
    assert_eq!(off.parts().upstream.as_deref(), Some("must specify --enable-helm"));
    let inflation = Inflation::configure(&chart, &globals, Some(&settings), "", Span::NONE, &around).unwrap();
    assert_eq!(inflation.run(None, &around).unwrap_err().parts().code, Code::Capability);
}

/// With the helm of this machine, where there is one: `cargo test --features process -- --ignored real_helm`.
#[cfg(feature = "process")]
#[test]
#[ignore = "needs helm on the path"]
fn real_helm() {
    use crate::world::{Disk, Entry, FileSystem, Processes};

    struct OnDisk(Box<dyn Scratch>, Sources);

    impl Surroundings for OnDisk {
        fn root(&self) -> &Path {
            self.0.path()
        }

        fn found(&self, path: &Path) -> Found {
            match Disk.entry(path) {
                Ok(Entry::Directory) => Found::Directory,
                Ok(_) => Found::Other,
                Err(_) => Found::Nothing,
            }
        }

        fn read(&self, entry: &str, _: Span) -> Result<Vec<u8>> {
            Disk.read(&join(self.root(), entry))
                .map_err(|error| Diagnostic::error(Code::Unreadable, error.to_string()))
        }

        fn sources(&self) -> &Sources {
            &self.1
        }
    }

    let around = OnDisk(Processes.scratch().unwrap(), Sources::default());
    let script = "mkdir -p charts/foo/templates && cd charts/foo && \
                  printf 'apiVersion: v2\\nname: foo\\nversion: 1.0.0\\n' > Chart.yaml && echo 'a: 1' > values.yaml && \
                  printf 'kind: ConfigMap\\nmetadata:\\n  name: {{ .Release.Name }}-{{ .Values.a }}\\n' > templates/c.yaml";
    assert!(Processes.run(&Command::new("sh").args(["-c", script]).dir(around.root())).unwrap().success());
    let (chart, globals, settings) =
        (item("name: foo\nreleaseName: rel"), HelmGlobals::default(), HelmSettings::default());
    let inflation = Inflation::configure(&chart, &globals, Some(&settings), "", Span::NONE, &around).unwrap();
    let printed = String::from_utf8(inflation.run(Some(&Processes), &around).unwrap()).unwrap();
    assert!(printed.contains("name: rel-1"), "{printed}");
}
