//! Authorization requests: what they are refused for, who has to sign in, where the answer goes.

use domain::{ClientsChange, DenialReason, GrantType, OAuthClientDraft, PkceMethod};
use service::{AskingApplication, AuthorizationAnswer, ConsentAnswer, SignInFrom, Store, TokenRefusal};

use crate::application::{
    CALLBACK, CHALLENGE, S256, Story, answer, app_on_device, ask, decoded, redeem, request, sent_back,
    web_application,
};
use crate::world::{PASSWORD, confidential};

#[tokio::test]
async fn until_client_and_redirect_uri_are_right_nothing_is_sent_anywhere() {
    let story = Story::new().await;
    let two = OAuthClientDraft {
        redirect_uris: vec![CALLBACK.to_owned(), "https://myapp.com/other".to_owned()],
        ..web_application("Two")
    };
    let two = story.add(&two).await;
    let wild = OAuthClientDraft {
        redirect_uris: vec!["https://myapp.com/app/*".to_owned()],
        ..web_application("Wild")
    };
    let wild = story.add(&wild).await;
    let machine = story.add(&confidential("Machine")).await;
    let off = story.add(&web_application("Off")).await;
    story.change(&off, ClientsChange::Disable).await;
    let shop_id = story.shop.client.client_id.as_str();

    let mut repeated_client = request(&story.shop, &[]);
    repeated_client.push(("client_id".to_owned(), shop_id.to_owned()));
    let mut repeated_uri = request(&story.shop, &[]);
    repeated_uri.push(("redirect_uri".to_owned(), CALLBACK.to_owned()));
    for (what, request) in [
        ("no client", request(&story.shop, &[("client_id", "")])),
        ("unknown client", request(&story.shop, &[("client_id", "app-unknown")])),
        ("id without its prefix", request(&story.shop, &[("client_id", &shop_id[4..])])),
        ("no id at all", request(&story.shop, &[("client_id", "\0é")])),
        ("two clients", repeated_client),
        ("two redirect URIs", repeated_uri),
        ("another redirect URI", request(&story.shop, &[("redirect_uri", "https://myapp.com/callback/")])),
        ("no redirect URI with openid", request(&story.shop, &[("redirect_uri", "")])),
        ("none of two", request(&two, &[("redirect_uri", ""), ("scope", "email")])),
        ("none where there is a wildcard", request(&wild, &[("redirect_uri", ""), ("scope", "email")])),
        ("the wildcard itself", request(&wild, &[("redirect_uri", "https://myapp.com/app/*")])),
        ("client credentials", request(&machine, &[])),
        ("disabled", request(&off, &[])),
        ("nothing", Vec::new()),
    ] {
        for answer in [story.ask(&request).await, story.answer(&request, ConsentAnswer::Allow).await] {
            assert!(matches!(answer, AuthorizationAnswer::Refused), "{what}: {answer:?}");
        }
        let application = story.world.services.asking_application(&request).await.unwrap();
        assert_eq!(application, None, "{what}");
    }

    let of = async |client_id: &str| {
        let denials = story.world.services.denials(&story.reader, client_id).await.unwrap();
        let mut told: Vec<_> = denials.into_iter().map(|denial| (denial.reason, denial.detail)).collect();
        told.sort();
        told
    };
    let told = |reason, detail: &str| (reason, detail.to_owned());
    assert_eq!(
        of(shop_id).await,
        [
            told(DenialReason::RedirectUriMissing, ""),
            told(DenialReason::RedirectUriNotRegistered, "https://myapp.com/callback/"),
            told(DenialReason::ParameterRepeated, "redirect_uri"),
        ]
    );
    assert_eq!(of(off.client.client_id.as_str()).await, [told(DenialReason::ClientDisabled, "")]);
    assert_eq!(of(machine.client.client_id.as_str()).await, [told(DenialReason::GrantNotRegistered, "")]);
}

#[tokio::test]
async fn the_one_redirect_uri_goes_without_saying_where_openid_is_not_asked_for() {
    let story = Story::new().await;
    let silent = request(&story.shop, &[("redirect_uri", ""), ("scope", "email")]);
    let AuthorizationAnswer::Ask(question) = story.ask(&silent).await else { panic!("not asked") };
    assert_eq!(question.redirect_uri, CALLBACK);
    assert_eq!(
        story.world.services.asking_application(&silent).await.unwrap(),
        Some(AskingApplication { client_name: "Shop".to_owned(), redirect_uri: CALLBACK.to_owned() })
    );
}

