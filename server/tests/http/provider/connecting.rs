//! A person with a password comes through the provider from now on.

use http::{StatusCode, header};
use openidconnect::url::Url;
use serde_json::{Value, json};

use super::{Beside, kept, location};
use crate::world::Answer;

/// Where the page that leads on leads to.
fn leads_to(answer: &Answer) -> String {
    let url = answer.body.split("<a href=\"").nth(1).unwrap().split('"').next().unwrap();
    url.replace("&amp;", "&")
}

/// Presses *Connect*: where to, and the cookies of the browser.
async fn begun(beside: &Beside, session: &str) -> (String, String) {
    let answer = beside.connect(session).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    (leads_to(&answer), format!("{session}; {}", kept(&answer, "provider").unwrap()))
}

async fn link(beside: &Beside, session: &str) -> Value {
    let answer = beside.world.call(session, "account/provider", &json!({})).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    answer.json()
}

#[tokio::test]
async fn a_person_connects_the_provider_and_disconnects_it() {
    let beside = Beside::with(&["--provider-name=Example"]).await;
    let session = beside.world.signed_in().await;
    assert_eq!(
        link(&beside, &session).await,
        json!({ "name": "Example", "is_linked": false, "has_password": true })
    );
    let page = beside.connect(&session).await;
    assert!(page.body.contains("http-equiv=\"refresh\""), "{}", page.body);
    assert!(page.header(header::CONTENT_SECURITY_POLICY).contains("default-src 'none'"));
    assert!(Url::parse(&leads_to(&page)).unwrap().query().unwrap().contains("code_challenge"));

    let (there, cookies) = begun(&beside, &session).await;
    let back = beside.back(&cookies, &beside.outside.comes_back(&there, "connect")).await;
    assert_eq!((back.status, location(&back)), (StatusCode::SEE_OTHER, "/account"));
    assert!(kept(&back, "").is_none(), "the session stays as it is");
    assert_eq!(link(&beside, &session).await["is_linked"], true);
    assert_eq!(location(&beside.come("in").await), "/oauth-clients", "as Ada, an Administrator");

    let answer = beside.world.call(&session, "account/provider/disconnect", &json!({})).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    assert_eq!(link(&beside, &session).await["is_linked"], false);
    let again = beside.world.call(&session, "account/provider/disconnect", &json!({})).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn nobody_is_linked_but_the_person_who_asked_in_the_session_in_which_they_did() {
    let beside = Beside::new().await;
    let ada = beside.world.signed_in().await;
    let eve = kept(&beside.come("eve").await, "").unwrap();
    beside.outside.says(json!({ "sub": "ada-there" }));
    for (why, session) in [("another person", eve.as_str()), ("nobody", "x=y")] {
        let (there, cookies) = begun(&beside, &ada).await;
        let flow = cookies.split_once("; ").unwrap().1;
        let path = beside.outside.comes_back(&there, why);
        let back = beside.back(&format!("{session}; {flow}"), &path.replace(' ', "+")).await;
        assert_eq!(location(&back), "/account?problem=signed_out", "{why}");
        assert_eq!(link(&beside, &ada).await["is_linked"], false, "{why}");
    }
    // Another session of the same person's is as good.
    let (there, cookies) = begun(&beside, &ada).await;
    let flow = cookies.split_once("; ").unwrap().1;
    let other = beside.world.signed_in().await;
    let back = beside.back(&format!("{other}; {flow}"), &beside.outside.comes_back(&there, "code")).await;
    assert_eq!(location(&back), "/account");
}

#[tokio::test]
async fn what_cannot_be_linked_is_told_on_the_page_of_the_account() {
    let beside = Beside::new().await;
    let ada = beside.world.signed_in().await;
    let eve = kept(&beside.come("eve").await, "").unwrap();
    let (there, cookies) = begun(&beside, &ada).await;
    let back = beside.back(&cookies, &beside.outside.comes_back(&there, "taken")).await;
    assert_eq!(location(&back), "/account?problem=not_invited", "Eve is linked with it");
    assert_eq!(
        location(&beside.connect(&eve).await),
        "/account?problem=through_provider",
        "without a password"
    );
    let answer = beside.world.call(&eve, "account/provider/disconnect", &json!({})).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);

    beside.outside.goes_down();
    beside.world.pass(10);
    assert_eq!(location(&beside.connect(&ada).await), "/account?problem=unreachable");
    assert_eq!(location(&beside.connect("").await), "/sign-in?next=%2Faccount");
}

#[tokio::test]
async fn who_has_the_session_only_cannot_connect_anybody() {
    let beside = Beside::new().await;
    let ada = beside.world.signed_in().await;
    for form in ["", "password=", "password=wrong", "password=%zz", "pass=x", "password=x&password=x"] {
        let answer = beside.connect_with(&ada, form).await;
        assert_eq!(
            (answer.status, location(&answer)),
            (StatusCode::SEE_OTHER, "/account?problem=wrong_password"),
            "{form}"
        );
        assert!(kept(&answer, "provider").is_none(), "{form}");
    }
    let page = beside.world.get_as(&ada, "/account?problem=wrong_password").await.body;
    assert!(page.contains("This is not your password."), "{page}");
    for _ in 0..4 {
        beside.connect_with(&ada, "password=wrong").await;
    }
    let answer = beside.connect(&ada).await;
    assert_eq!(location(&answer), "/account?problem=throttled");
    assert_eq!(answer.header(header::RETRY_AFTER), "60");
    assert_eq!(beside.outside.discoveries(), 0, "nobody set out");
}
