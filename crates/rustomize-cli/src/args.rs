//! The command line: what can be said, and what it means for the engine.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::builder::{OsStringValueParser, TypedValueParser};
use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use rustomize::world::{Http, Processes};
use rustomize::{FunctionSettings, HelmSettings, LoadRestrictions, Mount, Options, Reorder};

/// Renders kustomizations: the same bytes as kustomize 5.8.1, faster, with errors that say where and why.
#[derive(Debug, Parser)]
#[command(name = "rustomize", version = crate::version::LINE, after_help = EXIT_STATUS)]
#[command(args_override_self = true, max_term_width = 100)]
pub(crate) struct Cli {
    /// Accepted, and without effect: there are no stack traces.
    #[arg(long, global = true, hide = true, action = ArgAction::Set, num_args = 0..=1, require_equals = true)]
    #[arg(default_missing_value = "true", default_value_t = false, value_parser = boolean)]
    stack_trace: bool,

    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXIT_STATUS: &str = "Exit status: 0 done, 1 the input could not be rendered or written, 2 wrong usage.\n\
                           Objects go to stdout, everything else to stderr.";

#[derive(Debug, Subcommand)]
#[expect(clippy::large_enum_variant, reason = "there is one value of it in a process")]
pub(crate) enum Command {
    /// Render kustomizations to YAML.
    #[command(visible_alias = "build", after_help = RENDER_EXAMPLES)]
    Render(Render),
    /// Print the version, and the version of kustomize it is compatible with.
    Version(Version),
    /// Print a completion script for a shell.
    #[command(alias = "completion", after_help = COMPLETION_EXAMPLES)]
    Completions(Completions),
}

const RENDER_EXAMPLES: &str = "\
Examples:
  rustomize render                         the kustomization in this directory
  rustomize render env/prd                 the one in env/prd
  rustomize render env/prd | kubectl apply -f -
  rustomize render env/int env/prd         both, as one stream of documents
  rustomize render --all clusters          every environment below clusters
  rustomize render env/prd -o prd.yaml     into a file
  rustomize render env/prd -o out/         one file per object into the directory out";

const COMPLETION_EXAMPLES: &str = "\
Examples:
  source <(rustomize completions bash)
  rustomize completions fish > ~/.config/fish/completions/rustomize.fish";

#[derive(Args, Debug)]
pub(crate) struct Render {
    /// Directories that hold a kustomization; several are rendered one after the other.
    #[arg(value_name = "DIR", default_value = ".", value_hint = clap::ValueHint::DirPath)]
    #[arg(value_parser = OsStringValueParser::new().try_map(directory))]
    pub(crate) dirs: Vec<PathBuf>,

    /// Render every kustomization below DIR that no other one refers to, instead of those in DIR itself.
    #[arg(long)]
    pub(crate) all: bool,

    /// Write to this file, or one file per object into this existing directory.
    ///
    /// In a directory a file is named GROUP_VERSION_KIND_NAME.yaml in lower case, with the namespace in
    /// front when the objects lie in more than one. Without -o the objects go to stdout.
    #[arg(short, long, value_name = "PATH", value_hint = clap::ValueHint::AnyPath)]
    #[arg(value_parser = OsStringValueParser::new().map(PathBuf::from))]
    output: Option<PathBuf>,

    /// Which files a kustomization may read.
    #[arg(long, value_name = "RULE", value_enum, default_value_t)]
    load_restrictor: LoadRestrictor,

    /// Deprecated: set `sortOptions` in kustomization.yaml instead.
    #[arg(long, value_name = "ORDER", value_enum, hide_short_help = true)]
    reorder: Option<Order>,

    /// Deprecated: set `buildMetadata: [managedByLabel]` in kustomization.yaml instead.
    #[arg(long, value_name = "BOOL", hide_short_help = true, value_parser = boolean)]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    enable_managedby_label: Option<bool>,

