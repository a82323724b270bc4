//! Roles of APIs, and who holds them.

use domain::{Scopes, Title};
use store::{Api, ApiRole, HeldRole, Store, StoreError};

use crate::apis::{add, add_role, api, role};
use crate::clients;
use crate::fixture::count;

/// Adds the client of this number and gives it roles.
async fn add_holder(store: &Store, number: i64, roles: &[&ApiRole]) {
    let client = clients::client(number);
    clients::add(store, &client).await.unwrap();
    assign(store, number, roles).await;
}

async fn assign(store: &Store, number: i64, roles: &[&ApiRole]) {
    let client = clients::client(number);
    let mut tx = store.begin().await.unwrap();
    let holder = tx.lock_holder(client.client_id.as_str()).await.unwrap().unwrap();
    tx.remove_role_assignments(&holder).await.unwrap();
    for role in roles {
        tx.add_role_assignment(&holder, &role.api_id, &role.id).await.unwrap();
    }
    tx.commit().await.unwrap();
}

pub async fn roles_come_back_as_they_were_stored_by_name(store: &Store) {
    let (billing, audit) = (api("Billing", "a b c"), api("Audit", "x"));
    assert!(add(store, &billing).await && add(store, &audit).await);
    let (writer, reader) = (role(&billing, "Writer", "a b"), role(&billing, "reader", "b c"));
    let auditor = role(&audit, "Reader", "x");
    for role in [&writer, &reader, &auditor] {
        assert!(add_role(store, role).await);
    }
    let again = ApiRole { id: "again".to_owned(), ..role(&billing, "READER", "a") };
    assert!(!add_role(store, &again).await, "a name is of one role of an API");
    add_holder(store, 1, &[&reader, &auditor]).await;
    add_holder(store, 2, &[&reader]).await;

    let held = |role: ApiRole, holders| ApiRole { holders, ..role };
    let mut tx = store.begin().await.unwrap();
    assert_eq!(tx.api_roles(&billing.id).await.unwrap(), [held(reader.clone(), 2), writer.clone()]);
    assert_eq!(tx.api_of_role(&auditor.id).await.unwrap(), Some(audit.id));
    assert_eq!(tx.api_of_role("unknown").await.unwrap(), None);
    for (api, role, expected) in [
        ("BILLING", "Reader", Some(&reader)),
        ("Audit", "reader", Some(&auditor)),
        ("Audit", "Writer", None),
        ("Unknown", "Reader", None),
    ] {
        let found = tx.role_named(&Title::parse(api).unwrap(), &Title::parse(role).unwrap()).await.unwrap();
        let found = found.map(|found| (found.api_id, found.role_id));
        let expected = expected.map(|role| (role.api_id.clone(), role.id.clone()));
        assert_eq!(found, expected, "{api}: {role}");
    }
    drop(tx);
    let mut all = store.api_roles().await.unwrap();
    all.sort_by(|one, other| one.id.cmp(&other.id));
    assert_eq!(all, [held(auditor, 1), held(reader, 2), writer]);
}

pub async fn a_role_changes_and_takes_no_name_of_another(store: &Store) {
    let billing = api("Billing", "a b c");
    assert!(add(store, &billing).await);
    let (reader, writer) = (role(&billing, "Reader", "a b"), role(&billing, "Writer", "c"));
    assert!(add_role(store, &reader).await && add_role(store, &writer).await);
    let update = async |after: &ApiRole| {
        let mut tx = store.begin().await.unwrap();
        tx.lock_api(&billing.id).await.unwrap().unwrap();
        let is_updated = tx.update_api_role(&reader, after).await.unwrap();
        if is_updated {
            tx.commit().await.unwrap();
        }
        is_updated
    };
    let changed = ApiRole {
        name: Title::parse("Auditor").unwrap(),
        scopes: Scopes::parse("b c").unwrap(),
        updated_at: Some(1_800_000_000),
        version: 2,
        ..reader.clone()
    };
    assert!(!update(&ApiRole { name: Title::parse("WRITER").unwrap(), ..changed.clone() }).await);
    assert_eq!(store.api_roles().await.unwrap(), [reader.clone(), writer.clone()]);
    assert!(update(&changed).await);
    assert_eq!(store.api_roles().await.unwrap(), [changed, writer]);
}

