//! The one name space of client ids: each belongs to an OAuth client or to a service principal, its holder.

use domain::ClientId;

use crate::backend::on_backend;
use crate::{StoreError, Tx};

impl Tx {
    /// Takes a client id for a client or principal that is about to be added; says whether it was free. Of two that want
    /// it at once the second waits for the first.
    pub(crate) async fn reserve_client_id(
        &mut self,
        client_id: &ClientId,
        holder_id: &str,
    ) -> Result<bool, StoreError> {
        const RESERVE: &str = "INSERT INTO client_ids (client_id, holder_id) VALUES ($1, $2) \
             ON CONFLICT (client_id) DO NOTHING";
        let reserved = on_backend!(Tx, self, conn => sqlx::query(RESERVE)
            .bind(client_id.as_str())
            .bind(holder_id)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(reserved == 1)
    }

    /// Gives a client id back, and removes what belongs to its holder: secrets, refused requests and roles.
    pub(crate) async fn free_client_id(&mut self, client_id: &str) -> Result<(), StoreError> {
        const FREE: &str = "DELETE FROM client_ids WHERE client_id = $1";
        on_backend!(Tx, self, conn => sqlx::query(FREE).bind(client_id).execute(conn).await.map(drop))?;
        Ok(())
    }
}
