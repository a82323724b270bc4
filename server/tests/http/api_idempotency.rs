//! Creations that may be asked for again when no answer came.

use http::{Method, StatusCode, header};
use serde_json::{Value, json};

use crate::world::program::Asking;
use crate::world::{Answer, World};

const KEY: &str = "Idempotency-Key";
const REPLAYED: &str = "Idempotency-Replayed";

fn create<'a>(world: &'a World, key: &str, name: &str) -> Asking<'a> {
    world.api(Method::POST, "/environments").with(KEY, key).json(&json!({ "environment_name": name }))
}

async fn names(world: &World) -> Vec<Value> {
    let list = world.api(Method::GET, "/environments").send().await.json();
    list["items"].as_array().unwrap().iter().map(|item| item["environment_name"].clone()).collect()
}

fn head(answer: &Answer) -> [&str; 3] {
    [answer.header(header::LOCATION), answer.header(header::ETAG), answer.header(header::CONTENT_TYPE)]
}

#[tokio::test]
async fn a_creation_is_done_once_and_answered_twice() {
    let world = World::set_up().await;
    let first = create(&world, "one", "lab").send().await;
    assert_eq!(first.status, StatusCode::CREATED, "{}", first.body);
    assert_eq!(first.header(REPLAYED), "");
    let again = create(&world, "one", "lab").send().await;
    assert_eq!((again.status, again.header(REPLAYED)), (StatusCode::CREATED, "true"));
    assert_eq!((head(&again), again.json()), (head(&first), first.json()));
    // Another key is another creation.
    assert_eq!(create(&world, "two", "lab").send().await.status, StatusCode::CONFLICT);
    world.pass(24 * 60 * 60);
    assert_eq!(create(&world, "one", "lab").send().await.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn what_is_shown_once_is_not_repeated() {
    let world = World::set_up().await;
    let integrator = world.integrator().await;
    let environment = names(&world).await.remove(0);
    let mut shown_once = Vec::new();
    for (path, body) in [
        (
            "/oauth-clients".to_owned(),
            json!({ "client_name": "Accounts", "client_type": "confidential", "grant_type": "client_credentials" }),
        ),
        (format!("/oauth-clients/{}/copy", integrator.client_id), json!({ "client_name": "Billing too" })),
        (format!("/oauth-clients/{}/secrets", integrator.client_id), json!({})),
        (
            "/service-principals".to_owned(),
            json!({ "client_name": "collector", "environment": environment, "security_type": "client_secret" }),
        ),
        ("/api-keys".to_owned(), json!({ "name": "Deployments", "role": "auditor" })),
        ("/initial-access-tokens".to_owned(), json!({ "name": "Partners" })),
        ("/webhooks".to_owned(), json!({ "url": "https://example.com/told" })),
        ("/users".to_owned(), json!({ "email": "grace@example.com", "role": "auditor" })),
    ] {
        let create = || world.api(Method::POST, &path).with(KEY, &format!("of {path}")).json(&body).send();
        let first = create().await;
        assert_eq!(first.status, StatusCode::CREATED, "{path} {}", first.body);
        let again = create().await;
        assert_eq!((again.status, again.header(REPLAYED)), (StatusCode::CREATED, "true"), "{path}");
        let (first, repeated) = (first.json(), again.json());
        let fields = first.as_object().unwrap();
        let once: Vec<_> = fields.iter().filter(|(name, _)| repeated.get(name).is_none()).collect();
        assert!(!once.is_empty(), "{path} {first}");
        for (name, value) in fields.iter().filter(|(name, _)| repeated.get(name).is_some()) {
            assert_eq!(repeated[name], *value, "{path} {name}");
        }
        // Secrets and links: what else is in the first answer only, such as when a link ends, is short.
        let secrets =
            once.into_iter().filter_map(|(_, value)| value.as_str()).filter(|value| value.len() > 30);
        shown_once.extend(secrets.map(str::to_owned));
    }
    assert!(shown_once.len() >= 8, "{}", shown_once.len());
    let kept: Vec<String> = sqlx::query_scalar("SELECT headers || body FROM idempotency_keys")
        .fetch_all(world.sqlite())
        .await
        .unwrap();
    assert_eq!(kept.len(), 8);
    for secret in shown_once {
        assert!(!kept.iter().any(|kept| kept.contains(&secret)));
    }
}

#[tokio::test]
async fn a_key_belongs_to_one_request() {
    let world = World::set_up().await;
    create(&world, "one", "lab").send().await;
    let other = create(&world, "one", "studio").send().await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(other.json()["errors"][0]["field"], KEY);
    assert_eq!(other.json()["errors"][0]["code"], "used_for_another");
    assert!(!names(&world).await.contains(&json!("studio")));
}

#[tokio::test]
async fn a_creation_that_was_refused_leaves_its_key_free() {
    let world = World::set_up().await;
    for (name, status) in
        [("", StatusCode::UNPROCESSABLE_ENTITY), ("not a name", StatusCode::UNPROCESSABLE_ENTITY)]
    {
        assert_eq!(create(&world, "one", name).send().await.status, status, "{name}");
    }
    let refused =
        world.api(Method::POST, "/environments").with(KEY, "one").body("text/plain", "{}").send().await;
    assert_eq!(refused.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(create(&world, "one", "lab").send().await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn a_creation_that_is_under_way_is_not_begun_again() {
    let world = World::set_up().await;
    create(&world, "one", "lab").send().await;
    // As it was before its answer was kept.
    world.execute("UPDATE idempotency_keys SET status = NULL, headers = NULL, body = NULL").await;
    let again = create(&world, "one", "lab").send().await;
    assert_eq!((again.status, again.header(header::RETRY_AFTER)), (StatusCode::CONFLICT, "1"));
    // Its server died: who asks then is told what became of it.
    world.pass(60);
    let again = create(&world, "one", "lab").send().await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert_eq!(again.json()["errors"][0]["code"], "taken");
}

#[tokio::test]
async fn a_key_is_visible_ascii_and_alone() {
    let world = World::set_up().await;
    let long = "k".repeat(256);
    for key in ["", "\u{e9}", "a\tb", long.as_str()] {
        let answer = create(&world, key, "lab").send().await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{key}");
        assert_eq!(answer.json()["errors"][0]["field"], KEY, "{key}");
    }
    let twice = create(&world, "one", "lab").with(KEY, "two").send().await;
    assert_eq!(twice.status, StatusCode::BAD_REQUEST);
    assert!(!names(&world).await.contains(&json!("lab")));
}

#[tokio::test]
async fn who_may_create_nothing_keeps_no_key() {
    let world = World::set_up().await;
    let environment = json!({ "environment_name": "lab" });
    let asking = world.api_as_nobody(Method::POST, "/environments").with(KEY, "one").json(&environment);
    assert_eq!(asking.send().await.status, StatusCode::UNAUTHORIZED);
    let kept: i64 =
        sqlx::query_scalar("SELECT count(*) FROM idempotency_keys").fetch_one(world.sqlite()).await.unwrap();
    assert_eq!(kept, 0);
}
