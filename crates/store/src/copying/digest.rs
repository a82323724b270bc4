//! Rows as bytes that say the same on every engine, and what stands for a whole table of them.

use std::fmt;

use aws_lc_rs::digest::{Context, Digest, SHA256};

use super::tables::Table;

/// One value of a row.
#[derive(Clone, Debug)]
pub(super) enum Cell {
    Text(Option<String>),
    Integer(Option<i64>),
    Boolean(Option<bool>),
}

/// How many rows a table has, and which.
#[derive(Clone, Debug)]
pub(super) struct TableDigest {
    pub(super) rows: u64,
    digest: Digest,
}

impl PartialEq for TableDigest {
    fn eq(&self, other: &Self) -> bool {
        self.rows == other.rows && self.digest.as_ref() == other.digest.as_ref()
    }
}

impl fmt::Display for TableDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.digest.as_ref().iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A digest that is being made, row by row.
pub(super) struct Digesting {
    rows: u64,
    context: Context,
}

impl Digesting {
    /// Begins with the names of the columns.
    pub(super) fn new(table: &Table) -> Self {
        let mut digesting = Self { rows: 0, context: Context::new(&SHA256) };
        for column in &table.columns {
            digesting.add_text(&column.name);
        }
        digesting
    }

    /// Every value begins with its kind, and a text with its length: no two rows are the same bytes.
    pub(super) fn add(&mut self, row: &[Cell]) {
        self.rows += 1;
        for cell in row {
            match cell {
                Cell::Text(None) | Cell::Integer(None) | Cell::Boolean(None) => self.context.update(b"N"),
                Cell::Text(Some(text)) => self.add_text(text),
                Cell::Integer(Some(number)) => {
                    self.context.update(b"I");
                    self.context.update(&number.to_be_bytes());
                }
                Cell::Boolean(Some(flag)) => self.context.update(if *flag { b"T" } else { b"F" }),
            }
        }
    }

    fn add_text(&mut self, text: &str) {
        self.context.update(b"S");
        self.context.update(&(text.len() as u64).to_be_bytes());
        self.context.update(text.as_bytes());
    }

    pub(super) fn finish(self) -> TableDigest {
        TableDigest { rows: self.rows, digest: self.context.finish() }
    }
}
