//! Noticing that an SQLite file was changed.

use std::sync::Arc;

use store::{Changes, DataVersion, Store};
use tokio::task::JoinSet;

use crate::clients::{add, client};
use crate::fixture::Fixture;

async fn version(changes: &Changes) -> DataVersion {
    changes.version().await.unwrap()
}

#[tokio::test]
async fn a_change_by_any_connection_is_noticed_by_the_next_who_ask() {
    let (_directory, url) = Fixture::sqlite_url();
    let (one, other) = (Store::open(&url).await.unwrap(), Store::open(&url).await.unwrap());
    let changes = one.changes().await.unwrap().unwrap();
    for (number, store) in (1..).zip([&one, &other, &one, &other]) {
        let before = version(&changes).await;
        assert!(one.oauth_client("app-client-1").await.is_ok() && other.ping().await.is_ok());
        assert_eq!(version(&changes).await, before, "reading changes nothing");
        add(store, &client(number)).await.unwrap();
        assert_ne!(version(&changes).await, before, "{number}");
    }
}

#[tokio::test]
async fn a_change_that_is_dropped_is_none() {
    let store = Fixture::sqlite().await;
    let changes = store.store.changes().await.unwrap().unwrap();
    let before = version(&changes).await;
    let mut tx = store.store.begin().await.unwrap();
    tx.add_oauth_client(&client(1)).await.unwrap().unwrap();
    assert_eq!(version(&changes).await, before);
    drop(tx);
    assert_eq!(version(&changes).await, before);
}

#[tokio::test]
async fn those_who_ask_at_once_share_an_answer_whoever_goes_away() {
    let store = Fixture::sqlite().await;
    let changes = store.store.changes().await.unwrap().unwrap();
    let changes = Arc::new(changes);
    let mut crowd = JoinSet::new();
    for _ in 0..64 {
        let changes = Arc::clone(&changes);
        crowd.spawn(async move { changes.version().await });
    }
    let mut lost = JoinSet::new();
    for _ in 0..64 {
        let changes = Arc::clone(&changes);
        lost.spawn(async move { changes.version().await });
    }
    tokio::task::yield_now().await;
    lost.abort_all();
    let expected = Some(version(&changes).await);
    assert!(crowd.join_all().await.into_iter().all(|answer| answer == expected));
}

#[tokio::test]
async fn nothing_is_watched_on_postgres() {
    let fixture = Fixture::postgres().await;
    assert!(fixture.store.changes().await.unwrap().is_none());
}
