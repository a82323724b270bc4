//! `/oauth2/authorize`: what is judged, and where a browser is sent.

use axum::body::Body;
use http::{Method, StatusCode, header};
use serde_json::json;

use crate::world::application::{
    CALLBACK, CHALLENGE, FORM, VERIFIER, WEB_ORIGIN, asking, form, parameter, parameters,
};
use crate::world::{EMAIL, ORIGIN, PASSWORD, World, request};

#[tokio::test]
async fn a_person_signs_in_allows_and_comes_back_with_a_code() {
    let world = World::set_up().await;
    let client_id = world.public_client().await;
    let query = asking(&client_id, &[]);

    let answer = world.authorize("", &query).await;
    let sign_in = answer.header(header::LOCATION);
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(sign_in.starts_with("/sign-in?next=%2Foauth2%2Fauthorize%3F"), "{sign_in}");
    let page = world.get(sign_in).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Shop"), "the page names the application");
    let policy = page.header(header::CONTENT_SECURITY_POLICY);
    assert!(policy.contains("form-action 'self' https://myapp.com;"), "{policy}");

    let next = parameter(&format!("{ORIGIN}{sign_in}"), "next").unwrap();
    let sign_in = form(&[("email", EMAIL), ("password", PASSWORD), ("next", &next)]);
    let answer = world.call_raw("", "sign-in", FORM, sign_in.into_bytes()).await;
    assert_eq!(answer.header(header::LOCATION), next);
    let cookie = answer.header(header::SET_COOKIE).split(';').next().unwrap().to_owned();

    let page = world.get_as(&cookie, &next).await;
    assert_eq!((page.status, page.header(header::CACHE_CONTROL)), (StatusCode::OK, "no-store"));
    assert!(page.body.contains("Shop") && page.body.contains(EMAIL) && page.body.contains("myapp.com"));
    let policy = page.header(header::CONTENT_SECURITY_POLICY);
    assert!(policy.contains("form-action 'self' https://myapp.com;"), "{policy}");

    let query = next.split_once('?').unwrap().1;
    let answer = world.consent(&cookie, query, "allow").await;
    let location = answer.header(header::LOCATION);
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    assert!(location.starts_with(&format!("{CALLBACK}?")), "{location}");
    assert_eq!(parameter(location, "state").as_deref(), Some("st&te=1"));
    assert_eq!(parameter(location, "iss").as_deref(), Some(ORIGIN));
    let code = parameter(location, "code").unwrap();
    assert!(code.len() >= 43, "{code}");
    assert_eq!(answer.header(header::REFERRER_POLICY), "no-referrer");
    assert_eq!(answer.header(header::CACHE_CONTROL), "no-store");
    assert!(!answer.body.contains(&code));

    let again = world.authorize(&cookie, query).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "what was allowed is not asked twice");
    assert_ne!(parameter(again.header(header::LOCATION), "code").unwrap(), code);
}

#[tokio::test]
async fn the_sign_in_page_names_only_an_application_that_is_registered() {
    let world = World::set_up().await;
    let client_id = world.public_client().await;
    let good = format!("/oauth2/authorize?{}", asking(&client_id, &[]));
    let elsewhere = asking(&client_id, &[("redirect_uri", "https://elsewhere.example/")]);
    for next in [
        vec![],
        vec![("next", "/oauth-clients")],
        vec![("next", "/oauth2/authorize?")],
        vec![("next", &format!("/oauth2/authorize?{elsewhere}"))],
        vec![("next", &format!("/oauth2/authorize?{}", asking("app-unknown", &[])))],
        vec![("next", &format!("https://elsewhere.example{good}"))],
        vec![("next", &good), ("next", "/oauth-clients")],
    ] {
        let page = world.get(&format!("/sign-in?{}", form(&next))).await;
        assert_eq!(page.status, StatusCode::OK, "{next:?}");
        assert!(!page.body.contains("<strong>"), "{next:?}: {}", page.body);
        assert!(page.header(header::CONTENT_SECURITY_POLICY).contains("form-action 'self';"), "{next:?}");
    }
}

