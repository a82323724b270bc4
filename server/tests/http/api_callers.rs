//! Who comes to the management API, and what those are told who are not let in (RFC 6750 §3).

use http::{Method, StatusCode, header};
use serde_json::{Value, json};

use crate::world::{Answer, Integrator, World};

const BARE: &str = "Bearer realm=\"Gatehouse\"";
const INVALID: &str = "Bearer realm=\"Gatehouse\", error=\"invalid_token\", \
                       error_description=\"the API key or access token does not count, or no longer\"";

async fn api_key(world: &World, name: &str, role: &str) -> Value {
    let fields = json!({ "name": name, "role": role, "expires_at": "2023-11-14T23:13:20Z" });
    let created = world.api(Method::POST, "/api-keys").json(&fields).send().await;
    assert_eq!(created.status, StatusCode::CREATED, "{}", created.body);
    created.json()
}

fn plain(key: &Value) -> &str {
    key["api_key"].as_str().unwrap()
}

async fn read(world: &World, authorization: &str) -> Answer {
    let asking = world.api_as_nobody(Method::GET, "/environments");
    asking.with("Authorization", authorization).send().await
}

async fn change(world: &World, authorization: &str, name: &str) -> Answer {
    let asking = world.api_as_nobody(Method::POST, "/environments").with("Authorization", authorization);
    asking.json(&json!({ "environment_name": name })).send().await
}

fn is_unauthorized(answer: &Answer, challenge: &str) {
    assert_eq!(answer.problem(), (401, "unauthorized".to_owned(), vec![]), "{}", answer.body);
    assert_eq!(answer.header(header::WWW_AUTHENTICATE), challenge);
    assert_eq!(answer.header(header::CACHE_CONTROL), "no-store");
}

fn is_forbidden(answer: &Answer, scope: &str) {
    assert_eq!(answer.problem(), (403, "forbidden".to_owned(), vec![]), "{}", answer.body);
    let challenge = format!("{BARE}, error=\"insufficient_scope\", scope=\"{scope}\"");
    assert_eq!(answer.header(header::WWW_AUTHENTICATE), challenge);
}

impl World {
    /// Has the client or principal hold roles of the API of Gatehouse itself, or others.
    async fn hold(&self, client_id: &str, roles: &[&str]) {
        let cookie = self.signed_in().await;
        let held = self.call(&cookie, "clients/roles", &json!({ "client_id": client_id })).await.json();
        let seen: Vec<_> = held.as_array().unwrap().iter().map(|role| role["role_id"].clone()).collect();
        let arguments = json!({ "client_id": client_id, "seen": seen, "wanted": roles });
        let assigned = self.call(&cookie, "clients/roles/assign", &arguments).await;
        assert_eq!(assigned.status, StatusCode::OK, "{}", assigned.body);
    }

    async fn bearer(&self, client: &Integrator, scope: &str) -> String {
        let pairs = [("grant_type", "client_credentials"), ("scope", scope)];
        let pairs: Vec<_> = pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        let answer = self.post("/oauth2/token", Some(&client.basic()), &pairs).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        format!("Bearer {}", answer.json()["access_token"].as_str().unwrap())
    }
}

#[tokio::test]
async fn a_key_does_what_its_role_allows() {
    let world = World::set_up().await;
    let (admin, audit) =
        (api_key(&world, "deploy", "administrator").await, api_key(&world, "audit", "auditor").await);
    let (admin, audit) = (format!("Bearer {}", plain(&admin)), format!("bearer {}", plain(&audit)));
    assert_eq!(read(&world, &admin).await.status, StatusCode::OK);
    assert_eq!(read(&world, &audit).await.status, StatusCode::OK);
    assert_eq!(change(&world, &admin, "staging").await.status, StatusCode::CREATED);
    is_forbidden(&change(&world, &audit, "other").await, "gatehouse.admin");

    let events = world.api(Method::GET, "/audit-events").send().await.json();
    let events = events["items"].as_array().unwrap();
    let added = events.iter().find(|event| event["entity_name"] == "staging").unwrap();
    assert_eq!(added["actor"], "API key \"deploy\"");
    assert!(!events.iter().any(|event| event["entity_name"] == "other"));
}

#[tokio::test]
async fn who_presents_nothing_that_counts_is_nobody() {
    let world = World::set_up().await;
    let cookie = world.signed_in().await;
    let (key, gone) =
        (api_key(&world, "key", "administrator").await, api_key(&world, "gone", "auditor").await);
    let path = format!("/api-keys/{}", gone["api_key_id"].as_str().unwrap());
    assert_eq!(world.api(Method::DELETE, &path).send().await.status, StatusCode::NO_CONTENT);
    let key = plain(&key);
    let strange = [
        format!("Bearer {}", plain(&gone)),
        format!("Bearer {}x", &key[..key.len() - 1]),
        format!("Bearer {}", &key[..key.len() - 1]),
        format!("Bearer {}", key.to_uppercase()),
        format!("Bearer {key} {key}"),
        "Bearer ghk_".to_owned(),
        "Bearer".to_owned(),
        "Bearer a b".to_owned(),
        "Bearer a.b.c".to_owned(),
        "Bearer é".to_owned(),
    ];
    for authorization in &strange {
        is_unauthorized(&read(&world, authorization).await, INVALID);
        // Not even beside a session that would do.
        let both =
            world.api_as_page(Method::GET, "/environments", &cookie).with("Authorization", authorization);
        is_unauthorized(&both.send().await, INVALID);
    }
    let good = format!("Bearer {key}");
    let twice = world.api_as_nobody(Method::GET, "/environments").with("Authorization", &good);
    is_unauthorized(&twice.with("Authorization", &good).send().await, INVALID);

    // Who says nothing, or comes another way, is told what is wanted and no error.
    is_unauthorized(&world.api_as_nobody(Method::GET, "/environments").send().await, BARE);
    is_unauthorized(&read(&world, "Basic YTpi").await, BARE);
    let basic = world.api_as_page(Method::GET, "/environments", &cookie).with("Authorization", "Basic YTpi");
    is_unauthorized(&basic.send().await, BARE);
    let in_query = world.api_as_nobody(Method::GET, &format!("/api-keys?access_token={key}")).send().await;
    is_unauthorized(&in_query, BARE);

    assert_eq!(read(&world, &good).await.status, StatusCode::OK);
    world.pass(3600);
    is_unauthorized(&read(&world, &good).await, INVALID);
}

