//! What stands in front of the routes.

use http::{Method, StatusCode, header};
use serde_json::json;

use crate::world::{EMAIL, ORIGIN, PASSWORD, World, good_draft, request};

#[tokio::test]
async fn a_cross_site_request_changes_nothing() {
    let world = World::set_up().await;
    let cookie = world.signed_in().await;
    let body = json!({ "draft": good_draft() }).to_string();
    for (name, value) in [
        ("Sec-Fetch-Site", "cross-site"),
        ("Sec-Fetch-Site", "same-site"),
        ("Origin", "https://elsewhere.example"),
        ("Origin", "null"),
    ] {
        let call = request(Method::POST, "/portal/api/oauth-clients/register")
            .header(header::COOKIE, &cookie)
            .header(header::HOST, "localhost:3000")
            .header(header::CONTENT_TYPE, "application/json")
            .header(name, value);
        let answer = world.send(call.body(body.clone().into()).unwrap()).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{name}: {value}");
    }
    assert!(world.client_names().await.is_empty());
}

#[tokio::test]
async fn a_server_function_answers_to_no_other_method() {
    let world = World::set_up().await;
    let cookie = world.signed_in().await;
    let function = "/portal/api/oauth-clients/register";
    for method in [Method::GET, Method::PUT, Method::PATCH, Method::DELETE] {
        let call = request(method.clone(), function)
            .header(header::COOKIE, &cookie)
            .header(header::CONTENT_TYPE, "application/json");
        let answer = world.send(call.body(axum::body::Body::empty()).unwrap()).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method}");
    }
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let world = World::new().await;
    for path in ["/sign-in", "/nowhere", "/oauth2/jwks", "/healthz", "/portal/api/x", "/pkg/none.js"] {
        let answer = world.get(path).await;
        assert_eq!(answer.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff", "{path}");
        assert_eq!(answer.header(header::X_FRAME_OPTIONS), "DENY", "{path}");
        assert_eq!(answer.header(header::REFERRER_POLICY), "same-origin", "{path}");
        assert!(answer.header(header::CONTENT_SECURITY_POLICY).contains("frame-ancestors 'none'"), "{path}");
        assert!(!answer.header(header::CACHE_CONTROL).is_empty(), "{path}");
    }
}

#[tokio::test]
async fn a_page_allows_only_the_scripts_that_carry_its_nonce() {
    let world = World::new().await;
    let mut nonces = Vec::new();
    for path in ["/sign-in", "/nowhere"] {
        let answer = world.get(path).await;
        let policy = answer.header(header::CONTENT_SECURITY_POLICY);
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{policy}");
        let nonce =
            policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).unwrap().to_owned();
        assert!(nonce.len() >= 22, "{nonce}");
        let scripts = answer.body.matches("<script").count();
        assert_eq!(
            answer.body.matches(&format!("nonce=\"{nonce}\"")).count(),
            scripts,
            "{path}: {}",
            answer.body
        );
        assert!(!answer.body.contains(" style=\""), "{path}");
        nonces.push(nonce);
    }
    assert_ne!(nonces[0], nonces[1]);
}

#[tokio::test]
async fn a_plain_form_is_never_sent_on_to_another_site() {
    let world = World::set_up().await;
    for (password, referer, location) in [
        (PASSWORD, format!("{ORIGIN}/sign-in"), "/oauth-clients"),
        (PASSWORD, "https://elsewhere.example/".to_owned(), "/oauth-clients"),
        ("wrong", format!("{ORIGIN}/sign-in"), "http://localhost:3000/sign-in?"),
        ("wrong", "https://elsewhere.example/".to_owned(), "/"),
        ("wrong", "http://localhost:3000.elsewhere.example/".to_owned(), "/"),
    ] {
        let form = format!("email={EMAIL}&password={}", password.replace(' ', "+"));
        let post = request(Method::POST, "/portal/api/sign-in")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ACCEPT, "text/html")
            .header(header::REFERER, &referer);
        let answer = world.send(post.body(form.into()).unwrap()).await;
        assert_eq!(answer.status, StatusCode::FOUND, "{referer}");
        let found = answer.header(header::LOCATION);
        assert!(
            if location.ends_with('?') { found.starts_with(location) } else { found == location },
            "{found}"
        );
        assert!(!found.contains("horse") && !found.contains("ada"), "{found}");
    }
}
