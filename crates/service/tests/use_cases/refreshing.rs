//! Refreshing: one live branch, whatever gets lost on the way, and never more than was granted.

use domain::{ClientsChange, OAuthClientDraft};
use service::{ConsentAnswer, Grant, IssuedTokens, SignInFrom, TokenRefusal, TokenSettings};

use crate::application::{
    Story, answer, app_on_device, claims, exchange, next, redeem, refresh, refusal, request, sent_back,
    web_application,
};
use crate::world::{EMAIL, NOW, PASSWORD};

const HOUR: i64 = 60 * 60;
const DAY: i64 = 24 * HOUR;

async fn refresh_for(
    story: &Story,
    issued: &IssuedTokens,
    scope: &str,
) -> Result<IssuedTokens, TokenRefusal> {
    let token = next(issued);
    let grant = Grant::RefreshToken { refresh_token: &token };
    exchange(&story.world.services, &story.shop, grant, Some(scope)).await
}

#[tokio::test]
async fn each_refresh_gives_new_tokens_of_the_same_sign_in() {
    let story = Story::new().await;
    let another = story.world.another_server().await.unwrap();
    let code = story.code(&story.shop, &[("scope", "openid email"), ("nonce", "once")]).await;
    let mut issued = redeem(&another, &story.shop, &code).await.ok().unwrap();
    let family = |issued: &IssuedTokens| {
        let jti = claims(&issued.access_token)["jti"].as_str().unwrap().to_owned();
        jti.split_once('.').unwrap().0.to_owned()
    };
    let first = family(&issued);
    for round in 1..=3 {
        story.world.pass(600);
        let refreshed = refresh(&story.world.services, &story.shop, &next(&issued)).await.ok().unwrap();
        assert_ne!(next(&refreshed), next(&issued));
        assert_eq!((family(&refreshed), refreshed.scope.as_deref()), (first.clone(), Some("openid email")));
        // OpenID Connect Core §12.2: the same sign-in, and no nonce.
        let id_token = claims(refreshed.id_token.as_ref().unwrap());
        assert_eq!((&id_token["auth_time"], &id_token["iat"]), (&NOW.into(), &(NOW + round * 600).into()));
        assert_eq!(id_token.get("nonce"), None);
        assert_eq!(claims(&refreshed.access_token)["auth_time"], NOW);
        assert!(story.introspect(&issued.access_token).await.is_none(), "it has expired");
        assert!(story.introspect(&refreshed.access_token).await.is_some());
        issued = refreshed;
    }
}

#[tokio::test]
async fn scope_never_grows_and_the_refresh_token_keeps_what_was_granted() {
    let story = Story::new().await;
    // More is remembered of the consent than was granted here.
    story.code(&story.shop, &[("scope", "openid email profile offline_access")]).await;
    let issued = story.tokens("openid email").await;
    for (scope, expected) in [("profile", "scope grown"), ("openid email offline_access", "scope grown")] {
        assert_eq!(refusal(refresh_for(&story, &issued, scope).await).to_string(), expected);
    }
    let refused = refusal(refresh_for(&story, &issued, "openid root").await);
    assert!(matches!(refused, TokenRefusal::ScopeNotGranted), "{refused}");

    let narrow = refresh_for(&story, &issued, "email").await.ok().unwrap();
    assert_eq!((narrow.scope.as_deref(), narrow.id_token.is_none()), (Some("email"), true));
    assert_eq!(claims(&narrow.access_token)["scope"], "email");
    let whole = refresh_for(&story, &narrow, "").await.ok().unwrap();
    assert_eq!(whole.scope.as_deref(), Some("openid email"), "RFC 6749 §6: what was granted");
    assert!(whole.id_token.is_some());
}

#[tokio::test]
async fn a_lost_answer_can_be_had_again_for_ten_seconds() {
    let story = Story::new().await;
    let another = story.world.another_server().await.unwrap();
    let issued = story.tokens("openid").await;
    let refreshed = story.refresh(&next(&issued)).await.ok().unwrap();
    story.world.pass(9);
    let again = refresh(&another, &story.shop, &next(&issued)).await.ok().unwrap();
    assert_eq!(next(&again), next(&refreshed), "there is one branch");
    assert_eq!(story.replays().await, 0);
    story.world.pass(1);
    let refused = refusal(story.refresh(&next(&issued)).await);
    assert!(matches!(refused, TokenRefusal::RefreshTokenReplayed), "{refused}");
    for token in [&issued, &refreshed] {
        let refused = refusal(story.refresh(&next(token)).await);
        assert!(matches!(refused, TokenRefusal::GrantEnded), "{refused}");
    }
    assert!(story.introspect(&refreshed.access_token).await.is_none());
    assert_eq!(story.replays().await, 1);
}

