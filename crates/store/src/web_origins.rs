//! The web origins of OAuth clients, so that one can be asked for.

use domain::Status;

use crate::backend::on_backend;
use crate::{OAuthClient, Store, StoreError, Tx};

impl Store {
    /// Whether an enabled client registered `origin`.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn is_registered_origin(&self, origin: &str) -> Result<bool, StoreError> {
        // Not a join, which a planner may begin with every client of this status.
        const EXISTS: &str = "SELECT EXISTS (SELECT 1 FROM oauth_client_web_origins o WHERE o.origin = $1 \
             AND (SELECT c.status FROM oauth_clients c WHERE c.id = o.oauth_client_id) = $2)";
        Ok(on_backend!(Store, self, pool => sqlx::query_scalar(EXISTS)
            .bind(origin)
            .bind(Status::Enabled.as_str())
            .fetch_one(pool)
            .await)?)
    }
}

impl Tx {
    /// Adds the origins of a new client.
    pub(crate) async fn add_client_origins(&mut self, client: &OAuthClient) -> Result<(), StoreError> {
        const INSERT: &str = "INSERT INTO oauth_client_web_origins (origin, oauth_client_id) VALUES ($1, $2) \
             ON CONFLICT (origin, oauth_client_id) DO NOTHING";
        for origin in &client.web_origins {
            on_backend!(Tx, self, conn => sqlx::query(INSERT)
                .bind(origin.as_str())
                .bind(&client.id)
                .execute(conn)
                .await
                .map(drop))?;
        }
        Ok(())
    }

    /// Writes the origins of a client anew.
    pub(crate) async fn replace_client_origins(&mut self, client: &OAuthClient) -> Result<(), StoreError> {
        const REMOVE: &str = "DELETE FROM oauth_client_web_origins WHERE oauth_client_id = $1";
        on_backend!(Tx, self, conn => sqlx::query(REMOVE).bind(&client.id).execute(conn).await.map(drop))?;
        self.add_client_origins(client).await
    }
}
