//! What can go wrong with the database, in the words of the store.

use sqlx::error::DatabaseError;
use sqlx::sqlite::SqliteError;

/// A failure of the database or of what it holds. Its text is for the log, never for a caller.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database could not be reached in time.
    #[error("database unavailable")]
    Unavailable(#[source] sqlx::Error),
    /// The database did not answer in time.
    #[error("database does not answer")]
    NoAnswer,
    /// A statement failed.
    #[error("database statement failed")]
    Statement(#[source] sqlx::Error),
    /// The migrations could not be applied.
    #[error("migrations failed")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// A newer version of the program has changed the schema.
    #[error(
        "the database's schema is version {found}, from a newer Gatehouse, and this one knows {known}: start the newer \
         one, or restore a backup from before"
    )]
    SchemaNewer {
        /// The version of the schema.
        found: i64,
        /// The newest version that this program knows.
        known: i64,
    },
    /// A row holds a value that this version cannot read.
    #[error("{table}.{column} of {id} cannot be read")]
    Corrupt {
        /// The table of the row.
        table: &'static str,
        /// The column that holds the value.
        column: &'static str,
        /// The primary key of the row.
        id: String,
    },
}

/// SQLSTATEs of a Postgres that goes down, is full, lets nobody in, takes too long, has lost the database, or has given
/// up one of two transactions that waited for each other.
const POSTGRES_GONE: [&str; 8] = ["08", "53", "57014", "57P", "55000", "3D000", "40001", "40P01"];
/// Primary result codes of an SQLite whose file is locked (5, 6), cannot be read or written (8, 10, 13, 14), or is no
/// database (26).
const SQLITE_GONE: [u32; 7] = [5, 6, 8, 10, 13, 14, 26];

impl StoreError {
    /// Whether to try again later is all that helps.
    pub fn is_unavailable(&self) -> bool {
        match self {
            Self::Unavailable(_) | Self::NoAnswer => true,
            Self::Statement(_) | Self::Migration(_) | Self::SchemaNewer { .. } | Self::Corrupt { .. } => {
                false
            }
        }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let is_gone = match &error {
            sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed => true,
            sqlx::Error::Database(cause) => is_gone(cause.as_ref()),
            _ => false,
        };
        if is_gone { Self::Unavailable(error) } else { Self::Statement(error) }
    }
}

fn is_gone(cause: &dyn DatabaseError) -> bool {
    let code = cause.code().unwrap_or_default();
    if cause.try_downcast_ref::<SqliteError>().is_some() {
        // The low byte of an extended result code is the primary one.
        return code.parse::<u32>().is_ok_and(|code| SQLITE_GONE.contains(&(code & 0xff)));
    }
    POSTGRES_GONE.iter().any(|gone| code.starts_with(gone))
}

/// Whether a statement was carried out, rather than refused for a constraint that was to be expected.
pub(crate) fn unless_violated(
    done: Result<(), sqlx::Error>,
    is_expected: impl FnOnce(&dyn DatabaseError) -> bool,
) -> Result<bool, StoreError> {
    match done {
        Ok(()) => Ok(true),
        Err(sqlx::Error::Database(cause)) if is_expected(cause.as_ref()) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// A row's key and table, to name the place of a value that cannot be read.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) table: &'static str,
    pub(crate) id: &'a str,
}

impl Place<'_> {
    pub(crate) fn corrupt(self, column: &'static str) -> StoreError {
        StoreError::Corrupt { table: self.table, column, id: self.id.to_owned() }
    }
}
