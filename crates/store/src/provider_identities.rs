//! Who people are at the provider that they may sign in through.

use crate::backend::on_backend;
use crate::error::unless_violated;
use crate::portal_users::{RecordRow, record_columns};
use crate::{Store, StoreError, Tx, UserRecord};

/// A person, by the name that a provider has for them (OpenID Connect Core §2: `iss` and `sub` together).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProviderSubject<'a> {
    /// The provider.
    pub issuer: &'a str,
    /// The person there.
    pub subject: &'a str,
}

impl Store {
    /// The person whom a provider knows by this name.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn user_of_provider(
        &self,
        person: ProviderSubject<'_>,
    ) -> Result<Option<UserRecord>, StoreError> {
        const FIND: &str = concat!(
            "SELECT ",
            record_columns!(),
            " FROM portal_users WHERE provider_issuer = $1 AND provider_subject = $2"
        );
        let row: Option<RecordRow> = on_backend!(Store, self, pool => sqlx::query_as(FIND)
            .bind(person.issuer)
            .bind(person.subject)
            .fetch_optional(pool)
            .await)?;
        row.map(UserRecord::try_from).transpose()
    }
}

impl Tx {
    /// The person whom a provider knows by this name now, whom nobody else can change before this transaction ends.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn lock_user_of_provider(
        &mut self,
        person: ProviderSubject<'_>,
    ) -> Result<Option<UserRecord>, StoreError> {
        const LOCK: &str = "UPDATE portal_users SET version = version \
             WHERE provider_issuer = $1 AND provider_subject = $2 \
             RETURNING id, email, role, status, password_phc <> '' AS has_password, \
             provider_subject IS NOT NULL AS is_linked, totp_sealed IS NOT NULL AS has_second_factor, \
             last_signed_in_at, created_at, updated_at, version";
        let row: Option<RecordRow> = on_backend!(Tx, self, conn => sqlx::query_as(LOCK)
            .bind(person.issuer)
            .bind(person.subject)
            .fetch_optional(conn)
            .await)?;
        row.map(UserRecord::try_from).transpose()
    }

    /// Lets a person, who was locked before, come through the provider; `false` where somebody else has this name there:
    /// then nothing may be committed.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn link_provider(&mut self, id: &str, person: ProviderSubject<'_>) -> Result<bool, StoreError> {
        const LINK: &str =
            "UPDATE portal_users SET provider_issuer = $2, provider_subject = $3 WHERE id = $1";
        let done = on_backend!(Tx, self, conn => sqlx::query(LINK)
            .bind(id)
            .bind(person.issuer)
            .bind(person.subject)
            .execute(conn)
            .await
            .map(drop));
        unless_violated(done, |cause| cause.is_unique_violation())
    }

    /// Lets a person come through the provider no more.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn unlink_provider(&mut self, id: &str) -> Result<(), StoreError> {
        const UNLINK: &str =
            "UPDATE portal_users SET provider_issuer = NULL, provider_subject = NULL WHERE id = $1";
        on_backend!(Tx, self, conn => sqlx::query(UNLINK).bind(id).execute(conn).await.map(drop))?;
        Ok(())
    }
}
