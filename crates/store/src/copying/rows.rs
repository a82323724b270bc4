//! Reads and writes rows of any table.

use futures_util::TryStreamExt as _;
use sqlx::{AssertSqlSafe, Row as _};

use crate::backend::on_backend;
use crate::{StoreError, Tx};

use super::digest::{Cell, Digesting, TableDigest};
use super::snapshot::Snapshot;
use super::tables::{ColumnKind, Table};

/// Rows of one statement. SQLite looks for each value among all that come before it.
const BATCH: usize = 100;

type Row = Vec<Cell>;

impl Snapshot {
    /// Reads a table in the order of its key, and hands on its rows some at a time.
    pub(super) async fn read(
        &mut self,
        table: &Table,
        mut hand_on: impl AsyncFnMut(&[Row]) -> Result<(), StoreError>,
    ) -> Result<TableDigest, StoreError> {
        let mut digesting = Digesting::new(table);
        let mut batch = Vec::with_capacity(BATCH);
        let select = AssertSqlSafe(self.select(table));
        on_backend!(Tx, &mut self.0, conn => {
            let mut rows = sqlx::query(select).fetch(conn);
            while let Some(row) = rows.try_next().await? {
                let mut cells = Vec::with_capacity(table.columns.len());
                for (place, column) in table.columns.iter().enumerate() {
                    cells.push(match column.kind {
                        ColumnKind::Text => Cell::Text(row.try_get(place)?),
                        ColumnKind::Integer => Cell::Integer(row.try_get(place)?),
                        ColumnKind::Boolean => Cell::Boolean(row.try_get(place)?),
                    });
                }
                digesting.add(&cells);
                batch.push(cells);
                if batch.len() == BATCH {
                    hand_on(&batch).await?;
                    batch.clear();
                }
            }
        });
        if !batch.is_empty() {
            hand_on(&batch).await?;
        }
        Ok(digesting.finish())
    }

    pub(super) async fn digest(&mut self, table: &Table) -> Result<TableDigest, StoreError> {
        self.read(table, async |_| Ok(())).await
    }

    pub(super) async fn write(&mut self, table: &Table, rows: &[Row]) -> Result<(), StoreError> {
        let width = table.columns.len();
        let places: Vec<_> = (0..rows.len())
            .map(|row| {
                let places: Vec<_> = (1..=width).map(|column| format!("${}", row * width + column)).collect();
                format!("({})", places.join(", "))
            })
            .collect();
        let insert =
            format!("INSERT INTO {} ({}) VALUES {}", table.name, table.column_names(), places.join(", "));
        // Nothing but names of the schema and numbers is put together.
        let insert = AssertSqlSafe(insert);
        on_backend!(Tx, &mut self.0, conn => {
            let insert = rows.iter().flatten().fold(sqlx::query(insert), |insert, cell| match cell {
                Cell::Text(text) => insert.bind(text.as_deref()),
                Cell::Integer(number) => insert.bind(*number),
                Cell::Boolean(flag) => insert.bind(*flag),
            });
            insert.execute(conn).await.map(drop)
        })?;
        Ok(())
    }

    /// In the order of the key, byte by byte: Postgres may have another order of letters.
    fn select(&self, table: &Table) -> String {
        let keys: Vec<_> = table
            .columns
            .iter()
            .filter(|column| column.is_key)
            .map(|column| match (&self.0, column.kind) {
                (Tx::Postgres(_), ColumnKind::Text) => format!("\"{}\" COLLATE \"C\"", column.name),
                (Tx::Sqlite(..), ColumnKind::Text) | (_, ColumnKind::Integer | ColumnKind::Boolean) => {
                    format!("\"{}\"", column.name)
                }
            })
            .collect();
        format!("SELECT {} FROM {} ORDER BY {}", table.column_names(), table.name, keys.join(", "))
    }
}
