//! The two engines behind one face: which database, its pool, its transactions.

use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use sqlx::postgres::PgPool;
use sqlx::sqlite::SqlitePool;
use sqlx::{Postgres, Sqlite, Transaction};
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

pub(crate) const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(3);
const PING_TIMEOUT: Duration = Duration::from_secs(2);

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

impl DatabaseUrl {
    /// Whether there is something to connect to: an SQLite file may still have to be made.
    pub(crate) fn is_there(&self) -> bool {
        match self {
            Self::Sqlite(path) => path.exists(),
            Self::Postgres(_) => true,
        }
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
    pub(crate) async fn next(&self) -> Result<OwnedMutexGuard<()>, StoreError> {
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
