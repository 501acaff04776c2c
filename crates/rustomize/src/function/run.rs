//! Running a function.

use std::io;
use std::path::Path;

use super::container;
use super::declaration::{Container, Declaration, Program, Target};
use super::settings::FunctionSettings;
use crate::diag::{Code, Diagnostic, Result};
use crate::source::Span;
use crate::world::{Command, Exec};

/// What came of a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It ran.
    Ran {
        /// What it printed: a resource file.
        stdout: Vec<u8>,
        /// What it said; kustomize passes it on to its own standard error.
        stderr: String,
    },
    /// Kustomize goes on as if it were not there, for this reason. The caller warns.
    Skipped(&'static str),
}

/// Runs a function in the directory of its kustomization, with `input` to read.
///
/// # Errors
/// Codes [`Capability`](Code::Capability) and [`Plugin`](Code::Plugin).
pub(crate) fn run(
    function: &Declaration,
    input: Vec<u8>,
    root: &Path,
    settings: &FunctionSettings,
    capability: Option<&dyn Exec>,
) -> Result<Outcome> {
    let command = match function.target() {
        Target::Nothing => return Ok(Outcome::Skipped("it names neither a program nor an image")),
        Target::Program(_) if !settings.exec => {
            return Ok(Outcome::Skipped("programs are not allowed to run; --enable-exec allows them"));
        }
        Target::Program(program) => program_command(program, settings, root),
        Target::Container(container) => {
            let user = container_user(container, settings, capability, function.span)?;
            if container.image.is_empty() {
                return Ok(Outcome::Skipped("it names neither a program nor an image"));
            }
            container::command(container, settings, &user, root)
        }
    };
    let Some(exec) = capability else { return Err(not_allowed(function.span)) };
    let command = Command { stdin: input, ..command };
    let output = exec.run(&command).map_err(|error| not_run(&command, &error, function.span))?;
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    match output.success() {
        true => Ok(Outcome::Ran { stdout: output.stdout, stderr }),
        false => Err(failed(&command, &output.outcome(), &stderr, function.span)),
    }
}

/// The refusal of every configuration that is no builtin, while other plugins are switched off.
pub(crate) fn plugins_disabled(kind: &str, span: Span) -> Diagnostic {
    Diagnostic::error(Code::Plugin, format!("`{kind}` is no builtin, and other plugins are switched off"))
        .at(span)
        .hint("allow them with --enable-alpha-plugins; functions that are programs need --enable-exec too")
        .upstream(format!("external plugins disabled; unable to load external plugin '{kind}'"))
}

fn program_command(program: &Program, settings: &FunctionSettings, root: &Path) -> Command {
    let mut command =
        Command::new(program.path.as_str()).args(program.args.iter().map(|a| a.as_str())).dir(root);
    let all = program.envs.iter().map(|e| e.as_str()).chain(settings.env.iter().map(String::as_str));
    for (name, value) in all.filter_map(|variable| variable.split_once('=')) {
        // A name without value is inherited anyway, and the system refuses empty names.
        if !name.is_empty() {
            command = command.env(name, value);
        }
    }
    command
}

/// Checks the network, and says who the container runs as.
fn container_user(
    container: &Container,
    settings: &FunctionSettings,
    capability: Option<&dyn Exec>,
    span: Span,
) -> Result<String> {
    if container.network && !settings.network {
        return Err(Diagnostic::error(
            Code::Capability,
            "the function needs the network, which functions have not",
        )
        .at(span)
        .hint("allow it with --network")
        .upstream("couldn't execute function: network required but not enabled with --network "));
    }
    if !settings.as_current_user {
        return Ok("nobody".to_owned());
    }
    let Some(exec) = capability else { return Err(not_allowed(span)) };
    let id = |flag: &str| {
        let output = exec.run(&Command::new("id").arg(flag)).ok().filter(|output| output.success())?;
        let text = String::from_utf8(output.stdout).ok()?.trim().to_owned();
        (!text.is_empty()).then_some(text)
    };
    match (id("-u"), id("-g")) {
        (Some(user), Some(group)) => Ok(format!("{user}:{group}")),
        _ => {
            Err(Diagnostic::error(Code::Plugin, "cannot find out who the current user is: `id` failed")
                .at(span))
        }
    }
}

pub(super) fn not_allowed(span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::Capability,
        "this plugin is a program or a container, and running programs is switched off",
    )
    .at(span)
    .hint("give the build the capability to run programs")
}

