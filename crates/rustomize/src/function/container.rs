//! The command that runs a container.

use std::collections::BTreeMap;
use std::path::Path;

use super::declaration::Container;
use super::settings::FunctionSettings;
use crate::load::join;
use crate::world::Command;

/// Variables that every container gets.
const FIXED: [(&str, &str); 2] = [("LOG_TO_STDERR", "true"), ("STRUCTURED_RESULTS", "true")];

/// `docker run …`, in kustomize's order. `user` is who runs it, `root` the directory of the kustomization.
pub(super) fn command(
    container: &Container,
    settings: &FunctionSettings,
    user: &str,
    root: &Path,
) -> Command {
    let network = if container.network { "host" } else { "none" };
    let mut command = Command::new("docker")
        .args(["run", "--rm", "-i", "-a", "STDIN", "-a", "STDOUT", "-a", "STDERR"])
        .args(["--network", network, "--user", user, "--security-opt=no-new-privileges"]);
    for mount in container.mounts().chain(settings.mounts.iter().cloned()) {
        let source = join(root, &mount.source);
        let access = if mount.writable { "" } else { ",readonly" };
        let text = format!("type={},source={},target={}{access}", mount.kind, source.display(), mount.target);
        command = command.args(["--mount", &text]);
    }
    for variable in environment(container, settings) {
        command = command.args(["-e", &variable]);
    }
    command.arg(container.image.as_str()).dir(root)
}

/// Variables with a value by name, then those without in the order of their first mention.
fn environment(container: &Container, settings: &FunctionSettings) -> Vec<String> {
    let mut values = BTreeMap::new();
    let mut names: Vec<&str> = Vec::new();
    let all = container.envs.iter().map(|e| e.as_str()).chain(settings.env.iter().map(String::as_str));
    for variable in all {
        match variable.split_once('=') {
            Some((name, value)) => drop(values.insert(name, value)),
            None if names.contains(&variable) => {}
            None => names.push(variable),
        }
    }
    values.extend(FIXED);
    let values = values.into_iter().map(|(name, value)| format!("{name}={value}"));
    values.chain(names.into_iter().map(str::to_owned)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::function::Mount;

    fn container(envs: &[&str]) -> Container {
        Container {
            image: "foo:v1".into(),
            envs: envs.iter().map(|e| (*e).into()).collect(),
            ..Container::default()
        }
    }

    fn line(container: &Container, settings: &FunctionSettings) -> String {
        let line = command(container, settings, "nobody", Path::new("/k")).line();
        let start = "docker run --rm -i -a STDIN -a STDOUT -a STDERR --network ";
        line.strip_prefix(start).unwrap().to_owned()
    }

    #[test]
    fn plain() {
        let expected = "none --user nobody --security-opt=no-new-privileges -e LOG_TO_STDERR=true \
                        -e STRUCTURED_RESULTS=true foo:v1";
        assert_eq!(line(&container(&[]), &FunctionSettings::default()), expected);
    }

    #[test]
    fn variables() {
        let settings =
            FunctionSettings { env: vec!["W".into(), "A".into(), "B=1".into()], ..Default::default() };
        let container = container(&["LOG_TO_STDERR=false", "Z", "B", "=x", "", "Z"]);
        // As recorded from kustomize 5.8.1.
        assert_eq!(
            environment(&container, &settings),
            ["=x", "B=1", "LOG_TO_STDERR=true", "STRUCTURED_RESULTS=true", "Z", "B", "", "W", "A"]
        );
    }

    #[test]
    fn mounts() {
        let text = ["type=bind,src=d,dst=/d,rw=true", "type=bind,src=/a,dst=/b", "type=tmpfs,dst=/q"];
        let settings =
            FunctionSettings { mounts: text.iter().map(|t| Mount::parse(t)).collect(), ..Default::default() };
        let line = line(&container(&[]), &settings);
        assert!(
            line.contains(
                "--mount type=bind,source=/k/d,target=/d --mount type=bind,source=/a,target=/b,readonly \
                 --mount type=tmpfs,source=/k,target=/q,readonly -e "
            ),
            "{line}"
        );
    }
}
