//! What all operations of the management API have in common. Environments stand for every resource.

use axum::body::Body;
use http::{Method, StatusCode, header};
use serde_json::{Value, json};

use crate::world::{Answer, World};

const PROBLEM: &str = "application/problem+json";

/// A problem that is told as it must be: its kind and its errors.
fn problem(answer: &Answer, status: u16) -> (String, Value) {
    assert_eq!(answer.status.as_u16(), status, "{}", answer.body);
    assert_eq!(answer.header(header::CONTENT_TYPE), PROBLEM);
    let problem = answer.json();
    assert_eq!(problem["status"], status);
    let reference = format!("urn:gatehouse:request:{}", answer.header("X-Request-Id"));
    assert_eq!(problem["instance"], json!(reference));
    for text in ["title", "detail"] {
        assert!(problem[text].as_str().is_some_and(|text| !text.is_empty()), "{problem}");
    }
    let kind = problem["type"].as_str().and_then(|kind| kind.strip_prefix("urn:gatehouse:problem:"));
    (kind.unwrap().to_owned(), problem["errors"].clone())
}

/// The field and the code of the one error of a problem.
fn error(answer: &Answer, status: u16) -> (String, String) {
    let (_, errors) = problem(answer, status);
    let text = |name| errors[0][name].as_str().unwrap_or_default().to_owned();
    (text("field"), text("code"))
}

async fn add(world: &World, name: &str) -> Answer {
    let environment = json!({ "environment_name": name });
    let added = world.api(Method::POST, "/environments").json(&environment).send().await;
    assert_eq!(added.status, StatusCode::CREATED, "{}", added.body);
    added
}

#[tokio::test]
async fn what_is_not_there_is_told_as_a_problem() {
    let world = World::set_up().await;
    for (method, path, status, kind) in [
        (Method::GET, "/nothing", 404, "not_found"),
        (Method::GET, "/environments/nothing", 404, "not_found"),
        (Method::GET, "/environments/a%00b", 404, "not_found"),
        (Method::GET, "/environments/%ff", 404, "not_found"),
        (Method::PUT, "/environments", 405, "method_not_allowed"),
        (Method::TRACE, "/environments/staging", 405, "method_not_allowed"),
    ] {
        let answer = world.api(method.clone(), path).send().await;
        assert_eq!(problem(&answer, status).0, kind, "{method} {path}");
        if status == 405 {
            assert!(answer.header(header::ALLOW).contains("GET"), "{method} {path}");
        }
    }
}

#[tokio::test]
async fn who_does_not_say_who_they_are_is_told_how_to() {
    let world = World::set_up().await;
    let cookie = world.signed_in().await;
    for asking in [
        world.api_as_nobody(Method::GET, "/environments"),
        // A session counts for the portal's own pages only.
        world.api_as_nobody(Method::GET, "/environments").with("Cookie", &cookie),
        world
            .api_as_nobody(Method::GET, "/environments")
            .with("Cookie", &cookie)
            .with("Sec-Fetch-Site", "cross-site"),
    ] {
        let answer = asking.send().await;
        assert_eq!(problem(&answer, 401).0, "unauthorized");
        assert!(answer.header(header::WWW_AUTHENTICATE).starts_with("Bearer "));
    }
    let answer = world.api_as_page(Method::GET, "/environments", &cookie).send().await;
    assert_eq!(answer.status, StatusCode::OK);
}

#[tokio::test]
async fn a_body_that_cannot_be_read_is_refused() {
    let world = World::set_up().await;
    let deep = format!("{{\"environment_name\":{}1{}}}", "[".repeat(200), "]".repeat(200));
    let large = json!({ "environment_name": "x".repeat(128 * 1024) }).to_string();
    for (content_type, body, status, kind) in [
        ("application/json", "", 400, "malformed"),
        ("application/json", "{", 400, "malformed"),
        ("application/json", "{} {}", 400, "malformed"),
        ("application/json", "[]", 400, "malformed"),
        ("application/json", "\"\\ud800\"", 400, "malformed"),
        ("application/json", deep.as_str(), 400, "malformed"),
        ("application/json", large.as_str(), 413, "too_large"),
        ("text/plain", "{}", 415, "unsupported_media_type"),
        ("application/x-www-form-urlencoded", "environment_name=x", 415, "unsupported_media_type"),
    ] {
        let asking = world.api(Method::POST, "/environments").body(content_type, body.to_owned());
        assert_eq!(problem(&asking.send().await, status).0, kind, "{content_type} {:.40}", body);
    }
    let without_type = world.api(Method::POST, "/environments").send().await;
    assert_eq!(problem(&without_type, 415).0, "unsupported_media_type");
}

