//! What people are asked before an application may act for them, and what becomes of their answers.

use domain::{ClientsChange, DenialReason, OAuthClientDraft, Scopes};
use service::{AuthorizationAnswer, ConsentAnswer, ConsentQuestion};

use crate::application::{CALLBACK, Story, app_on_device, request, sent_back, web_application};
use crate::world::{EMAIL, NOW};

#[tokio::test]
async fn a_person_is_asked_once_for_each_scope() {
    let story = Story::new().await;
    let asked = request(&story.shop, &[("scope", "email openid")]);
    let AuthorizationAnswer::Ask(question) = story.ask(&asked).await else { panic!("not asked") };
    assert_eq!(
        question,
        ConsentQuestion {
            client_name: "Shop".to_owned(),
            client_id: story.shop.client.client_id.as_str().to_owned(),
            redirect_uri: CALLBACK.to_owned(),
            scopes: Scopes::parse("openid email").unwrap(),
            apis: Vec::new(),
            email: EMAIL.to_owned(),
        }
    );
    let answer = sent_back(story.answer(&asked, ConsentAnswer::Allow).await);
    assert_eq!(answer.keys().collect::<Vec<_>>(), ["code", "iss", "state"]);
    for (scope, is_agreed) in [
        ("openid email", true),
        ("email", true),
        ("", true),
        ("openid profile", false),
        ("openid offline_access", false),
    ] {
        let again = request(&story.shop, &[("scope", scope)]);
        let silent = request(&story.shop, &[("scope", scope), ("prompt", "none")]);
        if is_agreed {
            assert!(sent_back(story.ask(&again).await).contains_key("code"), "{scope}");
            assert!(sent_back(story.ask(&silent).await).contains_key("code"), "{scope}");
        } else {
            assert!(matches!(story.ask(&again).await, AuthorizationAnswer::Ask(_)), "{scope}");
            assert_eq!(story.error(&silent).await, "consent_required", "{scope}");
        }
        let anew = request(&story.shop, &[("scope", scope), ("prompt", "consent")]);
        assert!(matches!(story.ask(&anew).await, AuthorizationAnswer::Ask(_)), "{scope}");
    }
    let another = story.add(&web_application("Another")).await;
    let bare = request(&another, &[("scope", "")]);
    assert!(matches!(story.ask(&bare).await, AuthorizationAnswer::Ask(_)), "also for no scope at all");
    story.answer(&request(&story.shop, &[("scope", "profile")]), ConsentAnswer::Allow).await;

    let history = story.world.history(&story.reader, &story.shop).await;
    let given: Vec<_> = history.iter().filter(|(action, _)| action == "consent.given").collect();
    assert_eq!(given[0].1, ["scope: none -> openid email"]);
    assert_eq!(given[1].1, ["scope: openid email -> openid profile email"]);
    assert_eq!(given.len(), 2, "what was agreed to before is no event");
    let events = story.world.events(&story.reader).await;
    let event = events.iter().find(|event| event.action == "consent.given").unwrap();
    assert_eq!((event.actor_name.as_str(), event.address.as_deref()), (EMAIL, Some("192.0.2.9")));
}

#[tokio::test]
async fn who_declines_is_told_to_the_application_and_changes_nothing() {
    let story = Story::new().await;
    let asked = request(&story.shop, &[]);
    let answer = sent_back(story.answer(&asked, ConsentAnswer::Deny).await);
    assert_eq!((answer["error"].as_str(), answer["state"].as_str()), ("access_denied", "a state & more"));
    assert!(matches!(story.ask(&asked).await, AuthorizationAnswer::Ask(_)));
    let denials = story.world.services.denials(&story.reader, story.shop.client.client_id.as_str()).await;
    let denials = denials.unwrap();
    assert_eq!(denials[0].reason, DenialReason::AccessDenied);
    assert_eq!((denials[0].last_at, denials[0].last_reference.as_str()), (NOW, "0123"));
    assert_eq!(denials[0].last_address.as_deref(), Some("192.0.2.9"));
}

#[tokio::test]
async fn an_answer_is_judged_like_the_request_it_belongs_to() {
    let story = Story::new().await;
    let wrong = request(&story.shop, &[("scope", "root")]);
    assert_eq!(sent_back(story.answer(&wrong, ConsentAnswer::Allow).await)["error"], "invalid_scope");
    let stale = request(&story.shop, &[("max_age", "60")]);
    assert!(matches!(story.ask(&stale).await, AuthorizationAnswer::Ask(_)));
    story.world.pass(61);
    let late = story.answer(&stale, ConsentAnswer::Allow).await;
    assert!(matches!(late, AuthorizationAnswer::SignIn { .. }), "{late:?}");
    story.change(&story.shop, ClientsChange::Disable).await;
    let off = story.answer(&request(&story.shop, &[]), ConsentAnswer::Allow).await;
    assert!(matches!(off, AuthorizationAnswer::Refused), "{off:?}");
}

/// RFC 8252 §8.6: whoever runs a program on the device could take the answer in its place.
#[tokio::test]
async fn a_public_client_on_the_device_is_asked_about_each_time() {
    let story = Story::new().await;
    for (name, redirect_uri, is_asked_again) in [
        ("Loopback", "http://127.0.0.1/callback", true),
        ("Scheme", "com.example.app:/callback", true),
        ("Page", CALLBACK, false),
    ] {
        let draft =
            OAuthClientDraft { redirect_uris: vec![redirect_uri.to_owned()], ..app_on_device(name, None) };
        let client = story.add(&draft).await;
        let asked = request(&client, &[("redirect_uri", redirect_uri)]);
        assert!(sent_back(story.answer(&asked, ConsentAnswer::Allow).await).contains_key("code"), "{name}");
        let again = story.ask(&asked).await;
        assert_eq!(matches!(again, AuthorizationAnswer::Ask(_)), is_asked_again, "{name}: {again:?}");
        let silent = request(&client, &[("redirect_uri", redirect_uri), ("prompt", "none")]);
        let error = sent_back(story.ask(&silent).await).remove("error");
        assert_eq!(error.as_deref(), is_asked_again.then_some("consent_required"), "{name}");
    }
}
