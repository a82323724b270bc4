//! The two engines behind one face: which database, its pool, its transactions, its migrations.

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Connection as _, PgConnection, Postgres, Sqlite, Transaction};
use tokio::sync::{Mutex, OwnedMutexGuard};
use tokio::time::timeout;

use crate::StoreError;

/// Runs one body on whichever engine is connected, with `$conn` bound to its connection. A single statement that writes
/// without a [`Tx`] is a `Write`: on SQLite it waits for its turn.
macro_rules! on_backend {
    (Write, $store:expr, $conn:ident => $body:expr) => {{
        let _turn = $store.write_turn().await?;
        $crate::backend::on_backend!(Store, $store, $conn => $body)
    }};
    (Store, $store:expr, $conn:ident => $body:expr) => {
        match $store {
            $crate::Store::Sqlite($conn, _) => $body,
            $crate::Store::Postgres($conn) => $body,
        }
    };
    (Tx, $tx:expr, $conn:ident => $body:expr) => {
        match $tx {
            $crate::Tx::Sqlite(tx, _) => {
                let $conn = &mut **tx;
                $body
            }
            $crate::Tx::Postgres(tx) => {
                let $conn = &mut **tx;
                $body
            }
        }
    };
}
pub(crate) use on_backend;

const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(3);
/// Shorter than the wait for a connection, so that writers in a queue do not keep readers from theirs.
const BUSY_TIMEOUT: Duration = Duration::from_secs(2);
/// For a Postgres that is there but hangs.
const STATEMENT_TIMEOUT: &str = "5s";
/// The default is that of a turning disk, and makes an index look dearer than it is.
const RANDOM_PAGE_COST: &str = "1.1";
const PING_TIMEOUT: Duration = Duration::from_secs(2);
const SQLITE_CONNECTIONS: u32 = 4;
/// Bytes of the file that are read without a call to the system for each page: a search looks at thousands of them.
const SQLITE_MAPPED: &str = "536870912";
const POSTGRES_CONNECTIONS: u32 = 16;

/// Where the data lives: an SQLite file or a Postgres database. May hold a password: `Debug` does not show it.
#[derive(Clone)]
pub enum DatabaseUrl {
    /// An SQLite file, made when missing.
    Sqlite(PathBuf),
    /// A Postgres connection string.
    Postgres(String),
}

/// The scheme of a database address is neither `sqlite:` nor `postgres:`.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("a database address starts with sqlite: or postgres:")]
pub struct UnsupportedDatabase;

impl FromStr for DatabaseUrl {
    type Err = UnsupportedDatabase;

    fn from_str(url: &str) -> Result<Self, UnsupportedDatabase> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            let path = path.split('?').next().unwrap_or(path);
            if path.is_empty() || path == ":memory:" {
                return Err(UnsupportedDatabase);
            }
            return Ok(Self::Sqlite(PathBuf::from(path)));
        }
        if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            return Ok(Self::Postgres(url.to_owned()));
        }
        Err(UnsupportedDatabase)
    }
}

impl std::fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Sqlite(_) => "DatabaseUrl::Sqlite(…)",
            Self::Postgres(_) => "DatabaseUrl::Postgres(…)",
        })
    }
}

/// Who writes next on SQLite: first come, first served, without holding a connection meanwhile. SQLite alone has those that
/// wait ask again and again, whoever came first.
#[derive(Clone, Debug, Default)]
pub struct WriteTurns(Arc<Mutex<()>>);

impl WriteTurns {
    /// Waits for as long as for a connection.
    async fn next(&self) -> Result<OwnedMutexGuard<()>, StoreError> {
        let turn = timeout(ACQUIRE_TIMEOUT, Arc::clone(&self.0).lock_owned()).await;
        Ok(turn.map_err(|_| sqlx::Error::PoolTimedOut)?)
    }
}

/// A pool of connections to the one database.
#[derive(Clone, Debug)]
pub enum Store {
    /// One file, one connection at a time that writes.
    Sqlite(SqlitePool, WriteTurns),
    /// A server that several processes may share.
    Postgres(PgPool),
}

