//! The environment, looked through for what was meant as a setting and is none.

use std::ffi::{OsStr, OsString};

use clap::builder::Resettable;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command};

use super::secret_files;

/// Names and values, as the process was given them.
pub(super) type Environment = [(OsString, OsString)];

const OURS: &str = "GATEHOUSE_";
/// How alike a name must be to be taken for the one that was meant; 1 is the same.
const ALIKE: f64 = 0.7;

/// Everything in it that is no setting, is empty, or cannot be read. Each names its variable.
pub(super) fn problems(environment: &Environment, command: &Command) -> Vec<String> {
    let settings: Vec<_> = command.get_arguments().filter(|argument| argument.get_env().is_some()).collect();
    let bare = command.clone().mut_args(|argument| argument.env(Resettable::Reset));
    let problem = |(name, value): &(OsString, OsString)| {
        let shown = name.to_string_lossy();
        match settings.iter().find(|setting| setting.get_env() == Some(name)) {
            Some(_) if value.is_empty() => {
                Some(format!("{shown}: is empty. Give it a value, or leave it out"))
            }
            Some(setting) => unreadable(&bare, setting, value).map(|problem| format!("{shown}: {problem}")),
            None if is_secret_file(&shown, &settings) => None,
            None if shown.starts_with(OURS) && !is_of_kubernetes(&shown, value) => {
                Some(unknown(&shown, &settings))
            }
            None => None,
        }
    };
    let mut problems: Vec<_> = environment.iter().filter_map(problem).collect();
    problems.sort();
    problems
}

/// The environment as options, but for those that the command line has: it counts more.
pub(super) fn as_options<'a>(
    environment: &'a Environment,
    command: &'a Command,
    arguments: &'a [OsString],
) -> impl Iterator<Item = OsString> + 'a {
    let settings = command.get_arguments();
    settings.filter_map(move |setting| {
        let name = setting.get_env()?;
        let (_, value) = environment.iter().find(|(found, _)| found == name)?;
        let option = option(setting)?;
        let given = |argument: &OsString| {
            let argument = argument.to_string_lossy();
            argument.strip_prefix(&option).is_some_and(|rest| rest.is_empty() || rest.starts_with('='))
        };
        (!arguments.iter().any(given)).then(|| joined(&option, value))
    })
}

fn option(setting: &Arg) -> Option<String> {
    setting.get_long().map(|long| format!("--{long}"))
}

fn joined(option: &str, value: &OsStr) -> OsString {
    let mut joined = OsString::from(format!("{option}="));
    joined.push(value);
    joined
}

/// Why a setting cannot have this value.
fn unreadable(bare: &Command, setting: &Arg, value: &OsStr) -> Option<String> {
    let arguments = [OsString::from(bare.get_name()), joined(&option(setting)?, value)];
    let error = bare.clone().try_get_matches_from(arguments).err()?;
    match error.kind() {
        ErrorKind::ValueValidation => {
            let source = std::error::Error::source(&error);
            Some(source.map_or_else(|| "cannot be read".to_owned(), ToString::to_string))
        }
        ErrorKind::InvalidValue => match error.get(ContextKind::ValidValue) {
            Some(ContextValue::Strings(values)) => Some(format!("use one of {}", values.join(", "))),
            Some(_) | None => Some("cannot be read".to_owned()),
        },
        ErrorKind::InvalidUtf8 => Some("is not UTF-8".to_owned()),
        // What belongs together is looked at when everything can be read.
        _ => None,
    }
}

/// Whether the variable names the file of a secret setting.
fn is_secret_file(name: &str, settings: &[&Arg]) -> bool {
    let secret = name.strip_suffix(secret_files::ENDING);
    settings.iter().any(|setting| {
        setting.is_hide_env_values_set() && setting.get_env().is_some_and(|known| known.to_str() == secret)
    })
}

fn unknown(name: &str, settings: &[&Arg]) -> String {
    let known = settings.iter().filter_map(|setting| setting.get_env()?.to_str());
    let likeness = |known: &str| {
        let without = |name: &str| name.strip_prefix(OURS).unwrap_or(name).to_owned();
        strsim::normalized_damerau_levenshtein(&without(name), &without(known))
    };
    let nearest = known.max_by(|one, other| likeness(one).total_cmp(&likeness(other)));
    match nearest.filter(|nearest| likeness(nearest) >= ALIKE) {
        Some(nearest) => format!("{name}: no such setting. Did you mean {nearest}?"),
        None => format!("{name}: no such setting"),
    }
}

/// Whether it is one of the variables by which Kubernetes tells of a service called `gatehouse` or `gatehouse-…`.
fn is_of_kubernetes(name: &str, value: &OsStr) -> bool {
    let is_address = value.to_string_lossy().contains("://");
    name.contains("_SERVICE_HOST")
        || name.contains("_SERVICE_PORT")
        || (name.ends_with("_PORT") && is_address)
        || name.contains("_PORT_") && (name.contains("_TCP") || name.contains("_UDP"))
}
