use super::*;

#[test]
fn a_complaint_about_the_command_line_shows_no_secret() {
    for argument in
        ["--database-url=mysql://u:hunter2@h/d", "--key-encryption-key=hunter2", "--listen=nowhere"]
    {
        let told = match Config::try_parse_from(["gatehouse", "--admin-password=hunter2", argument]) {
            Ok(config) => format!("{config:?}"),
            Err(error) => error.to_string(),
        };
        assert!(!told.contains("hunter2"), "{told}");
    }
}

#[test]
fn what_is_not_set_about_tokens_is_as_the_service_has_it() {
    let config = Config::try_parse_from(["gatehouse"]).unwrap();
    assert_eq!(config.token_settings(), TokenSettings::default());
}

#[test]
fn what_is_set_about_tokens_has_bounds() {
    for (argument, is_accepted) in [
        ("--access-token-lasts=60", true),
        ("--access-token-lasts=3600", true),
        ("--access-token-lasts=59", false),
        ("--access-token-lasts=3601", false),
        ("--refresh-token-idle=0", false),
        ("--refresh-tokens-last=31536001", false),
        ("--signing-algorithm=RS256", true),
        ("--signing-algorithm=HS256", false),
        ("--signing-algorithm=none", false),
        ("--signing-key-days=1", true),
        ("--signing-key-days=0", false),
        ("--signing-key-days=3651", false),
        ("--drain=300", true),
        ("--drain=301", false),
        ("--connections=0", false),
    ] {
        assert_eq!(Config::try_parse_from(["gatehouse", argument]).is_ok(), is_accepted, "{argument}");
    }
    let config = Config::try_parse_from([
        "gatehouse",
        "--access-token-lasts=300",
        "--refresh-token-idle=3600",
        "--refresh-tokens-last=86400",
        "--signing-algorithm=RS256",
        "--signing-key-days=2",
    ]);
    let expected = TokenSettings {
        access_token_for: 300,
        refresh_token_idle_for: 3_600,
        refresh_tokens_for: 86_400,
        signing_algorithm: SigningAlgorithm::Rs256,
        signing_key_for: 172_800,
    };
    assert_eq!(config.unwrap().token_settings(), expected);
}

#[test]
fn no_secret_is_in_the_debug_form() {
    let config = Config::try_parse_from([
        "gatehouse",
        "--admin-email=ada@example.com",
        "--admin-password=correct horse battery",
        "--database-url=postgres://gatehouse:hunter2@localhost/gatehouse",
        "--key-encryption-key=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE=",
        "--provider-client-secret=hunter2",
        "--smtp-url=smtps://u:hunter2@mail.example.com",
    ])
    .unwrap();
    let shown = format!("{config:?}");
    for secret in ["correct horse", "hunter2", "AAAAAAA"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

#[test]
fn what_is_hardly_meant_is_told() {
    for (arguments, settings) in [
        (&[][..], &[][..]),
        (&["--listen=0.0.0.0:3000"], &["GATEHOUSE_LISTEN"]),
        (&["--listen=[::]:3000"], &["GATEHOUSE_LISTEN"]),
        (&["--public-url=https://id.example.com"], &["GATEHOUSE_TRUSTED_PROXIES"]),
        (&["--public-url=https://id.example.com", "--trusted-proxies=10.0.0.5"], &[]),
        (&["--metrics-from=0.0.0.0/0"], &["GATEHOUSE_METRICS_FROM"]),
    ] {
        let config = Config::try_parse_from([&["gatehouse"], arguments].concat()).unwrap();
        let warnings = config.warnings();
        assert_eq!(warnings.len(), settings.len(), "{arguments:?}: {warnings:?}");
        for (warning, setting) in warnings.iter().zip(settings) {
            assert!(warning.starts_with(setting), "{arguments:?}: {warning}");
        }
    }
}
