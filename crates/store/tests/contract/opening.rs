//! Opening a database: an empty one, one from before, one that another server opens at the same time.

use domain::{ClientId, DenialReason, HolderKind, search_terms};
use store::{ClientPlace, ClientQuery, DeniedRequests, Store, StoredSecret};

use crate::client_list::EVERY;
use crate::fixture::{Fixture, count};
use crate::from_before::make_at;

/// More than get their words in one transaction.
const CLIENTS: i64 = 1_234;

/// A schema from before there were words, and clients in it.
const FROM_BEFORE: [&str; 3] = [
    "CREATE TABLE numbers AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1234) \
     SELECT i, 'app-old-' || i AS client_id FROM n",
    "INSERT INTO client_ids (client_id) SELECT client_id FROM numbers",
    "INSERT INTO oauth_clients (id, client_id, name, name_key, client_type, grant_type, redirect_uris, \
     web_origins, description, status, created_at, version) SELECT 'id-' || i, client_id, 'Old ' || i, 'old ' || i, \
     'public', 'authorization_code', '[]', '[]', CASE WHEN i = 7 THEN 'SevenUp' END, 'enabled', i, 1 FROM numbers",
];

async fn has_words_for_all(store: &Store) {
    for (typed, found) in [("old 1234", 1), ("up", 1), ("app", 10)] {
        let terms = search_terms(typed);
        let query = ClientQuery { terms: &terms, ..EVERY };
        let page = store.oauth_clients(&query, &ClientPlace::First, 10).await.unwrap();
        assert_eq!(page.clients.len(), found, "{typed}");
    }
    assert_eq!(count(store, "oauth_clients WHERE NOT has_words").await, 0);
    assert_eq!(count(store, "oauth_client_words").await, CLIENTS * 3 + 2);
}

#[tokio::test]
async fn clients_from_before_get_their_words_on_sqlite() {
    let (_directory, url) = Fixture::sqlite_url();
    make_at(&url, 1, &FROM_BEFORE).await;
    has_words_for_all(&Store::open(&url).await.unwrap()).await;
}

#[tokio::test]
async fn clients_from_before_get_their_words_from_two_servers_on_postgres() {
    let url = Fixture::postgres_url().await;
    make_at(&url, 1, &FROM_BEFORE).await;
    let (one, other) = tokio::join!(Store::open(&url), Store::open(&url));
    // Neither serves before all of them can be found.
    has_words_for_all(&one.unwrap()).await;
    has_words_for_all(&other.unwrap()).await;
}

/// What there was before there were service principals: secrets and refused requests were of OAuth clients alone.
const FROM_BEFORE_PRINCIPALS: [&str; 4] = [
    "INSERT INTO client_ids (client_id) VALUES ('app-billing'), ('app-shop')",
    "INSERT INTO oauth_clients (id, client_id, name, name_key, client_type, grant_type, redirect_uris, \
     web_origins, status, created_at, version, has_words) VALUES \
     ('billing', 'app-billing', 'Billing', 'billing', 'confidential', 'client_credentials', '[]', '[]', 'enabled', \
     1, 1, TRUE), ('shop', 'app-shop', 'Shop', 'shop', 'confidential', 'client_credentials', '[]', '[]', 'enabled', \
     2, 1, TRUE)",
    "INSERT INTO client_secrets (id, oauth_client_id, label, prefix, phc, version, created_at, expires_at, retired_at, \
     last_used_at, last_used_address) VALUES \
     ('old', 'billing', 'Secret 1', 'ghs_old', 'phc-old', 3, 10, 20, 30, 40, '192.0.2.1'), \
     ('new', 'billing', 'Secret 2', 'ghs_new', 'phc-new', 1, 11, NULL, NULL, NULL, NULL), \
     ('other', 'shop', 'Secret 1', 'ghs_other', 'phc-other', 1, 12, NULL, NULL, NULL, NULL)",
    "INSERT INTO denials (oauth_client_id, reason, detail, times, first_at, last_at, last_reference, last_address) \
     VALUES ('billing', 'secret_wrong', '', 7, 1, 2, '0b8f', '192.0.2.2'), \
     ('shop', 'secret_wrong', '', 1, 3, 3, '0b90', NULL)",
];

