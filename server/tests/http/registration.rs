//! `/oauth2/register`: programs register clients (RFC 7591) and look after them (RFC 7592).

use axum::body::Body;
use http::{Method, StatusCode, header};
use serde_json::{Value, json};

use crate::world::{Answer, Integrator, NOW, World, request};

const REGISTER: &str = "/oauth2/register";

/// A server on which programs may register, and a token to do it with.
struct Partner {
    world: World,
    token: String,
}

impl Partner {
    async fn new() -> Self {
        let world = World::set_up_for_registration().await;
        let token = initial_access_token(&world, &json!({ "name": "partner" })).await;
        Self { world, token }
    }

    async fn register(&self, metadata: &Value) -> Answer {
        ask(&self.world, Method::POST, REGISTER, &self.token, Some(metadata)).await
    }

    /// A client that was registered.
    async fn registered(&self, metadata: &Value) -> Registered<'_> {
        let answer = self.register(metadata).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
        Registered { world: &self.world, information: answer.json() }
    }
}

/// What a program knows of its client.
struct Registered<'a> {
    world: &'a World,
    information: Value,
}

impl Registered<'_> {
    fn text(&self, field: &str) -> &str {
        self.information[field].as_str().unwrap()
    }

    fn path(&self) -> String {
        format!("{REGISTER}/{}", self.text("client_id"))
    }

    async fn ask(&self, method: Method, metadata: Option<&Value>) -> Answer {
        ask(self.world, method, &self.path(), self.text("registration_access_token"), metadata).await
    }
}

async fn initial_access_token(world: &World, fields: &Value) -> String {
    let answer = world.api(Method::POST, "/initial-access-tokens").json(fields).send().await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
    answer.json()["initial_access_token"].as_str().unwrap().to_owned()
}

async fn ask(world: &World, method: Method, path: &str, token: &str, metadata: Option<&Value>) -> Answer {
    let mut asking = request(method, path).header(header::AUTHORIZATION, format!("Bearer {token}"));
    if metadata.is_some() {
        asking = asking.header(header::CONTENT_TYPE, "application/json");
    }
    let body = metadata.map_or_else(Body::empty, |metadata| Body::from(metadata.to_string()));
    world.send(asking.body(body).unwrap()).await
}

fn web_application() -> Value {
    json!({
        "client_name": "Shop", "redirect_uris": ["https://shop.example.com/callback"],
        "web_origins": ["https://shop.example.com"],
        "logo_uri": "https://shop.example.com/logo.png", "software_id": 7,
    })
}

/// The code, and the description without the reference at its end.
fn told(answer: &Answer) -> (u16, String, String) {
    let error = answer.json();
    let description = error["error_description"].as_str().unwrap();
    let (description, _) = description.rsplit_once(" (reference ").unwrap();
    assert!(description.is_ascii(), "{description}");
    (answer.status.as_u16(), error["error"].as_str().unwrap().to_owned(), description.to_owned())
}

#[tokio::test]
async fn where_no_program_may_register_there_is_nothing() {
    let world = World::set_up().await;
    let token = initial_access_token(&world, &json!({ "name": "partner" })).await;
    for (method, path) in [
        (Method::POST, REGISTER),
        (Method::GET, "/oauth2/register/app-shop"),
        (Method::PUT, "/oauth2/register/app-shop"),
        (Method::DELETE, "/oauth2/register/app-shop"),
    ] {
        let answer = ask(&world, method.clone(), path, &token, Some(&web_application())).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{method} {path}");
    }
    let metadata = world.get("/.well-known/oauth-authorization-server").await.json();
    assert_eq!(metadata.get("registration_endpoint"), None);
    assert_eq!(world.client_names().await, [] as [&str; 0]);
}

#[tokio::test]
async fn the_metadata_names_the_endpoint() {
    let Partner { world, .. } = Partner::new().await;
    for path in ["/.well-known/oauth-authorization-server", "/.well-known/openid-configuration"] {
        let metadata = world.get(path).await.json();
        assert_eq!(metadata["registration_endpoint"], json!("http://localhost:3000/oauth2/register"));
    }
}

