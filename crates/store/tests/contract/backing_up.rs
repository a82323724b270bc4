//! A copy of an SQLite database in a file, made while others write.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use store::{BackupError, DatabaseUrl, Store, back_up};

use crate::fixture::{Fixture, count, execute};
use crate::from_before::{LATEST, make};

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_holds_what_was_acknowledged_before_it_began() {
    const WRITE: &str = "INSERT INTO sign_in_throttles (bucket, due_at_ms) \
         SELECT 'bucket-' || COUNT(*), COUNT(*) FROM sign_in_throttles";
    let (directory, url) = Fixture::sqlite_url();
    make(&url, LATEST).await;
    let store = Store::open(&url).await.unwrap();
    let acknowledged = Arc::new(AtomicI64::new(1));
    let writing = tokio::spawn({
        let (store, acknowledged) = (store.clone(), Arc::clone(&acknowledged));
        async move {
            loop {
                execute(&store, WRITE).await;
                acknowledged.fetch_add(1, Ordering::SeqCst);
            }
        }
    });
    for number in 0..5 {
        while acknowledged.load(Ordering::SeqCst) < 20 * (number + 1) {
            tokio::task::yield_now().await;
        }
        let file = directory.path().join(format!("backup-{number}"));
        let before = acknowledged.load(Ordering::SeqCst);
        let size = back_up(&url, &file).await.unwrap();
        let after = acknowledged.load(Ordering::SeqCst);
        let metadata = fs::metadata(&file).unwrap();
        assert_eq!((metadata.permissions().mode() & 0o777, metadata.len()), (0o600, size));
        let copy = Store::open(&DatabaseUrl::Sqlite(file)).await.unwrap();
        let found = count(&copy, "sign_in_throttles").await;
        // One more may have been done and not yet counted.
        assert!((before..=after + 1).contains(&found), "{before} {found} {after}");
        assert_eq!(count(&copy, "oauth_clients").await, 2);
        copy.close().await;
    }
    writing.abort();
    let drafts = fs::read_dir(directory.path()).unwrap().map(|entry| entry.unwrap().path());
    assert_eq!(drafts.filter(|path| path.extension().is_some_and(|end| end == "part")).count(), 0);
}

#[tokio::test]
async fn a_backup_replaces_nothing() {
    let (directory, url) = Fixture::sqlite_url();
    let file = directory.path().join("backup");
    assert!(matches!(back_up(&url, &file).await.unwrap_err(), BackupError::NoDatabase(_)));
    Store::open(&url).await.unwrap().close().await;
    fs::write(&file, "mine").unwrap();
    assert!(matches!(back_up(&url, &file).await.unwrap_err(), BackupError::FileExists(_)));
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");

    let file = directory.path().join("other");
    fs::write(directory.path().join("other.part"), "another backup").unwrap();
    assert!(matches!(back_up(&url, &file).await.unwrap_err(), BackupError::DraftExists(_)));
    assert!(!file.exists());
    let nowhere = directory.path().join("nowhere/backup");
    assert!(matches!(back_up(&url, &nowhere).await.unwrap_err(), BackupError::File { .. }));
}

#[tokio::test]
async fn what_is_no_database_is_not_backed_up() {
    let (directory, url) = Fixture::sqlite_url();
    let DatabaseUrl::Sqlite(path) = &url else { unreachable!() };
    fs::write(path, [7_u8; 8_192]).unwrap();
    let file = directory.path().join("backup");
    assert!(matches!(back_up(&url, &file).await.unwrap_err(), BackupError::Store(_)));
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1, "no part of a file is left");
}

#[tokio::test]
async fn postgres_has_its_own_tool() {
    let url = "postgres://localhost/gatehouse".parse().unwrap();
    let refused = back_up(&url, "backup".as_ref()).await.unwrap_err();
    assert!(refused.to_string().contains("pg_dump"), "{refused}");
}
