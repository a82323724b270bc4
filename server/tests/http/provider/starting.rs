//! The way there and back.

use std::collections::HashMap;

use http::{Method, StatusCode, header};
use openidconnect::url::Url;
use serde_json::json;

use super::{Beside, is_over, kept, location};
use crate::world::application::basic;
use crate::world::outside::{CLIENT_ID, CLIENT_SECRET};
use crate::world::{World, request};

#[tokio::test]
async fn a_person_is_sent_to_the_provider_with_all_that_protects_the_way() {
    let beside = Beside::with(&["--provider-scopes=openid email groups"]).await;
    let answer = beside.world.get("/sign-in/provider?next=%2Faudit-log").await;
    assert_eq!((answer.status, answer.header(header::CACHE_CONTROL)), (StatusCode::SEE_OTHER, "no-store"));
    let there = Url::parse(location(&answer)).unwrap();
    assert_eq!(there.as_str().split('?').next().unwrap(), format!("{}/authorize", beside.outside.issuer));
    let asked: HashMap<_, _> = there.query_pairs().into_owned().collect();
    assert_eq!(asked["response_type"], "code");
    assert_eq!(asked["client_id"], CLIENT_ID);
    assert_eq!(asked["redirect_uri"], "http://localhost:3000/sign-in/provider/callback");
    assert_eq!(asked["scope"], "openid email groups");
    assert_eq!((asked["code_challenge_method"].as_str(), asked["code_challenge"].len()), ("S256", 43));
    assert!(asked["state"].len() == 43 && asked["nonce"].len() == 43 && asked["state"] != asked["nonce"]);

    let set = answer.header(header::SET_COOKIE);
    assert!(set.ends_with("; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=600"), "{set}");
    for secret in ["state", "nonce", "code_challenge"] {
        assert!(!set.contains(&asked[secret]), "the cookie is sealed");
    }
    let (other, _) = beside.begun().await;
    assert!(!other.contains(&asked["state"]) && !other.contains(&asked["nonce"]));
}

#[tokio::test]
async fn who_comes_back_is_signed_in_and_led_on() {
    let beside = Beside::new().await;
    let answer = beside.world.get("/sign-in/provider?next=%2Faudit-log%3Fq%3D1").await;
    let (there, cookie) = (location(&answer).to_owned(), kept(&answer, "provider").unwrap());
    let back = beside.back(&cookie, &beside.outside.comes_back(&there, "code")).await;
    assert_eq!((back.status, location(&back)), (StatusCode::SEE_OTHER, "/audit-log?q=1"));
    assert!(is_over(&back) && kept(&back, "device").is_some());
    let session = kept(&back, "").unwrap();
    let page = beside.world.get_as(&session, "/audit-log").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("eve@example.com"));

    let (form, authorization) = beside.outside.last_redemption();
    assert_eq!((form["grant_type"].as_str(), form["code"].as_str()), ("authorization_code", "code"));
    assert_eq!(form["redirect_uri"], "http://localhost:3000/sign-in/provider/callback");
    assert!(form["code_verifier"].len() >= 43 && !form.contains_key("client_secret"));
    let encoded = CLIENT_SECRET.replace(' ', "+");
    assert_eq!(authorization.unwrap(), basic(CLIENT_ID, &encoded));
}

#[tokio::test]
async fn a_person_never_leaves_the_portal_on_the_way_back() {
    let beside = Beside::new().await;
    for (code, next) in [
        ("1", "https%3A%2F%2Felsewhere.example%2F"),
        ("2", "%2F%2Felsewhere.example"),
        ("3", "%2Fsign-in"),
        ("4", "%0A"),
    ] {
        let answer = beside.world.get(&format!("/sign-in/provider?next={next}")).await;
        let (there, cookie) = (location(&answer).to_owned(), kept(&answer, "provider").unwrap());
        let back = beside.back(&cookie, &beside.outside.comes_back(&there, code)).await;
        assert_eq!(location(&back), "/oauth-clients", "{next}");
    }
}

#[tokio::test]
async fn what_the_id_token_does_not_say_is_asked_for() {
    let beside = Beside::with(&["--provider-role-claim=realm_access.roles", "--provider-members=*"]).await;
    beside.outside.says(json!({ "email": null, "email_verified": null, "roles": null }));
    beside.outside.says_when_asked(json!({
        "email": "eve@example.com", "email_verified": "true", "realm_access": { "roles": ["audit"] },
    }));
    assert_eq!(location(&beside.come("1").await), "/oauth-clients", "an Auditor");
    // Now nothing is said of a role: everybody may be a Member.
    beside.outside.says_when_asked(json!({}));
    assert_eq!(location(&beside.come("2").await), "/account", "a Member");
}

#[tokio::test]
async fn the_session_before_ends() {
    let beside = Beside::new().await;
    let before = beside.world.signed_in().await;
    let (there, cookie) = beside.begun().await;
    let both = format!("{before}; {cookie}");
    let back = beside.back(&both, &beside.outside.comes_back(&there, "code")).await;
    let session = kept(&back, "").unwrap();
    assert_ne!(session, before);
    assert_eq!(beside.world.get_as(&before, "/account").await.status, StatusCode::FOUND);
    assert_eq!(beside.world.get_as(&session, "/account").await.status, StatusCode::OK);
}

