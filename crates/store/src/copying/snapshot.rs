//! One state of a database, and what can be asked about its tables.

use crate::backend::on_backend;
use crate::migrations::LEDGER;
use crate::{Store, StoreError, Tx};

use super::tables::TABLES;

/// A transaction without a limit on a statement's time, which sees one state of the database.
pub(super) struct Snapshot(pub(super) Tx);

const NO_LIMIT: &str = "SET LOCAL statement_timeout = 0";

impl Store {
    /// The database as it is now, to read.
    pub(super) async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        Ok(Snapshot(match self {
            Self::Sqlite(pool, turns) => {
                let turn = turns.next().await?;
                Tx::Sqlite(pool.begin_with("BEGIN").await?, turn)
            }
            Self::Postgres(pool) => {
                let mut tx = pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
                sqlx::query(NO_LIMIT).execute(&mut *tx).await?;
                Tx::Postgres(tx)
            }
        }))
    }

    /// A transaction that nobody else writes beside.
    pub(super) async fn begin_copy(&self) -> Result<Snapshot, StoreError> {
        let mut tx = self.begin().await?;
        if let Tx::Postgres(tx) = &mut tx {
            sqlx::query(NO_LIMIT).execute(&mut **tx).await?;
            let lock = format!("LOCK TABLE {} IN EXCLUSIVE MODE", TABLES.join(", "));
            // Nothing but constants is put together.
            sqlx::query(sqlx::AssertSqlSafe(lock)).execute(&mut **tx).await?;
        }
        Ok(Snapshot(tx))
    }
}

impl Snapshot {
    pub(super) async fn commit(self) -> Result<(), StoreError> {
        self.0.commit().await
    }

    /// The names of all tables, in order.
    pub(super) async fn tables(&mut self) -> Result<Vec<String>, StoreError> {
        const SQLITE: &str =
            "SELECT name FROM sqlite_master WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_'";
        const POSTGRES: &str = "SELECT tablename::TEXT FROM pg_tables WHERE schemaname = current_schema()";
        let mut tables: Vec<String> = match &mut self.0 {
            Tx::Sqlite(tx, _) => sqlx::query_scalar(SQLITE).fetch_all(&mut **tx).await?,
            Tx::Postgres(tx) => sqlx::query_scalar(POSTGRES).fetch_all(&mut **tx).await?,
        };
        tables.sort();
        Ok(tables)
    }

    /// The version of the newest migration that was applied.
    pub(super) async fn schema_version(&mut self) -> Result<i64, StoreError> {
        const VERSION: &str = "SELECT COALESCE(MAX(version), 0) FROM _sqlx_migrations";
        Ok(on_backend!(Tx, &mut self.0, conn => sqlx::query_scalar(VERSION).fetch_one(conn).await)?)
    }

    /// The tables that have rows, whosever they are, and how many.
    pub(super) async fn held_rows(&mut self) -> Result<Vec<(String, i64)>, StoreError> {
        let mut held = Vec::new();
        for table in self.tables().await?.into_iter().filter(|table| table != LEDGER) {
            // The name comes from the database, where anything can be a name.
            let count = format!("SELECT COUNT(*) FROM \"{}\"", table.replace('"', "\"\""));
            let count = sqlx::AssertSqlSafe(count);
            let rows: i64 =
                on_backend!(Tx, &mut self.0, conn => sqlx::query_scalar(count).fetch_one(conn).await)?;
            if rows > 0 {
                held.push((table, rows));
            }
        }
        Ok(held)
    }

    /// The name of each column that is written, what it was declared as, and whether it is of the primary key.
    pub(super) async fn columns(&mut self, table: &str) -> Result<Vec<(String, String, bool)>, StoreError> {
        const SQLITE: &str =
            "SELECT name, type, pk > 0 FROM pragma_table_xinfo($1) WHERE hidden = 0 ORDER BY name";
        const POSTGRES: &str = "SELECT a.attname::TEXT, format_type(a.atttypid, NULL), \
             COALESCE(a.attnum = ANY (i.indkey::SMALLINT[]), FALSE) \
             FROM pg_attribute a LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary \
             WHERE a.attrelid = $1::REGCLASS AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' \
             ORDER BY a.attname::TEXT COLLATE \"C\"";
        Ok(match &mut self.0 {
            Tx::Sqlite(tx, _) => sqlx::query_as(SQLITE).bind(table).fetch_all(&mut **tx).await?,
            Tx::Postgres(tx) => sqlx::query_as(POSTGRES).bind(table).fetch_all(&mut **tx).await?,
        })
    }
}
