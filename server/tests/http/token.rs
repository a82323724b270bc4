//! `POST /oauth2/token` with the client credentials grant.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{Method, StatusCode, header};
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde_json::{Value, json};

use crate::world::application::basic;
use crate::world::{Integrator, NOW, ORIGIN, World, request};

const GRANT: &str = "grant_type=client_credentials";

#[tokio::test]
async fn basic_and_post_both_get_a_token() {
    let world = World::set_up().await;
    let Integrator { client_id, client_secret } = world.integrator().await;
    let encoded = client_id.replace('-', "%2D");
    let post = format!("{GRANT}&client_id={client_id}&client_secret={client_secret}");
    for (authorization, form) in [
        (Some(basic(&client_id, &client_secret)), GRANT.to_owned()),
        (Some(basic(&encoded, &client_secret)), GRANT.to_owned()),
        (Some(basic(&client_id, &client_secret).replace("Basic", "basic")), GRANT.to_owned()),
        (Some(basic(&client_id, &client_secret)), format!("{GRANT}&client_id={client_id}")),
        (None, post.clone()),
        (None, format!("{post}&scope=&unknown=parameter&resource={ORIGIN}")),
    ] {
        let answer = world.token(authorization.as_deref(), &form).await;
        assert_eq!(answer.status, StatusCode::OK, "{form}: {}", answer.body);
        assert_eq!(answer.header(header::CACHE_CONTROL), "no-store");
        let body = answer.json();
        assert_eq!((&body["token_type"], &body["expires_in"]), (&json!("Bearer"), &json!(600)));
    }
}

#[tokio::test]
async fn a_token_verifies_against_the_published_keys() {
    let world = World::set_up().await;
    let Integrator { client_id, client_secret } = world.integrator().await;
    let answer = world.token(Some(&basic(&client_id, &client_secret)), GRANT).await.json();
    let token = answer["access_token"].as_str().unwrap();

    let keys: JwkSet = serde_json::from_str(&world.get("/oauth2/jwks").await.body).unwrap();
    let header = decode_header(token).unwrap();
    assert_eq!((header.alg, header.typ.as_deref()), (Algorithm::ES256, Some("at+jwt")));
    let key = DecodingKey::from_jwk(keys.find(&header.kid.unwrap()).unwrap()).unwrap();
    let mut validation = Validation::new(Algorithm::ES256);
    validation.set_audience(&[ORIGIN]);
    validation.set_issuer(&[ORIGIN]);
    // The server's clock stands still in these tests.
    validation.validate_exp = false;
    let claims = decode::<Value>(token, &key, &validation).unwrap().claims;
    assert_eq!((&claims["sub"], &claims["client_id"]), (&json!(client_id), &json!(client_id)));
    assert_eq!((&claims["iat"], &claims["exp"]), (&json!(NOW), &json!(NOW + 600)));
    assert!(claims["jti"].as_str().is_some_and(|jti| jti.len() == 36));
}

#[tokio::test]
async fn every_refusal_has_its_status_code_and_headers() {
    let world = World::set_up().await;
    let Integrator { client_id, client_secret } = world.integrator().await;
    let good = basic(&client_id, &client_secret);
    let post = format!("{GRANT}&client_id={client_id}&client_secret={client_secret}");
    let (front, last) = client_secret.split_at(client_secret.len() - 2);
    let wrong = format!("{front}{}", if last == "AA" { "BB" } else { "AA" });
    let other_id = client_secret.replace("ghs_", "ghs_aaaa");
    let bearer = good.replace("Basic", "Bearer");
    let not_utf8 = format!("Basic {}", STANDARD.encode(b"app-x:\xff"));
    let no_colon = format!("Basic {}", STANDARD.encode("app-x"));
    let invalid_client = (StatusCode::UNAUTHORIZED, "invalid_client");
    let invalid_request = (StatusCode::BAD_REQUEST, "invalid_request");
    for (authorization, form, expected) in [
        (None, GRANT.to_owned(), invalid_client),
        (None, format!("{GRANT}&client_id={client_id}"), invalid_client),
        (None, format!("{GRANT}&client_id={client_id}&client_secret="), invalid_client),
        (None, post.replace(&client_secret, &wrong), invalid_client),
        (None, post.replace(&client_secret, &other_id), invalid_client),
        (None, post.replace(&client_secret, "hunter2"), invalid_client),
        (None, post.replace(&client_id, "app-unknown"), invalid_client),
        (None, post.replace(&client_id, client_id.trim_start_matches("app-")), invalid_client),
        (Some(basic(&client_id, &wrong)), GRANT.to_owned(), invalid_client),
        (Some(bearer), GRANT.to_owned(), invalid_client),
        (Some("Basic !!!".to_owned()), GRANT.to_owned(), invalid_client),
        (Some(not_utf8), GRANT.to_owned(), invalid_client),
        (Some(no_colon), GRANT.to_owned(), invalid_client),
        (Some(good.clone()), post.clone(), invalid_request),
        (Some(good.clone()), format!("{GRANT}&client_id=app-another"), invalid_request),
        (Some(good.clone()), String::new(), invalid_request),
        (Some(good.clone()), "grant_type=".to_owned(), invalid_request),
        (Some(good.clone()), format!("{GRANT}&{GRANT}"), invalid_request),
        (Some(good.clone()), format!("{GRANT}&scope=a&scope=b"), invalid_request),
        (Some(good.clone()), format!("{GRANT}&x=%00"), invalid_request),
        (Some(good.clone()), format!("{GRANT}&x=%ff"), invalid_request),
        (
            Some(good.clone()),
            "grant_type=password".to_owned(),
            (StatusCode::BAD_REQUEST, "unsupported_grant_type"),
        ),
        (Some(good.clone()), format!("{GRANT}&scope=admin"), (StatusCode::BAD_REQUEST, "invalid_scope")),
        (
            Some(good.clone()),
            format!("{GRANT}&resource=https%3A%2F%2Felsewhere.example"),
            (StatusCode::BAD_REQUEST, "invalid_target"),
        ),
    ] {
        let answer = world.token(authorization.as_deref(), &form).await;
        let body = answer.json();
        assert_eq!((answer.status, body["error"].as_str().unwrap()), expected, "{authorization:?} {form}");
        assert!(body["error_description"].as_str().is_some_and(|text| text.contains("reference")), "{body}");
        assert_eq!(answer.header(header::CACHE_CONTROL), "no-store");
        let challenges = answer.header(header::WWW_AUTHENTICATE).starts_with("Basic realm=");
        assert_eq!(challenges, answer.status == StatusCode::UNAUTHORIZED);
        assert!(!answer.body.contains(&client_secret[20..]), "an answer repeats a secret");
    }
}