pub async fn what_is_held_is_known_and_goes_with_its_holder(store: &Store) {
    let (billing, audit) = (api("Billing", "b a"), api("audit", "x"));
    assert!(add(store, &billing).await && add(store, &audit).await);
    let (reader, writer) = (role(&billing, "Reader", "b a"), role(&billing, "Writer", "a"));
    let auditor = role(&audit, "Auditor", "x");
    for role in [&reader, &writer, &auditor] {
        assert!(add_role(store, role).await);
    }
    add_holder(store, 1, &[&reader, &auditor]).await;
    let id = clients::client(1).id;
    let held = |api: &Api, role: &ApiRole| HeldRole {
        api_id: api.id.clone(),
        api_name: api.name.clone(),
        role_id: role.id.clone(),
        role_name: role.name.clone(),
        scopes: role.scopes.clone(),
    };
    assert_eq!(store.roles_of_holder(&id).await.unwrap(), [held(&audit, &auditor), held(&billing, &reader)]);
    assert_eq!(store.roles_of_holder("unknown").await.unwrap(), []);
    add_holder(store, 2, &[&writer]).await;
    add_holder(store, 3, &[]).await;
    let other = clients::client(2).id;
    let of_all = store.roles_of_holders(&[&id, &other, &clients::client(3).id, "unknown"]).await.unwrap();
    let by_api =
        [(&id, held(&audit, &auditor)), (&id, held(&billing, &reader)), (&other, held(&billing, &writer))];
    let mut in_order: Vec<_> = of_all.iter().map(|(holder_id, held)| (holder_id, held.clone())).collect();
    in_order.sort_by_key(|(holder_id, _)| *holder_id);
    assert_eq!(in_order, by_api);
    assert_eq!(store.roles_of_holders(&[]).await.unwrap(), []);
    clients::remove(store, &clients::client(2)).await;
    assign(store, 1, &[&writer]).await;
    assert_eq!(store.roles_of_holder(&id).await.unwrap(), [held(&billing, &writer)]);
    assert_eq!(store.scopes_of_holder(&id).await.unwrap().to_string(), "a");

    clients::remove(store, &clients::client(1)).await;
    assert_eq!(count(store, "role_assignments").await, 0);
    assert_eq!(count(store, "api_roles").await, 3);
}

/// The database itself keeps to it, whatever a use case forgets.
pub async fn nobody_holds_two_roles_of_an_api_nor_a_role_that_is_gone(store: &Store) {
    let (billing, audit) = (api("Billing", "a"), api("Audit", "x"));
    assert!(add(store, &billing).await && add(store, &audit).await);
    let (reader, writer) = (role(&billing, "Reader", "a"), role(&billing, "Writer", "a"));
    assert!(add_role(store, &reader).await && add_role(store, &writer).await);
    add_holder(store, 1, &[&reader]).await;
    let client_id = clients::client(1).client_id;
    for (api_id, role_id) in [(&billing.id, &writer.id), (&audit.id, &writer.id)] {
        let mut tx = store.begin().await.unwrap();
        let holder = tx.lock_holder(client_id.as_str()).await.unwrap().unwrap();
        let refused = tx.add_role_assignment(&holder, api_id, role_id).await.unwrap_err();
        assert!(matches!(refused, StoreError::Statement(_)), "{refused:?}");
    }
    let mut tx = store.begin().await.unwrap();
    assert!(tx.delete_api_role(&reader.id).await.is_err());
    drop(tx);
    let mut tx = store.begin().await.unwrap();
    assert!(tx.delete_api(&billing.id).await.is_err());
    drop(tx);
    let mut tx = store.begin().await.unwrap();
    let before = tx.lock_api(&billing.id).await.unwrap().unwrap();
    let after = Api { scopes: Scopes::parse("b").unwrap(), ..before.clone() };
    assert!(tx.update_api(&before, &after).await.is_err(), "a role has the scope");
}
