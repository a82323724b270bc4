//! `/service-principals` of the management API.

use http::{Method, StatusCode, header};
use serde_json::{Value, json};

use crate::world::signer::Key;
use crate::world::{Answer, Integrator, World};

const ADDRESS: &str = "192.0.2.7:4711";
pub const PRINCIPALS: &str = "/service-principals";

pub fn jwk(key: &Key) -> Value {
    serde_json::from_str(&key.public().to_jwk()).unwrap()
}

pub fn with_secret(name: &str) -> Value {
    json!({ "client_name": name, "security_type": "client_secret", "environment": "production" })
}

pub fn signing(name: &str, key: &Key) -> Value {
    json!({
        "client_name": name, "security_type": "signed_jwt", "environment": "production",
        "jwks": { "keys": [jwk(key)] },
    })
}

fn role(api_name: &str, role_name: &str) -> Value {
    json!({ "api_name": api_name, "role_name": role_name })
}

pub async fn post(world: &World, path: &str, fields: &Value) -> Answer {
    world.api(Method::POST, path).json(fields).send().await
}

/// Does what needs no words.
pub async fn act(world: &World, path: &str) -> Answer {
    world.api(Method::POST, path).send().await
}

pub async fn read(world: &World, path: &str) -> Answer {
    world.api(Method::GET, path).send().await
}

pub async fn edit(world: &World, path: &str, tag: &str, patch: &Value) -> Answer {
    world.api(Method::PATCH, path).with("If-Match", tag).patch(patch).send().await
}

pub async fn delete(world: &World, path: &str) -> Answer {
    world.api(Method::DELETE, path).send().await
}

/// The path of what was added.
pub fn path(added: &Answer) -> String {
    assert_eq!(added.status, StatusCode::CREATED, "{}", added.body);
    added.header(header::LOCATION).strip_prefix("/api/v1").unwrap().to_owned()
}

pub async fn registered(world: &World, fields: &Value) -> (String, Value) {
    let added = post(world, PRINCIPALS, fields).await;
    (path(&added), added.json())
}

/// Adds the APIs Billing (Reader, Writer) and Audit (Auditor).
async fn add_apis(world: &World) {
    for (api, scopes, roles) in [
        ("Billing", json!(["invoices.read", "invoices.write"]), vec![("Reader", 0), ("Writer", 1)]),
        ("Audit", json!(["audit.read"]), vec![("Auditor", 0)]),
    ] {
        let added = path(&post(world, "/apis", &json!({ "api_name": api, "scopes": scopes })).await);
        for (name, scope) in roles {
            let fields = json!({ "role_name": name, "scopes": [scopes[scope]] });
            path(&post(world, &format!("{added}/roles"), &fields).await);
        }
    }
}

