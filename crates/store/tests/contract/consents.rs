//! What people agreed to.

use domain::Scopes;
use store::{Consent, ConsentChange, Store};

use crate::clients::client;
use crate::grants::add_people_and_clients;

fn scopes(value: &str) -> Scopes {
    Scopes::parse(value).unwrap()
}

async fn agree(store: &Store, scope: &str) -> ConsentChange {
    let mut tx = store.begin().await.unwrap();
    let consent = Consent {
        portal_user_id: "ada".to_owned(),
        oauth_client_id: client(1).id,
        scopes: scopes(scope),
        given_at: 100,
    };
    let change = tx.add_consent(&consent).await.unwrap();
    tx.commit().await.unwrap();
    change
}

pub async fn consents_to_one_client_add_up(store: &Store) {
    add_people_and_clients(store).await;
    let (one, other) = (client(1).id, client(2).id);
    assert_eq!(store.consent("ada", &one).await.unwrap(), None);
    for (scope, before, after) in [
        ("", "", ""),
        ("openid", "", "openid"),
        ("email openid", "openid", "openid email"),
        ("profile", "openid email", "openid profile email"),
        ("openid", "openid profile email", "openid profile email"),
    ] {
        let change = ConsentChange { before: scopes(before), after: scopes(after) };
        assert_eq!(agree(store, scope).await, change);
        assert_eq!(store.consent("ada", &one).await.unwrap(), Some(scopes(after)));
    }
    assert_eq!(store.consent("ada", &other).await.unwrap(), None);
    assert_eq!(store.consent("eve", &one).await.unwrap(), None);
}

pub async fn of_two_consents_at_once_none_is_lost(store: &Store) {
    add_people_and_clients(store).await;
    let (one, other) = tokio::join!(agree(store, "openid"), agree(store, "email"));
    assert!(one.after == scopes("openid email") || other.after == scopes("openid email"));
    assert_eq!(store.consent("ada", &client(1).id).await.unwrap(), Some(scopes("openid email")));
}
