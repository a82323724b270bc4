//! Scopes, roles and environments, as those see them who ask for tokens and about tokens.

use http::{StatusCode, header};
use serde_json::{Value, json};

use crate::world::application::{CALLBACK, VERIFIER, asking, parameter};
use crate::world::{Integrator, NOW, ORIGIN, World};

const TOKEN: &str = "/oauth2/token";
const PRODUCTION: &str = "http://localhost:3000/environments/production";

/// An API with a role that allows all of its scopes.
struct Api {
    role_id: String,
}

impl World {
    async fn ask_portal(&self, function: &str, arguments: &Value) -> Value {
        let cookie = self.signed_in().await;
        let answer = self.call(&cookie, function, arguments).await;
        assert_eq!(answer.status, StatusCode::OK, "{function}: {}", answer.body);
        answer.json()
    }

    async fn add_api(&self, name: &str, scopes: &[&str]) -> Api {
        let draft = json!({ "name": name, "scopes": scopes });
        let api = self.ask_portal("apis/add", &json!({ "draft": draft })).await;
        let draft = json!({ "name": "Everything", "scopes": scopes });
        let arguments = json!({ "api_id": api["id"], "draft": draft });
        let role = self.ask_portal("apis/roles/add", &arguments).await;
        Api { role_id: role["id"].as_str().unwrap().to_owned() }
    }

    async fn assign(&self, holder: &Integrator, api: &Api) {
        let arguments = json!({ "client_id": holder.client_id, "seen": [], "wanted": [api.role_id] });
        self.ask_portal("clients/roles/assign", &arguments).await;
    }

    async fn principal(&self, name: &str, environment: &str) -> Integrator {
        let draft =
            json!({ "client_name": name, "security_type": "client_secret", "environment": environment });
        let saved = self.ask_portal("principals/register", &json!({ "draft": draft })).await;
        Integrator {
            client_id: saved["client_id"].as_str().unwrap().to_owned(),
            client_secret: saved["client_secret"].as_str().unwrap().to_owned(),
        }
    }
}

/// What a token says, as a resource server reads it that has verified it.
fn claims(answer: &Value) -> Value {
    let token = answer["access_token"].as_str().unwrap();
    jsonwebtoken::dangerous::insecure_decode::<Value>(token).unwrap().claims
}

#[tokio::test]
async fn a_token_allows_what_roles_allow_or_less() {
    let world = World::set_up().await;
    let api = world.add_api("Billing", &["invoices.read", "invoices.write"]).await;
    for (holder, audience, environment) in [
        (world.principal("Back_end", "production").await, PRODUCTION, json!("production")),
        (world.integrator().await, ORIGIN, Value::Null),
    ] {
        let grant = ("grant_type", "client_credentials");
        let bare = world.post(TOKEN, Some(&holder.basic()), &[grant]).await;
        assert_eq!(bare.status, StatusCode::OK, "{}", bare.body);
        assert_eq!((bare.json().get("scope"), claims(&bare.json()).get("scope")), (None, None));
        world.assign(&holder, &api).await;
        for (asked, expected) in [
            (None, "invoices.read invoices.write"),
            (Some("invoices.write"), "invoices.write"),
            (Some("invoices.write invoices.read"), "invoices.read invoices.write"),
        ] {
            let mut pairs = vec![grant, ("resource", audience)];
            pairs.extend(asked.map(|asked| ("scope", asked)));
            let answer = world.post(TOKEN, Some(&holder.basic()), &pairs).await;
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
            assert_eq!(answer.header(header::CACHE_CONTROL), "no-store");
            let (body, said) = (answer.json(), claims(&answer.json()));
            assert_eq!((&body["scope"], &said["scope"]), (&json!(expected), &json!(expected)));
            assert_eq!((&said["aud"], &said["iss"]), (&json!(audience), &json!(ORIGIN)));
            assert_eq!(
                (&said["sub"], &said["client_id"]),
                (&json!(holder.client_id), &json!(holder.client_id))
            );
            assert_eq!((&said["environment"], &said["iat"]), (&environment, &json!(NOW)));
        }
    }
}