#[tokio::test]
async fn once_the_next_was_used_the_one_before_is_a_replay_at_once() {
    let story = Story::new().await;
    let issued = story.tokens("openid").await;
    let second = story.refresh(&next(&issued)).await.ok().unwrap();
    let third = story.refresh(&next(&second)).await.ok().unwrap();
    let refused = refusal(story.refresh(&next(&issued)).await);
    assert!(matches!(refused, TokenRefusal::RefreshTokenReplayed), "{refused}");
    let refused = refusal(story.refresh(&next(&third)).await);
    assert!(matches!(refused, TokenRefusal::GrantEnded), "{refused}");
    assert_eq!(story.replays().await, 1);
}

#[tokio::test]
async fn a_replay_is_known_for_as_long_as_what_came_after_may_count() {
    let story = Story::new().await;
    let stolen = story.tokens("openid offline_access").await;
    let mut newest = story.refresh(&next(&stolen)).await.ok().unwrap();
    for _ in 0..4 {
        story.world.pass(7 * DAY - 1);
        newest = story.refresh(&next(&newest)).await.ok().unwrap();
        story.world.services.sweep().await.unwrap();
    }
    let refused = refusal(story.refresh(&next(&stolen)).await);
    assert!(matches!(refused, TokenRefusal::RefreshTokenReplayed), "{refused}");
    let refused = refusal(story.refresh(&next(&newest)).await);
    assert!(matches!(refused, TokenRefusal::GrantEnded), "{refused}");
    assert_eq!(story.replays().await, 1);
}

#[tokio::test]
async fn a_refresh_token_is_for_its_own_client() {
    let story = Story::new().await;
    let another = story.add(&web_application("Another")).await;
    let issued = story.tokens("openid").await;
    let refused = refusal(refresh(&story.world.services, &another, &next(&issued)).await);
    assert!(matches!(refused, TokenRefusal::TokenOfAnotherClient), "{refused}");
    let refused = refusal(story.refresh("unknown").await);
    assert!(matches!(refused, TokenRefusal::RefreshTokenUnknown), "{refused}");
    let refused = refusal(story.refresh(&issued.access_token).await);
    assert!(matches!(refused, TokenRefusal::RefreshTokenUnknown), "{refused}");
    assert!(story.refresh(&next(&issued)).await.is_ok(), "neither did any harm");
}

#[tokio::test]
async fn signing_out_ends_what_was_to_last_as_long_as_the_session() {
    let story = Story::new().await;
    let another = story.world.another_server().await.unwrap();
    let online = story.tokens("openid").await;
    let offline = story.tokens("openid offline_access").await;
    another.sign_out(&story.session, None).await.unwrap();
    let refused = refusal(story.refresh(&next(&online)).await);
    assert!(matches!(refused, TokenRefusal::GrantEnded), "{refused}");
    assert!(story.introspect(&online.access_token).await.is_none());
    assert!(story.introspect(&offline.access_token).await.is_some());
    assert!(story.refresh(&next(&offline)).await.is_ok());
}

#[tokio::test]
async fn signing_in_again_goes_on_with_what_was_allowed_and_signing_out_ends_it() {
    let story = Story::new().await;
    let services = &story.world.services;
    let issued = story.tokens("openid").await;
    let code = story.code(&story.shop, &[]).await;
    let started =
        services.sign_in(EMAIL, PASSWORD, Some(&story.session), &SignInFrom::default()).await.unwrap();
    assert!(!story.world.is_live(&story.session).await);
    let issued = story.refresh(&next(&issued)).await.ok().unwrap();
    let redeemed = redeem(services, &story.shop, &code).await.ok().unwrap();
    // The browser is left alone for so long that the session is over, and somebody presses the button then.
    story.world.pass(HOUR);
    services.sign_out(started.token.reveal(), None).await.unwrap();
    for issued in [issued, redeemed] {
        let refused = refusal(story.refresh(&next(&issued)).await);
        assert!(matches!(refused, TokenRefusal::GrantEnded), "{refused}");
    }
}

#[tokio::test]
async fn signing_in_again_after_a_pause_goes_on_with_what_was_allowed() {
    for is_swept in [false, true] {
        let story = Story::new().await;
        let services = &story.world.services;
        let issued = story.tokens("openid").await;
        story.world.pass(HOUR);
        if is_swept {
            services.sweep().await.unwrap();
        }
        let started =
            services.sign_in(EMAIL, PASSWORD, Some(&story.session), &SignInFrom::default()).await.unwrap();
        let issued = story.refresh(&next(&issued)).await.ok().unwrap();
        services.sign_out(started.token.reveal(), None).await.unwrap();
        let refused = refusal(story.refresh(&next(&issued)).await);
        assert!(matches!(refused, TokenRefusal::GrantEnded), "{refused}");
    }
}