#[tokio::test]
async fn nobody_begins_a_way_but_a_browser_that_goes_there_as_its_page() {
    let beside = Beside::new().await;
    for (name, value, status, leads_to) in [
        ("sec-fetch-mode", "navigate", StatusCode::SEE_OTHER, "http://"),
        ("sec-fetch-dest", "document", StatusCode::SEE_OTHER, "http://"),
        ("sec-fetch-site", "same-origin", StatusCode::SEE_OTHER, "http://"),
        ("sec-fetch-site", "none", StatusCode::SEE_OTHER, "http://"),
        ("sec-fetch-site", "cross-site", StatusCode::SEE_OTHER, "/sign-in?next=%2Faudit%2Dlog"),
        ("sec-fetch-site", "same-site", StatusCode::SEE_OTHER, "/sign-in?next=%2Faudit%2Dlog"),
        ("sec-fetch-mode", "no-cors", StatusCode::BAD_REQUEST, ""),
        ("sec-fetch-mode", "cors", StatusCode::BAD_REQUEST, ""),
        ("sec-fetch-dest", "image", StatusCode::BAD_REQUEST, ""),
        ("sec-fetch-dest", "iframe", StatusCode::BAD_REQUEST, ""),
    ] {
        let get = request(Method::GET, "/sign-in/provider?next=%2Faudit-log").header(name, value);
        let answer = beside.world.send(get.body("".into()).unwrap()).await;
        assert_eq!(answer.status, status, "{name}: {value}");
        assert!(location(&answer).starts_with(leads_to), "{name}: {value}: {}", location(&answer));
        assert_eq!(kept(&answer, "provider").is_some(), leads_to == "http://", "{name}: {value}");
    }
    let (there, cookie) = beside.begun().await;
    let get = request(Method::GET, &beside.outside.comes_back(&there, "code"))
        .header(header::COOKIE, cookie)
        .header("sec-fetch-dest", "image");
    assert_eq!(beside.world.send(get.body("".into()).unwrap()).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(beside.outside.redemptions(), 0);
}

#[tokio::test]
async fn the_provider_is_asked_what_it_is_once_in_a_while_and_again_when_it_was_down() {
    let beside = Beside::new().await;
    for _ in 0..5 {
        beside.begun().await;
    }
    assert_eq!(beside.outside.discoveries(), 1);
    beside.outside.goes_down();
    beside.world.pass(10);
    for _ in 0..5 {
        let answer = beside.world.get("/sign-in/provider?next=%2Faudit-log").await;
        assert_eq!(location(&answer), "/sign-in?next=%2Faudit%2Dlog&problem=unreachable");
    }
    assert_eq!(beside.outside.discoveries(), 2);
    let page = beside.world.get("/sign-in?problem=unreachable").await;
    assert!(page.body.contains("127.0.0.1 cannot be reached"), "{}", page.body);
    beside.world.signed_in().await;
    beside.outside.comes_up();
    beside.world.pass(10);
    beside.begun().await;
}

#[tokio::test]
async fn the_button_is_there_where_a_provider_is_and_leads_on() {
    let beside = Beside::with(&["--provider-name=Example <AG>"]).await;
    let page = beside.world.get("/sign-in?next=%2Faudit-log").await.body;
    assert!(page.contains("href=\"/sign-in/provider?next=%2Faudit%2Dlog\""), "{page}");
    assert!(page.contains("Example &lt;AG&gt;") && !page.contains("<AG>"), "{page}");
    for unknown in ["", "no-such-problem", "%3Cscript%3E", "not_invitedx"] {
        let page = beside.world.get(&format!("/sign-in?problem={unknown}")).await.body;
        assert!(!page.contains("role=\"alert\""), "{unknown}: {page}");
    }

    let alone = World::set_up().await;
    let page = alone.get("/sign-in?problem=not_invited").await.body;
    assert!(!page.contains("/sign-in/provider") && !page.contains("data-provider"), "{page}");
    assert!(!page.contains("role=\"alert\""), "{page}");
    for path in ["/sign-in/provider", "/sign-in/provider/callback"] {
        assert_eq!(alone.get(path).await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn who_sets_out_very_often_is_told_when_to_come_back() {
    let beside = Beside::new().await;
    for number in 0..200 {
        assert!(location(&beside.world.get("/sign-in/provider").await).starts_with("http"), "{number}");
    }
    let answer = beside.world.get("/sign-in/provider?next=%2Faudit-log").await;
    assert_eq!(location(&answer), "/sign-in?next=%2Faudit%2Dlog&problem=throttled");
    assert_eq!((answer.header(header::RETRY_AFTER), kept(&answer, "provider")), ("1", None));
    let page = beside.world.get("/sign-in?problem=throttled").await.body;
    assert!(page.contains("Too many attempts."), "{page}");
    beside.world.signed_in().await;

    // Who comes back is counted too, and who is let in has cost nothing.
    beside.world.pass(3);
    let (there, cookie) = beside.begun().await;
    let back = beside.back(&cookie, &beside.outside.comes_back(&there, "1")).await;
    assert_eq!(location(&back), "/oauth-clients");
    let (there, cookie) = beside.begun().await;
    for number in 0..2 {
        let path = format!("{}&error=access_denied", beside.outside.comes_back(&there, "2"));
        assert_eq!(location(&beside.back(&cookie, &path).await), "/sign-in?problem=refused", "{number}");
    }
    let back = beside.back(&cookie, &beside.outside.comes_back(&there, "3")).await;
    assert_eq!(location(&back), "/sign-in?problem=throttled");
    assert_eq!(beside.outside.redemptions(), 1);
}