#[tokio::test]
async fn a_web_application_is_registered_and_gets_what_it_needs() {
    let partner = Partner::new().await;
    let answer = partner.register(&web_application()).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
    assert_eq!(answer.header(header::CACHE_CONTROL), "no-store");
    assert_eq!(answer.header(header::PRAGMA), "no-cache");
    let mut information = answer.json();
    let secret = information["client_secret"].take();
    let token = information["registration_access_token"].take();
    assert!(secret.as_str().unwrap().starts_with("ghs_"));
    assert!(token.as_str().unwrap().starts_with("ghr_"));
    let client_id = information["client_id"].as_str().unwrap().to_owned();
    assert_eq!(
        information,
        json!({
            "client_id": client_id, "client_id_issued_at": NOW, "client_secret": null,
            "client_secret_expires_at": 0, "client_name": "Shop",
            "redirect_uris": ["https://shop.example.com/callback"],
            "web_origins": ["https://shop.example.com"],
            "token_endpoint_auth_method": "client_secret_basic",
            "grant_types": ["authorization_code", "refresh_token"], "response_types": ["code"],
            "registration_access_token": null,
            "registration_client_uri": format!("http://localhost:3000/oauth2/register/{client_id}"),
        })
    );
    let seen = partner.world.api(Method::GET, &format!("/oauth-clients/{client_id}")).send().await.json();
    assert_eq!((&seen["client_type"], &seen["status"]), (&json!("confidential"), &json!("enabled")));
}

#[tokio::test]
async fn what_is_asked_for_becomes_a_client_of_that_kind() {
    let partner = Partner::new().await;
    let app = json!({
        "client_name": "App", "token_endpoint_auth_method": "none", "grant_types": ["authorization_code", "refresh_token"],
        "redirect_uris": ["com.example.app:/callback", "http://127.0.0.1/callback"], "response_types": ["code"],
    });
    let registered = partner.registered(&app).await;
    assert_eq!(registered.information.get("client_secret"), None);
    assert_eq!(registered.information.get("client_secret_expires_at"), None);
    assert_eq!(registered.text("token_endpoint_auth_method"), "none");
    let path = format!("/oauth-clients/{}", registered.text("client_id"));
    let seen = partner.world.api(Method::GET, &path).send().await.json();
    assert_eq!(
        (&seen["client_type"], &seen["pkce_code_challenge_method"]),
        (&json!("public"), &json!("S256"))
    );

    let job = json!({
        "client_name": "Job", "token_endpoint_auth_method": "client_secret_post",
        "grant_types": ["client_credentials"], "response_types": [],
    });
    let registered = partner.registered(&job).await;
    assert_eq!(registered.text("token_endpoint_auth_method"), "client_secret_post");
    assert_eq!(registered.information["grant_types"], json!(["client_credentials"]));
    assert_eq!(registered.information["response_types"], json!([]));
    assert_eq!(registered.information.get("redirect_uris"), None);
    let integrator = Integrator {
        client_id: registered.text("client_id").to_owned(),
        client_secret: registered.text("client_secret").to_owned(),
    };
    let token = partner.world.token_from("192.0.2.7:50000", &integrator).await;
    assert_eq!(token.status, StatusCode::OK, "{}", token.body);
}

