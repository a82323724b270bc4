//! The portal's pages and server functions.

use axum::body::Body;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE;
use http::{Method, StatusCode, header};
use serde_json::{Value, json};

use crate::world::{EMAIL, ORIGIN, PASSWORD, World, good_draft, request};

#[tokio::test]
async fn a_page_asked_for_without_a_session_leads_to_the_sign_in_page_and_back() {
    let world = World::set_up().await;
    let answer = world.get("/oauth-clients/new").await;
    assert_eq!(answer.status, StatusCode::FOUND);
    assert_eq!(answer.header(header::LOCATION), "/sign-in?next=%2Foauth%2Dclients%2Fnew");
    let stale = world.get_as("__Host-gatehouse=unknown", "/oauth-clients").await;
    assert_eq!(stale.status, StatusCode::FOUND);
}

#[tokio::test]
async fn signing_in_sets_a_cookie_that_scripts_and_other_sites_cannot_use() {
    let world = World::set_up().await;
    let form = format!("email={EMAIL}&password={}&next=%2Foauth-clients%2Fnew", PASSWORD.replace(' ', "+"));
    let answer = world.call_raw("", "sign-in", "application/x-www-form-urlencoded", form.into_bytes()).await;
    assert_eq!((answer.status, answer.header(header::LOCATION)), (StatusCode::OK, "/oauth-clients/new"));
    let cookie = answer.header(header::SET_COOKIE);
    let (pair, attributes) = cookie.split_once("; ").unwrap();
    assert_eq!(attributes, "Path=/; Secure; HttpOnly; SameSite=Lax");
    let page = world.get_as(pair, "/oauth-clients").await;
    assert_eq!((page.status, page.header(header::CACHE_CONTROL)), (StatusCode::OK, "no-store"));
    assert!(page.body.contains(EMAIL));
    assert!(!page.body.contains(pair.split_once('=').unwrap().1), "the page repeats the session id");

    let out = world.call_raw(pair, "sign-out", "application/x-www-form-urlencoded", Vec::new()).await;
    assert!(out.header(header::SET_COOKIE).contains("Max-Age=0"));
    assert_eq!(world.get_as(pair, "/oauth-clients").await.status, StatusCode::FOUND);
}

#[tokio::test]
async fn a_wrong_password_says_nothing_about_the_e_mail() {
    let world = World::set_up().await;
    let answer = async |email: &str| {
        let form = format!("email={email}&password=wrong");
        let answer =
            world.call_raw("", "sign-in", "application/x-www-form-urlencoded", form.into_bytes()).await;
        (answer.status, answer.json())
    };
    let known = answer(EMAIL).await;
    assert_eq!(known, (StatusCode::UNAUTHORIZED, json!("wrong_credentials")));
    assert_eq!(answer("eve@example.com").await, known);
}

#[tokio::test]
async fn the_link_makes_the_first_administrator_over_http() {
    let world = World::new().await;
    let token = world.services.setup_token().await.unwrap().unwrap();
    let arguments = |token: &str, password: &str| json!({ "token": token, "account": { "email": EMAIL, "password": password } });
    let function = "setup/first-administrator";
    let weak = world.call("", function, &arguments(token.reveal(), "short")).await;
    assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(weak.json()["refused"]["problems"][0]["field"], json!("password"));
    let wrong = world.call("", function, &arguments("wrong", PASSWORD)).await;
    assert_eq!((wrong.status, wrong.json()), (StatusCode::FORBIDDEN, json!("setup_link_invalid")));
    let right = world.call("", function, &arguments(token.reveal(), PASSWORD)).await;
    assert_eq!((right.status, right.header(header::LOCATION)), (StatusCode::OK, "/oauth-clients"));
    assert!(right.header(header::SET_COOKIE).starts_with("__Host-gatehouse="));
    let again = world.call("", function, &arguments(token.reveal(), PASSWORD)).await;
    assert_eq!(again.status, StatusCode::FORBIDDEN);
}

/// The good draft with some of its members replaced.
fn with(changes: &Value) -> Value {
    let mut draft = good_draft();
    for (name, value) in changes.as_object().unwrap() {
        draft[name] = value.clone();
    }
    draft
}

