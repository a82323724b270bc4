//! What counts as money stays between those whom it concerns.

use serde_json::{Value, json};

use crate::denials::denials;
use crate::world::World;
use crate::world::application::{VERIFIER, asking};
use crate::world::log::Log;
use crate::world::signer::{Key, proof};

#[tokio::test]
async fn what_counts_as_money_is_in_no_log_and_on_no_page() {
    let log = Log::keep();

    let world = World::set_up().await;
    let client_id = world.public_client().await;
    let client = world.confidential_client().await;
    let cookie = world.signed_in().await;
    let query = asking(&client_id, &[]);
    let page = world.authorize(&cookie, &query).await;
    let code = world.code(&cookie, &query).await;
    let tokens = world.redeem(&client_id, &code).await.json();
    let refresh_token = tokens["refresh_token"].as_str().unwrap().to_owned();
    let refreshed = world.refresh(&client_id, &refresh_token).await.json();
    world.redeem(&client_id, &code).await;
    let token = |body: &Value, name: &str| body[name].as_str().unwrap().to_owned();
    world.introspect(&client, &token(&tokens, "access_token")).await;
    let revoked = [("client_id", client_id.as_str()), ("token", refresh_token.as_str())];
    world.post("/oauth2/revoke", None, &revoked).await;
    let bearer = format!("Bearer {}", token(&tokens, "access_token"));
    world.post("/oauth2/userinfo", Some(&bearer), &[]).await;

    let log = log.text();
    assert!(log.contains("/oauth2/token"), "the log is kept");
    for secret in [
        code,
        refresh_token,
        token(&tokens, "access_token"),
        token(&tokens, "id_token"),
        token(&refreshed, "access_token"),
        token(&refreshed, "refresh_token"),
        cookie.split_once('=').unwrap().1.to_owned(),
        client.client_secret[20..].to_owned(),
        VERIFIER.to_owned(),
    ] {
        assert!(!log.contains(&secret), "in the log");
        assert!(!page.body.contains(&secret), "on the page");
    }
}

#[tokio::test]
async fn nothing_of_an_assertion_is_in_a_log_or_a_denial() {
    const MARK: &str = "nobody-else-says-this";
    let log = Log::keep();

    let world = World::set_up().await;
    let signer = world.signer("robot_1", Key::es256()).await;
    let named = [("client_id", signer.client_id.as_str())];
    let mut sent = Vec::new();
    for (header, claims) in [
        (json!({}), json!({ "jti": MARK })),
        (json!({}), json!({ "jti": MARK })),
        (json!({ "kid": MARK }), json!({})),
        (json!({ "alg": MARK }), json!({})),
        (json!({ "typ": MARK }), json!({})),
        (json!({ "jku": MARK }), json!({})),
        (json!({ "crit": [MARK] }), json!({})),
        (json!({}), json!({ "aud": MARK })),
        (json!({}), json!({ "iss": MARK })),
        (json!({}), json!({ "sub": MARK })),
        (json!({}), json!({ "exp": MARK })),
        (json!({}), json!({ MARK: "x".repeat(8192) })),
    ] {
        let assertion = signer.assertion_with(&header, &claims);
        world.token_with_more(&assertion, &named).await;
        let pairs = [&proof(&assertion)[..], &named, &[("token", "unknown")]].concat();
        world.post("/oauth2/introspect", None, &pairs).await;
        sent.push(assertion);
    }
    let broken = format!("{}.{MARK}", sent[0]);
    world.token_with_more(&broken, &named).await;

    let denials = denials(&world, &signer.client_id).await;
    assert!(denials.len() > 8, "{denials:?}");
    let told = format!("{denials:?}");
    let log = log.text();
    assert!(log.contains("assertion replayed"), "the log is kept");
    for kept in [&log, &told] {
        assert!(!kept.contains(MARK));
        for part in sent.iter().flat_map(|assertion| assertion.split('.').skip(1)) {
            assert!(!kept.contains(part));
        }
    }
}
