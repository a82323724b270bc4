//! What can go wrong with the database, in the words of the store.

/// A failure of the database or of what it holds. Its text is for the log, never for a caller.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database could not be reached in time.
    #[error("database unavailable")]
    Unavailable(#[source] sqlx::Error),
    /// A statement failed.
    #[error("database statement failed")]
    Statement(#[source] sqlx::Error),
    /// The migrations could not be applied.
    #[error("migrations failed")]
    Migration(#[from] sqlx::migrate::MigrateError),
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

/// SQLSTATEs of a Postgres that goes down, is full, lets nobody in, or has lost the database.
const GONE: [&str; 5] = ["08", "53", "57P", "55000", "3D000"];

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let is_gone = error
            .as_database_error()
            .and_then(|database| database.code())
            .is_some_and(|code| GONE.iter().any(|gone| code.starts_with(gone)));
        if is_gone
            || matches!(error, sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed)
        {
            Self::Unavailable(error)
        } else {
            Self::Statement(error)
        }
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
