//! A disk that is full.

use store::{Store, Tx};

use crate::fixture::Fixture;

/// As many as the pool has.
const CONNECTIONS: usize = 4;

/// Has every connection that is open find no room for another page.
async fn fill(store: &Store) {
    let Store::Sqlite(pool, _) = store else { panic!("this is about SQLite") };
    let mut all = Vec::new();
    for _ in 0..CONNECTIONS {
        let mut connection = pool.acquire().await.unwrap();
        // Of what is there already nothing is taken away.
        sqlx::query("PRAGMA max_page_count = 1").execute(&mut *connection).await.unwrap();
        all.push(connection);
    }
}

/// SQLite rolls a transaction back by itself when the disk is full, and the driver does not notice.
#[tokio::test]
async fn a_full_disk_leaves_connections_that_begin_transactions_again() {
    let fixture = Fixture::sqlite().await;
    fill(&fixture.store).await;
    let mut refused = 0;
    for _ in 0..2 * CONNECTIONS {
        let Tx::Sqlite(mut tx, _turn) = fixture.store.begin().await.unwrap() else { panic!() };
        let much = "INSERT INTO setup_links (token_digest, created_at, expires_at) VALUES (HEX(ZEROBLOB(99999)), 1, 2)";
        let done = sqlx::query(much).execute(&mut *tx).await;
        refused += usize::from(done.is_err());
    }
    assert!(refused > 0);
}
