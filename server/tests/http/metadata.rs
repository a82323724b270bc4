//! What an integrator's library reads first.

use http::{StatusCode, header};
use serde_json::{Value, json};

use crate::world::{ORIGIN, World};

#[tokio::test]
async fn the_metadata_names_what_is_served_and_nothing_else() {
    let world = World::new().await;
    let at = |path: &str| format!("{ORIGIN}/oauth2/{path}");
    let expected = json!({
        "issuer": ORIGIN,
        "authorization_endpoint": at("authorize"),
        "token_endpoint": at("token"),
        "userinfo_endpoint": at("userinfo"),
        "introspection_endpoint": at("introspect"),
        "revocation_endpoint": at("revoke"),
        "jwks_uri": at("jwks"),
        "scopes_supported": ["openid", "profile", "email", "offline_access"],
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256", "RS256"],
        "token_endpoint_auth_methods_supported": [
            "client_secret_basic", "client_secret_post", "private_key_jwt", "none",
        ],
        "token_endpoint_auth_signing_alg_values_supported": ["ES256", "PS256", "EdDSA", "Ed25519"],
        "revocation_endpoint_auth_methods_supported": [
            "client_secret_basic", "client_secret_post", "private_key_jwt", "none",
        ],
        "revocation_endpoint_auth_signing_alg_values_supported": ["ES256", "PS256", "EdDSA", "Ed25519"],
        "introspection_endpoint_auth_methods_supported": [
            "client_secret_basic", "client_secret_post", "private_key_jwt",
        ],
        "introspection_endpoint_auth_signing_alg_values_supported": ["ES256", "PS256", "EdDSA", "Ed25519"],
        "code_challenge_methods_supported": ["S256", "plain"],
        "prompt_values_supported": ["none", "login", "consent", "select_account"],
        "claims_supported": [
            "iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "at_hash", "preferred_username", "roles", "email",
            "email_verified",
        ],
        "authorization_response_iss_parameter_supported": true,
        "claims_parameter_supported": false,
        "request_parameter_supported": false,
        "request_uri_parameter_supported": false,
    });
    for path in ["/.well-known/oauth-authorization-server", "/.well-known/openid-configuration"] {
        let answer = world.get(path).await;
        assert_eq!(
            (answer.status, answer.header(header::CONTENT_TYPE)),
            (StatusCode::OK, "application/json")
        );
        assert_eq!(answer.header(header::CACHE_CONTROL), "public, max-age=300");
        assert_eq!(answer.json(), expected, "{path}");
    }
}

#[tokio::test]
async fn every_endpoint_that_is_named_is_there() {
    let world = World::set_up().await;
    let metadata = world.get("/.well-known/openid-configuration").await.json();
    let endpoints: Vec<_> = metadata
        .as_object()
        .unwrap()
        .iter()
        .filter(|(name, _)| name.ends_with("_endpoint") || *name == "jwks_uri")
        .map(|(_, address)| address.as_str().and_then(|address| address.strip_prefix(ORIGIN)).unwrap())
        .collect();
    assert_eq!(endpoints.len(), 6);
    for path in endpoints {
        assert_ne!(world.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
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
    assert!(keys.iter().all(|key: &Value| key["use"] == "sig"));
}
