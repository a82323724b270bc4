//! A statement put together from parts, where there are too many shapes to write each down.

use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, FromRow, Row as _};

use crate::backend::on_backend;
use crate::{Store, StoreError, Tx};

/// What a placeholder stands for.
#[derive(Clone, Debug)]
pub(crate) enum Value<'a> {
    Text(&'a str),
    Owned(String),
    Number(i64),
}

/// The place of a value in a statement.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Placeholder(usize);

/// The text of a statement, which comes from the program only, and its values, which come from anywhere.
#[derive(Clone, Debug)]
pub(crate) struct Statement<'a> {
    sql: String,
    values: Vec<Value<'a>>,
}

macro_rules! bound {
    ($query:expr, $values:expr) => {
        $values.iter().fold($query, |query, value| match value {
            Value::Text(text) => query.bind(*text),
            Value::Owned(text) => query.bind(text.as_str()),
            Value::Number(number) => query.bind(*number),
        })
    };
}

impl<'a> Statement<'a> {
    pub(crate) fn new(sql: &'static str) -> Self {
        Self { sql: sql.to_owned(), values: Vec::new() }
    }

    pub(crate) fn push(&mut self, sql: &'static str) -> &mut Self {
        self.sql.push_str(sql);
        self
    }

    /// Written out, so that Postgres plans for this number.
    pub(crate) fn push_number(&mut self, number: u16) -> &mut Self {
        self.sql.push_str(&number.to_string());
        self
    }

    /// Writes a placeholder for `value`.
    pub(crate) fn bind(&mut self, value: Value<'a>) -> &mut Self {
        let placeholder = self.placeholder(value);
        self.push_placeholder(placeholder)
    }

    /// Keeps `value` for a placeholder that is written more than once.
    pub(crate) fn placeholder(&mut self, value: Value<'a>) -> Placeholder {
        self.values.push(value);
        Placeholder(self.values.len())
    }

    pub(crate) fn push_placeholder(&mut self, Placeholder(number): Placeholder) -> &mut Self {
        self.sql.push('$');
        self.sql.push_str(&number.to_string());
        self
    }

    /// Writes placeholders for `texts`, as what `IN` wants; at least one.
    pub(crate) fn push_list(&mut self, texts: &[&'a str]) -> &mut Self {
        for (number, text) in texts.iter().enumerate() {
            self.push(if number == 0 { "(" } else { ", " }).bind(Value::Text(text));
        }
        self.push(")")
    }

    pub(crate) async fn rows<R>(&self, store: &Store) -> Result<Vec<R>, StoreError>
    where
        R: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin,
    {
        // `push` takes constants only.
        let sql = AssertSqlSafe(self.sql.as_str());
        Ok(on_backend!(Store, store, pool => bound!(sqlx::query_as(sql), self.values).fetch_all(pool).await)?)
    }

    pub(crate) async fn execute(&self, tx: &mut Tx) -> Result<(), StoreError> {
        // `push` takes constants only.
        let sql = AssertSqlSafe(self.sql.as_str());
        on_backend!(Tx, tx, conn => bound!(sqlx::query(sql), self.values).execute(conn).await.map(drop))?;
        Ok(())
    }

    /// How the database goes about it, line by line, in its own words.
    pub(crate) async fn plan(&self, store: &Store) -> Result<Vec<String>, StoreError> {
        // `push` takes constants only.
        let explained = |explain: &str| AssertSqlSafe([explain, self.sql.as_str()].concat());
        Ok(match store {
            Store::Sqlite(pool, _) => bound!(sqlx::query(explained("EXPLAIN QUERY PLAN ")), self.values)
                .fetch_all(pool)
                .await?
                .iter()
                .map(|row| row.get("detail"))
                .collect(),
            Store::Postgres(pool) => bound!(sqlx::query(explained("EXPLAIN (COSTS FALSE) ")), self.values)
                .fetch_all(pool)
                .await?
                .iter()
                .map(|row| row.get(0))
                .collect(),
        })
    }
}