#[tokio::test]
async fn metadata_that_breaks_a_rule_is_refused_with_the_field_and_the_rule() {
    let partner = Partner::new().await;
    let shop = |change: Value| {
        let mut metadata = web_application();
        metadata.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        metadata
    };
    // A client's name and nothing else, in the order of some structure.
    let in_order: Vec<_> = (0..12).map(|place| if place == 2 { json!("Job") } else { Value::Null }).collect();
    for (metadata, error, start) in [
        (
            shop(json!({ "redirect_uris": ["http://shop.example.com/"] })),
            "invalid_redirect_uri",
            "redirect_uris[0]: ",
        ),
        (
            shop(json!({ "redirect_uris": ["https://a.example/", "https://b.example/#é"] })),
            "invalid_redirect_uri",
            "redirect_uris[1]: ",
        ),
        (shop(json!({ "redirect_uris": null })), "invalid_redirect_uri", "redirect_uris: "),
        (
            shop(json!({ "redirect_uris": ["com.example.app:/"] })),
            "invalid_redirect_uri",
            "redirect_uris[0]: ",
        ),
        (shop(json!({ "client_name": null })), "invalid_client_metadata", "client_name: "),
        (shop(json!({ "client_name": "a <b>" })), "invalid_client_metadata", "client_name: "),
        (
            shop(json!({ "web_origins": ["https://a.example/"] })),
            "invalid_client_metadata",
            "web_origins[0]: ",
        ),
        (
            shop(json!({ "client_name": "", "redirect_uris": ["x"] })),
            "invalid_client_metadata",
            "client_name: Enter a name. redirect_uris[0]: ",
        ),
        (
            shop(json!({ "token_endpoint_auth_method": "private_key_jwt" })),
            "invalid_client_metadata",
            "token_endpoint_auth_method: Use client_secret_basic,",
        ),
        (
            shop(json!({ "grant_types": [] })),
            "invalid_client_metadata",
            "grant_types: Use authorization_code",
        ),
        (shop(json!({ "grant_types": ["refresh_token"] })), "invalid_client_metadata", "grant_types: "),
        (shop(json!({ "grant_types": ["password"] })), "invalid_client_metadata", "grant_types: "),
        (
            shop(json!({ "grant_types": ["authorization_code", "implicit"] })),
            "invalid_client_metadata",
            "grant_types: ",
        ),
        (
            shop(json!({ "grant_types": ["authorization_code", "client_credentials"] })),
            "invalid_client_metadata",
            "grant_types: ",
        ),
        (
            shop(json!({ "response_types": ["token"] })),
            "invalid_client_metadata",
            "response_types: Use code.",
        ),
        (shop(json!({ "response_types": [] })), "invalid_client_metadata", "response_types: "),
        (
            json!({ "client_name": "Job", "grant_types": ["client_credentials"], "response_types": ["code"] }),
            "invalid_client_metadata",
            "response_types: A client of client_credentials has none.",
        ),
        (
            shop(json!({ "grant_types": ["client_credentials"], "web_origins": null })),
            "invalid_redirect_uri",
            "redirect_uris: ",
        ),
        (
            json!({ "client_name": "Job", "token_endpoint_auth_method": "none", "grant_types": ["client_credentials"] }),
            "invalid_client_metadata",
            "grant_types: ",
        ),
        (
            shop(json!({ "redirect_uris": "https://a.example/" })),
            "invalid_client_metadata",
            "The metadata is not",
        ),
        (in_order.into(), "invalid_client_metadata", "The metadata is not"),
    ] {
        let answer = partner.register(&metadata).await;
        let (status, code, description) = told(&answer);
        assert_eq!((status, code.as_str()), (400, error), "{metadata} {description}");
        assert!(description.starts_with(start), "{metadata} {description}");
    }
    partner.registered(&web_application()).await;
    let (status, code, description) = told(&partner.register(&web_application()).await);
    assert_eq!((status, code.as_str()), (400, "invalid_client_metadata"));
    assert_eq!(description, "client_name: This name is in use.");
    assert_eq!(partner.world.client_names().await, ["Shop"]);
}