    #[command(flatten)]
    reach: Reach,
}

/// What a build may reach beyond the files.
#[derive(Args, Debug)]
struct Reach {
    /// Refuse remote bases and URLs: nothing is fetched by git or HTTP.
    #[arg(long)]
    offline: bool,

    /// Render `helmCharts` with the program helm.
    #[arg(long, action = ArgAction::Set, num_args = 0..=1, require_equals = true)]
    #[arg(default_missing_value = "true", value_name = "BOOL")]
    #[arg(value_parser = boolean, default_value_t = false, hide_default_value = true)]
    enable_helm: bool,

    /// The helm program: a name on the path, or a path.
    #[arg(long, value_name = "PROGRAM", default_value = "helm", hide_short_help = true)]
    helm_command: String,

    /// The Kubernetes version charts are rendered for, where they do not say.
    #[arg(long, value_name = "VERSION", default_value = "", hide_default_value = true)]
    #[arg(hide_short_help = true)]
    helm_kube_version: String,

    /// An API version that charts find in the cluster, where they do not say; may be repeated.
    #[arg(long, value_name = "VERSION", hide_short_help = true)]
    helm_api_versions: Vec<String>,

    /// Let helm say more.
    #[arg(long, action = ArgAction::Set, num_args = 0..=1, require_equals = true)]
    #[arg(default_missing_value = "true", value_name = "BOOL")]
    #[arg(value_parser = boolean, default_value_t = false, hide_default_value = true)]
    #[arg(hide_short_help = true)]
    helm_debug: bool,

    /// Run plugins that are no builtins: functions in containers, and programs of the plugin directory.
    #[arg(long, action = ArgAction::Set, num_args = 0..=1, require_equals = true)]
    #[arg(default_missing_value = "true", value_name = "BOOL")]
    #[arg(value_parser = boolean, default_value_t = false, hide_default_value = true)]
    enable_alpha_plugins: bool,

    /// With --enable-alpha-plugins, run functions that are programs of your own too. They can do what you can.
    #[arg(long, action = ArgAction::Set, num_args = 0..=1, require_equals = true)]
    #[arg(default_missing_value = "true", value_name = "BOOL")]
    #[arg(value_parser = boolean, default_value_t = false, hide_default_value = true)]
    enable_exec: bool,

    /// Give containers that ask for it the network.
    #[arg(long, action = ArgAction::Set, num_args = 0..=1, require_equals = true)]
    #[arg(default_missing_value = "true", value_name = "BOOL")]
    #[arg(value_parser = boolean, default_value_t = false, hide_default_value = true)]
    #[arg(hide_short_help = true)]
    network: bool,

    /// Accepted, and without effect, as in kustomize 5.8.1.
    #[arg(long, value_name = "NAME", default_value = "bridge", hide = true)]
    network_name: String,

    /// Mount something into containers, such as `type=bind,src=DIR,dst=/data,rw=true`; may be repeated.
    #[arg(long, value_name = "MOUNT", hide_short_help = true)]
    mount: Vec<String>,

    /// A variable for functions: NAME=VALUE, or NAME for the value here; may be repeated.
    #[arg(short = 'e', long, value_name = "VARIABLE", hide_short_help = true)]
    env: Vec<String>,