#[tokio::test]
async fn every_fault_goes_back_with_state_and_issuer() {
    let story = Story::new().await;
    let long = "n".repeat(256);
    for (more, expected) in [
        (&[("response_type", "")][..], "invalid_request"),
        (&[("response_type", "token")], "unsupported_response_type"),
        (&[("response_type", "code id_token")], "unsupported_response_type"),
        (&[("response_mode", "fragment")], "invalid_request"),
        (&[("request", "eyJ")], "request_not_supported"),
        (&[("request_uri", "https://myapp.com/request")], "request_uri_not_supported"),
        (&[("registration", "{}")], "registration_not_supported"),
        (&[("scope", "openid root")], "invalid_scope"),
        (&[("resource", "https://other.example")], "invalid_target"),
        (&[("prompt", "none login")], "invalid_request"),
        (&[("prompt", "none none consent")], "invalid_request"),
        (&[("prompt", "create")], "invalid_request"),
        (&[("max_age", "-1")], "invalid_request"),
        (&[("max_age", "ten")], "invalid_request"),
        (&[("max_age", "+1")], "invalid_request"),
        (&[("nonce", &long)], "invalid_request"),
        (&[("nonce", "\0")], "invalid_request"),
        (&[("code_challenge", "short")], "invalid_request"),
        (&[("code_challenge", CHALLENGE), ("code_challenge_method", "S512")], "invalid_request"),
        (&[("code_challenge_method", "S256")], "invalid_request"),
        (&[("id_token_hint", "eyJ.eyJ.sig")], "invalid_request"),
        (&[("prompt", "none")], "consent_required"),
    ] {
        let request = request(&story.shop, more);
        assert_eq!(story.error(&request).await, expected, "{more:?}");
        assert_eq!(sent_back(story.ask(&request).await)["state"], "a state & more", "{more:?}");
    }
}

#[tokio::test]
async fn a_parameter_comes_once_and_of_two_states_none_is_echoed() {
    let story = Story::new().await;
    for (name, is_state_echoed) in [("scope", true), ("nonce", true), ("unheard_of", true), ("state", false)]
    {
        let mut twice = request(&story.shop, &[(name, "openid")]);
        twice.push((name.to_owned(), "openid".to_owned()));
        assert_eq!(story.error(&twice).await, "invalid_request", "{name}");
        assert_eq!(sent_back(story.ask(&twice).await).contains_key("state"), is_state_echoed, "{name}");
    }
    let mut resources = request(&story.shop, &[("resource", "http://localhost:3000")]);
    resources.push(("resource".to_owned(), "http://localhost:3000".to_owned()));
    assert!(matches!(story.ask(&resources).await, AuthorizationAnswer::Ask(_)));
    let without = request(&story.shop, &[("state", ""), ("prompt", "none")]);
    assert!(!sent_back(story.ask(&without).await).contains_key("state"));
}

#[tokio::test]
async fn a_public_client_sends_the_challenge_it_is_registered_for() {
    let story = Story::new().await;
    let s256 = story.add(&app_on_device("S256", Some(PkceMethod::S256))).await;
    let plain = story.add(&app_on_device("Plain", Some(PkceMethod::Plain))).await;
    let free = story.add(&app_on_device("Free", None)).await;
    let as_plain = [("code_challenge", CHALLENGE), ("code_challenge_method", "plain")];
    let bare = [("code_challenge", CHALLENGE)];
    for (client, more, is_right) in [
        (&s256, &S256[..], true),
        (&s256, &as_plain, false),
        (&s256, &bare, false),
        (&s256, &[], false),
        (&plain, &S256, false),
        (&plain, &as_plain, true),
        (&plain, &bare, true),
        (&plain, &[], false),
        (&free, &S256, true),
        (&free, &as_plain, true),
        (&free, &bare, true),
        (&free, &[], true),
    ] {
        let request = request(client, more);
        if is_right {
            assert!(matches!(story.ask(&request).await, AuthorizationAnswer::Ask(_)), "{request:?}");
        } else {
            assert_eq!(story.error(&request).await, "invalid_request", "{request:?}");
        }
    }
}

#[tokio::test]
async fn who_is_not_signed_in_signs_in_and_comes_back_to_the_same_request() {
    let story = Story::new().await;
    let services = &story.world.services;
    for session in [None, Some("unknown")] {
        let more = [("prompt", "login consent"), ("max_age", "60"), ("nonce", "ä b+c")];
        let asked = request(&story.shop, &more);
        let AuthorizationAnswer::SignIn { query } = ask(services, session, &asked).await else { panic!() };
        let mut expected = request(&story.shop, &[("prompt", "consent"), ("nonce", "ä b+c")]);
        let mut found = decoded(&query);
        expected.sort();
        found.sort();
        assert_eq!(found, expected);
        let silent = request(&story.shop, &[("prompt", "none")]);
        assert_eq!(sent_back(ask(services, session, &silent).await)["error"], "login_required");
        let answered = answer(services, session, &request(&story.shop, &[]), ConsentAnswer::Allow).await;
        assert!(matches!(answered, AuthorizationAnswer::SignIn { .. }), "{answered:?}");
    }
}

