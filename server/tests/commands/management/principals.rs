use std::fs;

use serde_json::json;

use super::Way;

/// The key of RFC 7515 appendix A.3, in PEM and as a JWK; and its private half.
const PEM: &str = "-----BEGIN PUBLIC KEY-----\n\
    MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEf83OJ3D2xF1Bg8vub9tLe1gHMzV7\n\
    6e8Tus9uPHvRVEXH8UTNG72bfocs3+257rn0s2ldbqkLJK2KRiMohYjlrQ==\n\
    -----END PUBLIC KEY-----\n";
const X: &str = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
const Y: &str = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";
const D: &str = "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI";

#[tokio::test]
async fn a_principal_signs_with_keys_from_files_and_never_with_a_private_one() {
    for way in Way::all().await {
        let file = |name: &str, text: &str| {
            let path = way.data.path().join(name);
            fs::write(&path, text).unwrap();
            path.to_str().unwrap().to_owned()
        };
        let jwk = json!({ "kty": "EC", "crv": "P-256", "x": X, "y": Y, "kid": "first" });
        let mut private = jwk.clone();
        private["d"] = json!(D);
        let private = file("private.jwk", &private.to_string());
        let create = [
            "principal",
            "create",
            "--name",
            "ledger",
            "--environment",
            "production",
            "--security",
            "signed_jwt",
        ];
        let refused = way.refuses(&[&create[..], &["--key", &private]].concat(), 1);
        assert!(refused.contains("rivate") && !refused.contains(D), "{refused}");
        let pem = file("key.pem", PEM);
        let made = way.json(&[&create[..], &["--key", &pem]].concat());
        let client_id = made["client_id"].as_str().unwrap();
        assert_eq!(made["jwks"]["keys"][0]["x"], X);

        let refused = way.refuses(&["principal", "key", "add", client_id, &private], 1);
        assert!(!refused.contains(D), "{refused}");
        let listed = way.json(&["principal", "key", "list", client_id]);
        let kid = listed["items"][0]["kid"].as_str().unwrap();
        way.does(&["principal", "key", "retire", client_id, kid]);
        let missing = way.refuses(&["principal", "key", "add", client_id, "/nowhere/key"], 1);
        assert!(missing.contains("/nowhere/key cannot be read"), "{missing}");
    }
}

#[tokio::test]
async fn roles_are_set_as_a_whole_by_name() {
    for way in Way::all().await {
        way.does(&["api", "create", "--name", "Orders", "--scope", "orders.read", "--scope", "orders.write"]);
        for (role, scope) in [("Reader", "orders.read"), ("Writer", "orders.write")] {
            way.does(&["api", "role", "create", "orders", "--name", role, "--scope", scope]);
        }
        way.does(&[
            "api",
            "role",
            "edit",
            "Orders",
            "Writer",
            "--scope",
            "orders.read",
            "--scope",
            "orders.write",
        ]);
        let secret =
            way.run(&["principal", "create", "--name", "ledger", "--environment", "production", "--json"]);
        let client_id = secret.json()["client_id"].as_str().unwrap().to_owned();
        way.does(&["client", "create", "--name", "Billing", "--id", "billing", "--type", "confidential"]);
        for (noun, client_id) in [("principal", client_id.as_str()), ("client", "app-billing")] {
            way.does(&[noun, "role", "set", client_id, "Orders/Reader"]);
            let listed = way.does(&[noun, "role", "list", client_id]);
            assert_eq!(listed.out, "API NAME  ROLE NAME\nOrders    Reader\n", "{noun}");
            let unknown = way.refuses(&[noun, "role", "set", client_id, "Orders/Nobody"], 1);
            assert!(unknown.contains("role"), "{unknown}");
            way.refuses(&[noun, "role", "set", client_id, "Reader"], 2);
            way.does(&[noun, "role", "set", client_id]);
            assert_eq!(way.json(&[noun, "role", "list", client_id])["roles"], json!([]));
        }
        way.does(&["api", "role", "delete", "Orders", "Writer", "--yes"]);
        way.does(&["api", "edit", "Orders", "--name", "Order book"]);
        assert!(way.does(&["api", "list"]).out.contains("Order book"));
        way.does(&["api", "delete", "Order book", "--yes"]);
    }
}

#[tokio::test]
async fn a_principal_with_a_secret_is_edited_switched_and_deleted() {
    for way in Way::all().await {
        way.secret(&["principal", "create", "--name", "ledger", "--environment", "production"]);
        let listed = way.json(&["principal", "list", "--q", "ledger", "--environment", "production"]);
        let client_id = listed["items"][0]["client_id"].as_str().unwrap().to_owned();
        way.does(&["principal", "edit", &client_id, "--name", "ledger_two"]);
        way.does(&["principal", "disable", &client_id]);
        let shown = way.json(&["principal", "show", &client_id]);
        assert_eq!((&shown["client_name"], &shown["status"]), (&json!("ledger_two"), &json!("disabled")));
        way.does(&["principal", "enable", &client_id]);
        way.secret(&["principal", "secret", "generate", &client_id]);
        way.does(&["principal", "delete", &client_id, "--yes"]);
        way.refuses(&["principal", "show", &client_id], 1);
    }
}
