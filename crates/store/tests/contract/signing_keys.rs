//! Signing keys.

use domain::SigningAlgorithm;
use store::{SealedSigningKey, Store};

fn key(kid: &str, generation: i64) -> SealedSigningKey {
    SealedSigningKey {
        kid: kid.to_owned(),
        algorithm: if generation == 2 { SigningAlgorithm::Rs256 } else { SigningAlgorithm::Es256 },
        generation,
        public_jwk: "{}".to_owned(),
        sealed_private: "sealed".to_owned(),
        created_at: 100 * generation,
        signs_from: 100 * generation + 50,
        retired_at: None,
    }
}

pub async fn of_two_keys_of_a_generation_one_is_kept(store: &Store) {
    assert_eq!(store.signing_keys().await.unwrap(), []);
    let (one, other) = (key("one", 1), key("other", 1));
    let (first, second) = tokio::join!(add(store, &one), add(store, &other));
    assert!(first != second, "{first} {second}");
    let kept = store.signing_keys().await.unwrap();
    assert!(kept == [one] || kept == [other], "{kept:?}");
}

pub async fn keys_are_read_oldest_first_as_they_were_stored(store: &Store) {
    let keys = [key("z", 1), key("m", 2), key("a", 3)];
    for key in [&keys[1], &keys[2], &keys[0]] {
        assert!(add(store, key).await);
    }
    assert_eq!(store.signing_keys().await.unwrap(), keys);
}

pub async fn a_key_is_retired_once_and_keeps_its_public_half(store: &Store) {
    let keys = [key("one", 1), key("two", 2)];
    for key in &keys {
        assert!(add(store, key).await);
    }
    for (kid, now, expected) in [("one", 900, true), ("one", 901, false), ("unknown", 902, false)] {
        let mut tx = store.begin().await.unwrap();
        assert_eq!(tx.retire_signing_key(kid, "{\"kty\":\"EC\"}", now).await.unwrap(), expected, "{kid}");
        tx.commit().await.unwrap();
    }
    let [one, two] = keys;
    let retired = SealedSigningKey {
        public_jwk: "{\"kty\":\"EC\"}".to_owned(),
        sealed_private: String::new(),
        retired_at: Some(900),
        ..one
    };
    assert_eq!(store.signing_keys().await.unwrap(), [retired, two]);
}

async fn add(store: &Store, key: &SealedSigningKey) -> bool {
    let mut tx = store.begin().await.unwrap();
    let is_added = tx.add_signing_key(key).await.unwrap();
    tx.commit().await.unwrap();
    is_added
}
