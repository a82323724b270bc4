use super::*;

const SECRET: &str = "hunter2";

/// The complaints about an environment and a command line.
fn complaints(environment: &[(&str, &str)], arguments: &[&str]) -> Vec<String> {
    match read(environment, arguments) {
        Ok(_) => Vec::new(),
        Err(ConfigRefused::Settings(problems)) => problems,
        Err(ConfigRefused::CommandLine(error)) => vec![error.to_string()],
    }
}

fn read(environment: &[(&str, &str)], arguments: &[&str]) -> Result<Config, ConfigRefused> {
    let environment: Vec<_> =
        environment.iter().map(|(name, value)| (OsString::from(name), OsString::from(value))).collect();
    Config::read(["gatehouse"].iter().chain(arguments).map(OsString::from).collect(), &environment)
}

#[test]
fn what_is_wrong_in_the_environment_is_told_by_its_name() {
    for (name, value, told) in [
        ("GATEHOUSE_LISTEN", "3000", "is not an address and a port"),
        ("GATEHOUSE_LISTEN", "", "is empty"),
        ("GATEHOUSE_PUBLIC_URL", "http://gatehouse.example.com", "Use https, or http only for localhost"),
        ("GATEHOUSE_PUBLIC_URL", "https://example.com/portal", "Example: https://gatehouse.example.com"),
        ("GATEHOUSE_PUBLIC_URL", "https://u:hunter2@example.com", "Example: https://gatehouse.example.com"),
        ("GATEHOUSE_DRAIN", "soon", "invalid digit"),
        ("GATEHOUSE_DRAIN", "3600", "3600 is not in 0..=300"),
        ("GATEHOUSE_ACCESS_TOKEN_LASTS", "86400", "86400 is not in 60..=3600"),
        ("GATEHOUSE_SIGNING_ALGORITHM", "HS256", "use one of ES256, RS256"),
        ("GATEHOUSE_LOG_FORMAT", "xml", "use one of text, json"),
        ("GATEHOUSE_FORWARDED_HEADER", "X-Real-IP", "use one of X-Forwarded-For, Forwarded"),
        ("GATEHOUSE_TRUSTED_PROXIES", "proxy.example.com", "is not an address or a network"),
        ("GATEHOUSE_TRUSTED_PROXIES", "10.0.0.1,,10.0.0.2", "is not an address or a network"),
        ("GATEHOUSE_TRUSTED_PROXIES", "0.0.0.0/0", "name the proxies"),
        ("GATEHOUSE_TRUSTED_PROXIES", "10.0.0.1,::/0", "name the proxies"),
        ("GATEHOUSE_METRICS_FROM", "10.0.0.0/33", "is not an address or a network"),
        ("RUST_LOG", "info,requests=loud", "Example: info,requests=debug"),
        ("RUST_LOG", "", "is empty"),
        ("DATABASE_URL", "", "is empty"),
        ("DATABASE_URL", "mysql://u:hunter2@h/d", "use sqlite:PATH or postgres:"),
        ("GATEHOUSE_KEY_ENCRYPTION_KEY", "hunter2", "use 32 bytes in base64"),
        ("GATEHOUSE_REFRESH_TOKEN_IDLE", "2592001", "use at most GATEHOUSE_REFRESH_TOKENS_LAST"),
        ("GATEHOUSE_DATABASE_URL", "postgres://u:hunter2@h/d", "no such setting. Did you mean DATABASE_URL?"),
        ("GATEHOUSE_PUBLICURL", "x", "Did you mean GATEHOUSE_PUBLIC_URL?"),
        ("GATEHOUSE_ADMIN_PASWORD", "hunter2", "Did you mean GATEHOUSE_ADMIN_PASSWORD?"),
        ("GATEHOUSE_LISTEN_FILE", "/nowhere", "no such setting"),
        ("GATEHOUSE_COLOUR_OF_THE_MOON", "hunter2", "no such setting"),
        ("GATEHOUSE_PORT", "3000", "no such setting"),
        ("GATEHOUSE_KEY_ENCRYPTION_KEY_FILE", "/nowhere/key", "/nowhere/key cannot be read"),
    ] {
        let complaints = complaints(&[(name, value)], &[]);
        assert_eq!(complaints.len(), 1, "{name}={value}: {complaints:?}");
        assert!(complaints[0].starts_with(&format!("{name}: ")), "{name}={value}: {complaints:?}");
        assert!(complaints[0].contains(told), "{name}={value}: {complaints:?}");
        assert!(!complaints[0].contains(SECRET), "{complaints:?}");
    }
}

