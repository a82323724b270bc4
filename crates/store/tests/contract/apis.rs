//! APIs: adding, changing and removing them, alone and at the same time.

use domain::{Scopes, Title};
use store::{Api, ApiRole, ApiTaken, Store, StoreError};

use crate::fixture::{count, execute};

pub fn api(name: &str, scopes: &str) -> Api {
    Api {
        id: format!("api-{}", name.to_lowercase()),
        name: Title::parse(name).unwrap(),
        scopes: Scopes::parse(scopes).unwrap(),
        is_built_in: false,
        created_at: 1_700_000_000,
        updated_at: None,
        version: 1,
    }
}

pub fn role(api: &Api, name: &str, scopes: &str) -> ApiRole {
    ApiRole {
        id: format!("{}-{}", api.id, name.to_lowercase()),
        api_id: api.id.clone(),
        name: Title::parse(name).unwrap(),
        scopes: Scopes::parse(scopes).unwrap(),
        holders: 0,
        created_at: 1_700_000_001,
        updated_at: None,
        version: 1,
    }
}

pub async fn add(store: &Store, api: &Api) -> bool {
    let mut tx = store.begin().await.unwrap();
    let is_added = tx.add_api(api).await.unwrap();
    if is_added {
        tx.commit().await.unwrap();
    }
    is_added
}

pub async fn add_role(store: &Store, role: &ApiRole) -> bool {
    let mut tx = store.begin().await.unwrap();
    tx.lock_api(&role.api_id).await.unwrap().unwrap();
    let is_added = tx.add_api_role(role).await.unwrap();
    if is_added {
        tx.commit().await.unwrap();
    }
    is_added
}

async fn update(store: &Store, after: &Api) -> bool {
    let mut tx = store.begin().await.unwrap();
    let before = tx.lock_api(&after.id).await.unwrap().unwrap();
    let is_updated = tx.update_api(&before, after).await.unwrap();
    if is_updated {
        tx.commit().await.unwrap();
    }
    is_updated
}

pub async fn apis_come_back_as_they_were_stored_by_name(store: &Store) {
    let apis =
        [api("Billing", "invoices.write invoices.read"), api("Zoo", "zoo:feed"), api("audit", "audit.read")];
    for api in &apis {
        assert!(add(store, api).await);
    }
    let [billing, zoo, audit] = apis;
    assert!(!store.has_built_in_api().await.unwrap());
    assert_eq!(store.apis().await.unwrap(), [audit, billing.clone(), zoo]);
    let mut tx = store.begin().await.unwrap();
    assert_eq!(tx.lock_api(&billing.id).await.unwrap(), Some(billing));
    assert_eq!(tx.lock_api("unknown").await.unwrap(), None);
}

pub async fn the_api_of_the_server_itself_is_told_apart(store: &Store) {
    let own = Api { is_built_in: true, ..api("Gatehouse", "gatehouse.admin gatehouse.read") };
    assert!(add(store, &own).await);
    assert!(
        !add(store, &Api { name: Title::parse("Other").unwrap(), ..own.clone() }).await,
        "its key is taken"
    );
    assert!(store.has_built_in_api().await.unwrap());
    assert_eq!(store.begin().await.unwrap().lock_api(&own.id).await.unwrap(), Some(own.clone()));
    assert_eq!(store.apis().await.unwrap(), [own]);
}

pub async fn what_another_api_has_is_told(store: &Store) {
    let billing = api("Billing", "invoices.read invoices.write");
    assert!(add(store, &billing).await);
    let scope =
        |name: &str| (Scopes::parse(name).unwrap().iter().next().unwrap().clone(), "Billing".to_owned());
    for (name, scopes, expected) in [
        ("BILLING", "a b", ApiTaken { name: true, scopes: vec![] }),
        ("Other", "a invoices.write", ApiTaken { name: false, scopes: vec![scope("invoices.write")] }),
        (
            "billing",
            "invoices.read invoices.write z",
            ApiTaken { name: true, scopes: vec![scope("invoices.read"), scope("invoices.write")] },
        ),
    ] {
        let other = Api { id: "other".to_owned(), ..api(name, scopes) };
        let mut tx = store.begin().await.unwrap();
        assert!(!tx.add_api(&other).await.unwrap());
        assert_eq!(tx.api_taken(&other).await.unwrap(), expected);
        drop(tx);
        assert_eq!(store.apis().await.unwrap(), std::slice::from_ref(&billing));
    }
    let mut tx = store.begin().await.unwrap();
    assert_eq!(tx.api_taken(&billing).await.unwrap(), ApiTaken::default(), "its own are free to itself");
}

