//! People who sign in through the company's own OpenID provider.

mod flow;

use domain::{AuditAction, EmailAddress, Role, Status};
use store::{FieldChange, NewPortalUser, PortalUser, ProviderSubject, Tx, UserRecord};

use crate::audit::Actor;
use crate::counters::SignInWith;
use crate::own_account::wrong_password;
use crate::sessions::ProvedBy;
use crate::{ServiceError, Services, SignInFrom, SignedIn, StartedSession};

pub(crate) use flow::FLOWS;
pub use flow::{ProviderErrand, ProviderFlow};

/// Who somebody is, in the words of a provider whose ID token was verified.
#[derive(Clone, Debug)]
pub struct ProviderIdentity {
    /// The provider (`iss`, OpenID Connect Core §2).
    pub issuer: String,
    /// The person there, by a name that never changes (`sub`).
    pub subject: String,
    /// The person's e-mail, where the provider has verified it (`email`, `email_verified`).
    pub email: Option<EmailAddress>,
    /// The role that the provider's claim stands for; none where it stands for none.
    pub role: Option<Role>,
}

impl ProviderIdentity {
    fn name(&self) -> ProviderSubject<'_> {
        ProviderSubject { issuer: &self.issuer, subject: &self.subject }
    }
}

/// How a person stands with the outside provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProviderStanding {
    /// Whether the person may come through the provider.
    pub is_linked: bool,
    /// Whether the person may come with a password.
    pub has_password: bool,
}

impl Services {
    /// Has people come through the provider with this issuer.
    pub fn let_people_come_through(&mut self, issuer: &str) {
        self.provider = Some(issuer.to_owned());
    }

    /// Starts a session for the person whom the provider knows by this name, and makes their account where there is none.
    /// The provider says the role of an account that it made.
    ///
    /// # Errors
    /// [`ServiceError::NotInvited`] for who has no role here, no verified e-mail, or one that belongs to an account with
    /// a password; [`ServiceError::WrongCredentials`] for who is disabled.
    pub async fn sign_in_with_provider(
        &self,
        identity: &ProviderIdentity,
        previous: Option<&str>,
        from: &SignInFrom,
    ) -> Result<StartedSession, ServiceError> {
        let answer = self.let_in_by_provider(identity, previous, from).await;
        self.sign_in_counts.note(SignInWith::Provider, &answer);
        answer
    }

    async fn let_in_by_provider(
        &self,
        identity: &ProviderIdentity,
        previous: Option<&str>,
        from: &SignInFrom,
    ) -> Result<StartedSession, ServiceError> {
        if let Some(known) = self.store.user_of_provider(identity.name()).await? {
            return self.sign_in_known(known, identity, previous, from).await;
        }
        if let Some(started) = self.sign_in_newcomer(identity, previous, from).await? {
            return Ok(started);
        }
        // Somebody has the e-mail. It may be the same person, who signs in for the first time in two windows.
        match self.store.user_of_provider(identity.name()).await? {
            Some(known) => self.sign_in_known(known, identity, previous, from).await,
            None => Err(ServiceError::NotInvited),
        }
    }

    async fn sign_in_known(
        &self,
        known: UserRecord,
        identity: &ProviderIdentity,
        previous: Option<&str>,
        from: &SignInFrom,
    ) -> Result<StartedSession, ServiceError> {
        let before = self.session_before(previous, from).await?;
        let mut tx = self.store.begin().await?;
        // Who has a password has a role that was given here.
        let may_change = !known.has_password && identity.role != Some(known.user.role);
        if may_change {
            tx.lock_people().await?;
        }
        // Since the first look the name at the provider may have become somebody else's, or nobody's.
        let known = tx.lock_user_of_provider(identity.name()).await?.ok_or(ServiceError::NotInvited)?;
        if known.user.status != Status::Enabled {
            return Err(ServiceError::WrongCredentials);
        }
        let user = if may_change && !known.has_password {
            self.follow_role(&mut tx, known, identity, from).await?
        } else {
            known.user
        };
        let person = SignedIn { user, address: from.address.clone() };
        let started = self.start_session(&mut tx, &person, ProvedBy::Provider, before.as_ref(), from).await?;
        tx.commit().await?;
        Ok(started)
    }

    /// Gives the person the role that the provider says, unless nobody else could administer the portal.
    async fn follow_role(
        &self,
        tx: &mut Tx,
        known: UserRecord,
        identity: &ProviderIdentity,
        from: &SignInFrom,
    ) -> Result<PortalUser, ServiceError> {
        if self.is_last_administrator(tx, &known).await? {
            return Ok(known.user);
        }
        let role = claimed_role(identity)?;
        if known.user.role == role {
            return Ok(known.user);
        }
        tx.set_user_role(&known.user.id, role, self.clock.now()).await?;
        let changes = vec![FieldChange {
            field: "role",
            old: Some(known.user.role.as_str().to_owned()),
            new: Some(role.as_str().to_owned()),
        }];
        let person = SignedIn { user: PortalUser { role, ..known.user }, address: None };
        tx.record(&self.event(provider(identity, from), AuditAction::UserEdited, &person, changes)).await?;
        Ok(person.user)
    }

