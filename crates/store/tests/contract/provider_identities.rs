//! Who people are at the outside provider.

use store::{ProviderSubject, Store};

use crate::users::add_administrator;

const ISSUER: &str = "https://id.example.com";

fn person(subject: &str) -> ProviderSubject<'_> {
    ProviderSubject { issuer: ISSUER, subject }
}

async fn link(store: &Store, id: &str, subject: ProviderSubject<'_>) -> bool {
    let mut tx = store.begin().await.unwrap();
    let is_linked = tx.link_provider(id, subject).await.unwrap();
    if is_linked {
        tx.commit().await.unwrap();
    }
    is_linked
}

async fn found(store: &Store, subject: ProviderSubject<'_>) -> Option<String> {
    store.user_of_provider(subject).await.unwrap().map(|found| found.user.id)
}

pub async fn a_person_is_found_by_the_name_that_the_provider_has_for_them(store: &Store) {
    add_administrator(store, "ada").await;
    assert_eq!(found(store, person("1")).await, None);
    assert!(link(store, "ada", person("1")).await);
    let ada = store.user_of_provider(person("1")).await.unwrap().unwrap();
    assert_eq!((ada.user.id.as_str(), ada.is_linked, ada.version), ("ada", true, 1));
    for other in ["", "2", "1 ", "A"] {
        assert_eq!(found(store, person(other)).await, None, "{other:?}");
    }
    let elsewhere = ProviderSubject { issuer: "https://other.example", subject: "1" };
    assert_eq!(found(store, elsewhere).await, None);

    let mut tx = store.begin().await.unwrap();
    assert_eq!(tx.lock_user_of_provider(person("1")).await.unwrap(), Some(ada));
    assert_eq!(tx.lock_user_of_provider(person("2")).await.unwrap(), None);
    assert_eq!(tx.lock_user_of_provider(elsewhere).await.unwrap(), None);
    tx.unlink_provider("ada").await.unwrap();
    assert_eq!(tx.lock_user_of_provider(person("1")).await.unwrap(), None);
    tx.commit().await.unwrap();
    assert_eq!(found(store, person("1")).await, None);
    assert!(!store.user("ada").await.unwrap().unwrap().is_linked);
}

pub async fn a_name_at_the_provider_is_one_persons(store: &Store) {
    add_administrator(store, "ada").await;
    add_administrator(store, "eve").await;
    assert!(link(store, "ada", person("a")).await);
    assert!(link(store, "ada", person("a")).await, "it is hers already");
    assert!(link(store, "eve", person("A")).await, "another case is another name");
    assert!(!link(store, "eve", person("a")).await);
    assert_eq!(found(store, person("a")).await.as_deref(), Some("ada"));
    assert_eq!(found(store, person("A")).await.as_deref(), Some("eve"));
    assert!(link(store, "ada", person("b")).await);
    assert!(link(store, "eve", person("a")).await, "it is nobody's any more");
}