async fn keeps_what_belongs_to_clients(store: &Store) {
    let old = StoredSecret {
        id: "old".to_owned(),
        label: "Secret 1".to_owned(),
        prefix: "ghs_old".to_owned(),
        created_at: 10,
        expires_at: Some(20),
        retired_at: Some(30),
        last_used_at: Some(40),
        last_used_address: Some("192.0.2.1".to_owned()),
    };
    let new = StoredSecret {
        id: "new".to_owned(),
        label: "Secret 2".to_owned(),
        prefix: "ghs_new".to_owned(),
        created_at: 11,
        expires_at: None,
        retired_at: None,
        last_used_at: None,
        last_used_address: None,
    };
    assert_eq!(store.client_secrets("billing").await.unwrap(), [new, old]);
    for (client_id, secret_id, expected) in [
        ("app-billing", "new", Some(("billing", "phc-new", 1))),
        ("app-billing", "old", Some(("billing", "phc-old", 3))),
        ("app-shop", "other", Some(("shop", "phc-other", 1))),
        ("app-shop", "new", None),
    ] {
        let found = store.token_client(&ClientId::parse(client_id).unwrap(), secret_id).await.unwrap();
        let found = found.as_ref().map(|row| (row.id.as_str(), row.secret_phc.as_str(), row.secret_version));
        assert_eq!(found, expected, "{client_id} {secret_id}");
    }
    let expected = DeniedRequests {
        reason: DenialReason::SecretWrong,
        detail: String::new(),
        times: 7,
        first_at: 1,
        last_at: 2,
        last_reference: "0b8f".to_owned(),
        last_address: Some("192.0.2.2".to_owned()),
    };
    assert_eq!(store.denials("billing").await.unwrap(), [expected]);

    // They still go with their client, and with nobody else.
    let mut tx = store.begin().await.unwrap();
    let holder = tx.lock_holder("app-billing").await.unwrap().unwrap();
    assert_eq!((holder.id.as_str(), holder.kind), ("billing", HolderKind::OAuthClient));
    tx.delete_holder(&holder).await.unwrap();
    tx.commit().await.unwrap();
    for table in ["oauth_clients", "client_ids", "client_secrets", "denials"] {
        assert_eq!(count(store, table).await, 1, "{table}");
    }
    assert_eq!(count(store, "client_ids WHERE client_id = 'app-shop' AND holder_id = 'shop'").await, 1);
}

#[tokio::test]
async fn what_belongs_to_clients_is_kept_on_sqlite() {
    let (_directory, url) = Fixture::sqlite_url();
    make_at(&url, 3, &FROM_BEFORE_PRINCIPALS).await;
    keeps_what_belongs_to_clients(&Store::open(&url).await.unwrap()).await;
}

#[tokio::test]
async fn what_belongs_to_clients_is_kept_on_postgres() {
    let url = Fixture::postgres_url().await;
    make_at(&url, 3, &FROM_BEFORE_PRINCIPALS).await;
    keeps_what_belongs_to_clients(&Store::open(&url).await.unwrap()).await;
}

/// Migrations may run again on a schema that is up to date, and from two servers at once.
#[tokio::test]
async fn two_servers_may_start_at_once_on_one_postgres() {
    let url = Fixture::postgres_url().await;
    let (one, other) = tokio::join!(Store::open(&url), Store::open(&url));
    one.unwrap().ping().await.unwrap();
    other.unwrap().ping().await.unwrap();
}

#[tokio::test]
async fn an_sqlite_file_is_opened_again() {
    let (_directory, url) = Fixture::sqlite_url();
    Store::open(&url).await.unwrap().close().await;
    Store::open(&url).await.unwrap().ping().await.unwrap();
}
