//! What the server functions of the OAuth Clients pages answer.

use http::{Method, StatusCode, header};
use serde_json::{Value, json};

use crate::world::{Answer, Integrator, NOW, ORIGIN, World, good_draft, request};

/// A world with the Confidential client `app-billing`.
struct Billing {
    world: World,
    cookie: String,
    client: Integrator,
}

impl Billing {
    async fn new() -> Self {
        let world = World::set_up().await;
        let mut draft = good_draft();
        draft["client_id"] = json!("billing");
        let client = world.register(&draft).await;
        let cookie = world.signed_in().await;
        Self { world, cookie, client }
    }

    async fn call(&self, function: &str, arguments: Value) -> Answer {
        self.world.call(&self.cookie, function, &arguments).await
    }

    async fn detail(&self) -> Value {
        self.call("oauth-clients/client", json!({ "client_id": "app-billing" })).await.json()
    }

    async fn generate(&self, draft: Value) -> Answer {
        self.call("clients/secrets/generate", json!({ "client_id": "app-billing", "draft": draft })).await
    }

    async fn edit(&self, version: i64, draft: &Value) -> Answer {
        let arguments = json!({ "client_id": "app-billing", "version": version, "draft": draft });
        self.call("oauth-clients/edit", arguments).await
    }

    async fn change(&self, change: &str) -> Answer {
        self.call("clients/change", json!({ "client_ids": ["app-billing"], "change": change })).await
    }

    async fn token_status(&self, client: &Integrator) -> StatusCode {
        let answer = self.world.token_from("192.0.2.7:50000", client).await;
        if answer.status != StatusCode::OK {
            assert_eq!(answer.json()["error"], json!("invalid_client"));
        }
        answer.status
    }
}

fn is(answer: &Answer, status: StatusCode, error: Value) {
    assert_eq!((answer.status, answer.json()), (status, error));
}

fn public(name: &str) -> Value {
    json!({
        "client_name": name, "client_type": "public", "grant_type": "authorization_code",
        "redirect_uris": ["https://myapp.com/callback"],
    })
}

#[tokio::test]
async fn a_client_is_shown_with_its_secrets_but_never_a_secret() {
    let billing = Billing::new().await;
    billing.world.pass(60);
    let token = billing.world.token_from("[::ffff:192.0.2.7]:50000", &billing.client).await;
    assert_eq!(token.status, StatusCode::OK);
    let answer = billing.call("oauth-clients/client", json!({ "client_id": "app-billing" })).await;
    assert_eq!((answer.status, answer.header(header::CACHE_CONTROL)), (StatusCode::OK, "no-store"));
    let detail = answer.json();
    assert!(!answer.body.contains(&billing.client.client_secret[20..]), "{detail}");
    assert!(!answer.body.contains("argon2"), "{detail}");
    let used = json!({ "at": NOW + 60, "address": "192.0.2.7" });
    assert_eq!(detail["last_used"], used);
    let secret = &detail["secrets"][0];
    assert_eq!((&secret["label"], &secret["state"]), (&json!("Secret 1"), &json!("valid")));
    assert_eq!(secret["last_used"], used);
    assert_eq!((&detail["version"], &detail["is_in_progress"]), (&json!(1), &json!(false)));
    let uses = billing.call("clients/uses", json!({ "client_ids": ["app-billing", "app-x"] })).await.json();
    assert_eq!(uses.as_array().unwrap().len(), 1);
    assert_eq!(uses[0]["last_used"], used);
}

#[tokio::test]
async fn what_does_not_exist_is_404() {
    let billing = Billing::new().await;
    for (function, arguments) in [
        ("oauth-clients/client", json!({ "client_id": "app-x" })),
        ("oauth-clients/client", json!({ "client_id": "billing" })),
        ("oauth-clients/client", json!({ "client_id": "\u{0}" })),
        ("oauth-clients/copy", json!({ "client_id": "app-x" })),
        ("oauth-clients/edit", json!({ "client_id": "app-x", "version": 1, "draft": good_draft() })),
        ("clients/secrets/generate", json!({ "client_id": "app-x", "draft": {} })),
        ("clients/secrets/retire", json!({ "client_id": "app-x", "secret_id": "x" })),
        ("clients/secrets/retire", json!({ "client_id": "app-billing", "secret_id": "x" })),
    ] {
        let answer = billing.call(function, arguments).await;
        is(&answer, StatusCode::NOT_FOUND, json!("not_found"));
    }
    for page in ["/oauth-clients/app-x", "/oauth-clients/app-x/edit", "/oauth-clients/%00"] {
        let answer = billing.world.get_as(&billing.cookie, page).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{page}");
    }
    let page = billing.world.get_as(&billing.cookie, "/oauth-clients/app-billing").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("app-billing"));
}

