//! `/audit-events` of the management API.

use http::{Method, StatusCode, header};
use serde_json::{Value, json};

use crate::world::{Answer, NOW, World};

/// When the first of two environments is added; the second is a minute later, and the first is changed after an hour.
const BEGUN: i64 = NOW + 60;

async fn world() -> World {
    let world = World::set_up().await;
    world.pass(60);
    for name in ["staging", "testing"] {
        let added =
            world.api(Method::POST, "/environments").json(&json!({ "environment_name": name })).send().await;
        assert_eq!(added.status, StatusCode::CREATED, "{}", added.body);
        world.pass(60);
    }
    world.pass(3_480);
    let edit = world.api(Method::PATCH, "/environments/staging").with("If-Match", "*");
    let edited = edit.patch(&json!({ "audience": "urn:stage" })).send().await;
    assert_eq!(edited.status, StatusCode::OK, "{}", edited.body);
    world
}

fn events(answer: &Answer) -> Vec<String> {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let name = |event: &Value| {
        format!("{} {}", event["action"].as_str().unwrap(), event["entity_name"].as_str().unwrap())
    };
    answer.json()["items"].as_array().unwrap().iter().map(name).collect()
}

#[tokio::test]
async fn an_event_says_who_changed_what_from_what_to_what() {
    let world = world().await;
    let list = world.api(Method::GET, "/audit-events?action=environment.edited").send().await.json();
    let event = &list["items"][0];
    assert_eq!(event["happened_at"], service::utc_text(BEGUN + 3_600));
    assert_eq!(event["actor"], "Command line (ada)");
    assert_eq!((event.get("actor_id"), event.get("address")), (None, None));
    assert_eq!((&event["entity_kind"], &event["entity_name"]), (&json!("environment"), &json!("staging")));
    let change = &event["changes"][0];
    assert_eq!((&change["field"], &change["new"]), (&json!("audience"), &json!("urn:stage")));
    assert!(change["old"].is_string(), "{change}");

    let path = format!("/audit-events/{}", event["audit_event_id"].as_str().unwrap());
    let one = world.api(Method::GET, &path).send().await;
    assert_eq!((one.status, &one.json()), (StatusCode::OK, event));
    assert!(!one.header(header::ETAG).is_empty());
    let added = world.api(Method::GET, "/audit-events?action=environment.added&limit=1").send().await.json();
    assert_eq!(added["items"][0]["changes"][0].get("old"), None);
}

#[tokio::test]
async fn events_are_narrowed_and_read_page_by_page() {
    let world = world().await;
    let (added, edited) = ("environment.added", "environment.edited");
    let get =
        async |query: &str| events(&world.api(Method::GET, &format!("/audit-events?{query}")).send().await);
    let at = |seconds| service::utc_text(BEGUN + seconds);
    let begun = format!("entity_kind=environment&from={}", at(0));
    let all = [format!("{edited} staging"), format!("{added} testing"), format!("{added} staging")];
    assert_eq!(get(&begun).await, all);
    assert_eq!(get(&format!("entity_kind=environment&from={}&until={}", at(60), at(3_600))).await, all[1..2]);
    assert_eq!(get("entity_kind=environment&action=portal_user.invited").await, Vec::<String>::new());

    let first = world.api(Method::GET, &format!("/audit-events?{begun}&limit=2")).send().await;
    assert_eq!(events(&first), all[..2]);
    let cursor = first.json()["next_cursor"].as_str().unwrap().to_owned();
    assert!(first.header(header::LINK).contains(&cursor));
    assert_eq!(get(&format!("{begun}&limit=2&cursor={cursor}")).await, all[2..]);

    for (search, found) in [
        (json!({ "entity_name": "staging" }), vec![&all[0], &all[2]]),
        (json!({ "actor": "Command line (ada)", "action": added }), vec![&all[1], &all[2]]),
        (json!({ "actor": "nobody" }), vec![]),
        (json!({ "entity_kind": "environment", "until": at(3_600), "limit": 1 }), vec![&all[1]]),
    ] {
        let answer = world.api(Method::POST, "/audit-events/search").json(&search).send().await;
        assert_eq!(events(&answer).iter().collect::<Vec<_>>(), found, "{search}");
    }
}

#[tokio::test]
async fn what_cannot_be_asked_of_the_trail_is_400_and_what_is_not_there_404() {
    let world = world().await;
    for query in [
        "actor=ada",
        "entity_kind=pot",
        "action=tea.made",
        "from=yesterday",
        "cursor=x",
        "limit=0",
        "order=up",
    ] {
        let answer = world.api(Method::GET, &format!("/audit-events?{query}")).send().await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{query}");
    }
    for search in [json!({ "actor": 1 }), json!({ "who": "ada" }), json!({ "actor": "a\u{0}" }), json!([])] {
        let answer = world.api(Method::POST, "/audit-events/search").json(&search).send().await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{search}");
    }
    let none = world.api(Method::GET, "/audit-events/nothing").send().await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    for method in [Method::DELETE, Method::PATCH, Method::POST] {
        let answer = world.api(method, "/audit-events/nothing").send().await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    }
}
