//! Who comes back with something that is not right.

use http::{StatusCode, header};
use serde_json::{Value, json};

use super::{Beside, CALLBACK, is_over, kept, location};
use crate::world::log::Log;
use crate::world::outside::Signature;
use crate::world::{Answer, EMAIL, NOW};

fn assert_refused(answer: &Answer, problem: &str, why: &str) {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{why}");
    assert_eq!(location(answer), format!("/sign-in?problem={problem}"), "{why}");
    assert!(kept(answer, "").is_none(), "{why}: no session");
}

#[tokio::test]
async fn an_answer_to_another_question_counts_nowhere() {
    let beside = Beside::new().await;
    let (there, cookie) = beside.begun().await;
    let (_, others_cookie) = beside.begun().await;
    let right = beside.outside.comes_back(&there, "code");
    let state = right.split("state=").nth(1).unwrap().to_owned();
    for (why, cookie, path) in [
        ("no cookie: it was begun in another browser", "", right.clone()),
        ("the cookie of another way", others_cookie.as_str(), right.clone()),
        ("an altered cookie", "__Host-gatehouse-provider=AAAA", right.clone()),
        ("a session in the place of the cookie", &cookie.replace("-provider", ""), right.clone()),
        ("no state", &cookie, format!("{CALLBACK}?code=code")),
        ("another state", &cookie, format!("{CALLBACK}?code=code&state=x{}", &state[1..])),
        ("a part of the state", &cookie, format!("{CALLBACK}?code=code&state={}", &state[1..])),
        ("state twice", &cookie, format!("{right}&state={state}")),
        ("code twice", &cookie, format!("{right}&code=code")),
        ("no code", &cookie, format!("{CALLBACK}?state={state}")),
        ("not a query", &cookie, format!("{CALLBACK}?%zz")),
        ("nothing", &cookie, CALLBACK.to_owned()),
    ] {
        assert_refused(&beside.back(cookie, &path).await, "interrupted", why);
    }
    assert_eq!(beside.outside.redemptions(), 0, "no code was redeemed");
    // All of that did not end the way that the browser is on.
    assert_eq!(location(&beside.back(&cookie, &right).await), "/oauth-clients");
}

#[tokio::test]
async fn an_answer_counts_once_and_in_time() {
    let beside = Beside::new().await;
    let (there, cookie) = beside.begun().await;
    let path = beside.outside.comes_back(&there, "code");
    let first = beside.back(&cookie, &path).await;
    assert!(kept(&first, "").is_some() && is_over(&first));
    let again = beside.back(&cookie, &path).await;
    assert_refused(&again, "interrupted", "one way, one code");
    let other = beside.back(&cookie, &beside.outside.comes_back(&there, "other")).await;
    assert_refused(&other, "interrupted", "whichever it is");
    assert_eq!(beside.outside.redemptions(), 1, "the provider was asked once");

    let (there, cookie) = beside.begun().await;
    let path = beside.outside.comes_back(&there, "late");
    beside.world.pass(600);
    let late = beside.back(&cookie, &path).await;
    assert_refused(&late, "interrupted", "too late");
    assert!(is_over(&late));
}