#[tokio::test]
async fn a_stale_edit_is_409_with_the_client_as_it_is_now() {
    let billing = Billing::new().await;
    billing.world.pass(60);
    let mut draft = good_draft();
    draft["description"] = json!("first");
    assert_eq!(billing.edit(1, &draft).await.status, StatusCode::OK);
    let mut mine = good_draft();
    mine["description"] = json!("second");
    let answer = billing.edit(1, &mine).await;
    draft["client_id"] = json!("app-billing");
    let current = json!({
        "version": 2, "draft": draft, "status": "enabled", "changed_by": "ada@example.com", "changed_at": NOW + 60,
    });
    is(&answer, StatusCode::CONFLICT, json!({ "stale": current }));
    assert_eq!(billing.detail().await["description"], json!("first"));
}

#[tokio::test]
async fn what_only_scripts_call_never_redirects_with_its_error_in_the_address() {
    let billing = Billing::new().await;
    let arguments = json!({ "client_id": "app-billing", "version": 7, "draft": good_draft() });
    for accept in ["text/html", "text/html,application/xhtml+xml,*/*;q=0.8"] {
        let call = request(Method::POST, "/portal/api/oauth-clients/edit")
            .header(header::COOKIE, &billing.cookie)
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ACCEPT, accept)
            .header(header::REFERER, format!("{ORIGIN}/oauth-clients"))
            .header("Sec-Fetch-Site", "same-origin");
        let answer = billing.world.send(call.body(arguments.to_string().into()).unwrap()).await;
        assert_eq!((answer.status, answer.header(header::LOCATION)), (StatusCode::CONFLICT, ""), "{accept}");
        assert_eq!(answer.json()["stale"]["version"], json!(1));
    }
}

#[tokio::test]
async fn another_client_id_and_a_broken_rule_are_422_and_a_taken_name_409() {
    let billing = Billing::new().await;
    let mut shop = good_draft();
    shop["client_name"] = json!("Shop");
    billing.world.register(&shop).await;
    let mut draft = good_draft();
    draft["client_id"] = json!("other");
    for (draft, status, field, code) in [
        (&draft, StatusCode::UNPROCESSABLE_ENTITY, "client_id", "fixed"),
        (&public(""), StatusCode::UNPROCESSABLE_ENTITY, "client_name", "required"),
        (&public("SHOP"), StatusCode::CONFLICT, "client_name", "taken"),
    ] {
        let answer = billing.edit(1, draft).await;
        let problem = &answer.json()["refused"]["problems"][0];
        assert_eq!(answer.status, status, "{}", answer.body);
        assert_eq!((&problem["field"], &problem["code"]), (&json!(field), &json!(code)));
    }
    let answer = billing.generate(json!({ "label": "", "old_secrets_end_at": NOW })).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(answer.json()["refused"]["problems"][0]["field"], json!("old_secrets_end_at"));
    assert_eq!(billing.detail().await["version"], json!(1));
}

#[tokio::test]
async fn while_a_request_is_in_progress_a_client_can_be_copied_but_not_edited_or_deleted() {
    let billing = Billing::new().await;
    billing.world.execute("UPDATE provisioning_requests SET state = 'in_progress', finished_at = NULL").await;
    assert_eq!(billing.detail().await["is_in_progress"], json!(true));
    is(&billing.edit(1, &public("Shop")).await, StatusCode::CONFLICT, json!("in_progress"));
    let deletion = billing.change("delete").await;
    let left_out = json!({ "changed": [], "left_out": [["app-billing", "in_progress"]] });
    is(&deletion, StatusCode::OK, left_out);
    let copy = billing.call("oauth-clients/copy", json!({ "client_id": "app-billing" })).await;
    assert_eq!((copy.status, &copy.json()["client_name"]), (StatusCode::OK, &json!("Billing copy")));
    assert_eq!(copy.json()["client_id"], json!(""));
    let rows =
        billing.world.call(&billing.cookie, "oauth-clients", &json!({ "view": {}, "page": null })).await;
    assert_eq!(rows.json()["rows"][0]["is_in_progress"], json!(true));
}

