//! Opening a database: the schema brought up to date, and a pool of connections as each engine wants them.

use std::path::Path;
use std::str::FromStr as _;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection as _};

use crate::backend::{ACQUIRE_TIMEOUT, WriteTurns};
use crate::{DatabaseUrl, Store, StoreError};

/// Shorter than the wait for a connection, so that writers in a queue do not keep readers from theirs.
const BUSY_TIMEOUT: Duration = Duration::from_secs(2);
/// For a Postgres that is there but hangs.
const STATEMENT_TIMEOUT: &str = "5s";
/// The default is that of a turning disk, and makes an index look dearer than it is.
const RANDOM_PAGE_COST: &str = "1.1";
const SQLITE_CONNECTIONS: u32 = 4;
/// Bytes of the file that are read without a call to the system for each page: a search looks at thousands of them.
const SQLITE_MAPPED: &str = "536870912";
const POSTGRES_CONNECTIONS: u32 = 16;

/// How an SQLite file that is there is opened by whoever may write.
pub(crate) fn sqlite_options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(BUSY_TIMEOUT)
        .foreign_keys(true)
}

/// How an SQLite file that is there is opened by whoever only reads.
pub(crate) fn sqlite_options_to_read(path: &Path) -> SqliteConnectOptions {
    quiet(SqliteConnectOptions::new().filename(path).read_only(true).busy_timeout(BUSY_TIMEOUT))
}

/// Where statements are about whole tables, that one takes its time is no news.
fn quiet<O: ConnectOptions>(options: O) -> O {
    options.disable_statement_logging()
}

impl Store {
    /// Connects and brings the schema up to date. Several servers may start at once on one database.
    ///
    /// # Errors
    /// Those of [`Store::migrate`].
    pub async fn open(url: &DatabaseUrl) -> Result<Self, StoreError> {
        Self::migrate(url).await?;
        let store = match url {
            DatabaseUrl::Sqlite(path) => Self::sqlite(sqlite_options(path)).await?,
            DatabaseUrl::Postgres(url) => Self::postgres(PgConnectOptions::from_str(url)?).await?,
        };
        store.fill_words().await?;
        Ok(store)
    }

    /// Connects to a database as it is, to read all of it.
    pub(crate) async fn open_to_read(url: &DatabaseUrl) -> Result<Self, StoreError> {
        match url {
            DatabaseUrl::Sqlite(path) => Self::sqlite(sqlite_options_to_read(path)).await,
            DatabaseUrl::Postgres(url) => Self::postgres(quiet(PgConnectOptions::from_str(url)?)).await,
        }
    }

    /// Connects to a database that has its schema, to fill it.
    pub(crate) async fn open_to_fill(url: &DatabaseUrl) -> Result<Self, StoreError> {
        match url {
            DatabaseUrl::Sqlite(path) => Self::sqlite(quiet(sqlite_options(path))).await,
            DatabaseUrl::Postgres(url) => Self::postgres(quiet(PgConnectOptions::from_str(url)?)).await,
        }
    }

    async fn sqlite(options: SqliteConnectOptions) -> Result<Self, StoreError> {
        let pool = SqlitePoolOptions::new()
            .max_connections(SQLITE_CONNECTIONS)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            // On a full disk SQLite rolls back by itself; the driver still counts a transaction and begins no other.
            .before_acquire(|connection, _| Box::pin(async { Ok(!connection.is_in_transaction()) }))
            .connect_with(options.pragma("mmap_size", SQLITE_MAPPED))
            .await?;
        Ok(Self::Sqlite(pool, WriteTurns::default()))
    }

    async fn postgres(options: PgConnectOptions) -> Result<Self, StoreError> {
        let options = options
            .options([("statement_timeout", STATEMENT_TIMEOUT), ("random_page_cost", RANDOM_PAGE_COST)]);
        let pool = PgPoolOptions::new()
            .max_connections(POSTGRES_CONNECTIONS)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .connect_with(options)
            .await?;
        Ok(Self::Postgres(pool))
    }
}