#[test]
fn what_does_not_go_together_is_told_by_what_is_missing() {
    let postgres = ("DATABASE_URL", "postgres://u:hunter2@h/d");
    for (environment, arguments, named) in [
        (&[postgres][..], &[][..], "GATEHOUSE_KEY_ENCRYPTION_KEY"),
        (&[postgres], &["serve"], "GATEHOUSE_KEY_ENCRYPTION_KEY"),
        (&[("GATEHOUSE_ADMIN_EMAIL", "ada@example.com")], &[], "GATEHOUSE_ADMIN_PASSWORD"),
        (&[("GATEHOUSE_ADMIN_PASSWORD", SECRET)], &[], "GATEHOUSE_ADMIN_EMAIL"),
        (&[("GATEHOUSE_MAIL_FROM", "gatehouse@example.com")], &[], "GATEHOUSE_SMTP_URL"),
        (&[("GATEHOUSE_SMTP_URL", "smtps://u:hunter2@mail.example.com")], &[], "GATEHOUSE_MAIL_FROM"),
        (&[("GATEHOUSE_PROVIDER_ISSUER", "https://id.example.com")], &[], "GATEHOUSE_PROVIDER_CLIENT_ID"),
        (&[("GATEHOUSE_PROVIDER_CLIENT_SECRET", SECRET)], &[], "GATEHOUSE_PROVIDER_CLIENT_SECRET"),
    ] {
        let complaints = complaints(environment, arguments);
        assert_eq!(complaints.len(), 1, "{environment:?}: {complaints:?}");
        assert!(complaints[0].starts_with(&format!("{named}: ")), "{complaints:?}");
        assert!(!complaints[0].contains(SECRET) && !complaints[0].contains("ada"), "{complaints:?}");
    }
    for (environment, arguments, named) in [
        (&[postgres][..], &["client", "list"][..], "GATEHOUSE_KEY_ENCRYPTION_KEY"),
        (&[], &["client", "list", "--server=https://gatehouse.example.com"], "GATEHOUSE_API_KEY"),
        (&[("GATEHOUSE_SERVER", "https://gatehouse.example.com")], &["audit", "list"], "GATEHOUSE_API_KEY"),
    ] {
        let complaints = complaints(environment, arguments);
        assert!(complaints.len() == 1 && complaints[0].starts_with(&format!("{named}: ")), "{complaints:?}");
    }
    let server =
        [postgres, ("GATEHOUSE_SERVER", "https://gatehouse.example.com"), ("GATEHOUSE_API_KEY", SECRET)];
    for command in [&["client", "list"][..], &["serve"]] {
        let is_sealing = command == ["serve"];
        assert_eq!(complaints(&server, command).len(), usize::from(is_sealing), "{command:?}");
    }
    for command in [&["migrate"][..], &["probe"]] {
        assert_eq!(complaints(&[postgres], command), Vec::<String>::new(), "it signs nothing");
    }
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let complaints = complaints(
        &[
            ("GATEHOUSE_LISTEN", "here"),
            ("GATEHOUSE_LISTNE", "there"),
            ("RUST_LOG", "=="),
            ("DATABASE_URL", ""),
        ],
        &[],
    );
    assert_eq!(complaints.len(), 4, "{complaints:?}");
}

#[test]
fn what_others_put_into_the_environment_is_left_alone() {
    for (name, value) in [
        ("PATH", "/usr/bin"),
        ("EMPTY", ""),
        ("GATEHOUSE_SERVICE_HOST", "10.0.0.1"),
        ("GATEHOUSE_SERVICE_PORT_HTTP", "3000"),
        ("GATEHOUSE_PORT", "tcp://10.0.0.1:3000"),
        ("GATEHOUSE_PORT_3000_TCP_ADDR", "10.0.0.1"),
        ("GATEHOUSE_DATABASE_SERVICE_HOST", "10.0.0.1"),
    ] {
        assert_eq!(complaints(&[(name, value)], &[]), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn an_option_counts_more_than_its_variable() {
    let environment =
        [("GATEHOUSE_LISTEN", "127.0.0.1:3001"), ("GATEHOUSE_TRUSTED_PROXIES", "10.0.0.1,10.0.0.2")];
    let listens = |arguments: &[&str]| read(&environment, arguments).unwrap().listen.port();
    assert_eq!((listens(&[]), listens(&["--listen=127.0.0.1:3002"])), (3001, 3002));
    assert_eq!(listens(&["--listen", "127.0.0.1:3003", "probe"]), 3003);
    let proxies = |arguments: &[&str]| read(&environment, arguments).unwrap().network.trusted_proxies.len();
    assert_eq!((proxies(&[]), proxies(&["--trusted-proxies=10.0.0.3"])), (2, 1));
}

#[test]
fn the_help_explains_every_setting_within_eighty_columns() {
    let Err(ConfigRefused::CommandLine(help)) = read(&[("GATEHOUSE_LISTEN", "wrong")], &["--help"]) else {
        panic!("no help");
    };
    let help = help.to_string();
    for line in help.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
    for setting in Config::command().get_arguments().filter(|setting| setting.get_env().is_some()) {
        let name = setting.get_env().unwrap().to_str().unwrap();
        assert!(help.contains(&format!("[env: {name}")), "{name}");
        assert!(setting.get_help().is_some() && setting.get_help_heading().is_some(), "{name}");
    }
    for heading in ["Server:", "Database and keys:", "Tokens:", "Network:", "Mail:", "Log:"] {
        assert!(help.contains(heading), "{heading}");
    }
}