#[tokio::test]
async fn a_new_secret_is_in_its_one_answer_and_the_old_one_is_dead() {
    let billing = Billing::new().await;
    assert_eq!(billing.token_status(&billing.client).await, StatusCode::OK);
    billing.world.pass(1);
    let answer = billing.generate(json!({ "label": "Next" })).await;
    assert_eq!((answer.status, answer.header(header::CACHE_CONTROL)), (StatusCode::OK, "no-store"));
    let secret = answer.json()["secret"].as_str().unwrap().to_owned();
    let next = Integrator { client_id: "app-billing".to_owned(), client_secret: secret };
    assert_eq!(billing.token_status(&billing.client).await, StatusCode::UNAUTHORIZED);
    assert_eq!(billing.token_status(&next).await, StatusCode::OK);
    for page in ["/oauth-clients/app-billing", "/oauth-clients/app-billing?tab=credentials", "/audit-log"] {
        let body = billing.world.get_as(&billing.cookie, page).await.body;
        assert!(!body.contains(&next.client_secret[20..]), "{page}");
    }
    let secrets = billing.detail().await["secrets"].clone();
    let id = secrets[0]["id"].clone();
    let retire = json!({ "client_id": "app-billing", "secret_id": id });
    assert_eq!(billing.call("clients/secrets/retire", retire.clone()).await.status, StatusCode::OK);
    assert_eq!(billing.token_status(&next).await, StatusCode::UNAUTHORIZED);
    is(&billing.call("clients/secrets/retire", retire).await, StatusCode::NOT_FOUND, json!("not_found"));
}

#[tokio::test]
async fn an_overlap_ends_when_it_was_said_to() {
    let billing = Billing::new().await;
    let overlap = json!({ "label": "", "old_secrets_end_at": NOW + 3600 });
    assert_eq!(billing.generate(overlap.clone()).await.status, StatusCode::OK);
    is(&billing.generate(overlap).await, StatusCode::CONFLICT, json!("two_secrets_valid"));
    billing.world.pass(3599);
    assert_eq!(billing.token_status(&billing.client).await, StatusCode::OK);
    billing.world.pass(1);
    assert_eq!(billing.token_status(&billing.client).await, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_client_that_becomes_public_has_no_secrets_to_make() {
    let billing = Billing::new().await;
    assert_eq!(billing.token_status(&billing.client).await, StatusCode::OK);
    let edited = billing.edit(1, &public("Billing")).await;
    assert_eq!((edited.status, &edited.json()["client_secret"]), (StatusCode::OK, &Value::Null));
    assert_eq!(billing.token_status(&billing.client).await, StatusCode::UNAUTHORIZED);
    is(&billing.generate(json!({})).await, StatusCode::CONFLICT, json!("not_confidential"));
}

#[tokio::test]
async fn a_client_is_switched_off_and_on_and_deleted() {
    let billing = Billing::new().await;
    assert_eq!(billing.token_status(&billing.client).await, StatusCode::OK);
    let done = json!({ "changed": ["Billing"], "left_out": [] });
    is(&billing.change("disable").await, StatusCode::OK, done.clone());
    assert_eq!(billing.token_status(&billing.client).await, StatusCode::UNAUTHORIZED);
    is(&billing.change("enable").await, StatusCode::OK, done.clone());
    assert_eq!(billing.token_status(&billing.client).await, StatusCode::OK);
    is(&billing.change("delete").await, StatusCode::OK, done);
    assert_eq!(billing.token_status(&billing.client).await, StatusCode::UNAUTHORIZED);
    let gone = json!({ "changed": [], "left_out": [["app-billing", "not_found"]] });
    is(&billing.change("delete").await, StatusCode::OK, gone);
    assert!(billing.world.client_names().await.is_empty());
}

#[tokio::test]
async fn the_history_tells_what_was_done_and_by_whom() {
    let billing = Billing::new().await;
    billing.world.pass(60);
    billing.change("disable").await;
    let entity_id = billing.detail().await["entity_id"].clone();
    let arguments = json!({ "filter": { "entity_id": entity_id }, "after": null });
    let page = billing.world.call(&billing.cookie, "audit-events", &arguments).await.json();
    let events = page["events"].as_array().unwrap();
    assert_eq!((events.len(), &page["next"]), (2, &Value::Null));
    assert_eq!(events[0]["action"], json!("oauth_client.disabled"));
    assert_eq!(
        (&events[0]["actor"], &events[0]["happened_at"]),
        (&json!("ada@example.com"), &json!(NOW + 60))
    );
    let change = json!({ "field": "status", "old": "enabled", "new": "disabled" });
    assert_eq!(events[0]["changes"], json!([change]));
}
