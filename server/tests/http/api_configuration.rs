//! `/configuration` of the management API.

use http::{Method, StatusCode, header};
use serde_json::{Value, json};

use crate::world::{Answer, World};

const PLAN: &str = "/configuration/plan";
const APPLY: &str = "/configuration/apply";

fn document() -> Value {
    json!({
        "version": 1,
        "apis": [{
            "api_name": "Invoices",
            "scopes": ["invoices.read"],
            "roles": [{ "role_name": "Reader", "scopes": ["invoices.read"] }],
        }],
        "oauth_clients": [{
            "client_name": "Billing",
            "client_id": "app-billing",
            "client_type": "confidential",
            "grant_type": "client_credentials",
            "roles": [{ "api_name": "Invoices", "role_name": "Reader" }],
        }],
    })
}

async fn post(world: &World, path: &str, document: &Value) -> Answer {
    world.api(Method::POST, path).json(document).send().await
}

async fn read(world: &World) -> Answer {
    world.api(Method::GET, "/configuration").send().await
}

#[tokio::test]
async fn a_document_is_planned_applied_and_read_again() {
    let world = World::set_up().await;
    let plan = post(&world, PLAN, &document()).await;
    assert_eq!(plan.status, StatusCode::OK, "{}", plan.body);
    assert_eq!(plan.json()["problems"], json!([]));
    let names: Vec<_> =
        plan.json()["changes"].as_array().unwrap().iter().map(|one| one["name"].clone()).collect();
    assert_eq!(names, ["Invoices", "Reader", "Billing", "Billing"]);

    let applied = post(&world, APPLY, &document()).await;
    assert_eq!(applied.status, StatusCode::OK, "{}", applied.body);
    assert_eq!(applied.json()["changes"], plan.json()["changes"]);
    let secret = &applied.json()["secrets"][0];
    assert_eq!((&secret["client_id"], &secret["kind"]), (&json!("app-billing"), &json!("oauth_client")));
    let secret = secret["client_secret"].as_str().unwrap().to_owned();

    let again = post(&world, APPLY, &document()).await;
    assert_eq!(again.json(), json!({ "changes": [], "secrets": [] }));
    let exported = read(&world).await;
    assert_eq!(exported.json()["oauth_clients"][0]["client_id"], "app-billing");
    assert!(!exported.body.contains(&secret) && !plan.body.contains(&secret));
    assert_eq!(post(&world, PLAN, &exported.json()).await.json()["changes"], json!([]));
}

#[tokio::test]
async fn a_document_is_applied_to_what_was_read() {
    let world = World::set_up().await;
    let tag = read(&world).await.header(header::ETAG).to_owned();
    let apply = || world.api(Method::POST, APPLY).json(&document()).with("If-Match", &tag);
    assert_eq!(apply().send().await.status, StatusCode::OK);
    let stale = apply().send().await;
    assert_eq!(stale.problem(), (412, "changed_meanwhile".to_owned(), vec![]));
    let tag = read(&world).await.header(header::ETAG).to_owned();
    let answer = world.api(Method::POST, APPLY).json(&document()).with("If-Match", &tag).send().await;
    assert_eq!(answer.json(), json!({ "changes": [], "secrets": [] }));
}

