//! The secrets and the public keys of `/service-principals` of the management API.

use http::{Method, StatusCode, header};
use serde_json::{Value, json};

use crate::api_service_principals::{
    PRINCIPALS, act, counts, delete, edit, jwk, path, post, read, registered, signing, with_secret,
};
use crate::world::log::Log;
use crate::world::signer::{Key, Signer};
use crate::world::{NOW, World};

/// A key on P-256 (RFC 7515 appendix A.3.1), and the half of it that is nobody else's.
const PRIVATE_JWK: &str = r#"{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0","d":"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"}"#;
const PRIVATE_PART: &str = "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI";

#[tokio::test]
async fn a_secret_is_in_the_answer_to_its_creation_only() {
    let log = Log::keep();
    let world = World::set_up().await;
    let (principal, shown) = registered(&world, &with_secret("nightly_export")).await;
    let first = shown["client_secret"].as_str().unwrap();
    let secrets = format!("{principal}/secrets");
    let second = act(&world, &secrets).await;
    let made = path(&second);
    let second = second.json()["client_secret"].as_str().unwrap().to_owned();
    assert!(counts(&world, &shown, &json!(second)).await);
    assert!(!counts(&world, &shown, &json!(first)).await, "it ended at once");
    let renamed = edit(&world, &principal, "*", &json!({ "client_name": "export" })).await;
    for later in [
        renamed,
        read(&world, PRINCIPALS).await,
        read(&world, &principal).await,
        read(&world, &secrets).await,
        read(&world, &made).await,
        act(&world, &format!("{principal}/disable")).await,
        read(&world, "/audit-events").await,
    ] {
        assert_eq!(later.status, StatusCode::OK, "{}", later.body);
        for secret in [first, &second] {
            assert!(!later.body.contains(secret), "{}", later.body);
        }
    }
    let log = log.text();
    assert!(log.contains("service-principals"), "the log is kept");
    assert!(!log.contains(first) && !log.contains(&second));
}

#[tokio::test]
async fn a_new_secret_takes_the_place_of_an_old_one() {
    let world = World::set_up().await;
    let (principal, shown) = registered(&world, &with_secret("nightly_export")).await;
    let secrets = format!("{principal}/secrets");
    let end = service::utc_text(NOW + 3_600);
    world.pass(1);
    let overlap = json!({ "label": "Blue", "old_secrets_end_at": end });
    let second = post(&world, &secrets, &overlap).await;
    let blue = path(&second);
    let list = read(&world, &secrets).await.json();
    let states: Vec<_> =
        list["items"].as_array().unwrap().iter().map(|one| (&one["label"], &one["state"])).collect();
    assert_eq!(states, [(&json!("Blue"), &json!("valid")), (&json!("Secret 1"), &json!("ending"))]);
    assert_eq!(list["items"][1]["expires_at"], end);
    let one = read(&world, &blue).await;
    assert_eq!((one.status, one.json()), (StatusCode::OK, list["items"][0].clone()));
    assert_eq!(one.header(header::ETAG), second.header(header::ETAG));
    for secret in [&shown["client_secret"], &second.json()["client_secret"]] {
        assert!(counts(&world, &shown, secret).await);
    }
    let third = post(&world, &secrets, &overlap).await;
    assert_eq!(third.problem(), (409, "conflict".to_owned(), vec![]));

    world.pass(3_600);
    assert!(!counts(&world, &shown, &shown["client_secret"]).await);
    assert!(counts(&world, &shown, &second.json()["client_secret"]).await);
    let stale = world.api(Method::DELETE, &blue).with("If-Match", second.header(header::ETAG)).send().await;
    assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED, "it was used since");
    assert_eq!(delete(&world, &blue).await.status, StatusCode::NO_CONTENT);
    assert!(!counts(&world, &shown, &second.json()["client_secret"]).await);
    assert_eq!(delete(&world, &blue).await.status, StatusCode::NOT_FOUND, "it counts no longer");

    for (fields, status, error) in [
        (json!({ "label": "a\nb" }), 422, "label line_break"),
        (json!({ "old_secrets_end_at": service::utc_text(NOW) }), 422, "old_secrets_end_at in_the_past"),
        (json!({ "old_secrets_end_at": "2033-01-01T00:00:00Z" }), 422, "old_secrets_end_at too_late"),
        (json!({ "old_secrets_end_at": 3 }), 400, "old_secrets_end_at wrong_type"),
        (json!({ "client_secret": "mine" }), 400, "client_secret unknown_field"),
    ] {
        let (refused, _, errors) = post(&world, &secrets, &fields).await.problem();
        assert_eq!((refused, errors), (status, vec![error.to_owned()]), "{fields}");
    }
}

