//! `/users` of the management API.

use http::{Method, StatusCode, header};
use serde_json::{Value, json};

use crate::world::{Answer, EMAIL, World};

async fn invite(world: &World, email: &str, role: &str) -> Answer {
    let invitation = json!({ "email": email, "role": role });
    world.api(Method::POST, "/users").json(&invitation).send().await
}

/// The person, and the path to them.
async fn grace(world: &World) -> (Value, String) {
    let answer = invite(world, "grace@example.com", "member").await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
    let grace = answer.json();
    let path = format!("/users/{}", grace["user_id"].as_str().unwrap());
    (grace, path)
}

async fn read(world: &World, path: &str) -> Answer {
    world.api(Method::GET, path).send().await
}

async fn act(world: &World, path: &str) -> Answer {
    world.api(Method::POST, path).send().await
}

/// The path of the only administrator.
async fn ada(world: &World) -> String {
    let found = world.api(Method::POST, "/users/search").json(&json!({ "q": EMAIL })).send().await;
    format!("/users/{}", found.json()["items"][0]["user_id"].as_str().unwrap())
}

fn kind(answer: &Answer) -> (u16, String) {
    let kind = answer.json()["type"].as_str().unwrap().to_owned();
    (answer.status.as_u16(), kind.replace("urn:gatehouse:problem:", ""))
}

#[tokio::test]
async fn who_is_invited_gets_a_link_that_no_other_answer_has() {
    let world = World::set_up().await;
    let answer = invite(&world, "grace@example.com", "auditor").await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
    let invited = answer.json();
    let path = format!("/users/{}", invited["user_id"].as_str().unwrap());
    assert_eq!(answer.header(header::LOCATION), format!("/api/v1{path}"));
    let link = invited["invitation_url"].as_str().unwrap();
    assert!(link.starts_with("http://localhost:3000/invitation#"), "{link}");
    assert_eq!(invited["mail"], "not_configured");

    let read = read(&world, &path).await;
    assert_eq!(read.header(header::ETAG), answer.header(header::ETAG));
    let expected = json!({
        "user_id": invited["user_id"], "email": "grace@example.com", "role": "auditor", "status": "enabled",
        "sign_in_means": "invitation", "has_second_factor": false, "created_at": "2023-11-14T22:13:20Z",
    });
    assert_eq!(read.json(), expected);
    for later in
        [world.api(Method::GET, "/users").send().await, world.api(Method::GET, "/audit-events").send().await]
    {
        assert!(!later.body.contains(link.split_once('#').unwrap().1));
    }
}