fn not_run(command: &Command, error: &io::Error, span: Span) -> Diagnostic {
    let program = command.program.to_string_lossy();
    let missing = error.kind() == io::ErrorKind::NotFound;
    let message = match (missing, program.as_ref()) {
        (true, "docker") => {
            "there is no program `docker` on the path, and functions in containers need it".to_owned()
        }
        (true, _) => format!("there is no program `{program}`"),
        _ => format!("cannot run the function `{program}`: {error}"),
    };
    let upstream = match program.contains('/') {
        false => {
            format!("couldn't execute function: exec: \"{program}\": executable file not found in $PATH ")
        }
        true => format!("couldn't execute function: fork/exec {program}: no such file or directory "),
    };
    let diagnostic = Diagnostic::error(Code::Plugin, message).at(span);
    match missing {
        true => diagnostic
            .hint("the path of a program begins at the directory of the kustomization, as in `./function.sh`")
            .upstream(upstream),
        false => diagnostic,
    }
}

fn failed(command: &Command, outcome: &str, stderr: &str, span: Span) -> Diagnostic {
    let mut message = format!("the function `{}` ended with {outcome}", command.program.to_string_lossy());
    for line in stderr.lines() {
        message.push_str("\n  ");
        message.push_str(line);
    }
    Diagnostic::error(Code::Plugin, message)
        .at(span)
        .upstream(format!("couldn't execute function: {outcome} "))
}

#[cfg(all(test, unix, feature = "process"))]
mod tests {
    use super::*;
    use crate::source::Sources;
    use crate::world::{Processes, Scratch};
    use crate::yaml::parse::{Dialect, parse};

    fn declared(text: &str) -> Declaration {
        let sources = Sources::default();
        let text = format!("metadata:\n  configFn: {text}\n");
        let source = sources.add("t.yaml", text.as_str());
        let node = parse(&text, source, Dialect::V3).unwrap().unwrap();
        Declaration::of(&node, &sources).unwrap().unwrap()
    }

    /// A directory with a script, which another process writes: a file that this one has open cannot be run while
    /// a test beside this one starts a process.
    fn script(body: &str) -> Box<dyn Scratch> {
        let scratch = Processes.scratch().unwrap();
        let mut command = Command::new("sh").args(["-c", "cat > f.sh && chmod +x f.sh"]).dir(scratch.path());
        command.stdin = format!("#!/bin/sh\n{body}\n").into_bytes();
        assert!(Processes.run(&command).unwrap().success());
        scratch
    }

    fn allowed() -> FunctionSettings {
        FunctionSettings { plugins: true, exec: true, ..Default::default() }
    }

    #[test]
    fn a_program() {
        let dir = script("cat; echo $A $B $1 >&2");
        let function = declared("{exec: {path: ./f.sh, args: [x y], envs: [A=1, B=2]}}");
        let settings = FunctionSettings { env: vec!["A=9".into()], ..allowed() };
        let outcome = run(&function, b"in".into(), dir.path(), &settings, Some(&Processes)).unwrap();
        assert_eq!(outcome, Outcome::Ran { stdout: b"in".into(), stderr: "9 2 x y\n".into() });
    }

    #[test]
    fn failures() {
        let dir = script("echo oops >&2; exit 3");
        let upstream = |path: &str| {
            let function = declared(&format!("{{exec: {{path: {path}}}}}"));
            let error = run(&function, Vec::new(), dir.path(), &allowed(), Some(&Processes)).unwrap_err();
            error.parts().upstream.clone().unwrap()
        };
        assert_eq!(upstream("./f.sh"), "couldn't execute function: exit status 3 ");
        assert_eq!(
            upstream("./g.sh"),
            "couldn't execute function: fork/exec ./g.sh: no such file or directory "
        );
        assert_eq!(
            upstream("no-such-program"),
            "couldn't execute function: exec: \"no-such-program\": executable file not found in $PATH "
        );
    }

    #[test]
    fn what_is_not_allowed() {
        let root = Path::new("/");
        let program = declared("{exec: {path: ./f.sh}}");
        let off = FunctionSettings::default();
        assert!(matches!(
            run(&program, Vec::new(), root, &off, Some(&Processes)).unwrap(),
            Outcome::Skipped(_)
        ));
        let error = run(&program, Vec::new(), root, &allowed(), None).unwrap_err();
        assert_eq!(error.parts().code, Code::Capability);
        let network = declared("{container: {image: a, network: true}}");
        let error = run(&network, Vec::new(), root, &allowed(), Some(&Processes)).unwrap_err();
        assert_eq!(error.parts().code, Code::Capability);
    }
}