#[tokio::test]
async fn a_body_that_is_no_json_or_too_large_is_refused() {
    let partner = Partner::new().await;
    let bearer = format!("Bearer {}", partner.token);
    let large = format!("{{\"client_name\": \"{}\"}}", "x".repeat(20_000));
    for (content_type, body, status) in [
        ("application/json", "", StatusCode::BAD_REQUEST),
        ("application/json", "{", StatusCode::BAD_REQUEST),
        ("application/json", "{\"client_name\": \"a\", \"client_name\": \"b\"}", StatusCode::BAD_REQUEST),
        ("application/x-www-form-urlencoded", "client_name=Shop", StatusCode::BAD_REQUEST),
        ("application/json", large.as_str(), StatusCode::PAYLOAD_TOO_LARGE),
    ] {
        let asking = request(Method::POST, REGISTER)
            .header(header::AUTHORIZATION, &bearer)
            .header(header::CONTENT_TYPE, content_type);
        let answer = partner.world.send(asking.body(Body::from(body.to_owned())).unwrap()).await;
        assert_eq!(answer.status, status, "{content_type} {}", answer.body);
    }
    assert_eq!(partner.world.client_names().await, [] as [&str; 0]);
}

#[tokio::test]
async fn without_a_token_that_counts_nothing_is_registered() {
    let partner = Partner::new().await;
    let world = &partner.world;
    let registered = partner.registered(&web_application()).await;
    let once = initial_access_token(world, &json!({ "name": "once", "uses": 1 })).await;
    let ending =
        initial_access_token(world, &json!({ "name": "ending", "expires_at": "2023-11-14T22:14:20Z" })).await;
    let used = ask(
        world,
        Method::POST,
        REGISTER,
        &once,
        Some(&json!({ "client_name": "Once", "grant_types": ["client_credentials"] })),
    )
    .await;
    assert_eq!(used.status, StatusCode::CREATED, "{}", used.body);
    world.pass(60);
    let mut other = web_application();
    other["client_name"] = json!("Other");
    let unknown = format!("ghi_{}", "x".repeat(43));
    for token in [&once, &ending, &unknown, registered.text("registration_access_token"), "ghi_", "x"] {
        let answer = ask(world, Method::POST, REGISTER, token, Some(&other)).await;
        assert_eq!((answer.status, told(&answer).1.as_str()), (StatusCode::UNAUTHORIZED, "invalid_token"));
        let challenge = answer.header(header::WWW_AUTHENTICATE);
        assert!(challenge.starts_with("Bearer realm=\"Gatehouse\", error=\"invalid_token\""), "{challenge}");
        // Not even what is wrong with the metadata is told.
        let answer = ask(world, Method::POST, REGISTER, token, Some(&json!([]))).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    }
    let nobody = request(Method::POST, REGISTER).header(header::CONTENT_TYPE, "application/json");
    let answer = world.send(nobody.body(Body::from(other.to_string())).unwrap()).await;
    assert_eq!((answer.status, answer.body.as_str()), (StatusCode::UNAUTHORIZED, ""));
    assert_eq!(answer.header(header::WWW_AUTHENTICATE), "Bearer realm=\"Gatehouse\"");
    let twice = format!("{REGISTER}?access_token={}", partner.token);
    let answer = ask(world, Method::POST, &twice, &partner.token, Some(&other)).await;
    assert_eq!((answer.status, told(&answer).1.as_str()), (StatusCode::BAD_REQUEST, "invalid_request"));
    assert_eq!(world.client_names().await, ["Shop", "Once"]);
}

#[tokio::test]
async fn a_program_reads_its_client_and_never_a_secret() {
    let partner = Partner::new().await;
    let registered = partner.registered(&web_application()).await;
    let answer = registered.ask(Method::GET, None).await;
    assert_eq!((answer.status, answer.header(header::CACHE_CONTROL)), (StatusCode::OK, "no-store"));
    let mut expected = registered.information.clone();
    expected.as_object_mut().unwrap().retain(|field, _| !field.starts_with("client_secret"));
    assert_eq!(answer.json(), expected);
}