#[tokio::test]
async fn an_invitation_that_breaks_a_rule_invites_nobody() {
    let world = World::set_up().await;
    for (invitation, status, field, code) in [
        (json!({ "email": "grace", "role": "member" }), 422, "email", None),
        (json!({ "email": "ADA@example.com", "role": "member" }), 409, "email", Some("taken")),
        (json!({ "email": "grace@example.com", "role": "king" }), 400, "role", Some("wrong_type")),
        (json!({ "email": "grace@example.com" }), 400, "role", Some("missing")),
        (
            json!({ "email": "grace@example.com", "role": "member", "status": "enabled" }),
            400,
            "status",
            Some("unknown_field"),
        ),
    ] {
        let answer = world.api(Method::POST, "/users").json(&invitation).send().await;
        assert_eq!(answer.status.as_u16(), status, "{invitation} {}", answer.body);
        let error = &answer.json()["errors"][0];
        assert_eq!(error["field"], field, "{invitation}");
        assert!(code.is_none_or(|code| error["code"] == code), "{invitation} {error}");
    }
    assert_eq!(read(&world, "/users").await.json()["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn people_are_listed_page_by_page_and_found_by_what_their_email_begins_with() {
    let world = World::set_up().await;
    for (email, role) in
        [("grace@example.com", "member"), ("Linus@example.com", "auditor"), ("eve@example.com", "member")]
    {
        assert_eq!(invite(&world, email, role).await.status, StatusCode::CREATED);
    }
    let emails = |answer: &Answer| -> Vec<String> {
        let list = answer.json();
        list["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|user| user["email"].as_str().unwrap().to_owned())
            .collect()
    };
    let first = read(&world, "/users?limit=3").await;
    assert_eq!(emails(&first), ["ada@example.com", "eve@example.com", "grace@example.com"]);
    let cursor = first.json()["next_cursor"].as_str().unwrap().to_owned();
    assert!(!cursor.contains('@'));
    let second = read(&world, &format!("/users?limit=3&cursor={cursor}")).await;
    assert_eq!(emails(&second), ["Linus@example.com"]);
    assert_eq!(second.json().get("next_cursor"), None);
    assert_eq!(
        emails(&read(&world, "/users?role=member&status=enabled").await),
        ["eve@example.com", "grace@example.com"]
    );

    for (search, found) in [
        (json!({ "q": "LIN" }), vec!["Linus@example.com"]),
        (json!({ "q": "e", "role": "auditor" }), vec![]),
        (json!({ "limit": 1, "status": "enabled" }), vec!["ada@example.com"]),
    ] {
        let answer = world.api(Method::POST, "/users/search").json(&search).send().await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        assert_eq!(emails(&answer), found, "{search}");
        assert_eq!(answer.header(header::LINK), "", "the next page is no address");
    }
    for query in ["q=ada", "limit=0", "limit=101", "role=king", "cursor=nobody"] {
        assert_eq!(read(&world, &format!("/users?{query}")).await.status, StatusCode::BAD_REQUEST, "{query}");
    }
}

#[tokio::test]
async fn another_role_is_given_by_who_knows_the_person_as_they_are() {
    let world = World::set_up().await;
    let (_, path) = grace(&world).await;
    let tag = read(&world, &path).await.header(header::ETAG).to_owned();
    let patch = |body: Value| world.api(Method::PATCH, &path).patch(&body);

    let without = patch(json!({ "role": "auditor" })).send().await;
    assert_eq!(kind(&without), (428, "if_match_missing".to_owned()));
    let given = patch(json!({ "role": "auditor" })).with("If-Match", &tag).send().await;
    assert_eq!((given.status, &given.json()["role"]), (StatusCode::OK, &json!("auditor")));
    let stale = patch(json!({ "role": "member" })).with("If-Match", &tag).send().await;
    assert_eq!(kind(&stale), (412, "changed_meanwhile".to_owned()));
    let tag = given.header(header::ETAG);
    for (body, status) in [
        (json!({ "role": null }), 400),
        (json!({ "role": "king" }), 400),
        (json!({ "email": "eve@example.com" }), 400),
        (json!({}), 200),
    ] {
        let answer = patch(body.clone()).with("If-Match", tag).send().await;
        assert_eq!(answer.status.as_u16(), status, "{body} {}", answer.body);
    }
}

#[tokio::test]
async fn somebody_can_always_administer_the_portal() {
    let world = World::set_up().await;
    let path = ada(&world).await;
    let tag = read(&world, &path).await.header(header::ETAG).to_owned();
    for answer in [
        world
            .api(Method::PATCH, &path)
            .patch(&json!({ "role": "member" }))
            .with("If-Match", &tag)
            .send()
            .await,
        act(&world, &format!("{path}/disable")).await,
        world.api(Method::DELETE, &path).send().await,
    ] {
        assert_eq!(kind(&answer), (409, "conflict".to_owned()));
    }
    assert_eq!(read(&world, &path).await.header(header::ETAG), tag);
}

#[tokio::test]
async fn a_person_is_kept_out_and_let_in_and_removed() {
    let world = World::set_up().await;
    let (_, path) = grace(&world).await;
    let tag = read(&world, &path).await.header(header::ETAG).to_owned();
    let disabled = act(&world, &format!("{path}/disable")).await;
    assert_eq!((disabled.status, &disabled.json()["status"]), (StatusCode::OK, &json!("disabled")));
    let link = act(&world, &format!("{path}/reset-link")).await;
    assert_eq!(kind(&link), (409, "conflict".to_owned()));
    let stale = world.api(Method::POST, &format!("{path}/enable")).with("If-Match", &tag).send().await;
    assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
    let enabled = act(&world, &format!("{path}/enable")).await;
    assert_eq!((enabled.status, enabled.header(header::ETAG)), (StatusCode::OK, tag.as_str()));

    let link = act(&world, &format!("{path}/reset-link")).await;
    assert_eq!((link.status, &link.json()["purpose"]), (StatusCode::OK, &json!("invitation")));
    assert!(link.json()["link_url"].as_str().unwrap().contains("/invitation#"));

    let stale = world.api(Method::DELETE, &path).with("If-Match", "\"other\"").send().await;
    assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
    let gone = world.api(Method::DELETE, &path).with("If-Match", &tag).send().await;
    assert_eq!((gone.status, gone.body.as_str()), (StatusCode::NO_CONTENT, ""));
    for answer in [
        read(&world, &path).await,
        world.api(Method::DELETE, &path).send().await,
        act(&world, &format!("{path}/disable")).await,
        act(&world, &format!("{path}/reset-link")).await,
        act(&world, &format!("{path}/sign-out-everywhere")).await,
        act(&world, &format!("{path}/remove-second-factor")).await,
    ] {
        assert_eq!(kind(&answer), (404, "not_found".to_owned()));
    }
}

#[tokio::test]
async fn sessions_end_and_a_second_factor_goes_where_there_is_one() {
    let world = World::set_up().await;
    let cookie = world.signed_in().await;
    let path = ada(&world).await;
    let page = || world.api_as_page(Method::GET, "/users", &cookie).send();
    assert_eq!(page().await.status, StatusCode::OK);
    let ended = act(&world, &format!("{path}/sign-out-everywhere")).await;
    assert_eq!((ended.status, ended.json()), (StatusCode::OK, json!({ "ended_sessions": 1 })));
    assert_eq!(page().await.status, StatusCode::UNAUTHORIZED);

    let none = act(&world, &format!("{path}/remove-second-factor")).await;
    assert_eq!(kind(&none), (409, "conflict".to_owned()));
    world.execute("UPDATE portal_users SET totp_sealed = 'sealed'").await;
    assert_eq!(read(&world, &path).await.json()["has_second_factor"], true);
    let removed = act(&world, &format!("{path}/remove-second-factor")).await;
    assert_eq!((removed.status, &removed.json()["has_second_factor"]), (StatusCode::OK, &json!(false)));
}
