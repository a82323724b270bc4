//! The binary, as an operator starts it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::process::{Command, Output};

/// Runs it with this environment and nothing else; it must not serve.
fn run(environment: &[(&str, &str)], arguments: &[&str]) -> Output {
    let directory = tempfile::tempdir().unwrap();
    Command::new(env!("CARGO_BIN_EXE_gatehouse"))
        .env_clear()
        .envs(environment.iter().copied())
        .args(arguments)
        .current_dir(directory.path())
        .output()
        .unwrap()
}

#[test]
fn a_configuration_that_cannot_be_used_is_refused_with_everything_that_is_wrong() {
    let output = run(
        &[
            ("GATEHOUSE_PUBLIC_URL", "http://gatehouse.example.com"),
            ("GATEHOUSE_PUBLICURL", "https://gatehouse.example.com"),
            ("GATEHOUSE_METRICS_FROM", "everybody"),
            ("GATEHOUSE_LOG_FORMAT", ""),
            ("RUST_LOG", "info,requests=loud"),
        ],
        &[],
    );
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(2), &b""[..]), "{told}");
    let expected = "error: this configuration cannot be used

  GATEHOUSE_LOG_FORMAT: is empty. Give it a value, or leave it out
  GATEHOUSE_METRICS_FROM: is not an address or a network. Example: 10.0.0.5,192.0.2.0/24,2001:db8::/64
  GATEHOUSE_PUBLICURL: no such setting. Did you mean GATEHOUSE_PUBLIC_URL?
  GATEHOUSE_PUBLIC_URL: Use https, or http only for localhost. Example: https://gatehouse.example.com
  RUST_LOG: is not a list of levels. Example: info,requests=debug

For more about each setting, try 'gatehouse --help'.
";
    assert_eq!(told, expected);
}

#[test]
fn what_cannot_be_used_together_is_refused_without_what_is_secret() {
    let postgres = ("DATABASE_URL", "postgres://gatehouse:hunter2@127.0.0.1:1/gatehouse");
    for (environment, arguments, named) in [
        (&[postgres][..], &[][..], "GATEHOUSE_KEY_ENCRYPTION_KEY"),
        (&[("DATABASE_URL", "mysql://gatehouse:hunter2@127.0.0.1/gatehouse")], &[], "DATABASE_URL"),
        (&[("GATEHOUSE_ADMIN_PASSWORD", "hunter2")], &[], "GATEHOUSE_ADMIN_EMAIL"),
        (&[("GATEHOUSE_KEY_ENCRYPTION_KEY", "hunter2")], &[], "GATEHOUSE_KEY_ENCRYPTION_KEY"),
        (&[("GATEHOUSE_TRUSTED_PROXIES", "0.0.0.0/0")], &["serve"], "GATEHOUSE_TRUSTED_PROXIES"),
        (&[], &["--public-url=https://gatehouse.example.com/portal"], "--public-url"),
        (&[], &["--listne=127.0.0.1:3000"], "--listen"),
    ] {
        let output = run(environment, arguments);
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.contains(named) && !told.contains("hunter2"), "{named}: {told}");
    }
}

#[test]
fn help_is_given_whatever_else_is_wrong() {
    let output = run(&[("GATEHOUSE_LISTEN", "nowhere"), ("GATEHOUSE_NOTHING", "x")], &["--help"]);
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success());
    assert!(told.contains("GATEHOUSE_TRUSTED_PROXIES") && told.contains("migrate"), "{told}");
}
