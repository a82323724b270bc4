//! What tokens are worth, giving them back, and what their bearers may know.

use domain::{ClientsChange, OAuthClientDraft};
use serde_json::json;
use service::{PersonClaims, PresentedClient, PresentedProof, TokenRefusal, UserInfo, UserInfoRefusal};

use crate::application::{Story, app_on_device, claims, next, presented, web_application};
use crate::world::{EMAIL, NOW, World, confidential, token};

#[tokio::test]
async fn an_access_token_is_worth_what_it_says_to_any_confidential_client() {
    let story = Story::new().await;
    let machine = story.add(&confidential("Machine")).await;
    let issued = story.tokens("openid email").await;
    let services = &story.world.services;
    let active = services.introspect(&presented(&machine), &issued.access_token).await.unwrap().unwrap();
    let said = claims(&issued.access_token);
    assert_eq!(
        serde_json::to_value(&active).unwrap(),
        json!({
            "active": true, "scope": "openid email", "client_id": story.shop.client.client_id.as_str(),
            "token_type": "Bearer", "exp": NOW + 600, "iat": NOW, "sub": said["sub"],
            "aud": "http://localhost:3000", "iss": "http://localhost:3000", "jti": said["jti"],
        })
    );
    let own = token(services, &machine).await.ok().unwrap().access_token;
    let active = services.introspect(&presented(&story.shop), &own).await.unwrap().unwrap();
    assert_eq!((active.sub.as_str(), active.scope), (machine.client.client_id.as_str(), None));

    let id_token = issued.id_token.unwrap();
    let (head, _) = issued.access_token.rsplit_once('.').unwrap();
    for unknown in ["", "a", "a.b.c", &id_token, &format!("{head}."), "\0"] {
        assert_eq!(services.introspect(&presented(&machine), unknown).await.unwrap(), None, "{unknown}");
    }
    story.world.pass(599);
    assert!(story.introspect(&issued.access_token).await.is_some());
    story.world.pass(1);
    assert!(story.introspect(&issued.access_token).await.is_none());
}

#[tokio::test]
async fn a_refresh_token_is_worth_something_to_its_own_client_while_it_would_be_accepted() {
    let story = Story::new().await;
    let another = story.add(&web_application("Another")).await;
    let issued = story.tokens("openid").await;
    let refresh_token = next(&issued);
    let active = story.introspect(&refresh_token).await.unwrap();
    assert_eq!(
        serde_json::to_value(&active).unwrap(),
        json!({
            "active": true, "scope": "openid", "client_id": story.shop.client.client_id.as_str(),
            "exp": NOW + 12 * 60 * 60, "iat": NOW, "sub": claims(&issued.access_token)["sub"],
            "iss": "http://localhost:3000",
        })
    );
    let services = &story.world.services;
    assert_eq!(services.introspect(&presented(&another), &refresh_token).await.unwrap(), None);
    story.set_status_of_people("disabled").await;
    assert_eq!(story.introspect(&refresh_token).await, None);
    story.set_status_of_people("enabled").await;
    let refreshed = story.refresh(&refresh_token).await.ok().unwrap();
    assert_eq!(story.introspect(&refresh_token).await, None);
    assert!(story.introspect(&next(&refreshed)).await.is_some());
    story.world.services.sign_out(&story.session, None).await.unwrap();
    assert_eq!(story.introspect(&next(&refreshed)).await, None);
}

#[tokio::test]
async fn who_cannot_prove_who_they_are_learns_nothing() {
    let story = Story::new().await;
    let device = story.add(&app_on_device("Device", None)).await;
    let issued = story.tokens("openid").await;
    let wrong = PresentedClient { proof: PresentedProof::Secret("guess"), ..presented(&story.shop) };
    let bare = PresentedClient { proof: PresentedProof::None, ..presented(&story.shop) };
    for (caller, expected) in [
        (presented(&device), "client authentication missing"),
        (bare, "client authentication missing"),
        (wrong, "secret malformed"),
    ] {
        let refused = story.world.services.introspect(&caller, &issued.access_token).await.unwrap_err();
        assert_eq!(refused.to_string(), expected);
    }
}

#[tokio::test]
async fn a_token_counts_no_longer_once_its_client_or_person_is_disabled_or_gone() {
    let story = Story::new().await;
    let resource = story.add(&confidential("Resource")).await;
    let another = story.world.another_server().await.unwrap();
    let issued = story.tokens("openid").await.access_token;
    let draft = OAuthClientDraft { client_id: "machine".to_owned(), ..confidential("Machine") };
    let machine = story.add(&draft).await;
    let own = token(&story.world.services, &machine).await.ok().unwrap().access_token;
    let are_active = async || {
        let mut answers = Vec::new();
        for token in [&issued, &own] {
            answers.push(another.introspect(&presented(&resource), token).await.unwrap().is_some());
        }
        (answers[0], answers[1])
    };
    assert_eq!(are_active().await, (true, true));
    story.set_status_of_people("disabled").await;
    assert_eq!(are_active().await, (false, true));
    story.set_status_of_people("enabled").await;
    for client in [&story.shop, &machine] {
        story.change(client, ClientsChange::Disable).await;
    }
    assert_eq!(are_active().await, (false, false));
    for client in [&story.shop, &machine] {
        story.change(client, ClientsChange::Enable).await;
    }
    assert_eq!(are_active().await, (true, true));
    story.change(&story.shop, ClientsChange::Delete).await;
    story.change(&machine, ClientsChange::Delete).await;
    assert_eq!(are_active().await, (false, false));
    story.world.pass(1);
    story.add(&machine.client.draft()).await;
    assert_eq!(are_active().await, (false, false), "another client with the same id is another client");
}

