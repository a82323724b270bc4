//! `/webhooks` of the management API.

use http::{Method, StatusCode, header};
use serde_json::{Value, json};

use crate::world::log::Log;
use crate::world::{Answer, World};

const URL: &str = "https://hooks.example.com/in?key=1";

async fn create(world: &World, fields: &Value) -> Answer {
    world.api(Method::POST, "/webhooks").json(fields).send().await
}

/// The path of a new webhook.
async fn hook(world: &World) -> String {
    let created = create(world, &json!({ "url": URL })).await;
    assert_eq!(created.status, StatusCode::CREATED, "{}", created.body);
    format!("/webhooks/{}", created.json()["webhook_id"].as_str().unwrap())
}

async fn get(world: &World, path: &str) -> Answer {
    world.api(Method::GET, path).send().await
}

async fn act(world: &World, path: &str) -> Answer {
    world.api(Method::POST, path).send().await
}

#[tokio::test]
async fn a_webhook_is_added_read_edited_switched_and_deleted() {
    let world = World::set_up().await;
    let fields =
        json!({ "url": URL, "description": "Warehouse", "events": ["api.added", "api.edited", "api.added"] });
    let created = create(&world, &fields).await;
    assert_eq!(created.status, StatusCode::CREATED, "{}", created.body);
    let mut expected = created.json();
    let secret = expected.as_object_mut().unwrap().remove("signing_secret").unwrap();
    assert!(secret.as_str().unwrap().starts_with("whsec_"));
    let path = format!("/webhooks/{}", expected["webhook_id"].as_str().unwrap());
    assert_eq!(created.header(header::LOCATION), format!("/api/v1{path}"));
    assert_eq!(
        expected,
        json!({
            "webhook_id": expected["webhook_id"], "url": URL, "description": "Warehouse",
            "events": ["api.added", "api.edited"], "status": "enabled", "created_at": "2023-11-14T22:13:20Z",
        })
    );
    let found = get(&world, &path).await;
    assert_eq!((found.status, found.json()), (StatusCode::OK, expected.clone()));
    assert_eq!(found.header(header::ETAG), created.header(header::ETAG));
    assert_eq!(get(&world, "/webhooks").await.json(), json!({ "items": [expected] }));

    let tag = found.header(header::ETAG).to_owned();
    let patch = json!({ "description": null, "events": [] });
    let edit = |tag: &str| world.api(Method::PATCH, &path).patch(&patch).with("If-Match", tag);
    let edited = edit(&tag).send().await;
    assert_eq!(edited.status, StatusCode::OK, "{}", edited.body);
    assert_eq!((&edited.json()["description"], &edited.json()["events"]), (&json!(""), &json!([])));
    assert_eq!(edit(&tag).send().await.status, StatusCode::PRECONDITION_FAILED);
    let unseen = world.api(Method::PATCH, &path).patch(&patch).send().await;
    assert_eq!(unseen.status, StatusCode::PRECONDITION_REQUIRED);

    for (action, status) in [("disable", "disabled"), ("disable", "disabled"), ("enable", "enabled")] {
        let switched = act(&world, &format!("{path}/{action}")).await;
        assert_eq!((switched.status, &switched.json()["status"]), (StatusCode::OK, &json!(status)));
    }
    let stale = world.api(Method::DELETE, &path).with("If-Match", &tag).send().await;
    assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
    let deleted = world.api(Method::DELETE, &path).send().await;
    assert_eq!((deleted.status, deleted.body.as_str()), (StatusCode::NO_CONTENT, ""));
    for (method, end) in [
        (Method::GET, ""),
        (Method::DELETE, ""),
        (Method::POST, "/enable"),
        (Method::POST, "/disable"),
        (Method::POST, "/secret"),
        (Method::POST, "/test"),
        (Method::GET, "/deliveries"),
        (Method::POST, "/deliveries/x/repeat"),
    ] {
        let gone = world.api(method, &format!("{path}{end}")).send().await;
        assert_eq!(gone.problem().0, 404, "{end}");
    }
}

