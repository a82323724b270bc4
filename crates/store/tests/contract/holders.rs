//! Clients and principals as holders of a client id.

use domain::{
    ClientId, DenialReason, EnvironmentName, HolderKind, PrincipalName, PublicKey, SecurityType, Status,
};
use store::{
    DeniedRequests, Holder, HolderFields, NewClientSecret, NewSigningCredential, Principal, PrincipalFields,
    Store, StoredUse,
};

use crate::clients::{self, client};
use crate::fixture::{count, execute};

const KEY: &str = r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;

fn principal() -> Principal {
    Principal {
        id: "00000000-0000-7000-8000-00000000p001".to_owned(),
        client_id: ClientId::parse("app-principal").unwrap(),
        name: PrincipalName::parse("Billing_Export").unwrap(),
        security_type: SecurityType::SignedJwt,
        environment_id: "production".to_owned(),
        environment: EnvironmentName::parse("production").unwrap(),
        audience: "https://gatehouse.example/environments/production".to_owned(),
        accepts_endpoint_audience: true,
        status: Status::Enabled,
        created_at: 1_700_000_000,
        updated_at: None,
        version: 1,
    }
}

/// A client and a principal with one of everything that belongs to them.
async fn add_both(store: &Store) -> [Holder; 2] {
    clients::add(store, &client(1)).await.unwrap();
    execute(
        store,
        "INSERT INTO environments (id, name, audience, created_at, version) \
         VALUES ('production', 'production', 'https://gatehouse.example/environments/production', 1, 1)",
    )
    .await;
    let mut tx = store.begin().await.unwrap();
    tx.add_principal(&principal()).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    let mut holders = Vec::new();
    for client_id in ["app-client-1", "app-principal"] {
        holders.push(add_belongings(store, client_id).await);
    }
    let mut tx = store.begin().await.unwrap();
    let key = PublicKey::read(KEY).unwrap().remove(0).key;
    tx.add_signing_credential(&NewSigningCredential {
        id: "key".to_owned(),
        service_principal_id: principal().id,
        kid: "one".to_owned(),
        thumbprint: "thumbprint".to_owned(),
        key,
        created_at: 1_700_000_000,
        expires_at: None,
    })
    .await
    .unwrap();
    assert!(tx.note_credential_use("key", 1_700_000_009, Some("192.0.2.9")).await.unwrap());
    tx.commit().await.unwrap();
    holders.try_into().unwrap()
}

/// A secret and a denial.
async fn add_belongings(store: &Store, client_id: &str) -> Holder {
    let mut tx = store.begin().await.unwrap();
    let holder = tx.lock_holder(client_id).await.unwrap().unwrap();
    tx.add_client_secret(&NewClientSecret {
        id: format!("secret-of-{client_id}"),
        holder_id: holder.id.clone(),
        label: "Secret 1".to_owned(),
        prefix: "ghs_abcdef".to_owned(),
        phc: "$argon2id$".to_owned(),
        created_at: 1_700_000_000,
    })
    .await
    .unwrap();
    let denied = DeniedRequests {
        reason: DenialReason::SecretWrong,
        detail: String::new(),
        times: 1,
        first_at: 1,
        last_at: 1,
        last_reference: "0b8f".to_owned(),
        last_address: None,
    };
    tx.add_denials(&holder, &denied).await.unwrap();
    tx.commit().await.unwrap();
    holder
}

pub async fn whoever_has_a_client_id_is_found_and_locked(store: &Store) {
    let [client, principal] = add_both(store).await;
    assert_eq!(
        client,
        Holder {
            kind: HolderKind::OAuthClient,
            id: clients::client(1).id,
            client_id: "app-client-1".to_owned(),
            name: "Client 1".to_owned(),
            status: Status::Enabled,
            has_secrets: false,
            asks_by_itself: false,
            is_in_progress: false,
        }
    );
    assert_eq!(
        principal,
        Holder {
            kind: HolderKind::ServicePrincipal,
            id: self::principal().id,
            client_id: "app-principal".to_owned(),
            name: "Billing_Export".to_owned(),
            asks_by_itself: true,
            ..client.clone()
        }
    );
    assert_eq!(store.holder("app-client-1").await.unwrap(), Some(client));
    assert_eq!(store.holder("app-principal").await.unwrap(), Some(principal.clone()));
    assert_eq!(store.holder("app-unknown").await.unwrap(), None);

    for (security_type, has_secrets) in [
        ("UPDATE service_principals SET security_type = 'client_secret'", true),
        ("UPDATE service_principals SET security_type = 'signed_jwt'", false),
    ] {
        execute(store, security_type).await;
        let expected = Some(Holder { has_secrets, ..principal.clone() });
        assert_eq!(store.holder("app-principal").await.unwrap(), expected);
        let mut tx = store.begin().await.unwrap();
        assert_eq!(tx.lock_holder("app-principal").await.unwrap(), expected);
        assert_eq!(tx.lock_holder("app-unknown").await.unwrap(), None);
    }
}