#[tokio::test]
async fn an_address_that_is_not_registered_is_never_led_to() {
    let world = World::set_up().await;
    let client_id = world.public_client().await;
    let cookie = world.signed_in().await;
    for redirect_uri in [
        "https://elsewhere.example/callback",
        "https://myapp.com.elsewhere.example/callback",
        "https://myapp.com@elsewhere.example/callback",
        "https://elsewhere.example\\@myapp.com/callback",
        "https://elsewhere.example#@myapp.com/callback",
        "https://myapp.com:8443/callback",
        "http://myapp.com/callback",
        "HTTPS://myapp.com/callback",
        "https://MYAPP.com/callback",
        "https://myapp.com./callback",
        "https://myapp.com/callback/",
        "https://myapp.com/callback?x=1",
        "https://myapp.com/callback#x",
        "https://myapp.com/callback%2f..%2felsewhere",
        "https://myapp.com/callback/../elsewhere",
        "https://myapp.com/callback/..;/elsewhere",
        "https://myapp.com/call%62ack",
        " https://myapp.com/callback",
        "https://myapp.com/callback\u{2028}",
        "//elsewhere.example/callback",
        "/callback",
        "javascript:alert(1)",
        "data:text/html,elsewhere.example",
        "com.elsewhere.example:/callback",
    ] {
        for changes in
            [&[][..], &[("prompt", "none")], &[("response_type", "token")], &[("scope", "unknown")]]
        {
            let mut all = vec![("redirect_uri", redirect_uri)];
            all.extend(changes);
            let query = asking(&client_id, &all);
            world.authorize(&cookie, &query).await.assert_refused(redirect_uri);
            world.authorize("", &query).await.assert_refused(redirect_uri);
        }
        let query = asking(&client_id, &[("redirect_uri", redirect_uri)]);
        let answer = world.consent(&cookie, &query, "allow").await;
        assert!(answer.header(header::LOCATION).starts_with("/oauth2/authorize?"), "{redirect_uri}");
    }
}

#[tokio::test]
async fn a_request_whose_client_or_redirect_uri_is_not_right_is_shown_to_the_person() {
    let world = World::set_up().await;
    let client_id = world.public_client().await;
    let integrator = world.integrator().await;
    let cookie = world.signed_in().await;
    let good = asking(&client_id, &[]);
    let elsewhere = form(&[("redirect_uri", "https://elsewhere.example/")]);
    for query in [
        String::new(),
        "%".to_owned(),
        asking("", &[]),
        asking("app-unknown", &[]),
        asking(client_id.trim_start_matches("app-"), &[]),
        asking(&client_id.to_uppercase(), &[]),
        asking(&integrator.client_id, &[]),
        asking(&client_id, &[("redirect_uri", "")]),
        format!("{good}&client_id={client_id}"),
        format!("{good}&{elsewhere}"),
        format!("{elsewhere}&{good}"),
        format!("{good}&x=%ff"),
        format!("{good}&x=%0d%0aLocation:%20https://elsewhere.example"),
        format!("{good}&x={}", "x".repeat(8 * 1024)),
    ] {
        world.authorize(&cookie, &query).await.assert_refused(&query);
    }
    world.execute("UPDATE oauth_clients SET status = 'disabled'").await;
    world.authorize(&cookie, &good).await.assert_refused("a disabled client");
}

