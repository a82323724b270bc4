//! `/oauth-clients` of the management API: the whole life of a client.

use http::{Method, StatusCode, header};
use serde_json::{Value, json};

use crate::world::{Answer, Integrator, World};

const CLIENTS: &str = "/oauth-clients";

async fn create(world: &World, fields: &Value) -> Answer {
    world.api(Method::POST, CLIENTS).json(fields).send().await
}

async fn read(world: &World, path: &str) -> Answer {
    world.api(Method::GET, path).send().await
}

/// A client that was just made: what it was answered with, and the path to it.
async fn created(world: &World, fields: &Value) -> (Value, String) {
    let answer = create(world, fields).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
    let client = answer.json();
    let path = format!("{CLIENTS}/{}", client["client_id"].as_str().unwrap());
    (client, path)
}

fn billing() -> Value {
    json!({ "client_name": "Billing", "client_id": "billing", "client_type": "confidential" })
}

fn shop() -> Value {
    json!({
        "client_name": "Shop", "client_id": "app-shop", "client_type": "public",
        "redirect_uris": ["https://shop.example.com/callback"], "web_origins": ["https://shop.example.com"],
        "pkce_code_challenge_method": "S256", "description": "Sells things.\nOnline.",
    })
}

/// Changes what is there now.
async fn patch(world: &World, path: &str, fields: &Value) -> Answer {
    let current = read(world, path).await;
    let asking = world.api(Method::PATCH, path).with("If-Match", current.header(header::ETAG));
    asking.patch(fields).send().await
}

fn is_problem(answer: &Answer, status: StatusCode, kind: &str) {
    assert_eq!(answer.status, status, "{}", answer.body);
    assert_eq!(answer.header(header::CONTENT_TYPE), "application/problem+json");
    assert_eq!(answer.json()["type"], format!("urn:gatehouse:problem:{kind}"));
}

/// The first field that is wrong, and why.
fn first_error(answer: &Answer) -> (u16, String, String) {
    let error = &answer.json()["errors"][0];
    let text = |name: &str| error[name].as_str().unwrap_or_default().to_owned();
    (answer.status.as_u16(), text("field"), text("code"))
}

async fn token_status(world: &World, client: &Value) -> u16 {
    let text = |field: &str| client[field].as_str().unwrap().to_owned();
    let integrator = Integrator { client_id: text("client_id"), client_secret: text("client_secret") };
    world.token_from("192.0.2.7:50000", &integrator).await.status.as_u16()
}

#[tokio::test]
async fn a_confidential_client_is_created_with_a_secret_that_no_other_answer_has() {
    let world = World::set_up().await;
    let answer = create(&world, &billing()).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
    assert_eq!(answer.header(header::LOCATION), "/api/v1/oauth-clients/app-billing");
    let mut client = answer.json();
    assert_eq!(token_status(&world, &client).await, 200);
    let secret = client.as_object_mut().unwrap().remove("client_secret").unwrap();
    let expected = json!({
        "client_name": "Billing", "client_id": "app-billing", "client_type": "confidential",
        "grant_type": "client_credentials", "redirect_uris": [], "web_origins": [],
        "pkce_code_challenge_method": null, "status": "enabled", "created_at": "2023-11-14T22:13:20Z",
    });
    assert_eq!(client, expected);
    let path = "/oauth-clients/app-billing";
    let seen = read(&world, path).await;
    assert_eq!((seen.json(), seen.header(header::ETAG)), (expected, answer.header(header::ETAG)));

    let random = &secret.as_str().unwrap()[20..];
    let edited = patch(&world, path, &json!({ "description": "Sends invoices." })).await;
    assert_eq!(edited.status, StatusCode::OK, "{}", edited.body);
    let others = [
        edited,
        read(&world, CLIENTS).await,
        read(&world, &format!("{path}/secrets")).await,
        read(&world, "/audit-events").await,
        world.api(Method::POST, &format!("{path}/disable")).send().await,
        world.api(Method::POST, &format!("{path}/enable")).send().await,
    ];
    for other in others {
        assert_eq!(other.status, StatusCode::OK);
        assert!(!other.body.contains(random) && !other.body.contains("argon2"), "{}", other.body);
    }
}