#[tokio::test]
async fn every_broken_rule_is_422_with_the_field_and_stores_nothing() {
    let world = World::set_up().await;
    let cookie = world.signed_in().await;
    let code_flow =
        json!({ "grant_type": "authorization_code", "redirect_uris": ["https://myapp.com/callback"] });
    let with_code_flow = |changes: Value| {
        let mut all = code_flow.clone();
        all.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        with(&all)
    };
    for (field, draft) in [
        ("client_name", with(&json!({ "client_name": "" }))),
        ("client_name", with(&json!({ "client_name": "a\u{0}b" }))),
        ("client_name", with(&json!({ "client_name": "x".repeat(256) }))),
        ("client_id", with(&json!({ "client_id": "a b" }))),
        ("client_id", with(&json!({ "client_id": "x".repeat(252) }))),
        ("description", with(&json!({ "description": "<b>" }))),
        ("grant_type", with(&json!({ "client_type": "public" }))),
        ("redirect_uris", with(&json!({ "redirect_uris": ["https://myapp.com/callback"] }))),
        ("web_origins", with(&json!({ "web_origins": ["https://myapp.com"] }))),
        ("pkce_code_challenge_method", with_code_flow(json!({ "pkce_code_challenge_method": "S256" }))),
        ("redirect_uris", with_code_flow(json!({ "redirect_uris": [] }))),
        ("redirect_uris[0]", with_code_flow(json!({ "redirect_uris": ["javascript:alert(1)"] }))),
        (
            "redirect_uris[1]",
            with_code_flow(json!({ "redirect_uris": ["https://a.com/", "https://a.com/"] })),
        ),
        ("web_origins[0]", with_code_flow(json!({ "web_origins": ["https://myapp.com/"] }))),
    ] {
        let answer = world.call(&cookie, "oauth-clients/register", &json!({ "draft": draft })).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{draft}: {}", answer.body);
        let problems = answer.json()["refused"]["problems"].clone();
        let fields: Vec<_> =
            problems.as_array().unwrap().iter().map(|problem| problem["field"].clone()).collect();
        assert!(fields.contains(&json!(field)), "{draft}: {problems}");
        assert!(problems[0]["message"].as_str().is_some_and(|message| message.ends_with('.')), "{problems}");
    }
    assert!(world.client_names().await.is_empty());
}

