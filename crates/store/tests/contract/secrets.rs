//! Client secrets: whose they are, until when they count, when they were used.

use domain::GrantType;
use domain::Status;
use store::{NewClientSecret, Store, StoredSecret};

use crate::clients::{add, client, secret};

async fn add_secrets(store: &Store, secrets: &[NewClientSecret]) {
    let mut tx = store.begin().await.unwrap();
    for secret in secrets {
        tx.add_client_secret(secret).await.unwrap();
    }
    tx.commit().await.unwrap();
}

pub async fn a_secret_counts_for_its_own_client_only(store: &Store) {
    let (one, other) = (client(1), client(2));
    for client in [&one, &other] {
        add(store, client).await.unwrap();
        add_secrets(store, &[secret(&format!("of-{}", client.client_id), client)]).await;
    }
    let found = store.token_client(&one.client_id, "of-app-client-1").await.unwrap().unwrap();
    assert_eq!(
        (found.id.as_str(), found.status, found.grant_type, found.secret_phc.as_str(), found.secret_version),
        (one.id.as_str(), Status::Enabled, GrantType::AuthorizationCode, "phc of of-app-client-1", 1)
    );
    assert_eq!((found.secret_expires_at, found.secret_retired_at), (None, None));
    assert_eq!(store.token_client(&one.client_id, "of-app-client-2").await.unwrap(), None);
    assert_eq!(store.token_client(&one.client_id, "unknown").await.unwrap(), None);
}

pub async fn the_secrets_of_a_client_are_listed_newest_first(store: &Store) {
    let (one, other) = (client(1), client(2));
    add(store, &one).await.unwrap();
    add(store, &other).await.unwrap();
    let new = NewClientSecret { created_at: 1_700_000_001, ..secret("a-new", &one) };
    add_secrets(store, &[secret("b-old", &one), new, secret("of-other", &other)]).await;
    let listed = store.client_secrets(&one.id).await.unwrap();
    assert_eq!(
        listed[0],
        StoredSecret {
            id: "a-new".to_owned(),
            label: "Label of a-new".to_owned(),
            prefix: "ghs_first".to_owned(),
            created_at: 1_700_000_001,
            expires_at: None,
            retired_at: None,
            last_used_at: None,
            last_used_address: None,
        }
    );
    assert_eq!((listed[1].id.as_str(), listed.len()), ("b-old", 2));
    let mut tx = store.begin().await.unwrap();
    assert_eq!(tx.client_secrets(&one.id).await.unwrap(), listed);
    tx.remove_client_secret("b-old").await.unwrap();
    assert_eq!(tx.client_secrets(&one.id).await.unwrap(), listed[..1]);
}

pub async fn an_end_is_set_and_set_again(store: &Store) {
    let client = client(1);
    add(store, &client).await.unwrap();
    add_secrets(store, &[secret("one", &client)]).await;
    for (number, end) in [(2, 1_800_000_000), (3, 1_750_000_000)] {
        let mut tx = store.begin().await.unwrap();
        tx.end_client_secret("one", end).await.unwrap();
        tx.commit().await.unwrap();
        let found = store.token_client(&client.client_id, "one").await.unwrap().unwrap();
        assert_eq!((found.secret_expires_at, found.secret_version), (Some(end), number));
        assert_eq!(store.client_secrets(&client.id).await.unwrap()[0].expires_at, Some(end));
    }
}

pub async fn a_retired_secret_keeps_nothing_to_verify_it_by(store: &Store) {
    let client = client(1);
    add(store, &client).await.unwrap();
    add_secrets(store, &[secret("one", &client)]).await;
    for now in [1_750_000_000, 1_760_000_000] {
        let mut tx = store.begin().await.unwrap();
        tx.retire_client_secret("one", now).await.unwrap();
        tx.commit().await.unwrap();
        let found = store.token_client(&client.client_id, "one").await.unwrap().unwrap();
        assert_eq!(found.secret_retired_at, Some(1_750_000_000), "it is retired once");
        assert_eq!((found.secret_phc.as_str(), found.secret_version), ("", 2));
    }
    let listed = store.client_secrets(&client.id).await.unwrap();
    assert_eq!((listed[0].label.as_str(), listed[0].retired_at), ("Label of one", Some(1_750_000_000)));
}

pub async fn the_last_use_only_moves_forward(store: &Store) {
    let client = client(1);
    add(store, &client).await.unwrap();
    add_secrets(store, &[secret("one", &client)]).await;
    for (at, address, last) in [
        (200, Some("192.0.2.1"), (200, Some("192.0.2.1"))),
        (100, Some("192.0.2.2"), (200, Some("192.0.2.1"))),
        (300, None, (300, None)),
    ] {
        let mut tx = store.begin().await.unwrap();
        tx.note_secret_use("one", at, address).await.unwrap();
        tx.note_secret_use("removed meanwhile", at, address).await.unwrap();
        tx.commit().await.unwrap();
        let used = &store.client_secrets(&client.id).await.unwrap()[0];
        assert_eq!((used.last_used_at.unwrap(), used.last_used_address.as_deref()), last);
    }
    let found = store.token_client(&client.client_id, "one").await.unwrap().unwrap();
    assert_eq!(found.secret_version, 1, "a use is no change of the secret");
}