#[tokio::test]
async fn a_public_client_has_what_applies_to_it_and_no_secret() {
    let world = World::set_up().await;
    let (client, path) = created(&world, &shop()).await;
    let expected = json!({
        "client_name": "Shop", "client_id": "app-shop", "client_type": "public",
        "grant_type": "authorization_code", "redirect_uris": ["https://shop.example.com/callback"],
        "web_origins": ["https://shop.example.com"], "pkce_code_challenge_method": "S256",
        "description": "Sells things.\nOnline.", "status": "enabled", "created_at": "2023-11-14T22:13:20Z",
    });
    assert_eq!(client, expected);
    let secrets = read(&world, &format!("{path}/secrets")).await;
    assert_eq!(secrets.json(), json!({ "items": [] }));
    let secret = world.api(Method::POST, &format!("{path}/secrets")).send().await;
    is_problem(&secret, StatusCode::CONFLICT, "conflict");
    let (without, _) = created(
        &world,
        &json!({ "client_name": "App", "client_type": "public",
        "redirect_uris": ["com.example.app:/callback"] }),
    )
    .await;
    assert_eq!(without["pkce_code_challenge_method"], Value::Null);
    assert!(without.as_object().unwrap().contains_key("pkce_code_challenge_method"));
    assert!(without["client_id"].as_str().unwrap().starts_with("app-"));
}

#[tokio::test]
async fn what_is_wrong_is_told_field_by_field() {
    let world = World::set_up().await;
    let (_, path) = created(&world, &shop()).await;
    created(&world, &billing()).await;
    let with = |change: Value| {
        let mut fields = json!({ "client_name": "Other", "client_type": "public",
            "redirect_uris": ["https://other.example.com/"] });
        fields.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        fields
    };
    for (fields, status, field, code) in [
        (json!({}), 400, "client_name", "missing"),
        (json!({ "client_name": "Other" }), 400, "client_type", "missing"),
        (with(json!({ "client_secret": "mine" })), 400, "client_secret", "unknown_field"),
        (with(json!({ "status": "disabled" })), 400, "status", "unknown_field"),
        (with(json!({ "client_type": "secret" })), 400, "client_type", "wrong_type"),
        (with(json!({ "client_name": 7 })), 400, "client_name", "wrong_type"),
        (with(json!({ "client_name": null })), 400, "client_name", "wrong_type"),
        (with(json!({ "redirect_uris": "https://a.example/" })), 400, "redirect_uris", "wrong_type"),
        (with(json!({ "redirect_uris": [7] })), 400, "redirect_uris[0]", "wrong_type"),
        (with(json!({ "client_name": "" })), 422, "client_name", "required"),
        (with(json!({ "client_id": "a b" })), 422, "client_id", "forbidden_character"),
        (
            with(json!({ "grant_type": "client_credentials" })),
            422,
            "grant_type",
            "public_without_authorization_code",
        ),
        (with(json!({ "redirect_uris": [] })), 422, "redirect_uris", "required"),
        (
            with(json!({ "redirect_uris": ["http://a.example/"] })),
            422,
            "redirect_uris[0]",
            "http_beyond_loopback",
        ),
        (
            with(json!({ "web_origins": ["https://a.example", "https://a.example"] })),
            422,
            "web_origins[1]",
            "duplicate",
        ),
        (
            with(
                json!({ "client_type": "confidential", "redirect_uris": null, "pkce_code_challenge_method": "S256" }),
            ),
            422,
            "pkce_code_challenge_method",
            "not_applicable",
        ),
        (
            with(json!({ "client_type": "confidential", "grant_type": "client_credentials" })),
            422,
            "redirect_uris",
            "not_applicable",
        ),
        (with(json!({ "description": "a < b" })), 422, "description", "forbidden_character"),
        (with(json!({ "client_name": "SHOP" })), 409, "client_name", "taken"),
        (with(json!({ "client_id": "shop" })), 409, "client_id", "taken"),
    ] {
        let answer = create(&world, &fields).await;
        let expected = (status, field.to_owned(), code.to_owned());
        assert_eq!(first_error(&answer), expected, "{fields} {}", answer.body);
    }
    for (fields, status, field, code) in [
        (json!({ "nmae": "Other" }), 400, "nmae", "unknown_field"),
        (json!({ "client_name": null }), 400, "client_name", "missing"),
        (json!({ "status": "disabled" }), 400, "status", "read_only"),
        (json!({ "updated_at": "2023-11-14T22:13:20Z" }), 400, "updated_at", "read_only"),
        (json!({ "client_id": "app-other" }), 422, "client_id", "fixed"),
        (json!({ "client_id": null }), 422, "client_id", "fixed"),
        (json!({ "redirect_uris": null }), 422, "redirect_uris", "required"),
        (
            json!({ "client_type": "confidential", "grant_type": null }),
            422,
            "redirect_uris",
            "not_applicable",
        ),
        (json!({ "client_name": "BILLING" }), 409, "client_name", "taken"),
    ] {
        let answer = patch(&world, &path, &fields).await;
        let expected = (status, field.to_owned(), code.to_owned());
        assert_eq!(first_error(&answer), expected, "{fields} {}", answer.body);
    }
    assert_eq!(world.client_names().await, ["Shop", "Billing"]);
}

