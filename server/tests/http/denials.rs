//! What whoever looks after a client sees of its refused requests.

use domain::DenialReason;
use http::{StatusCode, header};
use service::ClientDenial;

use crate::world::application::{CALLBACK, VERIFIER, asking, basic, parameter};
use crate::world::log::Log;
use crate::world::{Answer, World, request};

pub async fn denials(world: &World, client_id: &str) -> Vec<ClientDenial> {
    let cookie = world.signed_in().await;
    let token = cookie.split_once('=').unwrap().1;
    let reader = world.services.signed_in(token, None).await.unwrap().unwrap().reader().unwrap();
    world.services.denials(&reader, client_id).await.unwrap()
}

/// What the caller was told to look for.
fn reference(answer: &Answer) -> String {
    let description = answer.json()["error_description"].as_str().unwrap().to_owned();
    description.split_once("(reference ").unwrap().1.trim_end_matches(')').to_owned()
}

#[tokio::test]
async fn a_refused_token_request_is_kept_with_its_reason() {
    let world = World::set_up().await;
    let client = world.confidential_client().await;
    let cookie = world.signed_in().await;
    let basic_auth = client.basic();
    let wrong = {
        let (front, last) = client.client_secret.split_at(client.client_secret.len() - 2);
        basic(&client.client_id, &format!("{front}{}", if last == "AA" { "BB" } else { "AA" }))
    };
    let redeem = ("grant_type", "authorization_code");
    let (uri, verifier) = (("redirect_uri", CALLBACK), ("code_verifier", VERIFIER));
    let code = world.code(&cookie, &asking(&client.client_id, &[])).await;
    let other_code = world.code(&cookie, &asking(&client.client_id, &[])).await;
    let elsewhere = "https://myapp.com/elsewhere";
    for (authorization, pairs, reason, detail) in [
        (Some(&basic_auth), vec![redeem, redeem], DenialReason::ParameterRepeated, "grant_type"),
        (Some(&basic_auth), vec![redeem], DenialReason::ParameterMissing, "code"),
        (Some(&basic_auth), vec![("grant_type", "password")], DenialReason::GrantUnsupported, "password"),
        (
            Some(&basic_auth),
            vec![redeem, ("code", &code), ("client_secret", &client.client_secret)],
            DenialReason::AuthenticationMixed,
            "",
        ),
        (
            None,
            vec![redeem, ("code", &code), ("client_id", &client.client_id)],
            DenialReason::AuthenticationMissing,
            "",
        ),
        (Some(&wrong), vec![redeem, ("code", &code)], DenialReason::SecretWrong, ""),
        (Some(&basic_auth), vec![redeem, ("code", "unknown")], DenialReason::CodeUnknown, ""),
        (
            Some(&basic_auth),
            vec![redeem, ("code", &code), ("redirect_uri", elsewhere), verifier],
            DenialReason::RedirectUriDiffers,
            elsewhere,
        ),
        (Some(&basic_auth), vec![redeem, ("code", &other_code), uri], DenialReason::PkceVerifierMissing, ""),
        (
            Some(&basic_auth),
            vec![("grant_type", "refresh_token"), ("refresh_token", "unknown")],
            DenialReason::RefreshTokenUnknown,
            "",
        ),
        (
            Some(&basic_auth),
            vec![("grant_type", "client_credentials")],
            DenialReason::GrantNotRegistered,
            "client_credentials",
        ),
    ] {
        let answer = world.post("/oauth2/token", authorization.map(String::as_str), &pairs).await;
        assert!(answer.status.is_client_error(), "{reason:?}: {}", answer.body);
        let kept = denials(&world, &client.client_id).await;
        let found = kept.iter().find(|kept| kept.reason == reason);
        let found = found.unwrap_or_else(|| panic!("{reason:?} {} {kept:?}", answer.body));
        assert_eq!((found.detail.as_str(), found.times), (detail, 1), "{reason:?}");
        assert_eq!(found.last_reference, reference(&answer), "{reason:?}");
    }
}

#[tokio::test]
async fn other_endpoints_keep_theirs_too() {
    let world = World::set_up().await;
    let client = world.confidential_client().await;
    for path in ["/oauth2/introspect", "/oauth2/revoke"] {
        let answer = world.post(path, Some(&client.basic()), &[]).await;
        answer.assert_error(StatusCode::BAD_REQUEST, "invalid_request");
    }
    let json = request(http::Method::POST, "/oauth2/token")
        .header(header::AUTHORIZATION, client.basic())
        .header(header::CONTENT_TYPE, "application/json");
    world.send(json.body("{}".into()).unwrap()).await;
    let kept = denials(&world, &client.client_id).await;
    let kept: Vec<_> = kept.iter().map(|kept| (kept.reason, kept.detail.as_str(), kept.times)).collect();
    assert!(kept.contains(&(DenialReason::ParameterMissing, "token", 2)), "{kept:?}");
    assert!(kept.contains(&(DenialReason::ParameterInvalid, "Content-Type", 1)), "{kept:?}");
}

#[tokio::test]
async fn an_authorization_request_that_leads_nowhere_says_why_to_those_who_can_mend_it() {
    let world = World::set_up().await;
    let client_id = world.public_client().await;
    let cookie = world.signed_in().await;
    let elsewhere = "https://myapp.com/elsewhere";
    let answer = world.authorize(&cookie, &asking(&client_id, &[("redirect_uri", elsewhere)])).await;
    let kept = denials(&world, &client_id).await;
    assert_eq!(kept.len(), 1, "{kept:?}");
    assert_eq!(
        (kept[0].reason, kept[0].detail.as_str()),
        (DenialReason::RedirectUriNotRegistered, elsewhere)
    );
    assert!(answer.body.contains(&kept[0].last_reference), "the page tells where to look");
    assert!(!answer.body.contains(elsewhere), "{}", answer.body);
    world.authorize(&cookie, &asking("app-unknown", &[])).await;
}

#[tokio::test]
async fn what_is_granted_leaves_nothing() {
    let world = World::set_up().await;
    let client_id = world.public_client().await;
    world.tokens(&client_id, "openid").await;
    assert!(denials(&world, &client_id).await.is_empty());
}

#[tokio::test]
async fn a_refused_authorization_request_is_in_the_log_under_its_reference() {
    let log = Log::keep();
    let world = World::set_up().await;
    let client_id = world.public_client().await;
    let told = |text: &str, before: &str| {
        let (_, rest) = text.split_once(before).unwrap();
        rest.chars().take_while(char::is_ascii_hexdigit).collect::<String>()
    };

    let redirect_uri = ("redirect_uri", "https://elsewhere.example/");
    for (query, why) in [
        (asking("app-unknown", &[]), "of no known client"),
        (asking(&client_id, &[redirect_uri]), "redirect_uri_not_registered"),
    ] {
        let page = world.authorize("", &query).await;
        page.assert_refused(why);
        let reference = told(&page.body, "<code>");
        assert_eq!(reference.len(), 16, "{}", page.body);
        assert!(log.text().lines().any(|line| line.contains(&reference) && line.contains(why)), "{why}");
    }
    let answer = world.authorize("", &asking(&client_id, &[("prompt", "none")])).await;
    answer.assert_sent_back("login_required");
    let description = parameter(answer.header(header::LOCATION), "error_description").unwrap();
    let (reference, why) = (told(&description, "(reference "), "interaction_required");
    assert!(log.text().lines().any(|line| line.contains(&reference) && line.contains(why)), "{description}");
    assert!(!log.text().contains("elsewhere.example"), "what somebody sent is not in the log");
}
