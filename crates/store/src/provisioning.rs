//! Requests to make an identity provider know a client: the newest of each client.

use crate::backend::on_backend;
use crate::{StoreError, Tx};

impl Tx {
    /// Notes that a connector has begun to provision a client, whatever became of the request before.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn begin_provisioning(
        &mut self,
        oauth_client_id: &str,
        connector: &str,
        now: i64,
    ) -> Result<(), StoreError> {
        const BEGIN: &str = "INSERT INTO provisioning_requests (oauth_client_id, connector, state, started_at) \
             VALUES ($1, $2, 'in_progress', $3) ON CONFLICT (oauth_client_id) DO UPDATE SET \
             connector = excluded.connector, state = excluded.state, started_at = excluded.started_at, \
             finished_at = NULL";
        // An edit under way has seen that nothing is in progress: it ends first.
        const LOCK: &str = "UPDATE oauth_clients SET version = version WHERE id = $1";
        on_backend!(Tx, self, conn => sqlx::query(LOCK).bind(oauth_client_id).execute(conn).await.map(drop))?;
        on_backend!(Tx, self, conn => sqlx::query(BEGIN)
            .bind(oauth_client_id)
            .bind(connector)
            .bind(now)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Notes that the request under way is finished; does nothing where there is none.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn finish_provisioning(&mut self, oauth_client_id: &str, now: i64) -> Result<(), StoreError> {
        const FINISH: &str = "UPDATE provisioning_requests SET state = 'finished', finished_at = $2 \
             WHERE oauth_client_id = $1 AND state = 'in_progress'";
        on_backend!(Tx, self, conn => sqlx::query(FINISH)
            .bind(oauth_client_id)
            .bind(now)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }

    pub(crate) async fn is_in_progress(&mut self, oauth_client_id: &str) -> Result<bool, StoreError> {
        const IS_IN_PROGRESS: &str = "SELECT EXISTS (SELECT 1 FROM provisioning_requests \
             WHERE oauth_client_id = $1 AND state = 'in_progress')";
        Ok(on_backend!(Tx, self, conn => sqlx::query_scalar(IS_IN_PROGRESS)
            .bind(oauth_client_id)
            .fetch_one(conn)
            .await)?)
    }
}