#[tokio::test]
async fn what_is_not_a_form_of_bearable_size_is_refused() {
    let world = World::set_up().await;
    let json = request(Method::POST, "/oauth2/token").header(header::CONTENT_TYPE, "application/json");
    let answer = world.send(json.body("{}".into()).unwrap()).await;
    assert_eq!(
        (answer.status, &answer.json()["error"]),
        (StatusCode::BAD_REQUEST, &json!("invalid_request"))
    );

    let huge = format!("{GRANT}&x={}", "x".repeat(20_000));
    let answer = world.token(None, &huge).await;
    assert_eq!(
        (answer.status, &answer.json()["error"]),
        (StatusCode::PAYLOAD_TOO_LARGE, &json!("invalid_request"))
    );

    let answer = world.get("/oauth2/token").await;
    assert_eq!((answer.status, answer.header(header::ALLOW)), (StatusCode::METHOD_NOT_ALLOWED, "POST"));
}

#[tokio::test]
async fn a_client_that_is_disabled_gets_no_token_from_the_next_request_on() {
    let world = World::set_up().await;
    let Integrator { client_id, client_secret } = world.integrator().await;
    let good = basic(&client_id, &client_secret);
    assert_eq!(world.token(Some(&good), GRANT).await.status, StatusCode::OK);
    world.execute("UPDATE oauth_clients SET status = 'disabled'").await;
    let answer = world.token(Some(&good), GRANT).await;
    assert_eq!(
        (answer.status, &answer.json()["error"]),
        (StatusCode::UNAUTHORIZED, &json!("invalid_client"))
    );
    world.execute("UPDATE oauth_clients SET status = 'enabled'").await;
    assert_eq!(world.token(Some(&good), GRANT).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_secret_that_has_expired_gets_no_token_though_it_is_remembered() {
    let world = World::set_up().await;
    let Integrator { client_id, client_secret } = world.integrator().await;
    let good = basic(&client_id, &client_secret);
    assert_eq!(world.token(Some(&good), GRANT).await.status, StatusCode::OK);
    world.execute("UPDATE client_secrets SET expires_at = 1700000000").await;
    assert_eq!(world.token(Some(&good), GRANT).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_client_of_another_grant_is_unauthorized() {
    let world = World::set_up().await;
    let draft = json!({
        "client_name": "Shop", "client_type": "confidential", "grant_type": "authorization_code",
        "redirect_uris": ["https://myapp.com/callback"],
    });
    let Integrator { client_id, client_secret } = world.register(&draft).await;
    let answer = world.token(Some(&basic(&client_id, &client_secret)), GRANT).await;
    assert_eq!(
        (answer.status, &answer.json()["error"]),
        (StatusCode::BAD_REQUEST, &json!("unauthorized_client"))
    );
}

#[tokio::test]
async fn a_foreign_page_may_ask_for_a_token() {
    let world = World::set_up().await;
    let Integrator { client_id, client_secret } = world.integrator().await;
    let cross_site = request(Method::POST, "/oauth2/token")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::AUTHORIZATION, basic(&client_id, &client_secret))
        .header(header::ORIGIN, "https://myapp.com")
        .header("Sec-Fetch-Site", "cross-site");
    let answer = world.send(cross_site.body(GRANT.into()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::OK, "the guard of the portal is not in front of the protocol");
}
