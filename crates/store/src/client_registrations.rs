//! The clients that programs registered (RFC 7591), and the tokens with which those look after them (RFC 7592 §1). A token
//! is stored as its SHA-256 only, and no longer once an administrator has disabled its client.

use domain::ClientAuthMethod;

use crate::backend::on_backend;
use crate::error::Place;
use crate::{Store, StoreError, Tx};

/// That a program registered a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientRegistration {
    /// Primary key of the client.
    pub oauth_client_id: String,
    /// What the client was registered with.
    pub initial_access_token_id: String,
    /// The `token_endpoint_auth_method` of RFC 7591 §2 that was asked for last.
    pub auth_method: ClientAuthMethod,
    /// Epoch seconds.
    pub registered_at: i64,
}

#[derive(sqlx::FromRow)]
struct ClientRegistrationRow {
    oauth_client_id: String,
    initial_access_token_id: String,
    auth_method: String,
    registered_at: i64,
}

impl TryFrom<ClientRegistrationRow> for ClientRegistration {
    type Error = StoreError;

    fn try_from(row: ClientRegistrationRow) -> Result<Self, StoreError> {
        let place = Place { table: "client_registrations", id: &row.oauth_client_id };
        Ok(Self {
            auth_method: ClientAuthMethod::parse(&row.auth_method)
                .ok_or_else(|| place.corrupt("auth_method"))?,
            oauth_client_id: row.oauth_client_id,
            initial_access_token_id: row.initial_access_token_id,
            registered_at: row.registered_at,
        })
    }
}

/// Who registered a client.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct RegisteredWith {
    /// What people call the initial access token.
    pub token_name: String,
    /// Epoch seconds.
    pub registered_at: i64,
}

impl Store {
    /// The registration of the client that is looked after with the token of this digest.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn registration_of_token(
        &self,
        token_digest: &str,
    ) -> Result<Option<ClientRegistration>, StoreError> {
        const FIND: &str = "SELECT oauth_client_id, initial_access_token_id, auth_method, registered_at \
             FROM client_registrations WHERE token_digest = $1";
        let row: Option<ClientRegistrationRow> = on_backend!(Store, self, pool => sqlx::query_as(FIND)
            .bind(token_digest)
            .fetch_optional(pool)
            .await)?;
        row.map(ClientRegistration::try_from).transpose()
    }

    /// Who registered the client with this primary key, where a program did.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn registered_with(&self, oauth_client_id: &str) -> Result<Option<RegisteredWith>, StoreError> {
        const FIND: &str = "SELECT t.name AS token_name, r.registered_at FROM client_registrations r \
             JOIN initial_access_tokens t ON t.id = r.initial_access_token_id WHERE r.oauth_client_id = $1";
        Ok(on_backend!(Store, self, pool => sqlx::query_as(FIND)
            .bind(oauth_client_id)
            .fetch_optional(pool)
            .await)?)
    }
}

impl Tx {
    /// Notes that a program registered a client, which it looks after with the token of this digest.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn add_client_registration(
        &mut self,
        registration: &ClientRegistration,
        token_digest: &str,
    ) -> Result<(), StoreError> {
        const INSERT: &str = "INSERT INTO client_registrations (oauth_client_id, token_digest, \
             initial_access_token_id, auth_method, registered_at) VALUES ($1, $2, $3, $4, $5)";
        on_backend!(Tx, self, conn => sqlx::query(INSERT)
            .bind(&registration.oauth_client_id)
            .bind(token_digest)
            .bind(&registration.initial_access_token_id)
            .bind(registration.auth_method.as_str())
            .bind(registration.registered_at)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Keeps how a registered client wants to prove who it is.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn set_auth_method(
        &mut self,
        oauth_client_id: &str,
        auth_method: ClientAuthMethod,
    ) -> Result<(), StoreError> {
        const SET: &str = "UPDATE client_registrations SET auth_method = $2 WHERE oauth_client_id = $1";
        on_backend!(Tx, self, conn => sqlx::query(SET)
            .bind(oauth_client_id)
            .bind(auth_method.as_str())
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Whether there is a token with which a program looks after the client with this primary key.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn has_registration_token(&mut self, oauth_client_id: &str) -> Result<bool, StoreError> {
        const FIND: &str = "SELECT COUNT(*) FROM client_registrations \
             WHERE oauth_client_id = $1 AND token_digest IS NOT NULL";
        let found: i64 = on_backend!(Tx, self, conn => sqlx::query_scalar(FIND)
            .bind(oauth_client_id)
            .fetch_one(conn)
            .await)?;
        Ok(found > 0)
    }

    /// Ends the token with which a program looks after the client with this primary key, where there is one; who registered
    /// the client stays known.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn end_registration_token(&mut self, oauth_client_id: &str) -> Result<(), StoreError> {
        const END: &str = "UPDATE client_registrations SET token_digest = NULL WHERE oauth_client_id = $1";
        on_backend!(Tx, self, conn => sqlx::query(END)
            .bind(oauth_client_id)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }
}
