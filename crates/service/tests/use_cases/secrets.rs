//! A client's secrets: new ones, overlaps, ends.

use domain::{Field, MAX_OVERLAP, NewSecretDraft, SecretState};
use service::{
    Administrator, ClientSecret, GeneratedSecret, Reader, SavedClient, ServiceError, TokenRefusal,
};

use crate::world::{Issued, NOW, World, confidential, public, token};

async fn billing() -> (World, Administrator, Reader, SavedClient) {
    let world = World::set_up().await;
    let (administrator, reader) = world.administrator().await;
    let saved = world.register(&administrator, &confidential("Billing")).await;
    world.pass(60);
    (world, administrator, reader, saved)
}

async fn generate(
    world: &World,
    administrator: &Administrator,
    saved: &SavedClient,
    label: &str,
    old_secrets_end_at: Option<i64>,
) -> Result<GeneratedSecret, ServiceError> {
    let draft = NewSecretDraft { label: label.to_owned(), old_secrets_end_at };
    world.services.generate_client_secret(administrator, saved.client.client_id.as_str(), &draft).await
}

async fn states(world: &World, reader: &Reader, saved: &SavedClient) -> Vec<(String, SecretState)> {
    let secrets = world.detail(reader, saved).await.secrets;
    secrets.into_iter().map(|secret| (secret.label, secret.state)).collect()
}

fn state(label: &str, state: SecretState) -> (String, SecretState) {
    (label.to_owned(), state)
}

#[tokio::test]
async fn a_new_secret_retires_the_one_before_at_once_on_every_server() {
    let (world, administrator, reader, saved) = billing().await;
    let another = world.another_server().await.unwrap();
    assert!(token(&another, &saved).await.is_ok());
    let next = generate(&world, &administrator, &saved, "", None).await.unwrap();
    let refused = token(&another, &saved).await.err().unwrap();
    assert!(matches!(refused, TokenRefusal::SecretRetired), "{refused:?}");
    assert!(token(&another, &next).await.is_ok());
    assert_eq!(next.token_endpoint, "http://localhost:3000/oauth2/token");
    assert_eq!((next.name.as_str(), next.asks_by_itself), ("Billing", true));
    let client = world.detail(&reader, &saved).await.client;
    assert_eq!((client.updated_at, client.version), (Some(NOW + 60), 1));
    assert_eq!(
        states(&world, &reader, &saved).await,
        [state("Secret 2", SecretState::Valid), state("Secret 1", SecretState::Retired)]
    );
    let prefix = |secret: &ClientSecret| secret.reveal()[..10].to_owned();
    let (old, new) = (prefix(saved.secret.as_ref().unwrap()), prefix(&next.secret));
    assert_eq!(
        world.history(&reader, &saved).await[1],
        (
            "client_secret.generated".to_owned(),
            vec![
                format!("client_secret: none -> Secret 2 ({new}…)"),
                format!("client_secret: Secret 1 ({old}…) -> none"),
            ]
        )
    );
}

#[tokio::test]
async fn an_overlap_keeps_the_old_secret_until_its_end_and_no_longer() {
    let (world, administrator, reader, saved) = billing().await;
    let end = world.now() + 3600;
    let next = generate(&world, &administrator, &saved, "For the new servers", Some(end)).await.unwrap();
    assert!(token(&world.services, &saved).await.is_ok() && token(&world.services, &next).await.is_ok());
    assert_eq!(
        states(&world, &reader, &saved).await,
        [state("For the new servers", SecretState::Valid), state("Secret 1", SecretState::Ending)]
    );
    let prefix = &saved.secret.as_ref().unwrap().reveal()[..10];
    assert_eq!(
        world.history(&reader, &saved).await[1].1[1],
        format!("client_secret: Secret 1 ({prefix}…) -> Secret 1 ({prefix}…), until 2023-11-14T23:14:20Z")
    );
    world.pass(3599);
    assert!(token(&world.services, &saved).await.is_ok());
    world.pass(1);
    let refused = token(&world.services, &saved).await.err().unwrap();
    assert!(matches!(refused, TokenRefusal::SecretExpired), "{refused:?}");
    assert!(token(&world.services, &next).await.is_ok());
    assert_eq!(states(&world, &reader, &saved).await[1], state("Secret 1", SecretState::Expired));
}

#[tokio::test]
async fn a_third_secret_is_refused_while_two_count_unless_both_are_retired() {
    let (world, administrator, reader, saved) = billing().await;
    let end = world.now() + 3600;
    let second = generate(&world, &administrator, &saved, "", Some(end)).await.unwrap();
    let events = world.events(&reader).await.len();
    let refused = generate(&world, &administrator, &saved, "", Some(end)).await.unwrap_err();
    assert!(matches!(refused, ServiceError::TwoSecretsValid), "{refused:?}");
    assert_eq!(world.events(&reader).await.len(), events);
    assert!(token(&world.services, &saved).await.is_ok() && token(&world.services, &second).await.is_ok());

    let third = generate(&world, &administrator, &saved, "", None).await.unwrap();
    for old in [Issued::from(&saved), Issued::from(&second)] {
        let refused = token(&world.services, old).await.err().unwrap();
        assert!(matches!(refused, TokenRefusal::SecretRetired), "{refused:?}");
    }
    assert!(token(&world.services, &third).await.is_ok());
}

