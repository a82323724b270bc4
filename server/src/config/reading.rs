//! From the command line and the environment to a configuration without contradictions.

use std::env;
use std::ffi::OsString;
use std::fmt;
use std::io::{Write as _, stderr};
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory as _, FromArgMatches as _};

use super::Config;
use super::environment::{self, Environment};
use super::secret_files::with_secret_files;

/// How the process ends where its configuration is refused, as for a command line that cannot be read.
const REFUSED: u8 = 2;

/// Why there is no configuration.
#[derive(Debug)]
pub enum ConfigRefused {
    /// The command line asks for help, or cannot be read.
    CommandLine(Box<clap::Error>),
    /// Settings that cannot be used, all of them.
    Settings(Vec<String>),
}

impl fmt::Display for ConfigRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CommandLine(error) => error.fmt(f),
            Self::Settings(problems) => {
                f.write_str("error: this configuration cannot be used\n\n")?;
                for problem in problems {
                    writeln!(f, "  {problem}")?;
                }
                f.write_str("\nFor more about each setting, try 'gatehouse --help'.")
            }
        }
    }
}

impl ConfigRefused {
    /// Says why, and how the process is to end.
    pub fn tell(&self) -> ExitCode {
        match self {
            Self::CommandLine(error) => {
                // Nobody may be reading it.
                drop(error.print());
                ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(REFUSED))
            }
            Self::Settings(_) => {
                drop(writeln!(stderr(), "{self}"));
                ExitCode::from(REFUSED)
            }
        }
    }
}

impl Config {
    /// What this process was given.
    ///
    /// # Errors
    /// A [`ConfigRefused`] with every problem that was found, or a request for help.
    pub fn of_process() -> Result<Self, ConfigRefused> {
        let environment: Vec<_> = env::vars_os().collect();
        Self::read(env::args_os().collect(), &environment)
    }

    /// What a command line and an environment say.
    ///
    /// # Errors
    /// A [`ConfigRefused`] with every problem that was found, or a request for help.
    pub fn read(arguments: Vec<OsString>, environment: &Environment) -> Result<Self, ConfigRefused> {
        let command = Self::command();
        let refused = |error: clap::Error| ConfigRefused::CommandLine(Box::new(error));
        if let Err(error) = command.clone().try_get_matches_from(&arguments)
            && matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion)
        {
            return Err(refused(error));
        }
        let mut problems = environment::problems(environment, &command);
        if has_api_key(&arguments) {
            problems.push(
                "--api-key: everybody on this machine can see the command line. Set GATEHOUSE_API_KEY, or \
                 GATEHOUSE_API_KEY_FILE to a file with it"
                    .to_owned(),
            );
        }
        let value =
            |name: &str| environment.iter().find(|(found, _)| found == name).map(|(_, value)| value.clone());
        let arguments = with_secret_files(arguments, value).unwrap_or_else(|problem| {
            problems.push(problem.to_string());
            Vec::new()
        });
        if !problems.is_empty() {
            return Err(ConfigRefused::Settings(problems));
        }
        let (name, rest) = arguments.split_at(arguments.len().min(1));
        let all = name
            .iter()
            .cloned()
            .chain(environment::as_options(environment, &command, rest))
            .chain(rest.iter().cloned());
        let matches = command.clone().try_get_matches_from(all).map_err(refused)?;
        let config = Self::from_arg_matches(&matches).map_err(refused)?;
        match config.contradictions() {
            problems if problems.is_empty() => Ok(config),
            problems => Err(ConfigRefused::Settings(problems)),
        }
    }
}

/// Whether an API key stands among the arguments themselves.
fn has_api_key(arguments: &[OsString]) -> bool {
    arguments.iter().any(|argument| {
        let rest = argument.to_str().and_then(|argument| argument.strip_prefix("--api-key"));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('='))
    })
}

#[cfg(test)]
mod tests;
