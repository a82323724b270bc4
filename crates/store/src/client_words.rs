//! The words that a client is found by: written with the client, and once for those from before there were any.

use domain::search_words;

use crate::backend::on_backend;
use crate::statement::{Statement, Value};
use crate::{OAuthClient, Store, StoreError, Tx};

/// Clients that get their words in one transaction when the store is opened.
const BATCH: &str = "500";

#[derive(sqlx::FromRow)]
struct TextsRow {
    id: String,
    client_id: String,
    name: String,
    description: Option<String>,
}

impl Store {
    /// Gives words to the clients that have none yet: those from before there were any, and those that a server of an
    /// earlier version adds meanwhile. Several servers may do it at once: they wait for each other.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn fill_words(&self) -> Result<(), StoreError> {
        const IS_ANY_LEFT: &str = "SELECT EXISTS (SELECT 1 FROM oauth_clients WHERE NOT has_words)";
        // The condition stands twice because the row may have changed while the statement waited for its lock.
        let claim = [
            "UPDATE oauth_clients SET has_words = TRUE WHERE NOT has_words AND id IN \
             (SELECT id FROM oauth_clients WHERE NOT has_words ORDER BY id LIMIT ",
            BATCH,
            ") RETURNING id, client_id, name, description",
        ]
        .concat();
        while on_backend!(Store, self, pool => sqlx::query_scalar(IS_ANY_LEFT).fetch_one(pool).await)? {
            let mut tx = self.begin().await?;
            let rows: Vec<TextsRow> = on_backend!(Tx, &mut tx, conn => {
                // Nothing but constants is put together.
                sqlx::query_as(sqlx::AssertSqlSafe(claim.as_str())).fetch_all(conn).await
            })?;
            for row in rows {
                tx.add_words(&row.id, [&row.name, &row.client_id, row.description.as_deref().unwrap_or("")])
                    .await?;
            }
            tx.commit().await?;
        }
        Ok(())
    }
}

impl Tx {
    pub(crate) async fn add_client_words(&mut self, client: &OAuthClient) -> Result<(), StoreError> {
        let description = client.description.as_ref().map_or("", |text| text.as_str());
        self.add_words(&client.id, [client.name.as_str(), client.client_id.as_str(), description]).await
    }

    pub(crate) async fn replace_client_words(&mut self, client: &OAuthClient) -> Result<(), StoreError> {
        const REMOVE: &str = "DELETE FROM oauth_client_words WHERE oauth_client_id = $1";
        on_backend!(Tx, self, conn => sqlx::query(REMOVE).bind(&client.id).execute(conn).await.map(drop))?;
        self.add_client_words(client).await
    }

    async fn add_words(&mut self, id: &str, texts: [&str; 3]) -> Result<(), StoreError> {
        let words = search_words(texts);
        let mut insert = Statement::new("INSERT INTO oauth_client_words (oauth_client_id, word) VALUES ");
        let id = insert.placeholder(Value::Text(id));
        for (number, word) in words.iter().enumerate() {
            insert.push(if number == 0 { "(" } else { ", (" });
            insert.push_placeholder(id).push(", ").bind(Value::Text(word)).push(")");
        }
        // A client id is a word at least.
        insert.push(" ON CONFLICT DO NOTHING").execute(self).await
    }
}