#[tokio::test]
async fn a_change_says_what_it_changes() {
    let world = World::set_up().await;
    let (_, path) = created(&world, &shop()).await;
    let first = read(&world, &path).await;
    let change = |fields: Value| world.api(Method::PATCH, &path).patch(&fields);
    is_problem(
        &change(json!({ "description": "x" })).send().await,
        StatusCode::PRECONDITION_REQUIRED,
        "if_match_missing",
    );
    world.pass(60);
    let fields = json!({ "description": null, "web_origins": ["https://a.example", "https://b.example"] });
    let edited = change(fields).with("If-Match", first.header(header::ETAG)).send().await;
    assert_eq!(edited.status, StatusCode::OK, "{}", edited.body);
    let now = edited.json();
    assert_eq!((now.get("description"), now.get("client_secret")), (None, None));
    assert_eq!(now["web_origins"], json!(["https://a.example", "https://b.example"]));
    assert_eq!(now["updated_at"], json!("2023-11-14T22:14:20Z"));
    assert_ne!(edited.header(header::ETAG), first.header(header::ETAG));
    let seen = read(&world, &path).await;
    assert_eq!((seen.json(), seen.header(header::ETAG)), (now, edited.header(header::ETAG)));

    for method in [Method::PATCH, Method::DELETE] {
        let stale = world.api(method, &path).with("If-Match", first.header(header::ETAG));
        is_problem(
            &stale.patch(&json!({})).send().await,
            StatusCode::PRECONDITION_FAILED,
            "changed_meanwhile",
        );
    }
    for action in ["enable", "disable"] {
        let stale = world.api(Method::POST, &format!("{path}/{action}")).with("If-Match", "\"other\"");
        is_problem(&stale.send().await, StatusCode::PRECONDITION_FAILED, "changed_meanwhile");
    }
    // A patch that changes nothing is none.
    let same = change(json!({})).with("If-Match", "*").send().await;
    assert_eq!((same.status, same.header(header::ETAG)), (StatusCode::OK, seen.header(header::ETAG)));
}

#[tokio::test]
async fn a_client_that_becomes_confidential_gets_its_secret_in_that_answer() {
    let world = World::set_up().await;
    let (_, path) = created(&world, &shop()).await;
    let fields = json!({ "client_type": "confidential", "grant_type": "client_credentials", "redirect_uris": null,
        "web_origins": null, "pkce_code_challenge_method": null });
    let edited = patch(&world, &path, &fields).await;
    assert_eq!(edited.status, StatusCode::OK, "{}", edited.body);
    assert_eq!(token_status(&world, &edited.json()).await, 200);
    let seen = read(&world, &path).await;
    assert_eq!(seen.header(header::ETAG), edited.header(header::ETAG));
    assert_eq!(seen.json().get("client_secret"), None);

    let fields = json!({ "client_type": "public", "grant_type": null, "redirect_uris": ["https://shop.example.com/"] });
    let edited = patch(&world, &path, &fields).await;
    assert_eq!(
        (edited.status, edited.json().get("client_secret")),
        (StatusCode::OK, None),
        "{}",
        edited.body
    );
    let secrets = read(&world, &format!("{path}/secrets")).await.json();
    assert_eq!(secrets["items"][0]["state"], json!("retired"));
}

