//! Registering OAuth clients and looking at one.

use domain::SecretState;
use service::{IdentifiersTaken, ServiceError};

use crate::world::{NOW, World, confidential, public};

#[tokio::test]
async fn a_confidential_client_gets_a_secret_and_a_public_one_does_not() {
    let world = World::set_up().await;
    let (administrator, reader) = world.administrator().await;
    let registered = world.register(&administrator, &confidential("Billing")).await;
    assert!(registered.client.client_id.as_str().starts_with("app-"));
    assert_eq!(registered.token_endpoint, "http://localhost:3000/oauth2/token");
    let secret = registered.secret.as_ref().unwrap().reveal();
    assert!(secret.starts_with("ghs_"));

    let detail = world.detail(&reader, &registered).await;
    assert_eq!((&detail.client, detail.is_in_progress), (&registered.client, false));
    let shown = &detail.secrets[0];
    assert_eq!((shown.label.as_str(), shown.state, shown.created_at), ("Secret 1", SecretState::Valid, NOW));
    assert_eq!((shown.expires_at, shown.retired_at, shown.last_used.as_ref()), (None, None, None));
    assert!(secret.starts_with(&shown.prefix) && shown.prefix.len() == 10);

    let registered = world.register(&administrator, &public("Shop")).await;
    assert!(registered.secret.is_none());
    assert!(world.detail(&reader, &registered).await.secrets.is_empty());
}

#[tokio::test]
async fn registering_is_in_the_history_with_every_field_that_is_set() {
    let world = World::set_up().await;
    let (administrator, reader) = world.administrator().await;
    let mut draft = confidential("Billing");
    draft.client_id = "billing".to_owned();
    let saved = world.register(&administrator, &draft).await;
    let prefix = &saved.secret.as_ref().unwrap().reveal()[..10];
    let changes = vec![
        "client_name: none -> Billing".to_owned(),
        "client_id: none -> app-billing".to_owned(),
        "client_type: none -> confidential".to_owned(),
        "grant_type: none -> client_credentials".to_owned(),
        "status: none -> enabled".to_owned(),
        format!("client_secret: none -> Secret 1 ({prefix}…)"),
    ];
    assert_eq!(world.history(&reader, &saved).await, [("oauth_client.registered".to_owned(), changes)]);
    let event =
        &world.events(&reader).await.into_iter().find(|event| event.entity_id == saved.client.id).unwrap();
    assert_eq!((event.actor_name.as_str(), event.address.as_deref()), ("ada@example.com", Some("192.0.2.1")));
    assert_eq!((event.entity_kind.as_str(), event.entity_name.as_str()), ("oauth_client", "Billing"));
}

#[tokio::test]
async fn a_taken_name_is_refused_and_changes_nothing() {
    let world = World::set_up().await;
    let (administrator, reader) = world.administrator().await;
    world.register(&administrator, &confidential("Billing")).await;
    let events = world.events(&reader).await.len();
    let again = confidential("BILLING").check().unwrap();
    let refused = world.services.register_oauth_client(&administrator, again).await.unwrap_err();
    assert!(matches!(refused, ServiceError::Taken(IdentifiersTaken { name: true, client_id: false })));
    assert_eq!(world.events(&reader).await.len(), events);
}

#[tokio::test]
async fn what_is_no_client_id_of_this_server_is_not_found() {
    let world = World::set_up().await;
    let (administrator, reader) = world.administrator().await;
    let mut draft = public("Shop");
    draft.client_id = "shop".to_owned();
    world.register(&administrator, &draft).await;
    assert!(world.services.oauth_client(&reader, "app-shop").await.is_ok());
    for client_id in ["", "shop", " app-shop", "app-shop ", "APP-shop", "app-other", "app-\0", "app-", "é"] {
        let error = world.services.oauth_client(&reader, client_id).await.unwrap_err();
        assert!(matches!(error, ServiceError::NotFound), "{client_id:?}");
    }
}