/// Whether this is a secret of the principal.
pub async fn counts(world: &World, principal: &Value, secret: &Value) -> bool {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let integrator = Integrator { client_id: text(&principal["client_id"]), client_secret: text(secret) };
    match world.token_from(ADDRESS, &integrator).await.status {
        StatusCode::OK => true,
        StatusCode::UNAUTHORIZED => false,
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn a_principal_with_a_secret_lives_its_life() {
    let world = World::set_up().await;
    add_apis(&world).await;
    let mut fields = with_secret("nightly_export");
    fields["roles"] = json!([role("Billing", "Reader")]);
    let added = post(&world, PRINCIPALS, &fields).await;
    let principal = path(&added);
    let shown = added.json();
    assert!(counts(&world, &shown, &shown["client_secret"]).await);
    let mut expected = json!({
        "client_name": "nightly_export", "client_id": shown["client_id"], "security_type": "client_secret",
        "environment": "production", "roles": [role("Billing", "Reader")], "accepts_endpoint_audience": false,
        "status": "enabled", "created_at": "2023-11-14T22:13:20Z",
    });
    let found = read(&world, &principal).await;
    assert_eq!((found.status, found.json()), (StatusCode::OK, expected.clone()));
    assert_eq!(found.header(header::ETAG), added.header(header::ETAG));

    world.pass(60);
    let change =
        json!({ "client_name": "export", "roles": [role("audit", "auditor"), role("Billing", "Writer")] });
    let edited = edit(&world, &principal, found.header(header::ETAG), &change).await;
    expected["client_name"] = json!("export");
    expected["roles"] = json!([role("Audit", "Auditor"), role("Billing", "Writer")]);
    expected["updated_at"] = json!("2023-11-14T22:14:20Z");
    assert_eq!((edited.status, edited.json()), (StatusCode::OK, expected.clone()));
    assert_eq!(read(&world, &principal).await.header(header::ETAG), edited.header(header::ETAG));

    for (action, status, is_worth_a_token) in [("disable", "disabled", false), ("enable", "enabled", true)] {
        let switched = act(&world, &format!("{principal}/{action}")).await;
        assert_eq!((switched.status, &switched.json()["status"]), (StatusCode::OK, &json!(status)));
        assert_eq!(counts(&world, &shown, &shown["client_secret"]).await, is_worth_a_token);
        let again = act(&world, &format!("{principal}/{action}")).await;
        assert_eq!(again.header(header::ETAG), switched.header(header::ETAG), "nothing is done twice");
    }
    let stale = world.api(Method::POST, &format!("{principal}/disable"));
    let stale = stale.with("If-Match", found.header(header::ETAG)).send().await;
    assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
    let stale = world.api(Method::DELETE, &principal).with("If-Match", found.header(header::ETAG));
    assert_eq!(stale.send().await.status, StatusCode::PRECONDITION_FAILED);
    let tag = read(&world, &principal).await.header(header::ETAG).to_owned();
    let deleted = world.api(Method::DELETE, &principal).with("If-Match", &tag).send().await;
    assert_eq!((deleted.status, deleted.body.as_str()), (StatusCode::NO_CONTENT, ""));
    assert!(!counts(&world, &shown, &shown["client_secret"]).await);
    for path in ["", "/secrets", "/keys"].map(|below| format!("{principal}{below}")) {
        assert_eq!(read(&world, &path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(delete(&world, &principal).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_breaks_a_rule_is_not_registered() {
    let world = World::set_up().await;
    add_apis(&world).await;
    registered(&world, &with_secret("nightly_export")).await;
    let with = |changes: Value| {
        let mut fields = with_secret("billing_sync");
        for (name, value) in changes.as_object().unwrap() {
            fields[name] = value.clone();
        }
        fields
    };
    let set = json!({ "keys": [jwk(&Key::es256())] });
    let same = jwk(&Key::eddsa());
    for (changes, status, error) in [
        (json!({ "client_name": "nope" }), 422, "client_name too_short"),
        (json!({ "client_name": "not allowed" }), 422, "client_name forbidden_character"),
        (json!({ "client_name": "NIGHTLY_export" }), 409, "client_name taken"),
        (json!({ "environment": "nowhere" }), 422, "environment unknown_environment"),
        (json!({ "environment": "" }), 422, "environment required"),
        (json!({ "jwks": set }), 422, "jwks not_applicable"),
        (json!({ "accepts_endpoint_audience": true }), 422, "accepts_endpoint_audience not_applicable"),
        (json!({ "security_type": "signed_jwt" }), 422, "jwks required"),
        (json!({ "security_type": "signed_jwt", "jwks": { "keys": [] } }), 422, "jwks no_key"),
        (json!({ "security_type": "signed_jwt", "jwks": { "keys": [same, same] } }), 422, "jwks duplicate"),
        (json!({ "security_type": "signed_jwt", "jwks": {} }), 400, "jwks.keys missing"),
        (json!({ "security_type": "password" }), 400, "security_type wrong_type"),
        (json!({ "roles": [role("Billing", "Owner")] }), 422, "roles[0] unknown_role"),
        (
            json!({ "roles": [role("Billing", "Reader"), role("Billing", "Writer")] }),
            422,
            "roles[1] duplicate",
        ),
        (json!({ "roles": [{ "api_name": "Billing" }] }), 400, "roles[0].role_name missing"),
        (json!({ "client_secret": "mine" }), 400, "client_secret unknown_field"),
        (json!({ "client_id": "app-mine" }), 400, "client_id unknown_field"),
    ] {
        let (refused, _, errors) = post(&world, PRINCIPALS, &with(changes.clone())).await.problem();
        assert_eq!((refused, errors), (status, vec![error.to_owned()]), "{changes}");
    }
    let list = read(&world, PRINCIPALS).await.json();
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_change_says_what_it_changes() {
    let world = World::set_up().await;
    add_apis(&world).await;
    registered(&world, &with_secret("nightly_export")).await;
    let (principal, shown) = registered(&world, &signing("ledger_sync", &Key::es256())).await;
    let tag = read(&world, &principal).await.header(header::ETAG).to_owned();
    let missing = world.api(Method::PATCH, &principal).patch(&json!({ "client_name": "other" })).send().await;
    assert_eq!(missing.problem(), (428, "if_match_missing".to_owned(), vec![]));
    // Each of these makes stale what was read before it: roles and keys as well as fields.
    let portal = world.signed_in().await;
    let stale = async |tag: &str| {
        let answer = edit(&world, &principal, tag, &json!({ "client_name": "other" })).await;
        assert_eq!(answer.problem(), (412, "changed_meanwhile".to_owned(), vec![]));
        read(&world, &principal).await.header(header::ETAG).to_owned()
    };
    let client_id = &shown["client_id"];
    let role_id = read(&world, "/apis").await.json()["items"][1]["roles"][0]["role_id"].clone();
    let arguments = json!({ "client_id": client_id, "seen": [], "wanted": [role_id] });
    let assigned = world.call(&portal, "clients/roles/assign", &arguments).await;
    assert_eq!(assigned.status, StatusCode::OK, "{}", assigned.body);
    let tag = stale(&tag).await;
    let more = json!({ "public_key": jwk(&Key::eddsa()) });
    assert_eq!(post(&world, &format!("{principal}/keys"), &more).await.status, StatusCode::CREATED);
    let tag = stale(&tag).await;
    assert_eq!(act(&world, &format!("{principal}/disable")).await.status, StatusCode::OK);
    let tag = stale(&tag).await;

    let before = read(&world, &principal).await.json();
    for (patch, status, error) in [
        (json!({ "client_name": "NIGHTLY_EXPORT", "roles": [] }), 409, "client_name taken"),
        (json!({ "client_name": "a b" }), 422, "client_name forbidden_character"),
        (json!({ "client_name": null }), 400, "client_name missing"),
        (
            json!({ "client_name": "other", "roles": [role("Billing", "Owner")] }),
            422,
            "roles[0] unknown_role",
        ),
        (json!({ "environment": "development" }), 400, "environment unknown_field"),
        (json!({ "security_type": "client_secret" }), 400, "security_type unknown_field"),
        (json!({ "jwks": { "keys": [] } }), 400, "jwks unknown_field"),
        (json!({ "accepts_endpoint_audience": "yes" }), 400, "accepts_endpoint_audience wrong_type"),
    ] {
        let (refused, _, errors) = edit(&world, &principal, &tag, &patch).await.problem();
        assert_eq!((refused, errors), (status, vec![error.to_owned()]), "{patch}");
    }
    assert_eq!(read(&world, &principal).await.json(), before);
    let nothing = edit(&world, &principal, &tag, &json!({})).await;
    assert_eq!((nothing.status, nothing.header(header::ETAG)), (StatusCode::OK, tag.as_str()));
    let switched =
        edit(&world, &principal, &tag, &json!({ "accepts_endpoint_audience": true, "roles": null })).await;
    assert_eq!(switched.json()["accepts_endpoint_audience"], true);
    assert_eq!(switched.json()["roles"], json!([]));
}

#[tokio::test]
async fn the_list_is_searched_narrowed_and_read_page_by_page() {
    let world = World::set_up().await;
    for fields in
        [with_secret("nightly_export"), signing("ledger_sync", &Key::es256()), with_secret("billing_sync")]
    {
        registered(&world, &fields).await;
        world.pass(1);
    }
    let names = |answer: &Answer| {
        let list = answer.json();
        let items = list["items"].as_array().unwrap_or_else(|| panic!("{list}")).iter();
        items.map(|item| item["client_name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let all = ["billing_sync", "ledger_sync", "nightly_export"];
    for (query, found) in [
        ("", &all[..]),
        ("?q=sync", &all[..2]),
        ("?q=signed", &all[1..2]),
        ("?environment=production", &all[..]),
        ("?environment=development", &[]),
        ("?environment=nowhere", &[]),
        ("?limit=2", &all[..2]),
    ] {
        assert_eq!(names(&read(&world, &format!("{PRINCIPALS}{query}")).await), found, "{query}");
    }
    let first = read(&world, &format!("{PRINCIPALS}?limit=2")).await;
    let cursor = first.json()["next_cursor"].as_str().unwrap().to_owned();
    assert!(first.header(header::LINK).contains(&cursor));
    let rest = read(&world, &format!("{PRINCIPALS}?limit=2&cursor={cursor}")).await;
    assert_eq!((names(&rest), rest.json().get("next_cursor")), (vec![all[2].to_owned()], None));
    for query in ["?limit=0", "?limit=101", "?cursor=x", "?status=enabled", "?q=a&q=b"] {
        let refused = read(&world, &format!("{PRINCIPALS}{query}")).await;
        assert_eq!(refused.problem().0, 400, "{query}");
    }
}

#[tokio::test]
async fn what_one_of_the_other_kind_has_is_not_there() {
    let world = World::set_up().await;
    let client = json!({
        "client_name": "Billing", "client_type": "confidential", "grant_type": "client_credentials",
    });
    let client = post(&world, "/oauth-clients", &client).await.json();
    let client = format!("{PRINCIPALS}/{}", client["client_id"].as_str().unwrap());
    let (signer, _) = registered(&world, &signing("ledger_sync", &Key::es256())).await;
    let (secretive, _) = registered(&world, &with_secret("nightly_export")).await;
    let key = json!({ "public_key": jwk(&Key::es256()) });
    for unknown in [&client, "/service-principals/app-unknown", "/service-principals/a%20b"] {
        for answer in [
            read(&world, unknown).await,
            read(&world, &format!("{unknown}/secrets")).await,
            read(&world, &format!("{unknown}/keys")).await,
            edit(&world, unknown, "*", &json!({})).await,
            delete(&world, unknown).await,
            act(&world, &format!("{unknown}/enable")).await,
            act(&world, &format!("{unknown}/disable")).await,
            act(&world, &format!("{unknown}/secrets")).await,
            delete(&world, &format!("{unknown}/secrets/1")).await,
            post(&world, &format!("{unknown}/keys"), &key).await,
            delete(&world, &format!("{unknown}/keys/1")).await,
        ] {
            assert_eq!(answer.problem().1, "not_found", "{unknown}");
        }
    }
    assert_eq!(act(&world, &format!("{signer}/secrets")).await.problem().1, "conflict");
    assert_eq!(read(&world, &format!("{signer}/secrets")).await.json(), json!({ "items": [] }));
    assert_eq!(post(&world, &format!("{secretive}/keys"), &key).await.problem().1, "conflict");
    assert_eq!(read(&world, &format!("{secretive}/keys")).await.json(), json!({ "items": [] }));
    for nothing in ["secrets/1", "keys/1"].map(|below| format!("{secretive}/{below}")) {
        assert_eq!(read(&world, &nothing).await.status, StatusCode::NOT_FOUND, "{nothing}");
        assert_eq!(delete(&world, &nothing).await.status, StatusCode::NOT_FOUND, "{nothing}");
    }
}

#[tokio::test]
async fn an_auditor_reads_principals_and_changes_none() {
    let world = World::set_up().await;
    let (principal, _) = registered(&world, &with_secret("nightly_export")).await;
    let below = |path: &str| format!("{principal}/{path}");
    let before = read(&world, &principal).await.json();
    for path in [PRINCIPALS, &principal, &below("secrets"), &below("keys")] {
        let asking = world.api_as_auditor(Method::GET, path).await;
        assert_eq!(asking.send().await.status, StatusCode::OK, "{path}");
    }
    let fields = with_secret("billing_sync");
    for (method, path) in [
        (Method::POST, PRINCIPALS.to_owned()),
        (Method::PATCH, principal.clone()),
        (Method::DELETE, principal.clone()),
        (Method::POST, below("disable")),
        (Method::POST, below("enable")),
        (Method::POST, below("secrets")),
        (Method::DELETE, below("secrets/1")),
        (Method::POST, below("keys")),
        (Method::DELETE, below("keys/1")),
    ] {
        let asking = world.api_as_auditor(method.clone(), &path).await.with("If-Match", "*").json(&fields);
        assert_eq!(asking.send().await.problem().1, "forbidden", "{method} {path}");
    }
    assert_eq!(read(&world, &principal).await.json(), before);
    assert_eq!(read(&world, PRINCIPALS).await.json()["items"].as_array().unwrap().len(), 1);
}