#[tokio::test]
async fn an_id_token_that_is_not_right_is_worth_nothing() {
    let beside = Beside::new().await;
    for (number, (why, claims)) in [
        ("of another issuer", json!({ "iss": "https://elsewhere.example" })),
        ("without issuer", json!({ "iss": null })),
        ("for another client", json!({ "aud": "app-other" })),
        ("for another client, too", json!({ "aud": ["app-gatehouse", "app-other"] })),
        ("for nobody", json!({ "aud": null })),
        ("expired", json!({ "exp": NOW })),
        ("that never expires", json!({ "exp": null })),
        ("with another nonce", json!({ "nonce": "another" })),
        ("without nonce", json!({ "nonce": null })),
        ("of nobody", json!({ "sub": null })),
        ("of an empty name", json!({ "sub": "" })),
        ("of a name that is too long", json!({ "sub": "x".repeat(256) })),
        ("of a name beyond ASCII", json!({ "sub": "\u{0}" })),
        ("for another access token", json!({ "at_hash": "AAAAAAAAAAAAAAAAAAAAAA" })),
    ]
    .into_iter()
    .enumerate()
    {
        beside.outside.says(claims);
        assert_refused(&beside.come(&format!("claims-{number}")).await, "untrusted", why);
    }
    beside.outside.says(json!({}));
    for signature in
        [Signature::OfAnotherKey, Signature::None, Signature::OfSharedSecret, Signature::OfOtherClaims]
    {
        beside.outside.signs(signature);
        let answer = beside.come(&format!("{signature:?}")).await;
        assert_refused(&answer, "untrusted", &format!("{signature:?}"));
        assert!(is_over(&answer));
    }
    beside.outside.signs(Signature::Right);
    assert_eq!(location(&beside.come("right").await), "/oauth-clients");
}

#[tokio::test]
async fn an_error_of_the_provider_is_told_in_our_words_only() {
    let beside = Beside::new().await;
    for (error, problem) in [
        ("access_denied", "refused"),
        ("temporarily_unavailable", "unreachable"),
        ("server_error", "unreachable"),
        ("invalid_scope", "untrusted"),
        ("%3Cscript%3E", "untrusted"),
    ] {
        let (there, cookie) = beside.begun().await;
        let state = beside.outside.comes_back(&there, "x").split("state=").nth(1).unwrap().to_owned();
        let path = format!("{CALLBACK}?error={error}&error_description=Call+0800&state={state}");
        let answer = beside.back(&cookie, &path).await;
        assert_refused(&answer, problem, error);
        let page = beside.world.get(location(&answer)).await.body;
        assert!(page.contains("role=\"alert\"") && !page.contains("0800"), "{page}");
    }
    for (number, (status, body, problem)) in [
        (StatusCode::BAD_REQUEST, json!({ "error": "invalid_grant" }), "interrupted"),
        (
            StatusCode::UNAUTHORIZED,
            json!({ "error": "invalid_client", "error_description": "x" }),
            "untrusted",
        ),
        (StatusCode::BAD_REQUEST, json!({ "error": "eve@example.com" }), "untrusted"),
        (StatusCode::OK, json!({ "access_token": "a token", "token_type": "Bearer" }), "untrusted"),
        (StatusCode::OK, json!("a token"), "untrusted"),
        (
            StatusCode::OK,
            json!({ "access_token": "a token", "id_token": "a.b.c", "token_type": "x" }),
            "untrusted",
        ),
    ]
    .into_iter()
    .enumerate()
    {
        beside.outside.refuses_codes(status, body.clone());
        assert_refused(&beside.come(&number.to_string()).await, problem, &body.to_string());
    }
}

#[tokio::test]
async fn the_provider_that_answers_is_the_one_that_was_asked() {
    let beside = Beside::new().await;
    let issuer = beside.outside.issuer.clone();
    let with_issuer = |there: &str, issuer: &str| {
        format!("{}&iss={}", beside.outside.comes_back(there, "code"), issuer.replace(':', "%3A"))
    };
    let (there, cookie) = beside.begun().await;
    let other = beside.back(&cookie, &with_issuer(&there, "https://elsewhere.example")).await;
    assert_refused(&other, "untrusted", "another issuer");
    assert_eq!(beside.outside.redemptions(), 0);
    let (there, cookie) = beside.begun().await;
    assert_eq!(location(&beside.back(&cookie, &with_issuer(&there, &issuer)).await), "/oauth-clients");

    // A provider that says that it names itself does so (RFC 9207 §2.4).
    beside.outside.says_of_itself(json!({ "authorization_response_iss_parameter_supported": true }));
    beside.world.pass(10);
    beside.outside.says(json!({ "exp": NOW + 900 }));
    assert_refused(&beside.come("unnamed").await, "untrusted", "no issuer");
    let (there, cookie) = beside.begun().await;
    let named = with_issuer(&there, &issuer).replace("code=code", "code=named");
    assert_eq!(location(&beside.back(&cookie, &named).await), "/oauth-clients");
}

