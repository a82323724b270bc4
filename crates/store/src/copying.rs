//! Moves an installation to another database: every row, in one transaction, read back and compared before it counts.

mod digest;
mod rows;
mod snapshot;
mod tables;

use crate::migrations::{LEDGER, known_version};
use crate::{DatabaseUrl, Store, StoreError};

use digest::TableDigest;
use snapshot::Snapshot;
use tables::{TABLES, Table};

/// A table that came out the same in both databases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopiedTable {
    /// Its name.
    pub name: &'static str,
    /// How many rows it has.
    pub rows: u64,
    /// SHA-256 of them in the order of their keys, in hexadecimal digits: the same on every engine.
    pub digest: String,
}

/// Why nothing was copied. The target has no rows then.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// The database to read failed.
    #[error("cannot read the source")]
    Source(#[source] StoreError),
    /// The database to write failed.
    #[error("cannot write the target")]
    Target(#[source] StoreError),
    /// One of the two failed at a table.
    #[error("cannot copy the table {table}")]
    Table {
        /// The table.
        table: &'static str,
        /// Why not.
        #[source]
        source: StoreError,
    },
    /// The source is some other database.
    #[error("the source holds no Gatehouse")]
    SourceEmpty,
    /// The source has another schema than this program; only reading it, the copy must not change that.
    #[error("the source's schema is version {found}, and this Gatehouse copies version {known}: {}", way_out(*.found, *.known))]
    SourceSchema {
        /// The version of its schema.
        found: i64,
        /// The version that this program knows.
        known: i64,
    },
    /// The target is in use.
    #[error("the target is not empty, it holds {held}: give an empty database")]
    TargetInUse {
        /// Its tables that have rows, and how many.
        held: String,
    },
    /// What was read back from the target was not what was written.
    #[error("the table {table} came out differently in the target, which was left empty")]
    Different {
        /// The table.
        table: &'static str,
    },
    /// Somebody wrote to the source while it was copied.
    #[error(
        "the source was written to meanwhile ({tables}), so the target was left empty: stop every server on the \
         source and copy again"
    )]
    SourceChanged {
        /// The tables that are not what was copied.
        tables: String,
    },
}

fn way_out(found: i64, known: i64) -> &'static str {
    if found < known { "run gatehouse migrate on it first" } else { "copy with the newer version" }
}

/// Copies everything from one database to another, empty one, whichever engines they are; `tell` hears of each table.
/// Nothing counts in the target before all of it was compared, and the source was seen not to have changed meanwhile.
///
/// # Errors
/// A [`CopyError`], with no row left in the target.
pub async fn copy(
    from: &DatabaseUrl,
    to: &DatabaseUrl,
    mut tell: impl FnMut(CopiedTable),
) -> Result<(), CopyError> {
    let source = Store::open_to_read(from).await.map_err(CopyError::Source)?;
    check_source(&source).await?;
    let target = empty_target(to).await?;
    let mut writing = target.begin_copy().await.map_err(CopyError::Target)?;
    // Once more: nobody can write to it any longer.
    refuse_rows(writing.held_rows().await.map_err(CopyError::Target)?)?;

    let mut reading = source.snapshot().await.map_err(CopyError::Source)?;
    let mut copied = Vec::with_capacity(TABLES.len());
    for name in TABLES {
        let at = |source| CopyError::Table { table: name, source };
        let table = Table::of(name, &mut reading).await.map_err(at)?;
        let read = reading.read(&table, async |rows| writing.write(&table, rows).await).await.map_err(at)?;
        let written = writing.digest(&table).await.map_err(at)?;
        if read != written {
            return Err(CopyError::Different { table: name });
        }
        tell(CopiedTable { name, rows: read.rows, digest: read.to_string() });
        copied.push((table, read));
    }
    drop(reading);
    refuse_changes(&source, &copied).await?;
    writing.commit().await.map_err(CopyError::Target)?;
    source.close().await;
    target.close().await;
    Ok(())
}

async fn check_source(source: &Store) -> Result<(), CopyError> {
    let mut snapshot = source.snapshot().await.map_err(CopyError::Source)?;
    let tables = snapshot.tables().await.map_err(CopyError::Source)?;
    if !tables.iter().any(|table| table == LEDGER) {
        return Err(CopyError::SourceEmpty);
    }
    let (found, known) = (snapshot.schema_version().await.map_err(CopyError::Source)?, known_version());
    if found != known {
        return Err(CopyError::SourceSchema { found, known });
    }
    Ok(())
}

/// The target with its schema. What is in use is refused as it is, before its schema is touched.
async fn empty_target(to: &DatabaseUrl) -> Result<Store, CopyError> {
    if to.is_there() {
        let store = Store::open_to_read(to).await.map_err(CopyError::Target)?;
        let mut snapshot = store.snapshot().await.map_err(CopyError::Target)?;
        refuse_rows(snapshot.held_rows().await.map_err(CopyError::Target)?)?;
        drop(snapshot);
        store.close().await;
    }
    Store::migrate(to).await.map_err(CopyError::Target)?;
    Store::open_to_fill(to).await.map_err(CopyError::Target)
}

fn refuse_rows(held: Vec<(String, i64)>) -> Result<(), CopyError> {
    if held.is_empty() {
        return Ok(());
    }
    let held: Vec<_> = held.iter().map(|(table, rows)| format!("{table} ({rows})")).collect();
    Err(CopyError::TargetInUse { held: held.join(", ") })
}

async fn refuse_changes(source: &Store, copied: &[(Table, TableDigest)]) -> Result<(), CopyError> {
    let mut now: Snapshot = source.snapshot().await.map_err(CopyError::Source)?;
    let mut changed = Vec::new();
    for (table, read) in copied {
        let digest = now.digest(table).await;
        if digest.map_err(|source| CopyError::Table { table: table.name, source })? != *read {
            changed.push(table.name);
        }
    }
    if changed.is_empty() { Ok(()) } else { Err(CopyError::SourceChanged { tables: changed.join(", ") }) }
}