#[tokio::test]
async fn clients_are_found_filtered_sorted_and_read_page_by_page() {
    let world = World::set_up().await;
    created(&world, &shop()).await;
    world.pass(1);
    created(&world, &billing()).await;
    for number in 1..=3 {
        world.pass(1);
        let job = json!({ "client_name": format!("Job {number}"), "client_type": "public",
            "redirect_uris": ["https://a.example/"] });
        created(&world, &job).await;
    }
    let disabled = world.api(Method::POST, "/oauth-clients/app-shop/disable").send().await;
    assert_eq!(disabled.json()["status"], json!("disabled"));
    let names = |answer: &Answer| -> Vec<String> {
        let page = answer.json();
        let items = page["items"].as_array().unwrap_or_else(|| panic!("{}", answer.body));
        items.iter().map(|client| client["client_name"].as_str().unwrap().to_owned()).collect()
    };
    for (query, expected) in [
        ("", vec!["Job 3", "Job 2", "Job 1", "Billing", "Shop"]),
        ("?sort=created_at", vec!["Shop", "Billing", "Job 1", "Job 2", "Job 3"]),
        ("?sort=-client_name&limit=2", vec!["Shop", "Job 3"]),
        ("?q=job", vec!["Job 3", "Job 2", "Job 1"]),
        ("?q=sells", vec!["Shop"]),
        ("?q=nothing", vec![]),
        ("?status=disabled", vec!["Shop"]),
        ("?client_type=confidential", vec!["Billing"]),
        ("?grant_type=authorization_code&status=enabled&sort=client_name", vec!["Job 1", "Job 2", "Job 3"]),
    ] {
        let answer = read(&world, &format!("{CLIENTS}{query}")).await;
        assert_eq!(
            (answer.status, names(&answer)),
            (StatusCode::OK, expected.iter().map(|name| (*name).to_owned()).collect()),
            "{query}"
        );
    }
    for sort in
        ["client_name", "-created_at", "status", "-updated_at", "client_type", "client_id", "grant_type"]
    {
        let mut seen = Vec::new();
        let mut query = format!("?limit=2&sort={sort}");
        loop {
            let answer = read(&world, &format!("{CLIENTS}{query}")).await;
            seen.extend(names(&answer));
            let Some(cursor) = answer.json()["next_cursor"].as_str().map(str::to_owned) else { break };
            assert!(answer.header(header::LINK).contains("rel=\"next\""));
            query = format!("?limit=2&sort={sort}&cursor={cursor}");
        }
        seen.sort();
        assert_eq!(seen, ["Billing", "Job 1", "Job 2", "Job 3", "Shop"], "{sort}");
    }
    let whole = read(&world, &format!("{CLIENTS}?q=sells")).await.json()["items"][0].clone();
    assert_eq!(whole, read(&world, "/oauth-clients/app-shop").await.json());
    let cursor =
        read(&world, &format!("{CLIENTS}?limit=2")).await.json()["next_cursor"].as_str().unwrap().to_owned();
    for (query, field) in [
        ("?limit=0", "limit"),
        ("?limit=101", "limit"),
        ("?sort=secret", "sort"),
        ("?status=on", "status"),
        ("?name=x", "name"),
        ("?cursor=x", "cursor"),
        ("?cursor=last", "cursor"),
        (&format!("?sort=client_name&cursor={cursor}"), "cursor"),
    ] {
        let (status, wrong, _) = first_error(&read(&world, &format!("{CLIENTS}{query}")).await);
        assert_eq!((status, wrong.as_str()), (400, field), "{query}");
    }
}

