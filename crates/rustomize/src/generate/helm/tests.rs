use std::collections::HashMap;
use std::io;
use std::sync::Mutex;

use super::*;
use crate::kustomization;
use crate::source::SourceId;
use crate::world::{Command, Output};
use crate::yaml::parse::{Dialect, parse};
use crate::yaml::stream;

/// A stand-in for helm: it remembers what it was called with, and prints a version or a manifest. The expected lines
/// of these tests were recorded by calling such a stand-in from kustomize 5.8.1.
#[derive(Default)]
struct StandIn {
    version: &'static str,
    failing: &'static str,
    seen: Mutex<Vec<Command>>,
    written: std::sync::Arc<Mutex<Vec<(String, String)>>>,
}

struct Shared(std::sync::Arc<Mutex<Vec<(String, String)>>>);

impl Scratch for Shared {
    fn path(&self) -> &Path {
        Path::new("/tmp/T")
    }

    fn write(&self, name: &str, content: &[u8]) -> io::Result<PathBuf> {
        self.0.lock().unwrap().push((name.to_owned(), String::from_utf8(content.into()).unwrap()));
        Ok(self.path().join(name))
    }
}

impl Exec for StandIn {
    fn run(&self, command: &Command) -> io::Result<Output> {
        self.seen.lock().unwrap().push(command.clone());
        let what = command.args[0].to_str().unwrap();
        if what == self.failing {
            return Ok(Output {
                status: Some(5),
                stdout: b"out\n".into(),
                stderr: format!("{what} failed\n").into(),
            });
        }
        let stdout = match what {
            "version" if !self.version.is_empty() => self.version,
            "version" => "v3.14.0",
            "template" => "kind: A\n",
            _ => "",
        };
        Ok(Output { status: Some(0), stdout: stdout.into(), stderr: b"said".into() })
    }

    fn scratch(&self) -> io::Result<Box<dyn Scratch>> {
        Ok(Box::new(Shared(self.written.clone())))
    }
}

struct Around {
    sources: Sources,
    directories: Vec<&'static str>,
    files: HashMap<&'static str, &'static str>,
}

impl Surroundings for Around {
    fn root(&self) -> &Path {
        Path::new("/k")
    }

    fn found(&self, path: &Path) -> Found {
        match self.directories.iter().any(|dir| Path::new(dir) == path) {
            true => Found::Directory,
            false if self.files.contains_key(path.to_str().unwrap()) => Found::Other,
            false => Found::Nothing,
        }
    }

    fn read(&self, entry: &str, _: Span) -> Result<Vec<u8>> {
        match self.files.get(entry) {
            Some(text) => Ok(text.as_bytes().into()),
            None => Err(Diagnostic::error(Code::Unreadable, format!("no {entry}"))),
        }
    }

    fn sources(&self) -> &Sources {
        &self.sources
    }
}

fn around() -> Around {
    Around {
        sources: Sources::default(),
        directories: vec!["/k/charts/foo"],
        files: HashMap::from([
            ("/k/charts/foo/values.yaml", "# own\na: 1\n"),
            ("/k/charts/foo-1.0/foo/values.yaml", "a: 1\n"),
            ("v.yaml", "v: 1\n"),
            ("w.yaml", "w: 1\n"),
            ("empty.yaml", "# nothing\n"),
        ]),
    }
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

fn text(text: &str) -> Text {
    Text::new(text.into(), Span::NONE)
}

/// The cases in `recorded/values.yaml` are files and inline values, and what kustomize 5.8.1 made of them.
#[test]
fn inline_values() {
    let cases = stream::read(include_str!("recorded/values.yaml"), SourceId::NONE).unwrap();
    for case in &cases {
        let at = |key: &str| case.text_at(&[key]).unwrap_or_default();
        let inline: Vec<String> = at("inline").lines().map(|line| format!("  {line}\n")).collect();
        let chart = format!(
            "name: foo\nvaluesFile: f.yaml\nvaluesMerge: {}\nvaluesInline:\n{}",
            at("merge"),
            inline.concat()
        );
        let file: &'static str = at("file").to_owned().leak();
        let mut around = around();
        around.files.insert("f.yaml", file);
        let expected = at("expected");
        let (chart, globals, settings) = (item(&chart), HelmGlobals::default(), HelmSettings::default());
        let helm = StandIn::default();
        let result = Inflation::configure(&chart, &globals, Some(&settings), "", Span::NONE, &around)
            .and_then(|inflation| inflation.run(Some(&helm), &around));
        let ours = match result {
            Ok(_) => helm.written.lock().unwrap().remove(0).1,
            Err(error) => format!("error: {}", error.parts().upstream.as_deref().unwrap_or("?")),
        };
        match expected.strip_prefix("error: ") {
            None => assert_eq!(ours, expected, "{}", at("name")),
            Some(_) => assert!(ours.starts_with("error: "), "{}: {ours}", at("name")),
        }
    }
    assert!(cases.len() > 20);
}

/// Inline values go through JSON in kustomize: numbers become floats, keys and words are those of YAML 1.1.
#[test]
fn inline_values_as_kustomize_reads_them() {
    let inline = "name: foo
valuesMerge: replace
valuesInline:
  big: 12345678901234567890
  i53: 9007199254740993
  f: 1.0
  e: 1e21
  s: 0x1F
  d: 2020-01-01
  n: null
  m: {}
  l: []
  q: \"a: b\"
  5: five
  lst: [{a: null}, null, 1.50]";
    let written = render(&item(inline), &HelmGlobals::default(), &HelmSettings::default(), &around()).1;
    assert_eq!(
        written,
        "\"5\": five\nbig: 12345678901234567000\nd: \"2020-01-01\"\ne: 1e+21\nf: 1\n\"false\": null\n\
         i53: 9007199254740992\nl: []\nlst:\n- a: null\n- null\n- 1.5\nm: {}\nq: 'a: b'\ns: 31\n"
    );
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