#[tokio::test]
async fn a_clients_token_does_what_its_scopes_allow() {
    let world = World::set_up().await;
    let client = world.integrator().await;
    let without = world.bearer(&client, "").await;
    is_forbidden(&read(&world, &without).await, "gatehouse.read");
    world.hold(&client.client_id, &["gatehouse-administrator"]).await;
    let (reads, admin) =
        (world.bearer(&client, "gatehouse.read").await, world.bearer(&client, "gatehouse.admin").await);
    assert_eq!(read(&world, &reads).await.status, StatusCode::OK);
    is_forbidden(&change(&world, &reads, "staging").await, "gatehouse.admin");
    assert_eq!(read(&world, &admin).await.status, StatusCode::OK);
    assert_eq!(change(&world, &admin, "staging").await.status, StatusCode::CREATED);
    let events = world.api(Method::GET, "/audit-events").send().await.json();
    assert_eq!(events["items"][0]["actor"], client.client_id);

    world.execute("UPDATE oauth_clients SET status = 'disabled'").await;
    is_unauthorized(&read(&world, &admin).await, INVALID);
    world.execute("UPDATE oauth_clients SET status = 'enabled'").await;
    let token = admin.strip_prefix("Bearer ").unwrap();
    let revoked = world.post("/oauth2/revoke", Some(&client.basic()), &[("token", token)]).await;
    assert_eq!(revoked.status, StatusCode::OK);
    is_unauthorized(&read(&world, &admin).await, INVALID);
    assert_eq!(read(&world, &reads).await.status, StatusCode::OK);
    world.pass(600);
    is_unauthorized(&read(&world, &reads).await, INVALID);
}

#[tokio::test]
async fn a_principals_token_is_for_this_server_or_for_its_environment() {
    let world = World::set_up().await;
    let draft =
        json!({ "client_name": "Back_end", "security_type": "client_secret", "environment": "production" });
    let saved =
        world.call(&world.signed_in().await, "principals/register", &json!({ "draft": draft })).await.json();
    let principal = Integrator {
        client_id: saved["client_id"].as_str().unwrap().to_owned(),
        client_secret: saved["client_secret"].as_str().unwrap().to_owned(),
    };
    is_unauthorized(&read(&world, &world.bearer(&principal, "").await).await, INVALID);
    world.hold(&principal.client_id, &["gatehouse-auditor"]).await;
    let bearer = world.bearer(&principal, "gatehouse.read").await;
    assert_eq!(read(&world, &bearer).await.status, StatusCode::OK);
    is_forbidden(&change(&world, &bearer, "staging").await, "gatehouse.admin");
    let refused = world
        .post(
            "/oauth2/token",
            Some(&principal.basic()),
            &[("grant_type", "client_credentials"), ("scope", "gatehouse.admin")],
        )
        .await;
    refused.assert_error(StatusCode::BAD_REQUEST, "invalid_scope");
}

#[tokio::test]
async fn a_persons_token_does_no_more_than_the_person() {
    let world = World::set_up().await;
    let client_id = world.public_client().await;
    world.hold(&client_id, &["gatehouse-administrator"]).await;
    let tokens = world.tokens(&client_id, "openid gatehouse.admin").await;
    let admin = format!("Bearer {}", tokens["access_token"].as_str().unwrap());
    assert_eq!(change(&world, &admin, "staging").await.status, StatusCode::CREATED);
    world.execute("UPDATE portal_users SET role = 'auditor'").await;
    assert_eq!(read(&world, &admin).await.status, StatusCode::OK);
    is_forbidden(&change(&world, &admin, "other").await, "gatehouse.admin");
    world.execute("UPDATE portal_users SET role = 'member'").await;
    is_forbidden(&read(&world, &admin).await, "gatehouse.read");
    world.execute("UPDATE portal_users SET status = 'disabled'").await;
    is_unauthorized(&read(&world, &admin).await, INVALID);
    // Nor do the other tokens of the person open anything.
    for other in ["id_token", "refresh_token"] {
        let other = format!("Bearer {}", tokens[other].as_str().unwrap());
        is_unauthorized(&read(&world, &other).await, INVALID);
    }
}

#[tokio::test]
async fn a_person_reads_what_an_application_could_do_here() {
    let world = World::set_up().await;
    let client_id = world.public_client().await;
    world.hold(&client_id, &["gatehouse-administrator"]).await;
    let query = crate::world::application::asking(&client_id, &[("scope", "gatehouse.read gatehouse.admin")]);
    let page = world.authorize(&world.signed_in().await, &query).await;
    assert_eq!(page.status, StatusCode::OK);
    for words in ["reading all that you may read there", "changing all that you may change there"] {
        assert!(page.body.contains(words), "{words}");
    }
}
