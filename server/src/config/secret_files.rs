//! Secret settings from files, as containers and service managers hand them out: the path stands in the setting's
//! variable with `_FILE` added.

use std::ffi::OsString;
use std::fs::read_to_string;
use std::io;
use std::path::PathBuf;

use clap::CommandFactory as _;

use super::Config;

pub(super) const ENDING: &str = "_FILE";

/// Why a secret setting has no value.
#[derive(Debug, thiserror::Error)]
pub(super) enum SecretFileProblem {
    /// Nobody can say which of the two counts.
    #[error("{variable} and {variable}_FILE are both set: keep one of them")]
    SetTwice {
        /// The setting.
        variable: String,
    },
    /// The file is not there, or not for this user, or no text.
    #[error("{variable}_FILE: {path} cannot be read")]
    Unreadable {
        /// The setting.
        variable: String,
        /// What the file should be.
        path: PathBuf,
        /// Why it cannot be read.
        #[source]
        source: io::Error,
    },
}

/// The command line with what the files hold, so that clap judges a setting alike wherever it comes from.
pub(super) fn with_secret_files(
    mut arguments: Vec<OsString>,
    environment: impl Fn(&str) -> Option<OsString>,
) -> Result<Vec<OsString>, SecretFileProblem> {
    for secret in Config::command().get_arguments().filter(|argument| argument.is_hide_env_values_set()) {
        let (Some(variable), Some(option)) = (secret.get_env(), secret.get_long()) else { continue };
        let variable = variable.to_string_lossy().into_owned();
        let Some(path) = environment(&format!("{variable}{ENDING}")).map(PathBuf::from) else { continue };
        if environment(&variable).is_some() {
            return Err(SecretFileProblem::SetTwice { variable });
        }
        let text = match read_to_string(&path) {
            Ok(text) => text,
            Err(source) => return Err(SecretFileProblem::Unreadable { variable, path, source }),
        };
        // Before any command: afterwards an option is that command's.
        let place = arguments.len().min(1);
        arguments.insert(place, format!("--{option}={}", text.trim_end_matches(['\r', '\n'])).into());
    }
    Ok(arguments)
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;
    use tempfile::TempDir;

    use super::*;
    use crate::config::Command;

    const KEY: &str = "GATEHOUSE_KEY_ENCRYPTION_KEY";

    fn read(environment: &[(&str, &str)], arguments: &[&str]) -> Result<Config, SecretFileProblem> {
        let arguments = ["gatehouse"].iter().chain(arguments).map(OsString::from).collect();
        let arguments = with_secret_files(arguments, |name| {
            environment.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value))
        })?;
        Ok(Config::try_parse_from(arguments).unwrap())
    }

    #[test]
    fn a_secret_comes_from_a_file_whatever_the_command() {
        let directory = TempDir::new().unwrap();
        let path = directory.path().join("key");
        std::fs::write(&path, "AAAA=\n").unwrap();
        let variable = format!("{KEY}{ENDING}");
        let environment = [(variable.as_str(), path.to_str().unwrap())];
        for arguments in [&[][..], &["probe"], &["--listen=127.0.0.1:3001", "serve"]] {
            let config = read(&environment, arguments).unwrap();
            assert_eq!(config.key_encryption_key.unwrap().0, "AAAA=");
            assert_eq!(config.command.is_some(), !arguments.is_empty());
        }
        assert!(matches!(read(&environment, &["probe"]).unwrap().command, Some(Command::Probe)));
    }

    #[test]
    fn a_secret_set_twice_or_in_a_file_that_is_not_there_is_refused_by_name() {
        let file = format!("{KEY}{ENDING}");
        let twice = read(&[(&file, "/dev/null"), (KEY, "AAAA=")], &[]).unwrap_err();
        assert_eq!(
            twice.to_string(),
            "GATEHOUSE_KEY_ENCRYPTION_KEY and GATEHOUSE_KEY_ENCRYPTION_KEY_FILE are both set: keep one of them"
        );
        let gone = read(&[(&file, "/nowhere/key")], &[]).unwrap_err();
        assert_eq!(gone.to_string(), "GATEHOUSE_KEY_ENCRYPTION_KEY_FILE: /nowhere/key cannot be read");
    }

    #[test]
    fn what_is_no_secret_comes_from_no_file() {
        let config = read(&[("GATEHOUSE_LISTEN_FILE", "/nowhere/listen")], &[]).unwrap();
        assert_eq!(config.listen.port(), 3000);
    }
}
