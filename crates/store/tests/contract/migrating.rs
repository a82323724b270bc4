//! Bringing a database up to date: from every version before, several at once, and not from a version to come.

use domain::{AuditFilter, ClientId, EmailAddress, HolderKind, Role, Status, search_terms};
use store::{
    AppliedMigration, ClientPlace, ClientQuery, DatabaseUrl, NewClientSecret, RecordedChange, Store,
    StoreError,
};

use crate::client_list::EVERY;
use crate::fixture::{Fixture, count, execute};
use crate::from_before::{LATEST, make};

/// What the first version wrote is there, and can be used as if this version had written it.
async fn has_what_was_written_first(store: &Store) {
    let ada = EmailAddress::parse("ada@example.com").unwrap();
    let found = store.user_credentials(&ada).await.unwrap().unwrap();
    assert_eq!((found.user.role, found.user.status), (Role::Administrator, Status::Enabled));
    assert_eq!(found.password_phc, "phc-ada");
    let joe =
        store.user_credentials(&EmailAddress::parse("joe@example.com").unwrap()).await.unwrap().unwrap();
    assert_eq!((joe.user.role, joe.user.status), (Role::Member, Status::Disabled));
    let session = store.session("session-ada").await.unwrap().unwrap();
    assert_eq!((session.user.id.as_str(), session.last_seen_at, session.ends_at), ("ada", 160, 9_000));

    let billing = store.oauth_client("app-billing").await.unwrap().unwrap();
    assert_eq!(billing.client.description.as_ref().unwrap().as_str(), "Invoices überall");
    assert_eq!((billing.client.version, billing.client.updated_at), (4, Some(11)));
    let shop = store.oauth_client("app-shop").await.unwrap().unwrap().client;
    assert_eq!(shop.redirect_uris[0].as_str(), "https://shop.example.com/callback");
    assert_eq!(shop.status, Status::Enabled);
    assert!(store.is_registered_origin("https://shop.example.com").await.unwrap());
    let terms = search_terms("überall");
    let query = ClientQuery { terms: &terms, ..EVERY };
    assert_eq!(store.oauth_clients(&query, &ClientPlace::First, 10).await.unwrap().clients.len(), 1);

    let client_id = ClientId::parse("app-billing").unwrap();
    let client = store.token_client(&client_id, "first").await.unwrap().unwrap();
    assert_eq!((client.id.as_str(), client.secret_phc.as_str()), ("billing", "phc-first"));
    let secrets = store.client_secrets("billing").await.unwrap();
    let first = secrets.iter().find(|secret| secret.id == "first").unwrap();
    assert_eq!((first.label.as_str(), first.last_used_at), ("Secret 1", Some(40)));

    let keys = store.signing_keys().await.unwrap();
    assert_eq!((keys.len(), keys[0].kid.as_str(), keys[0].sealed_private.as_str()), (1, "key", "sealed"));
    let events = store.audit_events(&AuditFilter::default(), None, 10).await.unwrap();
    let change =
        RecordedChange { field: "client_name".to_owned(), old: None, new: Some("Billing".to_owned()) };
    assert_eq!((events.len(), events[0].id.as_str(), &events[0].changes[..]), (1, "event", &[change][..]));
}

async fn has_what_was_written_since(store: &Store, version: i64) {
    if version >= 2 {
        let secrets = store.client_secrets("billing").await.unwrap();
        let second = secrets.iter().find(|secret| secret.id == "second").unwrap();
        assert_eq!((second.retired_at, second.last_used_address.as_deref()), (Some(30), Some("192.0.2.1")));
        assert_eq!(count(store, "provisioning_requests").await, 1);
    }
    if version >= 3 {
        assert_eq!(store.denials("billing").await.unwrap()[0].times, 7);
        assert_eq!(store.consent("ada", "shop").await.unwrap().unwrap().to_string(), "openid");
        let refresh = store.refresh_token("refresh").await.unwrap().unwrap();
        assert_eq!((refresh.grant.user.id.as_str(), refresh.used_at), ("ada", None));
        for table in ["authorization_codes", "revoked_access_tokens"] {
            assert_eq!(count(store, table).await, 1, "{table}");
        }
    }
    if version >= 4 {
        assert_eq!(store.principal("svc-nightly").await.unwrap().unwrap().environment.as_str(), "production");
        assert_eq!(store.scopes_of_holder("billing").await.unwrap().to_string(), "invoices.read");
        for table in ["signing_credentials", "used_assertions"] {
            assert_eq!(count(store, table).await, 1, "{table}");
        }
    }
}

