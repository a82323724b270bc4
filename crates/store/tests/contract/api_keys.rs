//! API keys: which of them count, and what is left of the others.

use domain::{Role, Title};
use store::{ApiKey, Store, StoreError};

use crate::fixture::{count, execute};

const NOW: i64 = 1_700_000_000;

fn key(id: &str, name: &str) -> ApiKey {
    ApiKey {
        id: id.to_owned(),
        name: Title::parse(name).unwrap(),
        role: Role::Auditor,
        prefix: format!("ghk_{id}"),
        created_at: NOW,
        created_by: "ada@example.com".to_owned(),
        expires_at: None,
        last_used_at: None,
        last_used_address: None,
        revoked_at: None,
    }
}

fn digest(key: &ApiKey) -> String {
    format!("digest of {}", key.id)
}

async fn add(store: &Store, key: &ApiKey) -> bool {
    let mut tx = store.begin().await.unwrap();
    let is_added = tx.add_api_key(key, &digest(key)).await.unwrap();
    tx.commit().await.unwrap();
    is_added
}

async fn revoke(store: &Store, id: &str, now: i64) -> Option<ApiKey> {
    let mut tx = store.begin().await.unwrap();
    let revoked = tx.revoke_api_key(id, now).await.unwrap();
    tx.commit().await.unwrap();
    revoked
}

pub async fn keys_come_back_as_they_were_stored_newest_first(store: &Store) {
    let keys = [
        key("a", "Zoo"),
        ApiKey { role: Role::Administrator, expires_at: Some(NOW + 60), ..key("b", "deploy") },
        key("c", "Audit"),
    ];
    for key in &keys {
        assert!(add(store, key).await);
    }
    let [a, b, c] = keys;
    assert_eq!(store.api_keys(None, 10).await.unwrap(), [c.clone(), b.clone(), a.clone()]);
    assert_eq!(store.api_keys(None, 2).await.unwrap(), [c, b.clone()]);
    assert_eq!(store.api_keys(Some("b"), 2).await.unwrap(), std::slice::from_ref(&a));
    assert_eq!(store.api_keys(Some("a"), 2).await.unwrap(), []);
    assert_eq!(store.api_key("b").await.unwrap(), Some(b));
    assert_eq!(store.api_key("unknown").await.unwrap(), None);
}

pub async fn a_key_counts_until_its_end_or_until_it_is_revoked(store: &Store) {
    let (endless, ending) = (key("a", "a"), ApiKey { expires_at: Some(NOW + 60), ..key("b", "b") });
    for key in [&endless, &ending] {
        assert!(add(store, key).await);
    }
    let counts = async |key: &ApiKey, now| store.counting_api_key(&digest(key), now).await.unwrap().is_some();
    assert_eq!(store.counting_api_key(&digest(&ending), NOW + 59).await.unwrap(), Some(ending.clone()));
    assert!(!counts(&ending, NOW + 60).await);
    assert!(counts(&endless, NOW + 60).await && !counts(&key("c", "c"), NOW).await);

    let revoked = revoke(store, "a", NOW + 7).await;
    assert_eq!(revoked, Some(ApiKey { revoked_at: Some(NOW + 7), ..endless.clone() }));
    assert_eq!(store.api_key("a").await.unwrap(), revoked);
    assert!(!counts(&endless, NOW).await);
    assert_eq!(revoke(store, "a", NOW + 8).await, None, "it was before");
    assert_eq!(revoke(store, "unknown", NOW).await, None);
}

pub async fn a_name_is_taken_until_its_key_is_revoked(store: &Store) {
    assert!(add(store, &key("a", "Deploy")).await);
    assert!(!add(store, &key("b", "DEPLOY")).await);
    assert!(revoke(store, "a", NOW).await.is_some());
    assert!(add(store, &key("c", "DEPLOY")).await);
    assert!(!add(store, &key("d", "deploy")).await);
    assert!(revoke(store, "c", NOW).await.is_some());
    assert_eq!(store.api_keys(None, 10).await.unwrap().len(), 2);
}

pub async fn the_last_use_of_an_api_key_only_moves_forward(store: &Store) {
    assert!(add(store, &key("a", "a")).await);
    let note = async |id: &str, at, address| {
        let mut tx = store.begin().await.unwrap();
        let is_noted = tx.note_api_key_use(id, at, address).await.unwrap();
        tx.commit().await.unwrap();
        is_noted
    };
    assert!(note("a", 5, Some("192.0.2.1")).await);
    assert!(!note("a", 4, Some("192.0.2.2")).await);
    assert!(!note("unknown", 5, None).await);
    let used = |key: ApiKey| (key.last_used_at, key.last_used_address);
    let expected = (Some(5), Some("192.0.2.1".to_owned()));
    assert_eq!(store.api_key("a").await.unwrap().map(used), Some(expected));
}

pub async fn keys_that_count_no_longer_are_kept_for_a_while(store: &Store) {
    let ending = |id: &str, end| ApiKey { expires_at: end, ..key(id, id) };
    for key in
        [ending("a", None), ending("b", Some(NOW + 10)), ending("c", None), ending("d", Some(NOW + 11))]
    {
        assert!(add(store, &key).await);
    }
    assert!(revoke(store, "c", NOW + 5).await.is_some());
    assert_eq!(store.remove_ended_api_keys(NOW + 4).await.unwrap(), 0);
    assert_eq!(store.remove_ended_api_keys(NOW + 10).await.unwrap(), 2);
    assert_eq!(count(store, "api_keys").await, 2);
}

pub async fn an_api_key_that_cannot_be_read_is_named(store: &Store) {
    assert!(add(store, &key("a", "a")).await);
    execute(store, "UPDATE api_keys SET name = ''").await;
    let error = store.api_key("a").await.unwrap_err();
    assert!(matches!(error, StoreError::Corrupt { table: "api_keys", column: "name", .. }), "{error}");
}
