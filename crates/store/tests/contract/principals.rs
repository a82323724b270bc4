//! Service principals and their keys: adding, changing and finding them, alone and at the same time.

use domain::{
    Audience, ClientId, ClientName, EnvironmentName, PrincipalName, PublicKey, SecurityType, Status,
    search_terms,
};
use store::{
    Environment, NewSigningCredential, OAuthClient, Principal, PrincipalConflict, PrincipalPlace,
    PrincipalQuery, SigningCredential, Store, StoreError,
};

use crate::clients;
use crate::fixture::{count, execute};

/// RFC 8037 Appendix A.2.
const ED25519: &str = r#"{"crv":"Ed25519","kty":"OKP","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;

pub fn environment(name: &str) -> Environment {
    Environment {
        id: format!("id of {name}"),
        name: EnvironmentName::parse(name).unwrap(),
        audience: Audience::parse(&format!("https://{name}.example.com")).unwrap(),
        created_at: 1_700_000_000,
        updated_at: None,
        version: 1,
    }
}

pub async fn add_environments(store: &Store) {
    let mut tx = store.begin().await.unwrap();
    for name in ["development", "production"] {
        assert!(tx.add_environment(&environment(name)).await.unwrap());
    }
    tx.commit().await.unwrap();
}

/// A principal in `production`.
pub fn principal(number: i64) -> Principal {
    let production = environment("production");
    Principal {
        id: format!("00000000-0000-7000-8000-{number:012}"),
        client_id: ClientId::parse(&format!("principal-{number}")).unwrap(),
        name: PrincipalName::parse(&format!("Principal_{number}")).unwrap(),
        security_type: SecurityType::ClientSecret,
        environment_id: production.id,
        environment: production.name,
        audience: production.audience.as_str().to_owned(),
        accepts_endpoint_audience: false,
        status: Status::Enabled,
        created_at: 1_700_000_000 + number,
        updated_at: None,
        version: 1,
    }
}

fn in_development(principal: Principal) -> Principal {
    let development = environment("development");
    Principal {
        environment_id: development.id,
        environment: development.name,
        audience: development.audience.as_str().to_owned(),
        ..principal
    }
}

fn named(name: &str, principal: Principal) -> Principal {
    Principal { name: PrincipalName::parse(name).unwrap(), ..principal }
}

pub async fn add(store: &Store, principal: &Principal) -> Result<(), PrincipalConflict> {
    let mut tx = store.begin().await.unwrap();
    let added = tx.add_principal(principal).await.unwrap();
    if added.is_ok() {
        tx.commit().await.unwrap();
    }
    added
}

async fn stored(store: &Store, principal: &Principal) -> Option<Principal> {
    store.principal(principal.client_id.as_str()).await.unwrap()
}

pub async fn a_principal_comes_back_as_it_was_stored(store: &Store) {
    add_environments(store).await;
    let one = principal(1);
    let other = in_development(Principal {
        security_type: SecurityType::SignedJwt,
        accepts_endpoint_audience: true,
        status: Status::Disabled,
        updated_at: Some(1_800_000_000),
        version: 7,
        ..principal(2)
    });
    for principal in [one, other] {
        add(store, &principal).await.unwrap();
        assert_eq!(stored(store, &principal).await, Some(principal));
    }
    assert_eq!(store.principal("app-unknown").await.unwrap(), None);
    let production = environment("production");
    let found = store.environment_for_principal(&production.name).await.unwrap().unwrap();
    assert_eq!((found.id, found.audience.as_str()), (production.id, production.audience.as_str()));
    let unknown = EnvironmentName::parse("staging").unwrap();
    assert_eq!(store.environment_for_principal(&unknown).await.unwrap(), None);
}

pub async fn a_name_is_taken_in_one_environment_only(store: &Store) {
    add_environments(store).await;
    add(store, &named("Billing", principal(1))).await.unwrap();
    let shouting = named("BILLING", principal(2));
    assert_eq!(add(store, &shouting).await, Err(PrincipalConflict::NameTaken));
    assert_eq!((count(store, "service_principals").await, count(store, "client_ids").await), (1, 1));
    add(store, &in_development(shouting)).await.unwrap();
}

pub async fn a_client_id_belongs_to_one_client_or_principal(store: &Store) {
    add_environments(store).await;
    add(store, &principal(1)).await.unwrap();
    let client = OAuthClient { client_id: principal(1).client_id, ..clients::client(7) };
    let taken = clients::add(store, &client).await.unwrap_err();
    assert_eq!((taken.name, taken.client_id), (false, true));
    let client = clients::client(8);
    clients::add(store, &client).await.unwrap();
    let same = Principal { client_id: client.client_id, ..principal(2) };
    assert_eq!(add(store, &same).await, Err(PrincipalConflict::ClientIdTaken));
    // Names of clients and of principals are apart.
    let client = OAuthClient { name: ClientName::parse("Billing").unwrap(), ..clients::client(9) };
    clients::add(store, &client).await.unwrap();
    add(store, &named("Billing", principal(3))).await.unwrap();
}

