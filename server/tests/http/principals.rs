//! Service principals, by the server functions of their pages.

use http::StatusCode;
use serde_json::{Value, json};

use crate::world::log::Log;
use crate::world::{Answer, World};

/// A key on P-256 (RFC 7515 appendix A.3.1), and the half of it that is nobody else's.
const PUBLIC_JWK: &str = r#"{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"#;
const PRIVATE_PART: &str = "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI";

fn draft(name: &str, key: Option<&str>) -> Value {
    json!({
        "client_name": name,
        "security_type": if key.is_some() { "signed_jwt" } else { "client_secret" },
        "environment": "development",
        "key": { "public_key": key.unwrap_or_default(), "expires_at": null },
    })
}

async fn register(world: &World, cookie: &str, draft: &Value) -> Answer {
    world.call(cookie, "principals/register", &json!({ "draft": draft })).await
}

#[tokio::test]
async fn a_secret_is_in_one_answer_only() {
    let world = World::set_up().await;
    let cookie = world.signed_in().await;
    let answer = register(&world, &cookie, &draft("nightly_export", None)).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let saved = answer.json();
    let (client_id, secret) =
        (saved["client_id"].as_str().unwrap(), saved["client_secret"].as_str().unwrap());
    let page = format!("/secure-module/principals/{client_id}?tab=credentials");
    for later in [
        world.call(&cookie, "principals", &json!({ "view": {}, "page": null })).await,
        world.call(&cookie, "principals/principal", &json!({ "client_id": client_id })).await,
        world.get_as(&cookie, "/secure-module/principals").await,
        world.get_as(&cookie, &page).await,
    ] {
        assert_eq!(later.status, StatusCode::OK);
        assert!(later.body.contains(client_id));
        assert!(!later.body.contains(secret));
    }
}

#[tokio::test]
async fn the_list_is_searched_and_narrowed_to_an_environment() {
    let world = World::set_up().await;
    let cookie = world.signed_in().await;
    for draft in [draft("nightly_export", None), draft("billing_sync", Some(PUBLIC_JWK))] {
        assert_eq!(register(&world, &cookie, &draft).await.status, StatusCode::OK);
    }
    for (view, found) in [
        (json!({}), json!(["billing_sync", "nightly_export"])),
        (json!({ "q": "exp" }), json!(["nightly_export"])),
        (json!({ "q": "signed" }), json!(["billing_sync"])),
        (json!({ "environment": "development" }), json!(["billing_sync", "nightly_export"])),
        (json!({ "environment": "production" }), json!([])),
        (json!({ "environment": "nowhere" }), json!([])),
    ] {
        let answer = world.call(&cookie, "principals", &json!({ "view": view, "page": null })).await.json();
        let rows = answer["rows"].as_array().unwrap();
        let names: Vec<&Value> = rows.iter().map(|row| &row["client_name"]).collect();
        assert_eq!(json!(names), found, "{view}");
        assert_eq!(answer["environments"], json!(["development", "production"]));
    }
}

#[tokio::test]
async fn a_refusal_names_its_field() {
    let world = World::set_up().await;
    let cookie = world.signed_in().await;
    assert_eq!(register(&world, &cookie, &draft("nightly_export", None)).await.status, StatusCode::OK);
    let mut elsewhere = draft("billing_sync", None);
    elsewhere["environment"] = json!("nowhere");
    for (draft, field) in [
        (draft("Nightly_Export", None), "client_name"),
        (draft("nope", None), "client_name"),
        (elsewhere, "environment"),
        (draft("billing_sync", Some("")), "public_key"),
    ] {
        let answer = register(&world, &cookie, &draft).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.body);
        assert_eq!(answer.json()["refused"]["problems"][0]["field"], field, "{draft}");
    }
}

#[tokio::test]
async fn a_private_key_is_refused_and_repeated_nowhere() {
    let log = Log::keep();
    let world = World::set_up().await;
    let cookie = world.signed_in().await;
    let registered = register(&world, &cookie, &draft("nightly_export", Some(PUBLIC_JWK))).await.json();
    let jwk = PUBLIC_JWK.replace(r#""kty""#, &format!(r#""d":"{PRIVATE_PART}","kty""#));
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{PRIVATE_PART}\n-----END PRIVATE KEY-----\n");
    for key in [&jwk, &format!(r#"{{"keys":[{jwk}]}}"#), &pem] {
        for answer in [
            register(&world, &cookie, &draft("billing_sync", Some(key))).await,
            world
                .call(
                    &cookie,
                    "principals/keys/add",
                    &json!({ "client_id": registered["client_id"], "draft": { "public_key": key, "expires_at": null } }),
                )
                .await,
        ] {
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.body);
            assert_eq!(answer.json()["refused"]["problems"][0]["code"], "private_key");
            assert!(!answer.body.contains(PRIVATE_PART));
        }
    }
    let log = log.text();
    assert!(log.contains("principals/keys/add"), "the log is kept");
    assert!(!log.contains(PRIVATE_PART));
}
