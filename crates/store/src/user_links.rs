//! One-time links by which a person sets a password. The token is stored as its SHA-256 only.

use domain::LinkPurpose;

use crate::backend::on_backend;
use crate::error::Place;
use crate::{PortalUser, Store, StoreError, Tx};

/// A link to be added.
#[derive(Clone, Debug)]
pub struct NewUserLink {
    /// SHA-256 of the link's token, in lower-case hex.
    pub token_digest: String,
    /// Whose it is.
    pub portal_user_id: String,
    /// What it is for.
    pub purpose: LinkPurpose,
    /// Epoch seconds.
    pub created_at: i64,
    /// Epoch seconds from which it no longer counts.
    pub expires_at: i64,
}

/// A link that was not used yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserLink {
    /// Whose it is, as they are now.
    pub user: PortalUser,
    /// What it is for.
    pub purpose: LinkPurpose,
}

#[derive(sqlx::FromRow)]
struct UserLinkRow {
    id: String,
    email: String,
    role: String,
    status: String,
    purpose: String,
}

impl Store {
    /// The link with this digest, where it is known and in time. [`Tx::consume_user_link`] is the judge.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn user_link(&self, token_digest: &str, now: i64) -> Result<Option<UserLink>, StoreError> {
        const FIND: &str = "SELECT u.id, u.email, u.role, u.status, l.purpose FROM user_links l \
             JOIN portal_users u ON u.id = l.portal_user_id WHERE l.token_digest = $1 AND l.expires_at > $2";
        let row: Option<UserLinkRow> = on_backend!(Store, self, pool => sqlx::query_as(FIND)
            .bind(token_digest)
            .bind(now)
            .fetch_optional(pool)
            .await)?;
        row.map(|row| {
            Ok(UserLink {
                purpose: read(&row.purpose, &row.id)?,
                user: PortalUser::read(row.id, &row.email, &row.role, &row.status)?,
            })
        })
        .transpose()
    }

    /// Epoch seconds until which an unused link of a person counts.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn user_link_expires_at(
        &self,
        portal_user_id: &str,
        now: i64,
    ) -> Result<Option<i64>, StoreError> {
        const FIND: &str =
            "SELECT MAX(expires_at) FROM user_links WHERE portal_user_id = $1 AND expires_at > $2";
        Ok(on_backend!(Store, self, pool => sqlx::query_scalar(FIND)
            .bind(portal_user_id)
            .bind(now)
            .fetch_one(pool)
            .await)?)
    }

    /// Removes the links that have expired by `now`; says how many.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn remove_expired_user_links(&self, now: i64) -> Result<u64, StoreError> {
        const DELETE: &str = "DELETE FROM user_links WHERE expires_at <= $1";
        Ok(on_backend!(Write, self, pool => sqlx::query(DELETE)
            .bind(now)
            .execute(pool)
            .await
            .map(|done| done.rows_affected()))?)
    }
}

impl Tx {
    /// Adds a link in place of those that the person had.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn put_user_link(&mut self, link: &NewUserLink) -> Result<(), StoreError> {
        const INSERT: &str = "INSERT INTO user_links (token_digest, portal_user_id, purpose, created_at, expires_at) \
             VALUES ($1, $2, $3, $4, $5)";
        self.remove_user_links(&link.portal_user_id).await?;
        on_backend!(Tx, self, conn => sqlx::query(INSERT)
            .bind(&link.token_digest)
            .bind(&link.portal_user_id)
            .bind(link.purpose.as_str())
            .bind(link.created_at)
            .bind(link.expires_at)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Has every link of a person count no longer.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn remove_user_links(&mut self, portal_user_id: &str) -> Result<(), StoreError> {
        const DELETE: &str = "DELETE FROM user_links WHERE portal_user_id = $1";
        on_backend!(Tx, self, conn => sqlx::query(DELETE)
            .bind(portal_user_id)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Uses a link of a person up, and says what it was for; absent where it is unknown, used, expired or another's.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn consume_user_link(
        &mut self,
        token_digest: &str,
        portal_user_id: &str,
        now: i64,
    ) -> Result<Option<LinkPurpose>, StoreError> {
        const CONSUME: &str = "DELETE FROM user_links \
             WHERE token_digest = $1 AND portal_user_id = $2 AND expires_at > $3 RETURNING purpose";
        let purpose: Option<String> = on_backend!(Tx, self, conn => sqlx::query_scalar(CONSUME)
            .bind(token_digest)
            .bind(portal_user_id)
            .bind(now)
            .fetch_optional(conn)
            .await)?;
        purpose.map(|purpose| read(&purpose, portal_user_id)).transpose()
    }
}

fn read(purpose: &str, portal_user_id: &str) -> Result<LinkPurpose, StoreError> {
    let place = Place { table: "user_links", id: portal_user_id };
    LinkPurpose::parse(purpose).ok_or_else(|| place.corrupt("purpose"))
}
