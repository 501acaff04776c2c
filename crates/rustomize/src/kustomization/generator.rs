//! Items of `configMapGenerator` and `secretGenerator`, and their options.

use serde::Deserialize;

use super::{Pairs, Spanned, Text};

/// What ConfigMaps and Secrets are made of.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct GeneratorArgs {
    /// The namespace.
    pub namespace: Text,
    /// The name.
    pub name: Text,
    /// `create`, `merge` or `replace`; anything else is unspecified.
    pub behavior: Text,
    /// `key=value` each.
    pub literals: Vec<Text>,
    /// `path` or `key=path` each.
    pub files: Vec<Text>,
    /// Files of `key=value` lines.
    pub envs: Vec<Text>,
    /// One such file: the old form of `envs`.
    pub env: Text,
    /// Options of this item.
    pub options: Option<Spanned<GeneratorOptions>>,
}

/// A ConfigMap to make.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(from = "WrittenConfigMap")]
#[non_exhaustive]
pub struct ConfigMapArgs {
    /// What it is made of.
    pub args: GeneratorArgs,
}

/// A Secret to make.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(from = "WrittenSecret")]
#[non_exhaustive]
pub struct SecretArgs {
    /// What it is made of.
    pub args: GeneratorArgs,
    /// The type; `Opaque` if empty.
    pub secret_type: Text,
}

/// Options of generators.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct GeneratorOptions {
    /// Labels of the objects.
    pub labels: Pairs,
    /// Annotations of the objects.
    pub annotations: Pairs,
    /// Leave the hash off the name.
    pub disable_name_suffix_hash: bool,
    /// Mark the objects immutable.
    pub immutable: bool,
}

/// A generator as it stands in a file: upstream embeds the common fields, serde cannot without losing places.
macro_rules! written {
    ($name:ident = $go:literal => $args:ident { $($more:ident: $to:ident $key:literal)? }) => {
        #[derive(Default, Deserialize)]
        #[serde(rename = $go, default)]
        struct $name {
            namespace: Text,
            name: Text,
            behavior: Text,
            literals: Vec<Text>,
            files: Vec<Text>,
            envs: Vec<Text>,
            env: Text,
            options: Option<Spanned<GeneratorOptions>>,
            $(#[serde(rename = $key)] $more: Text,)?
        }

        impl From<$name> for $args {
            fn from(written: $name) -> $args {
                let $name { namespace, name, behavior, literals, files, envs, env, options, $($more)? } = written;
                let args =
                    GeneratorArgs { namespace, name, behavior, literals, files, envs, env, options };
                $args { args, $($to: $more)? }
            }
        }
    };
}

written!(WrittenConfigMap = "ConfigMapArgs|namespace,name,behavior,literals,files,envs,env,options" => ConfigMapArgs {});
written!(WrittenSecret = "SecretArgs|namespace,name,behavior,literals,files,envs,env,options,type" => SecretArgs {
    secret_type: secret_type "type"
});