#[tokio::test]
async fn without_offline_access_all_ends_with_the_twelve_hours_of_the_session() {
    let story = Story::new().await;
    let issued = story.tokens("openid").await;
    // Nobody is at the browser: the session is idle, and swept with the two counts of the attempt that began it.
    story.world.pass(12 * HOUR - 60);
    assert_eq!(story.world.services.sweep().await.unwrap(), 3);
    let last = story.refresh(&next(&issued)).await.ok().unwrap();
    assert_eq!(last.expires_in, 60, "no access token outlives what it came from");
    assert_eq!(claims(last.id_token.as_ref().unwrap())["exp"], NOW + 12 * HOUR);
    story.world.pass(60);
    assert!(story.introspect(&last.access_token).await.is_none());
    let refused = refusal(story.refresh(&next(&last)).await);
    assert!(matches!(refused, TokenRefusal::RefreshTokenExpired), "{refused}");
}

#[tokio::test]
async fn with_offline_access_it_goes_on_until_idle_or_thirty_days_old() {
    let story = Story::new().await;
    let idle = story.tokens("offline_access").await;
    let mut busy = story.tokens("offline_access").await;
    for _ in 0..4 {
        story.world.pass(7 * DAY - 1);
        busy = story.refresh(&next(&busy)).await.ok().unwrap();
    }
    let refused = refusal(story.refresh(&next(&idle)).await);
    assert!(matches!(refused, TokenRefusal::RefreshTokenExpired), "{refused}");
    story.world.pass(2 * DAY + 4);
    let refused = refusal(story.refresh(&next(&busy)).await);
    assert!(matches!(refused, TokenRefusal::RefreshTokenExpired), "{refused}");
}

#[tokio::test]
async fn what_an_operator_decides_counts() {
    let story = Story::new().await;
    let settings = TokenSettings {
        access_token_for: 60,
        refresh_token_idle_for: 120,
        refresh_tokens_for: 180,
        ..TokenSettings::default()
    };
    let server = story.world.another_server_with(settings).await;
    let asked = request(&story.shop, &[("scope", "offline_access")]);
    let allow = ConsentAnswer::Allow;
    let allowed = answer(&server, Some(&story.session), &asked, allow).await;
    let code = sent_back(allowed).remove("code").unwrap();
    let issued = redeem(&server, &story.shop, &code).await.ok().unwrap();
    assert_eq!(issued.expires_in, 60);
    story.world.pass(119);
    let issued = refresh(&server, &story.shop, &next(&issued)).await.ok().unwrap();
    story.world.pass(61);
    assert!(refresh(&server, &story.shop, &next(&issued)).await.is_err());
}

#[tokio::test]
async fn who_is_disabled_or_gone_refreshes_nothing_on_any_server() {
    let story = Story::new().await;
    let another = story.world.another_server().await.unwrap();
    let issued = story.tokens("openid offline_access").await;
    story.set_status_of_people("disabled").await;
    let refused = refusal(refresh(&another, &story.shop, &next(&issued)).await);
    assert!(matches!(refused, TokenRefusal::PersonDisabled), "{refused}");
    story.set_status_of_people("enabled").await;
    story.change(&story.shop, ClientsChange::Disable).await;
    let refused = refusal(refresh(&another, &story.shop, &next(&issued)).await);
    assert!(matches!(refused, TokenRefusal::ClientDisabled), "{refused}");
    story.change(&story.shop, ClientsChange::Enable).await;
    assert!(refresh(&another, &story.shop, &next(&issued)).await.is_ok(), "as if nothing had been");
    story.change(&story.shop, ClientsChange::Delete).await;
    let refused = refusal(refresh(&another, &story.shop, &next(&issued)).await);
    assert!(matches!(refused, TokenRefusal::ClientUnknown), "{refused}");
}

#[tokio::test]
async fn what_was_allowed_ends_with_the_kind_of_client_it_was_allowed_to() {
    let story = Story::new().await;
    let issued = story.tokens("openid").await;
    let client_id = story.shop.client.client_id.as_str();
    let edit = async |version: i64, draft: &OAuthClientDraft| {
        let draft = draft.check().unwrap();
        story.world.services.edit_oauth_client(&story.administrator, client_id, version, draft).await.unwrap()
    };
    // A change of anything else leaves it alone.
    let described = OAuthClientDraft { description: "Sells".to_owned(), ..web_application("Shop") };
    edit(1, &described).await;
    let issued = story.refresh(&next(&issued)).await.ok().unwrap();
    let public = edit(2, &app_on_device("Shop", None)).await;
    let refused = refusal(refresh(&story.world.services, &public, &next(&issued)).await);
    assert_eq!(refused.to_string(), "grant ended");
    let back = edit(3, &web_application("Shop")).await;
    let refused = refusal(refresh(&story.world.services, &back, &next(&issued)).await);
    assert_eq!(refused.to_string(), "grant ended", "also when it is what it was again");
}
