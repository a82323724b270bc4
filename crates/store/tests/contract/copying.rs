//! Moving an installation from one database to another, in every direction.

use std::fs;
use std::path::Path;

use sqlx::migrate::Migrator;
use store::{CopiedTable, CopyError, DatabaseUrl, Store, back_up, copy};
use tempfile::TempDir;
use tokio::runtime::Handle;
use tokio::task::block_in_place;

use crate::fixture::{Fixture, count, execute};
use crate::from_before::{LATEST, make};

/// An address, and the folder that goes with it.
struct Place {
    url: DatabaseUrl,
    _directory: Option<TempDir>,
}

async fn empty(is_postgres: bool) -> Place {
    if is_postgres {
        return Place { url: Fixture::postgres_url().await, _directory: None };
    }
    let (directory, url) = Fixture::sqlite_url();
    Place { url, _directory: Some(directory) }
}

/// An installation with rows in every table, more of them in one than are written at once.
async fn full(is_postgres: bool) -> Place {
    const MANY: &str = "INSERT INTO audit_events (id, happened_at, actor_name, action, entity_kind, entity_id, \
         entity_name, changes) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1234) \
         SELECT 'Event-' || i, -i, '', 'a ''quoted'' word' || CAST(i AS TEXT), CASE WHEN i > 5 THEN 'É “🧾”' ELSE 'z' END, \
         'e', 'n', '[]' FROM n";
    let place = empty(is_postgres).await;
    make(&place.url, LATEST).await;
    let store = Store::open(&place.url).await.unwrap();
    execute(&store, MANY).await;
    store.close().await;
    place
}

async fn copied(from: &Place, to: &Place) -> Vec<CopiedTable> {
    let mut tables = Vec::new();
    copy(&from.url, &to.url, |table| tables.push(table)).await.unwrap();
    tables
}

#[tokio::test]
async fn every_row_of_every_table_is_copied_whichever_engines_they_are() {
    let mut seen: Option<Vec<CopiedTable>> = None;
    for from_postgres in [false, true] {
        let from = full(from_postgres).await;
        for to_postgres in [false, true] {
            let to = empty(to_postgres).await;
            let tables = copied(&from, &to).await;
            for table in &tables {
                assert!(table.rows > 0, "{}: nothing is said of a table without rows", table.name);
                assert_eq!(table.digest.len(), 64);
            }
            let target = Store::open(&to.url).await.unwrap();
            assert_eq!(count(&target, "audit_events").await, 1_235);
            // It can be used: what refers to something still does, and what is made from others is made.
            let mut tx = target.begin().await.unwrap();
            let holder = tx.lock_holder("app-billing").await.unwrap().unwrap();
            tx.delete_holder(&holder).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(count(&target, "client_secrets").await, 0);
            assert_eq!(count(&target, "oauth_clients WHERE modified_at = 0").await, 1);
            target.close().await;
            // The same rows say the same on every engine, from wherever they came.
            assert_eq!(&tables, seen.get_or_insert_with(|| tables.clone()));
        }
    }
}

#[tokio::test]
async fn a_copy_of_a_copy_is_the_same() {
    let (from, there, back) = (full(false).await, empty(true).await, empty(false).await);
    assert_eq!(copied(&from, &there).await, copied(&there, &back).await);
}

/// As a server leaves it that is killed: what was written last is in the file beside, and nothing tells where.
#[tokio::test]
async fn an_installation_is_copied_whose_server_was_killed_and_from_a_backup() {
    let (from, killed, to) = (full(false).await, empty(false).await, empty(true).await);
    let server = Store::open(&from.url).await.unwrap();
    execute(&server, "UPDATE portal_users SET updated_at = 70").await;
    let (DatabaseUrl::Sqlite(from_path), DatabaseUrl::Sqlite(path)) = (&from.url, &killed.url) else {
        unreachable!()
    };
    let log = |path: &Path| path.with_extension("sqlite-wal");
    assert!(fs::metadata(log(from_path)).unwrap().len() > 0);
    fs::copy(from_path, path).unwrap();
    fs::copy(log(from_path), log(path)).unwrap();
    let copied_from_killed = copied(&killed, &to).await;
    let backup = path.with_extension("backup");
    back_up(&from.url, &backup).await.unwrap();
    let backup = Place { url: DatabaseUrl::Sqlite(backup), _directory: None };
    assert_eq!(copied(&backup, &empty(false).await).await, copied_from_killed);
    let target = Store::open(&to.url).await.unwrap();
    assert_eq!(count(&target, "portal_users WHERE updated_at = 70").await, 2);
}

