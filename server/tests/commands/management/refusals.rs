use super::Way;

#[tokio::test]
async fn a_refusal_names_each_field_and_says_what_to_do() {
    for way in Way::all().await {
        let refused = way.refuses(
            &[
                "client",
                "create",
                "--name",
                "Shop",
                "--type",
                "public",
                "--pkce",
                "S256",
                "--redirect-uri",
                "http://shop.example.com/",
                "--web-origin",
                "shop",
            ],
            1,
        );
        assert!(refused.starts_with("error: A rule is broken.\n  redirect_uris[0]: "), "{refused}");
        assert!(refused.contains("\n  web_origins[0]: "), "{refused}");
    }
}

#[test]
fn who_asks_a_server_needs_a_key_that_it_knows() {
    let way = Way::sqlite().through_server();
    let server = way.settings.iter().find(|(name, _)| *name == "GATEHOUSE_SERVER").unwrap().1.clone();
    let auditor = way.secret(&["api-key", "create", "--name", "Reader", "--role", "auditor"]);
    let with = |key: &str, arguments: &[&str]| {
        let mut command = way.command(arguments);
        super::Said::of(command.env("GATEHOUSE_API_KEY", key))
    };
    let unknown = with("nonsense", &["client", "list"]);
    assert_eq!(unknown.code, Some(1));
    assert!(
        unknown.err.contains("does not know this API key") && !unknown.err.contains("nonsense"),
        "{unknown:?}"
    );
    assert_eq!(with(&auditor, &["client", "list"]).code, Some(0));
    let reads = with(&auditor, &["environment", "create", "--name", "lab"]);
    assert!(reads.code == Some(1) && reads.err.contains("role administrator"), "{reads:?}");
    // The option may stand before the command and after it.
    for arguments in [&["--server", &server, "client", "list"][..], &["client", "list", "--server", &server]]
    {
        assert_eq!(way.run(arguments).code, Some(0));
    }
    way.does(&["api-key", "revoke", "Reader", "--yes"]);
    assert_eq!(with(&auditor, &["client", "list"]).code, Some(1));
}

#[test]
fn a_key_is_neither_on_the_command_line_nor_on_an_open_wire() {
    let way = Way::sqlite();
    for (arguments, words) in [
        (&["--api-key=hunter2", "client", "list"][..], "everybody on this machine can see"),
        (&["--api-key", "hunter2", "client", "list"], "everybody on this machine can see"),
        (&["client", "list", "--server", "http://gatehouse.example.com"], "Use https"),
        (&["client", "list", "--server", "https://gatehouse.example.com"], "GATEHOUSE_API_KEY_FILE"),
    ] {
        let refused = way.refuses(arguments, 2);
        assert!(refused.contains(words) && !refused.contains("hunter2"), "{arguments:?}: {refused}");
    }
}

#[test]
fn a_server_that_does_not_answer_is_named() {
    let way = Way::sqlite();
    let said = super::Said::of(
        way.command(&["client", "list", "--server", "http://127.0.0.1:1"])
            .env("GATEHOUSE_API_KEY", "hunter2"),
    );
    assert_eq!(said.code, Some(1));
    assert!(said.err.starts_with("error: http://127.0.0.1:1 does not answer"), "{said:?}");
    assert!(!said.err.contains("hunter2"), "{said:?}");
}