#[tokio::test]
async fn a_client_is_disabled_enabled_and_deleted() {
    let world = World::set_up().await;
    let (client, path) = created(&world, &billing()).await;
    for (action, status, tokens) in
        [("disable", "disabled", 401), ("disable", "disabled", 401), ("enable", "enabled", 200)]
    {
        let answer = world.api(Method::POST, &format!("{path}/{action}")).send().await;
        assert_eq!((answer.status, &answer.json()["status"]), (StatusCode::OK, &json!(status)));
        let seen = read(&world, &path).await;
        assert_eq!((seen.json(), seen.header(header::ETAG)), (answer.json(), answer.header(header::ETAG)));
        assert_eq!(token_status(&world, &client).await, tokens, "{action}");
    }
    let etag = read(&world, &path).await.header(header::ETAG).to_owned();
    let gone = world.api(Method::DELETE, &path).with("If-Match", &etag).send().await;
    assert_eq!((gone.status, gone.body.as_str()), (StatusCode::NO_CONTENT, ""));
    assert_eq!(token_status(&world, &client).await, 401);
    for (method, at) in [
        (Method::GET, path.clone()),
        (Method::DELETE, path.clone()),
        (Method::POST, format!("{path}/enable")),
        (Method::POST, format!("{path}/disable")),
        (Method::POST, format!("{path}/copy")),
        (Method::GET, format!("{path}/secrets")),
        (Method::POST, format!("{path}/secrets")),
        (Method::GET, format!("{path}/roles")),
        (Method::GET, format!("{CLIENTS}/billing")),
        (Method::GET, format!("{CLIENTS}/%00")),
        (Method::GET, format!("{CLIENTS}/%ff")),
    ] {
        is_problem(&world.api(method, &at).send().await, StatusCode::NOT_FOUND, "not_found");
    }
    let patched = world.api(Method::PATCH, &path).with("If-Match", "*").patch(&json!({})).send().await;
    is_problem(&patched, StatusCode::NOT_FOUND, "not_found");
}

#[tokio::test]
async fn a_copy_has_a_name_a_client_id_and_a_secret_of_its_own() {
    let world = World::set_up().await;
    let (client, path) = created(&world, &billing()).await;
    let answer = world.api(Method::POST, &format!("{path}/copy")).send().await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
    let copy = answer.json();
    assert_eq!(copy["client_name"], json!("Billing copy"));
    assert_ne!(copy["client_id"], client["client_id"]);
    assert_ne!(copy["client_secret"], client["client_secret"]);
    assert_eq!(token_status(&world, &copy).await, 200);
    let location = answer.header(header::LOCATION).strip_prefix("/api/v1").unwrap();
    assert_eq!(read(&world, location).await.header(header::ETAG), answer.header(header::ETAG));

    let asked = json!({ "client_name": "Invoices", "client_id": "invoices" });
    let copy = world.api(Method::POST, &format!("{path}/copy")).json(&asked).send().await;
    assert_eq!(copy.json()["client_id"], json!("app-invoices"));
    for (fields, expected) in [
        (asked, (409, "client_name", "taken")),
        (json!({ "client_name": "" }), (422, "client_name", "required")),
        (json!({ "description": "x" }), (400, "description", "unknown_field")),
    ] {
        let answer = world.api(Method::POST, &format!("{path}/copy")).json(&fields).send().await;
        let (status, field, code) = first_error(&answer);
        assert_eq!((status, field.as_str(), code.as_str()), expected);
    }
}