impl Store {
    /// Connects and brings the schema up to date. Several servers may start at once on one Postgres.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] where there is no database, [`StoreError::Migration`] where it holds a schema
    /// this version does not know.
    pub async fn open(url: &DatabaseUrl) -> Result<Self, StoreError> {
        let store = Self::connect(url).await?;
        store.fill_words().await?;
        Ok(store)
    }

    async fn connect(url: &DatabaseUrl) -> Result<Self, StoreError> {
        match url {
            DatabaseUrl::Sqlite(path) => {
                // SQLite gives its other files the rights of this one: it holds hashes of secrets and people's e-mails.
                OpenOptions::new()
                    .append(true)
                    .create(true)
                    .mode(0o600)
                    .open(path)
                    .map_err(sqlx::Error::Io)?;
                let options = SqliteConnectOptions::new()
                    .filename(path)
                    .create_if_missing(true)
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(SqliteSynchronous::Full)
                    .busy_timeout(BUSY_TIMEOUT)
                    .foreign_keys(true)
                    .pragma("mmap_size", SQLITE_MAPPED);
                let pool = SqlitePoolOptions::new()
                    .max_connections(SQLITE_CONNECTIONS)
                    .acquire_timeout(ACQUIRE_TIMEOUT)
                    .connect_with(options)
                    .await?;
                sqlx::migrate!("../../migrations/sqlite").run(&pool).await?;
                Ok(Self::Sqlite(pool, WriteTurns::default()))
            }
            DatabaseUrl::Postgres(url) => {
                let options = PgConnectOptions::from_str(url)?;
                // Without the limit on a statement's time: one of two servers that start at once waits for the other.
                let mut connection = PgConnection::connect_with(&options).await?;
                sqlx::migrate!("../../migrations/postgres").run(&mut connection).await?;
                connection.close().await?;
                let pool = PgPoolOptions::new()
                    .max_connections(POSTGRES_CONNECTIONS)
                    .acquire_timeout(ACQUIRE_TIMEOUT)
                    .connect_with(options.options([
                        ("statement_timeout", STATEMENT_TIMEOUT),
                        ("random_page_cost", RANDOM_PAGE_COST),
                    ]))
                    .await?;
                Ok(Self::Postgres(pool))
            }
        }
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] or [`StoreError::NoAnswer`] when it does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        // A row of the file itself: SQLite answers `SELECT 1` without looking at it.
        const PING: &str = "SELECT kid FROM signing_keys LIMIT 1";
        let ping =
            async { on_backend!(Store, self, pool => sqlx::query(PING).execute(pool).await.map(drop)) };
        timeout(PING_TIMEOUT, ping).await.map_err(|_| StoreError::NoAnswer)??;
        Ok(())
    }

    /// Starts a transaction that will write.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when no connection is to be had in time.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        Ok(match self {
            Self::Sqlite(pool, turns) => {
                let turn = turns.next().await?;
                // An upgrade from read to write fails at once in SQLite, and no busy timeout helps.
                Tx::Sqlite(pool.begin_with("BEGIN IMMEDIATE").await?, turn)
            }
            Self::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }

    /// The turn of a single statement that writes; Postgres needs none.
    pub(crate) async fn write_turn(&self) -> Result<Option<OwnedMutexGuard<()>>, StoreError> {
        match self {
            Self::Sqlite(_, turns) => turns.next().await.map(Some),
            Self::Postgres(_) => Ok(None),
        }
    }

    /// Closes every connection, after the statements under way.
    pub async fn close(&self) {
        on_backend!(Store, self, pool => pool.close().await);
    }
}

/// One transaction; dropped without [`Tx::commit`] it leaves the data as it was.
pub enum Tx {
    /// On SQLite, holding the write lock.
    Sqlite(Transaction<'static, Sqlite>, OwnedMutexGuard<()>),
    /// On Postgres, read committed.
    Postgres(Transaction<'static, Postgres>),
}

impl Tx {
    /// Makes everything done in this transaction last.
    ///
    /// # Errors
    /// A [`StoreError`], with nothing of the transaction kept.
    pub async fn commit(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(tx, _turn) => tx.commit().await?,
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}
