//! What the token endpoint keeps in memory of a client does not outlive what any server does to it.

use domain::{ClientsChange, NewSecretDraft};
use service::{Administrator, Reader, SavedClient, Services, TokenRefusal};

use crate::world::{Issued, World, confidential, token};

/// Two servers on one file, and a client with a token from the first: it has the row in memory, and knows its secret.
async fn remembered() -> (World, Services, Administrator, Reader, SavedClient) {
    let world = World::set_up().await;
    let another = world.another_server().await.unwrap();
    let (administrator, reader) = world.administrator().await;
    let saved = world.register(&administrator, &confidential("Billing")).await;
    for _ in 0..3 {
        assert!(token(&world.services, &saved).await.is_ok());
    }
    (world, another, administrator, reader, saved)
}

async fn refusal<'a>(world: &World, issued: impl Into<Issued<'a>>) -> Option<TokenRefusal> {
    token(&world.services, issued).await.err()
}

async fn change(
    server: &Services,
    administrator: &Administrator,
    saved: &SavedClient,
    change: ClientsChange,
) {
    let id = saved.client.client_id.as_str().to_owned();
    let changed = server.change_clients(administrator, &[id], change).await.unwrap();
    assert_eq!(changed.changed.len(), 1);
}

#[tokio::test]
async fn a_client_that_another_server_switches_gets_what_its_switch_says() {
    let (world, another, administrator, _, saved) = remembered().await;
    for _ in 0..3 {
        change(&another, &administrator, &saved, ClientsChange::Disable).await;
        let refused = refusal(&world, &saved).await;
        assert!(matches!(refused, Some(TokenRefusal::ClientDisabled)), "{refused:?}");
        change(&another, &administrator, &saved, ClientsChange::Enable).await;
        assert!(refusal(&world, &saved).await.is_none());
    }
}

#[tokio::test]
async fn a_secret_that_another_server_retires_counts_no_longer() {
    let (world, another, administrator, reader, saved) = remembered().await;
    let secret_id = world.detail(&reader, &saved).await.secrets[0].id.clone();
    let client_id = saved.client.client_id.as_str();
    another.retire_client_secret(&administrator, client_id, &secret_id).await.unwrap();
    let refused = refusal(&world, &saved).await;
    assert!(matches!(refused, Some(TokenRefusal::SecretRetired)), "{refused:?}");
}

#[tokio::test]
async fn a_secret_that_another_server_rotates_counts_no_longer() {
    let (world, another, administrator, _, saved) = remembered().await;
    let client_id = saved.client.client_id.as_str();
    let draft = NewSecretDraft::default();
    let rotated = another.generate_client_secret(&administrator, client_id, &draft).await.unwrap();
    let refused = refusal(&world, &saved).await;
    assert!(
        matches!(refused, Some(TokenRefusal::SecretRetired | TokenRefusal::SecretExpired)),
        "{refused:?}"
    );
    assert!(refusal(&world, &rotated).await.is_none());
}

#[tokio::test]
async fn a_client_that_another_server_deletes_is_unknown() {
    let (world, another, administrator, _, saved) = remembered().await;
    change(&another, &administrator, &saved, ClientsChange::Delete).await;
    let refused = refusal(&world, &saved).await;
    assert!(matches!(refused, Some(TokenRefusal::ClientUnknown)), "{refused:?}");
}
