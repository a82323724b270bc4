//! Registering OAuth clients and looking at them.

use domain::{ClientType, GrantType, OAuthClientDraft, PkceMethod};
use service::{IdentifiersTaken, ServiceError};

use crate::world::World;

fn confidential(name: &str) -> OAuthClientDraft {
    OAuthClientDraft { client_name: name.to_owned(), ..OAuthClientDraft::default() }
}

#[tokio::test]
async fn a_confidential_client_gets_a_secret_and_a_public_one_does_not() {
    let world = World::set_up().await;
    let (_, person) = world.signed_in().await;
    let administrator = person.administrator().unwrap();
    let registered = world
        .services
        .register_oauth_client(&administrator, confidential("Billing").check().unwrap())
        .await
        .unwrap();
    assert!(registered.client.client_id.as_str().starts_with("app-"));
    assert!(registered.secret.unwrap().reveal().starts_with("ghs_"));
    assert_eq!(registered.token_endpoint, "http://localhost:3000/oauth2/token");

    let public = OAuthClientDraft {
        client_type: ClientType::Public,
        grant_type: GrantType::AuthorizationCode,
        redirect_uris: vec!["https://myapp.com/callback".to_owned()],
        pkce_code_challenge_method: Some(PkceMethod::S256),
        ..confidential("Shop")
    };
    let registered =
        world.services.register_oauth_client(&administrator, public.check().unwrap()).await.unwrap();
    assert!(registered.secret.is_none());
}

#[tokio::test]
async fn a_taken_name_is_refused_and_changes_nothing() {
    let world = World::set_up().await;
    let (_, person) = world.signed_in().await;
    let administrator = person.administrator().unwrap();
    let register =
        |name| world.services.register_oauth_client(&administrator, confidential(name).check().unwrap());
    register("Billing").await.unwrap();
    let refused = register("BILLING").await.unwrap_err();
    assert!(matches!(refused, ServiceError::Taken(IdentifiersTaken { name: true, client_id: false })));
    assert_eq!(world.services.oauth_clients(&person.reader().unwrap(), None).await.unwrap().clients.len(), 1);
}

#[tokio::test]
async fn the_list_comes_in_pages_that_name_the_next() {
    let world = World::set_up().await;
    let (_, person) = world.signed_in().await;
    let administrator = person.administrator().unwrap();
    let reader = person.reader().unwrap();
    // Public: a Confidential one costs a hash each.
    for number in 0..51 {
        let draft = OAuthClientDraft {
            client_type: ClientType::Public,
            grant_type: GrantType::AuthorizationCode,
            redirect_uris: vec!["https://myapp.com/callback".to_owned()],
            ..confidential(&format!("Client {number}"))
        };
        world.services.register_oauth_client(&administrator, draft.check().unwrap()).await.unwrap();
        world.pass(1);
    }
    let first = world.services.oauth_clients(&reader, None).await.unwrap();
    assert_eq!((first.clients.len(), first.clients[0].name.as_str()), (50, "Client 50"));
    let last = world.services.oauth_clients(&reader, first.next.as_deref()).await.unwrap();
    assert_eq!((last.clients.len(), last.clients[0].name.as_str()), (1, "Client 0"));
    assert_eq!(last.next, None);

    for malformed in [
        "",
        "x",
        "1.",
        "1.x",
        "x.00000000-0000-7000-8000-000000000001",
        "1.\0",
        "+1.00000000-0000-7000-8000-000000000001",
    ] {
        let error = world.services.oauth_clients(&reader, Some(malformed)).await.unwrap_err();
        assert!(matches!(error, ServiceError::PositionMalformed), "{malformed:?}");
    }
}
