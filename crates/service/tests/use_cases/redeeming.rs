//! Redeeming codes: once, by whom they are for, with what fits them.

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::{ClientsChange, PkceMethod};
use serde_json::json;
use service::{Grant, PresentedClient, PresentedProof, TokenRefusal, TokenRequest};

use crate::application::{
    CALLBACK, CHALLENGE, S256, Story, VERIFIER, app_on_device, claims, exchange, next, presented, redeem,
    refresh, refusal, web_application,
};
use crate::world::{EMAIL, NOW, confidential, token};

#[tokio::test]
async fn a_code_is_worth_an_access_token_an_id_token_and_a_refresh_token() {
    let story = Story::new().await;
    story.world.pass(30);
    let code = story.code(&story.shop, &[("scope", "email openid"), ("nonce", "once")]).await;
    let issued = redeem(&story.world.services, &story.shop, &code).await.ok().unwrap();
    assert_eq!((issued.expires_in, issued.scope.as_deref()), (600, Some("openid email")));
    assert_eq!(next(&issued).len(), 43);

    let client_id = story.shop.client.client_id.as_str();
    let access = claims(&issued.access_token);
    let (person, jti) = (access["sub"].clone(), access["jti"].as_str().unwrap());
    assert_eq!(jti.split('.').map(str::len).collect::<Vec<_>>(), [36, 36], "the grant, then its own");
    assert_eq!(
        access,
        json!({
            "iss": "http://localhost:3000", "sub": person, "client_id": client_id,
            "aud": "http://localhost:3000", "iat": NOW + 30, "exp": NOW + 630, "jti": jti,
            "scope": "openid email", "auth_time": NOW,
        })
    );
    let half = URL_SAFE_NO_PAD.encode(&digest(&SHA256, issued.access_token.as_bytes()).as_ref()[..16]);
    assert_eq!(
        claims(issued.id_token.as_ref().unwrap()),
        json!({
            "iss": "http://localhost:3000", "sub": person, "aud": client_id, "iat": NOW + 30,
            "exp": NOW + 630, "auth_time": NOW, "nonce": "once", "at_hash": half,
            "email": EMAIL, "email_verified": true,
        })
    );

    let bare = story.tokens("").await;
    assert!(bare.id_token.is_none() && bare.scope.is_none() && bare.refresh_token.is_some());
    assert_eq!(claims(&bare.access_token).get("scope"), None);
}

#[tokio::test]
async fn what_does_not_fit_is_refused_and_the_code_stays_good() {
    let story = Story::new().await;
    let services = &story.world.services;
    let device = story.add(&app_on_device("Device", Some(PkceMethod::S256))).await;
    let another = story.add(&web_application("Another")).await;
    let machine = story.add(&confidential("Machine")).await;
    let code = story.code(&device, &S256).await;
    let short = &VERIFIER[1..];
    let redeem = async |client, code, redirect_uri, code_verifier| {
        let grant = Grant::AuthorizationCode { code, redirect_uri, code_verifier };
        exchange(services, client, grant, None).await
    };
    let (right_uri, right) = (Some(CALLBACK), Some(VERIFIER));
    for (client, code, redirect_uri, verifier, expected) in [
        (&device, "unknown", right_uri, right, "code unknown"),
        (&another, code.as_str(), right_uri, right, "code of another client"),
        (&machine, &code, right_uri, right, "client registered for another grant"),
        (&device, &code, None, right, "redirect URI differs"),
        (&device, &code, Some("https://myapp.com/callback/"), right, "redirect URI differs"),
        (&device, &code, right_uri, None, "code verifier missing"),
        (&device, &code, right_uri, Some(short), "code verifier malformed"),
        (&device, &code, right_uri, Some(""), "code verifier malformed"),
        (&device, &code, right_uri, Some(CHALLENGE), "code verifier wrong"),
    ] {
        let refused = refusal(redeem(client, code, redirect_uri, verifier).await);
        assert_eq!(refused.to_string(), expected);
        assert!(refused.denial().is_some());
    }
    assert!(redeem(&device, &code, right_uri, right).await.is_ok());

    let code = story.code(&story.shop, &[]).await;
    let unexpected = refusal(redeem(&story.shop, &code, right_uri, right).await);
    assert!(matches!(unexpected, TokenRefusal::VerifierUnexpected), "{unexpected}");
    let resources = ["https://other.example".to_owned()];
    let request = TokenRequest {
        client: presented(&story.shop),
        grant: Grant::AuthorizationCode { code: &code, redirect_uri: right_uri, code_verifier: None },
        scope: None,
        resources: &resources,
        address: None,
    };
    assert!(matches!(refusal(services.token(request).await), TokenRefusal::ResourceUnknown));
    assert!(redeem(&story.shop, &code, right_uri, None).await.is_ok());
}