#[tokio::test]
async fn who_signed_in_too_long_ago_signs_in_again() {
    let story = Story::new().await;
    story.code(&story.shop, &[]).await;
    story.world.pass(100);
    for (more, is_enough) in [
        (("max_age", "100"), true),
        (("max_age", "99"), false),
        (("max_age", "0"), false),
        (("max_age", "99999999999999999999"), true),
        (("prompt", "login"), false),
        (("prompt", "select_account"), false),
        (("prompt", ""), true),
    ] {
        let answer = story.ask(&request(&story.shop, &[more])).await;
        if is_enough {
            assert!(sent_back(answer).contains_key("code"), "{more:?}");
        } else {
            let AuthorizationAnswer::SignIn { query } = answer else { panic!("{more:?}: {answer:?}") };
            // Whoever signed in just now is not sent to do it again.
            assert!(sent_back(story.ask(&decoded(&query)).await).contains_key("code"), "{more:?}");
        }
    }
    let silent = request(&story.shop, &[("prompt", "none"), ("max_age", "99")]);
    assert_eq!(story.error(&silent).await, "login_required");
}

#[tokio::test]
async fn a_hint_at_somebody_else_lets_nobody_in() {
    let story = Story::new().await;
    let id_token = story.tokens("openid").await.id_token.unwrap();
    let access_token = story.tokens("openid").await.access_token;
    story.world.pass(24 * 60 * 60);
    let (session, _) = story.world.signed_in().await;
    let asked = request(&story.shop, &[("id_token_hint", &id_token)]);
    let services = &story.world.services;
    assert!(sent_back(ask(services, Some(&session), &asked).await).contains_key("code"), "expired is fine");

    let Store::Sqlite(pool, _) = &story.world.store else { panic!() };
    let bob = "INSERT INTO portal_users (id, email, email_key, password_phc, role, status, created_at) \
         SELECT 'bob', 'bob@example.com', 'bob@example.com', password_phc, 'member', 'enabled', 1 FROM portal_users";
    sqlx::query(bob).execute(pool).await.unwrap();
    let started = services.sign_in("bob@example.com", PASSWORD, None, &SignInFrom::default()).await.unwrap();
    let bobs = Some(started.token.reveal());
    let answer = ask(services, bobs, &asked).await;
    assert!(matches!(answer, AuthorizationAnswer::SignIn { .. }), "{answer:?}");
    let silent = request(&story.shop, &[("id_token_hint", &id_token), ("prompt", "none")]);
    assert_eq!(sent_back(ask(services, bobs, &silent).await)["error"], "login_required");
    let no_hint = request(&story.shop, &[("id_token_hint", &access_token)]);
    assert_eq!(sent_back(ask(services, bobs, &no_hint).await)["error"], "invalid_request");
    let members = ask(services, bobs, &request(&story.shop, &[])).await;
    assert!(matches!(members, AuthorizationAnswer::Ask(_)), "anybody may sign in to applications");
}

#[tokio::test]
async fn a_query_that_the_redirect_uri_has_is_kept() {
    let story = Story::new().await;
    let uri = "https://myapp.com/callback?tenant=ab";
    let draft = OAuthClientDraft { redirect_uris: vec![uri.to_owned()], ..web_application("Tenant") };
    let client = story.add(&draft).await;
    let asked = request(&client, &[("redirect_uri", uri)]);
    let AuthorizationAnswer::SentBack { location } = story.answer(&asked, ConsentAnswer::Allow).await else {
        panic!("not sent back")
    };
    let rest = location.strip_prefix("https://myapp.com/callback?tenant=ab&code=").unwrap();
    assert_eq!(&rest[43..], "&state=a%20state%20%26%20more&iss=http%3A%2F%2Flocalhost%3A3000");
}

#[tokio::test]
async fn a_client_that_is_no_longer_for_people_gets_nothing_for_its_code() {
    let story = Story::new().await;
    let code = story.code(&story.shop, &[]).await;
    let draft = OAuthClientDraft {
        grant_type: GrantType::ClientCredentials,
        redirect_uris: Vec::new(),
        ..story.shop.client.draft()
    };
    let (client_id, version) = (story.shop.client.client_id.as_str(), story.shop.client.version);
    let services = &story.world.services;
    let new = draft.check().unwrap();
    services.edit_oauth_client(&story.administrator, client_id, version, new).await.unwrap();
    let refused = redeem(services, &story.shop, &code).await;
    assert!(matches!(refused, Err(TokenRefusal::GrantNotRegistered)));
    assert!(matches!(story.ask(&request(&story.shop, &[])).await, AuthorizationAnswer::Refused));
}
