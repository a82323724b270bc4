//! Writes a copy of an SQLite database to a file while servers run.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use sqlx::{Connection as _, SqliteConnection};

use crate::opening::sqlite_options_to_read;
use crate::{DatabaseUrl, StoreError};

/// Why there is no backup. The file is not there then.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// Postgres has its own tool.
    #[error(
        "gatehouse backup is for SQLite: a Postgres database is backed up with pg_dump, as docs/operating.md says \
         under \"Backup and restore\""
    )]
    Postgres,
    /// There is no database.
    #[error("there is no database at {0}")]
    NoDatabase(PathBuf),
    /// The file is there already.
    #[error("{0} is there already: give the name of a new file")]
    FileExists(PathBuf),
    /// Another backup has begun to write under this name.
    #[error("{0} is there: another backup is being written, or one was interrupted; remove it then")]
    DraftExists(PathBuf),
    /// The file cannot be written.
    #[error("cannot write {path}")]
    File {
        /// The file.
        path: PathBuf,
        /// Why not.
        #[source]
        source: io::Error,
    },
    /// The database failed, or the copy could not be written.
    #[error("cannot copy the database")]
    Store(#[from] StoreError),
    /// The copy is not a sound database.
    #[error("the copy is damaged, and with it perhaps the database: {0}")]
    Damaged(String),
}

/// Writes a copy of the database as it is at one moment; servers read and write on meanwhile. The file gets its name when
/// it is complete, checked and on the disk. Gives its size in bytes.
///
/// # Errors
/// A [`BackupError`], with no file of that name.
pub async fn back_up(database: &DatabaseUrl, file: &Path) -> Result<u64, BackupError> {
    let DatabaseUrl::Sqlite(database) = database else { return Err(BackupError::Postgres) };
    if !database.exists() {
        return Err(BackupError::NoDatabase(database.clone()));
    }
    if file.symlink_metadata().is_ok() {
        return Err(BackupError::FileExists(file.to_owned()));
    }
    let draft = draft_of(file);
    let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft);
    made.map_err(|source| match source.kind() {
        io::ErrorKind::AlreadyExists => BackupError::DraftExists(draft.clone()),
        _ => BackupError::File { path: draft.clone(), source },
    })?;
    let written = write(database, &draft, file).await;
    // Where it was given its name, it has two; where it was not, it is of no use.
    let removed = fs::remove_file(&draft).and_then(|()| sync_directory(file));
    let size = written?;
    removed.map_err(|source| BackupError::File { path: draft, source })?;
    Ok(size)
}

fn draft_of(file: &Path) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(".part");
    PathBuf::from(name)
}

async fn write(database: &Path, draft: &Path, file: &Path) -> Result<u64, BackupError> {
    fill(database, draft).await?;
    let failed = |source| BackupError::File { path: file.to_owned(), source };
    let copy = File::open(draft).map_err(failed)?;
    copy.sync_all().map_err(failed)?;
    let size = copy.metadata().map_err(failed)?.len();
    // Unlike a renaming, it replaces nothing.
    fs::hard_link(draft, file).map_err(|source| match source.kind() {
        io::ErrorKind::AlreadyExists => BackupError::FileExists(file.to_owned()),
        _ => failed(source),
    })?;
    Ok(size)
}

async fn fill(database: &Path, draft: &Path) -> Result<(), BackupError> {
    /// One transaction that reads: whoever writes waits for nothing.
    const COPY: &str = "VACUUM INTO $1";
    const CHECK: &str = "PRAGMA integrity_check(1)";
    let unusable = |source| BackupError::File { path: draft.to_owned(), source };
    // Beginning with `file:` it would be a URI.
    let name = std::path::absolute(draft).map_err(unusable)?;
    let name = name.to_str().ok_or_else(|| unusable(io::ErrorKind::InvalidFilename.into()))?;
    let mut connection =
        SqliteConnection::connect_with(&sqlite_options_to_read(database)).await.map_err(StoreError::from)?;
    sqlx::query(COPY).bind(name).execute(&mut connection).await.map_err(StoreError::from)?;
    connection.close().await.map_err(StoreError::from)?;

    let mut copy =
        SqliteConnection::connect_with(&sqlite_options_to_read(draft)).await.map_err(StoreError::from)?;
    let verdict: String = sqlx::query_scalar(CHECK).fetch_one(&mut copy).await.map_err(StoreError::from)?;
    copy.close().await.map_err(StoreError::from)?;
    if verdict == "ok" { Ok(()) } else { Err(BackupError::Damaged(verdict)) }
}

/// A name is on the disk when its directory is.
fn sync_directory(file: &Path) -> io::Result<()> {
    match file.parent() {
        Some(directory) if !directory.as_os_str().is_empty() => File::open(directory)?.sync_all(),
        _ => File::open(".")?.sync_all(),
    }
}
