use serde_json::json;

use super::Way;

#[tokio::test]
async fn an_environment_is_made_renamed_and_deleted() {
    for way in Way::all().await {
        way.does(&["environment", "create", "--name", "lab", "--audience", "https://lab.example.com/"]);
        way.does(&["environment", "edit", "lab", "--name", "laboratory"]);
        let shown = way.json(&["environment", "show", "laboratory"]);
        assert_eq!(shown["audience"], "https://lab.example.com/");
        let shown = way.does(&["environment", "show", "laboratory"]);
        assert!(shown.out.starts_with("environment name  laboratory\n"), "{shown:?}");
        way.does(&["environment", "delete", "laboratory", "--yes"]);
        way.refuses(&["environment", "show", "laboratory"], 1);
    }
}

#[tokio::test]
async fn an_api_key_is_made_listed_and_revoked() {
    for way in Way::all().await {
        let key = way.secret(&[
            "api-key",
            "create",
            "--name",
            "Pipeline",
            "--role",
            "auditor",
            "--expires",
            "2029-01-01T00:00:00Z",
        ]);
        let listed = way.does(&["api-key", "list"]);
        assert!(listed.out.contains("Pipeline") && !listed.out.contains(&key), "{listed:?}");
        assert_eq!(way.json(&["api-key", "show", "pipeline"])["expires_at"], "2029-01-01T00:00:00Z");
        way.does(&["api-key", "revoke", "Pipeline", "--yes"]);
        let gone = way.refuses(&["api-key", "show", "Pipeline"], 1);
        assert!(gone.contains("there is no API key Pipeline"), "{gone}");
    }
}

#[tokio::test]
async fn a_person_is_invited_changed_and_deleted() {
    for way in Way::all().await {
        let link = way.secret(&["user", "invite", "grace@example.com", "--role", "auditor"]);
        assert!(link.contains("#"), "{link}");
        let shown = way.json(&["user", "show", "Grace@example.com"]);
        assert_eq!((&shown["email"], &shown["role"]), (&json!("grace@example.com"), &json!("auditor")));
        way.does(&["user", "role", "grace@example.com", "administrator"]);
        way.secret(&["user", "reset-link", "grace@example.com"]);
        way.does(&["user", "sign-out", "grace@example.com"]);
        let listed = way.does(&["user", "list", "--role", "administrator"]);
        assert!(listed.out.contains("grace@example.com"), "{listed:?}");
        let unknown = way.refuses(&["user", "disable", "eve@example.com"], 1);
        assert!(unknown.contains("there is no user eve@example.com"), "{unknown}");
    }
}

#[tokio::test]
async fn the_audit_trail_says_who_ran_a_command() {
    for way in [Way::sqlite(), Way::postgres().await] {
        way.does(&["environment", "create", "--name", "lab"]);
        let events = way.json(&["audit", "list", "--action", "environment.added", "--entity-name", "lab"]);
        let actor = events["items"][0]["actor"].as_str().unwrap();
        assert!(actor.starts_with("Command line ("), "{actor}");
        let shown = way.does(&["audit", "list", "--actor", actor]);
        assert!(shown.out.contains("environment.added"), "{shown:?}");
    }
}

#[tokio::test]
async fn an_initial_access_token_is_made_listed_and_deleted() {
    for way in Way::all().await {
        let token = way.secret(&["initial-access-token", "create", "--name", "Partners", "--uses", "3"]);
        let listed = way.does(&["initial-access-token", "list"]);
        assert!(listed.out.contains("Partners") && !listed.out.contains(&token), "{listed:?}");
        way.does(&["initial-access-token", "delete", "Partners", "--yes"]);
        way.refuses(&["initial-access-token", "delete", "Partners", "--yes"], 1);
    }
}

#[tokio::test]
async fn a_webhook_is_made_changed_switched_and_deleted() {
    const URL: &str = "https://hooks.example.com/gatehouse";
    for way in Way::all().await {
        way.secret(&["webhook", "create", "--url", URL, "--event", "oauth_client.edited"]);
        way.does(&["webhook", "disable", URL]);
        way.does(&["webhook", "edit", URL, "--description", "Chat", "--every-event"]);
        let shown = way.json(&["webhook", "show", URL]);
        let fields = (&shown["status"], &shown["events"], &shown["description"]);
        assert_eq!(fields, (&json!("disabled"), &json!([]), &json!("Chat")));
        way.secret(&["webhook", "secret", URL]);
        assert!(way.does(&["webhook", "list"]).out.contains(URL));
        assert_eq!(way.json(&["webhook", "delivery", "list", URL])["items"], json!([]));
        way.does(&["webhook", "delete", URL, "--yes"]);
        way.refuses(&["webhook", "show", URL], 1);
    }
}

#[test]
fn a_command_that_asks_too_often_waits_and_asks_again() {
    let way = Way::sqlite().with("GATEHOUSE_API_RATE", "1").through_server();
    // Two at once, and then one a second.
    let said: Vec<_> = std::thread::scope(|scope| {
        let asked = [(); 4].map(|()| scope.spawn(|| way.run(&["environment", "list"])));
        asked.map(|asked| asked.join().unwrap()).into()
    });
    for said in said {
        assert_eq!(said.code, Some(0), "{said:?}");
    }
}
