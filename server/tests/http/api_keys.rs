//! `/api-keys` of the management API.

use http::{Method, StatusCode, header};
use serde_json::{Value, json};

use crate::world::{Answer, World};

async fn create(world: &World, fields: &Value) -> Answer {
    world.api(Method::POST, "/api-keys").json(fields).send().await
}

/// Comes with a key and reads the environments.
async fn come(world: &World, key: &str) -> StatusCode {
    let asking = world.api_as_nobody(Method::GET, "/environments");
    asking.with("Authorization", &format!("Bearer {key}")).send().await.status
}

#[tokio::test]
async fn a_key_is_shown_once_and_counts_until_it_is_revoked() {
    let world = World::set_up().await;
    let fields =
        json!({ "name": "deploy", "role": "administrator", "expires_at": "2023-11-15T00:13:20+02:00" });
    let refused = create(&world, &fields).await;
    assert_eq!(
        refused.problem(),
        (422, "rules_broken".to_owned(), vec!["expires_at in_the_past".to_owned()])
    );
    let fields =
        json!({ "name": "deploy", "role": "administrator", "expires_at": "2023-11-15T00:14:20+02:00" });
    let created = create(&world, &fields).await;
    assert_eq!(created.status, StatusCode::CREATED, "{}", created.body);
    assert_eq!(created.header(header::CACHE_CONTROL), "no-store");
    let body = created.json();
    let (id, key) = (body["api_key_id"].as_str().unwrap(), body["api_key"].as_str().unwrap());
    let path = format!("/api-keys/{id}");
    assert_eq!(created.header(header::LOCATION), format!("/api/v1{path}"));
    assert_eq!((key.len(), &key[..4]), (47, "ghk_"));
    let expected = json!({
        "api_key_id": id, "name": "deploy", "role": "administrator", "prefix": key[..12], "state": "valid",
        "created_at": "2023-11-14T22:13:20Z", "created_by": "Command line (ada)",
        "expires_at": "2023-11-14T22:14:20Z",
    });
    let found = world.api(Method::GET, &path).send().await;
    assert_eq!((found.status, found.json()), (StatusCode::OK, expected.clone()));
    assert_eq!(found.header(header::ETAG), created.header(header::ETAG));
    let list = world.api(Method::GET, "/api-keys").send().await;
    assert_eq!(list.json(), json!({ "items": [expected] }));

    assert_eq!(come(&world, key).await, StatusCode::OK);
    let used = world.api(Method::GET, &path).send().await;
    assert_eq!(used.json()["last_used_at"], "2023-11-14T22:13:20Z");
    for answer in [&found, &list, &used] {
        assert!(!answer.body.contains(key) && !answer.body.contains("\"api_key\""), "{}", answer.body);
    }

    let revoke = || world.api(Method::DELETE, &path);
    let stale = revoke().with("If-Match", found.header(header::ETAG)).send().await;
    assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
    let revoked = revoke().with("If-Match", used.header(header::ETAG)).send().await;
    assert_eq!((revoked.status, revoked.body.as_str()), (StatusCode::NO_CONTENT, ""));
    assert_eq!(come(&world, key).await, StatusCode::UNAUTHORIZED);
    let after = world.api(Method::GET, &path).send().await.json();
    assert_eq!((&after["state"], &after["revoked_at"]), (&json!("revoked"), &json!("2023-11-14T22:13:20Z")));
    assert_eq!(revoke().send().await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_breaks_a_rule_or_cannot_be_read_is_told_field_by_field() {
    let world = World::set_up().await;
    assert_eq!(
        create(&world, &json!({ "name": "Deploy", "role": "auditor" })).await.status,
        StatusCode::CREATED
    );
    let long = "x".repeat(101);
    for (fields, status, kind, errors) in [
        (json!({ "name": "DEPLOY", "role": "auditor" }), 409, "taken", &["name taken"][..]),
        (json!({ "name": "", "role": "auditor" }), 422, "rules_broken", &["name required"]),
        (json!({ "name": long, "role": "auditor" }), 422, "rules_broken", &["name too_long"]),
        (
            json!({ "name": "a", "role": "auditor", "expires_at": "2099-01-01T00:00:00Z" }),
            422,
            "rules_broken",
            &["expires_at too_late"],
        ),
        (json!({ "name": "a", "role": "member" }), 400, "malformed", &["role wrong_type"]),
        (
            json!({ "name": "a", "role": "auditor", "expires_at": 5 }),
            400,
            "malformed",
            &["expires_at wrong_type"],
        ),
        (json!({ "role": "auditor" }), 400, "malformed", &["name missing"]),
        (json!({ "name": "a", "role": "auditor", "key": "x" }), 400, "malformed", &["key unknown_field"]),
    ] {
        let refused = create(&world, &fields).await;
        let errors: Vec<_> = errors.iter().map(|error| (*error).to_owned()).collect();
        assert_eq!(refused.problem(), (status, kind.to_owned(), errors), "{fields}");
    }
    let list = world.api(Method::GET, "/api-keys").send().await.json();
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
    for path in ["/api-keys/unknown", "/api-keys/%20"] {
        assert_eq!(world.api(Method::GET, path).send().await.status, StatusCode::NOT_FOUND);
        assert_eq!(world.api(Method::DELETE, path).send().await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn keys_are_read_page_by_page() {
    let world = World::set_up().await;
    for name in ["one", "two", "three"] {
        create(&world, &json!({ "name": name, "role": "auditor" })).await;
    }
    let mut path = "/api-keys?limit=2".to_owned();
    let mut names = Vec::new();
    loop {
        let page = world.api(Method::GET, &path).send().await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        let page = page.json();
        let items = page["items"].as_array().unwrap().iter();
        names.push(items.map(|item| item["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>());
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        path = format!("/api-keys?limit=2&cursor={cursor}");
    }
    assert_eq!(names, [vec!["three", "two"], vec!["one"]]);
    for query in ["limit=0", "limit=101", "page=2", "cursor=%00"] {
        let refused = world.api(Method::GET, &format!("/api-keys?{query}")).send().await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{query}");
    }
}