pub async fn of_two_principals_of_one_name_at_once_one_is_added(store: &Store) {
    add_environments(store).await;
    for number in [10, 20, 30] {
        let name = format!("Same_name_{number}");
        let (one, other) = (named(&name, principal(number)), named(&name, principal(number + 1)));
        let (one, other) = tokio::join!(add(store, &one), add(store, &other));
        assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
        assert_eq!(one.err().or(other.err()), Some(PrincipalConflict::NameTaken));
    }
}

pub async fn an_environment_goes_only_while_nobody_comes_to_live_in_it(store: &Store) {
    for number in 1..=5 {
        let name = format!("staging-{number}");
        let staging = environment(&name);
        let mut tx = store.begin().await.unwrap();
        assert!(tx.add_environment(&staging).await.unwrap());
        tx.commit().await.unwrap();
        let principal = Principal { environment_id: staging.id.clone(), ..principal(number) };
        let remove = async {
            let mut tx = store.begin().await.unwrap();
            let is_removed = tx.delete_environment(&staging.id).await.unwrap();
            if is_removed {
                tx.commit().await.unwrap();
            }
            is_removed
        };
        let (added, is_removed) = tokio::join!(add(store, &principal), remove);
        assert_eq!(added.err(), is_removed.then_some(PrincipalConflict::EnvironmentGone));
    }
}

pub async fn a_dropped_transaction_leaves_no_principal(store: &Store) {
    add_environments(store).await;
    for is_committed in [false, true] {
        let mut tx = store.begin().await.unwrap();
        tx.add_principal(&principal(1)).await.unwrap().unwrap();
        tx.add_signing_credential(&credential("key", &principal(1))).await.unwrap();
        if is_committed {
            tx.commit().await.unwrap();
        } else {
            drop(tx);
        }
        for table in ["service_principals", "client_ids", "signing_credentials"] {
            assert_eq!(count(store, table).await, i64::from(is_committed), "{table}");
        }
        assert_eq!(count(store, "service_principal_words").await > 0, is_committed);
    }
}

pub async fn a_principal_gets_another_name_and_other_words(store: &Store) {
    add_environments(store).await;
    let before = named("Billing", principal(1));
    add(store, &before).await.unwrap();
    add(store, &named("Invoices", principal(2))).await.unwrap();
    let after = Principal {
        name: PrincipalName::parse("Ledger_sync").unwrap(),
        accepts_endpoint_audience: true,
        updated_at: Some(1_800_000_000),
        version: 2,
        ..before.clone()
    };
    let mut tx = store.begin().await.unwrap();
    assert_eq!(tx.lock_principal(before.client_id.as_str()).await.unwrap(), Some(before.clone()));
    assert_eq!(tx.lock_principal("app-unknown").await.unwrap(), None);
    tx.update_principal(&after).await.unwrap().unwrap();
    tx.touch_principal(&after.id, 1_900_000_000).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(
        stored(store, &before).await,
        Some(Principal { updated_at: Some(1_900_000_000), ..after.clone() })
    );
    assert_eq!(found(store, "billing", None).await, [0_i64; 0]);
    assert_eq!(found(store, "ledger", None).await, [1]);

    let mut tx = store.begin().await.unwrap();
    let taken = tx.update_principal(&named("INVOICES", after.clone())).await.unwrap();
    assert_eq!(taken, Err(PrincipalConflict::NameTaken));
    drop(tx);
    let mut tx = store.begin().await.unwrap();
    tx.update_principal(&named("LEDGER_SYNC", after)).await.unwrap().expect("its own name in another case");
}

pub async fn of_two_that_change_a_principal_the_second_sees_what_the_first_did(store: &Store) {
    add_environments(store).await;
    add(store, &principal(1)).await.unwrap();
    let next_version = || async {
        let mut tx = store.begin().await.unwrap();
        let locked = tx.lock_principal(principal(1).client_id.as_str()).await.unwrap().unwrap();
        let after = Principal { version: locked.version + 1, ..locked };
        tx.update_principal(&after).await.unwrap().unwrap();
        tx.commit().await.unwrap();
    };
    tokio::join!(next_version(), next_version(), next_version());
    assert_eq!(stored(store, &principal(1)).await.unwrap().version, 4);
}