async fn goes_on(store: &Store) {
    let mut tx = store.begin().await.unwrap();
    let secret = NewClientSecret {
        id: "third".to_owned(),
        holder_id: "billing".to_owned(),
        label: "Secret 3".to_owned(),
        prefix: "ghs_third".to_owned(),
        phc: "phc-third".to_owned(),
        created_at: 50,
    };
    tx.add_client_secret(&secret).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = store.begin().await.unwrap();
    let holder = tx.lock_holder("app-billing").await.unwrap().unwrap();
    assert_eq!(holder.kind, HolderKind::OAuthClient);
    tx.delete_holder(&holder).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(count(store, "client_secrets").await, 0);
}

async fn upgrades(url: &DatabaseUrl, version: i64) {
    make(url, version).await;
    let applied = Store::migrate(url).await.unwrap();
    let applied: Vec<_> = applied.iter().map(|migration| migration.version).collect();
    assert_eq!(applied, (version + 1..=LATEST).collect::<Vec<_>>());
    let store = Store::open(url).await.unwrap();
    has_what_was_written_first(&store).await;
    has_what_was_written_since(&store, version).await;
    goes_on(&store).await;
    store.close().await;
}

#[tokio::test]
async fn every_version_before_is_upgraded_with_all_it_holds_on_sqlite() {
    for version in 1..=LATEST {
        let (_directory, url) = Fixture::sqlite_url();
        upgrades(&url, version).await;
    }
}

#[tokio::test]
async fn every_version_before_is_upgraded_with_all_it_holds_on_postgres() {
    for version in 1..=LATEST {
        upgrades(&Fixture::postgres_url().await, version).await;
    }
}

/// Eight at once: together they do everything once.
async fn is_migrated_once(url: &DatabaseUrl, version: i64) {
    let eight: Vec<_> = (0..8)
        .map(|_| {
            let url = url.clone();
            tokio::spawn(async move { Store::migrate(&url).await.unwrap() })
        })
        .collect();
    let mut applied: Vec<AppliedMigration> = Vec::new();
    for one in eight {
        applied.extend(one.await.unwrap());
    }
    let versions: Vec<_> = applied.iter().map(|migration| migration.version).collect();
    assert_eq!(versions, (version + 1..=LATEST).collect::<Vec<_>>());
    assert_eq!(Store::migrate(url).await.unwrap(), [], "there is nothing left to do");
    Store::open(url).await.unwrap().ping().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn several_may_migrate_at_once_on_sqlite() {
    let (_directory, url) = Fixture::sqlite_url();
    is_migrated_once(&url, 0).await;
    let (_directory, url) = Fixture::sqlite_url();
    make(&url, 1).await;
    is_migrated_once(&url, 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn several_may_migrate_at_once_on_postgres() {
    is_migrated_once(&Fixture::postgres_url().await, 0).await;
    let url = Fixture::postgres_url().await;
    make(&url, 1).await;
    is_migrated_once(&url, 1).await;
}

async fn refuses_a_newer_schema(url: &DatabaseUrl) {
    const NEWER: &str = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
         SELECT 99, 'to come', success, checksum, execution_time FROM _sqlx_migrations WHERE version = 1";
    let store = Store::open(url).await.unwrap();
    execute(&store, NEWER).await;
    store.close().await;
    let refused = Store::open(url).await.unwrap_err();
    assert!(matches!(refused, StoreError::SchemaNewer { found: 99, known: LATEST }), "{refused:?}");
    assert!(refused.to_string().contains("start the newer one"), "{refused}");
}

#[tokio::test]
async fn a_schema_of_a_newer_version_is_refused() {
    let (_directory, url) = Fixture::sqlite_url();
    refuses_a_newer_schema(&url).await;
    refuses_a_newer_schema(&Fixture::postgres_url().await).await;
}
