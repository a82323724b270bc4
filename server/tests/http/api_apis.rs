//! `/apis` of the management API, and their roles.

use http::{Method, StatusCode, header};
use serde_json::{Value, json};

use crate::world::{Answer, World};

async fn post(world: &World, path: &str, fields: &Value) -> Answer {
    world.api(Method::POST, path).json(fields).send().await
}

async fn read(world: &World, path: &str) -> Answer {
    world.api(Method::GET, path).send().await
}

async fn edit(world: &World, path: &str, tag: &str, patch: &Value) -> Answer {
    world.api(Method::PATCH, path).with("If-Match", tag).patch(patch).send().await
}

async fn delete(world: &World, path: &str) -> Answer {
    world.api(Method::DELETE, path).send().await
}

/// The path of what was added.
fn path(added: &Answer) -> String {
    assert_eq!(added.status, StatusCode::CREATED, "{}", added.body);
    added.header(header::LOCATION).strip_prefix("/api/v1").unwrap().to_owned()
}

/// The paths of the API Billing and of its role Reader.
async fn billing(world: &World) -> (String, String) {
    let fields = json!({ "api_name": "Billing", "scopes": ["invoices.read", "invoices.write"] });
    let api = path(&post(world, "/apis", &fields).await);
    let fields = json!({ "role_name": "Reader", "scopes": ["invoices.read"] });
    let role = path(&post(world, &format!("{api}/roles"), &fields).await);
    (api, role)
}

/// Has a new principal hold the role Reader of Billing.
async fn held(world: &World) -> String {
    let fields = json!({
        "client_name": "nightly_export", "security_type": "client_secret", "environment": "production",
        "roles": [{ "api_name": "Billing", "role_name": "Reader" }],
    });
    path(&post(world, "/service-principals", &fields).await)
}