#[tokio::test]
async fn an_end_that_is_set_is_never_put_off() {
    let (world, administrator, reader, saved) = billing().await;
    let early = world.now() + 3600;
    let second = generate(&world, &administrator, &saved, "", Some(early)).await.unwrap();
    let second_id = world.detail(&reader, &saved).await.secrets[0].id.clone();
    world.services.retire_client_secret(&administrator, &second.client_id, &second_id).await.unwrap();
    generate(&world, &administrator, &saved, "", Some(early + 3600)).await.unwrap();
    let secrets = world.detail(&reader, &saved).await.secrets;
    let first = secrets.iter().find(|secret| secret.label == "Secret 1").unwrap();
    assert_eq!(first.expires_at, Some(early));
}

#[tokio::test]
async fn what_is_asked_of_a_new_secret_keeps_the_rules() {
    let (world, administrator, reader, saved) = billing().await;
    let now = world.now();
    for (label, end, field) in [
        ("", Some(now), Field::OldSecretsEndAt),
        ("", Some(now + MAX_OVERLAP + 1), Field::OldSecretsEndAt),
        ("<b>", None, Field::SecretLabel),
        (&"x".repeat(61), None, Field::SecretLabel),
    ] {
        let refused = generate(&world, &administrator, &saved, label, end).await.unwrap_err();
        let ServiceError::Refused(problems) = refused else { panic!("{refused:?}") };
        assert_eq!(problems[0].field, field, "{label} {end:?}");
    }
    assert_eq!(world.history(&reader, &saved).await.len(), 1);
    generate(&world, &administrator, &saved, &"x".repeat(60), Some(now + MAX_OVERLAP)).await.unwrap();
}

#[tokio::test]
async fn a_retired_secret_is_dead_on_the_next_request_to_another_server() {
    let (world, administrator, reader, saved) = billing().await;
    let another = world.another_server().await.unwrap();
    assert!(token(&another, &saved).await.is_ok());
    let id = world.detail(&reader, &saved).await.secrets[0].id.clone();
    let client_id = saved.client.client_id.as_str();
    world.services.retire_client_secret(&administrator, client_id, &id).await.unwrap();
    let refused = token(&another, &saved).await.err().unwrap();
    assert!(matches!(refused, TokenRefusal::SecretRetired), "{refused:?}");
    let detail = world.detail(&reader, &saved).await;
    assert_eq!((detail.client.updated_at, detail.client.version), (Some(NOW + 60), 1));
    let prefix = &saved.secret.as_ref().unwrap().reveal()[..10];
    assert_eq!(
        world.history(&reader, &saved).await[1],
        ("client_secret.retired".to_owned(), vec![format!("client_secret: Secret 1 ({prefix}…) -> none")])
    );

    let other = world.register(&administrator, &confidential("Shop")).await;
    let others = world.detail(&reader, &other).await.secrets[0].id.clone();
    for unknown in [id.as_str(), others.as_str(), "", "\0"] {
        let refused =
            world.services.retire_client_secret(&administrator, client_id, unknown).await.unwrap_err();
        assert!(matches!(refused, ServiceError::NotFound), "{unknown:?}");
    }
    assert!(token(&world.services, &other).await.is_ok());
}

#[tokio::test]
async fn an_expired_secret_cannot_be_retired() {
    let (world, administrator, reader, saved) = billing().await;
    generate(&world, &administrator, &saved, "", Some(world.now() + 60)).await.unwrap();
    let first = world.detail(&reader, &saved).await.secrets[1].id.clone();
    world.pass(60);
    let client_id = saved.client.client_id.as_str();
    let refused = world.services.retire_client_secret(&administrator, client_id, &first).await.unwrap_err();
    assert!(matches!(refused, ServiceError::NotFound), "{refused:?}");
}

#[tokio::test]
async fn a_public_client_and_one_that_is_gone_get_no_secret() {
    let world = World::set_up().await;
    let (administrator, _) = world.administrator().await;
    let saved = world.register(&administrator, &public("Shop")).await;
    let refused = generate(&world, &administrator, &saved, "", None).await.unwrap_err();
    assert!(matches!(refused, ServiceError::NotConfidential), "{refused:?}");
    let none = NewSecretDraft::default();
    let refused = world.services.generate_client_secret(&administrator, "app-x", &none).await.unwrap_err();
    assert!(matches!(refused, ServiceError::NotFound), "{refused:?}");
}

#[tokio::test]
async fn a_request_in_progress_is_no_obstacle_to_new_secrets() {
    let (world, administrator, _, saved) = billing().await;
    world.begin_provisioning(&saved).await;
    assert!(generate(&world, &administrator, &saved, "", None).await.is_ok());
}

#[tokio::test]
async fn the_twenty_newest_secrets_are_kept_and_numbers_go_on() {
    let (world, administrator, reader, saved) = billing().await;
    for _ in 0..21 {
        generate(&world, &administrator, &saved, "", None).await.unwrap();
        world.pass(1);
    }
    let secrets = states(&world, &reader, &saved).await;
    assert_eq!(secrets.len(), 20);
    assert_eq!(secrets[0], state("Secret 22", SecretState::Valid));
    assert_eq!(secrets[19], state("Secret 3", SecretState::Retired));
    generate(&world, &administrator, &saved, "", None).await.unwrap();
    let secrets = states(&world, &reader, &saved).await;
    assert_eq!((secrets.len(), secrets[0].0.as_str()), (20, "Secret 23"));
}