#[tokio::test]
async fn what_was_sent_of_a_challenge_is_enforced_however_the_client_is_registered() {
    let story = Story::new().await;
    let plain = story.add(&app_on_device("Plain", Some(PkceMethod::Plain))).await;
    let free = story.add(&app_on_device("Free", None)).await;
    let services = &story.world.services;
    let bare = [("code_challenge", CHALLENGE)];
    for (client, more, wrong, right) in [
        (&plain, &bare[..], Some(VERIFIER), Some(CHALLENGE)),
        (&free, &bare, Some(VERIFIER), Some(CHALLENGE)),
        (&free, &S256, Some(CHALLENGE), Some(VERIFIER)),
        (&free, &S256, None, Some(VERIFIER)),
        (&free, &[], Some(VERIFIER), None),
        (&story.shop, &S256, None, Some(VERIFIER)),
        (&story.shop, &S256, Some(CHALLENGE), Some(VERIFIER)),
    ] {
        let code = story.code(client, more).await;
        for (code_verifier, is_right) in [(wrong, false), (right, true)] {
            let grant = Grant::AuthorizationCode { code: &code, redirect_uri: Some(CALLBACK), code_verifier };
            assert_eq!(exchange(services, client, grant, None).await.is_ok(), is_right, "{more:?}");
        }
    }
}

#[tokio::test]
async fn a_redirect_uri_that_went_without_saying_may_be_said() {
    let story = Story::new().await;
    for (redirect_uri, is_right) in [(None, true), (Some(CALLBACK), true), (Some("https://myapp.com"), false)]
    {
        let code = story.code(&story.shop, &[("redirect_uri", ""), ("scope", "email")]).await;
        let grant = Grant::AuthorizationCode { code: &code, redirect_uri, code_verifier: None };
        let answer = exchange(&story.world.services, &story.shop, grant, None).await;
        assert_eq!(answer.is_ok(), is_right, "{redirect_uri:?}");
    }
}

#[tokio::test]
async fn a_code_counts_for_a_minute() {
    let story = Story::new().await;
    let (late, in_time) = (story.code(&story.shop, &[]).await, story.code(&story.shop, &[]).await);
    story.world.pass(59);
    assert!(redeem(&story.world.services, &story.shop, &in_time).await.is_ok());
    story.world.pass(1);
    let refused = refusal(redeem(&story.world.services, &story.shop, &late).await);
    assert!(matches!(refused, TokenRefusal::CodeExpired), "{refused}");
}

#[tokio::test]
async fn a_replay_ends_all_that_came_from_the_code_on_every_server() {
    let story = Story::new().await;
    let another = story.world.another_server().await.unwrap();
    let code = story.code(&story.shop, &[]).await;
    let issued = redeem(&story.world.services, &story.shop, &code).await.ok().unwrap();
    let bystander = story.tokens("openid").await;
    assert!(story.introspect(&issued.access_token).await.is_some());
    // Hours later, too.
    story.world.pass(500);
    for _ in 0..2 {
        let refused = refusal(redeem(&another, &story.shop, &code).await);
        assert!(matches!(refused, TokenRefusal::CodeReplayed), "{refused}");
    }
    assert!(story.introspect(&issued.access_token).await.is_none());
    assert!(another.user_info(&issued.access_token).await.is_err());
    let refused = refusal(story.refresh(&next(&issued)).await);
    assert!(matches!(refused, TokenRefusal::GrantEnded), "{refused}");
    assert!(story.introspect(&bystander.access_token).await.is_some(), "another family is none of it");

    assert_eq!(story.replays().await, 1, "what is revoked already is no event");
    let events = story.world.events(&story.reader).await;
    let event = events.iter().find(|event| event.action == "token_grant.replayed").unwrap();
    assert_eq!((event.actor_id.as_deref(), event.actor_name.as_str()), (None, "Shop"));
    assert_eq!((event.entity_id.as_str(), event.entity_name.as_str()), (&*story.shop.client.id, "Shop"));
    assert_eq!(event.address.as_deref(), Some("192.0.2.7"));
}

#[tokio::test]
async fn another_client_with_the_code_does_not_end_what_came_from_it() {
    let story = Story::new().await;
    let another = story.add(&web_application("Another")).await;
    let code = story.code(&story.shop, &[]).await;
    let issued = redeem(&story.world.services, &story.shop, &code).await.ok().unwrap();
    let refused = refusal(redeem(&story.world.services, &another, &code).await);
    assert!(matches!(refused, TokenRefusal::CodeOfAnotherClient), "{refused}");
    assert!(story.introspect(&issued.access_token).await.is_some());
}