#[tokio::test]
async fn what_cannot_be_read_is_4xx_and_stores_nothing() {
    let world = World::set_up().await;
    let cookie = world.signed_in().await;
    let good = json!({ "draft": good_draft() }).to_string().into_bytes();
    let unknown_field = json!({ "draft": with(&json!({ "status": "disabled" })) }).to_string().into_bytes();
    let unknown_type = json!({ "draft": with(&json!({ "client_type": "secret" })) }).to_string().into_bytes();
    let mut bad_utf8 = good.clone();
    let place = bad_utf8.windows(7).position(|part| part == b"Billing").unwrap();
    bad_utf8[place] = 0xff;
    let huge =
        json!({ "draft": with(&json!({ "description": "x".repeat(200_000) })) }).to_string().into_bytes();
    let json_type = "application/json";
    for (content_type, body, status) in [
        (json_type, b"".to_vec(), StatusCode::BAD_REQUEST),
        (json_type, b"{".to_vec(), StatusCode::BAD_REQUEST),
        (json_type, b"{}".to_vec(), StatusCode::BAD_REQUEST),
        (json_type, unknown_field, StatusCode::BAD_REQUEST),
        (json_type, unknown_type, StatusCode::BAD_REQUEST),
        (json_type, bad_utf8, StatusCode::BAD_REQUEST),
        (json_type, huge, StatusCode::PAYLOAD_TOO_LARGE),
        ("text/plain", good.clone(), StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ("", good.clone(), StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ("multipart/form-data", good.clone(), StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ("application/x-www-form-urlencoded", good.clone(), StatusCode::UNSUPPORTED_MEDIA_TYPE),
    ] {
        let answer = world.call_raw(&cookie, "oauth-clients/register", content_type, body).await;
        assert_eq!(answer.status, status, "{content_type}: {}", answer.body);
    }
    assert!(world.client_names().await.is_empty());
    let answer = world.get_as(&cookie, "/oauth-clients?page=%00").await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_plain_form_cannot_create_a_client_whose_secret_would_be_lost() {
    let world = World::set_up().await;
    let cookie = world.signed_in().await;
    let post = request(Method::POST, "/portal/api/oauth-clients/register")
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::ACCEPT, "text/html")
        .header(header::REFERER, format!("{ORIGIN}/oauth-clients/new"));
    let form =
        "draft[client_name]=Billing&draft[client_type]=confidential&draft[grant_type]=client_credentials";
    let answer = world.send(post.body(form.into()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert!(world.client_names().await.is_empty());
}

#[tokio::test]
async fn a_taken_name_and_client_id_are_409_with_the_fields() {
    let world = World::set_up().await;
    let cookie = world.signed_in().await;
    let draft = with(&json!({ "client_id": "billing" }));
    let register =
        async |draft: &Value| world.call(&cookie, "oauth-clients/register", &json!({ "draft": draft })).await;
    assert_eq!(register(&draft).await.status, StatusCode::OK);
    let fields = async |draft: &Value| {
        let answer = register(draft).await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        let problems = answer.json()["refused"]["problems"].clone();
        problems
            .as_array()
            .unwrap()
            .iter()
            .map(|problem| problem["field"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(fields(&draft).await, ["client_name", "client_id"]);
    assert_eq!(fields(&with(&json!({ "client_name": "BILLING" }))).await, ["client_name"]);
    assert_eq!(
        fields(&with(&json!({ "client_name": "Other", "client_id": "app-billing" }))).await,
        ["client_id"]
    );
}

#[tokio::test]
async fn a_secret_is_in_the_one_answer_that_creates_it() {
    let world = World::set_up().await;
    let cookie = world.signed_in().await;
    let answer = world.call(&cookie, "oauth-clients/register", &json!({ "draft": good_draft() })).await;
    assert_eq!(answer.header(header::CACHE_CONTROL), "no-store");
    let secret = answer.json()["client_secret"].as_str().unwrap().to_owned();
    for page in [
        world.get_as(&cookie, "/oauth-clients").await.body,
        world.get_as(&cookie, "/oauth-clients/new").await.body,
        world.call(&cookie, "oauth-clients", &json!({ "view": {}, "page": null })).await.body,
    ] {
        assert!(!page.contains(&secret) && !page.contains("ghs_"), "{page}");
    }
}

#[tokio::test]
async fn an_address_without_a_page_is_404() {
    let world = World::set_up().await;
    let answer = world.get("/nowhere").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(answer.body.contains("<h1"));
    assert_eq!(world.call("", "nothing", &json!({})).await.status, StatusCode::NOT_FOUND);
    let head = request(Method::HEAD, "/nowhere").header(header::ACCEPT, "text/html");
    assert_eq!(world.send(head.body(Body::empty()).unwrap()).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_first_address_leads_to_the_first_page_of_who_asks() {
    let world = World::set_up().await;
    let cookie = world.signed_in().await;
    let first = async |cookie: &str| {
        let answer = world.get_as(cookie, "/").await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        answer.header(header::LOCATION).to_owned()
    };
    assert_eq!(first("").await, "/sign-in");
    for (set_role, page) in [
        ("UPDATE portal_users SET role = 'administrator'", "/oauth-clients"),
        ("UPDATE portal_users SET role = 'auditor'", "/oauth-clients"),
        ("UPDATE portal_users SET role = 'member'", "/account"),
    ] {
        world.execute(set_role).await;
        assert_eq!(first(&cookie).await, page, "{set_role}");
    }
}

#[tokio::test]
async fn nobody_else_s_words_are_shown_as_an_error() {
    let world = World::set_up().await;
    let page = async |error: Value| {
        let error = URL_SAFE.encode(error.to_string());
        world.get(&format!("/sign-in?__path=%2Fportal%2Fapi%2Fsign-in&__err={error}")).await.body
    };
    assert!(page(json!("wrong_credentials")).await.contains("not right"));
    assert!(!page(json!({ "internal": { "reference": "Call 555 0100" } })).await.contains("555"));
    let problem = json!({ "field": "email", "code": "x", "message": "Call 555 0100", "suggestion": null });
    assert!(!page(json!({ "refused": { "problems": [problem] } })).await.contains("555"));
}