#[tokio::test]
async fn errors_go_back_to_the_application() {
    let world = World::set_up().await;
    let client_id = world.public_client().await;
    let cookie = world.signed_in().await;
    let long = "x".repeat(256);
    for (changes, error) in [
        (vec![("response_type", "")], "invalid_request"),
        (vec![("response_type", "token")], "unsupported_response_type"),
        (vec![("response_type", "code id_token")], "unsupported_response_type"),
        (vec![("response_mode", "fragment")], "invalid_request"),
        (vec![("response_mode", "form_post")], "invalid_request"),
        (vec![("scope", "openid admin")], "invalid_scope"),
        (vec![("resource", "https://elsewhere.example")], "invalid_target"),
        (vec![("prompt", "none login")], "invalid_request"),
        (vec![("prompt", "create")], "invalid_request"),
        (vec![("max_age", "-1")], "invalid_request"),
        (vec![("max_age", "soon")], "invalid_request"),
        (vec![("nonce", &long)], "invalid_request"),
        (vec![("id_token_hint", "e30.e30.x")], "invalid_request"),
        (vec![("request", "e30.e30.")], "request_not_supported"),
        (vec![("request_uri", "https://elsewhere.example/r")], "request_uri_not_supported"),
        (vec![("registration", "{}")], "registration_not_supported"),
        (vec![("code_challenge", ""), ("code_challenge_method", "")], "invalid_request"),
        (vec![("code_challenge", "")], "invalid_request"),
        (vec![("code_challenge_method", "")], "invalid_request"),
        (vec![("code_challenge_method", "plain")], "invalid_request"),
        (vec![("code_challenge_method", "s256")], "invalid_request"),
        (vec![("code_challenge", "short")], "invalid_request"),
        (vec![("code_challenge", &long)], "invalid_request"),
    ] {
        let answer = world.authorize(&cookie, &asking(&client_id, &changes)).await;
        answer.assert_sent_back(error);
        assert_eq!(parameter(answer.header(header::LOCATION), "state").as_deref(), Some("st&te=1"));
    }
    let good = asking(&client_id, &[]);
    for repeated in [
        "response_type=code",
        "scope=openid",
        "code_challenge=x",
        "nonce=x",
        "prompt=none&prompt=none",
        "x=1&x=1",
    ] {
        world.authorize(&cookie, &format!("{good}&{repeated}")).await.assert_sent_back("invalid_request");
    }
    let two_states = world.authorize(&cookie, &format!("{good}&state=other")).await;
    two_states.assert_sent_back("invalid_request");
    assert_eq!(parameters(two_states.header(header::LOCATION), "state"), Vec::<String>::new());
}

#[tokio::test]
async fn a_state_comes_back_as_it_was() {
    let world = World::set_up().await;
    let client_id = world.public_client().await;
    let cookie = world.signed_in().await;
    for state in
        ["x", "a b+c%20d", "é\u{1F600}", "&error=x", "#fragment", "\"<script>", "https://myapp.com/?a=b"]
    {
        let changes = [("state", state), ("prompt", "none")];
        let answer = world.authorize(&cookie, &asking(&client_id, &changes)).await;
        answer.assert_sent_back("consent_required");
        assert_eq!(parameter(answer.header(header::LOCATION), "state").as_deref(), Some(state));
    }
    let answer = world.authorize(&cookie, &asking(&client_id, &[("state", ""), ("prompt", "none")])).await;
    assert_eq!(parameter(answer.header(header::LOCATION), "state"), None);
}

#[tokio::test]
async fn without_a_prompt_nobody_is_asked() {
    let world = World::set_up().await;
    let client_id = world.public_client().await;
    let cookie = world.signed_in().await;
    let silent = asking(&client_id, &[("prompt", "none")]);
    world.authorize("", &silent).await.assert_sent_back("login_required");
    world.authorize(&cookie, &silent).await.assert_sent_back("consent_required");
    world.code(&cookie, &asking(&client_id, &[])).await;
    let answer = world.authorize(&cookie, &silent).await;
    assert!(parameter(answer.header(header::LOCATION), "code").is_some(), "{:?}", answer.headers);
    world.pass(60);
    let old = world.authorize(&cookie, &asking(&client_id, &[("prompt", "none"), ("max_age", "30")])).await;
    old.assert_sent_back("login_required");
}

#[tokio::test]
async fn signing_in_anew_is_asked_for_once() {
    let world = World::set_up().await;
    let client_id = world.public_client().await;
    let cookie = world.signed_in().await;
    for changes in [("prompt", "login"), ("prompt", "select_account"), ("max_age", "0")] {
        world.pass(1);
        let answer = world.authorize(&cookie, &asking(&client_id, &[changes])).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{changes:?}");
        let next = parameter(&format!("{ORIGIN}{}", answer.header(header::LOCATION)), "next").unwrap();
        assert!(next.starts_with("/oauth2/authorize?"), "{next}");
        let page = world.get_as(&cookie, &next).await;
        assert_eq!(page.status, StatusCode::OK, "{changes:?} asks again: {next}");
        assert!(page.body.contains("Shop"));
    }
}

