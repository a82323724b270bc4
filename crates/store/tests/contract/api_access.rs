//! What roles allow, API by API.

use domain::{Scopes, Title};
use store::{ApiAccess, Store};

use crate::fixture::execute;
use crate::grants::add_people_and_clients;

/// Two APIs, of which `client-1` holds a role each and `client-2` one of the first.
pub async fn add_roles(store: &Store) {
    add_people_and_clients(store).await;
    for sql in [
        "INSERT INTO apis (id, name, name_key, created_at, version) \
         VALUES ('billing', 'Billing', 'billing', 1, 1), ('stock', 'a stock', 'a stock', 1, 1)",
        "INSERT INTO api_scopes (scope, api_id) VALUES ('invoices.write', 'billing'), ('invoices.read', 'billing'), \
         ('stock:count', 'stock')",
        "INSERT INTO api_roles (id, api_id, name, name_key, created_at, version) \
         VALUES ('reader', 'billing', 'Reader', 'reader', 1, 1), ('writer', 'billing', 'Writer', 'writer', 1, 1), \
         ('counter', 'stock', 'Counter', 'counter', 1, 1)",
        "INSERT INTO api_role_scopes (api_role_id, scope) VALUES ('reader', 'invoices.read'), \
         ('writer', 'invoices.write'), ('writer', 'invoices.read'), ('counter', 'stock:count')",
        "INSERT INTO role_assignments (holder_id, api_id, api_role_id) SELECT holder_id, 'billing', 'writer' \
         FROM client_ids WHERE client_id = 'app-client-1'",
        "INSERT INTO role_assignments (holder_id, api_id, api_role_id) SELECT holder_id, 'stock', 'counter' \
         FROM client_ids WHERE client_id = 'app-client-1'",
        "INSERT INTO role_assignments (holder_id, api_id, api_role_id) SELECT holder_id, 'billing', 'reader' \
         FROM client_ids WHERE client_id = 'app-client-2'",
    ] {
        execute(store, sql).await;
    }
}

pub async fn roles_allow_something_at_each_api(store: &Store) {
    add_roles(store).await;
    let access = |api: &str, scopes: &str| ApiAccess {
        api: Title::parse(api).unwrap(),
        scopes: Scopes::parse(scopes).unwrap(),
    };
    let of = async |client_id: &str| {
        let id = store.oauth_client(client_id).await.unwrap().unwrap().client.id;
        let access = store.access_to_apis(&id).await.unwrap();
        let scopes: Scopes = access.iter().flat_map(|access| access.scopes.iter()).cloned().collect();
        assert_eq!(store.scopes_of_holder(&id).await.unwrap(), scopes);
        access
    };
    assert_eq!(
        of("app-client-1").await,
        [access("a stock", "stock:count"), access("Billing", "invoices.read invoices.write")]
    );
    assert_eq!(of("app-client-2").await, [access("Billing", "invoices.read")]);
    assert_eq!(store.access_to_apis("unknown").await.unwrap(), []);

    execute(store, "UPDATE apis SET name = '' WHERE id = 'stock'").await;
    let id = store.oauth_client("app-client-1").await.unwrap().unwrap().client.id;
    let error = store.access_to_apis(&id).await.unwrap_err().to_string();
    assert!(error.contains("apis") && error.contains("stock"), "{error}");
}
