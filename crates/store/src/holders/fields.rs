//! What a client or principal was, when it is removed.

use domain::HolderKind;

use super::Holder;
use crate::backend::on_backend;
use crate::{ClientFields, StoreError, Tx};

/// The fields of a service principal as they are stored.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
#[expect(missing_docs, reason = "the fields of `Principal`")]
pub struct PrincipalFields {
    pub name: String,
    pub client_id: String,
    pub security_type: String,
    pub environment: String,
    pub accepts_endpoint_audience: bool,
    pub status: String,
}

/// The fields of what had a client id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HolderFields {
    /// An OAuth client's.
    OAuthClient(ClientFields),
    /// A service principal's.
    ServicePrincipal(PrincipalFields),
}

impl Tx {
    /// Removes a client or principal that this transaction has locked, with all that belongs to it, and frees its name and
    /// its client id. The audit trail stays. Says what its fields were.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn delete_holder(&mut self, holder: &Holder) -> Result<HolderFields, StoreError> {
        let fields = match holder.kind {
            HolderKind::OAuthClient => HolderFields::OAuthClient(self.delete_client(&holder.id).await?),
            HolderKind::ServicePrincipal => {
                HolderFields::ServicePrincipal(self.delete_principal(&holder.id).await?)
            }
        };
        self.free_client_id(&holder.client_id).await?;
        Ok(fields)
    }

    async fn delete_principal(&mut self, id: &str) -> Result<PrincipalFields, StoreError> {
        const READ: &str = "SELECT p.name, p.client_id, p.security_type, e.name AS environment, \
             p.accepts_endpoint_audience, p.status FROM service_principals p \
             JOIN environments e ON e.id = p.environment_id WHERE p.id = $1";
        const DELETE: &str = "DELETE FROM service_principals WHERE id = $1";
        let fields = on_backend!(Tx, self, conn => sqlx::query_as(READ).bind(id).fetch_one(conn).await)?;
        on_backend!(Tx, self, conn => sqlx::query(DELETE).bind(id).execute(conn).await.map(drop))?;
        Ok(fields)
    }
}