#[tokio::test]
async fn metadata_that_is_not_right_leads_nowhere() {
    let beside = Beside::new().await;
    let outside = &beside.outside;
    for (why, metadata) in [
        ("another issuer", json!({ "issuer": "https://elsewhere.example" })),
        ("a redirect", json!("elsewhere")),
        ("no keys", json!({ "jwks_uri": null })),
        ("keys at a place where nobody answers", json!({ "jwks_uri": "http://127.0.0.1:9/keys" })),
        ("no authorization endpoint", json!({ "authorization_endpoint": null })),
        ("no page", json!({ "authorization_endpoint": "javascript:alert(1)" })),
        ("too much", json!({ "more": "x".repeat(300_000) })),
    ] {
        outside.says_of_itself(metadata);
        beside.world.pass(10);
        let answer = beside.world.get("/sign-in/provider").await;
        assert_refused(&answer, "unreachable", why);
        assert!(kept(&answer, "provider").is_none(), "{why}");
    }
}

#[tokio::test]
async fn who_has_no_place_here_is_told_so() {
    let beside = Beside::new().await;
    for (number, (why, claims)) in [
        ("no role", json!({ "roles": ["staff"] })),
        ("a role that is no text", json!({ "roles": [true, 1, null, {}] })),
        ("no claim", json!({ "roles": null })),
        ("an e-mail that is not verified", json!({ "email_verified": false })),
        ("an e-mail of which nothing is known", json!({ "email_verified": null })),
        ("no e-mail", json!({ "email": null })),
        ("no e-mail of ours", json!({ "email": "é@example.com" })),
        ("the e-mail of an account with a password", json!({ "email": EMAIL })),
    ]
    .into_iter()
    .enumerate()
    {
        beside.outside.says(claims);
        assert_refused(&beside.come(&number.to_string()).await, "not_invited", why);
    }
    beside.outside.says(json!({}));
    beside.come("in").await;
    beside.world.execute("UPDATE portal_users SET status = 'disabled' WHERE email = 'eve@example.com'").await;
    assert_refused(&beside.come("disabled").await, "disabled", "disabled");
    let page = beside.world.get("/sign-in?problem=not_invited").await.body;
    assert!(page.contains("there is no account for you here"), "{page}");
}

#[tokio::test]
async fn user_info_of_another_person_is_not_believed() {
    let beside = Beside::new().await;
    beside.outside.says(json!({ "roles": null }));
    beside.outside.says_when_asked(json!({ "sub": "ada-there", "roles": ["admin"] }));
    assert_refused(&beside.come("code").await, "untrusted", "another sub");
}

#[tokio::test]
async fn nothing_secret_reaches_the_log() {
    let log = Log::keep();
    let beside = Beside::new().await;
    let (there, cookie) = beside.begun().await;
    let path = beside.outside.comes_back(&there, "a-secret-code");
    let state = path.split("state=").nth(1).unwrap().to_owned();
    let back = beside.back(&cookie, &path).await;
    beside.back(&cookie, &path).await;
    beside.outside.says(json!({ "aud": "app-other" }));
    beside.come("another-secret-code").await;
    beside.outside.refuses_codes(StatusCode::BAD_REQUEST, json!({ "error": "a-secret-token" }));
    beside.come("third-secret-code").await;
    beside.outside.refuses_codes(StatusCode::OK, Value::String("a-secret-token".to_owned()));
    beside.come("fourth-secret-code").await;
    let sealed = cookie.split_once('=').unwrap().1;
    let session = kept(&back, "").unwrap();
    let told = log.text();
    assert!(told.contains("came back from with a code before"), "{told}");
    for secret in ["secret-code", "secret-token", &state, sealed, session.split_once('=').unwrap().1, "eve@"]
    {
        assert!(!told.contains(secret), "{secret}: {told}");
    }
    assert_eq!(back.header(header::REFERRER_POLICY), "same-origin");
}