pub async fn a_principal_that_cannot_be_read_is_named(store: &Store) {
    add_environments(store).await;
    add(store, &principal(1)).await.unwrap();
    execute(store, "UPDATE service_principals SET name = 'a b'").await;
    let error = store.principal(principal(1).client_id.as_str()).await.unwrap_err();
    let StoreError::Corrupt { table, column, id } = error else { panic!("{error:?}") };
    assert_eq!((table, column, id), ("service_principals", "name", principal(1).id));
}

fn credential(id: &str, principal: &Principal) -> NewSigningCredential {
    NewSigningCredential {
        id: id.to_owned(),
        service_principal_id: principal.id.clone(),
        kid: format!("kid of {id}"),
        thumbprint: format!("thumbprint of {id}"),
        key: PublicKey::read(ED25519).unwrap().remove(0).key,
        created_at: 1_700_000_000,
        expires_at: None,
    }
}

async fn credentials(store: &Store, number: i64) -> Vec<SigningCredential> {
    store.signing_credentials(&principal(number).id).await.unwrap()
}

pub async fn the_keys_of_a_principal_come_back_newest_first(store: &Store) {
    add_environments(store).await;
    for number in [1, 2] {
        add(store, &principal(number)).await.unwrap();
    }
    let mut tx = store.begin().await.unwrap();
    let (a, b) = (credential("a", &principal(1)), credential("b", &principal(1)));
    let newest = NewSigningCredential {
        created_at: 1_700_000_001,
        expires_at: Some(1_800_000_000),
        ..credential("0", &principal(1))
    };
    for new in [&a, &newest, &b, &credential("of another", &principal(2))] {
        tx.add_signing_credential(new).await.unwrap();
    }
    tx.retire_signing_credential("a", 1_700_000_002).await.unwrap();
    tx.retire_signing_credential("a", 1_700_000_003).await.unwrap();
    let seen_inside = tx.signing_credentials(&principal(1).id).await.unwrap();
    tx.commit().await.unwrap();
    let found = credentials(store, 1).await;
    assert_eq!(found, seen_inside);
    assert_eq!(found.iter().map(|key| key.id.as_str()).collect::<Vec<_>>(), ["0", "b", "a"]);
    let expected = SigningCredential {
        id: newest.id,
        kid: newest.kid,
        thumbprint: newest.thumbprint,
        key: newest.key,
        created_at: newest.created_at,
        expires_at: newest.expires_at,
        retired_at: None,
        last_used_at: None,
        last_used_address: None,
    };
    assert_eq!(found[0], expected);
    assert_eq!(found[2].retired_at, Some(1_700_000_002), "a key is retired once");
    let (one, other) = (principal(1).id, principal(2).id);
    let of_both = store.signing_credentials_of(&[&one, &other, "unknown"]).await.unwrap();
    let of = |id: &str| {
        of_both.iter().filter(|(whose, _)| whose == id).map(|(_, key)| key.clone()).collect::<Vec<_>>()
    };
    assert_eq!((of(&one), of(&other)), (found, credentials(store, 2).await));
    assert_eq!(of_both.len(), 4);
    assert_eq!(store.signing_credentials_of(&[]).await.unwrap(), []);

    let mut tx = store.begin().await.unwrap();
    tx.remove_signing_credential("a").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!((credentials(store, 1).await.len(), credentials(store, 2).await.len()), (2, 1));
}

pub async fn the_last_use_of_a_key_only_moves_forward(store: &Store) {
    add_environments(store).await;
    add(store, &principal(1)).await.unwrap();
    let mut tx = store.begin().await.unwrap();
    tx.add_signing_credential(&credential("a", &principal(1))).await.unwrap();
    for (at, address, is_noted) in [
        (5, Some("192.0.2.5"), true),
        (4, Some("192.0.2.4"), false),
        (5, None, true),
        (6, Some("192.0.2.6"), true),
    ] {
        assert_eq!(tx.note_credential_use("a", at, address).await.unwrap(), is_noted, "{at}");
    }
    assert!(!tx.note_credential_use("gone", 7, None).await.unwrap());
    tx.commit().await.unwrap();
    let key = credentials(store, 1).await.remove(0);
    assert_eq!((key.last_used_at, key.last_used_address.as_deref()), (Some(6), Some("192.0.2.6")));
}

pub async fn a_key_that_cannot_be_read_is_named(store: &Store) {
    add_environments(store).await;
    add(store, &principal(1)).await.unwrap();
    let mut tx = store.begin().await.unwrap();
    tx.add_signing_credential(&credential("a", &principal(1))).await.unwrap();
    tx.commit().await.unwrap();
    for broken in
        ["UPDATE signing_credentials SET public_jwk = '{}'", "UPDATE signing_credentials SET public_jwk = ''"]
    {
        execute(store, broken).await;
        let error = store.signing_credentials(&principal(1).id).await.unwrap_err();
        let StoreError::Corrupt { table, column, id } = error else { panic!("{error:?}") };
        assert_eq!((table, column, id.as_str()), ("signing_credentials", "public_jwk", "a"));
    }
}