#[tokio::test]
async fn a_change_replaces_everything_that_the_metadata_says() {
    let partner = Partner::new().await;
    let registered = partner.registered(&web_application()).await;
    let client_id = registered.text("client_id");
    // What metadata has no word for is an administrator's.
    let path = format!("/oauth-clients/{client_id}");
    let described = partner.world.api(Method::PATCH, &path).with("If-Match", "*");
    let described = described.patch(&json!({ "description": "Ours" })).send().await;
    assert_eq!(described.status, StatusCode::OK, "{}", described.body);

    let change = json!({
        "client_id": client_id, "client_secret": registered.text("client_secret"), "client_name": "Store",
        "redirect_uris": ["https://store.example.com/callback"], "unknown": true,
    });
    let answer = registered.ask(Method::PUT, Some(&change)).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let now = answer.json();
    assert_eq!((&now["client_name"], &now["web_origins"]), (&json!("Store"), &Value::Null));
    assert_eq!(now["registration_access_token"], registered.information["registration_access_token"]);
    assert_eq!(now.get("client_secret"), None);
    let seen = partner.world.api(Method::GET, &path).send().await.json();
    assert_eq!((&seen["client_name"], &seen["web_origins"]), (&json!("Store"), &json!([])));
    assert_eq!(seen["description"], json!("Ours"));

    // As an app that keeps no secret, and as one that does again.
    let public = json!({ "client_id": client_id, "client_name": "Store", "token_endpoint_auth_method": "none",
        "redirect_uris": ["https://store.example.com/callback"] });
    assert_eq!(registered.ask(Method::PUT, Some(&public)).await.status, StatusCode::OK);
    let confidential = json!({ "client_id": client_id, "client_name": "Store",
        "redirect_uris": ["https://store.example.com/callback"] });
    let again = registered.ask(Method::PUT, Some(&confidential)).await.json();
    assert!(again["client_secret"].as_str().unwrap().starts_with("ghs_"));
    assert_eq!(again["client_secret_expires_at"], json!(0));
}

#[tokio::test]
async fn a_change_that_the_rfc_or_a_rule_forbids_is_refused() {
    let partner = Partner::new().await;
    let registered = partner.registered(&web_application()).await;
    let other =
        partner.registered(&json!({ "client_name": "Job", "grant_types": ["client_credentials"] })).await;
    let change = |fields: Value| {
        let mut metadata = web_application();
        metadata["client_id"] = json!(registered.text("client_id"));
        metadata.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        metadata
    };
    for (metadata, error, start) in [
        (web_application(), "invalid_client_metadata", "client_id: "),
        (change(json!({ "client_id": other.text("client_id") })), "invalid_client_metadata", "client_id: "),
        (
            change(json!({ "client_secret": other.text("client_secret") })),
            "invalid_client_metadata",
            "client_secret: ",
        ),
        (change(json!({ "client_secret": "x" })), "invalid_client_metadata", "client_secret: "),
        (change(json!({ "client_id_issued_at": 1 })), "invalid_client_metadata", "client_id_issued_at: "),
        (
            change(json!({ "client_secret_expires_at": 0 })),
            "invalid_client_metadata",
            "client_secret_expires_at: ",
        ),
        (
            change(json!({ "registration_access_token": "x" })),
            "invalid_client_metadata",
            "registration_access_token: ",
        ),
        (
            change(json!({ "registration_client_uri": "x" })),
            "invalid_client_metadata",
            "registration_client_uri: ",
        ),
        (
            change(json!({ "client_name": "JOB" })),
            "invalid_client_metadata",
            "client_name: This name is in use.",
        ),
        (change(json!({ "redirect_uris": [] })), "invalid_redirect_uri", "redirect_uris: "),
    ] {
        let answer = registered.ask(Method::PUT, Some(&metadata)).await;
        let (status, code, description) = told(&answer);
        assert_eq!((status, code.as_str()), (400, error), "{metadata} {description}");
        assert!(description.starts_with(start), "{metadata} {description}");
    }
    let now = registered.ask(Method::GET, None).await.json();
    assert_eq!(now["client_name"], json!("Shop"));
}