#[tokio::test]
async fn pkce_is_as_registered() {
    let world = World::set_up().await;
    let cookie = world.signed_in().await;
    let none = [("code_challenge", ""), ("code_challenge_method", "")];
    let plain = [("code_challenge", VERIFIER), ("code_challenge_method", "plain")];
    let unnamed = [("code_challenge", VERIFIER), ("code_challenge_method", "")];
    let s256 = [("code_challenge", CHALLENGE), ("code_challenge_method", "S256")];
    let public = async |name: &str, method: Option<&str>| {
        let changes = json!({ "client_name": name, "pkce_code_challenge_method": method });
        world.public_client_with(&changes).await
    };
    for (client_id, accepted) in [
        (public("S256", Some("S256")).await, vec![s256]),
        (public("Plain", Some("plain")).await, vec![plain, unnamed]),
        (public("None", None).await, vec![none, plain, unnamed, s256]),
        (world.confidential_client().await.client_id, vec![none, plain, unnamed, s256]),
    ] {
        for challenge in [none, plain, unnamed, s256] {
            let answer = world.authorize(&cookie, &asking(&client_id, &challenge)).await;
            if accepted.contains(&challenge) {
                assert_eq!(answer.status, StatusCode::OK, "{client_id} {challenge:?}");
            } else {
                answer.assert_sent_back("invalid_request");
            }
        }
    }
}

#[tokio::test]
async fn a_form_from_any_site_is_turned_into_a_query() {
    let world = World::set_up().await;
    let client_id = world.public_client().await;
    let query = asking(&client_id, &[]);
    let post = |content_type: &str, body: String| {
        request(Method::POST, "/oauth2/authorize")
            .header(header::CONTENT_TYPE, content_type)
            .header(header::ORIGIN, "https://myapp.com")
            .header("Sec-Fetch-Site", "cross-site")
            .body(Body::from(body))
            .unwrap()
    };
    let answer = world.send(post(FORM, query.clone())).await;
    let expected = format!("/oauth2/authorize?{query}");
    assert_eq!((answer.status, answer.header(header::LOCATION)), (StatusCode::SEE_OTHER, expected.as_str()));
    for (content_type, body, status) in [
        ("application/json", "{}".to_owned(), StatusCode::UNSUPPORTED_MEDIA_TYPE),
        (FORM, "state=%ff".to_owned(), StatusCode::BAD_REQUEST),
        (FORM, "state=a\r\nLocation: x".to_owned(), StatusCode::BAD_REQUEST),
        (FORM, format!("x={}", "x".repeat(9_000)), StatusCode::BAD_REQUEST),
        (FORM, format!("x={}", "x".repeat(20_000)), StatusCode::PAYLOAD_TOO_LARGE),
    ] {
        let answer = world.send(post(content_type, body)).await;
        assert_eq!(answer.status, status);
        assert!(answer.headers.get(header::LOCATION).is_none());
    }
}

#[tokio::test]
async fn other_methods_are_told_which_are_right() {
    let world = World::set_up().await;
    let cookie = world.signed_in().await;
    for method in [Method::HEAD, Method::PUT, Method::DELETE, Method::OPTIONS] {
        let request = request(method.clone(), "/oauth2/authorize").header(header::COOKIE, &cookie);
        let answer = world.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(
            (answer.status, answer.header(header::ALLOW)),
            (StatusCode::METHOD_NOT_ALLOWED, "GET, POST"),
            "{method}"
        );
    }
    let answer = world.get_as(&cookie, "/oauth2/consent").await;
    assert_eq!((answer.status, answer.header(header::ALLOW)), (StatusCode::METHOD_NOT_ALLOWED, "POST"));
}

#[tokio::test]
async fn without_its_tables_the_endpoint_says_that_it_is_unavailable() {
    let world = World::set_up().await;
    let client_id = world.public_client().await;
    let cookie = world.signed_in().await;
    world.execute("ALTER TABLE oauth_clients RENAME TO gone").await;
    let answer = world.authorize(&cookie, &asking(&client_id, &[])).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(!answer.header(header::RETRY_AFTER).is_empty());
    assert!(answer.body.contains("reference"), "{}", answer.body);
}

#[tokio::test]
async fn the_authorization_endpoint_is_not_for_scripts_of_other_sites() {
    let world = World::set_up().await;
    let client_id = world.public_client().await;
    let cookie = world.signed_in().await;
    let get = request(Method::GET, &format!("/oauth2/authorize?{}", asking(&client_id, &[])))
        .header(header::COOKIE, &cookie)
        .header(header::ORIGIN, WEB_ORIGIN);
    let answer = world.send(get.body(Body::empty()).unwrap()).await;
    assert!(answer.headers.get(header::ACCESS_CONTROL_ALLOW_ORIGIN).is_none());
}
