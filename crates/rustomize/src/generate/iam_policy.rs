//! `IAMPolicyGenerator`: a ServiceAccount of Kubernetes that stands for one of Google Cloud.
//!
//! There is no field of the kustomization for it. `{cloud: gke, kubernetesService: {name: a}, serviceAccount: {name: b,
//! projectId: p}}` makes the ServiceAccount `a` with an annotation that names `b@p.iam.gserviceaccount.com`.

use ecow::eco_format;
use serde::Deserialize;

use super::plugin::{Boxed, GeneratorPlugin, Setup};
use crate::diag::{Code, Diagnostic, Result, did_you_mean};
use crate::kustomization::Text;
use crate::resource::Resource;
use crate::schema::Schema;
use crate::source::{SourceId, Span};
use crate::yaml::de::{Mode, from_node};
use crate::yaml::parse::{self, Dialect};
use crate::yaml::{Entry, Node, name_span};

const ANNOTATION: &str = "iam.gke.io/gcp-service-account";

/// The configuration of an `IAMPolicyGenerator`.
#[derive(Default, Deserialize)]
#[serde(
    rename = "IAMPolicyGenerator|cloud,kubernetesService,serviceAccount",
    default,
    rename_all = "camelCase"
)]
struct Config {
    cloud: Text,
    kubernetes_service: KubernetesService,
    service_account: ServiceAccount,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct KubernetesService {
    name: Text,
    namespace: Text,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct ServiceAccount {
    name: Text,
    project_id: Text,
}

struct IamPolicy {
    config: Config,
    span: Span,
}

/// The generator of a configuration object.
pub(super) fn from_config<'a>(_: Setup<'a>, config: &Node) -> Result<Boxed<'a>> {
    Ok(Box::new(IamPolicy { config: from_node(config, Mode::PLUGIN)?, span: name_span(config) }))
}

impl GeneratorPlugin for IamPolicy {
    fn generate(&self, schema: &Schema, _: &mut Vec<Diagnostic>) -> Result<Vec<Resource>> {
        let Config { cloud, kubernetes_service: service, .. } = &self.config;
        if cloud.as_str() != "gke" {
            return Err(Diagnostic::error(Code::Generator, format!("`cloud` cannot be `{}`", cloud.value))
                .at(if cloud.span.is_none() { self.span } else { cloud.span })
                .maybe_hint(did_you_mean(cloud, ["gke"]))
                .hint("the only cloud there is here is `gke`")
                .upstream(format!("cloud provider {} not supported yet", cloud.value)));
        }
        if service.name.is_empty() {
            return Err(Diagnostic::error(Code::Generator, "`kubernetesService` has no `name`")
                .at(self.span)
                .hint("name the ServiceAccount to make"));
        }
        Ok(vec![Resource::new(self.object()?, schema)])
    }
}

impl IamPolicy {
    fn object(&self) -> Result<Node> {
        let Config { kubernetes_service: service, service_account: account, .. } = &self.config;
        let field = |key: &str, value: Node| Entry { key: Node::string(key, value.span), value };
        let email =
            eco_format!("{}@{}.iam.gserviceaccount.com", account.name.value, account.project_id.value);
        let annotation = field(ANNOTATION, self.value(&Text::new(email, account.name.span))?);
        let mut metadata = vec![field("annotations", Node::mapping(vec![annotation], self.span))];
        let name = self.value(&service.name)?;
        if name.is_null() || name.as_scalar().is_none() {
            return Err(self.unreadable(&service.name));
        }
        metadata.push(field("name", name));
        if !service.namespace.is_empty() {
            metadata.push(field("namespace", self.value(&service.namespace)?));
        }
        let root = vec![
            field("apiVersion", Node::string("v1", self.span)),
            field("kind", Node::string("ServiceAccount", self.span)),
            field("metadata", Node::mapping(metadata, self.span)),
        ];
        Ok(Node::mapping(root, self.span))
    }

    /// Kustomize puts the texts into YAML as they are: `5` is a number then, and what YAML cannot read is refused.
    fn value(&self, text: &Text) -> Result<Node> {
        let line = format!("value: {}", text.value);
        let read = parse::parse(&line, SourceId::NONE, Dialect::V3).ok().flatten();
        match read.and_then(|map| map.get("value").cloned()) {
            Some(value) => Ok(value.with_span(self.place(text))),
            None => Err(self.unreadable(text)),
        }
    }

    fn place(&self, text: &Text) -> Span {
        if text.span.is_none() { self.span } else { text.span }
    }

    fn unreadable(&self, text: &Text) -> Diagnostic {
        let message = format!("`{}` cannot stand in YAML without quotes", text.value);
        Diagnostic::error(Code::Generator, message)
            .at(self.place(text))
            .hint("`serviceAccount` needs a `name`, and names hold nothing that means something in YAML")
    }
}