#[tokio::test]
async fn how_a_client_with_roles_proves_who_it_is_is_not_for_its_program_to_change() {
    let partner = Partner::new().await;
    let world = &partner.world;
    let registered = partner.registered(&web_application()).await;
    let api = json!({ "api_name": "Orders", "scopes": ["orders.read"] });
    let api = world.api(Method::POST, "/apis").json(&api).send().await;
    assert_eq!(api.status, StatusCode::CREATED, "{}", api.body);
    let roles = format!("{}/roles", api.header(header::LOCATION).strip_prefix("/api/v1").unwrap());
    let role = json!({ "role_name": "Reader", "scopes": ["orders.read"] });
    let role = world.api(Method::POST, &roles).json(&role).send().await;
    assert_eq!(role.status, StatusCode::CREATED, "{}", role.body);
    let client_id = registered.text("client_id");
    let roles = world.api(Method::PUT, &format!("/oauth-clients/{client_id}/roles")).with("If-Match", "*");
    let held = json!({ "roles": [{ "api_name": "Orders", "role_name": "Reader" }] });
    assert_eq!(roles.json(&held).send().await.status, StatusCode::OK);

    let mut metadata = web_application();
    metadata["client_id"] = json!(client_id);
    assert_eq!(registered.ask(Method::PUT, Some(&metadata)).await.status, StatusCode::OK);
    metadata["token_endpoint_auth_method"] = json!("none");
    let (status, code, description) = told(&registered.ask(Method::PUT, Some(&metadata)).await);
    assert_eq!((status, code.as_str()), (400, "invalid_client_metadata"));
    assert_eq!(
        description,
        "token_endpoint_auth_method: Only an administrator can change this while the client holds roles."
    );
}

#[tokio::test]
async fn a_deletion_takes_the_client_and_its_token() {
    let partner = Partner::new().await;
    let registered = partner.registered(&web_application()).await;
    let answer = registered.ask(Method::DELETE, None).await;
    assert_eq!((answer.status, answer.body.as_str()), (StatusCode::NO_CONTENT, ""));
    for method in [Method::GET, Method::DELETE] {
        let answer = registered.ask(method, None).await;
        assert_eq!((answer.status, told(&answer).1.as_str()), (StatusCode::UNAUTHORIZED, "invalid_token"));
    }
    assert_eq!(partner.world.client_names().await, [] as [&str; 0]);
}

#[tokio::test]
async fn a_token_is_for_its_own_client_only_and_until_that_is_disabled() {
    let partner = Partner::new().await;
    let world = &partner.world;
    let shop = partner.registered(&web_application()).await;
    let job =
        partner.registered(&json!({ "client_name": "Job", "grant_types": ["client_credentials"] })).await;
    for (path, token) in [
        (shop.path(), job.text("registration_access_token")),
        (shop.path(), partner.token.as_str()),
        (format!("{REGISTER}/app-unknown"), shop.text("registration_access_token")),
        (format!("{REGISTER}/%00"), shop.text("registration_access_token")),
    ] {
        for method in [Method::GET, Method::PUT, Method::DELETE] {
            let answer = ask(world, method.clone(), &path, token, Some(&web_application())).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{method} {path}");
        }
    }
    let disable = format!("/oauth-clients/{}/disable", shop.text("client_id"));
    assert_eq!(world.api(Method::POST, &disable).send().await.status, StatusCode::OK);
    let enable = format!("/oauth-clients/{}/enable", shop.text("client_id"));
    for is_enabled_again in [false, true] {
        if is_enabled_again {
            assert_eq!(world.api(Method::POST, &enable).send().await.status, StatusCode::OK);
        }
        for method in [Method::GET, Method::PUT, Method::DELETE] {
            let answer = shop.ask(method, Some(&web_application())).await;
            assert_eq!(
                (answer.status, told(&answer).1.as_str()),
                (StatusCode::UNAUTHORIZED, "invalid_token")
            );
        }
    }
    assert_eq!(world.client_names().await, ["Shop", "Job"]);
    let page =
        world.get_as(&world.signed_in().await, &format!("/oauth-clients/{}", shop.text("client_id"))).await;
    assert!(page.body.contains("initial access token “partner”"), "the page tells who registered it");
}