#[tokio::test]
async fn a_secret_is_rotated_with_an_overlap_and_retired() {
    let world = World::set_up().await;
    let (mut client, path) = created(&world, &billing()).await;
    let secrets = format!("{path}/secrets");
    let make = async |fields: Value| world.api(Method::POST, &secrets).json(&fields).send().await;
    world.pass(1);
    let made = make(json!({ "label": "Winter", "old_secrets_end_at": "2023-11-14T23:13:20Z" })).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
    let mut body = made.json();
    let new = body["client_secret"].take();
    let id = body["secret_id"].as_str().unwrap().to_owned();
    assert_eq!(made.header(header::LOCATION), format!("/api/v1{secrets}/{id}"));
    let old = client["client_secret"].clone();
    for secret in [&old, &new] {
        client["client_secret"] = secret.clone();
        assert_eq!(token_status(&world, &client).await, 200);
    }
    is_problem(
        &make(json!({ "old_secrets_end_at": "2023-11-14T23:13:20Z" })).await,
        StatusCode::CONFLICT,
        "conflict",
    );
    let listed = read(&world, &secrets).await;
    let items = listed.json()["items"].clone();
    let states: Vec<_> =
        items.as_array().unwrap().iter().map(|secret| (&secret["label"], &secret["state"])).collect();
    assert_eq!(states, [(&json!("Winter"), &json!("valid")), (&json!("Secret 1"), &json!("ending"))]);
    assert_eq!(items[1]["expires_at"], json!("2023-11-14T23:13:20Z"));
    assert_eq!(items[0]["last_used_address"], json!("192.0.2.7"));
    for secret in [&old, &new] {
        assert!(!listed.body.contains(&secret.as_str().unwrap()[20..]));
    }

    let retire =
        world.api(Method::DELETE, &format!("{secrets}/{id}")).with("If-Match", "\"other\"").send().await;
    is_problem(&retire, StatusCode::PRECONDITION_FAILED, "changed_meanwhile");
    let retire = world.api(Method::DELETE, &format!("{secrets}/{id}")).send().await;
    assert_eq!(retire.status, StatusCode::NO_CONTENT);
    client["client_secret"] = new;
    assert_eq!(token_status(&world, &client).await, 401);
    let seen = read(&world, &format!("{secrets}/{id}")).await.json();
    assert_eq!((&seen["state"], &seen["label"]), (&json!("retired"), &json!("Winter")));
    for at in [format!("{secrets}/{id}"), format!("{secrets}/x")] {
        is_problem(&world.api(Method::DELETE, &at).send().await, StatusCode::NOT_FOUND, "not_found");
    }

    for (fields, expected) in [
        (json!({ "label": "x".repeat(61) }), (422, "label", "too_long")),
        (json!({ "old_secrets_end_at": "2023-11-14T22:13:20Z" }), (422, "old_secrets_end_at", "in_the_past")),
        (json!({ "old_secrets_end_at": "2024-11-14T22:13:20Z" }), (422, "old_secrets_end_at", "too_late")),
        (json!({ "old_secrets_end_at": 1_700_000_000 }), (400, "old_secrets_end_at", "wrong_type")),
        (json!({ "secret": "mine" }), (400, "secret", "unknown_field")),
    ] {
        let (status, field, code) = first_error(&make(fields.clone()).await);
        assert_eq!((status, field.as_str(), code.as_str()), expected, "{fields}");
    }
    is_problem(&make(json!([])).await, StatusCode::BAD_REQUEST, "malformed");
    // Without a word, the ones before end at once.
    let made = world.api(Method::POST, &secrets).send().await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
    client["client_secret"] = old;
    assert_eq!(token_status(&world, &client).await, 401);
}