/// The numbers of the principals that a search finds, in the order of the list: the same whether its words are taken for
/// rare or not.
async fn found(store: &Store, typed: &str, environment: Option<&str>) -> Vec<i64> {
    let terms = search_terms(typed);
    let query = PrincipalQuery { terms: &terms, environment };
    let mut found = Vec::new();
    for rare in [1, 2, 2_000] {
        let rows = store.principals_where_rare(&query, &PrincipalPlace::First, 50, rare).await.unwrap();
        assert!(!rows.has_before && !rows.has_after);
        found.push(rows.principals.iter().map(|principal| principal.created_at - 1_700_000_000).collect());
    }
    assert!(found.iter().all(|same| *same == found[0]), "{typed:?}: {found:?}");
    found.swap_remove(0)
}

pub async fn every_search_finds_the_principals_whose_words_begin_so(store: &Store) {
    add_environments(store).await;
    let signing = |principal| Principal { security_type: SecurityType::SignedJwt, ..principal };
    for principal in [
        named("Billing_export", principal(1)),
        signing(named("BillingImport2", principal(2))),
        in_development(named("billing_EXPORT", principal(3))),
        in_development(signing(named("Ledger", principal(4)))),
    ] {
        add(store, &principal).await.unwrap();
    }
    for (typed, environment, expected) in [
        ("", None, vec![4, 3, 2, 1]),
        ("billing", None, vec![3, 2, 1]),
        ("BILL", None, vec![3, 2, 1]),
        ("illing", None, vec![]),
        ("import", None, vec![2]),
        ("2", None, vec![2]),
        ("billing_export", None, vec![3, 1]),
        ("exp bill", None, vec![3, 1]),
        ("export import", None, vec![]),
        ("app-principal-3", None, vec![3]),
        ("signed", None, vec![4, 2]),
        ("jwt led", None, vec![4]),
        ("FAPI", None, vec![4, 2]),
        ("oauth", None, vec![3, 1]),
        ("client secret bill", None, vec![3, 1]),
        ("nobody", None, vec![]),
        ("billing nobody", None, vec![]),
        ("", Some("production"), vec![2, 1]),
        ("", Some("development"), vec![4, 3]),
        ("", Some("staging"), vec![]),
        ("billing", Some("development"), vec![3]),
        ("jwt", Some("production"), vec![2]),
        ("_%'\"", None, vec![4, 3, 2, 1]),
    ] {
        assert_eq!(found(store, typed, environment).await, expected, "{typed:?} {environment:?}");
    }
}

pub async fn the_list_of_principals_is_read_page_by_page_and_back_again(store: &Store) {
    add_environments(store).await;
    for number in 1..=7 {
        // Three in one second.
        let created_at = 1_700_000_000 + number.clamp(3, 5);
        add(store, &Principal { created_at, ..principal(number) }).await.unwrap();
        add(store, &in_development(Principal { created_at, ..principal(number + 10) })).await.unwrap();
    }
    for (typed, environment) in
        [("", Some("production")), ("principal", Some("production")), ("", None), ("app", None)]
    {
        let terms = search_terms(typed);
        let query = PrincipalQuery { terms: &terms, environment };
        for rare in [1, 2_000] {
            let page = async |place: PrincipalPlace, limit| {
                store.principals_where_rare(&query, &place, limit, rare).await.unwrap()
            };
            let all = page(PrincipalPlace::First, 50).await.principals;
            assert_eq!(all.len(), if environment.is_some() { 7 } else { 14 });
            assert!(all.is_sorted_by(|one, next| (one.created_at, &one.id) > (next.created_at, &next.id)));
            let (mut place, mut read) = (PrincipalPlace::First, Vec::new());
            loop {
                let rows = page(place.clone(), 3).await;
                assert_eq!(rows.has_before, place != PrincipalPlace::First);
                // Back from here are the rows before.
                if let Some(first) = rows.principals.first() {
                    let before = page(PrincipalPlace::Before(first.into()), 3).await;
                    assert!(read.ends_with(&before.principals));
                    assert_eq!(before.principals.len(), read.len().min(3));
                    assert_eq!((before.has_before, before.has_after), (read.len() > 3, true));
                }
                let last = rows.principals.last().map(|last| PrincipalPlace::After(last.into()));
                read.extend(rows.principals);
                match last.filter(|_| rows.has_after) {
                    Some(next) => place = next,
                    None => break,
                }
            }
            assert_eq!(read, all, "{typed:?} {environment:?}");
        }
    }
}
