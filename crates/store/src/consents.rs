//! What people agreed to, so that they are asked once.

use domain::Scopes;

use crate::backend::on_backend;
use crate::error::Place;
use crate::{Store, StoreError, Tx};

/// A person lets a client act for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// The person.
    pub portal_user_id: String,
    /// The client.
    pub oauth_client_id: String,
    /// What they agree to.
    pub scopes: Scopes,
    /// Epoch seconds.
    pub given_at: i64,
}

/// What a person agreed to before and after they agreed to something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentChange {
    /// Before; nothing where they were never asked.
    pub before: Scopes,
    /// After.
    pub after: Scopes,
}

impl Store {
    /// What a person agreed to, all told; absent where they were never asked.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn consent(
        &self,
        portal_user_id: &str,
        oauth_client_id: &str,
    ) -> Result<Option<Scopes>, StoreError> {
        const FIND: &str = "SELECT scope FROM consents WHERE portal_user_id = $1 AND oauth_client_id = $2";
        let scope: Option<String> = on_backend!(Store, self, pool => sqlx::query_scalar(FIND)
            .bind(portal_user_id)
            .bind(oauth_client_id)
            .fetch_optional(pool)
            .await)?;
        scope.map(|scope| read(&scope, portal_user_id)).transpose()
    }
}

impl Tx {
    /// Adds what a person agrees to now to what they agreed to before. Of two that arrive at once the second waits for
    /// the first and adds to that.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn add_consent(&mut self, consent: &Consent) -> Result<ConsentChange, StoreError> {
        const HOLD: &str = "INSERT INTO consents (portal_user_id, oauth_client_id, scope, given_at) \
             VALUES ($1, $2, '', $3) ON CONFLICT (portal_user_id, oauth_client_id) \
             DO UPDATE SET given_at = excluded.given_at RETURNING scope";
        const WRITE: &str =
            "UPDATE consents SET scope = $3 WHERE portal_user_id = $1 AND oauth_client_id = $2";
        let scope: String = on_backend!(Tx, self, conn => sqlx::query_scalar(HOLD)
            .bind(&consent.portal_user_id)
            .bind(&consent.oauth_client_id)
            .bind(consent.given_at)
            .fetch_one(conn)
            .await)?;
        let before = read(&scope, &consent.portal_user_id)?;
        let after = before.union(&consent.scopes);
        on_backend!(Tx, self, conn => sqlx::query(WRITE)
            .bind(&consent.portal_user_id)
            .bind(&consent.oauth_client_id)
            .bind(after.to_string())
            .execute(conn)
            .await
            .map(drop))?;
        Ok(ConsentChange { before, after })
    }
}

fn read(scope: &str, portal_user_id: &str) -> Result<Scopes, StoreError> {
    let place = Place { table: "consents", id: portal_user_id };
    Scopes::parse(scope).map_err(|_| place.corrupt("scope"))
}