#[tokio::test]
async fn a_client_holds_api_roles_by_their_names() {
    let world = World::set_up().await;
    let cookie = world.signed_in().await;
    let (_, path) = created(&world, &billing()).await;
    let draft = json!({ "name": "Invoices", "scopes": ["invoices.read"] });
    let api = world.call(&cookie, "apis/add", &json!({ "draft": draft })).await;
    assert_eq!(api.status, StatusCode::OK, "{}", api.body);
    let role =
        json!({ "api_id": api.json()["id"], "draft": { "name": "Reader", "scopes": ["invoices.read"] } });
    assert_eq!(world.call(&cookie, "apis/roles/add", &role).await.status, StatusCode::OK);
    let roles = format!("{path}/roles");
    let before = read(&world, &roles).await;
    assert_eq!(before.json(), json!({ "roles": [] }));
    let put = |fields: Value| world.api(Method::PUT, &roles).json(&fields);
    let wanted = json!({ "roles": [{ "api_name": "invoices", "role_name": "READER" }] });
    is_problem(&put(wanted.clone()).send().await, StatusCode::PRECONDITION_REQUIRED, "if_match_missing");
    let assigned = put(wanted.clone()).with("If-Match", before.header(header::ETAG)).send().await;
    assert_eq!(assigned.status, StatusCode::OK, "{}", assigned.body);
    let held =
        json!({ "roles": [{ "api_name": "Invoices", "role_name": "Reader", "scopes": ["invoices.read"] }] });
    assert_eq!(assigned.json(), held);
    let seen = read(&world, &roles).await;
    assert_eq!((seen.json(), seen.header(header::ETAG)), (held, assigned.header(header::ETAG)));
    let stale = put(wanted.clone()).with("If-Match", before.header(header::ETAG)).send().await;
    is_problem(&stale, StatusCode::PRECONDITION_FAILED, "changed_meanwhile");
    for (fields, expected) in [
        (json!({}), (400, "roles", "missing")),
        (json!({ "roles": [{ "api_name": "Invoices" }] }), (400, "roles[0].role_name", "missing")),
        (
            json!({ "roles": [{ "api_name": "Invoices", "role_name": "Writer" }] }),
            (422, "roles[0]", "unknown_role"),
        ),
        (json!({ "roles": [wanted["roles"][0], wanted["roles"][0]] }), (422, "roles[1]", "duplicate")),
    ] {
        let (status, field, code) = first_error(&put(fields.clone()).with("If-Match", "*").send().await);
        assert_eq!((status, field.as_str(), code.as_str()), expected, "{fields}");
    }
    let none = put(json!({ "roles": [] })).with("If-Match", "*").send().await;
    assert_eq!(none.json(), json!({ "roles": [] }));
}

#[tokio::test]
async fn a_principal_is_no_oauth_client() {
    let world = World::set_up().await;
    let cookie = world.signed_in().await;
    let draft =
        json!({ "client_name": "export_job", "security_type": "client_secret", "environment": "production" });
    let answer = world.call(&cookie, "principals/register", &json!({ "draft": draft })).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let client_id = answer.json()["client_id"].as_str().unwrap().to_owned();
    let path = format!("{CLIENTS}/{client_id}");
    for (method, at) in [
        (Method::GET, path.clone()),
        (Method::DELETE, path.clone()),
        (Method::POST, format!("{path}/disable")),
        (Method::POST, format!("{path}/copy")),
        (Method::GET, format!("{path}/secrets")),
        (Method::POST, format!("{path}/secrets")),
        (Method::GET, format!("{path}/roles")),
    ] {
        is_problem(&world.api(method, &at).send().await, StatusCode::NOT_FOUND, "not_found");
    }
}

#[tokio::test]
async fn bodies_of_other_types_are_refused() {
    let world = World::set_up().await;
    let (_, path) = created(&world, &billing()).await;
    let form = "application/x-www-form-urlencoded";
    let json = "application/json";
    for (method, at, content_type, body, status, kind) in [
        (
            Method::POST,
            CLIENTS,
            form,
            "client_name=x",
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "unsupported_media_type",
        ),
        (Method::POST, CLIENTS, json, "{", StatusCode::BAD_REQUEST, "malformed"),
        (Method::POST, CLIENTS, json, "[]", StatusCode::BAD_REQUEST, "malformed"),
        (
            Method::PATCH,
            path.as_str(),
            form,
            "x",
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "unsupported_media_type",
        ),
        (Method::PATCH, path.as_str(), json, "[]", StatusCode::BAD_REQUEST, "malformed"),
        (
            Method::POST,
            "/oauth-clients/app-billing/copy",
            form,
            "x",
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "unsupported_media_type",
        ),
    ] {
        let answer = world.api(method, at).with("If-Match", "*").body(content_type, body).send().await;
        is_problem(&answer, status, kind);
    }
    let put = world.api(Method::PUT, &path).json(&json!({})).send().await;
    is_problem(&put, StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed");
}
