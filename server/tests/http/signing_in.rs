//! The doors by which people sign in: what they answer, and what they never say.

use http::{Method, StatusCode, header};
use serde_json::{Value, json};

use crate::authenticator::Authenticator;
use crate::world::{Answer, EMAIL, PASSWORD, World, request};

/// A plain form, as a browser without script posts it from `page`.
async fn post(world: &World, cookie: &str, function: &str, page: &str, form: &str) -> Answer {
    let call = request(Method::POST, &format!("/portal/api/{function}"))
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::ACCEPT, "text/html")
        .header(header::REFERER, format!("http://localhost:3000{page}"))
        .header("Sec-Fetch-Site", "same-origin");
    world.send(call.body(form.to_owned().into()).unwrap()).await
}

async fn sign_in(world: &World, password: &str) -> Answer {
    let form = format!("email={}&password={}&next=%2Faudit-log", EMAIL, password.replace(' ', "+"));
    post(world, "", "sign-in", "/sign-in?next=%2Faudit-log", &form).await
}

/// The name and the value of each cookie that an answer sets.
fn cookies(answer: &Answer) -> Vec<(String, String)> {
    let set = answer.headers.get_all(header::SET_COOKIE).iter();
    let pairs =
        set.map(|cookie| cookie.to_str().unwrap().split(';').next().unwrap().split_once('=').unwrap());
    pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

fn session(answer: &Answer) -> String {
    let (name, value) = &cookies(answer)[0];
    format!("{name}={value}")
}

fn location(answer: &Answer) -> &str {
    answer.header(header::LOCATION)
}

/// Has the administrator set up a second factor; the next code is another.
async fn enrol(world: &World) -> (Authenticator, Vec<String>) {
    let cookie = world.signed_in().await;
    let offered = world.call(&cookie, "account/second-factor/offer", &json!({})).await;
    assert_eq!(offered.header(header::CACHE_CONTROL), "no-store");
    let offer = offered.json();
    let app = Authenticator::with(offer["key"].as_str().unwrap());
    let arguments = json!({ "sealed": offer["sealed"], "code": app.code(world.services.now()) });
    let added = world.call(&cookie, "account/second-factor/add", &arguments).await;
    assert_eq!((added.status, added.header(header::CACHE_CONTROL)), (StatusCode::OK, "no-store"));
    world.pass(30);
    (app, serde_json::from_value(added.json()).unwrap())
}

#[tokio::test]
async fn guesses_are_told_when_to_come_back_and_leave_nothing_in_the_address() {
    let world = World::set_up().await;
    for _ in 0..12 {
        let answer = sign_in(&world, "wrong").await;
        assert!(location(&answer).contains("wrong_credentials") || answer.status == StatusCode::FOUND);
        assert!(cookies(&answer).is_empty());
    }
    let answer = sign_in(&world, PASSWORD).await;
    assert_eq!(answer.header(header::RETRY_AFTER), "60");
    assert!(location(&answer).starts_with("http://localhost:3000/sign-in?"), "{}", location(&answer));
    assert!(!location(&answer).contains("ada") && !location(&answer).contains("correct"));
    let page = world.get(location(&answer).strip_prefix("http://localhost:3000").unwrap()).await;
    assert!(page.body.contains("Try again in 60 seconds"), "{}", page.body);

    let by_script = world
        .call_raw(
            "",
            "sign-in",
            "application/x-www-form-urlencoded",
            format!("email={EMAIL}&password=x").into_bytes(),
        )
        .await;
    assert_eq!(by_script.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(by_script.json(), json!({ "throttled": { "seconds": 60 } }));
    world.pass(60);
    assert_eq!(location(&sign_in(&world, PASSWORD).await), "/audit-log");
}

#[tokio::test]
async fn a_browser_is_known_once_its_person_is() {
    let world = World::set_up().await;
    let answer = sign_in(&world, PASSWORD).await;
    let set: Vec<_> =
        answer.headers.get_all(header::SET_COOKIE).iter().map(|cookie| cookie.to_str().unwrap()).collect();
    assert_eq!(set.len(), 2);
    assert!(set[1].starts_with("__Host-gatehouse-device="), "{}", set[1]);
    assert!(set[1].ends_with("; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=7776000"), "{}", set[1]);
    enrol(&world).await;
    let answer = sign_in(&world, PASSWORD).await;
    let names: Vec<_> = cookies(&answer).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["__Host-gatehouse"], "not by half of what it takes");
}

#[tokio::test]
async fn the_second_step_leads_on_and_nothing_else_is_open_before() {
    let world = World::set_up().await;
    let (app, _) = enrol(&world).await;
    let answer = sign_in(&world, PASSWORD).await;
    assert_eq!(location(&answer), "/sign-in/second-factor?next=%2Faudit%2Dlog");
    let half = session(&answer);
    for page in ["/audit-log", "/account", "/users"] {
        let answer = world.get_as(&half, page).await;
        assert_eq!(answer.status, StatusCode::FOUND, "{page}");
        assert!(location(&answer).starts_with("/sign-in?next="), "{page}");
    }
    let page = world.get_as(&half, "/sign-in/second-factor?next=%2Faudit-log").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Enter a code") && !page.body.contains(EMAIL));

    let at = "/sign-in/second-factor?next=%2Faudit-log";
    let wrong = post(&world, &half, "sign-in/second-factor", at, "code=000000&next=%2Faudit-log").await;
    assert!(location(&wrong).starts_with("http://localhost:3000/sign-in/second-factor?next=%2Faudit-log&"));
    assert!(!location(&wrong).contains("000000"), "{}", location(&wrong));
    let form = format!("code={}&next=%2Faudit-log", app.code(world.services.now()));
    let right = post(&world, &half, "sign-in/second-factor", at, &form).await;
    assert_eq!(location(&right), "/audit-log");
    let whole = session(&right);
    assert_ne!(whole, half);
    assert_eq!(cookies(&right).len(), 2);
    assert_eq!(world.get_as(&whole, "/audit-log").await.status, StatusCode::OK);
    assert_eq!(world.get_as(&half, "/audit-log").await.status, StatusCode::FOUND);
    // Who has nothing more to give is led on.
    let answer = world.get_as(&whole, "/sign-in/second-factor?next=%2F%2Felsewhere.example").await;
    assert_eq!((answer.status, location(&answer)), (StatusCode::FOUND, "/oauth-clients"));
    let answer = world.get("/sign-in/second-factor?next=%2Faudit-log").await;
    assert_eq!((answer.status, location(&answer)), (StatusCode::FOUND, "/sign-in?next=%2Faudit%2Dlog"));
}

#[tokio::test]
async fn a_key_and_its_codes_stand_in_one_answer_only() {
    let world = World::set_up().await;
    let (app, codes) = enrol(&world).await;
    let half = session(&sign_in(&world, PASSWORD).await);
    let form = format!("code={}", app.code(world.services.now()));
    let answer = post(&world, &half, "sign-in/second-factor", "/sign-in/second-factor", &form).await;
    let whole = session(&answer);
    for page in ["/account", "/users", "/audit-log"] {
        let body = world.get_as(&whole, page).await.body;
        assert!(codes.iter().all(|code| !body.contains(code.as_str())), "{page}");
    }
    let again = world.call(&whole, "account/second-factor/offer", &json!({})).await;
    assert_eq!((again.status, again.json()), (StatusCode::CONFLICT, json!("second_factor_there")));

    // Half of what it takes, where a second factor is to be set up: its page holds no key.
    let required = json!({ "is_required": true });
    assert_eq!(world.call(&whole, "users/sign-in-rules/change", &required).await.status, StatusCode::OK);
    world.execute("UPDATE portal_users SET totp_sealed = NULL").await;
    let half = session(&sign_in(&world, PASSWORD).await);
    let page = world.get_as(&half, "/sign-in/second-factor").await;
    assert!(page.body.contains("Set up a second factor"));
    let offered = world.call(&half, "sign-in/second-factor/offer", &json!({})).await.json();
    let offered: Vec<_> = ["key", "qr_path", "sealed"].map(|part| offered[part].as_str().unwrap()).into();
    assert!(offered.iter().all(|part| !page.body.contains(part)));
    let wrong: Value = json!({ "sealed": offered[2], "code": "000000", "next": null });
    let answer = world.call(&half, "sign-in/second-factor/add", &wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(answer.json()["refused"]["problems"][0]["field"], "code");
    assert!(cookies(&answer).is_empty());
}
