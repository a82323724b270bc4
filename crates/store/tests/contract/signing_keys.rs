//! Signing keys.

use store::{SealedSigningKey, Store};

fn key(kid: &str) -> SealedSigningKey {
    SealedSigningKey {
        kid: kid.to_owned(),
        algorithm: "ES256".to_owned(),
        sealed_private: "sealed".to_owned(),
        is_signing: true,
        created_at: 100,
    }
}

pub async fn of_two_first_keys_one_is_kept(store: &Store) {
    assert_eq!(store.signing_keys().await.unwrap(), []);
    let (one, other) = (key("one"), key("other"));
    let (first, second) =
        tokio::join!(store.add_first_signing_key(&one), store.add_first_signing_key(&other));
    first.unwrap();
    second.unwrap();
    let kept = store.signing_keys().await.unwrap();
    assert!(kept == [one] || kept == [other], "{kept:?}");
}