#[tokio::test]
async fn a_principal_that_signs_lives_its_life() {
    let world = World::set_up().await;
    let mut fields = signing("ledger_sync", &Key::es256());
    let (es256, eddsa) = (Key::es256(), Key::eddsa());
    fields["jwks"] = json!({ "keys": [jwk(&es256)] });
    fields["accepts_endpoint_audience"] = json!(true);
    let added = post(&world, PRINCIPALS, &fields).await;
    let principal = path(&added);
    let shown = added.json();
    assert_eq!((shown.get("client_secret"), &shown["accepts_endpoint_audience"]), (None, &json!(true)));
    let mut key = jwk(&es256);
    for (member, value) in [("kid", es256.thumbprint().as_str()), ("alg", "ES256"), ("use", "sig")] {
        key[member] = json!(value);
    }
    assert_eq!(shown["jwks"], json!({ "keys": [key] }));
    assert_eq!(read(&world, &principal).await.json(), shown);

    let keys = format!("{principal}/keys");
    let end = service::utc_text(NOW + 3_600);
    let more = json!({ "public_key": jwk(&eddsa), "expires_at": end });
    let second = post(&world, &keys, &more).await;
    assert_eq!(
        (second.status, second.header(header::LOCATION)),
        (StatusCode::CREATED, &*format!("/api/v1{keys}"))
    );
    let new = &second.json()["items"][0];
    assert_eq!((&new["kid"], &new["algorithm"]), (&json!(eddsa.thumbprint()), &json!("EdDSA")));
    assert_eq!((&new["state"], &new["expires_at"]), (&json!("ending"), &json!(end)));
    let listed = read(&world, &keys).await.json();
    assert_eq!((listed["items"].as_array().unwrap().len(), &listed["items"][0]), (2, new));
    let new = format!("{keys}/{}", new["key_id"].as_str().unwrap());
    assert_eq!(read(&world, &new).await.json(), listed["items"][0]);
    let set = read(&world, &principal).await;
    assert_eq!(set.json()["jwks"]["keys"].as_array().unwrap().len(), 2);

    let signer = Signer::new(shown["client_id"].as_str().unwrap(), es256);
    let named = json!({ "alg": "EdDSA", "kid": eddsa.thumbprint() });
    let endpoint = json!({ "aud": "http://localhost:3000/oauth2/token" });
    for claims in [json!({}), endpoint] {
        assert!(world.is_worth_a_token(&signer.assertion_with(&json!({}), &claims)).await);
        assert!(world.is_worth_a_token(&signer.signed_by(&eddsa, &named, &claims)).await);
    }
    let third = post(&world, &keys, &json!({ "public_key": jwk(&Key::es256()) })).await;
    assert_eq!(third.problem(), (409, "conflict".to_owned(), vec![]));
    let again = post(&world, &keys, &json!({ "public_key": jwk(&signer.key) })).await;
    assert_eq!(again.problem(), (409, "taken".to_owned(), vec!["public_key taken".to_owned()]));

    let first = format!("{keys}/{}", listed["items"][1]["key_id"].as_str().unwrap());
    let stale = world.api(Method::DELETE, &first).with("If-Match", set.header(header::ETAG)).send().await;
    assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
    assert_eq!(delete(&world, &first).await.status, StatusCode::NO_CONTENT);
    assert_eq!(delete(&world, &first).await.status, StatusCode::NOT_FOUND);
    assert!(!world.is_worth_a_token(&signer.assertion()).await);
    assert!(world.is_worth_a_token(&signer.signed_by(&eddsa, &named, &json!({}))).await);
    world.pass(3_600);
    assert_eq!(read(&world, &principal).await.json()["jwks"], json!({ "keys": [] }));
}