    /// None where somebody has the e-mail.
    async fn sign_in_newcomer(
        &self,
        identity: &ProviderIdentity,
        previous: Option<&str>,
        from: &SignInFrom,
    ) -> Result<Option<StartedSession>, ServiceError> {
        let role = claimed_role(identity)?;
        let email = identity.email.clone().ok_or(ServiceError::NotInvited)?;
        // The link that makes the first administrator counts no longer once there is somebody.
        if !role.can_change() && self.is_setup_open().await? {
            return Err(ServiceError::NotInvited);
        }
        let before = self.session_before(previous, from).await?;
        let user = NewPortalUser {
            id: self.row_ids.next(&self.clock, &self.rng),
            email,
            // No password has this hash.
            password_phc: String::new(),
            role,
            created_at: self.clock.now(),
        };
        let mut tx = self.store.begin().await?;
        if !tx.add_portal_user(&user).await? || !tx.link_provider(&user.id, identity.name()).await? {
            return Ok(None);
        }
        let user = PortalUser { id: user.id, email: user.email, role, status: Status::Enabled };
        let person = SignedIn { user, address: from.address.clone() };
        let changes = vec![
            FieldChange { field: "email", old: None, new: Some(person.user.email.as_str().to_owned()) },
            FieldChange { field: "role", old: None, new: Some(role.as_str().to_owned()) },
        ];
        tx.record(&self.event(provider(identity, from), AuditAction::UserAdded, &person, changes)).await?;
        let started = self.start_session(&mut tx, &person, ProvedBy::Provider, before.as_ref(), from).await?;
        tx.commit().await?;
        Ok(Some(started))
    }

    /// Lets a person set out to link the provider, who proves with the password that it is they: whoever has only got hold
    /// of their session would come back for as long as the link is there.
    ///
    /// # Errors
    /// [`ServiceError::Refused`] for a password that is not right, [`ServiceError::Throttled`],
    /// [`ServiceError::ThroughProvider`] for who has none.
    pub async fn errand_to_connect(
        &self,
        person: &SignedIn,
        password: &str,
    ) -> Result<ProviderErrand, ServiceError> {
        if !self.own_provider_standing(person).await?.has_password {
            return Err(ServiceError::ThroughProvider);
        }
        match self.is_own_password(person, password).await? {
            true => Ok(ProviderErrand::Connect { user_id: person.user.id.clone() }),
            false => Err(wrong_password()),
        }
    }

    /// Lets a person who has a password come through the provider too, in place of who they were there before.
    ///
    /// # Errors
    /// [`ServiceError::NotInvited`] where another account is linked with this identity, [`ServiceError::ThroughProvider`]
    /// for who has no password, [`ServiceError::SignedOut`] for who is disabled or gone.
    pub async fn link_provider(
        &self,
        person: &SignedIn,
        identity: &ProviderIdentity,
    ) -> Result<(), ServiceError> {
        let mut tx = self.store.begin().await?;
        let known = tx.lock_user(&person.user.id).await?;
        let known = known.filter(|known| known.user.status == Status::Enabled);
        if !known.ok_or(ServiceError::SignedOut)?.has_password {
            return Err(ServiceError::ThroughProvider);
        }
        if !tx.link_provider(&person.user.id, identity.name()).await? {
            return Err(ServiceError::NotInvited);
        }
        tx.record(&self.event(person, AuditAction::ProviderLinked, person, Vec::new())).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Lets the person come with the password only.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where nothing is linked, [`ServiceError::ThroughProvider`] for who has no password.
    pub async fn unlink_provider(&self, person: &SignedIn) -> Result<(), ServiceError> {
        let mut tx = self.store.begin().await?;
        let known = tx.lock_user(&person.user.id).await?;
        let known = known.filter(|known| known.is_linked).ok_or(ServiceError::NotFound)?;
        if !known.has_password {
            return Err(ServiceError::ThroughProvider);
        }
        self.unlink(&mut tx, person).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Lets a person, who is locked, come through the provider no more.
    pub(crate) async fn unlink(&self, tx: &mut Tx, person: &SignedIn) -> Result<(), ServiceError> {
        tx.unlink_provider(&person.user.id).await?;
        tx.record(&self.event(person, AuditAction::ProviderUnlinked, person, Vec::new())).await?;
        Ok(())
    }

    /// How the person stands with the outside provider.
    ///
    /// # Errors
    /// [`ServiceError::SignedOut`] for who is gone.
    pub async fn own_provider_standing(&self, person: &SignedIn) -> Result<ProviderStanding, ServiceError> {
        let known = self.store.user(&person.user.id).await?.ok_or(ServiceError::SignedOut)?;
        Ok(ProviderStanding { is_linked: known.is_linked, has_password: known.has_password })
    }
}

fn claimed_role(identity: &ProviderIdentity) -> Result<Role, ServiceError> {
    identity.role.ok_or(ServiceError::NotInvited)
}

/// The provider as the one who made an account or changed a role.
fn provider<'a>(identity: &'a ProviderIdentity, from: &'a SignInFrom) -> Actor<'a> {
    Actor { id: None, name: &identity.issuer, address: from.address.as_deref() }
}