#[tokio::test]
async fn a_token_given_back_counts_no_longer_on_any_server() {
    let story = Story::new().await;
    let another = story.world.another_server().await.unwrap();
    let issued = story.tokens("openid").await;
    for _ in 0..2 {
        story.world.services.revoke(&presented(&story.shop), &issued.access_token).await.unwrap();
        assert!(another.user_info(&issued.access_token).await.is_err());
        assert_eq!(another.introspect(&presented(&story.shop), &issued.access_token).await.unwrap(), None);
    }
    let refreshed = story.refresh(&next(&issued)).await.ok().unwrap();
    assert!(story.introspect(&refreshed.access_token).await.is_some(), "its family goes on");
    for _ in 0..2 {
        story.world.services.revoke(&presented(&story.shop), &next(&refreshed)).await.unwrap();
        assert_eq!(story.introspect(&refreshed.access_token).await, None);
        assert_eq!(story.introspect(&next(&refreshed)).await, None);
    }
    assert_eq!(story.replays().await, 0, "giving back is no replay");
    story.world.pass(659);
    let swept = async || story.world.services.sweep().await.unwrap();
    assert_eq!(
        swept().await,
        2,
        "the counts of the attempt to sign in; to a server whose clock is behind the token has not expired"
    );
    story.world.pass(1);
    assert_eq!(swept().await, 1, "an expired token needs no revocation");
}

#[tokio::test]
async fn nobody_gives_back_what_belongs_to_another() {
    let story = Story::new().await;
    let device = story.add(&app_on_device("Device", None)).await;
    let issued = story.tokens("openid").await;
    for given in [&issued.access_token, &next(&issued)] {
        let refused = story.world.services.revoke(&presented(&device), given).await.unwrap_err();
        assert!(matches!(refused, TokenRefusal::TokenOfAnotherClient), "{refused}");
        assert!(story.introspect(given).await.is_some());
    }
    for unknown in ["", "unknown", "a.b.c", &issued.id_token.unwrap()] {
        story.world.services.revoke(&presented(&device), unknown).await.unwrap();
    }
    let bare = PresentedClient { proof: PresentedProof::None, ..presented(&story.shop) };
    assert!(story.world.services.revoke(&bare, &issued.access_token).await.is_err());
}

#[tokio::test]
async fn a_bearer_may_know_what_the_scopes_say() {
    let story = Story::new().await;
    let services = &story.world.services;
    for (scope, has_name, has_email) in
        [("openid", false, false), ("openid profile", true, false), ("openid email profile", true, true)]
    {
        let issued = story.tokens(scope).await;
        let told = services.user_info(&issued.access_token).await.unwrap();
        let id_token = claims(&issued.id_token.unwrap());
        let sub = id_token["sub"].as_str().unwrap().to_owned();
        let email = Some(EMAIL.to_owned());
        let expected = PersonClaims {
            preferred_username: email.clone().filter(|_| has_name),
            roles: has_name.then_some(["administrator"]),
            email: email.filter(|_| has_email),
            email_verified: has_email.then_some(true),
        };
        assert_eq!(told, UserInfo { sub, claims: expected });
        for (name, value) in serde_json::to_value(&told.claims).unwrap().as_object().unwrap() {
            assert_eq!(id_token[name], *value, "the ID token says the same: {name}");
        }
        for name in ["preferred_username", "roles"] {
            assert_eq!(id_token.get(name).is_some(), has_name, "{name}");
        }
        for name in ["email", "email_verified"] {
            assert_eq!(id_token.get(name).is_some(), has_email, "{name}");
        }
    }
    let machine = story.add(&confidential("Machine")).await;
    let own = token(services, &machine).await.ok().unwrap();
    for issued in [story.tokens("email").await, own] {
        let refused = services.user_info(&issued.access_token).await.unwrap_err();
        assert!(matches!(refused, UserInfoRefusal::InsufficientScope), "{refused}");
    }
    let issued = story.tokens("openid").await;
    let expected = services.user_info(&issued.access_token).await.unwrap();
    assert_eq!((&expected.claims.preferred_username, &expected.claims.email), (&None, &None));
    for wrong in ["", "unknown", &next(&issued), issued.id_token.as_ref().unwrap()] {
        let refused = services.user_info(wrong).await.unwrap_err();
        assert!(matches!(refused, UserInfoRefusal::InvalidToken), "{refused}");
    }
    story.set_status_of_people("disabled").await;
    let refused = services.user_info(&issued.access_token).await.unwrap_err();
    assert!(matches!(refused, UserInfoRefusal::InvalidToken), "{refused}");
}

#[tokio::test]
async fn origins_of_enabled_clients_are_registered() {
    let world = World::set_up().await;
    let (administrator, _) = world.administrator().await;
    let origin = "https://myapp.com";
    let draft = OAuthClientDraft { web_origins: vec![origin.to_owned()], ..web_application("Shop") };
    let services = &world.services;
    assert!(!services.is_registered_origin(origin).await.unwrap());
    let shop = world.register(&administrator, &draft).await;
    assert!(services.is_registered_origin(origin).await.unwrap());
    for other in ["null", "", "https://myapp.com/", "https://MYAPP.com", "https://myapp.com\0", "*"] {
        assert!(!services.is_registered_origin(other).await.unwrap(), "{other}");
    }
    let ids = [shop.client.client_id.as_str().to_owned()];
    services.change_clients(&administrator, &ids, ClientsChange::Disable).await.unwrap();
    assert!(!services.is_registered_origin(origin).await.unwrap());
}
