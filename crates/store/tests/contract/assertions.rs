//! Assertions that were used, and the principals that sign them.

use domain::{Audience, ClientId, EnvironmentName, PrincipalName, Scopes, SecurityType, Status};
use store::{Principal, SigningPrincipal, Store, TokenEnvironment};

use crate::fixture::execute;

async fn used(store: &Store, digest: &str, expires_at: i64) -> bool {
    store.use_assertion(digest, expires_at).await.unwrap()
}

pub async fn an_assertion_is_used_once_until_it_is_forgotten(store: &Store) {
    assert!(used(store, "one", 100).await);
    assert!(!used(store, "one", 100).await);
    assert!(!used(store, "one", 200).await, "whenever it says that it expires");
    assert!(used(store, "another", 101).await);
    assert_eq!(store.remove_expired_assertions(99).await.unwrap(), 0);
    assert_eq!(store.remove_expired_assertions(100).await.unwrap(), 1);
    assert!(used(store, "one", 100).await);
    assert!(!used(store, "another", 101).await);
}

pub async fn of_two_that_use_an_assertion_at_once_one_does(store: &Store) {
    for round in 0..10 {
        let digest = format!("number {round}");
        let (here, there) = tokio::join!(used(store, &digest, 100), used(store, &digest, 100));
        assert_ne!(here, there);
    }
}

pub async fn only_a_principal_that_signs_is_found(store: &Store) {
    execute(
        store,
        "INSERT INTO environments (id, name, audience, created_at, version) \
         VALUES ('environment', 'staging', 'https://staging.example', 1, 1)",
    )
    .await;
    for (id, security_type) in [("signs", SecurityType::SignedJwt), ("has", SecurityType::ClientSecret)] {
        let principal = Principal {
            id: id.to_owned(),
            client_id: ClientId::parse(&format!("app-{id}")).unwrap(),
            name: PrincipalName::parse(&format!("who_{id}")).unwrap(),
            security_type,
            environment_id: "environment".to_owned(),
            environment: EnvironmentName::parse("staging").unwrap(),
            audience: "https://staging.example".to_owned(),
            accepts_endpoint_audience: true,
            status: Status::Disabled,
            created_at: 1,
            updated_at: None,
            version: 1,
        };
        let mut tx = store.begin().await.unwrap();
        tx.add_principal(&principal).await.unwrap().unwrap();
        tx.commit().await.unwrap();
    }
    assert_eq!(store.signing_principal("app-has").await.unwrap(), None);
    assert_eq!(store.signing_principal("app-unknown").await.unwrap(), None);
    let found = SigningPrincipal {
        id: "signs".to_owned(),
        status: Status::Disabled,
        environment: TokenEnvironment {
            name: EnvironmentName::parse("staging").unwrap(),
            audience: Audience::parse("https://staging.example").unwrap(),
        },
        granted: Scopes::default(),
        accepts_endpoint_audience: true,
    };
    assert_eq!(store.signing_principal("app-signs").await.unwrap(), Some(found.clone()));

    for sql in [
        "INSERT INTO apis (id, name, name_key, created_at, version) VALUES ('api', 'Billing', 'billing', 1, 1)",
        "INSERT INTO api_scopes (scope, api_id) VALUES ('invoices.read', 'api'), ('invoices.write', 'api')",
        "INSERT INTO api_roles (id, api_id, name, name_key, created_at, version) \
         VALUES ('role', 'api', 'Clerk', 'clerk', 1, 1)",
        "INSERT INTO api_role_scopes (api_role_id, scope) \
         VALUES ('role', 'invoices.write'), ('role', 'invoices.read')",
        "INSERT INTO role_assignments (holder_id, api_id, api_role_id) VALUES ('signs', 'api', 'role')",
    ] {
        execute(store, sql).await;
    }
    let granted = Scopes::parse("invoices.read invoices.write").unwrap();
    let found = SigningPrincipal { granted, ..found };
    assert_eq!(store.signing_principal("app-signs").await.unwrap(), Some(found));
}