#[tokio::test]
async fn keys_come_as_a_jwk_a_set_or_pem() {
    let world = World::set_up().await;
    let pem = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n";
    let one = Key::es256();
    for (number, (public_key, count)) in [
        (jwk(&one), 1),
        (json!({ "keys": [jwk(&one), jwk(&Key::eddsa())] }), 2),
        (json!(pem), 1),
        (json!(one.public().to_jwk()), 1),
    ]
    .into_iter()
    .enumerate()
    {
        let (principal, shown) =
            registered(&world, &signing(&format!("robot_{number}"), &Key::es256())).await;
        let first = read(&world, &format!("{principal}/keys")).await.json()["items"][0]["key_id"].clone();
        let first = format!("{principal}/keys/{}", first.as_str().unwrap());
        assert_eq!(delete(&world, &first).await.status, StatusCode::NO_CONTENT, "{shown}");
        let added = post(&world, &format!("{principal}/keys"), &json!({ "public_key": public_key })).await;
        assert_eq!(added.status, StatusCode::CREATED, "{}", added.body);
        assert_eq!(added.json()["items"].as_array().unwrap().len(), count, "{public_key}");
    }
}

#[tokio::test]
async fn a_private_key_is_refused_and_repeated_nowhere() {
    let log = Log::keep();
    let world = World::set_up().await;
    let (principal, _) = registered(&world, &signing("ledger_sync", &Key::es256())).await;
    let private: Value = serde_json::from_str(PRIVATE_JWK).unwrap();
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{PRIVATE_PART}\n-----END PRIVATE KEY-----\n");
    let mut fields = signing("billing_sync", &Key::es256());
    fields["jwks"] = json!({ "keys": [private] });
    let keys = format!("{principal}/keys");
    let mut answers = vec![(post(&world, PRINCIPALS, &fields).await, "jwks")];
    for sent in [private.clone(), json!({ "keys": [private] }), json!(PRIVATE_JWK), json!(pem)] {
        answers.push((post(&world, &keys, &json!({ "public_key": sent })).await, "public_key"));
    }
    for (answer, field) in &answers {
        assert_eq!(answer.problem(), (422, "rules_broken".to_owned(), vec![format!("{field} private_key")]));
        let message = answer.json()["errors"][0]["message"].clone();
        assert!(!message.as_str().unwrap().contains("not sent"), "it was: {message}");
    }
    // Neither is one that is in the wrong place.
    for fields in
        [private.clone(), json!({ "public_key": [private] }), json!({ "public_key": 1, "d": PRIVATE_PART })]
    {
        answers.push((post(&world, &keys, &fields).await, ""));
    }
    let wrong = json!({ "jwks": { "keys": PRIVATE_JWK } });
    answers.push((post(&world, PRINCIPALS, &wrong).await, ""));
    answers.push((edit(&world, &principal, "*", &wrong).await, ""));
    answers.push((read(&world, "/audit-events").await, ""));
    for (answer, _) in answers {
        assert!(!answer.body.contains(PRIVATE_PART), "{}", answer.body);
    }
    let log = log.text();
    assert!(log.contains("service-principals"), "the log is kept");
    assert!(!log.contains(PRIVATE_PART));
    let list = read(&world, PRINCIPALS).await.json();
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
}
