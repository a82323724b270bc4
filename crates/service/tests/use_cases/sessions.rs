//! Signing in and out.

use service::{ServiceError, SignInFrom};

use crate::world::{EMAIL, PASSWORD, World};

#[tokio::test]
async fn the_right_password_starts_a_session_whatever_the_case_of_the_e_mail() {
    let world = World::set_up().await;
    let started =
        world.services.sign_in("ADA@example.com", PASSWORD, None, &SignInFrom::default()).await.unwrap();
    let person = world.services.signed_in(started.token.reveal(), None).await.unwrap().unwrap();
    assert_eq!(person.email().as_str(), EMAIL);
    assert!(person.administrator().is_ok());
    assert_eq!(format!("{:?}", started.token), "OpaqueToken(…)");
}

#[tokio::test]
async fn whatever_is_wrong_gets_the_same_answer() {
    let world = World::set_up().await;
    for (email, password) in [
        (EMAIL, "correct horse battery stable"),
        (EMAIL, ""),
        ("eve@example.com", PASSWORD),
        ("not an e-mail\0", PASSWORD),
        ("", ""),
    ] {
        let error = world.services.sign_in(email, password, None, &SignInFrom::default()).await.unwrap_err();
        assert!(matches!(error, ServiceError::WrongCredentials), "{email:?}: {error:?}");
    }
}

#[tokio::test]
async fn a_session_ends_when_it_is_idle() {
    let world = World::set_up().await;
    let (token, _) = world.signed_in().await;
    world.pass(29 * 60);
    assert!(world.is_live(&token).await);
    world.pass(29 * 60);
    assert!(world.is_live(&token).await, "the request in between kept it alive");
    world.pass(30 * 60);
    assert!(!world.is_live(&token).await);
    // And the two counts of the attempt that began it.
    assert_eq!(world.services.sweep().await.unwrap(), 3);
}

#[tokio::test]
async fn a_session_ends_after_twelve_hours_however_busy() {
    let world = World::set_up().await;
    let (token, _) = world.signed_in().await;
    for _ in 0..47 {
        world.pass(15 * 60);
        assert!(world.is_live(&token).await);
    }
    world.pass(15 * 60);
    assert!(!world.is_live(&token).await);
}

#[tokio::test]
async fn signing_in_again_changes_the_id_and_ends_the_session_before() {
    let world = World::set_up().await;
    let (before, _) = world.signed_in().await;
    let started =
        world.services.sign_in(EMAIL, PASSWORD, Some(&before), &SignInFrom::default()).await.unwrap();
    assert_ne!(started.token.reveal(), before);
    assert!(!world.is_live(&before).await);
    assert!(world.is_live(started.token.reveal()).await);
}

#[tokio::test]
async fn signing_out_ends_the_session_on_every_server() {
    let world = World::set_up().await;
    let another = world.another_server().await.unwrap();
    let (token, _) = world.signed_in().await;
    assert!(another.signed_in(&token, None).await.unwrap().is_some());
    world.services.sign_out(&token, None).await.unwrap();
    assert!(another.signed_in(&token, None).await.unwrap().is_none());
    another.sign_out(&token, None).await.expect("signing out twice is no fault");
}