#[tokio::test]
async fn an_api_is_added_changed_and_removed_with_its_roles() {
    let world = World::set_up().await;
    let added =
        post(&world, "/apis", &json!({ "api_name": "Billing", "scopes": ["b.write", "b.read"] })).await;
    let api = path(&added);
    let api_id = added.json()["api_id"].clone();
    let expected = json!({
        "api_id": api_id, "api_name": "Billing", "scopes": ["b.read", "b.write"], "roles": [],
        "is_built_in": false, "created_at": "2023-11-14T22:13:20Z",
    });
    assert_eq!(added.json(), expected);
    let found = read(&world, &api).await;
    assert_eq!((found.status, found.json()), (StatusCode::OK, expected));
    assert_eq!(found.header(header::ETAG), added.header(header::ETAG));

    let roles = format!("{api}/roles");
    let reader = post(&world, &roles, &json!({ "role_name": "Reader", "scopes": ["b.read"] })).await;
    let role = path(&reader);
    let expected = json!({
        "role_id": reader.json()["role_id"], "role_name": "Reader", "scopes": ["b.read"], "holders": 0,
    });
    assert_eq!(reader.json(), expected);
    assert_eq!(read(&world, &role).await.json(), expected);
    assert_eq!(read(&world, &roles).await.json(), json!({ "items": [expected] }));
    let found = read(&world, &api).await;
    assert_eq!(found.json()["roles"], json!([expected]));
    assert_ne!(found.header(header::ETAG), added.header(header::ETAG), "a role is seen in its API");

    world.pass(60);
    let edited = edit(&world, &api, found.header(header::ETAG), &json!({ "api_name": "Invoices" })).await;
    assert_eq!(edited.status, StatusCode::OK, "{}", edited.body);
    assert_eq!(edited.json()["updated_at"], "2023-11-14T22:14:20Z");
    assert_eq!(read(&world, &api).await.json(), edited.json());
    let more = json!({ "scopes": ["b.read", "b.write"], "role_name": "Writer" });
    let edited = edit(&world, &role, reader.header(header::ETAG), &more).await;
    assert_eq!(edited.json()["scopes"], json!(["b.read", "b.write"]));
    assert_eq!(read(&world, &role).await.json(), edited.json());
    let list = read(&world, "/apis").await.json();
    let found = list["items"].as_array().unwrap().iter().find(|found| found["api_id"] == api_id).unwrap();
    assert_eq!((&found["api_name"], &found["roles"][0]), (&json!("Invoices"), &edited.json()));

    let stale = world.api(Method::DELETE, &api).with("If-Match", added.header(header::ETAG)).send().await;
    assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
    assert_eq!(delete(&world, &role).await.status, StatusCode::NO_CONTENT);
    assert_eq!(delete(&world, &api).await.status, StatusCode::NO_CONTENT);
    for gone in [&api, &roles, &role] {
        assert_eq!(read(&world, gone).await.status, StatusCode::NOT_FOUND, "{gone}");
    }
    assert_eq!(delete(&world, &api).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_breaks_a_rule_is_not_added() {
    let world = World::set_up().await;
    let (api, _) = billing(&world).await;
    let roles = format!("{api}/roles");
    for (path, fields, status, error) in [
        ("/apis", json!({ "api_name": "", "scopes": ["a"] }), 422, "api_name required"),
        ("/apis", json!({ "api_name": "Audit", "scopes": [] }), 422, "scopes required"),
        ("/apis", json!({ "api_name": "Audit", "scopes": ["a", "a"] }), 422, "scopes[1] duplicate"),
        ("/apis", json!({ "api_name": "BILLING", "scopes": ["a"] }), 409, "api_name taken"),
        ("/apis", json!({ "api_name": "Audit", "scopes": ["a", "invoices.read"] }), 409, "scopes[1] taken"),
        ("/apis", json!({ "api_name": "Audit" }), 400, "scopes missing"),
        ("/apis", json!({ "api_name": "Audit", "scopes": "a" }), 400, "scopes wrong_type"),
        ("/apis", json!({ "api_name": "Audit", "scopes": ["a"], "roles": [] }), 400, "roles unknown_field"),
        (&roles, json!({ "role_name": "READER", "scopes": ["invoices.read"] }), 409, "role_name taken"),
        (&roles, json!({ "role_name": "Writer", "scopes": ["other"] }), 422, "scopes[0] unknown_scope"),
        (&roles, json!({ "role_name": "Writer", "scopes": [] }), 422, "scopes required"),
        (&roles, json!({ "role_name": "Writer" }), 400, "scopes missing"),
        (&roles, json!({ "name": "Writer", "scopes": ["invoices.read"] }), 400, "name unknown_field"),
    ] {
        let (refused, _, errors) = post(&world, path, &fields).await.problem();
        assert_eq!((refused, errors), (status, vec![error.to_owned()]), "{fields}");
    }
    let nowhere = post(&world, "/apis/nowhere/roles", &json!({ "role_name": "A", "scopes": ["a"] })).await;
    assert_eq!(nowhere.problem().1, "not_found");
    assert_eq!(read(&world, &roles).await.json()["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn what_is_in_use_stays() {
    let world = World::set_up().await;
    let (api, role) = billing(&world).await;
    let principal = held(&world).await;
    assert_eq!(read(&world, &role).await.json()["holders"], 1);
    for path in [&api, &role] {
        let refused = delete(&world, path).await;
        assert_eq!(refused.problem(), (409, "conflict".to_owned(), vec![]), "{path}");
        assert!(refused.json()["detail"].as_str().unwrap().contains('1'), "{path}");
    }
    let less = edit(&world, &api, "*", &json!({ "scopes": ["invoices.write"] })).await;
    assert_eq!(less.problem(), (409, "conflict".to_owned(), vec!["scopes in_use".to_owned()]));
    assert_eq!(delete(&world, &principal).await.status, StatusCode::NO_CONTENT);
    assert_eq!(delete(&world, &api).await.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn the_api_of_this_server_cannot_be_changed() {
    let world = World::set_up().await;
    let list = read(&world, "/apis").await.json();
    let own = list["items"].as_array().unwrap().iter().find(|api| api["is_built_in"] == true).unwrap();
    let api = format!("/apis/{}", own["api_id"].as_str().unwrap());
    let role = format!("{api}/roles/{}", own["roles"][0]["role_id"].as_str().unwrap());
    let fields = json!({ "role_name": "Mine", "scopes": own["scopes"] });
    for refused in [
        edit(&world, &api, "*", &json!({ "api_name": "Mine" })).await,
        edit(&world, &role, "*", &json!({ "role_name": "Mine" })).await,
        delete(&world, &api).await,
        delete(&world, &role).await,
        post(&world, &format!("{api}/roles"), &fields).await,
    ] {
        assert_eq!(refused.problem(), (409, "conflict".to_owned(), vec![]));
    }
    assert_eq!(read(&world, "/apis").await.json(), list);
}

#[tokio::test]
async fn a_change_says_what_it_changes() {
    let world = World::set_up().await;
    let (api, role) = billing(&world).await;
    for (path, change, other, wrong) in [
        (&api, json!({ "api_name": "Invoices" }), json!({ "api_name": "Mine" }), "api_id"),
        (&role, json!({ "role_name": "Looker" }), json!({ "role_name": "Mine" }), "holders"),
    ] {
        let tag = read(&world, path).await.header(header::ETAG).to_owned();
        let missing = world.api(Method::PATCH, path).patch(&change).send().await;
        assert_eq!(missing.problem(), (428, "if_match_missing".to_owned(), vec![]));
        assert_eq!(edit(&world, path, &tag, &change).await.status, StatusCode::OK);
        let stale = edit(&world, path, &tag, &other).await;
        assert_eq!(stale.problem(), (412, "changed_meanwhile".to_owned(), vec![]));
        let now = read(&world, path).await;
        let unknown = edit(&world, path, "*", &json!({ wrong: "1" })).await.problem();
        assert_eq!(unknown, (400, "malformed".to_owned(), vec![format!("{wrong} unknown_field")]));
        assert_eq!(read(&world, path).await.json(), now.json());
    }
    // A role is found below its own API only.
    let audit = path(&post(&world, "/apis", &json!({ "api_name": "Audit", "scopes": ["a"] })).await);
    let elsewhere = format!("{audit}/roles/{}", role.rsplit('/').next().unwrap());
    assert_eq!(read(&world, &elsewhere).await.status, StatusCode::NOT_FOUND);
    assert_eq!(delete(&world, &elsewhere).await.status, StatusCode::NOT_FOUND);
    assert_eq!(edit(&world, &elsewhere, "*", &json!({})).await.status, StatusCode::NOT_FOUND);
    assert_eq!(read(&world, &role).await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_auditor_reads_apis_and_changes_none() {
    let world = World::set_up().await;
    let (api, role) = billing(&world).await;
    let roles = format!("{api}/roles");
    let before = read(&world, &api).await.json();
    for path in ["/apis", &api, &roles, &role] {
        let asking = world.api_as_auditor(Method::GET, path).await;
        assert_eq!(asking.send().await.status, StatusCode::OK, "{path}");
    }
    let named = json!({ "api_name": "Mine" });
    for (method, path) in [
        (Method::POST, "/apis"),
        (Method::POST, roles.as_str()),
        (Method::PATCH, &api),
        (Method::PATCH, &role),
        (Method::DELETE, &api),
        (Method::DELETE, &role),
    ] {
        let asking = world.api_as_auditor(method.clone(), path).await.with("If-Match", "*").json(&named);
        assert_eq!(asking.send().await.problem().1, "forbidden", "{method} {path}");
    }
    assert_eq!(read(&world, &api).await.json(), before);
}
