//! Brings a database's schema up to date: each migration is one transaction together with the note that it was applied,
//! and one process at a time applies them.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::str::FromStr as _;

use sqlx::migrate::{Migrate, MigrateError, Migrator};
use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection as _, PgConnection, SqliteConnection};
use tokio::task::spawn_blocking;

use crate::opening::sqlite_options;
use crate::{DatabaseUrl, Store, StoreError};

static SQLITE: Migrator = sqlx::migrate!("../../migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("../../migrations/postgres");
/// Where sqlx notes which migrations were applied.
pub(crate) const LEDGER: &str = "_sqlx_migrations";

/// A migration that was applied just now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppliedMigration {
    /// Its number, which is the version of the schema after it.
    pub version: i64,
    /// What it is about, in a few words.
    pub name: String,
}

/// The version of the schema that this program works with.
pub(crate) fn known_version() -> i64 {
    SQLITE.iter().map(|migration| migration.version).max().unwrap_or_default()
}

impl Store {
    /// Brings the schema up to date, and says what there was to do. Several may do it at once: one does, the others wait
    /// and find it done. A migration that was interrupted left nothing behind.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] where there is no database, [`StoreError::SchemaNewer`] where a newer version of the
    /// program was here, [`StoreError::Migration`] where a migration fails or is not the one that was applied.
    pub async fn migrate(url: &DatabaseUrl) -> Result<Vec<AppliedMigration>, StoreError> {
        match url {
            DatabaseUrl::Sqlite(path) => {
                let _turn = turn_at(path).await.map_err(sqlx::Error::Io)?;
                make(path).map_err(sqlx::Error::Io)?;
                let mut connection = SqliteConnection::connect_with(&sqlite_options(path)).await?;
                let applied = bring_up_to_date(&mut connection, &SQLITE).await?;
                connection.close().await?;
                Ok(applied)
            }
            DatabaseUrl::Postgres(url) => {
                // That the ledger is there already is no news.
                let options = PgConnectOptions::from_str(url)?.options([("client_min_messages", "warning")]);
                // Without the limit on a statement's time: one of two servers that start at once waits for the other.
                let mut connection = PgConnection::connect_with(&options).await?;
                let applied = bring_up_to_date(&mut connection, &POSTGRES).await?;
                connection.close().await?;
                Ok(applied)
            }
        }
    }
}

/// Waits until nobody else makes or migrates a database in this directory. SQLite itself fails at once where two change
/// the same file to its write-ahead log. The lock goes with the file, also when the process is killed.
async fn turn_at(path: &Path) -> io::Result<File> {
    let directory = match path.parent() {
        Some(directory) if !directory.as_os_str().is_empty() => directory,
        _ => Path::new("."),
    };
    let directory = File::open(directory)?;
    spawn_blocking(move || directory.lock().map(|()| directory)).await.map_err(io::Error::other)?
}

/// Makes the file where there is none. SQLite gives its other files the rights of this one: it holds hashes of secrets
/// and people's e-mails. One that is there is not opened: to close it would give up the locks that this process has on it.
fn make(path: &Path) -> io::Result<()> {
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        made => made.map(drop),
    }
}

/// A connection that this fails on is to be closed: on Postgres it may hold the lock that others wait for.
async fn bring_up_to_date<C: Migrate>(
    connection: &mut C,
    known: &Migrator,
) -> Result<Vec<AppliedMigration>, StoreError> {
    connection.lock().await?;
    connection.ensure_migrations_table(LEDGER).await?;
    let done = connection.list_applied_migrations(LEDGER).await?;
    if let Some(unknown) = done.iter().find(|done| !known.version_exists(done.version)) {
        let found = done.iter().map(|done| done.version).max().unwrap_or_default();
        if found > known_version() {
            return Err(StoreError::SchemaNewer { found, known: known_version() });
        }
        return Err(MigrateError::VersionMissing(unknown.version).into());
    }
    let mut applied = Vec::new();
    for migration in known.iter() {
        match done.iter().find(|done| done.version == migration.version) {
            Some(done) if done.checksum != migration.checksum => {
                return Err(MigrateError::VersionMismatch(migration.version).into());
            }
            Some(_) => {}
            None => {
                connection.apply(LEDGER, migration).await?;
                let name = migration.description.clone().into_owned();
                applied.push(AppliedMigration { version: migration.version, name });
            }
        }
    }
    connection.unlock().await?;
    Ok(applied)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_migration_that_is_cut_off_leaves_nothing_behind() {
        for migration in SQLITE.iter().chain(POSTGRES.iter()) {
            assert!(!migration.no_tx, "{} is no transaction", migration.version);
        }
    }
}
