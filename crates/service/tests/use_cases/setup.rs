//! The very first start.

use service::{ServiceError, SignInFrom, StartError};

use crate::world::{EMAIL, PASSWORD, World, account};

#[tokio::test]
async fn the_link_makes_the_first_administrator_once() {
    let world = World::new().await;
    let token = world.services.setup_token().await.unwrap().unwrap();
    let started = world
        .services
        .set_up(token.reveal(), &account(EMAIL, PASSWORD), &SignInFrom::default())
        .await
        .unwrap();
    let person = world.services.signed_in(started.token.reveal(), None).await.unwrap().unwrap();
    assert!(person.administrator().is_ok());
    assert!(!world.services.is_setup_open().await.unwrap());

    let again = world
        .services
        .set_up(token.reveal(), &account("eve@example.com", PASSWORD), &SignInFrom::default())
        .await;
    assert!(matches!(again, Err(ServiceError::SetupLinkInvalid)));
    assert!(
        world.services.setup_token().await.unwrap().is_none(),
        "there is no new link once there is somebody"
    );
}

#[tokio::test]
async fn a_link_that_is_unknown_or_too_old_makes_nobody() {
    let world = World::new().await;
    let token = world.services.setup_token().await.unwrap().unwrap();
    let unknown = world.services.set_up("unknown", &account(EMAIL, PASSWORD), &SignInFrom::default()).await;
    assert!(matches!(unknown, Err(ServiceError::SetupLinkInvalid)));
    world.pass(24 * 60 * 60);
    let late = world.services.set_up(token.reveal(), &account(EMAIL, PASSWORD), &SignInFrom::default()).await;
    assert!(matches!(late, Err(ServiceError::SetupLinkInvalid)));
    assert!(world.services.is_setup_open().await.unwrap());
}

#[tokio::test]
async fn links_that_no_longer_count_are_swept_away() {
    let world = World::new().await;
    world.services.setup_token().await.unwrap();
    let used = world.services.setup_token().await.unwrap().unwrap();
    world.services.set_up(used.reveal(), &account(EMAIL, PASSWORD), &SignInFrom::default()).await.unwrap();
    assert_eq!(world.services.sweep().await.unwrap(), 1, "the one that was used");
    world.pass(24 * 60 * 60);
    assert_eq!(world.services.sweep().await.unwrap(), 2, "the one too old, and the session");
}

#[tokio::test]
async fn the_configured_administrator_is_made_only_while_there_is_nobody() {
    let world = World::set_up().await;
    assert!(!world.services.set_up_from_configuration(&account("eve@example.com", PASSWORD)).await.unwrap());
    let error =
        world.services.sign_in("eve@example.com", PASSWORD, None, &SignInFrom::default()).await.unwrap_err();
    assert!(matches!(error, ServiceError::WrongCredentials));
}

#[tokio::test]
async fn signing_keys_are_made_once_and_open_only_with_their_key() {
    let world = World::new().await;
    let keys = world.services.jwks();
    assert_eq!(keys.len(), 1);
    assert_eq!(world.another_server().await.unwrap().jwks(), keys);
    let refused = world.another_server_with_another_key().await.unwrap_err();
    assert!(matches!(refused, StartError::Signing(_)), "{refused}");
}