#[tokio::test]
async fn a_field_that_is_not_one_is_named() {
    let world = World::set_up().await;
    for (body, field, code) in [
        (r#"{"environment_name":"x","colour":"red"}"#, "colour", "unknown_field"),
        (r#"{"environment_name":"x","environment_name":"y"}"#, "environment_name", "duplicate_field"),
        (r#"{"environment_name":7}"#, "environment_name", "wrong_type"),
        (r#"{"environment_name":null}"#, "environment_name", "wrong_type"),
        (r#"{"environment_name":"x\u0000"}"#, "environment_name", "control_character"),
        (r#"{"audience":"https://x.example"}"#, "environment_name", "missing"),
    ] {
        let answer = world.api(Method::POST, "/environments").body("application/json", body).send().await;
        assert_eq!(error(&answer, 400), (field.to_owned(), code.to_owned()), "{body}");
    }
    // Values in the order of the fields are no fields.
    for (path, body) in [
        ("/environments", r#"["x","https://x.example"]"#),
        ("/environments", r#""x""#),
        ("/users/search", "[]"),
    ] {
        let answer = world.api(Method::POST, path).body("application/json", body).send().await;
        assert_eq!(problem(&answer, 400).0, "malformed", "{path} {body}");
    }
}

#[tokio::test]
async fn a_parameter_that_is_not_one_is_named() {
    let world = World::set_up().await;
    for (path, field, code) in [
        ("/environments?limit=1", "limit", "unknown_field"),
        ("/users?colour=red", "colour", "unknown_field"),
        ("/users?limit=0", "limit", "wrong_type"),
        ("/users?limit=101", "limit", "wrong_type"),
        ("/users?limit=many", "limit", "wrong_type"),
        ("/users?limit=1&limit=2", "limit", "duplicate_field"),
        ("/users?cursor=nonsense", "cursor", "unknown"),
    ] {
        let answer = world.api(Method::GET, path).send().await;
        assert_eq!(error(&answer, 400), (field.to_owned(), code.to_owned()), "{path}");
    }
    for path in ["/users?cursor=%00", "/users?cursor=%ff"] {
        assert_eq!(problem(&world.api(Method::GET, path).send().await, 400).0, "malformed", "{path}");
    }
}

#[tokio::test]
async fn a_broken_rule_and_a_taken_name_are_told_apart() {
    let world = World::set_up().await;
    add(&world, "lab").await;
    for (name, status, kind, code) in [("", 422, "rules_broken", "required"), ("lab", 409, "taken", "taken")]
    {
        let asking = world.api(Method::POST, "/environments").json(&json!({ "environment_name": name }));
        let answer = asking.send().await;
        assert_eq!(problem(&answer, status).0, kind, "{name}");
        assert_eq!(error(&answer, status), ("environment_name".to_owned(), code.to_owned()), "{name}");
    }
}

#[tokio::test]
async fn a_change_says_what_it_changes() {
    let world = World::set_up().await;
    let tag = add(&world, "lab").await.header(header::ETAG).to_owned();
    let patch = |changes: Value| world.api(Method::PATCH, "/environments/lab").patch(&changes);
    let audience = json!({ "audience": "https://lab.example" });
    assert_eq!(problem(&patch(audience.clone()).send().await, 428).0, "if_match_missing");
    for malformed in ["", "another", "\"another", "\u{e9}", &format!("*, {tag}")] {
        let answer = patch(audience.clone()).with("If-Match", malformed).send().await;
        assert_eq!(error(&answer, 400), ("If-Match".to_owned(), "malformed".to_owned()), "{malformed}");
    }
    for stale in ["\"another\"".to_owned(), format!("W/{tag}")] {
        let answer = patch(audience.clone()).with("If-Match", &stale).send().await;
        assert_eq!(problem(&answer, 412).0, "changed_meanwhile", "{stale}");
    }
    let changed = patch(audience.clone()).with("If-Match", &format!("\"another\", {tag}")).send().await;
    assert_eq!(
        (changed.status, changed.json()["audience"].clone()),
        (StatusCode::OK, json!("https://lab.example"))
    );
    let newer = changed.header(header::ETAG).to_owned();
    assert_ne!(newer, tag);
    let read = world.api(Method::GET, "/environments/lab").send().await;
    assert_eq!(read.header(header::ETAG), newer);
    assert_eq!(
        problem(&patch(audience.clone()).with("If-Match", &tag).send().await, 412).0,
        "changed_meanwhile"
    );
    assert_eq!(patch(audience).with("If-Match", "*").send().await.status, StatusCode::OK);
    let delete = || world.api(Method::DELETE, "/environments/lab");
    assert_eq!(problem(&delete().with("If-Match", &tag).send().await, 412).0, "changed_meanwhile");
    assert_eq!(delete().send().await.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn a_patch_takes_away_what_is_null() {
    let world = World::set_up().await;
    add(&world, "lab").await;
    for (body, expected) in [
        (r#"{"audience":"https://lab.example"}"#, Ok("https://lab.example")),
        ("{}", Ok("https://lab.example")),
        // Its default is made from the name.
        (r#"{"audience":null}"#, Ok("lab")),
        (r#"{"environment_name":null}"#, Err(("environment_name", "missing"))),
        (r#"{"colour":null}"#, Err(("colour", "unknown_field"))),
        (r#"{"created_at":"2026-11-22T07:00:00Z"}"#, Err(("created_at", "unknown_field"))),
        (r#"{"audience":"a:b","audience":"a:c"}"#, Err(("audience", "duplicate_field"))),
        (r#"{"audience":{"of":"lab"}}"#, Err(("audience", "wrong_type"))),
    ] {
        let asking = world.api(Method::PATCH, "/environments/lab").with("If-Match", "*");
        let answer = asking.body("application/merge-patch+json", body).send().await;
        match expected {
            Ok(audience) => {
                let now = answer.json()["audience"].as_str().unwrap_or_default().to_owned();
                assert!(now.contains(audience), "{body} {}", answer.body);
            }
            Err((field, code)) => {
                assert_eq!(error(&answer, 400), (field.to_owned(), code.to_owned()), "{body}");
            }
        }
    }
    let asking = world.api(Method::PATCH, "/environments/lab").with("If-Match", "*");
    assert_eq!(problem(&asking.patch(&json!([])).send().await, 400).0, "malformed");
}

#[tokio::test]
async fn what_is_known_already_is_not_sent_again() {
    let world = World::set_up().await;
    let tag = add(&world, "lab").await.header(header::ETAG).to_owned();
    for (known, status) in [
        (tag.clone(), StatusCode::NOT_MODIFIED),
        (format!("\"another\", W/{tag}"), StatusCode::NOT_MODIFIED),
        ("\"another\"".to_owned(), StatusCode::OK),
    ] {
        let asking = world.api(Method::GET, "/environments/lab").with("If-None-Match", &known);
        let answer = asking.send().await;
        assert_eq!(answer.status, status, "{known}");
        assert_eq!(answer.header(header::ETAG), tag);
        assert_eq!(answer.body.is_empty(), status == StatusCode::NOT_MODIFIED);
    }
}

#[tokio::test]
async fn a_body_that_breaks_off_is_refused() {
    let world = World::set_up().await;
    let broken = futures_util::stream::iter([Ok("{"), Err(std::io::Error::other("hung up"))]);
    let asking = world.api(Method::POST, "/environments").body("application/json", Body::from_stream(broken));
    assert_eq!(problem(&asking.send().await, 400).0, "malformed");
}
