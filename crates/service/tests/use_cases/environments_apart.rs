//! What is told of tokens from one environment to the next: nothing.

use domain::{ClientsChange, OAuthClientDraft};
use serde_json::json;
use service::{TokenRefusal, UserInfoRefusal};

use crate::access::{Holder, READER, Secured, own};
use crate::application::{claims, next, refusal};
use crate::world::{NOW, World, confidential};

on_each_engine![
    a_principal_sees_tokens_of_its_own_environment_and_of_clients,
    a_principal_that_is_disabled_or_gone_has_tokens_that_count_no_longer,
    a_principal_gives_back_what_is_its_own,
    a_renamed_environment_is_the_same_one,
    a_principal_is_nobody_to_ask_about,
];

async fn is_told(secured: &Secured, caller: &Holder, token: &str) -> bool {
    secured.services().introspect(&caller.presented(), token).await.unwrap().is_some()
}

async fn a_principal_sees_tokens_of_its_own_environment_and_of_clients(world: World) {
    let secured = Secured::in_world(world).await;
    let (story, shop) = (&secured.story, secured.shop());
    let machine = secured.machine().await;
    let billing = secured.principal("Billing", "production").await;
    let stock = secured.principal("Stock", "production").await;
    let trial = secured.principal("Trial", "development").await;
    let of_person = story.tokens("openid").await;
    let [of_machine, of_billing, of_stock, of_trial] = [
        secured.own_token(&machine).await,
        secured.own_token(&billing).await,
        secured.own_token(&stock).await,
        secured.own_token(&trial).await,
    ];
    for (caller, token, expected) in [
        (&billing, &of_billing, true),
        (&billing, &of_stock, true),
        (&billing, &of_trial, false),
        (&billing, &of_machine, true),
        (&billing, &of_person.access_token, true),
        (&billing, &next(&of_person), false),
        (&trial, &of_billing, false),
        (&trial, &of_trial, true),
        (&trial, &of_machine, true),
        (&machine, &of_billing, true),
        (&machine, &of_trial, true),
        (&machine, &of_machine, true),
        (&shop, &of_trial, true),
        (&shop, &next(&of_person), true),
    ] {
        let (who, whose) = (caller.name, claims_of(token));
        assert_eq!(is_told(&secured, caller, token).await, expected, "{who} of {whose}");
    }

    secured.assign(&stock.client_id, &[READER]).await;
    let of_stock = secured.own_token(&stock).await;
    let told = secured.services().introspect(&billing.presented(), &of_stock).await.unwrap().unwrap();
    let id = &stock.client_id;
    assert_eq!(
        serde_json::to_value(&told).unwrap(),
        json!({
            "active": true, "scope": "invoices.read", "client_id": id, "token_type": "Bearer",
            "exp": NOW + 600, "iat": NOW, "sub": id, "aud": "http://localhost:3000/environments/production",
            "iss": "http://localhost:3000", "environment": "production", "jti": claims(&of_stock)["jti"],
        })
    );
}

/// Whose token it is; a refresh token does not tell.
fn claims_of(token: &str) -> String {
    if token.contains('.') { claims(token)["client_id"].to_string() } else { "a person".to_owned() }
}

async fn a_principal_that_is_disabled_or_gone_has_tokens_that_count_no_longer(world: World) {
    let secured = Secured::in_world(world).await;
    let another = secured.story.world.another_server().await.unwrap();
    let machine = secured.machine().await;
    let principal = secured.principal("Billing", "production").await;
    let issued = secured.own_token(&principal).await;
    let is_active = async || another.introspect(&machine.presented(), &issued).await.unwrap().is_some();
    assert!(is_active().await);
    secured.change(&principal, ClientsChange::Disable).await;
    assert!(!is_active().await);
    let refused = refusal(own(&another, &principal, None, &[]).await);
    assert!(matches!(refused, TokenRefusal::ClientDisabled), "{refused}");
    secured.change(&principal, ClientsChange::Enable).await;
    assert!(is_active().await);
    secured.change(&principal, ClientsChange::Delete).await;
    assert!(!is_active().await);
    // Another client with the same id is another client.
    secured.story.world.pass(1);
    let draft = OAuthClientDraft { client_id: principal.client_id.clone(), ..confidential("Another") };
    secured.story.add(&draft).await;
    assert!(!is_active().await);
}

async fn a_principal_gives_back_what_is_its_own(world: World) {
    let secured = Secured::in_world(world).await;
    let services = secured.services();
    let billing = secured.principal("Billing", "production").await;
    let stock = secured.principal("Stock", "production").await;
    let (of_billing, of_stock) = (secured.own_token(&billing).await, secured.own_token(&stock).await);
    let of_person = secured.story.tokens("openid").await;
    for others in [&of_stock, &of_person.access_token, &next(&of_person)] {
        let refused = services.revoke(&billing.presented(), others).await.unwrap_err();
        assert!(matches!(refused, TokenRefusal::TokenOfAnotherClient), "{refused}");
    }
    services.revoke(&billing.presented(), &of_billing).await.unwrap();
    assert!(!is_told(&secured, &stock, &of_billing).await);
    assert!(is_told(&secured, &billing, &of_stock).await);
}

async fn a_renamed_environment_is_the_same_one(world: World) {
    let secured = Secured::in_world(world).await;
    let billing = secured.principal("Billing", "production").await;
    let trial = secured.principal("Trial", "development").await;
    let (of_billing, of_trial) = (secured.own_token(&billing).await, secured.own_token(&trial).await);
    secured.rename("production", "live").await;
    secured.rename("development", "production").await;
    assert!(is_told(&secured, &billing, &of_billing).await, "whatever it was called when the token was made");
    assert!(!is_told(&secured, &trial, &of_billing).await, "whatever is called like that now");
    assert!(!is_told(&secured, &billing, &of_trial).await);
    assert_eq!(claims(&secured.own_token(&billing).await)["environment"], "live");
    assert_eq!(claims(&secured.own_token(&trial).await)["environment"], "production");
}

async fn a_principal_is_nobody_to_ask_about(world: World) {
    let secured = Secured::in_world(world).await;
    let principal = secured.principal("Billing", "production").await;
    let issued = secured.own_token(&principal).await;
    let refused = secured.services().user_info(&issued).await.unwrap_err();
    assert!(matches!(refused, UserInfoRefusal::InsufficientScope), "{refused}");
}
