//! `/environments` of the management API.

use http::{Method, StatusCode, header};
use serde_json::{Value, json};

use crate::world::{Answer, World};

async fn add(world: &World, fields: &Value) -> Answer {
    world.api(Method::POST, "/environments").json(fields).send().await
}

async fn read(world: &World, name: &str) -> Answer {
    world.api(Method::GET, &format!("/environments/{name}")).send().await
}

#[tokio::test]
async fn an_environment_is_added_changed_and_removed() {
    let world = World::set_up().await;
    let added =
        add(&world, &json!({ "environment_name": "staging", "audience": "urn:example:staging" })).await;
    assert_eq!(added.status, StatusCode::CREATED, "{}", added.body);
    assert_eq!(added.header(header::LOCATION), "/api/v1/environments/staging");
    let expected = json!({
        "environment_name": "staging", "audience": "urn:example:staging", "principals": 0,
        "created_at": "2023-11-14T22:13:20Z",
    });
    assert_eq!(added.json(), expected);
    let found = read(&world, "staging").await;
    assert_eq!((found.status, found.json()), (StatusCode::OK, expected));
    assert_eq!(found.header(header::ETAG), added.header(header::ETAG));

    world.pass(60);
    let edit = world.api(Method::PATCH, "/environments/staging").with("If-Match", found.header(header::ETAG));
    let edited = edit.patch(&json!({ "environment_name": "qa" })).send().await;
    let expected = json!({
        "environment_name": "qa", "audience": "urn:example:staging", "principals": 0,
        "created_at": "2023-11-14T22:13:20Z", "updated_at": "2023-11-14T22:14:20Z",
    });
    assert_eq!((edited.status, edited.json()), (StatusCode::OK, expected));
    assert_eq!(read(&world, "staging").await.status, StatusCode::NOT_FOUND);
    let names = |list: &Answer| {
        let list = list.json();
        let items = list["items"].as_array().unwrap().iter();
        items.map(|item| item["environment_name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let list = world.api(Method::GET, "/environments").send().await;
    assert_eq!(names(&list), ["development", "production", "qa"]);

    let delete = || world.api(Method::DELETE, "/environments/qa");
    let stale = delete().with("If-Match", found.header(header::ETAG)).send().await;
    assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
    let deleted = delete().with("If-Match", edited.header(header::ETAG)).send().await;
    assert_eq!((deleted.status, deleted.body.as_str()), (StatusCode::NO_CONTENT, ""));
    assert_eq!(delete().send().await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn without_an_audience_one_is_made_from_the_name() {
    let world = World::set_up().await;
    let added = add(&world, &json!({ "environment_name": "staging" })).await.json();
    assert_eq!(added["audience"], "http://localhost:3000/environments/staging");
}

#[tokio::test]
async fn an_environment_that_breaks_a_rule_is_not_added() {
    let world = World::set_up().await;
    for (fields, status, kind, error) in [
        (json!({ "environment_name": "a b" }), 422, "rules_broken", "environment_name forbidden_character"),
        (json!({ "environment_name": "" }), 422, "rules_broken", "environment_name required"),
        (
            json!({ "environment_name": "qa", "audience": "no uri" }),
            422,
            "rules_broken",
            "audience forbidden_character",
        ),
        (
            json!({ "environment_name": "production", "audience": "urn:example:qa" }),
            409,
            "taken",
            "environment_name taken",
        ),
        (json!({ "audience": "urn:example:qa" }), 400, "malformed", "environment_name missing"),
        (json!({ "environment_name": "qa", "principals": 3 }), 400, "malformed", "principals unknown_field"),
        (json!({ "environment_name": 3 }), 400, "malformed", "environment_name wrong_type"),
    ] {
        let refused = add(&world, &fields).await.problem();
        assert_eq!(refused, (status, kind.to_owned(), vec![error.to_owned()]), "{fields}");
    }
    let list = world.api(Method::GET, "/environments").send().await.json();
    assert_eq!(list["items"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_change_says_what_it_changes() {
    let world = World::set_up().await;
    let tag = read(&world, "production").await.header(header::ETAG).to_owned();
    let edit = || world.api(Method::PATCH, "/environments/production");
    let audience = json!({ "audience": "urn:example:live" });
    assert_eq!(edit().patch(&audience).send().await.problem().1, "if_match_missing");
    let edited = edit().with("If-Match", &tag).patch(&audience).send().await;
    assert_eq!(edited.status, StatusCode::OK, "{}", edited.body);
    let stale = edit().with("If-Match", &tag).patch(&json!({ "audience": "urn:example:mine" })).send().await;
    assert_eq!(stale.problem(), (412, "changed_meanwhile".to_owned(), vec![]));
    assert_eq!(read(&world, "production").await.json()["audience"], "urn:example:live");
    for (patch, status, error) in [
        (json!({ "environment_name": null }), 400, "environment_name missing"),
        (json!({ "created_at": "2023-11-14T22:13:20Z" }), 400, "created_at unknown_field"),
        (json!({ "environment_name": "development" }), 409, "environment_name taken"),
    ] {
        let (refused, _, errors) = edit().with("If-Match", "*").patch(&patch).send().await.problem();
        assert_eq!((refused, errors), (status, vec![error.to_owned()]), "{patch}");
    }
}

#[tokio::test]
async fn an_environment_in_which_a_principal_lives_stays() {
    let world = World::set_up().await;
    let principal = json!({
        "client_name": "nightly_export", "security_type": "client_secret", "environment": "production",
    });
    let added = world.api(Method::POST, "/service-principals").json(&principal).send().await;
    assert_eq!(added.status, StatusCode::CREATED, "{}", added.body);
    assert_eq!(read(&world, "production").await.json()["principals"], 1);
    let refused = world.api(Method::DELETE, "/environments/production").send().await;
    assert_eq!(refused.problem(), (409, "conflict".to_owned(), vec![]));
    assert_eq!(read(&world, "production").await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_auditor_reads_environments_and_changes_none() {
    let world = World::set_up().await;
    for path in ["/environments", "/environments/production"] {
        let asking = world.api_as_auditor(Method::GET, path).await;
        assert_eq!(asking.send().await.status, StatusCode::OK, "{path}");
    }
    let fields = json!({ "environment_name": "staging" });
    for (method, path) in [
        (Method::POST, "/environments"),
        (Method::PATCH, "/environments/production"),
        (Method::DELETE, "/environments/production"),
    ] {
        let asking = world.api_as_auditor(method.clone(), path).await.with("If-Match", "*").json(&fields);
        assert_eq!(asking.send().await.problem().1, "forbidden", "{method} {path}");
    }
    let list = world.api(Method::GET, "/environments").send().await.json();
    assert_eq!(list["items"].as_array().unwrap().len(), 2);
}