#[tokio::test]
async fn nobody_gets_more_than_roles_allow_nor_for_elsewhere() {
    let world = World::set_up().await;
    let api = world.add_api("Billing", &["invoices.read"]).await;
    world.add_api("Stock", &["stock:count"]).await;
    let principal = world.principal("Back_end", "production").await;
    let machine = world.integrator().await;
    for (holder, elsewhere) in [(&principal, ORIGIN), (&machine, PRODUCTION)] {
        world.assign(holder, &api).await;
        let grant = ("grant_type", "client_credentials");
        for (pair, error) in [
            (("scope", "stock:count"), "invalid_scope"),
            (("scope", "invoices.read stock:count"), "invalid_scope"),
            (("scope", "openid"), "invalid_scope"),
            (("scope", "\"\\"), "invalid_scope"),
            (("resource", elsewhere), "invalid_target"),
            (("resource", "https://elsewhere.example"), "invalid_target"),
        ] {
            let answer = world.post(TOKEN, Some(&holder.basic()), &[grant, pair]).await;
            answer.assert_error(StatusCode::BAD_REQUEST, error);
        }
    }
}

#[tokio::test]
async fn nothing_is_told_across_environments() {
    let world = World::set_up().await;
    let billing = world.principal("Billing", "production").await;
    let stock = world.principal("Stock", "production").await;
    let trial = world.principal("Trial", "development").await;
    let machine = world.integrator().await;
    let token = world.own_token(&billing).await;
    assert_eq!(world.introspect(&trial, &token).await, json!({ "active": false }));
    for caller in [&billing, &stock, &machine] {
        let told = world.introspect(caller, &token).await;
        assert_eq!((&told["active"], &told["environment"]), (&json!(true), &json!("production")));
        assert_eq!((&told["aud"], &told["client_id"]), (&json!(PRODUCTION), &json!(billing.client_id)));
    }
    let of_machine = world.own_token(&machine).await;
    let told = world.introspect(&trial, &of_machine).await;
    assert_eq!((&told["active"], told.get("environment")), (&json!(true), None));

    let pairs = [("token", token.as_str())];
    let refused = world.post("/oauth2/revoke", Some(&stock.basic()), &pairs).await;
    refused.assert_error(StatusCode::BAD_REQUEST, "invalid_grant");
    let given_back = world.post("/oauth2/revoke", Some(&billing.basic()), &pairs).await;
    assert_eq!(given_back.status, StatusCode::OK);
    assert_eq!(world.introspect(&stock, &token).await, json!({ "active": false }));
}

#[tokio::test]
async fn a_principal_signs_nobody_in() {
    let world = World::set_up().await;
    let principal = world.principal("Back_end", "production").await;
    let cookie = world.signed_in().await;
    let answer = world.authorize(&cookie, &asking(&principal.client_id, &[])).await;
    answer.assert_refused("a principal");
    for pairs in [
        [("grant_type", "authorization_code"), ("code", "unknown")],
        [("grant_type", "refresh_token"), ("refresh_token", "unknown")],
    ] {
        let answer = world.post(TOKEN, Some(&principal.basic()), &pairs).await;
        answer.assert_error(StatusCode::BAD_REQUEST, "unauthorized_client");
    }
    let bearer = format!("Bearer {}", world.own_token(&principal).await);
    let answer = world.post("/oauth2/userinfo", Some(&bearer), &[]).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.header(header::WWW_AUTHENTICATE).contains("insufficient_scope"), "{:?}", answer.headers);
}

#[tokio::test]
async fn a_person_is_told_what_an_application_may_do_at_an_api() {
    let world = World::set_up().await;
    let api = world.add_api("Billing API", &["invoices.read", "invoices.write"]).await;
    let office = world.confidential_client().await;
    let cookie = world.signed_in().await;
    let query = asking(&office.client_id, &[("scope", "openid invoices.read")]);
    let answer = world.authorize(&cookie, &query).await;
    answer.assert_sent_back("invalid_scope");
    world.assign(&office, &api).await;
    let page = world.authorize(&cookie, &query).await;
    assert_eq!(page.status, StatusCode::OK);
    for told in ["know who you are", "Billing API", "invoices.read"] {
        assert!(page.body.contains(told), "{told}: {}", page.body);
    }
    assert!(!page.body.contains("invoices.write"), "{}", page.body);
    let answer = world.consent(&cookie, &query, "allow").await;
    let code = parameter(answer.header(header::LOCATION), "code").unwrap();
    let pairs = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    let tokens = world.post(TOKEN, Some(&office.basic()), &pairs).await.json();
    assert_eq!(tokens["scope"], "openid invoices.read");
    assert_eq!((&claims(&tokens)["scope"], &claims(&tokens)["aud"]), (&tokens["scope"], &json!(ORIGIN)));
    let answer = world.authorize(&cookie, &query).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "a person is asked once");
}