pub async fn of_two_apis_added_at_once_one_wins(store: &Store) {
    for (one, other) in [
        (api("Billing", "a b"), Api { id: "other".to_owned(), ..api("BILLING", "c d") }),
        (api("One", "a b"), api("Other", "z b")),
        (api("One", "a b c"), api("Other", "c b a")),
    ] {
        let added = tokio::join!(add(store, &one), add(store, &other));
        assert!(matches!(added, (true, false) | (false, true)), "{added:?}");
        let winner = if added.0 { one } else { other };
        assert_eq!(store.apis().await.unwrap(), [winner]);
        execute(store, "DELETE FROM apis").await;
    }
}

pub async fn an_api_takes_nothing_of_another(store: &Store) {
    let (billing, audit) = (api("Billing", "a b"), api("Audit", "x y"));
    assert!(add(store, &billing).await && add(store, &audit).await);
    let changed = Api {
        name: Title::parse("Invoices").unwrap(),
        scopes: Scopes::parse("b c").unwrap(),
        updated_at: Some(1_800_000_000),
        version: 2,
        ..billing.clone()
    };
    for taken in [
        Api { name: Title::parse("AUDIT").unwrap(), ..changed.clone() },
        Api { scopes: Scopes::parse("a x").unwrap(), ..changed.clone() },
    ] {
        assert!(!update(store, &taken).await);
        assert_eq!(store.apis().await.unwrap(), [audit.clone(), billing.clone()]);
    }
    assert!(update(store, &changed).await);
    assert_eq!(store.apis().await.unwrap(), [audit, changed]);
}

/// Neither waits for the other in a circle, and no scope is lost.
pub async fn two_apis_that_swap_scopes_at_once_do_not_lock_each_other_out(store: &Store) {
    let (one, other) = (api("One", "a"), api("Other", "b"));
    assert!(add(store, &one).await && add(store, &other).await);
    let wanted = |api: &Api, scopes: &str| Api { scopes: Scopes::parse(scopes).unwrap(), ..api.clone() };
    for _ in 0..10 {
        let (one_after, other_after) = (wanted(&one, "b"), wanted(&other, "a"));
        let updated = tokio::join!(update(store, &one_after), update(store, &other_after));
        assert_eq!(updated, (false, false), "a scope is free once its API is saved without it");
        assert_eq!(store.apis().await.unwrap(), [one.clone(), other.clone()]);
    }
}

pub async fn of_two_that_change_an_api_the_second_sees_what_the_first_did(store: &Store) {
    let billing = api("Billing", "a");
    assert!(add(store, &billing).await);
    let add_scope = async |name: &str| {
        let mut tx = store.begin().await.unwrap();
        let before = tx.lock_api(&billing.id).await.unwrap().unwrap();
        let scopes = before.scopes.union(&Scopes::parse(name).unwrap());
        let after = Api { scopes, version: before.version + 1, ..before.clone() };
        assert!(tx.update_api(&before, &after).await.unwrap());
        tx.commit().await.unwrap();
    };
    tokio::join!(add_scope("b"), add_scope("c"), add_scope("d"));
    let [after] = &store.apis().await.unwrap()[..] else { panic!("one API") };
    assert_eq!((after.version, after.scopes.to_string().as_str()), (4, "a b c d"));
}

pub async fn an_api_takes_its_roles_and_scopes_with_it(store: &Store) {
    let (billing, audit) = (api("Billing", "a b"), api("Audit", "x"));
    assert!(add(store, &billing).await && add(store, &audit).await);
    let (reader, writer) = (role(&billing, "Reader", "a b"), role(&billing, "Writer", "a"));
    let auditor = role(&audit, "Auditor", "x");
    for role in [&reader, &writer, &auditor] {
        assert!(add_role(store, role).await);
    }
    let mut tx = store.begin().await.unwrap();
    tx.lock_api(&billing.id).await.unwrap().unwrap();
    tx.delete_api_role(&writer.id).await.unwrap();
    tx.delete_api(&billing.id).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!((store.apis().await.unwrap(), store.api_roles().await.unwrap()), (vec![audit], vec![auditor]));
    for table in ["api_scopes", "api_role_scopes"] {
        assert_eq!(count(store, table).await, 1, "{table}");
    }
}

pub async fn an_api_or_a_role_that_cannot_be_read_is_named(store: &Store) {
    let billing = api("Billing", "a");
    assert!(add(store, &billing).await && add_role(store, &role(&billing, "Reader", "a")).await);
    let told = |error: StoreError| match error {
        StoreError::Corrupt { table, column, id } => (table, column, id),
        error => panic!("{error:?}"),
    };
    execute(store, "UPDATE api_roles SET name = ''").await;
    let id = "api-billing-reader".to_owned();
    assert_eq!(told(store.api_roles().await.unwrap_err()), ("api_roles", "name", id));
    execute(store, "UPDATE apis SET name = ''").await;
    assert_eq!(told(store.apis().await.unwrap_err()), ("apis", "name", "api-billing".to_owned()));
}
