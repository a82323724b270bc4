use serde_json::json;

use super::Way;

#[tokio::test]
async fn a_client_is_made_changed_switched_and_deleted() {
    for way in Way::all().await {
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
        let shown = way.json(&["client", "show", "app-billing"]);
        assert_eq!(shown["client_name"], "Billing");
        assert!(!shown.to_string().contains(&secret));

        let listed = way.does(&["client", "list"]);
        let lines: Vec<_> = listed.out.lines().collect();
        assert!(
            lines[0].split_whitespace().eq([
                "STATUS", "CLIENT", "NAME", "CLIENT", "ID", "CLIENT", "TYPE", "GRANT", "TYPE", "CREATED",
                "AT"
            ]),
            "{listed:?}"
        );
        assert!(lines.len() == 2 && lines[1].contains("app-billing"), "{listed:?}");
        assert_eq!(way.json(&["client", "list", "--status", "disabled"])["items"], json!([]));

        let edited = way.does(&["client", "edit", "app-billing", "--description", "Sends invoices"]);
        assert!(edited.out.contains("Sends invoices"), "{edited:?}");
        let stale =
            way.refuses(&["client", "edit", "app-billing", "--name", "Other", "--if-match", "\"stale\""], 1);
        assert!(stale.contains("Look at it again"), "{stale}");
        assert_eq!(way.json(&["client", "show", "app-billing"])["client_name"], "Billing");

        assert_eq!(way.does(&["client", "disable", "app-billing"]).out, "app-billing is disabled.\n");
        assert_eq!(way.json(&["client", "show", "app-billing"])["status"], "disabled");
        assert_eq!(way.json(&["client", "enable", "app-billing"])["status"], "enabled");

        let sure = way.refuses(&["client", "delete", "app-billing"], 2);
        assert!(sure.contains("add --yes"), "{sure}");
        way.does(&["client", "delete", "app-billing", "--yes"]);
        way.refuses(&["client", "show", "app-billing"], 1);
    }
}

#[tokio::test]
async fn a_public_client_has_lists_and_no_secret() {
    for way in Way::all().await {
        let made = way.does(&[
            "client",
            "create",
            "--name",
            "Shop",
            "--id",
            "app-shop",
            "--type",
            "public",
            "--grant",
            "authorization_code",
            "--pkce",
            "S256",
            "--redirect-uri",
            "https://shop.example.com/one",
            "--redirect-uri",
            "https://shop.example.com/two",
            "--web-origin",
            "https://shop.example.com",
        ]);
        assert!(made.out.contains("https://shop.example.com/two"), "{made:?}");
        way.does(&[
            "client",
            "edit",
            "app-shop",
            "--no-web-origins",
            "--redirect-uri",
            "https://shop.example.com/",
        ]);
        let shown = way.json(&["client", "show", "app-shop"]);
        assert_eq!(shown["redirect_uris"], json!(["https://shop.example.com/"]));
        assert_eq!(shown["web_origins"], json!([]));
        way.does(&["client", "edit", "app-shop", "--pkce", "none"]);
        assert_eq!(way.json(&["client", "show", "app-shop"])["pkce_code_challenge_method"], json!(null));
        let copied = way.json(&["client", "copy", "app-shop", "--name", "Shop two", "--id", "shop-two"]);
        assert_eq!(copied["client_id"], "app-shop-two");
    }
}

#[tokio::test]
async fn secrets_are_made_listed_and_retired() {
    for way in Way::all().await {
        way.secret(&["client", "create", "--name", "Billing", "--id", "billing", "--type", "confidential"]);
        let secret = way.secret(&["client", "secret", "generate", "app-billing", "--label", "Next"]);
        let listed = way.does(&["client", "secret", "list", "app-billing"]);
        assert!(listed.out.contains("Next") && !listed.out.contains(&secret), "{listed:?}");
        way.does(&["client", "secret", "retire", "app-billing", "Next"]);
        let states = way.json(&["client", "secret", "list", "app-billing"]);
        let states: Vec<_> =
            states["items"].as_array().unwrap().iter().map(|secret| &secret["state"]).collect();
        assert!(states.iter().all(|state| *state == "retired"), "{states:?}");
    }
}

#[tokio::test]
async fn a_long_list_is_followed_to_its_end() {
    let way = Way::sqlite();
    for number in 0..3 {
        let (name, id) = (format!("Client {number}"), number.to_string());
        way.does(&[
            "client",
            "create",
            "--name",
            &name,
            "--id",
            &id,
            "--type",
            "public",
            "--pkce",
            "S256",
            "--redirect-uri",
            "https://app.example.com/",
        ]);
    }
    let first = way.does(&["client", "list", "--limit", "2", "--sort", "client_name"]);
    assert_eq!(first.out.lines().count(), 3, "{first:?}");
    let cursor = first.err.split("--cursor ").nth(1).and_then(|rest| rest.split(' ').next()).unwrap();
    let next = way.does(&["client", "list", "--limit", "2", "--sort", "client_name", "--cursor", cursor]);
    assert!(next.out.contains("app-2") && !next.out.contains("app-1"), "{next:?}");
    assert_eq!(way.json(&["client", "list", "--all"])["items"].as_array().unwrap().len(), 3);
}
