//! The people who sign in.

mod changes;
mod record;

pub(crate) use record::{RecordRow, record_columns};
pub use record::{UserQuery, UserRecord};

use domain::{EmailAddress, Role, Status};

use crate::backend::on_backend;
use crate::error::Place;
use crate::{Store, StoreError, Tx};

/// A portal user as stored, without what verifies the password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortalUser {
    /// Primary key.
    pub id: String,
    /// As typed when the account was made.
    pub email: EmailAddress,
    /// What the person may do.
    pub role: Role,
    /// A disabled person has no session.
    pub status: Status,
}

/// A portal user together with what verifies the password.
#[derive(Clone, Debug)]
pub struct UserCredentials {
    /// The person.
    pub user: PortalUser,
    /// Argon2id of the password, in PHC string format; empty for who has none.
    pub password_phc: String,
    /// The sealed key of the second factor, for who has one.
    pub totp_sealed: Option<String>,
}

/// A portal user to be added, enabled.
#[derive(Clone, Debug)]
pub struct NewPortalUser {
    /// Primary key.
    pub id: String,
    /// Unique without regard to case.
    pub email: EmailAddress,
    /// Argon2id of the password, in PHC string format; empty for who is to set one, or signs in elsewhere.
    pub password_phc: String,
    /// What the person may do.
    pub role: Role,
    /// Epoch seconds.
    pub created_at: i64,
}

#[derive(sqlx::FromRow)]
struct CredentialsRow {
    id: String,
    email: String,
    role: String,
    status: String,
    password_phc: String,
    totp_sealed: Option<String>,
}

const CREDENTIALS: &str =
    "SELECT id, email, role, status, password_phc, totp_sealed FROM portal_users WHERE email_key = $1";

impl CredentialsRow {
    fn read(self) -> Result<UserCredentials, StoreError> {
        let user = PortalUser::read(self.id, &self.email, &self.role, &self.status)?;
        Ok(UserCredentials { user, password_phc: self.password_phc, totp_sealed: self.totp_sealed })
    }
}

impl PortalUser {
    pub(crate) fn read(id: String, email: &str, role: &str, status: &str) -> Result<Self, StoreError> {
        let place = Place { table: "portal_users", id: &id };
        Ok(Self {
            email: EmailAddress::parse(email).map_err(|_| place.corrupt("email"))?,
            role: Role::parse(role).ok_or_else(|| place.corrupt("role"))?,
            status: Status::parse(status).ok_or_else(|| place.corrupt("status"))?,
            id,
        })
    }
}

impl Store {
    /// The person with this e-mail, in any case, and what verifies the password.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn user_credentials(
        &self,
        email: &EmailAddress,
    ) -> Result<Option<UserCredentials>, StoreError> {
        let row: Option<CredentialsRow> = on_backend!(Store, self, pool => sqlx::query_as(CREDENTIALS)
            .bind(email.key())
            .fetch_optional(pool)
            .await)?;
        row.map(CredentialsRow::read).transpose()
    }

    /// Whether there is anybody at all.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn has_portal_users(&self) -> Result<bool, StoreError> {
        const EXISTS: &str = "SELECT EXISTS (SELECT 1 FROM portal_users)";
        Ok(on_backend!(Store, self, pool => sqlx::query_scalar(EXISTS).fetch_one(pool).await)?)
    }
}

impl Tx {
    /// The same within the transaction.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn user_credentials(
        &mut self,
        email: &EmailAddress,
    ) -> Result<Option<UserCredentials>, StoreError> {
        let row: Option<CredentialsRow> = on_backend!(Tx, self, conn => sqlx::query_as(CREDENTIALS)
            .bind(email.key())
            .fetch_optional(conn)
            .await)?;
        row.map(CredentialsRow::read).transpose()
    }

    /// Adds the first person; `false` where somebody is there already, and nothing was added.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn add_first_portal_user(&mut self, user: &NewPortalUser) -> Result<bool, StoreError> {
        // Postgres would let two of these in at once, each blind to the other's row.
        const LOCK: &str = "LOCK TABLE portal_users IN EXCLUSIVE MODE";
        const INSERT: &str = "INSERT INTO portal_users (id, email, email_key, password_phc, role, status, created_at) \
             SELECT $1, $2, $3, $4, $5, $6, $7 WHERE NOT EXISTS (SELECT 1 FROM portal_users)";
        if let Self::Postgres(tx) = self {
            sqlx::query(LOCK).execute(&mut **tx).await?;
        }
        let added = on_backend!(Tx, self, conn => sqlx::query(INSERT)
            .bind(&user.id)
            .bind(user.email.as_str())
            .bind(user.email.key())
            .bind(&user.password_phc)
            .bind(user.role.as_str())
            .bind(Status::Enabled.as_str())
            .bind(user.created_at)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(added == 1)
    }
}
