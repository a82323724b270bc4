//! What an integrator's library reads first.

use http::{StatusCode, header};
use serde_json::json;

use crate::world::{ORIGIN, World};

#[tokio::test]
async fn the_metadata_names_what_is_served_and_nothing_else() {
    let world = World::new().await;
    let answer = world.get("/.well-known/oauth-authorization-server").await;
    assert_eq!((answer.status, answer.header(header::CONTENT_TYPE)), (StatusCode::OK, "application/json"));
    let expected = json!({
        "issuer": ORIGIN,
        "token_endpoint": format!("{ORIGIN}/oauth2/token"),
        "jwks_uri": format!("{ORIGIN}/oauth2/jwks"),
        "response_types_supported": [],
        "grant_types_supported": ["client_credentials"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
    });
    assert_eq!(answer.json(), expected);
}

#[tokio::test]
async fn the_key_set_holds_public_halves_only() {
    let world = World::new().await;
    let answer = world.get("/oauth2/jwks").await.json();
    let keys = answer["keys"].as_array().unwrap();
    assert_eq!(keys.len(), 1);
    let mut members: Vec<_> = keys[0].as_object().unwrap().keys().map(String::as_str).collect();
    members.sort_unstable();
    assert_eq!(members, ["alg", "crv", "kid", "kty", "use", "x", "y"]);
}