#[tokio::test]
async fn another_method_is_refused() {
    let partner = Partner::new().await;
    for (method, path, allowed) in
        [(Method::GET, REGISTER, "POST"), (Method::PATCH, "/oauth2/register/app-x", "GET,HEAD,PUT,DELETE")]
    {
        let answer = ask(&partner.world, method, path, &partner.token, None).await;
        let allow = answer.header(header::ALLOW).to_owned();
        assert_eq!((answer.status, allow.as_str()), (StatusCode::METHOD_NOT_ALLOWED, allowed));
    }
}

#[tokio::test]
async fn initial_access_tokens_are_made_listed_and_revoked() {
    let world = World::set_up().await;
    let made = world
        .api(Method::POST, "/initial-access-tokens")
        .json(&json!({ "name": "partner", "uses": 3, "expires_at": "2024-01-01T00:00:00+01:00" }))
        .send()
        .await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
    let mut body = made.json();
    let token = body["initial_access_token"].take();
    let id = body["initial_access_token_id"].as_str().unwrap().to_owned();
    let path = format!("/initial-access-tokens/{id}");
    assert_eq!(made.header(header::LOCATION), format!("/api/v1{path}"));
    let expected = json!({
        "initial_access_token_id": id, "name": "partner", "state": "valid", "created_by": "Command line (ada)",
        "created_at": "2023-11-14T22:13:20Z", "expires_at": "2023-12-31T23:00:00Z", "uses_left": 3,
    });
    let read = world.api(Method::GET, &path).send().await;
    assert_eq!((read.json(), read.header(header::ETAG)), (expected.clone(), made.header(header::ETAG)));
    let listed = world.api(Method::GET, "/initial-access-tokens").send().await.json();
    assert_eq!(listed, json!({ "items": [expected] }));
    let random = &token.as_str().unwrap()[4..];
    for other in ["/initial-access-tokens", &path, "/audit-events"] {
        assert!(!world.api(Method::GET, other).send().await.body.contains(random), "{other}");
    }

    for (fields, status, field, code) in [
        (json!({}), 400, "name", "missing"),
        (json!({ "name": "a", "secret": "b" }), 400, "secret", "unknown_field"),
        (json!({ "name": "a", "uses": "3" }), 400, "uses", "wrong_type"),
        (json!({ "name": "a", "expires_at": "tomorrow" }), 400, "expires_at", "wrong_type"),
        (json!({ "name": "" }), 422, "name", "required"),
        (json!({ "name": "a", "uses": 0 }), 422, "uses", "out_of_range"),
        (json!({ "name": "a", "expires_at": "2023-11-14T22:13:20Z" }), 422, "expires_at", "in_the_past"),
        (json!({ "name": "Partner" }), 409, "name", "taken"),
    ] {
        let answer = world.api(Method::POST, "/initial-access-tokens").json(&fields).send().await;
        let error = &answer.json()["errors"][0];
        assert_eq!(
            (answer.status.as_u16(), &error["field"], &error["code"]),
            (status, &json!(field), &json!(code)),
            "{fields}"
        );
    }
    let stale = world.api(Method::DELETE, &path).with("If-Match", "\"x\"").send().await;
    assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
    assert_eq!(world.api(Method::DELETE, &path).send().await.status, StatusCode::NO_CONTENT);
    assert_eq!(world.api(Method::DELETE, &path).send().await.status, StatusCode::NOT_FOUND);
    assert_eq!(world.api(Method::GET, &path).send().await.json()["state"], json!("revoked"));
    let unknown = world.api(Method::GET, "/initial-access-tokens/x").send().await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}
