//! When and from where secrets were last used.

use domain::NewSecretDraft;
use service::{Administrator, LastUse, Reader, SavedClient};

use crate::world::{NOW, World, confidential, public, token, token_from};

async fn billing() -> (World, Administrator, Reader, SavedClient) {
    let world = World::set_up().await;
    let (administrator, reader) = world.administrator().await;
    let saved = world.register(&administrator, &confidential("Billing")).await;
    (world, administrator, reader, saved)
}

fn used(at: i64, address: &str) -> Option<LastUse> {
    Some(LastUse { at, address: Some(address.to_owned()) })
}

#[tokio::test]
async fn a_use_is_seen_at_once_here_and_after_it_was_written_everywhere() {
    let (world, _, reader, saved) = billing().await;
    let another = world.another_server().await.unwrap();
    let client_id = saved.client.client_id.as_str();
    assert_eq!(world.detail(&reader, &saved).await.last_used, None);
    world.pass(60);
    token_from(&world.services, &saved, "192.0.2.7").await.unwrap();
    let detail = world.detail(&reader, &saved).await;
    assert_eq!(detail.last_used, used(NOW + 60, "192.0.2.7"));
    assert_eq!(detail.secrets[0].last_used, detail.last_used);
    assert_eq!(detail.client.updated_at, None, "using a client does not change it");
    assert_eq!(another.oauth_client(&reader, client_id).await.unwrap().last_used, None);

    assert_eq!(world.services.flush_last_uses().await.unwrap(), 1);
    assert_eq!(another.oauth_client(&reader, client_id).await.unwrap().last_used, detail.last_used);
    assert_eq!(world.detail(&reader, &saved).await.last_used, detail.last_used);
    assert_eq!(world.services.flush_last_uses().await.unwrap(), 0, "nothing is written twice");
    assert_eq!(world.history(&reader, &saved).await.len(), 1, "a use is no change");
}

#[tokio::test]
async fn the_last_use_only_moves_forward_whichever_server_writes_last() {
    let (world, _, reader, saved) = billing().await;
    let another = world.another_server().await.unwrap();
    token_from(&world.services, &saved, "192.0.2.7").await.unwrap();
    world.pass(60);
    token_from(&another, &saved, "192.0.2.8").await.unwrap();
    assert_eq!(another.flush_last_uses().await.unwrap(), 1);
    assert_eq!(world.detail(&reader, &saved).await.last_used, used(NOW + 60, "192.0.2.8"));
    assert_eq!(world.services.flush_last_uses().await.unwrap(), 0, "a later use is known");
    assert_eq!(world.detail(&reader, &saved).await.last_used, used(NOW + 60, "192.0.2.8"));
}

#[tokio::test]
async fn only_a_token_that_was_given_counts_as_a_use() {
    let (world, administrator, reader, saved) = billing().await;
    let ids = [saved.client.client_id.as_str().to_owned()];
    let change = domain::ClientsChange::Disable;
    world.services.change_clients(&administrator, &ids, change).await.unwrap();
    assert!(token(&world.services, &saved).await.is_err());
    assert_eq!(world.detail(&reader, &saved).await.last_used, None);
    assert_eq!(world.services.flush_last_uses().await.unwrap(), 0);
}

#[tokio::test]
async fn a_client_was_last_used_when_any_of_its_secrets_was() {
    let (world, administrator, reader, saved) = billing().await;
    let client_id = saved.client.client_id.as_str();
    let draft = NewSecretDraft { old_secrets_end_at: Some(NOW + 3600), ..NewSecretDraft::default() };
    let next = world.services.generate_client_secret(&administrator, client_id, &draft).await.unwrap();
    token_from(&world.services, &next, "192.0.2.8").await.unwrap();
    world.pass(60);
    token_from(&world.services, &saved, "192.0.2.7").await.unwrap();
    let detail = world.detail(&reader, &saved).await;
    assert_eq!(detail.last_used, used(NOW + 60, "192.0.2.7"));
    let of =
        |label: &str| detail.secrets.iter().find(|secret| secret.label == label).unwrap().last_used.clone();
    assert_eq!((of("Secret 1"), of("Secret 2")), (used(NOW + 60, "192.0.2.7"), used(NOW, "192.0.2.8")));

    let shop = world.register(&administrator, &public("Shop")).await;
    let ids = [shop.client.client_id.as_str(), "app-unknown", client_id].map(str::to_owned);
    let uses = world.services.uses_of_clients(&reader, &ids).await.unwrap();
    let uses: Vec<_> = uses.into_iter().map(|client| (client.name, client.last_used)).collect();
    assert_eq!(uses, [("Shop".to_owned(), None), ("Billing".to_owned(), used(NOW + 60, "192.0.2.7"))]);
}

#[tokio::test]
async fn what_cannot_be_written_is_kept_in_memory() {
    let (world, _, _, saved) = billing().await;
    token(&world.services, &saved).await.unwrap();
    world.store.close().await;
    assert!(world.services.flush_last_uses().await.is_err());
    assert!(world.services.flush_last_uses().await.is_err(), "there is still something to write");
}

#[tokio::test]
async fn a_use_of_a_secret_that_is_gone_is_forgotten() {
    let (world, administrator, _, saved) = billing().await;
    token(&world.services, &saved).await.unwrap();
    let ids = [saved.client.client_id.as_str().to_owned()];
    let change = domain::ClientsChange::Delete;
    world.services.change_clients(&administrator, &ids, change).await.unwrap();
    assert_eq!(world.services.flush_last_uses().await.unwrap(), 0, "there is nothing to write");
    world.store.close().await;
    assert_eq!(
        world.services.flush_last_uses().await.unwrap(),
        0,
        "nothing is kept that asks for the database"
    );
}

#[tokio::test]
async fn of_two_uses_in_one_second_the_later_counts_written_or_not() {
    let (world, _, reader, saved) = billing().await;
    for address in ["192.0.2.7", "192.0.2.8"] {
        token_from(&world.services, &saved, address).await.unwrap();
        assert_eq!(world.detail(&reader, &saved).await.last_used, used(NOW, address));
        assert_eq!(world.services.flush_last_uses().await.unwrap(), 1);
        assert_eq!(world.detail(&reader, &saved).await.last_used, used(NOW, address));
    }
}
