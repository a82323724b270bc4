//! Authorization codes, each for one grant. The code is stored as its SHA-256 only.

use domain::PkceMethod;

use crate::backend::on_backend;
use crate::error::Place;
use crate::token_grants::TokenGrantRow;
use crate::{Store, StoreError, TokenGrant, Tx};

/// What a client committed itself to when it asked for a code (RFC 7636 §4.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeChallenge {
    /// The challenge.
    pub text: String,
    /// How it was made from the verifier.
    pub method: PkceMethod,
}

/// A code to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAuthorizationCode {
    /// SHA-256 of the code, in lower-case hex.
    pub code_digest: String,
    /// The grant it gives tokens of.
    pub grant_id: String,
    /// Where it was sent.
    pub redirect_uri: String,
    /// Whether the authorization request named that place.
    pub is_redirect_uri_requested: bool,
    /// The challenge, where one came.
    pub challenge: Option<CodeChallenge>,
    /// The nonce for the ID token, where one came.
    pub nonce: Option<String>,
    /// Epoch seconds.
    pub created_at: i64,
    /// Epoch seconds from which it no longer counts.
    pub expires_at: i64,
}

/// A code as stored, used or not, and its grant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorizationCode {
    /// The grant it gives tokens of.
    pub grant: TokenGrant,
    /// Where it was sent.
    pub redirect_uri: String,
    /// Whether the authorization request named that place.
    pub is_redirect_uri_requested: bool,
    /// The challenge, where one came.
    pub challenge: Option<CodeChallenge>,
    /// The nonce for the ID token, where one came.
    pub nonce: Option<String>,
    /// Epoch seconds from which it no longer counts.
    pub expires_at: i64,
    /// Epoch seconds at which it was used.
    pub consumed_at: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct AuthorizationCodeRow {
    #[sqlx(flatten)]
    grant: TokenGrantRow,
    redirect_uri: String,
    is_redirect_uri_requested: bool,
    code_challenge: Option<String>,
    code_challenge_method: Option<String>,
    nonce: Option<String>,
    expires_at: i64,
    consumed_at: Option<i64>,
}

impl TryFrom<AuthorizationCodeRow> for AuthorizationCode {
    type Error = StoreError;

    fn try_from(row: AuthorizationCodeRow) -> Result<Self, StoreError> {
        let grant = TokenGrant::try_from(row.grant)?;
        // The digest is not for an error's text: the grant is what the row is known by.
        let place = Place { table: "authorization_codes", id: &grant.id };
        let method = row
            .code_challenge_method
            .map(|method| PkceMethod::parse(&method).ok_or_else(|| place.corrupt("code_challenge_method")))
            .transpose()?;
        let challenge = match (row.code_challenge, method) {
            (Some(text), Some(method)) => Some(CodeChallenge { text, method }),
            (None, None) => None,
            (Some(_), None) | (None, Some(_)) => return Err(place.corrupt("code_challenge_method")),
        };
        Ok(Self {
            challenge,
            redirect_uri: row.redirect_uri,
            is_redirect_uri_requested: row.is_redirect_uri_requested,
            nonce: row.nonce,
            expires_at: row.expires_at,
            consumed_at: row.consumed_at,
            grant,
        })
    }
}

impl Store {
    /// The code with this digest, used or not.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn authorization_code(
        &self,
        code_digest: &str,
    ) -> Result<Option<AuthorizationCode>, StoreError> {
        const FIND: &str = "SELECT g.id AS grant_id, g.oauth_client_id, u.id AS user_id, u.email, u.role, u.status, \
             g.scope, g.signed_in_at, g.ends_at, g.revoked_at, a.redirect_uri, \
             a.is_redirect_uri_requested, a.code_challenge, a.code_challenge_method, a.nonce, a.expires_at, \
             a.consumed_at FROM authorization_codes a JOIN token_grants g ON g.id = a.grant_id \
             JOIN portal_users u ON u.id = g.portal_user_id WHERE a.code_digest = $1";
        let row: Option<AuthorizationCodeRow> = on_backend!(Store, self, pool => sqlx::query_as(FIND)
            .bind(code_digest)
            .fetch_optional(pool)
            .await)?;
        row.map(AuthorizationCode::try_from).transpose()
    }

    /// Removes the codes that expired by `expired_by`, and the grants that ended by then with all that came from them;
    /// says how many.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn remove_ended_grants(&self, expired_by: i64) -> Result<u64, StoreError> {
        const CODES: &str = "DELETE FROM authorization_codes WHERE expires_at <= $1";
        const GRANTS: &str = "DELETE FROM token_grants WHERE ends_at <= $1";
        let mut removed = 0;
        for delete in [CODES, GRANTS] {
            removed += on_backend!(Write, self, pool => sqlx::query(delete)
                .bind(expired_by)
                .execute(pool)
                .await
                .map(|done| done.rows_affected()))?;
        }
        Ok(removed)
    }
}

impl Tx {
    /// Adds a code.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn add_authorization_code(&mut self, code: &NewAuthorizationCode) -> Result<(), StoreError> {
        const INSERT: &str = "INSERT INTO authorization_codes (code_digest, grant_id, redirect_uri, \
             is_redirect_uri_requested, code_challenge, code_challenge_method, nonce, created_at, expires_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
        let challenge = code.challenge.as_ref();
        on_backend!(Tx, self, conn => sqlx::query(INSERT)
            .bind(&code.code_digest)
            .bind(&code.grant_id)
            .bind(&code.redirect_uri)
            .bind(code.is_redirect_uri_requested)
            .bind(challenge.map(|challenge| challenge.text.as_str()))
            .bind(challenge.map(|challenge| challenge.method.as_str()))
            .bind(&code.nonce)
            .bind(code.created_at)
            .bind(code.expires_at)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Uses a code up; `false` where it is unknown, used or expired.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn consume_authorization_code(
        &mut self,
        code_digest: &str,
        now: i64,
    ) -> Result<bool, StoreError> {
        const CONSUME: &str = "UPDATE authorization_codes SET consumed_at = $2 \
             WHERE code_digest = $1 AND consumed_at IS NULL AND expires_at > $2";
        let used = on_backend!(Tx, self, conn => sqlx::query(CONSUME)
            .bind(code_digest)
            .bind(now)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(used == 1)
    }
}