#[tokio::test]
async fn who_signed_out_meanwhile_gives_nothing_whatever_was_allowed() {
    let story = Story::new().await;
    let another = story.world.another_server().await.unwrap();
    let online = story.code(&story.shop, &[]).await;
    let offline = story.code(&story.shop, &[("scope", "offline_access")]).await;
    another.sign_out(&story.session, None).await.unwrap();
    for code in [online, offline] {
        let refused = refusal(redeem(&story.world.services, &story.shop, &code).await);
        assert!(matches!(refused, TokenRefusal::GrantEnded), "{refused}");
    }
}

#[tokio::test]
async fn who_is_disabled_or_gone_meanwhile_gets_nothing() {
    let story = Story::new().await;
    let another = story.world.another_server().await.unwrap();
    let code = story.code(&story.shop, &[]).await;
    story.set_status_of_people("disabled").await;
    let refused = refusal(redeem(&another, &story.shop, &code).await);
    assert!(matches!(refused, TokenRefusal::PersonDisabled), "{refused}");
    story.set_status_of_people("enabled").await;
    story.change(&story.shop, ClientsChange::Disable).await;
    let refused = refusal(redeem(&another, &story.shop, &code).await);
    assert!(matches!(refused, TokenRefusal::ClientDisabled), "{refused}");
    story.change(&story.shop, ClientsChange::Delete).await;
    let refused = refusal(redeem(&another, &story.shop, &code).await);
    assert!(matches!(refused, TokenRefusal::ClientUnknown), "{refused}");
}

#[tokio::test]
async fn a_client_authenticates_in_the_way_of_its_type() {
    let story = Story::new().await;
    let services = &story.world.services;
    let device = story.add(&app_on_device("Device", None)).await;
    let off = story.add(&app_on_device("Off", None)).await;
    let (shops_id, devices_id) = (story.shop.client.client_id.as_str(), device.client.client_id.as_str());
    let secret = story.shop.secret.as_ref().unwrap().reveal();
    story.change(&off, ClientsChange::Disable).await;
    for (client_id, client_secret, expected) in [
        (shops_id, None, "client authentication missing"),
        (devices_id, Some(secret), "client or secret unknown"),
        (devices_id, Some("guess"), "secret malformed"),
        ("app-unknown", None, "client authentication missing"),
        (&devices_id[4..], None, "client or secret unknown"),
        (off.client.client_id.as_str(), None, "client disabled"),
        (devices_id, None, "code unknown"),
        (shops_id, Some(secret), "code unknown"),
    ] {
        let request = TokenRequest {
            client: PresentedClient {
                client_id,
                proof: client_secret.map_or(PresentedProof::None, PresentedProof::Secret),
            },
            grant: Grant::AuthorizationCode { code: "x", redirect_uri: None, code_verifier: None },
            scope: None,
            resources: &[],
            address: None,
        };
        assert_eq!(refusal(services.token(request).await).to_string(), expected);
    }
    let refused = exchange(services, &device, Grant::ClientCredentials, None).await;
    assert!(matches!(refusal(refused), TokenRefusal::GrantNotRegistered));
    assert!(matches!(refusal(token(services, &story.shop).await), TokenRefusal::GrantNotRegistered));
    let machine = story.add(&confidential("Machine")).await;
    let refused = refresh(services, &machine, "x").await;
    assert!(matches!(refusal(refused), TokenRefusal::GrantNotRegistered));
}

#[tokio::test]
async fn a_secret_that_redeemed_a_code_was_used() {
    let story = Story::new().await;
    story.world.pass(60);
    story.tokens("openid").await;
    let used = story.world.detail(&story.reader, &story.shop).await.last_used.unwrap();
    assert_eq!((used.at, used.address.as_deref()), (NOW + 60, Some("192.0.2.7")));
}

#[tokio::test]
async fn codes_and_grants_are_swept_a_day_after_they_ended() {
    let story = Story::new().await;
    let code = story.code(&story.shop, &[]).await;
    redeem(&story.world.services, &story.shop, &code).await.ok().unwrap();
    story.world.pass(60 + 24 * 60 * 60 - 1);
    assert_eq!(
        story.world.services.sweep().await.unwrap(),
        4,
        "the session, the two counts of the attempt that began it, and the token that ended with it"
    );
    let refused = refusal(redeem(&story.world.services, &story.shop, &code).await);
    assert!(matches!(refused, TokenRefusal::CodeReplayed), "{refused}");
    story.world.pass(1);
    assert_eq!(story.world.services.sweep().await.unwrap(), 1, "the code");
    let refused = refusal(redeem(&story.world.services, &story.shop, &code).await);
    assert!(matches!(refused, TokenRefusal::CodeUnknown), "{refused}");
    story.world.pass(12 * 60 * 60);
    assert_eq!(story.world.services.sweep().await.unwrap(), 1, "the grant");
}