#[tokio::test]
async fn what_breaks_a_rule_adds_nothing() {
    let world = World::set_up().await;
    let path = hook(&world).await;
    let tag = get(&world, &path).await.header(header::ETAG).to_owned();
    for (fields, status, error) in [
        (json!({}), 400, "url missing"),
        (json!({ "url": 1 }), 400, "url wrong_type"),
        (json!({ "url": URL, "events": "api.added" }), 400, "events wrong_type"),
        (json!({ "url": URL, "secret": "mine" }), 400, "secret unknown_field"),
        (json!({ "url": URL, "status": "disabled" }), 400, "status unknown_field"),
        (json!({ "url": "" }), 422, "url required"),
        (json!({ "url": "http://hooks.example.com" }), 422, "url not_encrypted"),
        (json!({ "url": "https://ada:pass@hooks.example.com" }), 422, "url user_name"),
        (json!({ "url": "https://hooks.example.com#a" }), 422, "url fragment"),
        (json!({ "url": "http://localhost:9000" }), 422, "url not_public"),
        (json!({ "url": "https://192.168.1.1" }), 422, "url not_public"),
        (json!({ "url": "https://[::ffff:127.0.0.1]" }), 422, "url not_public"),
        (json!({ "url": URL, "events": ["session.started"] }), 422, "events unknown_event"),
        (json!({ "url": URL, "description": "<b>" }), 422, "description forbidden_character"),
    ] {
        let refused = create(&world, &fields).await;
        let (found, _, errors) = refused.problem();
        assert_eq!((found, errors), (status, vec![error.to_owned()]), "{fields}");
        if status == 422 {
            let edited = world.api(Method::PATCH, &path).patch(&fields).with("If-Match", &tag).send().await;
            assert_eq!(edited.problem().2, [error.to_owned()], "{fields}");
        }
    }
    assert_eq!(get(&world, "/webhooks").await.json()["items"].as_array().unwrap().len(), 1);
    assert_eq!(get(&world, &path).await.header(header::ETAG), tag);
    assert_eq!(get(&world, "/webhooks?limit=5").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn deliveries_are_listed_repeated_and_refused_while_it_is_disabled() {
    let world = World::set_up().await;
    let path = hook(&world).await;
    // The webhook is told of itself, too.
    let deliveries = format!("{path}/deliveries");
    let listed = get(&world, &deliveries).await.json();
    let [first] = listed["items"].as_array().unwrap().as_slice() else { panic!("{listed}") };
    let id = first["delivery_id"].as_str().unwrap();
    assert_eq!(
        *first,
        json!({
            "delivery_id": id, "event": "webhook.added", "entity_name": "hooks.example.com", "state": "waiting",
            "attempts": 0, "created_at": "2023-11-14T22:13:20Z", "next_attempt_at": "2023-11-14T22:13:20Z",
        })
    );
    let tried = act(&world, &format!("{path}/test")).await;
    assert_eq!(tried.status, StatusCode::ACCEPTED);
    let page = get(&world, &format!("{deliveries}?limit=1&state=waiting")).await.json();
    assert_eq!(page["items"][0]["delivery_id"], tried.json()["delivery_id"]);
    assert_eq!(page["items"][0]["event"], "webhook.test");
    let cursor = page["next_cursor"].as_str().unwrap();
    let next = get(&world, &format!("{deliveries}?limit=1&cursor={cursor}")).await.json();
    assert_eq!((&next["items"][0]["delivery_id"], next.get("next_cursor")), (&json!(id), None));
    let delivered = get(&world, &format!("{deliveries}?state=delivered")).await.json();
    assert_eq!(delivered, json!({ "items": [] }));
    for query in ["state=lost", "limit=0", "limit=101", "cursor=x", "sort=a"] {
        assert_eq!(get(&world, &format!("{deliveries}?{query}")).await.problem().0, 400, "{query}");
    }

    let repeat = format!("{deliveries}/{id}/repeat");
    let repeated = act(&world, &repeat).await;
    assert_eq!((repeated.status, &repeated.json()["delivery_id"]), (StatusCode::ACCEPTED, &json!(id)));
    assert_eq!(act(&world, &format!("{deliveries}/nothing/repeat")).await.problem().0, 404);
    act(&world, &format!("{path}/disable")).await;
    for path in [&repeat, &format!("{path}/test")] {
        assert_eq!(act(&world, path).await.problem().0, 409, "{path}");
    }
}

#[tokio::test]
async fn a_secret_is_in_one_answer_and_nowhere_else() {
    let log = Log::keep();
    let world = World::set_up().await;
    let asking = || {
        let asking = world.api(Method::POST, "/webhooks").json(&json!({ "url": URL }));
        asking.with("Idempotency-Key", "once")
    };
    let created = asking().send().await;
    assert_eq!(created.status, StatusCode::CREATED);
    let replayed = asking().send().await;
    assert_eq!(replayed.json()["webhook_id"], created.json()["webhook_id"]);
    let path = format!("/webhooks/{}", created.json()["webhook_id"].as_str().unwrap());
    let again = act(&world, &format!("{path}/secret")).await;
    assert_eq!(again.status, StatusCode::CREATED);
    let secret =
        |answer: &Answer| answer.json()["signing_secret"].as_str().unwrap()["whsec_".len()..].to_owned();
    let secrets = [secret(&created), secret(&again)];
    assert_ne!(secrets[0], secrets[1]);
    let elsewhere = [
        replayed.body,
        get(&world, &path).await.body,
        get(&world, "/webhooks").await.body,
        get(&world, &format!("{path}/deliveries")).await.body,
        get(&world, "/audit-events?limit=100").await.body,
        log.text(),
    ];
    for (place, text) in elsewhere.iter().enumerate() {
        for secret in &secrets {
            assert!(!text.contains(secret.as_str()), "{place}");
        }
    }
    assert!(!elsewhere[4].contains("key=1") && !elsewhere[4].contains("example.com/in"), "of the other end");
}

#[tokio::test]
async fn an_auditor_reads_and_changes_nothing() {
    let world = World::set_up().await;
    let path = hook(&world).await;
    for (method, path, status) in [
        (Method::GET, "/webhooks".to_owned(), 200),
        (Method::GET, path.clone(), 200),
        (Method::GET, format!("{path}/deliveries"), 200),
        (Method::DELETE, path.clone(), 403),
        (Method::POST, format!("{path}/disable"), 403),
        (Method::POST, format!("{path}/secret"), 403),
        (Method::POST, format!("{path}/test"), 403),
        (Method::POST, format!("{path}/deliveries/x/repeat"), 403),
    ] {
        let answer = world.api_as_auditor(method, &path).await.send().await;
        assert_eq!(answer.status.as_u16(), status, "{path}");
        assert!(!answer.body.contains("key=1") && !answer.body.contains("example.com/in"), "{path}");
        assert_eq!(world.api_as_nobody(Method::GET, &path).send().await.status.as_u16() / 100, 4);
    }
    let whole = get(&world, &path).await.json();
    assert_eq!((&whole["status"], &whole["url"]), (&json!("enabled"), &json!(URL)));
}
