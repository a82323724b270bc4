//! One-time links by which people set their passwords.

use http::{StatusCode, header};
use serde_json::{Value, json};

use crate::world::log::Log;
use crate::world::{Answer, ORIGIN, World};

const GRACE: &str = "grace@example.com";
const THEIR_PASSWORD: &str = "another horse battery staple";

async fn invite(world: &World, cookie: &str, role: &str) -> Value {
    let draft = json!({ "draft": { "email": GRACE, "role": role } });
    let answer = world.call(cookie, "users/invite", &draft).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    assert_eq!(answer.header(header::CACHE_CONTROL), "no-store");
    answer.json()
}

fn token(link: &Value) -> String {
    link["address"].as_str().unwrap().split_once('#').unwrap().1.to_owned()
}

async fn set_password(world: &World, token: &str, password: &str) -> Answer {
    world.call("", "links/set-password", &json!({ "token": token, "password": password })).await
}

fn session(answer: &Answer) -> String {
    let cookies = answer.headers.get_all(header::SET_COOKIE);
    let cookies = cookies.iter().map(|cookie| cookie.to_str().unwrap());
    let cookie = cookies.into_iter().find(|cookie| cookie.starts_with("__Host-gatehouse=")).unwrap();
    cookie.split_once(';').unwrap().0.to_owned()
}

#[tokio::test]
async fn an_invited_person_sets_a_password_and_is_led_to_the_first_page_of_their_role() {
    for (role, page) in
        [("administrator", "/oauth-clients"), ("auditor", "/oauth-clients"), ("member", "/account")]
    {
        let world = World::set_up().await;
        let cookie = world.signed_in().await;
        let link = invite(&world, &cookie, role).await;
        assert!(link["address"].as_str().unwrap().starts_with(&format!("{ORIGIN}/invitation#")), "{link}");
        assert_eq!(link["mailed"], json!("not_configured"));
        let owner = world.call("", "links/owner", &json!({ "token": token(&link) })).await;
        assert_eq!(owner.json(), json!({ "email": GRACE, "purpose": "invitation" }));

        let weak = set_password(&world, &token(&link), "short").await;
        assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", weak.body);
        let joined = set_password(&world, &token(&link), THEIR_PASSWORD).await;
        assert_eq!(joined.status, StatusCode::OK, "{}", joined.body);
        assert_eq!(joined.header(header::LOCATION), page, "{role}");
        let own = world.call(&session(&joined), "account", &json!({})).await;
        assert_eq!(own.json(), json!({ "email": GRACE, "role": role }));
    }
}

#[tokio::test]
async fn a_link_counts_once_and_the_newest_alone() {
    let world = World::set_up().await;
    let cookie = world.signed_in().await;
    let first = invite(&world, &cookie, "member").await;
    let who = json!({ "user_id": first["user_id"] });
    let second = world.call(&cookie, "users/link", &who).await.json();
    let reset = async || world.call(&cookie, "users/link", &who).await.json();

    let invalid = (StatusCode::FORBIDDEN, json!("link_invalid"));
    let answer = set_password(&world, &token(&first), THEIR_PASSWORD).await;
    assert_eq!((answer.status, answer.json()), invalid);
    let joined = set_password(&world, &token(&second), THEIR_PASSWORD).await;
    assert_eq!(joined.status, StatusCode::OK, "{}", joined.body);
    let answer = set_password(&world, &token(&second), THEIR_PASSWORD).await;
    assert_eq!((answer.status, answer.json()), invalid);

    let link = reset().await;
    assert!(link["address"].as_str().unwrap().starts_with(&format!("{ORIGIN}/password-reset#")), "{link}");
    world.pass(24 * 60 * 60);
    let answer = world.call("", "links/owner", &json!({ "token": token(&link) })).await;
    assert_eq!((answer.status, answer.json()), invalid);
}

#[tokio::test]
async fn a_link_is_in_no_log_no_audit_event_and_on_no_page() {
    let log = Log::keep();
    let world = World::set_up().await;
    let cookie = world.signed_in().await;
    let link = invite(&world, &cookie, "member").await;
    world.call("", "links/owner", &json!({ "token": token(&link) })).await;
    let person = format!("/users/{}?tab=history", link["user_id"].as_str().unwrap());
    let page = world.get_as(&cookie, &person).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("User invited"), "the history is on the page");
    let events = world.call(&cookie, "audit-events", &json!({ "filter": {}, "after": null })).await;
    set_password(&world, &token(&link), THEIR_PASSWORD).await;
    let log = log.text();
    assert!(log.contains("links/set-password"), "the log is kept");
    for kept in [log, page.body, events.body] {
        for secret in [token(&link), THEIR_PASSWORD.to_owned()] {
            assert!(!kept.contains(&secret));
        }
    }
}