async fn refusal(from: &Place, to: &Place) -> CopyError {
    copy(&from.url, &to.url, |_| {}).await.unwrap_err()
}

#[tokio::test]
async fn a_target_that_holds_something_is_refused_by_name() {
    for is_postgres in [false, true] {
        let (from, to) = (full(false).await, full(is_postgres).await);
        let refused = refusal(&from, &to).await.to_string();
        assert!(refused.contains("oauth_clients (2), "), "{refused}");
        let store = Store::open(&to.url).await.unwrap();
        assert_eq!(count(&store, "oauth_clients").await, 2);
    }
}

#[tokio::test]
async fn a_target_of_before_keeps_its_schema() {
    let (from, to) = (full(false).await, empty(false).await);
    make(&to.url, 1).await;
    assert!(matches!(refusal(&from, &to).await, CopyError::TargetInUse { .. }));
    assert_eq!(Store::migrate(&to.url).await.unwrap().len(), 5);
}

#[tokio::test]
async fn a_source_is_read_and_neither_made_nor_migrated() {
    let (missing, to) = (empty(false).await, empty(true).await);
    assert!(matches!(refusal(&missing, &to).await, CopyError::Source(_)));
    let DatabaseUrl::Sqlite(path) = &missing.url else { unreachable!() };
    assert!(!path.exists());

    for is_postgres in [false, true] {
        let old = empty(is_postgres).await;
        make(&old.url, 3).await;
        let refused = refusal(&old, &to).await;
        assert!(matches!(refused, CopyError::SourceSchema { found: 3, known: LATEST }), "{refused:?}");
        assert!(refused.to_string().contains("run gatehouse migrate"), "{refused}");
        assert_eq!(Store::migrate(&old.url).await.unwrap().len(), 3);
    }
    assert!(matches!(refusal(&empty(true).await, &to).await, CopyError::SourceEmpty));
}

/// No table has a row: the target can be used for the next attempt.
async fn is_left_empty(to: &Place, from: &Place) {
    let store = Store::open(&to.url).await.unwrap();
    for table in ["portal_users", "oauth_clients", "audit_events", "signing_keys"] {
        assert_eq!(count(&store, table).await, 0, "{table}");
    }
    store.close().await;
    let _ = copied(from, to).await;
}

#[tokio::test]
async fn a_row_that_comes_out_differently_leaves_the_target_empty() {
    const SPOIL: &str = "CREATE TRIGGER spoil AFTER INSERT ON audit_events WHEN NEW.id = 'Event-700' BEGIN \
         UPDATE audit_events SET entity_name = 'm' WHERE id = NEW.id; END";
    const UNDO: &str = "DROP TRIGGER spoil";
    let (from, to) = (full(true).await, empty(false).await);
    let store = Store::open(&to.url).await.unwrap();
    execute(&store, SPOIL).await;
    let refused = refusal(&from, &to).await;
    assert!(matches!(refused, CopyError::Different { table: "audit_events" }), "{refused:?}");
    execute(&store, UNDO).await;
    store.close().await;
    is_left_empty(&to, &from).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_that_is_written_to_meanwhile_is_refused() {
    const WRITE: &str = "UPDATE sessions SET last_seen_at = last_seen_at + 60";
    for is_postgres in [false, true] {
        let (from, to) = (full(is_postgres).await, empty(!is_postgres).await);
        let server = Store::open(&from.url).await.unwrap();
        let refused = copy(&from.url, &to.url, |table| {
            // After it was read, and before.
            if ["sessions", "portal_settings"].contains(&table.name) {
                block_in_place(|| Handle::current().block_on(execute(&server, WRITE)));
            }
        })
        .await
        .unwrap_err();
        assert!(
            matches!(&refused, CopyError::SourceChanged { tables } if tables == "sessions"),
            "{refused:?}"
        );
        is_left_empty(&to, &from).await;
    }
}

/// The tests that go through every version know of every version.
#[test]
fn the_latest_version_is_the_one_of_the_tests() {
    let latest = |migrations: Migrator| migrations.iter().map(|migration| migration.version).max();
    assert_eq!(latest(sqlx::migrate!("../../migrations/sqlite")), Some(LATEST));
    assert_eq!(latest(sqlx::migrate!("../../migrations/postgres")), Some(LATEST));
}