pub async fn a_switched_principal_is_the_same_but_for_its_status(store: &Store) {
    let [client, principal] = add_both(store).await;
    for (status, version) in [(Status::Disabled, 2), (Status::Enabled, 3)] {
        let mut tx = store.begin().await.unwrap();
        tx.set_holder_status(&principal, status, 1_800_000_000).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(
            store.principal("app-principal").await.unwrap(),
            Some(Principal { status, version, updated_at: Some(1_800_000_000), ..self::principal() })
        );
    }
    assert_eq!(store.holder("app-client-1").await.unwrap(), Some(client.clone()));

    let mut tx = store.begin().await.unwrap();
    for holder in [&client, &principal] {
        tx.touch_holder(holder, 1_900_000_000).await.unwrap();
    }
    tx.commit().await.unwrap();
    let touched = store.principal("app-principal").await.unwrap().unwrap();
    assert_eq!((touched.updated_at, touched.version), (Some(1_900_000_000), 3));
    let touched = store.oauth_client("app-client-1").await.unwrap().unwrap().client;
    assert_eq!((touched.updated_at, touched.version), (Some(1_900_000_000), 1));
}

pub async fn uses_are_those_of_secrets_and_keys(store: &Store) {
    let [client, principal] = add_both(store).await;
    let unused = |id: &str| StoredUse {
        is_key: false,
        id: id.to_owned(),
        last_used_at: None,
        last_used_address: None,
    };
    assert_eq!(store.uses_of_holder(&client.id).await.unwrap(), [unused("secret-of-app-client-1")]);
    let mut uses = store.uses_of_holder(&principal.id).await.unwrap();
    uses.sort_by_key(|used| used.is_key);
    let of_key = StoredUse {
        is_key: true,
        id: "key".to_owned(),
        last_used_at: Some(1_700_000_009),
        last_used_address: Some("192.0.2.9".to_owned()),
    };
    assert_eq!(uses, [unused("secret-of-app-principal"), of_key]);
}

pub async fn a_deleted_principal_leaves_nothing_and_frees_its_client_id(store: &Store) {
    let holders = add_both(store).await;
    let mut tx = store.begin().await.unwrap();
    tx.remove_authenticators(&holders).await.unwrap();
    let [_, principal] = &holders;
    let removed = tx.delete_holder(principal).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(
        removed,
        HolderFields::ServicePrincipal(PrincipalFields {
            name: "Billing_Export".to_owned(),
            client_id: "app-principal".to_owned(),
            security_type: "signed_jwt".to_owned(),
            environment: "production".to_owned(),
            accepts_endpoint_audience: true,
            status: "enabled".to_owned(),
        })
    );
    for (table, left) in [
        ("service_principals", 0),
        ("service_principal_words", 0),
        ("signing_credentials", 0),
        ("client_secrets", 0),
        ("denials", 1),
        ("client_ids", 1),
        ("oauth_clients", 1),
        ("environments", 1),
    ] {
        assert_eq!(count(store, table).await, left, "{table}");
    }
    let mut tx = store.begin().await.unwrap();
    tx.add_principal(&self::principal()).await.unwrap().expect("its name and its client id are free again");
}

pub async fn a_deletion_that_is_dropped_leaves_both(store: &Store) {
    let holders = add_both(store).await;
    let mut tx = store.begin().await.unwrap();
    tx.remove_authenticators(&holders).await.unwrap();
    for holder in &holders {
        tx.delete_holder(holder).await.unwrap();
    }
    drop(tx);
    for holder in holders {
        assert_eq!(store.holder(&holder.client_id).await.unwrap().as_ref(), Some(&holder));
        assert!(!store.uses_of_holder(&holder.id).await.unwrap().is_empty());
    }
}
