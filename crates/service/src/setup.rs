//! The very first start: a one-time link, or two settings, make the first administrator.

use domain::{AuditAction, NewAccount, Role, Status};
use store::{FieldChange, NewPortalUser, NewSetupLink, PortalUser, Tx};

use crate::opaque_token::{OpaqueToken, at_rest};
use crate::sessions::ProvedBy;
use crate::{ServiceError, Services, SignInFrom, SignedIn, StartedSession};

/// A link that nobody used counts for this long, in seconds; every start prints a new one.
const LINK_LASTS_FOR: i64 = 24 * 60 * 60;

impl Services {
    /// Whether the first administrator is still to be made.
    ///
    /// # Errors
    /// A [`ServiceError`] where the database fails.
    pub async fn is_setup_open(&self) -> Result<bool, ServiceError> {
        Ok(!self.store.has_portal_users().await?)
    }

    /// A new one-time link's token, while there is nobody.
    ///
    /// # Errors
    /// A [`ServiceError`] where the database fails.
    pub async fn setup_token(&self) -> Result<Option<OpaqueToken>, ServiceError> {
        if !self.is_setup_open().await? {
            return Ok(None);
        }
        let token = OpaqueToken::generate(&self.rng);
        let now = self.clock.now();
        let link = NewSetupLink {
            token_digest: at_rest(token.reveal()),
            created_at: now,
            expires_at: now + LINK_LASTS_FOR,
        };
        self.store.add_setup_link(&link).await?;
        Ok(Some(token))
    }

    /// Makes the first administrator with the token of a one-time link, and starts their session.
    ///
    /// # Errors
    /// [`ServiceError::SetupLinkInvalid`] where the link is unknown, used or expired, or there is somebody already.
    pub async fn set_up(
        &self,
        token: &str,
        account: &NewAccount,
        from: &SignInFrom,
    ) -> Result<StartedSession, ServiceError> {
        let digest = at_rest(token);
        // Looked at before the password is hashed: whoever guesses shall not keep the server busy.
        let may_count =
            self.is_setup_open().await? && self.store.has_setup_link(&digest, self.clock.now()).await?;
        if !may_count {
            return Err(ServiceError::SetupLinkInvalid);
        }
        let user = self.first_administrator(account).await?;
        let mut tx = self.store.begin().await?;
        if !tx.consume_setup_link(&digest, self.clock.now()).await? {
            return Err(ServiceError::SetupLinkInvalid);
        }
        let Some(person) = self.add_first_administrator(&mut tx, user, from.address.clone()).await? else {
            return Err(ServiceError::SetupLinkInvalid);
        };
        let started = self.start_session(&mut tx, &person, ProvedBy::Password, None, from).await?;
        tx.commit().await?;
        Ok(started)
    }

    /// Makes the first administrator from the configuration; `false` where there is somebody already.
    ///
    /// # Errors
    /// A [`ServiceError`] where the database fails.
    pub async fn set_up_from_configuration(&self, account: &NewAccount) -> Result<bool, ServiceError> {
        if !self.is_setup_open().await? {
            return Ok(false);
        }
        let user = self.first_administrator(account).await?;
        let mut tx = self.store.begin().await?;
        let added = self.add_first_administrator(&mut tx, user, None).await?;
        tx.commit().await?;
        Ok(added.is_some())
    }

    async fn first_administrator(&self, account: &NewAccount) -> Result<NewPortalUser, ServiceError> {
        let now = self.clock.now();
        Ok(NewPortalUser {
            id: self.row_ids.next(&self.clock, &self.rng),
            email: account.email().clone(),
            password_phc: self.passwords.hash(account.password().reveal(), self.rng.bytes()).await?,
            role: Role::Administrator,
            created_at: now,
        })
    }

    async fn add_first_administrator(
        &self,
        tx: &mut Tx,
        user: NewPortalUser,
        address: Option<String>,
    ) -> Result<Option<SignedIn>, ServiceError> {
        if !tx.add_first_portal_user(&user).await? {
            return Ok(None);
        }
        let user = PortalUser { id: user.id, email: user.email, role: user.role, status: Status::Enabled };
        let person = SignedIn { user, address };
        let changes = vec![
            FieldChange { field: "email", old: None, new: Some(person.user.email.as_str().to_owned()) },
            FieldChange { field: "role", old: None, new: Some(person.user.role.as_str().to_owned()) },
        ];
        tx.record(&self.event(&person, AuditAction::UserAdded, &person, changes)).await?;
        Ok(Some(person))
    }
}
