//! A fresh, empty database for each test.

use store::{DatabaseUrl, Store};
use tempfile::TempDir;

pub struct Fixture {
    pub store: Store,
    _directory: Option<TempDir>,
}

impl Fixture {
    pub async fn sqlite() -> Self {
        let (directory, url) = Self::sqlite_url();
        Self { store: Store::open(&url).await.unwrap(), _directory: Some(directory) }
    }

    /// The address of a new file.
    pub fn sqlite_url() -> (TempDir, DatabaseUrl) {
        let directory = TempDir::new().unwrap();
        let url = DatabaseUrl::Sqlite(directory.path().join("gatehouse.sqlite"));
        (directory, url)
    }

    pub async fn postgres() -> Self {
        Self { store: Store::open(&Self::postgres_url().await).await.unwrap(), _directory: None }
    }

    /// The address of a new database in the throw-away cluster that `make test` starts.
    pub async fn postgres_url() -> DatabaseUrl {
        test_postgres::new_database().await.parse().unwrap()
    }
}

pub async fn execute(store: &Store, sql: &'static str) {
    match store {
        Store::Sqlite(pool, _) => drop(sqlx::query(sql).execute(pool).await.unwrap()),
        Store::Postgres(pool) => drop(sqlx::query(sql).execute(pool).await.unwrap()),
    }
}

pub async fn count(store: &Store, table: &str) -> i64 {
    let count = sqlx::AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}"));
    match store {
        Store::Sqlite(pool, _) => sqlx::query_scalar(count).fetch_one(pool).await.unwrap(),
        Store::Postgres(pool) => sqlx::query_scalar(count).fetch_one(pool).await.unwrap(),
    }
}
