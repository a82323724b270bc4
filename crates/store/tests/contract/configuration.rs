//! What a configuration names: everything at once, and single things by the names that people know.

use domain::{EnvironmentName, PublicKey};
use store::{KeyOfPrincipal, NewSigningCredential, PrincipalEnvironment, RoleOfHolder, Store};

use crate::apis::{self, add_role, api, role};
use crate::clients::{self, client};
use crate::principals::{self, add_environments, environment, principal};

const NOW: i64 = 1_700_000_000;
/// RFC 8037 Appendix A.2.
const ED25519: &str = r#"{"crv":"Ed25519","kty":"OKP","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;

fn key() -> PublicKey {
    PublicKey::read(ED25519).unwrap().remove(0).key
}

pub async fn everything_comes_back_at_once_up_to_a_bound(store: &Store) {
    add_environments(store).await;
    for number in 1..=3 {
        clients::add(store, &client(number)).await.unwrap();
        principals::add(store, &principal(number + 10)).await.unwrap();
    }
    assert_eq!(store.every_oauth_client(9).await.unwrap(), [1, 2, 3].map(client));
    assert_eq!(store.every_oauth_client(2).await.unwrap().len(), 2);
    assert_eq!(store.every_principal(9).await.unwrap(), [11, 12, 13].map(principal));
    assert_eq!(store.every_principal(2).await.unwrap().len(), 2);

    let mut tx = store.begin().await.unwrap();
    let every: Vec<_> = (1..=3).map(|number| client(number).client_id.to_string()).collect();
    assert_eq!(tx.client_ids(3).await.unwrap(), every);
    assert_eq!(tx.client_ids(99).await.unwrap().len(), 6);
    let ids = ["development", "production"].map(|name| environment(name).id);
    assert_eq!(tx.environment_ids().await.unwrap(), ids);
}

pub async fn the_keys_that_count_come_back_oldest_first(store: &Store) {
    add_environments(store).await;
    let owner = principal(1);
    principals::add(store, &owner).await.unwrap();
    let mut tx = store.begin().await.unwrap();
    for (id, created_at, expires_at) in [
        ("later", NOW + 1, None),
        ("ended", NOW, Some(NOW + 10)),
        ("first", NOW, Some(NOW + 11)),
        ("gone", NOW, None),
    ] {
        let new = NewSigningCredential {
            id: id.to_owned(),
            service_principal_id: owner.id.clone(),
            kid: format!("kid of {id}"),
            thumbprint: format!("thumbprint of {id}"),
            key: key(),
            created_at,
            expires_at,
        };
        tx.add_signing_credential(&new).await.unwrap();
    }
    tx.retire_signing_credential("gone", NOW).await.unwrap();
    tx.commit().await.unwrap();
    let expected = [("first", Some(NOW + 11)), ("later", None)].map(|(id, expires_at)| KeyOfPrincipal {
        service_principal_id: owner.id.clone(),
        kid: format!("kid of {id}"),
        key: key(),
        expires_at,
    });
    assert_eq!(store.every_key(NOW + 10).await.unwrap(), expected);
}

pub async fn every_role_that_is_held_is_named(store: &Store) {
    let billing = api("Billing", "a b");
    let reader = role(&billing, "Reader", "a");
    assert!(apis::add(store, &billing).await && add_role(store, &reader).await);
    assert_eq!(store.every_role_held().await.unwrap(), []);
    clients::add(store, &client(1)).await.unwrap();
    let mut tx = store.begin().await.unwrap();
    let holder = tx.lock_holder(client(1).client_id.as_str()).await.unwrap().unwrap();
    tx.add_role_assignment(&holder, &billing.id, &reader.id).await.unwrap();
    assert!(tx.api_ids().await.unwrap().contains(&billing.id));
    tx.commit().await.unwrap();
    let expected =
        RoleOfHolder { holder_id: holder.id, api_name: "Billing".to_owned(), role_name: "Reader".to_owned() };
    assert_eq!(store.every_role_held().await.unwrap(), [expected]);
}

pub async fn who_has_a_name_is_found_in_any_case(store: &Store) {
    add_environments(store).await;
    clients::add(store, &client(1)).await.unwrap();
    principals::add(store, &principal(11)).await.unwrap();
    let mut tx = store.begin().await.unwrap();
    let found = tx.client_id_of_client("client 1").await.unwrap();
    assert_eq!(found.as_deref(), Some(client(1).client_id.as_str()));
    assert_eq!(tx.client_id_of_client("client 2").await.unwrap(), None);
    let found = tx.client_id_of_principal("production", "principal_11").await.unwrap();
    assert_eq!(found.as_deref(), Some(principal(11).client_id.as_str()));
    assert_eq!(tx.client_id_of_principal("development", "principal_11").await.unwrap(), None);

    // What the same transaction added is found as well.
    let mut staging = environment("staging");
    staging.id = "staging".to_owned();
    let name = EnvironmentName::parse("staging").unwrap();
    assert_eq!(tx.environment_for_principal(&name).await.unwrap(), None);
    assert!(tx.add_environment(&staging).await.unwrap());
    let found = tx.environment_for_principal(&name).await.unwrap();
    let expected = PrincipalEnvironment { id: "staging".to_owned(), audience: staging.audience.to_string() };
    assert_eq!(found, Some(expected));
}
