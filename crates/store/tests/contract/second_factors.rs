//! Second factors, the codes that replace them, and what administrators decide.

use store::Store;

use crate::people::{add_first, add_session};

async fn with_factor(store: &Store) {
    add_first(store, "ada").await;
    let mut tx = store.begin().await.unwrap();
    assert_eq!(tx.second_factor("ada").await.unwrap(), None);
    assert!(tx.add_second_factor("ada", "sealed", 100).await.unwrap());
    assert!(!tx.add_second_factor("ada", "another", 100).await.unwrap());
    tx.replace_recovery_codes("ada", &["one".to_owned(), "two".to_owned()]).await.unwrap();
    tx.commit().await.unwrap();
}

async fn is_used(store: &Store, sealed: &str, step: i64) -> bool {
    let mut tx = store.begin().await.unwrap();
    let is_used = tx.use_second_factor_step("ada", sealed, step).await.unwrap();
    tx.commit().await.unwrap();
    is_used
}

pub async fn a_step_counts_once_and_none_before_it(store: &Store) {
    with_factor(store).await;
    assert_eq!(store.second_factor("ada").await.unwrap().as_deref(), Some("sealed"));
    for (sealed, step, counts) in [
        ("sealed", 100, false),
        ("sealed", 99, false),
        ("another", 101, false),
        ("sealed", 102, true),
        ("sealed", 101, false),
        ("sealed", 102, false),
        ("sealed", 103, true),
    ] {
        assert_eq!(is_used(store, sealed, step).await, counts, "{sealed} {step}");
    }
    let (here, there) = tokio::join!(is_used(store, "sealed", 200), is_used(store, "sealed", 200));
    assert_ne!(here, there);
    assert_eq!(store.second_factor("unknown").await.unwrap(), None);
}

pub async fn a_recovery_code_counts_once(store: &Store) {
    with_factor(store).await;
    assert_eq!(store.recovery_codes_left("ada").await.unwrap(), 2);
    for (user, digest, counts) in
        [("ada", "three", false), ("eve", "one", false), ("ada", "one", true), ("ada", "one", false)]
    {
        let mut tx = store.begin().await.unwrap();
        assert_eq!(tx.use_recovery_code(user, digest, 5).await.unwrap(), counts, "{user} {digest}");
        tx.commit().await.unwrap();
    }
    assert_eq!(store.recovery_codes_left("ada").await.unwrap(), 1);
    let mut tx = store.begin().await.unwrap();
    tx.replace_recovery_codes("ada", &["one".to_owned(), "four".to_owned(), "five".to_owned()])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(store.recovery_codes_left("ada").await.unwrap(), 3);
}

pub async fn a_removed_factor_takes_its_codes_with_it(store: &Store) {
    with_factor(store).await;
    let mut tx = store.begin().await.unwrap();
    assert!(tx.remove_second_factor("ada").await.unwrap());
    assert!(!tx.remove_second_factor("ada").await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(store.second_factor("ada").await.unwrap(), None);
    assert_eq!(store.recovery_codes_left("ada").await.unwrap(), 0);
    let mut tx = store.begin().await.unwrap();
    assert!(tx.add_second_factor("ada", "another", 1).await.unwrap(), "from an earlier step on, too");
    tx.commit().await.unwrap();
}

pub async fn a_setting_is_what_was_decided_last(store: &Store) {
    assert_eq!(store.portal_setting("rule").await.unwrap(), None);
    for value in ["yes", "no"] {
        let mut tx = store.begin().await.unwrap();
        tx.set_portal_setting("rule", value, 1).await.unwrap();
        assert_eq!(tx.portal_setting("rule").await.unwrap().as_deref(), Some(value));
        tx.commit().await.unwrap();
        assert_eq!(store.portal_setting("rule").await.unwrap().as_deref(), Some(value));
    }
    assert_eq!(store.portal_setting("another").await.unwrap(), None);
}

pub async fn credentials_are_held_as_they_were_verified(store: &Store) {
    add_first(store, "ada").await;
    add_session(store, "digest", 100, 200).await;
    for (user, phc, holds) in [("ada", "phc", true), ("ada", "another", false), ("eve", "phc", false)] {
        let mut tx = store.begin().await.unwrap();
        assert_eq!(tx.hold_credentials(user, phc).await.unwrap(), holds, "{user} {phc}");
        tx.commit().await.unwrap();
    }
    crate::fixture::execute(store, "UPDATE portal_users SET status = 'disabled'").await;
    let mut tx = store.begin().await.unwrap();
    assert!(!tx.hold_credentials("ada", "phc").await.unwrap());
}
