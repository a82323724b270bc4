use std::process::Stdio;

use super::Way;

/// A server keeps what it needs of a client in memory, and the command is another process.
#[tokio::test]
async fn a_running_server_heeds_at_once_what_a_command_did() {
    for way in [Way::sqlite(), Way::postgres().await] {
        let (way, server) = way.beside_server();
        let secret = way.secret(&[
            "client",
            "create",
            "--name",
            "Billing",
            "--id",
            "app-billing",
            "--type",
            "confidential",
            "--grant",
            "client_credentials",
        ]);
        assert!(server.gives_token("app-billing", &secret));
        way.does(&["client", "disable", "app-billing"]);
        assert!(!server.gives_token("app-billing", &secret), "it is disabled");
        way.does(&["client", "enable", "app-billing"]);
        assert!(server.gives_token("app-billing", &secret));
        let next = way.secret(&["client", "secret", "generate", "app-billing"]);
        assert!(server.gives_token("app-billing", &next));
        assert!(!server.gives_token("app-billing", &secret), "another took its place");
        way.does(&["client", "delete", "app-billing", "--yes"]);
        assert!(!server.gives_token("app-billing", &next), "it is gone");
    }
}

#[tokio::test]
async fn many_commands_at_once_beside_a_server_all_succeed() {
    let (way, _server) = Way::sqlite().beside_server();
    let commands: Vec<_> = (0..6)
        .map(|number| {
            let name = format!("place-{number}");
            way.command(&["environment", "create", "--name", &name]).stdout(Stdio::null()).spawn().unwrap()
        })
        .collect();
    for mut command in commands {
        assert!(command.wait().unwrap().success());
    }
    let listed = way.does(&["environment", "list"]).out;
    assert_eq!(listed.matches("place-").count(), 2 * 6, "each by its name and in its audience: {listed}");
}
