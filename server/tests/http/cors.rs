//! Which web pages may read the answers of the protocol endpoints.

use axum::body::Body;
use http::{Method, StatusCode, header};
use serde_json::json;

use crate::world::application::{FORM, WEB_ORIGIN};
use crate::world::{Answer, World, request};

const SHARED: [&str; 7] = [
    "/oauth2/token",
    "/oauth2/introspect",
    "/oauth2/revoke",
    "/oauth2/userinfo",
    "/oauth2/jwks",
    "/.well-known/oauth-authorization-server",
    "/.well-known/openid-configuration",
];
const ELSEWHERE: &str = "https://elsewhere.example";

async fn send(world: &World, method: Method, path: &str, origin: &str) -> Answer {
    let request = request(method, path)
        .header(header::ORIGIN, origin)
        .header("Access-Control-Request-Method", "POST")
        .header("Access-Control-Request-Headers", "authorization,content-type");
    world.send(request.body(Body::empty()).unwrap()).await
}

fn allowed(answer: &Answer) -> &str {
    assert!(answer.headers.get(header::ACCESS_CONTROL_ALLOW_CREDENTIALS).is_none());
    answer.header(header::ACCESS_CONTROL_ALLOW_ORIGIN)
}

fn varies_by_origin(answer: &Answer) -> bool {
    let values = answer.headers.get_all(header::VARY).iter();
    values
        .flat_map(|value| value.to_str().unwrap().split(','))
        .any(|name| name.trim().eq_ignore_ascii_case("origin"))
}

#[tokio::test]
async fn a_registered_origin_may_read_every_answer_errors_too() {
    let world = World::set_up().await;
    world.public_client().await;
    for path in SHARED {
        for method in [Method::GET, Method::POST, Method::PUT] {
            let answer = send(&world, method.clone(), path, WEB_ORIGIN).await;
            assert_eq!(allowed(&answer), WEB_ORIGIN, "{method} {path}");
            assert!(varies_by_origin(&answer), "{method} {path}");
            let exposed = answer.header(header::ACCESS_CONTROL_EXPOSE_HEADERS);
            assert_eq!(exposed, "www-authenticate,retry-after", "{method} {path}");
        }
    }
    let huge = request(Method::POST, "/oauth2/token")
        .header(header::ORIGIN, WEB_ORIGIN)
        .header(header::CONTENT_TYPE, FORM)
        .body("x".repeat(20_000).into());
    let answer = world.send(huge.unwrap()).await;
    assert_eq!((answer.status, allowed(&answer)), (StatusCode::PAYLOAD_TOO_LARGE, WEB_ORIGIN));
}

#[tokio::test]
async fn a_browser_that_asks_first_is_told() {
    let world = World::set_up().await;
    world.public_client().await;
    for path in SHARED {
        let answer = send(&world, Method::OPTIONS, path, WEB_ORIGIN).await;
        assert_eq!((answer.status, allowed(&answer)), (StatusCode::OK, WEB_ORIGIN), "{path}");
        assert_eq!(answer.header(header::ACCESS_CONTROL_ALLOW_METHODS), "GET,POST");
        assert_eq!(answer.header(header::ACCESS_CONTROL_ALLOW_HEADERS), "authorization,content-type");
        assert_eq!(answer.header(header::ACCESS_CONTROL_MAX_AGE), "300");
    }
}

#[tokio::test]
async fn other_origins_may_not_and_are_not_refused() {
    let world = World::set_up().await;
    world.public_client().await;
    for origin in [
        ELSEWHERE,
        "null",
        "https://myapp.com",
        "http://spa.myapp.com",
        "https://spa.myapp.com:8443",
        "https://spa.myapp.com.elsewhere.example",
        "https://spa.myapp.com/",
        "HTTPS://SPA.MYAPP.COM",
    ] {
        for (method, path, status) in [
            (Method::GET, "/oauth2/jwks", StatusCode::OK),
            (Method::GET, "/oauth2/userinfo", StatusCode::UNAUTHORIZED),
            (Method::OPTIONS, "/oauth2/token", StatusCode::OK),
        ] {
            let answer = send(&world, method, path, origin).await;
            assert_eq!((answer.status, allowed(&answer)), (status, ""), "{origin} {path}");
            assert!(varies_by_origin(&answer), "{origin} {path}");
        }
    }
    let without = world.get("/oauth2/jwks").await;
    assert_eq!((without.status, allowed(&without)), (StatusCode::OK, ""));
    assert!(varies_by_origin(&without));
}

#[tokio::test]
async fn an_origin_counts_as_long_as_an_enabled_client_has_it() {
    let world = World::set_up().await;
    let cookie = world.signed_in().await;
    let client_id = world.public_client().await;
    let may_read = async || !allowed(&send(&world, Method::GET, "/oauth2/jwks", WEB_ORIGIN).await).is_empty();
    let change = async |change: &str| {
        let arguments = json!({ "client_ids": [client_id], "change": change });
        let answer = world.call(&cookie, "clients/change", &arguments).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    };
    assert!(may_read().await);
    change("disable").await;
    assert!(!may_read().await);
    change("enable").await;
    assert!(may_read().await);
    change("delete").await;
    assert!(!may_read().await);
}

#[tokio::test]
async fn the_portal_is_shared_with_nobody() {
    let world = World::set_up().await;
    world.public_client().await;
    for path in ["/oauth2/authorize", "/oauth2/consent", "/sign-in", "/", "/portal/api/session", "/healthz"] {
        for method in [Method::GET, Method::POST, Method::OPTIONS] {
            let answer = send(&world, method.clone(), path, WEB_ORIGIN).await;
            assert_eq!(allowed(&answer), "", "{method} {path}");
            assert!(answer.headers.get(header::ACCESS_CONTROL_ALLOW_METHODS).is_none(), "{method} {path}");
        }
    }
}