    /// Run containers as the current user, not as nobody.
    #[arg(long, action = ArgAction::Set, num_args = 0..=1, require_equals = true)]
    #[arg(default_missing_value = "true", value_name = "BOOL")]
    #[arg(value_parser = boolean, default_value_t = false, hide_default_value = true)]
    #[arg(hide_short_help = true)]
    as_current_user: bool,
}

impl Reach {
    fn give(&self, options: &mut Options) {
        if !self.offline {
            options.git = Some(Arc::new(Processes));
            options.fetch = Some(Arc::new(Http::default()));
        }
        if self.enable_helm || self.enable_alpha_plugins {
            options.exec = Some(Arc::new(Processes));
        }
        options.helm = self.enable_helm.then(|| {
            let mut helm = HelmSettings::default();
            helm.command.clone_from(&self.helm_command);
            helm.kube_version.clone_from(&self.helm_kube_version);
            helm.api_versions.clone_from(&self.helm_api_versions);
            helm.debug = self.helm_debug;
            helm
        });
        let mut functions = FunctionSettings::default();
        functions.plugins = self.enable_alpha_plugins;
        functions.exec = self.enable_exec;
        functions.network = self.network;
        functions.as_current_user = self.as_current_user;
        functions.env.clone_from(&self.env);
        functions.mounts = self.mount.iter().map(|mount| Mount::parse(mount)).collect();
        options.functions = functions;
    }
}

/// The values of a flag of kustomize that is on or off.
fn boolean(text: &str) -> Result<bool, &'static str> {
    match text {
        "1" | "t" | "T" | "TRUE" | "true" | "True" => Ok(true),
        "0" | "f" | "F" | "FALSE" | "false" | "False" => Ok(false),
        _ => Err("expected true or false"),
    }
}

fn directory(text: OsString) -> Result<PathBuf, &'static str> {
    if text.is_empty() {
        return Err("the directory is an empty text; leave it out to render the current directory");
    }
    Ok(PathBuf::from(text))
}

impl Render {
    /// Where the objects go, if not to stdout. An empty text is as good as none, as in kustomize.
    pub(crate) fn output(&self) -> Option<&Path> {
        self.output.as_deref().filter(|path| !path.as_os_str().is_empty())
    }

    /// The engine's options. `managed_by_env` is whether the environment asks for the managed-by label.
    pub(crate) fn options(&self, managed_by_env: bool) -> Options {
        let mut options = Options::default();
        options.load_restrictions = match self.load_restrictor {
            LoadRestrictor::RootOnly => LoadRestrictions::RootOnly,
            LoadRestrictor::None => LoadRestrictions::None,
        };
        options.reorder = self.reorder.map(|order| match order {
            Order::Legacy => Reorder::Legacy,
            Order::None => Reorder::None,
        });
        options.managed_by_label = self.enable_managedby_label.unwrap_or(false) || managed_by_env;
        self.reach.give(&mut options);
        options
    }

    /// The notices kustomize prints for deprecated flags, in its words and order: tools filter them out.
    pub(crate) fn notices(&self) -> Vec<&'static str> {
        let mut notices = Vec::new();
        if self.enable_managedby_label.is_some() {
            notices.push(
                "Flag --enable-managedby-label has been deprecated, The flag `enable-managedby-label` has \
                 been deprecated. Use the `managedByLabel` option in the `buildMetadata` field instead.",
            );
        }
        if self.reorder.is_some() {
            notices.push(
                "Flag --reorder has been deprecated, use the new 'sortOptions' field in \
                 kustomization.yaml instead.",
            );
        }
        notices
    }
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum LoadRestrictor {
    /// Only files in or below the kustomization's own directory
    #[default]
    #[value(name = "LoadRestrictionsRootOnly", alias = "")]
    RootOnly,
    /// Any file; the kustomization can then not be moved on its own
    #[value(name = "LoadRestrictionsNone")]
    None,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Order {
    /// By kind, namespaces first and webhooks last
    Legacy,
    /// As written
    None,
}

#[derive(Args, Debug)]
pub(crate) struct Version {
    /// Print it as a document.
    #[arg(short, long, value_name = "FORMAT", value_enum)]
    pub(crate) output: Option<Format>,

    /// Deprecated, as in kustomize: print it in braces.
    #[arg(long, hide = true, action = ArgAction::Set, num_args = 0..=1, require_equals = true)]
    #[arg(default_missing_value = "true", default_value_t = false, value_parser = boolean)]
    #[arg(conflicts_with = "output")]
    pub(crate) short: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Format {
    Yaml,
    Json,
}

#[derive(Args, Debug)]
pub(crate) struct Completions {
    /// The shell.
    pub(crate) shell: clap_complete::Shell,
}
