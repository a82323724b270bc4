//! What changes of a portal user. Whatever changes a person and what is theirs begins with the person: of two that do,
//! the second waits for the first and holds nothing that the first needs.

use domain::{Role, Status};

use super::NewPortalUser;
use super::record::{OTHER_ADMINISTRATOR, RecordRow, UserRecord, record_columns};
use crate::backend::on_backend;
use crate::{StoreError, Tx};

impl Tx {
    /// Keeps everybody else from changing any person before this transaction ends: who is the last administrator is to be
    /// said of all of them. Comes before all else.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn lock_people(&mut self) -> Result<(), StoreError> {
        // What refers to a person may go on: that locks rows of theirs in a weaker mode.
        const LOCK: &str = "LOCK TABLE portal_users IN SHARE ROW EXCLUSIVE MODE";
        if let Self::Postgres(tx) = self {
            sqlx::query(LOCK).execute(&mut **tx).await?;
        }
        Ok(())
    }

    /// The person with this primary key, whom nobody else can change before this transaction ends.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn lock_user(&mut self, id: &str) -> Result<Option<UserRecord>, StoreError> {
        const LOCK: &str =
            concat!("UPDATE portal_users SET version = version WHERE id = $1 RETURNING ", record_columns!());
        let row: Option<RecordRow> =
            on_backend!(Tx, self, conn => sqlx::query_as(LOCK).bind(id).fetch_optional(conn).await)?;
        row.map(UserRecord::try_from).transpose()
    }

    /// Whether somebody else than the person with this primary key can administer the portal; `provider` is the issuer of
    /// the one that people may come through, where there is one.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn has_other_administrator(
        &mut self,
        id: &str,
        provider: Option<&str>,
    ) -> Result<bool, StoreError> {
        Ok(on_backend!(Tx, self, conn => sqlx::query_scalar(OTHER_ADMINISTRATOR)
            .bind(id)
            .bind(provider)
            .fetch_one(conn)
            .await)?)
    }

    /// Adds a person, unless somebody has the e-mail; says whether it did. Of two that want the same at once the second
    /// waits for the first.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn add_portal_user(&mut self, user: &NewPortalUser) -> Result<bool, StoreError> {
        const INSERT: &str = "INSERT INTO portal_users (id, email, email_key, password_phc, role, status, created_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (email_key) DO NOTHING";
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

    /// Gives a person another role, as their next version.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn set_user_role(&mut self, id: &str, role: Role, now: i64) -> Result<(), StoreError> {
        const SET: &str =
            "UPDATE portal_users SET role = $2, updated_at = $3, version = version + 1 WHERE id = $1";
        on_backend!(Tx, self, conn => sqlx::query(SET)
            .bind(id)
            .bind(role.as_str())
            .bind(now)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Lets a person sign in or keeps them out, as their next version.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn set_user_status(&mut self, id: &str, status: Status, now: i64) -> Result<(), StoreError> {
        const SET: &str =
            "UPDATE portal_users SET status = $2, updated_at = $3, version = version + 1 WHERE id = $1";
        on_backend!(Tx, self, conn => sqlx::query(SET)
            .bind(id)
            .bind(status.as_str())
            .bind(now)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Gives a person another password, or their first.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn set_password(&mut self, id: &str, password_phc: &str) -> Result<(), StoreError> {
        const SET: &str = "UPDATE portal_users SET password_phc = $2 WHERE id = $1";
        on_backend!(Tx, self, conn => sqlx::query(SET)
            .bind(id)
            .bind(password_phc)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Gives a person another password in place of the one that was verified; `false` where they have yet another one by
    /// now, and nothing was changed.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn replace_password(
        &mut self,
        id: &str,
        verified_phc: &str,
        password_phc: &str,
    ) -> Result<bool, StoreError> {
        const REPLACE: &str = "UPDATE portal_users SET password_phc = $3 WHERE id = $1 AND password_phc = $2";
        let replaced = on_backend!(Tx, self, conn => sqlx::query(REPLACE)
            .bind(id)
            .bind(verified_phc)
            .bind(password_phc)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(replaced == 1)
    }

    /// Notes that a person signs in; `false` where they are gone or disabled meanwhile: then nothing may be committed.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn note_signed_in(&mut self, id: &str, now: i64) -> Result<bool, StoreError> {
        const NOTE: &str =
            "UPDATE portal_users SET last_signed_in_at = $2 WHERE id = $1 AND status = 'enabled'";
        let noted = on_backend!(Tx, self, conn => sqlx::query(NOTE)
            .bind(id)
            .bind(now)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(noted == 1)
    }

    /// Removes a person, with everything that is theirs.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn delete_user(&mut self, id: &str) -> Result<(), StoreError> {
        const DELETE: &str = "DELETE FROM portal_users WHERE id = $1";
        on_backend!(Tx, self, conn => sqlx::query(DELETE).bind(id).execute(conn).await.map(drop))?;
        Ok(())
    }
}
