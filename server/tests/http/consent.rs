//! `POST /oauth2/consent`: a person's answer.

use http::{Method, StatusCode, header};

use crate::world::application::{FORM, asking, form, parameter};
use crate::world::{World, request};

#[tokio::test]
async fn a_person_declines() {
    let world = World::set_up().await;
    let client_id = world.public_client().await;
    let cookie = world.signed_in().await;
    let answer = world.consent(&cookie, &asking(&client_id, &[]), "deny").await;
    answer.assert_sent_back("access_denied");
    assert_eq!(parameter(answer.header(header::LOCATION), "state").as_deref(), Some("st&te=1"));
    let asked_again = world.authorize(&cookie, &asking(&client_id, &[])).await;
    assert_eq!(asked_again.status, StatusCode::OK);
}

#[tokio::test]
async fn another_site_cannot_answer_for_the_person() {
    let world = World::set_up().await;
    let client_id = world.public_client().await;
    let cookie = world.signed_in().await;
    let query = asking(&client_id, &[]);
    let body = form(&[("query", &query), ("answer", "allow")]);
    for (name, value) in [
        ("Sec-Fetch-Site", "cross-site"),
        ("Sec-Fetch-Site", "same-site"),
        ("Origin", "https://elsewhere.example"),
        ("Origin", "null"),
    ] {
        let post = request(Method::POST, "/oauth2/consent")
            .header(header::COOKIE, &cookie)
            .header(header::HOST, "localhost:3000")
            .header(header::CONTENT_TYPE, FORM)
            .header(name, value);
        let answer = world.send(post.body(body.clone().into()).unwrap()).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{name}: {value}");
    }
    let asked = world.authorize(&cookie, &query).await;
    assert_eq!(asked.status, StatusCode::OK, "nothing was allowed");
}

#[tokio::test]
async fn an_answer_that_cannot_be_read_is_400() {
    let world = World::set_up().await;
    let client_id = world.public_client().await;
    let cookie = world.signed_in().await;
    let query = asking(&client_id, &[]);
    let good = form(&[("query", &query), ("answer", "allow")]);
    for (content_type, body, status) in [
        (FORM, String::new(), StatusCode::BAD_REQUEST),
        (FORM, form(&[("query", &query)]), StatusCode::BAD_REQUEST),
        (FORM, form(&[("query", &query), ("answer", "yes")]), StatusCode::BAD_REQUEST),
        (FORM, format!("{good}&answer=deny"), StatusCode::BAD_REQUEST),
        (FORM, form(&[("query", "state=%ff"), ("answer", "allow")]), StatusCode::BAD_REQUEST),
        (FORM, form(&[("query", "a b"), ("answer", "allow")]), StatusCode::BAD_REQUEST),
        ("application/json", "{}".to_owned(), StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ("text/plain", good.clone(), StatusCode::UNSUPPORTED_MEDIA_TYPE),
    ] {
        let post = request(Method::POST, "/oauth2/consent")
            .header(header::COOKIE, &cookie)
            .header(header::CONTENT_TYPE, content_type);
        let answer = world.send(post.body(body.clone().into()).unwrap()).await;
        assert_eq!(answer.status, status, "{body}");
    }
    let signed_out = world.consent("", &query, "allow").await;
    assert!(signed_out.header(header::LOCATION).starts_with("/sign-in?next="), "{:?}", signed_out.headers);
}