#[tokio::test]
async fn a_document_that_cannot_be_applied_is_refused_whole() {
    let world = World::set_up().await;
    let before = read(&world).await.body;
    let client = |fields: Value| {
        let mut client = json!({
            "client_name": "Shop", "client_type": "confidential", "grant_type": "client_credentials",
        });
        client.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        json!({ "version": 1, "oauth_clients": [document()["oauth_clients"][0], client] })
    };
    let mut broken = document();
    broken["oauth_clients"][0]["redirect_uris"] = json!(["https://a.example"]);
    for (document, status, error) in [
        (json!({}), 400, "version missing"),
        (json!({ "version": 1, "users": [] }), 400, "users unknown_field"),
        (json!({ "version": "1" }), 400, "version wrong_type"),
        (json!({ "version": 3 }), 422, "version unknown_version"),
        (client(json!({ "client_secret": "x" })), 400, "oauth_clients[1].client_secret unknown_field"),
        (client(json!({ "status": "off" })), 400, "oauth_clients[1].status wrong_type"),
        (broken, 422, "oauth_clients[0].redirect_uris not_applicable"),
        (client(json!({ "client_name": "billing" })), 422, "oauth_clients[1].client_name duplicate"),
        (
            client(json!({ "roles": [{ "api_name": "No", "role_name": "No" }] })),
            422,
            "oauth_clients[0].roles[0] unknown_api",
        ),
    ] {
        let (refused, _, errors) = post(&world, APPLY, &document).await.problem();
        assert_eq!((refused, errors), (status, vec![error.to_owned()]), "{document}");
        let plan = post(&world, PLAN, &document).await;
        if status == 422 {
            let problem = &plan.json()["problems"][0];
            let told =
                format!("{} {}", problem["field"].as_str().unwrap(), problem["code"].as_str().unwrap());
            assert_eq!((plan.status, told.as_str()), (StatusCode::OK, error));
        } else {
            assert_eq!(plan.problem().0, status);
        }
    }
    assert_eq!(read(&world).await.body, before);
}

#[tokio::test]
async fn what_is_taken_is_a_conflict() {
    let world = World::set_up().await;
    let principal = json!({
        "client_name": "nightly_export", "security_type": "client_secret", "environment": "production",
    });
    let added = world.api(Method::POST, "/service-principals").json(&principal).send().await.json();
    let mut document = document();
    document["oauth_clients"][0]["client_id"] = added["client_id"].clone();
    let refused = post(&world, APPLY, &document).await.problem();
    assert_eq!(refused, (409, "taken".to_owned(), vec!["oauth_clients[0].client_id taken".to_owned()]));
}

#[tokio::test]
async fn a_document_is_bounded_in_size_and_depth() {
    let world = World::set_up().await;
    let of_size = |size: usize| format!(r#"{{"version":1{}}}"#, " ".repeat(size - 13));
    for (body, status) in [
        (of_size(1024 * 1024), 200),
        (of_size(1024 * 1024 + 1), 413),
        (format!(r#"{{"version":1,"apis":{}{}}}"#, "[".repeat(200), "]".repeat(200)), 400),
        (
            format!(
                r#"{{"version":1,"apis":[{}]}}"#,
                vec![r#"{"api_name":"A","scopes":["a"]}"#; 2001].join(",")
            ),
            422,
        ),
    ] {
        let answer = world.api(Method::POST, APPLY).body("application/json", body).send().await;
        assert_eq!(answer.status.as_u16(), status, "{}", answer.body);
    }
}

#[tokio::test]
async fn an_auditor_plans_and_applies_nothing() {
    let world = World::set_up().await;
    let before = read(&world).await.body;
    let plan = world.api_as_auditor(Method::POST, PLAN).await.json(&document()).send().await;
    assert_eq!(plan.status, StatusCode::OK, "{}", plan.body);
    let apply = world.api_as_auditor(Method::POST, APPLY).await.json(&document()).send().await;
    assert_eq!(apply.problem(), (403, "forbidden".to_owned(), vec![]));
    let read_by_auditor = world.api_as_auditor(Method::GET, "/configuration").await.send().await;
    assert_eq!(read_by_auditor.status, StatusCode::OK);
    assert_eq!(read(&world).await.body, before);
}

#[tokio::test]
async fn what_is_absent_goes_where_that_is_asked_for() {
    let world = World::set_up().await;
    post(&world, APPLY, &document()).await;
    let empty = json!({ "version": 1 });
    assert_eq!(post(&world, PLAN, &empty).await.json()["changes"], json!([]));
    let pruned = post(&world, "/configuration/apply?prune=true", &empty).await;
    assert_eq!(pruned.json()["changes"].as_array().unwrap().len(), 5, "{}", pruned.body);
    let expected = json!({ "version": 1, "environments": [], "apis": [], "oauth_clients": [], "service_principals": [] });
    assert_eq!(read(&world).await.json(), expected);
    let unknown = post(&world, "/configuration/apply?prunes=true", &empty).await;
    assert_eq!(unknown.status, StatusCode::BAD_REQUEST);
}
